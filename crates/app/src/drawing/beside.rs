//! Units beside each other as bars: name, bar, sign of the status, value. Of a fixed size, however many there are.

use yaodian_domain::check::Status;

use super::{
    multiples::Scale,
    sheet::{Frame, Sheet},
    text::{Anchor, Spot, fitting, width, wrapped},
};

/// A unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Whose it is.
    pub name: String,
    /// Its last value as it is written; `None` where nothing is known.
    pub value: Option<String>,
    /// How it stands.
    pub status: Status,
    /// How long its bar is.
    pub length: Option<f64>,
    /// What is asked of it.
    pub goal: Option<f64>,
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// In the order in which they are shown.
    pub rows: Vec<Row>,
    /// What the bars have in common; zero is on it.
    pub scale: Scale,
    /// The scale in words, and the signs with their words.
    pub note: String,
}

/// The lowest that a row may be, by the size of its words.
const LOWEST: f64 = 1.3;
/// The widest that a column is.
const WIDEST: f64 = 330.0;

impl Beside {
    /// Draws all of them, in as many columns as hold a name, a bar and a value.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let size = frame.text;
        let note = wrapped(&self.note, size, frame.width, 4);
        let room = frame.height - lines(note.len(), size) - 6.0;
        let names = widest(self.rows.iter().map(|row| row.name.as_str()), size) + 8.0;
        let values = widest(self.rows.iter().filter_map(|row| row.value.as_deref()), size) + size * 1.5 + 8.0;
        let columns = self.columns(frame.width, room, names + values);
        let each = u16::try_from(self.rows.len())
            .unwrap_or(u16::MAX)
            .div_ceil(columns)
            .max(1);
        let (wide, high) = (
            frame.width / f64::from(columns),
            (room / f64::from(each)).min(size * 2.2),
        );
        for (at, row) in (0_u16..).zip(&self.rows) {
            let (left, top) = (wide * f64::from(at / each), high * f64::from(at % each));
            let right = left + wide - if at / each + 1 < columns { 18.0 } else { 0.0 };
            let base = top + high / 2.0 + size * 0.35;
            let names = names.min((right - left - values) * 0.62);
            let (from, to) = (left + names, (right - values).max(left + names + 12.0));
            let name = fitting(&row.name, size, names - 4.0);
            sheet.label("p-head", size, &name, &[Spot::new(left + 1.0, base, Anchor::Start)]);
            self.bar(
                &mut sheet,
                row,
                (from, top + high / 2.0),
                to - from,
                (high * 0.5).min(11.0),
            );
            let class = format!("p-t ps-{}", row.status.as_str());
            let sign = row.status.shape().to_string();
            sheet.label(&class, size, &sign, &[Spot::new(to + 7.0, base, Anchor::Start)]);
            let value = row.value.as_deref().unwrap_or("—");
            let value = fitting(value, size, right - to - size * 1.5 - 4.0);
            sheet.label("p-v", size, &value, &[Spot::new(right - 2.0, base, Anchor::End)]);
        }
        let first = frame.height - lines(note.len(), size) + size;
        for (line, at) in note.iter().zip(0_i32..) {
            let y = first + f64::from(at) * size * 1.35;
            sheet.label("p-t", size, line, &[Spot::new(1.0, y, Anchor::Start)]);
        }
        sheet
    }

    /// As few columns as hold all rows, and no more than there is width for.
    fn columns(&self, width: f64, room: f64, words: f64) -> u16 {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let mut columns = 1;
        while columns < 4
            && width / f64::from(columns + 1) >= words + 40.0
            && (room / f64::from(rows.div_ceil(columns).max(1)) < 13.0 * LOWEST || width / f64::from(columns) > WIDEST)
        {
            columns += 1;
        }
        columns
    }

    fn bar(&self, sheet: &mut Sheet, row: &Row, (from, middle): (f64, f64), room: f64, high: f64) {
        let x =
            |value: f64| from + room * ((value - self.scale.low) / (self.scale.high - self.scale.low)).clamp(0.0, 1.0);
        let zero = x(0.0);
        sheet.line("p-axis", (zero, middle - high * 0.75), (zero, middle + high * 0.75));
        match row.length {
            Some(length) => {
                let (start, end) = (zero.min(x(length)), zero.max(x(length)));
                sheet.status(row.status, (start, middle - high / 2.0), (end - start).max(1.0), high);
            }
            None => sheet.line("p-none", (zero, middle), (from + room, middle)),
        }
        if let Some(goal) = row.goal {
            sheet.line(
                "p-goal",
                (x(goal), middle - high * 0.85),
                (x(goal), middle + high * 0.85),
            );
        }
    }
}

/// How wide the widest of these words are.
fn widest<'w>(words: impl Iterator<Item = &'w str>, size: f64) -> f64 {
    words.map(|one| width(one, size)).fold(0.0, f64::max)
}

/// How high so many lines below a picture are.
fn lines(lines: usize, size: f64) -> f64 {
    let lines = u16::try_from(lines).map_or(1.0, f64::from);
    lines * size * 1.35
}

/// The signs that stand on a picture, each with its word, once and in the order of statuses.
pub fn key(statuses: impl IntoIterator<Item = Status>, word: impl Fn(Status) -> &'static str) -> String {
    let used: std::collections::BTreeSet<Status> = statuses.into_iter().collect();
    let signs: Vec<String> = (Status::ALL.into_iter().rev())
        .filter(|status| used.contains(status))
        .map(|status| format!("{} {}", status.shape(), word(status)))
        .collect();
    signs.join("  ")
}

#[cfg(test)]
mod tests;
