//! The chain held against itself: rows as they stand in the table, from a database, a backup or an
//! export.
//!
//! # An export, and how anybody can verify it
//!
//! `yaodian audit export FILE` writes lines, each ending in a line feed: first
//! `{"yaodian":"audit","format":2}`; then one line a row, an [`AuditLine`] as compact JSON with its
//! members in their order, just as `serde_json` writes it; then one line for each text about a person that was
//! not erased, a [`PersonalLine`]; last `{"end":{"seq":…,"hash":"…"},"personal":…}`, with how many of those
//! there are. The bytes of a line are canonical: a line that says the same in other bytes is reported too.
//! Exports of format 1 hold rows of the first form alone, and neither such texts nor their number.
//!
//! The hash of a row is the SHA-256, in 64 lower-case hexadecimal digits, of these parts one after
//! the other: the hash of the row before (of the first row: the empty text), `seq` in decimal digits,
//! `at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `plan`, `detail`;
//! where any of the three is there, `actor_unit` and `actor_post`; and `personal`, where that is there, which
//! makes the second form of a row. A part is written as its length in
//! bytes of UTF-8, a colon and itself; one that is null as `-`. `detail` and `personal` are JSON within a text:
//! what is hashed is that text.
//!
//! `personal` tells commitments by fields, as [`personal`](super::personal) explains: a text fits if the
//! SHA-256 of the 32 bytes of its salt and of itself is the commitment. A text that is missing was **erased** if a
//! row `account-erased` or `named-erased` names it under `removed` (by fields, numbers of rows such as `3-5,9`);
//! otherwise somebody took it away.
//!
//! This script needs nothing but Python:
//!
//! ```python
#![doc = include_str!("verify.py")]
//! ```
//!
//! What no chain shows by itself is that its last rows were cut off, or that all of it was written anew
//! from some row on: for that an end is held against it that was noted or published before, by
//! [`Noted`]. The end of each day stands at `/changes/heads.csv`.

mod export;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use export::{Export, ExportError, verify_export};

use super::{
    AuditHead, Columns, hash_of,
    personal::{Removed, commitment},
};

/// A row as it stands in the table: what is hashed is these texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl AuditLine {
    /// The hash that follows from what the row says and from the hash of the row before.
    pub fn hash_after(&self, before: &str) -> String {
        let row: Columns = (
            self.seq,
            self.at.clone(),
            self.actor_kind.clone(),
            self.actor_id.clone(),
            self.actor_name.clone(),
            self.action.clone(),
            self.subject_kind.clone(),
            self.subject_id.clone(),
            self.plan.clone(),
            self.detail.clone(),
            String::new(),
            self.actor_unit.clone(),
            self.actor_post.clone(),
            self.personal.clone(),
        );
        hash_of(before, &row)
    }
}

/// An end of the chain that was noted or published before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The number of its row, if that was noted too.
    pub seq: Option<i64>,
    /// Its hash, or enough of the beginning of it.
    pub hash: String,
}

/// Which part of a row is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Altered {
    /// What it says: the rows after it go on from its hash.
    Content,
    /// Its hash: the rows after it go on from the one that follows from its content.
    Hash,
    /// One of the two, or both; nothing after it tells.
    Either,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Finding {
    /// A row is not as it was written.
    Altered {
        /// Its number.
        seq: i64,
        /// What of it.
        what: Altered,
    },
    /// Rows are missing.
    Missing {
        /// The number of the first of them,
        from: i64,
        /// and of the last.
        to: i64,
    },
    /// A row stands where none with its number belongs: added, doubled or out of order.
    Misplaced {
        /// Its number.
        seq: i64,
        /// The number of the row before it.
        after: i64,
    },
    /// A text about a person is not the one that was committed to, or nobody committed to it.
    Personal {
        /// The number of its row.
        seq: i64,
        /// Which text of it.
        field: String,
    },
    /// A text about a person is gone, and no erasure removed it.
    Gone {
        /// The number of its row.
        seq: i64,
        /// Which text of it.
        field: String,
    },
    /// A line of an export is none, or is written otherwise than an export writes it.
    Unreadable {
        /// The line, counted from 1.
        line: u64,
        /// The number of the last row before it.
        after: i64,
    },
    /// An export stops without saying that it is complete.
    CutShort {
        /// The number of the last row that is there.
        after: i64,
    },
    /// The last row is not the one that is noted as the end beside the rows.
    OtherEnd {
        /// The last row that is there.
        there: AuditHead,
        /// The end as it is noted.
        noted: AuditHead,
    },
    /// The chain does not go through an end that was noted before.
    NotThrough {
        /// The number of its row, if that was noted.
        seq: Option<i64>,
        /// Its hash, as it was noted.
        hash: String,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The last row.
    pub end: AuditHead,
    /// What does not fit, at most [`Verifier::MOST`]; nothing if the chain is whole.
    pub findings: Vec<Finding>,
    /// How many texts about persons are gone since they were erased, as the chain itself says.
    pub erased: usize,
}

impl Verified {
    /// Whether everything is as it was written.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Takes rows in, one after the other, and finds what does not fit. It holds the last one, and of the others the
/// commitments whose texts have not come yet.
#[derive(Debug)]
pub struct Verifier {
    end: AuditHead,
    /// The hash that follows from the content of the last row, where that is not the one it has.
    doubt: Option<String>,
    noted: Vec<(Noted, bool)>,
    findings: Vec<Finding>,
    open: BTreeMap<(i64, String), String>,
    removed: Removed,
    /// Texts to which no row committed that was taken in.
    strays: Vec<(i64, String)>,
}

impl Default for Verifier {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Verifier {
    /// So many findings are listed: whoever rewrote a million rows need not be told of each.
    pub const MOST: usize = 1_000;

    /// Holds a chain against ends that were noted before, too.
    pub fn new(noted: Vec<Noted>) -> Self {
        Self {
            end: AuditHead {
                seq: 0,
                hash: String::new(),
            },
            doubt: None,
            noted: noted.into_iter().map(|noted| (noted, false)).collect(),
            findings: Vec::new(),
            open: BTreeMap::new(),
            removed: Removed::default(),
            strays: Vec::new(),
        }
    }

    fn find(&mut self, finding: Finding) {
        if self.findings.len() < Self::MOST {
            self.findings.push(finding);
        }
    }

    fn settle(&mut self, what: Altered) {
        if self.doubt.take().is_some() {
            let seq = self.end.seq;
            self.find(Finding::Altered { seq, what });
        }
    }

    /// The next row.
    pub fn take(&mut self, row: &AuditLine) {
        let next = self.end.seq + 1;
        if row.seq < next {
            let (seq, after) = (row.seq, self.end.seq);
            self.find(Finding::Misplaced { seq, after });
            return;
        }
        let follows = if row.seq == next {
            let hash = row.hash_after(&self.end.hash);
            if hash == row.hash {
                self.settle(Altered::Content);
                None
            } else if self
                .doubt
                .as_ref()
                .is_some_and(|right| row.hash_after(right) == row.hash)
            {
                self.settle(Altered::Hash);
                None
            } else {
                self.settle(Altered::Either);
                Some(hash)
            }
        } else {
            self.settle(Altered::Either);
            let to = row.seq - 1;
            self.find(Finding::Missing { from: next, to });
            // Whether it follows from a row that is gone, nobody can tell.
            None
        };
        self.doubt = follows;
        let commitments = row
            .personal
            .as_deref()
            .map(serde_json::from_str::<BTreeMap<String, String>>);
        for (field, commitment) in commitments.into_iter().flatten().flatten() {
            self.open.insert((row.seq, field), commitment);
        }
        self.removed.note(&row.action, &row.detail);
        for (noted, met) in &mut self.noted {
            let fits = noted.seq.is_none_or(|seq| seq == row.seq) && row.hash.starts_with(&noted.hash);
            *met |= fits;
        }
        self.end = AuditHead {
            seq: row.seq,
            hash: row.hash.clone(),
        };
    }

    /// A text about a person, after its row.
    pub fn take_personal(&mut self, text: &PersonalLine) {
        let PersonalLine {
            seq,
            field,
            salt,
            value,
        } = text;
        let (seq, field) = (*seq, field.clone());
        match self.open.remove(&(seq, field.clone())) {
            Some(due) if Some(&due) == commitment(salt, value).as_ref() => {}
            Some(_) => self.find(Finding::Personal { seq, field }),
            None if self.strays.len() < Self::MOST => self.strays.push((seq, field)),
            None => {}
        }
    }

    /// Either of the two.
    pub fn take_part(&mut self, part: Part<'_>) {
        match part {
            Part::Row(row) => self.take(row),
            Part::Personal(text) => self.take_personal(text),
        }
    }

    /// All rows were taken in; `end` is what is noted beside them as the end.
    pub fn finish(mut self, end: &AuditHead) -> Verified {
        let right = self.doubt.clone();
        self.settle(if right.as_ref() == Some(&end.hash) {
            Altered::Hash
        } else {
            Altered::Either
        });
        if self.end != *end {
            let (there, noted) = (self.end.clone(), end.clone());
            self.find(Finding::OtherEnd { there, noted });
        }
        self.done()
    }

    fn done(mut self) -> Verified {
        self.settle(Altered::Either);
        for (noted, _) in std::mem::take(&mut self.noted).into_iter().filter(|(_, met)| !met) {
            let Noted { seq, hash } = noted;
            self.find(Finding::NotThrough { seq, hash });
        }
        for (seq, field) in std::mem::take(&mut self.strays) {
            // That its row is gone was told.
            let told = self.findings.iter().any(|finding| match finding {
                Finding::Missing { from, to } => (*from..=*to).contains(&seq),
                Finding::OtherEnd { there, .. } => seq > there.seq,
                _ => false,
            });
            if !told {
                self.find(Finding::Personal { seq, field });
            }
        }
        let mut erased = 0;
        for (seq, field) in std::mem::take(&mut self.open).into_keys() {
            if self.removed.says(seq, &field) {
                erased += 1;
            } else {
                self.find(Finding::Gone { seq, field });
            }
        }
        Verified {
            end: self.end,
            findings: self.findings,
            erased,
        }
    }
}
