//! The stages of an entry: which are done and when, who may do the next, and what it needs.

use leptos::prelude::*;
use yaodian_contract::ledger::TypedCell;
use yaodian_domain::ledger::Column;
use yaodian_words::{cells, ledger as words};

use super::{entry::Sheet, evidence, tools::typed};

pub(super) fn steps(sheet: Sheet) -> AnyView {
    let lang = sheet.lang;
    let count = sheet.open.with_value(|open| open.view.ledger.stages.len());
    let rows = (0..count).map(|at| step(sheet, at)).collect_view();
    view! {
        <section class="entry-stages" aria-labelledby="stages">
            <h2 id="stages">{words::stages(lang)}</h2>
            <ol class="steps">{rows}</ol>
        </section>
    }
    .into_any()
}

fn step(sheet: Sheet, at: usize) -> AnyView {
    let lang = sheet.lang;
    let Some((stage, needs, today)) = sheet.open.with_value(|open| {
        let stage = open.view.ledger.stages.get(at)?.clone();
        let fields = stage
            .fields
            .iter()
            .map(|id| open.heading(lang, &Column::Field(id.clone())));
        let needs = fields.collect::<Vec<_>>().join(words::and(lang));
        Some((stage, needs, open.view.today.to_string()))
    }) else {
        return ().into_any();
    };
    let column = StoredValue::new(Column::Reached(stage.id.clone()));
    let movers = stage
        .movers
        .iter()
        .map(|mover| cells::mover(lang, *mover))
        .collect::<Vec<_>>()
        .join(words::or(lang));
    let reached = move || {
        sheet
            .view
            .with(|view| view.as_ref().map_or(0, |view| view.entry.row.reached.len()))
    };
    let day = move || {
        let day = sheet
            .view
            .with(|view| view.as_ref().and_then(|view| view.entry.row.reached.get(at).copied()));
        day.map(|day| day.to_string())
    };
    let may = move || {
        sheet
            .view
            .with(|view| view.as_ref().is_some_and(|view| view.moves.contains(&at)))
    };
    let editable = move || sheet.view.with(|view| view.as_ref().is_some_and(|view| view.editable));
    let files = stage.files;
    let have = move || {
        let has = sheet.view.with(|view| {
            view.as_ref()
                .and_then(|view| view.entry.files.get(at).copied())
                .unwrap_or(0)
        });
        match files {
            0 => (has > 0).then(|| words::evidence_number(lang, &has)),
            files => Some(words::evidence_have(lang, &has, &files)),
        }
    };
    let send = move |text: String| {
        let column = column.get_value();
        // What was typed and not saved is part of it: it may be what the stage rests on.
        let mut cells = sheet.touched();
        cells.push(TypedCell { column, text });
        sheet.send(cells, sheet.version());
    };
    let field = format!("day-{at}");
    let actions = move || {
        let busy = move || sheet.busy.get();
        let (may, reached) = (may(), reached());
        if may && reached == at {
            let (id, label, value, last) = (field.clone(), field.clone(), today.clone(), today.clone());
            let done = {
                let field = field.clone();
                move |_| send(typed(&field))
            };
            view! {
                <p class="step-do">
                    <label for=label>{words::done_on(lang)}</label>
                    <input id=id type="date" value=value max=last/>
                    <button type="button" data-done=at.to_string() prop:disabled=busy on:click=done>{words::done(lang)}</button>
                </p>
            }
            .into_any()
        } else if may && reached == at + 1 {
            view! {
                <p class="step-do">
                    <button type="button" class="quiet" data-back=at.to_string() prop:disabled=busy on:click=move |_| send(String::new())>
                        {words::step_back(lang)}
                    </button>
                </p>
            }
            .into_any()
        } else {
            ().into_any()
        }
    };
    let state = move || if reached() > at { "step is-done" } else { "step" };
    let id = stage.id.clone();
    view! {
        <li class=state data-stage=at.to_string()>
            <h3>
                <span aria-hidden="true">{move || if reached() > at { "● " } else { "○ " }}</span>
                {lang.of(&stage.name).to_owned()} " "
                <span class="number step-day">{move || day().unwrap_or_else(|| words::not_done(lang).to_owned())}</span>
            </h3>
            <p class="fine">{words::done_by(lang, &movers)}</p>
            {(!needs.is_empty()).then(|| view! { <p class="fine">{words::needs(lang, &needs)}</p> })}
            <p class="fine">{have}</p>
            {move || evidence::files(sheet, Some(id.clone()), None, editable())}
            <p class="wrong">{move || column.with_value(|column| sheet.trouble(column))}</p>
            {actions}
        </li>
    }
    .into_any()
}
