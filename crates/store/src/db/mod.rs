//! The two databases, and the one way in which the rest of the crate speaks to them.

mod change;
mod flush;
mod readers;
mod sqlite;
mod together;
mod values;

use std::{str::FromStr as _, time::Duration};

use futures_util::TryStreamExt as _;
use sqlx::{
    FromRow, PgPool, Postgres, SqlSafeStr, Transaction,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

pub(crate) use self::{
    change::{Change, Statement},
    sqlite::{Sqlite, SqliteTransaction},
    together::{Audited, Small},
    values::{Arg, Record, args, bind},
};
use crate::{StoreError, address, audit::Act, migrations};

/// How many connections one process keeps to a PostgreSQL server.
const CONNECTIONS: u32 = 16;

/// How long is waited for a connection to a replica: what is not read there is read elsewhere.
const REPLICA_CONNECTS: Duration = Duration::from_secs(2);
/// How long to wait for a PostgreSQL server that does not answer, or that gives out no connection: people are told
/// rather than kept waiting.
const AWAY: Duration = Duration::from_secs(5);

/// The end of the audit.
const HEAD: &str = "SELECT seq, hash FROM audit_head WHERE id = 1";

/// The end of the audit, as the first of these rows.
fn head(rows: &[SqliteRow]) -> Result<Option<(i64, String)>, sqlx::Error> {
    rows.first().map(FromRow::from_row).transpose()
}

/// A database that is open.
pub(crate) enum Db {
    /// One file.
    Sqlite(Box<Sqlite>),
    Postgres(PgPool),
}

/// A transaction on either database.
pub(crate) enum Tx {
    Sqlite(SqliteTransaction),
    Postgres(Transaction<'static, Postgres>),
}

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
            let options = SqliteConnectOptions::from_str(url)?;
            Ok(Self::Sqlite(Box::new(Sqlite::open(options, how).await?)))
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

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// All rows of a query.
    pub(crate) async fn rows<T: Record>(&self, sql: impl SqlSafeStr, args: &[Arg<'_>]) -> Result<Vec<T>, StoreError> {
        Ok(match self {
            Self::Sqlite(file) => {
                let mut reader = file.readers.take().await?;
                bind!(sqlx::query_as(sql), args).fetch_all(&mut *reader).await?
            }
            Self::Postgres(pool) => bind!(sqlx::query_as(sql), args).fetch_all(pool).await?,
        })
    }

    /// The first row of a query.
    pub(crate) async fn row<T: Record>(&self, sql: impl SqlSafeStr, args: &[Arg<'_>]) -> Result<Option<T>, StoreError> {
        Ok(match self {
            Self::Sqlite(file) => {
                let mut reader = file.readers.take().await?;
                bind!(sqlx::query_as(sql), args).fetch_optional(&mut *reader).await?
            }
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
            Self::Sqlite(file) => {
                let mut reader = file.readers.take().await?;
                let mut rows = bind!(sqlx::query_as(sql), args).fetch(&mut *reader);
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

    /// Begins a change that `act` answers for.
    pub(crate) async fn begin<'a>(&self, act: &'a Act) -> Result<Change<'a>, StoreError> {
        Ok(match self {
            Self::Sqlite(file) => {
                let (tx, rows) = file.writer.begin(&[]).await?;
                Change::begun(Tx::Sqlite(tx), act, head(&rows)?)
            }
            Self::Postgres(pool) => Change::begun(Tx::Postgres(pool.begin().await?), act, None),
        })
    }

    /// Begins a change that `act` answers for with a statement, and hands its first row on: on SQLite with one handing
    /// over instead of two.
    pub(crate) async fn begin_with<'a, T: Record>(
        &self,
        act: &'a Act,
        step: Statement,
    ) -> Result<(Change<'a>, Option<T>), StoreError> {
        match self {
            Self::Sqlite(file) => {
                let (tx, rows) = file.writer.begin(&[step]).await?;
                let row = rows.get(1).map(T::from_row).transpose()?;
                Ok((Change::begun(Tx::Sqlite(tx), act, head(&rows)?), row))
            }
            Self::Postgres(_) => {
                let mut change = self.begin(act).await?;
                let row = change.row(step.sql, &step.args).await?;
                Ok((change, row))
            }
        }
    }

    /// Makes a small change together with those of others, where that can be done; see [`Small`].
    pub(crate) async fn make(&self, small: impl FnOnce() -> Small) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(file) => file.make(small()).await,
            Self::Postgres(_) => Ok(false),
        }
    }

    /// How many connections are open, and how many of them wait for work.
    pub(crate) fn connections(&self) -> [u32; 2] {
        let of = |size: u32, idle: usize| [size, u32::try_from(idle).unwrap_or(size)];
        match self {
            Self::Sqlite(file) => {
                let (size, idle) = file.connections();
                of(size, idle)
            }
            Self::Postgres(pool) => of(pool.size(), pool.num_idle()),
        }
    }

    /// Begins to read everything as it stands at one moment.
    pub(crate) async fn begin_reading(&self) -> Result<Tx, StoreError> {
        const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(match self {
            Self::Sqlite(file) => Tx::Sqlite(file.begin_reading().await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with(READING).await?),
        })
    }

    /// Begins to fill what is empty.
    pub(crate) async fn begin_filling(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(file) => Tx::Sqlite(file.writer.begin_bare().await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Writes all of a SQLite file anew and empties its log.
    pub(crate) async fn write_anew(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(file) => file.write_anew().await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Closes all connections, after those at work have finished.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(file) => file.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
