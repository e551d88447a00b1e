//! What is wrong with a file of figures: where it stands, what it is, how to mend it.

use serde::{Deserialize, Serialize};
use yaodian_domain::{Date, id::TargetId, number::NumberError, observation::FigureProblem};

/// Where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// The whole file.
    File,
    /// A row of a table, counted as spreadsheets do: the header is row 1.
    Row {
        /// Its number.
        number: usize,
        /// The column as the header calls it; empty where it is the whole row.
        column: String,
    },
    /// An entry of a list, counted from 1.
    Entry {
        /// Its number.
        number: usize,
    },
}

/// One thing that is wrong with a file of figures; shown as `row 7, 数值: "八十" is not a figure …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Where.
    pub at: At,
    /// What, and how to mend it.
    pub wrong: Wrong,
}

impl RowProblem {
    pub(super) fn whole(wrong: Wrong) -> Self {
        Self { at: At::File, wrong }
    }
}

impl std::fmt::Display for RowProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.at {
            At::File => {}
            At::Row { number, column } if column.is_empty() => write!(f, "row {number}: ")?,
            At::Row { number, column } => write!(f, "row {number}, {column}: ")?,
            At::Entry { number } => write!(f, "entry {number}: ")?,
        }
        self.wrong.fmt(f)
    }
}

impl std::error::Error for RowProblem {}

/// What is wrong, with what is needed to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented by its message")]
pub enum Wrong {
    #[error("cannot be read: {message}")]
    Unreadable { message: String },
    #[error("is neither a .csv nor a .json file — save it as one of them")]
    UnknownEnding,
    #[error("is not UTF-8 (line {line}) — save it as «CSV UTF-8»")]
    NotUtf8 { line: usize },
    #[error("is not a JSON list: {message} — write [{{\"target\": …, \"observation\": {{…}}}}, …]")]
    NotJson { message: String },
    #[error("is no observation: {message}")]
    NotAnObservation { message: String },

    #[error("the file is empty — its first row names the columns")]
    NoHeader,
    #[error("no such column — the columns are {known}")]
    UnknownColumn { known: String },
    #[error("stands for the same as the column {other:?} — keep one of them")]
    ColumnTwice { other: String },
    #[error("no column {names} — add it")]
    ColumnMissing { names: String },
    #[error("the quotation mark on line {line} is never closed — close it, or double it where it is part of a text")]
    QuoteOpen { line: usize },
    #[error(
        "{found} cells where the header has {wanted} — put quotation marks around what holds a comma, such as \"12,480\""
    )]
    Cells { found: usize, wanted: usize },

    #[error("is blank — fill it in")]
    Blank,
    #[error("{name:?} is no target of the plan — give its id")]
    NoSuchTarget { name: String },
    #[error("{name:?} is the name of several targets — give the id of one: {ids}")]
    ManyTargets { name: String, ids: String },
    #[error("{name:?} is no unit of the plan — give its name or id, or leave it blank for the whole")]
    NoSuchUnit { name: String },
    #[error(
        "{name:?} does not report {target}, so that its figure would not count — choose one that does, or leave it blank for the whole"
    )]
    NotAReporter { name: String, target: TargetId },
    #[error("{typed:?} is no day — write it as 2023-09-30")]
    NotADay { typed: String },
    #[error("{to} lies before {from} — check both days")]
    EndsTooEarly { from: Date, to: Date },
    #[error("{known_on} lies before {from}, the first of the days it describes — check both days")]
    KnownTooEarly { known_on: Date, from: Date },
    #[error("{withdrawn_on} does not lie after {known_on}, when it became known — check both days")]
    WithdrawnTooEarly { withdrawn_on: Date, known_on: Date },

    #[error("{typed:?} is not a figure: {why} — write it as 89.3, or leave the cell blank where there is none")]
    NotAFigure { typed: String, why: NumberError },
    #[error("{typed:?} has a percent sign, and no percentage belongs here — give the figure alone")]
    NotAPercentage { typed: String },
    #[error("{typed:?} is not above zero — give how many there were, or leave it blank")]
    NotAboveZero { typed: String },
    #[error("{typed:?} is no step — the steps are {known}")]
    NotAStep { typed: String, known: String },
    #[error("a row holds one figure, and here {columns} are filled in — keep one, or make two rows")]
    ManyFigures { columns: String },
    #[error("does not fit the target {target}: {why} — {mend}")]
    DoesNotFit {
        target: TargetId,
        why: FigureProblem,
        mend: String,
    },
    #[error("says otherwise than row {row} of the same target, unit, days and day of knowledge — keep one of them")]
    Contradicts { row: usize },
}
