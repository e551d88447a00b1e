//! Where words stand: how much room they take, and that no two of them meet.

/// A stretch of the sheet, in its own units; `top` is less than `bottom`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Whether the two have a point in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether it lies on a sheet of this size.
    pub fn lies_on(&self, width: f64, height: f64) -> bool {
        self.left >= 0.0 && self.top >= 0.0 && self.right <= width && self.bottom <= height
    }

    /// The square around a mark.
    pub(super) fn around(x: f64, y: f64, reach: f64) -> Self {
        Self {
            left: x - reach,
            top: y - reach,
            right: x + reach,
            bottom: y + reach,
        }
    }
}

/// Which end of the words stands at their point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A place for words: a point on their baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) anchor: Anchor,
}

impl Spot {
    pub(super) fn new(x: f64, y: f64, anchor: Anchor) -> Self {
        Self { x, y, anchor }
    }

    /// What words of this size take up here, with a little air around them.
    pub(super) fn area(self, words: &str, size: f64) -> Area {
        let width = width(words, size) + 2.0;
        let left = match self.anchor {
            Anchor::Start => self.x - 1.0,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width + 1.0,
        };
        Area {
            left,
            top: self.y - size * 0.92,
            right: left + width,
            bottom: self.y + size * 0.24,
        }
    }
}

/// How wide words are, rather too wide than too narrow: faces differ from machine to machine.
pub(super) fn width(words: &str, size: f64) -> f64 {
    let ems: f64 = words.chars().map(advance).sum();
    ems * size
}

/// The words in lines that are no wider than the room: parted at spaces, and before and behind every Chinese
/// character that no mark clings to. What does not fit in so many lines is cut with an ellipsis.
pub(super) fn wrapped(words: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let (mut done, mut line) = (Vec::new(), String::new());
    for piece in pieces(words) {
        let fits = width(&format!("{line}{}", piece.trim_end()), size) + 2.0 <= room;
        if !fits && !line.trim().is_empty() {
            done.push(line.trim().to_owned());
            line.clear();
        }
        line.push_str(piece);
    }
    done.push(line.trim().to_owned());
    if done.len() > lines {
        let rest = done.split_off(lines.saturating_sub(1)).join(" ");
        done.push(rest);
    }
    done.into_iter().map(|line| fitting(&line, size, room)).collect()
}

/// The stretches between which a line may be parted.
fn pieces(words: &str) -> Vec<&str> {
    let clings = |c: char| "，。；：、）》」%·!?,.;:)".contains(c);
    let wide = |c: char| !c.is_ascii() && advance(c) >= 1.0;
    let (mut all, mut from) = (Vec::new(), 0);
    let mut before: Option<char> = None;
    for (at, c) in words.char_indices() {
        let may = before.is_some_and(|before| {
            c != ' ' && !clings(c) && !"（《「(".contains(before) && (before == ' ' || wide(before) || wide(c))
        });
        if may {
            all.push(&words[from..at]);
            from = at;
        }
        before = Some(c);
    }
    all.push(&words[from..]);
    all
}

/// As much of the words as there is room for.
pub(super) fn fitting(words: &str, size: f64, room: f64) -> String {
    if width(words, size) + 2.0 <= room {
        return words.to_owned();
    }
    let mut cut = String::new();
    for c in words.chars() {
        if width(&cut, size) + 2.2 * size > room {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

fn advance(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | 'i' | 'j' | 'l' => 0.34,
        'I' | 'f' | 'r' | 't' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.98,
        'A'..='Z' => 0.72,
        c if c.is_ascii() => 0.6,
        '\u{b7}' | '\u{b2}' | '\u{b3}' => 0.4,
        '\u{2212}' | '\u{b5}' | '\u{3bc}' => 0.65,
        _ => 1.0,
    }
}

#[cfg(test)]
#[path = "../../tests/drawing/text.rs"]
mod tests;
