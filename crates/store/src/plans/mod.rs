//! Plans, and the documents beside them, in versions.

mod current;
mod documents;

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::json;
use yaodian_domain::{
    Date,
    id::{PlanId, TargetId},
    plan::{Name, Plan},
    time::DaySpan,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, args},
    encode::{corrupt, digest, from_json, parse, same, to_json},
};

/// The targets of a plan to which something is attached.
const IN_USE: &str = "SELECT target FROM reports WHERE plan = $1 UNION SELECT target FROM cases WHERE plan = $1
     UNION SELECT target FROM judgements WHERE plan = $1";

/// A plan, for lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanHead {
    /// How it is referred to.
    pub id: PlanId,
    /// Its title.
    pub title: Name,
    /// Who issued it.
    pub issuer: Name,
    /// The year it is for.
    pub term: DaySpan,
    /// Its latest version.
    pub version: i64,
    /// The day on which its year was closed, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
}

/// What came of putting a plan or a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlanVersion {
    /// The latest version, counted from 1.
    pub version: i64,
    /// Whether it was made now; if not, what was put is what was there.
    pub new: bool,
}

impl Store {
    /// Puts a plan: a new version of it, unless it says what the latest one says. Old versions
    /// are kept.
    ///
    /// [`StoreError::TargetsInUse`] if it leaves out targets to which something is attached.
    pub async fn put_plan(&self, act: &Act, plan: &Plan) -> Result<PlanVersion, StoreError> {
        let mut change = self.db.begin(act).await?;
        let version = put(&mut change, plan, None).await?;
        change.commit().await?;
        Ok(version)
    }

    /// Puts a plan in whose shares of `target` were set, as the version after `onto`; `reason` says why
    /// they do not come to the whole.
    ///
    /// [`StoreError::PlanMovedOn`] if its latest version is another.
    pub async fn set_shares(
        &self,
        act: &Act,
        plan: &Plan,
        onto: i64,
        target: &TargetId,
        reason: &str,
    ) -> Result<PlanVersion, StoreError> {
        let mut change = self.db.begin(act).await?;
        let version = put(&mut change, plan, Some(onto)).await?;
        if version.new {
            let shares: Vec<_> = (plan.allocations.iter())
                .filter(|share| &share.target == target && share.withdrawn_on.is_none())
                .collect();
            change.note(Entry {
                action: action::SHARES_SET,
                kind: SubjectKind::Target,
                id: format!("{}:{target}", plan.id),
                plan: Some(plan.id.clone()),
                detail: json!({ "version": version.version, "shares": shares, "reason": reason }),
            });
        }
        change.commit().await?;
        Ok(version)
    }

    /// The targets of a plan to which something is attached, so that no version may leave them out:
    /// those of which units have reported, or about which something was decided or judged.
    pub async fn targets_in_use(&self, plan: &PlanId) -> Result<BTreeSet<TargetId>, StoreError> {
        let rows: Vec<(String,)> = self.db.rows(IN_USE, args![plan.as_str()]).await?;
        rows.iter().map(|(id,)| parse("the target of a report", id)).collect()
    }

    /// The latest version of a plan.
    pub async fn plan(&self, id: &PlanId) -> Result<Option<Plan>, StoreError> {
        let row: Option<(String,)> = self
            .db
            .row(
                "SELECT body FROM plan_versions WHERE plan = $1 ORDER BY version DESC LIMIT 1",
                args![id.as_str()],
            )
            .await?;
        row.map(|(body,)| from_json(&format!("plan {id}"), &body)).transpose()
    }

    /// One version of a plan.
    pub async fn plan_at(&self, id: &PlanId, version: i64) -> Result<Option<Plan>, StoreError> {
        let row: Option<(String,)> = self
            .db
            .row(
                "SELECT body FROM plan_versions WHERE plan = $1 AND version = $2",
                args![id.as_str(), version],
            )
            .await?;
        row.map(|(body,)| from_json(&format!("plan {id} in version {version}"), &body))
            .transpose()
    }

    /// All plans, the latest year first.
    pub async fn plans(&self) -> Result<Vec<PlanHead>, StoreError> {
        type Row = (
            String,
            String,
            String,
            String,
            String,
            String,
            String,
            i64,
            Option<String>,
        );
        let rows: Vec<Row> = self
            .db
            .rows(
                "SELECT p.id, p.title_zh, p.title_en, p.issuer_zh, p.issuer_en, p.starts_on, p.ends_on, p.version, c.closed_on
                 FROM plans AS p LEFT JOIN closings AS c ON c.plan = p.id",
                &[],
            )
            .await?;
        let mut heads = rows
            .into_iter()
            .map(|(id, zh, en, issuer, issuer_en, first, last, version, closed_on)| {
                let what = "the term of a plan";
                Ok(PlanHead {
                    id: parse("the id of a plan", &id)?,
                    title: Name { zh, en },
                    issuer: Name {
                        zh: issuer,
                        en: issuer_en,
                    },
                    term: DaySpan::new(parse(what, &first)?, parse(what, &last)?)
                        .map_err(|error| corrupt(what, &error))?,
                    version,
                    closed_on: closed_on
                        .map(|on| parse("the day on which a plan was closed", &on))
                        .transpose()?,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        // Sorted here, since the two databases order texts differently.
        heads.sort_by(|a, b| b.term.cmp(&a.term).then_with(|| a.id.cmp(&b.id)));
        Ok(heads)
    }
}

/// Puts a plan within a change: as the version after `onto`, where that is given, 0 for a plan that is
/// not there yet.
///
/// [`StoreError::PlanMovedOn`] if its latest version is another, [`StoreError::TargetsInUse`] if the new
/// one leaves out targets to which something is attached.
pub(crate) async fn put(change: &mut Change<'_>, plan: &Plan, onto: Option<i64>) -> Result<PlanVersion, StoreError> {
    let body = to_json("the plan", plan)?;
    let (first, last) = (plan.term.from().to_string(), plan.term.to().to_string());
    change
        .execute(
            "INSERT INTO plans (id, title_zh, title_en, starts_on, ends_on, version, content_version)
             VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT (id) DO NOTHING",
            args![plan.id.as_str(), &plan.title.zh, &plan.title.en, &first, &last],
        )
        .await?;
    let version = lock(change, &plan.id).await?;
    if onto.is_some_and(|onto| onto != version) {
        return Err(StoreError::PlanMovedOn {
            plan: plan.id.clone(),
            version,
        });
    }
    let latest: Option<(String,)> = change
        .row(
            "SELECT body FROM plan_versions WHERE plan = $1 AND version = $2",
            args![plan.id.as_str(), version],
        )
        .await?;
    if let Some((latest,)) = latest {
        if same::<Plan>(&latest, &body) {
            return Ok(PlanVersion { version, new: false });
        }
        // A version that cannot be read any more does not stand in the way of one that can.
        if let Ok(before) = serde_json::from_str::<Plan>(&latest) {
            keep_targets(change, &before, plan).await?;
        }
    }
    let version = version + 1;
    let act = change.act;
    change
        .execute(
            "INSERT INTO plan_versions (plan, version, written_at, written_by, body) VALUES ($1, $2, $3, $4, $5)",
            args![plan.id.as_str(), version, act.at, act.by.name(), &body],
        )
        .await?;
    change
        .execute(
            "UPDATE plans SET title_zh = $2, title_en = $3, issuer_zh = $4, issuer_en = $5, starts_on = $6, ends_on = $7,
             version = $8 WHERE id = $1",
            args![
                plan.id.as_str(),
                &plan.title.zh,
                &plan.title.en,
                &plan.issuer.zh,
                &plan.issuer.en,
                &first,
                &last,
                version
            ],
        )
        .await?;
    touch(change, &plan.id).await?;
    change.note(Entry {
        action: action::PLAN_LOADED,
        kind: SubjectKind::Plan,
        id: plan.id.to_string(),
        plan: Some(plan.id.clone()),
        detail: json!({ "version": version, "sha256": digest([Some(body.as_str())]) }),
    });
    Ok(PlanVersion { version, new: true })
}

/// Refuses a version that leaves out what units have reported on, or what was decided or judged.
async fn keep_targets(change: &mut Change<'_>, before: &Plan, next: &Plan) -> Result<(), StoreError> {
    let gone: Vec<&TargetId> = before
        .targets
        .iter()
        .map(|target| &target.id)
        .filter(|id| next.target(id).is_none())
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    let used: Vec<(String,)> = change.rows(IN_USE, args![next.id.as_str()]).await?;
    let is_used = |id: &&TargetId| used.iter().any(|(target,)| target == id.as_str());
    let targets: Vec<TargetId> = gone.into_iter().filter(is_used).cloned().collect();
    if targets.is_empty() {
        Ok(())
    } else {
        Err(StoreError::TargetsInUse { targets })
    }
}

/// Locks a plan until the change ends, so that what was read of its versions still holds when the
/// next one is written; the plan's latest version. (SQLite has the lock already, PostgreSQL takes
/// it on the row.)
pub(crate) async fn lock(change: &mut Change<'_>, plan: &PlanId) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = change
        .row(
            "UPDATE plans SET version = version WHERE id = $1 RETURNING version",
            args![plan.as_str()],
        )
        .await?;
    row.map(|(version,)| version)
        .ok_or_else(|| StoreError::UnknownPlan(plan.clone()))
}

/// Raises the number of what is public. The row stays locked until the commit: numbers become
/// visible in the order in which they were given.
pub(crate) async fn touch(change: &mut Change<'_>, plan: &PlanId) -> Result<(), StoreError> {
    change
        .execute(
            "UPDATE plans SET content_version = content_version + 1 WHERE id = $1",
            args![plan.as_str()],
        )
        .await?;
    Ok(())
}

/// Raises the number of what is public of every plan that is not closed. Nothing but the audit may be
/// locked after it.
pub(crate) async fn touch_open(change: &mut Change<'_>) -> Result<(), StoreError> {
    let plans: Vec<(String,)> = change.rows("SELECT id FROM plans", &[]).await?;
    let plans = plans.iter().map(|(id,)| parse("the id of a plan", id));
    let plans: BTreeSet<PlanId> = plans.collect::<Result<_, _>>()?;
    // In the order in which everybody locks several plans, so that no two wait for each other.
    for plan in &plans {
        lock(change, plan).await?;
    }
    // Only now: whoever was closing one of them has committed.
    let closed: Vec<(String,)> = change.rows("SELECT plan FROM closings", &[]).await?;
    let is_closed = |plan: &PlanId| closed.iter().any(|(closed,)| closed == plan.as_str());
    for plan in plans.iter().filter(|plan| !is_closed(plan)) {
        touch(change, plan).await?;
    }
    Ok(())
}
