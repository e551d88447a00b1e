//! 佐证材料: the files of a stage or a field.

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{DragEvent, File, FileList, HtmlInputElement},
};
use yaodian_contract::{
    Problem,
    ledger::{EntryView, EvidenceRow},
};
use yaodian_domain::id::{FieldId, StageId};
use yaodian_words::{Lang, ledger as words};

use super::{address::encode, entry::Sheet, ledger_path};
use crate::api;

/// What a browser offers to be picked; what is kept is decided by what a file holds.
pub(in crate::desk) const KINDS: &str = "image/jpeg,image/png,image/webp,application/pdf,.xlsx,.xls";

/// Files that were picked in a field; the field is emptied, so that the same can be picked again.
pub(in crate::desk) fn picked(event: &ev::Event) -> Vec<File> {
    let field = event
        .target()
        .and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    let files = field
        .as_ref()
        .and_then(HtmlInputElement::files)
        .map(|files| all(&files))
        .unwrap_or_default();
    if let Some(field) = field {
        field.set_value("");
    }
    files
}

/// Files that were dropped.
pub(in crate::desk) fn dropped(event: &DragEvent) -> Vec<File> {
    event.prevent_default();
    let files = event.data_transfer().and_then(|data| data.files());
    files.map(|files| all(&files)).unwrap_or_default()
}

fn all(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|at| files.get(at)).collect()
}

/// The files of a stage or a field, and the way to add some.
pub(super) fn files(sheet: Sheet, stage: Option<StageId>, field: Option<FieldId>, editable: bool) -> AnyView {
    let lang = sheet.lang;
    let about = match (&stage, &field) {
        (Some(stage), _) => ("stage".to_owned(), stage.to_string()),
        (None, field) => (
            "field".to_owned(),
            field.as_ref().map(ToString::to_string).unwrap_or_default(),
        ),
    };
    let id = format!("file-{}", about.1);
    let rows = move || {
        let own = sheet.view.with(|view| {
            let files = view.iter().flat_map(|view| &view.evidence);
            files
                .filter(|file| file.stage == stage && file.field == field)
                .cloned()
                .collect::<Vec<_>>()
        });
        (!own.is_empty()).then(|| {
            let rows = own
                .into_iter()
                .map(|file| row(sheet, lang, file, editable))
                .collect_view();
            view! { <ul class="evidence">{rows}</ul> }
        })
    };
    let sending = RwSignal::new(None::<(usize, usize)>);
    let about = StoredValue::new(about);
    let send = move |files: Vec<File>| about.with_value(|about| send(sheet, files, about, sending));
    let add = editable.then(|| {
        let for_id = id.clone();
        // A new entry has to be there before anything can prove it.
        let there = move || sheet.view.with(Option::is_some);
        view! {
            <div class="drop" on:dragover=move |event| event.prevent_default() on:drop=move |event| send(dropped(&event))>
                <label for=for_id>{words::add_files(lang)}</label>
                <input id=id type="file" multiple accept=KINDS prop:disabled=move || !there() on:change=move |event| send(picked(&event))/>
                <p class="hint" role="status">{move || sending.get().map(|(at, of)| words::sending(lang, &at, &of))}</p>
            </div>
        }
    });
    view! { <div class="files">{rows} {add}</div> }.into_any()
}

/// Sends files one after the other; the first that is refused ends it.
fn send(sheet: Sheet, files: Vec<File>, about: &(String, String), sending: RwSignal<Option<(usize, usize)>>) {
    let id = sheet
        .view
        .with_untracked(|view| view.as_ref().map(|view| view.entry.id));
    let Some(id) = id.filter(|_| !files.is_empty() && sending.get_untracked().is_none()) else {
        return;
    };
    let about = about.clone();
    let base = sheet
        .open
        .with_value(|open| ledger_path(open.view.ledger.id.as_str(), &format!("/entries/{id}/evidence")));
    sheet.refused.set(None);
    leptos::task::spawn_local(async move {
        let of = files.len();
        for (at, file) in files.into_iter().enumerate() {
            sending.set(Some((at + 1, of)));
            let search = encode(&[("name".to_owned(), file.name()), about.clone()]);
            match api::send_file::<EntryView>(format!("{base}{search}"), file).await {
                Ok(view) => sheet.view.set(Some(view)),
                Err(Problem { kind, .. }) => {
                    sheet.refused.set(Some(kind));
                    break;
                }
            }
        }
        sending.set(None);
    });
}

fn row(sheet: Sheet, lang: Lang, file: EvidenceRow, editable: bool) -> AnyView {
    let href = format!("/evidence/{}", file.id);
    let picture = file.media.starts_with("image/").then(|| {
        let source = href.clone();
        view! { <img src=source alt="" loading="lazy" width="72" height="54"/> }
    });
    let facts = words::file_facts(lang, &words::size(file.bytes), &file.added_on, &file.added_by);
    let place = file
        .place
        .clone()
        .map(|place| view! { <span class="fine number">" " {words::taken_at(lang, &place)}</span> });
    let withdraw = editable.then(|| {
        let label = words::withdraw_file(lang, &file.name);
        let id = file.id.clone();
        let withdraw = move |_| {
            let entry = sheet.view.with_untracked(|view| view.as_ref().map(|view| view.entry.id));
            if let Some(entry) = entry {
                let path = sheet.open.with_value(|open| {
                    ledger_path(open.view.ledger.id.as_str(), &format!("/entries/{entry}/evidence/{id}/withdraw"))
                });
                sheet.ask(api::post::<(), EntryView>(path, ()), move |view| sheet.view.set(Some(view)));
            }
        };
        view! { <button type="button" class="quiet" aria-label=label on:click=withdraw>{words::withdraw(lang)}</button> }
    });
    view! {
        <li data-evidence=file.id>
            {picture}
            <span class="evidence-name">
                <a rel="external noopener" target="_blank" href=href>{file.name}</a> " " <span class="fine">{facts}</span>
                {place}
            </span>
            {withdraw}
        </li>
    }
    .into_any()
}
