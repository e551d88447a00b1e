//! The banner of a trial, in which its office moves the day.

use leptos::{ev::SubmitEvent, prelude::*};
use yaodian_contract::{Kind, TrialDay};
use yaodian_domain::{Date, access::Duty};
use yaodian_words::{label, problems, reminders as words, say};

use super::{Person, ask::once};
use crate::{api, lang};

/// Says on every page that this is a trial; the office can move its day.
#[component]
pub(super) fn TrialBanner(
    /// The day on which it stands.
    day: Date,
) -> impl IntoView {
    let lang = lang();
    let Person(me) = expect_context();
    view! {
        <aside class="trial">
            {label::trial_banner(lang)} " " {say::trial_clock(lang, &day)}
            <Suspense>
                {move || Suspend::new(async move {
                    let office = me.await.is_ok_and(|me| me.duties.contains(&Duty::Office));
                    office.then(|| view! { <MoveDay day/> })
                })}
            </Suspense>
        </aside>
    }
}

#[component]
fn MoveDay(
    /// The day on which the trial stands.
    day: Date,
) -> impl IntoView {
    let lang = lang();
    let next = day.tomorrow().unwrap_or(day).to_string();
    let to = RwSignal::new(next.clone());
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Kind>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(day) = to.get_untracked().parse() else { return };
        let answer = api::post::<_, TrialDay>("/api/v1/trial/day".to_owned(), TrialDay { day });
        once(busy, refused, answer, |done| {
            if done.is_some() {
                // Everything on the page was of the day before.
                let _ = window().location().reload();
            }
        });
    };
    view! {
        <form class="move-day" on:submit=submit>
            <label for="move-day">{words::move_day(lang)}</label>
            <input id="move-day" type="date" min=next.clone() value=next title=words::move_day_hint(lang) on:input=move |event| to.set(event_target_value(&event))/>
            <button type="submit" class="quiet" disabled=busy>{move || if busy.get() { label::sending(lang) } else { words::move_day_button(lang) }}</button>
            <span role="alert">{move || refused.get().map(|kind| problems::problem(lang, &kind))}</span>
        </form>
    }
}
