//! A ledger as a file: the template, what it holds, what was handed back.

use std::{
    fs::File,
    io::{self, Seek as _},
};

use yaodian_contract::ledger::FileTrouble;
use yaodian_documents::{Book, WriteTrouble, open::Format};
use yaodian_domain::{
    id::EntryId,
    ledger::{Entry, Query},
};
use yaodian_words::Lang;

use super::{Opened, Served};
use crate::{
    house::House,
    service::{Refused, aside},
};

/// So many entries are copied out of memory at a time.
const STRIDE: usize = 1_024;

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// Headings and rules, no entries.
    Template,
    /// The entries that meet a query.
    Entries(Query),
    /// The same as the public sees them.
    Public(Query),
}

/// Writes a ledger to a file without a name, at its beginning again.
pub(crate) async fn write(house: &House, opened: Opened, lang: Lang, format: Format, content: Content) -> Served<File> {
    let written = aside(&house.files.sheets, move || {
        let book = Book {
            ledger: &opened.ledger,
            units: &opened.plan().units,
            lang,
            only: opened.only(),
            demonstration: opened.demonstration(),
            public: matches!(content, Content::Public(_)),
            as_of: opened.today,
        };
        let ids = match &content {
            Content::Template => return to_file(|out| book.template(out)),
            Content::Entries(query) => opened.shelved.index().matching(&opened.scope, query),
            Content::Public(query) => opened.shelved.index().public_matching(query),
        };
        to_file(|out| match format {
            Format::Xlsx => book.xlsx(entries(&opened, ids), out),
            Format::Csv => book.csv(entries(&opened, ids), out),
            Format::Json => book.json(entries(&opened, ids), out),
        })
    });
    written.await
}

/// Writes made-up rows that are in no ledger.
pub(crate) async fn sample(house: &House, opened: Opened, lang: Lang, format: Format, number: usize) -> Served<File> {
    let written = aside(&house.files.sheets, move || {
        let (ledger, units) = (&opened.ledger, &opened.plan().units);
        let book = Book {
            ledger,
            units,
            lang,
            only: None,
            demonstration: true,
            public: false,
            as_of: opened.today,
        };
        let rows = yaodian_seed::demonstration(ledger, units, opened.today, number, SEED);
        // What needs files of evidence cannot come with a sheet.
        let provable = ledger.stages.iter().take_while(|stage| stage.files == 0).count();
        let entries = rows.map(|mut row| Entry {
            id: EntryId(0),
            version: 0,
            row: {
                row.reached.truncate(provable);
                row
            },
            files: Vec::new(),
            changed_on: opened.today,
            changed_by: String::new(),
        });
        to_file(|out| match format {
            Format::Xlsx => book.xlsx(entries, out),
            Format::Csv => book.csv(entries, out),
            Format::Json => book.json(entries, out),
        })
    });
    written.await
}

/// What made-up entries are drawn from: the same each time.
pub(crate) const SEED: u64 = 2023;

/// A file without a name that `write` has filled, at its beginning again.
pub(crate) fn to_file(write: impl FnOnce(&mut File) -> Result<(), WriteTrouble>) -> Served<File> {
    let failed = |error: io::Error| Refused::disk(&error);
    let mut file = tempfile::tempfile().map_err(failed)?;
    write(&mut file).map_err(|error| match error {
        WriteTrouble::TooManyRows { limit } => FileTrouble::TooManyRows { limit: limit as usize }.into(),
        other => Refused::disk(&other),
    })?;
    file.rewind().map_err(failed)?;
    Ok(file)
}

/// Entries, copied out of memory in strides.
fn entries(opened: &Opened, ids: Vec<EntryId>) -> impl Iterator<Item = Entry> {
    let mut ids = ids.into_iter().peekable();
    std::iter::from_fn(move || {
        ids.peek()?;
        let index = opened.shelved.index();
        let stride: Vec<Entry> = ids.by_ref().take(STRIDE).filter_map(|id| index.get(id)).collect();
        Some(stride)
    })
    .flatten()
}

impl From<FileTrouble> for Refused {
    fn from(why: FileTrouble) -> Self {
        Self::Because(yaodian_contract::Kind::File { why })
    }
}
