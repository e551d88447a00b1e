//! What was said of stations before.

use yaodian_domain::ledger::Network;
use yaodian_monitoring::network::{Moment, ReviewState};

use super::read::state_of;
use crate::{
    StoreError,
    bulk::{Bulk, Column},
    encode::parse,
};

/// A station, and from which moment to which it is asked for.
pub(super) type Span<'a> = (&'a str, Moment, Moment);

/// Batch, place, station, moment, state, body.
pub(super) type Columns = (i64, i64, String, String, String, String);

/// What was said of a station.
pub(super) struct Said {
    pub(super) station: String,
    pub(super) moment: Moment,
    pub(super) state: ReviewState,
    pub(super) body: String,
}

/// The statement that reads what was said within spans.
pub(super) fn template(network: Network, demonstration: bool) -> String {
    // In this order of tables the index is gone down once for each station.
    format!(
        "WITH spans (station, opens, ends) AS ({{rows}})
         SELECT m.batch, m.place, m.station, m.moment, m.state, m.body FROM spans s CROSS JOIN measurements m
         WHERE m.network = '{network}' AND m.demonstration = {demonstration} AND m.station = s.station
           AND m.moment BETWEEN s.opens AND s.ends",
        network = network.as_str(),
        demonstration = i64::from(demonstration),
    )
}

/// The statement for these spans.
pub(super) fn bulk<'a>(template: &'a str, spans: &[Span<'_>]) -> Bulk<'a> {
    Bulk {
        template,
        columns: vec![
            Column::Text(spans.iter().map(|(station, ..)| (*station).to_owned()).collect()),
            Column::Text(spans.iter().map(|(_, from, _)| from.to_string()).collect()),
            Column::Text(spans.iter().map(|(.., to)| to.to_string()).collect()),
        ],
    }
}

/// What was said, in the order in which it was.
pub(super) fn in_order(mut rows: Vec<Columns>) -> impl Iterator<Item = Result<Said, StoreError>> {
    // Sorted here: a database would carry the bodies along.
    rows.sort_unstable_by_key(|(batch, place, ..)| (*batch, *place));
    rows.into_iter().map(|(_, _, station, moment, state, body)| {
        Ok(Said {
            station,
            moment: parse("the moment of a measurement", &moment)?,
            state: state_of(&state)?,
            body,
        })
    })
}
