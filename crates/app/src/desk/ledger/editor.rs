//! Writing in a cell of the grid: read as it is typed, sent alone, and never over what somebody
//! else has written meanwhile without being asked.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, HtmlInputElement},
};
use yaodian_contract::{
    Kind, Problem,
    ledger::{EntryView, SaveEntry, TypedCell},
};
use yaodian_domain::{id::EntryId, ledger::Column};
use yaodian_words::{cells, ledger as words, problems};

use super::{
    keys::{beside, focus},
    options,
    screen::Screen,
};
use crate::api;

/// A cell that is being written in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Editing {
    place: (usize, usize),
    entry: EntryId,
    key: String,
    column: Column,
    /// What stood there when it was opened, as canonical text.
    stood: Option<String>,
    /// Where the field goes, in the pixels of the grid.
    frame: String,
    text: RwSignal<String>,
    /// The version that was read.
    version: RwSignal<i64>,
    /// What the server said.
    refused: RwSignal<Option<Kind>>,
    saving: RwSignal<bool>,
}

/// Opens a cell for writing; `letter` is typed over what stands there.
pub(super) fn begin(screen: Screen, place: (usize, usize), letter: Option<&str>) {
    let Some(column) = screen.columns.with_untracked(|columns| columns.get(place.1).cloned()) else {
        return;
    };
    let entry = screen.page.with_untracked(|page| page.rows.get(place.0).cloned());
    let Some(entry) = entry.filter(|entry| screen.open.with_value(|open| open.writes(entry, &column))) else {
        return;
    };
    let (stood, shown, list) = screen.open.with_value(|open| {
        let stood = entry.row.text(&open.view.ledger, &column);
        let list = open.choices(screen.lang, &column).is_some();
        let shown = match &stood {
            Some(text) if !list => open.shown(screen.lang, &column, text),
            other => other.clone().unwrap_or_default(),
        };
        (stood, shown, list)
    });
    focus(screen, place);
    screen.editing.set(Some(Editing {
        place,
        entry: entry.id,
        key: entry.row.key,
        column,
        stood,
        frame: frame(),
        text: RwSignal::new(letter.filter(|_| !list).map_or(shown, str::to_owned)),
        version: RwSignal::new(entry.version),
        refused: RwSignal::new(None),
        saving: RwSignal::new(false),
    }));
    let selects = letter.is_none();
    set_timeout(move || enter_field(selects), std::time::Duration::ZERO);
}

/// The frame of the active cell.
fn frame() -> String {
    let cell = document()
        .active_element()
        .and_then(|cell| cell.dyn_into::<HtmlElement>().ok());
    let wrap = document().query_selector(".grid-wrap").ok().flatten();
    let (Some(cell), Some(wrap)) = (cell, wrap) else {
        return String::new();
    };
    let left = cell.offset_left() - wrap.scroll_left();
    let room = wrap.client_width() - cell.offset_width().max(320);
    let (left, top) = (left.clamp(0, room.max(0)), cell.offset_top() - wrap.scroll_top());
    format!(
        "inset-inline-start:{left}px;inset-block-start:{top}px;min-inline-size:{}px",
        cell.offset_width()
    )
}

fn enter_field(selects: bool) {
    if let Some(field) = document().get_element_by_id("cell-field") {
        if let Some(field) = field.dyn_ref::<HtmlElement>() {
            let _ = field.focus();
        }
        if let Some(field) = field.dyn_ref::<HtmlInputElement>().filter(|_| selects) {
            field.select();
        }
    }
}

/// Closes the field and goes on to the cell that is so many rows and columns away.
fn leave(screen: Screen, rows: isize, columns: isize) {
    screen.editing.set(None);
    let next = beside(screen, rows, columns);
    // Once the field is gone and the row says what was written.
    set_timeout(move || focus(screen, next), std::time::Duration::ZERO);
}

/// Sends what was typed; then goes on.
fn commit(screen: Screen, editing: &Editing, go: Option<(isize, isize)>) {
    if editing.saving.get_untracked() {
        return;
    }
    let text = editing.text.get_untracked();
    let read = screen.open.with_value(|open| open.read(&editing.column, &text));
    // What is wrong stands below the field already.
    let Ok(value) = read else { return };
    let done = move || match go {
        Some((rows, columns)) => leave(screen, rows, columns),
        None => screen.editing.set(None),
    };
    if value == editing.stood {
        done();
        return;
    }
    let Editing {
        place,
        entry,
        saving,
        refused,
        ..
    } = *editing;
    let request = SaveEntry {
        key: editing.key.clone(),
        version: Some(editing.version.get_untracked()),
        cells: vec![TypedCell {
            column: editing.column.clone(),
            text,
        }],
    };
    saving.set(true);
    refused.set(None);
    let path = screen.path("/entries");
    leptos::task::spawn_local(async move {
        let answer = api::post::<_, EntryView>(path, request).await;
        match answer {
            Ok(view) => {
                replace(screen, place.0, entry, view);
                saving.set(false);
                done();
            }
            Err(Problem { kind, .. }) => {
                saving.set(false);
                refused.set(Some(kind));
            }
        }
    });
}

/// Shows an entry as it stands now.
fn replace(screen: Screen, row: usize, id: EntryId, view: EntryView) {
    screen.page.update(|page| {
        if let Some(entry) = page.rows.get_mut(row).filter(|entry| entry.id == id) {
            *entry = view.entry;
        }
    });
}

/// Takes what somebody else wrote.
fn take_theirs(screen: Screen, editing: &Editing) {
    let (row, id, path) = (
        editing.place.0,
        editing.entry,
        screen.path(&format!("/entries/{}", editing.entry)),
    );
    let refused = editing.refused;
    leptos::task::spawn_local(async move {
        match api::get::<EntryView>(path).await {
            Ok(view) => {
                replace(screen, row, id, view);
                leave(screen, 0, 0);
            }
            Err(Problem { kind, .. }) => refused.set(Some(kind)),
        }
    });
}

/// The field above the grid, where the cell is.
pub(super) fn editor(screen: Screen, editing: &Editing) -> AnyView {
    let lang = screen.lang;
    let editing = StoredValue::new(editing.clone());
    let get = move || editing.get_value();
    let Editing {
        text,
        refused,
        saving,
        frame,
        ..
    } = get();
    let (label, list) = screen.open.with_value(|open| {
        let Editing { column, key, .. } = get();
        (
            words::cell_of(lang, &open.heading(lang, &column), &key),
            open.choices(lang, &column),
        )
    });
    let trouble = move || {
        screen.open.with_value(|open| {
            let column = get().column;
            let here = text.with(|text| open.read(&column, text)).err();
            here.map(|trouble| open.trouble(lang, &column, &trouble))
        })
    };
    let on_key = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        if event.is_composing() {
            return;
        }
        let back = event.shift_key();
        let go = match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                return leave(screen, 0, 0);
            }
            "Enter" => (if back { -1 } else { 1 }, 0),
            "Tab" => (0, if back { -1 } else { 1 }),
            _ => return,
        };
        event.prevent_default();
        commit(screen, &get(), Some(go));
    };
    let on_blur = move |event: ev::FocusEvent| {
        let inside = event
            .related_target()
            .and_then(|to| to.dyn_into::<leptos::web_sys::Element>().ok());
        let inside = inside.is_some_and(|to| to.closest(".cell-editor").ok().flatten().is_some());
        // Nothing is left open behind one's back, and nothing that was typed is lost.
        if !inside && screen.editing.get_untracked().is_some() && refused.with_untracked(Option::is_none) {
            commit(screen, &get(), None);
        }
    };
    let field = match list {
        Some(list) => {
            let chosen = text.get_untracked();
            let blank = view! { <option value="">{words::blank(lang)}</option> };
            view! {
                <select id="cell-field" aria-label=label aria-describedby="cell-wrong" on:keydown=on_key on:blur=on_blur
                    on:change=move |event| text.set(event_target_value(&event))>
                    {blank} {options(list, &chosen)}
                </select>
            }
            .into_any()
        }
        None => view! {
            <input id="cell-field" autocomplete="off" aria-label=label aria-describedby="cell-wrong"
                aria-invalid=move || trouble().is_some().then_some("true")
                readonly=move || saving.get()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=on_key on:blur=on_blur/>
        }
        .into_any(),
    };
    let said = move || refused.get().map(|kind| refusal(screen, get(), kind));
    view! {
        <div class="cell-editor" style=frame>
            {field}
            <p class="wrong" id="cell-wrong" aria-live="polite">{trouble}</p>
            <div aria-live="assertive">{said}</div>
        </div>
    }
    .into_any()
}

/// What the server said against it.
fn refusal(screen: Screen, editing: Editing, kind: Kind) -> AnyView {
    let lang = screen.lang;
    match kind {
        Kind::Clash { clashes, version } => {
            let lines = screen.open.with_value(|open| {
                (clashes.iter())
                    .map(|clash| view! { <li>{cells::clash(lang, &open.view.ledger, &open.units, clash)}</li> })
                    .collect_view()
            });
            let (mine, theirs) = (editing.clone(), editing);
            view! {
                <div class="clash" id="clash">
                    <p><strong>{words::clash_title(lang)}</strong></p>
                    <ul>{lines}</ul>
                    <p class="actions">
                        <button type="button" id="use-mine" on:click=move |_| {
                            mine.version.set(version);
                            commit(screen, &mine, Some((0, 0)));
                        }>{words::use_mine(lang)}</button>
                        <button type="button" class="quiet" id="use-theirs" on:click=move |_| take_theirs(screen, &theirs)>
                            {words::use_theirs(lang)}
                        </button>
                    </p>
                </div>
            }
            .into_any()
        }
        Kind::Entry { problems } => {
            let lines = screen.open.with_value(|open| {
                (problems.iter())
                    .map(|problem| view! { <li>{cells::problem(lang, &open.view.ledger, problem)}</li> })
                    .collect_view()
            });
            view! { <ul class="wrong">{lines}</ul> }.into_any()
        }
        other => view! { <p class="wrong">{problems::problem(lang, &other)}</p> }.into_any(),
    }
}
