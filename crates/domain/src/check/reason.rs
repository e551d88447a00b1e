//! Why: each step of a verdict as a code with its arguments.
//!
//! The sentences, in Chinese and English, are in the catalogue (`yaodian-words`).

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    check::{LagOf, Left, Status},
    id::UnitId,
    method::Comparison,
    observation::Step,
    target::{Authority, Bound, Cadence, Sense},
    time::DaySpan,
};

/// One step of the explanation of a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
    },
    /// Only words are known, and words cannot be held against a figure.
    OnlyWords,
    /// A level against its bound.
    LevelCompared {
        /// By which of the two methods of GB/T 8170.
        comparison: Comparison,
        /// The value before rounding.
        value: Decimal,
        /// The value compared: rounded to the bound's decimals, or as it is.
        rounded: Decimal,
        /// The bound.
        bound: Bound,
        /// The days the value describes.
        span: DaySpan,
    },
    /// How many entries are done, out of how many, against how many are needed. Compared on whole
    /// entries.
    EntriesCompared {
        /// By which of the two methods of GB/T 8170 the needed entries were reckoned.
        comparison: Comparison,
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
        /// The goal, at least or at most.
        bound: Bound,
    },
    /// It stood at its goal before the term began.
    StoodAtGoal {
        /// Where it stood.
        baseline: Decimal,
    },
    /// A ceiling for the whole term is passed, and what is counted cannot be taken back.
    CeilingPassed {
        /// The ceiling.
        ceiling: Decimal,
        /// By how much.
        by: Decimal,
    },
    /// What is missing cannot be brought by the days that are left.
    OutOfReach {
        /// How many are missing.
        missing: Decimal,
        /// How many days are left.
        days: i64,
        /// How many a day can bring.
        most_per_day: Decimal,
    },
    /// Pace: what should be done by a day, and what is.
    PaceCompared {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// The share of the term that is over, in percent.
        elapsed: Decimal,
        /// Where the way began.
        baseline: Decimal,
        /// What should be reached.
        expected: Decimal,
        /// What is.
        value: Decimal,
        /// What is to be reached in the end.
        goal: Decimal,
        /// How many percent it is behind; negative when ahead. Rounded to one decimal for reading;
        /// the verdict uses the exact figure.
        behind_points: Decimal,
        /// Of what that is a percentage.
        lag_of: LagOf,
    },
    /// The milestone that was owed, and what is there.
    MilestoneCompared {
        /// By which day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        by: Date,
        /// What should be reached.
        reach: Decimal,
        /// What is.
        value: Decimal,
        /// How many percent it is behind; negative when ahead.
        behind_points: Decimal,
        /// Of what that is a percentage.
        lag_of: LagOf,
    },
    /// No milestone is owed yet.
    NoMilestoneYet {
        /// The first one.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        next: Date,
    },
    /// Months of the monthly plan (or stretches of a duty) that were missed in a row, up to now.
    MissedInARow {
        /// How many.
        missed: i64,
        /// From how many in a row it is red.
        red_from: i64,
    },
    /// The figure was taken as old: nothing newer became known in so many days, so pace was taken
    /// later than the figure.
    FigureIsOld {
        /// The last day it describes.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        last: Date,
        /// How many days may pass.
        allowed: i16,
    },
    /// What the rest must average.
    RestMustAverage {
        /// The average.
        amount: Decimal,
        /// What the whole term must come to: the bound, or the last figure that rounds to it.
        edge: Decimal,
        /// What the weighted part so far came to, and how much of the term it is.
        value: Decimal,
        /// How much of the term is over, in days or samples.
        gone: Decimal,
        /// How much is left.
        left: Left,
        /// Whether that can be reached.
        possible: bool,
    },
    /// How many of the samples that are left must (or may) be good ones.
    RestMustCount {
        /// How many: at least for a floor, at most for a ceiling.
        count: Decimal,
        /// Of how many that are left.
        left: Decimal,
        /// How many were counted so far.
        done: Decimal,
        /// Out of how many.
        gone: Decimal,
        /// How many are planned for the whole term.
        planned: Decimal,
        /// What the whole term must come to, in percent.
        edge: Decimal,
        /// The good side.
        sense: Sense,
        /// Whether that can be reached.
        possible: bool,
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
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// The due date.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        due: Date,
    },
    /// The due date is near.
    NearDue {
        /// The due date.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        due: Date,
        /// How many days are left.
        days: i64,
    },
    /// The due date has passed.
    PastDue {
        /// The due date.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        due: Date,
        /// How many days ago.
        days: i64,
    },
    /// The due date has passed, and nothing was ever reported.
    PastDueUnheard {
        /// The due date.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
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
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        since: Date,
        /// Whether months, quarters or the year are counted.
        cadence: Cadence,
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
    /// The worst of the units stands for the whole.
    WorstUnit {
        /// Which unit.
        unit: UnitId,
    },
    /// The newest figure of any unit stands for the whole.
    NewestUnit {
        /// Which unit.
        unit: UnitId,
    },
    /// Units were counted: so many keep what makes them count.
    UnitsCounted {
        /// How many do.
        keep: usize,
        /// Of how many that have reported.
        reported: usize,
        /// The bound that makes a unit count; `None` where delivering does.
        bound: Option<Bound>,
    },
    /// Reports in the figure were first sent after their due day, and stay marked.
    SentLate {
        /// How many.
        reports: usize,
    },
    /// The due date was moved; both stay visible.
    Extended {
        /// The due date as issued.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        from: Date,
        /// The due date used.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        to: Date,
        /// When the last extension was asked for.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        asked_on: Date,
        /// When it was granted.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        granted_on: Date,
    },
    /// An extension was asked for and has not been answered: the old date is used.
    ExtensionAsked {
        /// When.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        asked_on: Date,
        /// To which day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        new_due: Date,
    },
    /// An extension was refused: the old date is used.
    ExtensionRefused {
        /// To which day it was asked for.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        new_due: Date,
        /// When it was refused.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
    },
    /// The number was changed; until then the old one was judged, and this is how it stood.
    Amended {
        /// From which day on.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// The old number.
        from: Decimal,
        /// The new one.
        to: Decimal,
        /// How the old promise stood on the day before.
        stood: Status,
    },
    /// The promise was kept after its date, and stays marked.
    KeptLate {
        /// The due date.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        due: Date,
        /// The last day of the figure that kept it.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
    },
}
