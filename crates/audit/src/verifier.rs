//! Rows taken in one after the other, and what of them does not fit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AuditHead, AuditLine, Noted, Part, PersonalLine, Removed, Restored, WentBack, commitment};

/// Which part of a row is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Altered {
    /// What it says: the rows after it go on from its hash.
    Content,
    /// Its hash: the rows after it go on from the one that follows from its content.
    Hash,
    /// One of the two, or both; nothing after it tells.
    Either,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A record beside the audit is not what the audit says of it.
    Record {
        /// What sort of record, by the name of the subject of its rows.
        kind: String,
        /// Which.
        id: String,
        /// The number of the row that says otherwise.
        seq: i64,
    },
    /// A record of which the audit speaks is not there.
    RecordGone {
        /// What sort of record.
        kind: String,
        /// Which.
        id: String,
        /// The number of the row that speaks of it.
        seq: i64,
    },
    /// A record is there of which the audit says nothing.
    RecordAdded {
        /// What sort of record.
        kind: String,
        /// Which.
        id: String,
    },
    /// The chain does not go through an end that was noted before.
    NotThrough {
        /// The number of its row, if that was noted.
        seq: Option<i64>,
        /// Its hash, as it was noted.
        hash: String,
    },
    /// Records could not be held against the audit: something stands in the database that is nothing of its sort.
    NotHeld {
        /// What the database or the program says of it.
        why: String,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The last row.
    pub end: AuditHead,
    /// The instants of the first row and of the last one, as they stand in them; `None` where there is none.
    pub span: Option<[String; 2]>,
    /// How many of the noted ends it goes through.
    pub through: usize,
    /// How many of them it does not go through since a restore went back behind them, as the chain itself says.
    pub left: usize,
    /// The restores that went back, in their order.
    pub restores: Vec<WentBack>,
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
    /// By number; and those of which the hash alone was noted.
    noted: BTreeMap<i64, Vec<(String, bool)>>,
    loose: Vec<(String, bool)>,
    span: Option<[String; 2]>,
    findings: Vec<Finding>,
    open: BTreeMap<(i64, String), String>,
    removed: Removed,
    restores: Vec<WentBack>,
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
        let (mut numbered, mut loose) = (BTreeMap::<i64, Vec<_>>::new(), Vec::new());
        for Noted { seq, hash } in noted {
            match seq {
                Some(seq) => numbered.entry(seq).or_default().push((hash, false)),
                None => loose.push((hash, false)),
            }
        }
        Self {
            end: AuditHead::default(),
            doubt: None,
            noted: numbered,
            loose,
            span: None,
            findings: Vec::new(),
            open: BTreeMap::new(),
            removed: Removed::default(),
            restores: Vec::new(),
            strays: Vec::new(),
        }
    }

    /// The last row that was taken in.
    pub fn end(&self) -> &AuditHead {
        &self.end
    }

    /// Notes something that does not fit.
    pub(crate) fn find(&mut self, finding: Finding) {
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
        if let Some(restored) = Restored::told(&row.action, &row.detail)
            // It follows what was restored, or it is none.
            && restored.end == self.end
        {
            let (seq, at) = (row.seq, row.at.clone());
            self.restores.push(WentBack { seq, at, restored });
        }
        let here = self.noted.get_mut(&row.seq).into_iter().flatten();
        for (noted, met) in here.chain(&mut self.loose) {
            *met |= row.hash.starts_with(noted.as_str());
        }
        match &mut self.span {
            Some([_, last]) => last.clone_from(&row.at),
            none => *none = Some([row.at.clone(), row.at.clone()]),
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

    /// Texts of row `seq` and of later ones were still to come where an export was cut off, and not taken away.
    pub(crate) fn forgive_from(&mut self, seq: i64) {
        self.open.retain(|(row, _), _| *row < seq);
    }

    /// No more comes.
    pub(crate) fn done(mut self) -> Verified {
        self.settle(Altered::Either);
        let loose = std::mem::take(&mut self.loose).into_iter();
        let noted = std::mem::take(&mut self.noted).into_iter();
        let noted = noted.flat_map(|(seq, all)| all.into_iter().map(move |noted| (Some(seq), noted)));
        let (mut through, mut left) = (0, 0);
        let restores = std::mem::take(&mut self.restores);
        for (seq, (hash, met)) in loose.map(|noted| (None, noted)).chain(noted) {
            if met {
                through += 1;
            } else if restores.iter().any(|back| back.restored.left(seq, &hash)) {
                left += 1;
            } else {
                self.find(Finding::NotThrough { seq, hash });
            }
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
            span: self.span,
            through,
            left,
            restores,
            findings: self.findings,
            erased,
        }
    }
}
