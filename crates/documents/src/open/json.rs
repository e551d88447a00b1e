//! Tables as JSON, written row by row.
//!
//! Numbers are written out with their own digits, which no JSON library that goes by binary numbers would
//! keep.

use std::io::Write;

use super::{Open, Value};
use crate::WriteTrouble;

/// Writes a text as JSON does.
fn string(out: &mut impl Write, text: &str) -> Result<(), WriteTrouble> {
    serde_json::to_writer(out, text).map_err(|error| WriteTrouble::Io(error.into()))
}

/// Writes an object of named values.
pub(crate) fn object<'n, 'v>(
    out: &mut impl Write,
    cells: impl IntoIterator<Item = (&'n str, Value<'v>)>,
) -> Result<(), WriteTrouble> {
    let mut before = '{';
    for (name, value) in cells {
        write!(out, "{before}")?;
        before = ',';
        string(out, name)?;
        out.write_all(b":")?;
        match &value {
            Value::Blank => out.write_all(b"null")?,
            Value::Text(text) if text.is_empty() => out.write_all(b"null")?,
            Value::Text(text) => string(out, text)?,
            Value::Day(day) => write!(out, "\"{day}\"")?,
            Value::Number(number) => write!(out, "{number}")?,
            Value::Truth(truth) => write!(out, "{truth}")?,
        }
    }
    if before == '{' {
        out.write_all(b"{")?;
    }
    out.write_all(b"}")?;
    Ok(())
}

/// A list, one object a row.
pub(super) fn write(open: Open<'_>, out: impl Write) -> Result<usize, WriteTrouble> {
    let mut out = std::io::BufWriter::new(out);
    let names: Vec<&str> = open.table.fields.iter().map(|field| field.name).collect();
    let mut rows = 0;
    out.write_all(b"[")?;
    for row in open.rows {
        out.write_all(if rows == 0 { b"\n" } else { b",\n" })?;
        object(&mut out, names.iter().copied().zip(row))?;
        rows += 1;
    }
    out.write_all(b"\n]\n")?;
    out.flush()?;
    Ok(rows)
}
