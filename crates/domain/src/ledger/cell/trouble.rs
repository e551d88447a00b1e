//! What can be wrong with a value.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::super::Mover;
use crate::{id::StageId, number::NumberError, plan::Name};

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// It must be given.
    #[error("missing")]
    Missing,
    /// It is no number.
    #[error("not a number: {why}")]
    NotANumber {
        /// Why.
        why: NumberError,
    },
    /// It is in another unit of measure.
    #[error("in {found:?}")]
    OtherMeasure {
        /// The unit found.
        found: String,
    },
    /// It has more decimals than the field.
    #[error("more than {most} decimals")]
    TooPrecise {
        /// How many it may have.
        most: u32,
    },
    /// It is below the least.
    #[error("below {least}")]
    TooSmall {
        /// The least.
        least: Decimal,
    },
    /// It is above the most.
    #[error("above {most}")]
    TooLarge {
        /// The most.
        most: Decimal,
    },
    /// It is no day.
    #[error("{found:?} is no day")]
    NotADay {
        /// What stands there.
        found: String,
    },
    /// It lies ahead of the product's day.
    #[error("{day} lies ahead")]
    Ahead {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        day: Date,
    },
    /// It is none of the list.
    #[error("{found:?} is none of the list")]
    NotAChoice {
        /// What stands there.
        found: String,
        /// The nearest of the list.
        near: Vec<Name>,
    },
    /// No unit goes by this name.
    #[error("no unit {found:?}")]
    NoUnit {
        /// What stands there.
        found: String,
        /// Units that it may mean.
        near: Vec<Name>,
    },
    /// The unit has no entries in this ledger.
    #[error("{} holds no entries here", unit.en)]
    NotAHolder {
        /// The unit.
        unit: Name,
    },
    /// It is no place.
    #[error("{found:?} is no place")]
    NotAPlace {
        /// What stands there.
        found: String,
    },
    /// Longitude and latitude seem to be exchanged.
    #[error("longitude and latitude exchanged")]
    PlaceTurned,
    /// The place is not in China.
    #[error("not in China")]
    PlaceAbroad,
    /// It is longer than it may be.
    #[error("{length} characters")]
    TooLong {
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// It is a formula.
    #[error("a formula")]
    Formula {
        /// The formula.
        formula: String,
    },
    /// It is an error that the sheet shows, such as `#N/A`.
    #[error("{found}")]
    Fault {
        /// The error.
        found: String,
    },
    /// The same number stands in an earlier row.
    #[error("also in row {row}")]
    Twice {
        /// The first row with it.
        row: usize,
    },
    /// The cell is merged with another one.
    #[error("merged from {from}")]
    Merged {
        /// The cells that are merged: `B2:B5`.
        from: String,
    },
    /// A stage before it is not done.
    #[error("{stage} is not done")]
    StageBefore {
        /// The stage that comes first.
        stage: StageId,
    },
    /// It is earlier than the stage before it.
    #[error("earlier than {stage}, {day}")]
    EarlierThan {
        /// The stage before.
        stage: StageId,
        /// Its day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        day: Date,
    },
    /// Evidence is missing.
    #[error("{has} of {need} files")]
    NoEvidence {
        /// How many files it needs.
        need: u32,
        /// How many are there.
        has: u32,
    },
    /// A stage is done that needs this field.
    #[error("{stage} needs it")]
    NeededFor {
        /// The stage.
        stage: StageId,
    },
    /// The person may not move entries to or from this stage.
    #[error("not this person's stage")]
    NotYourStage {
        /// Who may.
        movers: Vec<Mover>,
    },
    /// A stage is done that the person may not take back: what it rests on stays as it is.
    #[error("{stage} is done")]
    Settled {
        /// The stage.
        stage: StageId,
    },
    /// The person may not edit entries of this unit.
    #[error("another unit's entry")]
    NotYourUnit,
    /// The row carries a version, and the ledger has no entry of this number.
    #[error("a version without an entry")]
    KeyGone,
    /// The entry never had this version.
    #[error("version {found}, the latest is {latest}")]
    NoSuchVersion {
        /// What stands there.
        found: String,
        /// The entry's latest version.
        latest: i64,
    },
    /// The ledger holds made-up entries, the row does not; or the other way round.
    #[error("demonstration and real entries do not mix")]
    Demonstration,
}
