//! 催办: what a person is reminded of, what was sent to whom, and asking out of turn.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    access::Duty,
    id::{TargetId, UnitId},
    period::Period,
    plan::Name,
    reminder::About,
    unit::Unit,
};

/// The longest note of a nudge, in characters.
pub const LONGEST_NOTE: usize = 500;

/// What waits for the person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminders {
    /// The product's day.
    pub day: Date,
    /// What waits, most urgent first.
    pub lines: Vec<ReminderLine>,
    /// Where the person's mail goes; `None`: there is no address, and all of it stands here alone.
    pub email: Option<String>,
}

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderLine {
    /// What.
    pub about: About,
    /// The name of the target, if it is about one.
    pub target: Option<Name>,
    /// The name of the unit that it is about.
    pub unit: Name,
}

/// What was sent lately, to whom, and what became of it; and what the office asked for out of turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// From which day on.
    pub from: Date,
    /// The product's day.
    pub day: Date,
    /// Whether there is a server for mail.
    pub by_mail: bool,
    /// What was written to people, the latest day first.
    pub messages: Vec<ToldMessage>,
    /// What was asked for out of turn, the latest first.
    pub nudges: Vec<ToldNudge>,
    /// The units for which something waits today and nobody answers.
    pub unanswered: Vec<Unanswered>,
    /// The units that can be asked.
    pub units: Vec<Unit>,
    /// The targets that they can be asked about.
    pub targets: Vec<NamedTarget>,
}

/// A target, to be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedTarget {
    /// Which.
    pub id: TargetId,
    /// Its name.
    pub name: Name,
}

/// A message to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldMessage {
    /// On which day.
    pub day: Date,
    /// To whom.
    pub name: String,
    /// Of which unit.
    pub unit: Name,
    /// The address to which it went, or was to go.
    pub email: Option<String>,
    /// Of how many things.
    pub lines: usize,
    /// What became of it.
    pub state: Sending,
    /// How often it was tried to send it.
    pub attempts: u32,
    /// What went wrong with the last attempt.
    pub trouble: Option<MailTrouble>,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sending {
    /// It stands in the app alone.
    InApp,
    /// It is to be sent.
    Waiting,
    /// The server has taken it.
    Sent,
    /// The server will not have it.
    Refused,
    /// It was tried for as long as it should be.
    GivenUp,
    /// All of it was done before it could be sent.
    Moot,
    /// A later message says what it says.
    Folded,
}

impl Sending {
    /// Whether somebody has to look after it: the person has not got the mail, and will not.
    pub fn has_failed(self) -> bool {
        matches!(self, Self::Refused | Self::GivenUp)
    }
}

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailTrouble {
    /// The server will not take it.
    Refused {
        /// Its code (RFC 5321).
        code: u16,
        /// Its words.
        said: String,
    },
    /// The server will not take it now.
    PutOff {
        /// Its code (RFC 5321).
        code: u16,
        /// Its words.
        said: String,
    },
    /// The server did not answer in time.
    Slow,
    /// No secure connection came about.
    Insecure {
        /// Why.
        said: String,
    },
    /// The server could not be reached.
    NotReached {
        /// Why.
        said: String,
    },
    /// The connection broke off.
    BrokenOff {
        /// Why.
        said: String,
    },
    /// What is kept as the person's address is none.
    Address,
}

/// Something that was asked for out of turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldNudge {
    /// How it is referred to.
    pub id: String,
    /// On which day.
    pub day: Date,
    /// By whom.
    pub by: String,
    /// Of which unit.
    pub unit: Name,
    /// Of those of it who carry which duty.
    pub duty: Duty,
    /// About which target, if about one.
    pub target: Option<Name>,
    /// What.
    pub note: String,
    /// Who has said that it was seen.
    pub seen: Vec<Seen>,
}

/// That somebody has seen something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Who.
    pub name: String,
    /// On which day.
    pub day: Date,
}

/// A unit for which something waits, and nobody who would answer for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// The unit.
    pub unit: Name,
    /// Which duty nobody of it carries.
    pub duty: Duty,
    /// How many things wait.
    pub lines: usize,
}

/// What the office asks of units out of turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskUnits {
    /// Of which units; each is asked.
    pub units: Vec<UnitId>,
    /// Of those of them who carry which duty.
    #[serde(default = "reporter")]
    pub duty: Duty,
    /// About which target, if about one.
    #[serde(default)]
    pub target: Option<TargetId>,
    /// About which period; the current one if left out.
    #[serde(default)]
    pub period: Option<Period>,
    /// What.
    pub note: String,
}

fn reporter() -> Duty {
    Duty::Reporter
}

/// How many units were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// How many.
    pub units: usize,
    /// How many people see it.
    pub people: usize,
}

/// Where mail to a person is to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetEmail {
    /// The address; `None`: nowhere.
    pub email: Option<String>,
}
