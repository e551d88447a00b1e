//! Messages as they are written, and as they were.

use jiff::{Timestamp, civil::Date};
use serde_json::json;
use yaodian_domain::id::PlanId;

use super::{Columns, Message, MessageState, NewMessage, entry, read, select};
use crate::{
    AccountId, Act, Store, StoreError,
    audit::action,
    db::args,
    encode::{parse, to_json},
};

impl Store {
    /// Writes the messages of a day; one that is there for the same person stays as it is. An
    /// earlier one to the same person that still waits is folded into it. How many were written.
    pub async fn write_messages(
        &self,
        act: &Act,
        plan: &PlanId,
        day: Date,
        messages: &[NewMessage],
    ) -> Result<usize, StoreError> {
        let mut change = self.db.begin(act).await?;
        let mut written = 0;
        for message in messages {
            let id = format!("{plan}:{day}:{}", message.account);
            let state = if message.by_mail {
                MessageState::Waiting
            } else {
                MessageState::InApp
            };
            let rows = change
                .execute(
                    "INSERT INTO messages (id, plan, account, day, since, written_at, lines, state, attempts, not_before)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9) ON CONFLICT DO NOTHING",
                    args![
                        &id,
                        plan.as_str(),
                        message.account.as_str(),
                        day.to_string(),
                        message.since.to_string(),
                        act.at,
                        to_json("the lines of a message", &message.lines)?,
                        state.as_str(),
                        // At once: whoever sends it knows when mail rests.
                        Timestamp::UNIX_EPOCH
                    ],
                )
                .await?;
            if rows == 0 {
                continue;
            }
            written += 1;
            change.note(entry(
                action::REMINDER_WRITTEN,
                &id,
                Some(plan),
                json!({ "lines": message.lines }),
            ));
            let folded: Vec<(String,)> = change
                .rows(
                    "UPDATE messages SET state = 'folded', ended_at = $4
                     WHERE plan = $1 AND account = $2 AND day < $3 AND state = 'waiting'
                     RETURNING id",
                    args![plan.as_str(), message.account.as_str(), day.to_string(), act.at],
                )
                .await?;
            for (folded,) in folded {
                change.note(entry(
                    action::REMINDER_FOLDED,
                    &folded,
                    Some(plan),
                    json!({ "into": id }),
                ));
            }
        }
        if written > 0 {
            change.commit().await?;
        }
        Ok(written)
    }

    /// The last day before `day` for which messages of a plan were written.
    pub async fn last_message_day(&self, plan: &PlanId, day: Date) -> Result<Option<Date>, StoreError> {
        let row: Option<(Option<String>,)> = self
            .db
            .row(
                "SELECT MAX(day) FROM messages WHERE plan = $1 AND day < $2",
                args![plan.as_str(), day.to_string()],
            )
            .await?;
        row.and_then(|(day,)| day)
            .map(|day| parse("the day of a message", &day))
            .transpose()
    }

    /// Who still waits for a message of an earlier day that a new one would take the place of, and
    /// since which day.
    pub async fn unsent_since(&self, plan: &PlanId, day: Date) -> Result<Vec<(AccountId, Date)>, StoreError> {
        let rows: Vec<(String, String)> = self
            .db
            .rows(
                "SELECT account, MIN(since) FROM messages
                 WHERE plan = $1 AND day < $2 AND state = 'waiting' GROUP BY account",
                args![plan.as_str(), day.to_string()],
            )
            .await?;
        let read =
            |(account, since): (String, String)| Ok((AccountId::new(account), parse("the day of a message", &since)?));
        rows.into_iter().map(read).collect()
    }

    /// The messages of a plan from a day on, the latest day first.
    pub async fn messages(&self, plan: &PlanId, from: Date) -> Result<Vec<Message>, StoreError> {
        let sql = select("WHERE plan = $1 AND day >= $2 ORDER BY day DESC, id");
        let rows: Vec<Columns> = self.db.rows(sql, args![plan.as_str(), from.to_string()]).await?;
        rows.into_iter().map(read).collect()
    }
}
