//! What a case is about.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Measure;
use crate::{
    check::{NoticeColour, Status},
    evidence::Evidence,
    id::CaseId,
};

/// What a case is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// 督办单: the office asks a unit to catch up.
    Notice(Notice),
    /// 延期: a unit asks for a later due date.
    Extension {
        /// The date asked for.
        new_due: Date,
    },
    /// 目标调整: another number is asked for.
    Change {
        /// The new floor, ceiling or goal.
        #[serde(deserialize_with = "crate::number::ranged")]
        number: Decimal,
        /// The new size of the inventory, for shares of one.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "crate::number::ranged_option"
        )]
        inventory: Option<Decimal>,
    },
    /// 申诉: a unit wants points back that a status, a slip or a late report cost it.
    Appeal {
        /// How many points, above 0 and up to 100.
        #[serde(deserialize_with = "crate::number::ranged")]
        points: Decimal,
    },
    /// 验收销号: a unit says that its part, or a lead unit that the whole, is done for good.
    Closure {
        /// Whether the whole target is meant, and not the unit's part of it.
        whole: bool,
        /// What proves it, in the unit's words: documents, numbers, where they lie. Never empty where
        /// there are no files.
        evidence: Vec<String>,
        /// The files that prove it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Evidence>,
    },
}

/// What a slip says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its colour.
    pub colour: NoticeColour,
    /// What goes with it: a slip, a letter, a talk.
    pub measure: Measure,
    /// How the unit's part stood by the check when it was issued.
    pub status: Status,
    /// By when it is to be signed for.
    pub sign_by: Date,
    /// By when it is to be answered.
    pub answer_by: Date,
    /// The slip that it takes the place of, where that one was escalated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<CaseId>,
}

/// The five kinds by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented at `Matter`")]
pub enum CaseKind {
    Notice,
    Extension,
    Change,
    Closure,
    Appeal,
}

impl CaseKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Notice, Self::Extension, Self::Change, Self::Closure, Self::Appeal];

    /// The name as it stands in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Extension => "extension",
            Self::Change => "change",
            Self::Closure => "closure",
            Self::Appeal => "appeal",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl Matter {
    /// Which of the five it is.
    pub fn kind(&self) -> CaseKind {
        match self {
            Self::Notice(_) => CaseKind::Notice,
            Self::Extension { .. } => CaseKind::Extension,
            Self::Change { .. } => CaseKind::Change,
            Self::Closure { .. } => CaseKind::Closure,
            Self::Appeal { .. } => CaseKind::Appeal,
        }
    }
}
