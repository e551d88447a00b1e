//! Small batches of measurements.

use std::collections::BTreeSet;

use serde_json::json;
use yaodian_domain::{id::AccountId, ledger::Network};
use yaodian_monitoring::network::{Came, Moment, ReviewState};
use yaodian_store::{Held, NewBatch, NewMeasurement, Store, Stored, measurements::BatchHead};

use crate::fixtures::{act, day, plan_id};

pub fn batch() -> NewBatch {
    NewBatch {
        network: Network::Water,
        plan: plan_id(),
        demonstration: false,
        came: Came::Upload,
        account: Some(AccountId::new("zhang")),
        known_on: day("2023-09-25"),
        name: "九月 '$1.xlsx".to_owned(),
        sha256: Some("ab".repeat(32)),
        heads: vec!["断面".to_owned(), "高锰酸盐指数".to_owned()],
    }
}

pub fn made_up() -> NewBatch {
    NewBatch {
        demonstration: true,
        came: Came::Demonstration,
        account: None,
        sha256: None,
        ..batch()
    }
}

pub fn of_air() -> NewBatch {
    NewBatch {
        network: Network::Air,
        came: Came::Push,
        ..batch()
    }
}

pub fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

pub fn measured(station: &str, at: &str, state: ReviewState, body: &str) -> NewMeasurement {
    NewMeasurement {
        station: station.to_owned(),
        moment: moment(at),
        state,
        body: body.to_owned(),
    }
}

pub fn raw(station: &str, at: &str, body: &str) -> NewMeasurement {
    measured(station, at, ReviewState::Raw, body)
}

pub fn held(row: u64, station: &str) -> Held {
    Held {
        row,
        station: station.to_owned(),
        reasons: json!([{ "column": "高锰酸盐指数", "why": "\u{0}'$1" }]),
        cells: vec![station.to_owned(), "<0.5\n".to_owned()],
    }
}

pub async fn put(store: &Store, batch: &NewBatch, rows: Vec<NewMeasurement>) -> BatchHead {
    store.put_measurements(&act(), batch, rows, Vec::new()).await.unwrap()
}

/// How many were added, revised and found unchanged.
pub fn sorts(head: &BatchHead) -> [u64; 3] {
    [head.counts.added, head.counts.revised, head.counts.unchanged]
}

/// All that is there after batch `seq`, and the number up to which it has been seen.
pub async fn since(store: &Store, batch: &NewBatch, seq: i64) -> (Vec<Stored>, i64) {
    let mut all = Vec::new();
    let each = |stored| all.push(stored);
    let last = store
        .measurements_since(batch.network, batch.demonstration, seq, each)
        .await
        .unwrap();
    (all, last)
}

pub async fn bodies(store: &Store, batch: &NewBatch, seq: i64) -> Vec<String> {
    let (all, _) = since(store, batch, seq).await;
    all.into_iter().map(|stored| stored.body).collect()
}

pub async fn latest(store: &Store, batch: &NewBatch, stations: &[&str], from: &str, to: &str) -> Vec<String> {
    let stations: BTreeSet<String> = stations.iter().map(|station| (*station).to_owned()).collect();
    let latest = store
        .latest_measurements(batch.network, batch.demonstration, &stations, moment(from), moment(to))
        .await
        .unwrap();
    let mut latest: Vec<_> = latest.into_iter().collect();
    latest.sort();
    latest.into_iter().map(|(_, body)| body).collect()
}
