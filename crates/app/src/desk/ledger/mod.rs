//! 台账: the ledgers that a person keeps: a list, a screen for each, a page for each entry, uploads.
//!
//! * [`list`]: which ledgers there are;
//! * [`screen`]: one ledger: its tools ([`tools`], [`filters`], [`views`]), its grid ([`grid`],
//!   [`keys`], [`editor`]) and what is done to many entries at once ([`bulk`]);
//! * [`entry`]: one entry: its fields ([`fields`]), its stages and evidence ([`stages`], [`evidence`]), its past
//!   ([`history`]);
//! * [`upload`]: a sheet, weighed before anything is done;
//! * [`address`]: what of all this stands in the address;

mod address;

mod bulk;
mod editor;
mod entry;
mod evidence;
mod fields;
mod filters;
mod grid;
mod history;
mod keys;
mod list;
mod screen;
mod stages;
mod tools;
mod upload;
mod views;

pub(super) use address::encode;
pub(super) use entry::EntryPage;
pub(super) use evidence::{KINDS, dropped, picked};
pub(super) use list::LedgerList;
pub(super) use screen::LedgerPage;
pub(super) use upload::UploadPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use yaodian_contract::{Kind, ledger::LedgerView};
use yaodian_domain::{
    id::UnitId,
    ledger::{
        Cell, Column, Entry, Field, FieldKind, Trouble,
        cell::{read, stage_day, unit},
    },
    unit::Register,
};
use yaodian_words::{Lang, cells, ledger as words};

use super::Refusal;
use crate::api::{self, Answer};

/// How many columns of its own a ledger shows before it is asked for all of them.
const FIRST_FIELDS: usize = 5;

/// A ledger as it was opened.
pub(crate) struct Open {
    pub(crate) view: LedgerView,
    units: Register,
}

impl Open {
    /// `None` where the server sent a register that is none.
    fn new(view: LedgerView) -> Option<Self> {
        let units = Register::new(view.units.clone()).ok()?;
        Some(Self { view, units })
    }

    /// The columns that the grid shows: all, or what tells entries from each other.
    fn columns(&self, wide: bool) -> Vec<Column> {
        let ledger = &self.view.ledger;
        let fields = (ledger.fields.iter()).filter(|field| field.kind.has_column());
        let fields = fields.take(if wide { usize::MAX } else { FIRST_FIELDS });
        let reached = ledger.stages.iter().filter(|_| wide);
        [Column::Key, Column::Unit]
            .into_iter()
            .chain(fields.map(|field| Column::Field(field.id.clone())))
            .chain(reached.map(|stage| Column::Reached(stage.id.clone())))
            .chain([Column::Stage, Column::Changed])
            .collect()
    }

    fn heading(&self, lang: Lang, column: &Column) -> String {
        cells::column(lang, &self.view.ledger, column)
    }

    fn field(&self, column: &Column) -> Option<&Field> {
        match column {
            Column::Field(id) => self.view.ledger.field(id).map(|(_, field)| field),
            _ => None,
        }
    }

    /// A value as people read it.
    fn shown(&self, lang: Lang, column: &Column, text: &str) -> String {
        cells::value(lang, &self.view.ledger, &self.units, column, text)
    }

    /// A value that may be blank.
    fn shown_or_blank(&self, lang: Lang, column: &Column, text: Option<&str>) -> String {
        text.map_or_else(|| words::blank(lang).to_owned(), |text| self.shown(lang, column, text))
    }

    /// What stands in a cell of the grid.
    fn cell(&self, lang: Lang, entry: &Entry, column: &Column) -> String {
        match column {
            Column::Stage => self.stage_reached(lang, entry.row.reached.len()),
            Column::Changed => entry.changed_on.to_string(),
            _ => {
                let text = entry.row.text(&self.view.ledger, column);
                text.map_or_else(String::new, |text| self.shown(lang, column, &text))
            }
        }
    }

    /// The last of `reached` stages, and how many there are.
    fn stage_reached(&self, lang: Lang, reached: usize) -> String {
        let stages = &self.view.ledger.stages;
        match reached.checked_sub(1).and_then(|at| stages.get(at)) {
            Some(stage) => words::stage_of(lang, &lang.of(&stage.name), &reached, &stages.len()),
            None => words::no_stage(lang).to_owned(),
        }
    }

    fn stage_name(&self, lang: Lang, at: usize) -> String {
        let stage = self.view.ledger.stages.get(at);
        stage.map_or_else(String::new, |stage| lang.of(&stage.name).to_owned())
    }

    /// Whether the reader may write in this cell.
    fn writes(&self, entry: &Entry, column: &Column) -> bool {
        self.edits(&entry.row.unit)
            && match column {
                Column::Unit => self.view.edits.len() > 1,
                Column::Field(_) => true,
                Column::Reached(id) => {
                    let at = self.view.ledger.stage(id);
                    at.is_some_and(|at| self.view.moves.contains(&at))
                }
                _ => false,
            }
    }

    fn edits(&self, unit: &UnitId) -> bool {
        self.view.edits.contains(unit)
    }

    /// Reads what is typed in a column, as the server will.
    fn read(&self, column: &Column, text: &str) -> Result<Option<String>, Trouble> {
        let cell = Cell::Text(text);
        let value = match column {
            Column::Unit if text.trim().is_empty() => return Err(Trouble::Missing),
            Column::Unit => Some(unit(text, &self.units)?.id.to_string()),
            Column::Reached(_) => stage_day(&cell)?.map(|day| day.to_string()),
            Column::Field(_) => match self.field(column) {
                Some(field) => match read(field, &cell, &self.units)? {
                    None if field.required => return Err(Trouble::Missing),
                    value => value,
                },
                None => None,
            },
            _ => Some(text.to_owned()),
        };
        Ok(value)
    }

    fn trouble(&self, lang: Lang, column: &Column, trouble: &Trouble) -> String {
        cells::trouble(lang, &self.view.ledger, column, trouble)
    }

    /// What a drop-down offers in a column: the text that is sent, and how it reads.
    fn choices(&self, lang: Lang, column: &Column) -> Option<Vec<(String, String)>> {
        let units = |ids: &[UnitId]| {
            let known = ids.iter().filter_map(|id| self.units.get(id));
            known
                .map(|unit| (unit.id.to_string(), lang.unit(unit).to_owned()))
                .collect()
        };
        match column {
            Column::Unit => Some(units(&self.view.edits)),
            _ => match &self.field(column)?.kind {
                FieldKind::Choice { options } => {
                    let option = |option: &yaodian_domain::plan::Name| (option.zh.clone(), lang.of(option).to_owned());
                    Some(options.iter().map(option).collect())
                }
                FieldKind::Unit => {
                    let known = self.units.iter();
                    Some(
                        known
                            .map(|unit| (unit.id.to_string(), lang.unit(unit).to_owned()))
                            .collect(),
                    )
                }
                _ => None,
            },
        }
    }

    /// The units whose entries the ledger holds.
    fn holders(&self, lang: Lang) -> Vec<(String, String)> {
        let known = self.view.ledger.holders.iter().filter_map(|id| self.units.get(id));
        known
            .map(|unit| (unit.id.to_string(), lang.unit(unit).to_owned()))
            .collect()
    }
}

/// The ledger that the address names.
fn ledger_of_address() -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || params.with(|params| params.get("id").unwrap_or_default())
}

/// The opened ledger, for pages that need nothing else of the screen.
fn opening() -> Resource<Answer<LedgerView>> {
    Resource::new(ledger_of_address(), |id| api::get::<LedgerView>(ledger_path(&id, "")))
}

/// A page about an opened ledger.
fn about(view: LedgerView, page: impl FnOnce(Open) -> AnyView) -> AnyView {
    match Open::new(view) {
        Some(open) => page(open),
        None => view! { <Refusal kind=Kind::Unreachable/> }.into_any(),
    }
}

/// Where the API keeps a ledger.
fn ledger_path(id: &str, rest: &str) -> String {
    format!("/api/v1/ledgers/{id}{rest}")
}

/// Options of a drop-down; the one that is chosen is chosen from the first.
fn options(choices: Vec<(String, String)>, chosen: &str) -> AnyView {
    choices
        .into_iter()
        .map(|(value, name)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{name}</option> }
        })
        .collect_view()
        .into_any()
}

/// Says on every screen of a ledger that its entries are made up.
fn demonstration(lang: Lang, is: bool) -> Option<AnyView> {
    is.then(|| {
        view! { <p class="demonstration" id="demonstration" role="note">{words::demonstration(lang)}</p> }.into_any()
    })
}

/// The way back to a ledger.
fn crumbs(lang: Lang, open: &Open) -> AnyView {
    let ledger = &open.view.ledger;
    view! {
        <p class="crumbs">
            <a href="/app/ledgers">{words::title(lang)}</a> " / "
            <a href=format!("/app/ledger/{}", ledger.id)>"← " {lang.of(&ledger.name).to_owned()}</a>
        </p>
    }
    .into_any()
}
