//! All of an installation at one moment, and an empty one to be filled with it: for backups, for
//! restoring them, and for moving from one database to the other.
//!
//! What is read is rows, cell by cell, of whatever tables there are; so a table that a later version adds
//! needs nothing here. Both databases give the same rows in the same order: that of the primary key, texts
//! by their bytes.
//!
//! # Invariants
//!
//! * A [`Snapshot`] is one read transaction: what is written while it is read is not in it, and nobody
//!   waits for it.
//! * A [`Filling`] is one transaction: it is filled, checked and brought up to date, or nothing is there.

mod catalogue;
mod filling;
pub(crate) mod records;
mod snapshot;

use serde::{Deserialize, Serialize};

pub use filling::{FillError, Filling, lay_out};
pub use snapshot::{KeptFile, Snapshot};

/// What a row holds in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
}

impl Cell {
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Null | Self::Int(_) => 16,
            Self::Text(text) => 24 + text.len(),
        }
    }

    /// The text that it holds.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Int(_) => None,
        }
    }
}

/// A table, with the names of its columns in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// The numbers of the migrations that this program knows.
pub fn known_schema() -> Vec<i64> {
    crate::migrations::known()
}

/// Whether a name can stand in a statement: all that migrations ever gave can.
pub(crate) fn is_name(name: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.len() <= 63 && name.bytes().all(letters)
}
