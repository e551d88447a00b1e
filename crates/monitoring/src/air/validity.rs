//! Whether a period has enough days.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use yaodian_domain::time::DaySpan;

use super::rule::Rule;

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
}

/// Too few days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Which rule asks for more.
    pub rule: Rule,
    /// The month that has too few; `None` for the period as a whole.
    pub month: Option<Month>,
    /// The days there are.
    pub days: u32,
    /// The days there had to be.
    pub least: u32,
}

/// Days that a year needs.
const LEAST_OF_YEAR: u32 = 324;

/// Days that a month needs, by its length.
const fn least_of_month(length: i64) -> u32 {
    if length < 30 { 25 } else { 27 }
}

/// Of days of a part of a month, nine in ten, rounded down: what the standard asks of its months.
fn least_of_part(length: i64) -> u32 {
    u32::try_from(length * 9 / 10).unwrap_or(0)
}

/// The months of a stretch, each cut to the stretch.
pub(super) fn months(span: DaySpan) -> impl Iterator<Item = DaySpan> {
    let first = span.from().first_of_month();
    (0_i32..)
        .map_while(move |months| first.checked_add(months.months()).ok())
        .take_while(move |month| *month <= span.to())
        .filter_map(move |month| {
            let (from, to) = (month.max(span.from()), month.last_of_month().min(span.to()));
            DaySpan::new(from, to).ok()
        })
}

/// The place of a day's month among the months of a stretch.
pub(super) fn month_place(span: DaySpan, date: Date) -> Option<usize> {
    let count = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    usize::try_from(count(date) - count(span.from())).ok()
}

/// What is lacking, of a pollutant with so many valid days in each of the [`months`] of a stretch.
pub(super) fn gaps(span: DaySpan, days_of_months: &[u16]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (month, days) in months(span).zip(days_of_months) {
        let whole = month.from().first_of_month() == month.from() && month.to().last_of_month() == month.to();
        let (rule, least) = if whole {
            (Rule::MonthDays, least_of_month(month.days()))
        } else {
            (Rule::SpanDays, least_of_part(month.days()))
        };
        let days = u32::from(*days);
        if days < least {
            gaps.push(Gap {
                rule,
                month: Some(Month {
                    year: month.from().year(),
                    month: month.from().month(),
                }),
                days,
                least,
            });
        }
    }
    let days = days_of_months.iter().map(|days| u32::from(*days)).sum();
    let year = span.from().first_of_year() == span.from() && span.from().last_of_year() == span.to();
    if year && days < LEAST_OF_YEAR {
        gaps.push(Gap {
            rule: Rule::YearDays,
            month: None,
            days,
            least: LEAST_OF_YEAR,
        });
    }
    gaps
}
