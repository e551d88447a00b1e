//! 调度期: the months in which units report.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::time::DaySpan;

/// A calendar month that units report on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i16,
    month: i8,
}

/// A text is not a period: `2023-09` would be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a month such as 2023-09")]
pub struct InvalidPeriod(pub String);

impl Period {
    /// The month that `day` lies in.
    pub fn containing(day: Date) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// Its days.
    pub fn span(self) -> DaySpan {
        DaySpan::month(self.year, self.month).unwrap_or_else(|| DaySpan::year(self.year))
    }

    /// The days from the beginning of its year to its end.
    pub fn year_to_date(self) -> DaySpan {
        let end = self.span().to();
        DaySpan::new(end.first_of_year(), end).unwrap_or_else(|_| self.span())
    }

    /// The month before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::containing(self.span().from().saturating_sub(1.day()))
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::containing(self.span().to().saturating_add(1.day()))
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for Period {
    type Err = InvalidPeriod;
    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let invalid = || InvalidPeriod(text.to_owned());
        let (year, month) = text
            .split_once('-')
            .filter(|(y, m)| y.len() == 4 && m.len() == 2)
            .ok_or_else(invalid)?;
        let (year, month) = (
            year.parse().map_err(|_| invalid())?,
            month.parse().map_err(|_| invalid())?,
        );
        DaySpan::month(year, month)
            .filter(|span| span.from().year() > 0)
            .ok_or_else(invalid)?;
        Ok(Self { year, month })
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

/// When a plan's months open, fall due and close.
///
/// Invariant (checked on load): `opens_on` and `due_on` are days of the month itself (1 to 28,
/// in this order), `closes_on` is a day of the month after it (1 to 28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calendar {
    /// From this day of the month its report can be written.
    pub opens_on: i8,
    /// By this day of the month the report is due.
    pub due_on: i8,
    /// After this day of the following month nothing is accepted any more.
    pub closes_on: i8,
}

/// Where a period stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Not yet to be reported on.
    Ahead,
    /// Open, and not yet due.
    Open,
    /// Past its due day; reports are accepted and marked late.
    Late,
    /// Closed: nothing is accepted.
    Closed,
}

impl Calendar {
    /// The first day on which `period` can be reported on.
    pub fn opens(self, period: Period) -> Date {
        day_of(period.span().from(), self.opens_on)
    }

    /// The day on which its reports are due.
    pub fn due(self, period: Period) -> Date {
        day_of(period.span().from(), self.due_on)
    }

    /// The last day on which a report is accepted.
    pub fn closes(self, period: Period) -> Date {
        day_of(period.next().span().from(), self.closes_on)
    }

    /// Where `period` stands on `today`.
    pub fn stage(self, period: Period, today: Date) -> Stage {
        if today < self.opens(period) {
            Stage::Ahead
        } else if today <= self.due(period) {
            Stage::Open
        } else if today <= self.closes(period) {
            Stage::Late
        } else {
            Stage::Closed
        }
    }

    /// The period that reporters should be working on: the latest that has opened.
    pub fn current(self, today: Date) -> Period {
        let month = Period::containing(today);
        if today >= self.opens(month) {
            month
        } else {
            month.previous()
        }
    }
}

fn day_of(first: Date, day: i8) -> Date {
    Date::new(first.year(), first.month(), day).unwrap_or_else(|_| first.last_of_month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_opens_falls_due_and_closes() {
        let calendar = Calendar {
            opens_on: 20,
            due_on: 28,
            closes_on: 10,
        };
        let september: Period = "2023-09".parse().unwrap();
        for (day, stage) in [
            (date(2023, 9, 19), Stage::Ahead),
            (date(2023, 9, 20), Stage::Open),
            (date(2023, 9, 28), Stage::Open),
            (date(2023, 9, 29), Stage::Late),
            (date(2023, 10, 10), Stage::Late),
            (date(2023, 10, 11), Stage::Closed),
        ] {
            assert_eq!(calendar.stage(september, day), stage, "{day}");
        }
        assert_eq!(calendar.current(date(2023, 9, 25)), september);
        assert_eq!(calendar.current(date(2023, 10, 19)), september);
        assert_eq!(calendar.current(date(2024, 1, 5)).to_string(), "2023-12");
    }

    #[test]
    fn what_is_no_month() {
        for text in [
            "2023-13",
            "2023-00",
            "23-09",
            "2023-9",
            "2023/09",
            "",
            "0000-01",
            "九月-09",
            "-001-01",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
