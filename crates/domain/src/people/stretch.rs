//! Days with a beginning, and perhaps an end.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::time::DaySpan;

/// Days from a first one on, without an end or with a last day.
///
/// Invariant: the last day is not before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Stretch {
    from: Date,
    until: Option<Date>,
}

#[derive(Serialize, Deserialize)]
struct Ends {
    from: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
}

/// The last day lies before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{until} lies before {from}")]
pub struct BackToFront {
    /// The first day given.
    pub from: Date,
    /// The last day given.
    pub until: Date,
}

impl TryFrom<Ends> for Stretch {
    type Error = BackToFront;
    fn try_from(Ends { from, until }: Ends) -> Result<Self, BackToFront> {
        Self::new(from, until)
    }
}

impl From<Stretch> for Ends {
    fn from(Stretch { from, until }: Stretch) -> Self {
        Self { from, until }
    }
}

impl From<DaySpan> for Stretch {
    fn from(days: DaySpan) -> Self {
        Self {
            from: days.from(),
            until: Some(days.to()),
        }
    }
}

impl Stretch {
    /// From `from` until `until`, both included; without an end if there is none.
    pub fn new(from: Date, until: Option<Date>) -> Result<Self, BackToFront> {
        match until {
            Some(until) if until < from => Err(BackToFront { from, until }),
            _ => Ok(Self { from, until }),
        }
    }

    /// The first day.
    pub fn from(self) -> Date {
        self.from
    }

    /// The last day; `None` without an end.
    pub fn until(self) -> Option<Date> {
        self.until
    }

    /// Whether `day` is in it.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether they have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.until.is_none_or(|until| other.from <= until) && other.until.is_none_or(|until| self.from <= until)
    }

    /// Whether every day of `other` is in it.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from
            && match (self.until, other.until) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(mine), Some(its)) => its <= mine,
            }
    }

    /// What is left of it when it ends with `last` at the latest; `None` if nothing is.
    #[must_use]
    pub fn ending(self, last: Date) -> Option<Self> {
        let until = self.until.map_or(last, |until| until.min(last));
        Self::new(self.from, Some(until)).ok()
    }

    /// The day after it; `None` without an end.
    pub fn after(self) -> Option<Date> {
        self.until.map(|until| until.saturating_add(1.day()))
    }
}
