//! What monitoring networks measured, batch by batch.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Found, STRIDE, Told, by_actions};
use crate::{
    StoreError,
    audit::{SubjectKind, action},
    db::{Tx, args},
    measurements::sum::{ROWS, Sum},
};

/// A batch as it stands in its columns.
struct Batch {
    seq: i64,
    id: String,
    plan: String,
    /// As its row tells it: network, whether it is made up, how it came, from which day on it is known, of which file.
    told: Value,
    at: String,
}

/// Holds batches against their rows, and what they brought against the hash in these.
pub(super) async fn batches(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let kind = SubjectKind::Measurement;
    let mut rows: BTreeMap<String, Told> = BTreeMap::new();
    for row in by_actions(
        tx,
        kind,
        &[action::MEASUREMENTS_TAKEN_IN, action::MEASUREMENTS_UNCHANGED],
    )
    .await?
    {
        rows.insert(row.id.clone(), row);
    }
    for batch in kept(tx).await? {
        let Some(row) = rows.remove(&batch.id) else {
            found.added(kind, &batch.id);
            continue;
        };
        if !batch.fits(&row) || !holds(tx, &batch, &row).await? {
            found.altered(kind, &batch.id, row.seq);
        }
    }
    for row in rows.into_values() {
        found.gone(kind, &row.id, row.seq);
    }
    // Of no batch that there is.
    let strays: Vec<(i64,)> = tx
        .rows(
            "SELECT m.batch FROM measurements AS m
             WHERE NOT EXISTS (SELECT 1 FROM measurement_batches AS b WHERE b.seq = m.batch) ORDER BY m.batch LIMIT 1",
            &[],
        )
        .await?;
    for (batch,) in strays {
        found.added(kind, &format!("#{batch}"));
    }
    Ok(())
}

async fn kept(tx: &mut Tx) -> Result<Vec<Batch>, StoreError> {
    type Head = (i64, String, String, String, i64, String, String, String, Option<String>);
    type Counts = (i64, i64, i64, i64, i64, i64);
    let heads: Vec<Head> = tx
        .rows(
            "SELECT seq, id, network, plan, demonstration, how, at, known_on, sha256 FROM measurement_batches ORDER BY seq",
            &[],
        )
        .await?;
    let counts: Vec<Counts> = tx
        .rows(
            "SELECT seq, rows, added, revised, unchanged, held FROM measurement_batches ORDER BY seq",
            &[],
        )
        .await?;
    let both = heads.into_iter().zip(counts).map(|(head, counts)| {
        let (seq, id, network, plan, demonstration, came, at, known_on, sha256) = head;
        let (_, rows, added, revised, unchanged, held) = counts;
        let told = serde_json::json!({
            "seq": seq, "network": network, "demonstration": demonstration != 0, "came": came, "known_on": known_on,
            "sha256": sha256,
            "counts": { "rows": rows, "added": added, "revised": revised, "unchanged": unchanged, "held": held },
        });
        Batch {
            seq,
            id,
            plan,
            told,
            at,
        }
    });
    Ok(both.collect())
}

impl Batch {
    fn fits(&self, row: &Told) -> bool {
        let told = self.told.as_object().into_iter().flatten();
        row.plan.as_ref() == Some(&self.plan)
            && row.at == self.at
            && told
                .into_iter()
                .all(|(name, own)| match (name.as_str(), row.detail.get(name)) {
                    // By its members: what a later version adds to them says nothing of these.
                    ("counts", Some(told)) => own
                        .as_object()
                        .into_iter()
                        .flatten()
                        .all(|(count, own)| told.get(count) == Some(own)),
                    (_, told) => told.unwrap_or(&Value::Null) == own,
                })
    }
}

/// Whether the rows of a batch are what it brought.
async fn holds(tx: &mut Tx, batch: &Batch, row: &Told) -> Result<bool, StoreError> {
    type Row = (i64, String, i64, String, String, String, String, String);
    let counts = &batch.told["counts"];
    let news = [&counts["added"], &counts["revised"]].map(|count| count.as_i64().unwrap_or_default());
    let Some(told) = row.detail.get(ROWS).and_then(Value::as_str) else {
        // Of before there was a hash: how many there are.
        let there: Vec<(i64,)> = tx
            .rows("SELECT COUNT(*) FROM measurements WHERE batch = $1", args![batch.seq])
            .await?;
        return Ok(there.first().map(|(there,)| *there) == Some(news.iter().sum()));
    };
    let (mut sum, mut after) = (Sum::default(), -1_i64);
    loop {
        let rows: Vec<Row> = tx
            .rows(
                "SELECT place, network, demonstration, station, moment, state, known_on, body FROM measurements
                 WHERE batch = $1 AND place > $2 ORDER BY place LIMIT $3",
                args![batch.seq, after, STRIDE],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for (place, network, demonstration, station, moment, state, known_on, body) in rows {
            let demonstration = demonstration.to_string();
            sum.add(
                place,
                [&network, &demonstration, &station, &moment, &state, &known_on, &body],
            );
            after = place;
        }
    }
    Ok(sum.digits() == told)
}
