//! Sentences and clauses of a stretch of work.

use crate::flat::is_stop;

/// A clause, in characters of the flat text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clause {
    pub from: usize,
    pub to: usize,
    /// Which sentence of the stretch it belongs to.
    pub sentence: usize,
    /// Which paragraph.
    pub paragraph: usize,
}

/// A clause longer than this is cut: what is written by people never is.
const LONGEST: usize = 400;

/// A quotation longer than this is no saying.
pub(super) const SAYING: usize = 16;

/// Whether the quotation that opens at `at` is a saying.
pub(super) fn closes_soon(chars: &[char], at: usize) -> bool {
    let inside = chars
        .get(at + 1..(at + 2 + SAYING).min(chars.len()))
        .unwrap_or_default();
    inside
        .iter()
        .take_while(|c| **c != '\n')
        .any(|c| matches!(c, '”' | '"'))
}

/// The clauses of `from..to`, parted by commas, colons and stops that stand in no quotation and in
/// no bracket.
pub(super) fn clauses(chars: &[char], from: usize, to: usize) -> Vec<Clause> {
    let mut found = Vec::new();
    let (mut start, mut sentence, mut paragraph) = (from, 0, 0);
    let mut depth = 0_u32;
    let mut opened = from;
    for at in from..to.min(chars.len()) {
        let c = chars.get(at).copied().unwrap_or('\n');
        // What is open so long was never closed.
        if depth > 0 && at - opened > 200 {
            depth = 0;
        }
        let ends_sentence = c == '\n' || (depth == 0 && is_stop(c));
        let ends = ends_sentence || (depth == 0 && matches!(c, ',' | ':')) || at - start >= LONGEST;
        if ends {
            if at > start {
                found.push(Clause {
                    from: start,
                    to: at,
                    sentence,
                    paragraph,
                });
            }
            start = if at - start >= LONGEST { at } else { at + 1 };
            sentence += usize::from(ends_sentence);
            if c == '\n' {
                paragraph += 1;
                depth = 0;
            }
            continue;
        }
        match c {
            // A long quotation is text like any other.
            '“' if !closes_soon(chars, at) => {}
            '《' | '“' | '(' | '〔' | '【' => {
                if depth == 0 {
                    opened = at;
                }
                depth += 1;
            }
            '》' | '”' | ')' | '〕' | '】' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if start < to {
        found.push(Clause {
            from: start,
            to,
            sentence,
            paragraph,
        });
    }
    found
}
