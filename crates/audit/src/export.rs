//! An export, line by line: written, and read back to be verified.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::{AuditHead, AuditLine, Finding, Noted, Part, PersonalLine, Verified, Verifier};

/// The first line of an export.
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begin {
    yaodian: String,
    format: u32,
}

/// The last line of an export.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    end: AuditHead,
    /// How many texts about persons there are; not told in format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    personal: Option<u64>,
}

/// What the first line of an export is, by format.
const BEGIN: [&str; 2] = [r#"{"yaodian":"audit","format":1}"#, r#"{"yaodian":"audit","format":2}"#];

/// The format in which exports are written.
const FORMAT: u32 = 2;

/// The longest line that is read, in bytes: a hundred times what the largest detail takes.
const LONGEST: usize = 256 << 20;

/// Why an export cannot be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is an export of a later format, of this number.
    #[error("format {0} of an export of the audit is not known")]
    Newer(u32),
    /// It is another file: neither does it begin as an export does, nor is there one row in it.
    #[error("this is no export of the audit")]
    Other,
}

/// Writes an export, row by row.
#[derive(Debug)]
pub struct Export<W> {
    out: W,
    end: AuditHead,
    personal: u64,
}

impl<W: Write> Export<W> {
    /// Begins it.
    pub fn begin(mut out: W) -> io::Result<Self> {
        let [_, begin] = BEGIN;
        writeln!(out, "{begin}")?;
        Ok(Self {
            out,
            end: AuditHead::default(),
            personal: 0,
        })
    }

    /// The next row.
    pub fn row(&mut self, row: &AuditLine) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, row)?;
        self.out.write_all(b"\n")?;
        self.end = AuditHead {
            seq: row.seq,
            hash: row.hash.clone(),
        };
        Ok(())
    }

    /// A text about a person; they come after all rows.
    pub fn personal(&mut self, text: &PersonalLine) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, text)?;
        self.out.write_all(b"\n")?;
        self.personal += 1;
        Ok(())
    }

    /// Either of the two.
    pub fn part(&mut self, part: Part<'_>) -> io::Result<()> {
        match part {
            Part::Row(row) => self.row(row),
            Part::Personal(text) => self.personal(text),
        }
    }

    /// Ends it, and hands back what it was written to.
    pub fn end(mut self) -> io::Result<W> {
        let end = End {
            end: self.end,
            personal: Some(self.personal),
        };
        serde_json::to_writer(&mut self.out, &end)?;
        self.out.write_all(b"\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Reads an export piece by piece, however it is cut, and verifies it: every row, its bytes, its order, its end, and
/// the ends that were noted before.
#[derive(Debug)]
pub struct Reading {
    verifier: Verifier,
    /// The beginning of a line whose end has not come yet.
    begun: Vec<u8>,
    line: u64,
    format: u32,
    /// Whether the first line was that of an export.
    known: bool,
    /// Texts about persons so far, and the row of the last of them.
    texts: u64,
    reached: i64,
    end: Option<AuditHead>,
    /// Lines that are none.
    strange: usize,
}

impl Reading {
    /// Begins, with ends that were noted before.
    pub fn new(noted: Vec<Noted>) -> Self {
        Self {
            verifier: Verifier::new(noted),
            begun: Vec::new(),
            line: 0,
            format: FORMAT,
            known: false,
            texts: 0,
            reached: 0,
            end: None,
            strange: 0,
        }
    }

    /// The number of the last row so far.
    pub fn reached(&self) -> i64 {
        self.verifier.end().seq
    }

    /// The next piece.
    ///
    /// # Errors
    ///
    /// It is no export, or one of a later format: no more need be read.
    pub fn take(&mut self, mut piece: &[u8]) -> Result<(), ExportError> {
        while let Some(at) = piece.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = (&piece[..at], &piece[at + 1..]);
            if self.begun.is_empty() {
                self.line(line)?;
            } else {
                let mut begun = std::mem::take(&mut self.begun);
                begun.extend_from_slice(line);
                self.line(&begun)?;
            }
            piece = rest;
        }
        self.begun.extend_from_slice(piece);
        if self.begun.len() > LONGEST {
            self.begun = Vec::new();
            self.line(&[])?;
        }
        Ok(())
    }

    fn strange(&mut self) -> Result<(), ExportError> {
        let (line, after) = (self.line, self.reached());
        self.strange += 1;
        if !self.known && after == 0 && self.strange == Verifier::MOST {
            return Err(ExportError::Other);
        }
        self.verifier.find(Finding::Unreadable { line, after });
        Ok(())
    }

    fn line(&mut self, text: &[u8]) -> Result<(), ExportError> {
        self.line += 1;
        if self.line == 1 {
            if let Ok(begin) = serde_json::from_slice::<Begin>(text)
                && begin.yaodian == "audit"
                && begin.format > FORMAT
            {
                return Err(ExportError::Newer(begin.format));
            }
            let Some((told, _)) = (1..).zip(BEGIN).find(|(_, begin)| begin.as_bytes() == text) else {
                return self.strange();
            };
            (self.format, self.known) = (told, true);
        } else if self.end.is_some() {
            // Nothing comes after the end.
            return self.strange();
        } else if let Some(row) = canonical::<AuditLine>(text)
            && self.texts == 0
            && (self.format > 1 || row.personal.is_none())
        {
            self.verifier.take(&row);
        } else if let Some(text) = canonical::<PersonalLine>(text)
            && self.format > 1
        {
            self.texts += 1;
            self.reached = text.seq;
            self.verifier.take_personal(&text);
        } else if let Some(last) = canonical::<End>(text)
            && last.personal == (self.format > 1).then_some(self.texts)
        {
            self.end = Some(last.end);
        } else {
            return self.strange();
        }
        Ok(())
    }

    /// All of it was taken in.
    ///
    /// # Errors
    ///
    /// It is no export.
    pub fn finish(mut self) -> Result<Verified, ExportError> {
        if !self.begun.is_empty() {
            // A line of which the end is missing.
            self.line(&[])?;
        }
        if !self.known && self.reached() == 0 {
            return Err(ExportError::Other);
        }
        if let Some(end) = self.end {
            return Ok(self.verifier.finish(&end));
        }
        let after = self.reached();
        self.verifier.find(Finding::CutShort { after });
        // Texts come in the order of their rows: what was still to come is cut off, and not taken away.
        self.verifier.forgive_from(self.reached);
        Ok(self.verifier.done())
    }
}

/// Verifies an export, as [`Reading`] does.
pub fn verify_export(mut from: impl BufRead, noted: Vec<Noted>) -> Result<Verified, ExportError> {
    let mut reading = Reading::new(noted);
    loop {
        let piece = from.fill_buf()?;
        if piece.is_empty() {
            return reading.finish();
        }
        reading.take(piece)?;
        let taken = piece.len();
        from.consume(taken);
    }
}

/// A value from a line, if these are the very bytes in which it is written.
fn canonical<T: Serialize + for<'a> Deserialize<'a>>(text: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(text).ok()?;
    (serde_json::to_vec(&value).ok()? == text).then_some(value)
}
