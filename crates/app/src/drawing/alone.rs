//! A picture that is shown elsewhere: what it is about above it, from where and of which day below.

use super::{
    sheet::{Frame, Sheet, escaped, px},
    text::wrapped,
};

/// What stands around a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// What it is about.
    pub heading: String,
    /// What is to be said first, or how its scale goes; nothing if empty.
    pub note: String,
    /// From where it is, of which day, whether it is made up.
    pub foot: String,
}

/// The edge that stays free.
const EDGE: f64 = 14.0;
const HEADING: f64 = 15.0;
const SMALL: f64 = 12.5;
/// From line to line, by the size of the words.
const LEADING: f64 = 1.3;

impl Around {
    /// The room that is left for the picture on a sheet.
    pub fn inside(&self, sheet: Frame) -> Frame {
        let below = EDGE * 0.6 + high(&self.foot_lines(sheet), SMALL);
        Frame {
            width: sheet.width - 2.0 * EDGE,
            height: (sheet.height - self.above(sheet) - below - EDGE * 0.6).max(60.0),
            text: sheet.text,
        }
    }

    fn above(&self, sheet: Frame) -> f64 {
        EDGE * 0.8 + high(&self.heading_lines(sheet), HEADING) + high(&self.note_lines(sheet), SMALL) + EDGE * 0.5
    }

    fn heading_lines(&self, sheet: Frame) -> Vec<String> {
        wrapped(&self.heading, HEADING, sheet.width - 2.0 * EDGE, 2)
    }

    fn note_lines(&self, sheet: Frame) -> Vec<String> {
        if self.note.is_empty() {
            return Vec::new();
        }
        wrapped(&self.note, SMALL, sheet.width - 2.0 * EDGE, 4)
    }

    fn foot_lines(&self, sheet: Frame) -> Vec<String> {
        wrapped(&self.foot, SMALL, sheet.width - 2.0 * EDGE, 2)
    }
}

/// How high lines of words are.
fn high(lines: &[String], size: f64) -> f64 {
    let lines = i32::try_from(lines.len()).map_or(0.0, f64::from);
    lines * size * LEADING
}

impl Sheet {
    /// By itself, with what stands around it, on a sheet of this size; drawn [`Around::inside`] it.
    pub fn alone_with(&self, around: &Around, sheet: Frame, description: &str) -> String {
        let mut words = String::new();
        let mut write = |class: &str, size: f64, top: f64, lines: &[String]| {
            for (line, at) in lines.iter().zip(0_i32..) {
                let y = px(top + size + f64::from(at) * size * LEADING);
                let (x, size, line) = (px(EDGE), px(size), escaped(line));
                let text = format!(r#"<text class="{class}" x="{x}" y="{y}" font-size="{size}">{line}</text>"#);
                words.push_str(&text);
            }
            top + high(lines, size)
        };
        let below = write("p-head", HEADING, EDGE * 0.8, &around.heading_lines(sheet));
        write("p-t", SMALL, below, &around.note_lines(sheet));
        let foot = around.foot_lines(sheet);
        write("p-t", SMALL, sheet.height - EDGE * 0.6 - high(&foot, SMALL), &foot);
        self.placed(sheet, (EDGE, around.above(sheet)), &words, &around.heading, description)
    }
}

#[cfg(test)]
mod tests;
