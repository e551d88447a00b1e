//! 安全提醒: a person is told of what happens to what opens the account, within the change that does it: there is never
//! the one without the other.
//!
//! Alerts lie among the messages ([`crate::messages`]), of no plan. An alert goes to the address that the account had
//! when it was written, whatever address it has by the time that it is sent.

use jiff::Timestamp;
use uuid::Uuid;
use yaodian_domain::{
    alert::{Alert, MOST_A_DAY, What},
    id::AccountId,
};

use crate::{
    Actor, MessageState, Store, StoreError,
    accounts::find,
    audit::action,
    day_of,
    db::{Change, args},
    encode::{from_json, parse, to_json},
    messages::entry,
};

impl Store {
    /// What a person was told lately, by mail or not, the latest first; at most so much.
    pub async fn alerts_of(&self, account: &AccountId, most: i64) -> Result<Vec<(Timestamp, Alert)>, StoreError> {
        let rows: Vec<(String, String)> = self
            .db
            .rows(
                "SELECT written_at, lines FROM messages WHERE account = $1 AND plan IS NULL
                 ORDER BY written_at DESC, id DESC LIMIT $2",
                args![account.as_str(), most],
            )
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for (at, lines) in rows {
            let at = parse("the instant of a message", &at)?;
            all.extend(read(&lines)?.into_iter().map(|alert| (at, alert)));
        }
        Ok(all)
    }
}

fn read(lines: &str) -> Result<Vec<Alert>, StoreError> {
    from_json("the lines of an alert", lines)
}

/// Tells the person whose account it is. What the change is about is to be noted before.
pub(crate) async fn tell(change: &mut Change<'_>, account: &AccountId, what: What) -> Result<(), StoreError> {
    let address = find(change, account).await?.email;
    tell_at(change, account, what, address.as_deref()).await
}

/// The same, at this address; without one it stands in the app alone.
pub(crate) async fn tell_at(
    change: &mut Change<'_>,
    account: &AccountId,
    what: What,
    address: Option<&str>,
) -> Result<(), StoreError> {
    let at = change.act.at;
    let day = day_of(at).to_string();
    let (by, command) = match &change.act.by {
        Actor::Account { id, .. } if id == account => (None, false),
        Actor::Account { name, .. } => (Some(name.clone()), false),
        Actor::Command { name, .. } => (Some(name.clone()), true),
        Actor::System { .. } => (None, false),
    };
    let alert = Alert { what, by, command };
    let address = match address {
        Some(address) if mailed(change, account, &day, what).await? < MOST_A_DAY => Some(address),
        _ => None,
    };
    let state = if address.is_some() {
        MessageState::Waiting
    } else {
        MessageState::InApp
    };
    let id = format!("alert:{}:{account}", Uuid::now_v7());
    let lines = [alert];
    change
        .execute(
            "INSERT INTO messages (id, account, day, since, written_at, lines, state, attempts, not_before, address)
             VALUES ($1, $2, $3, $3, $4, $5, $6, 0, $7, $8)",
            args![
                &id,
                account.as_str(),
                &day,
                at,
                to_json("the lines of an alert", &lines)?,
                state.as_str(),
                // At once, and at any hour.
                Timestamp::UNIX_EPOCH,
                address
            ],
        )
        .await?;
    let detail = serde_json::json!({ "lines": lines });
    change.note(entry(action::REMINDER_WRITTEN, &id, None, detail));
    Ok(())
}

/// How many mails of a kind there were on a day.
async fn mailed(change: &mut Change<'_>, account: &AccountId, day: &str, what: What) -> Result<usize, StoreError> {
    let rows: Vec<(String,)> = change
        .rows(
            "SELECT lines FROM messages WHERE plan IS NULL AND account = $1 AND day = $2 AND state <> 'in-app'",
            args![account.as_str(), day],
        )
        .await?;
    let mut count = 0;
    for (lines,) in rows {
        count += read(&lines)?.iter().filter(|alert| alert.what == what).count();
    }
    Ok(count)
}
