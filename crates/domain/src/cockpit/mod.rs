//! 督查总览: how every unit stands in every task on a day, and what the office has to see to.
//!
//! * [`Judged`]: the status of each target and of each unit's part of it, on a day;
//! * [`Matrix`]: tasks × units, each cell as bad as the worst of the unit's parts in it;
//! * [`turned_red`], [`unreported`], [`on_desks`]: what turned red, who has not reported, who sits
//!   on a review.
//!
//! No rule of its own: every status is the check's, a part's as [`standing::part`] asks for it.

mod lists;
mod matrix;
mod place;

pub use lists::{Desk, Turned, Unreported, on_desks, turned_red, unreported};
pub use matrix::{Cell, Matrix, Row};
pub use place::{Grain, InvalidPlace, Place};

use std::collections::{HashMap, HashSet};

use jiff::{ToSpan, civil::Date};

use crate::{
    check::Status,
    id::{TargetId, UnitId},
    period::{Cadence, Period},
    plan::Plan,
    report::{Report, StateName},
    standing::{self, Observations, Standing, Tally},
    target::Target,
};

/// 本周: what turned red is told against the day so many days before.
pub const WEEK: i64 = 7;

/// The day against which `day` is held.
pub fn week_before(day: Date) -> Date {
    day.saturating_sub(WEEK.days())
}

/// How every target of a plan, and every unit's part of it, stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The day of knowledge.
    pub as_of: Date,
    /// In the order of the plan's targets.
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    whole: Status,
    /// In the order of the target's reporters.
    parts: Vec<Status>,
}

impl Judged {
    /// Asks the check about every target of `plan` and every part of it.
    pub fn of(plan: &Plan, observations: &Observations, as_of: Date) -> Self {
        let standing = Standing::of(plan, observations, as_of);
        let line = |target: &Target| Line {
            whole: standing.target(&target.id).map_or(Status::NoData, |whole| whole.status),
            parts: standing::parts_of(plan, observations, &standing, target)
                .map(|part| part.assessment.status)
                .collect(),
        };
        Self {
            as_of,
            lines: plan.targets.iter().map(line).collect(),
        }
    }

    /// How many targets stand where.
    pub fn targets(&self) -> Tally {
        self.lines.iter().map(|line| line.whole).collect()
    }

    /// Every target of `plan` with its status and those of its parts, in the plan's order.
    fn of_targets<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a Target, &'a Line)> {
        plan.targets.iter().zip(&self.lines)
    }
}

/// What units have filed in the reporting month: the latest report of each unit on each target, for
/// the target's current period.
#[derive(Debug, Clone)]
pub struct Filed<'r> {
    reports: HashMap<(&'r TargetId, &'r UnitId), &'r Report>,
    asked: HashSet<&'r TargetId>,
}

impl<'r> Filed<'r> {
    /// Of `reports`, those for the periods that are current on a day: each target has its own. Asked
    /// for are those periods that end with the reporting month. Ids grow: of several on the same the
    /// latest counts.
    pub fn on(plan: &'r Plan, reports: impl IntoIterator<Item = &'r Report>, day: Date) -> Self {
        let month = plan.current(Cadence::Month, day).span().to();
        let current: HashMap<&TargetId, Period> = (plan.targets.iter())
            .map(|target| (&target.id, plan.period_of(target, day)))
            .collect();
        let is_current = |report: &&Report| current.get(&report.target) == Some(&report.period);
        let mut latest: HashMap<_, &Report> = HashMap::new();
        for report in reports.into_iter().filter(is_current) {
            let slot = latest.entry((&report.target, &report.unit)).or_insert(report);
            if slot.id < report.id {
                *slot = report;
            }
        }
        let asked = current.into_iter().filter(|(_, period)| period.span().to() == month);
        Self {
            reports: latest,
            asked: asked.map(|(target, _)| target).collect(),
        }
    }

    /// Whether a report on `target` is asked for in the reporting month.
    pub fn is_asked(&self, target: &TargetId) -> bool {
        self.asked.contains(target)
    }

    /// The report of `unit` on `target`, if there is one.
    pub fn get(&self, target: &TargetId, unit: &UnitId) -> Option<&'r Report> {
        self.reports.get(&(target, unit)).copied()
    }

    /// Where the report of `unit` on `target` stands, if there is one.
    pub fn state(&self, target: &TargetId, unit: &UnitId) -> Option<StateName> {
        self.get(target, unit).map(|report| report.state.name())
    }

    /// Whether the unit has done its part: a draft, what waits for a signature, or what was handed
    /// back, is not sent.
    pub fn is_sent(&self, target: &TargetId, unit: &UnitId) -> bool {
        self.state(target, unit).is_some_and(StateName::is_sent)
    }
}
