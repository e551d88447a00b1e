//! 佐证材料: the files of a report or a request, and the field to add some.

use leptos::prelude::*;
use yaodian_contract::{Kind, Problem};
use yaodian_domain::{evidence::Evidence, id::TargetId};
use yaodian_words::{Lang, ledger as words, report};

use super::ledger::{KINDS, encode, picked};
use crate::api;

/// Files as they can be opened.
pub(super) fn list(files: &[Evidence]) -> AnyView {
    let rows = files.iter().map(|file| view! { <li>{line(file)}</li> }).collect_view();
    view! { <ul class="evidence">{rows}</ul> }.into_any()
}

fn line(file: &Evidence) -> AnyView {
    view! {
        <span class="evidence-name">
            <a rel="external noopener" target="_blank" href=format!("/evidence/{}", file.id)>{file.name.clone()}</a> " "
            <span class="fine number">{words::size(file.bytes)}</span>
        </span>
    }
    .into_any()
}

/// The field with which files are added to what is said of a target, and taken away again. While files
/// are on their way `sending` says so, and nothing should be sent without them.
pub(super) fn field(
    lang: Lang,
    target: &TargetId,
    files: RwSignal<Vec<Evidence>>,
    refused: RwSignal<Option<Kind>>,
    locked: Signal<bool>,
    sending: RwSignal<bool>,
) -> AnyView {
    let path = format!("/api/v1/targets/{target}/files");
    let send = move |event| {
        let all = picked(&event);
        if all.is_empty() || sending.get_untracked() {
            return;
        }
        sending.set(true);
        refused.set(None);
        let path = path.clone();
        leptos::task::spawn_local(async move {
            for file in all {
                let search = encode(&[("name".to_owned(), file.name())]);
                match api::send_file::<Evidence>(format!("{path}{search}"), file).await {
                    Ok(file) => files.update(|files| files.push(file)),
                    Err(Problem { kind, .. }) => {
                        refused.set(Some(kind));
                        break;
                    }
                }
            }
            sending.set(false);
        });
    };
    let rows = move || {
        let rows = files.get().into_iter().map(|file| {
            let id = file.id.clone();
            let remove = move |_| files.update(|files| files.retain(|other| other.id != id));
            let name = format!("{} {}", report::remove_file(lang), file.name);
            view! {
                <li>
                    {line(&file)}
                    <button type="button" class="quiet" aria-label=name prop:disabled=move || locked.get() on:click=remove>{report::remove_file(lang)}</button>
                </li>
            }
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| view! { <ul class="evidence">{rows}</ul> })
    };
    view! {
        <div class="files drop">
            <label for="evidence-files">{report::evidence_word(lang)} " " <span class="hint">{report::evidence_hint(lang)}</span></label>
            {rows}
            <input id="evidence-files" type="file" multiple accept=KINDS prop:disabled=move || locked.get() on:change=send/>
            <p class="hint" role="status">{move || sending.get().then(|| report::evidence_sending(lang))}</p>
        </div>
    }
    .into_any()
}
