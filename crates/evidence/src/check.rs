//! Whether what is kept and what is known agree.

use std::{
    collections::{HashMap, HashSet},
    pin::pin,
    time::{Duration, SystemTime},
};

use futures_util::{Stream, TryStreamExt as _};

use crate::{
    ContentHash,
    keep::{Keep, KeepError, Kept},
};

/// What the database knows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Known {
    /// The hash that it is kept under.
    pub sha256: ContentHash,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A file that is not what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Altered {
    /// What is known.
    pub known: Known,
    /// The hash of what is there. If it is the known one, then the known size is wrong.
    pub found: ContentHash,
    /// The size of what is there, in bytes.
    pub bytes: u64,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// How many files are known.
    pub known: usize,
    /// Those that are not there.
    pub missing: Vec<Known>,
    /// Those that are there, but changed.
    pub altered: Vec<Altered>,
    /// Files that are there and old enough, but not known.
    pub orphans: Vec<Kept>,
}

/// Why a check could not be brought to its end.
#[derive(Debug, thiserror::Error)]
pub enum CheckError<E: std::error::Error + 'static> {
    /// What is known could not be read. With a part of it, good files would be called orphans.
    #[error("what is known could not be read")]
    Known(#[source] E),
    /// What is kept could not be read.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// What came of removing orphans.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// How many were removed.
    pub removed: usize,
    /// How many bytes that were.
    pub bytes: u64,
    /// How many were put again since they were found, or removed by somebody else: left alone.
    pub left: usize,
}

/// Reads every known file and compares hash and size; then looks for files that are not known
/// and have been there for longer than `age` at `now`.
///
/// A file is kept first and known a moment later, and more may come in while this runs: so `age`
/// has to be longer than a check and a request together. A day is.
pub async fn check<E: std::error::Error + 'static>(
    keep: &Keep,
    known: impl Stream<Item = Result<Known, E>>,
    now: SystemTime,
    age: Duration,
) -> Result<Findings, CheckError<E>> {
    let mut findings = Findings::default();
    // One photo may prove two things, and is read once.
    let mut seen: HashMap<ContentHash, State> = HashMap::new();
    let mut said: HashSet<Known> = HashSet::new();
    let mut known = pin!(known);
    while let Some(known) = known.try_next().await.map_err(CheckError::Known)? {
        if !said.insert(known) {
            continue;
        }
        let state = match seen.get(&known.sha256) {
            Some(state) => *state,
            None => {
                let state = read(keep, known.sha256).await?;
                seen.insert(known.sha256, state);
                state
            }
        };
        match state {
            State::Missing => findings.missing.push(known),
            State::There { found, bytes } if (found, bytes) == (known.sha256, known.bytes) => {}
            State::There { found, bytes } => findings.altered.push(Altered { known, found, bytes }),
        }
    }
    findings.known = seen.len();
    let mut kept = keep.list();
    while let Some(kept) = kept.try_next().await? {
        if !seen.contains_key(&kept.sha256) && kept.is_older(now, age) {
            findings.orphans.push(kept);
        }
    }
    findings.orphans.sort_unstable_by_key(|kept| kept.sha256);
    Ok(findings)
}

/// Removes orphans, except those that were put again since they were found.
pub async fn collect(keep: &Keep, orphans: &[Kept]) -> Result<Collected, KeepError> {
    let mut collected = Collected::default();
    for orphan in orphans {
        if keep.remove_unless_put_again(orphan).await? {
            collected.removed += 1;
            collected.bytes = collected.bytes.saturating_add(orphan.bytes);
        } else {
            collected.left += 1;
        }
    }
    Ok(collected)
}

#[derive(Clone, Copy)]
enum State {
    Missing,
    There { found: ContentHash, bytes: u64 },
}

async fn read(keep: &Keep, sha256: ContentHash) -> Result<State, KeepError> {
    match keep.get(sha256).await {
        Ok(bytes) => Ok(State::There {
            found: sha256,
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        }),
        Err(KeepError::Altered { found, bytes, .. }) => Ok(State::There { found, bytes }),
        Err(KeepError::Missing(_)) => Ok(State::Missing),
        Err(error) => Err(error),
    }
}
