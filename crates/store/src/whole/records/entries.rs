//! Entries of ledgers that were changed one by one, held against what each said then.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;
use serde_json::Value;

use super::{Found, Row, STRIDE, Told, read};
use crate::{
    StoreError,
    audit::{SubjectKind, action},
    db::{Tx, args},
    encode::from_json,
    ledgers::held::HELD,
};

/// An entry as it stands in its columns, and the fields by whose places its values stand.
struct Entry {
    key: String,
    unit: String,
    version: i64,
    reached: String,
    body: String,
    gone: bool,
    fields: String,
}

/// Holds entries against the last row about each.
pub(super) async fn entries(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let kind = SubjectKind::Entry;
    let erased = erased(tx).await?;
    let mut after = String::new();
    loop {
        let rows: Vec<Row> = tx
            .rows(
                "SELECT a.seq, a.subject_id, a.plan, a.at, a.detail FROM audit AS a JOIN (
                     SELECT subject_id, MAX(seq) AS seq FROM audit WHERE subject_kind = $1 AND subject_id > $2
                     GROUP BY subject_id ORDER BY subject_id LIMIT $3
                 ) AS latest ON latest.seq = a.seq ORDER BY a.subject_id",
                args![kind.as_str(), &after, STRIDE],
            )
            .await?;
        let told: Vec<Told> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
        let Some(last) = told.last() else {
            return Ok(());
        };
        after.clone_from(&last.id);
        let there = there(tx, &told).await?;
        for row in told {
            let Some(version) = row.detail.get("version").and_then(Value::as_i64) else {
                continue;
            };
            let id = row.id.parse().unwrap_or_default();
            let erased = erased.get(&id).is_some_and(|seq| *seq > row.seq);
            match there.get(&id) {
                None => found.gone(kind, &row.id, row.seq),
                // Changed since together with others, of which the audit holds one hash alone.
                Some(entry) if entry.version > version => {}
                Some(entry) if entry.version == version && entry.is_as_told(&row.detail, erased) => {}
                Some(_) => found.altered(kind, &row.id, row.seq),
            }
        }
    }
}

/// The entries from which somebody who was named there was erased, each with the last row that says so.
async fn erased(tx: &mut Tx) -> Result<BTreeMap<i64, i64>, StoreError> {
    #[derive(Deserialize)]
    struct Erased {
        entries: Vec<i64>,
    }
    let rows: Vec<(i64, String)> = tx
        .rows(
            "SELECT seq, detail FROM audit WHERE action = $1 ORDER BY seq",
            args![action::NAMED_ERASED],
        )
        .await?;
    let mut all = BTreeMap::new();
    for (seq, detail) in rows {
        let Erased { entries } = from_json("the detail of an erasure", &detail)?;
        all.extend(entries.into_iter().map(|entry| (entry, seq)));
    }
    Ok(all)
}

async fn there(tx: &mut Tx, told: &[Told]) -> Result<BTreeMap<i64, Entry>, StoreError> {
    type Row = (i64, String, String, i64, String, String, i64, String);
    let mut ids = String::new();
    for id in told.iter().filter_map(|row| row.id.parse::<i64>().ok()) {
        let comma = if ids.is_empty() { "" } else { ", " };
        let _ = write!(ids, "{comma}{id}");
    }
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT e.id, e.key, e.unit, e.version, e.reached, e.body, e.gone, l.fields
         FROM entries AS e JOIN ledger_lists AS t ON t.id = e.list
         JOIN ledgers AS l ON l.plan = t.plan AND l.ledger = t.ledger WHERE e.id IN ({ids})"
    );
    let rows: Vec<Row> = tx.rows(&sql, &[]).await?;
    let entry = |(id, key, unit, version, reached, body, gone, fields): Row| {
        let gone = gone != 0;
        (
            id,
            Entry {
                key,
                unit,
                version,
                reached,
                body,
                gone,
                fields,
            },
        )
    };
    Ok(rows.into_iter().map(entry).collect())
}

impl Entry {
    /// Its values are not asked where something was `erased` from them since.
    fn is_as_told(&self, detail: &Value, erased: bool) -> bool {
        let after = match detail.get("after") {
            None | Some(Value::Null) => return self.gone,
            Some(after) => after,
        };
        let fields = serde_json::from_str::<Vec<String>>(&self.fields);
        let values = serde_json::from_str::<Vec<Option<String>>>(&self.body);
        let (Ok(fields), Ok(values)) = (fields, values) else {
            return false;
        };
        let text = |name: &str| after.get(name).and_then(Value::as_str);
        let told = after.get("values").and_then(Value::as_object);
        let days = after.get("reached").and_then(Value::as_object);
        let days: BTreeMap<&str, usize> = times(
            days.into_iter()
                .flat_map(|days| days.values().filter_map(Value::as_str)),
        );
        // Values of fields that the plan dropped since stay where they are, and are not told.
        let same = told.is_some_and(|told| {
            told.iter().all(|(field, value)| {
                let place = fields.iter().position(|other| other == field);
                let own = place.and_then(|place| values.get(place)?.as_deref());
                own == value.as_str()
            })
        });
        // Stages that the plan had no more when it was written are not told, and held with all that stands there.
        let own = times(self.reached.split_ascii_whitespace());
        let passed = match detail.get(HELD) {
            Some(_) => days.iter().all(|(day, times)| own.get(day) >= Some(times)),
            None => days == own,
        };
        !self.gone
            && text("key") == Some(self.key.as_str())
            && text("unit") == Some(self.unit.as_str())
            && passed
            && (same || erased)
    }
}

/// How often each day stands among those on which stages were passed, one after the other.
fn times<'a>(days: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut times = BTreeMap::new();
    for day in days {
        *times.entry(day).or_default() += 1;
    }
    times
}
