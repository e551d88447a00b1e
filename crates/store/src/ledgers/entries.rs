//! Entries, as they stand and as they stood.

use std::collections::HashSet;

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use yaodian_domain::{
    id::{EntryId, PlanId},
    ledger::{Entry, Ledger, Row},
};

use super::{
    How,
    stored::{Places, files},
};
use crate::{
    Store, StoreError,
    bulk::{Bulk, CHUNK, Column},
    db::args,
    encode::{day_of, parse},
};

/// What became of an entry, for whoever keeps a ledger in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// It stands like this.
    There(Entry),
    /// It is no more.
    Gone(EntryId),
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionRow {
    /// Its number, counted from 1.
    pub version: i64,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// How.
    pub how: How,
    /// With what else: see [`Store::batch`].
    pub batch: String,
    /// Whether the entry was removed by it; `row` is what it said last.
    pub gone: bool,
    /// What the entry said.
    pub row: Row,
}

/// An entry as it stands in columns: id, key, unit, version, days, body, files, gone, and when and
/// by whom this version was made.
type Columns = (i64, String, String, i64, String, String, String, i64, String, String);

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.key, e.unit, e.version, e.reached, e.body, e.files, e.gone, b.at, b.by_name
             FROM entries e JOIN batches b ON b.list = e.list AND b.seq = e.made ",
            $rest
        )
    };
}

fn read(ledger: &Ledger, places: &Places, row: Columns) -> Result<Entry, StoreError> {
    let (id, key, unit, version, reached, body, in_files, _, at, by) = row;
    Ok(Entry {
        id: EntryId(id),
        version,
        row: places.row(key, &unit, &reached, &body)?,
        files: files(ledger, &in_files)?,
        changed_on: day_of(parse("the instant of an entry", &at)?),
        changed_by: by,
    })
}

impl Store {
    /// Hands to `each` what became of the entries of a ledger after the change `after` (0: all that
    /// are there), and says up to which change that is: whoever takes it in and asks with that
    /// number the next time misses nothing. What changes meanwhile may be told now and again then.
    pub async fn entries_since(
        &self,
        plan: &PlanId,
        ledger: &Ledger,
        after: i64,
        mut each: impl FnMut(Listed) + Send,
    ) -> Result<i64, StoreError> {
        // The number first: what is read after it is as new, or newer.
        let Some(standing) = self.standing(plan, &ledger.id).await? else {
            return Ok(0);
        };
        let places = Places::new(ledger, &standing.fields);
        if after > 0 {
            let sql = "SELECT e.id FROM ledger_lists l JOIN entries e ON e.list = l.id
                       WHERE l.plan = $1 AND l.ledger = $2 AND l.ended > $3";
            let args = args![plan.as_str(), ledger.id.as_str(), after];
            self.db
                .each(sql, args, |(id,): (i64,)| {
                    each(Listed::Gone(EntryId(id)));
                    Ok(())
                })
                .await?;
        }
        let take = |row: Columns| {
            each(if row.7 == 0 {
                Listed::There(read(ledger, &places, row)?)
            } else {
                Listed::Gone(EntryId(row.0))
            });
            Ok(())
        };
        if after > 0 {
            let sql = select!("WHERE e.list = $1 AND e.changed > $2");
            self.db.each(sql, args![standing.list, after], take).await?;
        } else {
            let sql = select!("WHERE e.list = $1 AND e.gone = 0");
            self.db.each(sql, args![standing.list], take).await?;
        }
        Ok(standing.seq)
    }

    /// An entry of a ledger.
    pub async fn entry(&self, plan: &PlanId, ledger: &Ledger, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let Some(standing) = self.standing(plan, &ledger.id).await? else {
            return Ok(None);
        };
        let places = Places::new(ledger, &standing.fields);
        let row: Option<Columns> = self
            .db
            .row(
                select!("WHERE e.list = $1 AND e.id = $2 AND e.gone = 0"),
                args![standing.list, id.0],
            )
            .await?;
        row.map(|row| read(ledger, &places, row)).transpose()
    }

    /// The entries of a ledger that have one of these numbers (编号), in any order.
    pub async fn entries_by_key(
        &self,
        plan: &PlanId,
        ledger: &Ledger,
        keys: &[&str],
    ) -> Result<Vec<Entry>, StoreError> {
        let Some(standing) = self.standing(plan, &ledger.id).await? else {
            return Ok(Vec::new());
        };
        let places = Places::new(ledger, &standing.fields);
        let template = format!(
            select!("WHERE e.list = {list} AND e.gone = 0 AND e.key IN ({{rows}})"),
            list = standing.list
        );
        let mut found = Vec::with_capacity(keys.len());
        for keys in keys.chunks(CHUNK) {
            let keys = keys.iter().map(|key| (*key).to_owned()).collect();
            let bulk = Bulk {
                template: &template,
                columns: vec![Column::Text(keys)],
            };
            for row in self.db.rows_bulk::<Columns>(bulk).await? {
                found.push(read(ledger, &places, row)?);
            }
        }
        Ok(found)
    }

    /// What entries said in these versions, in any order; those that never had the version, or were
    /// removed by it, are left out.
    pub async fn rows_at(
        &self,
        plan: &PlanId,
        ledger: &Ledger,
        wanted: &[(EntryId, i64)],
    ) -> Result<Vec<((EntryId, i64), Row)>, StoreError> {
        type Columns = (i64, i64, String, String, String, String);
        let Some(standing) = self.standing(plan, &ledger.id).await? else {
            return Ok(Vec::new());
        };
        let places = Places::new(ledger, &standing.fields);
        let list = standing.list;
        // A cross join keeps SQLite from going through the whole list.
        let latest = format!(
            "WITH w (id, version) AS ({{rows}})
             SELECT e.id, e.version, e.key, e.unit, e.reached, e.body FROM w CROSS JOIN entries e
             WHERE e.id = w.id AND e.version = w.version AND e.list = {list} AND e.gone = 0"
        );
        let earlier = format!(
            "WITH w (id, version) AS ({{rows}})
             SELECT v.entry, v.version, e.key, v.unit, v.reached, v.body
             FROM w CROSS JOIN entry_versions v CROSS JOIN entries e
             WHERE v.entry = w.id AND v.version = w.version AND e.id = v.entry AND e.list = {list} AND v.gone = 0"
        );
        let mut found = Vec::with_capacity(wanted.len());
        for wanted in wanted.chunks(CHUNK) {
            // The latest ones first: what is superseded meanwhile is then found among the earlier.
            let mut seen = HashSet::new();
            for template in [&latest, &earlier] {
                let ids = wanted.iter().map(|(id, _)| id.0).collect();
                let versions = wanted.iter().map(|(_, version)| *version).collect();
                let bulk = Bulk {
                    template,
                    columns: vec![Column::Int(ids), Column::Int(versions)],
                };
                for (id, version, key, unit, reached, body) in self.db.rows_bulk::<Columns>(bulk).await? {
                    let named = (EntryId(id), version);
                    if seen.insert(named) {
                        found.push((named, places.row(key, &unit, &reached, &body)?));
                    }
                }
            }
        }
        Ok(found)
    }

    /// All versions of all entries of a ledger, each entry's in order: what the entry said from which day
    /// on, and that it was removed. For ledgers that are asked how they stood, and are not long.
    pub async fn all_versions(
        &self,
        plan: &PlanId,
        ledger: &Ledger,
    ) -> Result<Vec<(EntryId, Date, Option<Row>)>, StoreError> {
        type Columns = (i64, String, String, String, String, String, i64);
        let Some(standing) = self.standing(plan, &ledger.id).await? else {
            return Ok(Vec::new());
        };
        let places = Places::new(ledger, &standing.fields);
        let rows: Vec<Columns> = self
            .db
            .rows(
                "SELECT v.id, b.at, v.key, v.unit, v.reached, v.body, v.gone
                 FROM (
                     SELECT id, version, made, key, unit, reached, body, gone FROM entries WHERE list = $1
                     UNION ALL
                     SELECT v.entry, v.version, v.made, e.key, v.unit, v.reached, v.body, v.gone
                     FROM entry_versions v JOIN entries e ON e.id = v.entry WHERE e.list = $1
                 ) v JOIN batches b ON b.list = $1 AND b.seq = v.made ORDER BY v.id, v.version",
                args![standing.list],
            )
            .await?;
        rows.into_iter()
            .map(|(id, at, key, unit, reached, body, gone)| {
                let known_on = day_of(parse("the instant of an entry", &at)?);
                let row = (gone == 0)
                    .then(|| places.row(key, &unit, &reached, &body))
                    .transpose()?;
                Ok((EntryId(id), known_on, row))
            })
            .collect()
    }

    /// All versions of an entry, from the first; of one that was removed as well.
    pub async fn entry_history(
        &self,
        plan: &PlanId,
        ledger: &Ledger,
        id: EntryId,
    ) -> Result<Vec<VersionRow>, StoreError> {
        type Columns = (i64, String, String, String, String, String, String, String, String, i64);
        let Some(standing) = self.standing(plan, &ledger.id).await? else {
            return Ok(Vec::new());
        };
        let places = Places::new(ledger, &standing.fields);
        let rows: Vec<Columns> = self
            .db
            .rows(
                "SELECT v.version, b.at, b.by_name, b.how, b.id, v.key, v.unit, v.reached, v.body, v.gone
                 FROM (
                     SELECT version, made, key, unit, reached, body, gone FROM entries WHERE list = $1 AND id = $2
                     UNION ALL
                     SELECT v.version, v.made, e.key, v.unit, v.reached, v.body, v.gone
                     FROM entry_versions v JOIN entries e ON e.id = v.entry WHERE e.list = $1 AND v.entry = $2
                 ) v JOIN batches b ON b.list = $1 AND b.seq = v.made ORDER BY v.version",
                args![standing.list, id.0],
            )
            .await?;
        rows.into_iter()
            .map(|(version, at, by, how, batch, key, unit, reached, body, gone)| {
                Ok(VersionRow {
                    version,
                    at: parse("the instant of an entry", &at)?,
                    by,
                    how: parse("how an entry changed", &how)?,
                    batch,
                    gone: gone != 0,
                    row: places.row(key, &unit, &reached, &body)?,
                })
            })
            .collect()
    }
}
