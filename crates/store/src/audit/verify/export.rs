//! An export, line by line: written, and read back to be verified.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use super::{AuditLine, Finding, Noted, Part, PersonalLine, Verified, Verifier};
use crate::audit::AuditHead;

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
const LONGEST: u64 = 256 << 20;

/// Why an export cannot be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is an export of a later format, of this number.
    #[error("format {0} of an export of the audit is not known")]
    Newer(u32),
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
        let end = AuditHead {
            seq: 0,
            hash: String::new(),
        };
        Ok(Self { out, end, personal: 0 })
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

/// Verifies an export: every row, its bytes, its order, its end, and the ends that were noted before.
pub fn verify_export(mut from: impl BufRead, noted: Vec<Noted>) -> Result<Verified, ExportError> {
    let mut verifier = Verifier::new(noted);
    let (mut bytes, mut line) = (Vec::new(), 0_u64);
    let (mut format, mut texts, mut reached) = (FORMAT, 0, 0);
    let mut end = None;
    loop {
        bytes.clear();
        if io::Read::take(&mut from, LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        line += 1;
        let text = bytes.strip_suffix(b"\n").unwrap_or_default();
        let after = verifier.end.seq;
        if line == 1 {
            match serde_json::from_slice::<Begin>(text) {
                Ok(begin) if begin.yaodian == "audit" && begin.format > FORMAT => {
                    return Err(ExportError::Newer(begin.format));
                }
                _ => match (1..).zip(BEGIN).find(|(_, begin)| begin.as_bytes() == text) {
                    Some((told, _)) => format = told,
                    None => verifier.find(Finding::Unreadable { line, after }),
                },
            }
            continue;
        }
        if end.is_some() {
            // Nothing comes after the end.
            verifier.find(Finding::Unreadable { line, after });
        } else if let Some(row) = canonical::<AuditLine>(text)
            && texts == 0
            && (format > 1 || row.personal.is_none())
        {
            verifier.take(&row);
        } else if let Some(text) = canonical::<PersonalLine>(text)
            && format > 1
        {
            texts += 1;
            reached = text.seq;
            verifier.take_personal(&text);
        } else if let Some(last) = canonical::<End>(text)
            && last.personal == (format > 1).then_some(texts)
        {
            end = Some(last.end);
        } else {
            verifier.find(Finding::Unreadable { line, after });
        }
    }
    if let Some(end) = end {
        return Ok(verifier.finish(&end));
    }
    let after = verifier.end.seq;
    verifier.find(Finding::CutShort { after });
    // Texts come in the order of their rows: what was still to come is cut off, and not taken away.
    verifier.open.retain(|(seq, _), _| *seq < reached);
    Ok(verifier.done())
}

/// A value from a line, if these are the very bytes in which it is written.
fn canonical<T: Serialize + for<'a> Deserialize<'a>>(text: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(text).ok()?;
    (serde_json::to_vec(&value).ok()? == text).then_some(value)
}
