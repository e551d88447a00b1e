//! For which days each published figure was known.
//!
//! A figure is known from the day of its publication, which may lie long before the day on which it
//! was loaded here: who asks about a day before a plan was loaded is answered by what had been
//! published by then. Once a figure is here, answers rest on it until it is retired, and so they do
//! for ever when asked about those days again:
//!
//! * a figure that was **retired** is known from its publication, but not before it was loaded,
//!   until the day of its retirement, which is no more one of its days;
//! * a figure that **took the place** of retired ones is known from the day on which it was loaded,
//!   and before they were.
//!
//! Where a figure was retired on the day it was loaded nobody was ever answered by it.

use std::collections::HashMap;

use jiff::civil::Date;
use yaodian_domain::{id::TargetId, observation::Observation};

/// A published figure as it is kept.
pub(crate) struct Kept {
    pub(crate) id: String,
    pub(crate) target: TargetId,
    /// The one whose place it took.
    pub(crate) replaces: Option<String>,
    /// The day on which it was loaded.
    pub(crate) loaded_on: Date,
    /// The day on which it was retired; `None` if it counts.
    pub(crate) retired_on: Option<Date>,
    pub(crate) observation: Observation,
}

impl Kept {
    /// From which day on answers rested on it, if it was retired and ever was the answer.
    fn answered_from(&self) -> Option<Date> {
        let from = self.observation.known_on.max(self.loaded_on);
        self.retired_on.filter(|&retired| from < retired).map(|_| from)
    }
}

/// The figures with the days on which they were known; one that was known, then was not, and then
/// was again stands there twice.
pub(crate) fn replay(kept: Vec<Kept>) -> Vec<(TargetId, Observation)> {
    let by_id: HashMap<&str, &Kept> = kept.iter().map(|row| (row.id.as_str(), row)).collect();
    let before = |row: &Kept| row.replaces.as_deref().and_then(|id| by_id.get(id).copied());
    let mut all = Vec::with_capacity(kept.len());
    for row in &kept {
        // Its publisher may have withdrawn it as well.
        let mut add = |known_on: Date, until: Option<Date>| {
            let withdrawn_on = [until, row.observation.withdrawn_on].into_iter().flatten().min();
            if withdrawn_on.is_none_or(|day| known_on < day) {
                let observation = Observation {
                    known_on,
                    withdrawn_on,
                    ..row.observation.clone()
                };
                all.push((row.target.clone(), observation));
            }
        };
        if row.retired_on.is_some() {
            if let Some(from) = row.answered_from() {
                add(from, row.retired_on);
            }
            continue;
        }
        let known_on = row.observation.known_on;
        let replaced = std::iter::successors(before(row), |earlier| before(earlier));
        match replaced.filter_map(Kept::answered_from).min() {
            Some(first) => {
                add(known_on, Some(first));
                add(known_on.max(row.loaded_on), None);
            }
            None => add(known_on, None),
        }
    }
    all
}
