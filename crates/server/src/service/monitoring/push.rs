//! What machines send: the same rows, under a key of their own.

use std::collections::{BTreeMap, BTreeSet};

use yaodian_contract::{
    Kind,
    monitoring::{Done, Push, PushCell, Terms},
};
use yaodian_domain::{
    id::{PlanId, UnitId},
    key::KeyScope,
    ledger::{Network, access::Scope},
};
use yaodian_monitoring::network::{Came, ReviewState};
use yaodian_store::{Actor, Holder, Key};

use super::{Bringing, Sheet, open, put};
use crate::{
    house::House,
    service::{Acting, Served, keys},
};

/// Who sends: a station with a key of its own, or a program in a person's name.
pub(crate) enum Sender {
    /// A station.
    Station {
        /// Its key.
        key: Box<Key>,
        /// At whose places; `None` for those of everybody.
        unit: Option<UnitId>,
        /// In the register of which plan; `None` for that of the one that is worked on.
        plan: Option<PlanId>,
    },
    /// A program, with the name of its key.
    Person(Box<Acting>, String),
}

/// Takes in what was sent under a key: good rows go in, the others are answered with their reasons and set
/// aside. The same once more changes nothing, so that a machine sends again whatever got no answer.
pub(crate) async fn take(
    house: &House,
    sender: &Sender,
    network: Network,
    sheet: Sheet,
    state: ReviewState,
) -> Served<Done> {
    let terms = Terms { state, on: None };
    match sender {
        Sender::Station { key, unit, plan } => {
            let house = &plan.as_ref().map_or_else(|| house.clone(), |plan| house.of(plan));
            let mut opened = open(house, None, network).await?;
            if let Some(unit) = unit {
                opened.scope = Scope::Own(unit.clone());
            }
            let bringing = Bringing {
                act: house.act(Actor::system(&key.name)),
                came: Came::Push,
                account: None,
            };
            let done = put(house, &opened, sheet.called(&key.name), terms, bringing).await?;
            house.store.note_key_used(&key.id, house.clock.today()).await?;
            Ok(done)
        }
        Sender::Person(account, name) => {
            let house = &house.of_post(&account.post);
            let opened = open(house, Some(&account.person()), network).await?;
            let bringing = Bringing {
                act: house.act(account.actor()),
                came: Came::Push,
                account: Some(&account.id),
            };
            put(house, &opened, sheet.called(name), terms, bringing).await
        }
    }
}

/// Whose key was shown, if it is one of this network or of a person.
pub(crate) async fn sender(house: &House, network: Network, token: &str) -> Served<Sender> {
    let key = keys::shown(house, token).await?;
    match &key.holder {
        Holder::Station {
            network: its,
            unit,
            plan,
        } if *its == network => {
            let (unit, plan) = (unit.clone(), plan.clone());
            let key = Box::new(key);
            Ok(Sender::Station { key, unit, plan })
        }
        Holder::Station { .. } => Err(Kind::KeyUnknown.into()),
        Holder::Person { .. } => {
            let name = key.name.clone();
            let account = keys::behind(house, key, KeyScope::Measurements).await?;
            Ok(Sender::Person(Box::new(account), name))
        }
    }
}

/// Rows of names and cells as a table: a column for every name that some row has.
pub(crate) fn table(push: &Push) -> Sheet {
    let names: BTreeSet<&String> = push.rows.iter().flat_map(BTreeMap::keys).collect();
    let cells = |row: &BTreeMap<String, PushCell>| {
        let cell = |name: &&String| row.get(*name).map(PushCell::text).unwrap_or_default();
        names.iter().map(cell).collect()
    };
    let rows = (1..).zip(push.rows.iter().map(cells)).collect();
    Sheet::new(String::new(), None, names.iter().copied().cloned().collect(), rows)
}
