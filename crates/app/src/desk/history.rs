//! What happened to a report, and what was changed in it, so that it can be read.

use leptos::prelude::*;
use yaodian_contract::{Difference, HistoryRow, Piece};
use yaodian_domain::target::Target;
use yaodian_words::{Lang, figures, label, problems, report, say};

use super::attached;

/// What happened to a report on a target.
pub(super) fn history_list(lang: Lang, target: &Target, rows: &[HistoryRow]) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let words = say::history_row(lang, &row.on, &row.by, &report::done(lang, row.step));
            let note = row
                .note
                .clone()
                .map(|note| view! { <span class="returned">" " {note}</span> });
            let changed = (!row.changed.is_empty()).then(|| {
                view! {
                    <details class="changed"><summary>{report::changes_word(lang)}</summary>{differences(lang, target, &row.changed)}</details>
                }
            });
            view! { <li>{words}{note}{changed}</li> }
        })
        .collect_view();
    view! { <section class="history"><h2>{label::history(lang)}</h2><ol>{rows}</ol></section> }.into_any()
}

/// What a report says otherwise than the approved one that it corrects.
pub(super) fn since_approval(lang: Lang, target: &Target, changed: &[Difference]) -> Option<AnyView> {
    (!changed.is_empty()).then(|| {
        view! {
            <section class="sheet changed" aria-labelledby="since-approval">
                <h2 id="since-approval">{report::changed_since_approval(lang)}</h2>
                {differences(lang, target, changed)}
            </section>
        }
        .into_any()
    })
}

fn differences(lang: Lang, target: &Target, changed: &[Difference]) -> AnyView {
    let rows = changed.iter().map(|difference| {
        let (name, said) = match difference {
            Difference::Figure { from, to } => {
                let figure = |figure| figures::figure(lang, target, figure);
                let said = report::from_to(lang, &figure(from), &figure(to));
                (
                    label::your_figure(lang),
                    view! { <span class="number">{said}</span> }.into_any(),
                )
            }
            Difference::Text { field, pieces } => (problems::field(lang, *field), text(pieces)),
            Difference::Evidence { gone, new } => {
                let gone = (!gone.is_empty()).then(|| view! { <del>{attached::list(gone)}</del> });
                let new = (!new.is_empty()).then(|| view! { <ins>{attached::list(new)}</ins> });
                (report::evidence_word(lang), view! { {gone} {new} }.into_any())
            }
        };
        view! { <div><dt>{name}</dt><dd>{said}</dd></div> }
    });
    let rows: Vec<_> = rows.collect();
    view! { <dl class="facts differences">{rows}</dl> }.into_any()
}

fn text(pieces: &[Piece]) -> AnyView {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Same(text) => view! { <span>{text.clone()}</span> }.into_any(),
        Piece::Gone(text) => view! { <del>{text.clone()}</del> }.into_any(),
        Piece::New(text) => view! { <ins>{text.clone()}</ins> }.into_any(),
    });
    let pieces: Vec<_> = pieces.collect();
    view! { <p>{pieces}</p> }.into_any()
}
