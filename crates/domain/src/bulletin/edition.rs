//! 期: the month or quarter that a bulletin is about.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    period::{Cadence, Period},
    time::DaySpan,
};

/// The month or quarter that a bulletin is about: `2023-09`, `2023-Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edition {
    year: i16,
    /// Its first month.
    first: i8,
    quarter: bool,
}

/// A text names no month or quarter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither a month such as 2023-09 nor a quarter such as 2023-Q3")]
pub struct InvalidEdition(pub String);

impl Edition {
    /// The month that `day` lies in.
    pub fn month(day: Date) -> Self {
        Self {
            year: day.year(),
            first: day.month(),
            quarter: false,
        }
    }

    /// The quarter that `day` lies in.
    pub fn quarter(day: Date) -> Self {
        Self {
            year: day.year(),
            first: (day.month() - 1) / 3 * 3 + 1,
            quarter: true,
        }
    }

    /// Whether it is a quarter; else it is a month.
    pub fn is_quarter(self) -> bool {
        self.quarter
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Which month of the year it is, or which quarter; counted from 1.
    pub fn number(self) -> i8 {
        if self.quarter {
            (self.first - 1) / 3 + 1
        } else {
            self.first
        }
    }

    /// Its days.
    pub fn span(self) -> DaySpan {
        let month = |month: i8| DaySpan::month(self.year, month).unwrap_or_else(|| DaySpan::year(self.year));
        let (first, last) = (month(self.first), month(self.last()));
        DaySpan::new(first.from(), last.to()).unwrap_or(first)
    }

    /// The periods of this length that end in it.
    pub fn periods(self, cadence: Cadence) -> impl Iterator<Item = Period> {
        let span = self.span();
        let months = (self.first..=self.last()).filter_map(move |month| DaySpan::month(self.year, month));
        months
            .map(move |month| (month, Period::of(cadence, month.from())))
            .filter(move |(month, period)| period.span().to() == month.to() && span.contains(month.to()))
            .map(|(_, period)| period)
    }

    fn last(self) -> i8 {
        if self.quarter { self.first + 2 } else { self.first }
    }
}

impl std::fmt::Display for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.quarter {
            write!(f, "{:04}-Q{}", self.year, self.number())
        } else {
            write!(f, "{:04}-{:02}", self.year, self.first)
        }
    }
}

impl std::str::FromStr for Edition {
    type Err = InvalidEdition;
    fn from_str(text: &str) -> Result<Self, InvalidEdition> {
        let invalid = || InvalidEdition(text.to_owned());
        let (year, rest) = text.split_once('-').ok_or_else(invalid)?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year) || year == "0000" {
            return Err(invalid());
        }
        let year = year.parse().map_err(|_| invalid())?;
        let (first, quarter) = match rest.strip_prefix('Q') {
            Some("1") => (1, true),
            Some("2") => (4, true),
            Some("3") => (7, true),
            Some("4") => (10, true),
            None if rest.len() == 2 && digits(rest) => (rest.parse().map_err(|_| invalid())?, false),
            _ => return Err(invalid()),
        };
        if (1..=12).contains(&first) {
            Ok(Self { year, first, quarter })
        } else {
            Err(invalid())
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
