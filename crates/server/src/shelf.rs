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
    ledger::Ledger,
    plan::Plan,
};
use yaodian_index::Index;
use yaodian_store::{Listed, Store, StoreError};

/// So many changed entries are taken in before readers are let in again.
const STRIDE: usize = 4_096;
/// Beyond so many changes a ledger is read anew, aside, instead of holding up its readers.
const AFRESH: i64 = 50_000;

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
        if now - *seq > AFRESH || *seq == 0 {
            let mut fresh = Index::new(shelved.ledger.clone(), order(plan));
            *seq = store
                .entries_since(&plan.id, ledger, 0, |listed| match listed {
                    Listed::There(entry) => fresh.put(entry),
                    Listed::Gone(_) => {}
                })
                .await?;
            *shelved.index.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        } else {
            let mut waiting = Vec::new();
            let take_in = |waiting: &mut Vec<Listed>| {
                let mut index = shelved.index.write().unwrap_or_else(PoisonError::into_inner);
                for listed in waiting.drain(..) {
                    match listed {
                        Listed::There(entry) => index.put(entry),
                        Listed::Gone(id) => {
                            index.remove(id);
                        }
                    }
                }
            };
            *seq = store
                .entries_since(&plan.id, ledger, *seq, |listed| {
                    waiting.push(listed);
                    if waiting.len() >= STRIDE {
                        take_in(&mut waiting);
                    }
                })
                .await?;
            take_in(&mut waiting);
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

impl Shelved {
    /// To be read from, briefly.
    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn order(plan: &Plan) -> Vec<UnitId> {
    plan.units.iter().map(|unit| unit.id.clone()).collect()
}
