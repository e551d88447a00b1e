//! Reading batches, what was set aside, and what was measured.

use std::collections::{BTreeSet, HashMap};

use yaodian_domain::ledger::Network;
use yaodian_monitoring::network::{Counts, Moment, ReviewState};

use super::{BatchHead, Held, Stored, said};
use crate::{
    AccountId, Store, StoreError,
    bulk::CHUNK,
    db::args,
    encode::{corrupt, from_json, parse},
};

/// A row of `measurement_batches`.
#[derive(sqlx::FromRow)]
struct Columns {
    seq: i64,
    id: String,
    network: String,
    plan: String,
    demonstration: i64,
    how: String,
    account: Option<String>,
    by_name: String,
    at: String,
    known_on: String,
    name: String,
    sha256: Option<String>,
    heads: String,
    rows: i64,
    added: i64,
    revised: i64,
    unchanged: i64,
    held: i64,
}

impl Store {
    /// The number of the network's last batch; 0 before the first.
    pub async fn measurements_seq(&self, network: Network) -> Result<i64, StoreError> {
        let row: Option<(i64,)> = self
            .db
            .row(
                "SELECT COALESCE(MAX(seq), 0) FROM measurement_batches WHERE network = $1",
                args![network.as_str()],
            )
            .await?;
        Ok(row.map_or(0, |(seq,)| seq))
    }

    /// Hands to `each` what the network measured, made up or real, and was taken in after batch `seq`, in
    /// the order in which it was. The number up to which all of it has now been seen: that of the network's
    /// last batch, whatever it brought.
    pub async fn measurements_since(
        &self,
        network: Network,
        demonstration: bool,
        seq: i64,
        mut each: impl FnMut(Stored) + Send,
    ) -> Result<i64, StoreError> {
        type Columns = (String, String, String, String, String);
        // First: what comes meanwhile lies behind it.
        let last = self.measurements_seq(network).await?;
        if last <= seq {
            return Ok(seq);
        }
        let take = |(station, moment, state, known_on, body): Columns| {
            each(Stored {
                station,
                moment: parse("the moment of a measurement", &moment)?,
                state: state_of(&state)?,
                known_on: parse("the day of a measurement", &known_on)?,
                body,
            });
            Ok(())
        };
        // By batches, whose rows lie together and in order: nothing has to be sorted.
        self.db
            .each(
                "SELECT m.station, m.moment, m.state, m.known_on, m.body
                 FROM measurement_batches b CROSS JOIN measurements m
                 WHERE b.network = $1 AND b.demonstration = $2 AND b.seq > $3 AND b.seq <= $4 AND m.batch = b.seq
                 ORDER BY b.seq, m.place",
                args![network.as_str(), demonstration, seq, last],
                take,
            )
            .await?;
        Ok(last)
    }

    /// What was said last of each of these stations, by moment and review state, from one moment to
    /// another, both included: what rows that have not come in yet are weighed against. The hours of a day
    /// lie behind the day itself; its hour 24 is the last of them.
    pub async fn latest_measurements(
        &self,
        network: Network,
        demonstration: bool,
        stations: &BTreeSet<String>,
        from: Moment,
        to: Moment,
    ) -> Result<HashMap<(String, Moment, ReviewState), String>, StoreError> {
        let spans: Vec<said::Span<'_>> = stations.iter().map(|station| (station.as_str(), from, to)).collect();
        let template = said::template(network, demonstration);
        let mut latest = HashMap::new();
        for spans in spans.chunks(CHUNK) {
            let rows = self.db.rows_bulk(said::bulk(&template, spans)).await?;
            for said in said::in_order(rows) {
                let said = said?;
                latest.insert((said.station, said.moment, said.state), said.body);
            }
        }
        Ok(latest)
    }

    /// The last batches of a network, or of all, the newest first.
    pub async fn measurement_batches(
        &self,
        network: Option<Network>,
        limit: u32,
    ) -> Result<Vec<BatchHead>, StoreError> {
        let limit = i64::from(limit);
        let rows = match network {
            Some(network) => {
                let sql = "SELECT * FROM measurement_batches WHERE network = $1 ORDER BY seq DESC LIMIT $2";
                self.db.rows(sql, args![network.as_str(), limit]).await?
            }
            None => {
                let sql = "SELECT * FROM measurement_batches ORDER BY seq DESC LIMIT $1";
                self.db.rows(sql, args![limit]).await?
            }
        };
        rows.into_iter().map(head).collect()
    }

    /// A batch.
    pub async fn measurement_batch(&self, id: &str) -> Result<Option<BatchHead>, StoreError> {
        let row = self
            .db
            .row("SELECT * FROM measurement_batches WHERE id = $1", args![id])
            .await?;
        row.map(head).transpose()
    }

    /// The rows of a batch that were set aside, in the order of the sheet.
    pub async fn held_rows(&self, id: &str) -> Result<Vec<Held>, StoreError> {
        let rows: Vec<(i64, String, String, String)> = self
            .db
            .rows(
                "SELECT h.row, h.station, h.reasons, h.cells
                 FROM measurement_batches b JOIN held_rows h ON h.batch = b.seq
                 WHERE b.id = $1 ORDER BY h.row, h.place",
                args![id],
            )
            .await?;
        rows.into_iter()
            .map(|(row, station, reasons, cells)| {
                Ok(Held {
                    row: count("the number of a held row", row)?,
                    station,
                    reasons: from_json("the reasons of a held row", &reasons)?,
                    cells: from_json("the cells of a held row", &cells)?,
                })
            })
            .collect()
    }
}

fn head(row: Columns) -> Result<BatchHead, StoreError> {
    let count = |rows| count("the rows of a batch", rows);
    Ok(BatchHead {
        id: row.id,
        seq: row.seq,
        network: network_of(&row.network)?,
        plan: parse("the plan of a batch", &row.plan)?,
        demonstration: row.demonstration != 0,
        came: parse("how a batch came", &row.how)?,
        account: row.account.map(AccountId::new),
        by: row.by_name,
        at: parse("the instant of a batch", &row.at)?,
        known_on: parse("the day of a batch", &row.known_on)?,
        name: row.name,
        sha256: row.sha256,
        heads: from_json("the heads of a batch", &row.heads)?,
        counts: Counts {
            rows: count(row.rows)?,
            added: count(row.added)?,
            revised: count(row.revised)?,
            unchanged: count(row.unchanged)?,
            held: count(row.held)?,
        },
    })
}

fn count(what: &str, rows: i64) -> Result<u64, StoreError> {
    u64::try_from(rows).map_err(|error| corrupt(what, &error))
}

pub(crate) fn network_of(name: &str) -> Result<Network, StoreError> {
    Network::named(name).ok_or_else(|| corrupt("a network", &name))
}

pub(super) fn state_of(name: &str) -> Result<ReviewState, StoreError> {
    ReviewState::named(name).ok_or_else(|| corrupt("a review state", &name))
}
