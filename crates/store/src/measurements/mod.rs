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
pub(crate) mod sum;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yaodian_domain::{id::PlanId, ledger::Network};
use yaodian_monitoring::network::{Came, Counts, Moment, ReviewState};

use crate::AccountId;

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
    /// What became of its rows; of all of them the sum, so that a row counts twice of which some cells went in.
    pub counts: Counts,
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
