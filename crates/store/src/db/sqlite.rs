//! A SQLite file: one connection that writes, and some that read.

use std::{
    io,
    ops::{Deref, DerefMut},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::FutureExt as _;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection,
    migrate::MigrateError,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous},
};
use tokio::{
    sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard},
    time::timeout,
};

use super::{
    Arg, HEAD, Opened, Statement, bind,
    change::in_a_row,
    flush::Flush,
    readers::{Reader, Readers},
    together::{Small, Together},
};
use crate::{StoreError, migrations};

/// Begins to write. A deferred transaction that reads before it writes fails when another process has written in
/// between; one that takes the lock at once waits instead.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// How long a writer waits for another process that holds the file.
const BUSY: Duration = Duration::from_secs(10);
/// How long a writer waits for those of its own process.
const TURN: Duration = Duration::from_secs(30);
/// What SQLite answers when a file is locked.
const SQLITE_BUSY: i32 = 5;
/// How many rows a reader of a SQLite file is ahead of whoever takes them in.
const ROWS_AHEAD: usize = 1_000;
/// How much of a SQLite file its writer may keep in memory, in KiB.
const WRITER_CACHE: &str = "-16384";
/// As much as a large change may: a million entries would otherwise write the pages of an index out and read them in
/// again and again. It is given back at its end.
const LARGE_CACHE: &str = "-131072";
/// To how many bytes the WAL of a SQLite file is cut back after a large change.
const WAL_KEPT: &str = "67108864";

/// After so many pages of 4 KiB what the WAL holds is taken over into the file: whoever commits then waits for it, and
/// a page that was written often meanwhile is taken over once.
const WAL_TAKEN_OVER: &str = "4000";
/// How many texts of statements the writer keeps ready: those that are carried out together make many.
const STATEMENTS: usize = 128;

/// A SQLite file that is open.
pub(crate) struct Sqlite {
    pub(super) writer: Writer,
    pub(crate) readers: Readers,
    together: Together,
}

/// The one connection that writes; clones share it. SQLite has one writer at a time anyway: waiting for it is fairer
/// and cheaper than retrying on a locked file.
#[derive(Clone)]
pub(super) struct Writer {
    /// `None` when it is closed, until somebody writes again.
    connection: Arc<Mutex<Option<SqliteConnection>>>,
    options: Arc<SqliteConnectOptions>,
    flush: Arc<Flush>,
}

impl Sqlite {
    /// Opens a file, and again while another process keeps it locked: for the switch to WAL, the
    /// first thing that happens to a new file, SQLite does not wait by itself.
    pub(super) async fn open(options: SqliteConnectOptions, how: Opened) -> Result<Self, StoreError> {
        let began = Instant::now();
        loop {
            match Self::try_open(options.clone(), how).await {
                Err(error) if is_busy(&error) && began.elapsed() < BUSY => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                result => return result,
            }
        }
    }

    async fn try_open(options: SqliteConnectOptions, how: Opened) -> Result<Self, StoreError> {
        // With NORMAL a power cut can take back the last commits, and a report whose sending was confirmed must not
        // be gone: each is flushed before it is acknowledged, by `Flush`.
        let options = options
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Normal);
        let writing = options
            .clone()
            .create_if_missing(how != Opened::AsItIs)
            .journal_mode(SqliteJournalMode::Wal)
            .pragma("cache_size", WRITER_CACHE)
            .pragma("journal_size_limit", WAL_KEPT)
            .pragma("wal_autocheckpoint", WAL_TAKEN_OVER)
            .statement_cache_capacity(STATEMENTS);
        let mut writer = writing.connect().await?;
        let flush = Flush::of(options.get_filename());
        // Within one transaction that locks first: a server and a command that start at the same
        // moment on a new file must not both make the tables.
        if how == Opened::Ready {
            let mut tx = writer.begin_with(BEGIN).await?;
            migrations::sqlite().run_direct(None, &mut *tx, false).await?;
            tx.commit().await?;
            flush.wait(flush.committed()).await.map_err(sqlx::Error::Io)?;
        }
        // Not opened read-only, which would hinder the upkeep of the shared WAL index, but unable
        // to write all the same.
        let readers = Readers::new(options.pragma("query_only", "ON").row_buffer_size(ROWS_AHEAD));
        let writer = Writer {
            connection: Arc::new(Mutex::new(Some(writer))),
            options: Arc::new(writing),
            flush: Arc::new(flush),
        };
        Ok(Self {
            together: Together::begin(writer.clone()),
            writer,
            readers,
        })
    }

    /// Where the file lies.
    pub(crate) fn file(&self) -> &Path {
        self.writer.options.get_filename()
    }

    /// Makes a small change together with those of others; answers when it is on the disk. Whether it was made: if
    /// not, nothing has happened, and why is found out by making it alone.
    pub(crate) async fn make(&self, small: Small) -> Result<bool, StoreError> {
        let Some(commit) = self.together.make(small).await else {
            return Ok(false);
        };
        self.writer.flush.wait(commit).await.map_err(sqlx::Error::Io)?;
        Ok(true)
    }

    /// Begins to read everything as it stands at one moment.
    pub(super) async fn begin_reading(&self) -> Result<SqliteTransaction, StoreError> {
        let mut tx = SqliteTransaction {
            held: Held::Reader(self.readers.take().await?),
            flush: None,
            over: false,
            large: false,
        };
        sqlx::query("BEGIN").execute(&mut *tx).await?;
        Ok(tx)
    }

    /// How many connections are open, and how many of them wait for work.
    pub(super) fn connections(&self) -> (u32, usize) {
        let (size, idle) = self.readers.size();
        let waits = usize::from(self.writer.connection.try_lock().is_ok());
        (size + 1, idle + waits)
    }

    /// Writes all of the file anew, without what lies in free pages and between rows, and empties its log.
    pub(super) async fn write_anew(&self) -> Result<(), StoreError> {
        let mut turn = self.writer.turn().await?;
        sqlx::raw_sql("PRAGMA secure_delete = OFF; VACUUM")
            .execute(&mut *turn)
            .await?;
        // Whoever reads an older state holds the log; SQLite waits for him as for a lock.
        let (busy, ..): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut *turn)
            .await?;
        if busy != 0 {
            let why = io::Error::new(io::ErrorKind::ResourceBusy, "the log is being read");
            return Err(sqlx::Error::Io(why).into());
        }
        Ok(())
    }

    /// Closes all connections, after those at work have finished.
    pub(super) async fn close(&self) {
        // The writer last: whoever closes last folds the WAL into the file.
        self.readers.close().await;
        if let Some(writer) = self.writer.connection.lock().await.take() {
            let _ = writer.close().await;
        }
    }
}

impl Writer {
    /// Begins to write when it is one's turn, and nobody else writes until it is over; reads the end of the audit, and
    /// then runs `steps`. All their rows are handed on.
    pub(super) async fn begin(&self, steps: &[Statement]) -> Result<(SqliteTransaction, Vec<SqliteRow>), StoreError> {
        let (steps, args) = in_a_row(steps);
        self.run(format!("{BEGIN};\n{HEAD};\n{steps}"), &args).await
    }

    /// Begins to write where there is no audit yet.
    pub(super) async fn begin_bare(&self) -> Result<SqliteTransaction, StoreError> {
        let (tx, _) = self.run(BEGIN.to_owned(), &[]).await?;
        Ok(tx)
    }

    /// The connection when it is one's turn.
    async fn turn(&self) -> Result<OwnedMappedMutexGuard<Option<SqliteConnection>, SqliteConnection>, StoreError> {
        let turn = timeout(TURN, self.connection.clone().lock_owned()).await;
        let mut turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?;
        if turn.is_none() {
            *turn = Some(self.options.connect().await?);
        }
        Ok(OwnedMutexGuard::try_map(turn, Option::as_mut).map_err(|_| sqlx::Error::PoolClosed)?)
    }

    async fn run(
        &self,
        sql: String,
        args: &[&Arg<'static>],
    ) -> Result<(SqliteTransaction, Vec<SqliteRow>), StoreError> {
        let mut tx = SqliteTransaction {
            held: Held::Writer(self.turn().await?),
            flush: Some(self.flush.clone()),
            over: false,
            large: false,
        };
        // Safe: literals, and the numbers of the arguments.
        let query = bind!(sqlx::query(AssertSqlSafe(sql)), args);
        let rows = query.fetch_all(&mut *tx).await?;
        Ok((tx, rows))
    }
}

/// The connection of a transaction.
enum Held {
    Writer(OwnedMappedMutexGuard<Option<SqliteConnection>, SqliteConnection>),
    Reader(Reader),
}

/// A transaction that has begun; dropped before its commit it is taken back.
///
/// The driver hands every statement to a thread, and its own transaction hands it the beginning and the end as well.
/// Here whoever begins reads, and whoever ends writes, with the same handing over.
pub(crate) struct SqliteTransaction {
    held: Held,
    /// Where it writes.
    flush: Option<Arc<Flush>>,
    over: bool,
    /// Whether it has taken [`LARGE_CACHE`].
    large: bool,
}

impl SqliteTransaction {
    /// To be called before many rows are written: more of the file is kept in memory until the end.
    pub(crate) async fn grows_large(&mut self) -> Result<(), StoreError> {
        if !self.large {
            self.large = true;
            sqlx::query(cache(LARGE_CACHE)).execute(&mut **self).await?;
        }
        Ok(())
    }

    /// To be called when a `COMMIT` was carried out: whoever writes next need not wait until it is on the disk. What
    /// can be waited for, and until which commit, where it has written.
    pub(crate) fn committed(mut self) -> Option<(Arc<Flush>, u64)> {
        self.over = true;
        let flush = self.flush.take();
        // The number is taken while nobody else writes.
        let commit = flush.as_ref().map(|flush| flush.committed());
        drop(self);
        flush.zip(commit)
    }
}

impl Deref for SqliteTransaction {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match &self.held {
            Held::Writer(connection) => connection,
            Held::Reader(connection) => connection,
        }
    }
}

impl DerefMut for SqliteTransaction {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match &mut self.held {
            Held::Writer(connection) => connection,
            Held::Reader(connection) => connection,
        }
    }
}

impl Drop for SqliteTransaction {
    fn drop(&mut self) {
        // The first poll hands it over, and nobody need wait for the answer: whatever comes next is handed over behind
        // it.
        if !self.over {
            // Where SQLite has taken a transaction back by itself, on a full disk, there is none to be taken back.
            let _ = sqlx::query("ROLLBACK").execute(&mut **self).now_or_never();
        }
        if self.large {
            let _ = sqlx::query(cache(WRITER_CACHE)).execute(&mut **self).now_or_never();
        }
    }
}

/// Safe: `size` is one of the literals.
fn cache(size: &'static str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("PRAGMA cache_size = {size}"))
}

/// Whether a SQLite file is locked by another connection.
fn is_busy(error: &StoreError) -> bool {
    let (StoreError::Database(error) | StoreError::Migration(MigrateError::Execute(error))) = error else {
        return false;
    };
    // The low byte is the plain code, what lies above it tells variants apart.
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .and_then(|code| code.parse::<i32>().ok())
        .is_some_and(|code| code & 0xff == SQLITE_BUSY)
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use super::*;
    use crate::{
        Act, Actor,
        bulk::{Bulk, CHUNK, Column},
        db::Db,
    };

    #[tokio::test]
    async fn what_was_committed_is_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("x.sqlite").display());
        let file = Sqlite::open(SqliteConnectOptions::from_str(&url).unwrap(), Opened::Ready).await;
        let db = Db::Sqlite(Box::new(file.unwrap()));
        let act = Act::new(jiff::Timestamp::UNIX_EPOCH, Actor::system("test"));
        let Db::Sqlite(file) = &db else { unreachable!() };
        for _ in 0..3 {
            let before = file.writer.flush.on_disk().await;
            let mut change = db.begin(&act).await.unwrap();
            let journal: Option<(String,)> = change.row("PRAGMA journal_mode", &[]).await.unwrap();
            assert_eq!(journal, Some(("wal".to_owned(),)));
            change.execute("DELETE FROM answers", &[]).await.unwrap();
            change.commit().await.unwrap();
            assert_eq!(file.writer.flush.on_disk().await, before + 1);
            // What is taken back is no commit.
            drop(db.begin(&act).await.unwrap());
            assert_eq!(file.writer.flush.on_disk().await, before + 1);
        }
        db.close().await;
    }

    #[tokio::test]
    async fn a_large_change_gives_its_memory_back() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("x.sqlite").display());
        let file = Sqlite::open(SqliteConnectOptions::from_str(&url).unwrap(), Opened::Ready).await;
        let db = Db::Sqlite(Box::new(file.unwrap()));
        let act = Act::new(jiff::Timestamp::UNIX_EPOCH, Actor::system("test"));
        for is_committed in [true, false] {
            let mut change = db.begin(&act).await.unwrap();
            assert_eq!(kept(&mut change).await, WRITER_CACHE);
            for _ in 0..2 {
                let bulk = Bulk {
                    template: "DELETE FROM cases WHERE id IN (SELECT column1 FROM ({rows}))",
                    columns: vec![Column::Text(vec![String::new(); CHUNK])],
                };
                change.execute_bulk(bulk).await.unwrap();
                assert_eq!(kept(&mut change).await, LARGE_CACHE);
            }
            if is_committed {
                change.commit().await.unwrap();
            }
        }
        assert_eq!(kept(&mut db.begin(&act).await.unwrap()).await, WRITER_CACHE);
        db.close().await;
    }

    async fn kept(change: &mut crate::db::Change<'_>) -> String {
        let size: Option<(i64,)> = change.row("PRAGMA cache_size", &[]).await.unwrap();
        size.unwrap().0.to_string()
    }
}
