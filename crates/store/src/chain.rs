//! The audit's chain outside of a database: rows that were written to a file are held against their
//! hashes.

use std::collections::BTreeSet;

use yaodian_audit::{AuditLine, Removed};

use crate::{
    StoreError,
    audit::{AuditHead, AuditRow, personal},
    encode::{instant, to_json},
};

/// Rows that follow each other, from the first one on.
#[derive(Debug, Default)]
pub struct Chain {
    end: AuditHead,
    missing: BTreeSet<(i64, String)>,
    removed: Removed,
}

impl Chain {
    /// Goes on to `row`, if it is the next one and as it was written; says whether it is.
    pub fn follow(&mut self, row: &AuditRow) -> Result<bool, StoreError> {
        let seq = self.end.seq + 1;
        let Some(line) = line(row)? else {
            return Ok(false);
        };
        let hash = line.hash_after(&self.end.hash);
        if row.seq != seq || row.hash != hash {
            return Ok(false);
        }
        let erased = row.personal.iter().flatten().filter(|(_, text)| text.salt.is_none());
        self.missing.extend(erased.map(|(field, _)| (seq, field.clone())));
        self.removed.note(&line.action, &line.detail);
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
fn line(row: &AuditRow) -> Result<Option<AuditLine>, StoreError> {
    let (kind, id, name, post) = row.by.columns();
    let (mut name, mut detail) = (name.to_owned(), row.detail.clone());
    let column = match &row.personal {
        Some(personal) if personal::hide(personal, &mut name, &mut detail) => Some(personal::column(personal)?),
        Some(_) => return Ok(None),
        None => None,
    };
    Ok(Some(AuditLine {
        seq: row.seq,
        at: instant(row.at),
        actor_kind: kind.to_owned(),
        actor_id: id.map(str::to_owned),
        actor_name: name,
        action: row.action.clone(),
        subject_kind: row.subject_kind.clone(),
        subject_id: row.subject_id.clone(),
        plan: row.plan.as_ref().map(ToString::to_string),
        detail: to_json("the detail of an audit row", &detail)?,
        actor_unit: post.map(|post| post.unit.to_string()),
        actor_post: post.map(|post| post.id.to_string()),
        personal: column,
        hash: row.hash.clone(),
    }))
}
