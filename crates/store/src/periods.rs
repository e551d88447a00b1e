//! 重新开放: closed periods that the office has opened again.

use serde_json::json;
use yaodian_domain::{
    id::{PlanId, UnitId},
    period::Reopening,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::args,
    encode::{from_json, new_id, to_json},
    plans::touch,
};

impl Store {
    /// Opens a closed period again.
    pub async fn reopen(&self, act: &Act, plan: &PlanId, reopening: &Reopening) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "INSERT INTO reopenings (id, plan, period, unit, at, by_name, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                args![
                    new_id::<String>(),
                    plan.as_str(),
                    reopening.period.to_string(),
                    reopening.unit.as_ref().map(UnitId::as_str),
                    act.at,
                    act.by.name(),
                    to_json("the reopening of a period", reopening)?
                ],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(plan.clone())))?;
        touch(&mut change, plan).await?;
        change.note(Entry {
            action: action::PERIOD_REOPENED,
            kind: SubjectKind::Plan,
            id: plan.to_string(),
            plan: Some(plan.clone()),
            detail: json!(reopening),
        });
        change.commit().await
    }

    /// What was opened again, in that order.
    pub async fn reopenings(&self, plan: &PlanId) -> Result<Vec<Reopening>, StoreError> {
        let rows: Vec<(String,)> = self
            .db
            .rows(
                "SELECT body FROM reopenings WHERE plan = $1 ORDER BY id",
                args![plan.as_str()],
            )
            .await?;
        rows.iter()
            .map(|(body,)| from_json("the reopening of a period", body))
            .collect()
    }
}
