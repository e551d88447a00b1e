//! Days, stretches of days, and the share of a stretch that has gone by.

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::number;

/// A stretch of whole days, both ends included.
///
/// Invariant: `from <= to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Ends", into = "Ends")]
pub struct DaySpan {
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    from: Date,
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    to: Date,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Ends {
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    from: Date,
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    to: Date,
}

/// The end of a stretch lies before its beginning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{to} lies before {from}")]
pub struct EndsBeforeItBegins {
    /// The first day given.
    pub from: Date,
    /// The last day given.
    pub to: Date,
}

impl TryFrom<Ends> for DaySpan {
    type Error = EndsBeforeItBegins;
    fn try_from(Ends { from, to }: Ends) -> Result<Self, EndsBeforeItBegins> {
        Self::new(from, to)
    }
}

impl From<DaySpan> for Ends {
    fn from(DaySpan { from, to }: DaySpan) -> Ends {
        Ends { from, to }
    }
}

impl DaySpan {
    /// The stretch from `from` to `to`, both included.
    pub fn new(from: Date, to: Date) -> Result<Self, EndsBeforeItBegins> {
        if from <= to {
            Ok(Self { from, to })
        } else {
            Err(EndsBeforeItBegins { from, to })
        }
    }

    /// A single day.
    pub fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    /// A calendar year.
    pub fn year(year: i16) -> Self {
        Self {
            from: Date::constant(year, 1, 1),
            to: Date::constant(year, 12, 31),
        }
    }

    /// A calendar month; `None` where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let from = Date::new(year, month, 1).ok()?;
        Some(Self {
            from,
            to: from.last_of_month(),
        })
    }

    /// The first day.
    pub fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub fn to(self) -> Date {
        self.to
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        days_between(self.from, self.to) + 1
    }

    /// Whether every day of `other` is in it.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether `day` is in it.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The share of its days that is over at the end of `day`, in percent with two decimals:
    /// 0 before it begins, 100 from its last day on. Rounded half to even, so that the figure
    /// shown is the figure used.
    pub fn elapsed(self, day: Date) -> Decimal {
        let gone = (days_between(self.from, day) + 1).clamp(0, self.days());
        number::percent(Decimal::from(gone), Decimal::from(self.days()), 2).unwrap_or(Decimal::ONE_HUNDRED)
    }

    /// How many month-ends (the last one cut at its own end) lie after `day`: the monthly figures
    /// that can still be moved.
    pub fn months_left(self, day: Date) -> i64 {
        if day >= self.to {
            return 0;
        }
        let start = day.max(self.from.saturating_sub(1.day()));
        let months = |d: Date| i64::from(d.year()) * 12 + i64::from(d.month());
        let next = start.saturating_add(1.day());
        months(self.to) - months(next) + 1
    }
}

/// Days from `a` to `b`; negative when `b` lies before `a`.
pub fn days_between(a: Date, b: Date) -> i64 {
    (b.duration_since(a)).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_share_of_a_year() {
        let year = DaySpan::year(2023);
        assert_eq!(year.days(), 365);
        assert_eq!(year.elapsed(date(2022, 12, 31)).to_string(), "0.00");
        assert_eq!(year.elapsed(date(2023, 1, 1)).to_string(), "0.27");
        assert_eq!(year.elapsed(date(2023, 4, 30)).to_string(), "32.88");
        assert_eq!(year.elapsed(date(2023, 9, 25)).to_string(), "73.42");
        assert_eq!(year.elapsed(date(2024, 4, 1)).to_string(), "100.00");
    }

    #[test]
    fn months_that_can_still_be_moved() {
        let year = DaySpan::year(2023);
        for (day, months) in [
            (date(2022, 6, 1), 12),
            (date(2022, 12, 31), 12),
            (date(2023, 1, 1), 12),
            (date(2023, 1, 31), 11),
            (date(2023, 9, 25), 4),
            (date(2023, 9, 30), 3),
            (date(2023, 12, 30), 1),
            (date(2023, 12, 31), 0),
            (date(2024, 4, 1), 0),
        ] {
            assert_eq!(year.months_left(day), months, "{day}");
        }
    }

    #[test]
    fn a_stretch_cannot_end_before_it_begins() {
        assert!(DaySpan::new(date(2023, 2, 1), date(2023, 1, 1)).is_err());
        assert!(serde_json::from_str::<DaySpan>(r#"{"from":"2023-02-01","to":"2023-01-01"}"#).is_err());
    }
}
