//! Ceilings that are used up: what is counted stays counted, and may not pass so many in the term.

use rust_decimal::Decimal;

use super::{
    Assessment, LagOf, Pace, Policy, Reason, Required, Status,
    cumulative::{counted_before, lag_percent, ratio_percent},
    fold::Fold,
    nothing_known,
    rollup::Known,
    some_missing,
};
use crate::{
    method::Schedule,
    number,
    target::{Bound, Sense},
};

/// At most so many in the whole term: what is used up stays used up.
pub(super) fn judge(fold: &Fold<'_, '_>, ceiling: Decimal, known: &Known, policy: &Policy, out: &mut Assessment) {
    let target = &*fold.target;
    let bound = Bound {
        sense: Sense::AtMost,
        value: ceiling,
    };
    out.bound = Some(bound);
    let Some(basis) = &known.basis else {
        return nothing_known(fold, known, out);
    };
    let Some(used) = basis.value else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    let room = bound.headroom(used);
    out.gap = Some(room);
    out.gap_count = Some(room);
    out.reasons.push(Reason::AmountCompared { value: used, bound });
    if room < Decimal::ZERO {
        // More units can only add to it: also a part of them has passed it.
        out.reasons.push(Reason::CeilingPassed { ceiling, by: -room });
        out.status = if out.as_of > target.due() {
            Status::Overdue
        } else {
            Status::OffTrack
        };
        return;
    }
    if some_missing(known) {
        out.status = Status::NoData;
        return;
    }
    if basis.span.covers(target.term) {
        out.status = Status::Met;
        return;
    }
    if out.as_of > target.due() {
        out.status = Status::NoData;
        out.reasons.push(Reason::ResultPending { latest: basis.span });
        return;
    }
    // The allowance is what the days that were observed may have used up.
    let on = basis.span.to();
    let elapsed = target.term.elapsed(on);
    let baseline = counted_before(fold).min(ceiling);
    let way = ceiling - baseline;
    let allowed = match &target.method.schedule {
        Schedule::Linear => baseline + way * elapsed / Decimal::ONE_HUNDRED,
        planned => planned.owed(on).map_or(ceiling, |milestone| milestone.reach),
    };
    let over = used - allowed;
    let lag_of = match policy.lag_of {
        LagOf::Way => way,
        LagOf::Due => allowed - baseline,
    };
    out.pace = Some(Pace {
        on,
        elapsed,
        expected: number::round(allowed, 1),
        done: ratio_percent(used - baseline, way),
    });
    out.reasons.push(Reason::PaceCompared {
        on,
        elapsed,
        baseline,
        expected: number::round(allowed, 1),
        value: used,
        goal: ceiling,
        behind_points: lag_percent(over, lag_of),
        lag_of: policy.lag_of,
    });
    out.required = Some(Required::Room { amount: room });
    out.status = policy.light(over, lag_of);
}
