//! A ledger of outfalls, and short ways to change it.

use std::collections::BTreeMap;

use yaodian_domain::{
    Date,
    id::{EntryId, FieldId, LedgerId, PlanId, StageId},
    ledger::{
        Entry, Field, FieldKind, Kept, Ledger, Movement, Row, Stage,
        counts::{Counting, Sum, movements},
    },
    plan::Name,
};
use yaodian_store::{Applied, Changing, How, Listed, Mode, Put, Store};

use crate::fixtures::{DAY, act, unit};

pub fn name(zh: &str) -> Name {
    Name {
        zh: zh.to_owned(),
        en: zh.to_owned(),
    }
}

/// Outfalls with a river, a kind and a discharge, which are traced and then closed.
pub fn outfalls() -> Ledger {
    with_fields(&["river", "kind", "discharge"])
}

pub fn with_fields(fields: &[&str]) -> Ledger {
    let field = |id: &&str| Field {
        id: FieldId::new(*id).unwrap(),
        name: name(id),
        kind: FieldKind::Text,
        required: false,
        private: false,
    };
    let stage = |id: &str| Stage {
        id: stage(id),
        name: name(id),
        files: 0,
        fields: Vec::new(),
        movers: Vec::new(),
    };
    Ledger {
        id: LedgerId::new("outfalls-yangtze").unwrap(),
        name: name("长江入河排污口台账"),
        counted: name("排污口"),
        key: name("排污口编号"),
        expected: None,
        fields: fields.iter().map(field).collect(),
        stages: ["traced", "closed"].map(stage).into(),
        feeds: Vec::new(),
        holders: vec![unit("420100")],
        leads: Vec::new(),
        public: false,
        keeps_location: false,
        counts_from: None,
        network: None,
        note: None,
    }
}

pub fn stage(id: &str) -> StageId {
    StageId::new(id).unwrap()
}

pub fn row(key: &str, river: &str) -> Row {
    Row {
        key: key.to_owned(),
        unit: unit("420100"),
        values: vec![Some(river.to_owned()), None, None],
        reached: Vec::new(),
    }
}

pub fn row_at(key: &str, river: &str, reached: &[&str]) -> Row {
    Row {
        reached: reached.iter().map(|day| day.parse().unwrap()).collect(),
        ..row(key, river)
    }
}

/// As many new outfalls, numbered from `from`.
pub fn many(from: usize, count: usize) -> impl Iterator<Item = Put> + Send {
    (from..from + count).map(|n| Put::New(row(&format!("EZ-{n:05}"), "长江")))
}

pub fn changing<'a>(plan: &'a PlanId, ledger: &'a Ledger) -> Changing<'a> {
    Changing {
        plan,
        ledger,
        how: How::Edit,
        account: None,
        demonstration: false,
        known_on: DAY,
        mode: Mode::WhatGoesIn,
        undoes: None,
        broken_off: None,
    }
}

pub async fn put(store: &Store, plan: &PlanId, ledger: &Ledger, puts: Vec<Put>) -> Applied {
    store
        .apply(&act(), &changing(plan, ledger), puts.into_iter())
        .await
        .unwrap()
}

/// The entry of this number.
pub async fn of_key(store: &Store, plan: &PlanId, ledger: &Ledger, key: &str) -> Entry {
    let found = store.entries_by_key(plan, ledger, &[key]).await.unwrap();
    let [entry] = found.try_into().unwrap();
    entry
}

pub fn change(entry: &Entry, after: Row) -> Put {
    Put::Change {
        id: entry.id,
        read: entry.version,
        after,
    }
}

pub fn remove(entry: &Entry) -> Put {
    Put::Remove {
        id: entry.id,
        read: entry.version,
    }
}

/// A ledger held in memory, as the server holds it.
#[derive(Default)]
pub struct Shelf {
    pub entries: BTreeMap<EntryId, Entry>,
    pub seq: i64,
}

impl Shelf {
    pub async fn full(store: &Store, plan: &PlanId, ledger: &Ledger) -> Self {
        let mut shelf = Self::default();
        shelf.catch_up(store, plan, ledger).await;
        shelf
    }

    pub async fn catch_up(&mut self, store: &Store, plan: &PlanId, ledger: &Ledger) {
        let entries = &mut self.entries;
        let take = |listed| match listed {
            Listed::There(entry) => {
                entries.insert(entry.id, entry);
            }
            Listed::Gone(id) => {
                entries.remove(&id);
            }
        };
        self.seq = store.entries_since(plan, ledger, self.seq, take).await.unwrap();
    }

    pub fn keys(&self) -> Vec<&str> {
        self.entries.values().map(|entry| entry.row.key.as_str()).collect()
    }
}

pub async fn kept(store: &Store, plan: &PlanId) -> Option<Kept> {
    let mut all = store.kept(plan).await.unwrap();
    assert!(all.len() < 2);
    all.pop()
}

pub async fn funnel(store: &Store, plan: &PlanId, ledger: &Ledger, day: Date) -> Vec<i64> {
    kept(store, plan)
        .await
        .map_or(vec![0; 3], |kept| kept.funnel(ledger, None, day))
}

/// Movements but for the days on which they became known: what they sum up to now.
pub fn now(all: impl IntoIterator<Item = Movement>) -> Vec<Movement> {
    let mut sum = Sum::default();
    for m in all {
        sum.add(Movement { known_on: DAY, ..m });
    }
    sum.into_movements().collect()
}

/// Whether what was counted is what is there.
pub async fn counts_fit(store: &Store, plan: &PlanId, ledger: &Ledger) {
    let mut there = Vec::new();
    for entry in Shelf::full(store, plan, ledger).await.entries.into_values() {
        movements(None, Some(Counting::of(ledger, &entry.row)), DAY, |m| there.push(m));
    }
    let counted = kept(store, plan).await.map_or_else(Vec::new, |kept| kept.movements);
    assert_eq!(now(counted), now(there));
}
