//! 督办单, 延期, 目标调整, 验收销号: cases, each saved only by those who read its last step.

use serde_json::{Value, json};
use yaodian_domain::{
    id::{CaseId, PlanId},
    supervision::Case,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{
        Entry, action,
        record::{SEAL, seal},
    },
    db::{Change, args},
    encode::{from_json, parse, to_json},
    plans::touch,
};

impl Store {
    /// Saves cases of one plan, all of them or none: those with one step are new, the others have
    /// one step more than what is stored.
    ///
    /// [`StoreError::CaseExists`] if one that is open already stands in the way of a new one,
    /// [`StoreError::CaseMovedOn`] if somebody else has taken a step meanwhile.
    pub async fn save_cases(&self, act: &Act, plan: &PlanId, cases: &[Case]) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        for case in cases {
            if case.steps().len() == 1 {
                open(&mut change, plan, case).await?;
            } else {
                step(&mut change, plan, case).await?;
            }
            change.note(entry(plan, case)?);
        }
        touch(&mut change, plan).await?;
        change.commit().await
    }

    /// A case and its plan.
    pub async fn case(&self, id: &CaseId) -> Result<Option<(PlanId, Case)>, StoreError> {
        let row: Option<(String, String)> = self
            .db
            .row("SELECT plan, body FROM cases WHERE id = $1", args![id.as_str()])
            .await?;
        row.map(|(plan, body)| Ok((parse("the plan of a case", &plan)?, from_json("a case", &body)?)))
            .transpose()
    }

    /// The cases of a plan, in the order in which they were opened.
    pub async fn cases(&self, plan: &PlanId) -> Result<Vec<Case>, StoreError> {
        // Ids follow time.
        let rows: Vec<(String,)> = self
            .db
            .rows(
                "SELECT body FROM cases WHERE plan = $1 ORDER BY id",
                args![plan.as_str()],
            )
            .await?;
        rows.into_iter().map(|(body,)| from_json("a case", &body)).collect()
    }
}

async fn open(change: &mut Change<'_>, plan: &PlanId, case: &Case) -> Result<(), StoreError> {
    let exclusive = case.exclusive();
    let rows = change
        .execute(
            "INSERT INTO cases (id, plan, kind, target, unit, state, exclusive, steps, changed_at, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9) ON CONFLICT DO NOTHING",
            args![
                case.id.as_str(),
                plan.as_str(),
                case.kind().as_str(),
                case.target.as_str(),
                case.unit.as_str(),
                case.state().as_str(),
                exclusive.as_deref(),
                change.act.at,
                to_json("a case", case)?
            ],
        )
        .await
        .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(plan.clone())))?;
    if rows == 0 {
        return Err(StoreError::CaseExists);
    }
    Ok(())
}

async fn step(change: &mut Change<'_>, plan: &PlanId, case: &Case) -> Result<(), StoreError> {
    let steps = i64::try_from(case.steps().len()).unwrap_or(i64::MAX);
    let exclusive = case.exclusive();
    let rows = change
        .execute(
            "UPDATE cases SET state = $4, exclusive = $5, steps = $3, changed_at = $6, body = $7
             WHERE id = $1 AND plan = $2 AND steps = $3 - 1",
            args![
                case.id.as_str(),
                plan.as_str(),
                steps,
                case.state().as_str(),
                exclusive.as_deref(),
                change.act.at,
                to_json("a case", case)?
            ],
        )
        .await?;
    if rows == 1 {
        return Ok(());
    }
    let row: Option<(String,)> = change
        .row(
            "SELECT body FROM cases WHERE id = $1 AND plan = $2",
            args![case.id.as_str(), plan.as_str()],
        )
        .await?;
    let (body,) = row.ok_or_else(|| StoreError::UnknownCase(case.id.clone()))?;
    Err(StoreError::CaseMovedOn {
        latest: Box::new(from_json("a case", &body)?),
    })
}

/// What the audit says of the last step.
fn entry(plan: &PlanId, case: &Case) -> Result<Entry, StoreError> {
    let mut detail = json!({
        "kind": case.kind(), "target": case.target, "unit": case.unit, "to": case.state(),
        "step": case.steps().last(),
    });
    detail[SEAL] = json!(seal("a case", case)?);
    let opened = case.steps().len() == 1;
    if opened {
        detail["matter"] = json!(case.matter);
    }
    // The days and names stand in the row itself.
    if let Some(Value::Object(step)) = detail.get_mut("step") {
        step.remove("by");
    }
    Ok(Entry {
        action: if opened {
            action::CASE_OPENED
        } else {
            action::CASE_STEPPED
        },
        kind: SubjectKind::Case,
        id: case.id.to_string(),
        plan: Some(plan.clone()),
        detail,
    })
}
