//! Decisions about tasks, items and names.

use yaodian_domain::{
    id::UnitId,
    plan::{Role, Span},
};

use super::work::{Held, HeldTask, Work, all_assignments, words};
use crate::draft::Assignment;

impl Work<'_> {
    pub(super) fn split(&mut self, at: usize) -> bool {
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

    pub(super) fn merge(&mut self, at: usize) -> bool {
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

    pub(super) fn assign(&mut self, at: usize, units: &[(Role, Vec<String>)]) -> bool {
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

    pub(super) fn learn(&mut self, name: &str, units: &[UnitId]) -> bool {
        let name = name.trim();
        if name.is_empty() {
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

    pub(super) fn rename(&mut self, at: usize, title: &str, title_en: &str) -> bool {
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
