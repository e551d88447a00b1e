//! Where brackets stand, and which of them assign somebody.

use super::{
    Reading,
    roles::Reader,
    words::{self, Label},
};
use crate::{dates::Calendar, draft::OtherBracket, flat::is_stop, numerals, scan};

/// A bracket, or a line of labels without one. Places are characters of the flat text.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// All of it, marks included.
    pub from: usize,
    /// The first character after it.
    pub to: usize,
    pub kind: Kind,
}

/// What it is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Assignment(Reading),
    Other(OtherBracket),
    /// It begins as an assignment and never ends.
    Open,
}

/// A bracket longer than this is not one.
const LONGEST: usize = 1200;

/// All brackets of the text, outermost first in order. `known` says whether the register knows a
/// name, `formula` where a known name begins that holds marks itself.
pub(crate) fn find(
    chars: &[char],
    calendar: Calendar,
    known: &dyn Fn(&[char]) -> bool,
    formula: &dyn Fn(usize) -> Option<usize>,
) -> Vec<Found> {
    let (pairs, open) = pairs(chars);
    let mut found: Vec<Found> = Vec::new();
    let mut reader = Reader {
        chars,
        formula,
        known,
        calendar,
        first_leads: false,
    };
    let mut done = 0;
    let mut pairs = pairs.into_iter().peekable();
    let mut lines = labelled_lines(chars).into_iter().peekable();
    loop {
        let next_line = lines.peek().map(|(from, _)| *from);
        let next_pair = pairs.peek().map(|(from, _)| *from);
        let (from, to, is_line) = match (next_line, next_pair) {
            (None, None) => break,
            (Some(line), pair) if pair.is_none_or(|pair| line < pair) => {
                let (from, to) = lines.next().unwrap_or_default();
                (from, to, true)
            }
            _ => {
                let (from, to) = pairs.next().unwrap_or_default();
                (from, to, false)
            }
        };
        if from < done {
            continue;
        }
        let (inner_from, inner_to) = if is_line { (from, to) } else { (from + 1, to - 1) };
        let bare = !is_line && ends_sentence(chars, from, to);
        if let Some(reading) = reader.read(inner_from, inner_to, bare) {
            reader.first_leads = reading.first_leads;
            done = to;
            found.push(Found {
                from,
                to,
                kind: Kind::Assignment(reading),
            });
        } else if !is_line {
            found.push(Found {
                from,
                to,
                kind: Kind::Other(what(chars, from, to)),
            });
        }
    }
    for at in open {
        if words::label(chars, at + 1).is_some_and(|(label, _)| matches!(label, Label::Role(_))) {
            found.push(Found {
                from: at,
                to: at + 1,
                kind: Kind::Open,
            });
        }
    }
    found.sort_by_key(|found| found.from);
    found
}

/// Pairs of brackets by their beginnings, and beginnings without an end.
fn pairs(chars: &[char]) -> (Vec<(usize, usize)>, Vec<usize>) {
    let mut stack: Vec<(usize, char)> = Vec::new();
    let (mut pairs, mut open) = (Vec::new(), Vec::new());
    for (at, c) in chars.iter().copied().enumerate() {
        match c {
            '(' | '〔' | '【' | '[' => stack.push((at, c)),
            ')' | '〕' | '】' | ']' => {
                let opening = match c {
                    ')' => '(',
                    '〕' => '〔',
                    '】' => '【',
                    _ => '[',
                };
                let same = stack.iter().rposition(|(_, o)| *o == opening);
                // A bracket closed by the wrong mark is closed all the same.
                let Some(same) = same.or_else(|| stack.len().checked_sub(1)) else {
                    continue;
                };
                open.extend(stack.drain(same + 1..).map(|(at, _)| at));
                if let Some((from, _)) = stack.pop()
                    && at + 1 - from <= LONGEST
                {
                    pairs.push((from, at + 1));
                }
            }
            '\n' => open.extend(stack.drain(..).map(|(at, _)| at)),
            _ => {
                // Nothing is open so long.
                if stack.len() > 64 {
                    open.extend(stack.drain(..32).map(|(at, _)| at));
                }
            }
        }
    }
    open.extend(stack.into_iter().map(|(at, _)| at));
    pairs.sort_unstable();
    open.sort_unstable();
    (pairs, open)
}

/// «责任单位:A、B» without a bracket: from the label to the end of its sentence.
fn labelled_lines(chars: &[char]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (colon, _) in chars.iter().enumerate().filter(|(_, c)| **c == ':') {
        let done = found.last().map_or(0, |(_, to)| *to);
        let starts = colon.saturating_sub(12)..colon.saturating_sub(1);
        let from = starts.filter(|at| *at >= done).find(|at| {
            let begins = at.checked_sub(1).is_none_or(|before| {
                chars
                    .get(before)
                    .is_some_and(|c| is_stop(*c) || matches!(c, '\n' | ')' | '】' | ']' | ',' | ':'))
            });
            let at_line = at.checked_sub(1).is_none_or(|before| chars.get(before) == Some(&'\n'));
            begins
                && words::label(chars, *at).is_some_and(|(label, len)| {
                    at + len == colon + 1 && (at_line || !matches!(label, Label::Due | Label::Person))
                })
        });
        let Some(from) = from else { continue };
        let mut to = (from..chars.len().min(from + LONGEST))
            .find(|at| chars.get(*at).is_some_and(|c| matches!(c, '。' | '\n')))
            .unwrap_or(chars.len().min(from + LONGEST));
        // Lines of labels follow on each other: 牵头单位:…⏎责任单位:…⏎完成时限:….
        while words::label(chars, to + 1).is_some() && to - from < LONGEST {
            to = (to + 1..chars.len().min(to + LONGEST))
                .find(|at| chars.get(*at).is_some_and(|c| matches!(c, '。' | '\n')))
                .unwrap_or(chars.len().min(to + LONGEST));
        }
        found.push((from, to));
    }
    found
}

/// Whether a bracket stands at the end of a sentence, where assignments do.
fn ends_sentence(chars: &[char], from: usize, to: usize) -> bool {
    let before = from
        .checked_sub(1)
        .and_then(|at| chars.get(at))
        .is_none_or(|c| is_stop(*c) || *c == '\n');
    let after = chars.get(to).is_none_or(|c| is_stop(*c) || *c == '\n');
    before || after
}

/// What a bracket is that assigns nobody.
fn what(chars: &[char], from: usize, to: usize) -> OtherBracket {
    let inside = chars.get(from + 1..to - 1).unwrap_or_default();
    if chars.get(to..to + 6).is_some_and(|after| after.contains(&'号')) && inside.iter().all(char::is_ascii_digit) {
        OtherBracket::DocumentNumber
    } else if !inside.is_empty()
        && inside
            .iter()
            .all(|c| c.is_ascii_digit() || numerals::is_numeral(*c) || "-—~至年到".contains(*c))
        && scan::has_any(inside, 0, inside.len(), &["年", "19", "20"])
    {
        OtherBracket::Years
    } else if !inside.is_empty()
        && inside
            .iter()
            .all(|c| c.is_ascii_alphanumeric() || ".-_ ₂₃".contains(*c))
    {
        OtherBracket::Abbreviation
    } else {
        OtherBracket::Aside
    }
}
