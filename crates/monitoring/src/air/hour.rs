//! An hour as the standards count it.

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};

/// An hour of a day, 1 to 24, named by its end: hour 24 of a day ends at the next day's midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hour {
    date: Date,
    number: u8,
}

impl Hour {
    /// Hour `number` of a day; `None` outside 1 to 24.
    pub fn new(date: Date, number: u8) -> Option<Self> {
        (1..=24).contains(&number).then_some(Self { date, number })
    }

    /// The hour that ends at a full hour, as the live feed stamps it: 00:00 is hour 24 of the day
    /// before. `None` between full hours.
    pub fn ending(at: DateTime) -> Option<Self> {
        if at.minute() != 0 || at.second() != 0 || at.subsec_nanosecond() != 0 {
            return None;
        }
        match u8::try_from(at.hour()) {
            Ok(0) => Self::new(at.date().checked_sub(1.day()).ok()?, 24),
            Ok(number) => Self::new(at.date(), number),
            Err(_) => None,
        }
    }

    /// The day that it belongs to.
    pub const fn date(self) -> Date {
        self.date
    }

    /// Its number, 1 to 24.
    pub const fn number(self) -> u8 {
        self.number
    }
}
