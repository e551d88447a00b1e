//! A whole divided among units: one bar, each part as long as its share, filled as far as it is done.

use super::{
    sheet::{Frame, Sheet},
    text::{Anchor, Spot},
};

/// A part.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Whose.
    pub name: String,
    /// How much of the whole, not negative.
    pub share: f64,
    /// How much of it is done, not negative.
    pub done: f64,
    /// What is written with the name: the share.
    pub words: String,
}

/// The parts, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// The parts.
    pub parts: Vec<Part>,
}

/// How high the bar is.
const BAR: f64 = 34.0;

impl Shares {
    /// How high a sheet is drawn.
    pub const HEIGHT: f64 = 118.0;

    /// Draws it: the longest parts are named first, the others as far as there is room. All of them
    /// stand in the table behind it.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let size = frame.text;
        let total: f64 = self.parts.iter().map(|part| part.share).sum();
        if !total.is_finite() || total <= 0.0 {
            return sheet;
        }
        let full = frame.width - 4.0;
        let top = frame.height / 2.0 - BAR / 2.0;
        let mut left = 2.0;
        let mut placed = Vec::new();
        for part in &self.parts {
            let wide = full * part.share / total;
            sheet.block("p-part", (left, top), wide, BAR);
            if part.share > 0.0 {
                let done = wide * (part.done / part.share).clamp(0.0, 1.0);
                sheet.block(
                    "p-done",
                    (left + 0.5, top + BAR * 0.55),
                    (done - 1.0).max(0.0),
                    BAR * 0.45 - 0.5,
                );
            }
            placed.push((part, left + wide / 2.0));
            left += wide;
        }
        placed.sort_by(|a, b| b.0.share.total_cmp(&a.0.share));
        for (part, middle) in placed {
            let words = format!("{} {}", part.name, part.words);
            let lines = [
                top - 8.0,
                top + BAR + size + 6.0,
                top - 10.0 - size * 1.3,
                top + BAR + size * 2.4 + 8.0,
            ];
            let spots: Vec<Spot> = lines
                .into_iter()
                .flat_map(|y| {
                    [(0.0, Anchor::Middle), (-4.0, Anchor::Start), (4.0, Anchor::End)]
                        .map(|(dx, anchor)| Spot::new(middle + dx, y, anchor))
                })
                .collect();
            if sheet.label("p-t", size, &words, &spots) {
                let below = sheet.labels().last().is_some_and(|area| area.top > top);
                let (from, to) = if below {
                    (top + BAR, top + BAR + 5.0)
                } else {
                    (top - 5.0, top)
                };
                sheet.line("p-axis", (middle, from), (middle, to));
            }
        }
        sheet
    }
}

#[cfg(test)]
#[path = "../../tests/drawing/shares.rs"]
mod tests;
