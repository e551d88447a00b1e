//! What a page adds to a text: page numbers, running heads, and lines that end because the page does.

use std::collections::BTreeMap;

use yaodian_domain::plan::Span;

use crate::flat::begins_part;

/// A line of the text, without white space at its ends; never empty.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four things that a line may be, each by itself"
)]
#[derive(Debug)]
pub(crate) struct Line {
    /// Where it stands.
    pub span: Span,
    /// How many characters it has, spaces not counted.
    pub len: usize,
    /// A page number or a running head.
    pub is_furniture: bool,
    /// Whether it begins a part of its own.
    pub begins_part: bool,
    /// Whether the number of a heading begins it.
    pub is_heading: bool,
    /// Whether it is a paragraph by itself: a document number, a day, a mark of publicity.
    pub is_alone: bool,
}

/// A running head stands at the top of so many pages at least.
const HEADS: usize = 3;
/// A running head is short.
const HEAD_LEN: usize = 40;
/// So much of a line is looked at to tell what it is.
const LOOK: usize = 48;

/// The lines of `text` that hold anything.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut page_tops = Vec::new();
    let mut at = 0;
    let mut top = true;
    for piece in text.split_inclusive(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}']) {
        let line = line(text, at, piece);
        at += piece.len();
        let ends_page = piece.ends_with('\u{c}');
        if let Some(line) = line {
            if top {
                page_tops.push(lines.len());
            }
            top = line.is_furniture;
            lines.push(line);
        }
        top |= ends_page;
    }
    running_heads(text, &mut lines, &page_tops);
    lines
}

fn line(text: &str, at: usize, piece: &str) -> Option<Line> {
    let inner = piece.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if inner.is_empty() {
        return None;
    }
    let start = at
        + (piece.len()
            - piece
                .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                .len());
    let span = Span {
        start,
        end: start + inner.len(),
    };
    debug_assert_eq!(text.get(span.start..span.end), Some(inner));
    let head: Vec<char> = inner
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '*' && *c != '#')
        .take(LOOK)
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '．' => '.',
            '：' => ':',
            '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect();
    let len = if head.len() < LOOK {
        head.len()
    } else {
        inner.chars().filter(|c| !c.is_whitespace()).count()
    };
    Some(Line {
        span,
        len,
        is_furniture: is_page_number(&head, len),
        begins_part: begins_part(&head),
        is_heading: crate::headings::number(&head, 0).is_some(),
        is_alone: len < LOOK && is_alone(&head),
    })
}

/// «12», «- 12 -», «— 12 —», «第 12 页», «第12页 共30页», «12/30».
fn is_page_number(head: &[char], len: usize) -> bool {
    if len == 0 || len > 14 {
        return false;
    }
    let mut digits = 0;
    for c in head {
        match c {
            '0'..='9' => digits += 1,
            '-' | '—' | '–' | '─' | '·' | '/' | '第' | '页' | '共' | '|' | '~' | '～' => {}
            _ => return false,
        }
    }
    // A number by itself that is longer numbers no page.
    (1..=6).contains(&digits) && !(digits == len && digits > 3)
}

/// «国发〔2018〕42号», «2018年12月21日», «(此件公开发布)».
fn is_alone(head: &[char]) -> bool {
    let year_brackets = head.iter().any(|c| matches!(c, '〔' | '［' | '[')) && head.last() == Some(&'号');
    let day = head.last() == Some(&'日')
        && head.contains(&'年')
        && head.contains(&'月')
        && head
            .iter()
            .all(|c| c.is_ascii_digit() || "年月日〇○零一二三四五六七八九十".contains(*c));
    let public = head.first() == Some(&'(') && head.last() == Some(&')') && head.len() < 14;
    year_brackets || day || public
}

/// Marks the lines that stand, the same but for their digits, at the top of several pages.
fn running_heads(text: &str, lines: &mut [Line], tops: &[usize]) {
    if tops.len() < HEADS {
        return;
    }
    let bare = |line: &Line| -> Option<String> {
        (line.len <= HEAD_LEN && !line.begins_part).then(|| {
            let words = text.get(line.span.start..line.span.end).unwrap_or_default();
            words
                .chars()
                .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
                .collect()
        })
    };
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for top in tops {
        if let Some(head) = lines.get(*top).and_then(bare) {
            seen.entry(head).or_default().push(*top);
        }
    }
    for (_, at) in seen
        .into_iter()
        .filter(|(head, at)| !head.is_empty() && at.len() >= HEADS)
    {
        // The first may be the title itself.
        for line in at.into_iter().skip(1) {
            if let Some(line) = lines.get_mut(line) {
                line.is_furniture = true;
            }
        }
    }
}

/// How long a full line is: what three of four lines do not pass, 60 at most.
pub(crate) fn width(lines: &[Line]) -> usize {
    let mut lengths: Vec<usize> = lines
        .iter()
        .filter(|line| !line.is_furniture)
        .map(|line| line.len)
        .collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 3 / 4).copied().unwrap_or_default().min(60)
}
