//! 佐证材料 of reports and requests: what is known of the files that units sent. The files themselves
//! are kept elsewhere, by their SHA-256.

use serde::Serialize;
use serde_json::json;
use yaodian_domain::{
    evidence::Evidence,
    id::{EvidenceId, PlanId, TargetId, UnitId},
};

use crate::{
    AccountId, Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::args,
    encode::{parse, size},
};

/// A file that a unit sent for what it says of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// The target.
    pub target: TargetId,
    /// The unit.
    pub unit: UnitId,
    /// The file.
    pub file: Evidence,
}

impl Store {
    /// Notes a file that a unit sent, before anything rests on it.
    pub async fn add_attachment(
        &self,
        act: &Act,
        plan: &PlanId,
        attachment: &Attachment,
        account: &AccountId,
    ) -> Result<(), StoreError> {
        let Attachment { target, unit, file } = attachment;
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO attachments (id, plan, target, unit, name, media, bytes, sha256, added_at, added_by, account)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                args![
                    file.id.as_str(),
                    plan.as_str(),
                    target.as_str(),
                    unit.as_str(),
                    &file.name,
                    &file.media,
                    i64::try_from(file.bytes).unwrap_or(i64::MAX),
                    &file.sha256,
                    act.at,
                    act.by.name(),
                    account.as_str()
                ],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(plan.clone())))?;
        change.note(Entry {
            action: action::EVIDENCE_ADDED,
            kind: SubjectKind::Evidence,
            id: file.id.to_string(),
            plan: Some(plan.clone()),
            detail: json!({ "target": target, "unit": unit, "file": file }),
        });
        change.commit().await
    }

    /// All files that units sent for what they say of a plan's targets, in the order in which they came.
    pub async fn attachments_in(&self, plan: &PlanId) -> Result<Vec<Attachment>, StoreError> {
        let rows: Vec<(String, String, String, String, String, i64, String)> = self
            .db
            .rows(
                "SELECT id, target, unit, name, media, bytes, sha256 FROM attachments
                 WHERE plan = $1 ORDER BY added_at, id",
                args![plan.as_str()],
            )
            .await?;
        let read =
            |(id, target, unit, name, media, bytes, sha256): (String, String, String, String, String, i64, String)| {
                Ok(Attachment {
                    target: parse("the target of a file", &target)?,
                    unit: parse("the unit of a file", &unit)?,
                    file: Evidence {
                        id: parse("the id of a file", &id)?,
                        name,
                        media,
                        bytes: size(bytes)?,
                        sha256,
                    },
                })
            };
        rows.into_iter().map(read).collect()
    }

    /// A file that a unit sent, and its plan.
    pub async fn attachment(&self, id: &EvidenceId) -> Result<Option<(PlanId, Attachment)>, StoreError> {
        let row: Option<(String, String, String, String, String, i64, String)> = self
            .db
            .row(
                "SELECT plan, target, unit, name, media, bytes, sha256 FROM attachments WHERE id = $1",
                args![id.as_str()],
            )
            .await?;
        row.map(|(plan, target, unit, name, media, bytes, sha256)| {
            let file = Evidence {
                id: id.clone(),
                name,
                media,
                bytes: size(bytes)?,
                sha256,
            };
            let attachment = Attachment {
                target: parse("the target of a file", &target)?,
                unit: parse("the unit of a file", &unit)?,
                file,
            };
            Ok((parse("the plan of a file", &plan)?, attachment))
        })
        .transpose()
    }
}
