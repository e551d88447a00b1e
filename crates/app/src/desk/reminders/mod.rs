//! 催办: what waits for whoever is signed in; for the office, what was sent and asking units.

mod ask;
mod bell;
mod told;

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    reminders::{ReminderLine, Reminders},
};
use yaodian_domain::{Date, access::Duty, reminder::About};
use yaodian_words::{Lang, reminders as words};

pub(super) use bell::Bell;
pub(super) use told::ToldPage;

use super::{Loading, Person, Refusal, ask::once, shown};
use crate::{
    api, lang,
    reminder::{name, path},
};

/// The list of who is signed in.
#[component]
pub(super) fn RemindersPage() -> impl IntoView {
    let lang = lang();
    let mine = Resource::new(|| (), |()| api::get::<Reminders>("/api/v1/reminders".to_owned()));
    let again = Callback::new(move |()| mine.refetch());
    view! {
        <Tabs current="/app/reminders"/>
        <h1>{words::title(lang)}</h1>
        <Transition fallback=Loading>
            {move || Suspend::new(async move { shown(mine.await, move |mine| groups(lang, mine, again)) })}
        </Transition>
    }
}

/// The way between the two pages, for those who have both.
#[component]
fn Tabs(
    /// Which page this is.
    current: &'static str,
) -> impl IntoView {
    let lang = lang();
    let Person(me) = expect_context();
    let tab = move |path: &'static str, name: &'static str| {
        view! { <a href=path aria-current=(path == current).then_some("page")>{name}</a> }
    };
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let office = me.await.is_ok_and(|me| me.duties.contains(&Duty::Office));
                office.then(|| view! {
                    <nav class="reminder-tabs" aria-label=words::title(lang)>
                        {tab("/app/reminders", words::mine(lang))}
                        {tab("/app/reminders/told", words::told_title(lang))}
                    </nav>
                })
            })}
        </Suspense>
    }
}

fn groups(lang: Lang, mine: Reminders, again: Callback<()>) -> AnyView {
    let Reminders { day, lines, email } = mine;
    let mailed = email.map(|address| words::mailed_to(lang, &address));
    if lines.is_empty() {
        return view! {
            <p class="absent">{words::nothing(lang)}</p>
            {mailed.map(|text| view! { <p class="fine">{text}</p> })}
        }
        .into_any();
    }
    let number = lines.len();
    let mut sections = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while let Some(first) = rest.next() {
        let group = first.about.group(day);
        let mut own = vec![first];
        while let Some(line) = rest.next_if(|line| line.about.group(day) == group) {
            own.push(line);
        }
        let count = words::lines(lang, &own.len());
        let rows = own.into_iter().map(|line| row(lang, day, line, again)).collect_view();
        sections.push(view! {
            <section class="reminders">
                <h2>{words::group(lang, group)} " " <span class="fine number">{count}</span></h2>
                <ol>{rows}</ol>
            </section>
        });
    }
    view! {
        <p class="lede">{words::waiting(lang, &number)} " " {mailed}</p>
        {sections}
    }
    .into_any()
}

fn row(lang: Lang, day: Date, line: ReminderLine, again: Callback<()>) -> AnyView {
    let title = name(lang, &line);
    let detail = words::detail(lang, &line.about, day);
    let to = path(&line.about);
    let action = match &line.about {
        About::Nudge(nudge) if nudge.target.is_none() => view! { <Seen id=nudge.id.clone() again/> }.into_any(),
        _ => view! {
            <a class="button quiet" href=to.clone()>{words::to_do(lang)} <span class="visually-hidden">" " {title.clone()}</span></a>
        }
        .into_any(),
    };
    let heading = if matches!(&line.about, About::Nudge(nudge) if nudge.target.is_none()) {
        view! { <strong>{detail}</strong> }.into_any()
    } else {
        view! { <a href=to>{title}</a> <span class="fine">{detail}</span> }.into_any()
    };
    view! { <li><p>{heading}</p> {action}</li> }.into_any()
}

/// 知道了: what the office asked for was seen.
#[component]
fn Seen(
    /// What was asked for.
    id: String,
    /// To be called when it is done.
    again: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Kind>);
    let seen = move |_| {
        let answer = api::post::<_, Reminders>(format!("/api/v1/reminders/{id}/seen"), ());
        once(busy, refused, answer, move |done| {
            if done.is_some() {
                again.run(());
            }
        });
    };
    view! {
        <button type="button" class="quiet" disabled=busy on:click=seen>{words::seen_button(lang)}</button>
        {move || refused.get().map(|kind| view! { <Refusal kind/> })}
    }
}
