//! 年终收官 and 结转 as they cross the wire.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    closing::{Closing, Finals, Obstacle, Step},
    hand::Hand,
    id::{PlanId, TargetId},
    plan::Name,
    target::Target,
    time::DaySpan,
    unit::Unit,
};

/// A plan, for lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanTitle {
    /// How it is referred to.
    pub id: PlanId,
    /// Its title.
    pub title: Name,
    /// Who issued it.
    pub issuer: Name,
    /// Its year.
    pub term: DaySpan,
    /// The day on which it was closed, if it was.
    #[cfg_attr(feature = "schema", schemars(with = "Option<yaodian_domain::schema::Day>"))]
    pub closed_on: Option<Date>,
}

/// A target of the final list, with what a table shows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalTarget {
    /// The target as it is in force on the day.
    pub target: Target,
    /// The item it stands in; `None` for the headline statement and what was carried over.
    pub item: Option<u16>,
    /// Who leads it.
    pub leads: Vec<Unit>,
}

/// What of a plan went on in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOver {
    /// The target, as it was called.
    pub target: TargetId,
    /// As it is called now.
    pub now: TargetId,
    /// In which plan.
    pub into: PlanId,
    /// By when it is due there.
    pub new_due: Date,
    /// On which day it was carried over.
    pub on: Date,
}

/// Everything that the office needs for a plan's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingDesk {
    /// The product's day.
    pub today: Date,
    /// The plan.
    pub plan: PlanTitle,
    /// All plans, the latest year first.
    pub plans: Vec<PlanTitle>,
    /// Who asks; `None` for those who may only look.
    pub hand: Option<Hand>,
    /// The steps that were taken.
    pub closing: Closing,
    /// What stands in the way today; empty once it is closed.
    pub obstacles: Vec<Obstacle>,
    /// How everything ended, or would end today.
    pub finals: Finals,
    /// The targets, in the order of the final list.
    pub targets: Vec<FinalTarget>,
    /// The units, by which parts and obstacles are named.
    pub units: Vec<Unit>,
    /// What was carried over already.
    pub carried: Vec<CarriedOver>,
}

/// A step towards closing a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeClosingStep {
    /// Which plan.
    pub plan: PlanId,
    /// How many steps were read.
    pub read: usize,
    /// Which step.
    pub step: Step,
    /// With which words.
    #[serde(default)]
    pub note: String,
}

/// What was chosen at the closing is to go on in another plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// From which plan.
    pub from: PlanId,
    /// In which one.
    pub into: PlanId,
}
