//! 个人信息: a copy of what is kept about a person, and erasing a person. One function each behind the app and the
//! command line.

use serde_json::{Value, json};
use yaodian_contract::{Kind, people::Decide};
use yaodian_domain::{id::AccountId, people::Decision, privacy::Topic};
use yaodian_store::{Act, personal::Erased};
use yaodian_words::{Lang, privacy as words};

use super::{Served, people};
use crate::house::House;

/// What a copy says that it is.
const FORMAT: &str = "yaodian-personal-data";

/// A copy of all that is kept about a person, as JSON:
///
/// * `format`, `version` (1) and `made_at`;
/// * `topics`: what is kept, what for, who sees it and for how long, in both languages;
/// * `account`: who;
/// * `records`: one member a table, with `rows` (columns by name; what is another person's name is null) and
///   `secret`, the columns whose content is kept as a hash or sealed, and handed to nobody;
/// * `audit`: what the person did, and what was done to the account.
///
/// Whether somebody may ask for it is asked elsewhere.
pub(crate) async fn copy(house: &House, id: &AccountId) -> Served<Value> {
    let data = house.store.personal_data(id).await?;
    let told =
        |of: fn(Lang, Topic) -> &'static str, topic| json!({ "zh": of(Lang::Zh, topic), "en": of(Lang::En, topic) });
    let topics: Vec<Value> = Topic::ALL
        .into_iter()
        .map(|topic| {
            json!({
                "topic": topic,
                "what": told(words::of, topic),
                "purpose": told(words::purpose, topic),
                "seen_by": told(words::seen_by, topic),
                "kept": told(words::kept, topic),
            })
        })
        .collect();
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
        "audit": data.audit,
    }))
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
