//! Places in a text: lines, stretches, and what does not count at their ends.

use yaodian_domain::plan::Span;

/// Where the lines of a text begin.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        let after_breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(after_breaks).collect())
    }

    /// The line that the byte `at` lies in, counted from 1.
    pub fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }
}

/// The words of `span` in `text`; empty if it is foreign.
pub(crate) fn words(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// `span` without what `skip` says at its ends.
pub(crate) fn trimmed(text: &str, span: Span, at_start: fn(char) -> bool, at_end: fn(char) -> bool) -> Span {
    let all = words(text, span);
    let late = all.trim_start_matches(at_start);
    let start = span.start + (all.len() - late.len());
    Span {
        start,
        end: start + late.trim_end_matches(at_end).len(),
    }
}

/// Spaces and line breaks.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// What may be left over of a sentence whose bracket stands before its full stop.
pub(crate) fn is_leftover(c: char) -> bool {
    c.is_whitespace() || matches!(c, '。' | '.' | ';' | '；' | ',' | '，')
}

/// All places of `quote` within `span`.
pub(crate) fn occurrences(text: &str, span: Span, quote: &str) -> Vec<Span> {
    if quote.is_empty() {
        return Vec::new();
    }
    words(text, span)
        .match_indices(quote)
        .map(|(at, found)| Span {
            start: span.start + at,
            end: span.start + at + found.len(),
        })
        .collect()
}
