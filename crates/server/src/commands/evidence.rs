//! `yaodian evidence`: are the files that prove something still there, and still the same?

use std::time::{Duration, SystemTime};

use futures_util::{Stream, TryStreamExt as _};
use yaodian_evidence::{
    NotAHash,
    check::{Known, check},
};
use yaodian_store::StoreError;

use super::plan::Place;
use crate::{Outcome, house::House};

/// Files of evidence.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Reads every file that the database knows. The exit code is 1 where one is missing or altered.
    Check {
        /// Remove files that nothing refers to, once they are a day old.
        #[arg(long)]
        collect: bool,
        #[command(flatten)]
        place: Place,
    },
}

/// What the database knows of every file.
fn known(house: &House) -> impl Stream<Item = Result<Known, StoreError>> {
    house.store.all_evidence().and_then(async |file| {
        let sha256 = file.sha256.parse().map_err(|error: NotAHash| StoreError::Corrupt {
            what: "the hash of a file".to_owned(),
            why: error.to_string(),
        })?;
        Ok(Known {
            sha256,
            bytes: file.bytes,
        })
    })
}

/// A file is kept before the database knows it: younger ones may be on their way.
const ORPHAN_AGE: Duration = Duration::from_hours(24);

pub(crate) fn run(command: Command) -> Result<Outcome, String> {
    let Command::Check { collect, place } = command;
    place.with(async |house| {
        let keep = &house.files.keep;
        let found = check(keep, known(house), SystemTime::now(), ORPHAN_AGE).await;
        let found = found.map_err(|error| error.to_string())?;
        for known in &found.missing {
            say!("missing: {}", known.sha256);
        }
        for altered in &found.altered {
            say!("altered: {}", altered.known.sha256);
        }
        for kept in &found.orphans {
            say!("belongs to nothing: {}", kept.sha256);
        }
        let mut removed = None;
        if collect {
            let collected = yaodian_evidence::check::collect(keep, &found.orphans).await;
            removed = Some(collected.map_err(|error| error.to_string())?.removed);
        }
        tell!(
            "{} files in order, {} missing, {} altered, {} that belong to nothing{}",
            found.known - found.missing.len() - found.altered.len(),
            found.missing.len(),
            found.altered.len(),
            found.orphans.len(),
            removed.map_or_else(String::new, |removed| format!(", {removed} of them removed"))
        );
        let bad = found.missing.len() + found.altered.len();
        Ok(if bad == 0 { Outcome::Done } else { Outcome::No })
    })
}
