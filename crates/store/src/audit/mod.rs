//! The audit: who did what when, in the same transaction as the change itself.
//!
//! Rows are chained: each carries a hash over its own content and the hash of the row before it.
//! Whoever has written down the [`AuditHead`] of some day can later prove with
//! [`Store::check_audit`] that nothing before it was rewritten. Triggers in the database refuse
//! to alter or delete a row. What is about a person stands beside the chain, so that it can be erased:
//! [`personal`].

mod act;
mod append;
pub mod personal;
pub(crate) mod record;
pub(crate) mod restored;
mod rows;
mod subject;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yaodian_audit::Removed;
use yaodian_domain::id::PlanId;

use crate::{Store, StoreError, db::args};

pub use act::{Act, Actor, InPost};
pub(crate) use append::{append, append_alone, lock};
pub use subject::SubjectKind;
pub use yaodian_audit::{AuditHead, action};

use personal::Personal;
use rows::{COLUMNS, Read, parted, read, without_text};

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
        self.check_audit_after(AuditHead::default(), noted).await
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
                let hash = row.hash_after(&last.hash);
                let off_note = noted.is_some_and(|noted| noted.seq == seq && noted.hash != hash);
                let Some(erased) = without_text(row.personal.as_deref(), &texts) else {
                    return Ok(AuditCheck::Broken { seq });
                };
                if row.seq != seq || row.hash != hash || off_note {
                    return Ok(AuditCheck::Broken { seq });
                }
                missing.extend(erased.into_iter().map(|field| (seq, field)));
                removed.note(&row.action, &row.detail);
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
