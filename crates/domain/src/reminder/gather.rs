//! What waits for somebody on a day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{About, Audience, Beat, Matter};
use crate::{
    access::Duty,
    check::Status,
    id::{TargetId, UnitId},
    period::Period,
    plan::Plan,
    report::{Report, State},
    standing::{Observations, Standing},
    supervision::{Case, State as CaseState},
    target::Target,
};

/// 人工催办: what the office asks of a unit out of turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    /// How it is referred to.
    pub id: String,
    /// Of which unit.
    pub unit: UnitId,
    /// Of those of it who carry which duty.
    pub duty: Duty,
    /// About which target, if about one.
    pub target: Option<TargetId>,
    /// About which period, if about one.
    pub period: Option<Period>,
    /// What is asked for.
    pub note: String,
    /// On which day.
    pub on: Date,
    /// By whom.
    pub by: String,
}

impl Nudge {
    /// For which period of `target` it asks: the one that it names, else the one that was current.
    pub fn period_of(&self, plan: &Plan, target: &Target) -> Period {
        self.period.unwrap_or_else(|| plan.period_of(target, self.on))
    }
}

/// What is known on a day.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The units whose own matters are asked for, of the plan's: reports to be sent, targets to be
    /// met. What waits for a reviewer is asked for anyway.
    pub units: &'a [UnitId],
    /// What became known of its targets.
    pub observations: &'a Observations,
    /// The reports that are not approved, all of the current periods, and all of the periods that
    /// nudges are about.
    pub reports: &'a [Report],
    /// What the office has asked for, and nobody has said was seen.
    pub nudges: &'a [Nudge],
    /// Slips and requests; those that have ended are passed over.
    pub cases: &'a [Case],
    /// The day.
    pub day: Date,
}

/// Everything that waits for somebody on a day, whether there is an occasion to remind of it or
/// not; units in the order given, targets in that of the plan.
pub fn gather(world: &World<'_>) -> Vec<Matter> {
    let latest = latest(world.reports);
    let mut found = Vec::new();
    for unit in world.units {
        let to = vec![Audience::Unit {
            unit: unit.clone(),
            duty: Duty::Reporter,
        }];
        let own = own(world, &latest, unit);
        found.extend(own.into_iter().map(|(about, beat)| (about, to.clone(), beat)));
    }
    for report in latest.values() {
        found.extend(review(world.plan, report, world.day));
        found.extend(signature(world.plan, report, world.day));
    }
    for nudge in world.nudges.iter().filter(|nudge| !is_answered(nudge, world, &latest)) {
        let to = vec![Audience::Unit {
            unit: nudge.unit.clone(),
            duty: nudge.duty,
        }];
        found.push((About::Nudge(nudge.clone()), to, Beat::OnceAfter(nudge.on)));
    }
    found.extend(world.cases.iter().filter_map(next_in));
    let rules = &world.plan.reminders;
    let matter = |(about, to, beat): (About, Vec<Audience>, Beat)| Matter {
        about,
        to,
        listed_from: beat.begins(rules, &world.plan.workdays),
        beat,
    };
    found.into_iter().map(matter).collect()
}

/// What waits for those who report for a unit.
fn own(world: &World<'_>, latest: &Latest<'_>, unit: &UnitId) -> Vec<(About, Beat)> {
    let World { plan, day, .. } = *world;
    let standing = Standing::of_unit(plan, world.observations, unit, day);
    let schedule = plan.schedule();
    // Once the last period has closed there is nothing that a unit could still send.
    let is_alive = day <= schedule.closes(Period::containing(plan.term.to()));
    let judged = plan
        .targets
        .iter()
        .filter_map(|target| Some((target, standing.target(&target.id)?)));
    let mut found = Vec::new();
    for (target, assessment) in judged {
        let period = plan.period_of(target, day);
        let report = latest.get(&(&target.id, unit, period)).copied();
        let takes = schedule.stage_for(period, unit, day).takes(report);
        let is_asked = takes && target.runs_in(period, assessment.due);
        let is_met = assessment.status == Status::Met;
        let unsent = is_asked
            .then(|| unsent(plan, target, unit, period, report, is_met))
            .flatten();
        // Whoever has sent what there is to say waits for the review; and what is past its due date
        // is not asked for twice.
        let is_sent = report.is_some_and(|report| report.state.name().is_in_review());
        let asks = match assessment.status {
            Status::Met | Status::AwaitingTarget => false,
            Status::OnTrack => assessment.near_due.is_some(),
            _ => assessment.near_due.is_some() || (assessment.due < day && unsent.is_none()),
        };
        found.extend(unsent);
        if is_alive && !is_sent && asks {
            let about = About::Task {
                target: target.id.clone(),
                unit: unit.clone(),
                due: assessment.due,
            };
            found.push((about, Beat::TaskDue(assessment.due)));
        }
    }
    found
}

/// The report that a unit has to send, or to mend; of a target that is met none has to be begun.
fn unsent(
    plan: &Plan,
    target: &Target,
    unit: &UnitId,
    period: Period,
    report: Option<&Report>,
    is_met: bool,
) -> Option<(About, Beat)> {
    match report.map(|report| (report, &report.state)) {
        Some((_, state)) if !state.name().is_with_writer() => None,
        Some((report, State::Returned { on, by, note, .. })) => {
            let about = About::Returned {
                report: report.id.clone(),
                target: target.id.clone(),
                unit: unit.clone(),
                period,
                on: *on,
                by: by.clone(),
                note: note.clone(),
            };
            Some((about, Beat::BackSince(*on)))
        }
        _ if is_met => None,
        _ => {
            let due = plan.schedule().due(period);
            let about = About::Report {
                target: target.id.clone(),
                unit: unit.clone(),
                period,
                due,
                drafted: report.is_some(),
            };
            Some((about, Beat::ReportDue(due)))
        }
    }
}

/// A report that waits for its review; in a locked period it waits for the office.
fn review(plan: &Plan, report: &Report, day: Date) -> Option<(About, Vec<Audience>, Beat)> {
    let sent = report.state.waits_since()?;
    let target = plan.target(&report.target)?;
    let about = About::Review {
        report: report.id.clone(),
        target: report.target.clone(),
        unit: report.unit.clone(),
        period: report.period,
        sent,
    };
    // Once it is locked nobody can decide it unless the office opens the period again.
    let stage = plan.schedule().stage_for(report.period, &report.unit, day);
    let to = if stage.takes_decisions() {
        reviewers(plan, target, &report.unit)
    } else {
        vec![Audience::Office {
            but: report.unit.clone(),
        }]
    };
    Some((about, to, Beat::WaitingSince(sent)))
}

/// A report that waits for the signature of its unit's leader, as long as it can still be sent.
fn signature(plan: &Plan, report: &Report, day: Date) -> Option<(About, Vec<Audience>, Beat)> {
    let stage = plan.schedule().stage_for(report.period, &report.unit, day);
    if !stage.takes(Some(report)) {
        return None;
    }
    let State::AwaitingSignature { on, .. } = &report.state else {
        return None;
    };
    let about = About::Signature {
        report: report.id.clone(),
        target: report.target.clone(),
        unit: report.unit.clone(),
        period: report.period,
        since: *on,
        due: report.due,
    };
    let to = vec![Audience::Unit {
        unit: report.unit.clone(),
        duty: Duty::Leader,
    }];
    Some((about, to, Beat::BackSince(*on)))
}

/// What has to be done next in a case, and by whom: a slip is signed for and answered by its unit,
/// everything else waits for the office.
fn next_in(case: &Case) -> Option<(About, Vec<Audience>, Beat)> {
    let state = case.state();
    let since = case.steps().last()?.on;
    let (case_id, target, unit) = (case.id.clone(), case.target.clone(), case.unit.clone());
    let slip = case.notice().zip(case.due());
    match (slip, state) {
        (Some((notice, due)), CaseState::Opened | CaseState::SignedFor) => {
            let to = vec![Audience::Unit {
                unit: unit.clone(),
                duty: Duty::Reporter,
            }];
            let about = About::Slip {
                case: case_id,
                target,
                unit,
                colour: notice.colour,
                since,
                due,
                signed: state == CaseState::SignedFor,
            };
            Some((about, to, Beat::Slip { since, due }))
        }
        _ if state.is_open() => {
            let to = vec![Audience::Office { but: unit.clone() }];
            let about = About::Decision {
                case: case_id,
                target,
                unit,
                kind: case.kind(),
                since,
            };
            Some((about, to, Beat::WaitingSince(since)))
        }
        _ => None,
    }
}

type Latest<'a> = BTreeMap<(&'a TargetId, &'a UnitId, Period), &'a Report>;

/// The latest report of each unit on each target for each period.
fn latest(reports: &[Report]) -> Latest<'_> {
    let mut latest = Latest::new();
    for report in reports {
        let slot = latest
            .entry((&report.target, &report.unit, report.period))
            .or_insert(report);
        if report.id > slot.id {
            *slot = report;
        }
    }
    latest
}

/// Who reviews what `reporter` reports on `target`: the other units that lead it; where there are
/// none, the office.
fn reviewers(plan: &Plan, target: &Target, reporter: &UnitId) -> Vec<Audience> {
    let leads = plan.leads(target).iter().filter(|lead| *lead != reporter);
    let to: Vec<Audience> = leads
        .map(|lead| Audience::Unit {
            unit: lead.clone(),
            duty: Duty::Reviewer,
        })
        .collect();
    if to.is_empty() {
        vec![Audience::Office { but: reporter.clone() }]
    } else {
        to
    }
}

/// Whether what the office asked for has been sent since.
fn is_answered(nudge: &Nudge, world: &World<'_>, latest: &Latest<'_>) -> bool {
    let asked = nudge.target.as_ref().filter(|_| nudge.duty == Duty::Reporter);
    let Some(target) = asked.and_then(|target| world.plan.target(target)) else {
        return false;
    };
    let report = latest.get(&(&target.id, &nudge.unit, nudge.period_of(world.plan, target)));
    report.is_some_and(|report| {
        let state = &report.state;
        let sent = state.waits_since().or(state.counts_from());
        sent.is_some_and(|on| nudge.on <= on)
    })
}
