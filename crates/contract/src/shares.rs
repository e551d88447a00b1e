//! 目标分解 as it crosses the wire: a target divided among the units that report it.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date, Decimal,
    allocation::Allocation,
    check::Allotment,
    id::{PlanId, TargetId, UnitId},
    target::Target,
    unit::Unit,
};
use yaodian_intake::shares::{Share, Sum};

use crate::closing::PlanTitle;

/// The targets of a plan that can be divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesList {
    /// The plan.
    pub plan: PlanTitle,
    /// Its version.
    pub version: i64,
    /// The targets that several units report, in the plan's order.
    pub targets: Vec<SharedTarget>,
}

/// How far a target is divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedTarget {
    /// The target, as it is in force today.
    pub target: Target,
    /// The item it stands in; `None` for the headline statement.
    pub item: Option<u16>,
    /// What its shares come to today; `None` if it is not divided.
    pub allotment: Option<Allotment>,
}

/// Everything that is needed to divide a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesDesk {
    /// The product's day: from it on what is set counts.
    pub today: Date,
    /// The plan.
    pub plan: PlanTitle,
    /// Its version, to be named when shares are set.
    pub version: i64,
    /// The target, as it is in force today.
    pub target: Target,
    /// What its shares have to come to, where they add up: a count's goal, or the inventory of a share.
    pub whole: Option<Decimal>,
    /// The units that report it, in order.
    pub units: Vec<Unit>,
    /// The shares of today.
    pub shares: Vec<Allocation>,
    /// The shares of before, each with its days.
    pub earlier: Vec<Allocation>,
    /// The same target's shares in last year's plan, by the units of this one.
    pub last_year: Vec<Allocation>,
    /// When shares were set, by whom, for which reason; the latest first.
    pub history: Vec<SharesSet>,
}

/// When shares were set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesSet {
    /// When, in China's time.
    pub at: DateTime,
    /// By whom.
    pub by: String,
    /// Why their sum is not the whole; empty where it is.
    pub reason: String,
}

/// Divides a target: from today on the units have these shares, and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetShares {
    /// Of which plan.
    pub plan: PlanId,
    /// The version of it that was read.
    pub version: i64,
    /// Which target.
    pub target: TargetId,
    /// The shares.
    pub shares: Vec<Share>,
    /// Why their sum is not the whole, where it is not.
    #[serde(default)]
    pub reason: String,
}

/// Why a target cannot be divided like this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SharesTrouble {
    /// One unit alone reports it, or its kind has nothing to be divided.
    NotShared,
    /// The unit does not report the target.
    Stranger {
        /// Which.
        unit: UnitId,
    },
    /// The unit has two shares.
    Twice {
        /// Which.
        unit: UnitId,
    },
    /// A figure cannot be a share: below zero, above 100%, a half of something that is counted.
    BadFigure {
        /// Whose.
        unit: UnitId,
        /// The figure.
        figure: Decimal,
    },
    /// The shares do not come to the whole, and no reason is given.
    ReasonMissing {
        /// What they come to.
        sum: Sum,
    },
    /// The plan has another version than the one that was read.
    MovedOn {
        /// Its version now.
        version: i64,
    },
}
