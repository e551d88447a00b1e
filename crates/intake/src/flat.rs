//! The text as it is read: without what a page adds to it, and with one form for each mark.
//!
//! Documents come with lines broken inside words, with full- and half-width marks mixed, with spaces
//! round numerals, with `**` round what was bold, with page numbers and running heads. [`Flat`]
//! is the text without all that, and remembers for each of its characters where it stood.

use yaodian_domain::plan::Span;

use crate::{
    furniture::{self, Line},
    headings,
    scan::is_han,
};

/// The text as it is read.
#[derive(Debug)]
pub(crate) struct Flat {
    /// Its characters; `\n` ends a paragraph and stands nowhere else.
    pub chars: Vec<char>,
    /// For each, where it begins in the original.
    starts: Vec<u32>,
    /// For each, where it ends in the original.
    ends: Vec<u32>,
    /// Stretches of the original that were left out as page numbers and running heads.
    pub furniture: Vec<Span>,
}

/// The one form of a mark that is written in several.
fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '﹙' => '(',
        '﹚' => ')',
        '「' | '『' => '“',
        '」' | '』' => '”',
        '〈' => '《',
        '〉' => '》',
        '｡' => '。',
        '､' => '、',
        '‐' | '‑' | '–' => '-',
        _ => c,
    }
}

/// What counts for nothing wherever it stands.
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{fffd}'
    ) || (c.is_control() && !c.is_whitespace())
}

/// A character that ends a sentence, or what introduces a list.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '。' | ';' | '!' | '?' | '…')
}

fn ends_paragraph(c: char) -> bool {
    is_stop(c) || matches!(c, ':' | ')' | '〕' | '】' | ']' | '”' | '》')
}

impl Flat {
    /// Reads `text`.
    pub fn of(text: &str) -> Self {
        let lines = furniture::lines(text);
        let width = furniture::width(&lines);
        let mut flat = Self {
            chars: Vec::with_capacity(text.len() / 3),
            starts: Vec::with_capacity(text.len() / 3),
            ends: Vec::with_capacity(text.len() / 3),
            furniture: Vec::new(),
        };
        let mut before: Option<&Line> = None;
        for line in &lines {
            if line.is_furniture {
                flat.furniture.push(line.span);
                continue;
            }
            let from = flat.chars.len();
            if let Some(before) = before
                && flat.breaks(before, line, width)
            {
                flat.push('\n', line.span.start, line.span.start);
            }
            flat.push_line(text, line.span);
            // A line of marks alone changes nothing.
            if flat.chars.len() > from {
                before = Some(line);
            }
        }
        flat
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.chars.push(c);
        self.starts.push(u32::try_from(start).unwrap_or(u32::MAX));
        self.ends.push(u32::try_from(end).unwrap_or(u32::MAX));
    }

    fn push_line(&mut self, text: &str, span: Span) {
        let Some(line) = text.get(span.start..span.end) else {
            return;
        };
        let mut chars = line.char_indices().peekable();
        // Spaces since the last character that was kept.
        let mut gap = false;
        while let Some((at, c)) = chars.next() {
            let bold = c == '*' && chars.peek().is_some_and(|(_, next)| *next == '*');
            if bold {
                chars.next();
                continue;
            }
            if is_nothing(c) {
                continue;
            }
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            let c = fold(c);
            let at = span.start + at;
            // A space counts between two Latin words only.
            if gap && c.is_ascii_alphanumeric() && self.chars.last().is_some_and(char::is_ascii_alphabetic) {
                self.push(' ', at, at);
            }
            gap = false;
            let width = text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8);
            self.push(c, at, at + width);
        }
    }

    /// Whether a paragraph ends between two lines that follow on each other.
    fn breaks(&self, before: &Line, line: &Line, width: usize) -> bool {
        if self.chars.is_empty() || self.chars.last() == Some(&'\n') {
            return false;
        }
        if line.is_heading {
            return true;
        }
        if self.has_open_bracket() {
            return false;
        }
        if line.begins_part || before.is_alone || line.is_alone {
            return true;
        }
        let last = self.chars.last().copied().unwrap_or('\n');
        if ends_paragraph(last) {
            return true;
        }
        if matches!(last, ',' | '、') {
            return false;
        }
        // A line that does not fill the page ends its paragraph.
        before.len * 5 < width * 4
    }

    /// Whether the line that was read last opens a bracket and does not close it.
    fn has_open_bracket(&self) -> bool {
        /// A bracket that has been open longer was forgotten.
        const LONGEST: usize = 300;
        let from = self.chars.len().saturating_sub(LONGEST);
        let mut open: Vec<char> = Vec::new();
        for c in self.chars.get(from..).unwrap_or_default() {
            let closes = match c {
                '\n' => {
                    open.clear();
                    continue;
                }
                '(' | '〔' | '【' | '《' => {
                    open.push(*c);
                    continue;
                }
                ')' => '(',
                '〕' => '〔',
                '】' => '【',
                '》' => '《',
                _ => continue,
            };
            // What was opened within and not closed was forgotten too.
            if let Some(at) = open.iter().rposition(|o| *o == closes) {
                open.truncate(at);
            }
        }
        !open.is_empty()
    }

    /// Where the characters `from..to` stood.
    pub fn span(&self, from: usize, to: usize) -> Span {
        let last = to.min(self.chars.len());
        if from >= last {
            let at = self.starts.get(from).or(self.ends.last()).copied().unwrap_or_default();
            return Span {
                start: at as usize,
                end: at as usize,
            };
        }
        let start = self.starts.get(from).copied().unwrap_or_default();
        let end = self.ends.get(last - 1).copied().unwrap_or(start);
        Span {
            start: start as usize,
            end: end.max(start) as usize,
        }
    }

    /// The characters `from..to` as they are written in `text`, paragraphs joined.
    pub fn words(&self, text: &str, from: usize, to: usize) -> String {
        let to = to.min(self.chars.len());
        (from..to)
            .filter_map(|at| {
                let (start, end) = (*self.starts.get(at)? as usize, *self.ends.get(at)? as usize);
                // A space between Latin words stands for however many there are.
                if self.chars.get(at) == Some(&' ') {
                    return Some(" ");
                }
                text.get(start..end)
            })
            .collect()
    }

    /// `from..to` without white space and marks at its ends.
    pub fn trimmed(&self, from: usize, to: usize, is_mark: fn(char) -> bool) -> (usize, usize) {
        let (mut from, mut to) = (from, to.min(self.chars.len()));
        while from < to && self.chars.get(from).is_some_and(|c| *c == '\n' || is_mark(*c)) {
            from += 1;
        }
        while from < to && self.chars.get(to - 1).is_some_and(|c| *c == '\n' || is_mark(*c)) {
            to -= 1;
        }
        (from, to)
    }

    /// How many Chinese characters, letters and digits stand in `from..to`.
    pub fn weight(&self, from: usize, to: usize) -> usize {
        let to = to.min(self.chars.len());
        let stretch = self.chars.get(from..to).unwrap_or_default();
        stretch.iter().filter(|c| is_han(**c) || c.is_alphanumeric()).count()
    }
}

/// Whether a line begins a part of its own: a heading, a list, a label.
pub(crate) fn begins_part(line: &[char]) -> bool {
    const LABELS: [&str; 8] = [
        "牵头单位",
        "责任单位",
        "配合单位",
        "牵头部门",
        "责任部门",
        "配合部门",
        "完成时限",
        "附件",
    ];
    headings::number(line, 0).is_some()
        || LABELS.iter().any(|label| crate::scan::starts(line, 0, label))
        || line.first().is_some_and(|c| matches!(c, '●' | '■' | '◆' | '•' | '·'))
        || (line.first() == Some(&'—') && line.get(1) == Some(&'—'))
        || line.first().is_some_and(|c| matches!(c, '【' | '〔'))
}
