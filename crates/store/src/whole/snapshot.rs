//! All of an installation at one moment.

use yaodian_audit::{AuditLine, Noted, Part, PersonalLine, Verified, Verifier};

use super::{Cell, Table, catalogue, catalogue::Shape};
use crate::{
    AuditHead, Store, StoreError,
    db::Tx,
    encode::{corrupt, size},
};

/// An installation as it stands at one moment, whatever is written meanwhile.
pub struct Snapshot {
    pub(super) tx: Tx,
    schema: Vec<i64>,
    shapes: Vec<Shape>,
    head: AuditHead,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}

/// A file beside the database that belongs to an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// The name under which it is kept: its SHA-256 for a file of evidence, its id for a sheet.
    pub name: String,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Store {
    /// Everything as it stands now. It is held open until it is dropped.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let mut tx = self.db.begin_reading().await?;
        // The first question of the transaction decides of which moment all answers are.
        let schema = catalogue::schema(&mut tx).await?;
        let shapes = catalogue::shapes(&mut tx).await?;
        if schema.is_empty() || !shapes.iter().any(|shape| shape.table.name == "audit_head") {
            return Err(StoreError::NoInstallation);
        }
        let head: Vec<(i64, String)> = tx.rows("SELECT seq, hash FROM audit_head WHERE id = 1", &[]).await?;
        let (seq, hash) = head.into_iter().next().ok_or(sqlx::Error::RowNotFound)?;
        Ok(Snapshot {
            tx,
            schema,
            shapes,
            head: AuditHead { seq, hash },
        })
    }
}

impl Snapshot {
    /// The migrations that made its tables.
    pub fn schema(&self) -> &[i64] {
        &self.schema
    }

    /// Its tables, by name.
    pub fn tables(&self) -> Vec<Table> {
        self.shapes.iter().map(|shape| shape.table.clone()).collect()
    }

    /// The end of its audit.
    pub fn head(&self) -> &AuditHead {
        &self.head
    }

    /// Hands the rows of a table on, some hundreds at a time, in the order of its key; how many there are.
    pub async fn each_chunk<E: From<StoreError>>(
        &mut self,
        table: &str,
        each: impl AsyncFnMut(Vec<Vec<Cell>>) -> Result<(), E>,
    ) -> Result<u64, E> {
        let shape = self.shapes.iter().find(|shape| shape.table.name == table);
        let shape = shape.ok_or_else(|| corrupt("the database", &format!("there is no table {table}")))?;
        let sql = shape.select(self.tx.is_postgres());
        self.tx.each_chunk(&sql, each).await
    }

    /// Hands on every row of the audit, then what is about persons; what does not fit, also with ends that were noted before.
    pub async fn verify_audit<E: From<StoreError>>(
        &mut self,
        noted: Vec<Noted>,
        mut each: impl FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<Verified, E> {
        let find = |name: &str| self.shapes.iter().find(|shape| shape.table.name == name);
        let table = find(AUDIT).map(|shape| shape.table.clone());
        let table = table.ok_or(StoreError::NoInstallation)?;
        let texts = find(PERSONAL).map(|shape| shape.table.clone());
        let mut verifier = Verifier::new(noted);
        self.each_chunk(AUDIT, async |rows| {
            for row in rows {
                let line = table.audit_line(row)?;
                verifier.take(&line);
                each(Part::Row(&line))?;
            }
            Ok::<_, E>(())
        })
        .await?;
        if let Some(table) = texts {
            self.each_chunk(PERSONAL, async |rows| {
                for row in rows {
                    let text = table.personal_line(&row)?;
                    verifier.take_personal(&text);
                    each(Part::Personal(&text))?;
                }
                Ok::<_, E>(())
            })
            .await?;
        }
        Ok(verifier.finish(&self.head))
    }

    /// The files of evidence that have to be kept, each once.
    pub async fn evidence(&mut self) -> Result<Vec<KeptFile>, StoreError> {
        let tables: Vec<String> = ["attachments", "evidence"]
            .into_iter()
            .filter(|name| self.shapes.iter().any(|shape| shape.table.name == *name))
            .map(|name| format!("SELECT sha256, bytes FROM {name}"))
            .collect();
        if tables.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT sha256, MAX(bytes) FROM ({}) AS every GROUP BY sha256 ORDER BY sha256",
            tables.join(" UNION ALL ")
        );
        let rows: Vec<(String, i64)> = self.tx.rows(&sql, &[]).await?;
        let kept = |(sha256, bytes): (String, i64)| {
            Ok(KeptFile {
                name: sha256.clone(),
                sha256,
                bytes: size(bytes)?,
            })
        };
        rows.into_iter().map(kept).collect()
    }

    /// The sheets that were sent in and of which nothing came yet: what is left of them is kept for some days.
    pub async fn sheets(&mut self) -> Result<Vec<KeptFile>, StoreError> {
        if !self.shapes.iter().any(|shape| shape.table.name == "uploads") {
            return Ok(Vec::new());
        }
        let sql = "SELECT id, sha256, bytes FROM uploads WHERE committed_at IS NULL ORDER BY id";
        let rows: Vec<(String, String, i64)> = self.tx.rows(sql, &[]).await?;
        let kept = |(name, sha256, bytes): (String, String, i64)| {
            let bytes = size(bytes)?;
            Ok(KeptFile { name, sha256, bytes })
        };
        rows.into_iter().map(kept).collect()
    }
}

/// The table of the audit's rows, and that of what is about persons in them.
pub(super) const AUDIT: &str = "audit";
pub(super) const PERSONAL: &str = "audit_personal";

impl Table {
    /// Whether its rows are what the chain of the audit consists of.
    pub fn is_of_the_audit(&self) -> bool {
        [AUDIT, PERSONAL].contains(&self.name.as_str())
    }

    /// Hands a row of either of these tables to who verifies the chain. Those of `audit` come first.
    pub fn verify(&self, row: Vec<Cell>, verifier: &mut Verifier) -> Result<(), StoreError> {
        if self.name == PERSONAL {
            verifier.take_personal(&self.personal_line(&row)?);
        } else {
            verifier.take(&self.audit_line(row)?);
        }
        Ok(())
    }

    fn personal_line(&self, row: &[Cell]) -> Result<PersonalLine, StoreError> {
        let wrong = || corrupt("what of the audit can be erased", &"it is not what it should be");
        let cell = |column: &str| {
            let place = self.columns.iter().position(|name| name == column);
            place.and_then(|n| row.get(n)).ok_or_else(wrong)
        };
        let text = |column: &str| cell(column)?.text().map(str::to_owned).ok_or_else(wrong);
        let Cell::Int(seq) = cell("seq")? else {
            return Err(wrong());
        };
        Ok(PersonalLine {
            seq: *seq,
            field: text("field")?,
            salt: text("salt")?,
            value: text("value")?,
        })
    }

    /// A row of the table `audit`.
    pub fn audit_line(&self, row: Vec<Cell>) -> Result<AuditLine, StoreError> {
        let mut line = AuditLine::default();
        for (column, cell) in self.columns.iter().zip(row) {
            let wrong = || corrupt("a row of the audit", &format!("{column} is not what it should be"));
            let place = match (column.as_str(), cell) {
                ("seq", Cell::Int(seq)) => {
                    line.seq = seq;
                    continue;
                }
                ("actor_id", cell) => (&mut line.actor_id, cell),
                ("plan", cell) => (&mut line.plan, cell),
                ("actor_unit", cell) => (&mut line.actor_unit, cell),
                ("actor_post", cell) => (&mut line.actor_post, cell),
                ("personal", cell) => (&mut line.personal, cell),
                (name, Cell::Text(text)) => {
                    *match name {
                        "at" => &mut line.at,
                        "actor_kind" => &mut line.actor_kind,
                        "actor_name" => &mut line.actor_name,
                        "action" => &mut line.action,
                        "subject_kind" => &mut line.subject_kind,
                        "subject_id" => &mut line.subject_id,
                        "detail" => &mut line.detail,
                        "hash" => &mut line.hash,
                        _ => return Err(wrong()),
                    } = text;
                    continue;
                }
                _ => return Err(wrong()),
            };
            *place.0 = match place.1 {
                Cell::Null => None,
                Cell::Text(text) => Some(text),
                Cell::Int(_) => return Err(wrong()),
            };
        }
        Ok(line)
    }
}
