//! 每日巡查: which days a plan's daily round was done for; and the day that a trial has reached.
//!
//! A round belongs to whoever claims its day first. The claim has an end, so that a process that
//! dies in the middle does not keep the day for ever: the steps of a round may therefore be begun
//! twice, and must come to the same then.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::json;
use yaodian_domain::id::PlanId;

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::args,
    encode::parse,
};

/// What came of claiming a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is the claimant's to do.
    Mine,
    /// Another process is at it.
    Held,
    /// It was done.
    Done,
}

/// How long a claim holds. Whoever takes longer claims the day anew in between.
const HELD: SignedDuration = SignedDuration::from_mins(2);

impl Store {
    /// The day that a trial has reached; `None` before its first start.
    pub async fn trial_day(&self) -> Result<Option<Date>, StoreError> {
        let row: Option<(String,)> = self.db.row("SELECT day FROM trial_day WHERE id = 1", &[]).await?;
        row.map(|(day,)| parse("the day of a trial", &day)).transpose()
    }

    /// Moves a trial's clock to a later day; whether it was moved. It never goes back: one that
    /// stands at this day or later stays.
    pub async fn move_trial_day(&self, act: &Act, day: Date) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let before: Option<(String,)> = change.row("SELECT day FROM trial_day WHERE id = 1", &[]).await?;
        // Days of one length: the order of texts is that of days.
        let moved = change
            .execute(
                "INSERT INTO trial_day (id, day) VALUES (1, $1)
                 ON CONFLICT (id) DO UPDATE SET day = excluded.day WHERE trial_day.day < excluded.day",
                args![day.to_string()],
            )
            .await?;
        if moved == 0 {
            return Ok(false);
        }
        change.note(Entry {
            action: action::TRIAL_DAY_MOVED,
            kind: SubjectKind::Clock,
            id: "trial".to_owned(),
            plan: None,
            detail: json!({ "from": before.map(|(day,)| day), "to": day }),
        });
        change.commit().await?;
        Ok(true)
    }

    /// The latest day of a plan for which the round was done.
    pub async fn last_round(&self, plan: &PlanId) -> Result<Option<Date>, StoreError> {
        let row: Option<(Option<String>,)> = self
            .db
            .row(
                "SELECT MAX(day) FROM rounds WHERE plan = $1 AND done_at IS NOT NULL",
                args![plan.as_str()],
            )
            .await?;
        row.and_then(|(day,)| day)
            .map(|day| parse("the day of a round", &day))
            .transpose()
    }

    /// Claims the round of a day for `process`, from `now` on; who holds it already claims it anew.
    pub async fn claim_round(
        &self,
        plan: &PlanId,
        day: Date,
        process: &str,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let act = Act::new(now, crate::Actor::system("round"));
        let mut change = self.db.begin(&act).await?;
        let until = now.saturating_add(HELD).unwrap_or(Timestamp::MAX);
        let claimed = change
            .execute(
                "INSERT INTO rounds (plan, day, held_by, held_until) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (plan, day) DO UPDATE SET held_by = excluded.held_by, held_until = excluded.held_until
                 WHERE rounds.done_at IS NULL AND (rounds.held_by = excluded.held_by OR rounds.held_until <= $5)",
                args![plan.as_str(), day.to_string(), process, until, now],
            )
            .await
            .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(plan.clone())))?;
        if claimed == 1 {
            change.commit().await?;
            return Ok(Claim::Mine);
        }
        let done: Option<(String,)> = change
            .row(
                "SELECT done_at FROM rounds WHERE plan = $1 AND day = $2 AND done_at IS NOT NULL",
                args![plan.as_str(), day.to_string()],
            )
            .await?;
        Ok(if done.is_some() { Claim::Done } else { Claim::Held })
    }

    /// Marks the round of a day as done by `process`; whether it was still its own.
    pub async fn finish_round(&self, act: &Act, plan: &PlanId, day: Date, process: &str) -> Result<bool, StoreError> {
        let mut change = self.db.begin(act).await?;
        let finished = change
            .execute(
                "UPDATE rounds SET done_at = $4 WHERE plan = $1 AND day = $2 AND held_by = $3 AND done_at IS NULL",
                args![plan.as_str(), day.to_string(), process, act.at],
            )
            .await?;
        if finished == 0 {
            return Ok(false);
        }
        change.note(Entry {
            action: action::ROUND_DONE,
            kind: SubjectKind::Round,
            id: format!("{plan}:{day}"),
            plan: Some(plan.clone()),
            detail: json!({ "day": day }),
        });
        change.commit().await?;
        Ok(true)
    }
}
