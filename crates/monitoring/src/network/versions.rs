//! What was said of one place and moment, one after another.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cell;

/// How far a measurement has been looked through. The states are kept apart: a later word in one of them
/// leaves the others as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// 原始: as the instrument or the laboratory gave it.
    Raw,
    /// 审核: looked through by whoever runs the station.
    Checked,
    /// 复核: confirmed by the authority above.
    Confirmed,
}

impl ReviewState {
    /// All of them, the last word last.
    pub const ALL: [Self; 3] = [Self::Raw, Self::Checked, Self::Confirmed];

    /// The name in addresses and data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Checked => "checked",
            Self::Confirmed => "confirmed",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Reads the state as tables have it; `None` of an empty cell.
    ///
    /// # Errors
    ///
    /// [`NoState`] of words that name none.
    pub fn read(text: &str) -> Result<Option<Self>, NoState> {
        match text.trim() {
            "原始" | "原始数据" | "未审核" | "raw" => Ok(Some(Self::Raw)),
            "审核" | "已审核" | "审核数据" | "初审" | "checked" => Ok(Some(Self::Checked)),
            "复核" | "已复核" | "复核数据" | "终审" | "confirmed" => Ok(Some(Self::Confirmed)),
            text if cell::is_missing(text) => Ok(None),
            text => Err(NoState(text.to_owned())),
        }
    }
}

/// How many measurements have been looked through how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct States([usize; 3]);

impl States {
    /// How many are in a state.
    pub const fn count(&self, state: ReviewState) -> usize {
        self.0[state as usize]
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }
}

impl FromIterator<ReviewState> for States {
    fn from_iter<I: IntoIterator<Item = ReviewState>>(states: I) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.0[state as usize] += 1;
        }
        counts
    }
}

/// A text that names no state of review.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no state of review")]
pub struct NoState(pub String);

/// What was said at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version<T> {
    /// The day on which it became known.
    pub known_on: Date,
    /// How far it had been looked through.
    pub state: ReviewState,
    /// What was said.
    pub value: T,
}

/// All that was said of one place and moment. Nothing is ever taken out, so that what was known on an
/// earlier day stays what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions<T>(Vec<Version<T>>);

impl<T> Default for Versions<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Versions<T> {
    /// Adds what was said later than all others.
    pub fn add(&mut self, version: Version<T>) {
        self.0.push(version);
    }

    /// What counts on `day`: of what was known by then the furthest looked through, and of that the latest.
    /// So raw data that come in again change nothing that was confirmed.
    pub fn on(&self, day: Date) -> Option<&Version<T>> {
        let known = self.0.iter().filter(|version| version.known_on <= day);
        // Of equals the last: it was added later.
        known.max_by_key(|version| version.state)
    }

    /// The latest in one state, whatever the others say.
    pub fn latest_in(&self, state: ReviewState) -> Option<&Version<T>> {
        self.0.iter().rfind(|version| version.state == state)
    }

    /// All of them, in the order in which they were said.
    pub fn all(&self) -> &[Version<T>] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i8) -> Date {
        Date::constant(2023, 5, number)
    }

    fn versions(said: &[(i8, ReviewState, u32)]) -> Versions<u32> {
        let mut versions = Versions::default();
        for &(on, state, value) in said {
            versions.add(Version {
                known_on: day(on),
                state,
                value,
            });
        }
        versions
    }

    #[test]
    fn the_furthest_looked_through_counts_and_of_that_the_latest() {
        use ReviewState::{Checked, Confirmed, Raw};
        let said = versions(&[
            (1, Raw, 10),
            (2, Checked, 20),
            (3, Raw, 30),
            (4, Confirmed, 40),
            (5, Checked, 50),
            (6, Confirmed, 60),
        ]);
        let on = |number| said.on(day(number)).map(|version| version.value);
        assert_eq!(on(1), Some(10));
        assert_eq!(on(3), Some(20), "raw data that come in again change nothing");
        assert_eq!(on(5), Some(40));
        assert_eq!(on(6), Some(60));
        assert_eq!(versions(&[(2, Raw, 1)]).on(day(1)), None);
        assert_eq!(said.latest_in(Raw).map(|version| version.value), Some(30));
    }

    #[test]
    fn states_are_counted_each_by_itself() {
        use ReviewState::{Checked, Confirmed, Raw};
        let counts: States = [Raw, Confirmed, Raw].into_iter().collect();
        assert_eq!([Raw, Checked, Confirmed].map(|state| counts.count(state)), [2, 0, 1]);
        assert_eq!(counts.all(), 3);
    }

    proptest! {
        /// What is said later changes no answer about a day before it.
        #[test]
        fn the_past_stays(said in prop::collection::vec((1i8..28, 0usize..3, 0u32..5), 1..12), asked in 1i8..28) {
            let mut said = said;
            said.sort_by_key(|(on, ..)| *on);
            let said: Vec<_> = said.into_iter().map(|(on, state, value)| (on, ReviewState::ALL[state], value)).collect();
            let by_then: Vec<_> = said.iter().copied().filter(|(on, ..)| *on <= asked).collect();
            let value = |said: &[_]| versions(said).on(day(asked)).map(|version| version.value);
            prop_assert_eq!(value(&said), value(&by_then));
        }
    }
}
