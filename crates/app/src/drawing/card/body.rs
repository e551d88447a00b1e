//! Where the subject of a card stands: one target, many statuses, some figures.

use yaodian_domain::check::Status;

use super::{
    super::{
        sheet::{Frame, Sheet},
        text::{Anchor, fitting, width},
        wrap,
    },
    BODY, COLUMN, FOOT_RULE, Figure, LEFT, One, PLOT_LEFT, PLOT_SCALE, READ, RIGHT, SMALL, WIDE, write,
};

impl One {
    pub(super) fn draw(&self, sheet: &mut Sheet, below: f64) {
        let room = if self.series.is_some() { COLUMN } else { WIDE };
        let last = FOOT_RULE - 28.0;
        let top = match &self.value {
            Some(value) => {
                let baseline = self.mark_and_goal(sheet, last, room);
                let sizes = [92.0, 76.0, 62.0, 50.0, 40.0];
                let whole = sizes.into_iter().find(|size| width(value, *size) <= room);
                let (size, most) = whole.map_or((36.0, 2), |size| (size, 1));
                let mut row = baseline - 56.0;
                for line in wrap::lines(value, size, room, most).iter().rev() {
                    write(sheet, "c-value", size, line, (LEFT, row), Anchor::Start);
                    row -= size * 1.17 + 4.0;
                }
                row
            }
            // Without a figure the word is what is to be seen.
            None => {
                let mut row = last;
                for line in wrap::lines(&self.goal, GOAL, room, 2).iter().rev() {
                    write(sheet, "c-goal", GOAL, line, (LEFT, row), Anchor::Start);
                    row -= GOAL * 1.3;
                }
                let size = 64.0;
                let mark = fitting(&self.mark(), size, room);
                write(sheet, &self.class(), size, &mark, (LEFT, row - 26.0), Anchor::Start);
                row - 26.0 - size * 1.3
            }
        };
        if top - SMALL > below - 8.0 {
            let when = fitting(&self.when, SMALL, room);
            write(sheet, "c-under", SMALL, &when, (LEFT, top), Anchor::Start);
        }
        if let Some(series) = &self.series {
            let top = (below + 4.0).clamp(300.0, BODY);
            let (wide, high) = (RIGHT - PLOT_LEFT, FOOT_RULE - 16.0 - top);
            let frame = Frame {
                width: wide / PLOT_SCALE,
                height: high / PLOT_SCALE,
                text: 14.0,
            };
            sheet.inset(&series.draw(frame, "series"), (PLOT_LEFT, top), PLOT_SCALE);
        }
    }

    fn mark(&self) -> String {
        format!("{} {}", self.status.shape(), self.word)
    }

    fn class(&self) -> String {
        format!("ps-{} c-word", self.status.as_str())
    }

    /// The mark with its tag and the goal: in one row where they have room, else the goal in lines below it.
    /// Where the row of the mark stands.
    fn mark_and_goal(&self, sheet: &mut Sheet, last: f64, room: f64) -> f64 {
        const PITCH: f64 = READ * 1.5;
        let mark = self.mark();
        let wide = width(&mark, MARK);
        let tag = self.tag.as_ref().map_or(0.0, |tag| width(tag, SMALL) + 40.0);
        let left = wide + tag + 32.0;
        let beside = [GOAL, READ]
            .into_iter()
            .find(|size| left + width(&self.goal, *size) <= room);
        let below = if beside.is_some() {
            Vec::new()
        } else {
            wrap::lines(&self.goal, READ, room, 2)
        };
        let rows = u32::try_from(below.len()).map_or(0.0, f64::from);
        let baseline = last - rows * PITCH;
        write(sheet, &self.class(), MARK, &mark, (LEFT, baseline), Anchor::Start);
        if let Some(tag) = &self.tag {
            let at = LEFT + wide + 12.0;
            sheet.block("c-tag", (at, baseline - 28.0), width(tag, SMALL) + 24.0, 38.0);
            let middle = (at + width(tag, SMALL) / 2.0 + 12.0, baseline - 2.0);
            write(sheet, "c-tag-word", SMALL, tag, middle, Anchor::Middle);
        }
        if let Some(size) = beside {
            write(
                sheet,
                "c-goal",
                size,
                &self.goal,
                (LEFT + left, baseline),
                Anchor::Start,
            );
        }
        let mut row = baseline;
        for line in below {
            row += PITCH;
            write(sheet, "c-goal", READ, &line, (LEFT, row), Anchor::Start);
        }
        baseline
    }
}

/// The size of a number under the bar.
const COUNT: f64 = 46.0;
/// The size of a status's mark.
const MARK: f64 = 34.0;
/// The size of a goal that has room.
const GOAL: f64 = 30.0;

/// A bar of statuses, and under it each with its number, its sign and its word.
pub(super) fn tally(sheet: &mut Sheet, caption: &str, parts: &[(Status, usize, String)]) {
    const GAP: f64 = 4.0;
    let float = |n: usize| u32::try_from(n).map_or(0.0, f64::from);
    let total: f64 = parts.iter().map(|(_, n, _)| float(*n)).sum();
    let top = BODY + 24.0;
    write(sheet, "c-read", SMALL, caption, (LEFT, top - 18.0), Anchor::Start);
    if parts.is_empty() || total <= 0.0 {
        return;
    }
    let gaps = GAP * float(parts.len() - 1);
    let mark = |(status, _, word): &(Status, usize, String)| format!("{} {word}", status.shape());
    // A column is as wide as what stands in it, and what is left is shared out.
    let needs = |size: f64| -> Vec<f64> {
        let need = |part| width(&mark(part), size).max(width(&part.1.to_string(), COUNT)) + 16.0;
        parts.iter().map(need).collect()
    };
    let sizes = [SMALL + 1.0, 21.0, 19.0, 17.0];
    let fits = |size: &f64| needs(*size).iter().sum::<f64>() <= WIDE;
    let size = sizes.into_iter().find(fits).unwrap_or(15.0);
    let needs = needs(size);
    let needed: f64 = needs.iter().sum();
    let (spare, squeeze) = ((WIDE - needed).max(0.0) / float(parts.len()), (WIDE / needed).min(1.0));
    let (mut left, mut column) = (LEFT, LEFT);
    for (part, need) in parts.iter().zip(needs) {
        let wide = (WIDE - gaps) * float(part.1) / total;
        sheet.status(part.0, (left, top), wide, 44.0);
        left += wide + GAP;
        let room = need * squeeze;
        let count = fitting(&part.1.to_string(), COUNT, room);
        write(sheet, "c-count", COUNT, &count, (column, top + 100.0), Anchor::Start);
        let class = format!("ps-{} c-word", part.0.as_str());
        let words = fitting(&mark(part), size, room - 4.0);
        write(sheet, &class, size, &words, (column, top + 142.0), Anchor::Start);
        column += room + spare;
    }
}

/// Figures in columns.
pub(super) fn figures(sheet: &mut Sheet, all: &[Figure]) {
    let columns = u32::try_from(all.len().max(1)).map_or(1.0, f64::from);
    let each = WIDE / columns;
    let room = if columns > 1.0 { each - 32.0 } else { each };
    let sizes = [104.0, 88.0, 72.0, 60.0, 48.0, 36.0];
    let largest = |figure: &Figure| wrap::largest(&figure.value, &sizes, room, 1).0;
    let size = all.iter().map(largest).fold(104.0, f64::min);
    for (at, figure) in (0_u32..).zip(all) {
        let left = LEFT + each * f64::from(at);
        let at = |y: f64| (left, y);
        write(
            sheet,
            "c-read",
            READ,
            &fitting(&figure.name, READ, room),
            at(376.0),
            Anchor::Start,
        );
        write(
            sheet,
            "c-value",
            size,
            &fitting(&figure.value, size, room),
            at(480.0),
            Anchor::Start,
        );
        write(
            sheet,
            "c-under",
            SMALL,
            &fitting(&figure.under, SMALL, room),
            at(530.0),
            Anchor::Start,
        );
    }
}
