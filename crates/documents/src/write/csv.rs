//! Entries as CSV.

use std::io::Write;

use yaodian_domain::ledger::Entry;

use super::{
    Book, WriteTrouble,
    columns::{Columns, Value},
};
use crate::neutral::neutralise;

pub(super) fn entries(
    book: &Book<'_>,
    rows: impl Iterator<Item = Entry>,
    mut out: impl Write,
) -> Result<(), WriteTrouble> {
    let columns = Columns::of(book);
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(out);
    for column in &columns.all {
        writer.write_field(neutralise(&column.heading).as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)?;
    for entry in rows {
        for column in &columns.all {
            match columns.value(book, &entry, column) {
                Value::Blank => writer.write_field("")?,
                Value::Text(text) => writer.write_field(neutralise(&text).as_bytes())?,
                Value::Number(value) => writer.write_field(value.to_string())?,
                Value::Day(day) => writer.write_field(day.to_string())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}
