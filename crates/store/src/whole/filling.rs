//! An empty installation that is being filled.

use std::collections::BTreeMap;

use sqlx::{Arguments as _, AssertSqlSafe, postgres::PgArguments, sqlite::SqliteArguments};
use yaodian_audit::{Finding, Restored, Verifier};

use super::{
    Cell, Table, catalogue,
    catalogue::Shape,
    snapshot::{AUDIT, PERSONAL},
};
use crate::{
    Act, AuditHead, StoreError,
    audit::{append_alone, restored},
    db::{Db, Opened, Tx},
    encode::corrupt,
    migrations,
};

/// Tables that have a row from the beginning, which is a counter or a lock.
const COUNTERS: [&str; 3] = ["audit_head", "measurement_lock", "people"];

/// SQLite takes so many values in one statement.
const SQLITE_VALUES: usize = 32_766;

/// Why an installation cannot be filled.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The database refused, or could not be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something is there already: tables with how many rows they have.
    #[error("the database holds an installation already")]
    Occupied(Vec<(String, i64)>),
    /// Tables are there that are not Yaodian's.
    #[error("the database holds tables of something else")]
    Foreign(Vec<String>),
    /// The tables that are there, still empty, are of another version than what is to be put into them.
    #[error("the tables are there already, in another version")]
    OtherSchema,
    /// What is to be put in was written by a later version: these migrations are not known here.
    #[error("migrations {0:?} are not known")]
    Newer(Vec<i64>),
    /// There is no such table, or it has other columns.
    #[error("table {0} is another one here")]
    OtherTable(String),
    /// The audit does not hold after filling.
    #[error("the audit does not hold")]
    Audit(Vec<Finding>),
    /// The rows do not refer to each other as they must.
    #[error("rows of {0} refer to what is not there")]
    Dangling(String),
}

impl From<sqlx::Error> for FillError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// An empty installation that is being filled, in one transaction. Dropped without
/// [`Filling::finish`] it leaves no trace but an empty database.
pub struct Filling {
    db: Db,
    tx: Tx,
    shapes: BTreeMap<String, Shape>,
}

impl std::fmt::Debug for Filling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the address: it may hold a password.
        f.write_str("Filling")
    }
}

/// Makes the tables of an earlier version in an empty database: for tests of what becomes of them.
pub async fn lay_out(url: &str, schema: &[i64]) -> Result<(), FillError> {
    let db = Db::opened(url, Opened::Bare).await?;
    let mut tx = db.begin_filling().await?;
    tx.migrate(Some(schema)).await?;
    tx.commit().await?;
    db.close().await;
    Ok(())
}

impl Filling {
    /// Opens the database at `url`, which must be empty, and makes the tables of the version that `schema`
    /// names by its migrations.
    pub async fn begin(url: &str, schema: &[i64]) -> Result<Self, FillError> {
        let known = migrations::known();
        let newer: Vec<i64> = schema
            .iter()
            .filter(|version| !known.contains(version))
            .copied()
            .collect();
        if !newer.is_empty() {
            return Err(FillError::Newer(newer));
        }
        let db = Db::opened(url, Opened::Bare).await?;
        let mut tx = db.begin_filling().await?;
        let there = catalogue::schema(&mut tx).await?;
        let mut shapes = catalogue::shapes(&mut tx).await?;
        if there.is_empty() {
            if !shapes.is_empty() {
                return Err(FillError::Foreign(
                    shapes.into_iter().map(|shape| shape.table.name).collect(),
                ));
            }
            tx.migrate(Some(schema)).await?;
            shapes = catalogue::shapes(&mut tx).await?;
        } else {
            if tx.is_postgres() {
                // Nobody writes while this is at it.
                tx.run("LOCK TABLE audit_head IN ACCESS EXCLUSIVE MODE").await?;
            }
            occupied(&mut tx, &shapes).await?;
            if there != schema {
                return Err(FillError::OtherSchema);
            }
        }
        if tx.is_postgres() {
            postpone(&mut tx, true).await?;
        } else {
            tx.run("PRAGMA defer_foreign_keys = ON").await?;
        }
        for shape in shapes
            .iter()
            .filter(|shape| COUNTERS.contains(&shape.table.name.as_str()))
        {
            tx.run(&format!("DELETE FROM \"{}\"", shape.table.name)).await?;
        }
        let shapes = shapes
            .into_iter()
            .map(|shape| (shape.table.name.clone(), shape))
            .collect();
        Ok(Self { db, tx, shapes })
    }

    /// The names of the tables that there are.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.shapes.keys().map(String::as_str)
    }

    /// Puts rows into a table.
    pub async fn put(&mut self, table: &Table, rows: Vec<Vec<Cell>>) -> Result<(), FillError> {
        let other = || FillError::OtherTable(table.name.clone());
        let shape = self.shapes.get(&table.name).ok_or_else(other)?;
        let sorted = |columns: &[String]| {
            let mut columns = columns.to_vec();
            columns.sort_unstable();
            columns
        };
        if sorted(&shape.table.columns) != sorted(&table.columns) {
            return Err(other());
        }
        if rows.iter().any(|row| row.len() != table.columns.len()) {
            return Err(corrupt(&format!("a row of {}", table.name), &"it has another number of cells").into());
        }
        let width = table.columns.len().max(1);
        let columns: Vec<String> = table.columns.iter().map(|name| format!("\"{name}\"")).collect();
        let into = format!("INSERT INTO \"{}\" ({}) ", table.name, columns.join(", "));
        match &mut self.tx {
            Tx::Sqlite(tx) => {
                let most = (SQLITE_VALUES / width).max(1);
                let mut rows = rows.into_iter().peekable();
                while rows.peek().is_some() {
                    let mut args = SqliteArguments::default();
                    let mut count = 0;
                    for cell in rows.by_ref().take(most).flat_map(|row| {
                        count += 1;
                        row
                    }) {
                        match cell {
                            Cell::Null => args.add(None::<String>),
                            Cell::Int(number) => args.add(number),
                            Cell::Text(text) => args.add(text),
                        }
                        .map_err(sqlx::Error::Encode)?;
                    }
                    let row = format!("({})", vec!["?"; width].join(","));
                    let sql = format!("{into}VALUES {}", vec![row; count].join(","));
                    // Safe: the names are those of the catalogue, the rest are question marks.
                    let query = sqlx::query_with(AssertSqlSafe(sql), args).persistent(false);
                    query.execute(&mut **tx).await?;
                }
            }
            Tx::Postgres(tx) => {
                let mut args = PgArguments::default();
                let mut arrays = Vec::new();
                let mut rows: Vec<_> = rows.into_iter().map(Vec::into_iter).collect();
                for (n, name) in table.columns.iter().enumerate() {
                    let cells = rows.iter_mut().map(|row| row.next().unwrap_or(Cell::Null));
                    let what = || format!("{}.{name}", table.name);
                    if shape.is_text(name) {
                        let texts: Result<Vec<_>, _> = cells.map(|cell| text(cell, &what)).collect();
                        args.add(texts?).map_err(sqlx::Error::Encode)?;
                        arrays.push(format!("${}::TEXT[]", n + 1));
                    } else {
                        let ints: Result<Vec<_>, _> = cells.map(|cell| int(&cell, &what)).collect();
                        args.add(ints?).map_err(sqlx::Error::Encode)?;
                        arrays.push(format!("${}::BIGINT[]", n + 1));
                    }
                }
                let sql = format!("{into}SELECT * FROM UNNEST({})", arrays.join(", "));
                // Safe: as above.
                sqlx::query_with(AssertSqlSafe(sql), args).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    /// All rows were put in: counters go on from them, references and the audit are checked, tables are
    /// brought up to date, and only then all of it is there. A chain that does not hold is refused unless
    /// `even_broken`; its end has to be `head` in any case. Where this went back behind ends that were kept, the audit
    /// says so in a row more. Its end then.
    pub async fn finish(
        mut self,
        head: &AuditHead,
        even_broken: bool,
        went_back: Option<(&Act, &Restored)>,
    ) -> Result<AuditHead, FillError> {
        self.check_references().await?;
        let mut verifier = Verifier::default();
        for name in [AUDIT, PERSONAL] {
            let Some(shape) = self.shapes.get(name) else {
                continue;
            };
            let (table, sql) = (shape.table.clone(), shape.select(self.tx.is_postgres()));
            self.tx
                .each_chunk(&sql, async |rows| {
                    for row in rows {
                        table.verify(row, &mut verifier)?;
                    }
                    Ok::<_, StoreError>(())
                })
                .await?;
        }
        let there: Vec<(i64, String)> = self.tx.rows("SELECT seq, hash FROM audit_head", &[]).await?;
        let verified = verifier.finish(head);
        let other = there != [(head.seq, head.hash.clone())];
        if other || !verified.is_whole() && !even_broken {
            return Err(FillError::Audit(verified.findings));
        }
        if self.tx.is_postgres() {
            self.go_on_counting().await?;
        }
        self.tx.migrate(None).await?;
        let end = match went_back {
            Some((act, restored)) => append_alone(&mut self.tx, act, &restored::entry(restored)).await?,
            None => head.clone(),
        };
        self.tx.commit().await?;
        self.db.close().await;
        Ok(end)
    }

    /// Leaves the database empty.
    pub async fn give_up(self) {
        drop(self.tx);
        self.db.close().await;
    }

    async fn check_references(&mut self) -> Result<(), FillError> {
        if self.tx.is_postgres() {
            self.tx.run("SET CONSTRAINTS ALL IMMEDIATE").await?;
            postpone(&mut self.tx, false).await?;
            return Ok(());
        }
        let dangling: Vec<(String,)> = self
            .tx
            .rows("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", &[])
            .await?;
        match dangling.into_iter().next() {
            Some((table,)) => Err(FillError::Dangling(table)),
            None => Ok(()),
        }
    }

    /// Numbers that PostgreSQL gives out go on from the greatest. SQLite looks for it by itself.
    async fn go_on_counting(&mut self) -> Result<(), StoreError> {
        let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns
                   WHERE table_schema = current_schema() AND is_identity = 'YES'";
        let counted: Vec<(String, String)> = self.tx.rows(sql, &[]).await?;
        for (table, column) in counted.iter().filter(|(table, _)| self.shapes.contains_key(table)) {
            self.tx
                .run(&format!(
                    "SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), COALESCE(MAX(\"{column}\"), 1), MAX(\"{column}\") IS NOT NULL) FROM \"{table}\""
                ))
                .await?;
        }
        Ok(())
    }
}

fn text(cell: Cell, what: &impl Fn() -> String) -> Result<Option<String>, StoreError> {
    match cell {
        Cell::Null => Ok(None),
        Cell::Text(text) if text.contains('\0') => Err(corrupt(&what(), &"PostgreSQL keeps no text with a NUL in it")),
        Cell::Text(text) => Ok(Some(text)),
        Cell::Int(_) => Err(corrupt(&what(), &"it holds a number instead of a text")),
    }
}

fn int(cell: &Cell, what: &impl Fn() -> String) -> Result<Option<i64>, StoreError> {
    match cell {
        Cell::Null => Ok(None),
        Cell::Int(number) => Ok(Some(*number)),
        Cell::Text(_) => Err(corrupt(&what(), &"it holds a text instead of a number")),
    }
}

/// Refuses an installation that was ever used.
async fn occupied(tx: &mut Tx, shapes: &[Shape]) -> Result<(), FillError> {
    let mut there = Vec::new();
    for shape in shapes {
        let name = &shape.table.name;
        let rows: Vec<(i64,)> = tx.rows(&format!("SELECT COUNT(*) FROM \"{name}\""), &[]).await?;
        let count = rows.first().map_or(0, |(count,)| *count);
        let counter = COUNTERS.contains(&name.as_str());
        if count > 0 && !counter {
            there.push((name.clone(), count));
        }
    }
    if there.is_empty() {
        Ok(())
    } else {
        Err(FillError::Occupied(there))
    }
}

/// Lets PostgreSQL check references at the end, or at once again. SQLite does so for a transaction when asked.
async fn postpone(tx: &mut Tx, yes: bool) -> Result<(), StoreError> {
    let sql = "SELECT c.conname::text, t.relname::text FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
               JOIN pg_namespace n ON n.oid = t.relnamespace
               WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY 2, 1";
    let all: Vec<(String, String)> = tx.rows(sql, &[]).await?;
    for (constraint, table) in all {
        let how = if yes {
            "DEFERRABLE INITIALLY DEFERRED"
        } else {
            "NOT DEFERRABLE"
        };
        tx.run(&format!(
            "ALTER TABLE \"{table}\" ALTER CONSTRAINT \"{constraint}\" {how}"
        ))
        .await?;
    }
    Ok(())
}
