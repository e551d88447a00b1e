//! Deliverables: five steps on the way to a due date.

use rust_decimal::Decimal;

use super::{
    Assessment, LagOf, Pace, Policy, Reason, Rule, Status, cumulative::missed_months, fold::Fold, nothing_known,
    pace_day, rollup::Known, some_missing,
};
use crate::{
    method::Schedule,
    observation::{Figure, Step},
    time::days_between,
};

/// A step is a quarter of the way: less than one step behind time is on track, less than two is
/// at risk.
const ONE_STEP: Decimal = Decimal::from_parts(25, 0, 0, false, 0);

pub(super) fn judge(fold: &Fold<'_, '_>, known: &Known, policy: &Policy, out: &mut Assessment) {
    let target = &*fold.target;
    let due = target.due();
    let Some(basis) = &known.basis else {
        return nothing_known(fold, known, out);
    };
    let Figure::Progress { step } = basis.figure else {
        out.reasons.push(Reason::OnlyWords);
        return;
    };
    if step == Step::Delivered && !some_missing(known) {
        // A report speaks of days up to the end of its month, and is known on a day of it.
        let on = match policy.rule {
            Rule::First => basis.span.to().min(basis.known_on),
            Rule::Second => known.told_to.unwrap_or(basis.known_on),
        };
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
    let owed = target.method.schedule.owed(on);
    let expected = match &target.method.schedule {
        Schedule::Linear => elapsed,
        Schedule::Milestones(_) | Schedule::Monthly(_) => owed.map_or(Decimal::ZERO, |m| m.reach),
    };
    out.pace = Some(Pace {
        on,
        elapsed,
        expected,
        done: Some(share),
    });
    let behind = expected - share;
    out.reasons.push(Reason::StepReached { step, share, elapsed });
    match (&target.method.schedule, owed) {
        (Schedule::Linear, _) => {}
        (_, Some(milestone)) => out.reasons.push(Reason::MilestoneCompared {
            by: milestone.by,
            reach: milestone.reach,
            value: share,
            behind_points: behind,
            lag_of: LagOf::Way,
        }),
        (schedule, None) => out.reasons.push(Reason::NoMilestoneYet {
            next: schedule.milestones().iter().map(|m| m.by).min().unwrap_or(due),
        }),
    }
    if old {
        out.reasons.push(Reason::FigureIsOld {
            last: basis.span.to(),
            allowed: policy.collect_days,
        });
    }
    let near = (0..=i64::from(policy.near_due_days)).contains(&days_between(out.as_of, due));
    let light = if let Schedule::Monthly(plan) = &target.method.schedule {
        let missed = plan.iter().filter(|m| m.by <= on && m.reach > share).count();
        missed_months(missed, policy, out)
    } else {
        // A milestone is a step to be reached, not time gone by: any lag behind one is seen.
        let seen = match &target.method.schedule {
            Schedule::Linear => behind >= ONE_STEP,
            Schedule::Milestones(_) | Schedule::Monthly(_) => behind > Decimal::ZERO,
        };
        match seen {
            true if behind >= ONE_STEP + ONE_STEP => Status::OffTrack,
            true => Status::AtRisk,
            false => Status::OnTrack,
        }
    };
    out.status = if some_missing(known) {
        Status::NoData
    } else if light == Status::OnTrack && near && step < Step::UnderReview {
        Status::AtRisk
    } else {
        light
    };
}
