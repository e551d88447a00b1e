//! 佐证材料: files that prove something about an entry. The files themselves are kept elsewhere,
//! by their SHA-256.

use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use yaodian_domain::{
    id::{EntryId, FieldId, LedgerId, PlanId, StageId},
    ledger::Ledger,
};

use super::{next, stored::files_after};
use crate::{
    AccountId, Act, Store, StoreError, SubjectKind,
    audit::{self, action},
    db::{Change, args},
    encode::{parse, size},
    plans::touch,
};

/// A file to be added to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvidence {
    /// The entry.
    pub entry: EntryId,
    /// The stage that it proves, or
    pub stage: Option<StageId>,
    /// the field that it belongs to.
    pub field: Option<FieldId>,
    /// The name under which it was sent.
    pub name: String,
    /// What it is, by its content: a media type.
    pub media: String,
    /// Its size in bytes, as it is kept.
    pub bytes: u64,
    /// SHA-256 of what is kept, in hexadecimal digits.
    pub sha256: String,
    /// Where a photo was taken, if the ledger keeps that: `longitude,latitude`.
    pub place: Option<String>,
    /// On whose account.
    pub account: AccountId,
}

/// A file that proves something about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// How it is referred to.
    pub id: String,
    /// In which plan.
    pub plan: PlanId,
    /// In which ledger.
    pub ledger: LedgerId,
    /// The entry.
    pub entry: EntryId,
    /// The stage that it proves, or
    pub stage: Option<StageId>,
    /// the field that it belongs to.
    pub field: Option<FieldId>,
    /// The name under which it was sent.
    pub name: String,
    /// What it is, by its content: a media type.
    pub media: String,
    /// Its size in bytes, as it is kept.
    pub bytes: u64,
    /// SHA-256 of what is kept, in hexadecimal digits.
    pub sha256: String,
    /// Where a photo was taken, if the ledger keeps that: `longitude,latitude`.
    pub place: Option<String>,
    /// When it was added.
    pub added_at: Timestamp,
    /// By whom.
    pub added_by: String,
    /// On whose account.
    pub account: AccountId,
    /// Whether it was withdrawn: it stays kept, and counts no more.
    pub withdrawn: bool,
}

/// A file that has to be kept, for whoever checks that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceFile {
    /// SHA-256 of it, in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A row of the table.
#[derive(sqlx::FromRow)]
struct Columns {
    id: String,
    plan: String,
    ledger: String,
    entry: i64,
    stage: Option<String>,
    field: Option<String>,
    name: String,
    media: String,
    bytes: i64,
    sha256: String,
    place: Option<String>,
    added_at: String,
    added_by: String,
    account: String,
    withdrawn_at: Option<String>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, l.plan, l.ledger, e.entry, e.stage, e.field, e.name, e.media, e.bytes, e.sha256,
                 e.place, e.added_at, e.added_by, e.account, e.withdrawn_at
             FROM evidence e JOIN ledger_lists l ON l.id = e.list ",
            $rest
        )
    };
}

fn read(row: Columns) -> Result<Evidence, StoreError> {
    Ok(Evidence {
        id: row.id,
        plan: parse("the plan of evidence", &row.plan)?,
        ledger: parse("the ledger of evidence", &row.ledger)?,
        entry: EntryId(row.entry),
        stage: row.stage.map(|id| parse("the stage of evidence", &id)).transpose()?,
        field: row.field.map(|id| parse("the field of evidence", &id)).transpose()?,
        name: row.name,
        media: row.media,
        bytes: size(row.bytes)?,
        sha256: row.sha256,
        place: row.place,
        added_at: parse("the instant of evidence", &row.added_at)?,
        added_by: row.added_by,
        account: AccountId::new(row.account),
        withdrawn: row.withdrawn_at.is_some(),
    })
}

impl Store {
    /// Adds a file to an entry, and hands back its id. The entry says the same as before, and so
    /// keeps its version; how many files it has for the stage rises.
    pub async fn add_evidence(
        &self,
        act: &Act,
        plan: &PlanId,
        ledger: &Ledger,
        new: NewEvidence,
    ) -> Result<String, StoreError> {
        let id = Uuid::now_v7().to_string();
        let mut change = self.db.begin(act).await?;
        let standing = next(&mut change, plan, &ledger.id).await?;
        count(
            &mut change,
            standing.list,
            standing.seq,
            &new.entry,
            new.stage.as_ref(),
            1,
        )
        .await?;
        change
            .execute(
                "INSERT INTO evidence (id, list, entry, stage, field, name, media, bytes, sha256, place,
                     added_at, added_by, account)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                args![
                    &id,
                    standing.list,
                    new.entry.0,
                    new.stage.as_ref().map(StageId::as_str),
                    new.field.as_ref().map(FieldId::as_str),
                    &new.name,
                    &new.media,
                    i64::try_from(new.bytes).unwrap_or(i64::MAX),
                    &new.sha256,
                    new.place.as_deref(),
                    act.at,
                    act.by.name(),
                    new.account.as_str()
                ],
            )
            .await?;
        touch(&mut change, plan).await?;
        change.note(audit::Entry {
            action: action::EVIDENCE_ADDED,
            kind: SubjectKind::Evidence,
            id: id.clone(),
            plan: Some(plan.clone()),
            detail: json!({
                "ledger": ledger.id, "entry": new.entry, "stage": new.stage, "field": new.field,
                "name": new.name, "media": new.media, "bytes": new.bytes, "sha256": new.sha256,
            }),
        });
        change.commit().await?;
        Ok(id)
    }

    /// Withdraws a file: it stays kept, and counts no more.
    pub async fn withdraw_evidence(
        &self,
        act: &Act,
        plan: &PlanId,
        ledger: &Ledger,
        id: &str,
    ) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        let standing = next(&mut change, plan, &ledger.id).await?;
        let row: Option<(i64, Option<String>)> = change
            .row(
                "UPDATE evidence SET withdrawn_at = $3, withdrawn_by = $4
                 WHERE id = $1 AND list = $2 AND withdrawn_at IS NULL RETURNING entry, stage",
                args![id, standing.list, act.at, act.by.name()],
            )
            .await?;
        let (entry, stage) = row.ok_or_else(|| StoreError::UnknownEvidence(id.to_owned()))?;
        let entry = EntryId(entry);
        let stage: Option<StageId> = stage.map(|id| parse("the stage of evidence", &id)).transpose()?;
        count(&mut change, standing.list, standing.seq, &entry, stage.as_ref(), -1).await?;
        touch(&mut change, plan).await?;
        change.note(audit::Entry {
            action: action::EVIDENCE_WITHDRAWN,
            kind: SubjectKind::Evidence,
            id: id.to_owned(),
            plan: Some(plan.clone()),
            detail: json!({ "ledger": ledger.id, "entry": entry, "stage": stage }),
        });
        change.commit().await
    }

    /// All files of an entry in the order in which they were added, withdrawn ones too.
    pub async fn evidence_of(&self, entry: EntryId) -> Result<Vec<Evidence>, StoreError> {
        let rows = self
            .db
            .rows::<Columns>(select!("WHERE e.entry = $1 ORDER BY e.added_at, e.id"), args![entry.0])
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// All files of evidence in the ledgers of a plan, in the order in which they were added, withdrawn
    /// ones too.
    pub async fn evidence_in(&self, plan: &PlanId) -> Result<Vec<Evidence>, StoreError> {
        let rows = self
            .db
            .rows::<Columns>(
                select!("WHERE l.plan = $1 ORDER BY e.added_at, e.id"),
                args![plan.as_str()],
            )
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// A file of evidence.
    pub async fn evidence(&self, id: &str) -> Result<Option<Evidence>, StoreError> {
        let row: Option<Columns> = self.db.row(select!("WHERE e.id = $1"), args![id]).await?;
        row.map(read).transpose()
    }

    /// All files that have to be kept, one by one, those of ledgers and those of reports and requests:
    /// withdrawn ones too, and those of made-up entries that are cleared away. A file that proves two
    /// things comes twice.
    pub fn all_evidence(&self) -> impl Stream<Item = Result<EvidenceFile, StoreError>> + Send + '_ {
        const FILES: [&str; 2] = [
            "SELECT id, sha256, bytes FROM evidence WHERE id > $1 ORDER BY id LIMIT 1000",
            "SELECT id, sha256, bytes FROM attachments WHERE id > $1 ORDER BY id LIMIT 1000",
        ];
        let of_one = move |sql| {
            // Some at a time: no connection is held while whoever asks looks at the files.
            let pages = stream::try_unfold(String::new(), move |after| async move {
                let rows: Vec<(String, String, i64)> = self.db.rows(sql, args![&after]).await?;
                let last = rows.last().map(|(id, ..)| id.clone());
                Ok::<_, StoreError>(last.map(|last| (stream::iter(rows.into_iter().map(Ok::<_, StoreError>)), last)))
            });
            pages.try_flatten()
        };
        stream::iter(FILES).flat_map(of_one).map(|row| {
            let (_, sha256, bytes): (String, _, _) = row?;
            Ok(EvidenceFile {
                sha256,
                bytes: size(bytes)?,
            })
        })
    }
}

/// Counts a file more or less for a stage of an entry. A file of a field is not counted, but seen
/// by whoever keeps the ledger in memory. Withdrawing works on an entry that was removed as well.
async fn count(
    change: &mut Change<'_>,
    list: i64,
    seq: i64,
    entry: &EntryId,
    stage: Option<&StageId>,
    by: i64,
) -> Result<(), StoreError> {
    let row: Option<(String,)> = change
        .row(
            "SELECT files FROM entries WHERE list = $1 AND id = $2 AND gone <= $3",
            args![list, entry.0, by < 0],
        )
        .await?;
    let (before,) = row.ok_or(StoreError::UnknownEntry(*entry))?;
    let files = match stage {
        Some(stage) => files_after(&before, stage.as_str(), by)?,
        None => before,
    };
    change
        .execute(
            "UPDATE entries SET files = $2, changed = $3 WHERE id = $1",
            args![entry.0, &files, seq],
        )
        .await?;
    Ok(())
}
