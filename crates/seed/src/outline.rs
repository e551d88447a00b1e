//! Finds the document's structure in its text: parts, chapters, items, tasks.

use yaodian_domain::{
    id::TaskId,
    plan::{Assignment, Chapter, Item, Name, Span, Task},
};

use crate::{
    bracket,
    headings::{self, Heading, Level},
    problem::{File, Kind, Log},
    sheet::{Place, Placed, Table},
    text::{Lines, is_leftover, is_space, trimmed, words},
    units::Units,
};

/// The text and what is needed to speak about it.
pub(crate) struct Text<'a> {
    pub words: &'a str,
    pub lines: Lines,
    pub log: &'a Log,
}

impl<'a> Text<'a> {
    pub fn new(words: &'a str, log: &'a Log) -> Self {
        Self {
            words,
            lines: Lines::of(words),
            log,
        }
    }

    pub fn whole(&self) -> Span {
        Span {
            start: 0,
            end: self.words.len(),
        }
    }

    /// A place in the text.
    pub fn place(&self, at: usize, field: impl Into<String>) -> Place {
        Place {
            file: File::Text,
            line: self.lines.line(at),
            field: field.into(),
        }
    }

    fn report(&self, at: usize, field: impl Into<String>, kind: Kind) {
        self.log.add(self.place(at, field).problem(kind));
    }

    /// Where `part` begins a line at or after `from`; reported where it does not.
    pub fn line_beginning(&self, part: &Placed<String>, from: usize, after: &str) -> Option<usize> {
        let begins = |at: &usize| {
            at.checked_sub(1)
                .is_none_or(|before| self.words.as_bytes().get(before) == Some(&b'\n'))
        };
        let tail = self.words.get(from..)?;
        let found = tail
            .match_indices(part.value.as_str())
            .map(|(at, _)| from + at)
            .find(begins);
        if found.is_none() {
            let kind = Kind::PartNotFound {
                words: part.value.clone(),
                after: after.to_owned(),
            };
            self.log.add(part.place.problem(kind));
        }
        found
    }
}

/// A heading as `plan.toml` lists it.
struct Listed {
    place: Place,
    /// For an item whose words begin right after its number.
    name: Option<Placed<String>>,
    name_en: String,
    level: Level,
}

/// How one bracket is to be read where the text slips.
pub(crate) struct Remark {
    pub task: Placed<String>,
    pub note: Option<String>,
    pub read_as: Option<Placed<String>>,
}

/// The chapters of the text from `from` on, as `plan.toml` lists them.
pub(crate) fn read(
    text: &Text<'_>,
    from: usize,
    listed: Vec<Table<'_>>,
    remarks: &[Remark],
    units: &Units,
) -> Vec<Chapter> {
    let listed = read_listed(listed);
    let found = headings::find(text.words, from);
    let matched = match_up(text, listed, found);
    let mut chapters: Vec<Chapter> = Vec::new();
    if let Some((_, first)) = matched.first() {
        stray(
            text,
            Span {
                start: from,
                end: first.span.start,
            },
        );
    }
    for (index, (listed, heading)) in matched.iter().enumerate() {
        let name = Name {
            zh: words(text.words, heading.name).to_owned(),
            en: listed.name_en.clone(),
        };
        let end = matched
            .get(index + 1)
            .map_or(text.words.len(), |(_, next)| next.span.start);
        match &listed.level {
            Level::Chapter(number) => {
                stray(
                    text,
                    Span {
                        start: heading.span.end,
                        end,
                    },
                );
                chapters.push(Chapter {
                    number: number.clone(),
                    heading: heading.span,
                    name,
                    items: Vec::new(),
                });
            }
            Level::Item(number) => {
                let span = trimmed(
                    text.words,
                    Span {
                        start: heading.span.start,
                        end,
                    },
                    is_space,
                    is_space,
                );
                let (heading, name) = item_heading(text, listed, heading, name, span.end);
                let tasks = tasks(
                    text,
                    *number,
                    Span {
                        start: heading.end,
                        end: span.end,
                    },
                    remarks,
                    units,
                );
                let item = Item {
                    number: *number,
                    heading,
                    name,
                    span,
                    tasks,
                };
                match chapters.last_mut() {
                    Some(chapter) => chapter.items.push(item),
                    None => text.log.add(listed.place.problem(Kind::HeadingNotFound {
                        number: format!("{number}."),
                    })),
                }
            }
        }
    }
    let known: Vec<&Task> = chapters.iter().flat_map(|c| &c.items).flat_map(|i| &i.tasks).collect();
    for remark in remarks {
        if !known.iter().any(|task| task.id.as_str() == remark.task.value) {
            text.log.add(remark.task.place.problem(Kind::NoSuchTask {
                task: remark.task.value.clone(),
            }));
        }
    }
    chapters
}

/// The heading and name of an item. Where its bracket follows on its first sentence, that sentence
/// is its work and not its heading, which then is the bare number; the name is `plan.toml`'s.
fn item_heading(text: &Text<'_>, listed: &Listed, heading: &Heading, found: Name, end: usize) -> (Span, Name) {
    let bare = match bracket::next(text.words, heading.span.end, end) {
        Some(bracket::Found::Whole(bracket)) => {
            let between = Span {
                start: heading.span.end,
                end: bracket.start,
            };
            let between = trimmed(text.words, between, is_leftover, is_leftover);
            between.start == between.end
        }
        _ => false,
    };
    match (&listed.name, bare) {
        (None, false) => (heading.span, found),
        (name, true) => {
            if name.is_none() {
                text.log
                    .add(listed.place.problem(Kind::Missing { key: "name".to_owned() }));
            }
            let zh = name.as_ref().map_or_else(String::new, |name| name.value.clone());
            (
                Span {
                    start: heading.span.start,
                    end: heading.name.start,
                },
                Name { zh, en: found.en },
            )
        }
        (Some(name), false) => {
            let message = "plan.txt gives this item a heading — leave its name out here".to_owned();
            text.log.add(name.place.problem(Kind::BadValue { message }));
            (heading.span, found)
        }
    }
}

/// Reports words between headings, which would be lost.
fn stray(text: &Text<'_>, gap: Span) {
    let gap = trimmed(text.words, gap, is_space, is_space);
    if gap.start < gap.end {
        let words = words(text.words, gap).chars().take(20).collect();
        text.report(gap.start, "", Kind::Stray { words });
    }
}

fn read_listed(tables: Vec<Table<'_>>) -> Vec<Listed> {
    let mut listed = Vec::new();
    for mut chapter in tables {
        let (number, name_en) = (chapter.text("number"), chapter.text("name_en"));
        let items = chapter.tables("item", "number");
        if let (Some(number), Some(name_en)) = (number, name_en) {
            let level = Level::Chapter(number.value);
            listed.push(Listed {
                place: number.place,
                name: None,
                name_en: name_en.value,
                level,
            });
        }
        chapter.close();
        for mut item in items {
            let (number, name_en) = (item.whole("number", 1..=999), item.text("name_en"));
            let name = item.text_opt("name");
            if let (Some(number), Some(name_en)) = (number, name_en) {
                let level = Level::Item(u16::try_from(number.value).unwrap_or_default());
                listed.push(Listed {
                    place: number.place,
                    name,
                    name_en: name_en.value,
                    level,
                });
            }
            item.close();
        }
    }
    listed
}

/// Pairs what is listed with what was found, in order; reports what has no partner.
fn match_up(text: &Text<'_>, listed: Vec<Listed>, found: Vec<Heading>) -> Vec<(Listed, Heading)> {
    let mut matched = Vec::new();
    let mut rest = std::collections::VecDeque::from(found);
    let unlisted = |heading: &Heading| {
        let heading_words = words(text.words, heading.span).to_owned();
        text.report(
            heading.span.start,
            "",
            Kind::HeadingNotListed { heading: heading_words },
        );
    };
    for entry in listed {
        let Some(at) = rest.iter().position(|heading| heading.level == entry.level) else {
            text.log.add(entry.place.problem(Kind::HeadingNotFound {
                number: entry.level.number(),
            }));
            continue;
        };
        rest.drain(..at).for_each(|heading| unlisted(&heading));
        matched.extend(rest.pop_front().map(|heading| (entry, heading)));
    }
    rest.iter().for_each(unlisted);
    matched
}

/// The tasks of one item: each is the stretch from the bracket before it to its own.
fn tasks(text: &Text<'_>, item: u16, body: Span, remarks: &[Remark], units: &Units) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut from = body.start;
    while let Some(found) = bracket::next(text.words, from, body.end) {
        let named = format!("{item}.{}", tasks.len() + 1);
        let span = match found {
            bracket::Found::Whole(span) => span,
            bracket::Found::Open(at) => {
                text.report(at, format!("task {named}"), Kind::BracketOpen);
                return tasks;
            }
        };
        let own = trimmed(
            text.words,
            Span {
                start: from,
                end: span.start,
            },
            is_leftover,
            is_space,
        );
        if own.start == own.end {
            text.report(
                span.start,
                format!("task {named}"),
                Kind::NoWords { task: named.clone() },
            );
        }
        let remark = remarks.iter().find(|remark| remark.task.value == named);
        let assignment = assignment(text, &named, span, remark, units);
        if let Ok(id) = TaskId::new(named) {
            let note = remark.and_then(|remark| remark.note.clone());
            tasks.push(Task {
                id,
                span: own,
                assignment,
                note,
            });
        }
        from = span.end;
    }
    if tasks.is_empty() {
        text.report(body.start, format!("item {item}"), Kind::NoBracket { item });
        return tasks;
    }
    let tail = trimmed(
        text.words,
        Span {
            start: from,
            end: body.end,
        },
        is_leftover,
        is_leftover,
    );
    if tail.start < tail.end {
        let left = words(text.words, tail).chars().take(20).collect();
        text.report(tail.start, format!("item {item}"), Kind::LeftOver { item, words: left });
    }
    tasks
}

fn assignment(text: &Text<'_>, task: &str, span: Span, remark: Option<&Remark>, units: &Units) -> Assignment {
    let written = words(text.words, span);
    if let Some(read_as) = remark.and_then(|remark| remark.read_as.as_ref()) {
        if bracket::names_only(&read_as.value) != bracket::names_only(written) {
            let kind = Kind::OtherNames {
                bracket: written.to_owned(),
            };
            text.log.add(read_as.place.problem(kind));
        }
        bracket::read(&read_as.value, span, units, &read_as.place, text.log)
    } else {
        let place = text.place(span.start, format!("task {task}"));
        bracket::read(written, span, units, &place, text.log)
    }
}
