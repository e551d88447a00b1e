//! Sheets that were sent in, whether or not anything came of them.

use serde::Serialize;
use serde_json::json;
use yaodian_domain::id::{LedgerId, PlanId};

use super::entry;
use crate::{
    AccountId, Act, Store, StoreError,
    audit::action,
    db::args,
    encode::{corrupt, parse},
};

/// A sheet that was sent in. The file itself is kept elsewhere, under the same id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Upload {
    /// How it is referred to; whoever puts it makes one that was never used.
    pub id: String,
    /// For which plan.
    pub plan: PlanId,
    /// For which ledger.
    pub ledger: LedgerId,
    /// On whose account.
    pub account: AccountId,
    /// The name under which the file was sent.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal digits.
    pub sha256: String,
    /// What came of it; `None` as long as nothing has changed by it.
    pub batch: Option<String>,
}

impl Store {
    /// Notes a sheet that was sent in. Nothing public changes by it.
    pub async fn put_upload(&self, act: &Act, upload: &Upload) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO uploads (id, plan, ledger, account, name, bytes, sha256, at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                args![
                    &upload.id,
                    upload.plan.as_str(),
                    upload.ledger.as_str(),
                    upload.account.as_str(),
                    &upload.name,
                    i64::try_from(upload.bytes).unwrap_or(i64::MAX),
                    &upload.sha256,
                    act.at
                ],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(upload.plan.clone())))?;
        let detail = json!({
            "upload": upload.id, "name": upload.name, "bytes": upload.bytes, "sha256": upload.sha256,
        });
        change.note(entry(action::UPLOAD_RECEIVED, &upload.plan, &upload.ledger, detail));
        change.commit().await
    }

    /// A sheet that was sent in.
    pub async fn upload(&self, id: &str) -> Result<Option<Upload>, StoreError> {
        type Columns = (String, String, String, String, i64, String, Option<String>);
        let row: Option<Columns> = self
            .db
            .row(
                "SELECT plan, ledger, account, name, bytes, sha256, batch FROM uploads WHERE id = $1",
                args![id],
            )
            .await?;
        row.map(|(plan, ledger, account, name, bytes, sha256, batch)| {
            Ok(Upload {
                id: id.to_owned(),
                plan: parse("the plan of an upload", &plan)?,
                ledger: parse("the ledger of an upload", &ledger)?,
                account: AccountId::new(account),
                name,
                bytes: u64::try_from(bytes).map_err(|error| corrupt("the size of an upload", &error))?,
                sha256,
                batch,
            })
        })
        .transpose()
    }

    /// Notes that what a sheet says went into its ledger, as this batch; without one if the ledger
    /// said so already. A batch that was noted before stays noted.
    pub async fn mark_committed(&self, act: &Act, id: &str, batch: Option<&str>) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        let row: Option<(String, String)> = change
            .row(
                "UPDATE uploads SET committed_at = COALESCE(committed_at, $2), batch = COALESCE(batch, $3)
                 WHERE id = $1 RETURNING plan, ledger",
                args![id, act.at, batch],
            )
            .await?;
        let (plan, ledger) = row.ok_or_else(|| StoreError::UnknownUpload(id.to_owned()))?;
        let (plan, ledger) = (
            parse("the plan of an upload", &plan)?,
            parse("the ledger of an upload", &ledger)?,
        );
        let detail = json!({ "upload": id, "batch": batch });
        change.note(entry(action::UPLOAD_COMMITTED, &plan, &ledger, detail));
        change.commit().await
    }
}
