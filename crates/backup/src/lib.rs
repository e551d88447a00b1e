//! An installation in one file: the rows of its database and the files beside it.
//!
//! * [`write`]: makes a backup while the installation is used;
//! * [`verify`]: whether a backup is as it was written, without restoring it;
//! * [`restore`]: puts it into an empty installation, on either database;
//! * [`copy`]: moves an installation from one database to the other, the same way without a file;
//! * [`daily`]: which backups of a folder are kept.
//!
//! # The format
//!
//! A ZIP file, which any tool opens:
//!
//! * `tables/NAME.jsonl`: the rows of a table, one a line, each a JSON array of texts, whole numbers and nulls,
//!   in the order of the primary key;
//! * `files/evidence/SHA256` and `files/uploads/ID`: the files beside the database;
//! * `files/heads/DAY.csv`: the ends of the audit's days that are kept beside them, also those that an earlier restore
//!   left behind ([`yaodian_evidence::heads`]);
//! * `manifest.json`, last: a [`Manifest`], with the columns of every table, and the size and the SHA-256 of
//!   every part.
//!
//! Its comment, which is the end of the file, is [`SEAL`] and 64 hexadecimal digits: the SHA-256 of
//! all bytes before those digits. So no byte of a backup can change, be lost or be added unnoticed, and two ordinary
//! commands tell: `head -c -64 FILE | sha256sum` and `tail -c 64 FILE`.
//!
//! The rows are those of the schema that the manifest names by its migrations. A later version of the program makes
//! the tables of that schema, fills them and upgrades them as it would have upgraded the database.
//!
//! # Invariants
//!
//! * A backup is of one moment: what a file of it refers to is in it.
//! * A backup is there as a whole, on disk, or not at all.
//! * The chain of its audit goes through every end in it, or it is told which it does not go through.
//! * Whoever goes back behind ends that are kept where it is restored leaves a row in the audit that names them.
//! * Nothing is touched before every byte of a backup was verified; then all of it is put back, or nothing.
//! * No name in a backup becomes a path: parts have the names that the format gives them, or are refused.
//! * No more is held in memory than some rows, one file of evidence, and the list of files.

#![deny(missing_docs)]

mod copy;
pub mod daily;
mod lines;
mod manifest;
mod read;
mod restore;
mod write;

use std::io;

use yaodian_audit::{Finding, Verified};
use yaodian_evidence::{keep::KeepError, uploads::UploadError};
use yaodian_store::{StoreError, whole::FillError};

pub use copy::{Copied, copy};
pub use manifest::{FORMAT, Kind, Manifest, Part, SEAL, TablePart};
pub use read::verify;
pub use restore::{Back, Into, restore};
pub use write::{Source, Written, write};

/// Why a backup could not be made, verified or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file that was to be made is there already.
    #[error("the file is there already")]
    Exists,
    /// A file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is no backup of Yaodian's.
    #[error("the file is no backup")]
    Foreign,
    /// The file is the beginning of a backup, whose end is missing.
    #[error("the end of the file is missing")]
    CutShort,
    /// The backup is of a later format.
    #[error("format {format} is not known")]
    Newer {
        /// The number of the format.
        format: u32,
        /// The version of the program that wrote it.
        product: String,
    },
    /// Something of the backup is not as it was written.
    #[error("the backup is damaged")]
    Damaged(Vec<Trouble>),
    /// The audit of the backup does not hold.
    #[error("the audit does not hold")]
    Audit(Vec<Finding>),
    /// Files of evidence lie where those of the backup are to be put, and are not among them.
    #[error("{0} other files of evidence are there")]
    OtherFiles(usize),
    /// The database does not take the rows.
    #[error(transparent)]
    Fill(#[from] FillError),
    /// The database fails.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The place for files of evidence fails.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The place for sheets fails.
    #[error(transparent)]
    Uploads(#[from] UploadError),
    /// Source and copy are not the same.
    #[error("table {0} is not the same in the copy")]
    NotTheSame(String),
}

/// What is wrong with a part of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The part, by its name in the archive; the archive itself, if it is empty.
    pub part: String,
    /// What is wrong with it.
    pub what: What,
}

/// What can be wrong with a part of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is listed, and not there.
    Missing,
    /// It is there, and not listed; or has a name that no part has.
    Unlisted,
    /// It is not what was written.
    Altered,
    /// It cannot be read as what it is.
    Unreadable,
}

impl From<zip::result::ZipError> for BackupError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Io(error.into())
    }
}

/// What a backup came to that was verified.
#[derive(Debug)]
pub struct Sound {
    /// What is in it.
    pub manifest: Manifest,
    /// What came of its audit, also of the ends of days that are in it.
    pub audit: Verified,
}
