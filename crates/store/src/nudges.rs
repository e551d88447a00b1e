//! 人工催办: what the office asks of units out of turn, and who has said that it was seen.

use jiff::{Timestamp, civil::Date};
use serde_json::json;
use yaodian_domain::{access::Duty, id::PlanId, reminder::Nudge};

use crate::{
    Account, Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Arg, args},
    encode::{from_json, parse, to_json},
};

/// Something that was asked for, and who has seen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NudgeRow {
    /// What, of whom.
    pub nudge: Nudge,
    /// Who has said that it was seen, the first one first.
    pub seen: Vec<(String, Timestamp)>,
}

type Columns = (
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
);

impl Store {
    /// Adds what the office asks for, all of it or nothing.
    pub async fn add_nudges(&self, act: &Act, plan: &PlanId, nudges: &[Nudge]) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        for nudge in nudges {
            change
                .execute(
                    "INSERT INTO nudges (id, plan, unit, duty, target, period, note, day, written_at, written_by)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    args![
                        &nudge.id,
                        plan.as_str(),
                        nudge.unit.as_str(),
                        to_json("a duty", &nudge.duty)?,
                        nudge.target.as_ref().map(yaodian_domain::id::TargetId::as_str),
                        Arg::Text(nudge.period.map(|period| period.to_string().into())),
                        &nudge.note,
                        nudge.on.to_string(),
                        act.at,
                        &nudge.by
                    ],
                )
                .await
                .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(plan.clone())))?;
            change.note(Entry {
                action: action::NUDGED,
                kind: SubjectKind::Reminder,
                id: nudge.id.clone(),
                plan: Some(plan.clone()),
                detail: json!({ "nudge": nudge }),
            });
        }
        change.commit().await
    }

    /// What was asked for in a plan since a day, the latest first.
    pub async fn nudges(&self, plan: &PlanId, from: Date) -> Result<Vec<NudgeRow>, StoreError> {
        let rows: Vec<Columns> = self
            .db
            .rows(
                "SELECT id, unit, duty, target, period, note, day, written_by FROM nudges
                 WHERE plan = $1 AND day >= $2 ORDER BY id DESC",
                args![plan.as_str(), from.to_string()],
            )
            .await?;
        let seen: Vec<(String, String, String)> = self
            .db
            .rows(
                "SELECT s.nudge, s.name, s.at FROM nudges_seen s JOIN nudges n ON n.id = s.nudge
                 WHERE n.plan = $1 AND n.day >= $2 ORDER BY s.at, s.account",
                args![plan.as_str(), from.to_string()],
            )
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let nudge = read(row)?;
            let own = seen.iter().filter(|(id, _, _)| *id == nudge.id);
            let seen = own.map(|(_, name, at)| Ok((name.clone(), parse("the instant of a nudge", at)?)));
            let seen = seen.collect::<Result<_, StoreError>>()?;
            found.push(NudgeRow { nudge, seen });
        }
        Ok(found)
    }

    /// What was asked for in a plan and nobody has said was seen, the latest first.
    pub async fn unseen_nudges(&self, plan: &PlanId) -> Result<Vec<Nudge>, StoreError> {
        let rows: Vec<Columns> = self
            .db
            .rows(
                "SELECT id, unit, duty, target, period, note, day, written_by FROM nudges
                 WHERE plan = $1 AND NOT EXISTS (SELECT * FROM nudges_seen WHERE nudge = nudges.id) ORDER BY id DESC",
                args![plan.as_str()],
            )
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Notes that somebody has seen what was asked for; twice makes no difference.
    pub async fn see_nudge(&self, act: &Act, plan: &PlanId, id: &str, account: &Account) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        let rows = change
            .execute(
                "INSERT INTO nudges_seen (nudge, account, name, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                args![id, account.id.as_str(), &account.name, act.at],
            )
            .await?;
        if rows == 1 {
            change.note(Entry {
                action: action::NUDGE_SEEN,
                kind: SubjectKind::Reminder,
                id: id.to_owned(),
                plan: Some(plan.clone()),
                detail: json!({ "account": account.id }),
            });
        }
        change.commit().await
    }
}

fn read((id, unit, duty, target, period, note, day, by): Columns) -> Result<Nudge, StoreError> {
    let duty: Duty = from_json("the duty of a nudge", &duty)?;
    Ok(Nudge {
        id,
        unit: parse("the unit of a nudge", &unit)?,
        duty,
        target: target
            .map(|target| parse("the target of a nudge", &target))
            .transpose()?,
        period: period
            .map(|period| parse("the period of a nudge", &period))
            .transpose()?,
        note,
        on: parse("the day of a nudge", &day)?,
        by,
    })
}
