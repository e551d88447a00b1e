//! Spreadsheets in and out (XLSX, XLS and CSV), and the text of documents (DOCX, PDF and TXT).
//!
//! Officials keep their lists in sheets, and sheets go wrong in every way. What can be read is read
//! row by row into [`Draft`](yaodian_domain::ledger::Draft)s; what cannot gets an exact answer, by
//! cell where that is possible ([`Problem`](yaodian_domain::ledger::Problem)) and else by file
//! ([`FileTrouble`](yaodian_contract::ledger::FileTrouble)).
//!
//! * [`open`](fn@open) tells by its content what a file is and whether it is within [`Limits`];
//!   [`Opened::read`] reads it;
//! * [`Book`] writes an empty sheet to fill in, a ledger as XLSX or CSV, and rows that are handed
//!   back to be mended;
//! * [`open`](mod@open) holds the tables of open data;
//! * [`read_table`] reads any table of CSV as it stands, whatever its columns; [`read_any_table`] one of
//!   any kind of sheet, as the text that people see in it;
//! * [`read_prose`] reads the running text of a document, or says exactly why there is none
//!   ([`ProseTrouble`](yaodian_contract::prose::ProseTrouble)).
//!
//! # Invariants
//!
//! * What was written is read back as the same rows.
//! * No more is held in memory than [`Limits`] and [`ProseLimits`] say, whatever a file declares about
//!   itself: see there for what each format costs.

#![deny(missing_docs)]

mod cells;
mod headings;
mod neutral;
pub mod open;
mod prose;
mod read;
mod serial;
mod write;

pub use headings::{Heading, HeadingColumn};
pub use neutral::{neutralise, restore};
pub use prose::{Prose, ProseKind, ProseLimits, read_prose};
pub use read::{Limits, Opened, PlainTable, ReadRow, open, read_any_table, read_table};
pub use write::{Book, WriteTrouble};
