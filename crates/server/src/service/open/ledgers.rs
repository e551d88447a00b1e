//! Public ledgers.

use yaodian_contract::{
    Kind,
    ledger::LedgerHead,
    open::{OpenEntry, OpenLedger, Paged},
};
use yaodian_domain::{
    Date, Decimal,
    id::LedgerId,
    ledger::{Cell, Column, Entry, FieldKind, Ledger, Query, cell, query::Test},
};

use super::Stretch;
use crate::{
    house::House,
    service::{
        Served,
        ledgers::{self, Opened},
        reports::knowledge,
    },
};

/// The ledgers that anybody may browse.
pub(crate) async fn list(house: &House, stretch: &Stretch) -> Served<Paged<LedgerHead>> {
    let known = knowledge(house).await?;
    let heads = ledgers::public_list(&known, house.clock.today());
    Ok(stretch.of(heads, |head| head.id.to_string())?)
}

/// One of them.
pub(crate) async fn one(house: &House, id: &LedgerId) -> Served<OpenLedger> {
    let (opened, shown) = ledgers::open_public(house, id).await?;
    let heads = ledgers::public_list(&opened.known, opened.today);
    let head = heads.into_iter().find(|head| head.id == *id).ok_or(Kind::NotFound)?;
    Ok(OpenLedger {
        head,
        summary: ledgers::summary(&opened),
        ledger: shown,
    })
}

/// A page of the entries of one. `query` reads the question that is asked of the ledger as it is shown.
pub(crate) async fn entries(
    house: &House,
    id: &LedgerId,
    query: impl FnOnce(&Ledger) -> Result<Query, Kind>,
    stretch: &Stretch,
) -> Served<Paged<OpenEntry>> {
    let (opened, shown) = ledgers::open_public(house, id).await?;
    let query = query(&shown)?;
    understood(&opened, &shown, &query)?;
    let from = match &stretch.after {
        None => 0,
        Some(after) => after.parse().map_err(|_| stretch.unknown())?,
    };
    let page = opened.shelved.index().public_page(&query, from, stretch.limit);
    let page = page.ok_or(Kind::NotFound)?;
    if from > 0 && from >= page.matching {
        return Err(stretch.unknown().into());
    }
    let end = from + page.rows.len();
    Ok(Paged {
        items: page.rows.into_iter().map(|entry| open(&shown, entry)).collect(),
        next: (end < page.matching).then(|| end.to_string()),
        total: page.matching,
    })
}

/// That every value asked for is one that its column can have: what nobody could have written finds
/// nothing, and whoever asks for it has mistyped it.
fn understood(opened: &Opened, shown: &Ledger, query: &Query) -> Result<(), Kind> {
    for filter in &query.filters {
        let asked: Vec<&String> = match &filter.test {
            Test::OneOf(values) => values.iter().collect(),
            Test::Between { from, to } => from.iter().chain(to).collect(),
            Test::Contains(_) | Test::Blank | Test::Filled => Vec::new(),
        };
        if let Some(value) = asked
            .into_iter()
            .find(|value| !can_be(opened, shown, &filter.column, value))
        {
            let what = format!("{}={value}", filter.column);
            return Err(Kind::Malformed { what });
        }
    }
    Ok(())
}

fn can_be(opened: &Opened, shown: &Ledger, column: &Column, value: &str) -> bool {
    let is_day = || value.parse::<Date>().is_ok();
    match column {
        Column::Key | Column::Version => true,
        Column::Unit => opened.plan().units.iter().any(|unit| unit.id.as_str() == value),
        Column::Stage => value.parse::<usize>().is_ok_and(|stage| stage <= shown.stages.len()),
        Column::Changed | Column::Reached(_) => is_day(),
        Column::Field(id) => shown.field(id).is_some_and(|(_, field)| match field.kind {
            FieldKind::Number { .. } => value.parse::<Decimal>().is_ok(),
            FieldKind::Date => is_day(),
            _ => cell::read(field, &Cell::Text(value), &opened.plan().units).is_ok_and(|read| read.is_some()),
        }),
    }
}

/// One entry, by its number.
pub(crate) async fn entry(house: &House, id: &LedgerId, key: &str) -> Served<OpenEntry> {
    let (opened, shown) = ledgers::open_public(house, id).await?;
    let mut entry = found(&opened, key).ok_or(Kind::NotFound)?;
    entry.row = entry.row.for_public(&opened.ledger);
    Ok(open(&shown, entry))
}

fn found(opened: &Opened, key: &str) -> Option<Entry> {
    opened.shelved.index().find(key)
}

/// An entry whose row has no private values any more.
fn open(shown: &Ledger, entry: Entry) -> OpenEntry {
    let Entry {
        id,
        version,
        row,
        changed_on,
        ..
    } = entry;
    let values = shown.fields.iter().zip(row.values);
    let stages = shown.stages.iter().zip(row.reached);
    OpenEntry {
        id,
        version,
        key: row.key,
        unit: row.unit,
        values: values
            .filter_map(|(field, value)| Some((field.id.clone(), value?)))
            .collect(),
        reached: stages.map(|(stage, day)| (stage.id.clone(), day)).collect(),
        changed_on,
    }
}
