//! What monitoring networks measured, held in memory and kept in step with the database.
//!
//! A network is read whole when it is first asked for; after that, whoever asks reads what came in since,
//! found by the number of the last batch. So any number of processes on one database see the same.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use yaodian_domain::{
    id::{LedgerId, PlanId},
    ledger::{Ledger, Network},
    plan::Plan,
};
use yaodian_monitoring::network::{
    AirRecord, AirSaid, Listed, Measured, Record, Register, Said, Version, WaterRecord, WaterSaid,
};
use yaodian_store::{Store, StoreError, Stored};

/// All networks that somebody asked for.
#[derive(Default)]
pub(crate) struct Networks {
    known: Mutex<HashMap<(PlanId, LedgerId), Known>>,
    /// What was measured, which is no plan's own.
    records: tokio::sync::Mutex<HashMap<(Network, bool), (i64, Record)>>,
}

/// A network as it was when it was last asked for.
struct Known {
    /// The number of the register's last change, and of the last batch.
    at: (i64, i64),
    ledger: Ledger,
    measured: Arc<Measured>,
}

impl Networks {
    /// The networks that a plan has registers of.
    pub(crate) async fn of(&self, store: &Store, plan: &Plan) -> Result<Vec<Arc<Measured>>, StoreError> {
        let mut all = Vec::new();
        for ledger in &plan.ledgers {
            if let Some(network) = ledger.network {
                all.push(self.one(store, plan, ledger, network).await?);
            }
        }
        Ok(all)
    }

    async fn one(
        &self,
        store: &Store,
        plan: &Plan,
        ledger: &Ledger,
        network: Network,
    ) -> Result<Arc<Measured>, StoreError> {
        let key = (plan.id.clone(), ledger.id.clone());
        let state = store.ledger_state(&plan.id, &ledger.id).await?;
        let at = (state.seq, store.measurements_seq(network).await?);
        if let Some(known) = self.known().get(&key)
            && known.at == at
            && known.ledger == *ledger
        {
            return Ok(known.measured.clone());
        }
        let versions = store.all_versions(&plan.id, ledger).await?;
        let listed = versions
            .into_iter()
            .map(|(entry, known_on, row)| Listed { entry, known_on, row });
        let register = Register::new(ledger.clone(), state.demonstration, listed);
        let record = self.record(store, network, state.demonstration).await?;
        let measured = Arc::new(Measured { register, record });
        let known = Known {
            at,
            ledger: ledger.clone(),
            measured: measured.clone(),
        };
        self.known().insert(key, known);
        Ok(measured)
    }

    /// What was measured, with what came in since it was last asked for.
    async fn record(&self, store: &Store, network: Network, demonstration: bool) -> Result<Record, StoreError> {
        let mut records = self.records.lock().await;
        let (seq, record) = records.entry((network, demonstration)).or_insert_with(|| {
            let record = match network {
                Network::Water => Record::Water(WaterRecord::default()),
                Network::Air => Record::Air(AirRecord::default()),
            };
            (0, record)
        });
        let mut unread = 0_u64;
        let take = |stored| unread += u64::from(!add(record, stored));
        *seq = store.measurements_since(network, demonstration, *seq, take).await?;
        if unread > 0 {
            tracing::error!(unread, network = network.as_str(), "measurements that cannot be read");
        }
        if let Record::Air(record) = record {
            record.settle();
        }
        Ok(record.clone())
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<(PlanId, LedgerId), Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a stored measurement in; whether it could be read.
fn add(record: &mut Record, stored: Stored) -> bool {
    let Stored {
        station: code,
        moment,
        state,
        known_on,
        body,
    } = stored;
    match record {
        Record::Water(record) => serde_json::from_str::<WaterSaid>(&body).map(|value| {
            record.add(Said {
                code,
                moment,
                version: Version { known_on, state, value },
            });
        }),
        Record::Air(record) => serde_json::from_str::<AirSaid>(&body).map(|value| {
            record.add(Said {
                code,
                moment,
                version: Version { known_on, state, value },
            });
        }),
    }
    .is_ok()
}
