//! 调度期: the months, quarters and years that units report on, and when they open, fall due, close
//! and lock.
//!
//! A target is reported on as often as it asks for ([`Cadence`]). Reports are cumulative from the
//! beginning of the year, whatever their period.

mod calendar;
mod reopening;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::time::DaySpan;

pub use calendar::{Calendar, MonthDay, Schedule, Stage, WhenOff};
pub use reopening::{InvalidReopening, LONGEST_REOPENING, Reopening};

/// How often a target is reported on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// Once, by the due date.
    Year,
}

impl Cadence {
    /// All of them, the most frequent first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// How many months a period has.
    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A month, quarter or year that units report on: `2023-09`, `2023-Q3`, `2023`.
///
/// Periods are ordered by their end, and of those that end together the shorter comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Period {
    year: i16,
    /// Its last month, 1 to 12; a multiple of the cadence's months.
    last: i8,
    cadence: Cadence,
}

/// A text is not a period: `2023-09`, `2023-Q3` or `2023` would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a month, quarter or year such as 2023-09, 2023-Q3 or 2023")]
pub struct InvalidPeriod(pub String);

impl Period {
    /// The month that `day` lies in.
    pub fn containing(day: Date) -> Self {
        Self::of(Cadence::Month, day)
    }

    /// The month, quarter or year that `day` lies in.
    pub fn of(cadence: Cadence, day: Date) -> Self {
        let months = cadence.months();
        Self {
            year: day.year(),
            last: (day.month() - 1) / months * months + months,
            cadence,
        }
    }

    /// The periods of this length that end in `span`, the earliest first.
    pub fn ending_in(cadence: Cadence, span: DaySpan) -> impl Iterator<Item = Self> {
        let first = Self::of(cadence, span.from());
        // The last one that there is comes after itself.
        let later = std::iter::successors(Some(first), |period| Some(period.next()).filter(|next| next > period));
        later.take_while(move |period| period.span().to() <= span.to())
    }

    /// Whether it is a month, a quarter or a year.
    pub fn cadence(self) -> Cadence {
        self.cadence
    }

    /// The year that it is, or lies in.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Which month or quarter of the year it is, counted from 1; 1 for a year.
    pub fn number(self) -> i8 {
        self.last / self.cadence.months()
    }

    /// Its days.
    pub fn span(self) -> DaySpan {
        let month = |month: i8| DaySpan::month(self.year, month).unwrap_or_else(|| DaySpan::year(self.year));
        let (first, last) = (month(self.last - self.cadence.months() + 1), month(self.last));
        DaySpan::new(first.from(), last.to()).unwrap_or(first)
    }

    /// The days from the beginning of its year to its end.
    pub fn year_to_date(self) -> DaySpan {
        let end = self.span().to();
        DaySpan::new(end.first_of_year(), end).unwrap_or_else(|_| self.span())
    }

    /// The one before it, as long as it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.cadence, self.span().from().saturating_sub(1.day()))
    }

    /// The one after it, as long as it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.cadence, self.span().to().saturating_add(1.day()))
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.cadence {
            Cadence::Month => write!(f, "{:04}-{:02}", self.year, self.last),
            Cadence::Quarter => write!(f, "{:04}-Q{}", self.year, self.number()),
            Cadence::Year => write!(f, "{:04}", self.year),
        }
    }
}

impl std::str::FromStr for Period {
    type Err = InvalidPeriod;
    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let invalid = || InvalidPeriod(text.to_owned());
        let digits = |text: &str, number: usize| text.len() == number && text.bytes().all(|b| b.is_ascii_digit());
        let (year, part) = text
            .split_once('-')
            .map_or((text, None), |(year, part)| (year, Some(part)));
        if !digits(year, 4) || year == "0000" {
            return Err(invalid());
        }
        let (cadence, number) = match part {
            None => (Cadence::Year, "1"),
            Some(part) => match part.strip_prefix('Q') {
                Some(quarter) if digits(quarter, 1) => (Cadence::Quarter, quarter),
                None if digits(part, 2) => (Cadence::Month, part),
                _ => return Err(invalid()),
            },
        };
        let number: i8 = number.parse().map_err(|_| invalid())?;
        let last = number * cadence.months();
        if (1..=12).contains(&last) {
            Ok(Self {
                year: year.parse().map_err(|_| invalid())?,
                last,
                cadence,
            })
        } else {
            Err(invalid())
        }
    }
}

impl TryFrom<String> for Period {
    type Error = InvalidPeriod;
    fn try_from(text: String) -> Result<Self, InvalidPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_quarters_and_years() {
        for (cadence, name, from, to, before, after) in [
            (
                Cadence::Month,
                "2023-09",
                date(2023, 9, 1),
                date(2023, 9, 30),
                "2023-08",
                "2023-10",
            ),
            (
                Cadence::Quarter,
                "2023-Q3",
                date(2023, 7, 1),
                date(2023, 9, 30),
                "2023-Q2",
                "2023-Q4",
            ),
            (
                Cadence::Year,
                "2023",
                date(2023, 1, 1),
                date(2023, 12, 31),
                "2022",
                "2024",
            ),
        ] {
            let period = Period::of(cadence, date(2023, 9, 25));
            assert_eq!(period.to_string(), name);
            assert_eq!(name.parse(), Ok(period));
            assert_eq!((period.span().from(), period.span().to()), (from, to));
            assert_eq!(period.year_to_date().from(), date(2023, 1, 1));
            assert_eq!(period.previous().to_string(), before);
            assert_eq!(period.next().to_string(), after);
        }
        assert_eq!(
            Period::of(Cadence::Quarter, date(2023, 1, 1)).previous().to_string(),
            "2022-Q4"
        );
    }

    #[test]
    fn they_are_ordered_by_their_ends() {
        let mut periods: Vec<Period> = ["2023", "2023-Q4", "2023-12", "2023-Q3", "2023-09", "2023-10", "2022"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        periods.sort_unstable();
        let names: Vec<String> = periods.iter().map(ToString::to_string).collect();
        assert_eq!(
            names,
            ["2022", "2023-09", "2023-Q3", "2023-10", "2023-12", "2023-Q4", "2023"]
        );
    }

    #[test]
    fn what_is_no_period() {
        for text in [
            "2023-13",
            "2023-00",
            "23-09",
            "2023-9",
            "2023/09",
            "",
            "0000-01",
            "0000",
            "九月-09",
            "-001-01",
            "2023-Q5",
            "2023-Q0",
            "2023-Q",
            "2023-Q12",
            "2023-",
            "202",
            "2023-+9",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
