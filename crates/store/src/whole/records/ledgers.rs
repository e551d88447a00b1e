//! Lists of ledgers: every version of every entry, and every movement that figures are counted from.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use yaodian_domain::{Date, id::FieldId, ledger::Movement};

use super::Found;
use crate::{
    StoreError,
    audit::{SubjectKind, action},
    db::{Tx, args},
    encode::from_json,
    ledgers::{held::Held, recounted::Recounted},
};

const KIND: SubjectKind = SubjectKind::Ledger;

/// By plan and ledger.
type Name = (String, String);

/// What the audit tells of a change.
struct Change {
    seq: i64,
    ledger: Name,
    versions: i64,
    held: Option<Held>,
}

/// What the audit tells of how a ledger stands.
struct Stands {
    seq: i64,
    list: Option<i64>,
    demonstration: bool,
}

/// What the audit tells of all ledgers.
#[derive(Default)]
struct Told {
    /// By the ids of their batches.
    changes: BTreeMap<String, Change>,
    ledgers: BTreeMap<Name, Stands>,
}

/// What rows about changes tell, and those about the end of a demonstration and about an erasure.
#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    ledger: Option<String>,
    #[serde(default)]
    batch: Option<String>,
    #[serde(default)]
    added: i64,
    #[serde(default)]
    changed: i64,
    #[serde(default)]
    removed: i64,
    #[serde(default)]
    demonstration: bool,
    #[serde(default)]
    list: Option<i64>,
    #[serde(default)]
    held: Option<Held>,
}

#[derive(Deserialize)]
struct Erasure {
    /// The hashes over what stands there since, by the ids of batches.
    #[serde(default)]
    held: BTreeMap<String, String>,
}

impl Told {
    async fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        type Row = (i64, String, String, Option<String>, String);
        let (mut all, mut trouble) = (Self::default(), Ok(()));
        tx.each(
            "SELECT seq, action, subject_id, plan, detail FROM audit
             WHERE subject_kind IN ('ledger', 'entry', 'named') ORDER BY seq",
            &[],
            |(seq, action, subject, plan, detail): Row| {
                if trouble.is_ok() {
                    trouble = all.take(seq, &action, &subject, plan.unwrap_or_default(), &detail);
                }
            },
        )
        .await?;
        trouble.map(|()| all)
    }

    fn take(&mut self, seq: i64, action: &str, subject: &str, plan: String, detail: &str) -> Result<(), StoreError> {
        const WHAT: &str = "the detail of a row about a ledger";
        if action == action::NAMED_ERASED {
            let Erasure { held } = from_json(WHAT, detail)?;
            for (batch, sha256) in held {
                if let Some(held) = self.changes.get_mut(&batch).and_then(|change| change.held.as_mut()) {
                    held.sha256 = sha256;
                }
            }
            return Ok(());
        }
        let one = matches!(
            action,
            action::ENTRY_ADDED | action::ENTRY_CHANGED | action::ENTRY_REMOVED
        );
        if !one && action != action::ENTRIES_CHANGED && action != action::DEMONSTRATION_CLEARED {
            return Ok(());
        }
        let detail: Detail = from_json(WHAT, detail)?;
        let ledger = match detail.ledger {
            Some(ledger) => ledger,
            None => subject.rsplit(':').next().unwrap_or_default().to_owned(),
        };
        let ledger = (plan, ledger);
        let list = detail.held.as_ref().map(|held| held.list).or(detail.list);
        let stands = Stands {
            seq,
            list,
            demonstration: detail.demonstration,
        };
        self.ledgers.insert(ledger.clone(), stands);
        if let Some(batch) = detail.batch {
            let change = Change {
                seq,
                ledger,
                versions: if one {
                    1
                } else {
                    detail.added + detail.changed + detail.removed
                },
                held: detail.held,
            };
            self.changes.insert(batch, change);
        }
        Ok(())
    }
}

/// Holds all ledgers against the audit.
pub(super) async fn ledgers(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let mut told = Told::read(tx).await?;
    let fields = standing(tx, &mut told, found).await?;
    let lists: Vec<(i64, String, String)> = tx
        .rows("SELECT id, plan, ledger FROM ledger_lists ORDER BY id", &[])
        .await?;
    for (list, plan, ledger) in lists {
        let ledger = (plan, ledger);
        let fields = fields.get(&ledger).map_or(&[][..], Vec::as_slice);
        hold(tx, list, &ledger, fields, &mut told, found).await?;
    }
    for (batch, change) in told.changes {
        found.gone(KIND, &batch, change.seq);
    }
    strays(tx, found).await
}

/// Holds the rows of ledgers; the fields that each keeps.
async fn standing(tx: &mut Tx, told: &mut Told, found: &mut Found) -> Result<BTreeMap<Name, Vec<FieldId>>, StoreError> {
    let rows: Vec<(String, String, i64, i64, String)> = tx
        .rows("SELECT plan, ledger, list, demonstration, fields FROM ledgers", &[])
        .await?;
    let mut all = BTreeMap::new();
    for (plan, ledger, list, demonstration, fields) in rows {
        let ledger = (plan, ledger);
        match told.ledgers.remove(&ledger) {
            None => found.added(KIND, &named(&ledger)),
            Some(stands)
                if stands.list.is_some_and(|told| told != list) || stands.demonstration != (demonstration != 0) =>
            {
                found.altered(KIND, &named(&ledger), stands.seq);
            }
            Some(_) => {}
        }
        // Names that are none are in no hash.
        all.insert(ledger, serde_json::from_str(&fields).unwrap_or_default());
    }
    for (ledger, stands) in std::mem::take(&mut told.ledgers) {
        found.gone(KIND, &named(&ledger), stands.seq);
    }
    Ok(all)
}

fn named((plan, ledger): &Name) -> String {
    format!("{plan}:{ledger}")
}

/// Holds a list: its batches, the versions that each made, and what they come to.
async fn hold(
    tx: &mut Tx,
    list: i64,
    ledger: &Name,
    fields: &[FieldId],
    told: &mut Told,
    found: &mut Found,
) -> Result<(), StoreError> {
    let batches: Vec<(i64, String, i64)> = tx
        .rows(
            "SELECT seq, id, changed FROM batches WHERE list = $1 ORDER BY seq",
            args![list],
        )
        .await?;
    let (mut held, mut rows, mut all_held) = (BTreeMap::new(), BTreeMap::new(), true);
    for (seq, batch, changed) in batches {
        let Some(mut change) = told.changes.remove(&batch) else {
            found.added(KIND, &batch);
            continue;
        };
        let as_told = change
            .held
            .as_ref()
            .is_none_or(|held| (held.list, held.seq) == (list, seq));
        if change.ledger != *ledger || change.versions != changed || !as_told {
            found.altered(KIND, &batch, change.seq);
        }
        match change.held.take() {
            Some(change) => drop(held.insert(seq, change)),
            None => all_held = false,
        }
        rows.insert(seq, (batch, change));
    }
    let mut recounted = Recounted::list(tx, list, fields, &held).await?;
    let last = rows.values().map(|(_, change)| change.seq).max().unwrap_or_default();
    let due = recounted.movements().map(|m| (key(&m), m.number));
    if summed(due, all_held) != summed(kept(tx, list).await?, all_held) {
        found.altered(KIND, &named(ledger), last);
    }
    for (seq, (batch, change)) in rows {
        let made = recounted.made.remove(&seq).unwrap_or_default();
        let versions = made.versions;
        let fits = held
            .get(&seq)
            .is_none_or(|held| made.digits().as_ref() == Some(&held.sha256));
        if versions != change.versions || !fits {
            found.altered(KIND, &batch, change.seq);
        }
    }
    for seq in recounted.made.into_keys() {
        found.added(KIND, &format!("{}#{seq}", named(ledger)));
    }
    Ok(())
}

/// By what movements are summed: unit, part, stage, the days on which it became known and was done.
type Key = (String, String, i64, String, String);

fn key(m: &Movement) -> Key {
    let on = m.reached_on.as_ref().map(Date::to_string);
    (
        m.unit.to_string(),
        m.part.clone(),
        m.stage.into(),
        m.known_on.to_string(),
        on.unwrap_or_default(),
    )
}

/// The movements that are kept of a list.
async fn kept(tx: &mut Tx, list: i64) -> Result<Vec<(Key, i64)>, StoreError> {
    let mut all = Vec::new();
    let take = |(unit, part, stage, known_on, reached_on, number): (String, String, i64, String, String, i64)| {
        all.push(((unit, part, stage, known_on, reached_on), number));
    };
    tx.each(
        "SELECT unit, part, stage, known_on, reached_on, number FROM movements WHERE list = $1",
        args![list],
        take,
    )
    .await?;
    Ok(all)
}

/// What does not cancel out; where it is not `exact`, of all parts together, whenever it became known.
fn summed(all: impl IntoIterator<Item = (Key, i64)>, exact: bool) -> BTreeMap<Key, i64> {
    let mut sums = BTreeMap::new();
    for (mut key, number) in all {
        if !exact {
            key.1.clear();
            key.3.clear();
        }
        *sums.entry(key).or_default() += number;
    }
    sums.retain(|_, number| *number != 0);
    sums
}

/// What is on no list that there is.
async fn strays(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    const STRAYS: [&str; 4] = [
        "SELECT e.list FROM entries AS e WHERE NOT EXISTS (SELECT 1 FROM ledger_lists AS l WHERE l.id = e.list) LIMIT 1",
        "SELECT b.list FROM batches AS b WHERE NOT EXISTS (SELECT 1 FROM ledger_lists AS l WHERE l.id = b.list) LIMIT 1",
        "SELECT m.list FROM movements AS m
         WHERE NOT EXISTS (SELECT 1 FROM ledger_lists AS l WHERE l.id = m.list) LIMIT 1",
        "SELECT v.entry FROM entry_versions AS v WHERE NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.id = v.entry) LIMIT 1",
    ];
    for sql in STRAYS {
        let strays: Vec<(i64,)> = tx.rows(sql, &[]).await?;
        for (of,) in strays {
            found.added(KIND, &format!("#{of}"));
        }
    }
    Ok(())
}

/// The hashes over what the changes of some lists made, as it stands now, by the ids of their batches: of those that
/// `touched` names by list and number, where the audit tells a hash.
pub(crate) async fn anew(
    tx: &mut Tx,
    touched: &BTreeMap<i64, BTreeSet<i64>>,
) -> Result<BTreeMap<String, String>, StoreError> {
    let told = Told::read(tx).await?;
    let mut all = BTreeMap::new();
    for (&list, seqs) in touched {
        let (mut held, mut batches) = (BTreeMap::new(), BTreeMap::new());
        let mut fields = Vec::new();
        for (batch, change) in &told.changes {
            let Some(change) = change
                .held
                .as_ref()
                .filter(|held| held.list == list && seqs.contains(&held.seq))
            else {
                continue;
            };
            held.insert(change.seq, change.clone());
            batches.insert(change.seq, batch);
        }
        let kept: Vec<(String,)> = tx
            .rows(
                "SELECT l.fields FROM ledger_lists AS t JOIN ledgers AS l ON l.plan = t.plan AND l.ledger = t.ledger
                 WHERE t.id = $1",
                args![list],
            )
            .await?;
        for (kept,) in kept {
            fields = from_json("the fields of a ledger", &kept)?;
        }
        let recounted = Recounted::list(tx, list, &fields, &held).await?;
        for (seq, made) in recounted.made {
            if let (Some(batch), Some(digits)) = (batches.get(&seq), made.digits()) {
                all.insert((*batch).clone(), digits);
            }
        }
    }
    Ok(all)
}
