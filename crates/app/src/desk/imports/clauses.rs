//! A task clause by clause: each can be a target, or begin a task of its own.

use leptos::prelude::*;
use yaodian_domain::plan::Span;
use yaodian_intake::Edit;
use yaodian_words::import_desk as words;

use super::{
    card,
    screen::{Desk, Editing},
    spot::Spot,
};

/// What a sentence ends with.
const STOPS: [char; 6] = ['\u{3002}', '\u{ff1b}', ';', '\u{ff01}', '\u{ff0c}', ','];

/// The clauses of a stretch of the text.
fn clauses(text: &str, span: Span) -> Vec<Span> {
    let words = text.get(span.start..span.end).unwrap_or_default();
    let mut start = span.start;
    let mut all = Vec::new();
    for part in words.split_inclusive(STOPS) {
        let (from, end) = (start, start + part.len());
        start = end;
        let lead = part.len() - part.trim_start().len();
        if !part.trim_matches(STOPS).trim().is_empty() {
            all.push(Span {
                start: from + lead,
                end,
            });
        }
    }
    all
}

/// The clauses of a task: each can be a target, or begin a task of its own. All that the mouse does in the
/// document can be done here without one.
pub(super) fn form(desk: Desk, at: usize) -> AnyView {
    let lang = desk.lang;
    let found = desk.reviewed.with_untracked(|reviewed| {
        let spot = Spot::of_task(reviewed, at)?;
        spot.task(reviewed).map(|task| task.span)
    });
    let Some(span) = found else { return ().into_any() };
    let all = desk.text.with_untracked(|text| clauses(text, span));
    let rows = all
        .into_iter()
        .map(|clause| {
            let words_ = card::clean(&desk.words(clause));
            let (first, target) = (clause.start == span.start, stopless(desk, clause));
            let split = (!first).then(|| {
                let label = format!("{}: {words_}", words::split_here(lang));
                view! { <button type="button" class="linklike" aria-label=label on:click=move |_| desk.decide(Edit::Split { at: clause.start })>{words::split_here(lang)}</button> }
            });
            let label = format!("{}: {words_}", words::make_target(lang));
            view! {
                <li class="sentence">
                    <span class="quote">{words_.clone()}</span>
                    <span class="row-actions">
                        <button type="button" class="linklike" aria-label=label on:click=move |_| desk.edit(Editing::Add(target))>{words::make_target(lang)}</button>
                        {split}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="hint">{words::sentences_hint(lang)}</p>
        <ol class="sentence-list">{rows}</ol>
        <p class="actions">{super::form::cancel(desk)}</p>
    }
    .into_any()
}

/// A clause without the stop at its end.
fn stopless(desk: Desk, clause: Span) -> Span {
    let words = desk.words(clause);
    let kept = words.trim_end_matches(|c: char| STOPS.contains(&c) || c.is_whitespace());
    Span {
        start: clause.start,
        end: clause.start + kept.len(),
    }
}

#[cfg(test)]
#[path = "../../../tests/imports/clauses.rs"]
mod tests;
