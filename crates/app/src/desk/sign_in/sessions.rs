//! Where the person is signed in; ending one session, or all others.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    sign_in::{MySignIn, SessionRow},
};
use yaodian_words::{Lang, sign_in as words};

use super::Told;
use crate::{
    api,
    desk::{Refusal, ask},
    lang, parts,
};

/// How an instant is written, to the minute.
const MINUTE: &str = "%Y-%m-%d %H:%M";

/// What is about to be ended; each is asked twice.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ending {
    One(String),
    Others,
}

#[component]
pub(super) fn Sessions(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let lang = lang();
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let sure = RwSignal::new(None::<Ending>);
    let done = RwSignal::new(None);
    let end = Callback::new(move |what: Ending| {
        if sure.get_untracked().as_ref() != Some(&what) {
            sure.set(Some(what));
            return;
        }
        let (path, said) = match what {
            Ending::One(id) => (format!("/api/v1/sign-in/sessions/{id}/end"), words::session_gone(lang)),
            Ending::Others => (
                "/api/v1/sign-in/sessions/end-others".to_owned(),
                words::others_gone(lang),
            ),
        };
        done.set(None);
        let answer = api::post::<_, MySignIn>(path, ());
        ask::once(busy, refused, answer, move |answer| {
            sure.set(None);
            if let Some(answer) = answer {
                mine.set(answer);
                done.set(Some(said));
            }
        });
    });
    let table = move || {
        let rows = mine.with(|mine| mine.sessions.clone());
        let others = rows.len() > 1;
        let rows = rows.into_iter().map(|row| line(lang, row, sure, end)).collect_view();
        let heads = [
            (words::device(lang), false),
            (words::way(lang), false),
            (words::begun(lang), true),
            (words::seen(lang), true),
            (words::end(lang), false),
        ];
        let more = if others {
            let words = move || {
                if sure.with(|sure| sure.as_ref() == Some(&Ending::Others)) {
                    words::end_others_sure(lang)
                } else {
                    words::end_others(lang)
                }
            };
            view! { <p class="actions"><button type="button" class="quiet" id="end-others" on:click=move |_| end.run(Ending::Others)>{words}</button></p> }.into_any()
        } else {
            view! { <p class="absent">{words::alone(lang)}</p> }.into_any()
        };
        view! { {parts::table("records sessions", &heads, rows)} {more} }
    };
    view! {
        <section>
            <h2>{words::sessions(lang)}</h2>
            <p class="hint">{words::sessions_intro(lang)}</p>
            {table}
            <Told words=done/>
            <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
        </section>
    }
}

fn line(lang: Lang, row: SessionRow, sure: RwSignal<Option<Ending>>, end: Callback<Ending>) -> AnyView {
    let device = if row.device.is_empty() {
        words::unknown_device(lang).to_owned()
    } else {
        row.device
    };
    let last = if row.this {
        view! { <strong class="state">{words::this_one(lang)}</strong> }.into_any()
    } else {
        let (asked, id) = (Ending::One(row.id.clone()), row.id);
        let words = move || {
            if sure.with(|sure| sure.as_ref() == Some(&asked)) {
                words::end_sure(lang)
            } else {
                words::end(lang)
            }
        };
        let (of, said) = (format!("{device} · {}", row.begun.strftime(MINUTE)), words.clone());
        let called = move || format!("{} · {of}", said());
        view! { <button type="button" class="quiet" aria-label=called on:click=move |_| end.run(Ending::One(id.clone()))>{words}</button> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{device}</th>
            <td data-label=words::way(lang)>{words::way_of(lang, row.way, row.second_step)}</td>
            <td class="number" data-label=words::begun(lang)>{row.begun.strftime(MINUTE).to_string()}</td>
            <td class="number" data-label=words::seen(lang)>{row.seen.strftime(MINUTE).to_string()}</td>
            <td>{last}</td>
        </tr>
    }
    .into_any()
}
