//! How a whole plan stands on a day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    check::{self, Assessment, Status},
    id::{TargetId, UnitId},
    observation::{Observation, Provenance},
    plan::{Chapter, Item, Plan, Task},
    target::{Kind, Target},
    time::DaySpan,
};

/// What became known, by target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Observations(BTreeMap<TargetId, Vec<Observation>>);

impl Observations {
    /// The observations of one target, in the order in which they came.
    pub fn of(&self, target: &TargetId) -> &[Observation] {
        self.0.get(target).map_or(&[], Vec::as_slice)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

impl FromIterator<(TargetId, Observation)> for Observations {
    fn from_iter<I: IntoIterator<Item = (TargetId, Observation)>>(all: I) -> Self {
        let mut by_target = BTreeMap::<_, Vec<_>>::new();
        for (target, observation) in all {
            by_target.entry(target).or_default().push(observation);
        }
        Self(by_target)
    }
}

/// How many stand where, in the order of [`Status::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tally([usize; Status::ALL.len()]);

impl Tally {
    /// How many stand at `status`.
    pub fn at(&self, status: Status) -> usize {
        Status::ALL
            .iter()
            .zip(self.0)
            .find_map(|(&s, n)| (s == status).then_some(n))
            .unwrap_or(0)
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }
}

impl FromIterator<Status> for Tally {
    fn from_iter<I: IntoIterator<Item = Status>>(all: I) -> Self {
        let mut tally = Self::default();
        for status in all {
            if let Some(slot) = Status::ALL.iter().position(|&s| s == status) {
                tally.0[slot] += 1;
            }
        }
        tally
    }
}

/// How every target of a plan stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standing {
    /// The day of knowledge.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub as_of: Date,
    assessments: BTreeMap<TargetId, Assessment>,
}

impl Standing {
    /// Judges every target of `plan`.
    pub fn of(plan: &Plan, observations: &Observations, as_of: Date) -> Self {
        let policy = plan.policy_on(as_of);
        let judge = |target: &Target| check::assess(target, observations.of(&target.id), as_of, policy);
        Self {
            as_of,
            assessments: plan
                .targets
                .iter()
                .map(|target| (target.id.clone(), judge(target)))
                .collect(),
        }
    }

    /// Judges `unit`'s part of every target that it owes a figure for.
    pub fn of_unit(plan: &Plan, observations: &Observations, unit: &UnitId, as_of: Date) -> Self {
        let owed = plan.targets.iter().filter(|target| target.reporters.contains(unit));
        Self {
            as_of,
            assessments: owed
                .map(|target| (target.id.clone(), part(plan, observations, target, unit, as_of)))
                .collect(),
        }
    }

    /// How one target stands; `None` if it is not among those judged.
    pub fn target(&self, id: &TargetId) -> Option<&Assessment> {
        self.assessments.get(id)
    }

    /// All assessments, by target.
    pub fn iter(&self) -> impl Iterator<Item = &Assessment> {
        self.assessments.values()
    }

    /// How a task stands: as its worst target does. A task is kept when all of it is.
    pub fn task(&self, plan: &Plan, task: &Task) -> Status {
        plan.targets_of(&task.id)
            .filter_map(|target| self.target(&target.id))
            .map(|assessment| assessment.status)
            .min()
            .unwrap_or(Status::NoData)
    }

    /// How an item stands: as its worst task does.
    pub fn item(&self, plan: &Plan, item: &Item) -> Status {
        let tasks = item.tasks.iter().map(|task| self.task(plan, task));
        tasks.min().unwrap_or(Status::NoData)
    }

    /// Whether every headline level that anything is known of has its final verdict.
    pub fn is_settled(&self, plan: &Plan) -> bool {
        plan.headline_targets()
            .filter(|target| target.promise.kind() == Kind::Level)
            .filter_map(|target| self.target(&target.id))
            .all(|assessment| assessment.is_final || assessment.basis.is_none())
    }

    /// How the targets of a chapter stand.
    pub fn chapter(&self, plan: &Plan, chapter: &Chapter) -> Tally {
        let tasks = chapter.items.iter().flat_map(|item| &item.tasks);
        let targets = tasks.flat_map(|task| plan.targets_of(&task.id));
        targets
            .filter_map(|target| self.target(&target.id))
            .map(|assessment| assessment.status)
            .collect()
    }

    /// How all targets stand.
    pub fn targets(&self) -> Tally {
        self.iter().map(|assessment| assessment.status).collect()
    }
}

/// The days on which a term is looked back upon, up to `as_of`: the end of each of its months that is
/// over, then `as_of` itself, within a month or after the term, when results still come in. None where
/// `as_of` lies before the term.
pub fn month_ends(term: DaySpan, as_of: Date) -> Vec<Date> {
    let last = term.to().min(as_of);
    let mut days = Vec::new();
    let mut day = term.from().last_of_month();
    // A term of more than ten years has no months that anybody looks at.
    while days.len() < 120 && term.from() <= last {
        days.push(day.min(last));
        let next = day.tomorrow().map(Date::last_of_month);
        match next {
            Ok(next) if day < last => day = next,
            _ => break,
        }
    }
    if as_of > term.to() {
        days.push(as_of);
    }
    days
}

/// How `unit`'s part of `target` stands. A unit that alone reports a target answers for all of it,
/// by whatever is known of the whole.
pub fn part(plan: &Plan, observations: &Observations, target: &Target, unit: &UnitId, as_of: Date) -> Assessment {
    let (known, policy) = (observations.of(&target.id), plan.policy_on(as_of));
    if target.reporters.as_slice() == std::slice::from_ref(unit) {
        check::assess(target, known, as_of, policy)
    } else {
        let share = plan.allocation(&target.id, unit, as_of);
        check::assess_unit(target, unit, share, known, as_of, policy)
    }
}

/// One unit's part of a target, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    /// Whose.
    pub unit: UnitId,
    /// How it stands; the target is named in it.
    pub assessment: Assessment,
}

/// The parts of one target, in the order of its reporters; `standing` is the plan's judgement on the
/// same day.
pub fn parts_of<'a>(
    plan: &'a Plan,
    observations: &'a Observations,
    standing: &'a Standing,
    target: &'a Target,
) -> impl Iterator<Item = Part> + 'a {
    let alone = target.reporters.len() == 1;
    let whole = standing.target(&target.id).filter(|_| alone);
    target.reporters.iter().map(move |unit| Part {
        unit: unit.clone(),
        assessment: whole
            .cloned()
            .unwrap_or_else(|| part(plan, observations, target, unit, standing.as_of)),
    })
}

/// All parts of a plan, in its order; `standing` is its judgement on the same day.
pub fn parts<'a>(
    plan: &'a Plan,
    observations: &'a Observations,
    standing: &'a Standing,
) -> impl Iterator<Item = Part> + 'a {
    let targets = plan.targets.iter();
    targets.flat_map(move |target| parts_of(plan, observations, standing, target))
}

/// Whether what was judged rests on figures made up for a demonstration; `observations` are the target's. A
/// figure put together from several units' does if any of theirs is.
pub fn is_made_up(assessment: &Assessment, observations: &[Observation]) -> bool {
    let Some(basis) = &assessment.basis else { return false };
    let any = || {
        let mut known = observations.iter().filter(|one| one.is_known_on(assessment.as_of));
        known.any(|one| one.provenance.is_demonstration())
    };
    basis.provenance.as_ref().map_or_else(any, Provenance::is_demonstration)
}

/// A day from which on a target stood otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Which target.
    pub target: TargetId,
    /// From which day on.
    pub on: Date,
    /// How it stood.
    pub status: Status,
    /// Whether it was kept only after its due date.
    pub late: bool,
    /// The figure that this rested on, as it stands beside the bound.
    pub value: Option<rust_decimal::Decimal>,
    /// Whether that rests on what was made up.
    pub demonstration: bool,
}

/// Every day of `days` on which a target's status changed, found by asking the check about each day with what
/// was known on it; the first day is one. In the order of the plan's targets, each target's in order.
pub fn turns(plan: &Plan, observations: &Observations, days: DaySpan) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for target in &plan.targets {
        let known = observations.of(&target.id);
        let mut before = None;
        let mut day = days.from();
        while day <= days.to() {
            let now = check::assess(target, known, day, plan.policy_on(day));
            if before != Some((now.status, now.late)) {
                before = Some((now.status, now.late));
                let basis = now.basis.as_ref();
                turns.push(Turn {
                    target: target.id.clone(),
                    on: day,
                    status: now.status,
                    late: now.late,
                    value: basis.and_then(|basis| basis.value),
                    demonstration: is_made_up(&now, known),
                });
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_looked_back_upon_at_the_ends_of_its_months() {
        let day = Date::constant;
        let year = DaySpan::year(2023);
        let ends = month_ends(year, day(2023, 9, 25));
        assert_eq!(ends.len(), 9);
        assert_eq!(
            (ends[0], ends[1], ends[8]),
            (day(2023, 1, 31), day(2023, 2, 28), day(2023, 9, 25))
        );
        let after = month_ends(year, day(2024, 4, 1));
        assert_eq!(
            (after.len(), after[11], after[12]),
            (13, day(2023, 12, 31), day(2024, 4, 1))
        );
        assert_eq!(month_ends(year, day(2022, 12, 31)), []);
        assert_eq!(month_ends(year, day(2023, 1, 31)), [day(2023, 1, 31)]);
        let short = DaySpan::new(day(2023, 3, 10), day(2023, 4, 5)).expect("days");
        assert_eq!(month_ends(short, day(2023, 4, 5)), [day(2023, 3, 31), day(2023, 4, 5)]);
    }
}
