//! Deliverables: five steps on the way to a due date.

use rust_decimal::Decimal;

use super::{Assessment, Pace, Policy, Reason, Status, nothing_known, pace_day, rollup::Known, some_missing};
use crate::{
    observation::{Figure, Step},
    target::Target,
    time::days_between,
};

/// A step is a quarter of the way: less than one step behind time is on track, less than two is
/// at risk.
const ONE_STEP: Decimal = Decimal::from_parts(25, 0, 0, false, 0);

pub(super) fn judge(target: &Target, known: &Known<'_>, policy: &Policy, out: &mut Assessment) {
    let due = target.due();
    let days = days_between(out.as_of, due);
    let near = (0..=i64::from(policy.near_due_days)).contains(&days);
    let Some(basis) = &known.basis else {
        nothing_known(target, known, out);
        if near {
            out.reasons.push(Reason::NearDue { due, days });
        }
        return;
    };
    let Figure::Progress { step } = basis.figure else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    if step == Step::Delivered && !some_missing(known) {
        // A report speaks of days up to the end of its month, and is known on a day of it.
        let on = basis.span.to().min(basis.known_on);
        out.status = Status::Met;
        out.reasons.push(Reason::Delivered { on, due });
        if on > due {
            out.late = true;
            out.reasons.push(Reason::KeptLate { due, on });
        }
        return;
    }
    if out.as_of > due {
        out.status = if some_missing(known) {
            Status::NoData
        } else {
            Status::Overdue
        };
        return;
    }
    let (on, old) = pace_day(target, basis.span.to(), out.as_of, policy);
    let elapsed = target.term.elapsed(on);
    let share = step.share();
    out.pace = Some(Pace {
        on,
        elapsed,
        expected: elapsed,
        done: Some(share),
    });
    out.reasons.push(Reason::StepReached { step, share, elapsed });
    if old {
        out.reasons.push(Reason::FigureIsOld {
            last: basis.span.to(),
            allowed: policy.collect_days,
        });
    }
    let behind = elapsed - share;
    out.status = if some_missing(known) {
        Status::NoData
    } else if behind >= ONE_STEP + ONE_STEP {
        Status::OffTrack
    } else if behind >= ONE_STEP || (near && step < Step::UnderReview) {
        Status::AtRisk
    } else {
        Status::OnTrack
    };
    if near {
        out.reasons.push(Reason::NearDue { due, days });
    }
}
