//! A picture that is shown elsewhere: what it is about above it, from where and of which day below.

use super::{
    multiples::fitting,
    sheet::{Frame, Sheet, escaped, px},
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

impl Around {
    /// The room that is left for the picture on a sheet.
    pub fn inside(&self, sheet: Frame) -> Frame {
        Frame {
            width: sheet.width - 2.0 * EDGE,
            height: (sheet.height - self.above() - SMALL * 1.9 - EDGE * 0.6).max(60.0),
            text: sheet.text,
        }
    }

    fn above(&self) -> f64 {
        let note = if self.note.is_empty() { 0.0 } else { SMALL * 1.6 };
        EDGE + HEADING * 1.35 + note
    }
}

impl Sheet {
    /// By itself, with what stands around it, on a sheet of this size; drawn [`Around::inside`] it.
    pub fn alone_with(&self, around: &Around, sheet: Frame, description: &str) -> String {
        let room = sheet.width - 2.0 * EDGE;
        let line = |class: &str, size: f64, y: f64, words: &str| {
            let (x, y, words) = (px(EDGE), px(y), escaped(&fitting(words, size, room)));
            format!(
                r#"<text class="{class}" x="{x}" y="{y}" font-size="{}">{words}</text>"#,
                px(size)
            )
        };
        let mut words = line("p-head", HEADING, EDGE + HEADING * 0.8, &around.heading);
        if !around.note.is_empty() {
            words += &line("p-t", SMALL, EDGE + HEADING * 1.35 + SMALL * 0.8, &around.note);
        }
        words += &line("p-t", SMALL, sheet.height - EDGE * 0.7, &around.foot);
        self.placed(sheet, (EDGE, around.above()), &words, &around.heading, description)
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
}
