//! What was changed together, and undoing it.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::json;
use yaodian_domain::{
    id::{EntryId, LedgerId, PlanId},
    ledger::{Ledger, Row},
};

use super::{
    Applied, Changing, How, Mode, Put,
    apply::{end_list, finish},
    entry, next, places,
    puts::{Chunk, Writer},
    stored::Places,
    tally::Tally,
};
use crate::{
    AccountId, Act, Store, StoreError,
    audit::action,
    bulk::{Bulk, CHUNK, Column},
    db::{Change, args},
    encode::parse,
    plans::touch,
};

/// What was changed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchHead {
    /// How it is referred to.
    pub id: String,
    /// In which plan.
    pub plan: PlanId,
    /// In which ledger.
    pub ledger: LedgerId,
    /// The number of the ledger's change.
    pub seq: i64,
    /// How.
    pub how: How,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// On whose account.
    pub account: Option<AccountId>,
    /// How many entries changed.
    pub changed: i64,
    /// The batch that it undid.
    pub undoes: Option<String>,
    /// Whether it is undone.
    pub undone: bool,
}

/// What a batch made of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchVersion {
    /// Which entry.
    pub id: EntryId,
    /// The version that it made.
    pub version: i64,
    /// What the entry said before; `None` if it was not there.
    pub before: Option<Row>,
    /// What it said after; `None` if it was removed.
    pub after: Option<Row>,
    /// Whether that is what it says still.
    pub latest: bool,
}

/// What came of undoing a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// What changed.
    pub applied: Applied,
    /// Entries that have moved on since, with their numbers (编号): they stay as they are.
    pub moved_on: Vec<(EntryId, String)>,
}

/// The version before: unit, days, body, gone; nothing at the first one.
type Before = (Option<String>, Option<String>, Option<String>, Option<i64>);

fn row_before(places: &Places, key: &str, before: Before) -> Result<Option<Row>, StoreError> {
    match before {
        (Some(unit), Some(reached), Some(body), Some(0)) => {
            places.row(key.to_owned(), &unit, &reached, &body).map(Some)
        }
        _ => Ok(None),
    }
}

impl Store {
    /// What was changed together under this name; `None` also if its entries were made up and are
    /// cleared away.
    pub async fn batch(&self, id: &str) -> Result<Option<BatchHead>, StoreError> {
        type Columns = (
            String,
            String,
            i64,
            String,
            String,
            String,
            Option<String>,
            i64,
            Option<String>,
            Option<String>,
        );
        let row: Option<Columns> = self
            .db
            .row(
                "SELECT l.plan, l.ledger, b.seq, b.how, b.at, b.by_name, b.account, b.changed, b.undoes, b.undone_by
                 FROM batches b JOIN ledgers l ON l.list = b.list WHERE b.id = $1",
                args![id],
            )
            .await?;
        row.map(
            |(plan, ledger, seq, how, at, by, account, changed, undoes, undone_by)| {
                Ok(BatchHead {
                    id: id.to_owned(),
                    plan: parse("the plan of a batch", &plan)?,
                    ledger: parse("the ledger of a batch", &ledger)?,
                    seq,
                    how: parse("how entries changed", &how)?,
                    at: parse("the instant of a batch", &at)?,
                    by,
                    account: account.map(AccountId::new),
                    changed,
                    undoes,
                    undone: undone_by.is_some(),
                })
            },
        )
        .transpose()
    }

    /// Hands to `each` what a batch made of each entry, in any order.
    pub async fn batch_versions(
        &self,
        plan: &PlanId,
        ledger: &Ledger,
        batch: &str,
        mut each: impl FnMut(BatchVersion) + Send,
    ) -> Result<(), StoreError> {
        let unknown = || StoreError::UnknownBatch(batch.to_owned());
        let standing = self.standing(plan, &ledger.id).await?.ok_or_else(unknown)?;
        let places = Places::new(ledger, &standing.fields);
        let seq: Option<(i64,)> = self
            .db
            .row(
                "SELECT seq FROM batches WHERE id = $1 AND list = $2",
                args![batch, standing.list],
            )
            .await?;
        let (seq,) = seq.ok_or_else(unknown)?;
        let take = |made: Made| {
            let before = (
                made.unit_before,
                made.reached_before,
                made.body_before,
                made.gone_before,
            );
            each(BatchVersion {
                id: EntryId(made.id),
                version: made.version,
                before: row_before(&places, &made.key, before)?,
                after: match made.gone {
                    0 => Some(places.row(made.key, &made.unit, &made.reached, &made.body)?),
                    _ => None,
                },
                latest: made.latest != 0,
            });
            Ok(())
        };
        self.db
            .each(
                "SELECT n.id, n.key, n.version, n.latest, n.unit, n.reached, n.body, n.gone,
                     p.unit AS unit_before, p.reached AS reached_before, p.body AS body_before, p.gone AS gone_before
                 FROM (
                     SELECT id, key, version, CAST(1 AS BIGINT) AS latest, unit, reached, body, gone
                     FROM entries WHERE list = $1 AND changed >= $2 AND made = $2
                     UNION ALL
                     SELECT e.id, e.key, v.version, CAST(0 AS BIGINT), v.unit, v.reached, v.body, v.gone
                     FROM entries e JOIN entry_versions v ON v.entry = e.id AND v.made = $2
                     WHERE e.list = $1 AND e.changed > $2
                 ) n LEFT JOIN entry_versions p ON p.entry = n.id AND p.version = n.version - 1",
                args![standing.list, seq],
                take,
            )
            .await
    }

    /// Undoes a batch: entries that it added are removed, those that it removed come back, and
    /// others say again what they said before. Entries that somebody changed since stay as they
    /// are. What is undone can be undone but once ([`StoreError::UndoneAlready`]); where nothing is
    /// left to be put back nothing changes.
    pub async fn undo(
        &self,
        act: &Act,
        plan: &PlanId,
        ledger: &Ledger,
        account: Option<&AccountId>,
        known_on: Date,
        batch: &str,
    ) -> Result<Undone, StoreError> {
        let mut change = self.db.begin(act).await?;
        let mut standing = next(&mut change, plan, &ledger.id).await?;
        let seq: Option<(i64, Option<String>)> = change
            .row(
                "SELECT seq, undone_by FROM batches WHERE id = $1 AND list = $2",
                args![batch, standing.list],
            )
            .await?;
        let seq = match seq {
            None => return Err(StoreError::UnknownBatch(batch.to_owned())),
            Some((_, Some(_))) => return Err(StoreError::UndoneAlready(batch.to_owned())),
            Some((seq, None)) => seq,
        };
        let places = places(&mut change, plan, ledger, &mut standing).await?;
        let moved_on: Vec<(i64, String)> = change
            .rows(
                "SELECT e.id, e.key FROM entries e JOIN entry_versions v ON v.entry = e.id AND v.made = $2
                 WHERE e.list = $1 AND e.changed > $2 ORDER BY e.id",
                args![standing.list, seq],
            )
            .await?;
        let ids: Vec<(i64,)> = change
            .rows(
                "SELECT id FROM entries WHERE list = $1 AND changed >= $2 AND made = $2 ORDER BY id",
                args![standing.list, seq],
            )
            .await?;
        let mut writer = Writer {
            change,
            list: standing.list,
            seq: standing.seq,
            places: &places,
        };
        let mut tally = Tally::new(ledger, known_on);
        let mut first = 0;
        for ids in ids.chunks(CHUNK) {
            let puts = puts_back(&mut writer.change, &places, ids).await?;
            let Some(mut chunk) = Chunk::of(puts.into_iter(), first, &places)? else {
                continue;
            };
            first += chunk.puts.len();
            let effects = writer.write(&mut chunk).await?;
            tally.take(chunk, effects);
        }
        let changing = Changing {
            plan,
            ledger,
            how: How::Undo,
            account,
            demonstration: standing.demonstration,
            known_on,
            mode: Mode::WhatGoesIn,
            undoes: Some(batch),
            broken_off: None,
        };
        let applied = finish(writer.change, act, &changing, &standing, &places, tally).await?;
        Ok(Undone {
            applied,
            moved_on: moved_on.into_iter().map(|(id, key)| (EntryId(id), key)).collect(),
        })
    }

    /// Ends a demonstration: its entries, which were made up, are on no list any more, and nothing
    /// is counted from them on any day. Real ones may come after them, under the same numbers.
    /// How many entries there were; 0 if the ledger is no demonstration.
    pub async fn clear_demonstration(&self, act: &Act, plan: &PlanId, ledger: &LedgerId) -> Result<i64, StoreError> {
        let mut change = self.db.begin(act).await?;
        let mut standing = next(&mut change, plan, ledger).await?;
        if !standing.demonstration {
            return Ok(0);
        }
        let count: Option<(i64,)> = change
            .row(
                "SELECT COUNT(*) FROM entries WHERE list = $1 AND gone = 0",
                args![standing.list],
            )
            .await?;
        let count = count.map_or(0, |(count,)| count);
        end_list(&mut change, plan, ledger, &mut standing, false).await?;
        touch(&mut change, plan).await?;
        change.note(entry(
            action::DEMONSTRATION_CLEARED,
            plan,
            ledger,
            json!({ "entries": count, "list": standing.list }),
        ));
        change.commit().await?;
        Ok(count)
    }
}

/// A row of [`Store::batch_versions`].
#[derive(sqlx::FromRow)]
struct Made {
    id: i64,
    key: String,
    version: i64,
    latest: i64,
    unit: String,
    reached: String,
    body: String,
    gone: i64,
    unit_before: Option<String>,
    reached_before: Option<String>,
    body_before: Option<String>,
    gone_before: Option<i64>,
}

/// The puts that make of entries what they were one version before.
async fn puts_back(change: &mut Change<'_>, places: &Places, ids: &[(i64,)]) -> Result<Vec<Put>, StoreError> {
    type Columns = (
        i64,
        String,
        i64,
        i64,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<i64>,
    );
    let bulk = Bulk {
        template: "SELECT e.id, e.key, e.version, e.gone, p.unit, p.reached, p.body, p.gone
                   FROM entries e LEFT JOIN entry_versions p ON p.entry = e.id AND p.version = e.version - 1
                   WHERE e.id IN ({rows}) ORDER BY e.id",
        columns: vec![Column::Int(ids.iter().map(|(id,)| *id).collect())],
    };
    let rows: Vec<Columns> = change.rows_bulk(bulk).await?;
    let mut puts = Vec::with_capacity(rows.len());
    for (id, key, read, gone, unit, reached, body, gone_before) in rows {
        let id = EntryId(id);
        match (gone, row_before(places, &key, (unit, reached, body, gone_before))?) {
            (0, Some(after)) => puts.push(Put::Change { id, read, after }),
            (0, None) => puts.push(Put::Remove { id, read }),
            (_, Some(row)) => puts.push(Put::New(row)),
            (_, None) => {}
        }
    }
    Ok(puts)
}
