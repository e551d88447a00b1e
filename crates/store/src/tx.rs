//! A transaction on either database, where no change is made that somebody answers for: reading all
//! of an installation, and filling an empty one.

use futures_util::TryStreamExt as _;
use sqlx::{
    AssertSqlSafe, Column as _, Decode, Postgres, Row as _, Sqlite, TypeInfo as _, ValueRef as _, postgres::PgRow,
    sqlite::SqliteRow,
};

use crate::{
    StoreError,
    db::{Arg, Record, Tx, bind},
    encode::corrupt,
    migrations,
    whole::Cell,
};

impl Tx {
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// All rows of a query.
    pub(crate) async fn rows<T: Record>(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<Vec<T>, StoreError> {
        // Safe: every caller's text is made of literals and of names that were looked at by `whole::name`.
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(tx) => bind!(sqlx::query_as(sql), args).fetch_all(&mut **tx).await?,
            Self::Postgres(tx) => bind!(sqlx::query_as(sql), args).fetch_all(&mut **tx).await?,
        })
    }

    /// Hands the rows of a query to `each`, one by one as they come, so that there may be any number of them.
    pub(crate) async fn each<T: Record>(
        &mut self,
        sql: &str,
        args: &[Arg<'_>],
        mut each: impl FnMut(T),
    ) -> Result<(), StoreError> {
        // Safe: as above.
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(tx) => {
                let mut rows = bind!(sqlx::query_as(sql), args).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    each(row);
                }
            }
            Self::Postgres(tx) => {
                let mut rows = bind!(sqlx::query_as(sql), args).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    each(row);
                }
            }
        }
        Ok(())
    }

    /// All rows of a query, cell by cell.
    pub(crate) async fn cells(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<Vec<Vec<Cell>>, StoreError> {
        // Safe: as above.
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(tx) => {
                let rows = bind!(sqlx::query(sql), args).fetch_all(&mut **tx).await?;
                rows.iter().map(sqlite_cells).collect()
            }
            Self::Postgres(tx) => {
                let rows = bind!(sqlx::query(sql), args).fetch_all(&mut **tx).await?;
                rows.iter().map(postgres_cells).collect()
            }
        }
    }

    /// Runs a statement; the number of rows that it touched.
    pub(crate) async fn execute(&mut self, sql: &str, args: &[Arg<'_>]) -> Result<u64, StoreError> {
        // Safe: as above.
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(tx) => bind!(sqlx::query(sql), args).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => bind!(sqlx::query(sql), args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Runs statements without values.
    pub(crate) async fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        // Safe: as above.
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(tx) => sql.execute(&mut **tx).await.map(drop)?,
            Self::Postgres(tx) => sql.execute(&mut **tx).await.map(drop)?,
        }
        Ok(())
    }

    /// Hands the rows of a query on as they come, many at a time.
    pub(crate) async fn each_chunk<E: From<StoreError>>(
        &mut self,
        sql: &str,
        mut each: impl AsyncFnMut(Vec<Vec<Cell>>) -> Result<(), E>,
    ) -> Result<u64, E> {
        // Safe: as above.
        let sql = AssertSqlSafe(sql.to_owned());
        let mut count = 0;
        macro_rules! go {
            ($tx:expr, $cells:path) => {{
                let mut rows = sqlx::query(sql).fetch(&mut **$tx);
                let mut chunk = Chunk::default();
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    count += 1;
                    if let Some(full) = chunk.push($cells(&row)?) {
                        each(full).await?;
                    }
                }
                if !chunk.rows.is_empty() {
                    each(chunk.rows).await?;
                }
            }};
        }
        match self {
            Self::Sqlite(tx) => go!(tx, sqlite_cells),
            Self::Postgres(tx) => go!(tx, postgres_cells),
        }
        Ok(count)
    }

    /// Makes the tables of these migrations where they are not there, or all tables.
    pub(crate) async fn migrate(&mut self, only: Option<&[i64]>) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => {
                let migrator = migrations::only(migrations::sqlite(), only);
                migrator.run_direct(None, &mut **tx, false).await?;
            }
            Self::Postgres(tx) => {
                let migrator = migrations::only(migrations::postgres(), only);
                migrator.run_direct(None, &mut **tx, false).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(mut tx) => {
                sqlx::query("COMMIT").execute(&mut *tx).await?;
                if let Some((flush, commit)) = tx.committed() {
                    flush.wait(commit).await.map_err(sqlx::Error::Io)?;
                }
            }
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Rows that are handed on together: some hundreds, or fewer long ones.
#[derive(Default)]
struct Chunk {
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

const CHUNK_ROWS: usize = 500;
const CHUNK_BYTES: usize = 1 << 20;

impl Chunk {
    fn push(&mut self, row: Vec<Cell>) -> Option<Vec<Vec<Cell>>> {
        self.bytes += row.iter().map(Cell::size).sum::<usize>();
        self.rows.push(row);
        let full = self.rows.len() >= CHUNK_ROWS || self.bytes >= CHUNK_BYTES;
        full.then(|| std::mem::take(self).rows)
    }
}

/// The cells of a row of either database.
macro_rules! cells {
    ($name:ident, $row:ty, $database:ty) => {
        fn $name(row: &$row) -> Result<Vec<Cell>, StoreError> {
            let cell = |n: usize| {
                let value = row.try_get_raw(n)?;
                if value.is_null() {
                    return Ok(Cell::Null);
                }
                let kind = value.type_info().name().to_owned();
                let failed = |error| StoreError::Database(sqlx::Error::Decode(error));
                match kind.as_str() {
                    "TEXT" => <String as Decode<'_, $database>>::decode(value)
                        .map(Cell::Text)
                        .map_err(failed),
                    "INTEGER" | "INT8" => <i64 as Decode<'_, $database>>::decode(value)
                        .map(Cell::Int)
                        .map_err(failed),
                    other => {
                        let column = format!("column {}", row.column(n).name());
                        Err(corrupt(&column, &format!("it holds {other}")))
                    }
                }
            };
            (0..row.len()).map(cell).collect()
        }
    };
}
cells!(sqlite_cells, SqliteRow, Sqlite);
cells!(postgres_cells, PgRow, Postgres);
