//! The audit: who did what when, in the same transaction as the change itself.
//!
//! Rows are chained: each carries a hash over its own content and the hash of the row before it.
//! Whoever has written down the [`AuditHead`] of some day can later prove with
//! [`Store::check_audit`] that nothing before it was rewritten. Triggers in the database refuse
//! to alter or delete a row.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yaodian_domain::id::{AccountId, PlanId, PostId, UnitId};

use crate::{
    Store, StoreError,
    db::{Change, args},
    encode::{digest, from_json, instant, parse, to_json},
};

/// The names of what can be done, as they stand in [`AuditRow::action`].
#[expect(missing_docs, reason = "the names say it")]
pub mod action {
    pub const PLAN_LOADED: &str = "plan-loaded";
    pub const DOCUMENT_LOADED: &str = "document-loaded";
    pub const PUBLISHED_LOADED: &str = "published-loaded";
    pub const ACCOUNT_CREATED: &str = "account-created";
    pub const ACCOUNT_CHANGED: &str = "account-changed";
    pub const POST_GIVEN: &str = "post-given";
    pub const POST_END_SET: &str = "post-end-set";
    pub const POST_WITHDRAWN: &str = "post-withdrawn";
    pub const POST_TAKEN_UP: &str = "post-taken-up";
    pub const PASSWORD_SET: &str = "password-set";
    pub const LINK_MADE: &str = "link-made";
    pub const LINK_USED: &str = "link-used";
    pub const SESSION_BEGUN: &str = "session-begun";
    pub const SESSION_ENDED: &str = "session-ended";
    pub const SESSIONS_PURGED: &str = "sessions-purged";
    pub const REPORT_CREATED: &str = "report-created";
    pub const REPORT_EDITED: &str = "report-edited";
    pub const REPORT_LAID: &str = "report-laid-before-leader";
    pub const REPORT_SUBMITTED: &str = "report-submitted";
    pub const REPORT_SIGNED: &str = "report-signed";
    pub const REPORT_RECALLED: &str = "report-recalled";
    pub const REPORT_TAKEN_UP: &str = "report-taken-up";
    pub const REPORT_PUT_BACK: &str = "report-put-back";
    pub const REPORT_RETURNED: &str = "report-returned";
    pub const REPORT_APPROVED: &str = "report-approved";
    pub const REPORT_PUBLISHED: &str = "report-published";
    pub const PERIOD_REOPENED: &str = "period-reopened";
    pub const CASE_OPENED: &str = "case-opened";
    pub const CASE_STEPPED: &str = "case-stepped";
    pub const CLOSING_ASKED: &str = "closing-asked";
    pub const CLOSING_WITHDRAWN: &str = "closing-withdrawn";
    pub const PLAN_CLOSED: &str = "plan-closed";
    pub const CARRIED_OUT: &str = "carried-out";
    pub const CARRIED_IN: &str = "carried-in";
    pub const BULLETIN_DRAFTED: &str = "bulletin-drafted";
    pub const BULLETIN_EDITED: &str = "bulletin-edited";
    pub const BULLETIN_PUBLISHED: &str = "bulletin-published";
    pub const TARGET_JUDGED: &str = "target-judged";
    pub const ENTRY_ADDED: &str = "entry-added";
    pub const ENTRY_CHANGED: &str = "entry-changed";
    pub const ENTRY_REMOVED: &str = "entry-removed";
    pub const ENTRIES_CHANGED: &str = "entries-changed";
    pub const DEMONSTRATION_CLEARED: &str = "demonstration-cleared";
    pub const EVIDENCE_ADDED: &str = "evidence-added";
    pub const EVIDENCE_WITHDRAWN: &str = "evidence-withdrawn";
    pub const UPLOAD_RECEIVED: &str = "upload-received";
    pub const UPLOAD_COMMITTED: &str = "upload-committed";
    pub const VIEW_SAVED: &str = "view-saved";
    pub const VIEW_FORGOTTEN: &str = "view-forgotten";
    pub const TRIAL_DAY_MOVED: &str = "trial-day-moved";
    pub const ROUND_DONE: &str = "round-done";
    pub const REMINDER_WRITTEN: &str = "reminder-written";
    pub const REMINDER_FOLDED: &str = "reminder-folded";
    pub const REMINDER_PUT_OFF: &str = "reminder-put-off";
    pub const REMINDER_ENDED: &str = "reminder-ended";
    pub const NUDGED: &str = "nudged";
    pub const NUDGE_SEEN: &str = "nudge-seen";
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Actor {
    /// A person who is signed in.
    Account {
        /// The account.
        id: AccountId,
        /// The person's name at the time.
        name: String,
        /// In which post; `None` for what a person does without one: signing in, setting a password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<InPost>,
    },
    /// The program itself: its start, its background work.
    System {
        /// Which part of it.
        name: String,
    },
    /// Somebody at the command line of the machine.
    Command {
        /// Which command.
        name: String,
    },
}

/// In which post somebody acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPost {
    /// The post.
    pub id: PostId,
    /// Its unit.
    pub unit: UnitId,
}

impl Actor {
    /// The program itself, by the name of the part that acts.
    pub fn system(name: impl Into<String>) -> Self {
        Self::System { name: name.into() }
    }

    /// Somebody at the command line, by the name of the command.
    pub fn command(name: impl Into<String>) -> Self {
        Self::Command { name: name.into() }
    }

    /// The name that history shows.
    pub fn name(&self) -> &str {
        match self {
            Self::Account { name, .. } | Self::System { name } | Self::Command { name } => name,
        }
    }

    /// The unit for which a person acts.
    pub fn unit(&self) -> Option<&UnitId> {
        match self {
            Self::Account { post, .. } => post.as_ref().map(|post| &post.unit),
            Self::System { .. } | Self::Command { .. } => None,
        }
    }

    pub(crate) fn columns(&self) -> (&'static str, Option<&str>, &str, Option<&InPost>) {
        match self {
            Self::Account { id, name, post } => ("account", Some(id.as_str()), name, post.as_ref()),
            Self::System { name } => ("system", None, name, None),
            Self::Command { name } => ("command", None, name, None),
        }
    }

    fn from_columns(kind: &str, id: Option<&str>, name: String, post: Option<InPost>) -> Result<Self, StoreError> {
        match (kind, id) {
            ("account", Some(id)) => Ok(Self::Account {
                id: AccountId::new(id),
                name,
                post,
            }),
            ("system", None) => Ok(Self::System { name }),
            ("command", None) => Ok(Self::Command { name }),
            _ => Err(crate::encode::corrupt("the actor of an audit row", &kind)),
        }
    }
}

/// Something that is done: by whom and at which instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

/// What sort of thing an audit row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A plan, by its id.
    Plan,
    /// A document beside a plan, by the plan's id, a colon and its name.
    Document,
    /// The published figures of a plan, by the plan's id.
    Published,
    /// An account, its links and its sessions, by the account's id.
    Account,
    /// All sessions that had expired; the id is `expired`.
    Sessions,
    /// A report, by its id.
    Report,
    /// A target, by the plan's id, a colon and its own.
    Target,
    /// A ledger and the sheets that were sent in for it, by the plan's id, a colon and its own.
    Ledger,
    /// An entry of a ledger, by its id.
    Entry,
    /// A file of evidence, by its id.
    Evidence,
    /// The clock of a trial; the id is `trial`.
    Clock,
    /// A plan's daily round, by the plan's id, a colon and the day.
    Round,
    /// A case between the office and a unit, by its id.
    Case,
    /// A message to a person, or what the office asks of a unit, by its id.
    Reminder,
    /// A bulletin, by its id.
    Bulletin,
}

impl SubjectKind {
    /// The name as it stands in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Document => "document",
            Self::Published => "published",
            Self::Account => "account",
            Self::Sessions => "sessions",
            Self::Report => "report",
            Self::Target => "target",
            Self::Ledger => "ledger",
            Self::Entry => "entry",
            Self::Evidence => "evidence",
            Self::Clock => "clock",
            Self::Round => "round",
            Self::Case => "case",
            Self::Reminder => "reminder",
            Self::Bulletin => "bulletin",
        }
    }
}

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

const COLUMNS: &str = "seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit, actor_post";
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
);

/// How many rows a check reads at a time.
const STRIDE: i64 = 1_000;

impl Store {
    /// What happened to one thing, from the beginning.
    pub async fn history(&self, kind: SubjectKind, id: &str) -> Result<Vec<AuditRow>, StoreError> {
        let sql = select("WHERE subject_kind = $1 AND subject_id = $2 ORDER BY seq");
        self.db
            .rows::<Columns>(sql, args![kind.as_str(), id])
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// What happened in a plan lately, the latest first.
    pub async fn recent(&self, plan: &PlanId, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let sql = select("WHERE plan = $1 ORDER BY seq DESC LIMIT $2");
        self.db
            .rows::<Columns>(sql, args![plan.as_str(), i64::from(limit)])
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// By what others can tell that something about a plan has changed: its content version, and the
    /// number of the latest audit row about it. Drafts that are being written are their unit's own
    /// affair and move nothing; taking back what was handed back, sending and deciding do.
    pub async fn pulse(&self, plan: &PlanId) -> Result<(i64, i64), StoreError> {
        // Details are JSON, in whose texts every quotation mark is escaped.
        let row = self
            .db
            .row(
                "SELECT content_version, COALESCE((
                     SELECT seq FROM audit WHERE plan = $1
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
        let sql = select("WHERE seq > $1 ORDER BY seq LIMIT $2");
        self.db
            .rows::<Columns>(sql, args![seq, i64::from(limit)])
            .await?
            .into_iter()
            .map(read)
            .collect()
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
        // The end is read first: rows that are added meanwhile lie behind it.
        let end = self.audit_head().await?;
        let mut last = AuditHead {
            seq: 0,
            hash: String::new(),
        };
        while last.seq < end.seq {
            let sql = select("WHERE seq > $1 ORDER BY seq LIMIT $2");
            let rows: Vec<Columns> = self
                .db
                .rows(sql, args![last.seq, STRIDE.min(end.seq - last.seq)])
                .await?;
            if rows.is_empty() {
                return Ok(AuditCheck::Broken { seq: last.seq + 1 });
            }
            for row in rows {
                let seq = last.seq + 1;
                let hash = hash_of(&last.hash, &row);
                let off_note = noted.is_some_and(|noted| noted.seq == seq && noted.hash != hash);
                if row.0 != seq || row.10 != hash || off_note {
                    return Ok(AuditCheck::Broken { seq });
                }
                last = AuditHead { seq, hash };
            }
        }
        let short = noted.is_some_and(|noted| noted.seq > last.seq);
        if last == end && !short {
            Ok(AuditCheck::Whole(last))
        } else {
            Ok(AuditCheck::Broken { seq: last.seq + 1 })
        }
    }
}

/// Writes audit rows for `entries` at the end of the chain.
pub(crate) async fn append(change: &mut Change<'_>, act: &Act, entries: &[Entry]) -> Result<(), StoreError> {
    // The update takes the lock, and reads what the last holder of it left.
    let head: Option<(i64, String)> = change
        .row("UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash", &[])
        .await?;
    let (mut seq, mut hash) = head.ok_or(sqlx::Error::RowNotFound)?;
    // Under that lock: whoever closes a plan has either not yet begun to, or is seen here.
    crate::closings::refuse_closed(change, entries).await?;
    let (kind, id, name, post) = act.by.columns();
    for entry in entries {
        seq += 1;
        let mut row: Columns = (
            seq,
            instant(act.at),
            kind.to_owned(),
            id.map(str::to_owned),
            name.to_owned(),
            entry.action.to_owned(),
            entry.kind.as_str().to_owned(),
            entry.id.clone(),
            entry.plan.as_ref().map(ToString::to_string),
            to_json("the detail of an audit row", &entry.detail)?,
            String::new(),
            post.map(|post| post.unit.to_string()),
            post.map(|post| post.id.to_string()),
        );
        hash = hash_of(&hash, &row);
        row.10.clone_from(&hash);
        change
            .execute(
                "INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash, actor_unit, actor_post)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
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
                    row.12.as_deref()
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

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    // Safe: `rest` is always a literal of this file.
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM audit {rest}"))
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
    // Rows of before there were posts keep their hashes; no other row has but eleven parts.
    let post = [row.11.as_deref(), row.12.as_deref()];
    let post = if post == [None, None] { &[][..] } else { &post };
    digest(parts.into_iter().chain(post.iter().copied()))
}

fn read(row: Columns) -> Result<AuditRow, StoreError> {
    let (seq, at, kind, id, name, action, subject_kind, subject_id, plan, detail, hash, unit, post) = row;
    let post = unit.zip(post).map(|(unit, post)| {
        Ok::<_, StoreError>(InPost {
            id: parse("the post of an audit row", &post)?,
            unit: parse("the unit of an audit row", &unit)?,
        })
    });
    Ok(AuditRow {
        seq,
        at: parse("the instant of an audit row", &at)?,
        by: Actor::from_columns(&kind, id.as_deref(), name, post.transpose()?)?,
        action,
        subject_kind,
        subject_id,
        plan: plan.map(|plan| parse("the plan of an audit row", &plan)).transpose()?,
        detail: from_json("the detail of an audit row", &detail)?,
        hash,
    })
}
