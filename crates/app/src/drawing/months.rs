//! Stacked shares: how many stood at which status at the end of each month.

use yaodian_domain::check::Status;

use super::{
    sheet::{Frame, Sheet},
    text::{self, Anchor, Spot},
};

/// One month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is called below.
    pub name: String,
    /// How many stand at each status, in any order.
    pub counts: Vec<(Status, u32)>,
}

/// What is drawn: columns of equal height, each divided in shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months {
    /// As many places as there are months, from the first; the columns fill them from the left.
    pub places: usize,
    /// The months so far.
    pub columns: Vec<Column>,
    /// What each status is called.
    pub names: Vec<(Status, String)>,
}

/// From the bottom: what is kept, what is behind, what nothing is known of.
const ORDER: [Status; 7] = [
    Status::Met,
    Status::OnTrack,
    Status::AtRisk,
    Status::OffTrack,
    Status::Overdue,
    Status::AwaitingTarget,
    Status::NoData,
];

impl Months {
    /// Draws it. Names stand beside the last column, on a narrow sheet below the columns.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let size = frame.text;
        let Some(last) = self.columns.last() else { return sheet };
        let names = self.used(last);
        let widest = names
            .iter()
            .map(|(_, words)| text::width(words, size))
            .fold(0.0, f64::max)
            + 30.0;
        let beside = frame.width >= 480.0 && widest < frame.width * 0.4;
        let per_line = if widest * 2.0 <= frame.width { 2_u8 } else { 1 };
        let line = size * 1.6;
        let lines = f64::from(u16::try_from(names.len()).unwrap_or(0).div_ceil(u16::from(per_line)));
        let bottom = frame.height - size * 1.8 - if beside { 0.0 } else { lines * line };
        let (left, right, top) = (2.0, frame.width - if beside { widest } else { 2.0 }, 4.0);
        let places = u16::try_from(self.places.max(self.columns.len()).max(1)).unwrap_or(u16::MAX);
        let step = (right - left) / f64::from(places);
        let (wide, full) = (step * 0.86, (bottom - top).max(1.0));
        sheet.line("p-axis", (left, bottom), (right, bottom));
        let mut ends = Vec::new();
        for (at, column) in (0_u16..).zip(&self.columns) {
            let x = left + step * f64::from(at);
            let stacked = stack(column, full);
            for &(status, number, from, height) in &stacked {
                // A hair of paper parts what touches.
                let gap = if height > 3.0 { 1.0 } else { 0.0 };
                sheet.status(status, (x, top + from + gap / 2.0), wide, height - gap);
                let words = number.to_string();
                if height >= size + 4.0 && text::width(&words, size) + 4.0 <= wide {
                    let middle = top + from + height / 2.0;
                    let plate = text::width(&words, size) + 3.0;
                    sheet.block(
                        "p-plate",
                        (x + wide / 2.0 - plate / 2.0, middle - size * 0.58),
                        plate,
                        size * 1.16,
                    );
                    sheet.label(
                        "p-t p-on",
                        size,
                        &words,
                        &[Spot::new(x + wide / 2.0, middle + size * 0.36, Anchor::Middle)],
                    );
                }
            }
            sheet.label(
                "p-t",
                size,
                &column.name,
                &[Spot::new(x + wide / 2.0, bottom + size * 1.3, Anchor::Middle)],
            );
            ends = stacked;
        }
        if beside {
            let x = left + step * f64::from(u16::try_from(self.columns.len()).unwrap_or(0)) + 4.0;
            let mut spots: Vec<(Status, f64)> = ends
                .iter()
                .map(|&(status, _, from, height)| (status, top + from + height / 2.0))
                .collect();
            spread(&mut spots, top + size * 0.6, bottom - size * 0.4, size * 1.45);
            for (status, y) in spots {
                Self::name(&mut sheet, &names, status, (x, y + size * 0.36), size);
            }
        } else {
            let each = frame.width / f64::from(per_line);
            for (at, (status, _)) in (0_u16..).zip(&names) {
                let (row, place) = (at / u16::from(per_line), at % u16::from(per_line));
                let y = bottom + size * 1.8 + line * (f64::from(row) + 0.75);
                Self::name(&mut sheet, &names, *status, (2.0 + each * f64::from(place), y), size);
            }
        }
        sheet
    }

    /// The statuses that occur, best last, with their names and how many the last month has.
    fn used(&self, last: &Column) -> Vec<(Status, String)> {
        let occurs = |status: &Status| self.columns.iter().any(|column| count(column, *status) > 0);
        let name = |status: Status| {
            let name = self
                .names
                .iter()
                .find(|(own, _)| *own == status)
                .map(|(_, name)| name.as_str());
            (
                status,
                format!(
                    "{} {} {}",
                    status.shape(),
                    name.unwrap_or_default(),
                    count(last, status)
                ),
            )
        };
        ORDER.into_iter().rev().filter(occurs).map(name).collect()
    }

    fn name(sheet: &mut Sheet, names: &[(Status, String)], status: Status, at: (f64, f64), size: f64) {
        let Some((_, words)) = names.iter().find(|(own, _)| *own == status) else {
            return;
        };
        sheet.status(status, (at.0, at.1 - size * 0.8), 11.0, 11.0);
        let class = format!("p-t ps-{}", status.as_str());
        sheet.must_label(&class, size, words, &[Spot::new(at.0 + 16.0, at.1, Anchor::Start)]);
    }
}

fn count(column: &Column, status: Status) -> u32 {
    column
        .counts
        .iter()
        .filter(|(own, _)| *own == status)
        .map(|(_, number)| *number)
        .sum()
}

/// Status, number, top and height of each part that there is, from the bottom up.
fn stack(column: &Column, full: f64) -> Vec<(Status, u32, f64, f64)> {
    let total: f64 = column.counts.iter().map(|(_, number)| f64::from(*number)).sum();
    let mut from = full;
    (ORDER.into_iter())
        .map(|status| (status, count(column, status)))
        .filter(|(_, number)| *number > 0)
        .map(|(status, number)| {
            let height = full * f64::from(number) / total;
            from -= height;
            (status, number, from.max(0.0), height)
        })
        .collect()
}

/// Moves places apart within what there is, those at the bottom first.
fn spread(places: &mut [(Status, f64)], top: f64, bottom: f64, apart: f64) {
    places.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut limit = bottom;
    for (_, y) in places.iter_mut() {
        *y = y.min(limit);
        limit = *y - apart;
    }
    let mut limit = top;
    for (_, y) in places.iter_mut().rev() {
        *y = y.max(limit);
        limit = *y + apart;
    }
}

#[cfg(test)]
#[path = "../../tests/drawing/months.rs"]
mod tests;
