//! JSON documents beside plans, in versions.

use serde_json::{Value, json};
use yaodian_domain::id::PlanId;

use super::{PlanVersion, lock, touch};
use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::args,
    encode::{digest, from_json, to_json},
};

impl Store {
    /// Puts a JSON document beside a plan: a new version of it, unless it says what the latest
    /// one says. Old versions are kept.
    pub async fn put_document(
        &self,
        act: &Act,
        plan: &PlanId,
        name: &str,
        document: &Value,
    ) -> Result<PlanVersion, StoreError> {
        let body = to_json("the document", document)?;
        let mut change = self.db.begin(act).await?;
        lock(&mut change, plan).await?;
        let latest: Option<(i64, String)> = change
            .row(
                "SELECT version, body FROM documents WHERE plan = $1 AND name = $2 ORDER BY version DESC LIMIT 1",
                args![plan.as_str(), name],
            )
            .await?;
        let version = match latest {
            // As values: the order of keys says nothing.
            Some((version, latest)) if serde_json::from_str::<Value>(&latest).is_ok_and(|old| old == *document) => {
                return Ok(PlanVersion { version, new: false });
            }
            Some((version, _)) => version + 1,
            None => 1,
        };
        change
            .execute(
                "INSERT INTO documents (plan, name, version, written_at, written_by, body) VALUES ($1, $2, $3, $4, $5, $6)",
                args![plan.as_str(), name, version, act.at, act.by.name(), &body],
            )
            .await?;
        touch(&mut change, plan).await?;
        change.note(Entry {
            action: action::DOCUMENT_LOADED,
            kind: SubjectKind::Document,
            id: format!("{plan}:{name}"),
            plan: Some(plan.clone()),
            detail: json!({ "name": name, "version": version, "sha256": digest([Some(body.as_str())]) }),
        });
        change.commit().await?;
        Ok(PlanVersion { version, new: true })
    }

    /// The latest version of a document beside a plan.
    pub async fn document(&self, plan: &PlanId, name: &str) -> Result<Option<Value>, StoreError> {
        let row: Option<(String,)> = self
            .db
            .row(
                "SELECT body FROM documents WHERE plan = $1 AND name = $2 ORDER BY version DESC LIMIT 1",
                args![plan.as_str(), name],
            )
            .await?;
        row.map(|(body,)| from_json(&format!("document {name} of plan {plan}"), &body))
            .transpose()
    }
}
