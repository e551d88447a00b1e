//! 台账 as they cross the wire.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    id::{EntryId, FieldId, LedgerId, StageId, TargetId, UnitId},
    ledger::{Change, Column, Entry, Ledger, Query, Verdict},
    plan::Name,
    unit::Unit,
};

/// A ledger in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerHead {
    /// How it is referred to.
    pub id: LedgerId,
    /// Its name.
    pub name: Name,
    /// What an entry is.
    pub counted: Name,
    /// How many there are to be.
    pub expected: Option<u32>,
    /// The names of its stages.
    pub stages: Vec<Name>,
    /// How many entries are listed, and how many have passed each stage: as far as the reader sees.
    pub funnel: Vec<i64>,
    /// The targets that are counted from it.
    pub targets: Vec<TargetId>,
    /// Whether anybody may browse it.
    pub public: bool,
    /// Whether its entries are made up.
    pub demonstration: bool,
}

/// A ledger as the app opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerView {
    /// The definition.
    pub ledger: Ledger,
    /// The units that hold and lead, with their places on the map.
    pub units: Vec<Unit>,
    /// Whether its entries are made up.
    pub demonstration: bool,
    /// The unit whose entries the reader sees, if not all.
    pub only: Option<UnitId>,
    /// Units whose entries the reader may add to and edit.
    pub edits: Vec<UnitId>,
    /// Stages, by their places, that the reader may move entries to.
    pub moves: Vec<usize>,
    /// The product's day.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub today: Date,
    /// Views that the reader saved.
    pub views: Vec<SavedView>,
    /// The targets that are counted from it, with how their figures stand.
    pub feeds: Vec<FedTarget>,
}

/// A target that a ledger is the figure of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FedTarget {
    /// Which.
    pub target: TargetId,
    /// Its name.
    pub name: Name,
    /// How it stands: for the unit alone where the reader sees one unit only.
    pub status: yaodian_domain::check::Status,
}

/// 视图: a query that somebody saved under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedView {
    /// Its name: no two of a person's views of a ledger share one.
    pub name: String,
    /// What it asks for.
    pub query: Query,
}

/// A page of entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryPage {
    /// The entries.
    pub rows: Vec<Entry>,
    /// How many come before them.
    pub from: usize,
    /// How many meet the query.
    pub matching: usize,
    /// How many the reader sees without a query.
    pub all: usize,
}

/// How a ledger stands: what its pictures show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerSummary {
    /// How many are listed, and how many have passed each stage.
    pub funnel: Vec<i64>,
    /// The same by unit, in the order of the holders.
    pub by_unit: Vec<UnitFunnel>,
    /// By stage: how many passed it in each month of the plan's year.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Vec<(yaodian_domain::schema::Day, i64)>>"))]
    pub throughput: Vec<Vec<(Date, i64)>>,
}

/// How one unit's entries stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitFunnel {
    /// The unit.
    pub unit: UnitId,
    /// How many are listed, and how many have passed each stage.
    pub funnel: Vec<i64>,
}

/// One entry with all that is known around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryView {
    /// The entry.
    pub entry: Entry,
    /// Whether the reader may edit it.
    pub editable: bool,
    /// Stages, by their places, that the reader may move it to or take back.
    pub moves: Vec<usize>,
    /// Its files.
    pub evidence: Vec<EvidenceRow>,
    /// What happened to it, newest first.
    pub history: Vec<EntryStep>,
}

/// One step in the life of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryStep {
    /// The version that it made; evidence makes none.
    pub version: Option<i64>,
    /// On which day.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub on: Date,
    /// By whom.
    pub by: String,
    /// How.
    pub how: How,
    /// What changed; nothing for the first version.
    pub changes: Vec<Change>,
}

/// How an entry came to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It was edited by itself.
    Edit,
    /// Many were moved at once.
    Move,
    /// A sheet was uploaded.
    Upload,
    /// Something was undone.
    Undo,
    /// A generator made it for a demonstration.
    Demonstration,
}

/// 佐证材料: a file that proves something about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceRow {
    /// How it is referred to.
    pub id: String,
    /// The stage that it proves, or
    pub stage: Option<StageId>,
    /// the field that it belongs to.
    pub field: Option<FieldId>,
    /// The name under which it was sent.
    pub name: String,
    /// What it is, by its content: a media type.
    pub media: String,
    /// Its size in bytes, as it is kept.
    pub bytes: u64,
    /// SHA-256 of what is kept, in hexadecimal digits.
    pub sha256: String,
    /// Where a photo was taken, if the ledger keeps that: `longitude,latitude`.
    pub place: Option<String>,
    /// The day on which it was added.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub added_on: Date,
    /// By whom.
    pub added_by: String,
}

/// A cell as it is typed in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypedCell {
    /// Which.
    pub column: Column,
    /// What was typed; blanks empty it.
    pub text: String,
}

/// A new entry, or changes to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SaveEntry {
    /// Its number.
    pub key: String,
    /// The version that was read; `None` for a new one.
    pub version: Option<i64>,
    /// What was typed.
    pub cells: Vec<TypedCell>,
}

/// Which entries a bulk move is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Chosen {
    /// These.
    Entries(Vec<EntryId>),
    /// All that meet the query.
    Matching(Query),
}

/// 批量流转: many entries said to have passed a stage, or taken back to before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoveEntries {
    /// Which.
    pub chosen: Chosen,
    /// The stage, by its place.
    pub stage: usize,
    /// The day on which it was done; `None` takes the stage, and those after it, back.
    #[cfg_attr(feature = "schema", schemars(with = "Option<yaodian_domain::schema::Day>"))]
    pub day: Option<Date>,
}

/// What came of a change of many entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Batch {
    /// How it is referred to, for undoing it; `None` where nothing changed.
    pub id: Option<String>,
    /// How many entries changed.
    pub changed: usize,
    /// How many were as wanted already.
    pub unchanged: usize,
    /// Those that could not be changed, at most [`MOST_REFUSED`], each with why.
    pub refused: Vec<RefusedEntry>,
    /// How many could not be changed.
    pub refused_count: usize,
}

/// The most refused entries that a [`Batch`] names.
pub const MOST_REFUSED: usize = 100;

/// An entry that could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefusedEntry {
    /// Its number.
    pub key: String,
    /// Why.
    pub why: Verdict,
}

/// Asks for a change of many entries to be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UndoBatch {
    /// Which: [`Batch::id`].
    pub batch: String,
}

/// Asks for a saved view to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ForgetView {
    /// Its name.
    pub name: String,
}

/// What an uploaded sheet would do, before anything is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// How the upload is referred to.
    pub id: String,
    /// The name under which the file was sent.
    pub name: String,
    /// The sheet that was read; empty for CSV.
    pub sheet: String,
    /// The row that holds the headings, counted from 1.
    pub heading: usize,
    /// Columns that are none of the ledger's, and were passed over.
    pub passed_over: Vec<String>,
    /// How many rows come to what.
    pub counts: VerdictCounts,
    /// The number of the ledger's last change that was seen; commit what was previewed, and say so.
    pub seen: i64,
    /// Rows that do not go in as they are, and examples of those that do.
    pub rows: Vec<PreviewRow>,
}

/// How many rows come to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each is documented at `Verdict`")]
pub struct VerdictCounts {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub conflict: usize,
    pub bad: usize,
}

/// A row of an uploaded sheet, weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreviewRow {
    /// Its number in the sheet, counted from 1 as the sheet does.
    pub row: usize,
    /// The entry's number, as far as it could be read.
    pub key: String,
    /// What it comes to.
    pub verdict: Verdict,
}

/// Asks for what was previewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommitUpload {
    /// The number of the ledger's last change when it was previewed: entries that changed since
    /// are conflicts.
    pub seen: i64,
}

/// What came of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Committed {
    /// How the change is referred to, for undoing it; `None` where nothing changed.
    pub batch: Option<String>,
    /// How many rows came to what. `conflict` and `bad` did not go in: they are handed back.
    pub counts: VerdictCounts,
}

/// Why a whole file cannot be read. Rows that cannot have [problems](yaodian_domain::ledger::Problem).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum FileTrouble {
    /// Larger than is read.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Unpacked it is larger than is read: a «zip bomb», or a sheet formatted down to its last row.
    #[error("unpacks to more than {limit} bytes")]
    Unpacks {
        /// The limit in bytes.
        limit: u64,
    },
    /// More rows than are read.
    #[error("more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// More columns than are read.
    #[error("more than {limit} columns")]
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// Something in it, and no table: no row has two filled cells.
    #[error("no table")]
    NoTable,
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// It is protected with a password.
    #[error("password-protected")]
    Password,
    /// It is something else, whatever its name says.
    #[error("{found}, not a sheet")]
    NotASheet {
        /// What it is: `PDF`, `Word`, `HTML`, `JPEG`, `ZIP`, or empty where that is not known.
        found: String,
    },
    /// It is damaged.
    #[error("damaged: {detail}")]
    Damaged {
        /// What the reader says.
        detail: String,
    },
    /// Text in no encoding that is understood (UTF-8, GB18030).
    #[error("neither UTF-8 nor GB18030, at byte {at}")]
    Encoding {
        /// The first byte that cannot be read.
        at: usize,
    },
    /// A quote in a CSV file is not closed, say.
    #[error("line {line}: {detail}")]
    Csv {
        /// The line, counted from 1.
        line: usize,
        /// What the reader says.
        detail: String,
    },
    /// No row among the first has the ledger's headings.
    #[error("no headings")]
    NoHeadings {
        /// What the first rows hold, for a look.
        found: Vec<String>,
        /// The heading that was missed most: that of the number.
        wanted: String,
    },
    /// Headings that are needed are not there.
    #[error("headings missing: {missing:?}")]
    HeadingsMissing {
        /// The row that was taken for the headings.
        row: usize,
        /// Which are missing.
        missing: Vec<Column>,
        /// Headings there that may be meant.
        near: Vec<String>,
    },
    /// Two columns have the same heading.
    #[error("{heading:?} stands twice")]
    HeadingTwice {
        /// The row of the headings.
        row: usize,
        /// The heading.
        heading: String,
        /// Where it stands: `B` and `F`.
        columns: (String, String),
    },
}

/// Why a file cannot be evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceTrouble {
    /// Larger than is kept.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// Neither photo nor PDF nor sheet, by its content; or a sheet with macros, or an encrypted one.
    #[error("{found}, which is no evidence")]
    NotAllowed {
        /// What it is; empty where that is not known.
        found: String,
    },
    /// A picture that cannot be decoded, a PDF or a sheet that is not whole.
    #[error("damaged: {detail}")]
    Damaged {
        /// What the decoder says.
        detail: String,
    },
    /// A picture with more pixels than are decoded, or that takes more memory for them.
    #[error("more than {limit} pixels")]
    TooManyPixels {
        /// The limit.
        limit: u64,
    },
}
