//! 评判: what the check answers.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Reason, Rule, Status};
use crate::{
    id::{TargetId, UnitId},
    observation::{Figure, Provenance},
    target::Bound,
    time::DaySpan,
};

/// 评判: how one target stands on one day, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// Which target.
    pub target: TargetId,
    /// The day of knowledge: nothing that became known later was used.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub as_of: Date,
    /// By which edition of the rules.
    pub rule: Rule,
    /// The verdict.
    pub status: Status,
    /// Whether nothing that happens later can change it: the due date has passed and the outcome
    /// is known.
    pub is_final: bool,
    /// Whether the promise was kept only after its due date. The mark stays for good.
    pub late: bool,
    /// The due date that was used.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub due: Date,
    /// The due date as issued, where an extension has moved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub original_due: Option<Date>,
    /// How many days are left, where the due date is near and the promise not yet kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_due: Option<i64>,
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

/// The colour of a slip (督办单) that the office may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NoticeColour {
    /// 蓝单: nothing is wrong, but the due date is near.
    Blue,
    /// 黄单: behind, and to be caught up.
    Yellow,
    /// 红单: far behind, or overdue.
    Red,
}

impl Assessment {
    /// The slip that the assessment calls for, if any.
    pub fn notice(&self) -> Option<NoticeColour> {
        match self.status {
            Status::Overdue | Status::OffTrack => Some(NoticeColour::Red),
            Status::AtRisk => Some(NoticeColour::Yellow),
            Status::NoData | Status::AwaitingTarget | Status::OnTrack | Status::Met => {
                self.near_due.map(|_| NoticeColour::Blue)
            }
        }
    }
}

/// The figure that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Basis {
    /// The figure as observed, or as rolled up from the units'.
    pub figure: Figure,
    /// The figure as a number that can stand beside the bound: counts out of a whole are given in
    /// percent with one decimal more than the bound has, at least one. `None` for words and steps.
    pub value: Option<Decimal>,
    /// The days it describes.
    pub span: DaySpan,
    /// The day it became known.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub known_on: Date,
    /// The published change on the same stretch of last year.
    pub change_on_last_year: Option<Decimal>,
    /// Where it comes from; `None` when it is rolled up from several units.
    pub provenance: Option<Provenance>,
}

/// 序时进度: what should be done by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pace {
    /// The day for which pace was taken.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The rest of the term must average this.
    RestAverages {
        /// The average, rounded to the harder side.
        amount: Decimal,
        /// How much is left, by which the average is weighted.
        left: Left,
        /// Whether that can be reached at all (no percentage passes 100, nothing falls below 0).
        possible: bool,
    },
    /// Of the samples that are left, so many must (or may) be good ones.
    RestCounts {
        /// How many: at least for a floor, at most for a ceiling.
        count: Decimal,
        /// Of how many that are left.
        of: Decimal,
        /// Whether that can be reached at all.
        possible: bool,
    },
    /// Of a ceiling that may be used up, so much is left.
    Room {
        /// How much; negative when it is passed.
        amount: Decimal,
    },
}

/// The part of a term that is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Left {
    /// So many days.
    Days(i64),
    /// So many samples.
    Samples(Decimal),
}

/// Which units' figures are in a rolled-up one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// How many units have a figure in it.
    pub reported: usize,
    /// Units without one, in the order of the target's reporters.
    pub missing: Vec<UnitId>,
}

impl Coverage {
    /// How many units there are.
    pub fn of(&self) -> usize {
        self.reported + self.missing.len()
    }

    /// Whether nobody is missing.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}
