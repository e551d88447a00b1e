//! The day in a cell of sampling times.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cell;

/// What a cell says of the day of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Day {
    /// Nothing.
    Untold,
    /// A day; of «2023-05» the first day of the month.
    Known(Date),
    /// A month and a day without a year, as live tables have them: «02-04 10:00».
    NoYear {
        /// The month.
        month: i8,
        /// The day of the month.
        day: i8,
    },
    /// Something else.
    Unreadable,
}

/// Reads the time of a sample: `2023-05-04`, `2023/5/4 10:00`, `2023年5月4日`, `2023-05`, `20230504`,
/// `02-04 10:00`. Whatever follows the day is left alone.
pub fn read(text: &str) -> Day {
    let text = text.trim();
    if cell::is_missing(text) {
        return Day::Untold;
    }
    let mut groups = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty());
    let groups = [groups.next(), groups.next(), groups.next()];
    // «10:00» is no month and day, and a text that only holds a number is no day.
    let clock = text.chars().find(|c| !c.is_ascii_digit()) == Some(':');
    let starts = text.starts_with(|c: char| c.is_ascii_digit());
    let found = match groups {
        _ if clock || !starts => None,
        [Some(all), ..] if all.len() == 8 => all
            .split_at_checked(4)
            .and_then(|(year, rest)| Some((year, rest.split_at_checked(2)?)))
            .and_then(|(year, (month, day))| full(year, month, day)),
        [Some(year), Some(month), day] if year.len() == 4 => match day {
            Some(day) => full(year, month, day),
            None => full(year, month, "1"),
        },
        [Some(month), Some(day), _] if month.len() <= 2 => without_year(month, day),
        _ => None,
    };
    found.unwrap_or(Day::Unreadable)
}

fn full(year: &str, month: &str, day: &str) -> Option<Day> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(Day::Known(date))
}

/// A month and a day; of a leap year, since any year may be meant.
fn without_year(month: &str, day: &str) -> Option<Day> {
    let date = Date::new(2000, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(Day::NoYear {
        month: date.month(),
        day: date.day(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_as_tables_write_them() {
        let known = |year, month, day| Day::Known(Date::constant(year, month, day));
        for (text, day) in [
            ("2023-05-04", known(2023, 5, 4)),
            ("2023/5/4 10:00", known(2023, 5, 4)),
            ("2023年5月4日", known(2023, 5, 4)),
            ("2023年5月", known(2023, 5, 1)),
            ("20230504", known(2023, 5, 4)),
            ("02-04 10:00", Day::NoYear { month: 2, day: 4 }),
            ("", Day::Untold),
            ("--", Day::Untold),
            ("10:00", Day::Unreadable),
            ("2023-13-01", Day::Unreadable),
            ("2023", Day::Unreadable),
            ("五月", Day::Unreadable),
        ] {
            assert_eq!(read(text), day, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".{0,30}") {
            let _ = read(&text);
        }
    }
}
