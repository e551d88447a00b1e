//! Older Excel files: an OLE container that holds a stream of records.

use std::{
    io::{Cursor, Read, Seek},
    sync::Arc,
};

use calamine::{Data, Range, Xls, XlsError};
use yaodian_contract::ledger::FileTrouble;

use super::Rows;
use crate::{
    cells::{Batch, Merge, Raw},
    serial::Epoch,
};

/// What a cell costs once it is read.
const CELL: u64 = 64;

/// Whether the container holds a workbook whose cells, once laid out, stay within `limit` bytes.
///
/// The reader lays out every sheet as a rectangle from its first to its last cell: two cells can
/// ask for half a gigabyte, and a sheet's word on its size for any amount. So the records are
/// walked here first.
pub(super) fn check(bytes: &Arc<[u8]>, limit: u64) -> Result<(), FileTrouble> {
    let damaged = |why: std::io::Error| FileTrouble::Damaged {
        detail: why.to_string(),
    };
    let mut container = cfb::CompoundFile::open(Cursor::new(Arc::clone(bytes))).map_err(damaged)?;
    let other = |found: &str| FileTrouble::NotASheet {
        found: found.to_owned(),
    };
    let name = match [
        "Workbook",
        "Book",
        "EncryptedPackage",
        "WordDocument",
        "PowerPoint Document",
    ]
    .into_iter()
    .find(|name| container.is_stream(name))
    {
        Some(name @ ("Workbook" | "Book")) => name,
        Some("EncryptedPackage") => return Err(FileTrouble::Password),
        Some("WordDocument") => return Err(other("Word")),
        Some(_) => return Err(other("PowerPoint")),
        None => return Err(other("OLE")),
    };
    let mut stream = Vec::new();
    let most = bytes.len() as u64;
    let opened = container.open_stream(name).map_err(damaged)?;
    opened.take(most).read_to_end(&mut stream).map_err(damaged)?;
    walk(&stream, limit)
}

/// The most sheets of a file.
const SHEETS: usize = 256;

/// Adds up the rectangles that the sheets span, by their cells and by what they say themselves: the
/// reader makes room for both.
fn walk(stream: &[u8], limit: u64) -> Result<(), FileTrouble> {
    let mut starts = Vec::new();
    for record in Records(stream) {
        match record.kind {
            // FILEPASS.
            0x002F => return Err(FileTrouble::Password),
            // BOUNDSHEET: where a sheet begins.
            0x0085 => starts.push(record.long(0) as usize),
            // EOF of what comes before the sheets.
            0x000A => break,
            _ => {}
        }
    }
    let too_much = || FileTrouble::Unpacks { limit };
    if starts.len() > SHEETS {
        return Err(too_much());
    }
    let mut left = limit;
    for start in starts {
        let cells = cells(stream.get(start..).unwrap_or_default());
        left = left.checked_sub(cells.saturating_mul(CELL)).ok_or_else(too_much)?;
    }
    Ok(())
}

/// How many cells the reader makes room for.
fn cells(sheet: &[u8]) -> u64 {
    let (mut declared, mut depth) = (0_u64, 0_u32);
    let mut bounds: Option<Bounds> = None;
    for record in Records(sheet) {
        match record.kind {
            // BOF, also of a chart within the sheet.
            0x0809 => depth += 1,
            // EOF.
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            // DIMENSIONS, in the older and in the newer form.
            0x0200 => {
                let span = |from: u32, to: u32| u64::from(to.saturating_sub(from)).max(1);
                let (rows, columns) = if record.data.len() < 14 {
                    (span(record.short(0).into(), record.short(2).into()), record.short(6))
                } else {
                    (span(record.long(0), record.long(4)), record.short(10))
                };
                declared = declared.saturating_add(rows.saturating_mul(u64::from(columns)));
            }
            // Cells begin with a row and a column; those of several end with the last one.
            0x0006 | 0x00BD | 0x00BE | 0x00D6 | 0x00FD | 0x0201..=0x0207 | 0x027E if record.data.len() >= 4 => {
                let (row, first) = (record.short(0), record.short(2));
                let last = match record.kind {
                    0x00BD | 0x00BE => record.short(record.data.len() - 2),
                    _ => first,
                };
                bounds
                    .get_or_insert_default()
                    .take_in(row, first.min(last), first.max(last));
            }
            _ => {}
        }
    }
    declared.saturating_add(bounds.map_or(0, |bounds| bounds.cells()))
}

/// The records of a stream, as far as they go.
struct Records<'s>(&'s [u8]);

struct Record<'s> {
    kind: u16,
    data: &'s [u8],
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let [a, b, c, d] = *head;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([c, d])))?;
        self.0 = rest;
        Some(Record {
            kind: u16::from_le_bytes([a, b]),
            data,
        })
    }
}

impl Record<'_> {
    fn short(&self, at: usize) -> u16 {
        let found = self.data.get(at..).and_then(|rest| rest.first_chunk());
        found.map_or(0, |bytes| u16::from_le_bytes(*bytes))
    }

    fn long(&self, at: usize) -> u32 {
        let found = self.data.get(at..).and_then(|rest| rest.first_chunk());
        found.map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }
}

struct Bounds {
    rows: (u16, u16),
    columns: (u16, u16),
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            rows: (u16::MAX, 0),
            columns: (u16::MAX, 0),
        }
    }
}

impl Bounds {
    fn take_in(&mut self, row: u16, first: u16, last: u16) {
        self.rows = (self.rows.0.min(row), self.rows.1.max(row));
        self.columns = (self.columns.0.min(first), self.columns.1.max(last));
    }

    fn cells(&self) -> u64 {
        let span = |(from, to): (u16, u16)| u64::from(to.saturating_sub(from)) + 1;
        span(self.rows) * span(self.columns)
    }
}

pub(super) fn damaged(why: &XlsError) -> FileTrouble {
    match why {
        XlsError::Password => FileTrouble::Password,
        other => FileTrouble::Damaged {
            detail: other.to_string(),
        },
    }
}

/// The merged cells of a sheet, from above.
pub(super) fn merges<R: Read + Seek>(book: &Xls<R>, sheet: &str) -> Vec<Merge> {
    let found = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    let mut merges: Vec<Merge> = found
        .iter()
        .map(|merge| Merge {
            top: merge.start.0,
            left: merge.start.1,
            bottom: merge.end.0,
            right: merge.end.1,
        })
        .collect();
    merges.sort_unstable();
    merges
}

/// Rows of a sheet that was read whole.
pub(super) struct XlsRows<'t> {
    range: &'t Range<Data>,
    formulas: &'t Range<String>,
    at: usize,
    epoch: Epoch,
}

impl<'t> XlsRows<'t> {
    pub fn new(range: &'t Range<Data>, formulas: &'t Range<String>, epoch: Epoch) -> Self {
        Self {
            range,
            formulas,
            at: 0,
            epoch,
        }
    }
}

impl<'t> Rows<'t> for XlsRows<'t> {
    fn fill(&mut self, batch: &mut Batch<'t>) -> Result<bool, FileTrouble> {
        let Some((top, left)) = self.range.start() else {
            return Ok(false);
        };
        let (height, width) = self.range.get_size();
        while self.at < height {
            if batch.is_full() {
                return Ok(true);
            }
            let row = top.saturating_add(u32::try_from(self.at).unwrap_or(u32::MAX));
            for column in 0..u32::try_from(width).unwrap_or(0) {
                let place = (row, left.saturating_add(column));
                let formula = self.formulas.get_value(place).filter(|formula| !formula.is_empty());
                let raw = match (formula, self.range.get((self.at, column as usize))) {
                    (Some(formula), _) => Raw::Formula(batch.keep(&format!("={formula}"))),
                    (None, None | Some(Data::Empty)) => continue,
                    (None, Some(Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text))) => {
                        Raw::Book(text)
                    }
                    (None, Some(Data::Int(value))) => Raw::Number((*value).into()),
                    (None, Some(Data::Float(value))) => batch.number(*value),
                    (None, Some(Data::Bool(value))) => Raw::Bool(*value),
                    (None, Some(Data::DateTime(value))) => batch.moment(value.as_f64(), self.epoch),
                    (None, Some(Data::Error(error))) => Raw::Fault(batch.keep(&error.to_string())),
                };
                batch.push(place.1, raw);
            }
            batch.close(row as usize + 1);
            self.at += 1;
        }
        Ok(false)
    }
}
