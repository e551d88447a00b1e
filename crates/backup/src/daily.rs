//! A folder of backups, one a day, of which the last ones are kept.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

/// What the name of a day's backup begins and ends with. Files with other names are nobody's business here.
const BEGIN: &str = "yaodian-";
const END: &str = ".zip";

/// Where the backup of a day lies.
pub fn place(folder: &Path, day: Date) -> PathBuf {
    folder.join(format!("{BEGIN}{day}{END}"))
}

/// Keeps others out for as long as it is held: other processes on the same folder too. It ends with its
/// holder, however that one ends. `None` while somebody else holds it.
pub fn turn(folder: &Path) -> io::Result<Option<File>> {
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(".yaodian-backup.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The days of which there is a backup, the earliest first.
pub fn days(folder: &Path) -> io::Result<Vec<Date>> {
    let mut days = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let day = name
            .to_str()
            .and_then(|name| name.strip_prefix(BEGIN)?.strip_suffix(END));
        days.extend(day.and_then(|day| day.parse::<Date>().ok()));
    }
    days.sort_unstable();
    Ok(days)
}

/// Removes all but the last `keep` backups, and what a crash has left of unfinished ones; the days of those that
/// were removed. To be called by whoever has the turn.
pub fn remove_old(folder: &Path, keep: usize) -> io::Result<Vec<Date>> {
    let mut days = days(folder)?;
    days.truncate(days.len().saturating_sub(keep));
    for day in &days {
        fs::remove_file(place(folder, *day))?;
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(is_unfinished) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(days)
}

/// Whether this is the name of a backup that is being made.
fn is_unfinished(name: &str) -> bool {
    name.starts_with(BEGIN) && name.strip_suffix(".tmp").is_some()
}
