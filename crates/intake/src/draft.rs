//! What is read from a text: a plan in draft, and what was doubtful about reading it.
//!
//! The JSON of a [`Draft`] is what `yaodian plan parse` prints. Places are byte offsets into the
//! text that was read, as pairs `[start, end]`.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    id::UnitId,
    plan::{Role, Span},
    target::Kind,
};

/// A plan in draft.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Its title, without line breaks; empty where the text has none.
    pub title: String,
    /// The year it is for; of several, the first.
    pub year: Option<i16>,
    /// Chapters, in the order of the text.
    pub chapters: Vec<Chapter>,
    /// 主要目标: the commitments that stand outside every task.
    pub headlines: Vec<Headline>,
    /// Numbered items, in the order of the text.
    pub items: Vec<Item>,
    /// Doubts, remarks, and figures that are no target, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading above items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// As written: `(一)`, `二、`.
    pub number: String,
    /// Its words, without the number and the stop.
    pub title: String,
    /// The heading, number included.
    #[serde(with = "pair")]
    pub span: Span,
}

/// A commitment of the headline statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// Its words, without line breaks.
    pub text: String,
    /// Where they stand.
    #[serde(with = "pair")]
    pub span: Span,
    /// What is promised in them.
    pub targets: Vec<Target>,
}

/// A numbered key work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its number as written; not unique where the text begins anew in each chapter.
    pub number: u16,
    /// Its heading, without the number and the stop.
    pub title: String,
    /// The number of the chapter it stands in.
    pub chapter: Option<String>,
    /// All of it, heading and brackets included.
    #[serde(with = "pair")]
    pub span: Span,
    /// The heading alone, number and stop included.
    #[serde(with = "pair")]
    pub heading: Span,
    /// Its stretches of work, each with its own assignment; empty for an item that sets no work
    /// (指导思想, 主要目标).
    pub tasks: Vec<Task>,
}

/// A stretch of an item's text with its own assignment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Its words, without line breaks and without the bracket.
    pub text: String,
    /// Where they stand, without the bracket.
    #[serde(with = "pair")]
    pub span: Span,
    /// Who leads and who answers, one entry a role and stretch of a bracket.
    pub assignments: Vec<Assignment>,
    /// Who answers because an earlier bracket says so for everything after it («以下均需…,不再列出»).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standing: Vec<Assignment>,
    /// What is promised.
    pub targets: Vec<Target>,
}

/// Units that a bracket names in one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// In which role.
    pub role: Role,
    /// The names as written, one each, collective formulas unexpanded.
    pub units: Vec<String>,
    /// Whom the names mean by the register: one list a name, empty where a name is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expanded: Option<Vec<Vec<UnitId>>>,
    /// The words that give the role, as written.
    pub quote: String,
    /// Where they stand.
    #[serde(with = "pair")]
    pub span: Span,
    /// The whole bracket they stand in, its marks included.
    #[serde(with = "pair")]
    pub bracket: Span,
    /// Whether the role follows from the order of the names and not from a word («列第一位者为牵头单位»).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_order: bool,
}

/// Which way a figure is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparator {
    /// 达到, 不低于, 以上: at least.
    #[serde(rename = ">=")]
    AtLeast,
    /// 控制在…以内, 不超过: at most.
    #[serde(rename = "<=")]
    AtMost,
    /// 左右: about.
    #[serde(rename = "=")]
    About,
    /// 不降低: not below what it was.
    #[serde(rename = "not-lower")]
    NotLower,
    /// 不升高, 不增加: not above what it was.
    #[serde(rename = "not-higher")]
    NotHigher,
    /// 制定, 印发, 建成: to be there by a day.
    #[serde(rename = "deliver")]
    Deliver,
    /// 持续, 常态化, 每月: to go on.
    #[serde(rename = "sustain")]
    Sustain,
    /// 达到国家考核目标要求: as another authority sets it.
    #[serde(rename = "as-set")]
    AsSet,
    /// In words, with no figure.
    #[serde(rename = "progress")]
    Progress,
}

impl Comparator {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::AtLeast,
        Self::AtMost,
        Self::About,
        Self::NotLower,
        Self::NotHigher,
        Self::Deliver,
        Self::Sustain,
        Self::AsSet,
        Self::Progress,
    ];
}

/// A promise that the text seems to make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The clause it comes from, as written.
    pub quote: String,
    /// Where the clause stands.
    #[serde(with = "pair")]
    pub span: Span,
    /// Where its figure stands, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "pair_opt")]
    pub figure: Option<Span>,
    /// Which of the eight kinds.
    pub kind: Kind,
    /// Which way it is held.
    pub comparator: Comparator,
    /// The figure, as a decimal string: `89.3`, `12480`; a class of water as `Ⅱ`.
    pub value: Option<String>,
    /// The unit of measure, as written.
    pub unit: Option<String>,
    /// What is measured, counted or made.
    pub subject: String,
    /// Of how many, where the text says so: 80% of 12,480.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory: Option<String>,
    /// Against what, where it is a change: 2015年, 上年.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Its last day, where the text or the plan's year gives one.
    pub due: Option<Date>,
    /// Whether that day stands in the text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due_written: bool,
    /// How sure the reading is, from 0 to 1: a share of a hundred steps, for sorting and showing
    /// only; nothing is decided by it but what is asked first.
    pub confidence: f32,
    /// Why it was taken for a target.
    pub why: Vec<Why>,
}

/// Why a clause was taken for a target, or is held to be doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A word of comparison stands at the figure: 达到, 以上, 控制在…以内.
    Compared,
    /// A verb of doing stands before the figure: 完成, 新增, 建成.
    Done,
    /// It stands in the statement of goals.
    Headline,
    /// A day stands with it.
    Dated,
    /// Words stand for the figure: 全覆盖, 全部, 消除.
    InWords,
    /// Listed with others under one verb.
    Listed,
    /// A verb of making stands before a thing that can be had: 制定…方案.
    Made,
    /// A word of going on: 持续, 常态化, 每月.
    GoesOn,
    /// Another authority sets the number.
    SetElsewhere,
    /// A class of a standard.
    Class,
    /// Held against what it was.
    AgainstBefore,
    /// A figure, and nothing says which way it is held.
    Bare,
    /// A number written in characters, which often is no more than a word.
    Characters,
    /// Softened: 力争, 左右, 基本.
    Soft,
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// To know.
    Note,
    /// To be looked at.
    Warning,
    /// To be mended before the plan can be published.
    Error,
}

/// Something to know, look at or mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    #[serde(flatten)]
    pub matter: Matter,
    /// In Chinese, for people. Left empty by the parser; whoever shows it fills it from the
    /// catalogue.
    #[serde(default)]
    pub message: String,
    /// Where.
    #[serde(with = "pair")]
    pub span: Span,
}

/// What a diagnostic is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Matter {
    /// The text holds no character that counts.
    EmptyText,
    /// No title was found.
    NoTitle,
    /// No year was found.
    NoYear,
    /// No numbered item was found.
    NoItems,
    /// Numbers do not follow on each other.
    NumberJumps {
        /// The number that was expected.
        expected: u16,
        /// The number that stands there.
        found: u16,
    },
    /// A line was taken for a page number or a running head, and left out.
    PageFurniture,
    /// A bracket begins and never ends.
    OpenBracket,
    /// A stretch of work has no assignment.
    NoAssignment,
    /// The first of the units was taken to lead, as only those who answer are named.
    LeadByOrder {
        /// Its name.
        unit: String,
    },
    /// A role is given twice; the first was taken for 牵头单位.
    RoleTwice,
    /// A bracket that looks like an assignment, but says no role.
    NoRole,
    /// What is said here holds for everything after it.
    StandingRule,
    /// A bracket that is no assignment.
    OtherBracket {
        /// What it seems to be.
        what: OtherBracket,
    },
    /// A name that the register does not know.
    UnknownUnit {
        /// The name.
        name: String,
        /// The nearest known ones, the nearest first.
        near: Vec<UnitId>,
    },
    /// A figure that is no target.
    NoTarget {
        /// The figure.
        figure: String,
        /// Why it is none.
        because: NoTarget,
    },
    /// A figure of which the parser cannot say whether it is a target.
    DoubtfulFigure {
        /// The figure.
        figure: String,
    },
}

impl Matter {
    /// Its `code`, as in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyText => "empty-text",
            Self::NoTitle => "no-title",
            Self::NoYear => "no-year",
            Self::NoItems => "no-items",
            Self::NumberJumps { .. } => "number-jumps",
            Self::PageFurniture => "page-furniture",
            Self::OpenBracket => "open-bracket",
            Self::NoAssignment => "no-assignment",
            Self::LeadByOrder { .. } => "lead-by-order",
            Self::RoleTwice => "role-twice",
            Self::NoRole => "no-role",
            Self::StandingRule => "standing-rule",
            Self::OtherBracket { .. } => "other-bracket",
            Self::UnknownUnit { .. } => "unknown-unit",
            Self::NoTarget { .. } => "no-target",
            Self::DoubtfulFigure { .. } => "doubtful-figure",
        }
    }
}

/// What a bracket is that assigns nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherBracket {
    /// 粤府〔2018〕128号.
    DocumentNumber,
    /// (2018-2020年).
    Years,
    /// (PM2.5), (PPP).
    Abbreviation,
    /// (市、区), (含…), anything else.
    Aside,
}

/// Why a figure is no target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoTarget {
    /// A year or a day.
    Date,
    /// 第七批, 第二轮.
    Ordinal,
    /// Within the name of a document, a plan, a meeting or a campaign.
    Name,
    /// Within a quoted saying: “两个维护”.
    Saying,
    /// 粤府〔2018〕128号.
    DocumentNumber,
    /// Numbers a heading.
    Heading,
    /// Part of a word: 统一, 一体, PM2.5.
    Word,
    /// How things are or were, and no promise: 每小时35蒸吨以下燃煤锅炉.
    Description,
    /// How long something runs: 三年行动.
    Duration,
    /// Within a bracket that assigns.
    Assignment,
}

/// A span as a pair `[start, end]`.
pub(crate) mod pair {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use yaodian_domain::plan::Span;

    pub fn serialize<S: Serializer>(span: &Span, to: S) -> Result<S::Ok, S::Error> {
        (span.start, span.end).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let (start, end) = Deserialize::deserialize(from)?;
        Ok(Span { start, end })
    }
}

/// A span that may be missing, as a pair.
pub(crate) mod pair_opt {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use yaodian_domain::plan::Span;

    #[expect(clippy::ref_option, reason = "the shape that serde asks for")]
    pub fn serialize<S: Serializer>(span: &Option<Span>, to: S) -> Result<S::Ok, S::Error> {
        span.map(|span| (span.start, span.end)).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Span>, D::Error> {
        let pair: Option<(usize, usize)> = Deserialize::deserialize(from)?;
        Ok(pair.map(|(start, end)| Span { start, end }))
    }
}
