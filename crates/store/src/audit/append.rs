//! New rows at the end of the chain.

use std::collections::BTreeMap;

use serde_json::Value;
use yaodian_audit::{AuditLine, commitment};

use super::{
    Act, AuditHead, Entry,
    personal::{self, ACTOR_NAME, Erasable, Personal, Whose},
    rows::BY_KEY,
};
use crate::{
    StoreError,
    db::{Change, Statement, Tx, args},
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
    let (_, id, name, _) = act.by.columns();
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
            personal: Some(personal::column(&personal)?),
            ..line(seq, act, entry, &detail)?
        };
        hash = row.hash_after(&hash);
        statements.push(insertion(&row, &hash));
    }
    if let Some(head) = &mut change.head {
        *head = (seq, hash.clone());
    }
    statements.push(ending(seq, &hash));
    Ok(statements)
}

/// Writes one row of the program itself or of a command, about nobody, where nobody else writes: the new end.
pub(crate) async fn append_alone(tx: &mut Tx, act: &Act, entry: &Entry) -> Result<AuditHead, StoreError> {
    let head: Vec<(i64, String)> = tx.rows("SELECT seq, hash FROM audit_head WHERE id = 1", &[]).await?;
    let (seq, before) = head.into_iter().next().ok_or(sqlx::Error::RowNotFound)?;
    let row = AuditLine {
        personal: Some(personal::column(&Personal::new())?),
        ..line(seq + 1, act, entry, &entry.detail)?
    };
    let hash = row.hash_after(&before);
    for Statement { sql, args } in [insertion(&row, &hash), ending(row.seq, &hash)] {
        tx.execute(sql, &args).await?;
    }
    Ok(AuditHead { seq: row.seq, hash })
}

/// A row without its hash and without what of it can be erased.
fn line(seq: i64, act: &Act, entry: &Entry, detail: &Value) -> Result<AuditLine, StoreError> {
    let (kind, id, name, post) = act.by.columns();
    Ok(AuditLine {
        seq,
        at: instant(act.at),
        actor_kind: kind.to_owned(),
        actor_id: id.map(str::to_owned),
        actor_name: if id.is_some() { String::new() } else { name.to_owned() },
        action: entry.action.to_owned(),
        subject_kind: entry.kind.as_str().to_owned(),
        subject_id: entry.id.clone(),
        plan: entry.plan.as_ref().map(ToString::to_string),
        detail: to_json("the detail of an audit row", detail)?,
        actor_unit: post.map(|post| post.unit.to_string()),
        actor_post: post.map(|post| post.id.to_string()),
        personal: None,
        hash: String::new(),
    })
}

fn insertion(row: &AuditLine, hash: &str) -> Statement {
    Statement::new(
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
            hash,
            row.actor_unit.as_deref(),
            row.actor_post.as_deref(),
            row.personal.as_deref()
        ],
    )
}

fn ending(seq: i64, hash: &str) -> Statement {
    Statement::new(
        "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1",
        args![seq, hash],
    )
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
