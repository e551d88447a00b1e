//! A bulletin as it is shown: words and figures set together, in one language.
//!
//! When it is published this is frozen too, so that no later wording of the program changes what was
//! told. Pages, DOCX and PDF are all made of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Figures;
use crate::{
    check::Status,
    id::{TargetId, UnitId},
};

/// A bulletin as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page {
    /// The title, with its wanted line breaks.
    pub title: String,
    /// 发文机关标志 and 发文字号, where it has them.
    pub head: Option<(String, String)>,
    /// 主送机关.
    pub addressee: Option<String>,
    /// What has to stand on every page: that it is a draft, a trial, a demonstration.
    pub notice: Option<String>,
    /// The sections of the text.
    pub sections: Vec<Shown>,
    /// The attachments.
    pub attachments: Vec<Shown>,
    /// Who signs.
    pub signed: String,
    /// The day under it; `None` while it is a draft.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub on: Option<Date>,
    /// 操作记录链尾, in its footer; `None` for a draft, and for what was published before there was any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Pinned>,
}

/// The end of the audit when a bulletin was published: whoever holds a print of it can tell whether anything before it
/// was written anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pinned {
    /// The number of the last row of the audit.
    pub seq: i64,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
    /// The line in the footer, which tells both and the day.
    pub said: String,
}

/// A section as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shown {
    /// Its heading; blank for none.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A block as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// What a person wrote: a paragraph.
    Words(String),
    /// What was set from the facts: a paragraph.
    Sentence(Figures, Vec<Piece>),
    /// Numbered entries: a heading each, and a paragraph under it.
    Items(Figures, Vec<(Vec<Piece>, Vec<Piece>)>),
    /// A table.
    Table(Figures, Table),
    /// Bars.
    Bars(Figures, Bars),
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Piece {
    /// The words.
    pub text: String,
    /// The assessment that they come from: the figure links to it, as of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<From>,
}

/// Whose assessment a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// A target's.
    Target(TargetId),
    /// A unit's, of all its parts.
    Unit(UnitId),
}

impl Piece {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            from: None,
        }
    }

    /// Words that come from a target's assessment.
    pub fn of(target: &TargetId, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            from: Some(From::Target(target.clone())),
        }
    }

    /// Words that come from the assessments of a unit's parts.
    pub fn of_unit(unit: &UnitId, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            from: Some(From::Unit(unit.clone())),
        }
    }

    /// The address of that assessment on the public pages, as of the day.
    pub fn address(&self, as_of: Date) -> Option<String> {
        self.from.as_ref().map(|from| match from {
            From::Target(id) => format!("/target/{id}?as_of={as_of}"),
            From::Unit(id) => format!("/unit/{id}?as_of={as_of}"),
        })
    }
}

/// A table as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    /// What stands over it.
    pub caption: String,
    /// The heads of its columns, with their part of the width, and whether they hold figures.
    pub columns: Vec<(String, u16, bool)>,
    /// Its rows; a cell may have several paragraphs.
    pub rows: Vec<Vec<Vec<Piece>>>,
}

/// A bar: its label, its stretches by status, and what it amounts to.
pub type Bar = (String, Vec<(Status, u32)>, String);

/// Bars as they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bars {
    /// What stands over them.
    pub caption: String,
    /// Each of them.
    pub bars: Vec<Bar>,
    /// Whether bars are made of several statuses, so that a key is needed.
    pub key: bool,
}
