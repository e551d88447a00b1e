//! Which tables there are, as the database itself tells.

use super::{Table, is_name};
use crate::{
    StoreError,
    db::{Tx, args},
    encode::corrupt,
};

/// Where the migrations are noted: that is no table of the installation's.
const MIGRATIONS: &str = "_sqlx_migrations";

/// A table as the database knows it.
pub(super) struct Shape {
    pub(super) table: Table,
    /// Whether each column holds texts.
    texts: Vec<bool>,
    /// The columns of the primary key in its order, by their places.
    key: Vec<usize>,
}

impl Shape {
    /// All rows, in the order of the key.
    pub(super) fn select(&self, postgres: bool) -> String {
        let columns: Vec<String> = self.table.columns.iter().map(|name| format!("\"{name}\"")).collect();
        let whole: Vec<usize> = (0..columns.len()).collect();
        let key = if self.key.is_empty() { &whole } else { &self.key };
        let by: Vec<String> = key
            .iter()
            .filter_map(|n| {
                let collate = if postgres && *self.texts.get(*n)? {
                    " COLLATE \"C\""
                } else {
                    ""
                };
                Some(format!("{}{collate} NULLS FIRST", columns.get(*n)?))
            })
            .collect();
        format!(
            "SELECT {} FROM \"{}\" ORDER BY {}",
            columns.join(", "),
            self.table.name,
            by.join(", ")
        )
    }

    pub(super) fn is_text(&self, column: &str) -> bool {
        let place = self.table.columns.iter().position(|name| name == column);
        place.and_then(|n| self.texts.get(n)).copied().unwrap_or(false)
    }
}

/// The migrations that were done, in their order; none where there was never one.
pub(super) async fn schema(tx: &mut Tx) -> Result<Vec<i64>, StoreError> {
    if !names(tx).await?.iter().any(|name| name == MIGRATIONS) {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT version FROM {MIGRATIONS} ORDER BY version");
    let rows: Vec<(i64,)> = tx.rows(&sql, &[]).await?;
    Ok(rows.into_iter().map(|(version,)| version).collect())
}

async fn names(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let sql = if tx.is_postgres() {
        "SELECT table_name::text COLLATE \"C\" AS name FROM information_schema.tables
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY name"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
    };
    let rows: Vec<(String,)> = tx.rows(sql, &[]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The tables of the installation, by name.
pub(super) async fn shapes(tx: &mut Tx) -> Result<Vec<Shape>, StoreError> {
    let sql = if tx.is_postgres() {
        "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), COALESCE(array_position(i.indkey::int2[], a.attnum), -1)::BIGINT
         FROM pg_attribute a
         LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
         WHERE a.attrelid = (quote_ident(current_schema()) || '.' || quote_ident($1))::regclass AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY a.attnum"
    } else {
        "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid"
    };
    let mut all = Vec::new();
    for name in names(tx).await?.into_iter().filter(|name| name != MIGRATIONS) {
        let columns: Vec<(String, String, i64)> = tx.rows(sql, args![&name]).await?;
        if let Some(odd) = std::iter::once(&name)
            .chain(columns.iter().map(|(name, ..)| name))
            .find(|name| !is_name(name))
        {
            return Err(corrupt("the database", &format!("«{odd}» is no name of Yaodian's")));
        }
        // SQLite counts the places within a key from 1, and PostgreSQL from 0; columns outside of it come
        // before that.
        let least = i64::from(!tx.is_postgres());
        let mut key: Vec<(i64, usize)> = columns
            .iter()
            .enumerate()
            .filter(|(_, (.., place))| *place >= least)
            .map(|(n, (.., place))| (*place, n))
            .collect();
        key.sort_unstable();
        all.push(Shape {
            texts: columns
                .iter()
                .map(|(_, kind, _)| kind.eq_ignore_ascii_case("text"))
                .collect(),
            key: key.into_iter().map(|(_, n)| n).collect(),
            table: Table {
                name,
                columns: columns.into_iter().map(|(name, ..)| name).collect(),
            },
        });
    }
    Ok(all)
}
