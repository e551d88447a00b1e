//! A table, held against the register and against what was said before.

use std::collections::{BTreeSet, HashMap, HashSet};

use yaodian_contract::{
    Kind,
    monitoring::{Done, HeldRow, Incoming, Outcome, Terms},
};
use yaodian_documents::restore;
use yaodian_domain::ledger::access::Scope;
use yaodian_monitoring::{
    air::{self, Aqi, Concentrations, Period},
    network::{
        Came, Counts, Moment, Place, ReviewState,
        arrival::{self, Good, Held, Said, TableTrouble},
    },
    water::{self, Grade},
};
use yaodian_store::{AccountId, Act, NewBatch, NewMeasurement};

use super::Opened;
use crate::{
    house::House,
    service::{Refused, Served},
};

/// So many rows of each kind are shown.
pub(super) const SHOWN: usize = 50;

/// A table as text, as it is weighed and kept.
pub(crate) struct Sheet {
    /// The name of the file, or of the key.
    pub(super) name: String,
    /// SHA-256 of the file.
    pub(super) sha256: Option<String>,
    pub(super) heads: Vec<String>,
    /// Each with its number in the sheet.
    pub(super) rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// A table of that name: its heads, and its rows with their numbers in the sheet.
    pub(crate) fn new(
        name: String,
        sha256: Option<String>,
        heads: Vec<String>,
        rows: Vec<(usize, Vec<String>)>,
    ) -> Self {
        let all = |cells: Vec<String>| cells.into_iter().map(clean).collect();
        Self {
            name,
            sha256,
            heads: all(heads),
            rows: rows
                .into_iter()
                .map(|(number, cells)| (number as u64, all(cells)))
                .collect(),
        }
    }

    /// The same under another name.
    pub(super) fn called(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..self
        }
    }
}

/// A cell without what no database keeps in a text, and without the sign that our own files put before what a
/// sheet would run.
fn clean(mut cell: String) -> String {
    cell.retain(|c| c != '\0');
    match restore(&cell) {
        same if same.len() == cell.len() => cell,
        restored => restored.to_owned(),
    }
}

/// What a table comes to beside what was said before.
pub(super) struct Weighed {
    pub(super) counts: Counts,
    /// Of the rows of which something is set aside, those that go in all the same.
    pub(super) partly: u64,
    /// What goes in and is new, and with it whether it revises something.
    fresh: Vec<(Good, bool)>,
    pub(super) held: Vec<HeldRow>,
}

impl From<TableTrouble> for Refused {
    fn from(why: TableTrouble) -> Self {
        Self::Because(Kind::Measurements { why })
    }
}

/// Holds a table against the register.
fn read(house: &House, opened: &Opened, sheet: &Sheet, terms: Terms) -> Served<arrival::Weighed> {
    let directory = opened.directory(house);
    let terms = arrival::Terms {
        today: house.clock.today(),
        state: terms.state,
        on: terms.on,
        only: match &opened.scope {
            Scope::All => None,
            Scope::Own(unit) => Some(unit),
        },
    };
    Ok(arrival::weigh(
        opened.network,
        &directory,
        &sheet.heads,
        &sheet.rows,
        terms,
    )?)
}

/// A measurement as it is stored.
fn body(said: &Said) -> Served<String> {
    serde_json::to_string(said).map_err(|error| Refused::Failed(error.to_string()))
}

/// Weighs a table. Nothing is changed.
pub(super) async fn weigh(house: &House, opened: &Opened, sheet: &Sheet, terms: Terms) -> Served<Weighed> {
    let table = read(house, opened, sheet, terms)?;
    let before = said_before(house, opened, &table.good).await?;
    let going_in: HashSet<u64> = table.good.iter().map(|good| good.row).collect();
    let mut counts = Counts {
        rows: table.rows,
        unchanged: table.repeated,
        held: table.held.len() as u64,
        ..Counts::default()
    };
    let mut fresh = Vec::with_capacity(table.good.len());
    for good in table.good {
        match before.get(&(good.code.clone(), good.moment, good.state)) {
            Some(said) if *said == body(&good.said)? => counts.unchanged += 1,
            Some(_) => {
                counts.revised += 1;
                fresh.push((good, true));
            }
            None => {
                counts.added += 1;
                fresh.push((good, false));
            }
        }
    }
    Ok(Weighed {
        counts,
        partly: table.held.iter().filter(|held| going_in.contains(&held.row)).count() as u64,
        fresh,
        held: held_rows(&table.held),
    })
}

/// What was said before of the moments that a table tells of.
async fn said_before(
    house: &House,
    opened: &Opened,
    good: &[Good],
) -> Served<HashMap<(String, Moment, ReviewState), String>> {
    let moments = || good.iter().map(|good| good.moment);
    let (Some(first), Some(last)) = (moments().min(), moments().max()) else {
        return Ok(HashMap::new());
    };
    let places: BTreeSet<String> = good.iter().map(|good| good.code.clone()).collect();
    let (network, demonstration) = (opened.network, opened.demonstration());
    let said = house
        .store
        .latest_measurements(network, demonstration, &places, first, last);
    Ok(said.await?)
}

impl Weighed {
    /// The first measurements that go in, revisions before others.
    pub(super) fn incoming(&self, house: &House, opened: &Opened) -> Vec<Incoming> {
        let places: HashMap<&str, &Place> = (opened.places(house).into_iter())
            .map(|place| (place.code.as_str(), place))
            .collect();
        let of = |wanted: bool| self.fresh.iter().filter(move |(_, revises)| *revises == wanted);
        let incoming = |(good, revises): &(Good, bool)| Incoming {
            row: good.row,
            code: good.code.clone(),
            name: places
                .get(good.code.as_str())
                .map_or_else(String::new, |place| place.name.clone()),
            moment: good.moment,
            state: good.state,
            revises: *revises,
            comes_to: places.get(good.code.as_str()).and_then(|place| comes_to(good, place)),
        };
        of(true).chain(of(false)).take(SHOWN).map(incoming).collect()
    }
}

/// The first rows of which something is set aside.
fn held_rows(held: &[Held]) -> Vec<HeldRow> {
    let row = |held: &Held| HeldRow {
        row: held.row,
        place: held.place.clone(),
        reasons: held.reasons.clone(),
    };
    held.iter().take(SHOWN).map(row).collect()
}

/// What a measurement comes to by itself.
fn comes_to(good: &Good, place: &Place) -> Option<Outcome> {
    match &good.said {
        Said::Water(said) => {
            let rules = water::Rules::on(good.moment.on())?;
            Grade::of(&said.values, place.body, rules).class.map(Outcome::Class)
        }
        Said::Air(said) => {
            let mut concentrations = Concentrations::new();
            for (indicator, amount) in &said.found {
                concentrations.set(*indicator, *amount);
            }
            let period = match good.moment.hour() {
                Some(_) => Period::Hourly,
                None => Period::Daily,
            };
            let aqi = Aqi::of(&concentrations, period, air::Rules::on(good.moment.on())?)?;
            Some(Outcome::Index(aqi.index))
        }
    }
}

/// Who brings a table in, and how.
pub(crate) struct Bringing<'a> {
    pub(crate) act: Act,
    pub(crate) came: Came,
    pub(crate) account: Option<&'a AccountId>,
}

/// Puts what is good of a table in, and notes what is set aside of it.
pub(crate) async fn put(
    house: &House,
    opened: &Opened,
    sheet: Sheet,
    terms: Terms,
    bringing: Bringing<'_>,
) -> Served<Done> {
    let table = read(house, opened, &sheet, terms)?;
    let held = held_rows(&table.held);
    let mut good = Vec::with_capacity(table.good.len());
    for Good {
        code,
        moment,
        state,
        said,
        ..
    } in table.good
    {
        good.push(NewMeasurement {
            station: code,
            moment,
            state,
            body: body(&said)?,
        });
    }
    let set_aside = table.held.into_iter().map(|held| yaodian_store::Held {
        row: held.row,
        station: held.place,
        reasons: serde_json::to_value(&held.reasons).unwrap_or_default(),
        cells: held.cells,
    });
    let batch = NewBatch {
        network: opened.network,
        plan: opened.known.plan.id.clone(),
        demonstration: opened.demonstration(),
        came: bringing.came,
        account: bringing.account.cloned(),
        known_on: house.clock.today(),
        name: sheet.name,
        sha256: sheet.sha256,
        heads: sheet.heads,
    };
    let put = house
        .store
        .put_measurements(&bringing.act, &batch, good, set_aside.collect());
    let head = put.await?;
    Ok(Done {
        counts: Counts {
            rows: table.rows,
            unchanged: head.counts.unchanged + table.repeated,
            ..head.counts
        },
        batch: head.id,
        held,
    })
}
