//! Entries as JSON.

use std::io::{BufWriter, Write};

use yaodian_domain::ledger::Entry;

use super::{
    Book, WriteTrouble,
    columns::{Columns, Source},
};
use crate::open::object;

pub(super) fn entries(book: &Book<'_>, rows: impl Iterator<Item = Entry>, out: impl Write) -> Result<(), WriteTrouble> {
    let columns = Columns::of(book);
    let mut out = BufWriter::new(out);
    let names: Vec<String> = (columns.all.iter())
        .map(|column| match (&column.column, &column.source) {
            (Some(column), _) => column.to_string(),
            (None, Source::Demonstration) => "demonstration".to_owned(),
            (None, _) => column.heading.clone(),
        })
        .collect();
    out.write_all(b"[")?;
    for (at, entry) in rows.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let values = columns.all.iter().map(|column| match column.source {
            Source::Demonstration => true.into(),
            _ => columns.value(book, &entry, column),
        });
        object(&mut out, names.iter().map(String::as_str).zip(values))?;
    }
    out.write_all(b"\n]\n")?;
    out.flush()?;
    Ok(())
}
