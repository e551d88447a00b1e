//! 复核意见: what reviewers say of targets, beside the computed status and never in its place.

use serde_json::json;
use yaodian_domain::{
    id::{PlanId, TargetId},
    judgement::Judgement,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::args,
    encode::{from_json, to_json},
    plans::{lock, touch},
};

impl Store {
    /// Adds a judgement. Earlier ones on the same target stay: who changes his mind says so anew.
    pub async fn add_judgement(&self, act: &Act, plan: &PlanId, judgement: &Judgement) -> Result<(), StoreError> {
        let body = to_json("a judgement", judgement)?;
        let mut change = self.db.begin(act).await?;
        // The lock on the plan gives out the numbers one after another.
        lock(&mut change, plan).await?;
        change
            .execute(
                "INSERT INTO judgements (plan, seq, target, written_at, written_by, body)
                 SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5 FROM judgements WHERE plan = $1",
                args![plan.as_str(), judgement.target.as_str(), act.at, act.by.name(), &body],
            )
            .await?;
        touch(&mut change, plan).await?;
        change.note(Entry {
            action: action::TARGET_JUDGED,
            kind: SubjectKind::Target,
            id: format!("{plan}:{}", judgement.target),
            plan: Some(plan.clone()),
            detail: json!({ "judgement": judgement }),
        });
        change.commit().await
    }

    /// All judgements on a plan's targets, in the order in which they were said.
    pub async fn judgements(&self, plan: &PlanId) -> Result<Vec<Judgement>, StoreError> {
        let rows = self
            .db
            .rows(
                "SELECT body FROM judgements WHERE plan = $1 ORDER BY seq",
                args![plan.as_str()],
            )
            .await?;
        read(rows)
    }

    /// The judgements on one target, in the order in which they were said.
    pub async fn judgements_of(&self, plan: &PlanId, target: &TargetId) -> Result<Vec<Judgement>, StoreError> {
        let rows = self
            .db
            .rows(
                "SELECT body FROM judgements WHERE plan = $1 AND target = $2 ORDER BY seq",
                args![plan.as_str(), target.as_str()],
            )
            .await?;
        read(rows)
    }
}

fn read(rows: Vec<(String,)>) -> Result<Vec<Judgement>, StoreError> {
    rows.into_iter()
        .map(|(body,)| from_json("a judgement", &body))
        .collect()
}
