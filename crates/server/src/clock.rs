//! The product's day.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz,
};
use yaodian_store::{Store, StoreError};

/// China keeps one time, eight hours ahead of UTC, all year.
const CHINA: tz::Offset = tz::offset(8);

/// Tells the product's day. A trial's stands still until its office moves it on, so that the plan
/// of a year that is over can be tried as if it were alive. Clones of one are the same clock.
#[derive(Debug, Clone)]
pub(crate) enum Clock {
    /// Today, in China.
    Running,
    /// Always this day, until it is moved.
    Standing(Arc<Mutex<Date>>),
}

impl Clock {
    /// The clock of an installation: a trial's stands where it has got to.
    pub(crate) async fn of(store: &Store) -> Result<Self, StoreError> {
        Ok(store.trial_day().await?.map_or(Self::Running, Self::standing))
    }

    /// A clock that stands at `day`.
    pub(crate) fn standing(day: Date) -> Self {
        Self::Standing(Arc::new(Mutex::new(day)))
    }

    /// The product's day.
    pub(crate) fn today(&self) -> Date {
        match self {
            Self::Running => CHINA.to_datetime(Timestamp::now()).date(),
            Self::Standing(day) => *day.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The time of day in China, on the product's day.
    pub(crate) fn in_china(&self) -> DateTime {
        CHINA.to_datetime(self.now())
    }

    /// The instant for records: now, on the product's day.
    pub(crate) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        match self {
            Self::Running => now,
            Self::Standing(_) => {
                let time = CHINA.to_datetime(now).time();
                CHINA.to_timestamp(self.today().to_datetime(time)).unwrap_or(now)
            }
        }
    }

    /// Moves a clock that stands on to a later day; one that runs, or stands there or later, stays.
    pub(crate) fn move_to(&self, later: Date) {
        if let Self::Standing(day) = self {
            let mut day = day.lock().unwrap_or_else(PoisonError::into_inner);
            *day = later.max(*day);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_clock_that_stands_moves_forward_and_its_clones_with_it() {
        let clock = Clock::standing(date(2023, 9, 25));
        let other = clock.clone();
        clock.move_to(date(2023, 10, 9));
        assert_eq!(other.today(), date(2023, 10, 9));
        assert_eq!(CHINA.to_datetime(other.now()).date(), date(2023, 10, 9));
        other.move_to(date(2023, 9, 30));
        assert_eq!(clock.today(), date(2023, 10, 9));
    }
}
