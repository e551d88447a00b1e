//! 催办: what each person is told on a day, and what became of the mail.
//!
//! A message is written with the round of its day, at most one for each person. It then waits
//! until it may be sent. Of many processes each takes another one. Whoever sends it keeps its mail first and
//! holds it for a while: from a process that dies meanwhile it comes back by that, and it is sent again as it
//! was, with the same Message-ID, as it is whenever it may have arrived. So every message arrives at least once:
//! exactly once unless whoever sends it dies, or the connection breaks, between the server's taking it and the
//! note of that; then twice, the same to the last byte. None comes in different words. What certainly has not arrived is composed anew, or folded into the message
//! of a later day.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::{Value, json};
use yaodian_domain::id::PlanId;

use crate::{
    AccountId, Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    db::{Db, args},
    encode::{corrupt, from_json, parse, to_json},
};

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// It stands in the app alone: there is no address, or no server for mail.
    InApp,
    /// It is to be sent.
    Waiting,
    /// It is to be sent again, and may have arrived already.
    Doubtful,
    /// It is being sent, or whoever sent it has died over it.
    Sending,
    /// The server has taken it.
    Sent,
    /// The server will not have it.
    Refused,
    /// It was tried for as long as it should be.
    GivenUp,
    /// All of it was done before it could be sent.
    Moot,
    /// A later message to the same person says what it says.
    Folded,
}

impl MessageState {
    const ALL: [Self; 9] = [
        Self::InApp,
        Self::Waiting,
        Self::Doubtful,
        Self::Sending,
        Self::Sent,
        Self::Refused,
        Self::GivenUp,
        Self::Moot,
        Self::Folded,
    ];

    /// The name as it stands in columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InApp => "in-app",
            Self::Waiting => "waiting",
            Self::Doubtful => "doubtful",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::GivenUp => "given-up",
            Self::Moot => "moot",
            Self::Folded => "folded",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| corrupt("the state of a message", &text))
    }
}

/// How a message that was not sent goes out later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// As it was: it may have arrived all the same, and must not come in other words.
    AsItWas,
    /// Composed anew of what still waits by then: it certainly has not arrived.
    Anew,
}

/// A message that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// To whom.
    pub account: AccountId,
    /// The first day whose occasions it covers.
    pub since: Date,
    /// What it is about.
    pub lines: Value,
    /// Whether it is to be sent, too; else it stands in the app alone.
    pub by_mail: bool,
}

/// A message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The plan, the day and the account.
    pub id: String,
    /// Of which plan.
    pub plan: PlanId,
    /// To whom.
    pub account: AccountId,
    /// On which day.
    pub day: Date,
    /// What it is about.
    pub lines: Value,
    /// Where it stands.
    pub state: MessageState,
    /// How often it was tried to send it.
    pub attempts: i64,
    /// The mail, from the first attempt on.
    pub mail: Option<Value>,
    /// What went wrong with the last attempt.
    pub trouble: Option<Value>,
    /// When it was written, and when it came to its end.
    pub written_at: Timestamp,
    /// When it came to its end.
    pub ended_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, plan, account, day, lines, state, attempts, mail, trouble, written_at, ended_at"
    };
}

const COLUMNS: &str = columns!();
type Columns = (
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
);

/// How long whoever sends a message holds it.
const HELD: SignedDuration = SignedDuration::from_mins(3);

/// What can be sent at `$1`: what waits and may be, and what somebody has died over.
macro_rules! due {
    () => {
        "((state IN ('waiting', 'doubtful') AND not_before <= $1) OR (state = 'sending' AND held_until <= $1))"
    };
}

const WITH_DUE: &str = concat!("SELECT DISTINCT plan FROM messages WHERE ", due!());

/// Takes the oldest of it of the plan `$3` until `$2`, passing over what others are taking in the words of the database.
macro_rules! take {
    ($passing:literal) => {
        concat!(
            "UPDATE messages SET state = 'sending', attempts = attempts + 1, held_until = $2
             WHERE id = (SELECT id FROM messages WHERE ",
            due!(),
            " AND plan = $3 ORDER BY day, id LIMIT 1 ",
            $passing,
            ") RETURNING ",
            columns!()
        )
    };
}

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
                plan,
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
                change.note(entry(action::REMINDER_FOLDED, &folded, plan, json!({ "into": id })));
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
        let act = Act::new(now, crate::Actor::system("mail"));
        let mut change = self.db.begin(&act).await?;
        let until = now.saturating_add(HELD).unwrap_or(Timestamp::MAX);
        let sql = match &*self.db {
            Db::Sqlite(_) => take!(""),
            Db::Postgres(_) => take!("FOR UPDATE SKIP LOCKED"),
        };
        let row: Option<Columns> = change.row(sql, args![now, until, plan.as_str()]).await?;
        // Not audited: the attempt is, when its outcome is known.
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

    /// Ends a message: sent, refused, given up, or moot.
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
                "UPDATE messages SET state = $3, trouble = $4, ended_at = $5, held_until = NULL
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
            change.note(entry(action::REMINDER_ENDED, &message.id, &message.plan, detail));
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
            change.note(entry(action::REMINDER_PUT_OFF, &message.id, &message.plan, detail));
        }
        change.commit().await
    }

    /// Gives back what a process was sending when it died, at once instead of after a while. Only
    /// where one process has the database to itself: on SQLite.
    pub async fn give_back_messages(&self) -> Result<(), StoreError> {
        if let Db::Sqlite(_) = &*self.db {
            let act = Act::new(Timestamp::UNIX_EPOCH, crate::Actor::system("mail"));
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

    /// The messages of a plan from a day on, the latest day first.
    pub async fn messages(&self, plan: &PlanId, from: Date) -> Result<Vec<Message>, StoreError> {
        let sql = select("WHERE plan = $1 AND day >= $2 ORDER BY day DESC, id");
        let rows: Vec<Columns> = self.db.rows(sql, args![plan.as_str(), from.to_string()]).await?;
        rows.into_iter().map(read).collect()
    }
}

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    // Safe: `rest` is always made of literals of this file.
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM messages {rest}"))
}

fn read(row: Columns) -> Result<Message, StoreError> {
    let (id, plan, account, day, lines, state, attempts, mail, trouble, written_at, ended_at) = row;
    let json = |what, text: Option<String>| text.map(|text| from_json(what, &text)).transpose();
    Ok(Message {
        plan: parse("the plan of a message", &plan)?,
        account: AccountId::new(account),
        day: parse("the day of a message", &day)?,
        lines: from_json("the lines of a message", &lines)?,
        state: MessageState::read(&state)?,
        attempts,
        mail: json("the mail of a message", mail)?,
        trouble: json("the trouble of a message", trouble)?,
        written_at: parse("the instant of a message", &written_at)?,
        ended_at: ended_at.map(|at| parse("the instant of a message", &at)).transpose()?,
        id,
    })
}

fn entry(action: &'static str, id: &str, plan: &PlanId, detail: Value) -> Entry {
    Entry {
        action,
        kind: SubjectKind::Reminder,
        id: id.to_owned(),
        plan: Some(plan.clone()),
        detail,
    }
}
