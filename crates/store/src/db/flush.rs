//! 落盘: until what was committed to a SQLite file is on the disk.
//!
//! SQLite can flush its log at the end of every commit (`synchronous=FULL`), while whoever writes next waits for the
//! disk. Here the commit is written without, the next one may begin, and one flush serves all who have committed
//! before it began. It flushes the same file at the same place of the same log: a log is read back up to the first
//! frame that is not whole, so that what was flushed later keeps all that came before it. Nothing is acknowledged
//! before its flush is over. Others may read it a moment earlier; whatever they do with it is committed behind it
//! and flushed with it.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::sync::Mutex;

/// The log of a file, and how much of it is on the disk.
pub(crate) struct Flush {
    /// `None` for a database in memory.
    log: Option<PathBuf>,
    /// How many commits there were.
    committed: AtomicU64,
    done: Mutex<Done>,
}

#[derive(Default)]
struct Done {
    /// So many of them are on the disk.
    flushed: u64,
    /// The disk has failed once. What it then lost of the log would be in the way of all that comes after it,
    /// whatever a later flush answers.
    failed: bool,
}

impl Flush {
    /// Of the log beside a database file.
    pub(crate) fn of(file: &Path) -> Self {
        let log = file.file_name().filter(|_| file.is_file()).map(|name| {
            let mut name = name.to_owned();
            name.push("-wal");
            file.with_file_name(name)
        });
        Self {
            log,
            committed: AtomicU64::new(0),
            done: Mutex::default(),
        }
    }

    /// Notes a commit that has just been written; to be given to [`Flush::wait`].
    pub(crate) fn committed(&self) -> u64 {
        self.committed.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Waits until a commit is on the disk.
    ///
    /// # Errors
    ///
    /// When the disk fails, and ever after.
    pub(crate) async fn wait(&self, commit: u64) -> io::Result<()> {
        let Some(log) = &self.log else { return Ok(()) };
        self.wait_for(commit, async || {
            let log = log.clone();
            let flushed = tokio::task::spawn_blocking(move || flush(&log)).await;
            flushed.map_err(io::Error::other)?
        })
        .await
    }

    /// How many commits are on the disk.
    #[cfg(test)]
    pub(super) async fn on_disk(&self) -> u64 {
        self.done.lock().await.flushed
    }

    async fn wait_for(&self, commit: u64, flush: impl AsyncFnOnce() -> io::Result<()>) -> io::Result<()> {
        // Who waits here while another flush goes on is mostly served by the next one, whoever begins it.
        let mut done = self.done.lock().await;
        if done.failed {
            return Err(io::Error::other("an earlier flush failed"));
        }
        if done.flushed >= commit {
            return Ok(());
        }
        let all = self.committed.load(Ordering::Acquire);
        match flush().await {
            Ok(()) => {
                done.flushed = all;
                Ok(())
            }
            Err(error) => {
                done.failed = true;
                Err(error)
            }
        }
    }
}

/// Opened each time: another connection may have begun a new log.
fn flush(log: &Path) -> io::Result<()> {
    match std::fs::File::open(log) {
        Ok(log) => log.sync_data(),
        // All of it was taken over into the database, which is flushed before its log goes.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, atomic::AtomicU64};

    use futures_util::future::join_all;

    use super::*;

    fn new() -> Arc<Flush> {
        Arc::new(Flush {
            log: None,
            committed: AtomicU64::new(0),
            done: Mutex::default(),
        })
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn nobody_is_served_by_a_flush_that_began_before_his_commit() {
        let (flush, on_disk, flushes) = (new(), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let one = |_| {
            let (flush, on_disk, flushes) = (flush.clone(), on_disk.clone(), flushes.clone());
            tokio::spawn(async move {
                for _ in 0..50 {
                    let commit = flush.committed();
                    let served = flush.wait_for(commit, async || {
                        let written = flush.committed.load(Ordering::Acquire);
                        tokio::task::yield_now().await;
                        on_disk.fetch_max(written, Ordering::AcqRel);
                        flushes.fetch_add(1, Ordering::AcqRel);
                        Ok(())
                    });
                    served.await.unwrap();
                    assert!(on_disk.load(Ordering::Acquire) >= commit);
                }
            })
        };
        for done in join_all((0..16).map(one)).await {
            done.unwrap();
        }
        assert!(flushes.load(Ordering::Acquire) <= 16 * 50);
    }

    #[tokio::test]
    async fn those_who_wait_together_share_a_flush() {
        let flush = new();
        let commits: Vec<u64> = (0..10).map(|_| flush.committed()).collect();
        let flushes = AtomicU64::new(0);
        for commit in commits {
            let counted = async || {
                flushes.fetch_add(1, Ordering::Relaxed);
                Ok(())
            };
            flush.wait_for(commit, counted).await.unwrap();
        }
        assert_eq!(flushes.into_inner(), 1);
    }

    #[tokio::test]
    async fn after_a_flush_that_failed_nothing_is_acknowledged() {
        let flush = new();
        let failing = async || Err(io::Error::other("the disk"));
        assert!(flush.wait_for(flush.committed(), failing).await.is_err());
        assert!(flush.wait_for(flush.committed(), async || Ok(())).await.is_err());
    }
}
