//! Files that prove something: which they are, and how many of them an entry of a ledger counts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Found, STRIDE, Told, beyond, told};
use crate::{
    StoreError,
    audit::SubjectKind,
    db::{Tx, args},
};

const KIND: SubjectKind = SubjectKind::Evidence;

/// A file as it stands in its columns.
#[derive(sqlx::FromRow)]
struct Proof {
    id: String,
    plan: Option<String>,
    /// Whether it is on the list of the entry that it proves.
    fits: i64,
    ledger: Option<String>,
    entry: Option<i64>,
    stage: Option<String>,
    field: Option<String>,
    target: Option<String>,
    unit: Option<String>,
    media: String,
    bytes: i64,
    sha256: String,
    added_at: String,
    withdrawn_at: Option<String>,
}

/// Those of entries, and those of reports and requests.
const PROOFS: &str = "
    SELECT id, plan, fits, ledger, entry, stage, field, target, unit, media, bytes, sha256, added_at, withdrawn_at FROM (
        SELECT e.id, l.plan, CAST(CASE WHEN n.list = e.list THEN 1 ELSE 0 END AS BIGINT) AS fits, l.ledger, e.entry, e.stage,
            e.field, NULL AS target, NULL AS unit, e.media, e.bytes, e.sha256, e.added_at, e.withdrawn_at
        FROM evidence AS e LEFT JOIN ledger_lists AS l ON l.id = e.list LEFT JOIN entries AS n ON n.id = e.entry
        UNION ALL
        SELECT id, plan, CAST(1 AS BIGINT), NULL, NULL, NULL, NULL, target, unit, media, bytes, sha256, added_at, NULL
        FROM attachments
    ) AS every WHERE id > $1 ORDER BY id LIMIT $2";

/// Holds files against their rows, and how many an entry has against these.
pub(super) async fn proofs(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    // One id is of one file, whichever table it stands in.
    let twice: Vec<(String,)> = tx
        .rows(
            "SELECT id FROM evidence INTERSECT SELECT id FROM attachments LIMIT 1",
            &[],
        )
        .await?;
    for (id,) in twice {
        found.added(KIND, &id);
    }
    let mut after = String::new();
    loop {
        let proofs: Vec<Proof> = tx.rows(PROOFS, args![&after, STRIDE]).await?;
        let Some(last) = proofs.last().map(|proof| proof.id.clone()) else {
            break;
        };
        let mut rows: BTreeMap<String, Vec<Told>> = BTreeMap::new();
        for row in told(tx, KIND, &after, &last).await? {
            rows.entry(row.id.clone()).or_default().push(row);
        }
        after = last;
        for proof in proofs {
            match rows.remove(&proof.id).as_deref() {
                None | Some([]) => found.added(KIND, &proof.id),
                Some([added, rest @ ..]) if proof.is_as_told(added, rest) => {}
                Some([.., last]) => found.altered(KIND, &proof.id, last.seq),
            }
        }
        for last in rows.into_values().filter_map(|mut rows| rows.pop()) {
            found.gone(KIND, &last.id, last.seq);
        }
    }
    loop {
        let gone = beyond(tx, KIND, &after).await?;
        let Some((last, _)) = gone.last() else {
            return counted(tx, found).await;
        };
        after.clone_from(last);
        for (id, seq) in gone {
            found.gone(KIND, &id, seq);
        }
    }
}

impl Proof {
    /// By the row of its adding, and that of its withdrawal, if there is one.
    fn is_as_told(&self, added: &Told, rest: &[Told]) -> bool {
        let told = |name: &str| added.detail.get(name).unwrap_or(&Value::Null);
        let file = added.detail.get("file").unwrap_or(&added.detail);
        let withdrawn = rest.last().map(|row| &row.at);
        let named = [
            ("ledger", &self.ledger),
            ("stage", &self.stage),
            ("field", &self.field),
            ("target", &self.target),
            ("unit", &self.unit),
        ];
        self.fits == 1
            && added.plan == self.plan
            && named.iter().all(|(name, own)| told(name).as_str() == own.as_deref())
            && told("entry").as_i64() == self.entry
            && file["media"].as_str() == Some(&self.media)
            && file["bytes"].as_i64() == Some(self.bytes)
            && file["sha256"].as_str() == Some(&self.sha256)
            && added.at == self.added_at
            && withdrawn == self.withdrawn_at.as_ref()
    }
}

/// Holds what entries say of how many files they have for which stage against the files.
async fn counted(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let files: Vec<(i64, String, i64)> = tx
        .rows(
            "SELECT entry, stage, COUNT(*) FROM evidence WHERE withdrawn_at IS NULL AND stage IS NOT NULL
             GROUP BY entry, stage",
            &[],
        )
        .await?;
    let mut due: BTreeMap<i64, BTreeMap<String, String>> = BTreeMap::new();
    for (entry, stage, number) in files {
        due.entry(entry).or_default().insert(stage, number.to_string());
    }
    let mut wrong = Vec::new();
    tx.each(
        "SELECT id, files FROM entries WHERE files <> '' ORDER BY id",
        &[],
        |(entry, files): (i64, String)| {
            let said: BTreeMap<_, _> = files
                .split(' ')
                .map(|part| part.split_once(':').unwrap_or((part, "")))
                .map(|(stage, number)| (stage.to_owned(), number.to_owned()))
                .collect();
            if due.remove(&entry).unwrap_or_default() != said && wrong.len() < yaodian_audit::Verifier::MOST {
                wrong.push(entry);
            }
        },
    )
    .await?;
    wrong.extend(due.into_keys().take(yaodian_audit::Verifier::MOST));
    for entry in wrong {
        // What it says, no row tells: the rows about its files do.
        let last: Vec<(Option<i64>,)> = tx
            .rows(
                "SELECT MAX(seq) FROM audit WHERE subject_kind = 'evidence' AND subject_id IN (
                     SELECT id FROM evidence WHERE entry = $1)",
                args![entry],
            )
            .await?;
        let seq = last.first().and_then(|(seq,)| *seq).unwrap_or_default();
        found.altered(SubjectKind::Entry, &entry.to_string(), seq);
    }
    Ok(())
}
