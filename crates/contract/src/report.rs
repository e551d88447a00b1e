//! 填报: reports on their way, and what happened to them.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    check::{Assessment, Status},
    evidence::Evidence,
    observation::{Figure, Lateness},
    period::Stage,
    report::{Report, StepName},
    target::Target,
    typed::Field,
    unit::Unit,
};

use crate::Voices;

/// A step of a report that somebody asks for, by what was read of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportStep {
    /// The revision that was read.
    pub revision: i64,
    /// Which step.
    pub step: Move,
    /// What is to be mended; needed when the report is handed back.
    #[serde(default)]
    pub note: String,
}

/// What can be done with a report, beside writing on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// 撤回: the unit takes it back unread.
    Recall,
    /// 签发: the unit's leader signs it.
    Sign,
    /// The unit's leader hands it back unsigned.
    RefuseToSign,
    /// 开始审核: a reviewer takes it up.
    TakeUp,
    /// The reviewer puts it back unread.
    PutBack,
    /// 审定: it counts.
    Approve,
    /// 退回: it goes back to the unit.
    Return,
}

impl Move {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Recall,
        Self::Sign,
        Self::RefuseToSign,
        Self::TakeUp,
        Self::PutBack,
        Self::Approve,
        Self::Return,
    ];

    /// Whether it says what is to be mended.
    pub fn needs_note(self) -> bool {
        matches!(self, Self::RefuseToSign | Self::Return)
    }
}

/// A report that waits for somebody, or was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxItem {
    /// The report.
    pub report: Report,
    /// 迟报: whether it was first sent after its due day.
    pub late: Option<Lateness>,
    /// Its target.
    pub target: Target,
    /// Whose it is.
    pub unit: Unit,
    /// Where its period stands for the unit.
    pub stage: Stage,
    /// What the person can do with it now.
    pub may: Vec<Move>,
    /// What it says otherwise than the approved report that it corrects; empty if it corrects none.
    pub since_approval: Vec<Difference>,
    /// How the unit's part stands by what is approved.
    pub before: Assessment,
    /// How it would stand with this report.
    pub after: Assessment,
    /// How the whole would stand with this report.
    pub whole: Assessment,
    /// How the target stands by what is approved, and what reviewers say of it.
    pub voices: Voices,
    /// What happened to it.
    pub history: Vec<HistoryRow>,
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxRow {
    /// The report.
    pub report: Report,
    /// 迟报: whether it was first sent after its due day.
    pub late: Option<Lateness>,
    /// Its target.
    pub target: Target,
    /// Whose it is.
    pub unit: Unit,
    /// How the unit's part would stand with it.
    pub after: Status,
}

/// What waits for a person: 待签发 for a leader, 待审核 for a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inbox {
    /// Waiting for the own signature, oldest first.
    pub to_sign: Vec<InboxRow>,
    /// Waiting for a review, oldest first.
    pub waiting: Vec<InboxRow>,
    /// Decided lately, newest first.
    pub decided: Vec<InboxRow>,
}

/// One step in the life of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryRow {
    /// On which day, by the product's clock.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub on: Date,
    /// Who.
    pub by: String,
    /// What was done.
    pub step: StepName,
    /// With what note.
    pub note: Option<String>,
    /// What it said otherwise afterwards.
    pub changed: Vec<Difference>,
}

/// What one part of a report says otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// The figure; words where it is words.
    Figure {
        /// Before.
        from: Figure,
        /// Afterwards.
        to: Figure,
    },
    /// A text.
    Text {
        /// Which.
        field: Field,
        /// It, in pieces.
        pieces: Vec<Piece>,
    },
    /// The files.
    Evidence {
        /// Those that were taken away.
        gone: Vec<Evidence>,
        /// Those that were added.
        new: Vec<Evidence>,
    },
}

/// A piece of a text that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    /// As it was. Long ones are cut in the middle.
    Same(String),
    /// Taken away.
    Gone(String),
    /// Added.
    New(String),
}
