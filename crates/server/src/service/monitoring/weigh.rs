//! A table, held against the register and against what was said before.

use std::collections::{BTreeSet, HashMap, HashSet};

use yaodian_contract::{
    Kind,
    monitoring::{Counts, Done, HeldRow, Incoming, Outcome, Terms},
};
use yaodian_domain::ledger::access::Scope;
use yaodian_monitoring::{
    air::{self, Aqi, Concentrations, Period},
    network::{
        Moment, Place, ReviewState,
        arrival::{self, Good, Held, Said, TableTrouble},
    },
    water::{self, Grade},
};
use yaodian_store::{AccountId, Act, Came, NewBatch, NewMeasurement};

use super::Opened;
use crate::{
    house::House,
    service::{Refused, Served},
};

/// So many rows of each kind are shown.
pub(super) const SHOWN: usize = 50;

/// A table as text.
pub(crate) struct Sheet {
    /// The name of the file, or of the key.
    pub(crate) name: String,
    /// SHA-256 of the file.
    pub(crate) sha256: Option<String>,
    pub(crate) heads: Vec<String>,
    /// Each with its number in the sheet.
    pub(crate) rows: Vec<(u64, Vec<String>)>,
}

/// Rows as they are weighed and kept.
pub(crate) fn rows(rows: Vec<(usize, Vec<String>)>) -> Vec<(u64, Vec<String>)> {
    let cells = |cells: Vec<String>| cells.into_iter().map(clean).collect();
    rows.into_iter()
        .map(|(number, row)| (number as u64, cells(row)))
        .collect()
}

/// A cell without what no database keeps in a text.
pub(crate) fn clean(mut cell: String) -> String {
    cell.retain(|c| c != '\0');
    cell
}

/// What a table comes to.
pub(super) struct Weighed {
    pub(super) counts: Counts,
    /// How many rows say what an earlier one of the table said.
    repeated: u64,
    /// Of the rows of which something is set aside, those that go in all the same.
    pub(super) partly: u64,
    /// What can stand, each as it is stored.
    good: Vec<(Good, String, News)>,
    pub(super) held: Vec<Held>,
}

/// What a measurement is beside what was said before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    New,
    Revision,
    None,
}

impl From<TableTrouble> for Refused {
    fn from(why: TableTrouble) -> Self {
        Self::Because(Kind::Measurements { why })
    }
}

/// Weighs a table. Nothing is changed.
pub(super) async fn weigh(house: &House, opened: &Opened, sheet: &Sheet, terms: Terms) -> Served<Weighed> {
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
    let arrival::Weighed {
        rows,
        good,
        repeated,
        held,
    } = arrival::weigh(opened.network, &directory, &sheet.heads, &sheet.rows, terms)?;
    let before = said_before(house, opened, &good).await?;
    let mut counts = Counts {
        rows,
        unchanged: repeated,
        held: held.len() as u64,
        ..Counts::default()
    };
    let mut weighed = Vec::with_capacity(good.len());
    for good in good {
        let body = serde_json::to_string(&good.said).map_err(|error| Refused::Failed(error.to_string()))?;
        let said = before.get(&(good.code.clone(), good.moment, good.state));
        let (news, count) = match said {
            None => (News::New, &mut counts.added),
            Some(said) if *said == body => (News::None, &mut counts.unchanged),
            Some(_) => (News::Revision, &mut counts.revised),
        };
        *count += 1;
        weighed.push((good, body, news));
    }
    let going_in: HashSet<u64> = weighed.iter().map(|(good, ..)| good.row).collect();
    Ok(Weighed {
        counts,
        repeated,
        partly: held.iter().filter(|held| going_in.contains(&held.row)).count() as u64,
        good: weighed,
        held,
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
    /// The first rows of which something is set aside.
    pub(super) fn held_rows(&self) -> Vec<HeldRow> {
        self.held.iter().take(SHOWN).map(held_row).collect()
    }

    /// The first measurements that go in, revisions before others.
    pub(super) fn incoming(&self, house: &House, opened: &Opened) -> Vec<Incoming> {
        let places: HashMap<&str, &Place> = (opened.places(house).into_iter())
            .map(|place| (place.code.as_str(), place))
            .collect();
        let of = |wanted: News| self.good.iter().filter(move |(_, _, news)| *news == wanted);
        let incoming = |(good, _, news): &(Good, String, News)| Incoming {
            row: good.row,
            code: good.code.clone(),
            name: places
                .get(good.code.as_str())
                .map_or_else(String::new, |place| place.name.clone()),
            moment: good.moment,
            state: good.state,
            revises: *news == News::Revision,
            comes_to: places.get(good.code.as_str()).and_then(|place| comes_to(good, place)),
        };
        of(News::Revision)
            .chain(of(News::New))
            .take(SHOWN)
            .map(incoming)
            .collect()
    }

    /// What is stored of it.
    fn stored(self) -> (Vec<NewMeasurement>, Vec<yaodian_store::Held>) {
        let good = self.good.into_iter().map(|(good, body, _)| NewMeasurement {
            station: good.code,
            moment: good.moment,
            state: good.state,
            body,
        });
        let held = self.held.into_iter().map(|held| yaodian_store::Held {
            row: held.row,
            station: held.place,
            reasons: serde_json::to_value(&held.reasons).unwrap_or_default(),
            cells: held.cells,
        });
        (good.collect(), held.collect())
    }
}

fn held_row(held: &Held) -> HeldRow {
    HeldRow {
        row: held.row,
        place: held.place.clone(),
        reasons: held.reasons.clone(),
    }
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
    let weighed = weigh(house, opened, &sheet, terms).await?;
    let held = weighed.held_rows();
    let (rows, repeated) = (weighed.counts.rows, weighed.repeated);
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
    let (good, set_aside) = weighed.stored();
    let head = house
        .store
        .put_measurements(&bringing.act, &batch, good, set_aside)
        .await?;
    let counts = super::batches::counts(head.counts);
    Ok(Done {
        counts: Counts {
            rows,
            unchanged: counts.unchanged + repeated,
            ..counts
        },
        batch: head.id,
        held,
    })
}
