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
mod tests {
    use super::*;

    #[test]
    fn a_picture_alone_has_its_size_its_words_and_room_for_what_is_drawn() {
        let around = Around {
            heading: "长江入河排污口整治".repeat(9),
            note: "达标".to_owned(),
            foot: "演示;截至 2023-09-25".to_owned(),
        };
        for (width, height) in [(240, 160), (640, 360), (9_999, 9_999)] {
            let sheet = Frame::alone(width, height);
            let inside = around.inside(sheet);
            assert!(inside.width < sheet.width && inside.height < sheet.height && inside.height >= 60.0);
            let svg = Sheet::new(inside, "x").alone_with(&around, sheet, "说明");
            let size = format!(r#"width="{}" height="{}""#, px(sheet.width), px(sheet.height));
            assert!(
                svg.contains(&size) && svg.contains("截至 2023-09-25") && svg.contains("<desc"),
                "{svg}"
            );
        }
    }

    #[test]
    fn nothing_that_is_said_around_a_narrow_picture_is_cut() {
        let note = "The solid triangle outside is the goal, the hollow one inside what there should be by now; \
                    the whole ring is the whole inventory.";
        let around = Around {
            heading: "Outfalls into the Yangtze put right".to_owned(),
            note: note.to_owned(),
            foot: "demo; Department of Ecology and Environment of Hubei Province · as of 2023-09-25".to_owned(),
        };
        let sheet = Frame::alone(340, 340);
        let inside = around.inside(sheet);
        let svg = Sheet::new(inside, "x").alone_with(&around, sheet, "");
        assert!(!svg.contains('…') && inside.height > 170.0, "{} {svg}", inside.height);
    }
}
