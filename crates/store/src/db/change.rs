//! A change that somebody answers for.

use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};

use sqlx::AssertSqlSafe;
use yaodian_domain::id::PlanId;

use super::{Arg, Record, SqliteTransaction, Tx, bind, flush::Flush};
use crate::{
    StoreError,
    audit::{Act, Entry},
};

/// So many statements are run together.
const TOGETHER: usize = 64;

/// A statement of which nothing is wanted but that it is carried out.
pub(crate) struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) args: Vec<Arg<'static>>,
}

impl Statement {
    pub(crate) fn new(sql: &'static str, args: &[Arg<'_>]) -> Self {
        let args = args.iter().map(Arg::kept).collect();
        Self { sql, args }
    }
}

/// A transaction together with what the audit will say of it. Dropped without
/// [`Change::commit`] it leaves no trace.
pub(crate) struct Change<'a> {
    pub(crate) tx: Tx,
    pub(crate) act: &'a Act,
    /// The end of the audit, where nobody else can move it: on SQLite.
    pub(crate) head: Option<(i64, String)>,
    /// Plans that are open, and stay so until the change is over: where nobody else can write.
    pub(crate) open: BTreeSet<PlanId>,
    entries: Vec<Entry>,
}

impl<'a> Change<'a> {
    pub(super) fn begun(tx: Tx, act: &'a Act, head: Option<(i64, String)>) -> Self {
        Self {
            tx,
            act,
            head,
            open: BTreeSet::new(),
            entries: Vec::new(),
        }
    }

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

    /// From here on whatever goes is overwritten with zeros, where the database would leave it in free pages: on SQLite.
    /// [`Db::write_anew`](super::Db::write_anew) ends it.
    pub(crate) async fn overwrites(&mut self) -> Result<(), StoreError> {
        if let Tx::Sqlite(tx) = &mut self.tx {
            // FAST leaves pages as they are that are freed as a whole.
            sqlx::query("PRAGMA secure_delete = ON").execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Notes that a plan was open when the change began.
    pub(crate) fn was_open(&mut self, plan: PlanId) {
        if self.head.is_some() {
            self.open.insert(plan);
        }
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
        let mut last = Vec::new();
        if !entries.is_empty() {
            let act = self.act;
            if let Some(once) = &act.once {
                crate::answers::note(&mut self, once, &entries[0]).await?;
            }
            last = crate::audit::append(&mut self, act, &entries).await?;
        }
        match self.tx {
            Tx::Sqlite(tx) => match end_sqlite(tx, &last).await? {
                Some((flush, commit)) => Ok(flush.wait(commit).await.map_err(sqlx::Error::Io)?),
                None => Ok(()),
            },
            Tx::Postgres(mut tx) => {
                for now in last.chunks(TOGETHER) {
                    let (sql, args) = at_once(now);
                    // Safe: literals, and the numbers of the arguments.
                    bind!(sqlx::query(AssertSqlSafe(sql)), args).execute(&mut *tx).await?;
                }
                Ok(tx.commit().await?)
            }
        }
    }
}

/// Runs what is left to do, and commits. The commit is not yet on the disk.
pub(super) async fn end_sqlite(
    mut tx: SqliteTransaction,
    last: &[Statement],
) -> Result<Option<(Arc<Flush>, u64)>, sqlx::Error> {
    let mut chunks = last.chunks(TOGETHER).peekable();
    loop {
        let (mut sql, args) = in_a_row(chunks.next().unwrap_or_default());
        let ends = chunks.peek().is_none();
        if ends {
            sql.push_str("COMMIT");
        }
        // Safe: literals, and the numbers of the arguments.
        bind!(sqlx::query(AssertSqlSafe(sql)), args).execute(&mut *tx).await?;
        if ends {
            return Ok(tx.committed());
        }
    }
}

/// Statements one after another, as SQLite takes them.
pub(super) fn in_a_row(statements: &[Statement]) -> (String, Vec<&Arg<'static>>) {
    let (mut sql, mut args) = (String::new(), Vec::new());
    for statement in statements {
        numbered(statement.sql, args.len(), &mut sql);
        sql.push_str(";\n");
        args.extend(&statement.args);
    }
    (sql, args)
}

/// Statements that do not see one another, as one with the others in its head: PostgreSQL takes values with one
/// statement at a time.
fn at_once(statements: &[Statement]) -> (String, Vec<&Arg<'static>>) {
    let (mut sql, mut args) = (String::new(), Vec::new());
    for (number, statement) in statements.iter().enumerate() {
        let is_last = number + 1 == statements.len();
        match number {
            _ if is_last => {}
            0 => sql.push_str("WITH s0 AS ("),
            _ => drop(write!(sql, "s{number} AS (")),
        }
        numbered(statement.sql, args.len(), &mut sql);
        if !is_last {
            sql.push_str(if number + 2 == statements.len() { ")\n" } else { "),\n" });
        }
        args.extend(&statement.args);
    }
    (sql, args)
}

/// The text of a statement whose values come after so many others.
fn numbered(sql: &str, before: usize, into: &mut String) {
    let mut parts = sql.split('$');
    into.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(digits);
        let number = number.parse().map_or(0, |number: usize| number + before);
        let _ = write!(into, "${number}{rest}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::args;

    #[test]
    fn statements_are_put_together_with_their_values() {
        let one = || Statement::new("UPDATE a SET x = $2, y = $1 WHERE x = $2", args!["1", 2]);
        let two = || Statement::new("DELETE FROM b WHERE z = $1", args![3]);
        let both = [one(), two()];
        let (sql, args) = in_a_row(&both);
        assert_eq!(
            sql,
            "UPDATE a SET x = $2, y = $1 WHERE x = $2;\nDELETE FROM b WHERE z = $3;\n"
        );
        assert_eq!(args.len(), 3);
        let three = [two(), one(), two()];
        let (sql, _) = at_once(&three);
        assert_eq!(
            sql,
            "WITH s0 AS (DELETE FROM b WHERE z = $1),\n\
             s1 AS (UPDATE a SET x = $3, y = $2 WHERE x = $3)\nDELETE FROM b WHERE z = $4"
        );
        assert_eq!(at_once(&three[..1]).0, "DELETE FROM b WHERE z = $1");
        assert_eq!(in_a_row(&[]).0, "");
    }
}
