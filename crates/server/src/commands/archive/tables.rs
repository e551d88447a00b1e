//! The tables of an archive, for spreadsheets.

use std::collections::HashSet;

use yaodian_app::public::Knowledge;
use yaodian_domain::{
    closing::{Finals, Outcome},
    plan::Plan,
    target::Target,
};
use yaodian_monitoring::network::Measured;
use yaodian_store::{Store, Stored};
use yaodian_words::{Lang, figures, names};

use super::text;

/// A table that Excel takes for UTF-8.
fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec())
}

/// The final list: every target, and after it every unit's part.
pub(super) fn finals(plan: &Plan, finals: &Finals) -> Result<Vec<u8>, String> {
    let mut writer = writer();
    let heads = [
        "target",
        "name",
        "unit",
        "status",
        "word",
        "late",
        "value",
        "goal",
        "due",
        "closed_on",
    ];
    writer.write_record(heads).map_err(text)?;
    for one in &finals.targets {
        let Some(target) = plan.target(&one.target) else {
            continue;
        };
        let target = target.in_force(finals.as_of);
        let closed = one.closure.as_ref().map(|closed| closed.on.to_string());
        writer
            .write_record(row(&target, "", &one.outcome, closed))
            .map_err(text)?;
        for part in &one.parts {
            let unit = plan.units.get(&part.unit);
            let unit = unit.map_or_else(|| part.unit.to_string(), |unit| unit.name.clone());
            let closed = part.closure.as_ref().map(|closed| closed.on.to_string());
            writer
                .write_record(row(&target, &unit, &part.outcome, closed))
                .map_err(text)?;
        }
    }
    writer.into_inner().map_err(text)
}

fn row(target: &Target, unit: &str, outcome: &Outcome, closed: Option<String>) -> [String; 10] {
    let value = outcome.basis.as_ref();
    [
        target.id.to_string(),
        target.name.zh.clone(),
        unit.to_owned(),
        outcome.status.as_str().to_owned(),
        names::status(Lang::Zh, outcome.status).to_owned(),
        if outcome.late { "late" } else { "" }.to_owned(),
        value
            .map(|basis| figures::basis(Lang::Zh, target, basis))
            .unwrap_or_default(),
        figures::goal(Lang::Zh, target),
        outcome.due.to_string(),
        closed.unwrap_or_default(),
    ]
}

/// Every figure as a row, with where it comes from.
pub(super) fn observations(known: &Knowledge) -> Result<Vec<u8>, String> {
    let mut writer = writer();
    let heads = [
        "target",
        "name",
        "unit",
        "from",
        "to",
        "known_on",
        "withdrawn_on",
        "figure",
        "source",
    ];
    writer.write_record(heads).map_err(text)?;
    for target in &known.plan.targets {
        for seen in known.observations.of(&target.id) {
            let unit = seen.unit.as_ref().and_then(|unit| known.plan.units.get(unit));
            let source = serde_json::to_string(&seen.provenance).map_err(text)?;
            let row = [
                target.id.to_string(),
                target.name.zh.clone(),
                unit.map(|unit| unit.name.clone()).unwrap_or_default(),
                seen.span.from().to_string(),
                seen.span.to().to_string(),
                seen.known_on.to_string(),
                seen.withdrawn_on.map(|day| day.to_string()).unwrap_or_default(),
                figures::figure(Lang::Zh, target, &seen.figure),
                source,
            ];
            writer.write_record(&row).map_err(text)?;
        }
    }
    writer.into_inner().map_err(text)
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
