//! What happened to an entry: who changed what, from what to what.

use leptos::prelude::*;
use yaodian_domain::ledger::Change;
use yaodian_words::{Lang, label, ledger as words};

use super::{Open, entry::Sheet};

/// The past of an entry, newest first.
pub(super) fn past(sheet: Sheet) -> AnyView {
    let lang = sheet.lang;
    let rows = move || {
        sheet.view.with(|view| {
            let steps = view.iter().flat_map(|view| &view.history);
            sheet.open.with_value(|open| {
                steps
                    .map(|step| {
                        let first = step.changes.is_empty();
                        let what = (!first).then(|| changes(lang, open, &step.changes));
                        let version = step.version.map(|version| words::version_number(lang, &version));
                        view! {
                            <li>
                                <span class="number">{step.on.to_string()}</span> " " {step.by.clone()} " · " {words::how(lang, step.how)}
                                " " <span class="fine">{version}</span>
                                {what}
                            </li>
                        }
                    })
                    .collect_view()
            })
        })
    };
    view! {
        <section class="history" aria-labelledby="history">
            <h2 id="history">{label::history(lang)}</h2>
            <ol id="past">{rows}</ol>
        </section>
    }
    .into_any()
}

/// Changes, each with what stood there and what came.
pub(super) fn changes(lang: Lang, open: &Open, changes: &[Change]) -> AnyView {
    let lines = changes
        .iter()
        .map(|Change { column, before, after }| {
            let before = open.shown_or_blank(lang, column, before.as_deref());
            let after = open.shown_or_blank(lang, column, after.as_deref());
            view! { <li>{open.heading(lang, column)} " " <s>{before}</s> " → " <b>{after}</b></li> }
        })
        .collect_view();
    view! { <ul class="changes">{lines}</ul> }.into_any()
}
