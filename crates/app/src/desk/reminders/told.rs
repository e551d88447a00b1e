//! 催办记录: what was sent to whom and what became of it; whom nobody answers for.

use leptos::prelude::*;
use yaodian_contract::reminders::{Sending, Told, ToldMessage, ToldNudge, Unanswered};
use yaodian_words::{Lang, figures, label, names, reminders as words};

use super::{Tabs, ask::Ask};
use crate::{
    api,
    desk::{Loading, shown},
    lang, parts,
};

/// The page of the office.
#[component]
pub(in crate::desk) fn ToldPage() -> impl IntoView {
    let lang = lang();
    let told = Resource::new(|| (), |()| api::get::<Told>("/api/v1/reminders/told".to_owned()));
    let again = Callback::new(move |()| told.refetch());
    view! {
        <Tabs current="/app/reminders/told"/>
        <h1>{words::told_title(lang)}</h1>
        <Transition fallback=Loading>
            {move || Suspend::new(async move { shown(told.await, move |told| page(lang, told, again)) })}
        </Transition>
    }
}

fn page(lang: Lang, told: Told, again: Callback<()>) -> AnyView {
    let no_mail = (!told.by_mail).then(|| view! { <p class="hint">{words::no_mail(lang)}</p> });
    let (failed, rest): (Vec<_>, Vec<_>) = told
        .messages
        .into_iter()
        .partition(|message| message.state.has_failed());
    let failed = (!failed.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words::failed_title(lang)}</h2>
                <p class="hint">{words::failed_advice(lang)}</p>
                {messages(lang, &failed)}
            </section>
        }
    });
    let written = if rest.is_empty() {
        view! { <p class="absent">{words::no_messages(lang)}</p> }.into_any()
    } else {
        messages(lang, &rest)
    };
    let nudges = (!told.nudges.is_empty()).then(|| nudges(lang, &told.nudges));
    let unanswered = (!told.unanswered.is_empty()).then(|| unanswered(lang, &told.unanswered));
    view! {
        {no_mail}
        {failed}
        {unanswered}
        <Ask units=told.units targets=told.targets again/>
        {nudges}
        <section>
            <h2>{words::messages_title(lang)} " " <span class="fine">{words::since(lang, &told.from)}</span></h2>
            {written}
        </section>
    }
    .into_any()
}

fn messages(lang: Lang, messages: &[ToldMessage]) -> AnyView {
    let rows = messages
        .iter()
        .map(|message| {
            let address = message
                .email
                .clone()
                .unwrap_or_else(|| label::no_value(lang).to_owned());
            view! {
                <tr>
                    <td class="number">{figures::day(message.day)}</td>
                    <th scope="row">{message.name.clone()}</th>
                    <td>{lang.of(&message.unit).to_owned()}</td>
                    <td class="address">{address}</td>
                    <td class="number">{words::lines(lang, &message.lines)}</td>
                    <td>{outcome(lang, message)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::day_word(lang), true),
        (words::person_word(lang), false),
        (label::unit_word(lang), false),
        (words::address_word(lang), false),
        (words::lines_word(lang), true),
        (words::sending_word(lang), false),
    ];
    parts::table("case-list told", &heads, rows).into_any()
}

/// What became of a message: a shape and a word, and why.
fn outcome(lang: Lang, message: &ToldMessage) -> AnyView {
    let shape = match message.state {
        Sending::Sent => "✓",
        Sending::Refused | Sending::GivenUp => "✕",
        Sending::Waiting => "…",
        Sending::InApp | Sending::Moot | Sending::Folded => "·",
    };
    let failed = message.state.has_failed();
    let tried = (message.attempts > 1).then(|| words::attempts(lang, &message.attempts));
    let why = message.trouble.as_ref().map(|trouble| words::trouble(lang, trouble));
    let notes = [tried, why].into_iter().flatten().collect::<Vec<_>>();
    view! {
        <span class:late=failed><span aria-hidden="true">{shape}</span> " " {words::sending(lang, message.state)}</span>
        {notes.into_iter().map(|note| view! { " " <span class="fine">{note}</span> }).collect_view()}
    }
    .into_any()
}

fn nudges(lang: Lang, nudges: &[ToldNudge]) -> AnyView {
    let rows = nudges
        .iter()
        .map(|nudge| {
            let seen = if nudge.seen.is_empty() {
                words::unseen(lang).to_owned()
            } else {
                let seen = nudge.seen.iter().map(|seen| words::seen_by(lang, &seen.name, &seen.day));
                seen.collect::<Vec<_>>().join(" · ")
            };
            let about = nudge.target.as_ref().map(|target| lang.of(target).to_owned());
            view! {
                <tr>
                    <td class="number">{figures::day(nudge.day)}</td>
                    <td>{lang.of(&nudge.unit).to_owned()} " " <span class="fine">{names::duty(lang, nudge.duty)}</span></td>
                    <th scope="row">{nudge.note.clone()} {about.map(|about| view! { <br/> <span class="fine">{about}</span> })}</th>
                    <td>{nudge.by.clone()}</td>
                    <td>{seen}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::day_word(lang), true),
        (label::unit_word(lang), false),
        (words::ask_note(lang), false),
        (words::by_word(lang), false),
        (words::seen_word(lang), false),
    ];
    view! {
        <section>
            <h2>{words::nudges_title(lang)}</h2>
            {parts::table("case-list told", &heads, rows)}
        </section>
    }
    .into_any()
}

fn unanswered(lang: Lang, units: &[Unanswered]) -> AnyView {
    let items = units
        .iter()
        .map(|unit| {
            view! {
                <li>
                    {lang.of(&unit.unit).to_owned()} " " <span class="fine">{names::duty(lang, unit.duty)} " · " {words::lines(lang, &unit.lines)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section>
            <details class="unanswered">
                <summary>{words::unanswered_title(lang)} " " <span class="fine number">{words::units(lang, &units.len())}</span></summary>
                <p class="hint">{words::unanswered_advice(lang)}</p>
                <ul class="plain-columns">{items}</ul>
            </details>
        </section>
    }
    .into_any()
}
