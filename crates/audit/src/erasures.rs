//! What erasures of people removed, by what their rows say.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::action;

/// What erasures removed, by what their rows say.
#[derive(Debug, Default)]
pub struct Removed(BTreeMap<String, Vec<(i64, i64)>>);

impl Removed {
    /// Notes what a row says, if it is that of an erasure.
    pub fn note(&mut self, action: &str, detail: &str) {
        #[derive(Deserialize)]
        struct Told {
            removed: BTreeMap<String, String>,
        }
        if ![action::ACCOUNT_ERASED, action::NAMED_ERASED].contains(&action) {
            return;
        }
        let Ok(Told { removed }) = serde_json::from_str(detail) else {
            return;
        };
        for (field, runs) in removed {
            let run = |run: &str| {
                let (from, to) = run.split_once('-').unwrap_or((run, run));
                Some((from.parse().ok()?, to.parse().ok()?))
            };
            let runs = runs.split(',').filter_map(run);
            self.0.entry(field).or_default().extend(runs);
        }
    }

    /// Whether an erasure removed a text.
    pub fn says(&self, seq: i64, field: &str) -> bool {
        let runs = self.0.get(field);
        runs.is_some_and(|runs| runs.iter().any(|(from, to)| (*from..=*to).contains(&seq)))
    }
}
