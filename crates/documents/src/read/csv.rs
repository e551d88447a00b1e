//! Rows of a CSV file, one after another.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{Read, Seek};

use yaodian_contract::ledger::FileTrouble;

use super::{
    Rows,
    encoding::{PIECE, Text},
};
use crate::{
    cells::{Batch, Raw, is_fault},
    neutral,
};

/// The longest row: one that is longer has a quote that is not closed.
const LONGEST: usize = 4 << 20;
/// The most cells of a row, as in a sheet.
const CELLS: usize = 16_384;
/// Set behind the end of the file. If it is not a row of its own, a quote took it in.
const END: &[u8] = b"\n\x1A\x1A\n";

/// Where bytes of UTF-8 come from.
pub(super) trait Source {
    /// The next bytes; 0 at the end.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, FileTrouble>;
}

impl<R: Read + Seek> Source for Text<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, FileTrouble> {
        Self::read(self, into)
    }
}

impl Source for &[u8] {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, FileTrouble> {
        std::io::Read::read(self, into).map_err(super::encoding::damaged)
    }
}

/// The rows of a CSV file.
pub(super) struct CsvRows<S> {
    source: S,
    reader: Reader,
    input: Vec<u8>,
    from: usize,
    to: usize,
    out: Vec<u8>,
    ends: Vec<usize>,
    /// How many rows came before, as a sheet counts them: blank ones too, and lines within quotes
    /// not.
    row: usize,
    /// How many line feeds came before.
    lines: usize,
    /// Whether the last byte was a carriage return.
    after_return: bool,
    /// Whether [`END`] was set.
    ended: bool,
}

impl<S: Source> CsvRows<S> {
    pub fn new(source: S, delimiter: u8) -> Self {
        Self {
            source,
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            input: vec![0; PIECE],
            from: 0,
            to: 0,
            out: vec![0; PIECE],
            ends: vec![0; 64],
            row: 0,
            lines: 0,
            after_return: false,
            ended: false,
        }
    }

    /// The next row as it stands, with its number as a sheet counts; `None` at the end.
    pub fn plain(&mut self) -> Result<Option<(usize, Vec<String>)>, FileTrouble> {
        let Some((bytes, cells)) = self.record()? else {
            return Ok(None);
        };
        let text = utf8(self.out.get(..bytes).unwrap_or_default())?;
        let mut from = 0;
        let cells = self.ends.get(..cells).unwrap_or_default().iter().map(|&end| {
            let cell = text.get(from..end).unwrap_or_default();
            from = end;
            cell.to_owned()
        });
        Ok(Some((self.row, cells.collect())))
    }

    /// The next record: how many bytes of `out` and how many `ends` it has. `None` at the end.
    fn record(&mut self) -> Result<Option<(usize, usize)>, FileTrouble> {
        let (mut bytes, mut cells) = (0, 0);
        // Blank lines before the record count as rows.
        let mut before = true;
        let mut starts = self.lines;
        loop {
            if self.from == self.to {
                (self.from, self.to) = (0, self.source.read(&mut self.input)?);
                if self.to == 0 && !self.ended {
                    self.ended = true;
                    self.input.get_mut(..END.len()).unwrap_or_default().copy_from_slice(END);
                    self.to = END.len();
                }
            }
            let input = self.input.get(self.from..self.to).unwrap_or_default();
            let (out, ends) = (self.out.get_mut(bytes..), self.ends.get_mut(cells..));
            let (result, used, wrote, ended) =
                self.reader
                    .read_record(input, out.unwrap_or_default(), ends.unwrap_or_default());
            let used = input.get(..used).unwrap_or_default();
            for byte in used {
                if !before {
                    break;
                }
                match byte {
                    b'\n' if self.after_return => self.after_return = false,
                    b'\n' => self.row += 1,
                    b'\r' => {
                        self.row += 1;
                        self.after_return = true;
                    }
                    _ => before = false,
                }
                starts += usize::from(*byte == b'\n');
            }
            self.lines += memchr::memchr_iter(b'\n', used).count();
            if !before {
                self.after_return = used.last() == Some(&b'\r');
            }
            self.from += used.len();
            bytes += wrote;
            cells += ended;
            let unclosed = |detail: &str| FileTrouble::Csv {
                line: starts + 1,
                detail: detail.to_owned(),
            };
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.out.len() >= LONGEST => {
                    return Err(unclosed("row of more than 4 MiB: unclosed quote?"));
                }
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= CELLS => {
                    return Err(unclosed("row of more than 16384 cells"));
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    let out = self.out.get(..bytes).unwrap_or_default();
                    if self.ended && Some(out) == END.get(1..3) {
                        return Ok(None);
                    }
                    if self.ended && out.ends_with(END) {
                        return Err(unclosed("unclosed quote"));
                    }
                    self.row += 1;
                    return Ok(Some((bytes, cells)));
                }
                // The end was not reached as a row of its own.
                ReadRecordResult::End => return Err(unclosed("unclosed quote")),
            }
        }
    }
}

impl<'t, S: Source> Rows<'t> for CsvRows<S> {
    fn fill(&mut self, batch: &mut Batch<'t>) -> Result<bool, FileTrouble> {
        while !batch.is_full() {
            let Some((bytes, cells)) = self.record()? else {
                return Ok(false);
            };
            let text = utf8(self.out.get(..bytes).unwrap_or_default())?;
            let mut from = 0;
            for (column, &end) in (0..).zip(self.ends.get(..cells).unwrap_or_default()) {
                let field = text.get(from..end).unwrap_or_default();
                from = end;
                if !field.is_empty() {
                    let raw = understand(field, batch);
                    batch.push(column, raw);
                }
            }
            batch.close(self.row);
        }
        Ok(true)
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, FileTrouble> {
    std::str::from_utf8(bytes).map_err(|why| FileTrouble::Damaged {
        detail: why.to_string(),
    })
}

/// What Excel would make of a field: a formula, an error, or a text.
fn understand<'t>(field: &str, batch: &mut Batch<'t>) -> Raw<'t> {
    match field.as_bytes().first() {
        Some(b'=') => {
            // ="00123" is how zeros are kept at the beginning.
            let quoted = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
            match quoted.filter(|text| !text.contains('"')) {
                Some(text) => Raw::Text(batch.keep(text)),
                None => Raw::Formula(batch.keep(field)),
            }
        }
        Some(b'\'') => Raw::Text(batch.keep(neutral::restore(field))),
        Some(b'#') if is_fault(field) => Raw::Fault(batch.keep(field)),
        _ => Raw::Text(batch.keep(field)),
    }
}

/// The character between the cells: the one by which `score` finds most.
pub(super) fn delimiter(sample: &[u8], score: impl Fn(&Batch<'_>) -> usize) -> u8 {
    let mut best = (0, b',');
    for delimiter in [b',', b'\t', b';'] {
        let mut rows = CsvRows::new(sample, delimiter);
        let mut batch = Batch::default();
        // A sample ends anywhere, within quotes perhaps.
        let _ = rows.fill(&mut batch);
        let found = score(&batch);
        if found > best.0 {
            best = (found, delimiter);
        }
    }
    best.1
}
