//! 结转: what was chosen goes on in the next plan, once that is there.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    closing::{CarriedOver, CarryOver, ClosingDesk},
};
use yaodian_domain::closing::Way;
use yaodian_words::{Lang, closing as words, figures};

use crate::{
    api,
    desk::{Refusal, ask},
};

/// The section.
pub(super) fn section(lang: Lang, desk: &ClosingDesk, again: Callback<()>) -> AnyView {
    let chosen = desk.closing.request().map_or(0, |(_, request)| {
        let carried = |choice: &&yaodian_domain::closing::Choice| choice.way != Way::Ended;
        request.choices.iter().filter(carried).count()
    });
    let left = chosen.saturating_sub(desk.carried.len());
    let later: Vec<_> = desk
        .plans
        .iter()
        .filter(|plan| plan.term.from() > desk.plan.term.from() && plan.closed_on.is_none())
        .cloned()
        .collect();
    let body = if chosen == 0 {
        view! { <p class="absent">{words::none_chosen(lang)}</p> }.into_any()
    } else if left == 0 {
        view! { <p>{words::carried_all(lang)}</p> }.into_any()
    } else if later.is_empty() {
        view! { <p class="absent">{words::no_later_plan(lang)}</p> }.into_any()
    } else if desk.hand.is_none() {
        view! { <p class="absent">{words::only_office(lang)}</p> }.into_any()
    } else {
        let from = desk.plan.id.clone();
        let into = RwSignal::new(later.last().map(|plan| plan.id.clone()));
        let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
        let options = later
            .iter()
            .map(|plan| {
                let id = plan.id.clone();
                view! {
                    <option value=plan.id.to_string() prop:selected=move || into.with(|into| into.as_ref() == Some(&id))>{lang.of(&plan.title).to_owned()}</option>
                }
            })
            .collect_view();
        let carry = move |_| {
            let Some(into) = into.get_untracked() else { return };
            let asked = CarryOver {
                from: from.clone(),
                into,
            };
            let answer = api::post::<_, Vec<CarriedOver>>("/api/v1/closing/carry".to_owned(), asked);
            ask::once(busy, refused, answer, move |done| {
                if done.is_some() {
                    again.run(());
                }
            });
        };
        view! {
            <form class="sheet review" on:submit=|event| event.prevent_default()>
                <label for="into">{words::carry_into(lang)}</label>
                <select id="into" on:change=move |event| into.set(event_target_value(&event).parse().ok())>{options}</select>
                <p class="actions"><button type="button" id="carry" prop:disabled=move || busy.get() on:click=carry>{words::carry_n(lang, &left)}</button></p>
                <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            </form>
        }
        .into_any()
    };
    let done: Vec<_> = desk
        .carried
        .iter()
        .map(|over| {
            let of = desk.targets.iter().find(|one| one.target.id == over.target);
            let name = of.map_or_else(|| over.target.to_string(), |one| lang.of(&one.target.name).to_owned());
            let now = format!("/plans/{}/target/{}", over.into, over.now);
            let line = words::carried_line(lang, &over.into, &figures::day(over.new_due));
            view! { <li><a rel="external" href=now>{name}</a> " " <span class="fine">{line}</span></li> }
        })
        .collect();
    view! {
        <section aria-labelledby="carry-title">
            <h2 id="carry-title">{words::carry_title(lang)}</h2>
            {body}
            {(!done.is_empty()).then(|| view! { <ul class="carried-over">{done}</ul> })}
        </section>
    }
    .into_any()
}
