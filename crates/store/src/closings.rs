//! 年终收官: plans that are closed for good, the steps that led there, and what was carried over.
//!
//! Nothing of a closed plan's year is written any more. [`refuse_closed`] stands where every change
//! passes, and nowhere else.

use std::collections::BTreeSet;

use serde_json::json;
use yaodian_domain::{
    closing::{Carried, Closing, Finals, Step, Taken},
    id::PlanId,
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{
        self, Entry, action,
        record::{SEAL, seal},
    },
    db::{Change, args},
    encode::{from_json, parse, to_json},
    plans::{lock, touch},
};

/// What may still be done with a closed plan. Everything else is refused, so that what is added to the
/// program one day is too until somebody decides otherwise.
const STILL_ALLOWED: &[&str] = &[
    // The last step itself, and what follows from it.
    action::PLAN_CLOSED,
    action::CARRIED_OUT,
    // What is published later becomes known later; the final list is frozen.
    action::PUBLISHED_LOADED,
    action::DOCUMENT_LOADED,
    // The last month's bulletin, and corrections: what is told, not what is counted.
    action::BULLETIN_DRAFTED,
    action::BULLETIN_EDITED,
    action::BULLETIN_PUBLISHED,
    // What was approved is published with it; no figure changes.
    action::REPORT_PUBLISHED,
    // What the program notes about its own work, and what people keep for themselves.
    action::ROUND_DONE,
    action::REMINDER_FOLDED,
    action::REMINDER_PUT_OFF,
    action::REMINDER_ENDED,
    action::NUDGE_SEEN,
    // What will not become a version of it any more is put away.
    action::IMPORT_DROPPED,
    // Whom a name means is known of units, not of a year.
    action::NAMES_LEARNED,
    action::VIEW_SAVED,
    action::VIEW_FORGOTTEN,
];

/// Refuses a change that writes anything of the year of a closed plan.
pub(crate) async fn refuse_closed(change: &mut Change<'_>, entries: &[Entry]) -> Result<(), StoreError> {
    let writes = entries.iter().filter(|entry| !STILL_ALLOWED.contains(&entry.action));
    let plans: BTreeSet<&PlanId> = writes.filter_map(|entry| entry.plan.as_ref()).collect();
    for plan in plans {
        if change.open.contains(plan) {
            continue;
        }
        let row: Option<(String,)> = change
            .row("SELECT closed_on FROM closings WHERE plan = $1", args![plan.as_str()])
            .await?;
        if let Some((on,)) = row {
            return Err(StoreError::PlanClosed {
                plan: plan.clone(),
                on: parse("the day on which a plan was closed", &on)?,
            });
        }
    }
    Ok(())
}

/// By what it is told whether anything that a closing rests on has changed: the content version, and how
/// many reports there are, and when the last of them changed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Stamp {
    content_version: i64,
    reports: i64,
    changed_at: String,
}

const STAMP: &str = "SELECT p.content_version, COUNT(r.id) AS reports, COALESCE(MAX(r.changed_at), '') AS changed_at
     FROM plans AS p LEFT JOIN reports AS r ON r.plan = p.id WHERE p.id = $1 GROUP BY p.content_version";

impl Store {
    /// The steps towards closing a plan.
    pub async fn closing(&self, plan: &PlanId) -> Result<Closing, StoreError> {
        let rows: Vec<(String,)> = self
            .db
            .rows(
                "SELECT body FROM closing_steps WHERE plan = $1 ORDER BY seq",
                args![plan.as_str()],
            )
            .await?;
        let steps: Vec<Taken> = rows
            .into_iter()
            .map(|(body,)| from_json("a step of a closing", &body))
            .collect::<Result<_, _>>()?;
        Closing::try_from(steps).map_err(|error| crate::encode::corrupt("a closing", &error))
    }

    /// By what it is told whether a plan, or any report of it, has changed.
    pub async fn closing_stamp(&self, plan: &PlanId) -> Result<Stamp, StoreError> {
        let stamp = self.db.row(STAMP, args![plan.as_str()]).await?;
        stamp.ok_or_else(|| StoreError::UnknownPlan(plan.clone()))
    }

    /// Saves the last step of `next`. With the step that confirms come the final list and the stamp
    /// of what it was judged by: if the plan or a report has changed since, nothing is closed.
    ///
    /// [`StoreError::ClosingMovedOn`] if somebody else has taken a step meanwhile, or anything public of
    /// the plan or any report has changed.
    pub async fn save_closing(
        &self,
        act: &Act,
        plan: &PlanId,
        next: &Closing,
        closed: Option<(&Stamp, &Finals)>,
    ) -> Result<(), StoreError> {
        let Some(taken) = next.steps().last() else {
            return Ok(());
        };
        let seq = i64::try_from(next.steps().len()).unwrap_or(i64::MAX);
        let mut change = self.db.begin(act).await?;
        lock(&mut change, plan).await?;
        let there: Option<(i64,)> = change
            .row(
                "SELECT COALESCE(MAX(seq), 0) FROM closing_steps WHERE plan = $1",
                args![plan.as_str()],
            )
            .await?;
        let moved_on = || StoreError::ClosingMovedOn(plan.clone());
        if there.is_none_or(|(last,)| last + 1 != seq) {
            return Err(moved_on());
        }
        let (name, action) = match taken.step {
            Step::Asked(_) => ("asked", action::CLOSING_ASKED),
            Step::Withdrawn => ("withdrawn", action::CLOSING_WITHDRAWN),
            Step::Confirmed => ("confirmed", action::PLAN_CLOSED),
        };
        change
            .execute(
                "INSERT INTO closing_steps (plan, seq, step, taken_at, taken_by, body) VALUES ($1, $2, $3, $4, $5, $6)",
                args![
                    plan.as_str(),
                    seq,
                    name,
                    act.at,
                    act.by.name(),
                    to_json("a step of a closing", taken)?
                ],
            )
            .await?;
        let mut detail = json!({ "on": taken.on, "by": taken.by, "note": taken.note });
        detail[SEAL] = json!(seal("a step of a closing", taken)?);
        match (&taken.step, closed) {
            (Step::Asked(request), _) => detail["request"] = json!(request),
            (Step::Confirmed, Some((stamp, finals))) => {
                // Everybody else's changes wait for this lock, or are there to be seen.
                audit::lock(&mut change).await?;
                if change.row::<Stamp>(STAMP, args![plan.as_str()]).await?.as_ref() != Some(stamp) {
                    return Err(moved_on());
                }
                change
                    .execute(
                        "INSERT INTO closings (plan, closed_on, body) VALUES ($1, $2, $3)",
                        args![
                            plan.as_str(),
                            finals.as_of.to_string(),
                            to_json("the final list of a plan", finals)?
                        ],
                    )
                    .await?;
                // All of it: the chain proves how everything ended.
                detail["finals"] = json!(finals);
            }
            (Step::Confirmed, None) => return Err(moved_on()),
            (Step::Withdrawn, _) => {}
        }
        touch(&mut change, plan).await?;
        change.note(Entry {
            action,
            kind: SubjectKind::Plan,
            id: plan.to_string(),
            plan: Some(plan.clone()),
            detail,
        });
        change.commit().await
    }

    /// How a plan ended, and with it the day on which it was closed, if it was.
    pub async fn finals(&self, plan: &PlanId) -> Result<Option<Finals>, StoreError> {
        let row: Option<(String,)> = self
            .db
            .row("SELECT body FROM closings WHERE plan = $1", args![plan.as_str()])
            .await?;
        row.map(|(body,)| from_json("the final list of a plan", &body))
            .transpose()
    }

    /// Carries targets of a closed plan over into another one, all of them or none.
    ///
    /// [`StoreError::CarriedAlready`] if one of them was.
    pub async fn carry(&self, act: &Act, into: &PlanId, carried: &[Carried]) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        // The locks on the plans, always in the same order, let those who carry the same over pass one after
        // another.
        for plan in carried
            .iter()
            .map(|one| &one.from)
            .chain([into])
            .collect::<BTreeSet<_>>()
        {
            lock(&mut change, plan).await?;
        }
        for one in carried {
            let there: Option<(String,)> = change
                .row(
                    "SELECT into_plan FROM carried WHERE from_plan = $1 AND target = $2",
                    args![one.from.as_str(), one.target.id.as_str()],
                )
                .await?;
            if there.is_some() {
                return Err(StoreError::CarriedAlready);
            }
            change
                .execute(
                    "INSERT INTO carried (from_plan, target, into_plan, seq, carried_at, carried_by, body)
                     SELECT $1, $2, $3, COALESCE(MAX(seq), 0) + 1, $4, $5, $6 FROM carried WHERE into_plan = $3",
                    args![
                        one.from.as_str(),
                        one.target.id.as_str(),
                        into.as_str(),
                        act.at,
                        act.by.name(),
                        to_json("what was carried over", one)?
                    ],
                )
                .await?;
            let mut detail = json!({
                "from": one.from, "target": one.target.id, "new_due": one.new_due, "reason": one.reason,
            });
            detail[SEAL] = json!(seal("what was carried over", one)?);
            // In the history of both.
            for (plan, action) in [(&one.from, action::CARRIED_OUT), (into, action::CARRIED_IN)] {
                change.note(Entry {
                    action,
                    kind: SubjectKind::Target,
                    id: format!("{}:{}", one.from, one.target.id),
                    plan: Some(plan.clone()),
                    detail: detail.clone(),
                });
            }
        }
        touch(&mut change, into).await?;
        change.commit().await
    }

    /// What a plan took over from others, in the order in which it came.
    pub async fn carried_into(&self, plan: &PlanId) -> Result<Vec<Carried>, StoreError> {
        self.carried("SELECT body FROM carried WHERE into_plan = $1 ORDER BY seq", plan)
            .await
    }

    /// What of a plan goes on in others.
    pub async fn carried_from(&self, plan: &PlanId) -> Result<Vec<(PlanId, Carried)>, StoreError> {
        let rows: Vec<(String, String)> = self
            .db
            .rows(
                "SELECT into_plan, body FROM carried WHERE from_plan = $1 ORDER BY into_plan, seq",
                args![plan.as_str()],
            )
            .await?;
        rows.into_iter()
            .map(|(into, body)| {
                Ok((
                    parse("the plan that took something over", &into)?,
                    from_json("what was carried over", &body)?,
                ))
            })
            .collect()
    }

    async fn carried(&self, sql: &'static str, plan: &PlanId) -> Result<Vec<Carried>, StoreError> {
        let rows: Vec<(String,)> = self.db.rows(sql, args![plan.as_str()]).await?;
        rows.into_iter()
            .map(|(body,)| from_json("what was carried over", &body))
            .collect()
    }
}
