//! 开放数据: what the open tables hold, each defined once; pages, files, the archive of a plan and `yaodian check`
//! all write these.
//!
//! Only what the public may see is in them, by what was known on the day asked for, and never a person's name.

mod figures;
mod judged;
mod lists;
mod networks;
mod package;
mod plan;

use std::{fs::File, sync::Arc};

use serde::Serialize;
use yaodian_app::public::{DataField, DataTable, Knowledge};
use yaodian_contract::Kind;
use yaodian_documents::open::{Format, Open, Table};
use yaodian_domain::{
    Date,
    bulletin::BulletinHead,
    plan::Plan,
    standing::{Standing, Turn},
};
use yaodian_words::Lang;

use super::{Refused, Served, aside, ledgers::files::to_file};
use crate::house::House;

pub(crate) use figures::of as observations;
pub(crate) use judged::{Judged, judge, needed, of as assessments};
pub(crate) use lists::final_list;
pub(crate) use package::{descriptor, zip};

/// How a table is made.
type Make = for<'g> fn(&'g Ground) -> Open<'g>;

/// Every open table, in the order in which they are shown.
const TABLES: [(&str, Make); 23] = [
    ("chapters", plan::chapters),
    ("items", plan::items),
    ("tasks", plan::tasks),
    ("assignments", plan::assignments),
    ("units", plan::units),
    ("targets", plan::targets),
    ("allocations", plan::allocations),
    ("observations", figures::observations),
    ("series", figures::series),
    ("assessments", judged::assessments),
    ("assessment-history", judged::history),
    ("parts", judged::parts),
    ("judgements", judged::judgements),
    ("decisions", judged::decisions),
    ("ledgers", lists::ledgers),
    ("ledger-stages", lists::ledger_stages),
    ("sections", networks::sections),
    ("section-months", networks::section_months),
    ("section-values", networks::section_values),
    ("stations", networks::stations),
    ("station-months", networks::station_months),
    ("city-months", networks::city_months),
    ("bulletins", lists::bulletins),
];

/// What comes last, once a year is closed.
const FINALS: (&str, Make) = ("final-list", lists::finals);

fn all() -> impl Iterator<Item = (&'static str, Make)> {
    TABLES.into_iter().chain([FINALS])
}

/// What the tables are made of.
pub(crate) struct Ground {
    house: House,
    version: i64,
    known: Arc<Knowledge>,
    standing: Arc<Standing>,
    as_of: Date,
    bulletins: Vec<BulletinHead>,
}

impl Ground {
    /// By what was known of the house's plan on a day.
    pub(crate) async fn of(house: &House, as_of: Date) -> Served<Self> {
        let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
        let mut bulletins = house.store.bulletins(&known.plan.id).await?;
        bulletins.retain(|head| head.published_on.is_some());
        Ok(Self {
            standing: house.standing(version, &known, as_of),
            house: house.clone(),
            version,
            known,
            as_of,
            bulletins,
        })
    }

    /// How the plan is called in the name of its package.
    pub(crate) fn name(&self) -> String {
        self.plan().id.as_str().replace('/', "-")
    }

    fn plan(&self) -> &Plan {
        &self.known.plan
    }

    /// The address at which a page of the plan stays, whichever plan is worked on.
    fn address(&self, path: &str) -> String {
        format!("{}/plans/{}{path}", self.house.origin, self.plan().id)
    }

    fn turns(&self) -> Arc<[Turn]> {
        self.house.turns(self.version, &self.known)
    }
}

/// The name of a case without arguments, as it is written everywhere else.
fn code(case: impl Serialize) -> String {
    match serde_json::to_value(case) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Identifiers parted by spaces.
fn ids<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn find(id: &str) -> Option<Make> {
    all().find_map(|(name, make)| (name == id).then_some(make))
}

/// A table as a file, at its beginning, with the name under which it is saved. `only` names fields and the values
/// that rows must have in them.
pub(crate) async fn file(
    ground: Ground,
    id: &str,
    format: Format,
    only: Vec<(String, String)>,
) -> Served<(String, File)> {
    let make = find(id).ok_or(Kind::NotFound)?;
    let wanted: Vec<&str> = only.iter().map(|(_, value)| value.as_str()).collect();
    let name = [ground.plan().id.as_str(), id].into_iter().chain(wanted);
    let name = format!("{}-{}", name.collect::<Vec<_>>().join("-"), ground.as_of).replace('/', "-");
    let turns = ground.house.files.sheets.clone();
    let file = aside(&turns, move || {
        let mut open = make(&ground);
        for (field, value) in &only {
            open = open.only(field, value).map_err(|other| Kind::NotAmong {
                what: format!("{field}={value}"),
                choices: other.choices,
            })?;
        }
        to_file(|out| open.write(format, out).map(drop))
    });
    Ok((name, file.await?))
}

/// How many rows of a table its page shows.
const PREVIEW: usize = 20;

/// One table for its page, with its first rows as they stand in CSV.
pub(crate) async fn table(ground: Ground, lang: Lang, id: &str) -> Served<(DataTable, Vec<Vec<String>>)> {
    let make = find(id).ok_or(Kind::NotFound)?;
    let turns = ground.house.files.sheets.clone();
    let made = aside(&turns, move || {
        let Open { table, rows } = make(&ground);
        let (mut preview, mut count) = (Vec::new(), 0);
        for row in rows {
            if preview.len() < PREVIEW {
                preview.push(row.iter().map(|cell| cell.text().into_owned()).collect());
            }
            count += 1;
        }
        Ok((described(lang, &table, count), preview))
    });
    made.await
}

/// Every table, with how many rows it has.
pub(crate) async fn tables(ground: Ground, lang: Lang) -> Served<Vec<DataTable>> {
    let turns = ground.house.files.sheets.clone();
    let made = aside(&turns, move || {
        let counted = all().map(|(_, make)| {
            let Open { table, rows } = make(&ground);
            described(lang, &table, rows.count())
        });
        Ok(counted.collect())
    });
    made.await
}

fn described(lang: Lang, table: &Table, rows: usize) -> DataTable {
    let fields = table.fields.iter().map(|field| DataField {
        name: field.name,
        kind: field.kind.as_str(),
        title: (field.title)(lang),
        about: field.about.map(|about| about(lang)),
        unit: field.unit,
        required: field.required,
        unique: field.unique,
        key: table.key.contains(&field.name),
        refers: field.refers.map(|refers| (refers.table, refers.field)),
        options: field.options.clone(),
    });
    DataTable {
        id: table.id,
        title: (table.title)(lang),
        about: (table.about)(lang),
        rows,
        fields: fields.collect(),
    }
}

/// A failure of the machine.
fn failed(error: impl std::fmt::Display) -> Refused {
    Refused::Failed(error.to_string())
}
