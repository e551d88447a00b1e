//! A ring: how much of a whole is done, how much is asked for, how much there should be by now.

use super::{
    sheet::{Frame, Sheet, px},
    text::{Anchor, Spot},
};

/// What is drawn. Shares are in percent; what lies beyond 0 and 100 is drawn as these.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// How much is done; a hollow ring where nothing is known.
    pub done: Option<f64>,
    /// How much is asked for.
    pub goal: f64,
    /// How much there should be by now.
    pub pace: Option<f64>,
    /// What stands in the middle.
    pub words: String,
    /// What stands small below it; nothing if empty.
    pub small: String,
}

impl Ring {
    /// How large it is on a page.
    pub const ON_PAGE: Frame = Frame {
        width: 136.0,
        height: 136.0,
        text: 13.0,
    };

    /// Draws it, as large as there is room.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let side = frame.width.min(frame.height);
        let (x, y) = (frame.width / 2.0, frame.height / 2.0);
        let wide = side * 0.075;
        let radius = side / 2.0 - wide / 2.0 - side * 0.075;
        let circle = |class: &str, dash: &str| {
            let (cx, cy, r, wide) = (px(x), px(y), px(radius), px(wide));
            format!(
                r#"<circle class="{class}" cx="{cx}" cy="{cy}" r="{r}" stroke-width="{wide}" fill="none"{dash} transform="rotate(-90 {cx} {cy})"/>"#
            )
        };
        sheet.raw(&circle("p-track", ""));
        if let Some(done) = self.done {
            let done = done.clamp(0.0, 100.0);
            if done > 0.0 {
                sheet.raw(&circle(
                    "p-arc",
                    &format!(r#" pathLength="100" stroke-dasharray="{done:.1} 100""#),
                ));
            }
        } else {
            for radius in [radius - wide / 2.0, radius + wide / 2.0] {
                let (cx, cy, r) = (px(x), px(y), px(radius));
                sheet.raw(&format!(r#"<circle class="p-none" cx="{cx}" cy="{cy}" r="{r}"/>"#));
            }
        }
        // The goal crosses the ring and points at it from outside; pace does so from inside.
        let (inner, outer) = (radius - wide / 2.0, radius + wide / 2.0);
        sheet.raw(&turned(self.goal, (x, y), &{
            let (top, bottom, left, right) = (y - outer - side * 0.065, y - outer - 1.0, x - side * 0.04, x + side * 0.04);
            let (line, width) = (px(x - 1.25), px(outer - inner + 2.0));
            let from = px(y - outer - 1.0);
            format!(
                r#"<path class="p-tick" d="M{} {}L{} {}L{} {}Z"/><rect class="p-tick" x="{line}" y="{from}" width="2.5" height="{width}"/>"#,
                px(left), px(top), px(right), px(top), px(x), px(bottom)
            )
        }));
        if let Some(pace) = self.pace {
            let (tip, base, left, right) = (
                y - inner + 2.0,
                y - inner + side * 0.065,
                x - side * 0.04,
                x + side * 0.04,
            );
            sheet.raw(&turned(
                pace,
                (x, y),
                &format!(
                    r#"<path class="p-tick-pace" d="M{} {}L{} {}L{} {}Z"/>"#,
                    px(x),
                    px(tip),
                    px(left),
                    px(base),
                    px(right),
                    px(base)
                ),
            ));
        }
        let large = (side * 0.165).clamp(14.0, 40.0);
        let drop = if self.small.is_empty() { 0.35 } else { 0.1 };
        sheet.label(
            "p-v",
            large,
            &self.words,
            &[Spot::new(x, y + large * drop, Anchor::Middle)],
        );
        if !self.small.is_empty() {
            let size = frame.text.max(12.0);
            sheet.label(
                "p-t",
                size,
                &self.small,
                &[Spot::new(x, y + large * 0.35 + size, Anchor::Middle)],
            );
        }
        sheet
    }
}

/// A mark at the top, turned to its share of the whole.
fn turned(share: f64, (x, y): (f64, f64), mark: &str) -> String {
    let degrees = share.clamp(0.0, 100.0) * 3.6;
    format!(
        r#"<g transform="rotate({} {} {})">{mark}</g>"#,
        px(degrees),
        px(x),
        px(y)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(done: Option<f64>, words: &str) -> String {
        let ring = Ring {
            done,
            goal: 80.0,
            pace: Some(58.7),
            words: words.to_owned(),
            small: "9,067 / 12,480".to_owned(),
        };
        let sheet = ring.draw(Ring::ON_PAGE, "r");
        let inside = sheet.labels().iter().all(|label| label.lies_on(136.0, 136.0));
        assert!(inside && !sheet.labels()[0].meets(&sheet.labels()[1]));
        sheet.on_page("ring", "alt", None)
    }

    #[test]
    fn the_number_stands_in_the_middle_and_goal_and_pace_on_the_ring() {
        let markup = ring(Some(72.7), "72.7%");
        assert!(markup.contains(">72.7%<") && markup.contains(">9,067 / 12,480<"));
        assert!(
            markup.contains(r#"stroke-dasharray="72.7 100""#) && markup.contains("rotate(288 68 68)"),
            "{markup}"
        );
        assert!(markup.contains(r#"role="img""#) && markup.contains("p-tick-pace"));
    }

    #[test]
    fn more_than_all_is_a_full_ring_and_nothing_known_a_hollow_one() {
        assert!(ring(Some(140.0), "140%").contains(r#"stroke-dasharray="100.0 100""#));
        assert!(!ring(Some(-3.0), "0%").contains("p-arc"));
        assert!(ring(None, "—").contains("p-none"));
    }
}
