//! Levels: held against their bound now, kept or missed by the figure of the whole term.

use rust_decimal::Decimal;

use super::{
    Assessment, Left, Pace, Policy, Reason, Required, Rule, Status,
    fold::{Fold, is_level},
    nothing_known, rollup,
    rollup::Known,
    some_missing,
};
use crate::{
    method::{Comparison, Edge, Weight},
    number,
    observation::Figure,
    target::{Bound, Promise, Sense, Target},
    time::{DaySpan, days_between},
};

/// A level as an exact fraction, in the unit of its bound: 291 of 326 is 29,100/326.
#[derive(Clone, Copy)]
struct Level {
    part: Decimal,
    whole: Decimal,
}

impl Level {
    fn of(figure: &Figure) -> Option<Self> {
        match figure {
            Figure::Amount { value } => Some(Self {
                part: *value,
                whole: Decimal::ONE,
            }),
            Figure::Counts { done, of: Some(of) } => Some(Self {
                part: done.checked_mul(Decimal::ONE_HUNDRED)?,
                whole: *of,
            }),
            _ => None,
        }
    }

    /// How far on the good side of `bound`, and the value that was compared. Rounded once, from
    /// the fraction; by the exact method the headroom is cut to `decimals` away from zero, so that
    /// its sign is the verdict.
    fn compared(self, comparison: Comparison, bound: Bound) -> Option<(Decimal, Decimal)> {
        match comparison {
            Comparison::Rounded => {
                let scale = bound.value.scale();
                let rounded = if self.whole == Decimal::ONE {
                    number::round(self.part, scale)
                } else {
                    number::percent(self.part.checked_div(Decimal::ONE_HUNDRED)?, self.whole, scale)?
                };
                Some((bound.headroom(rounded), rounded))
            }
            Comparison::Exact if self.whole == Decimal::ONE => Some((bound.headroom(self.part), self.part)),
            Comparison::Exact => {
                let ahead = self.part.checked_sub(bound.value.checked_mul(self.whole)?)?;
                let ahead = match bound.sense {
                    Sense::AtLeast => ahead,
                    Sense::AtMost => -ahead,
                };
                let headroom = number::round_away(ahead.checked_div(self.whole)?, bound.value.scale() + 2);
                let value = match bound.sense {
                    Sense::AtLeast => bound.value + headroom,
                    Sense::AtMost => bound.value - headroom,
                };
                Some((headroom, value))
            }
        }
    }
}

/// A ratio or concentration against a floor or ceiling.
pub(super) fn judge_bound(fold: &Fold<'_, '_>, bound: Bound, known: &Known, policy: &Policy, out: &mut Assessment) {
    let target = &*fold.target;
    out.bound = Some(bound);
    let Some(basis) = &known.basis else {
        return nothing_known(fold, known, out);
    };
    let comparison = target.comparison();
    let level = Level::of(&basis.figure);
    let compared = level.and_then(|level| Some((level, level.compared(comparison, bound)?)));
    let (Some((level, (headroom, rounded))), Some(value)) = (compared, basis.value) else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    out.gap = Some(headroom);
    if matches!(target.promise, Promise::Count { .. }) {
        out.gap_count = Some(headroom);
    }
    out.reasons.push(Reason::LevelCompared {
        comparison,
        value,
        rounded,
        bound,
        span: basis.span,
    });
    let good = headroom >= Decimal::ZERO;
    if some_missing(known) {
        out.status = Status::NoData;
        return;
    }
    if basis.span.covers(target.term) {
        out.status = if good { Status::Met } else { Status::Overdue };
        return;
    }
    if out.as_of > target.due() {
        out.status = Status::NoData;
        out.reasons.push(Reason::ResultPending { latest: basis.span });
        return;
    }
    out.pace = Some(Pace {
        on: basis.span.to(),
        elapsed: target.term.elapsed(basis.span.to()),
        expected: bound.value,
        done: None,
    });
    let rest = Rest {
        bound,
        edge: match policy.rule {
            Rule::First => Edge {
                value: bound.value,
                included: true,
            },
            Rule::Second => comparison.edge(bound),
        },
        decimals: bound.value.scale() + u32::from(policy.rule >= Rule::Second),
        percent: target.promise.measure().is_some_and(crate::target::Measure::is_percent),
    };
    let possible = !is_level(target) || rest.required(target, level, value, known, out).unwrap_or(true);
    let reach = bound.value.abs() * policy.level_reach_percent / Decimal::ONE_HUNDRED;
    out.status = if good {
        Status::OnTrack
    } else if possible && -headroom <= reach {
        Status::AtRisk
    } else {
        Status::OffTrack
    };
}

/// What the rest of a term must come to, so that the whole keeps the bound.
struct Rest {
    bound: Bound,
    edge: Edge,
    decimals: u32,
    percent: bool,
}

impl Rest {
    /// Says what the rest must come to, and whether it can; `None` where nothing can be said: the
    /// figure does not describe the term from its first day, or nothing of it is left.
    fn required(
        &self,
        target: &Target,
        level: Level,
        value: Decimal,
        known: &Known,
        out: &mut Assessment,
    ) -> Option<bool> {
        let basis = known.basis.as_ref()?;
        if basis.span.from() > target.term.from() {
            return None;
        }
        match (target.method.weight, &basis.figure) {
            (Weight::Days, _) => {
                let days = days_between(basis.span.to(), target.due());
                let all = Decimal::from(days_between(basis.span.from(), target.due()) + 1);
                let left = Decimal::from(days);
                let average = Average {
                    level,
                    value,
                    all,
                    left,
                };
                self.average(&average, Left::Days(days), out)
            }
            (Weight::Samples { planned }, Figure::Amount { .. }) => {
                let left = planned.checked_sub(known.samples?)?;
                let average = Average {
                    level,
                    value,
                    all: planned,
                    left,
                };
                self.average(&average, Left::Samples(left), out)
            }
            (Weight::Samples { planned }, Figure::Counts { done, of: Some(of) }) => {
                self.count(planned, *done, *of, out)
            }
            _ => None,
        }
    }

    /// (edge × all − value × gone) / left, rounded to the harder side.
    fn average(&self, of: &Average, left: Left, out: &mut Assessment) -> Option<bool> {
        if of.left <= Decimal::ZERO {
            return None;
        }
        let gone = of.all.checked_sub(of.left)?;
        let whole = (self.edge.value.checked_mul(of.all)?).checked_mul(of.level.whole)?;
        let rest = whole.checked_sub(of.level.part.checked_mul(gone)?)?;
        let divisor = of.left.checked_mul(of.level.whole)?;
        let needed = rest.checked_div(divisor)?;
        let one_more = Decimal::new(1, self.decimals);
        let amount = match self.bound.sense {
            Sense::AtLeast => number::round_up(needed, self.decimals),
            Sense::AtMost => number::round_down(needed, self.decimals),
        };
        // The edge that rounds away itself must be passed.
        let amount = match self.bound.sense {
            _ if self.edge.included || amount != needed => amount,
            Sense::AtLeast => amount + one_more,
            Sense::AtMost => amount - one_more,
        };
        let room = match self.bound.sense {
            Sense::AtLeast if self.percent => (Decimal::ONE_HUNDRED.checked_mul(divisor)?).checked_sub(rest)?,
            Sense::AtLeast => Decimal::ONE,
            Sense::AtMost => rest,
        };
        let possible = room > Decimal::ZERO || (room.is_zero() && self.edge.included);
        out.required = Some(Required::RestAverages { amount, left, possible });
        out.reasons.push(Reason::RestMustAverage {
            amount,
            edge: self.edge.value,
            value: of.value,
            gone,
            left,
            possible,
        });
        Some(possible)
    }

    /// How many of the samples that are left must, or may, be good ones.
    fn count(&self, planned: Decimal, done: Decimal, gone: Decimal, out: &mut Assessment) -> Option<bool> {
        let left = planned.checked_sub(gone)?;
        if left <= Decimal::ZERO {
            return None;
        }
        let whole = self
            .edge
            .value
            .checked_mul(planned)?
            .checked_div(Decimal::ONE_HUNDRED)?;
        let least = match (self.bound.sense, self.edge.included) {
            (Sense::AtLeast, true) => whole.ceil(),
            (Sense::AtLeast, false) => whole.floor() + Decimal::ONE,
            (Sense::AtMost, true) => whole.floor(),
            (Sense::AtMost, false) => whole.ceil() - Decimal::ONE,
        };
        let count = least - done;
        let possible = match self.bound.sense {
            Sense::AtLeast => count <= left,
            Sense::AtMost => count >= Decimal::ZERO,
        };
        let count = match self.bound.sense {
            Sense::AtLeast => count.max(Decimal::ZERO),
            Sense::AtMost => count.min(left),
        };
        out.required = Some(Required::RestCounts {
            count,
            of: left,
            possible,
        });
        out.reasons.push(Reason::RestMustCount {
            count,
            left,
            done,
            gone,
            planned,
            edge: self.edge.value,
            sense: self.bound.sense,
            possible,
        });
        Some(possible)
    }
}

/// The part of a mean that is known.
struct Average {
    level: Level,
    /// The level as it is shown.
    value: Decimal,
    /// Days or samples of the whole term.
    all: Decimal,
    /// Those that are left.
    left: Decimal,
}

/// Not worse than the same stretch of last year.
pub(super) fn judge_last_year(
    fold: &Fold<'_, '_>,
    sense: Sense,
    reference: Option<Decimal>,
    known: &Known,
    out: &mut Assessment,
) {
    let Some(basis) = &known.basis else {
        return nothing_known(fold, known, out);
    };
    let Some(value) = basis.value else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    let (headroom, reason) = match (basis.change_on_last_year, reference) {
        (Some(change), _) => {
            let nothing = Bound {
                sense,
                value: Decimal::ZERO,
            };
            (nothing.headroom(change), Reason::ChangeOnLastYear { change, sense })
        }
        (None, Some(reference)) => {
            let bound = Bound {
                sense,
                value: reference,
            };
            out.bound = Some(bound);
            let reason = Reason::ComparedWithLastYear {
                value,
                reference,
                sense,
            };
            (fold.target.comparison().headroom(bound, value), reason)
        }
        (None, None) => {
            out.reasons.push(Reason::LastYearUnknown);
            return;
        }
    };
    out.gap = Some(headroom);
    out.reasons.push(reason);
    held(fold, headroom >= Decimal::ZERO, known, basis.span, out);
}

/// All of a known set stay as good as they are.
pub(super) fn judge_whole(fold: &Fold<'_, '_>, known: &Known, out: &mut Assessment) {
    let Some(basis) = &known.basis else {
        return nothing_known(fold, known, out);
    };
    let good = match &basis.figure {
        Figure::Counts { done, of } => {
            let Some(whole) = of.or_else(|| rollup::known_whole(&fold.target)) else {
                out.reasons.push(Reason::OnlyWords);
                return;
            };
            out.gap_count = Some(*done - whole);
            out.reasons.push(Reason::HeldOf { held: *done, of: whole });
            *done >= whole
        }
        Figure::Amount { value } => {
            let bound = Bound {
                sense: Sense::AtLeast,
                value: Decimal::ONE_HUNDRED,
            };
            out.bound = Some(bound);
            out.gap = Some(bound.headroom(*value));
            out.reasons.push(Reason::LevelCompared {
                comparison: Comparison::Exact,
                value: *value,
                rounded: *value,
                bound,
                span: basis.span,
            });
            *value >= Decimal::ONE_HUNDRED
        }
        Figure::Progress { .. } | Figure::Words { .. } => {
            out.reasons.push(Reason::OnlyWords);
            return;
        }
    };
    held(fold, good, known, basis.span, out);
}

/// The verdict on a thing to be held: there is no way to go, so there is no yellow.
fn held(fold: &Fold<'_, '_>, good: bool, known: &Known, span: DaySpan, out: &mut Assessment) {
    let target = &*fold.target;
    out.status = if some_missing(known) {
        Status::NoData
    } else if span.covers(target.term) {
        if good { Status::Met } else { Status::Overdue }
    } else if out.as_of > target.due() {
        out.reasons.push(Reason::ResultPending { latest: span });
        Status::NoData
    } else if good {
        Status::OnTrack
    } else {
        Status::OffTrack
    };
}
