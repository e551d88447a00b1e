//! Turns: what only one process at a time may do, on one database.
//!
//! A turn ends with its holder, however that one ends: on PostgreSQL it is an advisory lock of a connection of its
//! own, on SQLite a lock on a file beside the database.

use std::{fs::File, path::PathBuf};

use sqlx::{ConnectOptions as _, PgConnection};

use crate::{Store, StoreError, db::Db};

/// What is done in turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Filling a new installation with what it begins with.
    Begin,
    /// Making a backup.
    Backup,
}

impl Work {
    /// The number of its lock.
    fn number(self) -> i32 {
        match self {
            Self::Begin => 1,
            Self::Backup => 2,
        }
    }

    /// What the name of its file ends with.
    fn ending(self) -> &'static str {
        match self {
            Self::Begin => ".begin.lock",
            Self::Backup => ".backup.lock",
        }
    }
}

/// Tells our locks from those of others on the same database: `yaod`.
const OURS: i32 = 0x7961_6f64;

/// A turn; over when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _held: Held,
}

#[derive(Debug)]
#[allow(dead_code, reason = "held for as long as the turn lasts")]
enum Held {
    Connection(PgConnection),
    File(File),
    /// A database in memory has no other process.
    Alone,
}

impl Store {
    /// Waits for the turn.
    pub async fn turn(&self, work: Work) -> Result<Turn, StoreError> {
        let held = match &*self.db {
            Db::Postgres(pool) => {
                let mut connection = pool.connect_options().connect().await?;
                sqlx::query("SELECT pg_advisory_lock($1, $2)")
                    .bind(OURS)
                    .bind(work.number())
                    .execute(&mut connection)
                    .await?;
                Held::Connection(connection)
            }
            Db::Sqlite(_) => match self.lock_file(work) {
                Some(path) => Held::File(
                    tokio::task::spawn_blocking(move || locked(path))
                        .await
                        .map_err(stopped)??,
                ),
                None => Held::Alone,
            },
        };
        Ok(Turn { _held: held })
    }

    /// The turn; `None` while another process has it.
    pub async fn turn_if_free(&self, work: Work) -> Result<Option<Turn>, StoreError> {
        let held = match &*self.db {
            Db::Postgres(pool) => {
                let mut connection = pool.connect_options().connect().await?;
                let (free,): (bool,) = sqlx::query_as("SELECT pg_try_advisory_lock($1, $2)")
                    .bind(OURS)
                    .bind(work.number())
                    .fetch_one(&mut connection)
                    .await?;
                free.then_some(Held::Connection(connection))
            }
            Db::Sqlite(_) => match self.lock_file(work) {
                Some(path) => {
                    let file = open(path)?;
                    file.try_lock().is_ok().then_some(Held::File(file))
                }
                None => Some(Held::Alone),
            },
        };
        Ok(held.map(|held| Turn { _held: held }))
    }

    /// The file that is locked; `None` for a database in memory.
    fn lock_file(&self, work: Work) -> Option<PathBuf> {
        let Db::Sqlite(file) = &*self.db else {
            return None;
        };
        let file = file.file();
        // Not beside a name that is none, `:memory:`.
        let mut name = file.file_name().filter(|_| file.is_file())?.to_owned();
        name.push(work.ending());
        Some(file.with_file_name(name))
    }
}

fn open(path: PathBuf) -> Result<File, StoreError> {
    let opened = File::options().create(true).truncate(false).write(true).open(path);
    opened.map_err(|error| sqlx::Error::Io(error).into())
}

fn locked(path: PathBuf) -> Result<File, StoreError> {
    let file = open(path)?;
    file.lock().map_err(sqlx::Error::Io)?;
    Ok(file)
}

fn stopped(error: tokio::task::JoinError) -> StoreError {
    sqlx::Error::Io(std::io::Error::other(error)).into()
}
