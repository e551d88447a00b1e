//! Days and numbers as sheets keep them.

use std::ops::RangeInclusive;

use jiff::{ToSpan, civil::Date};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Bare numbers that are taken for days in a column of days: 1900-01-01 to 2119-01-11. Longer ones
/// are years, months and days in a row (20230925).
pub(crate) const DAYS: RangeInclusive<i64> = 1..=80_000;

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// 1 is 1900-01-01; 60 is the 29th of February 1900, which never was.
    #[default]
    Y1900,
    /// 0 is 1904-01-01.
    Y1904,
}

/// The day that a serial number means; `None` for the day that never was and for days beyond
/// what a sheet can hold.
pub(crate) fn day(serial: i64, epoch: Epoch) -> Option<Date> {
    let (first, days) = match epoch {
        Epoch::Y1900 if !(1..=2_958_465).contains(&serial) || serial == 60 => return None,
        Epoch::Y1900 if serial < 60 => (Date::constant(1899, 12, 31), serial),
        Epoch::Y1900 => (Date::constant(1899, 12, 30), serial),
        Epoch::Y1904 if !(0..=2_957_003).contains(&serial) => return None,
        Epoch::Y1904 => (Date::constant(1904, 1, 1), serial),
    };
    first.checked_add(days.days()).ok()
}

/// The serial number of a day from 1900 on, counted from 1900.
pub(crate) fn of_day(day: Date) -> i64 {
    let days = yaodian_domain::time::days_between(Date::constant(1899, 12, 30), day);
    if days <= 60 { days - 1 } else { days }
}

/// What a date cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A day, at midnight.
    Day(Date),
    /// Anything else, as a sheet would show it.
    Text(String),
}

/// The day or moment that a serial number with a fraction means.
pub(crate) fn moment(serial: f64, epoch: Epoch) -> Moment {
    // A sheet resolves a second at best; half of it is rounding.
    let seconds = (serial * 86_400.0).round();
    if !(0.0..4e11).contains(&seconds) {
        return Moment::Text(serial.to_string());
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    let seconds = seconds as i64;
    let (whole, rest) = (seconds / 86_400, seconds % 86_400);
    let clock = || format!("{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60);
    match day(whole, epoch) {
        Some(day) if rest == 0 => Moment::Day(day),
        Some(day) => Moment::Text(format!("{day} {}", clock())),
        None if whole == 0 => Moment::Text(clock()),
        None => Moment::Text(serial.to_string()),
    }
}

/// The decimal number that a sheet shows for a binary one: 15 significant digits, as few as tell
/// it. `None` for what is none (infinite, or beyond 28 digits), and for whole numbers of more than
/// 15 digits, whose last digits a sheet has lost.
pub(crate) fn decimal(value: f64) -> Option<Decimal> {
    const EXACT: f64 = 999_999_999_999_999.0;
    if !value.is_finite() || value.abs() > EXACT {
        return None;
    }
    // A decimal of at most 15 digits is told by the nearest binary number, and dividing two exact
    // ones yields the nearest. So where the division gives the value back, bit by bit, that decimal
    // is the one meant.
    let mut power = 1.0_f64;
    for scale in 0..=6 {
        let digits = (value * power).round();
        if digits.abs() > EXACT {
            break;
        }
        if (digits / power).to_bits() == (value + 0.0).to_bits() {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and of 15 digits at most")]
            return Some(Decimal::new(digits as i64, scale).normalize());
        }
        power *= 10.0;
    }
    Decimal::from_scientific(&format!("{value:.14e}"))
        .ok()
        .map(|value| value.normalize())
}

/// The binary number that [`decimal`] reads as `value`, if there is one.
pub(crate) fn binary(value: Decimal) -> Option<f64> {
    value.to_f64().filter(|binary| decimal(*binary) == Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_epochs_and_the_day_that_never_was() {
        for (serial, epoch, wanted) in [
            (1, Epoch::Y1900, Some("1900-01-01")),
            (59, Epoch::Y1900, Some("1900-02-28")),
            (60, Epoch::Y1900, None),
            (61, Epoch::Y1900, Some("1900-03-01")),
            (45_194, Epoch::Y1900, Some("2023-09-25")),
            (43_732, Epoch::Y1904, Some("2023-09-25")),
            (0, Epoch::Y1904, Some("1904-01-01")),
            (0, Epoch::Y1900, None),
            (-1, Epoch::Y1904, None),
            (i64::MAX, Epoch::Y1900, None),
        ] {
            assert_eq!(
                day(serial, epoch).map(|day| day.to_string()).as_deref(),
                wanted,
                "{serial}"
            );
        }
    }

    #[test]
    fn every_day_finds_its_serial_number_again() {
        let mut at = Date::constant(1900, 1, 1);
        while at.year() < 2201 {
            assert_eq!(day(of_day(at), Epoch::Y1900), Some(at));
            at = at.tomorrow().unwrap();
        }
    }

    #[test]
    fn numbers_are_what_the_sheet_shows() {
        for (binary, shown) in [
            (0.1 + 0.2, Some("0.3")),
            (1.0 - 0.9, Some("0.1")),
            (114.305, Some("114.305")),
            (-0.0, Some("0")),
            (1e-7, Some("0.0000001")),
            (12_480.0, Some("12480")),
            (999_999_999_999_999.0, Some("999999999999999")),
            (420_102_199_001_011_234.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
            (1e300, None),
        ] {
            assert_eq!(
                decimal(binary).map(|value| value.to_string()).as_deref(),
                shown,
                "{binary}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn decimals_of_fifteen_digits_come_back(digits in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=12) {
            let value = Decimal::new(digits, scale).normalize();
            proptest::prop_assert_eq!(decimal(value.to_f64().unwrap()), Some(value));
        }

        #[test]
        fn no_number_panics(bits: u64) {
            let value = f64::from_bits(bits);
            let _ = (decimal(value), moment(value, Epoch::Y1900), moment(value, Epoch::Y1904));
        }
    }
}
