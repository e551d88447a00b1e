//! Which bulletins there are, and the beginning of another one.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use yaodian_contract::{
    Kind,
    bulletin::{BulletinDesk, DraftBulletin},
};
use yaodian_domain::{Date, bulletin::BulletinHead};
use yaodian_words::bulletin as words;

use super::{
    super::{Loading, Refusal, shown},
    begin,
};
use crate::{api, bulletin::list, lang};

/// The list.
#[component]
pub(crate) fn BulletinList() -> impl IntoView {
    let lang = lang();
    let desk = Resource::new(
        || (),
        |()| api::get::<BulletinDesk>("/api/v1/bulletins/desk".to_owned()),
    );
    view! {
        <h1>{words::bulletins(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(desk.await, move |desk| view! { <Desk desk/> }) })}
        </Suspense>
    }
}

#[component]
fn Desk(desk: BulletinDesk) -> impl IntoView {
    let lang = lang();
    let (drafts, published): (Vec<_>, Vec<_>) = desk.bulletins.iter().partition(|head| head.published_on.is_none());
    let section = |name: &'static str, heads: &[&BulletinHead]| {
        (!heads.is_empty()).then(
            || view! { <section><h2>{name}</h2>{list(lang, heads.iter().copied(), "/app/bulletin", false)}</section> },
        )
    };
    view! {
        <Begin desk=desk.clone()/>
        {section(words::drafts(lang), &drafts)}
        {section(words::published_list(lang), &published)}
    }
}

/// The form that begins another one.
#[component]
fn Begin(desk: BulletinDesk) -> impl IntoView {
    let lang = lang();
    let first = desk.open.first().map(ToString::to_string).unwrap_or_default();
    let (edition, as_of) = (RwSignal::new(first), RwSignal::new(desk.today.to_string()));
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let navigate = use_navigate();
    let begin_one = move || {
        let Ok(edition) = edition.get_untracked().parse() else {
            return;
        };
        let asked = DraftBulletin {
            edition,
            as_of: as_of.get_untracked().parse::<Date>().ok(),
            corrects: None,
        };
        begin(busy, refused, navigate.clone(), asked);
    };
    let options = desk
        .open
        .iter()
        .map(|edition| view! { <option value=edition.to_string()>{words::edition(lang, *edition)}</option> })
        .collect_view();
    let today = desk.today.to_string();
    (!desk.open.is_empty()).then(|| {
        view! {
            <form class="sheet bulletin-begin" novalidate on:submit=move |event| { event.prevent_default(); begin_one(); }>
                <h2>{words::new_draft(lang)}</h2>
                <p>
                    <label for="edition">{words::which_edition(lang)}</label>
                    <select id="edition" on:change=move |event| edition.set(event_target_value(&event))>{options}</select>
                </p>
                <p>
                    <label for="as-of">{words::which_day(lang)}</label>
                    <input id="as-of" type="date" max=today prop:value=move || as_of.get() on:input=move |event| as_of.set(event_target_value(&event))/>
                </p>
                <p class="actions"><button id="begin" type="submit" prop:disabled=move || busy.get()>{words::begin(lang)}</button></p>
                <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            </form>
        }
    })
}
