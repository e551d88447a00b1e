//! Stretches of the text: whether they lie where they can, and where they begin and end.

use std::collections::BTreeSet;

use yaodian_domain::plan::Span;

use super::hindrance::{Hindrance, Obstacle};
use crate::{
    kin::touch,
    review::{self, Reviewed, plain, words},
};

/// How long a target's name may be, in characters, so that it fits a list's column.
const LONGEST_NAME: usize = 16;

/// The empty stretch at the beginning.
pub(super) fn start() -> Span {
    Span { start: 0, end: 0 }
}

/// Tells of stretches that lie where they cannot: outside the text, in each other, targets outside
/// their task.
pub(super) fn displaced(text: &str, reviewed: &Reviewed, hindrances: &mut Vec<Hindrance>) {
    let mut wrong = BTreeSet::new();
    let is_text = |span: Span| span.start <= span.end && text.get(span.start..span.end).is_some();
    let mut last = 0;
    let works = reviewed.draft.items.iter().filter(|item| !item.tasks.is_empty());
    let mut tasks = Vec::new();
    for item in works {
        if !is_text(item.span) || !is_text(item.heading) || item.span.start < last || !item.span.covers(item.heading) {
            wrong.insert(item.span);
        }
        let mut within = item.span.start;
        for task in &item.tasks {
            if words(text, task.span).is_none() || !item.span.covers(task.span) || task.span.start < within {
                wrong.insert(task.span);
            }
            within = within.max(task.span.end);
            tasks.push(task.span);
        }
        last = last.max(item.span.end);
    }
    tasks.sort_unstable();
    for found in reviewed.targets() {
        let span = found.target.span;
        let placed = match found.home {
            review::Home::Headline(_) => {
                let before = tasks.partition_point(|task| task.start < span.end);
                let task = before.checked_sub(1).and_then(|at| tasks.get(at));
                !task.is_some_and(|task| touch(*task, span))
            }
            review::Home::Task { item, task } => {
                let item = reviewed.draft.items.get(item);
                let task = item.and_then(|item| item.tasks.get(task));
                task.is_some_and(|task| task.span.covers(span))
            }
        };
        if !placed || words(text, span).is_none() {
            wrong.insert(span);
        }
    }
    hindrances.extend(wrong.into_iter().map(|span| Hindrance {
        span,
        what: Obstacle::Displaced,
    }));
}

/// The text's own numbers where they tell the items apart, and else their order.
pub(super) fn numbers(written: impl Iterator<Item = u16> + Clone) -> Vec<u16> {
    let mut seen = BTreeSet::new();
    if written.clone().all(|number| number > 0 && seen.insert(number)) {
        written.collect()
    } else {
        let in_order = written.zip(1_u32..);
        in_order
            .map(|(_, number)| u16::try_from(number).unwrap_or(u16::MAX))
            .collect()
    }
}

/// Stretches made one where they overlap, in the order of the text.
pub(super) fn quotes(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_unstable();
    let mut all: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match all.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => all.push(span),
        }
    }
    all
}

/// `span`, and as much more as `quotes` need.
pub(super) fn cover(span: Span, quotes: &[Span]) -> Span {
    quotes.iter().fold(span, |all, quote| Span {
        start: all.start.min(quote.start),
        end: all.end.max(quote.end),
    })
}

/// The sentences that `span` begins and ends in, as far as they lie between the title and the work. A
/// line may break within a sentence; a blank one ends it.
pub(super) fn sentence(text: &str, span: Span, begins: usize, work: usize) -> Span {
    const ENDS: [&str; 3] = ["。", "\n\n", "\r\n\r\n"];
    if span.start == span.end || span.start < begins || work < span.end {
        return span;
    }
    let before = text.get(begins..span.start).unwrap_or_default();
    let after = text.get(span.end..work).unwrap_or_default();
    let start = ENDS.iter().filter_map(|end| Some(before.rfind(end)? + end.len())).max();
    let end = ENDS.iter().filter_map(|end| Some(after.find(end)? + end.len())).min();
    let whole = Span {
        start: begins + start.unwrap_or_default(),
        end: span.end + end.unwrap_or(after.len()),
    };
    cover(trimmed(text, whole), &[span])
}

/// `span` without the spaces at its ends, and without a stop that a bracket before it has left over.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let all = text.get(span.start..span.end).unwrap_or_default();
    let left = |c: char| c.is_whitespace() || matches!(c, '。' | '；' | ';' | '，' | ',' | '、');
    let late = all.trim_start_matches(left);
    if late.is_empty() {
        let end = if all.trim().is_empty() { span.start } else { span.end };
        return Span { end, ..span };
    }
    let start = span.start + (all.len() - late.len());
    Span {
        start,
        end: start + late.trim_end().len(),
    }
}

/// A name that fits a list's column.
pub(super) fn short(words: &str) -> String {
    let words = plain(words);
    let words: String = words.trim().chars().filter(|c| *c != '*').collect();
    if words.chars().count() <= LONGEST_NAME {
        return words;
    }
    let head: String = words.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", head.trim_end())
}

/// Where the title ends, with which the text begins; 0 where it begins with something else.
pub(super) fn title_end(text: &str, title: &str) -> usize {
    let mut rest = title.chars().filter(|c| !c.is_whitespace()).peekable();
    if rest.peek().is_none() {
        return 0;
    }
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '*' | '#' | '\u{FEFF}') {
            continue;
        }
        if rest.next_if_eq(&c).is_none() {
            return 0;
        }
        if rest.peek().is_none() {
            return at + c.len_utf8();
        }
    }
    0
}
