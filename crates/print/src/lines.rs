//! Breaking words into lines, and spacing lines out.

use icu_segmenter::{
    LineSegmenter,
    options::{LineBreakOptions, LineBreakStrictness},
};

use crate::{
    fonts::{Face, Glyph, Loaded},
    model::Run,
    standard::{PITCH, SIZE_3},
};

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// In which face.
    pub(crate) face: Face,
    /// How large, in points.
    pub(crate) size: f32,
    /// How wide a Chinese character stands, in points.
    pub(crate) pitch: f32,
}

impl Style {
    /// 3号, on the grid of the page.
    pub(crate) fn text(face: Face) -> Self {
        Self {
            face,
            size: SIZE_3,
            pitch: PITCH,
        }
    }

    /// Of this size, off the grid.
    pub(crate) fn sized(face: Face, size: f32) -> Self {
        Self {
            face,
            size,
            pitch: size,
        }
    }
}

/// Where lines stand between their edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Flush left.
    Left,
    /// Flush left and right, but for the last line.
    Both,
    /// In the middle.
    Middle,
    /// Flush right.
    Right,
}

/// A stretch of a line in one face, with one link.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) face: Face,
    pub(crate) size: f32,
    /// From the left edge, in points.
    pub(crate) x: f32,
    pub(crate) text: String,
    /// For each character its glyph and how far on the next one stands, in points.
    pub(crate) glyphs: Vec<(u32, f32)>,
    pub(crate) link: Option<String>,
}

impl Stretch {
    pub(crate) fn width(&self) -> f32 {
        self.glyphs.iter().map(|(_, advance)| advance).sum()
    }
}

/// A line.
pub(crate) type Line = Vec<Stretch>;

/// One character on its way into a line.
#[derive(Debug, Clone, Copy)]
struct Mark {
    c: char,
    glyph: Glyph,
    width: f32,
    run: usize,
}

impl Mark {
    fn is_wide(self) -> bool {
        self.glyph.width > 0.99
    }

    /// The blank half of a closing mark, which may stand beyond the edge at a line's end.
    fn blank_half(self) -> f32 {
        if self.is_wide() && "，。、；：！？）》」』】〕”’".contains(self.c) {
            self.width / 2.0
        } else {
            0.0
        }
    }
}

/// Sets words in lines of `width`; the first is indented.
pub(crate) fn set(fonts: &Loaded, runs: &[Run], style: Style, indent: f32, width: f32, edge: Edge) -> Vec<Line> {
    let (marks, breaks) = marks(fonts, runs, style);
    let mut lines = Vec::new();
    let (mut start, mut left) = (0, indent);
    while start < marks.len() {
        let end = fit(&marks, &breaks, start, width - left);
        let last = end == marks.len();
        let line = trimmed(&marks[start..end]);
        if !line.is_empty() {
            lines.push(spaced(line, runs, style, left, width, edge, last));
        }
        (start, left) = (end, 0.0);
    }
    lines
}

/// How many characters from `start` on fit.
fn fit(marks: &[Mark], breaks: &[bool], start: usize, width: f32) -> usize {
    // A grid of 28 characters must hold 28 in spite of rounding.
    let width = width + 0.01;
    let (mut at, mut end, mut used) = (start, None, 0.0);
    while at < marks.len() {
        let mark = marks[at];
        used += mark.width;
        let needed = if mark.c == ' ' {
            used - mark.width
        } else {
            used - mark.blank_half()
        };
        if needed > width {
            break;
        }
        at += 1;
        if breaks[at] {
            end = Some(at);
        }
    }
    if at == marks.len() {
        return at;
    }
    // A word longer than the line is broken where the line ends.
    end.unwrap_or(at.max(start + 1))
}

fn trimmed(mut marks: &[Mark]) -> &[Mark] {
    while let [rest @ .., last] = marks
        && last.c == ' '
    {
        marks = rest;
    }
    while let [first, rest @ ..] = marks
        && first.c == ' '
    {
        marks = rest;
    }
    marks
}

/// Puts a line between its edges.
fn spaced(marks: &[Mark], runs: &[Run], style: Style, left: f32, width: f32, edge: Edge, last: bool) -> Line {
    let natural: f32 = marks.iter().map(|mark| mark.width).sum();
    let slack = width - left - natural;
    let gaps = marks
        .windows(2)
        .filter(|pair| pair[0].is_wide() || pair[1].is_wide() || pair[0].c == ' ')
        .count();
    let (mut x, mut add) = (left, 0.0);
    match edge {
        Edge::Left => {}
        Edge::Middle => x += slack / 2.0,
        Edge::Right => x += slack,
        // A line that would be torn apart is left as it is.
        #[expect(clippy::cast_precision_loss, reason = "some dozens of characters")]
        Edge::Both => {
            if (!last && slack.abs() < 4.0 * style.size || last && slack < 0.0) && gaps > 0 {
                add = slack / gaps as f32;
            }
        }
    }
    let mut line: Line = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let next = marks.get(at + 1);
        let gap = next.is_some_and(|next| mark.is_wide() || next.is_wide() || mark.c == ' ');
        let advance = mark.width + if gap { add } else { 0.0 };
        let link = runs[mark.run].link.as_deref();
        match line.last_mut() {
            Some(stretch) if stretch.face == mark.glyph.face && stretch.link.as_deref() == link => {
                stretch.text.push(mark.c);
                stretch.glyphs.push((mark.glyph.id, advance));
            }
            _ => line.push(Stretch {
                face: mark.glyph.face,
                size: style.size,
                x,
                text: mark.c.to_string(),
                glyphs: vec![(mark.glyph.id, advance)],
                link: link.map(str::to_owned),
            }),
        }
        x += advance;
    }
    line
}

/// The characters, and before which of them a line may end (by UAX #14, strict: no closing mark begins a
/// line, no opening one ends it).
fn marks(fonts: &Loaded, runs: &[Run], style: Style) -> (Vec<Mark>, Vec<bool>) {
    let (mut text, mut marks, mut starts) = (String::new(), Vec::new(), Vec::new());
    for (run, words) in runs.iter().enumerate() {
        let face = if words.strong { Face::Hei } else { style.face };
        for c in words.text.chars() {
            let c = if c.is_whitespace() && c != '\u{3000}' { ' ' } else { c };
            if c.is_control() || is_unseen(c) {
                continue;
            }
            let (c, glyph) = fonts.glyph(face, c);
            let width = if glyph.width > 0.99 {
                glyph.width * style.pitch
            } else {
                glyph.width * style.size
            };
            starts.push(text.len());
            text.push(c);
            marks.push(Mark { c, glyph, width, run });
        }
    }
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let segmenter = LineSegmenter::new_for_non_complex_scripts(options);
    let allowed: std::collections::BTreeSet<usize> = segmenter.segment_str(&text).collect();
    let mut breaks: Vec<bool> = starts.iter().map(|start| allowed.contains(start)).collect();
    // The algorithm cannot tell which quotation mark opens; in Chinese text the mark itself does.
    for at in 1..marks.len() {
        let (before, after) = (marks[at - 1], marks[at]);
        let opens = OPENING.contains(before.c);
        let closes = after.blank_half() > 0.0 || CLOSING_QUOTES.contains(after.c);
        breaks[at] |= OPENING_QUOTES.contains(after.c) && before.is_wide() && !opens;
        breaks[at] |= CLOSING_QUOTES.contains(before.c) && after.is_wide() && !closes;
    }
    breaks.push(true);
    (marks, breaks)
}

/// Whether a character shows nothing, and only turns, joins or varies others.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

const OPENING: &str = "（“‘《「『【〔";
const OPENING_QUOTES: &str = "“‘";
const CLOSING_QUOTES: &str = "”’";

/// Breaks a title into as few lines as it needs, none much longer than the others.
pub(crate) fn title(fonts: &Loaded, title: &str, style: Style, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in title.lines().filter(|part| !part.trim().is_empty()) {
        let runs = [Run::plain(part)];
        let set = |width: f32| set(fonts, &runs, style, 0.0, width, Edge::Middle);
        let least = set(width).len();
        let mut narrow = width;
        while narrow - style.pitch > width / 3.0 && set(narrow - style.pitch).len() == least {
            narrow -= style.pitch;
        }
        let mut set = set(narrow);
        for stretch in set.iter_mut().flatten() {
            stretch.x += (width - narrow) / 2.0;
        }
        lines.append(&mut set);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fonts::Fonts, standard::TEXT_WIDTH};

    fn broken(text: &str, width: f32) -> Vec<String> {
        let fonts = Fonts::of_machine().load().unwrap();
        let lines = set(
            &fonts,
            &[Run::plain(text)],
            Style::text(Face::Text),
            0.0,
            width,
            Edge::Both,
        );
        let words = |line: &Line| line.iter().map(|stretch| stretch.text.as_str()).collect();
        lines.iter().map(words).collect()
    }

    #[test]
    fn what_no_font_has_is_marked_and_what_is_unseen_is_left_out() {
        assert_eq!(
            broken("水\u{202e}\u{200b}质\u{e000}好\u{12480}", TEXT_WIDTH),
            ["水质〓好〓"]
        );
    }

    #[test]
    fn a_line_has_twenty_eight_characters() {
        let lines = broken(&"要".repeat(57), TEXT_WIDTH);
        let lengths: Vec<_> = lines.iter().map(|line| line.chars().count()).collect();
        assert_eq!(lengths, [28, 28, 1]);
    }

    /// Whatever the width, no closing mark begins a line and no opening one ends it; figures stay whole.
    #[test]
    fn marks_and_figures_stay_where_they_belong() {
        let text =
            "截至9月25日，全省已整治入河排污口9,067个（占72.7%），“应达”80%，差917个；《要点》第7项、第8项进度滞后。";
        for characters in 8_u8..28 {
            let lines = broken(text, f32::from(characters) * PITCH);
            assert_eq!(lines.concat(), text, "nothing is lost at {characters}");
            for line in &lines {
                let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
                assert!(!"，。；、）”》％%".contains(first), "{characters}: {line}");
                assert!(!"（“《".contains(last), "{characters}: {line}");
            }
            for figure in ["9,067", "72.7%", "917"] {
                assert!(
                    lines.iter().any(|line| line.contains(figure)),
                    "{characters}: {lines:?}"
                );
            }
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        let lines = broken(&"x".repeat(200), 100.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat().len(), 200);
    }

    #[test]
    fn a_line_reaches_both_edges() {
        let fonts = Fonts::of_machine().load().unwrap();
        let runs = [Run::plain(
            "全省已整治入河排污口9,067个，进度比上月有所加快，但仍落后于序时进度要求。".repeat(3),
        )];
        let lines = set(
            &fonts,
            &runs,
            Style::text(Face::Text),
            2.0 * PITCH,
            TEXT_WIDTH,
            Edge::Both,
        );
        let (last, full) = lines.split_last().unwrap();
        for line in full {
            let end = line.last().unwrap();
            let edge = end.x + end.width();
            // A closing mark's blank half may stand beyond it.
            assert!((TEXT_WIDTH - 0.5..=TEXT_WIDTH + PITCH / 2.0).contains(&edge), "{edge}");
        }
        assert!(last.last().unwrap().x < TEXT_WIDTH);
        assert!((lines[0][0].x - 2.0 * PITCH).abs() < 0.01);
    }

    #[test]
    fn titles_are_broken_evenly() {
        let fonts = Fonts::of_machine().load().unwrap();
        let style = Style::sized(Face::Title, 22.0);
        let lines = title(
            &fonts,
            "关于2023年1至9月全省生态环境工作要点主要目标任务进展情况的通报",
            style,
            TEXT_WIDTH,
        );
        let widths: Vec<f32> = lines
            .iter()
            .map(|line| line.iter().map(Stretch::width).sum::<f32>())
            .collect();
        assert_eq!(widths.len(), 2);
        assert!((widths[0] - widths[1]).abs() < 60.0, "{widths:?}");
    }
}
