//! 视图: queries that somebody saved under a name.

use serde::Serialize;
use serde_json::json;
use yaodian_domain::{
    id::{LedgerId, PlanId},
    ledger::Query,
};

use crate::{
    AccountId, Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::args,
    encode::{from_json, to_json},
};

/// A query that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct View {
    /// Its name: no two of a person's views of a ledger share one.
    pub name: String,
    /// What it asks for.
    pub query: Query,
}

impl Store {
    /// Saves a view of a ledger, in place of one of the same name. Views are a person's own:
    /// nothing public changes.
    pub async fn put_view(
        &self,
        act: &Act,
        account: &AccountId,
        plan: &PlanId,
        ledger: &LedgerId,
        view: &View,
    ) -> Result<(), StoreError> {
        let query = to_json("a query", &view.query)?;
        let mut change = self.db.begin(act).await?;
        let there: Option<(i64,)> = change
            .row("SELECT version FROM plans WHERE id = $1", args![plan.as_str()])
            .await?;
        if there.is_none() {
            return Err(StoreError::UnknownPlan(plan.clone()));
        }
        change
            .execute(
                "INSERT INTO saved_views (account, plan, ledger, name, query) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (account, plan, ledger, name) DO UPDATE SET query = excluded.query",
                args![account.as_str(), plan.as_str(), ledger.as_str(), &view.name, &query],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownAccount(account.clone())))?;
        let detail = json!({ "ledger": ledger, "name": view.name, "query": view.query });
        change.note(entry(action::VIEW_SAVED, account, plan, detail));
        change.commit().await
    }

    /// Forgets a view; nothing happens if there is none of this name.
    pub async fn forget_view(
        &self,
        act: &Act,
        account: &AccountId,
        plan: &PlanId,
        ledger: &LedgerId,
        name: &str,
    ) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        let forgotten = change
            .execute(
                "DELETE FROM saved_views WHERE account = $1 AND plan = $2 AND ledger = $3 AND name = $4",
                args![account.as_str(), plan.as_str(), ledger.as_str(), name],
            )
            .await?;
        if forgotten == 0 {
            return Ok(());
        }
        let detail = json!({ "ledger": ledger, "name": name });
        change.note(entry(action::VIEW_FORGOTTEN, account, plan, detail));
        change.commit().await
    }

    /// The views of a ledger that a person saved, by name.
    pub async fn views(&self, account: &AccountId, plan: &PlanId, ledger: &LedgerId) -> Result<Vec<View>, StoreError> {
        let rows: Vec<(String, String)> = self
            .db
            .rows(
                "SELECT name, query FROM saved_views WHERE account = $1 AND plan = $2 AND ledger = $3 ORDER BY name",
                args![account.as_str(), plan.as_str(), ledger.as_str()],
            )
            .await?;
        rows.into_iter()
            .map(|(name, query)| {
                Ok(View {
                    name,
                    query: from_json("a query", &query)?,
                })
            })
            .collect()
    }
}

fn entry(action: &'static str, account: &AccountId, plan: &PlanId, detail: serde_json::Value) -> Entry {
    Entry {
        action,
        kind: SubjectKind::Account,
        id: account.to_string(),
        plan: Some(plan.clone()),
        detail,
    }
}
