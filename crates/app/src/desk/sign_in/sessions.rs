//! Where the person is signed in; ending one session, or all others.

use leptos::prelude::*;
use yaodian_contract::sign_in::{MySignIn, SessionRow};
use yaodian_words::{Lang, sign_in as words};

use super::{
    Told,
    guarded::{Guarded, Opener, Sure},
};
use crate::{api, lang, parts};

/// How an instant is written, to the minute.
const MINUTE: &str = "%Y-%m-%d %H:%M";

/// What the parts share.
#[derive(Clone, Copy)]
struct Desk {
    lang: Lang,
    mine: RwSignal<MySignIn>,
    /// What was done last.
    done: RwSignal<Option<&'static str>>,
    /// Each form asks for itself.
    one: Guarded,
    all: Guarded,
    /// Which session is about to be ended.
    going: RwSignal<Option<String>>,
    /// Whether all others are.
    others: RwSignal<bool>,
}

impl Desk {
    fn end(self, id: &str) {
        let path = format!("/api/v1/sign-in/sessions/{id}/end");
        let answer = api::post::<_, MySignIn>(path, self.one.confirmed());
        self.one.ask(answer, move |mine| {
            self.going.set(None);
            self.mine.set(mine);
            self.done.set(Some(words::session_gone(self.lang)));
        });
    }

    fn end_others(self) {
        let path = "/api/v1/sign-in/sessions/end-others".to_owned();
        let answer = api::post::<_, MySignIn>(path, self.all.confirmed());
        self.all.ask(answer, move |mine| {
            self.others.set(false);
            self.mine.set(mine);
            self.done.set(Some(words::others_gone(self.lang)));
        });
    }
}

#[component]
pub(super) fn Sessions(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let lang = lang();
    let done = RwSignal::new(None);
    let desk = Desk {
        lang,
        mine,
        done,
        one: Guarded::new(done),
        all: Guarded::new(done),
        going: RwSignal::new(None),
        others: RwSignal::new(false),
    };
    let there = Memo::new(move |_| mine.with(|mine| mine.sessions.clone()));
    let table = move || {
        let rows = there.get();
        let more = if rows.len() > 1 {
            view! { <Opener id="end-others" words=words::end_others(lang) sure=words::end_others_sure(lang) guard=desk.all mine send=Callback::new(move |()| desk.end_others()) open=desk.others/> }.into_any()
        } else {
            view! { <p class="absent">{words::alone(lang)}</p> }.into_any()
        };
        let rows = rows.into_iter().map(|row| line(&desk, row)).collect_view();
        let heads = [
            (words::device(lang), false),
            (words::way(lang), false),
            (words::begun(lang), true),
            (words::seen(lang), true),
            (words::end(lang), false),
        ];
        view! { {parts::table("records sessions", &heads, rows)} {more} }
    };
    let intro = words::sessions_intro(lang, &mine.with_untracked(|mine| mine.idle_minutes));
    view! {
        <section>
            <h2>{words::sessions(lang)}</h2>
            <p class="hint">{intro}</p>
            {table}
            <Told words=done/>
        </section>
    }
}

fn line(desk: &Desk, row: SessionRow) -> AnyView {
    let desk = *desk;
    let lang = desk.lang;
    let device = if row.device.is_empty() {
        words::unknown_device(lang).to_owned()
    } else {
        row.device
    };
    let id = row.id;
    let open = {
        let id = id.clone();
        Memo::new(move |_| desk.going.with(|going| going.as_ref() == Some(&id)))
    };
    let last = if row.this {
        view! { <strong class="state">{words::this_one(lang)}</strong> }.into_any()
    } else {
        let toggle = {
            let id = id.clone();
            move |_| {
                desk.one.forget();
                desk.done.set(None);
                desk.going.set((!open.get_untracked()).then(|| id.clone()));
            }
        };
        let expanded = move || if open.get() { "true" } else { "false" };
        let called = format!("{} · {device} · {}", words::end(lang), row.begun.strftime(MINUTE));
        view! { <button type="button" class="quiet" aria-label=called aria-expanded=expanded prop:disabled=move || desk.one.busy.get() on:click=toggle>{words::end(lang)}</button> }.into_any()
    };
    let asked = move || {
        let id = id.clone();
        open.get().then(|| {
            let shown = RwSignal::new(true);
            // Cancelled: the row closes.
            Effect::new(move |_| {
                if !shown.get() {
                    desk.going.set(None);
                }
            });
            let send = Callback::new(move |()| desk.end(&id));
            view! {
                <tr class="confirming"><td colspan="5">
                    <Sure id="end-session" button=words::end_sure(lang) guard=desk.one mine=desk.mine send open=shown/>
                </td></tr>
            }
        })
    };
    view! {
        <tr>
            <th scope="row">{device}</th>
            <td data-label=words::way(lang)>{words::way_of(lang, row.way, row.second_step)}</td>
            <td class="number" data-label=words::begun(lang)>{row.begun.strftime(MINUTE).to_string()}</td>
            <td class="number" data-label=words::seen(lang)>{row.seen.strftime(MINUTE).to_string()}</td>
            <td>{last}</td>
        </tr>
        {asked}
    }
    .into_any()
}
