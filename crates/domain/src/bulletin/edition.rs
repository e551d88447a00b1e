//! 期: the month or quarter that a bulletin is about.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    period::{Cadence, Period},
    time::DaySpan,
};

/// The month or quarter that a bulletin is about: `2023-09`, `2023-Q3`. Never a whole year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct Edition(Period);

/// A text names no month or quarter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither a month such as 2023-09 nor a quarter such as 2023-Q3")]
pub struct InvalidEdition(pub String);

impl Edition {
    /// The month that `day` lies in.
    pub fn month(day: Date) -> Self {
        Self(Period::of(Cadence::Month, day))
    }

    /// The quarter that `day` lies in.
    pub fn quarter(day: Date) -> Self {
        Self(Period::of(Cadence::Quarter, day))
    }

    /// Whether it is a quarter; else it is a month.
    pub fn is_quarter(self) -> bool {
        self.0.cadence() == Cadence::Quarter
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Which month of the year it is, or which quarter; counted from 1.
    pub fn number(self) -> i8 {
        self.0.number()
    }

    /// Its days.
    pub fn span(self) -> DaySpan {
        self.0.span()
    }

    /// The periods of this length that end in it.
    pub fn periods(self, cadence: Cadence) -> impl Iterator<Item = Period> {
        Period::ending_in(cadence, self.span())
    }
}

impl std::fmt::Display for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Edition {
    type Err = InvalidEdition;
    fn from_str(text: &str) -> Result<Self, InvalidEdition> {
        match text.parse::<Period>() {
            Ok(period) if period.cadence() != Cadence::Year => Ok(Self(period)),
            _ => Err(InvalidEdition(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Edition {
    type Error = InvalidEdition;
    fn try_from(text: String) -> Result<Self, InvalidEdition> {
        text.parse()
    }
}

impl From<Edition> for String {
    fn from(edition: Edition) -> String {
        edition.to_string()
    }
}
