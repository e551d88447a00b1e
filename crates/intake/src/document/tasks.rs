//! Items cut into tasks at their brackets.

use yaodian_domain::{Date, plan::Span};

use super::{Document, LEAST, note};
use crate::{
    assign::{Group, Reading},
    draft::{Assignment, Matter, Severity, Target, Task},
    flat::is_stop,
    outline::Heading,
};

impl Document<'_> {
    /// The tasks of an item: a bracket covers the sentences since the bracket before it.
    pub(super) fn tasks(&mut self, heading: &Heading, to: usize) -> Vec<Task> {
        let found: Vec<(usize, usize, Reading)> = self
            .assignments(heading.at, to)
            .into_iter()
            .map(|(bracket, reading)| (bracket.from, bracket.to, reading.clone()))
            .collect();
        let mut tasks: Vec<Task> = Vec::new();
        let name_from = heading.at + heading.number.len;
        let body = if self.is_sentence(heading) {
            name_from
        } else {
            heading.end
        };
        if let [(from, end, reading)] = found.as_slice() {
            // «1.标题。(牵头单位:…)正文»: the bracket stands before what it covers.
            let before = self.flat.weight(body.min(*from), *from);
            if before == 0 && self.flat.weight(*end, to) >= 4 * LEAST {
                let task = self.task(*end, to, &[(*from, *end, reading)]);
                tasks.extend(task);
                return tasks;
            }
        }
        let mut start = body;
        for (from, end, reading) in &found {
            let stretch = self.flat.weight(start.min(*from), *from);
            if stretch == 0 {
                if tasks.is_empty() {
                    // The heading's own sentence is the work.
                    tasks.extend(self.task(name_from, *from, &[(*from, *end, reading)]));
                } else {
                    self.join(&mut tasks, *from, *end, reading);
                }
            } else {
                tasks.extend(self.task(start, *from, &[(*from, *end, reading)]));
            }
            start = start.max(*end);
        }
        if self.flat.weight(start, to) >= LEAST {
            tasks.extend(self.task(start, to, &[]));
        } else if found.is_empty() {
            tasks.extend(self.task(name_from, to, &[]));
        }
        tasks
    }

    /// Whether what stands where a heading would is a sentence of its work already.
    fn is_sentence(&self, heading: &Heading) -> bool {
        let name = self.flat.chars.get(heading.name.0..heading.name.1).unwrap_or_default();
        let stops = self.flat.chars.get(heading.name.1).is_some_and(|c| is_stop(*c));
        stops && (name.contains(&',') || name.len() > 36)
    }

    /// Another bracket right behind the one before: both say who does the same work.
    fn join(&mut self, tasks: &mut [Task], from: usize, end: usize, reading: &Reading) {
        let (more, _) = self.assigned(from, end, reading);
        self.remember(reading, from, end);
        if let Some(task) = tasks.last_mut() {
            task.assignments.extend(more);
            due(task, reading.due);
        }
    }

    fn task(&mut self, from: usize, to: usize, brackets: &[(usize, usize, &Reading)]) -> Option<Task> {
        let (from, to) = self.flat.trimmed(from, to, |c| {
            is_stop(c) || matches!(c, ',' | '、' | ':' | ' ' | '-' | '—')
        });
        // «1.…»: the number of a measure within an item is none of its words.
        let number = crate::headings::number(&self.flat.chars, from).map_or(0, |number| number.len);
        let from = if from + number < to { from + number } else { from };
        if from >= to {
            return None;
        }
        let read = self.targets.read(from, to, false, &mut self.notes);
        let mut task = Task {
            text: self.flat.words(self.text, from, to),
            span: self.flat.span(from, to),
            assignments: Vec::new(),
            standing: self.standing.clone(),
            targets: read.into_iter().map(|read| read.target).collect(),
        };
        if brackets.is_empty() {
            self.say(Severity::Warning, Matter::NoAssignment, from, to);
        }
        for (from, end, reading) in brackets {
            let (assignments, _) = self.assigned(*from, *end, reading);
            task.assignments.extend(assignments);
            due(&mut task, reading.due);
            self.remember(reading, *from, *end);
        }
        Some(task)
    }

    /// What a bracket says that holds for everything after it.
    fn remember(&mut self, reading: &Reading, from: usize, end: usize) {
        if reading.standing.is_empty() {
            return;
        }
        self.say(Severity::Note, Matter::StandingRule, from, end);
        let bracket = self.flat.span(from, end);
        for group in &reading.standing {
            let assignment = self.assignment(group, bracket);
            self.standing.push(assignment);
        }
    }

    /// The assignments of a bracket, and what is doubtful about them.
    fn assigned(&mut self, from: usize, end: usize, reading: &Reading) -> (Vec<Assignment>, usize) {
        let bracket = self.flat.span(from, end);
        let mut assignments = Vec::with_capacity(reading.groups.len());
        for group in &reading.groups {
            let assignment = self.assignment(group, bracket);
            if group.by_order && !reading.role_twice && !reading.first_leads {
                let unit = assignment.units.first().cloned().unwrap_or_default();
                self.say(Severity::Warning, Matter::LeadByOrder { unit }, group.from, group.to);
            }
            assignments.push(assignment);
        }
        if reading.role_twice {
            self.say(Severity::Warning, Matter::RoleTwice, from, end);
        }
        if reading.no_role {
            self.say(Severity::Warning, Matter::NoRole, from, end);
        }
        let count = assignments.len();
        (assignments, count)
    }

    fn assignment(&mut self, group: &Group, bracket: Span) -> Assignment {
        let units: Vec<String> = group
            .names
            .iter()
            .map(|name| self.flat.words(self.text, name.from, name.to))
            .collect();
        let expanded = self.lookup.is_known().then(|| {
            let found: Vec<_> = units.iter().map(|unit| self.lookup.find(unit)).collect();
            for ((unit, ids), name) in units.iter().zip(&found).zip(&group.names) {
                if ids.is_empty() && !self.lookup.is_outside(unit) {
                    let matter = Matter::UnknownUnit {
                        name: unit.clone(),
                        near: self.lookup.near(unit),
                    };
                    let span = self.flat.span(name.from, name.to);
                    self.notes.push(note(Severity::Warning, matter, span));
                }
            }
            found
        });
        let span = self.flat.span(group.from, group.to);
        Assignment {
            role: group.role,
            units,
            expanded,
            quote: self.text.get(span.start..span.end).unwrap_or_default().to_owned(),
            span,
            bracket,
            by_order: group.by_order,
        }
    }
}

/// A day that the bracket gives holds for what has none of its own.
fn due(task: &mut Task, day: Option<Date>) {
    let Some(day) = day else { return };
    for target in task
        .targets
        .iter_mut()
        .filter(|target: &&mut Target| !target.due_written)
    {
        target.due = Some(day);
        target.due_written = true;
    }
}
