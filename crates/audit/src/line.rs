//! Rows as they stand in the table, and their hashes.

use serde::{Deserialize, Serialize};

use crate::digest;

/// A row as it stands in the table: what is hashed is these texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the columns of the table")]
pub struct AuditLine {
    pub seq: i64,
    pub at: String,
    pub actor_kind: String,
    pub actor_id: Option<String>,
    pub actor_name: String,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub plan: Option<String>,
    pub detail: String,
    pub actor_unit: Option<String>,
    pub actor_post: Option<String>,
    /// Not written where it is null, as rows of the first form never had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<String>,
    pub hash: String,
}

/// A text about a person as it stands beside the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalLine {
    /// The number of its row.
    pub seq: i64,
    /// Which text of it.
    pub field: String,
    /// 64 hexadecimal digits.
    pub salt: String,
    /// The text.
    pub value: String,
}

/// What an export consists of between its first line and its last.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// A row.
    Row(&'a AuditLine),
    /// A text about a person, after all rows.
    Personal(&'a PersonalLine),
}

/// The end of the chain: to be written down or published, so that the chain can be held against it later.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    /// The number of the last row; 0 when there is none.
    pub seq: i64,
    /// Its hash; empty when there is none.
    pub hash: String,
}

impl AuditLine {
    /// The hash that follows from what the row says and from the hash of the row before. What it has itself is not
    /// looked at.
    pub fn hash_after(&self, before: &str) -> String {
        let seq = self.seq.to_string();
        let parts = [
            Some(before),
            Some(&seq),
            Some(&self.at),
            Some(&self.actor_kind),
            self.actor_id.as_deref(),
            Some(&self.actor_name),
            Some(&self.action),
            Some(&self.subject_kind),
            Some(&self.subject_id),
            self.plan.as_deref(),
            Some(&self.detail),
        ];
        // Rows of before there were posts have eleven parts, others of the first form thirteen, and those of the
        // second fourteen.
        let rest = [
            self.actor_unit.as_deref(),
            self.actor_post.as_deref(),
            self.personal.as_deref(),
        ];
        let rest = match &rest {
            [None, None, None] => &[][..],
            [unit_and_post @ .., None] => unit_and_post.as_slice(),
            all => all.as_slice(),
        };
        digest(parts.into_iter().chain(rest.iter().copied()))
    }
}
