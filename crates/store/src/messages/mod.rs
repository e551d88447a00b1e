//! 催办: what each person is told on a day, and what became of the mail.
//!
//! A message is written with the round of its day, at most one for each person; those of no plan are 安全提醒
//! ([`crate::alerts`]), any number a day. It then waits until it may be sent. Of many processes each takes another one. Whoever sends it keeps its mail first and
//! holds it for a while: from a process that dies meanwhile it comes back by that, and it is sent again as it
//! was, with the same Message-ID, as it is whenever it may have arrived. So every message arrives at least once:
//! exactly once unless whoever sends it dies, or the connection breaks, between the server's taking it and the
//! note of that; then twice, the same to the last byte. None comes in different words. What certainly has not arrived is composed anew, or folded into the message
//! of a later day.

mod sending;
mod written;

use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use yaodian_domain::id::PlanId;

use crate::{
    AccountId, StoreError, SubjectKind,
    audit::Entry,
    encode::{corrupt, from_json, parse},
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
    /// The plan, the day and the account; of an alert something of its own and the account.
    pub id: String,
    /// Of which plan; of none if it is an alert.
    pub plan: Option<PlanId>,
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
    /// Where an alert goes, as long as it is on its way: the person may have another address by then.
    pub address: Option<String>,
}

macro_rules! columns {
    () => {
        "id, plan, account, day, lines, state, attempts, mail, trouble, written_at, ended_at, address"
    };
}
use columns;

const COLUMNS: &str = columns!();
type Columns = (
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    i64,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
);

fn select(rest: &str) -> sqlx::AssertSqlSafe<String> {
    // Safe: `rest` is always made of literals of this file.
    sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM messages {rest}"))
}

fn read(row: Columns) -> Result<Message, StoreError> {
    let (id, plan, account, day, lines, state, attempts, mail, trouble, written_at, ended_at, address) = row;
    let json = |what, text: Option<String>| text.map(|text| from_json(what, &text)).transpose();
    Ok(Message {
        plan: plan.map(|plan| parse("the plan of a message", &plan)).transpose()?,
        account: AccountId::new(account),
        day: parse("the day of a message", &day)?,
        lines: from_json("the lines of a message", &lines)?,
        state: MessageState::read(&state)?,
        attempts,
        mail: json("the mail of a message", mail)?,
        trouble: json("the trouble of a message", trouble)?,
        written_at: parse("the instant of a message", &written_at)?,
        ended_at: ended_at.map(|at| parse("the instant of a message", &at)).transpose()?,
        address,
        id,
    })
}

/// What the audit says of a message.
pub(crate) fn entry(action: &'static str, id: &str, plan: Option<&PlanId>, detail: Value) -> Entry {
    Entry {
        action,
        kind: SubjectKind::Reminder,
        id: id.to_owned(),
        plan: plan.cloned(),
        detail,
    }
}
