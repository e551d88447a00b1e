//! 导入稿: a text on its way to a plan, with what was decided about it, as it is kept and shown.
//!
//! Whoever saves names the revision he has read; the storage counts revisions and keeps each of
//! them. What was published or dropped changes no more.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use yaodian_domain::{
    id::{ImportId, PlanId},
    plan::Name,
};

use crate::edit::Edit;

/// What is known of a plan beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titles {
    /// The plan's title; the English one is empty as long as there is none.
    pub title: Name,
    /// Who issues it.
    pub issuer: Name,
    /// The year it is for.
    pub year: i16,
}

/// As what a text came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// Pasted into the page.
    Pasted,
    /// A text file.
    Txt,
    /// A Word document.
    Docx,
    /// A PDF with a text layer.
    Pdf,
}

/// From where a text came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// As what.
    pub kind: SourceKind,
    /// The name of the file; empty for what was pasted.
    pub name: String,
    /// SHA-256 of the file, or of what was pasted, in hexadecimal digits.
    pub sha256: String,
    /// Pages of a PDF, counted from 1, that show a picture and have no text: what stands on them was not
    /// read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scanned: Vec<usize>,
}

/// Who did something when, in China's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When, to the second.
    pub at: DateTime,
    /// The person's name.
    pub by: String,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is being worked on.
    Open,
    /// It became a version of its plan.
    Published {
        /// Which.
        version: i64,
    },
    /// It was given up.
    Dropped,
}

/// 导入稿, without text and decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportHead {
    /// How it is referred to.
    pub id: ImportId,
    /// The plan that it is to become.
    pub plan: PlanId,
    /// The version of that plan which it amends; `None` for a new plan.
    pub amends: Option<i64>,
    /// What is known of the plan beside its text.
    pub titles: Titles,
    /// From where its text came.
    pub source: Source,
    /// How often it was saved; 1 when it was begun.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// Who began it.
    pub begun: Stamp,
    /// Who saved it last.
    pub saved: Stamp,
}

/// 导入稿.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// All but text and decisions.
    #[serde(flatten)]
    pub head: ImportHead,
    /// The text.
    pub text: String,
    /// What was decided about it, in order.
    pub edits: Vec<Edit>,
}
