//! What stands in a backup.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yaodian_evidence::heads;
use yaodian_store::{AuditHead, whole::Table};

/// The number of this format. Those of before 2 hold no ends of the audit's days.
pub const FORMAT: u32 = 2;

/// What stands before the digits at the end of a backup.
pub const SEAL: &str = "yaodian-backup sha256:";

/// How many digits the SHA-256 at the end has.
pub(crate) const DIGITS: usize = 64;

/// The name of the part that lists all others.
pub(crate) const MANIFEST: &str = "manifest.json";

/// What stands in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The number of the format.
    pub format: u32,
    /// The version of the program that wrote it.
    pub product: String,
    /// When it was begun: all of it is of that moment.
    pub made_at: Timestamp,
    /// The schema, by the numbers of its migrations.
    pub schema: Vec<i64>,
    /// The end of the audit.
    pub audit: AuditHead,
    /// Whether the audit held when the backup was made.
    pub audit_holds: bool,
    /// Every table, with all of its rows.
    pub tables: Vec<TablePart>,
    /// The files beside the database.
    pub files: Vec<Part>,
    /// Files of evidence that the database names and that were not there, or altered, by their SHA-256.
    pub missing: Vec<String>,
}

/// What is read of a manifest first, of whichever format it is.
#[derive(Deserialize)]
pub(crate) struct Begin {
    pub(crate) format: u32,
    #[serde(default)]
    pub(crate) product: String,
}

/// A table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePart {
    /// The table.
    #[serde(flatten)]
    pub table: Table,
    /// How many rows it has.
    pub rows: u64,
    /// The size of the part in bytes.
    pub bytes: u64,
    /// The SHA-256 of the part.
    pub sha256: String,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// The name under which it is kept.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// What a file of a backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A file that proves something, by its SHA-256.
    Evidence,
    /// A sheet that was sent in, and of which nothing came yet, by its id.
    Sheet,
    /// The end of the audit on some day, by the name under which it is kept.
    Head,
}

impl TablePart {
    /// The name of the part.
    pub fn part(&self) -> String {
        table_part(&self.table.name)
    }
}

impl Part {
    /// The name of the part.
    pub fn part(&self) -> String {
        let Self { kind, name, .. } = self;
        match kind {
            Kind::Evidence => format!("files/evidence/{name}"),
            Kind::Sheet => format!("files/uploads/{name}"),
            Kind::Head => format!("files/heads/{name}"),
        }
    }

    /// Whether it has a name under which such a file is kept.
    pub(crate) fn is_named_well(&self) -> bool {
        let hexadecimal = |length: usize| {
            let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            self.name.len() == length && self.name.bytes().all(digit)
        };
        match self.kind {
            Kind::Evidence => hexadecimal(64) && self.name == self.sha256,
            Kind::Sheet => hexadecimal(32),
            Kind::Head => heads::is_name(&self.name),
        }
    }
}

pub(crate) fn table_part(name: &str) -> String {
    format!("tables/{name}.jsonl")
}

impl Manifest {
    /// How many rows it has.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// How many ends of days it has.
    pub fn heads(&self) -> usize {
        self.files.iter().filter(|file| file.kind == Kind::Head).count()
    }

    /// How many files of evidence it has.
    pub fn evidence(&self) -> usize {
        self.files.iter().filter(|file| file.kind == Kind::Evidence).count()
    }
}
