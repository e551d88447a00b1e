//! `yaodian backup` and `yaodian restore`: an installation into one file, and back.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use yaodian_audit::Verified;
use yaodian_backup::{Back, BackupError, Into, Manifest, Source, What};
use yaodian_evidence::keep::KeepError;
use yaodian_store::{Act, Actor, Store, StoreError, whole::FillError};
use yaodian_words::{Lang, backup as words};

use super::{
    audit,
    plan::{Place, blocking},
};
use crate::{
    Outcome,
    files::{Files, Whereabouts},
};

/// Makes a backup of everything in one file, while the server runs; or verifies one.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    #[command(subcommand)]
    what: Option<Verify>,
    /// The file; it must not be there yet.
    #[arg(required = true)]
    file: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(clap::Subcommand)]
enum Verify {
    /// Looks whether a backup is as it was written, every byte and row of it, without restoring it. Exits with
    /// 1 if it is not. No database is needed.
    Verify {
        /// The backup.
        file: PathBuf,
    },
}

/// Puts a backup into an empty installation, all or nothing. Whatever is there already is left alone and told.
#[derive(clap::Args)]
pub(crate) struct Restore {
    /// The backup.
    file: PathBuf,
    /// Restore it although its audit did not hold when it was made.
    #[arg(long)]
    even_broken: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(args: &Backup) -> Result<Outcome, String> {
    match (&args.what, &args.file) {
        (Some(Verify::Verify { file }), _) => blocking(verify(file)),
        (None, Some(file)) => {
            let (url, files) = args.place.bare(false)?;
            blocking(make(file, &url, &files))
        }
        // clap asks for the file.
        (None, None) => Ok(Outcome::No),
    }
}

pub(crate) fn restore(args: &Restore) -> Result<Outcome, String> {
    let Restore { file, even_broken, .. } = args;
    // Before the folder is made: a wrong name must leave no trace.
    std::fs::File::open(file).map_err(|error| words::failed(Lang::En, &file.display(), &error))?;
    let (url, place) = args.place.bare(true)?;
    blocking(async {
        let files = Files::at(&place).await?;
        let act = Act::new(Timestamp::now(), Actor::command("restore"));
        let into = Into {
            url: &url,
            keep: &files.keep,
            uploads: &files.uploads,
            heads: &files.heads,
            act: &act,
        };
        match yaodian_backup::restore(file, into, *even_broken).await {
            Ok(Back { sound, end, went_back }) => {
                let manifest = &sound.manifest;
                told_missing(manifest);
                audit::print_head(&end);
                let (tables, files) = (manifest.tables.len(), manifest.evidence());
                tell!("{}", words::restored(Lang::En, &manifest.rows(), &tables, &files));
                told_heads(&sound.audit);
                if let Some(back) = went_back {
                    let last = back.later.iter().max_by_key(|end| end.seq);
                    let until = last.map_or("", |end| end.day.as_str());
                    tell!("{}", words::went_back(Lang::En, &back.end.seq, &back.lost(), &until));
                }
                tell!("{}", words::key_to_put_back(Lang::En, &place.key()));
                tell!("{}", words::erase_again(Lang::En));
                Ok(Outcome::Done)
            }
            Err(error) => {
                let refused = refused(error, file);
                tell!("{}", words::nothing_touched(Lang::En));
                refused
            }
        }
    })
}

async fn make(file: &Path, url: &str, place: &Whereabouts) -> Result<Outcome, String> {
    let files = Files::at(place).await?;
    let store = match open(url).await {
        Ok(store) => store,
        Err(error) => return refused(error.into(), file),
    };
    let source = Source {
        store: &store,
        keep: &files.keep,
        uploads: &files.uploads,
        heads: &files.heads,
    };
    let written = yaodian_backup::write(source, file, env!("CARGO_PKG_VERSION"), Timestamp::now()).await;
    store.close().await;
    let written = match written {
        Ok(written) => written,
        Err(error) => return refused(error, file),
    };
    let manifest = &written.manifest;
    for table in &manifest.tables {
        say!("{}\t{}\t{}", table.table.name, table.rows, table.sha256);
    }
    audit::print_head(&manifest.audit);
    let (rows, files) = (manifest.rows(), manifest.evidence());
    tell!(
        "{}",
        words::made(Lang::En, &file.display(), &megabytes(written.bytes), &rows, &files)
    );
    tell!("{}", words::key_left_out(Lang::En, &place.key()));
    told_missing(manifest);
    audit::tell(&written.audit.findings, written.audit.end.seq);
    Ok(if manifest.missing.is_empty() && written.audit.is_whole() {
        Outcome::Done
    } else {
        Outcome::No
    })
}

async fn verify(file: &Path) -> Result<Outcome, String> {
    let sound = match yaodian_backup::verify(file).await {
        Ok(sound) => sound,
        Err(error) => return refused(error, file),
    };
    let manifest = &sound.manifest;
    audit::print_head(&manifest.audit);
    tell!(
        "{}",
        words::sound(
            Lang::En,
            &file.display(),
            &manifest.made_at,
            &manifest.product,
            &manifest.rows(),
            &manifest.evidence()
        )
    );
    told_missing(manifest);
    told_heads(&sound.audit);
    audit::tell(&sound.audit.findings, sound.audit.end.seq);
    Ok(if sound.audit.is_whole() {
        Outcome::Done
    } else {
        Outcome::No
    })
}

/// Says how many ends of days the chain of a backup was held against.
fn told_heads(audit: &Verified) {
    if audit.through > 0 && audit.is_whole() {
        tell!("{}", words::heads_hold(Lang::En, &audit.through));
    }
    if audit.left > 0 {
        tell!("{}", words::heads_left(Lang::En, &audit.left));
    }
}

fn told_missing(manifest: &Manifest) {
    if manifest.missing.is_empty() {
        return;
    }
    tell!("{}", words::missing_files(Lang::En, &manifest.missing.len()));
    for sha256 in &manifest.missing {
        tell!("  {sha256}");
    }
}

/// Bytes in millions, with one decimal.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Opens a database as it is. An address that leads nowhere is told as such.
pub(super) async fn open(url: &str) -> Result<Store, StoreError> {
    Store::open_as_is(url).await
}

/// Says why not, and how to mend it: «no» (1) where the answer is that, a wrong call (2) otherwise.
pub(super) fn refused(error: BackupError, file: &Path) -> Result<Outcome, String> {
    let name = file.display();
    let no = |text: String| {
        tell!("{text}");
        Ok(Outcome::No)
    };
    match error {
        BackupError::Exists => Err(words::exists(Lang::En, &name)),
        BackupError::Foreign => Err(words::foreign(Lang::En, &name)),
        BackupError::Newer { format, product } => Err(words::newer(Lang::En, &name, &product, &format)),
        BackupError::CutShort => no(words::cut_short(Lang::En, &name)),
        BackupError::Damaged(troubles) => {
            tell!("{}", words::damaged(Lang::En, &name, &troubles.len()));
            for trouble in troubles {
                let part = match trouble.part.as_str() {
                    "" => words::the_file(Lang::En),
                    part => part,
                };
                let what = match trouble.what {
                    What::Missing => words::part_missing(Lang::En),
                    What::Unlisted => words::part_unlisted(Lang::En),
                    What::Altered => words::part_altered(Lang::En),
                    What::Unreadable => words::part_unreadable(Lang::En),
                };
                tell!("{}", words::part(Lang::En, &part, &what));
            }
            no(words::damaged_mend(Lang::En).to_owned())
        }
        BackupError::Audit(findings) | BackupError::Fill(FillError::Audit(findings)) => {
            audit::tell(&findings, i64::MAX);
            no(words::audit_broken_mend(Lang::En).to_owned())
        }
        BackupError::OtherFiles(n) => no(words::other_files(Lang::En, &n)),
        BackupError::NotTheSame(table) => no(words::not_the_same(Lang::En, &table)),
        BackupError::Fill(FillError::Occupied(tables)) => {
            let rows = tables.iter().map(|(table, n)| words::rows_of(Lang::En, table, n));
            no(words::occupied(Lang::En, &rows.collect::<Vec<_>>().join(", ")))
        }
        BackupError::Fill(FillError::Foreign(_)) => no(words::foreign_tables(Lang::En).to_owned()),
        BackupError::Fill(FillError::OtherSchema) => no(words::other_schema(Lang::En).to_owned()),
        BackupError::Fill(FillError::Newer(versions)) => {
            let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
            Err(words::newer_schema(Lang::En, &versions.join(", ")))
        }
        BackupError::Fill(FillError::OtherTable(table)) => Err(words::other_table(Lang::En, &table)),
        BackupError::Fill(FillError::Dangling(table)) => Err(words::dangling(Lang::En, &table)),
        BackupError::Store(StoreError::NoInstallation) => Err(words::no_installation(Lang::En).to_owned()),
        BackupError::Keep(error @ KeepError::Folder(_)) => Err(words::failed(Lang::En, &name, &error)),
        error => Err(words::failed(Lang::En, &name, &error)),
    }
}
