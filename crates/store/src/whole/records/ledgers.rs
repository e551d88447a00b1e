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
    at: String,
    ledger: Name,
    versions: i64,
    held: Option<Held>,
}

/// What the audit tells of how a ledger stands.
struct Stands {
    seq: i64,
    list: Option<i64>,
    /// The number of the ledger's last change.
    changes: Option<i64>,
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
        type Row = (i64, String, String, String, Option<String>, String);
        let (mut all, mut trouble) = (Self::default(), Ok(()));
        tx.each(
            "SELECT seq, at, action, subject_id, plan, detail FROM audit
             WHERE subject_kind IN ('ledger', 'entry', 'named') ORDER BY seq",
            &[],
            |(seq, at, action, subject, plan, detail): Row| {
                if trouble.is_ok() {
                    trouble = all.take((seq, at), &action, &subject, plan.unwrap_or_default(), &detail);
                }
            },
        )
        .await?;
        trouble.map(|()| all)
    }

    fn take(
        &mut self,
        (seq, at): (i64, String),
        action: &str,
        subject: &str,
        plan: String,
        detail: &str,
    ) -> Result<(), StoreError> {
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
            changes: detail.held.as_ref().map(|held| held.seq),
            demonstration: detail.demonstration,
        };
        self.ledgers.insert(ledger.clone(), stands);
        if let Some(batch) = detail.batch {
            let change = Change {
                seq,
                at,
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
    let ledgers = standing(tx, &mut told, found).await?;
    let lists: Vec<(i64, String, String, Option<i64>)> = tx
        .rows("SELECT id, plan, ledger, ended FROM ledger_lists ORDER BY id", &[])
        .await?;
    for (list, plan, ledger, ended) in lists {
        let ledger = (plan, ledger);
        let kept = ledgers.get(&ledger);
        if kept.is_some_and(|kept| (kept.list == list) != ended.is_none()) {
            found.added(KIND, &format!("{}#{list}", named(&ledger)));
        }
        let names = kept.map_or(&[][..], |kept| &kept.names);
        hold(tx, list, &ledger, names, &mut told, found).await?;
    }
    for (batch, change) in told.changes {
        found.gone(KIND, &batch, change.seq);
    }
    strays(tx, found).await
}

/// The list that a ledger is on, and the fields that it keeps.
struct Kept {
    list: i64,
    names: Vec<FieldId>,
}

/// Holds the rows of ledgers.
async fn standing(tx: &mut Tx, told: &mut Told, found: &mut Found) -> Result<BTreeMap<Name, Kept>, StoreError> {
    let rows: Vec<(String, String, i64, i64, i64, String)> = tx
        .rows(
            "SELECT plan, ledger, list, demonstration, seq, fields FROM ledgers",
            &[],
        )
        .await?;
    let mut all = BTreeMap::new();
    for (plan, ledger, list, demonstration, changes, fields) in rows {
        let ledger = (plan, ledger);
        // Names that are none are in no hash, and two that are one would hide what stands at the second place.
        let names: Vec<FieldId> = serde_json::from_str(&fields).unwrap_or_default();
        let distinct = names.iter().collect::<BTreeSet<_>>().len() == names.len();
        match told.ledgers.remove(&ledger) {
            None => found.added(KIND, &named(&ledger)),
            Some(stands) => {
                let fits = stands.list.is_none_or(|told| told == list)
                    && stands.changes.is_none_or(|told| told <= changes)
                    && stands.demonstration == (demonstration != 0);
                if !fits || !distinct {
                    found.altered(KIND, &named(&ledger), stands.seq);
                }
            }
        }
        all.insert(ledger, Kept { list, names });
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
    let batches: Vec<(i64, String, i64, String)> = tx
        .rows(
            "SELECT seq, id, changed, at FROM batches WHERE list = $1 ORDER BY seq",
            args![list],
        )
        .await?;
    let (mut held, mut rows, mut all_held) = (BTreeMap::new(), BTreeMap::new(), true);
    for (seq, batch, changed, at) in batches {
        let Some(mut change) = told.changes.remove(&batch) else {
            found.added(KIND, &batch);
            continue;
        };
        let as_told = change
            .held
            .as_ref()
            .is_none_or(|held| (held.list, held.seq) == (list, seq));
        if change.ledger != *ledger || change.versions != changed || change.at != at || !as_told {
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
    if let Some(entry) = recounted.gap {
        found.altered(SubjectKind::Entry, &entry.to_string(), last);
    }
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
        let sum: &mut i64 = sums.entry(key).or_default();
        *sum = sum.saturating_add(number);
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

/// The hashes over what the changes of some lists made, by the ids of their batches, as the audit tells them and as they
/// are now: of those that `touched` names by list and number, where the audit tells one.
pub(crate) async fn told_and_now(
    tx: &mut Tx,
    touched: &BTreeMap<i64, BTreeSet<i64>>,
) -> Result<BTreeMap<String, (String, String)>, StoreError> {
    let told = Told::read(tx).await?;
    let mut all = BTreeMap::new();
    for (&list, seqs) in touched {
        let (mut held, mut batches) = (BTreeMap::new(), BTreeMap::new());
        for (batch, change) in &told.changes {
            let of_list = |held: &&Held| held.list == list && seqs.contains(&held.seq);
            if let Some(change) = change.held.as_ref().filter(of_list) {
                held.insert(change.seq, change.clone());
                batches.insert(change.seq, batch);
            }
        }
        let kept: Vec<(String,)> = tx
            .rows(
                "SELECT l.fields FROM ledger_lists AS t JOIN ledgers AS l ON l.plan = t.plan AND l.ledger = t.ledger
                 WHERE t.id = $1",
                args![list],
            )
            .await?;
        let kept = kept.first().map_or("[]", |(kept,)| kept);
        let names: Vec<FieldId> = serde_json::from_str(kept).unwrap_or_default();
        let recounted = Recounted::list(tx, list, &names, &held).await?;
        for (seq, made) in recounted.made {
            if let (Some(batch), Some(told), Some(now)) = (batches.get(&seq), held.get(&seq), made.digits()) {
                all.insert((*batch).clone(), (told.sha256.clone(), now));
            }
        }
    }
    Ok(all)
}
