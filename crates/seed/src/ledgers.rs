//! `ledgers.toml`: 台账, the lists behind the plan's figures.
//!
//! A ledger is a table: what an entry is, its fields (`[[ledger.field]]`), the stages it passes
//! (`[[ledger.stage]]`), the targets that are counted from it (`[[ledger.feeds]]`), and, where
//! anybody can read them in the plan's text, the entries themselves (`[[ledger.entry]]`).

use yaodian_domain::{
    Decimal,
    id::{LedgerId, UnitId},
    ledger::{Ledger, Network, Row},
    plan::Plan,
    target::{Promise, Reference, Target, Toward},
};

use crate::{
    problem::{File, Kind, Log},
    sheet::{self, Placed, Table},
    targets::Read,
    units::Units,
};

mod entries;
mod feeds;
mod fields;
mod stages;

/// How many entries a ledger can be expected to have.
const MOST_ENTRIES: i64 = 100_000_000;

/// What ledgers are read against.
struct Ground<'a> {
    /// `None` where the plan itself could not be read.
    plan: Option<&'a Plan>,
    targets: &'a Read,
    units: &'a Units,
    log: &'a Log,
    /// The targets that are counted from a ledger, each with that ledger.
    fed: Vec<(String, String)>,
}

/// Reads the ledgers and the entries that stand with them. An empty file says that there are none.
pub(crate) fn read(
    source: &str,
    plan: Option<&Plan>,
    targets: &Read,
    units: &Units,
    log: &Log,
) -> (Vec<Ledger>, Vec<(LedgerId, Vec<Row>)>) {
    let mut root = sheet::parse(File::Ledgers, source, log);
    let mut ground = Ground {
        plan,
        targets,
        units,
        log,
        fed: Vec::new(),
    };
    let (mut ledgers, mut entries): (Vec<Ledger>, Vec<(LedgerId, Vec<Row>)>) = (Vec::new(), Vec::new());
    for table in root.tables("ledger", "id") {
        let place = table.place.clone();
        let Some((ledger, rows)) = ground.ledger(table) else {
            continue;
        };
        if ledgers.iter().any(|other| other.id == ledger.id) {
            let name = ledger.id.to_string();
            let by = "another ledger".to_owned();
            log.add(place.problem(Kind::Taken { name, by }));
            continue;
        }
        if !rows.is_empty() {
            entries.push((ledger.id.clone(), rows));
        }
        ledgers.push(ledger);
    }
    root.close();
    (ledgers, entries)
}

impl Ground<'_> {
    fn ledger(&mut self, mut table: Table<'_>) -> Option<(Ledger, Vec<Row>)> {
        let called = table.called().unwrap_or_default();
        let id = table.text("id");
        let name = table.name("name", "name_en");
        let counted = table.name("counted", "counted_en");
        let key = table.name("key", "key_en");
        let expected = table.whole_opt("expected", 1..=MOST_ENTRIES);
        let note = table.text_opt("note").map(|note| note.value);
        let public_at = table.place_of("public");
        let (public, keeps_location) = (table.flag("public"), table.flag("keeps_location"));
        let network = table.choice_opt("network", &Network::ALL.map(|network| (network.as_str(), network)));
        let counts_from = table.date_opt("counts_from").map(|day| day.value);
        let (holders, leads) = (self.named(&mut table, "holders"), self.named(&mut table, "leads"));
        let fields = fields::read(table.tables("field", "id"), self.log);
        let stages = stages::read(&mut table, &fields, self.log);
        if network.is_some() && fields.is_whole {
            fields.name_places(&table);
        }
        let ground = feeds::Counted {
            ledger: &called,
            network,
            fields: &fields,
            stages: &stages,
        };
        let feeds = self.feeds(table.tables("feeds", "target"), &ground);
        let expected = self.expected(expected, &feeds, &table);
        let fed = || feeds.targets.iter().filter_map(|at| self.targets.targets.get(*at));
        let holders = holders.or_else(|| {
            let reporters = fed().flat_map(|target| &target.reporters).cloned().collect();
            units_or_missing(reporters, "holders", feeds.is_whole, &table)
        });
        let leads = leads.or_else(|| {
            let leads = fed().flat_map(|target| self.plan.map_or(&[][..], |plan| plan.leads(target)));
            let is_whole = feeds.is_whole && self.plan.is_some();
            units_or_missing(leads.cloned().collect(), "leads", is_whole, &table)
        });
        if let Some(place) = public_at.filter(|_| public && fields.is_whole)
            && fields.all.iter().all(|field| field.private)
        {
            self.log.add(place.problem(Kind::NothingToShow));
        }
        let entries = table.tables("entry", "key");
        table.close();

        let is_whole = fields.is_whole && stages.is_whole && feeds.is_whole;
        let ledger = Ledger {
            id: id?.id(self.log)?,
            name: name?,
            counted: counted?,
            key: key?,
            expected,
            fields: fields.all,
            stages: stages.all,
            feeds: feeds.all,
            network,
            holders: holders?,
            leads: leads?,
            public,
            keeps_location,
            counts_from,
            note,
        };
        // Without all its fields and stages nobody can say what an entry lacks.
        let rows = if is_whole {
            self.entries(entries, &ledger)
        } else {
            Vec::new()
        };
        Some((ledger, rows))
    }

    /// The units at `key`; `None` where the key is not there.
    fn named(&self, table: &mut Table<'_>, key: &'static str) -> Option<Vec<UnitId>> {
        let place = table.place_of(key);
        let named = table.texts_opt(key)?;
        if let (Some(place), []) = (place, named.as_slice()) {
            table.report_at(&place, Kind::Empty);
        }
        Some(self.units.meant(&named, self.log))
    }

    /// How many entries there are to be: as given, and as the text says where it does.
    fn expected(&self, given: Option<Placed<i64>>, feeds: &feeds::Feeds, table: &Table<'_>) -> Option<u32> {
        let place = given.as_ref().map_or(&table.place, |given| &given.place);
        let targets = feeds.targets.iter().filter_map(|at| self.targets.targets.get(*at));
        let says: Vec<(&Target, Decimal)> = targets
            .filter_map(|target| Some((target, stated(&target.promise)?)))
            .collect();
        let expected = given
            .as_ref()
            .map(|given| Decimal::from(given.value))
            .or(says.first().map(|(_, says)| *says))?;
        for (target, says) in says.into_iter().filter(|(_, says)| *says != expected) {
            table.report_at(
                place,
                Kind::NotAsTheTextSays {
                    expected: expected.to_string(),
                    says: says.to_string(),
                    target: target.id.to_string(),
                },
            );
        }
        u32::try_from(expected).ok()
    }
}

/// The default of `holders` or `leads`, each unit once; reported where there is none.
fn units_or_missing(units: Vec<UnitId>, key: &str, is_whole: bool, table: &Table<'_>) -> Option<Vec<UnitId>> {
    let mut seen = std::collections::BTreeSet::new();
    let units: Vec<UnitId> = units.into_iter().filter(|unit| seen.insert(unit.clone())).collect();
    if !units.is_empty() {
        return Some(units);
    }
    if is_whole {
        table.report(Kind::Missing { key: key.to_owned() });
    }
    None
}

/// How many things there are of which a promise speaks.
fn stated(promise: &Promise) -> Option<Decimal> {
    match promise {
        Promise::Share { inventory, .. } => *inventory,
        Promise::NotWorse {
            reference: Reference::Whole { of },
            ..
        } => *of,
        Promise::Count {
            goal,
            toward: Toward::Reach,
            ..
        } => Some(*goal),
        _ => None,
    }
}
