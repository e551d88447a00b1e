//! New rows at the end of the chain.

use std::collections::BTreeMap;

use serde_json::Value;
use yaodian_audit::{AuditLine, commitment};

use super::{
    Act, Entry,
    personal::{self, ACTOR_NAME, Erasable, Personal, Whose},
    rows::BY_KEY,
};
use crate::{
    StoreError,
    db::{Change, Statement, args},
    encode::{instant, to_json},
};

/// Takes the lock under which rows get their numbers, and reads the end that its last holder left: until
/// the change is over nobody else's is committed. On SQLite both were done when the change began.
pub(crate) async fn lock(change: &mut Change<'_>) -> Result<(i64, String), StoreError> {
    if let Some(head) = &change.head {
        return Ok(head.clone());
    }
    let head: Option<(i64, String)> = change
        .row("UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash", &[])
        .await?;
    Ok(head.ok_or(sqlx::Error::RowNotFound)?)
}

/// What writes audit rows for `entries` at the end of the chain.
pub(crate) async fn append(
    change: &mut Change<'_>,
    act: &Act,
    entries: &[Entry],
) -> Result<Vec<Statement>, StoreError> {
    let mut statements = Vec::new();
    let (mut seq, mut hash) = lock(change).await?;
    // Under that lock: whoever closes a plan has either not yet begun to, or is seen here.
    crate::closings::refuse_closed(change, entries).await?;
    let (kind, id, name, post) = act.by.columns();
    let mut owners = Owners(BTreeMap::new());
    for entry in entries {
        seq += 1;
        let mut detail = detail(act, &entry.detail);
        let mut taken = personal::take(entry, &mut detail);
        if let Some(id) = id {
            owners.0.insert(name.to_owned(), Some(id.to_owned()));
            taken.push(personal::Taken {
                field: ACTOR_NAME.to_owned(),
                whose: Whose::Account(id.to_owned()),
                text: name.to_owned(),
            });
        }
        let mut personal = Personal::new();
        for personal::Taken { field, whose, text } in taken {
            let salt = personal::salt()?;
            let account = match whose {
                Whose::Account(account) => Some(account),
                Whose::Named => owners.of(change, &text).await?,
                Whose::Sent(Some(file)) => sender(change, &file).await?.or_else(|| id.map(str::to_owned)),
                Whose::Sent(None) => id.map(str::to_owned),
                Whose::Told => None,
            };
            statements.push(Statement::new(
                "INSERT INTO audit_personal (seq, field, account, salt, value) VALUES ($1, $2, $3, $4, $5)",
                args![seq, &field, account.as_deref(), &salt, &text],
            ));
            let commitment = commitment(&salt, &text).unwrap_or_default();
            personal.insert(field, Erasable { commitment, salt: None });
        }
        let row = AuditLine {
            seq,
            at: instant(act.at),
            actor_kind: kind.to_owned(),
            actor_id: id.map(str::to_owned),
            actor_name: if id.is_some() { String::new() } else { name.to_owned() },
            action: entry.action.to_owned(),
            subject_kind: entry.kind.as_str().to_owned(),
            subject_id: entry.id.clone(),
            plan: entry.plan.as_ref().map(ToString::to_string),
            detail: to_json("the detail of an audit row", &detail)?,
            actor_unit: post.map(|post| post.unit.to_string()),
            actor_post: post.map(|post| post.id.to_string()),
            personal: Some(personal::column(&personal)?),
            hash: String::new(),
        };
        hash = row.hash_after(&hash);
        statements.push(Statement::new(
                "INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit, actor_post, personal)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                args![
                    row.seq,
                    &row.at,
                    &row.actor_kind,
                    row.actor_id.as_deref(),
                    &row.actor_name,
                    &row.action,
                    &row.subject_kind,
                    &row.subject_id,
                    row.plan.as_deref(),
                    &row.detail,
                    &hash,
                    row.actor_unit.as_deref(),
                    row.actor_post.as_deref(),
                    row.personal.as_deref()
                ],
            ));
    }
    if let Some(head) = &mut change.head {
        *head = (seq, hash.clone());
    }
    statements.push(Statement::new(
        "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1",
        args![seq, &hash],
    ));
    Ok(statements)
}

/// Who has which name; `None` where nobody has, or several have.
struct Owners(BTreeMap<String, Option<String>>);

impl Owners {
    async fn of(&mut self, change: &mut Change<'_>, name: &str) -> Result<Option<String>, StoreError> {
        if let Some(known) = self.0.get(name) {
            return Ok(known.clone());
        }
        let found: Vec<(String,)> = change
            .rows("SELECT id FROM accounts WHERE name = $1 LIMIT 2", args![name])
            .await?;
        let owner = match found.as_slice() {
            [(id,)] => Some(id.clone()),
            _ => None,
        };
        self.0.insert(name.to_owned(), owner.clone());
        Ok(owner)
    }
}

/// The account from which a file of a report or request was sent.
async fn sender(change: &mut Change<'_>, file: &str) -> Result<Option<String>, StoreError> {
    let row: Option<(String,)> = change
        .row("SELECT account FROM attachments WHERE id = $1", args![file])
        .await?;
    Ok(row.map(|(account,)| account))
}

/// What exactly was done, and by which key, where one acted.
fn detail(act: &Act, detail: &Value) -> Value {
    let mut detail = detail.clone();
    if let (Some(key), Value::Object(members)) = (act.by.key(), &mut detail) {
        members.insert(BY_KEY.to_owned(), key.into());
    }
    detail
}
