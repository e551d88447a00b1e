//! Why: each step of a verdict as a code with its arguments.
//!
//! The sentences, in Chinese and English, are in the catalogue (`yaodian-words`).

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::UnitId,
    observation::Step,
    target::{Authority, Bound, Sense},
    time::DaySpan,
};

/// One step of the explanation of a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The number to be reached is set by another body and has not been entered.
    AwaitingTarget {
        /// By whom.
        authority: Authority,
    },
    /// Nothing is known about the term.
    NothingKnown,
    /// Nothing is known about the term; before it began it stood at this.
    StoodBefore {
        /// The figure.
        value: Decimal,
        /// The last day it describes.
        on: Date,
    },
    /// Only words are known, and words cannot be held against a figure.
    OnlyWords,
    /// A level against its bound, both rounded to the bound's decimals (GB/T 8170, 修约值比较法).
    LevelCompared {
        /// The value before rounding.
        value: Decimal,
        /// The value compared.
        rounded: Decimal,
        /// The bound.
        bound: Bound,
        /// The days the value describes.
        span: DaySpan,
    },
    /// How many entries are done, out of how many, against how many are needed. Compared on whole
    /// entries (GB/T 8170, 全数值比较法).
    EntriesCompared {
        /// Done.
        done: Decimal,
        /// Out of.
        of: Decimal,
        /// The goal in percent.
        goal: Decimal,
        /// The entries needed: the goal's share of the whole, rounded up.
        needed: Decimal,
    },
    /// A cumulative figure against its goal.
    AmountCompared {
        /// The figure.
        value: Decimal,
        /// The goal.
        goal: Decimal,
    },
    /// Pace: what should be done by a day, and what is.
    PaceCompared {
        /// The day.
        on: Date,
        /// The share of the term that is over, in percent.
        elapsed: Decimal,
        /// Where the way began.
        baseline: Decimal,
        /// What should be reached.
        expected: Decimal,
        /// What is.
        value: Decimal,
        /// How many percentage points of the way it is behind; negative when ahead. Rounded to
        /// one decimal for reading; the verdict uses the exact figure.
        behind_points: Decimal,
    },
    /// The figure was taken as old: nothing newer became known in so many days, so pace was taken
    /// later than the figure.
    FigureIsOld {
        /// The last day it describes.
        last: Date,
        /// How many days may pass.
        allowed: i16,
    },
    /// What the rest must average.
    RestMustAverage {
        /// The average.
        amount: Decimal,
        /// How many days are left.
        days: i64,
        /// Whether that can be reached.
        possible: bool,
        /// Up to how many percent of the bound a miss is still yellow.
        reach: Decimal,
    },
    /// The result of the whole term is not known yet.
    ResultPending {
        /// The stretch of the latest figure.
        latest: DaySpan,
    },
    /// The change on last year decides «not worse».
    ChangeOnLastYear {
        /// The change.
        change: Decimal,
        /// The good direction.
        sense: Sense,
    },
    /// Last year's figure decides «not worse».
    ComparedWithLastYear {
        /// The figure.
        value: Decimal,
        /// Last year's.
        reference: Decimal,
        /// The good direction.
        sense: Sense,
    },
    /// Last year's figure is not known.
    LastYearUnknown,
    /// Of a set that must stay as it is, so many are.
    HeldOf {
        /// As good as before.
        held: Decimal,
        /// Out of.
        of: Decimal,
    },
    /// The step a deliverable has reached against the share of the term that is over.
    StepReached {
        /// The step.
        step: Step,
        /// Its share of the way, in percent.
        share: Decimal,
        /// The share of the term that is over, in percent.
        elapsed: Decimal,
    },
    /// Delivered.
    Delivered {
        /// By this day.
        on: Date,
        /// The due date.
        due: Date,
    },
    /// The due date is near.
    NearDue {
        /// The due date.
        due: Date,
        /// How many days are left.
        days: i64,
    },
    /// The due date has passed.
    PastDue {
        /// The due date.
        due: Date,
        /// How many days ago.
        days: i64,
    },
    /// The due date has passed, and nothing was ever reported.
    PastDueUnheard {
        /// The due date.
        due: Date,
        /// How many days ago.
        days: i64,
    },
    /// Of the months or quarters that should have been heard of, so many were.
    Heard {
        /// Heard of.
        heard: i64,
        /// Of.
        of: i64,
        /// The first day of the first one counted: the first that was ever reported.
        since: Date,
    },
    /// The figure is made of units' figures, and some are missing.
    UnitsMissing {
        /// How many units are in it.
        reported: usize,
        /// Of how many.
        of: usize,
        /// Who is missing.
        missing: Vec<UnitId>,
    },
    /// The units' percentages cannot be added up: they came without counts.
    PercentagesDoNotAdd,
    /// The promise was kept after its date, and stays marked.
    KeptLate {
        /// The due date.
        due: Date,
        /// The last day of the figure that kept it.
        on: Date,
    },
}
