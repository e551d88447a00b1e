//! The tables of an archive, for spreadsheets.

use std::collections::HashSet;

use yaodian_app::public::Knowledge;
use yaodian_documents::open::Open;
use yaodian_domain::{Date, closing::Finals, plan::Plan};
use yaodian_monitoring::network::Measured;
use yaodian_store::{Store, Stored};

use super::text;
use crate::service::data;

/// A table that Excel takes for UTF-8.
fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec())
}

/// The final list: every target, and after it every unit's part.
pub(super) fn finals(plan: &Plan, finals: &Finals) -> Result<Vec<u8>, String> {
    written(data::final_list(plan, Some(finals)))
}

/// Every figure as a row, with where it comes from.
pub(super) fn observations(known: &Knowledge) -> Result<Vec<u8>, String> {
    written(data::observations(known, Date::MAX))
}

/// An open table as it stands in its file.
fn written(open: Open<'_>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    open.csv(&mut bytes).map_err(text)?;
    Ok(bytes)
}

/// What was measured at the places of a register, in the plan's year and the one before: every word that
/// was said, in order.
pub(super) async fn measurements(store: &Store, plan: &Plan, measured: &Measured) -> Result<Vec<u8>, String> {
    let register = &measured.register;
    let codes: HashSet<String> = register.all().map(|place| place.code.clone()).collect();
    let first = plan.term.from().year() - 1;
    let mut writer = writer();
    let heads = ["place", "moment", "state", "known_on", "said"];
    writer.write_record(heads).map_err(text)?;
    let mut failed = None;
    let write = |said: Stored| {
        let on = said.moment.on();
        if on.year() < first || on > plan.term.to() || !codes.contains(&said.station) {
            return;
        }
        let row = [
            said.station,
            said.moment.to_string(),
            said.state.as_str().to_owned(),
            said.known_on.to_string(),
            said.body,
        ];
        if let Err(error) = writer.write_record(&row) {
            failed = Some(error);
        }
    };
    let (network, demonstration) = (measured.network(), register.demonstration);
    let read = store.measurements_since(network, demonstration, 0, write).await;
    read.map_err(text)?;
    match failed {
        Some(error) => Err(text(error)),
        None => writer.into_inner().map_err(text),
    }
}
