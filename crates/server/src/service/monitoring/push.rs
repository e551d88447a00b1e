//! What machines send: the same rows, under a key of their own.

use std::collections::{BTreeMap, BTreeSet};

use yaodian_contract::{
    Kind,
    monitoring::{Done, Push, PushCell, Terms},
};
use yaodian_domain::ledger::{Network, access::Scope};
use yaodian_monitoring::network::{Came, ReviewState};
use yaodian_store::{Actor, Key, NewKey};

use super::{Bringing, Sheet, open, put};
use crate::{house::House, secret, service::Served};

/// So many characters of a key are looked at.
const LONGEST_KEY: usize = 256;

/// Takes in what a machine sent under its key: good rows go in, the others are answered with their reasons
/// and set aside. The same once more changes nothing, so that a machine sends again whatever got no answer.
pub(crate) async fn take(house: &House, key: &Key, sheet: Sheet, state: ReviewState) -> Served<Done> {
    let mut opened = open(house, None, key.network).await?;
    if let Some(unit) = &key.unit {
        opened.scope = Scope::Own(unit.clone());
    }
    let sheet = Sheet {
        name: key.name.clone(),
        ..sheet
    };
    let bringing = Bringing {
        act: house.act(Actor::system(&key.name)),
        came: Came::Push,
        account: None,
    };
    let done = put(house, &opened, sheet, Terms { state, on: None }, bringing).await?;
    house.store.note_key_used(&key.id, house.clock.today()).await?;
    Ok(done)
}

/// The key that a machine showed, if it is one of this network.
pub(crate) async fn found(house: &House, network: Network, token: &str) -> Served<Key> {
    if token.len() > LONGEST_KEY {
        return Err(Kind::KeyUnknown.into());
    }
    let key = house.store.key_by_hash(&secret::digest(token)).await?;
    Ok(key.filter(|key| key.network == network).ok_or(Kind::KeyUnknown)?)
}

/// Makes a key and hands out its secret, which is kept nowhere.
pub(crate) async fn make(house: &House, actor: Actor, mut key: NewKey) -> Served<(Key, String)> {
    let token = format!("yd_{}", secret::token());
    key.hash = secret::digest(&token);
    let made = house.store.make_key(&house.act(actor), &key).await?;
    Ok((made, token))
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
