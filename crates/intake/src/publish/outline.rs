//! The plan as the draft has it, without anything from before.

use std::collections::{BTreeMap, BTreeSet};

use yaodian_domain::{
    check::Policy,
    decision::Decisions,
    id::{TargetId, TaskId, UnitId},
    method::Method,
    period::Calendar,
    plan::{Assignment, Chapter, Item, Name, Plan, Role, Span, Task},
    target::{Cadence, Home, Promise, Quote, Target},
    time::DaySpan,
    workdays::WorkDays,
};

use super::{
    Head, Made,
    hindrance::{Hindrance, Obstacle},
    promise::{self, Wrong, same_in_english},
    stretch::{cover, displaced, numbers, quotes, sentence, short, start, title_end, trimmed},
    units::Units,
};
use crate::{
    draft,
    edit::Key,
    review::{self, Found, Reviewed, words},
};

/// The years that a plan can be for.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

/// A target and the key that it has in the draft.
type Keyed = (Target, Option<Key>);

/// The plan without ids of targets; `None` where there is nothing to hang targets on.
pub(super) fn made(
    text: &str,
    reviewed: &Reviewed,
    head: &Head,
    units: &mut Units,
    hindrances: &mut Vec<Hindrance>,
) -> Option<Made> {
    if !YEARS.contains(&head.year) {
        let what = Obstacle::BadYear { year: head.year };
        hindrances.push(Hindrance { span: start(), what });
        return None;
    }
    displaced(text, reviewed, hindrances);
    if reviewed.draft.items.iter().all(|item| item.tasks.is_empty()) {
        let what = Obstacle::NoWork;
        hindrances.push(Hindrance { span: start(), what });
    }
    if !hindrances.is_empty() {
        return None;
    }
    let mut found: BTreeMap<review::Home, Vec<Found<'_>>> = BTreeMap::new();
    for target in reviewed.targets() {
        found.entry(target.home).or_default().push(target);
    }
    let mut making = Making {
        text,
        reviewed,
        year: DaySpan::year(head.year),
        units,
        hindrances,
        targets: Vec::new(),
        named: BTreeSet::new(),
    };
    let headline = making.headline(&found);
    let chapters = making.chapters(&found, head);
    let (mut targets, named) = (making.targets, making.named);
    targets.sort_by_key(|(target, key)| (target.quote.span, *key));
    let mut commitment = 0;
    for (target, _) in &mut targets {
        if let Home::Headline { commitment: number } = &mut target.home {
            commitment += 1;
            *number = commitment;
        }
    }
    let work = chapters.first().map_or(text.len(), |chapter| {
        let item = chapter.items.first().map_or(text.len(), |item| item.span.start);
        chapter.heading.start.min(item)
    });
    let begins = title_end(text, &reviewed.draft.title);
    let headline = sentence(text, headline, begins, work);
    let ends = if headline.start < headline.end {
        headline.start.min(work)
    } else {
        work
    };
    let preamble = Span {
        start: begins.min(ends),
        end: ends,
    };
    let (targets, keys) = targets.into_iter().unzip();
    let plan = Plan {
        id: head.id.clone(),
        title: head.title.clone(),
        issuer: head.issuer.clone(),
        term: DaySpan::year(head.year),
        text: text.to_owned(),
        preamble: trimmed(text, preamble),
        headline,
        chapters,
        targets,
        allocations: Vec::new(),
        units: units.register.clone(),
        ledgers: Vec::new(),
        calendar: Calendar::default(),
        reopenings: Vec::new(),
        reports: yaodian_domain::report::Rules::default(),
        workdays: WorkDays::default(),
        ladder: yaodian_domain::supervision::Ladder::default(),
        reminders: yaodian_domain::reminder::Rules::default(),
        score: yaodian_domain::score::Rules::default(),
        naming: yaodian_domain::bulletin::Naming::default(),
        open_data: yaodian_domain::open_data::Licence::default(),
        policy: Policy::default(),
        policy_changes: Vec::new(),
    };
    Some(Made { plan, keys, named })
}

struct Making<'a> {
    text: &'a str,
    reviewed: &'a Reviewed,
    year: DaySpan,
    units: &'a mut Units,
    hindrances: &'a mut Vec<Hindrance>,
    targets: Vec<Keyed>,
    named: BTreeSet<Key>,
}

impl Making<'_> {
    /// The headline statement: from its first commitment that promises something to its last.
    fn headline(&mut self, found: &BTreeMap<review::Home, Vec<Found<'_>>>) -> Span {
        let in_headline = found
            .iter()
            .filter(|(home, _)| matches!(home, review::Home::Headline(_)));
        let all: Vec<Found<'_>> = in_headline.flat_map(|(_, targets)| targets.iter().copied()).collect();
        let quotes = quotes(all.iter().map(|found| found.target.span));
        for one in &all {
            let home = Home::Headline { commitment: 0 };
            self.target(one, home, &quotes, None);
        }
        let (first, last) = (quotes.first(), quotes.last());
        match (first, last) {
            (Some(first), Some(last)) => Span {
                start: first.start,
                end: last.end,
            },
            _ => start(),
        }
    }

    fn chapters(&mut self, found: &BTreeMap<review::Home, Vec<Found<'_>>>, head: &Head) -> Vec<Chapter> {
        let draft = &self.reviewed.draft;
        let works = draft
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| !item.tasks.is_empty());
        let numbers = numbers(works.clone().map(|(_, item)| item.number));
        let mut chapters: Vec<(Option<usize>, Chapter)> = Vec::new();
        for ((at, item), number) in works.zip(numbers) {
            // The nearest heading above, whatever its level.
            let above = draft.chapters.iter().enumerate();
            let above = above.filter(|(_, chapter)| chapter.span.start <= item.span.start);
            let above = above.max_by_key(|(_, chapter)| chapter.span.start);
            let place = above.map(|(place, _)| place);
            if chapters.last().is_none_or(|(last, _)| *last != place) {
                let chapter = match above {
                    Some((_, chapter)) => Chapter {
                        number: chapter.number.clone(),
                        heading: chapter.span,
                        name: same_in_english(&chapter.title),
                        items: Vec::new(),
                    },
                    // Work that stands under no heading stands under the plan's own.
                    None => Chapter {
                        number: String::new(),
                        heading: Span {
                            start: item.span.start,
                            end: item.span.start,
                        },
                        name: head.title.clone(),
                        items: Vec::new(),
                    },
                };
                chapters.push((place, chapter));
            }
            let item = self.item(at, item, number, found);
            if let Some((_, chapter)) = chapters.last_mut() {
                chapter.items.push(item);
            }
        }
        chapters.into_iter().map(|(_, chapter)| chapter).collect()
    }

    fn item(
        &mut self,
        at: usize,
        item: &draft::Item,
        number: u16,
        found: &BTreeMap<review::Home, Vec<Found<'_>>>,
    ) -> Item {
        let mut tasks = Vec::new();
        for (place, task) in item.tasks.iter().enumerate() {
            let Ok(id) = TaskId::new(format!("{number}.{}", place + 1)) else {
                continue;
            };
            let targets = found.get(&review::Home::Task { item: at, task: place });
            let targets = targets.map(Vec::as_slice).unwrap_or_default();
            let quotes = quotes(targets.iter().map(|found| found.target.span));
            let span = cover(trimmed(self.text, task.span), &quotes);
            let limit = item.tasks.get(place + 1).map_or(item.span.end, |next| next.span.start);
            let mut assignment = self.units.assignment(task);
            assignment.span = self.bracket(
                task,
                Span {
                    start: span.end,
                    end: limit,
                },
            );
            let all = task.assignments.iter().chain(&task.standing);
            let answering = all.filter(|one| one.role != Role::Participant);
            // A body outside the register cannot report; a name that nobody goes by is told as such.
            let mut names = answering.flat_map(|one| &one.units);
            if names.all(|name| self.units.is_outside(name)) {
                let what = Obstacle::NoAssignment { at: task.span.start };
                self.hindrances.push(Hindrance { span: task.span, what });
            }
            for one in targets {
                self.target(one, Home::Task { id: id.clone() }, &quotes, Some(&assignment));
            }
            if targets.is_empty() {
                self.in_words(&id, span, &assignment);
            }
            tasks.push(Task {
                id,
                span,
                assignment,
                note: None,
            });
        }
        let title = if item.title.trim().is_empty() {
            let first = item.tasks.first().map(|task| task.text.as_str());
            short(first.unwrap_or_default())
        } else {
            item.title.clone()
        };
        let en = self.reviewed.titles_en.get(&item.span.start);
        Item {
            number,
            heading: item.heading,
            name: Name {
                en: en.cloned().unwrap_or_else(|| title.clone()),
                zh: title,
            },
            span: item.span,
            tasks,
        }
    }

    /// The bracket that follows on a task's words; empty at their end where there is none of its own.
    fn bracket(&self, task: &draft::Task, room: Span) -> Span {
        let brackets = task.assignments.iter().map(|assignment| assignment.bracket);
        let own = brackets.filter(|bracket| room.covers(*bracket) && words(self.text, *bracket).is_some());
        let own: Vec<Span> = own.collect();
        let nowhere = Span {
            start: room.start,
            end: room.start,
        };
        let start = own.iter().map(|bracket| bracket.start).min();
        let end = own.iter().map(|bracket| bracket.end).max();
        start.zip(end).map_or(nowhere, |(start, end)| Span { start, end })
    }

    fn target(&mut self, found: &Found<'_>, home: Home, quotes: &[Span], assignment: Option<&Assignment>) {
        let (target, key) = (found.target, found.key);
        let promise = match promise::of(target) {
            Ok(promise) => promise,
            Err(wrong) => return self.refuse(key, target, wrong),
        };
        let due = target.due.unwrap_or(self.year.to());
        let Ok(term) = DaySpan::new(self.year.from(), due) else {
            let from = self.year.from();
            return self.hinder(key, Obstacle::DueBefore { target: key, due, from });
        };
        let reporters = match self.reviewed.reporters.get(&key) {
            Some(names) => {
                self.named.insert(key);
                let units = self.units.named(names, key.span);
                self.strangers(key, &units, assignment);
                units
            }
            None => assignment.map_or_else(Vec::new, |all| self.units.reporters(all, &promise)),
        };
        let span = quotes.iter().find(|quote| quote.covers(target.span));
        let subject = if target.subject.trim().is_empty() {
            &target.quote
        } else {
            &target.subject
        };
        let target = self.promised(
            home,
            *span.unwrap_or(&target.span),
            short(subject),
            promise,
            term,
            reporters,
        );
        self.targets.extend(target.map(|target| (target, Some(key))));
    }

    /// Tells of units that are to report what is no business of theirs.
    fn strangers(&mut self, key: Key, units: &[UnitId], assignment: Option<&Assignment>) {
        let Some(assignment) = assignment else { return };
        for unit in units.iter().filter(|unit| assignment.role_of(unit).is_none()) {
            let unit = unit.clone();
            self.hinder(key, Obstacle::NotAssigned { target: key, unit });
        }
    }

    /// A task in which nothing is promised is reported on in words.
    fn in_words(&mut self, id: &TaskId, span: Span, assignment: &Assignment) {
        let promise = Promise::Statement {
            cadence: Cadence::Quarter,
        };
        let reporters = self.units.reporters(assignment, &promise);
        let name = short(self.text.get(span.start..span.end).unwrap_or_default());
        let home = Home::Task { id: id.clone() };
        let target = self.promised(home, span, name, promise, self.year, reporters);
        self.targets.extend(target.map(|target| (target, None)));
    }

    fn promised(
        &self,
        home: Home,
        span: Span,
        name: String,
        promise: Promise,
        term: DaySpan,
        reporters: Vec<UnitId>,
    ) -> Option<Target> {
        Some(Target {
            // Named when it is known what it was called before.
            id: TargetId::new("new").ok()?,
            home,
            quote: Quote {
                text: self.text.get(span.start..span.end)?.to_owned(),
                span,
            },
            name: same_in_english(&name),
            promise,
            term,
            reporters,
            note: None,
            method: Method::default(),
            decisions: Decisions::default(),
        })
    }

    fn hinder(&mut self, key: Key, what: Obstacle) {
        self.hindrances.push(Hindrance { span: key.span, what });
    }

    fn refuse(&mut self, key: Key, target: &draft::Target, wrong: Wrong) {
        let what = wrong.told(key, target.kind);
        self.hinder(key, what);
    }
}
