//! Plans, and the documents beside them, in versions.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};
use yaodian_domain::{
    Date,
    id::{PlanId, TargetId},
    plan::{Name, Plan},
    time::DaySpan,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Change, Db, args},
    encode::{corrupt, digest, from_json, parse, same, to_json},
};

/// The targets of a plan to which something is attached.
const IN_USE: &str = "SELECT target FROM reports WHERE plan = $1 UNION SELECT target FROM cases WHERE plan = $1
     UNION SELECT target FROM judgements WHERE plan = $1";

/// The plan that is worked on on day `$1`, as a value; days and names are compared by their bytes, as in SQLite.
macro_rules! current {
    ($bytes:literal) => {
        concat!(
            "COALESCE(
                 (SELECT p.id FROM plans AS p WHERE p.starts_on",
            $bytes,
            " <= $1
                  AND NOT EXISTS (SELECT 1 FROM closings AS c WHERE c.plan = p.id)
                  ORDER BY p.starts_on",
            $bytes,
            ", p.id",
            $bytes,
            " LIMIT 1),
                 (SELECT p.id FROM plans AS p WHERE p.starts_on",
            $bytes,
            " <= $1
                  ORDER BY p.starts_on",
            $bytes,
            " DESC, p.id",
            $bytes,
            " DESC LIMIT 1),
                 (SELECT p.id FROM plans AS p ORDER BY p.starts_on",
            $bytes,
            ", p.id",
            $bytes,
            " LIMIT 1)
             )"
        )
    };
}

/// What is known of a plan: its name, and the sum of the versions of all that goes into it. Looked up by name, one by
/// one: with a join, PostgreSQL expects many of them, and reads all plans there are.
macro_rules! edition {
    ($plan:expr) => {
        concat!(
            "WITH RECURSIVE line (id, asked) AS (
                 SELECT ",
            $plan,
            ", 1 UNION SELECT c.from_plan, 0 FROM carried AS c JOIN line ON c.into_plan = line.id
             )
             SELECT MAX(CASE WHEN line.asked = 1 THEN (SELECT p.id FROM plans AS p WHERE p.id = line.id) END),
             CAST(SUM((SELECT p.content_version FROM plans AS p WHERE p.id = line.id)) AS BIGINT) FROM line"
        )
    };
}

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

    /// The plan that is worked on on a day: of those that have begun and are not closed the earliest, so that the
    /// next year's plan can be loaded while the last reports of the old one are still being written; once all are
    /// closed, the last of them. Before any has begun, the first. `None` where there is no plan.
    ///
    /// Asked for by nearly every request: it takes no longer with a thousand plans.
    pub async fn current_plan(&self, today: Date) -> Result<Option<PlanId>, StoreError> {
        let sql = match &*self.db {
            Db::Sqlite(_) => concat!("SELECT ", current!("")),
            Db::Postgres(_) => concat!("SELECT ", current!(" COLLATE \"C\"")),
        };
        let row: Option<(Option<String>,)> = self.db.row(sql, args![today.to_string()]).await?;
        row.and_then(|(id,)| id)
            .map(|id| parse("the id of a plan", &id))
            .transpose()
    }

    /// The plans that are worked on on a day, the earliest first: all that have begun and are not closed, such as one of
    /// each province; where there are none the one that is shown ([`Store::current_plan`]).
    pub async fn open_plans(&self, today: Date) -> Result<Vec<PlanId>, StoreError> {
        let mut open = self.plans().await?;
        open.retain(|head| head.term.from() <= today && head.closed_on.is_none());
        open.sort_by(|a, b| (a.term.from(), &a.id).cmp(&(b.term.from(), &b.id)));
        if open.is_empty() {
            return Ok(self.current_plan(today).await?.into_iter().collect());
        }
        Ok(open.into_iter().map(|head| head.id).collect())
    }

    /// A plan, or the one that is worked on on a day, and a number that rises whenever anything that is known of it
    /// changes: anything public of the plan itself, of those from which it took targets over, and of those from
    /// which these did ([`Store::content_version`]). `None` where there is no such plan.
    ///
    /// Who caches reads it first and the rest after it: what is kept is then never older than the
    /// number it is kept under.
    pub async fn edition(&self, plan: Option<&PlanId>, today: Date) -> Result<Option<(PlanId, i64)>, StoreError> {
        let sql = match (&*self.db, plan) {
            (_, Some(_)) => edition!("CAST($1 AS TEXT)"),
            (Db::Sqlite(_), None) => edition!(current!("")),
            (Db::Postgres(_), None) => edition!(current!(" COLLATE \"C\"")),
        };
        let asked = plan.map_or_else(|| today.to_string(), PlanId::to_string);
        let row: Option<(Option<String>, Option<i64>)> = self.db.row(sql, args![asked]).await?;
        let found = row.and_then(|(id, version)| id.zip(version));
        found
            .map(|(id, version)| Ok((parse("the id of a plan", &id)?, version)))
            .transpose()
    }

    /// A number that rises whenever anything public of the plan changes: its text, published
    /// figures, documents, approved reports. 0 for a plan that is not there.
    pub async fn content_version(&self, id: &PlanId) -> Result<i64, StoreError> {
        let row: Option<(i64,)> = self
            .db
            .row("SELECT content_version FROM plans WHERE id = $1", args![id.as_str()])
            .await?;
        Ok(row.map_or(0, |(version,)| version))
    }

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
