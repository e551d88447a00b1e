//! The final list: filtered, and, before closing is asked for, with what becomes of the unfinished.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;
use yaodian_contract::closing::{ClosingDesk, FinalTarget};
use yaodian_domain::{
    closing::{Final, State},
    id::TargetId,
};
use yaodian_words::{Lang, closing as words, figures, label, say};

use super::draft::{Draft, OneChoice};
use crate::parts;

/// Which part of the list is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Finished,
    Unfinished,
}

/// A row, with all that can be looked for in it.
struct Line {
    target: TargetId,
    finished: bool,
    text: String,
}

/// The section.
pub(super) fn section(lang: Lang, desk: &ClosingDesk, draft: &Draft) -> AnyView {
    let (part, search) = (RwSignal::new(Part::All), RwSignal::new(String::new()));
    let lines: Arc<Vec<Line>> = Arc::new(
        desk.finals
            .targets
            .iter()
            .filter_map(|one| Some((one, target_of(desk, &one.target)?)))
            .map(|(one, of)| line(lang, one, of))
            .collect(),
    );
    let shown = {
        let lines = lines.clone();
        Memo::new(move |_| {
            let wanted = search.with(|search| search.trim().to_lowercase());
            let fits = |line: &&Line| {
                let in_part = match part.get() {
                    Part::All => true,
                    Part::Finished => line.finished,
                    Part::Unfinished => !line.finished,
                };
                in_part && line.text.contains(&wanted)
            };
            let fitting: BTreeSet<TargetId> = lines.iter().filter(fits).map(|line| line.target.clone()).collect();
            fitting
        })
    };
    let all = lines.len();
    let rows = desk
        .finals
        .targets
        .iter()
        .filter_map(|one| Some((one, target_of(desk, &one.target)?)))
        .map(|(one, of)| row(lang, desk, one, of, draft, shown))
        .collect_view();
    let heads = [
        (words::head_outcome(lang), false),
        (label::targets(lang), false),
        (label::value_word(lang), true),
        (label::target_word(lang), true),
        (words::units_parts(lang), false),
        (words::head_choice(lang), false),
    ];
    let title = match desk.closing.state() {
        State::Closed => words::final_list(lang),
        State::Open | State::Asked => words::final_list_today(lang),
    };
    let choose = move |name: &'static str, value: Part| {
        view! {
            <label><input type="radio" name="part" prop:checked=move || part.get() == value on:change=move |_| part.set(value)/> " " {name}</label>
        }
    };
    let bulk = draft.open.then(|| bulk(lang, draft, shown));
    view! {
        <section aria-labelledby="finals">
            <h2 id="finals">{title}</h2>
            {(desk.closing.state() == State::Closed).then(|| view! { <p class="fine">{words::frozen_note(lang)}</p> })}
            <div class="final-filters" role="search">
                <fieldset class="inline">
                    <legend class="visually-hidden">{words::filter(lang)}</legend>
                    {choose(words::all(lang), Part::All)}
                    {choose(words::finished(lang), Part::Finished)}
                    {choose(words::unfinished(lang), Part::Unfinished)}
                </fieldset>
                <label for="final-search" class="visually-hidden">{words::search(lang)}</label>
                <input id="final-search" type="search" placeholder=words::search(lang) prop:value=move || search.get() on:input=move |event| search.set(event_target_value(&event))/>
                <span class="fine" role="status">{move || words::shown_of(lang, &shown.with(BTreeSet::len), &all)}</span>
            </div>
            {bulk}
            {parts::table("case-list finals-desk", &heads, rows)}
            {move || shown.with(BTreeSet::is_empty).then(|| view! { <p class="absent">{words::nothing_matches(lang)}</p> })}
        </section>
    }
    .into_any()
}

fn target_of<'d>(desk: &'d ClosingDesk, id: &TargetId) -> Option<&'d FinalTarget> {
    desk.targets.iter().find(|one| &one.target.id == id)
}

fn line(lang: Lang, one: &Final, of: &FinalTarget) -> Line {
    let leads: Vec<&str> = of.leads.iter().map(|unit| lang.unit(unit)).collect();
    let text = format!(
        "{} {} {}",
        lang.of(&of.target.name),
        of.target.quote.text,
        leads.join(" ")
    );
    Line {
        target: one.target.clone(),
        finished: one.outcome.is_finished(),
        text: text.to_lowercase(),
    }
}

/// One reason, one date, carried or not, for all that are listed.
fn bulk(lang: Lang, draft: &Draft, shown: Memo<BTreeSet<TargetId>>) -> AnyView {
    let reason = RwSignal::new(String::new());
    let choices = draft.choices.clone();
    let each = move |change: &dyn Fn(&OneChoice)| {
        shown.with_untracked(|shown| {
            for (_, choice) in choices.iter().filter(|(target, _)| shown.contains(*target)) {
                change(choice);
            }
        });
    };
    let (carry, end, fill) = (each.clone(), each.clone(), each);
    view! {
        <fieldset class="bulk">
            <legend>{words::choices_title(lang)}</legend>
            <p class="hint">{words::choices_hint(lang)}</p>
            <p class="actions">
                <span class="fine">{words::bulk(lang)}</span>
                <button type="button" class="quiet" id="carry-all" on:click=move |_| carry(&|choice| choice.carried.set(true))>{words::bulk_carry(lang)}</button>
                <button type="button" class="quiet" id="end-all" on:click=move |_| end(&|choice| choice.carried.set(false))>{words::bulk_end(lang)}</button>
                <label for="bulk-reason" class="visually-hidden">{words::bulk_reason(lang)}</label>
                <input id="bulk-reason" placeholder=words::bulk_reason(lang) prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))/>
                <button type="button" class="quiet" id="fill-reason" on:click=move |_| fill(&|choice| choice.reason.set(reason.get_untracked()))>{words::fill(lang)}</button>
            </p>
        </fieldset>
    }
    .into_any()
}

fn row(
    lang: Lang,
    desk: &ClosingDesk,
    one: &Final,
    of: &FinalTarget,
    draft: &Draft,
    shown: Memo<BTreeSet<TargetId>>,
) -> AnyView {
    let (id, name) = (one.target.clone(), lang.of(&of.target.name).to_owned());
    let value = one
        .outcome
        .basis
        .as_ref()
        .map(|basis| figures::basis(lang, &of.target, basis));
    let item = of
        .item
        .map(|n| view! { <span class="fine">{say::item_number(lang, &n)}</span> " " });
    let closure = one
        .closure
        .as_ref()
        .map(|closed| view! { " " <span class="fine">{words::closed_on(lang, &figures::day(closed.on))}</span> });
    view! {
        <tr hidden=move || shown.with(|shown| !shown.contains(&id))>
            <td>{parts::outcome(lang, &one.outcome)} {closure}</td>
            <th scope="row">{item} <a rel="external" href=format!("/plans/{}/target/{}", desk.plan.id, one.target)>{name.clone()}</a></th>
            <td class="number">{value}</td>
            <td class="number">{figures::goal(lang, &of.target)}</td>
            <td>{units(lang, desk, one, of)}</td>
            <td class="choice-cell">{choice(lang, desk, one, &name, draft)}</td>
        </tr>
    }
    .into_any()
}

/// The parts of a target's units, folded.
fn units(lang: Lang, desk: &ClosingDesk, one: &Final, of: &FinalTarget) -> Option<AnyView> {
    let parts = one.parts.iter().filter_map(|part| {
        let unit = desk.units.iter().find(|unit| unit.id == part.unit)?;
        let value = part
            .outcome
            .basis
            .as_ref()
            .map(|basis| figures::basis(lang, &of.target, basis));
        let closed = part
            .closure
            .as_ref()
            .map(|closed| view! { " " <span class="fine">{words::closed_on(lang, &figures::day(closed.on))}</span> });
        Some(view! {
            <li>{parts::mark(lang, part.outcome.status)} " " {lang.unit(unit).to_owned()} " " <span class="number">{value}</span> {closed}</li>
        })
    });
    let parts: Vec<_> = parts.collect();
    match one.parts.as_slice() {
        [] => None,
        [only] => {
            let unit = desk.units.iter().find(|unit| unit.id == only.unit)?;
            Some(lang.unit(unit).to_owned().into_any())
        }
        many => {
            let count = many.len().to_string();
            Some(
                view! { <details><summary>{words::units_parts(lang)} " " {count}</summary><ul class="final-parts">{parts}</ul></details> }
                    .into_any(),
            )
        }
    }
}

/// What becomes of a target: to be chosen, or as it was chosen.
fn choice(lang: Lang, desk: &ClosingDesk, one: &Final, name: &str, draft: &Draft) -> Option<AnyView> {
    if one.outcome.is_finished() {
        return None;
    }
    if let Some(chosen) = draft.choices.get(&one.target).copied().filter(|_| draft.open) {
        return Some(fields(lang, one, name, chosen));
    }
    let (_, request) = desk.closing.request()?;
    let chosen = request.choices.iter().find(|choice| choice.target == one.target)?;
    let done = desk.carried.iter().find(|over| over.target == one.target).map(|over| {
        let now = format!("/plans/{}/target/{}", over.into, over.now);
        view! { <br/><a rel="external" href=now>{words::carried_line(lang, &over.into, &figures::day(over.new_due))}</a> }
    });
    Some(
        view! { {words::way(lang, chosen.way)} <br/><span class="fine">{chosen.reason.clone()}</span> {done} }
            .into_any(),
    )
}

fn fields(lang: Lang, one: &Final, name: &str, chosen: OneChoice) -> AnyView {
    let OneChoice { carried, due, reason } = chosen;
    let said = |what: &str| format!("{what}: {name}");
    let id = &one.target;
    view! {
        <div class="choice-fields">
            <label><input type="checkbox" data-carry=id.to_string() aria-label=said(words::carry_it(lang)) prop:checked=move || carried.get() on:change=move |event| carried.set(event_target_checked(&event))/> " " {words::carry_it(lang)}</label>
            <input type="date" aria-label=said(words::new_due(lang)) hidden=move || !carried.get() prop:value=move || due.get() on:input=move |event| due.set(event_target_value(&event))/>
            <input class="reason" aria-label=said(words::reason(lang)) placeholder=words::reason(lang) prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))/>
        </div>
    }
    .into_any()
}
