//! Writing: sheets for people to fill in, to look at, and to mend.

mod columns;
mod csv;
mod formats;
mod json;
mod lists;
mod xlsx;

use std::io::{Seek, Write};

use jiff::civil::Date;
use yaodian_domain::{
    id::UnitId,
    ledger::{Column, Entry, Ledger},
    unit::Register,
};
use yaodian_words::Lang;

pub(crate) use xlsx::{cut, numbered};

/// A sheet of a ledger, and for whom it is written.
#[derive(Debug, Clone, Copy)]
pub struct Book<'a> {
    /// The ledger. Rows have its fields, all of them, also where the sheet leaves some out.
    pub ledger: &'a Ledger,
    /// The units of the plan.
    pub units: &'a Register,
    /// The language of headings, units and choices.
    pub lang: Lang,
    /// The one unit whose sheet it is: no other can be chosen in it.
    pub only: Option<&'a UnitId>,
    /// Whether the entries are made up, which the sheet then says.
    pub demonstration: bool,
    /// Whether it is for anybody: private fields and versions are left out.
    pub public: bool,
    /// The product's day.
    pub as_of: Date,
}

/// Why a sheet was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteTrouble {
    /// The file could not be written.
    #[error("cannot write: {0}")]
    Io(#[from] std::io::Error),
    /// More rows than a sheet holds.
    #[error("more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: u32,
    },
    /// The writer refuses, or cannot write.
    #[error("cannot write the sheet: {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
    /// The writer refuses, or cannot write.
    #[error("cannot write the sheet: {0}")]
    Csv(#[from] ::csv::Error),
}

impl Book<'_> {
    /// An XLSX sheet to fill in: headings, a row of hints, and lists to choose from.
    pub fn template(&self, out: impl Write + Seek + Send) -> Result<(), WriteTrouble> {
        xlsx::template(self, out)
    }

    /// Entries as XLSX. One row at a time is held in memory; the sheet lies in a temporary file
    /// until it is packed.
    pub fn xlsx(&self, rows: impl Iterator<Item = Entry>, out: impl Write + Seek + Send) -> Result<(), WriteTrouble> {
        xlsx::entries(self, rows, out)
    }

    /// Entries as CSV: UTF-8 with a byte order mark, by which Excel knows it.
    pub fn csv(&self, rows: impl Iterator<Item = Entry>, out: impl Write) -> Result<(), WriteTrouble> {
        csv::entries(self, rows, out)
    }

    /// Entries as a list of JSON objects, whose keys are the names of columns in addresses: `key`, `unit`,
    /// `f.river`, `s.traced`.
    pub fn json(&self, rows: impl Iterator<Item = Entry>, out: impl Write) -> Result<(), WriteTrouble> {
        json::entries(self, rows, out)
    }

    /// Rows handed back as XLSX, to be mended and sent again: `columns` are those of the sheet that
    /// was read, and each row is what stood in it ([`ReadRow::texts`](crate::ReadRow::texts)) with
    /// why it did not go in.
    pub fn returned(
        &self,
        columns: &[Column],
        rows: impl Iterator<Item = (Vec<String>, String)>,
        out: impl Write + Seek + Send,
    ) -> Result<(), WriteTrouble> {
        xlsx::returned(self, columns, rows, out)
    }
}
