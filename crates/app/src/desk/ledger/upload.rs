//! 上传: a sheet is shown row by row, with what it would do, before anything is done.

use leptos::{ev::DragEvent, prelude::*, web_sys::File};
use yaodian_contract::{
    Kind,
    ledger::{Batch, CommitUpload, Committed, Preview, PreviewRow, UndoBatch, VerdictCounts},
};
use yaodian_domain::ledger::{Column, Verdict};
use yaodian_words::{Lang, cells, ledger as words};

use super::{
    super::{Loading, Refusal, ask, shown},
    Open, about,
    address::encode,
    bulk::outcome_words,
    crumbs, demonstration,
    evidence::{dropped, picked},
    history::changes,
    ledger_path, opening,
    tools::count,
};
use crate::{
    api::{self, Answer},
    lang,
};

/// The page on which sheets are uploaded.
#[component]
pub(crate) fn UploadPage() -> impl IntoView {
    let opening = opening();
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(opening.await, |view| about(view, page)) })}
        </Suspense>
    }
}

/// What rows come to, in the order in which somebody wants to see them: name in addresses, heading,
/// how many.
fn sorts(lang: Lang, counts: &VerdictCounts) -> [(&'static str, &'static str, usize); 5] {
    [
        ("bad", words::bad(lang), counts.bad),
        ("conflict", words::conflict(lang), counts.conflict),
        ("changed", words::changed_rows(lang), counts.changed),
        ("added", words::added(lang), counts.added),
        ("unchanged", words::unchanged(lang), counts.unchanged),
    ]
}

fn sort_of(row: &PreviewRow) -> &'static str {
    match row.verdict {
        Verdict::Added { .. } => "added",
        Verdict::Changed { .. } => "changed",
        Verdict::Unchanged => "unchanged",
        Verdict::Conflict { .. } => "conflict",
        Verdict::Bad { .. } => "bad",
    }
}

/// All that changes on the page.
#[derive(Clone, Copy)]
struct Desk {
    lang: Lang,
    open: StoredValue<Open>,
    /// The name of the file that is on its way.
    sending: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Kind>>,
    preview: RwSignal<Option<Preview>>,
    sort: RwSignal<&'static str>,
    rows: RwSignal<Vec<PreviewRow>>,
    committed: RwSignal<Option<Committed>>,
    undone: RwSignal<Option<Batch>>,
}

impl Desk {
    fn path(self, rest: &str) -> String {
        self.open
            .with_value(|open| ledger_path(open.view.ledger.id.as_str(), rest))
    }

    fn ask<T: 'static>(self, answer: impl Future<Output = Answer<T>> + 'static, then: impl FnOnce(T) + 'static) {
        ask::once(self.busy, self.problem, answer, move |value| {
            self.sending.set(None);
            if let Some(value) = value {
                then(value);
            }
        });
    }

    /// Shows one sort of rows.
    fn turn_to(self, sort: &'static str) {
        self.sort.set(sort);
        self.rows.set(self.preview.with_untracked(|preview| {
            let rows = preview.iter().flat_map(|preview| &preview.rows);
            rows.filter(|row| sort_of(row) == sort).cloned().collect()
        }));
    }

    fn send(self, files: Vec<File>) {
        let Some(file) = files.into_iter().next().filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        let name = file.name();
        self.sending.set(Some(name.clone()));
        self.preview.set(None);
        self.committed.set(None);
        self.undone.set(None);
        let path = self.path(&format!("/uploads{}", encode(&[("name".to_owned(), name)])));
        self.ask(api::send_file::<Preview>(path, file), move |preview| {
            let sorts = sorts(self.lang, &preview.counts);
            let first = sorts
                .into_iter()
                .find(|(_, _, n)| *n > 0)
                .map_or("bad", |(sort, _, _)| sort);
            self.preview.set(Some(preview));
            self.turn_to(first);
        });
    }
}

fn page(open: Open) -> AnyView {
    let lang = lang();
    let (crumbs, made_up) = (crumbs(lang, &open), demonstration(lang, open.view.demonstration));
    let title = words::upload_title(lang, &lang.of(&open.view.ledger.name));
    let desk = Desk {
        lang,
        open: StoredValue::new(open),
        sending: RwSignal::new(None),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        preview: RwSignal::new(None),
        sort: RwSignal::new("bad"),
        rows: RwSignal::new(Vec::new()),
        committed: RwSignal::new(None),
        undone: RwSignal::new(None),
    };
    let over = |event: DragEvent| event.prevent_default();
    view! {
        {made_up}
        {crumbs}
        <h1>{title}</h1>
        <p class="lede">{words::upload_intro(lang)}</p>
        <p class="ledger-files">
            <a rel="external" download="" href=desk.path("/template.xlsx")>{words::template(lang)}</a>
            <a rel="external" download="" href=desk.path("/export.xlsx")>{words::current(lang)}</a>
        </p>
        <div class="drop" on:dragover=over on:drop=move |event| desk.send(dropped(&event))>
            <label for="upload-file">{words::choose_file(lang)}</label>
            <input id="upload-file" type="file" accept=".xlsx,.xls,.csv" prop:disabled=move || desk.busy.get()
                on:change=move |event| desk.send(picked(&event))/>
            <p class="hint">{words::choose_hint(lang)}</p>
        </div>
        <div aria-live="polite" id="upload-state">
            {move || desk.sending.get().map(|name| view! { <p class="loading">{words::reading(lang, &name)}</p> })}
        </div>
        <div aria-live="assertive">{move || desk.problem.get().map(|kind| view! { <Refusal kind/> })}</div>
        <div aria-live="polite">{move || result(desk)}</div>
        {move || desk.preview.with(|preview| preview.as_ref().map(|preview| previewed(desk, preview)))}
    }
    .into_any()
}

fn previewed(desk: Desk, preview: &Preview) -> AnyView {
    let lang = desk.lang;
    let counts = preview.counts;
    let good = counts.added + counts.changed;
    let tabs = sorts(lang, &counts)
        .into_iter()
        .map(|(sort, name, n)| {
            let pressed = move || (desk.sort.get() == sort).to_string();
            view! {
                <button type="button" class="quiet" data-count=sort aria-pressed=pressed on:click=move |_| desk.turn_to(sort)>
                    {name} " " <b class="number">{count(n)}</b>
                </button>
            }
        })
        .collect_view();
    let (seen, id) = (preview.seen, preview.id.clone());
    let commit = move |_| {
        let path = desk.path(&format!("/uploads/{id}/commit"));
        desk.ask(
            api::post::<_, Committed>(path, CommitUpload { seen }),
            move |committed| {
                desk.committed.set(Some(committed));
            },
        );
    };
    let sheet = (!preview.sheet.is_empty()).then(|| words::from_sheet(lang, &preview.sheet, &preview.heading));
    let passed_over = (!preview.passed_over.is_empty())
        .then(|| view! { <p class="fine">{words::passed_over(lang, &preview.passed_over.join(words::and(lang)))}</p> });
    let waiting = move || desk.committed.with(Option::is_none);
    let id = preview.id.clone();
    let seen = preview.seen;
    let address = desk.path(&format!("/uploads/{}/returned.xlsx?seen={seen}", preview.id));
    // What did not go in, before it is committed and, where others were faster, after.
    let handed_back = move || {
        let counts = desk
            .committed
            .with(|done| done.as_ref().map_or(counts, |done| done.counts));
        (counts.bad + counts.conflict > 0).then(|| {
            view! {
                <a rel="external" download="" id="returned" href=address.clone()>
                    {words::download_returned(lang, &count(counts.bad + counts.conflict))}
                </a>
            }
        })
    };
    let of_sort = move || {
        let sort = desk.sort.get();
        sorts(lang, &counts)
            .into_iter()
            .find(|(name, _, _)| *name == sort)
            .map_or(0, |(_, _, n)| n)
    };
    let more = move || {
        let shown = desk.rows.with(Vec::len);
        let id = id.clone();
        (shown < of_sort()).then(|| {
            let more = move |_| {
                let sort = desk.sort.get_untracked();
                let search = encode(&[
                    ("kind".to_owned(), sort.to_owned()),
                    ("from".to_owned(), shown.to_string()),
                    ("seen".to_owned(), seen.to_string()),
                ]);
                let path = desk.path(&format!("/uploads/{id}/rows{search}"));
                desk.ask(api::get::<Vec<PreviewRow>>(path), move |rows| {
                    if desk.sort.get_untracked() == sort {
                        desk.rows.update(|all| all.extend(rows));
                    }
                });
            };
            let busy = move || desk.busy.get();
            view! { <button type="button" class="quiet" id="more-rows" prop:disabled=busy on:click=more>{words::more_rows(lang, &count(shown), &count(of_sort()))}</button> }
        })
    };
    let rows = move || {
        desk.rows.with(|rows| {
            desk.open
                .with_value(|open| rows.iter().map(|row| preview_row(lang, open, row)).collect_view())
        })
    };
    view! {
        <section class="preview" aria-labelledby="preview">
            <h2 id="preview">{preview.name.clone()}</h2>
            <p class="fine">{sheet}</p>
            {passed_over}
            <div class="tabs" role="group" aria-label=words::rows_by_sort(lang)>{tabs}</div>
            <p class="actions">
                {move || waiting().then(|| view! {
                    <button type="button" id="commit" prop:disabled=move || desk.busy.get() || good == 0 on:click=commit.clone()>
                        {words::commit(lang, &count(good))}
                    </button>
                })}
                {handed_back}
            </p>
            <div class="table-wrap" tabindex="0">
                <table class="preview-rows" id="preview-rows">
                    <thead>
                        <tr>
                            <th scope="col" class="number">{words::sheet_row(lang)}</th>
                            <th scope="col">{desk.open.with_value(|open| open.heading(lang, &Column::Key))}</th>
                            <th scope="col">{words::what_happens(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {move || desk.rows.with(Vec::is_empty).then(|| view! { <p class="absent">{words::no_rows(lang)}</p> })}
            <p>{more}</p>
        </section>
    }
    .into_any()
}

/// How many values of a new entry are told.
const TOLD: usize = 4;

fn preview_row(lang: Lang, open: &Open, row: &PreviewRow) -> AnyView {
    let lines = |lines: Vec<String>| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="changes">{lines}</ul> }.into_any()
    };
    let what = match &row.verdict {
        Verdict::Added { row } => {
            let columns = open.columns(false).into_iter().skip(1);
            let told = columns.filter_map(|column| {
                let text = row
                    .text(&open.view.ledger, &column)
                    .filter(|_| column != Column::Stage)?;
                Some(open.shown(lang, &column, &text))
            });
            let mut told: Vec<String> = told.take(TOLD).collect();
            told.push(open.stage_reached(lang, row.reached.len()));
            told.join(" · ").into_any()
        }
        Verdict::Changed { changes: list, .. } => changes(lang, open, list),
        Verdict::Unchanged => words::unchanged(lang).into_any(),
        Verdict::Conflict { clashes, .. } => {
            let said = clashes
                .iter()
                .map(|clash| cells::clash(lang, &open.view.ledger, &open.units, clash));
            lines(said.collect())
        }
        Verdict::Bad { problems } => {
            let said = problems
                .iter()
                .map(|problem| cells::problem(lang, &open.view.ledger, problem));
            lines(said.collect())
        }
    };
    view! {
        <tr data-row=row.row.to_string()>
            <td class="number">{row.row.to_string()}</td>
            <th scope="row">{row.key.clone()}</th>
            <td>{what}</td>
        </tr>
    }
    .into_any()
}

/// What came of it, and the way back.
fn result(desk: Desk) -> Option<AnyView> {
    let lang = desk.lang;
    let back = desk
        .open
        .with_value(|open| format!("/app/ledger/{}", open.view.ledger.id));
    if let Some(batch) = desk.undone.get() {
        let said = desk.open.with_value(|open| outcome_words(lang, open, &batch, true));
        return Some(
            view! { <div class="notice" id="outcome">{said} <p><a href=back>{words::to_ledger(lang)}</a></p></div> }
                .into_any(),
        );
    }
    desk.committed.get().map(|committed| {
        let counts = committed.counts;
        let left = counts.bad + counts.conflict;
        let undo = committed.batch.map(|batch| {
            let undo = move |_| {
                let request = UndoBatch { batch: batch.clone() };
                desk.ask(api::post::<_, Batch>(desk.path("/undo"), request), move |batch| desk.undone.set(Some(batch)));
            };
            view! { <button type="button" class="quiet" id="undo" on:click=undo>{words::undo(lang)}</button> }
        });
        view! {
            <div class="notice" id="committed">
                <p><strong>{words::committed(lang, &count(counts.added), &count(counts.changed), &count(left))}</strong></p>
                <p class="actions"><a class="button" id="back" href=back>{words::to_ledger(lang)}</a> {undo}</p>
            </div>
        }
        .into_any()
    })
}
