//! Rows as they come from any format, before they are understood.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    headings::letters,
    serial::{self, Epoch, Moment},
};

/// What stands in a cell. Texts lie in the [`Batch`] or in the book.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Raw<'t> {
    /// A text of the book's own table.
    Book(&'t str),
    /// A text of the batch.
    Text(Span),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// A truth value.
    Bool(bool),
    /// A formula.
    Formula(Span),
    /// An error that the sheet shows.
    Fault(Span),
}

/// Where a text lies in its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    from: u32,
    to: u32,
}

/// A row of a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowAt {
    /// Its number as the sheet shows it, from 1.
    pub row: usize,
    /// Where its cells end.
    end: usize,
}

/// Some rows in one piece, so that no cell has to allocate.
#[derive(Debug, Default)]
pub(crate) struct Batch<'t> {
    text: String,
    cells: Vec<(u32, Raw<'t>)>,
    rows: Vec<RowAt>,
}

/// Rows and bytes of text after which a batch is full.
const ROWS: usize = 256;
const BYTES: usize = 1 << 20;

impl<'t> Batch<'t> {
    pub fn push(&mut self, column: u32, raw: Raw<'t>) {
        self.cells.push((column, raw));
    }

    /// Keeps `text`.
    pub fn keep(&mut self, text: &str) -> Span {
        let from = self.text.len();
        self.text.push_str(text);
        // A batch ends soon after its first mebibyte, and no cell has 4 GiB.
        let at = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        Span {
            from: at(from),
            to: at(self.text.len()),
        }
    }

    /// A number as it is understood.
    pub fn number(&mut self, value: f64) -> Raw<'t> {
        match serial::decimal(value) {
            Some(value) => Raw::Number(value),
            None => Raw::Fault(self.keep(&format!("{value:E}"))),
        }
    }

    /// A cell formatted as a date.
    pub fn moment(&mut self, value: f64, epoch: Epoch) -> Raw<'t> {
        match serial::moment(value, epoch) {
            Moment::Day(day) => Raw::Day(day),
            Moment::Text(text) => Raw::Text(self.keep(&text)),
        }
    }

    /// Closes a row, if it has cells.
    pub fn close(&mut self, row: usize) {
        let end = self.cells.len();
        if self.rows.last().map_or(0, |last| last.end) < end {
            self.rows.push(RowAt { row, end });
        }
    }

    pub fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.text.len() >= BYTES
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn at(&self, span: Span) -> &str {
        self.text.get(span.from as usize..span.to as usize).unwrap_or_default()
    }

    /// The rows with their cells.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &[(u32, Raw<'t>)])> {
        let mut from = 0;
        self.rows.iter().map(move |row| {
            let cells = self.cells.get(from..row.end).unwrap_or_default();
            from = row.end;
            (row.row, cells)
        })
    }

    /// A text as it is shown, for headings and for handing back.
    pub fn shown(&self, raw: &Raw<'t>) -> std::borrow::Cow<'_, str> {
        match raw {
            Raw::Book(text) => (*text).into(),
            Raw::Text(span) | Raw::Formula(span) | Raw::Fault(span) => self.at(*span).into(),
            Raw::Number(value) => value.to_string().into(),
            Raw::Day(day) => day.to_string().into(),
            Raw::Bool(truth) => truth_text(*truth).into(),
        }
    }
}

pub(crate) fn truth_text(truth: bool) -> &'static str {
    if truth { "TRUE" } else { "FALSE" }
}

/// What a sheet shows where there is no value.
pub(crate) fn is_fault(text: &str) -> bool {
    text.starts_with('#')
        && matches!(
            text,
            "#N/A" | "#REF!" | "#VALUE!" | "#NAME?" | "#DIV/0!" | "#NUM!" | "#NULL!" | "#SPILL!" | "#CALC!" | "#DATA!"
        )
}

/// Cells that are merged into one; rows and columns counted from 0, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

impl Merge {
    /// As a sheet writes it: `B2:B5`.
    pub fn name(&self) -> String {
        let cell = |row: u32, column: u32| format!("{}{}", letters(column), u64::from(row) + 1);
        format!("{}:{}", cell(self.top, self.left), cell(self.bottom, self.right))
    }

    /// From `B2:B5`.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(':')?;
        let ((top, left), (bottom, right)) = (cell(from)?, cell(to)?);
        (top <= bottom && left <= right).then_some(Self {
            top,
            left,
            bottom,
            right,
        })
    }
}

/// Row and column of `B2`, from 0.
fn cell(text: &str) -> Option<(u32, u32)> {
    let text = text.trim_start_matches('$');
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (name, row) = text.split_at(end);
    let column = name.bytes().try_fold(0_u32, |column, byte| {
        let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
        column
            .checked_mul(26)?
            .checked_add(letter)
            .filter(|column| *column <= 16_384)
    })?;
    let row: u32 = row.trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}
