//! Taking in a batch: one transaction, in which each row is weighed against what is there.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;
use yaodian_monitoring::network::{Counts, Moment, ReviewState};

use super::{
    BatchHead, Held, NewBatch, NewMeasurement,
    said::{self, Said, Span},
    sum::{ROWS, Sum},
};
use crate::{
    AccountId, Act, Store, StoreError, SubjectKind,
    audit::{Entry, action},
    bulk::{Bulk, CHUNK, Column},
    db::{Change, args},
    encode::to_json,
    plans::touch_open,
};

impl Store {
    /// Takes in a batch. Each row is held against the last one of the same station, moment and review
    /// state, in this batch or before it, among made-up ones if it is made up and among real ones if it
    /// is real: with the same body it is not written, with another one it is a revision.
    ///
    /// What is public rises in number for every plan that is not closed, since each may count from the
    /// same network; unless the batch brings nothing new, which is noted all the same. In the name of a
    /// closed plan nothing comes in ([`StoreError::PlanClosed`]).
    pub async fn put_measurements(
        &self,
        act: &Act,
        batch: &NewBatch,
        rows: Vec<NewMeasurement>,
        held: Vec<Held>,
    ) -> Result<BatchHead, StoreError> {
        let mut change = self.db.begin(act).await?;
        let seq = lock(&mut change).await?;
        let before = said_before(&mut change, batch, &rows).await?;
        let (mut counts, news) = weigh(&before, &rows);
        drop(before);
        counts.held = held.len() as u64;
        counts.rows += counts.held;
        let head = head(act, batch, seq, counts);
        write_head(&mut change, &head).await?;
        let measured = write_rows(&mut change, &head, rows, &news).await?;
        write_held(&mut change, seq, &held).await?;
        // Late, so that plans are locked as briefly as can be.
        if counts.is_news() {
            touch_open(&mut change).await?;
        }
        change.note(audit(&head, &measured));
        change.commit().await?;
        Ok(head)
    }
}

/// Begins the next batch: all others wait until it is over, and it reads what the last one left.
async fn lock(change: &mut Change<'_>) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = change
        .row(
            "UPDATE measurement_lock SET seq = seq + 1 WHERE id = 1 RETURNING seq",
            &[],
        )
        .await?;
    Ok(row.ok_or(sqlx::Error::RowNotFound)?.0)
}

/// What was said before of the stations of `rows`, of each from its first moment among them to its last.
async fn said_before(
    change: &mut Change<'_>,
    batch: &NewBatch,
    rows: &[NewMeasurement],
) -> Result<Vec<Said>, StoreError> {
    let mut spans: HashMap<&str, (Moment, Moment)> = HashMap::new();
    for row in rows {
        let (from, to) = spans.entry(&row.station).or_insert((row.moment, row.moment));
        *from = row.moment.min(*from);
        *to = row.moment.max(*to);
    }
    let spans: Vec<Span<'_>> = (spans.into_iter())
        .map(|(station, (from, to))| (station, from, to))
        .collect();
    let template = said::template(batch.network, batch.demonstration);
    let mut before = Vec::new();
    for spans in spans.chunks(CHUNK) {
        let rows = change.rows_bulk(said::bulk(&template, spans)).await?;
        for said in said::in_order(rows) {
            before.push(said?);
        }
    }
    Ok(before)
}

/// What becomes of each row: whether it is to be written, and how many of which sort there are.
fn weigh(before: &[Said], rows: &[NewMeasurement]) -> (Counts, Vec<bool>) {
    let mut latest: HashMap<(&str, Moment, ReviewState), &str> = HashMap::with_capacity(rows.len());
    for said in before {
        latest.insert((&said.station, said.moment, said.state), &said.body);
    }
    let mut counts = Counts {
        rows: rows.len() as u64,
        ..Counts::default()
    };
    let mut news = Vec::with_capacity(rows.len());
    for row in rows {
        let last = latest.insert((&row.station, row.moment, row.state), &row.body);
        let sort = match last {
            None => &mut counts.added,
            Some(body) if body == row.body => &mut counts.unchanged,
            Some(_) => &mut counts.revised,
        };
        *sort += 1;
        news.push(last.is_none_or(|body| body != row.body));
    }
    (counts, news)
}

fn head(act: &Act, batch: &NewBatch, seq: i64, counts: Counts) -> BatchHead {
    let batch = batch.clone();
    BatchHead {
        id: Uuid::now_v7().to_string(),
        seq,
        network: batch.network,
        plan: batch.plan,
        demonstration: batch.demonstration,
        came: batch.came,
        account: batch.account,
        by: act.by.name().to_owned(),
        at: act.at,
        known_on: batch.known_on,
        name: batch.name,
        sha256: batch.sha256,
        heads: batch.heads,
        counts,
    }
}

async fn write_head(change: &mut Change<'_>, head: &BatchHead) -> Result<(), StoreError> {
    let count = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    change
        .execute(
            "INSERT INTO measurement_batches (seq, id, network, plan, demonstration, how, account, by_name, at, known_on,
                 name, sha256, heads, rows, added, revised, unchanged, held)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            args![
                head.seq,
                &head.id,
                head.network.as_str(),
                head.plan.as_str(),
                head.demonstration,
                head.came.as_str(),
                head.account.as_ref().map(AccountId::as_str),
                &head.by,
                head.at,
                head.known_on.to_string(),
                &head.name,
                head.sha256.as_deref(),
                to_json("the heads of a batch", &head.heads)?,
                count(head.counts.rows),
                count(head.counts.added),
                count(head.counts.revised),
                count(head.counts.unchanged),
                count(head.counts.held)
            ],
        )
        .await
        .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(head.plan.clone())))?;
    Ok(())
}

/// Writes the rows that are news; the hash over them.
async fn write_rows(
    change: &mut Change<'_>,
    head: &BatchHead,
    rows: Vec<NewMeasurement>,
    news: &[bool],
) -> Result<String, StoreError> {
    let mut sum = Sum::default();
    let (network, demonstration) = (head.network.as_str(), i64::from(head.demonstration).to_string());
    let known_on = head.known_on.to_string();
    let mut rows = rows.into_iter().zip(news).enumerate();
    loop {
        let (mut places, mut stations, mut moments, mut states, mut bodies) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let new = rows.by_ref().filter(|(_, (_, new))| **new);
        for (place, (row, _)) in new.take(CHUNK) {
            let (place, moment) = (as_place(place), row.moment.to_string());
            let state = row.state.as_str();
            sum.add(
                place,
                [
                    network,
                    &demonstration,
                    &row.station,
                    &moment,
                    state,
                    &known_on,
                    &row.body,
                ],
            );
            places.push(place);
            stations.push(row.station);
            moments.push(moment);
            states.push(state.to_owned());
            bodies.push(row.body);
        }
        let count = places.len();
        if count == 0 {
            return Ok(sum.digits());
        }
        let bulk = Bulk {
            template: "INSERT INTO measurements
                           (batch, place, network, demonstration, station, moment, state, known_on, body) {rows}",
            columns: vec![
                Column::Int(vec![head.seq; count]),
                Column::Int(places),
                Column::Text(vec![network.to_owned(); count]),
                Column::Int(vec![i64::from(head.demonstration); count]),
                Column::Text(stations),
                Column::Text(moments),
                Column::Text(states),
                Column::Text(vec![known_on.clone(); count]),
                Column::Text(bodies),
            ],
        };
        change.execute_bulk(bulk).await?;
    }
}

async fn write_held(change: &mut Change<'_>, seq: i64, held: &[Held]) -> Result<(), StoreError> {
    for (nth, held) in held.chunks(CHUNK).enumerate() {
        let all = held.iter();
        let bulk = Bulk {
            template: "INSERT INTO held_rows (batch, place, row, station, reasons, cells) {rows}",
            columns: vec![
                Column::Int(vec![seq; held.len()]),
                Column::Int((nth * CHUNK..).take(held.len()).map(as_place).collect()),
                Column::Int(
                    all.clone()
                        .map(|held| i64::try_from(held.row).unwrap_or(i64::MAX))
                        .collect(),
                ),
                Column::Text(all.clone().map(|held| held.station.clone()).collect()),
                Column::Text(
                    (all.clone())
                        .map(|held| to_json("the reasons of a held row", &held.reasons))
                        .collect::<Result<_, _>>()?,
                ),
                Column::Text(
                    all.map(|held| to_json("the cells of a held row", &held.cells))
                        .collect::<Result<_, _>>()?,
                ),
            ],
        };
        change.execute_bulk(bulk).await?;
    }
    Ok(())
}

fn as_place(nth: usize) -> i64 {
    i64::try_from(nth).unwrap_or(i64::MAX)
}

/// What the audit says: not what was measured, but of how many rows, of which file, and one hash over all of it.
fn audit(head: &BatchHead, measured: &str) -> Entry {
    Entry {
        action: if head.counts.is_news() {
            action::MEASUREMENTS_TAKEN_IN
        } else {
            action::MEASUREMENTS_UNCHANGED
        },
        kind: SubjectKind::Measurement,
        id: head.id.clone(),
        plan: Some(head.plan.clone()),
        detail: json!({
            "seq": head.seq, "network": head.network, "demonstration": head.demonstration, "came": head.came,
            "known_on": head.known_on, "name": head.name, "sha256": head.sha256, "counts": head.counts,
            (ROWS): measured,
        }),
    }
}
