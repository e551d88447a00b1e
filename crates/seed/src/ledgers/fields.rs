//! The fields of a ledger: `[[ledger.field]]`.

use yaodian_domain::{
    id::FieldId,
    ledger::{Field, FieldKind, monitored::fields::NAME},
    number::MOST_DECIMALS,
    plan::Name,
};

use crate::{
    problem::{Kind, Log},
    promise,
    sheet::{Placed, Table},
};

#[derive(Clone, Copy)]
enum Holds {
    Text,
    Number,
    Date,
    Choice,
    Unit,
    Place,
    Person,
    Attachment,
}

const KINDS: [(&str, Holds); 8] = [
    ("text", Holds::Text),
    ("number", Holds::Number),
    ("date", Holds::Date),
    ("choice", Holds::Choice),
    ("unit", Holds::Unit),
    ("place", Holds::Place),
    ("person", Holds::Person),
    ("attachment", Holds::Attachment),
];

/// The fields that were read, and the names of those that were reported and left out.
pub(super) struct Fields {
    pub all: Vec<Field>,
    left_out: Vec<String>,
    /// Whether none was left out.
    pub is_whole: bool,
}

impl Fields {
    /// Reports a register whose places have no name to be found by.
    pub fn name_places(&self, table: &Table<'_>) {
        let named = |field: &&Field| field.id.as_str() == NAME && field.kind == FieldKind::Text && field.required;
        if self.all.iter().find(named).is_none() {
            let message = format!(
                "a register of a network needs a field id = \"{NAME}\", kind = \"text\", required = true: data are told apart by it"
            );
            table.report(Kind::BadValue { message });
        }
    }

    /// The field called `id`; reported where nothing here goes by that name.
    pub fn find(&self, id: &Placed<String>, log: &Log) -> Option<&Field> {
        let found = self.all.iter().find(|field| field.id.as_str() == id.value);
        if found.is_none() && !self.left_out.contains(&id.value) {
            let known = self.all.iter().map(|field| field.id.as_str()).collect::<Vec<_>>();
            log.add(id.place.problem(Kind::NoSuchField {
                id: id.value.clone(),
                known: known.join(", "),
            }));
        }
        found
    }
}

pub(super) fn read(tables: Vec<Table<'_>>, log: &Log) -> Fields {
    let mut fields = Fields {
        all: Vec::new(),
        left_out: Vec::new(),
        is_whole: true,
    };
    for table in tables {
        let (called, place) = (table.called(), table.place.clone());
        match one(table, log) {
            Some(field) if fields.all.iter().any(|other| other.id == field.id) => {
                let (name, by) = (field.id.to_string(), "another field".to_owned());
                log.add(place.problem(Kind::Taken { name, by }));
                fields.is_whole = false;
            }
            Some(field) => fields.all.push(field),
            None => {
                fields.left_out.extend(called);
                fields.is_whole = false;
            }
        }
    }
    fields
}

fn one(mut table: Table<'_>, log: &Log) -> Option<Field> {
    let id = table.text("id");
    let name = table.name("name", "name_en");
    let required_at = table.place_of("required");
    let (required, private) = (table.flag("required"), table.flag("private"));
    let holds = table.choice("kind", &KINDS);
    let kind = match holds {
        // Nobody can say which of the other keys belong here.
        None => {
            table.forgive();
            None
        }
        Some(Holds::Text) => Some(FieldKind::Text),
        Some(Holds::Number) => number(&mut table),
        Some(Holds::Date) => Some(FieldKind::Date),
        Some(Holds::Choice) => choice(&mut table, log),
        Some(Holds::Unit) => Some(FieldKind::Unit),
        Some(Holds::Place) => Some(FieldKind::Place),
        Some(Holds::Person) => Some(FieldKind::Person),
        Some(Holds::Attachment) => Some(FieldKind::Attachment),
    };
    table.close();
    let id = id?;
    if let (Some(Holds::Attachment), Some(place)) = (holds, required_at.filter(|_| required)) {
        log.add(place.problem(Kind::HoldsFiles { id: id.value.clone() }));
    }
    let id: FieldId = id.id(log)?;
    Some(Field {
        id,
        name: name?,
        kind: kind?,
        required,
        private,
    })
}

fn number(table: &mut Table<'_>) -> Option<FieldKind> {
    let has_unit = table.has("unit") || table.has("unit_en");
    let unit = if has_unit {
        promise::unit(table)
    } else {
        let bare = String::new();
        Some(Name {
            zh: bare.clone(),
            en: bare,
        })
    };
    let has_decimals = table.has("decimals");
    let decimals = table.whole_opt("decimals", 0..=i64::from(MOST_DECIMALS));
    let (least, most) = (table.figure_opt("least"), table.figure_opt("most"));
    if let (Some(least), Some(most)) = (&least, &most)
        && least.value > most.value
    {
        let message = format!("{} is below the least, {}", most.value, least.value);
        table.report_at(&most.place, Kind::BadValue { message });
    }
    Some(FieldKind::Number {
        unit: unit?,
        decimals: match decimals {
            None if has_decimals => return None,
            None => 0,
            Some(decimals) => u32::try_from(decimals.value).ok()?,
        },
        least: least.map(|least| least.value),
        most: most.map(|most| most.value),
    })
}

/// `options = [{ zh = "…", en = "…" }, …]`.
fn choice(table: &mut Table<'_>, log: &Log) -> Option<FieldKind> {
    let place = table.place_of("options");
    let mut options: Vec<Name> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let mut good = true;
    for mut option in table.tables("options", "zh") {
        let (zh, en) = (option.text("zh"), option.text("en"));
        option.close();
        let (Some(zh), Some(en)) = (zh, en) else {
            good = false;
            continue;
        };
        // A cell is read by either name, letter case aside, so that each must mean one option.
        for name in [&zh, &en] {
            let said = name.value.to_lowercase();
            if taken.contains(&said) {
                let (name, place) = (name.value.clone(), &name.place);
                let by = "another option".to_owned();
                log.add(place.problem(Kind::Taken { name, by }));
            }
        }
        taken.extend([zh.value.to_lowercase(), en.value.to_lowercase()]);
        options.push(Name {
            zh: zh.value,
            en: en.value,
        });
    }
    match place {
        None => table.report(Kind::Missing {
            key: "options".to_owned(),
        }),
        Some(place) if options.is_empty() && good => table.report_at(&place, Kind::Empty),
        Some(_) => {}
    }
    (good && !options.is_empty()).then_some(FieldKind::Choice { options })
}
