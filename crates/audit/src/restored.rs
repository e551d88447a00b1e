//! Restores that went back behind ends of the chain which were kept, by what their rows say.

use serde::{Deserialize, Serialize};

use crate::{AuditHead, action};

/// The end of the audit on some day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayEnd {
    /// The day (UTC).
    pub day: String,
    /// The number of its last row.
    pub seq: i64,
    /// The hash of that row.
    pub hash: String,
}

/// What the row of a restore says that went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The name of the backup's file.
    pub backup: String,
    /// When it was made, as RFC 3339 writes it.
    pub made_at: String,
    /// The end of the audit in it, which the row follows.
    pub end: AuditHead,
    /// The ends of days that were kept and lie after it, in the order of their days.
    pub later: Vec<DayEnd>,
}

impl Restored {
    /// What a row says, if it is that of a restore.
    pub fn told(action: &str, detail: &str) -> Option<Self> {
        (action == action::RESTORED)
            .then(|| serde_json::from_str(detail).ok())
            .flatten()
    }

    /// How many rows were lost, as far as ends were kept: later ones may have been lost, too.
    pub fn lost(&self) -> i64 {
        let last = self.later.iter().map(|end| end.seq).max();
        last.map_or(0, |last| last.saturating_sub(self.end.seq).max(0))
    }

    /// Whether it left this end behind: the number, where that is known, and the hash, or the beginning of it.
    pub fn left(&self, seq: Option<i64>, hash: &str) -> bool {
        let is_it = |end: &DayEnd| seq.is_none_or(|seq| seq == end.seq) && end.hash.starts_with(hash);
        self.later.iter().any(is_it)
    }
}

/// A restore that went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WentBack {
    /// The number of its row.
    pub seq: i64,
    /// When it was done, as it stands in the row.
    pub at: String,
    /// What the row says.
    pub restored: Restored,
}

impl WentBack {
    /// The day (UTC) on which it was done.
    pub fn day(&self) -> &str {
        self.at.get(..10).unwrap_or(&self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AuditLine, Finding, Noted, Verified, Verifier};

    fn row(seq: i64, before: &str, detail: &Restored, action: &str) -> AuditLine {
        let mut row = AuditLine {
            seq,
            at: format!("2023-09-{:02}T04:00:00.000000000Z", 20 + seq),
            action: action.to_owned(),
            detail: serde_json::to_string(detail).unwrap(),
            ..AuditLine::default()
        };
        row.hash = row.hash_after(before);
        row
    }

    fn verified(rows: &[AuditLine], noted: &[(i64, &str)]) -> Verified {
        let noted = noted.iter().map(|(seq, hash)| Noted {
            seq: Some(*seq),
            hash: (*hash).to_owned(),
        });
        let mut verifier = Verifier::new(noted.collect());
        for row in rows {
            verifier.take(row);
        }
        let end = verifier.end().clone();
        verifier.finish(&end)
    }

    #[test]
    fn what_a_restore_left_behind_is_told_apart_and_nothing_else_is() {
        let lost = "ab".repeat(32);
        let mut restored = Restored {
            backup: "yaodian-2023-09-21.zip".to_owned(),
            made_at: "2023-09-21T18:00:00Z".to_owned(),
            end: AuditHead::default(),
            later: vec![DayEnd {
                day: "2023-09-22".to_owned(),
                seq: 9,
                hash: lost.clone(),
            }],
        };
        let first = row(1, "", &restored, "plan-loaded");
        restored.end = AuditHead {
            seq: 1,
            hash: first.hash.clone(),
        };
        assert_eq!(restored.lost(), 8);
        let back = row(2, &first.hash, &restored, action::RESTORED);
        let rows = [first.clone(), back.clone()];
        let found = verified(&rows, &[(1, &first.hash), (9, &lost), (9, &lost[..12])]);
        assert!(found.is_whole(), "{found:?}");
        assert_eq!((found.through, found.left), (1, 2));
        assert_eq!(
            found.restores,
            [WentBack {
                seq: 2,
                at: back.at.clone(),
                restored: restored.clone()
            }]
        );
        assert_eq!(found.restores[0].day(), "2023-09-22");
        // Another end, or another number.
        for noted in [(9, "cd".repeat(32)), (8, lost.clone())] {
            let found = verified(&rows, &[(noted.0, &noted.1)]);
            assert_eq!((found.left, found.findings.len()), (0, 1));
            assert!(matches!(&found.findings[0], Finding::NotThrough { seq, .. } if *seq == Some(noted.0)));
        }
        // A row that does not follow the end which it names is none.
        restored.end.hash = lost.clone();
        let rows = [first.clone(), row(2, &first.hash, &restored, action::RESTORED)];
        let found = verified(&rows, &[(9, &lost)]);
        assert_eq!((found.left, found.restores.len(), found.findings.len()), (0, 0, 1));
    }
}
