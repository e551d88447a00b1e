//! The lines of a text that are headings: «(一)深入学习…» and «1.全面贯彻…。».

use yaodian_domain::plan::Span;

use crate::text::words;

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Level {
    /// With its number as written.
    Chapter(String),
    Item(u16),
}

impl Level {
    pub fn number(&self) -> String {
        match self {
            Self::Chapter(number) => number.clone(),
            Self::Item(number) => format!("{number}."),
        }
    }
}

/// A line of the text that looks like a heading.
pub(crate) struct Heading {
    pub level: Level,
    /// Up to the end of the line, or to the first full stop for an item.
    pub span: Span,
    /// Its name, without the number and the stop.
    pub name: Span,
}

/// All lines from `from` on that look like headings: «(一)…» and «1.…».
pub(crate) fn find(text: &str, from: usize) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut start = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        let end = start + line.trim_end().len();
        found.extend(heading(text, Span { start, end }));
        start += line.len();
    }
    found
}

fn heading(text: &str, line: Span) -> Option<Heading> {
    let written = words(text, line);
    if let Some(inside) = written.strip_prefix(['(', '（']) {
        let at = inside.find([')', '）'])?;
        let numeral = inside.get(..at)?;
        let close = inside.get(at..)?.chars().next()?.len_utf8();
        if numeral.is_empty() || !numeral.chars().all(|c| "一二三四五六七八九十".contains(c)) {
            return None;
        }
        let number_len = written.len() - inside.len() + at + close;
        let number = written.get(..number_len)?.to_owned();
        let name = Span {
            start: line.start + number_len,
            end: line.end,
        };
        return Some(Heading {
            level: Level::Chapter(number),
            span: line,
            name,
        });
    }
    let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = written.get(..digits)?.parse().ok()?;
    let rest = written.get(digits..)?;
    let stop = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '．' | '、'))?
        .len_utf8();
    // «3.5» begins no heading.
    let body = rest
        .get(stop..)
        .filter(|body| !body.starts_with(|c: char| c.is_ascii_digit()))?;
    let name_start = line.start + digits + stop;
    let (name_end, end) = match body.find('。') {
        Some(at) => (name_start + at, name_start + at + '。'.len_utf8()),
        None => (line.end, line.end),
    };
    Some(Heading {
        level: Level::Item(number),
        span: Span { start: line.start, end },
        name: Span {
            start: name_start,
            end: name_end,
        },
    })
}
