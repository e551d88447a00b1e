//! The two databases, and the one way in which the rest of the crate speaks to them.

use std::{
    borrow::Cow,
    str::FromStr as _,
    time::{Duration, Instant},
};

use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use sqlx::{
    FromRow, PgPool, Postgres, SqlSafeStr, Sqlite, SqlitePool, Transaction,
    migrate::MigrateError,
    postgres::{PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

use crate::{
    StoreError, address,
    audit::{Act, Entry},
    encode, migrations,
};

/// How long a writer waits for another process that holds the file.
const BUSY: Duration = Duration::from_secs(10);
/// What SQLite answers when a file is locked.
const SQLITE_BUSY: i32 = 5;
/// How many connections read a SQLite file at the same time.
const READERS: u32 = 8;
/// How many rows a reader of a SQLite file is ahead of whoever takes them in.
const ROWS_AHEAD: usize = 1_000;
/// How much of a SQLite file its writer may keep in memory, in KiB. A change of a million entries
/// would otherwise write the pages of an index out and read them in again and again. It is taken
/// only as it is needed.
const WRITER_CACHE: &str = "-131072";
/// To how many bytes the WAL of a SQLite file is cut back after a large change.
const WAL_KEPT: &str = "67108864";
/// How many connections one process keeps to a PostgreSQL server.
const CONNECTIONS: u32 = 16;

/// How long is waited for a connection to a replica: what is not read there is read elsewhere.
const REPLICA_CONNECTS: Duration = Duration::from_secs(2);
/// How long to wait for a PostgreSQL server that does not answer, or that gives out no connection: people are told
/// rather than kept waiting.
const AWAY: Duration = Duration::from_secs(5);

/// A database that is open.
pub(crate) enum Db {
    /// One file. SQLite has one writer at a time anyway: waiting for the one connection is fairer
    /// and cheaper than retrying on a locked file.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Begins to write a SQLite file.
///
/// When a disk is full or fails, SQLite takes the transaction back by itself, and the driver, whose own taking back
/// then fails, goes on to count one as begun: such a connection is closed, and the next one is as good as new.
async fn begin_writing(writer: &SqlitePool) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
    const IMMEDIATE: &str = "BEGIN IMMEDIATE";
    match writer.begin_with(IMMEDIATE).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            writer.acquire().await?.close().await?;
            writer.begin_with(IMMEDIATE).await
        }
        begun => begun,
    }
}

/// A transaction on either database.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A value for a `$N` in a statement.
pub(crate) enum Arg<'a> {
    Text(Option<Cow<'a, str>>),
    Int(Option<i64>),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Some(text.as_str().into()))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<Option<&'a str>> for Arg<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text.map(Into::into))
    }
}

impl From<Timestamp> for Arg<'_> {
    fn from(at: Timestamp) -> Self {
        encode::instant(at).into()
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Arg<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Arg<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(Some(i64::from(yes)))
    }
}

/// The values of a statement, in the order of their `$N`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Arg::from($value)),*] };
}
pub(crate) use args;

/// What a row can be read into, whichever database it comes from: tuples of `String`,
/// `Option<String>`, `i64` and `Option<i64>`.
pub(crate) trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

macro_rules! bind {
    ($query:expr, $args:expr) => {
        $args.iter().fold($query, |query, arg| match arg {
            Arg::Text(text) => query.bind(text.as_deref()),
            Arg::Int(number) => query.bind(*number),
        })
    };
}
pub(crate) use bind;

/// How a database is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// With its tables brought up to date; made if it is not there.
    Ready,
    /// As it is; made if it is not there.
    Bare,
    /// As it is, and it has to be there.
    AsItIs,
}

impl Db {
    /// Opens the database and brings its tables up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        Self::opened(url, Opened::Ready).await
    }

    /// Opens the database.
    pub(crate) async fn opened(url: &str, how: Opened) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(SqliteConnectOptions::from_str(url)?, how).await
        } else if let Some(options) = address::postgres(url)? {
            let pool = PgPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(AWAY)
                .connect_with(options)
                .await?;
            if how == Opened::Ready {
                let mut connection = pool.acquire().await?;
                migrations::postgres().run_direct(None, &mut *connection, false).await?;
            }
            Ok(Self::Postgres(pool))
        } else {
            Err(StoreError::UnsupportedAddress)
        }
    }

    /// A replica, which need not answer yet.
    pub(crate) fn replica(url: &str) -> Result<Self, StoreError> {
        let options = address::postgres(url)?.ok_or(StoreError::UnsupportedAddress)?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(REPLICA_CONNECTS)
            .connect_lazy_with(options);
        Ok(Self::Postgres(pool))
    }

    /// Opens a file, and again while another process keeps it locked: for the switch to WAL, the
    /// first thing that happens to a new file, SQLite does not wait by itself.
    async fn open_sqlite(options: SqliteConnectOptions, how: Opened) -> Result<Self, StoreError> {
        let began = Instant::now();
        loop {
            match Self::try_open_sqlite(options.clone(), how).await {
                Err(error) if is_busy(&error) && began.elapsed() < BUSY => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                result => return result,
            }
        }
    }

    async fn try_open_sqlite(options: SqliteConnectOptions, how: Opened) -> Result<Self, StoreError> {
        // FULL, not NORMAL: with NORMAL a power cut can take back the last commits, and a report
        // whose sending was confirmed must not be gone. At the pace of an office the extra fsync
        // is not felt.
        let options = options
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(
                options
                    .clone()
                    .create_if_missing(how != Opened::AsItIs)
                    .journal_mode(SqliteJournalMode::Wal)
                    .pragma("cache_size", WRITER_CACHE)
                    .pragma("journal_size_limit", WAL_KEPT),
            )
            .await?;
        // Within one transaction that locks first: a server and a command that start at the same
        // moment on a new file must not both make the tables.
        if how == Opened::Ready {
            let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
            migrations::sqlite().run_direct(None, &mut *tx, false).await?;
            tx.commit().await?;
        }
        // Not opened read-only, which would hinder the upkeep of the shared WAL index, but unable
        // to write all the same.
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "ON").row_buffer_size(ROWS_AHEAD))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// All rows of a query.
    pub(crate) async fn rows<T: Record>(&self, sql: impl SqlSafeStr, args: &[Arg<'_>]) -> Result<Vec<T>, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => bind!(sqlx::query_as(sql), args).fetch_all(readers).await?,
            Self::Postgres(pool) => bind!(sqlx::query_as(sql), args).fetch_all(pool).await?,
        })
    }

    /// The first row of a query.
    pub(crate) async fn row<T: Record>(&self, sql: impl SqlSafeStr, args: &[Arg<'_>]) -> Result<Option<T>, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => bind!(sqlx::query_as(sql), args).fetch_optional(readers).await?,
            Self::Postgres(pool) => bind!(sqlx::query_as(sql), args).fetch_optional(pool).await?,
        })
    }

    /// Hands the rows of a query to `each`, one by one as they come, so that there may be any
    /// number of them.
    pub(crate) async fn each<T: Record>(
        &self,
        sql: impl SqlSafeStr,
        args: &[Arg<'_>],
        mut each: impl FnMut(T) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { readers, .. } => {
                let mut rows = bind!(sqlx::query_as(sql), args).fetch(readers);
                while let Some(row) = rows.try_next().await? {
                    each(row)?;
                }
            }
            Self::Postgres(pool) => {
                let mut rows = bind!(sqlx::query_as(sql), args).fetch(pool);
                while let Some(row) = rows.try_next().await? {
                    each(row)?;
                }
            }
        }
        Ok(())
    }

    /// The rows of a query, one by one as they come.
    pub(crate) fn stream<T: Record + 'static>(
        &self,
        sql: &'static str,
    ) -> impl Stream<Item = Result<T, StoreError>> + Send + '_ {
        match self {
            Self::Sqlite { readers, .. } => sqlx::query_as(sql).fetch(readers).left_stream(),
            Self::Postgres(pool) => sqlx::query_as(sql).fetch(pool).right_stream(),
        }
        .map_err(StoreError::from)
    }

    /// Begins a change that `act` answers for.
    pub(crate) async fn begin<'a>(&self, act: &'a Act) -> Result<Change<'a>, StoreError> {
        let tx = match self {
            // A deferred transaction that reads before it writes fails when another process has
            // written in between; one that takes the lock at once waits instead.
            Self::Sqlite { writer, .. } => Tx::Sqlite(begin_writing(writer).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        };
        Ok(Change {
            tx,
            act,
            entries: Vec::new(),
        })
    }

    /// How many connections are open, and how many of them wait for work.
    pub(crate) fn connections(&self) -> [u32; 2] {
        let of = |size: u32, idle: usize| [size, u32::try_from(idle).unwrap_or(size)];
        match self {
            Self::Sqlite { writer, readers } => {
                of(writer.size() + readers.size(), writer.num_idle() + readers.num_idle())
            }
            Self::Postgres(pool) => of(pool.size(), pool.num_idle()),
        }
    }

    /// Begins to read everything as it stands at one moment.
    pub(crate) async fn begin_reading(&self) -> Result<Tx, StoreError> {
        const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with(READING).await?),
        })
    }

    /// Begins to fill what is empty.
    pub(crate) async fn begin_filling(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(begin_writing(writer).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes all connections, after those at work have finished.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                // The writer last: whoever closes last folds the WAL into the file.
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A transaction together with what the audit will say of it. Dropped without
/// [`Change::commit`] it leaves no trace.
pub(crate) struct Change<'a> {
    pub(crate) tx: Tx,
    pub(crate) act: &'a Act,
    entries: Vec<Entry>,
}

impl Change<'_> {
    /// All rows of a query, as this change sees them.
    pub(crate) async fn rows<T: Record>(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<T>, StoreError> {
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => bind!(sqlx::query_as(sql), args).fetch_all(&mut **tx).await?,
            Tx::Postgres(tx) => bind!(sqlx::query_as(sql), args).fetch_all(&mut **tx).await?,
        })
    }

    /// The first row of a query, as this change sees it.
    pub(crate) async fn row<T: Record>(
        &mut self,
        sql: &'static str,
        args: &[Arg<'_>],
    ) -> Result<Option<T>, StoreError> {
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => bind!(sqlx::query_as(sql), args).fetch_optional(&mut **tx).await?,
            Tx::Postgres(tx) => bind!(sqlx::query_as(sql), args).fetch_optional(&mut **tx).await?,
        })
    }

    /// Runs a statement; the number of rows that it touched.
    pub(crate) async fn execute(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64, StoreError> {
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => bind!(sqlx::query(sql), args).execute(&mut **tx).await?.rows_affected(),
            Tx::Postgres(tx) => bind!(sqlx::query(sql), args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Notes what the audit will say. The rows are written at the end, by [`Change::commit`]: the
    /// lock on the end of the audit is then always the last one taken, so that two changes cannot
    /// wait for each other, and it is held as briefly as can be.
    pub(crate) fn note(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Writes the audit rows and commits.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let entries = std::mem::take(&mut self.entries);
        if !entries.is_empty() {
            let act = self.act;
            if let Some(once) = &act.once {
                crate::answers::note(&mut self, once, &entries[0]).await?;
            }
            crate::audit::append(&mut self, act, &entries).await?;
        }
        match self.tx {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
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
    use super::*;

    #[tokio::test]
    async fn what_was_committed_to_a_file_is_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("x.sqlite").display());
        let db = Db::open(&url).await.unwrap();
        let act = Act::new(Timestamp::UNIX_EPOCH, crate::Actor::system("test"));
        let mut writing = db.begin(&act).await.unwrap();
        let flushed: Option<(i64,)> = writing.row("PRAGMA synchronous", &[]).await.unwrap();
        let journal: Option<(String,)> = writing.row("PRAGMA journal_mode", &[]).await.unwrap();
        assert_eq!(flushed, Some((2,)), "FULL");
        assert_eq!(journal, Some(("wal".to_owned(),)));
        drop(writing);
        db.close().await;
    }
}
