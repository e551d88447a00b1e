//! `units.toml`: the units, and the formulas by which the text means many of them at once.

use std::collections::BTreeMap;

use yaodian_domain::{
    id::UnitId,
    plan::Role,
    unit::{Register, Tile, Unit, UnitKind},
};

use crate::{
    problem::{File, Kind, Log, Problem},
    sheet::{self, Placed, Table},
};

const KINDS: [(&str, UnitKind); 3] = [
    ("division", UnitKind::Division),
    ("affiliate", UnitKind::Affiliate),
    ("bureau", UnitKind::Bureau),
];

/// The last column and row of the schematic map.
const MOST_TILES: u8 = 30;

/// The names of whole kinds in `formula.units` and `reported_by`.
pub(crate) const GROUPS: [(&str, UnitKind); 3] = [
    ("divisions", UnitKind::Division),
    ("affiliates", UnitKind::Affiliate),
    ("bureaus", UnitKind::Bureau),
];

/// Joins those who take part to those who lead.
const WITH: &str = "会同";

/// Words of the brackets that stand for many units.
pub(crate) struct Formula {
    /// The words, without spaces.
    pub text: String,
    /// Whom they mean.
    pub units: Vec<UnitId>,
    /// The role they give, where it is not that of the part of the bracket they stand in.
    pub role: Option<Role>,
}

/// Everybody whom the text may name.
pub(crate) struct Units {
    pub register: Register,
    /// Longest words first, so that no formula hides another.
    pub formulas: Vec<Formula>,
}

impl Units {
    /// Its formulas for those who read brackets by themselves: without the word that joins others, which
    /// is no part of a name.
    pub fn told(&self) -> Vec<(String, Vec<UnitId>)> {
        let told = self.formulas.iter().map(|formula| {
            let name = formula.text.strip_prefix(WITH).unwrap_or(&formula.text);
            (name.to_owned(), formula.units.clone())
        });
        told.collect()
    }

    /// The unit called `name` or `id`.
    pub fn find(&self, name: &str) -> Option<&UnitId> {
        self.register
            .named(name)
            .or_else(|| self.register.iter().find(|unit| unit.id.as_str() == name))
            .map(|unit| &unit.id)
    }

    /// The units that a list means: names, ids, and `bureaus` and the like. Reports what is none.
    pub fn meant(&self, names: &[Placed<String>], log: &Log) -> Vec<UnitId> {
        let mut units = Vec::new();
        for name in names {
            let group = GROUPS.iter().find(|(group, _)| *group == name.value);
            if let Some((_, kind)) = group {
                units.extend(self.register.of_kind(*kind).map(|unit| unit.id.clone()));
            } else if let Some(id) = self.find(&name.value) {
                units.push(id.clone());
            } else {
                log.add(name.place.problem(Kind::NoSuchUnit {
                    name: name.value.clone(),
                }));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        units.retain(|unit| seen.insert(unit.clone()));
        units
    }
}

/// The units of a `units.toml`, and the names that mean several of them or that brackets give them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUnits {
    /// The units.
    pub register: Register,
    /// Collective formulas, each with whom it means.
    pub formulas: Vec<(String, Vec<UnitId>)>,
}

/// Reads the contents of a `units.toml` by itself. On failure: all problems that were found, in the
/// order of lines.
pub fn read_units(source: &str) -> Result<KnownUnits, Vec<Problem>> {
    let log = Log::default();
    match read(source, &log) {
        Some(units) if log.is_empty() => Ok(KnownUnits {
            formulas: units.told(),
            register: units.register,
        }),
        _ => Err(log.into_sorted()),
    }
}

/// Reads `units.toml`. What is wrong is reported and left out.
pub(crate) fn read(source: &str, log: &Log) -> Option<Units> {
    let mut root = sheet::parse(File::Units, source, log);
    let mut taken = Taken::default();
    let mut units = Vec::new();
    for table in root.tables("unit", "id") {
        units.extend(read_unit(table, &mut taken, log));
    }
    if units.is_empty() {
        root.report(Kind::Missing { key: "unit".to_owned() });
    }
    let place = root.place.clone();
    // Shared names were left out above; should the register's rule ever be stricter, it is heard.
    let register = match Register::new(units) {
        Ok(register) => register,
        Err(shared) => {
            let by = "another unit".to_owned();
            log.add(place.problem(Kind::Taken { name: shared.0, by }));
            return None;
        }
    };
    let mut all = Units {
        register,
        formulas: Vec::new(),
    };
    for table in root.tables("formula", "text") {
        let formula = read_formula(table, &all, log);
        all.formulas.extend(formula);
    }
    all.formulas
        .sort_by_key(|formula| std::cmp::Reverse(formula.text.len()));
    root.close();
    Some(all)
}

/// What units have taken for themselves so far, each with the unit.
#[derive(Default)]
struct Taken {
    names: BTreeMap<String, String>,
    tiles: BTreeMap<(u8, u8), String>,
}

fn read_unit(mut table: Table<'_>, taken: &mut Taken, log: &Log) -> Option<Unit> {
    let id = table.text("id");
    let kind = table.choice("kind", &KINDS);
    let name = table.text("name");
    let full_name = table.text("full_name");
    let name_en = table.text("name_en");
    let aliases = table.texts_opt("aliases").unwrap_or_default();
    let tile = table.pair_opt("tile", 0..=MOST_TILES);
    let note = table.text_opt("note").map(|note| note.value);
    table.close();

    let id = id?;
    let unit_id: UnitId = id.clone().id(log)?;
    let (name, full_name) = (name?, full_name?);
    let mut free = true;
    let mut own = Vec::new();
    for word in [&id, &name, &full_name].into_iter().chain(&aliases) {
        // A unit may well be called by its full name alone.
        if own.contains(&&word.value) && word.place.field == full_name.place.field {
            continue;
        }
        if let Some(by) = taken.names.get(&word.value) {
            log.add(word.place.problem(Kind::Taken {
                name: word.value.clone(),
                by: by.clone(),
            }));
            free = false;
        } else {
            taken.names.insert(word.value.clone(), format!("unit {}", id.value));
            own.push(&word.value);
        }
    }
    let kind = kind?;
    let tile = tile.map(|square| place_on_map(&square, kind, &id.value, taken, log));
    free.then_some(Unit {
        id: unit_id,
        kind,
        name: name.value,
        full_name: full_name.value,
        name_en: name_en?.value,
        aliases: aliases.into_iter().map(|alias| alias.value).collect(),
        tile,
        note,
    })
}

/// The square of the schematic map: a bureau's own.
fn place_on_map(square: &Placed<(u8, u8)>, kind: UnitKind, unit: &str, taken: &mut Taken, log: &Log) -> Tile {
    let (column, row) = square.value;
    if kind != UnitKind::Bureau {
        let message = "only bureaus stand on the map — leave it out".to_owned();
        log.add(square.place.problem(Kind::BadValue { message }));
    } else if let Some(by) = taken.tiles.get(&square.value) {
        log.add(square.place.problem(Kind::Taken {
            name: format!("[{column}, {row}]"),
            by: by.clone(),
        }));
    } else {
        taken.tiles.insert(square.value, format!("unit {unit}"));
    }
    Tile { column, row }
}

fn read_formula(mut table: Table<'_>, units: &Units, log: &Log) -> Option<Formula> {
    let text = table.text("text");
    let named = table.texts("units");
    let role = table.choice_opt("role", &[("participant", Role::Participant)]);
    table.close();
    let text = text?;
    let compact: String = text.value.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(id) = units.find(&compact) {
        log.add(text.place.problem(Kind::Taken {
            name: compact,
            by: format!("unit {id}"),
        }));
        return None;
    }
    if let Some(same) = units.formulas.iter().find(|formula| formula.text == compact) {
        log.add(text.place.problem(Kind::Taken {
            name: same.text.clone(),
            by: "another formula".to_owned(),
        }));
        return None;
    }
    Some(Formula {
        text: compact,
        units: units.meant(&named?, log),
        role,
    })
}
