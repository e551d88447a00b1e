//! 个人信息: a copy of what is kept about a person, and erasing a person; the same for people whom ledgers name, with or
//! without an account. One function each behind the app and the command line.

use serde_json::{Value, json};
use yaodian_contract::{Kind, named as contract, people::Decide};
use yaodian_domain::{
    id::AccountId,
    people::Decision,
    privacy::{Sought, Topic},
};
use yaodian_store::{
    Act,
    personal::{
        Erased,
        named::{InEntry, Named, SetAside, Taken, Whom},
    },
};
use yaodian_words::{Lang, privacy as words};

use super::{Acting, Served, people};
use crate::house::House;

/// What a copy says that it is.
const FORMAT: &str = "yaodian-personal-data";
/// The same for somebody whom ledgers name.
const NAMED_FORMAT: &str = "yaodian-named-in-ledgers";

/// A copy of all that is kept about a person, as JSON:
///
/// * `format`, `version` (1) and `made_at`;
/// * `topics`: what is kept, what for, who sees it and for how long, in both languages;
/// * `account`: who;
/// * `records`: one member a table, with `rows` (columns by name; what is another person's name is null) and
///   `secret`, the columns whose content is kept as a hash or sealed, and handed to nobody;
/// * `words`: what the person wrote, each with when, on what occasion, about what and in which place;
/// * `audit`: what the person did, and what was done to the account.
///
/// Whether somebody may ask for it is asked elsewhere.
pub(crate) async fn copy(house: &House, id: &AccountId) -> Served<Value> {
    let data = house.store.personal_data(id).await?;
    let topics: Vec<Value> = Topic::ALL.into_iter().map(topic).collect();
    let records: serde_json::Map<String, Value> = data
        .tables
        .into_iter()
        .map(|table| {
            (
                table.table.to_owned(),
                json!({ "rows": table.rows, "secret": table.secret }),
            )
        })
        .collect();
    Ok(json!({
        "format": FORMAT,
        "version": 1,
        "made_at": jiff::Timestamp::now(),
        "account": data.account,
        "topics": topics,
        "records": records,
        "words": data.words,
        "audit": data.audit,
    }))
}

/// What is told of a topic, in both languages.
fn topic(topic: Topic) -> Value {
    let told = |of: fn(Lang, Topic) -> &'static str| json!({ "zh": of(Lang::Zh, topic), "en": of(Lang::En, topic) });
    json!({
        "topic": topic,
        "what": told(words::of),
        "purpose": told(words::purpose),
        "seen_by": told(words::seen_by),
        "kept": told(words::kept),
    })
}

/// Where ledgers name somebody. Whether it may be asked is asked elsewhere.
pub(crate) async fn named(house: &House, whom: &Whom) -> Served<Named> {
    Ok(house.store.named(whom).await?)
}

/// The same as JSON, to be handed to whoever asked for it:
///
/// * `format`, `version` (1) and `made_at`;
/// * `sought`: the values;
/// * `topic`: what is kept, what for, who sees it and for how long, in both languages;
/// * `named`: versions of entries, rows of measurements, and in how many rows the audit tells it.
pub(crate) async fn named_copy(house: &House, whom: &Whom) -> Served<Value> {
    let named = named(house, whom).await?;
    let sought: Vec<&str> = whom.values.iter().map(Sought::as_str).collect();
    Ok(json!({
        "format": NAMED_FORMAT,
        "version": 1,
        "made_at": jiff::Timestamp::now(),
        "sought": sought,
        "topic": topic(Topic::Named),
        "named": named,
    }))
}

/// Where ledgers name somebody, for whoever looks after people in all plans: a person is looked for in all ledgers.
pub(crate) async fn look_for(house: &House, account: &Acting, whom: contract::Whom) -> Served<contract::Named> {
    account.person().may_manage_people()?;
    account.holds_everywhere()?;
    let found = named(house, &asked(whom)).await?;
    let entry = |one: InEntry| contract::NamedEntry {
        plan: one.plan,
        ledger: one.ledger,
        entry: one.entry,
        key: one.key,
        version: one.version,
        since: minute(&one.since),
        latest: one.latest,
        fields: one.fields,
        beside: one.beside,
    };
    let row = |one: SetAside| contract::NamedRow {
        batch: one.batch,
        at: minute(&one.at),
        row: one.row,
        cells: one.cells,
    };
    Ok(contract::Named {
        entries: found.entries.into_iter().map(entry).collect(),
        set_aside: found.set_aside.into_iter().map(row).collect(),
        audit: found.audit,
        hashed: found.hashed.len(),
    })
}

/// Erases somebody from ledgers, by whoever looks after people in all plans.
pub(crate) async fn erase_looked_for(
    house: &House,
    account: &Acting,
    whom: contract::Whom,
) -> Served<contract::NamedErased> {
    account.person().may_manage_people()?;
    account.holds_everywhere()?;
    let taken = erase_named(house, &house.act(account.actor()), &asked(whom)).await?;
    let overwritten = house.store.overwrite_what_went().await;
    if let Err(error) = &overwritten {
        tracing::warn!(%error, "the database could not be written anew after an erasure");
    }
    Ok(contract::NamedErased {
        versions: taken.versions,
        rows: taken.rows,
        texts: taken.texts,
        hashed: taken.hashed,
        overwritten: overwritten.is_ok(),
    })
}

/// An instant in China's time, to the minute.
fn minute(at: &str) -> String {
    let told = |at: jiff::Timestamp| yaodian_store::time_of(at).strftime("%Y-%m-%d %H:%M").to_string();
    at.parse().map_or_else(|_| at.to_owned(), told)
}

fn asked(whom: contract::Whom) -> Whom {
    Whom {
        values: whom.values,
        entry: whom.entry,
    }
}

/// Erases somebody from ledgers. Whether somebody may is asked elsewhere.
pub(crate) async fn erase_named(house: &House, act: &Act, whom: &Whom) -> Served<Taken> {
    Ok(house
        .store
        .erase_named(act, whom, words::erased_value(Lang::Zh))
        .await?)
}

/// Erases a person: posts end and nobody is signed in any more, as when somebody leaves; then whatever tells who it
/// was goes. Whether somebody may is asked elsewhere.
pub(crate) async fn erase(house: &House, act: &Act, id: &AccountId) -> Served<Erased> {
    let account = house.store.account(id).await?.ok_or(Kind::NotFound)?;
    if account.active {
        let (revision, _) = house.store.roster().await?;
        let decision = Decision::Leave { account: id.clone() };
        people::carry_out(house, act, Decide { revision, decision }, None).await?;
    }
    let called = |number: i64| words::pseudonym(Lang::Zh, &number);
    Ok(house.store.erase_account(act, id, called).await?)
}
