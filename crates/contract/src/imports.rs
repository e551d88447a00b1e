//! 导入稿 as it crosses the wire: a text on its way to a plan.
//!
//! Screens read, review and re-anchor by themselves, with the same functions of `yaodian-intake` as
//! the server; what is kept is the text and the decisions about it.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    id::{PlanId, TargetId, UnitId},
    plan::{Name, Span},
    unit::Register,
};
use yaodian_intake::{
    Difference, Edit, Hindrance, Usual,
    desk::{Import, ImportHead, State, Titles},
};

use crate::closing::PlanTitle;

/// All imports, and the plans that can be amended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportList {
    /// The product's day.
    pub today: Date,
    /// The imports, the one that was saved last first.
    pub imports: Vec<ImportHead>,
    /// All plans, the latest year first; closed ones cannot be amended.
    pub plans: Vec<PlanTitle>,
}

/// Begins an import: the parameters of an address whose body is the text or the file, byte for byte.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeginImport {
    /// The plan: the one that is amended, or the id of a new one, such as `hubei-2024`.
    pub plan: String,
    /// Whether it amends a plan that is there.
    #[serde(default)]
    pub amends: bool,
    /// The name of the file; left out for a text that was pasted, which is then taken as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The title; left out: as the text says, or as the amended plan has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The title in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// Who issues it; left out: as last year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Who issues it, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer_en: Option<String>,
    /// The year; left out: as the text says, or the year after the latest plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
}

/// Everything that is needed to work on an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDesk {
    /// The product's day.
    pub today: Date,
    /// The import: text, decisions, where it stands.
    pub import: Import,
    /// The units that its names may mean.
    pub units: Register,
    /// What was taught about names by earlier imports: another name of one unit, or a formula for
    /// several.
    pub learned: Vec<(String, Vec<UnitId>)>,
    /// The plan that it amends, in its latest version.
    pub amended: Option<PlanTitle>,
    /// Last year's plan, if there is one.
    pub last_year: Option<PlanTitle>,
    /// The headline targets of these two plans, and who reports them: of the same ones nobody has to be
    /// named again.
    pub usual: Vec<Vec<Usual>>,
}

/// Saves decisions, or what is known of the plan beside its text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SaveImport {
    /// The revision that was read.
    pub read: i64,
    /// What is known of the plan beside its text; left out: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titles: Option<Titles>,
    /// How many of the stored decisions stay before the sent ones; left out: none, the sent ones are all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<usize>,
    /// The decisions; left out, with `keep` too: as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edits: Option<Vec<Edit>>,
}

/// What came of another text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextSaved {
    /// The import as it stands.
    pub head: ImportHead,
    /// All decisions as they are about the new text.
    pub edits: Vec<Edit>,
    /// Those that were about words that are gone.
    pub lost: Vec<Edit>,
}

/// How an import stands on its way to a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportCheck {
    /// The revision that was looked at.
    pub revision: i64,
    /// The version of the plan on which the import would be published, to be named then; 0 if there
    /// is none.
    pub onto: i64,
    /// How many items, tasks and targets it has, and how many doubts are left.
    pub counts: ImportCounts,
    /// What hinders publishing, in the order of the text.
    pub hindrances: Vec<Hindrance>,
    /// What differs from last year's plan; `None` if there is none, or something hinders.
    pub last_year: Option<Comparison>,
    /// What differs from the version that is amended; `None` for a new plan, or if something hinders.
    pub amended: Option<Comparison>,
}

/// A plan held against an older one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The older one.
    pub with: PlanTitle,
    /// How many parts say the same.
    pub same: usize,
    /// What does not, in the order of the new plan.
    pub differences: Vec<NamedDifference>,
}

/// A difference, with what a list shows of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedDifference {
    /// Which part, and what became of it.
    #[serde(flatten)]
    pub difference: Difference,
    /// The name of the item or target, or the words of the task: the new ones, or of what has gone the
    /// old ones.
    pub name: Name,
    /// Where it stands in the import's text; `None` for what has gone.
    pub span: Option<Span>,
}

/// What an import holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Items that set work.
    pub items: usize,
    /// Tasks.
    pub tasks: usize,
    /// Targets, those of the headline statement included.
    pub targets: usize,
    /// Tasks in which no target is seen: each is reported in words, and becomes a statement.
    #[serde(default)]
    pub in_words: usize,
    /// Doubts that nobody has looked at.
    pub doubts: usize,
}

/// Publishes an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishImport {
    /// The revision that was read.
    pub read: i64,
    /// The version of the plan with which it was compared; see [`ImportCheck::onto`].
    pub onto: i64,
}

/// Gives an import up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropImport {
    /// The revision that was read.
    pub read: i64,
}

/// What came of publishing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The plan.
    pub plan: PlanId,
    /// Which version of it.
    pub version: i64,
    /// What the version holds.
    pub counts: ImportCounts,
}

/// Why something cannot be done with an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportTrouble {
    /// Somebody has saved it since it was read.
    MovedOn {
        /// Who.
        by: String,
        /// When, in China's time.
        at: DateTime,
        /// Its revision now.
        revision: i64,
    },
    /// It is published or given up, and changes no more.
    NotOpen {
        /// Where it stands.
        state: State,
    },
    /// There is a plan of this name, and it was not to be amended.
    PlanExists {
        /// The plan.
        plan: PlanId,
    },
    /// The plan has another version than the one that was compared; compare again, and publish then.
    PlanMovedOn {
        /// The plan.
        plan: PlanId,
        /// Its version now.
        version: i64,
    },
    /// The text is empty.
    EmptyText,
    /// The text holds a character that no text has.
    NoText {
        /// At which byte.
        at: usize,
    },
    /// No year was given, and the text names none.
    NoYear,
    /// There is no plan yet from which the units could be known.
    NoUnits,
    /// A title, an issuer or a year is missing or too long.
    Titles,
    /// The plan would say what its latest version says.
    Unchanged,
    /// Something hinders publishing.
    Hindered {
        /// What, in the order of the text.
        hindrances: Vec<Hindrance>,
    },
    /// Targets would vanish of which units have reported, or about which something was decided.
    TargetsInUse {
        /// Which.
        targets: Vec<TargetId>,
    },
}
