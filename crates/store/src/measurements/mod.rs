//! What monitoring networks measured, batch by batch as it came in.
//!
//! * [`put`]: taking in a batch;
//! * [`read`]: batches, what was set aside, and what was measured.
//!
//! # Invariants
//!
//! * Batches follow one another, each with a number one higher than that of the last of any network, and
//!   they become visible in that order: whoever has seen all up to a number catches up by
//!   [`Store::measurements_since`](crate::Store::measurements_since) that number.
//! * Nothing that was measured or held is ever altered. Another word on the same station, moment and
//!   review state is a row more, and what was said before it stays.
//! * What says the same again is not written again.
//! * Made-up and real measurements share nothing: neither is ever weighed against the other.

pub mod put;
pub mod read;
mod said;

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yaodian_domain::{id::PlanId, ledger::Network};
use yaodian_monitoring::network::{Moment, ReviewState};

use crate::AccountId;

/// How measurements came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Came {
    /// A sheet was uploaded.
    Upload,
    /// A machine sent them, with a key.
    Push,
    /// Somebody at the command line of the machine put them in.
    Command,
    /// A generator made them for a demonstration.
    Demonstration,
}

impl Came {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Upload, Self::Push, Self::Command, Self::Demonstration];

    /// The name as it stands in columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Push => "push",
            Self::Command => "command",
            Self::Demonstration => "demonstration",
        }
    }
}

/// A text that names no [`Came`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no way in which measurements come")]
pub struct NoCame(pub String);

impl FromStr for Came {
    type Err = NoCame;
    fn from_str(text: &str) -> Result<Self, NoCame> {
        let found = Self::ALL.into_iter().find(|came| came.as_str() == text);
        found.ok_or_else(|| NoCame(text.to_owned()))
    }
}

impl fmt::Display for Came {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was measured at one place and moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMeasurement {
    /// Where.
    pub station: String,
    /// When.
    pub moment: Moment,
    /// How far it was looked through.
    pub state: ReviewState,
    /// What was measured. Nothing here looks into it: two say the same if they are the same text.
    pub body: String,
}

/// A row of a sheet that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its number in the sheet.
    pub row: u64,
    /// Where it says that it was measured, as it says it.
    pub station: String,
    /// Why it was set aside, as JSON.
    pub reasons: Value,
    /// Its cells, under the [`heads`](NewBatch::heads) of the batch.
    pub cells: Vec<String>,
}

/// What measurements that come together have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// Which network measured them.
    pub network: Network,
    /// The plan in whose name they come.
    pub plan: PlanId,
    /// Whether they are made up.
    pub demonstration: bool,
    /// How they come.
    pub came: Came,
    /// On whose account.
    pub account: Option<AccountId>,
    /// The day on which they become known.
    pub known_on: Date,
    /// The name of the file, or of the key.
    pub name: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: Option<String>,
    /// The heads of the columns, in the order of the cells of [`Held`] rows.
    pub heads: Vec<String>,
}

/// A batch that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchHead {
    /// How it is referred to.
    pub id: String,
    /// Its number among the batches of all networks.
    pub seq: i64,
    /// Which network measured it.
    pub network: Network,
    /// The plan in whose name it came.
    pub plan: PlanId,
    /// Whether it is made up.
    pub demonstration: bool,
    /// How it came.
    pub came: Came,
    /// On whose account.
    pub account: Option<AccountId>,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The day on which it became known.
    pub known_on: Date,
    /// The name of the file, or of the key.
    pub name: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: Option<String>,
    /// The heads of the columns, in the order of the cells of [`Held`] rows.
    pub heads: Vec<String>,
    /// How many rows it had, and what became of them.
    pub counts: BatchCounts,
}

/// How many rows a batch had, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchCounts {
    /// All of them: the sum of the others.
    pub rows: u64,
    /// Of which nothing was known before.
    pub added: u64,
    /// That say something else than what was known before.
    pub revised: u64,
    /// That say what was known before.
    pub unchanged: u64,
    /// That were set aside.
    pub held: u64,
}

impl BatchCounts {
    /// Whether the batch brought anything that was not there, be it but a row that was set aside.
    pub fn is_news(&self) -> bool {
        self.added + self.revised + self.held > 0
    }
}

/// A measurement as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Where.
    pub station: String,
    /// When.
    pub moment: Moment,
    /// How far it was looked through.
    pub state: ReviewState,
    /// The day on which it became known.
    pub known_on: Date,
    /// What was measured.
    pub body: String,
}
