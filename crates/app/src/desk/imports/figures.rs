//! Figures that are no target, each linked to its place; any of them can be made one.

use leptos::prelude::*;
use yaodian_domain::plan::Span;
use yaodian_intake::{Matter, NoTarget};
use yaodian_words::{import_desk as words, intake};

use super::{
    light,
    queue::clause_around,
    screen::{Desk, Editing},
};

/// A figure, and why it is no target.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Figure {
    told: String,
    because: NoTarget,
    before: String,
    after: String,
    span: Span,
}

/// So many characters on either side tell where a figure stands.
const AROUND: usize = 12;

fn figures(desk: Desk) -> Vec<Figure> {
    desk.text.with(|text| {
        desk.reviewed.with(|reviewed| {
            let remarks = reviewed.draft.diagnostics.iter();
            let figures = remarks.filter_map(|remark| match &remark.matter {
                Matter::NoTarget { figure, because } if *because != NoTarget::Heading => {
                    let Span { start, end } = remark.span;
                    let before = text.get(..start).unwrap_or_default();
                    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
                    let after = text.get(end..).unwrap_or_default();
                    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
                    let clean = |words: &str| super::card::clean(words);
                    Some(Figure {
                        told: figure.clone(),
                        because: *because,
                        before: clean(before.get(from..).unwrap_or_default()),
                        after: clean(after.get(..to).unwrap_or_default()),
                        span: remark.span,
                    })
                }
                _ => None,
            });
            figures.collect()
        })
    })
}

/// The list, by why they are none.
pub(super) fn pane(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let all = Memo::new(move |_| figures(desk));
    let sorts = move || {
        let all = all.get();
        let mut sorts: Vec<NoTarget> = Vec::new();
        for figure in &all {
            if !sorts.contains(&figure.because) {
                sorts.push(figure.because);
            }
        }
        let open = desk.is_open();
        let folds = sorts.into_iter().map(|sort| {
            let of: Vec<&Figure> = all.iter().filter(|figure| figure.because == sort).collect();
            let count = of.len();
            let rows = of
                .into_iter()
                .map(|figure| {
                    let span = figure.span;
                    let label = format!("{}: {}", words::this_is_one(lang), figure.told);
                    let make = open.then(|| {
                        view! { <button type="button" class="linklike" aria-label=label on:click=move |_| desk.edit(Editing::Add(clause_around(desk, span)))>{words::this_is_one(lang)}</button> }
                    });
                    view! {
                        <li>
                            <button type="button" class="linklike quote" on:click=move |_| light::jump(desk, span)>
                                {figure.before.clone()} <mark>{figure.told.clone()}</mark> {figure.after.clone()}
                            </button>
                            {make}
                        </li>
                    }
                })
                .collect_view();
            view! {
                <details class="figures" open=count <= 12>
                    <summary>{intake::no_target(lang, sort)} " " <span class="number">{count.to_string()}</span></summary>
                    <ul class="plain">{rows}</ul>
                </details>
            }
        });
        folds.collect_view()
    };
    view! {
        <section aria-labelledby="figures-head">
            <h2 id="figures-head">{words::figures_title(lang)}</h2>
            <p class="hint">{words::figures_hint(lang)}</p>
            {sorts}
        </section>
    }
    .into_any()
}
