//! From units' figures to the figure of the whole.
//!
//! Ratios are Σnumerator/Σdenominator, counts are sums, a joint product is as far as the least
//! advanced of its makers; or as the target's [`RollUp`] says. Of each unit the latest figure
//! counts, by date and not by position; the whole is only known up to the day up to which every
//! unit in it has reported.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Basis, Coverage, Reason, Rule,
    fold::{Fold, Latest, Said, is_late, is_level},
};
use crate::{
    id::UnitId,
    method::RollUp,
    observation::{Figure, Observation, Provenance, Step},
    target::{Bound, Promise, Reference, Sense, Target},
    time::DaySpan,
};

/// What is known about a target, before it is judged.
pub(super) struct Known {
    /// The figure that counts, if any is known about the term.
    pub basis: Option<Basis>,
    /// The last day that any figure in it tells of: what is known on a day tells of no later one.
    pub told_to: Option<Date>,
    /// Of how many samples it is the mean, where it says so.
    pub samples: Option<Decimal>,
    /// Which units are in it, where it is made of units'.
    pub coverage: Option<Coverage>,
    /// How many reports in it were first sent after their due day.
    pub sent_late: usize,
    /// What there is to say about how it was put together.
    pub reasons: Vec<Reason>,
}

/// What `fold` has come to know; with what speaks of days after the due date or without.
pub(super) fn known(fold: &Fold<'_, '_>, rule: Rule, later_too: bool) -> Known {
    let target = &*fold.target;
    let direct = fold.direct(later_too);
    let mut known = Known {
        basis: direct.map(|o| alone(target, o)),
        told_to: direct.map(|o| o.span.to().min(o.known_on)),
        samples: direct.and_then(|o| o.samples),
        coverage: None,
        sent_late: direct.map_or(0, |o| usize::from(is_late(o))),
        reasons: Vec::new(),
    };
    let reported = fold.of_units(later_too).filter(|(_, latest)| latest.is_some()).count();
    if reported == 0 {
        return known;
    }
    let missing = || {
        let silent = fold.of_units(later_too).filter(|(_, latest)| latest.is_none());
        silent.map(|(unit, _)| unit.clone()).collect()
    };
    let all = reported == target.reporters.len();
    let figures = || {
        let all = fold.of_units(later_too);
        all.filter_map(|(unit, latest)| latest.map(|latest| (unit, latest)))
    };
    let Some(rolled) = roll_up(target, rule, figures) else {
        if known.basis.is_none() {
            known.reasons.push(Reason::PercentagesDoNotAdd);
            known.coverage = Some(Coverage {
                reported,
                missing: missing(),
            });
        }
        return known;
    };
    // The newest figure of any unit is the whole's, whoever else is silent.
    let complete = all || target.method.roll_up == RollUp::Latest;
    let newer = match &known.basis {
        None => true,
        // Of a ledger the units' figures are parts: they say nothing that the whole does not.
        Some(direct) if direct.provenance.as_ref().is_some_and(Provenance::is_counted) => {
            complete && rolled.basis.span.to() > direct.span.to()
        }
        Some(direct) => complete && rolled.basis.span.to() >= direct.span.to(),
    };
    if newer {
        if !complete {
            known.reasons.push(Reason::UnitsMissing {
                reported,
                of: target.reporters.len(),
                missing: missing(),
            });
        }
        known.reasons.extend(rolled.reason);
        known.basis = Some(rolled.basis);
        known.told_to = figures().map(|(_, latest)| latest.span.to().min(latest.known_on)).max();
        known.samples = None;
        known.sent_late = figures().filter(|(_, latest)| latest.sent_late).count();
        known.coverage = Some(Coverage {
            reported,
            missing: if complete { Vec::new() } else { missing() },
        });
    }
    known
}

fn alone(target: &Target, o: &Observation) -> Basis {
    Basis {
        value: value_of(target, (&o.figure).into()),
        figure: o.figure.clone(),
        span: o.span,
        known_on: o.known_on,
        change_on_last_year: o.change_on_last_year,
        provenance: Some(o.provenance.clone()),
    }
}

/// The figure as a number that can stand beside the bound.
pub(super) fn value_of(target: &Target, said: Said) -> Option<Decimal> {
    match said {
        Said::Amount(value) => Some(value),
        Said::Counts(done, of) => {
            let decimals = match &target.promise {
                Promise::Level { bound, .. } => bound.value.scale() + 1,
                Promise::Share { goal, .. } => goal.scale() + 1,
                _ => 1,
            };
            crate::number::percent(done, of.or_else(|| known_whole(target))?, decimals.min(6))
        }
        Said::Step(step) => Some(step.share()),
        Said::Words => None,
    }
}

/// How many there are, where the promise says so.
pub(crate) fn known_whole(target: &Target) -> Option<Decimal> {
    match &target.promise {
        Promise::Share { inventory, .. } => *inventory,
        Promise::NotWorse {
            reference: Reference::Whole { of },
            ..
        } => *of,
        _ => None,
    }
}

/// The figure of the whole, and what there is to say about it.
struct Rolled {
    basis: Basis,
    reason: Option<Reason>,
}

/// The figure of the whole; `None` where the units' figures cannot be put together.
fn roll_up<'u, I: Iterator<Item = (&'u UnitId, Latest)> + Clone>(
    target: &Target,
    rule: Rule,
    figures: impl Fn() -> I,
) -> Option<Rolled> {
    let (said, reason) = match target.method.roll_up {
        RollUp::Total => (total(target, figures().map(|(_, latest)| latest.said))?, None),
        RollUp::Latest => {
            let newest = figures().max_by_key(|(_, latest)| (latest.span.to(), latest.known_on))?;
            return Some(stands_for_all(target, newest, |unit| Reason::NewestUnit { unit }));
        }
        RollUp::Worst => {
            let worth = |latest: &Latest| worth(target, latest.said);
            let values: Option<Vec<_>> = figures().map(|(_, latest)| worth(&latest)).collect();
            values?;
            let worst = figures().min_by_key(|(_, latest)| worth(latest))?;
            let mut rolled = stands_for_all(target, worst, |unit| Reason::WorstUnit { unit });
            rolled.basis.span = common(rule, true, figures().map(|(_, latest)| latest.span))?;
            return Some(rolled);
        }
        RollUp::UnitsMeeting(bound) => {
            let comparison = target.comparison_of_units();
            let keeps = |said| {
                let value = match said {
                    Said::Amount(value) => Some(value),
                    Said::Counts(done, Some(of)) => crate::number::percent(done, of, bound.value.scale() + 3),
                    _ => None,
                };
                value.map(|value| comparison.headroom(bound, value) >= Decimal::ZERO)
            };
            let judged: Option<Vec<bool>> = figures().map(|(_, latest)| keeps(latest.said)).collect();
            counted(judged?, Some(bound))
        }
        RollUp::UnitsDelivered => {
            let delivered = figures().map(|(_, latest)| latest.said == Said::Step(Step::Delivered));
            counted(delivered.collect(), None)
        }
    };
    let level = rule >= Rule::Second && (is_level(target) || matches!(target.method.roll_up, RollUp::UnitsMeeting(_)));
    Some(Rolled {
        basis: Basis {
            value: value_of(target, said),
            figure: figure(said),
            span: common(rule, level, figures().map(|(_, latest)| latest.span))?,
            known_on: figures().map(|(_, latest)| latest.known_on).max()?,
            change_on_last_year: None,
            provenance: None,
        },
        reason,
    })
}

/// Sums, Σnumerator/Σdenominator, the least advanced step; each unit's words stand for themselves.
fn total(target: &Target, mut figures: impl Iterator<Item = Said>) -> Option<Said> {
    let first = figures.next()?;
    let wordless = matches!(target.promise, Promise::Duty { .. } | Promise::Statement { .. });
    let adds = matches!(target.promise, Promise::Count { .. });
    figures
        .try_fold(first, |sum, next| match (sum, next) {
            (Said::Amount(a), Said::Amount(b)) if adds => Some(Said::Amount(a.checked_add(b)?)),
            (Said::Counts(done, Some(of)), Said::Counts(more, Some(more_of))) => {
                Some(Said::Counts(done.checked_add(more)?, Some(of.checked_add(more_of)?)))
            }
            (Said::Step(a), Said::Step(b)) => Some(Said::Step(a.min(b))),
            (Said::Words, Said::Words) if wordless => Some(Said::Words),
            _ => None,
        })
        .filter(|sum| match sum {
            Said::Amount(_) => adds,
            Said::Counts(_, of) => of.is_some(),
            Said::Step(_) => true,
            Said::Words => wordless,
        })
}

/// How good a unit's figure is; more is better.
fn worth(target: &Target, said: Said) -> Option<Decimal> {
    let sense = match &target.promise {
        Promise::Level { bound, .. } => bound.sense,
        Promise::SetElsewhere { given, .. } => given.as_ref().map_or(Sense::AtLeast, |given| given.bound.sense),
        Promise::NotWorse {
            reference: Reference::LastYear { sense, .. },
            ..
        } => *sense,
        Promise::Count { toward, .. } => toward.sense(),
        _ => Sense::AtLeast,
    };
    let value = match said {
        // Beyond any bound's decimals, so that no two ratios that differ look alike.
        Said::Counts(done, of) => crate::number::percent(done, of.or_else(|| known_whole(target))?, 9)?,
        other => value_of(target, other)?,
    };
    let nothing = Bound {
        sense,
        value: Decimal::ZERO,
    };
    Some(nothing.headroom(value))
}

fn stands_for_all(target: &Target, (unit, latest): (&UnitId, Latest), reason: impl Fn(UnitId) -> Reason) -> Rolled {
    Rolled {
        basis: Basis {
            value: value_of(target, latest.said),
            figure: figure(latest.said),
            span: latest.span,
            known_on: latest.known_on,
            change_on_last_year: None,
            provenance: None,
        },
        reason: Some(reason(unit.clone())),
    }
}

fn counted(judged: Vec<bool>, bound: Option<Bound>) -> (Said, Option<Reason>) {
    let keep = judged.iter().filter(|&&keeps| keeps).count();
    let reason = Reason::UnitsCounted {
        keep,
        reported: judged.len(),
        bound,
    };
    (Said::Amount(Decimal::from(keep)), Some(reason))
}

/// The days that a figure made of units' describes: up to the day up to which all have reported;
/// for a level from the day from which all have, since a mean of unlike stretches is of none.
fn common(rule: Rule, level: bool, spans: impl Iterator<Item = DaySpan> + Clone) -> Option<DaySpan> {
    let to = spans.clone().map(DaySpan::to).min()?;
    let from = if level && rule >= Rule::Second {
        spans.map(DaySpan::from).max()?
    } else {
        spans.map(DaySpan::from).min()?
    };
    DaySpan::new(from.min(to), to).ok()
}

fn figure(said: Said) -> Figure {
    match said {
        Said::Amount(value) => Figure::Amount { value },
        Said::Counts(done, of) => Figure::Counts { done, of },
        Said::Step(step) => Figure::Progress { step },
        Said::Words => Figure::Words { text: Arc::default() },
    }
}
