//! What names somebody, as it stands in the tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use yaodian_domain::{
    id::EntryId,
    privacy::{Among, Sought},
};

use super::{
    InEntry, Named, SetAside, Whom,
    fields::{Fields, values, without},
};
use crate::{
    StoreError,
    db::{Change, Tx, args},
    encode::{from_json, parse, to_json},
    personal::{pattern, within_json},
    plans::touch,
    whole::records,
};

/// Everything that has it.
pub(super) struct Hits {
    fields: Fields,
    pub(super) versions: Vec<Hit>,
    pub(super) rows: Vec<Aside>,
    /// Texts of the audit that can be erased: the numbers of their rows, and which texts of these.
    pub(super) texts: Vec<(i64, String)>,
    /// Rows of the audit that hash it.
    pub(super) hashed: Vec<i64>,
    whom: Whom,
}

/// A version of an entry that has it, as it stands.
#[derive(sqlx::FromRow)]
pub(super) struct Hit {
    pub(super) entry: i64,
    list: i64,
    /// The number of the ledger's change that made it.
    made: i64,
    pub(super) plan: String,
    pub(super) ledger: String,
    key: String,
    unit: String,
    version: i64,
    latest: i64,
    pub(super) body: String,
    since: String,
}

/// A row that was set aside and has it, as it stands.
#[derive(sqlx::FromRow)]
pub(super) struct Aside {
    batch: i64,
    place: i64,
    row: i64,
    cells: String,
    id: String,
    heads: String,
    at: String,
}

/// A text beside a row of the audit.
#[derive(sqlx::FromRow)]
struct Told {
    seq: i64,
    field: String,
    value: String,
    plan: String,
    entry: String,
    detail: String,
}

/// The patterns of JSON and of a text in which it may be; what has a number has its digits, one after another.
fn patterns(sought: &Sought) -> (String, String) {
    let Some(digits) = sought.digits() else {
        return (within_json(sought.as_str()), pattern(sought.as_str()));
    };
    let parted: String = digits.chars().flat_map(|digit| ['%', digit]).chain(['%']).collect();
    (parted.clone(), parted)
}

fn detail_of(detail: &str) -> Result<Value, StoreError> {
    from_json("the detail of an audit row", detail)
}

const VERSIONS: [&str; 2] = [
    "SELECT e.id AS entry, e.list, b.seq AS made, l.plan, l.ledger, e.key, e.unit, e.version, CAST(1 AS BIGINT) AS latest, e.body, b.at AS since
     FROM entries e JOIN ledger_lists l ON l.id = e.list JOIN batches b ON b.list = e.list AND b.seq = e.made
     WHERE e.body LIKE $1 ESCAPE '!' ORDER BY e.id",
    "SELECT e.id AS entry, e.list, b.seq AS made, l.plan, l.ledger, e.key, v.unit, v.version, CAST(0 AS BIGINT) AS latest, v.body, b.at AS since
     FROM entry_versions v JOIN entries e ON e.id = v.entry JOIN ledger_lists l ON l.id = e.list
         JOIN batches b ON b.list = e.list AND b.seq = v.made
     WHERE v.body LIKE $1 ESCAPE '!' ORDER BY e.id, v.version",
];

const ROWS: &str = "SELECT h.batch, h.place, h.row, h.cells, m.id, m.heads, m.at
     FROM held_rows h JOIN measurement_batches m ON m.seq = h.batch
     WHERE h.cells LIKE $1 ESCAPE '!' ORDER BY h.batch, h.place";

impl Hits {
    pub(super) async fn find(tx: &mut Tx, whom: &Whom) -> Result<Self, StoreError> {
        let mut hits = Self {
            fields: Fields::read(tx).await?,
            versions: Vec::new(),
            rows: Vec::new(),
            texts: Vec::new(),
            hashed: Vec::new(),
            whom: whom.clone(),
        };
        for sought in &whom.values {
            hits.find_one(tx, sought).await?;
        }
        hits.versions.sort_by_key(|version| (version.entry, version.version));
        hits.versions.dedup_by_key(|version| (version.entry, version.version));
        hits.rows.sort_by_key(|row| (row.batch, row.place));
        hits.rows.dedup_by_key(|row| (row.batch, row.place));
        hits.hashed.sort_unstable();
        hits.hashed.dedup();
        hits.texts.sort_unstable();
        hits.texts.dedup();
        Ok(hits)
    }

    async fn find_one(&mut self, tx: &mut Tx, sought: &Sought) -> Result<(), StoreError> {
        let (json, told) = patterns(sought);
        let entry = self.whom.entry.map(|EntryId(id)| id);
        for sql in VERSIONS {
            for version in tx.rows::<Hit>(sql, args![&json]).await? {
                if entry.is_none_or(|id| id == version.entry) && self.fields.have(&version, &self.whom)? {
                    self.versions.push(version);
                }
            }
        }
        if entry.is_none() {
            for row in tx.rows::<Aside>(ROWS, args![&json]).await? {
                let cells: Vec<String> = from_json("the cells of a held row", &row.cells)?;
                if cells.iter().any(|cell| sought.is_in(cell, Among::Words)) {
                    self.rows.push(row);
                }
            }
        }
        let texts: Vec<Told> = tx
            .rows(
                "SELECT p.seq, p.field, p.value, a.plan, a.subject_id AS entry, a.detail
                 FROM audit_personal p JOIN audit a ON a.seq = p.seq
                 WHERE p.account IS NULL AND (p.field LIKE '/before/private/%' OR p.field LIKE '/after/private/%')
                     AND p.value LIKE $1 ESCAPE '!'",
                args![&told],
            )
            .await?;
        for text in texts {
            let field = text.field.rsplit('/').next().unwrap_or_default();
            let among = self.fields.among(&text.plan, &detail_of(&text.detail)?, field);
            if entry.is_none_or(|id| text.entry == id.to_string())
                && among.is_some_and(|among| sought.is_in(&text.value, among))
            {
                self.texts.push((text.seq, text.field));
            }
        }
        let rows: Vec<(i64, String, String, String)> = tx
            .rows(
                "SELECT seq, plan, subject_id, detail FROM audit
                 WHERE subject_kind = 'entry' AND plan IS NOT NULL AND detail LIKE $1 ESCAPE '!'",
                args![&json],
            )
            .await?;
        for (seq, plan, of, detail) in rows {
            let detail = detail_of(&detail)?;
            let has = |(field, value): (&String, &Value)| {
                let among = self.fields.among(&plan, &detail, field);
                among
                    .zip(value.as_str())
                    .is_some_and(|(among, text)| sought.is_in(text, among))
            };
            let said = [&detail["before"]["values"], &detail["after"]["values"]];
            let mut values = said.into_iter().filter_map(Value::as_object).flatten();
            if entry.is_none_or(|id| of == id.to_string()) && values.any(has) {
                self.hashed.push(seq);
            }
        }
        Ok(())
    }

    pub(super) fn told(self) -> Named {
        let mut named = Named {
            audit: self.texts.iter().map(|(seq, _)| seq).collect::<BTreeSet<_>>().len(),
            hashed: self.hashed,
            ..Named::default()
        };
        for version in self.versions {
            let (mut fields, mut beside) = (Vec::new(), Vec::new());
            for (place, value) in values(&version).into_iter().enumerate() {
                let (Some(value), known) = (value, self.fields.at(&version, place)) else {
                    continue;
                };
                if known.is_named(&value, &self.whom) {
                    fields.push((known.heading, value));
                } else if known.personal {
                    beside.push((known.heading, value));
                }
            }
            let (Ok(plan), Ok(ledger)) = (version.plan.parse(), version.ledger.parse()) else {
                continue;
            };
            named.entries.push(InEntry {
                plan,
                ledger,
                entry: EntryId(version.entry),
                key: version.key,
                unit: version.unit,
                version: version.version,
                since: version.since,
                latest: version.latest != 0,
                fields,
                beside,
            });
        }
        for row in self.rows {
            let cells: Vec<String> = serde_json::from_str(&row.cells).unwrap_or_default();
            let mut heads = serde_json::from_str::<Vec<String>>(&row.heads).unwrap_or_default();
            heads.resize(cells.len().max(heads.len()), String::new());
            let has = |cell: &String| self.whom.values.iter().any(|sought| sought.is_in(cell, Among::Words));
            named.set_aside.push(SetAside {
                batch: row.id,
                at: row.at,
                row: row.row,
                cells: heads.into_iter().zip(cells).filter(|(_, cell)| has(cell)).collect(),
            });
        }
        named
    }

    /// The hashes over what the changes made that are touched, by the ids of their batches, as told and as they are now.
    pub(super) async fn held(&self, tx: &mut Tx) -> Result<BTreeMap<String, (String, String)>, StoreError> {
        let mut touched: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for version in &self.versions {
            touched.entry(version.list).or_default().insert(version.made);
        }
        records::ledgers::told_and_now(tx, &touched).await
    }

    /// Puts something else in the place of what was found.
    pub(super) async fn write(&self, change: &mut Change<'_>, whom: &Whom, put: &str) -> Result<(), StoreError> {
        // Whoever keeps a ledger in memory reads anew what was touched since the number that he has seen.
        let mut seqs = BTreeMap::new();
        let ledgers: BTreeSet<(&str, &str)> = (self.versions.iter())
            .map(|version| (version.plan.as_str(), version.ledger.as_str()))
            .collect();
        for (plan, ledger) in ledgers {
            let row: Option<(i64,)> = change
                .row(
                    "UPDATE ledgers SET seq = seq + 1 WHERE plan = $1 AND ledger = $2 RETURNING seq",
                    args![plan, ledger],
                )
                .await?;
            let (seq,) = row.ok_or(sqlx::Error::RowNotFound)?;
            seqs.insert((plan, ledger), seq);
        }
        for version in &self.versions {
            let values = values(version);
            let new = values.into_iter().enumerate().map(|(place, value)| {
                let known = self.fields.at(version, place);
                value.map(|value| known.without(value, whom, put))
            });
            let body = to_json("an entry", &new.collect::<Vec<Option<String>>>())?;
            let seq = seqs.get(&(version.plan.as_str(), version.ledger.as_str()));
            let (sql, third) = if version.latest == 0 {
                (
                    "UPDATE entry_versions SET body = $2 WHERE entry = $1 AND version = $3",
                    version.version,
                )
            } else {
                (
                    "UPDATE entries SET body = $2, changed = $3 WHERE id = $1",
                    seq.copied().unwrap_or_default(),
                )
            };
            change.execute(sql, args![version.entry, &body, third]).await?;
        }
        for row in &self.rows {
            let cells: Vec<String> = from_json("the cells of a held row", &row.cells)?;
            let cells: Vec<String> = cells
                .into_iter()
                .map(|cell| without(cell, whom, Among::Words, put))
                .collect();
            change
                .execute(
                    "UPDATE held_rows SET cells = $3 WHERE batch = $1 AND place = $2",
                    args![row.batch, row.place, to_json("the cells of a held row", &cells)?],
                )
                .await?;
        }
        let plans: BTreeSet<&str> = self.versions.iter().map(|version| version.plan.as_str()).collect();
        for plan in plans {
            touch(change, &parse("the plan of an entry", plan)?).await?;
        }
        Ok(())
    }
}
