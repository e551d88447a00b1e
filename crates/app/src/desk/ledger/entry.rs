//! 条目: one entry with all its fields, its stages, its evidence and its past; or a new one.

use leptos::{prelude::*, wasm_bindgen::JsCast as _, web_sys::HtmlElement};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use serde::{Deserialize, Serialize};
use yaodian_contract::{
    Kind, Problem,
    ledger::{EntryView, LedgerView, SaveEntry, TypedCell},
};
use yaodian_domain::ledger::{Column, Trouble};
use yaodian_words::{Lang, cells, ledger as words};

use super::{
    super::{Loading, Refusal, ask, shown},
    Open, about, crumbs, demonstration, fields, history, ledger_path, stages,
};
use crate::{
    api::{self, Answer},
    lang,
};

/// What an entry is opened with.
#[derive(Clone, Serialize, Deserialize)]
struct Opening {
    ledger: LedgerView,
    entry: Option<EntryView>,
}

/// The page of one entry, or of one that is to be.
#[component]
pub(crate) fn EntryPage() -> impl IntoView {
    let params = use_params_map();
    let which = move || {
        params.with(|params| {
            let get = |name: &str| params.get(name).unwrap_or_default();
            (get("id"), get("entry"))
        })
    };
    let opening = Resource::new(which, |(id, entry)| {
        let ledger = api::get::<LedgerView>(ledger_path(&id, ""));
        let entry = (entry != "new").then(|| api::get::<EntryView>(ledger_path(&id, &format!("/entries/{entry}"))));
        async move {
            let ledger = ledger.await?;
            let entry = match entry {
                Some(entry) => Some(entry.await?),
                None => None,
            };
            Ok::<_, Problem>(Opening { ledger, entry })
        }
    });
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                shown(opening.await, |Opening { ledger, entry }| about(ledger, |open| page(open, entry)))
            })}
        </Suspense>
    }
}

/// What is typed in a field; `None` where nobody has touched it.
pub(super) type Touched = RwSignal<Option<String>>;

/// All that changes on the page.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    pub(super) lang: Lang,
    pub(super) open: StoredValue<Open>,
    /// The entry as it stands; `None` for a new one.
    pub(super) view: RwSignal<Option<EntryView>>,
    pub(super) typed: StoredValue<Vec<(Column, Touched)>>,
    pub(super) key: RwSignal<String>,
    pub(super) refused: RwSignal<Option<Kind>>,
    /// What was refused last, to be sent once more over what somebody else wrote.
    sent: StoredValue<Vec<TypedCell>>,
    pub(super) saved: RwSignal<bool>,
    pub(super) busy: RwSignal<bool>,
    created: Callback<EntryView>,
}

impl Sheet {
    /// Sends cells to be kept, held against the version that was read.
    pub(super) fn send(self, cells: Vec<TypedCell>, version: Option<i64>) {
        self.sent.set_value(cells.clone());
        let key = self
            .view
            .with_untracked(|view| view.as_ref().map(|view| view.entry.row.key.clone()));
        let new = key.is_none();
        let request = SaveEntry {
            key: key.unwrap_or_else(|| self.key.get_untracked()),
            version,
            cells,
        };
        let path = self
            .open
            .with_value(|open| ledger_path(open.view.ledger.id.as_str(), "/entries"));
        self.ask(api::post::<_, EntryView>(path, request), move |view| {
            let sent = self.sent.get_value();
            self.forget(|column| sent.iter().any(|cell| cell.column == *column));
            if new {
                self.created.run(view);
            } else {
                self.view.set(Some(view));
                self.saved.set(true);
            }
        });
    }

    /// Asks the server for something that a person did, and calls `then` with the answer.
    pub(super) fn ask<T: 'static>(
        self,
        answer: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.saved.set(false);
        ask::once(self.busy, self.refused, answer, |value| match value {
            Some(value) => then(value),
            // Wherever one is on the page: what stands in the way comes into view.
            None => set_timeout(|| focus_on("against"), std::time::Duration::ZERO),
        });
    }

    /// What was typed and not saved yet.
    pub(super) fn touched(self) -> Vec<TypedCell> {
        self.typed.with_value(|typed| {
            let touched = typed
                .iter()
                .filter_map(|(column, text)| Some((column, text.get_untracked()?)));
            touched
                .map(|(column, text)| TypedCell {
                    column: column.clone(),
                    text,
                })
                .collect()
        })
    }

    /// Forgets what was typed in these columns.
    fn forget(self, which: impl Fn(&Column) -> bool) {
        self.typed.with_value(|typed| {
            for (_, text) in typed.iter().filter(|(column, _)| which(column)) {
                text.set(None);
            }
        });
    }

    pub(super) fn version(self) -> Option<i64> {
        self.view
            .with_untracked(|view| view.as_ref().map(|view| view.entry.version))
    }

    /// What stands in a column, as it is sent.
    pub(super) fn stands(self, column: &Column) -> String {
        self.view.with(|view| {
            let row = view.as_ref().map(|view| &view.entry.row);
            let text = row.and_then(|row| self.open.with_value(|open| row.text(&open.view.ledger, column)));
            text.unwrap_or_default()
        })
    }

    /// What the server or this page has against a cell.
    pub(super) fn trouble(self, column: &Column) -> Option<String> {
        let said = |trouble: &Trouble| self.open.with_value(|open| open.trouble(self.lang, column, trouble));
        self.refused.with(|refused| match refused {
            Some(Kind::Entry { problems }) => problems
                .iter()
                .find(|problem| problem.column == *column)
                .map(|p| said(&p.trouble)),
            _ => None,
        })
    }
}

fn focus_on(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

fn page(open: Open, entry: Option<EntryView>) -> AnyView {
    let lang = lang();
    let navigate = use_navigate();
    let here = format!("/app/ledger/{}/entry/", open.view.ledger.id);
    let new = entry.is_none();
    let editable = entry.as_ref().map_or(!open.view.edits.is_empty(), |view| view.editable);
    let only = open
        .view
        .edits
        .first()
        .filter(|_| open.view.edits.len() == 1)
        .map(ToString::to_string);
    let columns: Vec<Column> = std::iter::once(Column::Unit)
        .chain(
            open.view
                .ledger
                .fields
                .iter()
                .map(|field| Column::Field(field.id.clone())),
        )
        .collect();
    let typed = columns
        .into_iter()
        .map(|column| {
            // One's own unit goes without saying.
            let own = only.clone().filter(|_| new && column == Column::Unit);
            (column, RwSignal::new(own))
        })
        .collect();
    let crumbs = crumbs(lang, &open);
    let made_up = demonstration(lang, open.view.demonstration);
    let counted = lang.of(&open.view.ledger.counted).to_owned();
    let sheet = Sheet {
        lang,
        open: StoredValue::new(open),
        view: RwSignal::new(entry),
        typed: StoredValue::new(typed),
        key: RwSignal::new(String::new()),
        refused: RwSignal::new(None),
        sent: StoredValue::new(Vec::new()),
        saved: RwSignal::new(false),
        busy: RwSignal::new(false),
        created: Callback::new(move |view: EntryView| {
            navigate(&format!("{here}{}", view.entry.id), NavigateOptions::default());
        }),
    };
    let title = move || match sheet
        .view
        .with(|view| view.as_ref().map(|view| view.entry.row.key.clone()))
    {
        Some(key) => words::entry_title(lang, &counted, &key),
        None => words::new_entry_title(lang, &counted),
    };
    let around = (!new).then(|| view! { {stages::steps(sheet)} {history::past(sheet)} });
    view! {
        {made_up}
        {crumbs}
        <h1>{title}</h1>
        <p class="fine">{move || sheet.view.with(|view| view.as_ref().map(|view| {
            words::version(lang, &view.entry.version, &view.entry.changed_on, &view.entry.changed_by)
        }))}</p>
        <div id="against" tabindex="-1" aria-live="assertive">{move || sheet.refused.get().map(|kind| against(sheet, kind))}</div>
        <div class="entry">
            {fields::fields(sheet, new, editable)}
            {around}
        </div>
    }
    .into_any()
}

/// What stands in the way, over the fields; each of them tells its own part.
fn against(sheet: Sheet, kind: Kind) -> AnyView {
    let lang = sheet.lang;
    let Kind::Clash { clashes, version } = kind else {
        let lines = match &kind {
            Kind::Entry { problems } => sheet.open.with_value(|open| {
                let lines = problems
                    .iter()
                    .map(|problem| cells::problem(lang, &open.view.ledger, problem));
                Some(lines.map(|line| view! { <li>{line}</li> }).collect_view())
            }),
            _ => None,
        };
        return view! { <Refusal kind/> {lines.map(|lines| view! { <ul class="wrong" id="entry-problems">{lines}</ul> })} }.into_any();
    };
    let lines = sheet.open.with_value(|open| {
        (clashes.iter())
            .map(|clash| view! { <li>{cells::clash(lang, &open.view.ledger, &open.units, clash)}</li> })
            .collect_view()
    });
    let theirs = move |_| {
        let columns: Vec<Column> = clashes.iter().map(|clash| clash.column.clone()).collect();
        let path = sheet.open.with_value(|open| {
            let id = sheet
                .view
                .with_untracked(|view| view.as_ref().map(|view| view.entry.id));
            id.map(|id| ledger_path(open.view.ledger.id.as_str(), &format!("/entries/{id}")))
        });
        if let Some(path) = path {
            sheet.ask(api::get::<EntryView>(path), move |view| {
                sheet.forget(|column| columns.contains(column));
                sheet.view.set(Some(view));
            });
        }
    };
    view! {
        <div class="clash refusal" id="clash">
            <p><strong>{words::clash_title(lang)}</strong></p>
            <ul>{lines}</ul>
            <p class="actions">
                <button type="button" id="use-mine" on:click=move |_| sheet.send(sheet.sent.get_value(), Some(version))>{words::use_mine(lang)}</button>
                <button type="button" class="quiet" id="use-theirs" on:click=theirs>{words::use_theirs(lang)}</button>
            </p>
        </div>
    }
    .into_any()
}
