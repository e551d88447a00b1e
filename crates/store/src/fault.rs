//! What is wrong with the machine when the database cannot do its work.

use sqlx::{migrate::MigrateError, postgres::PgDatabaseError, sqlite::SqliteError};

use crate::StoreError;

/// What is wrong, where it is not the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is no room left where the database lies.
    Full,
    /// The database cannot be written to: it is read-only, or its disk fails.
    NotWritable,
    /// The database does not answer, or is too busy to.
    Away,
}

impl StoreError {
    /// What is wrong with the machine; `None` where it is something else.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Database(error) | Self::Migration(MigrateError::Execute(error)) => fault(error),
            Self::NotTrusted(_) => Some(Fault::Away),
            _ => None,
        }
    }
}

fn fault(error: &sqlx::Error) -> Option<Fault> {
    use sqlx::Error;
    match error {
        Error::Io(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed | Error::BeginFailed => {
            Some(Fault::Away)
        }
        Error::Database(error) => {
            if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
                return of_postgres(error.code());
            }
            let error = error.try_downcast_ref::<SqliteError>()?;
            let code = sqlx::error::DatabaseError::code(error)?;
            of_sqlite(code.parse().ok()?)
        }
        _ => None,
    }
}

/// By PostgreSQL's table of error codes (appendix A of its manual).
fn of_postgres(code: &str) -> Option<Fault> {
    match code {
        // disk_full
        "53100" => Some(Fault::Full),
        // read_only_sql_transaction, io_error
        "25006" | "58030" => Some(Fault::NotWritable),
        // too_many_connections; admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout;
        // deadlock_detected, lock_not_available
        "53300" | "57P01" | "57P02" | "57P03" | "57P05" | "40P01" | "55P03" => Some(Fault::Away),
        // connection exceptions
        code if code.starts_with("08") => Some(Fault::Away),
        _ => None,
    }
}

/// By SQLite's result codes: the low byte is the plain code, what lies above it tells variants apart.
fn of_sqlite(code: i32) -> Option<Fault> {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const READONLY: i32 = 8;
    const IOERR: i32 = 10;
    const FULL: i32 = 13;
    const CANTOPEN: i32 = 14;
    // Of IOERR those that are about reading.
    const READ: i32 = IOERR | (1 << 8);
    const SHORT_READ: i32 = IOERR | (2 << 8);
    match (code & 0xff, code) {
        (FULL, _) => Some(Fault::Full),
        (_, READ | SHORT_READ) => None,
        (READONLY | IOERR | CANTOPEN, _) => Some(Fault::NotWritable),
        (BUSY | LOCKED, _) => Some(Fault::Away),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert_eq!(of_sqlite(13), Some(Fault::Full));
        // SQLITE_IOERR_WRITE, SQLITE_READONLY_DBMOVED, SQLITE_BUSY_SNAPSHOT, SQLITE_CONSTRAINT_UNIQUE
        assert_eq!(of_sqlite(778), Some(Fault::NotWritable));
        assert_eq!(of_sqlite(1032), Some(Fault::NotWritable));
        assert_eq!(of_sqlite(517), Some(Fault::Away));
        assert_eq!(of_sqlite(2067), None);
        assert_eq!(of_sqlite(266), None);
        assert_eq!(of_postgres("08006"), Some(Fault::Away));
        assert_eq!(of_postgres("23505"), None);
    }
}
