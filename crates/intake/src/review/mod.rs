//! A draft with the decisions of people applied, and what they still have to look at.
//!
//! Decisions come from outside and may be about another reading of the text: one that fits nothing
//! is passed over and told ([`Reviewed::lost`]), and none can break the draft.
//!
//! # Invariants
//!
//! Where they hold for the draft that was read, they hold for the reviewed one:
//!
//! * the tasks of an item stay in the order of the text and do not overlap;
//! * every target lies in its task or in its stretch of the headline statement;
//! * a task that was split and merged again at the same place is what it was.

mod queue;
mod targets;
mod tasks;
mod work;

pub(crate) use work::{plain, words};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use yaodian_domain::{id::UnitId, plan::Span};

use crate::{
    draft::{Draft, Matter, Severity, Target, pair},
    edit::{Edit, Key},
};

/// How sure a reading must be (see [`Target::confidence`]) not to be asked about.
pub const SURE: f32 = 0.8;

/// What was decided about a target that is part of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Right as read.
    Accepted,
    /// It says what a person wrote.
    Corrected,
    /// A person found it.
    Added,
}

/// A draft as read, with decisions applied.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The draft; without the targets that were dropped.
    pub draft: Draft,
    /// The keys of the draft's targets in its order: those of the headline statement, then those of
    /// the tasks; see [`Reviewed::targets`].
    pub keys: Vec<Key>,
    /// What was decided about which target.
    #[serde(with = "pairs")]
    pub state: BTreeMap<Key, Mark>,
    /// Targets that were read and are none, so that they can be shown and brought back.
    pub dropped: Vec<(Key, Target)>,
    /// The English names of items, by the byte at which the item begins.
    #[serde(with = "pairs")]
    pub titles_en: BTreeMap<usize, String>,
    /// Who reports a target by a person's decision, by their names as written.
    #[serde(with = "pairs")]
    pub reporters: BTreeMap<Key, Vec<String>>,
    /// The targets that a person gave another name than was read.
    #[serde(default)]
    pub called: BTreeSet<Key>,
    /// Whom names mean, as people taught; of several teachings of a name the last.
    pub learned: Vec<(String, Vec<UnitId>)>,
    /// What a person should look at, in the order of the text.
    pub queue: Vec<Doubt>,
    /// Which decisions fit nothing (any more), by their places in the list.
    pub lost: Vec<usize>,
}

/// Something that a person should look at. Its key is `code`, `span` and `nth` together; it stays
/// the same while other things are decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// What sort: one of those in [`code`], or the `code` of a [`Matter`].
    pub code: String,
    /// Where.
    #[serde(with = "pair")]
    pub span: Span,
    /// Which of those with the same code and place, counted from 0.
    pub nth: usize,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub about: About,
}

impl Doubt {
    /// The key as a text, for lists on a page.
    pub fn key(&self) -> String {
        let Span { start, end } = self.span;
        format!("{}:{start}-{end}:{}", self.code, self.nth)
    }

    /// The decision that it was looked at and is none.
    pub fn settle(&self) -> Edit {
        Edit::Settle {
            code: self.code.clone(),
            span: self.span,
        }
    }
}

/// What a doubt is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum About {
    /// A reading that is not sure ([`code::UNSURE`]).
    Target {
        /// Which.
        target: Key,
    },
    /// A headline target of which nobody is known to report it ([`code::NO_REPORTER`]).
    Reporters {
        /// Which.
        target: Key,
    },
    /// A task that nobody leads ([`code::NO_ASSIGNMENT`]).
    Task {
        /// Where it begins, as [`Edit::Assign`] asks for it.
        at: usize,
    },
    /// A name that the register does not know, once for all places.
    Name {
        /// The name as written.
        name: String,
        /// The nearest known ones, the nearest first.
        near: Vec<UnitId>,
        /// Where it stands, in the order of the text.
        places: Vec<Place>,
    },
    /// What the parser remarked.
    Matter {
        /// What it is.
        matter: Matter,
    },
}

/// A stretch of the text, `[start, end]` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(#[serde(with = "pair")] pub Span);

/// The codes of doubts that are found here and not by the parser.
pub mod code {
    /// A target whose reading is not sure.
    pub const UNSURE: &str = "unsure";
    /// A headline target without reporter.
    pub const NO_REPORTER: &str = "no-reporter";
    /// A task without assignment; the parser's own code for the same.
    pub const NO_ASSIGNMENT: &str = "no-assignment";
    /// A name that the register does not know; the parser's own code for the same.
    pub const UNKNOWN_UNIT: &str = "unknown-unit";
}

/// Where in a draft a target stands, by places in its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// In this commitment of the headline statement.
    Headline(usize),
    /// In this task of this item.
    Task {
        /// The item.
        item: usize,
        /// The task.
        task: usize,
    },
}

/// A target of a reviewed draft.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// Its key.
    pub key: Key,
    /// Where it stands.
    pub home: Home,
    /// The target.
    pub target: &'a Target,
    /// What was decided about it.
    pub mark: Option<Mark>,
}

impl Reviewed {
    /// All targets with their keys, in the order of the draft.
    pub fn targets(&self) -> impl Iterator<Item = Found<'_>> {
        let headlines = self.draft.headlines.iter().enumerate().flat_map(|(at, headline)| {
            let targets = headline.targets.iter();
            targets.map(move |target| (Home::Headline(at), target))
        });
        let tasks = self.draft.items.iter().enumerate().flat_map(|(item, found)| {
            found.tasks.iter().enumerate().flat_map(move |(task, found)| {
                let targets = found.targets.iter();
                targets.map(move |target| (Home::Task { item, task }, target))
            })
        });
        let keys = self.keys.iter().copied();
        headlines.chain(tasks).zip(keys).map(|((home, target), key)| Found {
            key,
            home,
            target,
            mark: self.state.get(&key).copied(),
        })
    }

    /// The target with this key.
    pub fn target(&self, key: Key) -> Option<&Target> {
        self.targets().find(|found| found.key == key).map(|found| found.target)
    }
}

/// What was read, with `edits` applied in their order. Never panics, whatever they are.
pub fn review(text: &str, draft: Draft, edits: &[Edit]) -> Reviewed {
    let mut work = work::Work::new(text, draft);
    let mut lost: Vec<usize> = Vec::new();
    for (at, edit) in edits.iter().enumerate() {
        if !work.apply(edit) {
            lost.push(at);
        }
    }
    work.finish(edits, lost)
}

/// Maps whose keys JSON cannot have as such, as lists of pairs.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(map)
    }

    pub fn deserialize<'de, K, V, D>(from: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(from)?.into_iter().collect())
    }
}
