//! The audit: who did what when, in the same transaction as the change itself.
//!
//! Rows are chained: each carries a hash over its own content and the hash of the row before it.
//! Whoever has written down the [`AuditHead`] of some day can later prove with
//! [`Store::check_audit`] that nothing before it was rewritten. Triggers in the database refuse
//! to alter or delete a row. What is about a person stands beside the chain, so that it can be erased:
//! [`personal`].

mod act;
pub mod action;
pub mod personal;
mod subject;
pub mod verify;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yaodian_domain::id::PlanId;

use crate::{
    Store, StoreError,
    db::{Change, args},
    encode::{digest, from_json, instant, parse, to_json},
};

pub use act::{Act, Actor, InPost};
pub use subject::SubjectKind;

use personal::{ACTOR_NAME, Erasable, Personal, Removed, Whose, commitment};

/// What the audit will say of a change.
pub(crate) struct Entry {
    pub(crate) action: &'static str,
    pub(crate) kind: SubjectKind,
    pub(crate) id: String,
    pub(crate) plan: Option<PlanId>,
    pub(crate) detail: Value,
}

/// One row of the audit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Its number: 1, 2, 3 without gaps, in the order of commits.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What was done: one of [`action`], or one that a later version of the program wrote.
    pub action: String,
    /// To what sort of thing: a [`SubjectKind`] by name.
    pub subject_kind: String,
    /// To which.
    pub subject_id: String,
    /// In which plan.
    pub plan: Option<PlanId>,
    /// What exactly.
    pub detail: Value,
    /// What of it can be erased; `None` in a row of the first form, of which nothing can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Personal>,
    /// The hash over this row and the hash of the one before it.
    pub hash: String,
}

/// The end of the chain: to be written down or published, so that it can be held against
/// [`AuditCheck`] later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    /// The number of the last row; 0 when there is none.
    pub seq: i64,
    /// Its hash; empty when there is none.
    pub hash: String,
}

/// What [`Store::check_audit`] found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum AuditCheck {
    /// Every row is as it was written, up to this end.
    Whole(AuditHead),
    /// This row, or the lack of it, does not fit what stands before it or the noted end.
    Broken {
        /// The number of the first row that does not fit.
        seq: i64,
    },
}

const COLUMNS: &str = "seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit, actor_post, personal";
/// A row as it stands in the table.
pub(crate) type Columns = (
    i64,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);
/// The same, with salts and texts beside it (JSON: `{"field":["salt","text"]}`), and the name that the actor's
/// account has now.
type Read = (
    i64,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// How many rows a check reads at a time.
const STRIDE: i64 = 1_000;

impl Store {
    /// What happened to one thing, from the beginning.
    pub async fn history(&self, kind: SubjectKind, id: &str) -> Result<Vec<AuditRow>, StoreError> {
        let sql = self.select("WHERE subject_kind = $1 AND subject_id = $2 ORDER BY seq");
        self.db
            .rows::<Read>(sql, args![kind.as_str(), id])
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// What happened in a plan lately, the latest first.
    pub async fn recent(&self, plan: &PlanId, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let sql = self.select("WHERE plan = $1 ORDER BY seq DESC LIMIT $2");
        self.db
            .rows::<Read>(sql, args![plan.as_str(), i64::from(limit)])
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// By what others can tell that something about a plan has changed: its content version, and the
    /// number of the latest audit row about it. Drafts that are being written are their unit's own
    /// affair and move nothing, nor do texts on their way to a plan, nor measurements that say what was said
    /// before; taking back what was handed back, sending and deciding do.
    pub async fn pulse(&self, plan: &PlanId) -> Result<(i64, i64), StoreError> {
        // Details are JSON, in whose texts every quotation mark is escaped.
        let row = self
            .db
            .row(
                "SELECT content_version, COALESCE((
                     SELECT seq FROM audit WHERE plan = $1
                     AND action NOT LIKE 'import-%'
                     AND action <> 'measurements-unchanged'
                     AND NOT (action = 'report-created' AND detail LIKE '%\"to\":\"draft\"%')
                     AND NOT (action = 'report-edited' AND detail LIKE '%\"from\":\"draft\"%')
                     ORDER BY seq DESC LIMIT 1
                 ), 0) FROM plans WHERE id = $1",
                args![plan.as_str()],
            )
            .await?;
        Ok(row.unwrap_or_default())
    }

    /// The rows after number `seq`, at most `limit` of them.
    pub async fn audit_after(&self, seq: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let sql = self.select("WHERE seq > $1 ORDER BY seq LIMIT $2");
        self.db
            .rows::<Read>(sql, args![seq, i64::from(limit)])
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// What happened in a plan before number `seq`, the latest first.
    pub async fn audit_before(&self, plan: &PlanId, seq: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let sql = self.select("WHERE plan = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3");
        self.db
            .rows::<Read>(sql, args![plan.as_str(), seq, i64::from(limit)])
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// The rows of which a condition holds.
    pub(crate) async fn audit_where(
        &self,
        condition: &'static str,
        args: &[crate::db::Arg<'_>],
    ) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.db.rows::<Read>(self.select(condition), args).await?;
        rows.into_iter().map(read).collect()
    }

    /// The hash of a row; `None` where there is no such row.
    pub async fn audit_hash(&self, seq: i64) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> = self.db.row("SELECT hash FROM audit WHERE seq = $1", args![seq]).await?;
        Ok(row.map(|(hash,)| hash))
    }

    /// The last row of every day (UTC): the day, its number and its hash.
    pub async fn audit_heads(&self) -> Result<Vec<(String, i64, String)>, StoreError> {
        self.db
            .rows(
                "SELECT substr(at, 1, 10), seq, hash FROM audit
                 WHERE seq IN (SELECT MAX(seq) FROM audit GROUP BY substr(at, 1, 10)) ORDER BY seq",
                &[],
            )
            .await
    }

    /// The end of the chain.
    pub async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        let head: Option<(i64, String)> = self
            .db
            .row("SELECT seq, hash FROM audit_head WHERE id = 1", &[])
            .await?;
        let (seq, hash) = head.ok_or(sqlx::Error::RowNotFound)?;
        Ok(AuditHead { seq, hash })
    }

    /// Reads the whole audit and computes every hash anew. Also compares with `noted`, an end that
    /// was written down earlier.
    pub async fn check_audit(&self, noted: Option<&AuditHead>) -> Result<AuditCheck, StoreError> {
        let start = AuditHead {
            seq: 0,
            hash: String::new(),
        };
        self.check_audit_after(start, noted).await
    }

    /// The same for the rows after `start`, an end up to which it was found whole before.
    pub async fn check_audit_after(
        &self,
        start: AuditHead,
        noted: Option<&AuditHead>,
    ) -> Result<AuditCheck, StoreError> {
        // The end is read first: rows that are added meanwhile lie behind it.
        let end = self.audit_head().await?;
        let mut last = start;
        let mut missing = BTreeSet::new();
        let mut removed = Removed::default();
        while last.seq < end.seq {
            let sql = self.select("WHERE seq > $1 ORDER BY seq LIMIT $2");
            let rows: Vec<Read> = self
                .db
                .rows(sql, args![last.seq, STRIDE.min(end.seq - last.seq)])
                .await?;
            if rows.is_empty() {
                return Ok(AuditCheck::Broken { seq: last.seq + 1 });
            }
            for row in rows {
                let seq = last.seq + 1;
                let (row, texts, _) = parted(row)?;
                let hash = hash_of(&last.hash, &row);
                let off_note = noted.is_some_and(|noted| noted.seq == seq && noted.hash != hash);
                let Some(erased) = without_text(row.13.as_deref(), &texts) else {
                    return Ok(AuditCheck::Broken { seq });
                };
                if row.0 != seq || row.10 != hash || off_note {
                    return Ok(AuditCheck::Broken { seq });
                }
                missing.extend(erased.into_iter().map(|field| (seq, field)));
                removed.note(&row.5, &row.9);
                last = AuditHead { seq, hash };
            }
        }
        if let Some((seq, _)) = missing.iter().find(|(seq, field)| !removed.says(*seq, field)) {
            return Ok(AuditCheck::Broken { seq: *seq });
        }
        let short = noted.is_some_and(|noted| noted.seq > last.seq);
        if last == end && !short {
            Ok(AuditCheck::Whole(last))
        } else {
            Ok(AuditCheck::Broken { seq: last.seq + 1 })
        }
    }

    /// Rows with what is about persons, erased or not.
    fn select(&self, rest: &'static str) -> sqlx::AssertSqlSafe<String> {
        let texts = if self.db.is_postgres() {
            "json_object_agg(t.field, json_build_array(t.salt, t.value))::text"
        } else {
            "json_group_object(t.field, json_array(t.salt, t.value))"
        };
        // Safe: all of it is literals of this file.
        sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS},
                (SELECT {texts} FROM audit_personal AS t WHERE t.seq = audit.seq),
                (SELECT a.name FROM accounts AS a WHERE a.id = audit.actor_id)
             FROM audit {rest}"
        ))
    }
}

/// Salts with their texts, by their fields.
type Texts = BTreeMap<String, (String, String)>;

/// A row as it stands in the table, what stands beside it, and the name that its actor has now.
fn parted(row: Read) -> Result<(Columns, Texts, Option<String>), StoreError> {
    let (
        seq,
        at,
        kind,
        id,
        name,
        action,
        subject_kind,
        subject_id,
        plan,
        detail,
        hash,
        unit,
        post,
        personal,
        texts,
        now,
    ) = row;
    let texts = texts.map(|texts| from_json("what of an audit row can be erased", &texts));
    let columns = (
        seq,
        at,
        kind,
        id,
        name,
        action,
        subject_kind,
        subject_id,
        plan,
        detail,
        hash,
        unit,
        post,
        personal,
    );
    Ok((columns, texts.transpose()?.unwrap_or_default(), now))
}

/// The fields whose texts are not there; `None` where one is that was not committed to.
fn without_text(personal: Option<&str>, texts: &Texts) -> Option<Vec<String>> {
    let commitments: BTreeMap<String, String> = match personal {
        Some(column) => serde_json::from_str(column).ok()?,
        None => BTreeMap::new(),
    };
    for (field, (salt, text)) in texts {
        if commitments.get(field) != commitment(salt, text).as_ref() {
            return None;
        }
    }
    Some(
        commitments
            .into_keys()
            .filter(|field| !texts.contains_key(field))
            .collect(),
    )
}

/// Takes the lock under which rows get their numbers, and reads the end that its last holder left: until
/// the change is over nobody else's is committed.
pub(crate) async fn lock(change: &mut Change<'_>) -> Result<(i64, String), StoreError> {
    let head: Option<(i64, String)> = change
        .row("UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash", &[])
        .await?;
    Ok(head.ok_or(sqlx::Error::RowNotFound)?)
}

/// Writes audit rows for `entries` at the end of the chain.
pub(crate) async fn append(change: &mut Change<'_>, act: &Act, entries: &[Entry]) -> Result<(), StoreError> {
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
            };
            change
                .execute(
                    "INSERT INTO audit_personal (seq, field, account, salt, value) VALUES ($1, $2, $3, $4, $5)",
                    args![seq, &field, account.as_deref(), &salt, &text],
                )
                .await?;
            let commitment = commitment(&salt, &text).unwrap_or_default();
            personal.insert(field, Erasable { commitment, salt: None });
        }
        let mut row: Columns = (
            seq,
            instant(act.at),
            kind.to_owned(),
            id.map(str::to_owned),
            if id.is_some() { String::new() } else { name.to_owned() },
            entry.action.to_owned(),
            entry.kind.as_str().to_owned(),
            entry.id.clone(),
            entry.plan.as_ref().map(ToString::to_string),
            to_json("the detail of an audit row", &detail)?,
            String::new(),
            post.map(|post| post.unit.to_string()),
            post.map(|post| post.id.to_string()),
            Some(personal::column(&personal)?),
        );
        hash = hash_of(&hash, &row);
        row.10.clone_from(&hash);
        change
            .execute(
                "INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit, actor_post, personal)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                args![
                    row.0,
                    &row.1,
                    &row.2,
                    row.3.as_deref(),
                    &row.4,
                    &row.5,
                    &row.6,
                    &row.7,
                    row.8.as_deref(),
                    &row.9,
                    &row.10,
                    row.11.as_deref(),
                    row.12.as_deref(),
                    row.13.as_deref()
                ],
            )
            .await?;
    }
    change
        .execute(
            "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1",
            args![seq, &hash],
        )
        .await?;
    Ok(())
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

/// The member of a detail that names the key which acted.
const BY_KEY: &str = "by-key";

/// What exactly was done, and by which key, where one acted.
fn detail(act: &Act, detail: &Value) -> Value {
    let mut detail = detail.clone();
    if let (Some(key), Value::Object(members)) = (act.by.key(), &mut detail) {
        members.insert(BY_KEY.to_owned(), key.into());
    }
    detail
}

pub(crate) fn hash_of(before: &str, row: &Columns) -> String {
    let seq = row.0.to_string();
    let parts = [
        Some(before),
        Some(&seq),
        Some(&row.1),
        Some(&row.2),
        row.3.as_deref(),
        Some(&row.4),
        Some(&row.5),
        Some(&row.6),
        Some(&row.7),
        row.8.as_deref(),
        Some(&row.9),
    ];
    // Rows of before there were posts have eleven parts, others of the first form thirteen, and those of the
    // second fourteen.
    let rest = [row.11.as_deref(), row.12.as_deref(), row.13.as_deref()];
    let rest = match &rest {
        [None, None, None] => &[][..],
        [unit_and_post @ .., None] => unit_and_post.as_slice(),
        all => all.as_slice(),
    };
    digest(parts.into_iter().chain(rest.iter().copied()))
}

fn read(row: Read) -> Result<AuditRow, StoreError> {
    let (row, texts, now) = parted(row)?;
    let (seq, at, kind, id, mut name, action, subject_kind, subject_id, plan, detail, hash, unit, post, personal) = row;
    let post = unit.zip(post).map(|(unit, post)| {
        Ok::<_, StoreError>(InPost {
            id: parse("the post of an audit row", &post)?,
            unit: parse("the unit of an audit row", &unit)?,
        })
    });
    let mut detail: Value = from_json("the detail of an audit row", &detail)?;
    let personal = match personal {
        Some(column) => {
            let commitments: BTreeMap<String, String> = from_json("the commitments of an audit row", &column)?;
            Some(restored(commitments, texts, (&mut name, now), &mut detail))
        }
        None => None,
    };
    let key = detail[BY_KEY].as_str().map(str::to_owned);
    Ok(AuditRow {
        seq,
        at: parse("the instant of an audit row", &at)?,
        by: Actor::from_columns(&kind, id.as_deref(), name, post.transpose()?, key)?,
        action,
        subject_kind,
        subject_id,
        plan: plan.map(|plan| parse("the plan of an audit row", &plan)).transpose()?,
        detail,
        personal,
        hash,
    })
}

/// Puts texts back into their places. In the place of a name that was erased stands the one that the account
/// has now.
fn restored(
    commitments: BTreeMap<String, String>,
    mut texts: Texts,
    (name, now): (&mut String, Option<String>),
    detail: &mut Value,
) -> Personal {
    let put = |(field, commitment): (String, String)| {
        let salt = match (texts.remove(&field), field == ACTOR_NAME) {
            (Some((salt, text)), true) => {
                *name = text;
                Some(salt)
            }
            (Some((salt, text)), false) => {
                if let Some(place) = detail.pointer_mut(&field) {
                    *place = text.into();
                }
                Some(salt)
            }
            (None, true) => {
                *name = now.clone().unwrap_or_default();
                None
            }
            (None, false) => None,
        };
        (field, Erasable { commitment, salt })
    };
    commitments.into_iter().map(put).collect()
}
