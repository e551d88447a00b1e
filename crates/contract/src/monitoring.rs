//! 监测数据: tables on their way in, what came of them, and what was set aside.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use yaodian_domain::{id::LedgerId, ledger::Network, plan::Name};
use yaodian_monitoring::network::{Came, Counts, Moment, ReviewState, arrival::Reason};

/// What is known of a table beside its cells; it travels in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Terms {
    /// The state of rows that tell none.
    pub state: ReviewState,
    /// The day of rows that tell none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<yaodian_domain::schema::Day>"))]
    pub on: Option<Date>,
}

/// A row of which something is set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldRow {
    /// Its number in the sheet.
    pub row: u64,
    /// The section or station that it tells.
    pub place: String,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A measurement that goes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Incoming {
    /// The number of its row in the sheet.
    pub row: u64,
    /// The code of its place.
    pub code: String,
    /// The name of its place.
    pub name: String,
    /// Its moment.
    pub moment: Moment,
    /// Its state.
    pub state: ReviewState,
    /// Whether it takes the place of another figure.
    pub revises: bool,
    /// What it comes to by itself: the class of a sample, the index of a day or an hour.
    pub comes_to: Option<Outcome>,
}

/// What a measurement comes to by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A class of water.
    Class(yaodian_monitoring::water::WaterClass),
    /// An air quality index.
    Index(u16),
}

/// What a table would do. Nothing was done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// How the upload is referred to.
    pub id: String,
    /// The name of the file.
    pub name: String,
    /// Which network it is weighed against.
    pub network: Network,
    /// What was known of it beside its cells.
    pub terms: Terms,
    /// What its rows come to.
    pub counts: Counts,
    /// Of the rows of which something is set aside, those that go in without some of their cells.
    pub partly: u64,
    /// The first of those that go in, revisions before others.
    pub incoming: Vec<Incoming>,
    /// The first of those of which something is set aside.
    pub held: Vec<HeldRow>,
}

/// A machine's measurements: flat objects whose names are those of a table's columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Push {
    /// The state of rows that tell none.
    #[serde(default = "raw")]
    pub state: ReviewState,
    /// The rows.
    pub rows: Vec<std::collections::BTreeMap<String, PushCell>>,
}

fn raw() -> ReviewState {
    ReviewState::Raw
}

/// A cell of a machine's row. Numbers are best sent as texts: what JSON makes of 0.10 is not its digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum PushCell {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with decimals.
    Number(rust_decimal::Decimal),
    /// Nothing.
    Nothing(()),
}

impl PushCell {
    /// The cell as a table would have it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Nothing(()) => String::new(),
        }
    }
}

/// What was done with a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {
    /// The batch in which it went in.
    pub batch: String,
    /// What its rows came to.
    pub counts: Counts,
    /// The first rows of which something was set aside.
    pub held: Vec<HeldRow>,
}

/// What came in at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Batch {
    /// How it is referred to.
    pub id: String,
    /// Of which network.
    pub network: Network,
    /// How it came in.
    pub came: Came,
    /// By whom.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: DateTime,
    /// The name of the file, or of the key.
    pub name: String,
    /// What its rows came to.
    pub counts: Counts,
}

/// A batch, with the first of what was set aside of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BatchView {
    /// The batch.
    pub batch: Batch,
    /// What was set aside of it.
    pub held: Vec<HeldRow>,
}

/// A network, as somebody sees it: who may send data to it, or anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NetworkView {
    /// The network.
    pub network: Network,
    /// Its register.
    pub register: LedgerId,
    /// The name of its register.
    pub name: Name,
    /// What its register lists.
    pub counted: Name,
    /// How many places there are, for whoever may send data of a part those of that part.
    pub places: usize,
    /// Whether its places are made up for a demonstration.
    pub demonstration: bool,
}

/// The desk of monitoring data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Desk {
    /// The networks that the person may send data to.
    pub networks: Vec<NetworkView>,
    /// What came in last, the newest first.
    pub batches: Vec<Batch>,
}
