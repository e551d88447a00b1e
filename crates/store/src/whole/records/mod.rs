//! Records held against what the audit says of them, so that an alteration behind its back shows too.
//!
//! Some hundreds are held at a time, however many there are. What is compared:
//!
//! * **reports**: the seal of the whole report, in rows since there are seals; before that its revision and, where the
//!   audit tells it, its content. The columns beside it have to say what it says, and of all approved reports for one
//!   target, unit and period one has to count. Not held: which of several;
//! * **cases**: the seal of the whole case, before that its steps and its matter;
//! * **versions of plans**, **documents**: their SHA-256, which their rows always told;
//! * **published figures**: all of them, and which were retired;
//! * **entries of ledgers**: what was changed one by one, for as long as that is the entry's latest version. Of what was
//!   changed many at once the audit holds one hash over all of it in order, to which no single entry can be held. Not
//!   held: fields of persons and private ones, and what somebody who was named there had erased.
//!
//! Nothing else is held: files of evidence have their own check, and of bulletins, judgements, closings and measurements
//! only the triggers of the database refuse alterations, which whoever owns it can take away.

mod entries;
mod plans;
mod stepped;

use serde_json::Value;
use yaodian_audit::{Finding, Verifier};

use super::Snapshot;
use crate::{
    StoreError,
    audit::SubjectKind,
    db::{Tx, args},
    encode::from_json,
};

/// So many records are held at a time.
const STRIDE: i64 = 500;

/// A row of the audit, as far as records are held against it.
struct Told {
    seq: i64,
    id: String,
    plan: Option<String>,
    detail: Value,
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn note(&mut self, finding: Finding) {
        if self.0.len() < Verifier::MOST {
            self.0.push(finding);
        }
    }

    fn altered(&mut self, kind: SubjectKind, id: &str, seq: i64) {
        let (kind, id) = (kind.as_str().to_owned(), id.to_owned());
        self.note(Finding::Record { kind, id, seq });
    }

    fn gone(&mut self, kind: SubjectKind, id: &str, seq: i64) {
        let (kind, id) = (kind.as_str().to_owned(), id.to_owned());
        self.note(Finding::RecordGone { kind, id, seq });
    }

    fn added(&mut self, kind: SubjectKind, id: &str) {
        let (kind, id) = (kind.as_str().to_owned(), id.to_owned());
        self.note(Finding::RecordAdded { kind, id });
    }
}

impl Snapshot {
    /// Holds records against what the audit says of them; what does not fit. The audit itself is
    /// [verified](Self::verify_audit) apart from it.
    pub async fn verify_records(&mut self) -> Result<Vec<Finding>, StoreError> {
        let mut found = Found::default();
        let tx = &mut self.tx;
        stepped::reports(tx, &mut found).await?;
        stepped::cases(tx, &mut found).await?;
        plans::versions(tx, &mut found).await?;
        plans::documents(tx, &mut found).await?;
        plans::published(tx, &mut found).await?;
        entries::entries(tx, &mut found).await?;
        Ok(found.0)
    }
}

/// The rows about things of a kind whose ids lie after one and not after another, by id and number.
async fn told(tx: &mut Tx, kind: SubjectKind, after: &str, up_to: &str) -> Result<Vec<Told>, StoreError> {
    let rows: Vec<Row> = tx
        .rows(
            "SELECT seq, subject_id, plan, detail FROM audit
             WHERE subject_kind = $1 AND subject_id > $2 AND subject_id <= $3 ORDER BY subject_id, seq",
            args![kind.as_str(), after, up_to],
        )
        .await?;
    rows.into_iter().map(read).collect()
}

type Row = (i64, String, Option<String>, String);

fn read((seq, id, plan, detail): Row) -> Result<Told, StoreError> {
    Ok(Told {
        seq,
        id,
        plan,
        detail: from_json("the detail of an audit row", &detail)?,
    })
}

/// The things of a kind after an id of which the audit speaks, each with its last row; some of them.
async fn beyond(tx: &mut Tx, kind: SubjectKind, after: &str) -> Result<Vec<(String, i64)>, StoreError> {
    tx.rows(
        "SELECT subject_id, MAX(seq) FROM audit WHERE subject_kind = $1 AND subject_id > $2
         GROUP BY subject_id ORDER BY subject_id LIMIT $3",
        args![kind.as_str(), after, STRIDE],
    )
    .await
}
