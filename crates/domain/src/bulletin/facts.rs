//! What a bulletin tells, drawn once and then frozen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Edition, Group, Naming, Ranking};
use crate::{
    check::{Assessment, Rule, Status},
    id::{BulletinId, PlanId, TargetId, UnitId},
    observation::Provenance,
    period::{Cadence, Period},
    plan::{Name, Plan},
    standing::{Observations, Standing, Tally},
    target::Target,
    unit::Register,
};

/// What a bulletin is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What became known of its targets.
    pub observations: &'a Observations,
    /// The reports that units have sent.
    pub filings: &'a [Filing],
    /// The bulletin before this one.
    pub before: Option<(&'a BulletinId, &'a Facts)>,
    /// Whether this is a trial.
    pub trial: bool,
    /// Whether some of the figures may be made up.
    pub demonstration: bool,
}

/// That a unit has sent a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Which unit.
    pub unit: UnitId,
    /// On which target.
    pub target: TargetId,
    /// For which period.
    pub period: Period,
    /// On which day it first did.
    pub sent_on: Date,
    /// Whether that was after the due day.
    pub late: bool,
}

/// Everything a bulletin tells in figures. Nothing in it is looked up again: what is decided, corrected
/// or learnt later changes nothing that was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The plan.
    pub plan: PlanId,
    /// Its title.
    pub title: Name,
    /// Who issued it.
    pub issuer: Name,
    /// The month or quarter it is about.
    pub edition: Edition,
    /// 统计截至: the day of knowledge.
    pub as_of: Date,
    /// By which edition of the rules was judged.
    pub rule: Rule,
    /// Whether it was drawn in a trial.
    pub trial: bool,
    /// Whether some of the figures may be made up.
    pub demonstration: bool,
    /// The share of the plan's term that was over, in percent.
    pub elapsed: Decimal,
    /// How all targets stood.
    pub tally: Tally,
    /// How each of them stood.
    pub statuses: BTreeMap<TargetId, Status>,
    /// How the targets of each chapter stood.
    pub chapters: Vec<ChapterTally>,
    /// The headline targets, in the order of the statement.
    pub headline: Vec<Judged>,
    /// Every target that is red or yellow, worst first, then in the order of the text.
    pub behind: Vec<Judged>,
    /// What has changed since the bulletin before; `None` for the first one.
    pub change: Option<Change>,
    /// The rule by which units are named.
    pub naming: Naming,
    /// The units in order, by group.
    pub rankings: Vec<Ranking>,
    /// How units have reported; `None` before any report was due.
    pub reports: Option<Reports>,
    /// The units, so that later names change nothing here.
    pub units: Register,
}

/// How the targets of a chapter stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterTally {
    /// The chapter's number as written.
    pub number: String,
    /// Its name.
    pub name: Name,
    /// How its targets stood.
    pub tally: Tally,
}

/// A target, and how it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The target, with the number and the date in force on the day.
    pub target: Target,
    /// The number of its item; `None` in the headline statement.
    pub item: Option<u16>,
    /// Who leads it.
    pub leads: Vec<UnitId>,
    /// How it stood, and why.
    pub assessment: Assessment,
}

/// What has changed since another bulletin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which bulletin.
    pub since: BulletinId,
    /// What it was about.
    pub edition: Edition,
    /// Its day of knowledge.
    pub as_of: Date,
    /// How all targets stood in it.
    pub tally: Tally,
    /// Targets that stand elsewhere now, in the order of the text.
    pub moved: Vec<Moved>,
}

/// A target that stands elsewhere than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Which target.
    pub target: TargetId,
    /// Its name.
    pub name: Name,
    /// How it stood.
    pub from: Status,
    /// How it stands.
    pub to: Status,
}

/// Which way a target went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// 转好: from behind, or to being met.
    Better,
    /// 转差: behind, or further behind.
    Worse,
    /// To or from a state that is no verdict.
    Neither,
}

impl Moved {
    /// Which way it went. What was not judged before cannot have become better; what is behind is news
    /// either way.
    pub fn turn(&self) -> Turn {
        let judged = |status| !matches!(status, Status::NoData | Status::AwaitingTarget);
        match (judged(self.from), judged(self.to)) {
            (true, true) if self.to > self.from => Turn::Better,
            (true, true) => Turn::Worse,
            (false, true) if is_behind(self.to) => Turn::Worse,
            _ => Turn::Neither,
        }
    }
}

/// How units have reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reports {
    /// The periods whose reports were due by the day.
    pub periods: Vec<Period>,
    /// By unit, in the order of the register; those that owe something.
    pub units: Vec<UnitReports>,
}

/// How a unit has reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitReports {
    /// Which unit.
    pub unit: UnitId,
    /// How many reports it owed.
    pub owed: usize,
    /// How many of them came in time.
    pub in_time: usize,
    /// How many came after their due day.
    pub late: usize,
}

impl UnitReports {
    /// How many had not come.
    pub fn missing(&self) -> usize {
        self.owed.saturating_sub(self.in_time + self.late)
    }
}

impl Reports {
    /// The sum of all units.
    pub fn total(&self, of: impl Fn(&UnitReports) -> usize) -> usize {
        self.units.iter().map(of).sum()
    }
}

/// Whether a status is red or yellow.
pub fn is_behind(status: Status) -> bool {
    is_red(status) || status == Status::AtRisk
}

/// Whether a status is red.
pub fn is_red(status: Status) -> bool {
    matches!(status, Status::Overdue | Status::OffTrack)
}

impl Facts {
    /// Draws the facts of `edition` by what was known on `as_of`.
    pub fn draw(sources: Sources<'_>, edition: Edition, as_of: Date) -> Self {
        let plan = sources.plan;
        let standing = Standing::of(plan, sources.observations, as_of);
        let judged = |target: &Target| {
            Some(Judged {
                assessment: standing.target(&target.id)?.clone(),
                target: target.in_force(as_of),
                item: plan.item_number(target),
                leads: plan.leads(target).to_vec(),
            })
        };
        let mut behind: Vec<Judged> = plan.targets.iter().filter_map(judged).collect();
        behind.retain(|judged| is_behind(judged.assessment.status));
        // Stable: within a status they stay in the order of the text.
        behind.sort_by_key(|judged| judged.assessment.status);
        let statuses: BTreeMap<TargetId, Status> = standing.iter().map(|a| (a.target.clone(), a.status)).collect();
        let by_unit = of_units(sources, as_of);
        let rank = |group: Group| {
            let units = plan.units.iter().filter(|unit| group.holds(unit));
            let tallies = units.filter_map(|unit| Some((unit.id.clone(), by_unit.get(&unit.id)?.targets())));
            Ranking::of(group, tallies, plan.naming)
        };
        Self {
            plan: plan.id.clone(),
            title: plan.title.clone(),
            issuer: plan.issuer.clone(),
            edition,
            as_of,
            rule: plan.policy_on(as_of).rule,
            trial: sources.trial,
            demonstration: sources.demonstration,
            elapsed: plan.term.elapsed(as_of),
            tally: standing.targets(),
            change: sources
                .before
                .map(|(since, before)| changed(plan, since, before, &statuses)),
            statuses,
            chapters: plan
                .chapters
                .iter()
                .map(|chapter| ChapterTally {
                    number: chapter.number.clone(),
                    name: chapter.name.clone(),
                    tally: standing.chapter(plan, chapter),
                })
                .collect(),
            headline: plan.headline_targets().filter_map(judged).collect(),
            behind,
            naming: plan.naming,
            rankings: Group::ALL.map(rank).into(),
            reports: reports(sources, &by_unit, edition, as_of),
            units: plan.units.clone(),
        }
    }

    /// Those of the targets behind that are red.
    pub fn red(&self) -> impl Iterator<Item = &Judged> {
        self.behind.iter().filter(|judged| is_red(judged.assessment.status))
    }

    /// Those that are yellow.
    pub fn yellow(&self) -> impl Iterator<Item = &Judged> {
        self.behind.iter().filter(|judged| !is_red(judged.assessment.status))
    }

    /// How many targets stand elsewhere in `standing`: how far things have moved on since.
    pub fn drift(&self, standing: &Standing) -> usize {
        let now: BTreeMap<&TargetId, Status> = standing.iter().map(|a| (&a.target, a.status)).collect();
        let gone = self.statuses.keys().filter(|id| !now.contains_key(id)).count();
        let moved = now
            .iter()
            .filter(|(id, status)| self.statuses.get(**id) != Some(*status));
        gone + moved.count()
    }
}

/// How each unit's parts stand; units that owe no figure are left out.
fn of_units(sources: Sources<'_>, as_of: Date) -> BTreeMap<&UnitId, Standing> {
    let units = sources.plan.units.iter();
    units
        .map(|unit| {
            let own = Standing::of_unit(sources.plan, sources.observations, &unit.id, as_of);
            (&unit.id, own)
        })
        .filter(|(_, own)| own.targets().total() > 0)
        .collect()
}

fn changed(plan: &Plan, since: &BulletinId, before: &Facts, now: &BTreeMap<TargetId, Status>) -> Change {
    let moved = plan.targets.iter().filter_map(|target| {
        let (from, to) = (*before.statuses.get(&target.id)?, *now.get(&target.id)?);
        (from != to).then(|| Moved {
            target: target.id.clone(),
            name: target.name.clone(),
            from,
            to,
        })
    });
    Change {
        since: since.clone(),
        edition: before.edition,
        as_of: before.as_of,
        tally: before.tally,
        moved: moved.collect(),
    }
}

/// How units have reported by `as_of`, for those periods whose reports were due. Figures that a ledger
/// counts are owed by nobody.
fn reports(
    sources: Sources<'_>,
    by_unit: &BTreeMap<&UnitId, Standing>,
    edition: Edition,
    as_of: Date,
) -> Option<Reports> {
    let plan = sources.plan;
    let due = |cadence| {
        edition
            .periods(cadence)
            .filter(|period| plan.schedule().due(*period) < as_of)
    };
    let periods: Vec<Period> = due(Cadence::Month).collect();
    if periods.is_empty() {
        return None;
    }
    let asked = |target: &TargetId| plan.target(target).into_iter().flat_map(|target| due(target.cadence()));
    let units = sources.plan.units.iter().filter_map(|unit| {
        let typed: BTreeSet<&TargetId> = (by_unit.get(&unit.id)?.iter())
            .filter(|part| !is_counted(part))
            .map(|part| &part.target)
            .collect();
        let owed = typed.iter().flat_map(|target| asked(target)).count();
        let sent: BTreeMap<(&TargetId, Period), bool> = (sources.filings.iter())
            .filter(|filing| filing.unit == unit.id && filing.sent_on <= as_of)
            .filter(|filing| {
                typed.contains(&filing.target) && asked(&filing.target).any(|period| period == filing.period)
            })
            .map(|filing| ((&filing.target, filing.period), filing.late))
            .collect();
        let late = sent.values().filter(|late| **late).count();
        (owed > 0).then(|| UnitReports {
            unit: unit.id.clone(),
            owed,
            in_time: sent.len() - late,
            late,
        })
    });
    Some(Reports {
        periods: periods.clone(),
        units: units.collect(),
    })
}

fn is_counted(part: &Assessment) -> bool {
    let provenance = part.basis.as_ref().and_then(|basis| basis.provenance.as_ref());
    provenance.is_some_and(Provenance::is_counted)
}
