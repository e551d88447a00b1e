//! From units' figures to the figure of the whole.
//!
//! Ratios are Σnumerator/Σdenominator, counts are sums, a joint product is as far as the least
//! advanced of its makers. Of each unit the latest figure counts, by date and not by position; the
//! whole is only known up to the day up to which every unit in it has reported.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Basis, Coverage, Reason};
use crate::{
    id::UnitId,
    observation::{Figure, Observation},
    target::{Promise, Target},
    time::DaySpan,
};

/// What is known about a target, before it is judged.
pub(super) struct Known<'a> {
    /// The figure that counts, if any is known about the term.
    pub basis: Option<Basis>,
    /// Which units are in it, where it is made of units'.
    pub coverage: Option<Coverage>,
    /// The latest figure that describes days before the term.
    pub before: Option<&'a Observation>,
    /// What there is to say about how it was put together.
    pub reasons: Vec<Reason>,
}

/// What is known about `target` on the day `as_of`.
pub(super) fn known<'a>(target: &Target, observations: &'a [Observation], as_of: Date) -> Known<'a> {
    let seen = || {
        observations
            .iter()
            .filter(move |o| o.known_on <= as_of && usable(target, o))
    };
    let in_term = |o: &&Observation| o.span.to() >= target.term.from();
    let single = match target.reporters.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let whole = |o: &&Observation| o.unit.is_none() || o.unit.as_ref() == single;

    let direct = seen().filter(in_term).filter(whole).max_by_key(|o| rank(target, o));
    let before = seen()
        .filter(|o| !in_term(o))
        .filter(whole)
        .max_by_key(|o| (o.span.to(), o.span.days(), o.known_on));
    let mut known = Known {
        basis: direct.map(|o| alone(target, o)),
        coverage: None,
        before,
        reasons: Vec::new(),
    };
    if single.is_some() {
        return known;
    }

    let mut latest: BTreeMap<&UnitId, Option<&Observation>> =
        target.reporters.iter().map(|unit| (unit, None)).collect();
    for o in seen().filter(in_term) {
        if let Some(slot) = o.unit.as_ref().and_then(|unit| latest.get_mut(unit))
            && slot.is_none_or(|best| rank(target, o) >= rank(target, best))
        {
            *slot = Some(o);
        }
    }
    let figures: Vec<&Observation> = target
        .reporters
        .iter()
        .filter_map(|unit| latest.get(unit).copied().flatten())
        .collect();
    if figures.is_empty() {
        return known;
    }
    let (reported, missing) = target
        .reporters
        .iter()
        .cloned()
        .partition(|unit| latest.get(unit).is_some_and(Option::is_some));
    let coverage = Coverage { reported, missing };
    let Some(rolled) = roll_up(target, &figures) else {
        if known.basis.is_none() {
            known.reasons.push(Reason::PercentagesDoNotAdd);
            known.coverage = Some(coverage);
        }
        return known;
    };
    let newer = known
        .basis
        .as_ref()
        .is_none_or(|direct| coverage.is_complete() && rolled.span.to() >= direct.span.to());
    if newer {
        if !coverage.is_complete() {
            known.reasons.push(Reason::UnitsMissing {
                reported: coverage.reported.len(),
                of: target.reporters.len(),
                missing: coverage.missing.clone(),
            });
        }
        known.basis = Some(rolled);
        known.coverage = Some(coverage);
    }
    known
}

/// Words are always carried along; a figure that cannot stand for the promise (more done than
/// there are, out of none) is none. Reports with such a figure are refused when they are sent.
fn usable(target: &Target, o: &Observation) -> bool {
    matches!(o.figure, Figure::Words { .. }) || o.figure.fits(target).is_ok()
}

/// Which of two observations of the same thing counts: figures before words, for levels those
/// that describe the term from its first day before those that describe a part of it; then the
/// later last day, the longer stretch, the later knowledge.
fn rank(target: &Target, o: &Observation) -> (bool, bool, Date, i64, Date) {
    let level = matches!(
        target.promise,
        Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. }
    );
    let wordless = matches!(target.promise, Promise::Duty { .. } | Promise::Statement { .. })
        || !matches!(o.figure, Figure::Words { .. });
    let from_the_start = !level || o.span.from() <= target.term.from();
    (wordless, from_the_start, o.span.to(), o.span.days(), o.known_on)
}

fn alone(target: &Target, o: &Observation) -> Basis {
    Basis {
        value: value_of(target, &o.figure),
        figure: o.figure.clone(),
        span: o.span,
        known_on: o.known_on,
        change_on_last_year: o.change_on_last_year,
        provenance: Some(o.provenance.clone()),
    }
}

/// The figure as a number that can stand beside the bound.
fn value_of(target: &Target, figure: &Figure) -> Option<Decimal> {
    match figure {
        Figure::Amount { value } => Some(*value),
        Figure::Counts { done, of } => {
            let decimals = match &target.promise {
                Promise::Level { bound, .. } => bound.value.scale() + 1,
                Promise::Share { goal, .. } => goal.scale() + 1,
                _ => 1,
            };
            crate::number::percent(*done, of.or_else(|| known_whole(target))?, decimals.min(6))
        }
        Figure::Progress { step } => Some(step.share()),
        Figure::Words { .. } => None,
    }
}

/// How many there are, where the promise says so.
pub(super) fn known_whole(target: &Target) -> Option<Decimal> {
    match &target.promise {
        Promise::Share { inventory, .. } => *inventory,
        Promise::NotWorse {
            reference: crate::target::Reference::Whole { of },
            ..
        } => *of,
        _ => None,
    }
}

/// The figure of the whole; `None` where the units' figures cannot be put together.
fn roll_up(target: &Target, figures: &[&Observation]) -> Option<Basis> {
    let first = figures.first()?;
    let figure = match (&target.promise, &first.figure) {
        (Promise::Count { .. }, Figure::Amount { .. }) => {
            let mut sum = Decimal::ZERO;
            for o in figures {
                let Figure::Amount { value } = o.figure else {
                    return None;
                };
                sum = sum.checked_add(value)?;
            }
            Figure::Amount { value: sum }
        }
        (_, Figure::Counts { .. }) => {
            let (mut all_done, mut all) = (Decimal::ZERO, Decimal::ZERO);
            for o in figures {
                let Figure::Counts { done, of: Some(of) } = o.figure else {
                    return None;
                };
                all_done = all_done.checked_add(done)?;
                all = all.checked_add(of)?;
            }
            Figure::Counts {
                done: all_done,
                of: Some(all),
            }
        }
        (_, Figure::Progress { .. }) => {
            let least = figures.iter().map(|o| match o.figure {
                Figure::Progress { step } => Some(step),
                _ => None,
            });
            Figure::Progress {
                step: least.collect::<Option<Vec<_>>>()?.into_iter().min()?,
            }
        }
        // Each unit's words stand for themselves; the whole is heard of when all are.
        (Promise::Duty { .. } | Promise::Statement { .. }, Figure::Words { .. }) => first.figure.clone(),
        _ => return None,
    };
    let from = figures.iter().map(|o| o.span.from()).min()?;
    let to = figures.iter().map(|o| o.span.to()).min()?;
    Some(Basis {
        value: value_of(target, &figure),
        figure,
        span: DaySpan::new(from.min(to), to).ok()?,
        known_on: figures.iter().map(|o| o.known_on).max()?,
        change_on_last_year: None,
        provenance: None,
    })
}
