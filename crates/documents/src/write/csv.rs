//! Entries as CSV.

use std::io::Write;

use yaodian_domain::ledger::Entry;

use super::{Book, WriteTrouble, columns::Columns};
use crate::{neutral::neutralise, open::csv_cell};

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
            writer.write_field(csv_cell(&columns.value(book, &entry, column)).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}
