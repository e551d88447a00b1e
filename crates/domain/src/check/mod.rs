//! The check: the only place that decides a status.
//!
//! [`assess`] answers, for one target, what is known and a day, how the target stands and why. It
//! is a pure function; the server and the browser run the same one. [`Fold`] is the same question
//! for observations that come one by one, and [`project`] tells what would come if things went on
//! as they did, which never decides anything.
//!
//! # The rules in short
//!
//! * **What counts.** Only what was known on the day asked about, under the number, the due date
//!   and the policy in force on that day. Of the units' figures the latest of each, put together as
//!   the target's [`RollUp`](crate::method::RollUp) says; a figure for the whole (a published one)
//!   stands until every unit has reported on later days.
//! * **No data is never green.** A blank is not zero, words are not a figure, and a figure of some
//!   of the units is not the figure of the whole: it is shown, and judged only if it already
//!   reaches the goal.
//! * **Levels** (ratios, concentrations) are rounded to the bound's decimals and compared
//!   (GB/T 8170-2008, 修约值比较法), unless the target says otherwise. Within the year they are judged
//!   for now, together with what the rest must average; the promise is kept or missed only by the
//!   figure of the whole term.
//! * **Counts and shares of an inventory** are compared on whole entries (GB/T 8170-2008,
//!   全数值比较法): 80 % of 12,480 is 9,984, and 9,983 is not enough. Until then they are held against
//!   序时进度: linear from where they stood at the start of the term, or by the plan's own milestones.
//!   A count that may not pass a ceiling is held against the allowance of the days gone by.
//! * **Deliverables** go in five steps; **duties** and **statements** must be heard of in every
//!   month or quarter.
//! * **After the due date** a promise is met or overdue; kept only after its date it keeps a mark.
//!
//! # Editions
//!
//! Rules change. [`Rule`] names the edition that judges and is part of the plan's [`Policy`], which
//! is dated: a day of the past is judged by the edition of that day, for ever.

//! # Proof
//!
//! Tables (`tests/check`) hold the rules against figures worked out by hand, against what Hubei
//! published, and against the two published light rules. Properties hold for every generated
//! question: replay gives the answer of the day; order is irrelevant; better is never judged worse;
//! scaling changes nothing; a blank is never a zero (`tests/check/laws.rs`). The browser and the
//! server answer 100,000 generated questions alike.
//!
//! `cargo mutants -p yaodian-domain --features testing --file 'crates/domain/src/check/*.rs' -- --lib
//! --test check` changes the code and asks whether a test notices. What may live is what changes no
//! answer:
//!
//! * in `Fold::place`, the guess where the next unit's figure belongs, which only saves a search;
//! * in `Fold::take`, `Ranking::outdates` and `Fold::has_later`, looking again where there is nothing
//!   more to see;
//! * in `Fold::see_whole`, which of two observations is kept that are alike in all but their source;
//! * in `Windows::hear`, listening for promises that nobody asks whether they were heard of.

mod allotment;
mod assessment;
mod ceiling;
mod cumulative;
mod deliverable;
mod fold;
mod heard;
mod level;
mod odd;
mod policy;
mod projection;
mod reason;
mod rollup;
mod status;

use jiff::civil::Date;

pub use allotment::{Allotment, allotment};
pub use assessment::{Assessment, Basis, Coverage, Left, NoticeColour, Pace, Required};
pub use fold::Fold;
pub use odd::{Odd, odd_figures};
pub use policy::{LagOf, Policy, PolicyChange, Rule, Threshold};
pub use projection::{Projection, project};
pub use reason::Reason;
pub use status::Status;

use crate::{
    allocation::Allocation,
    id::UnitId,
    observation::Observation,
    target::{Bound, Promise, Reference, Target, Toward},
    time::days_between,
};
use rollup::Known;
pub(crate) use rollup::known_whole;

/// Judges `target` by what was known of it on the day `as_of`.
///
/// `observations` are those of this target: for the whole (`unit: None`) and of its units, of any
/// day and in any order; those that became known after `as_of` are left aside. `policy` is the one
/// in force on that day ([`Plan::policy_on`](crate::plan::Plan::policy_on)).
pub fn assess(target: &Target, observations: &[Observation], as_of: Date, policy: &Policy) -> Assessment {
    let mut fold = Fold::new(target, as_of);
    // The newest first, since what is older then leaves no trace.
    for observation in observations.iter().rev() {
        fold.see(observation);
    }
    fold.assess(policy)
}

/// Judges one unit's part of `target`: its own figures against its own share, as it holds on `as_of`.
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
    let allocation = allocation.filter(|share| share.holds_on(as_of));
    let own = target.amended(as_of).for_unit(unit, allocation);
    let mut fold = Fold::new(&own, as_of);
    for observation in observations.iter().filter(|o| o.unit.as_ref() == Some(unit)) {
        fold.see(observation);
    }
    fold.assess(policy)
}

/// The verdict on what `fold` has seen.
fn judge(fold: &Fold<'_, '_>, policy: &Policy) -> Assessment {
    // What was kept by the due date is kept, whatever is said of later days.
    let by_due_first = policy.rule >= Rule::Second && fold.has_later() && !fold::is_level(&fold.target);
    let mut out = attempt(fold, policy, !by_due_first);
    if by_due_first && out.status != Status::Met {
        out = attempt(fold, policy, true);
    }
    remark(fold, policy, &mut out);
    out
}

/// The verdict by the figures up to the due date, or with those of later days too.
fn attempt(fold: &Fold<'_, '_>, policy: &Policy, later_too: bool) -> Assessment {
    let target = &*fold.target;
    let known = rollup::known(fold, policy.rule, later_too);
    let mut out = Assessment {
        target: target.id.clone(),
        as_of: fold.as_of,
        rule: policy.rule,
        status: Status::NoData,
        is_final: false,
        late: false,
        due: target.due(),
        original_due: None,
        near_due: None,
        basis: None,
        bound: None,
        gap: None,
        gap_count: None,
        pace: None,
        required: None,
        coverage: None,
        reasons: Vec::new(),
    };
    dispatch(fold, &known, policy, &mut out);
    let Known {
        basis,
        coverage,
        sent_late,
        reasons,
        ..
    } = known;
    out.reasons.extend(reasons);
    if sent_late > 0 {
        out.reasons.push(Reason::SentLate { reports: sent_late });
    }
    out.basis = basis;
    out.coverage = coverage;
    out
}

/// What there is to say beyond the figures: dates, decisions, finality.
fn remark(fold: &Fold<'_, '_>, policy: &Policy, out: &mut Assessment) {
    let (target, due) = (&*fold.target, fold.target.due());
    if out.status == Status::Overdue {
        out.reasons.push(Reason::PastDue {
            due,
            days: days_between(due, out.as_of),
        });
    }
    let to_be_done = match &target.promise {
        Promise::Count { toward, .. } => *toward != Toward::StayWithin,
        Promise::Share { .. } | Promise::Deliverable => true,
        _ => false,
    };
    let days = days_between(out.as_of, due);
    if to_be_done && out.status != Status::Met && (0..=i64::from(policy.near_due_days)).contains(&days) {
        out.near_due = Some(days);
        out.reasons.push(Reason::NearDue { due, days });
    }
    for (amendment, then) in &fold.earlier {
        if let Some(from) = then.target.promise.number() {
            out.reasons.push(Reason::Amended {
                on: amendment.decided_on,
                from,
                to: amendment.number,
                stood: then.assess(policy).status,
            });
        }
    }
    extensions(fold, out);
    out.is_final = out.as_of > due && matches!(out.status, Status::Met | Status::Overdue);
}

/// Both dates, where one was asked for, and which was used.
fn extensions(fold: &Fold<'_, '_>, out: &mut Assessment) {
    let target = &*fold.target;
    for extension in target.decisions.extensions_by(out.as_of) {
        let (asked_on, new_due) = (extension.asked_on, extension.new_due);
        match extension.answer_by(out.as_of) {
            None => out.reasons.push(Reason::ExtensionAsked { asked_on, new_due }),
            Some(answer) if !answer.granted => out.reasons.push(Reason::ExtensionRefused { new_due, on: answer.on }),
            Some(answer) if new_due == target.due() && fold.issued_due < new_due => {
                out.original_due = Some(fold.issued_due);
                out.reasons.push(Reason::Extended {
                    from: fold.issued_due,
                    to: new_due,
                    asked_on,
                    granted_on: answer.on,
                });
            }
            // Overtaken by a later one, or never valid.
            Some(_) => {}
        }
    }
}

fn dispatch(fold: &Fold<'_, '_>, known: &Known, policy: &Policy, out: &mut Assessment) {
    let target = &*fold.target;
    match &target.promise {
        Promise::SetElsewhere { authority, given, .. } => match given {
            Some(given) if policy.rule == Rule::First || given.source.published_on <= out.as_of => {
                level::judge_bound(fold, given.bound, known, policy, out);
            }
            _ => {
                out.status = Status::AwaitingTarget;
                out.reasons.push(Reason::AwaitingTarget {
                    authority: authority.clone(),
                });
            }
        },
        Promise::Level { bound, .. } => level::judge_bound(fold, *bound, known, policy, out),
        Promise::NotWorse {
            reference: Reference::LastYear { sense, value, known_on },
            ..
        } => {
            let value = value.filter(|_| known_on.is_none_or(|day| day <= out.as_of));
            level::judge_last_year(fold, *sense, value, known, out);
        }
        Promise::NotWorse {
            reference: Reference::Whole { .. },
            ..
        } => level::judge_whole(fold, known, out),
        Promise::Count {
            goal,
            toward,
            most_per_day,
            ..
        } => {
            if matches!(target.method.roll_up, crate::method::RollUp::UnitsMeeting(_)) {
                // How many units keep a level changes both ways, as a level does.
                let bound = Bound {
                    sense: toward.sense(),
                    value: *goal,
                };
                level::judge_bound(fold, bound, known, policy, out);
            } else if *toward == Toward::StayWithin {
                ceiling::judge(fold, *goal, known, policy, out);
            } else {
                cumulative::judge_count(fold, *goal, *toward, *most_per_day, known, policy, out);
            }
        }
        Promise::Share { goal, .. } => cumulative::judge_share(fold, *goal, known, policy, out),
        Promise::Deliverable => deliverable::judge(fold, known, policy, out),
        Promise::Duty { cadence } | Promise::Statement { cadence } => {
            heard::judge(fold, *cadence, known, policy, out);
        }
    }
}

/// Nothing in the term to judge: says so, and where things stood before it. Also after the due date:
/// a blank is not zero, and silence does not prove that a promise was broken.
fn nothing_known(fold: &Fold<'_, '_>, known: &Known, out: &mut Assessment) {
    out.status = Status::NoData;
    let before = fold.before.and_then(|latest| {
        let value = match latest.said {
            fold::Said::Step(_) | fold::Said::Words => None,
            figure => rollup::value_of(&fold.target, figure),
        };
        Some(Reason::StoodBefore {
            value: value?,
            on: latest.span.to(),
        })
    });
    // Where figures are there that cannot be put together, that is the reason.
    if known.reasons.is_empty() {
        out.reasons.push(before.unwrap_or(Reason::NothingKnown));
    }
    let due = fold.target.due();
    if out.as_of > due {
        out.reasons.push(Reason::PastDueUnheard {
            due,
            days: days_between(due, out.as_of),
        });
    }
}

/// Whether some of the units whose figures make up the whole are missing.
fn some_missing(known: &Known) -> bool {
    known.coverage.as_ref().is_some_and(|coverage| !coverage.is_complete())
}

/// The day for which pace is taken: the end of what was observed, or as long ago as a figure may
/// be on its way, whichever is later; never after the day of knowledge or the due date.
fn pace_day(target: &Target, observed_to: Date, as_of: Date, policy: &Policy) -> (Date, bool) {
    let latest_excused = as_of.saturating_sub(jiff::Span::new().days(policy.collect_days.max(0)));
    let old = latest_excused > observed_to;
    (observed_to.max(latest_excused).min(as_of).min(target.due()), old)
}
