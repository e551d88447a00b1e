//! Rows of a sheet, weighed against the ledger as it stands.

use std::{cell::RefCell, collections::HashSet, fs::File, io::Seek as _, ops::ControlFlow};

use tokio::runtime::Handle;
use yaodian_contract::ledger::{FileTrouble, PreviewRow, VerdictCounts};
use yaodian_documents::{Heading, Limits, ReadRow};
use yaodian_domain::{
    id::EntryId,
    ledger::{Column, Draft, Entry, Problem, Trouble, Verdict, compare::weigh},
};
use yaodian_store::{Listed, StoreError};

use super::super::{Opened, entries};
use crate::{house::House, service::Refused};

/// So many rows are weighed at a time.
pub(super) const STRIDE: usize = 512;

/// What a row comes to, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Added,
    Changed,
    Unchanged,
    Conflict,
    Bad,
}

impl Sort {
    pub(super) const ALL: [Self; 5] = [Self::Bad, Self::Conflict, Self::Changed, Self::Added, Self::Unchanged];

    pub(super) fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Added { .. } => Self::Added,
            Verdict::Changed { .. } => Self::Changed,
            Verdict::Unchanged => Self::Unchanged,
            Verdict::Conflict { .. } => Self::Conflict,
            Verdict::Bad { .. } => Self::Bad,
        }
    }

    /// The sort by its name in addresses.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "added" => Some(Self::Added),
            "changed" => Some(Self::Changed),
            "unchanged" => Some(Self::Unchanged),
            "conflict" => Some(Self::Conflict),
            "bad" => Some(Self::Bad),
            _ => None,
        }
    }

    pub(super) fn counted(self, counts: &mut VerdictCounts) -> &mut usize {
        match self {
            Self::Added => &mut counts.added,
            Self::Changed => &mut counts.changed,
            Self::Unchanged => &mut counts.unchanged,
            Self::Conflict => &mut counts.conflict,
            Self::Bad => &mut counts.bad,
        }
    }
}

/// A row of the file, weighed.
pub(super) struct Weighed {
    pub(super) row: usize,
    pub(super) key: String,
    pub(super) verdict: Verdict,
    /// The entry as it stands.
    pub(super) entry: Option<Entry>,
    pub(super) cells: Vec<String>,
}

impl From<Weighed> for PreviewRow {
    fn from(weighed: Weighed) -> Self {
        Self {
            row: weighed.row,
            key: weighed.key,
            verdict: weighed.verdict,
        }
    }
}

/// Entries that have changed since a file was shown: a difference from them is a conflict.
#[derive(Default)]
pub(super) struct Since {
    /// The ledger's change up to which `changed` is complete; `None` where nothing was shown before.
    seen: Option<i64>,
    changed: HashSet<EntryId>,
}

impl Since {
    pub(super) fn new(seen: Option<i64>) -> RefCell<Self> {
        RefCell::new(Self {
            seen,
            changed: HashSet::new(),
        })
    }
}

/// Weighs the rows of a file against a ledger.
pub(super) struct Scale<'a> {
    pub(super) opened: &'a Opened,
    pub(super) house: &'a House,
    pub(super) handle: &'a Handle,
    pub(super) since: RefCell<Since>,
    pub(super) keeps_cells: bool,
    /// Whether what goes in is made up.
    pub(super) demonstration: bool,
}

/// A row as it was read, on its way to the scale.
struct Waiting {
    row: usize,
    key: String,
    outcome: Result<Draft, Vec<Problem>>,
    cells: Vec<String>,
}

/// Why weighing ended early.
pub(super) enum Broken {
    File(FileTrouble),
    Store(StoreError),
}

impl From<Broken> for Refused {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::File(why) => why.into(),
            Broken::Store(error) => error.into(),
        }
    }
}

impl Scale<'_> {
    /// Reads the file from its beginning, and calls `each` for every row; `Break` ends it.
    pub(super) fn weigh(
        &self,
        mut file: File,
        mut each: impl FnMut(Weighed) -> ControlFlow<()>,
    ) -> Result<Heading, Broken> {
        let damaged = |error: std::io::Error| {
            Broken::File(FileTrouble::Damaged {
                detail: error.to_string(),
            })
        };
        file.rewind().map_err(damaged)?;
        let opened = yaodian_documents::open(file, &Limits::default()).map_err(Broken::File)?;
        let mut waiting: Vec<Waiting> = Vec::with_capacity(STRIDE);
        let mut failed = None;
        let heading = opened.read(&self.opened.ledger, &self.opened.plan().units, |row: ReadRow<'_>| {
            // A sheet that says of itself that it is made up does not go into a real ledger.
            let mixed = row.demonstration && !self.demonstration;
            waiting.push(Waiting {
                row: row.row,
                cells: if self.keeps_cells { row.texts() } else { Vec::new() },
                key: row.key,
                outcome: if mixed {
                    Err(vec![Problem::new(Column::Key, Trouble::Demonstration)])
                } else {
                    row.outcome
                },
            });
            if waiting.len() < STRIDE {
                return ControlFlow::Continue(());
            }
            self.pass(&mut waiting, &mut each).unwrap_or_else(|error| {
                failed = Some(error);
                ControlFlow::Break(())
            })
        });
        if let Some(error) = failed {
            return Err(Broken::Store(error));
        }
        let heading = heading.map_err(Broken::File)?;
        let _ = self.pass(&mut waiting, &mut each).map_err(Broken::Store)?;
        Ok(heading)
    }

    /// Weighs the rows that wait.
    fn pass(
        &self,
        waiting: &mut Vec<Waiting>,
        each: &mut impl FnMut(Weighed) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, StoreError> {
        let ledger = &self.opened.ledger;
        let entries: Vec<Option<Entry>> = {
            let index = self.opened.shelved.index();
            waiting.iter().map(|row| index.find(&row.key)).collect()
        };
        // After the entries were taken out of memory: what they say came about before this.
        self.catch_up()?;
        // What was read in versions that are no longer the latest.
        let stale: Vec<(EntryId, i64)> = waiting
            .iter()
            .zip(&entries)
            .filter_map(|(row, entry)| {
                let (entry, version) = (entry.as_ref()?, row.outcome.as_ref().ok()?.version?);
                (version < entry.version).then_some((entry.id, version))
            })
            .collect();
        let read = if stale.is_empty() {
            Vec::new()
        } else {
            self.handle
                .block_on(self.house.store.rows_at(&self.opened.plan().id, ledger, &stale))?
        };
        let desk = self.opened.desk();
        for (row, entry) in waiting.drain(..).zip(entries) {
            let Waiting {
                row,
                key,
                outcome,
                cells,
            } = row;
            let verdict = match outcome {
                Err(problems) => Verdict::Bad { problems },
                Ok(draft) => {
                    let base = entry.as_ref().zip(draft.version).and_then(|(entry, version)| {
                        let found = read.iter().find(|(of, _)| *of == (entry.id, version));
                        found.map(|(_, row)| row)
                    });
                    let verdict = weigh(ledger, &desk, &draft, entry.as_ref(), base);
                    self.after_all(&draft, entry.as_ref(), verdict)
                }
            };
            // What somebody must not see is not shown as a difference either.
            let hidden = entry.as_ref().is_some_and(|entry| !self.opened.sees(&entry.row.unit));
            let verdict = if hidden { entries::not_yours() } else { verdict };
            let weighed = Weighed {
                row,
                key,
                verdict,
                entry,
                cells,
            };
            if each(weighed).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Learns which entries have changed since the file was shown.
    fn catch_up(&self) -> Result<(), StoreError> {
        let mut since = self.since.borrow_mut();
        let Some(seen) = since.seen else { return Ok(()) };
        let (store, ledger, plan) = (&self.house.store, &self.opened.ledger, &self.opened.plan().id);
        if self.handle.block_on(store.ledger_state(plan, &ledger.id))?.seq > seen {
            let Since { changed, .. } = &mut *since;
            let listed = |listed| {
                if let Listed::There(entry) = listed {
                    changed.insert(entry.id);
                }
            };
            let now = self.handle.block_on(store.entries_since(plan, ledger, seen, listed))?;
            since.seen = Some(now);
        }
        Ok(())
    }

    /// A row without a version speaks of the entry as it was when the file was shown.
    fn after_all(&self, draft: &Draft, entry: Option<&Entry>, verdict: Verdict) -> Verdict {
        match (verdict, entry) {
            (Verdict::Changed { changes, .. }, Some(entry))
                if draft.version.is_none() && self.since.borrow().changed.contains(&entry.id) =>
            {
                Verdict::Conflict {
                    clashes: changes.into_iter().map(Into::into).collect(),
                    version: entry.version,
                }
            }
            (verdict, _) => verdict,
        }
    }
}
