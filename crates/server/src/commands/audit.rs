//! `yaodian audit`: the chain held against itself and against ends that were published, and all of it in a file.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use yaodian_backup::BackupError;
use yaodian_store::{
    AuditHead, StoreError,
    audit::verify::{Altered, Export, ExportError, Finding, Noted, Verified, verify_export},
};
use yaodian_words::{Lang, backup as words};

use super::{
    backup::{open, refused},
    plan::{Place, blocking},
};
use crate::Outcome;

/// The audit.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Computes every hash anew, of the installation or of an export. Whatever was altered, added, left out or
    /// moved is named by its number, and the exit code is 1.
    Verify {
        /// An export of `audit export`; no database is needed then. The installation's own audit if left out.
        file: Option<PathBuf>,
        /// An end of the chain that was published or noted, through which it has to go: NUMBER:HASH, or HASH. That
        /// the last rows were cut off shows by nothing else.
        #[arg(long, value_name = "HEAD", value_parser = head)]
        head: Vec<Noted>,
        /// The published ends of many days, as downloaded from /changes/heads.csv.
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
            let count = noted.len();
            let verified = match file {
                Some(file) => of_file(&file, noted)?,
                None => {
                    let (url, _) = place.bare(false)?;
                    match blocking(async { Ok(of_installation(&url, noted).await) })? {
                        Ok(verified) => verified,
                        Err(error) => return refused(error, Path::new("audit")),
                    }
                }
            };
            tell(&verified.findings);
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
                tell!("{}", words::erased(Lang::En, &verified.erased));
            }
            if count > 0 {
                tell!("{}", words::holds_through(Lang::En, &count));
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

async fn of_installation(url: &str, noted: Vec<Noted>) -> Result<Verified, BackupError> {
    let store = open(url).await?;
    let mut snapshot = store.snapshot().await?;
    let verified = snapshot.verify_audit(noted, |_| Ok::<_, StoreError>(())).await?;
    drop(snapshot);
    store.close().await;
    Ok(verified)
}

fn of_file(file: &Path, noted: Vec<Noted>) -> Result<Verified, String> {
    let failed = |error: &dyn std::fmt::Display| words::failed(Lang::En, &file.display(), error);
    let opened = File::open(file).map_err(|error| failed(&error))?;
    let verified = match verify_export(BufReader::new(opened), noted) {
        Ok(verified) => verified,
        Err(ExportError::Newer(_)) => return Err(failed(&words::newer_export(Lang::En))),
        Err(ExportError::Io(error)) => return Err(failed(&error)),
    };
    // Not one row of it: that is another file.
    let first = matches!(verified.findings.first(), Some(Finding::Unreadable { line: 1, .. }));
    if verified.end.seq == 0 && first {
        return Err(failed(&words::not_an_export(Lang::En)));
    }
    Ok(verified)
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

/// Letters of a hash that are enough to hold against it, and all of them.
const ENOUGH: usize = 12;
const ALL: usize = 64;

/// An end as it was noted.
fn head(text: &str) -> Result<Noted, String> {
    let wrong = || words::bad_head(Lang::En).to_owned();
    let (seq, hash) = match text.split_once(':') {
        Some((seq, hash)) => (Some(seq.trim().parse().map_err(|_| wrong())?), hash),
        None => (None, text),
    };
    let hash = hash.trim().to_ascii_lowercase();
    let hexadecimal = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !hexadecimal || !(ENOUGH..=ALL).contains(&hash.len()) {
        return Err(wrong());
    }
    Ok(Noted { seq, hash })
}

/// The ends of a table as `/changes/heads.csv` gives it: day, number, hash.
fn published(file: &Path) -> Result<Vec<Noted>, String> {
    let failed = |error: &dyn std::fmt::Display| words::failed(Lang::En, &file.display(), error);
    let mut rows = csv::Reader::from_path(file).map_err(|error| failed(&error))?;
    let mut heads = Vec::new();
    for row in rows.records() {
        let row = row.map_err(|error| failed(&error))?;
        let text = format!("{}:{}", row.get(1).unwrap_or_default(), row.get(2).unwrap_or_default());
        heads.push(head(&text).map_err(|error| failed(&error))?);
    }
    Ok(heads)
}

/// The end of the chain, for noting it.
pub(super) fn print_head(head: &AuditHead) {
    say!("audit\t{}\t{}", head.seq, head.hash);
}

/// So many things are told.
const TOLD: usize = 50;

/// Tells what does not fit.
pub(super) fn tell(findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    tell!("{}", words::audit_broken(Lang::En, &findings.len()));
    for finding in findings.iter().take(TOLD) {
        let text = match finding {
            Finding::Altered { seq, what } => {
                let what = match what {
                    Altered::Content => words::altered_content(Lang::En),
                    Altered::Hash => words::altered_hash(Lang::En),
                    Altered::Either => words::altered_either(Lang::En),
                };
                words::altered(Lang::En, seq, &what)
            }
            Finding::Missing { from, to } => words::missing(Lang::En, from, to),
            Finding::Misplaced { seq, after } => words::misplaced(Lang::En, seq, after),
            Finding::Personal { seq, field } => words::personal_altered(Lang::En, field, seq),
            Finding::Gone { seq, field } => words::personal_gone(Lang::En, field, seq),
            Finding::Unreadable { line, after } => words::unreadable(Lang::En, line, after),
            Finding::CutShort { after } => words::stops(Lang::En, after),
            Finding::OtherEnd { there, noted } => words::other_end(Lang::En, &there.seq, &noted.seq),
            Finding::NotThrough { seq: None, hash } => words::not_through(Lang::En, hash),
            Finding::NotThrough { seq: Some(seq), hash } => words::not_through_at(Lang::En, seq, hash),
        };
        tell!("{text}");
    }
}
