//! Whom names mean that no register holds, as people taught it: once, and known from then on.

use serde_json::json;
use yaodian_domain::id::{PlanId, UnitId};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, args},
    encode::{from_json, to_json},
};

impl Store {
    /// Keeps names that were taught otherwise than by an import.
    pub async fn learn_names(
        &self,
        act: &Act,
        plan: &PlanId,
        learned: &[(String, Vec<UnitId>)],
    ) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        learn(&mut change, plan, learned).await?;
        change.commit().await
    }

    /// Whom names mean that no register holds, as it was taught; of several teachings the last.
    pub async fn learned_names(&self) -> Result<Vec<(String, Vec<UnitId>)>, StoreError> {
        let rows: Vec<(String, String)> = self
            .db
            .rows(
                "SELECT name, units FROM learned_names AS l
                 WHERE seq = (SELECT MAX(seq) FROM learned_names WHERE name = l.name) ORDER BY learned_at, name",
                &[],
            )
            .await?;
        let read = |(name, units): (String, String)| Ok((name, from_json("the units of a learned name", &units)?));
        rows.into_iter().map(read).collect()
    }
}

/// Keeps what was taught, where it is new.
pub(crate) async fn learn(
    change: &mut Change<'_>,
    plan: &PlanId,
    learned: &[(String, Vec<UnitId>)],
) -> Result<(), StoreError> {
    let mut new = Vec::new();
    for (name, units) in learned {
        let body = to_json("the units of a learned name", units)?;
        let latest: Option<(i64, String)> = change
            .row(
                "SELECT seq, units FROM learned_names WHERE name = $1 ORDER BY seq DESC LIMIT 1",
                args![name],
            )
            .await?;
        let seq = match latest {
            Some((_, same)) if same == body => continue,
            Some((seq, _)) => seq + 1,
            None => 1,
        };
        let act = change.act;
        change
            .execute(
                "INSERT INTO learned_names (name, seq, units, plan, learned_at, learned_by)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                args![name, seq, &body, plan.as_str(), act.at, act.by.name()],
            )
            .await?;
        new.push(json!({ "name": name, "units": units }));
    }
    if !new.is_empty() {
        change.note(Entry {
            action: action::NAMES_LEARNED,
            kind: SubjectKind::Plan,
            id: plan.to_string(),
            plan: Some(plan.clone()),
            detail: json!({ "names": new }),
        });
    }
    Ok(())
}
