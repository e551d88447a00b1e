//! What can go wrong, as data: the words for people are put in elsewhere.

use std::{io, path::PathBuf};

use yaodian_domain::{
    Date,
    bulletin::Bulletin,
    id::{AccountId, BulletinId, CaseId, EntryId, ImportId, LedgerId, PlanId, PostId, ReportId, TargetId},
    report::Report,
    supervision::Case,
};
use yaodian_intake::desk::ImportHead;

/// Why the storage could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[source] sqlx::Error),
    /// The database's server is not the one that it is to be, or speaks no TLS.
    #[error(
        "the server of the database is not trusted: {0}; sslrootcert in the database's address must name a file with the \
         certificate of the authority that signed the server's, and its host stand in that (sslmode=verify-ca overlooks \
         the host); the server must speak TLS"
    )]
    NotTrusted(#[source] sqlx::Error),
    /// A file that the database's address names cannot be read.
    #[error("{what} in the database's address: cannot read {path}: {why}", path = path.display())]
    Certificate {
        /// The parameter that names it.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: io::Error,
    },
    /// The tables could not be brought up to date.
    #[error("bringing the tables up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The address names no database that is understood: `sqlite:` and `postgres:` are. The
    /// address is left out, since it may hold a password.
    #[error("the address of the database must begin with sqlite: or postgres:")]
    UnsupportedAddress,
    /// There is no installation at the address.
    #[error("there is no installation in the database")]
    NoInstallation,
    /// A stored value that this program cannot read.
    #[error("{what} cannot be read: {why}")]
    Corrupt {
        /// Which value.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// Another account has this login, perhaps in other letter case.
    #[error("the login is taken")]
    LoginTaken,
    /// A report for the same target, unit and period is still open, or the id is in use.
    #[error("report {0} exists")]
    ReportExists(ReportId),
    /// The report has changed since it was read.
    #[error("report {} has moved on to revision {}", latest.id, latest.revision)]
    MovedOn {
        /// The report as it stands now.
        latest: Box<Report>,
    },
    /// What was to be saved is not the next step of the stored report: its revision is not one
    /// higher, or its target, unit, period or the day on which it was first sent is another.
    #[error("not the next step of report {0}")]
    NotAStep(ReportId),
    /// An open case stands in the way of another one about the same.
    #[error("a case about this is open")]
    CaseExists,
    /// Somebody else has taken a step in the case since it was read.
    #[error("case {} has moved on", latest.id)]
    CaseMovedOn {
        /// The case as it stands now.
        latest: Box<Case>,
    },
    /// There is no such case.
    #[error("no case {0}")]
    UnknownCase(CaseId),
    /// Another bulletin stands in the way.
    #[error("bulletin {0} exists")]
    BulletinExists(BulletinId),
    /// The bulletin has changed since it was read.
    #[error("bulletin {} has moved on to revision {}", latest.id, latest.revision)]
    BulletinMovedOn {
        /// The bulletin as it stands now.
        latest: Box<Bulletin>,
    },
    /// There is no such bulletin.
    #[error("no bulletin {0}")]
    UnknownBulletin(BulletinId),
    /// The import has changed since it was read, or is published or dropped.
    #[error("import {} has moved on to revision {}", latest.id, latest.revision)]
    ImportMovedOn {
        /// How it stands now.
        latest: Box<ImportHead>,
    },
    /// There is no such import.
    #[error("no import {0}")]
    UnknownImport(ImportId),
    /// The plan has another version than the one on which something was built.
    #[error("plan {plan} has moved on to version {version}")]
    PlanMovedOn {
        /// The plan.
        plan: PlanId,
        /// Its latest version; 0 if there is none.
        version: i64,
    },
    /// A new version of a plan would leave out targets of which units have reported, or about which
    /// something was decided or judged.
    #[error("targets in use would vanish: {}", targets.iter().map(TargetId::as_str).collect::<Vec<_>>().join(", "))]
    TargetsInUse {
        /// Which, in the plan's order.
        targets: Vec<TargetId>,
    },
    /// The plan is closed: nothing of its year is written any more.
    #[error("plan {plan} was closed on {on}")]
    PlanClosed {
        /// The plan.
        plan: PlanId,
        /// On which day it was closed.
        on: Date,
    },
    /// Somebody else has taken a step towards closing the plan, or the plan has changed, since it was
    /// read.
    #[error("the closing of plan {0} has moved on")]
    ClosingMovedOn(PlanId),
    /// Some of it was carried over already.
    #[error("carried over already")]
    CarriedAlready,
    /// There is no such plan.
    #[error("no plan {0}")]
    UnknownPlan(PlanId),
    /// There is no such account.
    #[error("no account {0}")]
    UnknownAccount(AccountId),
    /// The account is shut: it can hold no post.
    #[error("account {0} is shut")]
    AccountShut(AccountId),
    /// There is no such post, or it was withdrawn.
    #[error("no post {0}")]
    UnknownPost(PostId),
    /// Posts have changed since they were read.
    #[error("posts have moved on to revision {latest}")]
    PeopleMovedOn {
        /// Their revision now.
        latest: i64,
    },
    /// There is no such report.
    #[error("no report {0}")]
    UnknownReport(ReportId),
    /// The ledger has no such entry, or no more.
    #[error("no entry {0}")]
    UnknownEntry(EntryId),
    /// There is no such file of evidence, or it is withdrawn.
    #[error("no evidence {0}")]
    UnknownEvidence(String),
    /// There is no such upload.
    #[error("no upload {0}")]
    UnknownUpload(String),
    /// The ledger has no such batch: nothing was changed together under this name.
    #[error("no batch {0}")]
    UnknownBatch(String),
    /// The batch is undone, and can be undone but once.
    #[error("batch {0} is undone")]
    UndoneAlready(String),
    /// There is no such key for machines.
    #[error("no key {0}")]
    UnknownKey(String),
    /// The request was carried out before, or is being carried out; nothing has changed.
    #[error("carried out before")]
    DoneBefore,
    /// Whoever handed over changes could not go on; nothing has changed.
    #[error("broken off")]
    BrokenOff,
    /// The ledger holds made-up entries and what was to be put there is real, or the other way
    /// round.
    #[error("ledger {ledger} {}", if *.demonstration { "is a demonstration" } else { "is real" })]
    DoesNotMix {
        /// Which ledger.
        ledger: LedgerId,
        /// Whether the entries that are there are made up.
        demonstration: bool,
    },
    /// A link cannot be used.
    #[error("the link: {0}")]
    Link(#[from] LinkError),
}

/// Why a link cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is no such link for this purpose, or its account is not active.
    #[error("unknown")]
    Unknown,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// It was used, and may be used once only.
    #[error("used")]
    Used,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_of_trust(&error) {
            Self::NotTrusted(error)
        } else {
            Self::Database(error)
        }
    }
}

/// Whether a connection failed over who the server is.
fn is_of_trust(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Tls(_) => true,
        sqlx::Error::Io(error) => matches!(error.get_ref(), Some(behind) if behind.is::<rustls::Error>()),
        _ => false,
    }
}

impl StoreError {
    /// `instead`, if the database refused a row because what it refers to does not exist.
    pub(crate) fn or_missing(self, instead: impl FnOnce() -> Self) -> Self {
        match &self {
            Self::Database(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => instead(),
            _ => self,
        }
    }

    /// `instead`, if the database refused a row because there is one like it.
    pub(crate) fn or_taken(self, instead: impl FnOnce() -> Self) -> Self {
        match &self {
            Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation() => instead(),
            _ => self,
        }
    }
}
