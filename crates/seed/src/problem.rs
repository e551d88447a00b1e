//! What is wrong with a plan folder: where it stands, what it is, how to mend it.

use std::{borrow::Cow, cell::RefCell};

use serde::{Deserialize, Serialize};
use yaodian_domain::ledger::Trouble;

/// A file of a plan folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum File {
    /// `plan.txt`.
    Text,
    /// `plan.toml`.
    Plan,
    /// `units.toml`.
    Units,
    /// `published.toml`.
    Published,
    /// `ledgers.toml`.
    Ledgers,
    /// The folder `calendars` beside the plan folder.
    Calendars,
    /// The file of a year in it: `calendars/2023.toml`.
    Calendar(i16),
}

impl File {
    /// Its name in the folder.
    pub fn name(self) -> Cow<'static, str> {
        let name = match self {
            Self::Text => "plan.txt",
            Self::Plan => "plan.toml",
            Self::Units => "units.toml",
            Self::Published => "published.toml",
            Self::Ledgers => "ledgers.toml",
            Self::Calendars => "calendars",
            Self::Calendar(year) => return format!("calendars/{year}.toml").into(),
        };
        name.into()
    }
}

/// One thing that is wrong with a plan folder.
///
/// Shown as `plan.toml:212: target[outfalls-yangtze].quote: not found in …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// In which file.
    pub file: File,
    /// On which line, counted from 1; `None` where it is the whole file.
    pub line: Option<usize>,
    /// In which field, such as `target[outfalls-yangtze].quote`; empty where there is none.
    pub field: String,
    /// What is wrong.
    pub kind: Kind,
}

impl Problem {
    pub(crate) fn whole_file(file: File, kind: Kind) -> Self {
        Self {
            file,
            line: None,
            field: String::new(),
            kind,
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file.name())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        f.write_str(": ")?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        self.kind.fmt(f)
    }
}

impl std::error::Error for Problem {}

/// What is wrong, with what is needed to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented by its message")]
pub enum Kind {
    #[error("cannot be read: {message}")]
    Unreadable { message: String },
    #[error("is not UTF-8 — save it as UTF-8 text")]
    NotUtf8,
    #[error("is not TOML: {message}")]
    Syntax { message: String },
    #[error("`{key}` is missing — add it")]
    Missing { key: String },
    #[error("is empty — write it or leave the key out")]
    Empty,
    #[error("no such key here — the keys are {known}")]
    UnknownKey { known: String },
    #[error("{found} where {wanted} belongs")]
    WrongType { found: String, wanted: String },
    #[error("{found:?} is none of {known}")]
    NotOneOf { found: String, known: String },
    #[error("{message}")]
    BadValue { message: String },
    #[error("{name:?} is taken by {by} — every name means one thing")]
    Taken { name: String, by: String },
    #[error("at_least or at_most is missing, or both are there — give exactly one")]
    OneBound,

    #[error("{words:?} does not begin a line of plan.txt after {after} — copy it from plan.txt exactly")]
    PartNotFound { words: String, after: String },
    #[error("{number} begins no line of plan.txt at this place of the order — check the number and the order")]
    HeadingNotFound { number: String },
    #[error("the heading {heading:?} is not listed in plan.toml — add its chapter or item there")]
    HeadingNotListed { heading: String },
    #[error("no bracket with 牵头单位 or 责任单位 in item {item} — every item assigns its work")]
    NoBracket { item: u16 },
    #[error("the bracket is not closed")]
    BracketOpen,
    #[error("no words before the bracket of task {task}")]
    NoWords { task: String },
    #[error("the words {words:?} after the last bracket of item {item} belong to no task")]
    LeftOver { item: u16, words: String },
    #[error("the words {words:?} belong to no heading and no task")]
    Stray { words: String },

    #[error(
        "{found:?} does not begin with 牵头单位: or 责任单位: — if it is a slip of the text, say how to read it in plan.toml, [[task]] read_as"
    )]
    NoRole { found: String },
    #[error(
        "{role} stands twice in the bracket — if it is a slip of the text, say how to read it in plan.toml, [[task]] read_as"
    )]
    RoleTwice { role: String },
    #[error("the bracket names {name:?}, which is no unit and no formula of units.toml — add it there")]
    UnknownName { name: String },
    #[error("{name:?} stands twice in one role of the bracket")]
    NamedTwice { name: String },
    #[error("read_as names other units than the bracket: {bracket:?} — only the roles may be read otherwise")]
    OtherNames { bracket: String },
    #[error("the plan has no task {task} — tasks are numbered by item and place, such as 7.1")]
    NoSuchTask { task: String },
    #[error("task {task} has no target — add one to plan.toml, at least a statement")]
    TaskWithoutTarget { task: String },
    #[error("commitment {number} of the headline statement has no target — number them from 1 without a gap")]
    CommitmentMissing { number: u16 },

    #[error("not found in {place} — copy it from plan.txt exactly")]
    QuoteNotFound { place: String },
    #[error("stands {times} times in {place} — lengthen it until it stands there once")]
    QuoteNotUnique { place: String, times: usize },
    #[error("overlaps the quote of {other} in part — quote the same words or separate ones")]
    QuotesOverlap { other: String },
    #[error("{length} characters — at most {most}")]
    TooLong { length: usize, most: usize },
    #[error("{name:?} is no unit of units.toml")]
    NoSuchUnit { name: String },
    #[error("{name:?} has no part in task {task} — choose from its bracket")]
    NotAssigned { name: String, task: String },
    #[error("the text gives headline targets to nobody — name the units that report it")]
    NobodyNamed,

    #[error(
        "the figure {figure:?} in «{around}» is in no target's quote — make it a target, or list it in plan.toml as [[not_a_target]]"
    )]
    FigureNotCovered { figure: String, around: String },
    #[error("covers no figure that is not covered already — remove it")]
    NothingToPassOver,

    #[error("{id:?} is no target of plan.toml")]
    NoSuchTarget { id: String },
    #[error("{id:?} is no source of this file — add it as [[source]]")]
    NoSuchSource { id: String },
    #[error("does not fit the target {target}: {why}")]
    DoesNotFit { target: String, why: String },
    #[error("became known on {known_on}, before its days ended on {to}")]
    KnownTooEarly { known_on: String, to: String },
    #[error("{name:?} does not report {target}, so that its figure would not count — choose from its reported_by")]
    NotAReporter { name: String, target: String },
    #[error("exactly one of {keys} belongs here")]
    ExactlyOne { keys: String },
    #[error("feeds no target — name one, or make it a series")]
    FeedsNothing,

    #[error("{id:?} is no field here — the fields are {known}")]
    NoSuchField { id: String, known: String },
    #[error("{id:?} is no stage of this ledger — the stages are {known}")]
    NoSuchStage { id: String, known: String },
    #[error("{id:?} holds files, which no column holds — ask for them at a stage: files = 1")]
    HoldsFiles { id: String },
    #[error("{target} is counted from the ledger {by} already — of one target one ledger is the figure")]
    FedTwice { target: String, by: String },
    #[error("{target} cannot be counted so: {why}")]
    CannotFeed { target: String, why: String },
    #[error("{found} stages, and a deliverable takes four: started, drafted, under review, delivered — give four")]
    NotFourSteps { found: usize },
    #[error("{expected} entries are expected, and the text says {says} for {target} — correct one of them")]
    NotAsTheTextSays {
        expected: String,
        says: String,
        target: String,
    },
    #[error("is public, and all its fields are private — open one, or leave out public = true")]
    NothingToShow,
    #[error("{name:?} holds no year — a calendar is called by its year, such as 2023.toml")]
    NotAYear { name: String },
    #[error("{trouble} — {mend}")]
    BadEntry { trouble: Trouble, mend: String },
}

/// Collects problems, so that one reading shows them all.
#[derive(Default)]
pub(crate) struct Log(RefCell<Vec<Problem>>);

impl Log {
    pub fn add(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// By file and line; what was found first comes first.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.0.into_inner();
        problems.sort_by_key(|problem| (problem.file, problem.line));
        problems
    }
}
