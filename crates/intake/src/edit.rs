//! What a person decides about a draft.
//!
//! A reviewed draft is the text, read, and the decisions applied to it in their order
//! ([`review`](crate::review)); so the text stays what it was, every decision can be taken back, and a better
//! parser can read the same text anew.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    id::UnitId,
    plan::{Role, Span},
    target::Kind,
};

use crate::draft::{Comparator, pair};

/// A target as a person writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Which of the eight kinds.
    pub kind: Kind,
    /// Which way it is held.
    pub comparator: Comparator,
    /// The figure as a decimal string.
    pub value: Option<String>,
    /// The unit of measure.
    pub unit: Option<String>,
    /// A short name: what is measured, counted or made.
    pub subject: String,
    /// Of how many.
    pub inventory: Option<String>,
    /// Its last day.
    pub due: Option<Date>,
    /// Who reports it, by their names; empty where it follows from the assignment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reporters: Vec<String>,
}

/// Which target: the clause it comes from, and which of that clause's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The clause.
    #[serde(with = "pair")]
    pub span: Span,
    /// Which of those that come from it, counted from 0 as the parser found them, then those that
    /// were added.
    pub nth: usize,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// The target is right as read.
    Accept {
        /// Which.
        target: Key,
    },
    /// It is a target, but says something else.
    Correct {
        /// Which.
        target: Key,
        /// What it says.
        form: Form,
    },
    /// It is no target.
    Drop {
        /// Which.
        target: Key,
    },
    /// These words promise something that was overlooked.
    Add {
        /// The words.
        #[serde(with = "pair")]
        span: Span,
        /// What they promise.
        form: Form,
    },
    /// The task is two: the second begins at this byte.
    Split {
        /// Where.
        at: usize,
    },
    /// The task that begins at this byte is one with the task before it.
    Merge {
        /// Where it begins.
        at: usize,
    },
    /// Who leads and who answers for the task that begins at this byte.
    Assign {
        /// Where the task begins.
        at: usize,
        /// The units by role, by their names.
        units: Vec<(Role, Vec<String>)>,
    },
    /// Whom a name means, here and everywhere.
    Learn {
        /// The name, as written.
        name: String,
        /// Whom it means: one for another name of a unit, several for a collective formula, none for a
        /// body outside the register (省发改委), which keeps its name in the text and reports nothing.
        units: Vec<UnitId>,
    },
    /// A doubt that was looked at and is none.
    Settle {
        /// What it was about: the `code` of its matter.
        code: String,
        /// Where.
        #[serde(with = "pair")]
        span: Span,
    },
    /// The name of an item.
    Rename {
        /// Where the item begins.
        at: usize,
        /// In Chinese.
        title: String,
        /// In English; empty where there is none yet.
        title_en: String,
    },
}
