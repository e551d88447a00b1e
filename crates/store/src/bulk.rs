//! Many rows in one statement.
//!
//! One statement for each of a million rows would spend its time on the way to the database and
//! back. Here a statement has a place for `{rows}`, which SQLite gets as `VALUES (?, ?), (?, ?), …`
//! and PostgreSQL as arrays, one a column, that it unnests.

use std::fmt::Write as _;

use sqlx::{Arguments as _, AssertSqlSafe, postgres::PgArguments, sqlite::SqliteArguments};

use crate::{
    StoreError,
    db::{Change, Db, Record, Tx},
};

/// How many rows go into one statement at most. SQLite takes 32,766 values in one; beyond some
/// hundreds of rows nothing more is gained.
pub(crate) const CHUNK: usize = 1_000;

/// A column of the rows. All columns of a statement have the same length.
pub(crate) enum Column {
    Text(Vec<String>),
    Int(Vec<i64>),
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Int(values) => values.len(),
        }
    }
}

/// What is left of a column.
enum Left {
    Text(std::vec::IntoIter<String>),
    Int(std::vec::IntoIter<i64>),
}

/// A statement whose `{rows}` are still to be written out.
///
/// What else is filled in must be literals and numbers: the text is taken to be safe.
pub(crate) struct Bulk<'a> {
    pub(crate) template: &'a str,
    pub(crate) columns: Vec<Column>,
}

impl Bulk<'_> {
    /// Whether the text is one that will be used again: that of a whole chunk.
    fn whole(&self) -> bool {
        self.columns.first().is_some_and(|column| column.len() == CHUNK)
    }

    fn sqlite(self) -> Result<(String, SqliteArguments), StoreError> {
        let rows = self.columns.first().map_or(0, Column::len);
        let row = format!("({})", vec!["?"; self.columns.len()].join(","));
        let mut text = String::with_capacity(rows * (row.len() + 1) + 6);
        text.push_str("VALUES ");
        for n in 0..rows {
            if n > 0 {
                text.push(',');
            }
            text.push_str(&row);
        }
        let mut left: Vec<Left> = (self.columns.into_iter())
            .map(|column| match column {
                Column::Text(values) => Left::Text(values.into_iter()),
                Column::Int(values) => Left::Int(values.into_iter()),
            })
            .collect();
        let mut args = SqliteArguments::default();
        args.reserve(rows * left.len(), 0);
        for _ in 0..rows {
            for column in &mut left {
                match column {
                    Left::Text(values) => args.add(values.next()),
                    Left::Int(values) => args.add(values.next()),
                }
                .map_err(sqlx::Error::Encode)?;
            }
        }
        Ok((self.template.replace("{rows}", &text), args))
    }

    fn postgres(self) -> Result<(String, PgArguments), StoreError> {
        let mut text = "SELECT * FROM UNNEST(".to_owned();
        let mut args = PgArguments::default();
        for (n, column) in self.columns.into_iter().enumerate() {
            let kind = match column {
                Column::Text(values) => {
                    args.add(values).map_err(sqlx::Error::Encode)?;
                    "TEXT"
                }
                Column::Int(values) => {
                    args.add(values).map_err(sqlx::Error::Encode)?;
                    "BIGINT"
                }
            };
            let comma = if n == 0 { "" } else { ", " };
            let _ = write!(text, "{comma}${}::{kind}[]", n + 1);
        }
        text.push(')');
        Ok((self.template.replace("{rows}", &text), args))
    }
}

impl Change<'_> {
    /// Runs the statement; the number of rows that it touched.
    pub(crate) async fn execute_bulk(&mut self, bulk: Bulk<'_>) -> Result<u64, StoreError> {
        let keep = bulk.whole();
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => {
                if keep {
                    tx.grows_large().await?;
                }
                let (sql, args) = bulk.sqlite()?;
                let query = sqlx::query_with(AssertSqlSafe(sql), args).persistent(keep);
                query.execute(&mut **tx).await?.rows_affected()
            }
            Tx::Postgres(tx) => {
                let (sql, args) = bulk.postgres()?;
                let query = sqlx::query_with(AssertSqlSafe(sql), args);
                query.execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// All rows of the query, as this change sees them.
    pub(crate) async fn rows_bulk<T: Record>(&mut self, bulk: Bulk<'_>) -> Result<Vec<T>, StoreError> {
        let keep = bulk.whole();
        Ok(match &mut self.tx {
            Tx::Sqlite(tx) => {
                let (sql, args) = bulk.sqlite()?;
                let query = sqlx::query_as_with(AssertSqlSafe(sql), args).persistent(keep);
                query.fetch_all(&mut **tx).await?
            }
            Tx::Postgres(tx) => {
                let (sql, args) = bulk.postgres()?;
                sqlx::query_as_with(AssertSqlSafe(sql), args)
                    .fetch_all(&mut **tx)
                    .await?
            }
        })
    }
}

impl Db {
    /// All rows of the query.
    pub(crate) async fn rows_bulk<T: Record>(&self, bulk: Bulk<'_>) -> Result<Vec<T>, StoreError> {
        let keep = bulk.whole();
        Ok(match self {
            Self::Sqlite(file) => {
                let mut reader = file.readers.take().await?;
                let (sql, args) = bulk.sqlite()?;
                let query = sqlx::query_as_with(AssertSqlSafe(sql), args).persistent(keep);
                query.fetch_all(&mut *reader).await?
            }
            Self::Postgres(pool) => {
                let (sql, args) = bulk.postgres()?;
                sqlx::query_as_with(AssertSqlSafe(sql), args).fetch_all(pool).await?
            }
        })
    }
}
