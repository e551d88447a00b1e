//! 结转: what was not finished goes on in the next year's plan, from where it stood.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Final;
use crate::{
    allocation::Allocation,
    id::{PlanId, TargetId, UnitId},
    plan::{Name, Plan},
    target::{Home, Promise, Target},
    time::DaySpan,
};

/// What becomes of an unfinished target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// 结转: it goes on in the next plan.
    Carried {
        /// By when it is due there.
        new_due: Date,
    },
    /// 不结转: it ends with its year.
    Ended,
}

/// What the office chose for an unfinished target, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which target.
    pub target: TargetId,
    /// What becomes of it.
    pub way: Way,
    /// Why.
    pub reason: String,
}

/// A target of a closed plan that goes on in another one. It is complete by itself: the old plan
/// need not be read to know what was promised, who answers and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// From which plan.
    pub from: PlanId,
    /// Its title.
    pub from_title: Name,
    /// The target as it was in force when its plan was closed, with its words and its home there.
    pub target: Target,
    /// Who led it.
    pub leads: Vec<UnitId>,
    /// The units' shares of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allocations: Vec<Allocation>,
    /// On which day its plan was closed.
    pub closed_on: Date,
    /// How it ended there.
    pub ended: Final,
    /// By when it is due now.
    pub new_due: Date,
    /// Why it was carried over.
    pub reason: String,
    /// On which day.
    pub on: Date,
    /// By whom.
    pub by: String,
}

/// Why a target cannot be carried over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum CarryProblem {
    /// The plan from which it is to be carried is not closed.
    #[error("{plan} is not closed")]
    NotClosed {
        /// The plan.
        plan: PlanId,
    },
    /// Nothing (more) of that plan is to be carried over.
    #[error("nothing to carry over")]
    Nothing,
    /// The plan that is to take it is not a later one.
    #[error("{plan} is no later plan")]
    NotLater {
        /// The plan.
        plan: PlanId,
    },
    /// The plan that is to take it knows some of its units not.
    #[error("units {units:?} are unknown to the plan")]
    UnitsMissing {
        /// Which.
        units: Vec<UnitId>,
    },
    /// Its new due date lies before the plan that is to take it.
    #[error("{target} is due on {new_due}, before {from}")]
    DueBefore {
        /// The target.
        target: TargetId,
        /// Its new due date.
        new_due: Date,
        /// The first day of the plan.
        from: Date,
    },
    /// The name that it would have is taken or too long.
    #[error("no name for {target}")]
    NoName {
        /// The target.
        target: TargetId,
    },
}

impl Carried {
    /// The name of the target in the plan that takes it: what it was called with the plan it comes
    /// from, and the same for as long as it is carried on.
    pub fn id(&self) -> Result<TargetId, CarryProblem> {
        let target = &self.target.id;
        if self.target.is_carried() {
            return Ok(target.clone());
        }
        TargetId::new(format!("{}.{target}", self.from)).map_err(|_| CarryProblem::NoName { target: target.clone() })
    }

    /// The target as `into` shows and judges it: with its words, its units and its method, due
    /// later.
    ///
    /// What is counted goes on from where it stood: its term begins where it began, so that the
    /// figures of the old year are its own history. What is measured or heard of anew each year
    /// (levels, duties, statements) is of the new year alone.
    pub fn target_in(&self, into: &Plan) -> Result<Target, CarryProblem> {
        let id = self.id()?;
        let promise = &self.target.promise;
        let goes_on = promise.is_counted() || matches!(promise, Promise::Deliverable);
        let first = into.term.from();
        let from = if goes_on { self.target.term.from() } else { first };
        let due_before = || CarryProblem::DueBefore {
            target: self.target.id.clone(),
            new_due: self.new_due,
            from: first,
        };
        if self.new_due < first {
            return Err(due_before());
        }
        let term = DaySpan::new(from, self.new_due).map_err(|_| due_before())?;
        let mut target = self.target.clone();
        target.id = id;
        target.term = term;
        // What was granted moved the old date, which is over.
        target.decisions.extensions.clear();
        target.home = Home::Carried {
            from: self.from.clone(),
            target: self.target.id.clone(),
            leads: self.leads.clone(),
        };
        Ok(target)
    }

    /// Whether `into` can take it.
    pub fn fits(&self, into: &Plan) -> Result<(), CarryProblem> {
        let target = self.target_in(into)?;
        if into.target(&target.id).is_some() {
            return Err(CarryProblem::NoName {
                target: self.target.id.clone(),
            });
        }
        let named = target.reporters.iter().chain(&self.leads);
        let mut units: Vec<UnitId> = named.filter(|unit| into.units.get(unit).is_none()).cloned().collect();
        units.sort_unstable();
        units.dedup();
        if units.is_empty() {
            Ok(())
        } else {
            Err(CarryProblem::UnitsMissing { units })
        }
    }
}

/// Enters what was carried over into `plan`, after its own targets. What the plan has come to be
/// unable to take (a unit of it is gone, say) stays out.
pub fn enter(plan: &mut Plan, carried: &[Carried]) {
    for one in carried {
        let Ok(target) = one.target_in(plan).and_then(|target| one.fits(plan).map(|()| target)) else {
            continue;
        };
        plan.allocations.extend(one.allocations.iter().map(|share| Allocation {
            target: target.id.clone(),
            ..share.clone()
        }));
        plan.targets.push(target);
    }
}
