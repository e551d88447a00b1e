//! Which bulletins there are, and the beginning of another one.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use yaodian_contract::{
    Kind,
    bulletin::{BulletinDesk, BulletinView, DraftBulletin},
};
use yaodian_domain::{Date, bulletin::BulletinHead};
use yaodian_words::{Lang, bulletin as words, figures};

use super::{
    super::{Loading, Refusal, ask::once, shown},
    title,
};
use crate::{api, lang, parts};

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
        (!heads.is_empty()).then(|| view! { <section><h2>{name}</h2>{table(lang, heads)}</section> })
    };
    view! {
        <Begin desk=desk.clone()/>
        {section(words::drafts(lang), &drafts)}
        {section(words::published_list(lang), &published)}
    }
}

fn table(lang: Lang, heads: &[&BulletinHead]) -> AnyView {
    let rows = heads
        .iter()
        .map(|head| {
            let edition = words::edition(lang, head.edition);
            let corrected = head.corrected_by.as_ref().map(|_| words::corrected_by(lang, &edition));
            view! {
                <tr>
                    <th scope="row"><a href=format!("/app/bulletin/{}", head.id)>{title(lang, head)}</a></th>
                    <td class="number">{figures::day(head.as_of)}</td>
                    <td class="number">{head.published_on.map(figures::day)}</td>
                    <td>{corrected}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::edition_word(lang), false),
        (words::as_of_word(lang), true),
        (words::published_word(lang), true),
        ("", false),
    ];
    parts::table("targets", &heads, rows).into_any()
}

/// The form that begins another one.
#[component]
fn Begin(desk: BulletinDesk) -> impl IntoView {
    let lang = lang();
    let first = desk.open.first().map(ToString::to_string).unwrap_or_default();
    let (edition, as_of) = (RwSignal::new(first), RwSignal::new(desk.today.to_string()));
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let navigate = use_navigate();
    let begin = move || {
        let Ok(edition) = edition.get_untracked().parse() else {
            return;
        };
        let asked = DraftBulletin {
            edition,
            as_of: as_of.get_untracked().parse::<Date>().ok(),
            corrects: None,
        };
        let navigate = navigate.clone();
        let answer = api::post::<_, BulletinView>("/api/v1/bulletins".to_owned(), asked);
        once(busy, refused, answer, move |view| {
            if let Some(view) = view {
                navigate(
                    &format!("/app/bulletin/{}", view.head.id),
                    leptos_router::NavigateOptions::default(),
                );
            }
        });
    };
    let options = desk
        .open
        .iter()
        .map(|edition| view! { <option value=edition.to_string()>{words::edition(lang, *edition)}</option> })
        .collect_view();
    let today = desk.today.to_string();
    (!desk.open.is_empty()).then(|| {
        view! {
            <form class="sheet bulletin-begin" novalidate on:submit=move |event| { event.prevent_default(); begin(); }>
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
