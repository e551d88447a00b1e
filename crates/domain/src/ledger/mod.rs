//! 台账: the list of real things behind a figure.
//!
//! «12,480 outfalls, 80 % put right» is true only if there is a list. A [`Ledger`] is defined, not
//! programmed: its fields, the stages that an entry passes in order, who may move it, what has to
//! be proved first, and which targets are counted from it. Where a ledger has entries it *is* the
//! figure: what a unit types beside it does not count.
//!
//! * this module: the definition;
//! * [`cell`]: from what stands in a sheet or a form to a value, or why not;
//! * [`entry`]: an entry, and what is wrong with one;
//! * [`access`]: who may see, edit and move entries;
//! * [`compare`]: a row of a sheet held against the entry as it stands;
//! * [`counts`]: how many reached which stage when, and the figures that follow;
//! * [`query`]: which entries are asked for, in which order;
//! * [`monitored`]: ledgers that are the register of a monitoring network.
//!
//! # Invariants
//!
//! * An entry has passed the first `n` stages, each on a day, and the days do not go backwards.
//! * A value is canonical text: two values of a field are equal exactly when their texts are.
//! * Nothing is counted twice: of one target one ledger is the figure.

pub mod access;
pub mod cell;
pub mod compare;
pub mod counts;
pub mod entry;
pub mod monitored;
pub mod query;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use cell::{Cell, Trouble};
pub use compare::{Change, Clash, Draft, Said, Verdict};
pub use counts::{Kept, Movement};
pub use entry::{Entry, Problem, Row};
pub use monitored::{Among, Monitored, Network};
pub use query::{Column, Query};

use crate::{
    id::{FieldId, LedgerId, StageId, TargetId, UnitId},
    plan::Name,
};

/// The longest number (编号) of an entry, in characters.
pub const LONGEST_KEY: usize = 64;
/// The longest text of a field, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// 台账: how one inventory is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ledger {
    /// How it is referred to.
    pub id: LedgerId,
    /// Its name: 长江入河排污口台账.
    pub name: Name,
    /// What an entry is: 排污口.
    pub counted: Name,
    /// The heading of the entries' number: 排污口编号.
    pub key: Name,
    /// How many entries there are to be, where the plan's text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u32>,
    /// Its fields, in the order of the columns.
    pub fields: Vec<Field>,
    /// What an entry passes, in order; never empty.
    pub stages: Vec<Stage>,
    /// The targets that are counted from it.
    pub feeds: Vec<Feed>,
    /// The monitoring network whose places it lists, if it is such a register: 断面, 点位.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    /// The units that have entries.
    pub holders: Vec<UnitId>,
    /// The units that lead: they see and review all entries.
    pub leads: Vec<UnitId>,
    /// Whether anybody may browse it; fields marked private are left out.
    #[serde(default)]
    pub public: bool,
    /// Whether the place at which a photo was taken is kept. It is stripped otherwise.
    #[serde(default)]
    pub keeps_location: bool,
    /// From which day on it is the figure; from its first entry on if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub counts_from: Option<Date>,
    /// What a reader should know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A field of a ledger's entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// How it is referred to.
    pub id: FieldId,
    /// Its heading.
    pub name: Name,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether every entry must have it.
    #[serde(default)]
    pub required: bool,
    /// Whether it is left out of what the public sees.
    #[serde(default)]
    pub private: bool,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Words.
    Text,
    /// A number in a unit of measure.
    Number {
        /// The unit of measure; empty for a bare number.
        unit: Name,
        /// How many decimals it may have.
        decimals: u32,
        /// The least that it can be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<Decimal>,
        /// The most that it can be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<Decimal>,
    },
    /// A day.
    Date,
    /// One of a list; kept by its Chinese name.
    Choice {
        /// The list.
        options: Vec<Name>,
    },
    /// A unit of the register.
    Unit,
    /// A place by longitude and latitude in degrees (CGCS2000).
    Place,
    /// A person by name.
    Person,
    /// Files of its own, such as the plan for this one outfall (一口一策).
    Attachment,
}

impl Field {
    /// Whether what it holds is, or may be, about a person: it can be erased, and the audit keeps it apart.
    pub fn is_personal(&self) -> bool {
        self.private || self.kind == FieldKind::Person
    }
}

impl FieldKind {
    /// Whether it stands in a column of a sheet; files do not.
    pub fn has_column(&self) -> bool {
        !matches!(self, Self::Attachment)
    }
}

/// 阶段: something that is done about an entry: 排查, 溯源, 整治, 验收, 销号.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stage {
    /// How it is referred to.
    pub id: StageId,
    /// Its name.
    pub name: Name,
    /// How many files of evidence must have been added for it.
    #[serde(default)]
    pub files: u32,
    /// Fields that must be filled in before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldId>,
    /// Who may say that it is done, and take that back.
    pub movers: Vec<Mover>,
}

/// Who moves an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mover {
    /// A reporter of the unit that the entry belongs to.
    Holder,
    /// A reviewer of a unit that leads.
    Lead,
    /// The supervision office.
    Office,
}

/// A target that is counted from a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Feed {
    /// How many entries passed the stage within the target's term.
    Count {
        /// The target.
        target: TargetId,
        /// The stage.
        stage: StageId,
        /// Whether each unit's entries are also its own figure.
        by_unit: bool,
    },
    /// How many of all entries passed the stage, whenever that was.
    Share {
        /// The target.
        target: TargetId,
        /// The stage.
        stage: StageId,
        /// Whether each unit's entries are also its own figure.
        by_unit: bool,
    },
    /// Each entry stands for the deliverable that this field names: its stages are the steps from
    /// started to delivered ([`crate::observation::Step`]), of which a ledger like this has four.
    /// Only entries of units that report on the deliverable count for it.
    Steps {
        /// The field that holds the target's id.
        field: FieldId,
    },
    /// What is measured at the entries of a register ([`Ledger::network`]) comes to the target's figure.
    Monitored {
        /// The target.
        target: TargetId,
        /// The figure.
        figure: Monitored,
        /// At which entries.
        among: Among,
    },
}

impl Feed {
    /// The one target that it feeds; `None` where entries name theirs.
    pub fn target(&self) -> Option<&TargetId> {
        match self {
            Self::Count { target, .. } | Self::Share { target, .. } | Self::Monitored { target, .. } => Some(target),
            Self::Steps { .. } => None,
        }
    }

    /// The stage that it counts; `None` where every stage counts.
    pub fn stage(&self) -> Option<&StageId> {
        match self {
            Self::Count { stage, .. } | Self::Share { stage, .. } => Some(stage),
            Self::Steps { .. } | Self::Monitored { .. } => None,
        }
    }
}

impl Ledger {
    /// The field with this id, and its place among the fields.
    pub fn field(&self, id: &FieldId) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| &field.id == id)
    }

    /// The place of the stage with this id, counted from 0.
    pub fn stage(&self, id: &StageId) -> Option<usize> {
        self.stages.iter().position(|stage| &stage.id == id)
    }

    /// The field by which entries name what they stand for, if it is a ledger of deliverables.
    pub fn part_field(&self) -> Option<usize> {
        self.feeds.iter().find_map(|feed| match feed {
            Feed::Steps { field } => self.field(field).map(|(at, _)| at),
            _ => None,
        })
    }

    /// The same without what the public does not see: private fields and those of persons, and who may move what
    /// is as it was. `None` for a ledger that is not public.
    pub fn for_public(&self) -> Option<Self> {
        self.public.then(|| Self {
            fields: self
                .fields
                .iter()
                .filter(|field| !field.is_personal())
                .cloned()
                .collect(),
            ..self.clone()
        })
    }
}
