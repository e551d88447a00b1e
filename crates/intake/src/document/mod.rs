//! The draft of a document, put together from its parts.

mod goals;
mod tasks;

use yaodian_domain::plan::Span;

use crate::{
    assign::{self, Kind as BracketKind, Reading},
    dates::Calendar,
    draft::{Assignment, Chapter, Diagnostic, Draft, Item, Matter, Severity, Task},
    flat::{Flat, is_stop},
    general::{self, General},
    names::Lookup,
    outline::{self, Heading, Outline},
    targets, title,
};

/// A stretch with fewer characters holds no work.
const LEAST: usize = 6;

/// Reads a text.
pub(crate) fn read(text: &str, lookup: &Lookup<'_>) -> Draft {
    let flat = Flat::of(text);
    let mut notes = Vec::new();
    if flat.weight(0, flat.chars.len()) == 0 {
        notes.push(note(
            Severity::Error,
            Matter::EmptyText,
            Span {
                start: 0,
                end: text.len(),
            },
        ));
        return Draft {
            diagnostics: notes,
            ..Draft::default()
        };
    }
    let first_heading = |outline: &Outline| outline.headings.first().map_or(flat.chars.len(), |heading| heading.at);
    // The year is needed to read days in brackets, and stands in the title.
    let early = title::read(text, &flat, flat.chars.len().min(400));
    let calendar = Calendar { year: early.year };
    let knows = |name: &[char]| lookup.knows(name);
    let formula = |at: usize| lookup.formula(&flat.chars, at);
    let brackets = assign::find(&flat.chars, calendar, &knows, &formula);
    let outline = outline::read(&flat, &brackets);
    let title = title::read(text, &flat, first_heading(&outline));
    let calendar = Calendar { year: title.year };
    let mut document = Document {
        text,
        flat: &flat,
        brackets: &brackets,
        lookup,
        targets: targets::Reader {
            text,
            flat: &flat,
            calendar,
            last_day: title.last_day,
        },
        draft: Draft {
            title: title.text,
            year: title.year,
            ..Draft::default()
        },
        notes,
        standing: Vec::new(),
    };
    document.parts(&outline);
    document.finish(&outline)
}

fn note(severity: Severity, matter: Matter, span: Span) -> Diagnostic {
    Diagnostic {
        severity,
        matter,
        message: String::new(),
        span,
    }
}

/// How sure a promise must be to make an item of words that nobody numbered and nobody is named for.
const PLAUSIBLE: f32 = 0.6;

struct Document<'a> {
    text: &'a str,
    flat: &'a Flat,
    brackets: &'a [assign::Found],
    lookup: &'a Lookup<'a>,
    targets: targets::Reader<'a>,
    draft: Draft,
    notes: Vec<Diagnostic>,
    /// Who answers for everything from here on.
    standing: Vec<Assignment>,
}

/// A part of the document: from a heading to the next of its level or above.
struct Part {
    heading: Heading,
    to: usize,
    is_item: bool,
    /// The chapter it stands in, by its place among the parts.
    chapter: Option<usize>,
}

impl Document<'_> {
    fn say(&mut self, severity: Severity, matter: Matter, from: usize, to: usize) {
        let span = self.flat.span(from, to);
        self.notes.push(note(severity, matter, span));
    }

    /// Reads every part in its order.
    fn parts(&mut self, outline: &Outline) {
        let end = self.body_end();
        let Some(level) = outline.items else {
            self.say(Severity::Warning, Matter::NoItems, 0, 0);
            self.whole(end);
            return;
        };
        let parts = parts(outline, level, end);
        let mut holds = vec![false; parts.len()];
        for item in parts.iter().filter(|part| part.is_item) {
            if let Some(chapter) = item.chapter.and_then(|at| holds.get_mut(at)) {
                *chapter = true;
            }
        }
        let first = parts.first().map_or(end, |part| part.heading.at);
        self.goals(0, first, None);
        let mut expected: Option<u16> = None;
        let mut last_chapter = None;
        for (i, part) in parts.iter().enumerate() {
            let name = part.heading.name;
            let general = general::of(&self.flat.chars, name.0, name.1);
            if part.is_item {
                let in_general = part
                    .chapter
                    .and_then(|chapter| parts.get(chapter))
                    .and_then(|chapter| general::of(&self.flat.chars, chapter.heading.name.0, chapter.heading.name.1));
                let number = part.heading.number.value;
                let anew = part.chapter != last_chapter && number == 1;
                if let Some(expected) = expected.filter(|expected| *expected != number && !anew) {
                    let matter = Matter::NumberJumps {
                        expected,
                        found: number,
                    };
                    self.say(
                        Severity::Warning,
                        matter,
                        part.heading.at,
                        part.heading.at + part.heading.number.len,
                    );
                }
                expected = Some(number.saturating_add(1));
                last_chapter = part.chapter;
                self.item(part, &parts, general.or(in_general));
            } else {
                let has_items = parts
                    .get(i + 1)
                    .is_some_and(|next| next.heading.number.level > part.heading.number.level);
                if has_items {
                    if holds.get(i).copied().unwrap_or_default() {
                        self.chapter(part);
                    }
                    // What a chapter says before its first item.
                    let intro = parts.get(i + 1).map_or(part.to, |next| next.heading.at);
                    self.intro(part, intro, general);
                } else {
                    self.lone_chapter(part, general);
                }
            }
        }
    }

    /// A chapter is kept where items stand right under it.
    fn chapter(&mut self, part: &Part) {
        let heading = part.heading;
        let span = self.flat.span(heading.at, heading.end);
        self.draft.chapters.push(Chapter {
            number: self.number(&heading),
            title: self.flat.words(self.text, heading.name.0, heading.name.1),
            span,
        });
    }

    fn number(&self, heading: &Heading) -> String {
        self.flat
            .words(self.text, heading.at, heading.at + heading.number.shown)
    }

    /// What stands between a chapter's heading and its first item.
    fn intro(&mut self, part: &Part, to: usize, general: Option<General>) {
        let from = part.heading.end;
        if self.flat.weight(from, to) < LEAST {
            return;
        }
        if self.assignments(from, to).is_empty() {
            self.goals(from, to, general);
        } else {
            // A chapter that assigns work before it counts any.
            self.work(part, to, None);
        }
    }

    /// A chapter without items under it: goals, or work of its own.
    fn lone_chapter(&mut self, part: &Part, general: Option<General>) {
        let (from, to) = (part.heading.end, part.to);
        if self.assignments(from, to).is_empty() {
            // What it promises is kept, though nobody is named for it.
            self.goals(from, to, general.or(Some(General::Work)));
        } else {
            self.work(part, to, None);
        }
    }

    fn item(&mut self, part: &Part, parts: &[Part], general: Option<General>) {
        let chapter = part
            .chapter
            .and_then(|at| parts.get(at))
            .map(|chapter| self.number(&chapter.heading));
        if general.is_some() && self.assignments(part.heading.at, part.to).is_empty() {
            self.push_item(part, part.to, chapter, Vec::new());
            self.goals(part.heading.end, part.to, general);
        } else {
            self.work(part, part.to, chapter);
        }
    }

    /// An item with its tasks.
    fn work(&mut self, part: &Part, to: usize, chapter: Option<String>) {
        let tasks = self.tasks(&part.heading, to);
        self.push_item(part, to, chapter, tasks);
    }

    fn push_item(&mut self, part: &Part, to: usize, chapter: Option<String>, tasks: Vec<Task>) {
        let heading = part.heading;
        let (from, to) = self.flat.trimmed(heading.at, to, |_| false);
        let item = Item {
            number: heading.number.value,
            title: self.flat.words(self.text, heading.name.0, heading.name.1),
            chapter,
            span: self.flat.span(from, to),
            heading: self.flat.span(heading.at, heading.end.min(to)),
            tasks,
        };
        self.draft.items.push(item);
    }

    /// A text without any heading is one item, if it gives anybody work: a poem is none.
    fn whole(&mut self, end: usize) {
        let number = crate::headings::Number {
            level: crate::headings::Level::Point,
            value: 1,
            len: 0,
            shown: 0,
        };
        let heading = Heading {
            number,
            at: 0,
            name: (0, 0),
            end: 0,
        };
        let part = Part {
            heading,
            to: end,
            is_item: true,
            chapter: None,
        };
        let announced = general::announced(&self.flat.chars, 0, end);
        if self.assignments(0, end).is_empty() && announced.is_some() {
            self.goals(0, end, None);
            return;
        }
        let tasks = self.tasks(&part.heading, end);
        let promises = tasks.iter().flat_map(|task| &task.targets);
        let assigned = tasks.iter().any(|task| !task.assignments.is_empty());
        if assigned || promises.into_iter().any(|target| target.confidence >= PLAUSIBLE) {
            self.push_item(&part, end, None, tasks);
        }
    }

    /// The brackets that assign somebody within `from..to`, each with what it says.
    fn assignments(&self, from: usize, to: usize) -> Vec<(&assign::Found, &Reading)> {
        let first = self.brackets.partition_point(|bracket| bracket.from < from);
        self.brackets
            .iter()
            .skip(first)
            .take_while(|bracket| bracket.from < to)
            .filter_map(|bracket| match &bracket.kind {
                BracketKind::Assignment(reading) => Some((bracket, reading)),
                _ => None,
            })
            .collect()
    }

    /// Where the text proper ends: before signature and day.
    fn body_end(&self) -> usize {
        let chars = &self.flat.chars;
        let mut end = chars.len();
        loop {
            let start = chars.iter().take(end).rposition(|c| *c == '\n').map_or(0, |at| at + 1);
            let line = chars.get(start..end).unwrap_or_default();
            let stops = line
                .last()
                .is_some_and(|c| is_stop(*c) || matches!(c, ')' | '】' | '〕' | ']'));
            let public = line.first() == Some(&'(') && line.len() < 14 && line.len() + start == end;
            let short = line.len() <= 24 && !stops;
            let heading = crate::headings::number(line, 0).is_some();
            if start == 0 || heading || !(short || public) || self.assignments(start, end).len() > usize::from(false) {
                return end;
            }
            end = start - 1;
        }
    }

    fn finish(mut self, outline: &Outline) -> Draft {
        let mut brackets = std::mem::take(&mut self.notes);
        for bracket in self.brackets {
            let span = self.flat.span(bracket.from, bracket.to);
            match &bracket.kind {
                BracketKind::Open => brackets.push(note(Severity::Warning, Matter::OpenBracket, span)),
                // The number of a heading: «(一)».
                BracketKind::Other(_) if outline.headings.binary_search_by_key(&bracket.from, |h| h.at).is_ok() => {}
                BracketKind::Other(what) => {
                    brackets.push(note(Severity::Note, Matter::OtherBracket { what: *what }, span));
                }
                BracketKind::Assignment(_) => {}
            }
        }
        for span in &self.flat.furniture {
            brackets.push(note(Severity::Note, Matter::PageFurniture, *span));
        }
        if self.draft.title.is_empty() {
            brackets.push(note(Severity::Warning, Matter::NoTitle, Span { start: 0, end: 0 }));
        }
        if self.draft.year.is_none() {
            brackets.push(note(Severity::Warning, Matter::NoYear, Span { start: 0, end: 0 }));
        }
        if outline.items.is_some() && self.draft.items.is_empty() {
            brackets.push(note(Severity::Warning, Matter::NoItems, Span { start: 0, end: 0 }));
        }
        brackets.sort_by_key(|note| (note.span.start, note.span.end));
        self.draft.diagnostics = brackets;
        self.draft
    }
}

/// The parts of the document at the level of items and above.
fn parts(outline: &Outline, level: crate::headings::Level, end: usize) -> Vec<Part> {
    let headings: Vec<Heading> = outline
        .headings
        .iter()
        .filter(|heading| heading.number.level <= level && heading.at < end)
        .copied()
        .collect();
    let mut open: Vec<(crate::headings::Level, usize)> = Vec::new();
    let mut parts = Vec::with_capacity(headings.len());
    for (i, heading) in headings.iter().enumerate() {
        let to = headings.get(i + 1).map_or(end, |next| next.at);
        open.retain(|(above, _)| *above < heading.number.level);
        let chapter = open.last().map(|(_, at)| *at);
        open.push((heading.number.level, i));
        parts.push(Part {
            heading: *heading,
            to,
            is_item: heading.number.level == level,
            chapter,
        });
    }
    parts
}
