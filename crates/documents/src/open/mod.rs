//! 开放数据: tables that anybody may have, each defined once and written as CSV, JSON and XLSX, and all of
//! them together as a data package (Frictionless).
//!
//! * [`Shape`] says what a table holds: each field together with where its values come from, so that the
//!   two cannot fall out of step; [`Open`] is a shape with its rows;
//! * [`Table`], [`Field`]: what stands in a Table Schema;
//! * [`Format`]: the forms of a table's file;
//! * [`Package`]: the descriptor (`datapackage.json`) and the archive with all files.
//!
//! # What the forms say
//!
//! The three forms hold the same cells. A number is an exact decimal, with the digits that were reported:
//! in CSV as text, in JSON as a JSON number written out digit by digit (a reader that takes it for a binary
//! number keeps 15 digits), in XLSX as a number, or as text where it has more digits than a sheet keeps. A
//! blank cell is an empty field of CSV, `null`, an empty cell. A day is `2023-09-25`, in XLSX a day. A text of
//! CSV that a sheet would take for a formula has an apostrophe before it, as in the ledgers' files.

mod csv;
mod json;
mod package;
mod shape;
mod table;
mod value;
mod xlsx;

use std::io::{Seek, Write};

pub(crate) use self::csv::cell as csv_cell;
pub(crate) use json::object;
pub use package::{Contributor, Holder, Licence, Package, Publication, Resource};
pub use shape::{Open, Shape};
pub use table::{Field, Kind, Reference, Table, Words};
pub use value::Value;
pub(crate) use xlsx::put_number;

use crate::WriteTrouble;

/// The form of a file with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with a byte order mark, by which sheets know it; lines end with CR LF.
    Csv,
    /// A list of objects, one a row.
    Json,
    /// A workbook: the rows, and in a second sheet what the fields mean.
    Xlsx,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Xlsx];

    /// The form by the ending of an address.
    pub fn named(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// The ending of an address or of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl Open<'_> {
    /// Writes the table; how many rows there were.
    pub fn write(self, format: Format, out: impl Write + Seek + Send) -> Result<usize, WriteTrouble> {
        match format {
            Format::Csv => self.csv(out),
            Format::Json => json::write(self, out),
            Format::Xlsx => xlsx::write(self, out),
        }
    }

    /// Writes the table as CSV; how many rows there were.
    pub fn csv(self, out: impl Write) -> Result<usize, WriteTrouble> {
        self::csv::write(self, out)
    }
}
