//! The ledgers that are held in memory, kept in step with the database.
//!
//! A ledger is read whole when it is first asked for; after that, whoever asks reads what has
//! changed since, found by the ledger's change number. So any number of processes on one database
//! see the same.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard},
};

use yaodian_domain::{
    id::{LedgerId, PlanId, UnitId},
    ledger::{Column, Ledger, access::Scope},
    plan::Plan,
};
use yaodian_index::Index;
use yaodian_store::{Listed, Store, StoreError};

/// So many changed entries are taken in before readers are let in again.
const STRIDE: usize = 4_096;
/// If so many entries have changed, a ledger is read anew, aside, instead of holding up its readers.
const AFRESH: usize = 50_000;
/// A ledger with so many entries has its columns put in order before somebody asks for them.
const LARGE: usize = 50_000;

/// All ledgers that somebody asked for.
#[derive(Default)]
pub(crate) struct Shelf {
    ledgers: Mutex<HashMap<(PlanId, LedgerId), Arc<Shelved>>>,
}

/// One ledger in memory.
pub(crate) struct Shelved {
    /// The definition by which it was read.
    ledger: Arc<Ledger>,
    index: RwLock<Index>,
    /// The number of the last change taken in. Whoever brings it up to date holds it.
    seq: tokio::sync::Mutex<i64>,
}

impl Shelf {
    /// The ledger as it stands in the database at this moment, and the number of its last change.
    pub(crate) async fn current(
        &self,
        store: &Store,
        plan: &Plan,
        ledger: &Ledger,
    ) -> Result<(Arc<Shelved>, i64), StoreError> {
        let shelved = self.shelved(plan, ledger);
        let now = store.ledger_state(&plan.id, &ledger.id).await?.seq;
        let mut seq = shelved.seq.lock().await;
        if *seq >= now {
            return Ok((shelved.clone(), *seq));
        }
        let changed = if *seq == 0 {
            None
        } else {
            changes(store, plan, ledger, *seq).await?
        };
        match changed {
            Some((changed, up_to)) => {
                for stride in changed.chunks(STRIDE) {
                    let mut index = shelved.index.write().unwrap_or_else(PoisonError::into_inner);
                    for listed in stride {
                        match listed {
                            Listed::There(entry) => index.put(entry.clone()),
                            Listed::Gone(id) => {
                                index.remove(*id);
                            }
                        }
                    }
                }
                *seq = up_to;
            }
            None => {
                let mut fresh = Index::new(shelved.ledger.clone(), order(plan));
                let take = |listed| {
                    if let Listed::There(entry) = listed {
                        fresh.put(entry);
                    }
                };
                *seq = store.entries_since(&plan.id, ledger, 0, take).await?;
                let large = fresh.len(&Scope::All) >= LARGE;
                *shelved.index.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                if large {
                    let shelved = shelved.clone();
                    tokio::task::spawn_blocking(move || shelved.warm());
                }
            }
        }
        let now = *seq;
        drop(seq);
        Ok((shelved, now))
    }

    fn shelved(&self, plan: &Plan, ledger: &Ledger) -> Arc<Shelved> {
        let mut ledgers = self.ledgers.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = ledgers.entry((plan.id.clone(), ledger.id.clone()));
        let fresh = || {
            let ledger = Arc::new(ledger.clone());
            Arc::new(Shelved {
                index: RwLock::new(Index::new(ledger.clone(), order(plan))),
                ledger,
                seq: tokio::sync::Mutex::new(0),
            })
        };
        let shelved = slot.or_insert_with(fresh);
        // A new version of the plan may have defined it otherwise.
        if *shelved.ledger != *ledger {
            *shelved = fresh();
        }
        shelved.clone()
    }
}

/// What has changed after `seq`, and up to which change that is; `None` if it is so much that the
/// ledger is better read anew.
async fn changes(
    store: &Store,
    plan: &Plan,
    ledger: &Ledger,
    seq: i64,
) -> Result<Option<(Vec<Listed>, i64)>, StoreError> {
    let (mut changed, mut too_many) = (Vec::new(), false);
    let take = |listed| {
        too_many |= changed.len() >= AFRESH;
        if !too_many {
            changed.push(listed);
        }
    };
    let up_to = store.entries_since(&plan.id, ledger, seq, take).await?;
    Ok((!too_many).then_some((changed, up_to)))
}

impl Shelved {
    /// Puts all columns in order.
    fn warm(&self) {
        let stages = self.ledger.stages.iter().map(|stage| Column::Reached(stage.id.clone()));
        let fields = self.ledger.fields.iter().map(|field| Column::Field(field.id.clone()));
        let own = [Column::Key, Column::Unit, Column::Stage, Column::Changed];
        let columns: Vec<Column> = own.into_iter().chain(stages).chain(fields).collect();
        self.index().warm(&columns);
    }

    /// To be read from, briefly.
    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn order(plan: &Plan) -> Vec<UnitId> {
    plan.units.iter().map(|unit| unit.id.clone()).collect()
}
