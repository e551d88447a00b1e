//! The audit's chain outside of a database: rows that were written to a file are held against their
//! hashes.

use std::collections::BTreeSet;

use crate::{
    StoreError,
    audit::{
        AuditHead, AuditRow, Columns, hash_of,
        personal::{self, Removed},
    },
    encode::{instant, to_json},
};

/// Rows that follow each other, from the first one on.
#[derive(Debug)]
pub struct Chain {
    end: AuditHead,
    missing: BTreeSet<(i64, String)>,
    removed: Removed,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            end: AuditHead {
                seq: 0,
                hash: String::new(),
            },
            missing: BTreeSet::new(),
            removed: Removed::default(),
        }
    }
}

impl Chain {
    /// Goes on to `row`, if it is the next one and as it was written; says whether it is.
    pub fn follow(&mut self, row: &AuditRow) -> Result<bool, StoreError> {
        let seq = self.end.seq + 1;
        let Some(columns) = columns(row)? else {
            return Ok(false);
        };
        let hash = hash_of(&self.end.hash, &columns);
        if row.seq != seq || row.hash != hash {
            return Ok(false);
        }
        let erased = row.personal.iter().flatten().filter(|(_, text)| text.salt.is_none());
        self.missing.extend(erased.map(|(field, _)| (seq, field.clone())));
        self.removed.note(&columns.5, &columns.9);
        self.end = AuditHead { seq, hash };
        Ok(true)
    }

    /// The first row of which a text is missing that no erasure among the rows so far removed.
    pub fn lacks(&self) -> Option<i64> {
        let mut missing = self.missing.iter();
        missing
            .find(|(seq, field)| !self.removed.says(*seq, field))
            .map(|(seq, _)| *seq)
    }

    /// The last row that was followed.
    pub fn end(&self) -> &AuditHead {
        &self.end
    }
}

/// A row as it stands in the table; `None` where a text of it is not what was committed to.
fn columns(row: &AuditRow) -> Result<Option<Columns>, StoreError> {
    let (kind, id, name, post) = row.by.columns();
    let (mut name, mut detail) = (name.to_owned(), row.detail.clone());
    let column = match &row.personal {
        Some(personal) if personal::hide(personal, &mut name, &mut detail) => Some(personal::column(personal)?),
        Some(_) => return Ok(None),
        None => None,
    };
    Ok(Some((
        row.seq,
        instant(row.at),
        kind.to_owned(),
        id.map(str::to_owned),
        name,
        row.action.clone(),
        row.subject_kind.clone(),
        row.subject_id.clone(),
        row.plan.as_ref().map(ToString::to_string),
        to_json("the detail of an audit row", &detail)?,
        row.hash.clone(),
        post.map(|post| post.unit.to_string()),
        post.map(|post| post.id.to_string()),
        column,
    )))
}
