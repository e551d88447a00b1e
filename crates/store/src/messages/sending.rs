//! Messages on their way to the mail server.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use yaodian_domain::id::PlanId;

use super::{Columns, Message, MessageState, Retry, columns, entry, read};
use crate::{
    Act, Actor, Store, StoreError,
    audit::action,
    db::{Arg, Db, args},
    encode::{parse, to_json},
};

/// How long whoever sends a message holds it.
const HELD: SignedDuration = SignedDuration::from_mins(3);

/// What can be sent at `$1`: what waits and may be, and what somebody has died over.
macro_rules! due {
    () => {
        "((state IN ('waiting', 'doubtful') AND not_before <= $1) OR (state = 'sending' AND held_until <= $1))"
    };
}

const WITH_DUE: &str = concat!("SELECT DISTINCT plan FROM messages WHERE plan IS NOT NULL AND ", due!());
const ALERTS_DUE: &str = concat!("SELECT id FROM messages WHERE plan IS NULL AND ", due!(), " LIMIT 1");

/// Takes the oldest of it that is of `$of` until `$2`, passing over what others are taking in the words of the database.
macro_rules! take {
    ($of:literal, $passing:literal) => {
        concat!(
            "UPDATE messages SET state = 'sending', attempts = attempts + 1, held_until = $2
             WHERE id = (SELECT id FROM messages WHERE ",
            due!(),
            " AND ",
            $of,
            " ORDER BY day, id LIMIT 1 ",
            $passing,
            ") RETURNING ",
            columns!()
        )
    };
}

fn held_until(now: Timestamp) -> Timestamp {
    now.saturating_add(HELD).unwrap_or(Timestamp::MAX)
}

impl Store {
    /// The plans of which a message can be sent. Looked at first, for mostly there is none, and nobody is kept from
    /// writing.
    pub async fn plans_with_mail(&self, now: Timestamp) -> Result<Vec<PlanId>, StoreError> {
        let rows: Vec<(String,)> = self.db.rows(WITH_DUE, args![now]).await?;
        let plans = rows.iter().map(|(plan,)| parse("the plan of a message", plan));
        let mut plans = plans.collect::<Result<Vec<PlanId>, _>>()?;
        plans.sort();
        Ok(plans)
    }

    /// Takes a message of a plan that can be sent, the oldest first; nobody else gets it for a while. Of many
    /// processes none waits for another: each takes the oldest that nobody is taking.
    pub async fn take_message(&self, plan: &PlanId, now: Timestamp) -> Result<Option<Message>, StoreError> {
        let sql = match &*self.db {
            Db::Sqlite(_) => take!("plan = $3", ""),
            Db::Postgres(_) => take!("plan = $3", "FOR UPDATE SKIP LOCKED"),
        };
        self.take(sql, args![now, held_until(now), plan.as_str()]).await
    }

    /// Whether there is an alert to be sent. Looked at first, as above.
    pub async fn alerts_are_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        let row: Option<(String,)> = self.db.row(ALERTS_DUE, args![now]).await?;
        Ok(row.is_some())
    }

    /// Takes an alert in the same way.
    pub async fn take_alert(&self, now: Timestamp) -> Result<Option<Message>, StoreError> {
        let sql = match &*self.db {
            Db::Sqlite(_) => take!("plan IS NULL", ""),
            Db::Postgres(_) => take!("plan IS NULL", "FOR UPDATE SKIP LOCKED"),
        };
        self.take(sql, args![now, held_until(now)]).await
    }

    async fn take(&self, sql: &'static str, args: &[Arg<'_>]) -> Result<Option<Message>, StoreError> {
        // Nothing is audited at this instant: the attempt is, when its outcome is known.
        let act = Act::new(Timestamp::UNIX_EPOCH, Actor::system("mail"));
        let mut change = self.db.begin(&act).await?;
        let row: Option<Columns> = change.row(sql, args).await?;
        change.commit().await?;
        row.map(read).transpose()
    }

    /// Keeps the mail of a message that was taken, before it is handed over for the first time;
    /// and what it says by then. Like all that follows, it does nothing for whoever has lost the
    /// message to another process in the meantime.
    pub async fn keep_mail(&self, act: &Act, message: &Message, lines: &Value, mail: &Value) -> Result<(), StoreError> {
        let mut change = self.db.begin(act).await?;
        change
            .execute(
                "UPDATE messages SET mail = $3, lines = $4 WHERE id = $1 AND state = 'sending' AND attempts = $2",
                args![
                    &message.id,
                    message.attempts,
                    to_json("a mail", mail)?,
                    to_json("the lines of a message", lines)?
                ],
            )
            .await?;
        // Not audited: what it says was, when it was written, and its end will be.
        change.commit().await
    }

    /// Ends a message: sent, refused, given up, or moot. Of an alert nobody needs the mail and its address any more.
    pub async fn end_message(
        &self,
        act: &Act,
        message: &Message,
        state: MessageState,
        trouble: Option<&Value>,
    ) -> Result<(), StoreError> {
        let trouble_text = trouble.map(|trouble| to_json("a trouble", trouble)).transpose()?;
        let mut change = self.db.begin(act).await?;
        let ended = change
            .execute(
                "UPDATE messages SET state = $3, trouble = $4, ended_at = $5, held_until = NULL, address = NULL,
                     mail = CASE WHEN plan IS NULL THEN NULL ELSE mail END
                 WHERE id = $1 AND state = 'sending' AND attempts = $2",
                args![
                    &message.id,
                    message.attempts,
                    state.as_str(),
                    trouble_text.as_deref(),
                    act.at
                ],
            )
            .await?;
        if ended == 1 {
            let detail = json!({ "state": state.as_str(), "attempts": message.attempts, "trouble": trouble });
            change.note(entry(
                action::REMINDER_ENDED,
                &message.id,
                message.plan.as_ref(),
                detail,
            ));
        }
        change.commit().await
    }

    /// Puts a message off until later.
    pub async fn postpone_message(
        &self,
        act: &Act,
        message: &Message,
        not_before: Timestamp,
        trouble: &Value,
        retry: Retry,
    ) -> Result<(), StoreError> {
        let sql = match retry {
            Retry::AsItWas => {
                "UPDATE messages SET state = 'doubtful', not_before = $3, trouble = $4, held_until = NULL
                 WHERE id = $1 AND state = 'sending' AND attempts = $2"
            }
            Retry::Anew => {
                "UPDATE messages SET state = 'waiting', mail = NULL, not_before = $3, trouble = $4, held_until = NULL
                 WHERE id = $1 AND state = 'sending' AND attempts = $2"
            }
        };
        let mut change = self.db.begin(act).await?;
        let put_off = change
            .execute(
                sql,
                args![
                    &message.id,
                    message.attempts,
                    not_before,
                    to_json("a trouble", trouble)?
                ],
            )
            .await?;
        if put_off == 1 {
            let detail = json!({ "attempts": message.attempts, "until": not_before.to_string(), "trouble": trouble });
            change.note(entry(
                action::REMINDER_PUT_OFF,
                &message.id,
                message.plan.as_ref(),
                detail,
            ));
        }
        change.commit().await
    }

    /// Gives back what a process was sending when it died, at once instead of after a while. Only
    /// where one process has the database to itself: on SQLite.
    pub async fn give_back_messages(&self) -> Result<(), StoreError> {
        if let Db::Sqlite(_) = &*self.db {
            let act = Act::new(Timestamp::UNIX_EPOCH, Actor::system("mail"));
            let mut change = self.db.begin(&act).await?;
            change
                .execute(
                    "UPDATE messages SET held_until = $1 WHERE state = 'sending'",
                    args![Timestamp::UNIX_EPOCH],
                )
                .await?;
            change.commit().await?;
        }
        Ok(())
    }
}
