//! A backup every night, into a folder in which the last ones are kept.
//!
//! It is not a step of the daily round: a backup that fails, for want of space, must not keep
//! reminders from going out. Several processes on one folder make one backup a night: whoever comes first has the turn,
//! by the database and, for what else makes backups there, by the folder. Each folder gets one.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::{Timestamp, civil::Date};
use tokio::{runtime::Handle, task};
use tracing::Instrument as _;
use yaodian_backup::{BackupError, Source, Written, daily};
use yaodian_store::{Work, time_of};

use crate::{house::House, traces};

/// Backups at night.
#[derive(clap::Args)]
pub(crate) struct Backups {
    /// The folder into which a backup is made every night; it must be there. Without it none is made.
    #[arg(
        long = "backup-dir",
        id = "backup_dir",
        env = "YAODIAN_BACKUP_DIR",
        value_name = "DIR"
    )]
    folder: Option<PathBuf>,
    /// So many of them are kept, the latest ones.
    #[arg(
        long = "backup-keep",
        default_value_t = 14,
        value_name = "N",
        requires = "backup_dir"
    )]
    keep: u16,
    /// From which hour on the night's backup is made, by the time of China.
    #[arg(
        long = "backup-hour",
        default_value_t = 2,
        value_name = "HOUR",
        requires = "backup_dir",
        value_parser = clap::value_parser!(i8).range(0..24)
    )]
    hour: i8,
}

/// What is done every night.
pub(crate) struct Nightly {
    folder: PathBuf,
    keep: usize,
    hour: i8,
}

impl Backups {
    /// The same, if it can be done.
    pub(crate) fn checked(&self) -> Result<Option<Nightly>, String> {
        let Some(folder) = self.folder.clone() else {
            return Ok(None);
        };
        if !folder.is_dir() {
            return Err(format!("--backup-dir: there is no folder {}", folder.display()));
        }
        if self.keep == 0 {
            return Err("--backup-keep: at least 1 has to be kept".to_owned());
        }
        Ok(Some(Nightly {
            folder,
            keep: usize::from(self.keep),
            hour: self.hour,
        }))
    }
}

/// How often it is looked whether the hour has come.
const LOOK: Duration = Duration::from_secs(20);
/// How long a backup that failed is left alone.
const AGAIN: Duration = Duration::from_mins(15);

/// Makes the backups as the nights come, for as long as the server runs. A night on which none could be made is
/// caught up with as soon as one can.
pub(crate) async fn every_night(house: House, nightly: Nightly) {
    let nightly = std::sync::Arc::new(nightly);
    let mut each = tokio::time::interval(LOOK);
    let mut done = None;
    loop {
        each.tick().await;
        // Not the house's day, which a trial holds still.
        let now = time_of(Timestamp::now());
        let today = now.date();
        if done == Some(today) || now.hour() < nightly.hour {
            continue;
        }
        let (house, nightly, on) = (house.clone(), nightly.clone(), Handle::current());
        // Compressing would hold up everybody else on this thread.
        let made = task::spawn_blocking(move || on.block_on(tonight(&house, &nightly, today))).await;
        match made {
            Ok(Ok(true)) => done = Some(today),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "no backup could be made tonight; it is tried again");
                tokio::time::sleep(AGAIN).await;
            }
            Err(error) => tracing::error!(%error, "the backup broke off; it is tried again"),
        }
    }
}

/// Makes the backup of a day, unless it is there; whether it is there now.
async fn tonight(house: &House, nightly: &Nightly, today: Date) -> Result<bool, BackupError> {
    let Nightly { folder, keep, .. } = nightly;
    let Some(_turn) = house.store.turn_if_free(Work::Backup).await? else {
        return Ok(false);
    };
    let Some(_turn_of_folder) = daily::turn(folder)? else {
        return Ok(false);
    };
    let place = daily::place(folder, today);
    if place.try_exists()? {
        return Ok(true);
    }
    let made = make(house, &place).instrument(traces::work("backup")).await?;
    told(&made, &place);
    for day in daily::remove_old(folder, *keep)? {
        tracing::info!(%day, "an old backup was removed");
    }
    Ok(true)
}

/// Makes a backup of the house.
async fn make(house: &House, place: &Path) -> Result<Written, BackupError> {
    let source = Source {
        store: &house.store,
        keep: &house.files.keep,
        uploads: &house.files.uploads,
        heads: &house.files.heads,
    };
    yaodian_backup::write(source, place, env!("CARGO_PKG_VERSION"), Timestamp::now()).await
}

/// Says in the log what came of it.
fn told(written: &Written, place: &Path) {
    let Written { manifest, audit, bytes } = written;
    tracing::info!(
        place = %place.display(),
        bytes,
        rows = manifest.rows(),
        files = manifest.evidence(),
        audit = %manifest.audit.hash,
        "the night's backup was made"
    );
    if !manifest.missing.is_empty() {
        tracing::error!(
            missing = manifest.missing.len(),
            "files of evidence are missing or altered; `yaodian evidence check` names them"
        );
    }
    if !audit.is_whole() {
        tracing::error!("the audit does not hold; `yaodian audit verify` tells where");
    }
}
