//! Levels: held against their bound now, kept or missed by the figure of the whole term.

use rust_decimal::Decimal;

use super::{Assessment, Pace, Policy, Reason, Required, Status, nothing_known, rollup, rollup::Known, some_missing};
use crate::{
    number,
    observation::Figure,
    target::{Bound, Promise, Sense, Target},
    time::{DaySpan, days_between},
};

/// A ratio or concentration against a floor or ceiling.
pub(super) fn judge_bound(target: &Target, bound: Bound, known: &Known<'_>, policy: &Policy, out: &mut Assessment) {
    out.bound = Some(bound);
    let Some(basis) = &known.basis else {
        return nothing_known(target, known, out);
    };
    let exact = match (&basis.figure, basis.value) {
        // Rounded once, from the counts, to the precision of the bound.
        (Figure::Counts { done, of: Some(of) }, Some(value)) => {
            number::percent(*done, *of, bound.value.scale()).map(|rounded| (value, rounded))
        }
        (_, Some(value)) => Some((value, number::round(value, bound.value.scale()))),
        (_, None) => None,
    };
    let Some((value, rounded)) = exact else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    let headroom = bound.headroom(rounded);
    out.gap = Some(headroom);
    out.reasons.push(Reason::LevelCompared {
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
    let possible = rest_must_average(target, bound, value, basis.span, policy, out);
    let reach = bound.value.abs() * policy.level_reach_percent / Decimal::ONE_HUNDRED;
    out.status = if good {
        Status::OnTrack
    } else if possible && -headroom <= reach {
        Status::AtRisk
    } else {
        Status::OffTrack
    };
}

/// What the rest of the term must average, weighted by days, and whether it can. Only for figures
/// that describe the term from its first day; `true` where nothing speaks against it.
fn rest_must_average(
    target: &Target,
    bound: Bound,
    value: Decimal,
    span: DaySpan,
    policy: &Policy,
    out: &mut Assessment,
) -> bool {
    let elapsed = target.term.elapsed(span.to());
    out.pace = Some(Pace {
        on: span.to(),
        elapsed,
        expected: bound.value,
        done: None,
    });
    if span.from() > target.term.from() {
        return true;
    }
    let all = Decimal::from(target.term.days());
    let left = days_between(span.to(), target.term.to());
    if left <= 0 {
        return true;
    }
    let gone = all - Decimal::from(left);
    let needed = bound
        .value
        .checked_mul(all)
        .and_then(|whole| whole.checked_sub(value.checked_mul(gone)?))
        .and_then(|rest| rest.checked_div(Decimal::from(left)));
    let Some(needed) = needed else { return true };
    let decimals = bound.value.scale();
    let amount = match bound.sense {
        Sense::AtLeast => number::round_up(needed, decimals),
        Sense::AtMost => number::round_down(needed, decimals),
    };
    let percent = target.promise.measure().is_some_and(crate::target::Measure::is_percent);
    let possible = match bound.sense {
        Sense::AtLeast => !percent || amount <= Decimal::ONE_HUNDRED,
        Sense::AtMost => amount >= Decimal::ZERO,
    };
    out.required = Some(Required::RestAverages {
        amount,
        days: left,
        possible,
    });
    out.reasons.push(Reason::RestMustAverage {
        amount,
        days: left,
        possible,
        reach: policy.level_reach_percent,
    });
    possible
}

/// Not worse than the same stretch of last year.
pub(super) fn judge_last_year(
    target: &Target,
    sense: Sense,
    reference: Option<Decimal>,
    known: &Known<'_>,
    out: &mut Assessment,
) {
    let Some(basis) = &known.basis else {
        return nothing_known(target, known, out);
    };
    let Some(value) = basis.value else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    let (change, reason) = match (basis.change_on_last_year, reference) {
        (Some(change), _) => (change, Reason::ChangeOnLastYear { change, sense }),
        (None, Some(reference)) => {
            out.bound = Some(Bound {
                sense,
                value: reference,
            });
            (
                number::round(value, reference.scale()) - reference,
                Reason::ComparedWithLastYear {
                    value,
                    reference,
                    sense,
                },
            )
        }
        (None, None) => {
            out.reasons.push(Reason::LastYearUnknown);
            return;
        }
    };
    out.gap = Some(match sense {
        Sense::AtLeast => change,
        Sense::AtMost => -change,
    });
    out.reasons.push(reason);
    held(target, super::not_worse(sense, change), known, basis.span, out);
}

/// All of a known set stay as good as they are.
pub(super) fn judge_whole(target: &Target, known: &Known<'_>, out: &mut Assessment) {
    let Some(basis) = &known.basis else {
        return nothing_known(target, known, out);
    };
    let good = match &basis.figure {
        Figure::Counts { done, of } => {
            let Some(whole) = of.or_else(|| rollup::known_whole(target)) else {
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
    held(target, good, known, basis.span, out);
}

/// The verdict on a thing to be held: there is no way to go, so there is no yellow.
fn held(target: &Target, good: bool, known: &Known<'_>, span: DaySpan, out: &mut Assessment) {
    debug_assert!(matches!(target.promise, Promise::NotWorse { .. }));
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
