//! The check: the only place that decides a status.
//!
//! [`assess`] answers, for one target, what is known and a day, how the target stands and why. It
//! is a pure function; the server and the browser run the same one.
//!
//! # The rules in short
//!
//! * **What counts.** Only what was known on the day asked about. Of the units' figures the latest
//!   of each, put together as Σnumerator/Σdenominator or as a sum; a figure for the whole (a
//!   published one) stands until every unit has reported on later days.
//! * **No data is never green.** A blank is not zero, words are not a figure, and a figure of some
//!   of the units is not the figure of the whole: it is shown, and judged only if it already
//!   reaches the goal.
//! * **Levels** (ratios, concentrations) are rounded to the bound's decimals and compared
//!   (GB/T 8170-2008, 修约值比较法). Within the year they are judged for now, together with what the
//!   rest must average; the promise is kept or missed only by the figure of the whole term.
//! * **Counts and shares of an inventory** are compared on whole entries (GB/T 8170-2008,
//!   全数值比较法): 80 % of 12,480 is 9,984, and 9,983 is not enough. Until then they are held against
//!   序时进度, linear from where they stood at the start of the term.
//! * **Deliverables** go in five steps; **duties** and **statements** must be heard of in every
//!   month or quarter.
//! * **After the due date** a promise is met or overdue; kept after its date it keeps a mark.

mod assessment;
mod cumulative;
mod deliverable;
mod heard;
mod level;
mod odd;
mod policy;
mod reason;
mod rollup;
mod status;

use jiff::civil::Date;

pub use assessment::{Assessment, Basis, Coverage, Pace, RULE_VERSION, Required};
pub use odd::{Odd, odd_figures};
pub use policy::Policy;
pub use reason::Reason;
pub use status::Status;

use crate::{
    id::UnitId,
    observation::{Figure, Observation},
    target::{Allocation, Bound, Promise, Reference, Sense, Target},
};
use rollup::Known;

/// Judges `target` by what was known of it on the day `as_of`.
///
/// `observations` are those of this target: for the whole (`unit: None`) and of its units, of any
/// day; those that became known after `as_of` are left aside.
pub fn assess(target: &Target, observations: &[Observation], as_of: Date, policy: &Policy) -> Assessment {
    let known = rollup::known(target, observations, as_of);
    let mut out = Assessment {
        target: target.id.clone(),
        as_of,
        rule: RULE_VERSION.to_owned(),
        status: Status::NoData,
        is_final: false,
        late: false,
        basis: None,
        bound: None,
        gap: None,
        gap_count: None,
        pace: None,
        required: None,
        coverage: None,
        reasons: Vec::new(),
    };
    judge(target, &known, observations, policy, &mut out);
    let Known {
        basis,
        coverage,
        reasons,
        ..
    } = known;
    out.reasons.extend(reasons);
    out.basis = basis;
    out.coverage = coverage;
    if out.status == Status::Overdue {
        let due = target.due();
        out.reasons.push(Reason::PastDue {
            due,
            days: crate::time::days_between(due, as_of),
        });
    }
    out.is_final = as_of > target.due() && matches!(out.status, Status::Met | Status::Overdue);
    out
}

/// Judges one unit's part of `target`: its own figures against its own share.
///
/// See [`Target::for_unit`] for what the unit is held against.
pub fn assess_unit(
    target: &Target,
    unit: &UnitId,
    allocation: Option<&Allocation>,
    observations: &[Observation],
    as_of: Date,
    policy: &Policy,
) -> Assessment {
    let own: Vec<Observation> = observations
        .iter()
        .filter(|o| o.unit.as_ref() == Some(unit))
        .cloned()
        .collect();
    assess(&target.for_unit(unit, allocation), &own, as_of, policy)
}

fn judge(target: &Target, known: &Known<'_>, observations: &[Observation], policy: &Policy, out: &mut Assessment) {
    match &target.promise {
        Promise::SetElsewhere {
            authority, given: None, ..
        } => {
            out.status = Status::AwaitingTarget;
            out.reasons.push(Reason::AwaitingTarget {
                authority: authority.clone(),
            });
        }
        Promise::Level { bound, .. } => level::judge_bound(target, *bound, known, policy, out),
        Promise::SetElsewhere { given: Some(given), .. } => level::judge_bound(target, given.bound, known, policy, out),
        Promise::NotWorse {
            reference: Reference::LastYear { sense, value },
            ..
        } => {
            level::judge_last_year(target, *sense, *value, known, out);
        }
        Promise::NotWorse {
            reference: Reference::Whole { .. },
            ..
        } => level::judge_whole(target, known, out),
        Promise::Count { goal, .. } => cumulative::judge_count(target, *goal, known, policy, out),
        Promise::Share { goal, .. } => cumulative::judge_share(target, *goal, known, policy, out),
        Promise::Deliverable => deliverable::judge(target, known, policy, out),
        Promise::Duty { cadence } | Promise::Statement { cadence } => {
            heard::judge(target, *cadence, known, observations, policy, out);
        }
    }
}

/// Nothing in the term to judge: says so, and where things stood before it. Also after the due date:
/// a blank is not zero, and silence does not prove that a promise was broken.
fn nothing_known(target: &Target, known: &Known<'_>, out: &mut Assessment) {
    out.status = Status::NoData;
    let before = known.before.and_then(|o| {
        let value = match &o.figure {
            Figure::Amount { value } => Some(*value),
            Figure::Counts { done, of } => {
                crate::number::percent(*done, of.or_else(|| rollup::known_whole(target))?, 1)
            }
            Figure::Progress { .. } | Figure::Words { .. } => None,
        };
        Some(Reason::StoodBefore {
            value: value?,
            on: o.span.to(),
        })
    });
    out.reasons.push(before.unwrap_or(Reason::NothingKnown));
    let due = target.due();
    if out.as_of > due {
        out.reasons.push(Reason::PastDueUnheard {
            due,
            days: crate::time::days_between(due, out.as_of),
        });
    }
}

/// Whether some of the units whose figures make up the whole are missing.
fn some_missing(known: &Known<'_>) -> bool {
    known.coverage.as_ref().is_some_and(|coverage| !coverage.is_complete())
}

/// The day for which pace is taken: the end of what was observed, or as long ago as a figure may
/// be on its way, whichever is later; never after the day of knowledge or the due date.
fn pace_day(target: &Target, observed_to: Date, as_of: Date, policy: &Policy) -> (Date, bool) {
    let latest_excused = as_of.saturating_sub(jiff::Span::new().days(policy.collect_days.max(0)));
    let old = latest_excused > observed_to;
    (observed_to.max(latest_excused).min(as_of).min(target.due()), old)
}

/// The good side of «not worse».
fn not_worse(sense: Sense, change: crate::Decimal) -> bool {
    Bound {
        sense,
        value: crate::Decimal::ZERO,
    }
    .headroom(change)
        >= crate::Decimal::ZERO
}
