//! What the audit is about.

use serde::{Deserialize, Serialize};

/// What sort of thing an audit row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A plan, by its id.
    Plan,
    /// A document beside a plan, by the plan's id, a colon and its name.
    Document,
    /// The published figures of a plan, by the plan's id.
    Published,
    /// An account, its links and its sessions, by the account's id.
    Account,
    /// All sessions that had expired; the id is `expired`.
    Sessions,
    /// A report, by its id.
    Report,
    /// A target, by the plan's id, a colon and its own.
    Target,
    /// A ledger and the sheets that were sent in for it, by the plan's id, a colon and its own.
    Ledger,
    /// An entry of a ledger, by its id.
    Entry,
    /// A file of evidence, by its id.
    Evidence,
    /// The clock of a trial; the id is `trial`.
    Clock,
    /// A plan's daily round, by the plan's id, a colon and the day.
    Round,
    /// A case between the office and a unit, by its id.
    Case,
    /// A message to a person, or what the office asks of a unit, by its id.
    Reminder,
    /// A bulletin, by its id.
    Bulletin,
    /// A text on its way to a plan, by its id.
    Import,
    /// What a monitoring network measured, by the id of the batch.
    Measurement,
    /// A key for machines, by its id.
    Key,
    /// Whoever is named in ledgers; the id is `ledgers`, since nothing is kept of who it was.
    Named,
    /// All of it, put back from a backup; the id is `restored`.
    Installation,
}

impl SubjectKind {
    /// The name as it stands in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Document => "document",
            Self::Published => "published",
            Self::Account => "account",
            Self::Sessions => "sessions",
            Self::Report => "report",
            Self::Target => "target",
            Self::Ledger => "ledger",
            Self::Entry => "entry",
            Self::Evidence => "evidence",
            Self::Clock => "clock",
            Self::Round => "round",
            Self::Case => "case",
            Self::Reminder => "reminder",
            Self::Bulletin => "bulletin",
            Self::Import => "import",
            Self::Measurement => "measurement",
            Self::Key => "key",
            Self::Named => "named",
            Self::Installation => "installation",
        }
    }
}
