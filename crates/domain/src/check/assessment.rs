//! 评判: what the check answers.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Reason, Status};
use crate::{
    id::{TargetId, UnitId},
    observation::{Figure, Provenance},
    target::Bound,
    time::DaySpan,
};

/// The version of the rules in this crate. It rises whenever the same inputs could be judged
/// otherwise, and stands in every assessment.
pub const RULE_VERSION: &str = "1";

/// 评判: how one target stands on one day, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Which target.
    pub target: TargetId,
    /// The day of knowledge: nothing that became known later was used.
    pub as_of: Date,
    /// By which version of the rules.
    pub rule: String,
    /// The verdict.
    pub status: Status,
    /// Whether nothing that happens later can change it: the due date has passed and the outcome
    /// is known.
    pub is_final: bool,
    /// Whether the promise was kept, or its outcome reported, after the due date.
    pub late: bool,
    /// What the verdict rests on.
    pub basis: Option<Basis>,
    /// What it was held against, as a figure of the target's own unit.
    pub bound: Option<Bound>,
    /// How far on the good side of the bound; negative: how much is missing. In percentage points
    /// for percentages.
    pub gap: Option<Decimal>,
    /// The same in whole entries, for shares of an inventory and for counts.
    pub gap_count: Option<Decimal>,
    /// 序时进度.
    pub pace: Option<Pace>,
    /// What is still needed.
    pub required: Option<Required>,
    /// Which units' figures are in it; `None` where the figure is not made of units'.
    pub coverage: Option<Coverage>,
    /// Why, in the order in which a person would explain it.
    pub reasons: Vec<Reason>,
}

/// The figure that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The figure as observed, or as rolled up from the units'.
    pub figure: Figure,
    /// The figure as a number that can stand beside the bound: counts out of a whole are given in
    /// percent with one decimal more than the bound has, at least one. `None` for words and steps.
    pub value: Option<Decimal>,
    /// The days it describes.
    pub span: DaySpan,
    /// The day it became known.
    pub known_on: Date,
    /// The published change on the same stretch of last year.
    pub change_on_last_year: Option<Decimal>,
    /// Where it comes from; `None` when it is rolled up from several units.
    pub provenance: Option<Provenance>,
}

/// 序时进度: what should be done by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The day for which pace was taken.
    pub on: Date,
    /// The share of the term that is over by then, in percent with two decimals.
    pub elapsed: Decimal,
    /// What should be reached by then, in the unit of `value`.
    pub expected: Decimal,
    /// The share of the way from the start of the term to the goal that is done, in percent,
    /// rounded to one decimal for reading. `None` where there is no way to go.
    pub done: Option<Decimal>,
}

/// What is still needed for the promise to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// So much in each of the months that are left.
    PerMonth {
        /// How much, rounded up.
        amount: Decimal,
        /// How many months are left.
        months: i64,
        /// Whether `amount` is in entries (else in the target's unit).
        entries: bool,
    },
    /// The rest of the term must average this, weighted by days.
    RestAverages {
        /// The average, rounded to the harder side.
        amount: Decimal,
        /// How many days are left.
        days: i64,
        /// Whether that can be reached at all (no percentage passes 100, nothing falls below 0).
        possible: bool,
    },
}

/// Which units' figures are in a rolled-up one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Units with a figure, in the order of the target's reporters.
    pub reported: Vec<UnitId>,
    /// Units without one.
    pub missing: Vec<UnitId>,
}

impl Coverage {
    /// Whether nobody is missing.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}
