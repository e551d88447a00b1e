//! 收官清单: how everything stood on the day on which a plan was closed.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    check::{Assessment, Basis, Status},
    id::{CaseId, TargetId, UnitId},
    plan::Plan,
    standing::{Observations, Standing, Tally, parts_of},
    supervision::{Case, Matter, State, Step},
    target::Bound,
};

/// What the check said of a target, or of a unit's part of it, on the last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The verdict.
    pub status: Status,
    /// Whether the promise was kept only after its due date.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The due date that was used.
    pub due: Date,
    /// The figure that the verdict rests on.
    pub basis: Option<Basis>,
    /// What it was held against.
    pub bound: Option<Bound>,
    /// How far on the good side, or, negative, how much was missing.
    pub gap: Option<Decimal>,
    /// The same in whole entries.
    pub gap_count: Option<Decimal>,
}

impl From<&Assessment> for Outcome {
    fn from(assessment: &Assessment) -> Self {
        Self {
            status: assessment.status,
            late: assessment.late,
            due: assessment.due,
            basis: assessment.basis.clone(),
            bound: assessment.bound,
            gap: assessment.gap,
            gap_count: assessment.gap_count,
        }
    }
}

impl Outcome {
    /// 完成: kept, late or in time. Everything else is unfinished, and so is what nothing is known of.
    pub fn is_finished(&self) -> bool {
        self.status == Status::Met
    }
}

/// 销号: a closure that was accepted and still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The case.
    pub case: CaseId,
    /// When it was accepted.
    pub on: Date,
}

impl Closed {
    fn of(case: &Case) -> Option<Self> {
        let accepted = case.last(Step::Accepted).filter(|_| case.state() == State::Accepted)?;
        Some(Self {
            case: case.id.clone(),
            on: accepted.on,
        })
    }
}

/// A unit's part of a target, in the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalPart {
    /// Whose.
    pub unit: UnitId,
    /// How it stood.
    pub outcome: Outcome,
    /// Its closure, if one was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<Closed>,
}

/// A target, in the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Final {
    /// Which.
    pub target: TargetId,
    /// How it stood.
    pub outcome: Outcome,
    /// The closure of the whole, if one was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<Closed>,
    /// Its units' parts, in the order of its reporters.
    pub parts: Vec<FinalPart>,
}

/// Every target of a plan, in its order, as it stood on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finals {
    /// The day.
    pub as_of: Date,
    /// The targets.
    pub targets: Vec<Final>,
}

impl Finals {
    /// Asks the check about everything, by what was known on `as_of`.
    pub fn of(plan: &Plan, observations: &Observations, cases: &[Case], as_of: Date) -> Self {
        let standing = Standing::of(plan, observations, as_of);
        let closure = |target: &TargetId, unit: Option<&UnitId>| {
            let of_target = cases.iter().filter(|case| &case.target == target);
            let mut fitting = of_target.filter(|case| match (&case.matter, unit) {
                (Matter::Closure { whole, .. }, None) => *whole,
                (Matter::Closure { whole, .. }, Some(unit)) => !whole && &case.unit == unit,
                _ => false,
            });
            fitting.find_map(Closed::of)
        };
        let judged = plan
            .targets
            .iter()
            .filter_map(|target| Some((target, standing.target(&target.id)?)));
        let targets = judged.map(|(target, assessment)| Final {
            target: target.id.clone(),
            outcome: assessment.into(),
            closure: closure(&target.id, None),
            parts: parts_of(plan, observations, &standing, target)
                .map(|part| FinalPart {
                    outcome: (&part.assessment).into(),
                    closure: closure(&target.id, Some(&part.unit)),
                    unit: part.unit,
                })
                .collect(),
        });
        Self {
            as_of,
            targets: targets.collect(),
        }
    }

    /// How one target ended.
    pub fn get(&self, target: &TargetId) -> Option<&Final> {
        self.targets.iter().find(|one| &one.target == target)
    }

    /// Those that were not kept.
    pub fn unfinished(&self) -> impl Iterator<Item = &Final> {
        self.targets.iter().filter(|one| !one.outcome.is_finished())
    }

    /// How many ended where.
    pub fn tally(&self) -> Tally {
        self.targets.iter().map(|one| one.outcome.status).collect()
    }
}
