//! The product's day.

use jiff::{Timestamp, civil::Date, tz};

/// China keeps one time, eight hours ahead of UTC, all year.
const CHINA: tz::Offset = tz::offset(8);

/// Tells the product's day. A trial's stands still, so that the plan of a year that is over can
/// be tried as if it were alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// Today, in China.
    Running,
    /// Always this day.
    Standing(Date),
}

impl Clock {
    /// The product's day.
    pub(crate) fn today(self) -> Date {
        match self {
            Self::Running => CHINA.to_datetime(Timestamp::now()).date(),
            Self::Standing(day) => day,
        }
    }

    /// The instant for records: now, on the product's day.
    pub(crate) fn now(self) -> Timestamp {
        let now = Timestamp::now();
        match self {
            Self::Running => now,
            Self::Standing(day) => {
                let time = CHINA.to_datetime(now).time();
                CHINA.to_timestamp(day.to_datetime(time)).unwrap_or(now)
            }
        }
    }
}
