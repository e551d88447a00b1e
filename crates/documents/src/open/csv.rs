//! Tables as CSV.

use std::{borrow::Cow, io::Write};

use super::{Open, Value};
use crate::{WriteTrouble, neutral::neutralise};

/// A cell as it stands in CSV.
pub(crate) fn cell<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match value {
        Value::Text(text) => neutralise(text),
        other => other.text(),
    }
}

pub(super) fn write(open: Open<'_>, mut out: impl Write) -> Result<usize, WriteTrouble> {
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(open.table.fields.iter().map(|field| field.name))?;
    let mut rows = 0;
    for row in open.rows {
        for value in &row {
            writer.write_field(cell(value).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
        rows += 1;
    }
    writer.flush()?;
    Ok(rows)
}
