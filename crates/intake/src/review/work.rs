//! A draft while decisions are applied to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use yaodian_domain::{id::UnitId, plan::Span};

use super::{Mark, Reviewed, queue};
use crate::{
    draft::{Assignment, Draft, Headline, Item, Target, Task},
    edit::{Edit, Key},
};

/// A target, dropped or not.
pub(super) struct Held {
    pub key: Key,
    pub target: Target,
    pub dropped: bool,
}

/// A task without its targets, and these.
pub(super) struct HeldTask {
    pub task: Task,
    pub targets: Vec<Held>,
    /// Whether a person said who leads and who answers.
    pub decided: bool,
}

/// An item without its tasks, and these.
pub(super) struct HeldItem {
    pub item: Item,
    pub tasks: Vec<HeldTask>,
}

/// A commitment without its targets, and these.
pub(super) struct HeldHeadline {
    pub headline: Headline,
    pub targets: Vec<Held>,
    /// Whether it is there for the sake of a target that was added.
    pub added: bool,
}

pub(super) struct Work<'t> {
    pub text: &'t str,
    /// Title, year, chapters and diagnostics.
    pub rest: Draft,
    pub headlines: Vec<HeldHeadline>,
    pub items: Vec<HeldItem>,
    pub state: BTreeMap<Key, Mark>,
    pub reporters: BTreeMap<Key, Vec<String>>,
    pub called: BTreeSet<Key>,
    pub settled: BTreeSet<(String, Span)>,
    pub learned: Vec<(String, Vec<UnitId>)>,
    pub titles_en: BTreeMap<usize, String>,
}

impl<'t> Work<'t> {
    pub fn new(text: &'t str, mut draft: Draft) -> Self {
        let mut met: HashMap<Span, usize> = HashMap::new();
        let mut hold = |targets: &mut Vec<Target>| -> Vec<Held> {
            let taken = std::mem::take(targets).into_iter();
            taken
                .map(|target| {
                    let next = met.entry(target.span).or_default();
                    let key = Key {
                        span: target.span,
                        nth: *next,
                    };
                    *next += 1;
                    Held {
                        key,
                        target,
                        dropped: false,
                    }
                })
                .collect()
        };
        let mut headlines = Vec::new();
        for mut headline in std::mem::take(&mut draft.headlines) {
            headlines.push(HeldHeadline {
                targets: hold(&mut headline.targets),
                headline,
                added: false,
            });
        }
        let mut items = Vec::new();
        for mut item in std::mem::take(&mut draft.items) {
            let mut tasks = Vec::new();
            for mut task in std::mem::take(&mut item.tasks) {
                tasks.push(HeldTask {
                    targets: hold(&mut task.targets),
                    task,
                    decided: false,
                });
            }
            items.push(HeldItem { item, tasks });
        }
        Self {
            text,
            rest: draft,
            headlines,
            items,
            state: BTreeMap::new(),
            reporters: BTreeMap::new(),
            called: BTreeSet::new(),
            settled: BTreeSet::new(),
            learned: Vec::new(),
            titles_en: BTreeMap::new(),
        }
    }

    /// Applies one decision. Whether it fits anything.
    pub fn apply(&mut self, edit: &Edit) -> bool {
        match edit {
            Edit::Accept { target } => self.accept(*target),
            Edit::Correct { target, form } => self.correct(*target, form),
            Edit::Drop { target } => self.drop_target(*target),
            Edit::Add { span, form } => self.add(*span, form),
            Edit::Split { at } => self.split(*at),
            Edit::Merge { at } => self.merge(*at),
            Edit::Assign { at, units } => self.assign(*at, units),
            Edit::Learn { name, units } => self.learn(name, units),
            // Whether there was such a doubt is known in the end.
            Edit::Settle { code, span } => {
                self.settled.insert((code.clone(), *span));
                true
            }
            Edit::Rename { at, title, title_en } => self.rename(*at, title, title_en),
        }
    }

    pub fn finish(self, edits: &[Edit], mut lost: Vec<usize>) -> Reviewed {
        let queue = queue::of(&self);
        let known = queue::places(&self);
        for (at, edit) in edits.iter().enumerate() {
            if let Edit::Settle { code, span } = edit
                && !known.contains(&(code.as_str(), *span))
            {
                lost.push(at);
            }
        }
        lost.sort_unstable();
        let mut out = Reviewed {
            draft: self.rest,
            state: self.state,
            titles_en: self.titles_en,
            reporters: self.reporters,
            called: self.called,
            learned: self.learned,
            queue,
            lost,
            ..Reviewed::default()
        };
        let (keys, dropped) = (&mut out.keys, &mut out.dropped);
        let mut release = |held: Vec<Held>| -> Vec<Target> {
            let mut live = Vec::with_capacity(held.len());
            for one in held {
                if one.dropped {
                    dropped.push((one.key, one.target));
                } else {
                    keys.push(one.key);
                    live.push(one.target);
                }
            }
            live
        };
        for held in self.headlines {
            let mut headline = held.headline;
            headline.targets = release(held.targets);
            if !(held.added && headline.targets.is_empty()) {
                out.draft.headlines.push(headline);
            }
        }
        for held in self.items {
            let mut item = held.item;
            for held in held.tasks {
                let mut task = held.task;
                task.targets = release(held.targets);
                item.tasks.push(task);
            }
            out.draft.items.push(item);
        }
        out
    }

    /// All targets, each with the stretch it must lie in.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        let headlines = self.headlines.iter().flat_map(|headline| &headline.targets);
        headlines.chain(self.tasks().flat_map(|task| &task.targets))
    }

    pub fn tasks(&self) -> impl Iterator<Item = &HeldTask> {
        self.items.iter().flat_map(|item| &item.tasks)
    }
}

/// The assignments of a task, its own and those that stand for it.
pub(super) fn all_assignments(task: &Task) -> impl Iterator<Item = &Assignment> {
    task.assignments.iter().chain(&task.standing)
}

/// The words of a stretch; `None` where it is none of the text, or blank.
pub(crate) fn words(text: &str, span: Span) -> Option<&str> {
    let words = text.get(span.start..span.end)?;
    (!words.trim().is_empty()).then_some(words)
}

/// Words without line breaks.
pub(crate) fn plain(words: &str) -> String {
    words.chars().filter(|c| !matches!(c, '\n' | '\r')).collect()
}
