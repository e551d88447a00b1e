//! Records held against what the audit says of them, so that an alteration behind its back shows too.
//!
//! Some hundreds are held at a time, however many there are. What is compared:
//!
//! * **reports**: the seal of the whole report, in rows since there are seals; before that its revision and, where the
//!   audit tells it, its content. The columns beside it have to say what it says. Of several that were approved for one
//!   target, unit and period the one whose approval the audit tells last counts, and each of the others was replaced on
//!   the day from which on the next one counted;
//! * **cases**: the seal of the whole case, before that its steps and its matter;
//! * **plans**: the SHA-256 of every version, which their rows always told; title, year and number of the plan are those
//!   of its last version. The same of **documents**;
//! * **published figures**: all of them, when each was loaded, what it replaced, and when it was retired;
//! * **judgements**, and **periods that were opened again**: each, and in their order;
//! * **bulletins**: the seal of the whole bulletin, in rows of before there was one its text and, once published, every
//!   word as it was shown; and the chain goes through the end of the audit in its footer;
//! * **the year's end**: every step, the final list, and what was carried over, by seals; in older rows the final list;
//! * **measurements**: one hash over all that a batch brought, in batches since there is one, with its station, moment,
//!   review state and day; of older ones how many there are;
//! * **ledgers**: every version of every entry, by one hash over all that a change made, and with the days on which these
//!   became known every movement that figures are counted from; which list a ledger is on, and whether it is made up. In
//!   changes of before there was a hash how many versions each made, the latest of those that were made one by one, and
//!   movements without part and day of becoming known, which of a list with one such change no later one makes good. Not
//!   held: fields of persons and private ones, and of those that a later plan shows to anybody what was written before. What
//!   stands where somebody was erased is held from then on by what the erasure's row tells, if it fitted until then;
//! * **files that prove something**: which they are, by their SHA-256, of which target and unit, or of which entry and stage,
//!   whether they were withdrawn, and how many of them an entry says it has. What is in them has a check of its own
//!   (`yaodian evidence check`).
//!
//! # What is not held
//!
//! `tests/suite/records_everywhere.rs` goes through every column of every table that a public page or a bulletin is made
//! of, alters it, and expects a finding; it lists what is not held, column by column, which comes to this:
//!
//! * **what plans count up** to tell that something has changed (`content_version`), and when something was made: no figure
//!   follows from it;
//! * **names of persons and files**, which an erasure replaces;
//! * **rows of measurements that were set aside**: no figure counts them;
//! * **everything that no public figure comes from**: accounts, posts, keys, sessions, imports, reminders.

mod counting;
mod entries;
pub(crate) mod ledgers;
mod measured;
mod plans;
mod proofs;
mod said;
mod stepped;

use futures_util::FutureExt as _;
use serde_json::Value;
use yaodian_audit::{Finding, Verifier};

use super::Snapshot;
use crate::{
    StoreError,
    audit::SubjectKind,
    db::{Arg, Tx, args},
    encode::from_json,
};

/// So many records are held at a time.
const STRIDE: i64 = 500;

/// A row of the audit, as far as records are held against it.
struct Told {
    seq: i64,
    id: String,
    plan: Option<String>,
    at: String,
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

    /// An end of the chain that something tells, through which it does not go.
    fn not_through(&mut self, seq: i64, hash: String) {
        let seq = Some(seq);
        self.note(Finding::NotThrough { seq, hash });
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
        // Boxed: the compiler does not see through all of them at once that they may move between threads.
        stepped::reports(tx, &mut found).boxed().await?;
        counting::reports(tx, &mut found).boxed().await?;
        stepped::cases(tx, &mut found).boxed().await?;
        plans::versions(tx, &mut found).boxed().await?;
        plans::documents(tx, &mut found).boxed().await?;
        plans::published(tx, &mut found).boxed().await?;
        said::judgements(tx, &mut found).boxed().await?;
        said::reopenings(tx, &mut found).boxed().await?;
        said::bulletins(tx, &mut found).boxed().await?;
        said::closings(tx, &mut found).boxed().await?;
        said::carried(tx, &mut found).boxed().await?;
        measured::batches(tx, &mut found).boxed().await?;
        entries::entries(tx, &mut found).boxed().await?;
        ledgers::ledgers(tx, &mut found).boxed().await?;
        proofs::proofs(tx, &mut found).boxed().await?;
        Ok(found.0)
    }
}

/// The rows about things of a kind whose ids lie after one and not after another, by id and number.
async fn told(tx: &mut Tx, kind: SubjectKind, after: &str, up_to: &str) -> Result<Vec<Told>, StoreError> {
    let rows: Vec<Row> = tx
        .rows(
            "SELECT seq, subject_id, plan, at, detail FROM audit
             WHERE subject_kind = $1 AND subject_id > $2 AND subject_id <= $3 ORDER BY subject_id, seq",
            args![kind.as_str(), after, up_to],
        )
        .await?;
    rows.into_iter().map(read).collect()
}

type Row = (i64, String, Option<String>, String, String);

fn read((seq, id, plan, at, detail): Row) -> Result<Told, StoreError> {
    Ok(Told {
        seq,
        id,
        plan,
        at,
        detail: from_json("the detail of an audit row", &detail)?,
    })
}

/// The rows about things of a kind that tell of one of these actions, in their order.
async fn by_actions(tx: &mut Tx, kind: SubjectKind, actions: &'static [&'static str]) -> Result<Vec<Told>, StoreError> {
    let names: Vec<String> = (1..=actions.len()).map(|n| format!("${}", n + 1)).collect();
    let sql = format!(
        "SELECT seq, subject_id, plan, at, detail FROM audit
         WHERE subject_kind = $1 AND action IN ({}) ORDER BY seq",
        names.join(", ")
    );
    let mut args: Vec<Arg<'static>> = vec![kind.as_str().into()];
    args.extend(actions.iter().map(|action| Arg::from(*action)));
    let rows: Vec<Row> = tx.rows(&sql, &args).await?;
    rows.into_iter().map(read).collect()
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
