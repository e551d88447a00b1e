//! 批量流转: many entries moved at once; what came of it, and the way back.

use leptos::prelude::*;
use yaodian_contract::ledger::{Batch, Chosen, MoveEntries, UndoBatch};
use yaodian_domain::{ledger::Verdict, ledger::cell::day};
use yaodian_words::{Lang, cells, ledger as words};

use super::{
    Open,
    screen::Screen,
    tools::{count, typed},
};
use crate::api;

/// What can be done with the entries that are chosen.
pub(super) fn bar(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let number = move || {
        if screen.all.get() {
            screen.page.with(|page| page.matching)
        } else {
            screen.chosen.with(std::collections::BTreeSet::len)
        }
    };
    let any = Memo::new(move |_| number() > 0);
    view! { <div>{move || any.get().then(|| chosen(screen, lang, number))}</div> }.into_any()
}

/// The stage that the chosen entries come to next, if the reader may move them there.
fn next_stage(screen: Screen) -> usize {
    let next = screen.page.with_untracked(|page| {
        let chosen = screen.chosen.get_untracked();
        let mine = page.rows.iter().filter(|entry| chosen.contains(&entry.id));
        mine.map(|entry| entry.row.reached.len()).min()
    });
    screen.open.with_value(|open| {
        let moves = &open.view.moves;
        let next = next.filter(|next| moves.contains(next));
        next.or(moves.first().copied()).unwrap_or_default()
    })
}

fn chosen(screen: Screen, lang: Lang, number: impl Fn() -> usize + Copy + Send + Sync + 'static) -> AnyView {
    let wrong = RwSignal::new(None::<String>);
    let stage = StoredValue::new(next_stage(screen));
    let stages = screen.open.with_value(|open| {
        let moves = open.view.moves.iter();
        moves
            .map(|at| (at.to_string(), open.stage_name(lang, *at)))
            .collect::<Vec<_>>()
    });
    let today = screen.open.with_value(|open| open.view.today.to_string());
    let last = today.clone();
    let picked = StoredValue::new(false);
    let send = move |day: Option<yaodian_domain::Date>| {
        let chosen = if screen.all.get_untracked() {
            Chosen::Matching(screen.asked.with_untracked(|asked| asked.query.clone()))
        } else {
            Chosen::Entries(screen.chosen.with_untracked(|chosen| chosen.iter().copied().collect()))
        };
        // Unless somebody says which: forward to the next one, or back before the last one.
        let stage = match day {
            None if !picked.get_value() => stage.get_value().saturating_sub(1),
            _ => stage.get_value(),
        };
        screen.batch.set(None);
        let sent = api::post::<_, Batch>(screen.path("/move"), MoveEntries { chosen, stage, day });
        screen.ask(sent, move |batch| done(screen, batch, false));
    };
    let forward = move |_| match day(typed("bulk-day").trim()) {
        Ok(day) => {
            wrong.set(None);
            send(Some(day));
        }
        Err(trouble) => {
            let column = yaodian_domain::ledger::Column::Changed;
            wrong.set(Some(
                screen.open.with_value(|open| open.trouble(lang, &column, &trouble)),
            ));
        }
    };
    let more = move || {
        let matching = screen.page.with(|page| page.matching);
        (!screen.all.get() && matching > number()).then(|| {
            view! {
                <button type="button" class="quiet" id="pick-matching" on:click=move |_| screen.all.set(true)>
                    {words::pick_matching(lang, &count(matching))}
                </button>
            }
        })
    };
    let none = move |_| {
        screen.all.set(false);
        screen.chosen.update(std::collections::BTreeSet::clear);
    };
    let busy = move || screen.busy.get();
    view! {
        <section class="bulk" id="bulk" aria-label=words::bulk(lang)>
            <p class="bulk-number" role="status">
                <strong id="chosen">{move || words::chosen(lang, &count(number()))}</strong> " "
                {more} " "
                <button type="button" class="quiet" id="pick-none" on:click=none>{words::pick_none(lang)}</button>
            </p>
            <div class="bulk-move">
                <label for="bulk-stage">{words::stage(lang)}</label>
                <select id="bulk-stage" on:change=move |event| {
                    stage.set_value(event_target_value(&event).parse().unwrap_or_default());
                    picked.set_value(true);
                }>
                    {super::options(stages, &stage.get_value().to_string())}
                </select>
                <label for="bulk-day">{words::done_on(lang)}</label>
                <input id="bulk-day" type="date" value=today max=last/>
                <button type="button" id="bulk-move" prop:disabled=busy on:click=forward>{words::move_on(lang)}</button>
                <button type="button" id="bulk-back" class="quiet" prop:disabled=busy on:click=move |_| send(None)>{words::take_back(lang)}</button>
            </div>
            <p class="wrong">{move || wrong.get()}</p>
        </section>
    }
    .into_any()
}

/// Shows what came of a change of many entries.
fn done(screen: Screen, batch: Batch, undone: bool) {
    let batch_changed = batch.changed > 0;
    screen.batch.set(Some((batch, undone)));
    // Where nothing has moved, one tries again with the same.
    if batch_changed {
        screen.all.set(false);
        screen.chosen.update(std::collections::BTreeSet::clear);
    }
    screen.reload();
}

/// What came of the last change of many entries.
pub(super) fn outcome(screen: Screen) -> AnyView {
    view! {
        <div aria-live="polite">
            {move || screen.batch.get().map(|(batch, undone)| screen.open.with_value(|open| said(screen, open, batch, undone)))}
        </div>
    }
    .into_any()
}

fn said(screen: Screen, open: &Open, batch: Batch, undone: bool) -> AnyView {
    let lang = screen.lang;
    let id = batch.id.clone();
    let undo = id.map(|id| {
        let back = move |_| {
            let request = UndoBatch { batch: id.clone() };
            let sent = api::post::<_, Batch>(screen.path("/undo"), request);
            screen.ask(sent, move |batch| done(screen, batch, true));
        };
        view! { <button type="button" class="quiet" id="undo" on:click=back>{words::undo(lang)}</button> }
    });
    view! {
        <div class="notice" id="outcome">
            {outcome_words(lang, open, &batch, undone)}
            {undo}
        </div>
    }
    .into_any()
}

/// What came of a change of many entries, in words.
pub(super) fn outcome_words(lang: Lang, open: &Open, batch: &Batch, undone: bool) -> AnyView {
    let (changed, refused) = (count(batch.changed), count(batch.refused_count));
    let words = if undone {
        words::undone(lang, &changed, &refused)
    } else {
        words::moved(lang, &changed, &refused)
    };
    let same =
        (batch.unchanged > 0).then(|| view! { <p class="fine">{words::as_wanted(lang, &count(batch.unchanged))}</p> });
    let lines = (batch.refused.iter())
        .map(|refused| {
            let why = match &refused.why {
                Verdict::Bad { problems } => {
                    let problems = problems
                        .iter()
                        .map(|problem| cells::problem(lang, &open.view.ledger, problem));
                    problems.collect::<Vec<_>>().join(words::and(lang))
                }
                _ => words::outrun(lang).to_owned(),
            };
            view! { <li><b>{refused.key.clone()}</b> " " {why}</li> }
        })
        .collect_view();
    let more = batch.refused_count.saturating_sub(batch.refused.len());
    let more = (more > 0).then(|| view! { <li>{words::and_more(lang, &count(more))}</li> });
    view! {
        <p><strong>{words}</strong></p>
        {same}
        {(!batch.refused.is_empty()).then(|| view! {
            <details open=""><summary>{words::why_not(lang)}</summary><ul class="why-not">{lines}{more}</ul></details>
        })}
    }
    .into_any()
}
