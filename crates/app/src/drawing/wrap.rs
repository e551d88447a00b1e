//! Words in lines of a width.

use icu_segmenter::{
    LineSegmenter,
    options::{LineBreakOptions, LineBreakStrictness},
};

use super::text::width;

/// What a line that was cut ends with.
const CUT: char = '…';

/// Words in at most so many lines, none wider than `room`; what has no room is cut, and «…» says so. No line
/// begins with a mark that closes or ends with one that opens (禁则), as far as `room` holds two characters.
pub(super) fn lines(words: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut all = Vec::new();
    let mut line = String::new();
    for piece in pieces(&words) {
        if width(line.trim_start(), size) + width(piece.trim_end(), size) <= room {
            line.push_str(piece);
            continue;
        }
        push(&mut all, &line);
        line.clear();
        // A word that is wider than a line is broken where the line ends.
        for c in piece.chars() {
            if !line.is_empty()
                && !c.is_whitespace()
                && width(&line, size) + width(c.encode_utf8(&mut [0; 4]), size) > room
            {
                push(&mut all, &line);
                line.clear();
            }
            line.push(c);
        }
    }
    push(&mut all, &line);
    if all.len() > most {
        all.truncate(most);
        if let Some(last) = all.last_mut() {
            *last = cut(last, size, room);
        }
    }
    all
}

/// The largest of these sizes at which words stand whole in so many lines; else cut at the last of them.
pub(super) fn largest(words: &str, sizes: &[f64], room: f64, most: usize) -> (f64, Vec<String>) {
    let set = |size: &f64| (*size, lines(words, *size, room, most));
    let whole = |(_, lines): &(f64, Vec<String>)| !lines.last().is_some_and(|line| line.ends_with(CUT));
    let found = sizes.iter().map(set).find(whole);
    found.or_else(|| sizes.last().map(set)).unwrap_or_default()
}

fn push(all: &mut Vec<String>, line: &str) {
    let line = line.trim();
    if !line.is_empty() {
        all.push(line.to_owned());
    }
}

/// A line with the sign of a cut at its end, in place of marks that would stand before it.
fn cut(line: &str, size: f64, room: f64) -> String {
    let mark = width(CUT.encode_utf8(&mut [0; 4]), size);
    let mut kept = line;
    while let Some((at, last)) = kept.char_indices().next_back() {
        if width(kept, size) + mark <= room && last.is_alphanumeric() {
            break;
        }
        kept = &kept[..at];
    }
    format!("{kept}{CUT}")
}

/// The stretches between which a line may end.
fn pieces(words: &str) -> impl Iterator<Item = &str> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let ends: Vec<usize> = LineSegmenter::new_for_non_complex_scripts(options)
        .segment_str(words)
        .collect();
    let mut from = 0;
    ends.into_iter().filter(|end| *end > 0).filter_map(move |to| {
        let piece = words.get(from..to);
        from = to;
        piece
    })
}

#[cfg(test)]
#[path = "../../tests/drawing/wrap.rs"]
mod tests;
