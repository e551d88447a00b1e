//! Restores that went back behind ends of the audit which were kept.

use serde_json::json;
use yaodian_audit::{Restored, WentBack, action};

use super::{Entry, SubjectKind};
use crate::{Store, StoreError, db::args};

impl Store {
    /// The restores that went back, in their order. A row that does not follow the end of the backup which it names is
    /// none.
    pub async fn restores(&self) -> Result<Vec<WentBack>, StoreError> {
        type Row = (i64, String, String, String);
        let rows: Vec<Row> = self
            .db
            .rows(
                "SELECT a.seq, a.at, a.detail, COALESCE(b.hash, '') FROM audit AS a LEFT JOIN audit AS b ON b.seq = a.seq - 1
                 WHERE a.subject_kind = $1 AND a.action = $2 ORDER BY a.seq",
                args![SubjectKind::Installation.as_str(), action::RESTORED],
            )
            .await?;
        let told = rows.into_iter().filter_map(|(seq, at, detail, before)| {
            let restored = Restored::told(action::RESTORED, &detail)?;
            let follows = restored.end.seq == seq - 1 && restored.end.hash == before;
            follows.then_some(WentBack { seq, at, restored })
        });
        Ok(told.collect())
    }
}

/// What the audit says of a restore that went back.
pub(crate) fn entry(restored: &Restored) -> Entry {
    Entry {
        action: action::RESTORED,
        kind: SubjectKind::Installation,
        id: "restored".to_owned(),
        plan: None,
        detail: json!(restored),
    }
}
