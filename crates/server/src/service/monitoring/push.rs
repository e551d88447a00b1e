//! What machines send: the same rows, under a key of their own.

use std::collections::BTreeSet;

use yaodian_contract::{
    Kind,
    monitoring::{Done, Push, Terms},
};
use yaodian_domain::ledger::{Network, access::Scope};
use yaodian_monitoring::network::ReviewState;
use yaodian_store::{Actor, Came, Key, NewKey};

use super::{Bringing, Sheet, clean, open, put};
use crate::{house::House, secret, service::Served};

/// So many characters of a key are looked at.
const LONGEST_KEY: usize = 256;

/// What a machine sent.
pub(crate) enum Sent {
    /// Rows of names and cells.
    Rows(Push),
    /// A table of CSV.
    Table(Sheet, ReviewState),
}

/// Takes in what a machine sent: good rows go in, the others are answered with their reasons and set
/// aside. The same once more changes nothing, so that a machine sends again whatever got no answer.
pub(crate) async fn take(house: &House, network: Network, token: &str, sent: Sent) -> Served<Done> {
    let key = found(house, network, token).await?;
    let mut opened = open(house, None, network).await?;
    if let Some(unit) = &key.unit {
        opened.scope = Scope::Own(unit.clone());
    }
    let (sheet, state) = match sent {
        Sent::Table(sheet, state) => (sheet, state),
        Sent::Rows(push) => (table(&push), push.state),
    };
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
fn table(push: &Push) -> Sheet {
    let names: BTreeSet<&String> = push.rows.iter().flat_map(|row| row.keys()).collect();
    let cells = |row: &std::collections::BTreeMap<String, yaodian_contract::monitoring::PushCell>| {
        let cell = |name: &&String| row.get(*name).map(|cell| clean(cell.text())).unwrap_or_default();
        names.iter().map(cell).collect()
    };
    Sheet {
        name: String::new(),
        sha256: None,
        rows: (1..).zip(push.rows.iter().map(cells)).collect(),
        heads: names.iter().map(|name| clean((*name).clone())).collect(),
    }
}
