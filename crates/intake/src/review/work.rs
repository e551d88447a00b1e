//! A draft while decisions are applied to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use yaodian_domain::{
    id::UnitId,
    plan::{Role, Span},
};

use super::{Mark, Reviewed, queue};
use crate::{
    draft::{Assignment, Draft, Headline, Item, Target, Task},
    edit::{Edit, Form, Key},
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
    added: bool,
}

pub(super) struct Work<'t> {
    pub text: &'t str,
    /// Title, year, chapters and diagnostics.
    pub rest: Draft,
    pub headlines: Vec<HeldHeadline>,
    pub items: Vec<HeldItem>,
    pub state: BTreeMap<Key, Mark>,
    pub reporters: BTreeMap<Key, Vec<String>>,
    pub settled: BTreeSet<(String, Span)>,
    pub learned: Vec<(String, Vec<UnitId>)>,
    titles_en: BTreeMap<usize, String>,
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

    fn find(&mut self, key: Key) -> Option<(Span, &mut Held)> {
        let headlines = self.headlines.iter_mut().map(|h| (h.headline.span, &mut h.targets));
        let tasks = self.items.iter_mut().flat_map(|item| &mut item.tasks);
        let tasks = tasks.map(|task| (task.task.span, &mut task.targets));
        headlines.chain(tasks).find_map(|(home, targets)| {
            let held = targets.iter_mut().find(|held| held.key == key)?;
            Some((home, held))
        })
    }

    /// The target, brought back if it was dropped and its place is still there.
    fn revived(&mut self, key: Key) -> Option<&mut Held> {
        let (home, held) = self.find(key)?;
        if held.dropped && !home.covers(key.span) {
            return None;
        }
        held.dropped = false;
        Some(held)
    }

    fn accept(&mut self, key: Key) -> bool {
        if self.revived(key).is_none() {
            return false;
        }
        self.state.entry(key).or_insert(Mark::Accepted);
        true
    }

    fn correct(&mut self, key: Key, form: &Form) -> bool {
        let text = self.text;
        let Some(held) = self.revived(key) else {
            return false;
        };
        write(&mut held.target, form, text);
        let mark = self.state.entry(key).or_insert(Mark::Corrected);
        if *mark == Mark::Accepted {
            *mark = Mark::Corrected;
        }
        self.name_reporters(key, form);
        true
    }

    fn name_reporters(&mut self, key: Key, form: &Form) {
        if form.reporters.is_empty() {
            self.reporters.remove(&key);
        } else {
            self.reporters.insert(key, form.reporters.clone());
        }
    }

    fn drop_target(&mut self, key: Key) -> bool {
        let Some((_, held)) = self.find(key) else {
            return false;
        };
        held.dropped = true;
        self.state.remove(&key);
        self.reporters.remove(&key);
        true
    }

    fn add(&mut self, span: Span, form: &Form) -> bool {
        let Some(quote) = words(self.text, span) else {
            return false;
        };
        let nth = self.held().filter(|held| held.key.span == span).count();
        let key = Key { span, nth };
        let mut target = Target {
            quote: quote.to_owned(),
            span,
            figure: None,
            kind: form.kind,
            comparator: form.comparator,
            value: None,
            unit: None,
            subject: String::new(),
            inventory: None,
            base: None,
            due: None,
            due_written: false,
            confidence: 1.0,
            why: Vec::new(),
        };
        write(&mut target, form, self.text);
        let held = Held {
            key,
            target,
            dropped: false,
        };
        let Some(targets) = self.home_of(span) else {
            return false;
        };
        let at = targets.partition_point(|other| other.target.span <= span);
        targets.insert(at, held);
        self.state.insert(key, Mark::Added);
        self.name_reporters(key, form);
        true
    }

    /// The targets among which one with these words belongs: those of the task around it, or of the
    /// commitment around it, which is made where the words stand outside all work.
    fn home_of(&mut self, span: Span) -> Option<&mut Vec<Held>> {
        let touches = |other: Span| span.start < other.end && other.start < span.end;
        let works = self.items.iter().enumerate().filter(|(_, item)| !item.tasks.is_empty());
        let mut within = None;
        for (at, item) in works {
            let around = item.tasks.iter().position(|task| task.task.span.covers(span));
            if let Some(task) = around {
                within = Some((at, task));
                break;
            }
            if touches(item.item.span) || item.tasks.iter().any(|task| touches(task.task.span)) {
                return None;
            }
        }
        if let Some((item, task)) = within {
            let task = self.items.get_mut(item)?.tasks.get_mut(task)?;
            return Some(&mut task.targets);
        }
        let around = self.headlines.iter().position(|h| h.headline.span.covers(span));
        let at = match around {
            Some(at) => at,
            None if self.headlines.iter().any(|h| touches(h.headline.span)) => return None,
            None => {
                let at = self.headlines.partition_point(|h| h.headline.span < span);
                let headline = Headline {
                    text: plain(words(self.text, span)?),
                    span,
                    targets: Vec::new(),
                };
                self.headlines.insert(
                    at,
                    HeldHeadline {
                        headline,
                        targets: Vec::new(),
                        added: true,
                    },
                );
                at
            }
        };
        Some(&mut self.headlines.get_mut(at)?.targets)
    }

    fn split(&mut self, at: usize) -> bool {
        let text = self.text;
        let Some((tasks, place)) = self.items.iter_mut().find_map(|item| {
            let inside = |held: &HeldTask| held.task.span.start < at && at < held.task.span.end;
            let place = item.tasks.iter().position(inside)?;
            Some((&mut item.tasks, place))
        }) else {
            return false;
        };
        let Some(held) = tasks.get_mut(place) else {
            return false;
        };
        let Span { start, end } = held.task.span;
        let parts = (
            words(text, Span { start, end: at }),
            words(text, Span { start: at, end }),
        );
        let (Some(before), Some(_)) = parts else {
            return false;
        };
        let straddles = |held: &Held| !held.dropped && held.key.span.start < at && at < held.key.span.end;
        if held.targets.iter().any(straddles) {
            return false;
        }
        let mut second = held.task.clone();
        second.text = held.task.text.split_off(told(before, &held.task.text));
        second.span.start = at;
        held.task.span.end = at;
        let (first, later) = std::mem::take(&mut held.targets)
            .into_iter()
            .partition(|held| held.key.span.start < at);
        held.targets = first;
        let second = HeldTask {
            task: second,
            targets: later,
            decided: held.decided,
        };
        tasks.insert(place + 1, second);
        true
    }

    fn merge(&mut self, at: usize) -> bool {
        let Some((tasks, place)) = self.items.iter_mut().find_map(|item| {
            let place = item.tasks.iter().position(|held| held.task.span.start == at)?;
            Some((&mut item.tasks, place))
        }) else {
            return false;
        };
        let ordered = |place: usize| {
            let (first, second) = (tasks.get(place.checked_sub(1)?)?, tasks.get(place)?);
            (first.task.span.end <= second.task.span.start).then_some(place - 1)
        };
        let Some(before) = ordered(place) else {
            return false;
        };
        let second = tasks.remove(place);
        let Some(first) = tasks.get_mut(before) else {
            return false;
        };
        first.task.span.end = second.task.span.end;
        first.task.text.push_str(&second.task.text);
        let unite = |all: &mut Vec<Assignment>, more: Vec<Assignment>| {
            for one in more {
                if !all.contains(&one) {
                    all.push(one);
                }
            }
        };
        unite(&mut first.task.assignments, second.task.assignments);
        unite(&mut first.task.standing, second.task.standing);
        first.targets.extend(second.targets);
        first.decided = first.decided && second.decided;
        true
    }

    fn assign(&mut self, at: usize, units: &[(Role, Vec<String>)]) -> bool {
        let Some((item, task)) = self.items.iter().enumerate().find_map(|(item, held)| {
            let task = held.tasks.iter().position(|held| held.task.span.start == at)?;
            Some((item, task))
        }) else {
            return false;
        };
        let named = |names: &[String]| -> Vec<String> {
            let names = names.iter().map(|name| name.trim().to_owned());
            names.filter(|name| !name.is_empty()).collect()
        };
        let roles = units.iter().map(|(role, names)| (*role, named(names)));
        let mut assignments: Vec<Assignment> = roles
            .filter(|(_, names)| !names.is_empty())
            .map(|(role, units)| Assignment {
                role,
                expanded: units.iter().map(|name| self.meant(name)).collect(),
                units,
                quote: String::new(),
                span: Span { start: at, end: at },
                bracket: Span { start: at, end: at },
                by_order: false,
            })
            .collect();
        let Some(held) = self.items.get_mut(item).and_then(|held| held.tasks.get_mut(task)) else {
            return false;
        };
        let end = held.task.span.end;
        let bracket = held.task.assignments.first().map(|first| first.bracket);
        for assignment in &mut assignments {
            assignment.bracket = bracket.unwrap_or(Span { start: end, end });
            assignment.span = assignment.bracket;
        }
        held.decided = !assignments.is_empty();
        held.task.assignments = assignments;
        held.task.standing.clear();
        true
    }

    /// Whom a name means: as was taught, or as it was read elsewhere in the draft.
    fn meant(&self, name: &str) -> Option<Vec<UnitId>> {
        let learned = self.learned.iter().find(|(learned, _)| learned == name);
        learned.map(|(_, units)| units.clone()).or_else(|| {
            let mut all = self.tasks().flat_map(|held| all_assignments(&held.task));
            all.find_map(|assignment| {
                let at = assignment.units.iter().position(|written| written == name)?;
                let units = assignment.expanded.as_ref()?.get(at)?;
                (!units.is_empty()).then(|| units.clone())
            })
        })
    }

    fn learn(&mut self, name: &str, units: &[UnitId]) -> bool {
        let name = name.trim();
        if name.is_empty() || units.is_empty() {
            return false;
        }
        self.learned.retain(|(other, _)| other != name);
        self.learned.push((name.to_owned(), units.to_vec()));
        let tasks = self.items.iter_mut().flat_map(|item| &mut item.tasks);
        for task in tasks.map(|held| &mut held.task) {
            for assignment in task.assignments.iter_mut().chain(&mut task.standing) {
                let lists = assignment.expanded.iter_mut().flatten();
                for (written, list) in assignment.units.iter().zip(lists) {
                    if written == name {
                        *list = units.to_vec();
                    }
                }
            }
        }
        true
    }

    fn rename(&mut self, at: usize, title: &str, title_en: &str) -> bool {
        let mut items = self.items.iter_mut();
        let Some(held) = items.find(|held| held.item.span.start == at) else {
            return false;
        };
        if title.trim().is_empty() {
            return false;
        }
        title.trim().clone_into(&mut held.item.title);
        if title_en.trim().is_empty() {
            self.titles_en.remove(&at);
        } else {
            self.titles_en.insert(at, title_en.trim().to_owned());
        }
        true
    }
}

/// The assignments of a task, its own and those that stand for it.
pub(super) fn all_assignments(task: &Task) -> impl Iterator<Item = &Assignment> {
    task.assignments.iter().chain(&task.standing)
}

/// Writes what a person says into a target; its words and their place stay.
fn write(target: &mut Target, form: &Form, text: &str) {
    let value = form.value.as_ref().map(|value| value.trim().to_owned());
    let value = value.filter(|value| !value.is_empty());
    if value != target.value {
        let quote = text.get(target.span.start..target.span.end).unwrap_or_default();
        let at = value
            .as_ref()
            .and_then(|value| Some((quote.find(value.as_str())?, value.len())));
        target.figure = at.map(|(at, length)| Span {
            start: target.span.start + at,
            end: target.span.start + at + length,
        });
    }
    target.due_written = target.due_written && target.due == form.due;
    target.kind = form.kind;
    target.comparator = form.comparator;
    target.value = value;
    target.unit.clone_from(&form.unit);
    target.subject.clone_from(&form.subject);
    target.inventory.clone_from(&form.inventory);
    target.due = form.due;
    target.confidence = 1.0;
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

/// How many bytes of `told`, which leaves out some of the text's characters, tell of the stretch
/// `before` at its beginning.
fn told(before: &str, told: &str) -> usize {
    let mut rest = told.chars().peekable();
    let mut length = 0;
    for c in before.chars() {
        if let Some(same) = rest.next_if_eq(&c) {
            length += same.len_utf8();
        }
    }
    length
}
