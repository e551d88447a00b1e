//! `yaodian audit`: the chain held against itself and against ends that were published, and all of it in a file.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use yaodian_audit::{Export, ExportError, Finding, Noted, NotedError, Verified, noted_ends, verify_export};
use yaodian_backup::BackupError;
use yaodian_store::{AuditHead, StoreError};
use yaodian_words::{Lang, audit as audit_words, backup as words};

use super::{
    backup::{open, refused},
    plan::{Place, blocking},
};
use crate::{Outcome, files::Whereabouts, service::changes};

/// The audit.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Computes every hash anew, of the installation or of an export. Whatever was altered, added, left out or
    /// moved is named by its number, and the exit code is 1. An installation's reports, cases, plans, documents,
    /// published figures and entries are held against what the audit says of them, and the chain against the ends of
    /// days that are kept beside its files.
    Verify {
        /// An export of `audit export`; no database is needed then. The installation's own audit if left out.
        file: Option<PathBuf>,
        /// An end of the chain that was published or noted, through which it has to go: NUMBER:HASH, or HASH. That
        /// the last rows were cut off shows by nothing else.
        #[arg(long, value_name = "HEAD", value_parser = head)]
        head: Vec<Noted>,
        /// Published ends of many rows, as downloaded from /changes/heads.csv or /changes/chain.csv.
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    /// Writes all of it to a file, so that anybody can verify it. It holds names: hand it on with care.
    Export {
        /// The file; it must not be there yet.
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
}

pub(crate) fn run(command: Command) -> Result<Outcome, String> {
    match command {
        Command::Verify {
            file,
            head,
            heads,
            place,
        } => {
            let mut noted = head;
            if let Some(heads) = heads {
                noted.extend(published(&heads)?);
            }
            let verified = match file {
                Some(file) => of_file(&file, noted)?,
                None => {
                    let (url, files) = place.bare(false)?;
                    let verified = async {
                        noted.extend(kept(&files).await?);
                        Ok(of_installation(&url, noted).await)
                    };
                    match blocking(verified)? {
                        Ok(verified) => verified,
                        Err(error) => return refused(error, Path::new("audit")),
                    }
                }
            };
            tell(&verified.findings, verified.end.seq);
            for back in &verified.restores {
                tell!("{}", audit_words::restore(Lang::En, back, changes::local));
            }
            if verified.left > 0 {
                tell!("{}", audit_words::left(Lang::En, &verified.left));
            }
            if !verified.is_whole() {
                return Ok(Outcome::No);
            }
            if verified.end.seq == 0 {
                tell!("{}", words::empty_audit(Lang::En));
                return Ok(Outcome::No);
            }
            print_head(&verified.end);
            tell!("{}", words::holds(Lang::En, &verified.end.seq));
            if verified.erased > 0 {
                tell!("{}", audit_words::erased(Lang::En, &verified.erased));
            }
            if verified.through > 0 {
                tell!("{}", words::holds_through(Lang::En, &verified.through));
            }
            Ok(Outcome::Done)
        }
        Command::Export { file, place } => {
            let (url, _) = place.bare(false)?;
            match blocking(async { Ok(export(&url, &file).await) })? {
                Ok(end) => {
                    print_head(&end);
                    tell!("{}", words::exported(Lang::En, &file.display(), &end.seq));
                    Ok(Outcome::Done)
                }
                Err(error) => refused(error, &file),
            }
        }
    }
}

/// The ends of days that are kept beside the files.
async fn kept(place: &Whereabouts) -> Result<Vec<Noted>, String> {
    let Some(heads) = place.heads()? else {
        return Ok(Vec::new());
    };
    let (days, aside) = heads.all().await.map_err(|error| error.to_string())?;
    // What was set aside is told apart by what the chain says, and by nothing else.
    let all = days.into_values().chain(aside.into_iter().map(|aside| aside.head));
    let noted = all.map(|head| Noted {
        seq: Some(head.seq),
        hash: head.hash,
    });
    Ok(noted.collect())
}

async fn of_installation(url: &str, noted: Vec<Noted>) -> Result<Verified, BackupError> {
    let store = open(url).await?;
    let mut snapshot = store.snapshot().await?;
    let mut verified = snapshot.verify_audit(noted, |_| Ok::<_, StoreError>(())).await?;
    verified.findings.extend(snapshot.verify_records().await?);
    drop(snapshot);
    store.close().await;
    Ok(verified)
}

fn of_file(file: &Path, noted: Vec<Noted>) -> Result<Verified, String> {
    let failed = |error: &dyn std::fmt::Display| words::failed(Lang::En, &file.display(), error);
    let opened = File::open(file).map_err(|error| failed(&error))?;
    verify_export(BufReader::new(opened), noted).map_err(|error| match error {
        ExportError::Newer(_) => failed(&words::newer_export(Lang::En)),
        ExportError::Other => failed(&words::not_an_export(Lang::En)),
        ExportError::Io(error) => failed(&error),
    })
}

/// Writes beside the place and renames, so that no half of it is ever there.
async fn export(url: &str, file: &Path) -> Result<AuditHead, BackupError> {
    if file.try_exists()? {
        return Err(BackupError::Exists);
    }
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let made = tempfile::Builder::new().suffix(".tmp").tempfile_in(folder)?;
    let store = open(url).await?;
    let mut snapshot = store.snapshot().await?;
    let mut export = Export::begin(BufWriter::new(made.as_file()))?;
    // Whatever is altered in it is exported as it is, and found by whoever verifies it.
    let verified = snapshot
        .verify_audit(Vec::new(), |part| Ok::<_, BackupError>(export.part(part)?))
        .await?;
    export.end()?.flush()?;
    made.as_file().sync_all()?;
    made.persist_noclobber(file).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists,
        _ => error.error.into(),
    })?;
    drop(snapshot);
    store.close().await;
    Ok(verified.end)
}

/// An end as it was noted.
fn head(text: &str) -> Result<Noted, String> {
    text.parse().map_err(|NotedError| words::bad_head(Lang::En).to_owned())
}

/// The ends of a table as `/changes/heads.csv` or `/changes/chain.csv` gives it.
fn published(file: &Path) -> Result<Vec<Noted>, String> {
    let failed = |error: &dyn std::fmt::Display| words::failed(Lang::En, &file.display(), error);
    let table = std::fs::read_to_string(file).map_err(|error| failed(&error))?;
    noted_ends(&table).map_err(|error| failed(&audit_words::bad_list(Lang::En, error)))
}

/// The end of the chain, for noting it.
pub(super) fn print_head(head: &AuditHead) {
    say!("audit\t{}\t{}", head.seq, head.hash);
}

/// So many things are told.
const TOLD: usize = 50;

/// Tells what does not fit in a chain whose last row has the number `last`.
pub(super) fn tell(findings: &[Finding], last: i64) {
    if findings.is_empty() {
        return;
    }
    tell!("{}", words::audit_broken(Lang::En, &findings.len()));
    for finding in findings.iter().take(TOLD) {
        tell!("  {}", audit_words::finding(Lang::En, finding, last));
    }
}
