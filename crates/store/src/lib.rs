//! Storage on SQLite or PostgreSQL behind one interface.
//!
//! [`Store`] is opened with an address and knows from it where it is; nothing else in its
//! interface depends on the database. What it keeps:
//!
//! * [`plans`]: plans and the documents beside them, in versions;
//! * [`observations`]: published figures, and together with them those of approved reports;
//! * [`accounts`], [`posts`], [`links`] and [`sessions`]: people and what they are trusted with, the links that
//!   invite them, who is signed in; [`second_steps`]: with what beside a password; [`tries`]: who failed to;
//! * [`reports`]: reports, saved only by those who read their latest revision;
//! * [`ledgers`]: lists of real things, a million entries and more, in versions;
//! * [`cases`]: 督办单, 延期, 调整, 销号, saved only by those who read their last step;
//! * [`bulletins`]: drafts that are written on, and published ones that never change;
//! * [`closings`]: plans that are closed, with how everything in them ended, and what was carried over;
//! * [`imports`]: texts on their way to a plan, saved only by those who read their latest revision;
//! * [`learned`]: names that people taught, which no register holds;
//! * [`measurements`]: what monitoring networks measured, batch by batch, to which only more can be added;
//! * [`keys`]: keys for machines that send it in;
//! * [`judgements`]: what reviewers say of targets, to which only more can be added;
//! * [`messages`] and [`nudges`]: what people are told, what became of the mail, what the office asks; [`alerts`]: what
//!   happened to what opens their accounts;
//! * [`answers`]: requests under a name of their own, so that none is carried out twice;
//! * [`news`]: being told at once of what another process writes, where the database can tell;
//! * [`rounds`]: which days a plan's daily round was done for, and the day a trial has reached;
//! * [`turns`]: what only one process at a time may do;
//! * [`whole`]: all of an installation at one moment, and an empty one to be filled with it;
//! * [`personal`]: what of all this is about persons, a copy of it, and its erasure;
//! * [`audit`]: who did what when, to which nothing but a further row can happen.
//!
//! # Invariants
//!
//! * Every writing method takes the [`Act`] it belongs to, and writes the change and its audit
//!   rows in one transaction: there is never the one without the other. Exceptions are counting failed
//!   sign-ins, being a log itself, keeping what a request was answered, noting when a session was last used, and noting on which day a key was last used, which each batch that
//!   came with it says anyway.
//! * No plan, document, figure or report is ever deleted; a correction is a new version, and what
//!   it takes the place of stays known for the days before. When a person is erased a pseudonym takes the place
//!   of the name, and nothing else of a record changes.
//! * Nothing of a closed plan's year is written any more, whoever tries: [`closings`] refuses it where
//!   every change passes, at the end of the audit.
//! * Nothing here reads a clock: each act brings its own instant.
//! * Errors are data. No sentence for people, and no panic.

#![deny(missing_docs)]

mod address;
mod bulk;
mod chain;
mod db;
mod encode;
mod error;
mod fault;
mod migrations;
mod replay;
mod tx;

pub mod accounts;
pub mod alerts;
pub mod answers;
pub mod attachments;
pub mod audit;
pub mod bulletins;
pub mod cases;
pub mod closings;
pub mod imports;
pub mod judgements;
pub mod keys;
pub mod learned;
pub mod ledgers;
pub mod links;
pub mod measurements;
pub mod messages;
pub mod news;
pub mod nudges;
pub mod observations;
pub mod passkeys;
pub mod periods;
pub mod personal;
pub mod plans;
pub mod posts;
pub mod reports;
pub mod rounds;
pub mod second_steps;
pub mod sessions;
pub mod single_sign_on;
pub mod tries;
pub mod turns;
pub mod under_way;
pub mod whole;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::SignedDuration;
use yaodian_domain::sign_in::IDLE;

pub use accounts::{Account, Credentials, NewAccount, new_account_id};
pub use answers::{Answer, CarriedOut, Once};
pub use attachments::Attachment;
pub use audit::{Act, Actor, AuditCheck, AuditHead, AuditRow, InPost, SubjectKind};
pub use chain::Chain;
pub use encode::{day_of, new_id, time_of};
pub use error::{LinkError, StoreError};
pub use fault::Fault;
pub use imports::{NewImport, SaveImport};
pub use keys::{Holder, Key, NewKey};
pub use ledgers::{
    Applied, BatchHead, BatchVersion, Changing, Evidence, EvidenceFile, How, LedgerState, Listed, Mode, NewEvidence,
    Put, Undone, Upload, VersionRow, View,
};
pub use links::{Link, Purpose};
pub use measurements::{Held, NewBatch, NewMeasurement, Stored};
pub use messages::{Message, MessageState, NewMessage, Retry};
pub use news::{News, Told};
pub use nudges::NudgeRow;
pub use observations::Loaded;
pub use plans::{PlanHead, PlanVersion};
pub use reports::{ReportFilter, ReportRow};
pub use rounds::Claim;
pub use second_steps::{Codes, Proof, Proved, Second};
pub use sessions::{NewSession, Session, SessionHead, Way};
pub use tries::Try;
pub use turns::{Turn, Work};
pub use yaodian_domain::id::AccountId;

/// An open database. Clones share its connections.
#[derive(Clone)]
pub struct Store {
    db: Arc<db::Db>,
    /// How long a session may rest.
    idle: SignedDuration,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the address: it may hold a password.
        f.write_str("Store")
    }
}

impl Store {
    /// Opens the database at `url` and brings its tables up to date.
    ///
    /// `sqlite:///var/lib/yaodian/data.sqlite` is a file, made if there is none (its folder must
    /// exist); `postgres://user@host/name` is a database on a server, with `?sslmode=verify-full&sslrootcert=/ca.pem`
    /// behind it over TLS, to a server that one authority has signed.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self {
            db: Arc::new(db::Db::open(url).await?),
            idle: IDLE,
        })
    }

    /// Opens the database at `url` as it is, whatever its tables are: to read all of it, and for nothing
    /// else. It has to be there.
    pub async fn open_as_is(url: &str) -> Result<Self, StoreError> {
        Ok(Self {
            db: Arc::new(db::Db::opened(url, db::Opened::AsItIs).await?),
            idle: IDLE,
        })
    }

    /// Opens the database of an installation that is there and brings its tables up to date; nothing is made or altered
    /// where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoInstallation`] where the database holds none.
    pub async fn open_there(url: &str) -> Result<Self, StoreError> {
        let as_is = Self::open_as_is(url).await?;
        let there = as_is.snapshot().await.map(drop);
        as_is.close().await;
        there?;
        Self::open(url).await
    }

    /// A streaming replica of a database on PostgreSQL: only to be read from. It is connected to when it is first
    /// asked, and again after it was away.
    pub fn replica(url: &str) -> Result<Self, StoreError> {
        Ok(Self {
            db: Arc::new(db::Db::replica(url)?),
            idle: IDLE,
        })
    }

    /// The same, where a session that was not used for `idle` is over; [`IDLE`] unless it is told.
    #[must_use]
    pub fn with_idle(self, idle: SignedDuration) -> Self {
        Self { idle, ..self }
    }

    /// So long a session may rest before it is over.
    pub fn idle(&self) -> SignedDuration {
        self.idle
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.db.row::<(i64,)>("SELECT seq FROM audit_head", &[]).await?;
        Ok(())
    }

    /// The folder in which the database lies; `None` where a server keeps it.
    pub fn folder(&self) -> Option<PathBuf> {
        match &*self.db {
            db::Db::Sqlite(file) => file.file().parent().map(Path::to_owned),
            db::Db::Postgres(_) => None,
        }
    }

    /// How many connections to the database are open, and how many of them wait for work.
    pub fn connections(&self) -> [u32; 2] {
        self.db.connections()
    }

    /// Closes all connections, after those at work have finished. Of no use afterwards.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
