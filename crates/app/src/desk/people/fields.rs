//! Fields that several forms are made of.

use leptos::prelude::*;
use yaodian_contract::people::People;
use yaodian_domain::{
    Date,
    access::Duty,
    id::AccountId,
    unit::{Unit, UnitKind},
};
use yaodian_words::{Lang, names, people as words, people::desk as say};

/// A line of text.
pub(super) fn text(
    id: &'static str,
    name: &'static str,
    hint: Option<&'static str>,
    kind: &'static str,
    value: RwSignal<String>,
) -> AnyView {
    let described = hint.map(|_| format!("{id}-hint"));
    let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    view! {
        <div class="field">
            <label for=id>{name}</label>
            {hint}
            <input id=id type=kind autocomplete="off" aria-describedby=described prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))/>
        </div>
    }
    .into_any()
}

/// A day; what is typed is no day until it is whole.
pub(super) fn day(
    id: &'static str,
    name: &'static str,
    hint: Option<&'static str>,
    value: RwSignal<String>,
    earliest: Date,
) -> AnyView {
    let described = hint.map(|_| format!("{id}-hint"));
    let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    view! {
        <div class="field date-field">
            <label for=id>{name}</label>
            {hint}
            <input id=id type="date" min=earliest.to_string() autocomplete="off" aria-describedby=described
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        </div>
    }
    .into_any()
}

/// The duties to tick.
pub(super) fn duties(lang: Lang, chosen: RwSignal<Vec<Duty>>) -> AnyView {
    let boxes = Duty::ALL
        .map(|duty| {
            let change = move |event| {
                chosen.update(|chosen| {
                    chosen.retain(|other| *other != duty);
                    if event_target_checked(&event) {
                        chosen.push(duty);
                    }
                });
            };
            view! {
                <label class="tick">
                    <input type="checkbox" name="duty" value=duty.as_str()
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&duty)) on:change=change/>
                    <span>{names::duty(lang, duty)} " " <span class="hint">{say::duty_hint(lang, duty)}</span></span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="duties">
            <legend>{say::duties_word(lang)}</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}

/// The plan in which a post holds, or all of them; nothing where there is but one to choose.
pub(super) fn plan(lang: Lang, people: &People, value: RwSignal<String>) -> Option<AnyView> {
    if people.plans.is_empty() || people.bound.is_some() {
        return None;
    }
    let options = people
        .plans
        .iter()
        .map(|plan| {
            let id = plan.id.to_string();
            let selected = value.with_untracked(|chosen| chosen == &id);
            view! { <option value=id selected=selected>{lang.of(&plan.title).to_owned()}</option> }
        })
        .collect_view();
    let field = view! {
        <div class="field">
            <label for="plan">{say::plan_word(lang)}</label>
            <p class="hint" id="plan-hint">{say::plan_hint(lang)}</p>
            <select id="plan" aria-describedby="plan-hint" on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{say::all_plans(lang)}</option>
                {options}
            </select>
        </div>
    };
    Some(field.into_any())
}

/// The units by kind, the chosen one selected.
pub(super) fn unit(lang: Lang, units: &[Unit], value: RwSignal<String>) -> AnyView {
    let groups = [UnitKind::Bureau, UnitKind::Division, UnitKind::Affiliate]
        .into_iter()
        .map(|kind| {
            let options = units
                .iter()
                .filter(|unit| unit.kind == kind)
                .map(|unit| {
                    let id = unit.id.to_string();
                    let selected = value.with_untracked(|chosen| chosen == &id);
                    view! { <option value=id selected=selected>{lang.unit(unit).to_owned()}</option> }
                })
                .collect_view();
            view! { <optgroup label=names::unit_kind(lang, kind)>{options}</optgroup> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for="unit">{say::unit_word(lang)}</label>
            <select id="unit" on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{say::choose(lang)}</option>
                {groups}
            </select>
        </div>
    }
    .into_any()
}

/// People who can be given a post, but for `not`: those who hold one first, by unit and name.
pub(super) fn person(
    lang: Lang,
    id: &'static str,
    name: &'static str,
    people: &People,
    not: Option<&AccountId>,
    value: RwSignal<String>,
) -> AnyView {
    let options = people
        .people
        .iter()
        .filter(|person| person.active && Some(&person.id) != not)
        .map(|person| {
            let roster = people.roster();
            let posts: Vec<String> = roster
                .of_on(&person.id, people.today)
                .filter_map(|post| Some(words::post_name(lang, people.unit_of(post)?, &post.title)))
                .collect();
            let id = person.id.to_string();
            let selected = value.with_untracked(|chosen| chosen == &id);
            let label = say::person_option(lang, &person.name, &person.login, &posts);
            view! { <option value=id selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id>{name}</label>
            <select id=id on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{say::choose(lang)}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}
