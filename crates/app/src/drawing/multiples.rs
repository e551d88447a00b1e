//! Small multiples: one tiny series for each unit, all on one scale.

use yaodian_domain::check::Status;

use super::sheet::{Frame, Sheet};

/// The scale that all have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The lowest that is drawn.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl Scale {
    /// The scale that holds all of these panels; zero is on it where `from_zero`.
    pub fn of(panels: &[Panel], from_zero: bool) -> Option<Self> {
        let values = panels
            .iter()
            .flat_map(|panel| panel.points.iter().map(|(_, value)| *value).chain(panel.goal));
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if low > high {
            return None;
        }
        let low = if from_zero { low.min(0.0) } else { low };
        let room = if high > low { 0.0 } else { high.abs().max(1.0) * 0.05 };
        Some(Self {
            low: low - room,
            high: high + room,
        })
    }

    fn y(self, value: f64, top: f64, height: f64) -> f64 {
        top + height * ((self.high - value) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Whose it is.
    pub name: String,
    /// Its last value as it is written; `None` where nothing is known.
    pub value: Option<String>,
    /// How it stands, and what that is called.
    pub status: Status,
    /// The word for the status.
    pub word: String,
    /// Its figures: how much of the term is over (0 to 1), and how high they lie.
    pub points: Vec<(f64, f64)>,
    /// What is asked of it.
    pub goal: Option<f64>,
}

/// How large the line of one is on a page.
const LINE: Frame = Frame {
    width: 150.0,
    height: 44.0,
    text: 13.0,
};

impl Panel {
    /// Its line by itself, for a page that writes its words.
    pub fn line(&self, scale: Scale, id: &str) -> String {
        let mut sheet = Sheet::new(LINE, id);
        self.draw_line(&mut sheet, scale, (0.0, 0.0), (LINE.width, LINE.height));
        sheet.hidden("panel-line")
    }

    /// Draws the line; hollow where nothing is known.
    fn draw_line(&self, sheet: &mut Sheet, scale: Scale, (left, top): (f64, f64), (width, height): (f64, f64)) {
        let (pad, radius) = (4.0, 2.75);
        let x = |share: f64| left + pad + (width - 2.0 * pad) * share.clamp(0.0, 1.0);
        let y = |value: f64| scale.y(value, top + pad, height - 2.0 * pad);
        let ground = top + height - 0.5;
        if self.points.is_empty() {
            sheet.line("p-none", (left, ground), (left + width, ground));
        } else {
            sheet.line("p-axis", (left, ground), (left + width, ground));
        }
        if let Some(goal) = self.goal {
            sheet.line("p-goal", (left, y(goal)), (left + width, y(goal)));
        }
        let way: Vec<(f64, f64)> = self.points.iter().map(|&(share, value)| (x(share), y(value))).collect();
        sheet.path("p-line", &way);
        if let Some(&last) = way.last() {
            // The last figure stands on the ground of its day, so that a single one is read as well.
            sheet.line("p-axis", last, (last.0, ground));
            sheet.dot("p-dot", last, radius);
        }
    }
}

#[cfg(test)]
#[path = "../../tests/drawing/multiples.rs"]
mod tests;
