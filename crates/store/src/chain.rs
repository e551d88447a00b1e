//! The audit's chain outside of a database: rows that were written to a file are held against their
//! hashes.

use crate::{
    StoreError,
    audit::{AuditHead, AuditRow, Columns, hash_of},
    encode::{instant, to_json},
};

/// Rows that follow each other, from the first one on.
#[derive(Debug)]
pub struct Chain(AuditHead);

impl Default for Chain {
    fn default() -> Self {
        Self(AuditHead {
            seq: 0,
            hash: String::new(),
        })
    }
}

impl Chain {
    /// Goes on to `row`, if it is the next one and as it was written; says whether it is.
    pub fn follow(&mut self, row: &AuditRow) -> Result<bool, StoreError> {
        let seq = self.0.seq + 1;
        let hash = hash_of(&self.0.hash, &columns(row)?);
        if row.seq != seq || row.hash != hash {
            return Ok(false);
        }
        self.0 = AuditHead { seq, hash };
        Ok(true)
    }

    /// The last row that was followed.
    pub fn end(&self) -> &AuditHead {
        &self.0
    }
}

/// A row as it stands in the table.
fn columns(row: &AuditRow) -> Result<Columns, StoreError> {
    let (kind, id, name, post) = row.by.columns();
    Ok((
        row.seq,
        instant(row.at),
        kind.to_owned(),
        id.map(str::to_owned),
        name.to_owned(),
        row.action.clone(),
        row.subject_kind.clone(),
        row.subject_id.clone(),
        row.plan.as_ref().map(ToString::to_string),
        to_json("the detail of an audit row", &row.detail)?,
        row.hash.clone(),
        post.map(|post| post.unit.to_string()),
        post.map(|post| post.id.to_string()),
    ))
}
