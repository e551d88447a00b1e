//! 复核意见: what the check says of a target and what the reviewers say, side by side, with a form
//! for another judgement.

use leptos::prelude::*;
use yaodian_contract::{Judge, Kind, Problem, Voices};
use yaodian_domain::{check::Status, judgement::Judgement};
use yaodian_words::{Lang, judgement as words, label, method, say};

use super::Refusal;
use crate::{api, lang, parts};

/// What a judgement can say, worst first.
const OPINIONS: [Status; 5] = [
    Status::Overdue,
    Status::OffTrack,
    Status::AtRisk,
    Status::OnTrack,
    Status::Met,
];

/// Both voices on a target.
#[component]
pub(super) fn TwoVoices(
    /// What was said so far.
    voices: Voices,
) -> impl IntoView {
    let lang = lang();
    let path = format!("/api/v1/targets/{}/judgements", voices.target);
    let voices = RwSignal::new(voices);
    let status = RwSignal::new(None::<Status>);
    let reason = RwSignal::new(String::new());
    let unchosen = RwSignal::new(false);
    let problem = RwSignal::new(None::<Kind>);
    let (busy, recorded) = (RwSignal::new(false), RwSignal::new(false));

    let record = move || {
        if busy.get_untracked() {
            return;
        }
        problem.set(None);
        recorded.set(false);
        unchosen.set(status.get_untracked().is_none());
        let Some(status) = status.get_untracked() else { return };
        let said = Judge {
            status,
            reason: reason.get_untracked(),
        };
        busy.set(true);
        let path = path.clone();
        leptos::task::spawn_local(async move {
            match api::post::<_, Voices>(path, said).await {
                Ok(now) => {
                    voices.set(now);
                    reason.set(String::new());
                    recorded.set(true);
                }
                Err(Problem { kind, .. }) => problem.set(Some(kind)),
            }
            busy.set(false);
        });
    };
    // Only opinions can be chosen here, so that whatever else is wrong is wrong with the reason.
    let wrong_status = move || unchosen.get().then(|| words::no_status(lang));
    let wrong_reason = move || {
        problem.with(|kind| match kind {
            Some(Kind::Judgement { why }) => Some(words::trouble(lang, why)),
            _ => None,
        })
    };
    let choice = |opinion: Status| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="judged"
                    value=opinion.as_str()
                    prop:checked=move || status.get() == Some(opinion)
                    on:change=move |_| { status.set(Some(opinion)); unchosen.set(false); }
                />
                {parts::mark(lang, opinion)}
            </label>
        }
    };
    let choices = OPINIONS.map(choice).collect_view();
    let fields = view! {
        <p id="judged-label"><strong>{words::field_status(lang)}</strong></p>
        <div role="radiogroup" aria-labelledby="judged-label" aria-describedby="judged-wrong" class="choices">{choices}</div>
        <p class="wrong" id="judged-wrong">{wrong_status}</p>
        <label for="reason">{words::field_reason(lang)}</label>
        <textarea
            id="reason"
            rows="2"
            aria-describedby="reason-wrong"
            aria-invalid=move || wrong_reason().is_some().then_some("true")
            prop:value=move || reason.get()
            on:input=move |event| reason.set(event_target_value(&event))
        ></textarea>
        <p class="wrong" id="reason-wrong">{wrong_reason}</p>
    };
    let refused = move || {
        problem
            .get()
            .map(|kind| view! { <Refusal kind/> <p class="fine">{label::kept_text(lang)}</p> })
    };
    let done = move || {
        recorded
            .get()
            .then(|| view! { <p role="status"><strong>{words::recorded(lang)}</strong></p> })
    };
    view! {
        <section class="two-voices" aria-labelledby="two-voices">
            <h2 id="two-voices">{words::title(lang)}</h2>
            <p class="fine">{words::intro(lang)}</p>
            {move || voices.with(|voices| said(lang, voices))}
            <form class="sheet review" novalidate on:submit=move |event| { event.prevent_default(); record(); }>
                {fields}
                <p class="actions">
                    <button id="judge" type="submit" class="quiet" prop:disabled=move || busy.get()>
                        {move || if busy.get() { label::sending(lang) } else { words::record(lang) }}
                    </button>
                </p>
                <div aria-live="assertive">{refused} {done}</div>
            </form>
        </section>
    }
}

/// The computed status, the judgement that stands, and all that was said.
fn said(lang: Lang, voices: &Voices) -> AnyView {
    let judgement = |judgement: &Judgement| {
        view! {
            {parts::mark(lang, judgement.status)} " "
            <span>{judgement.reason.clone()}</span> " "
            <small>{say::said_by(lang, &judgement.by, &judgement.on)}</small>
        }
        .into_any()
    };
    let standing = match &voices.standing {
        Some(standing) => judgement(standing),
        None => view! { <span class="absent">{words::none_yet(lang)}</span> }.into_any(),
    };
    let earlier = (voices.history.len() > 1).then(|| {
        let rows = voices.history.iter().map(|j| view! { <li>{judgement(j)}</li> });
        view! { <details class="history"><summary>{words::earlier(lang)}</summary><ol>{rows.collect_view()}</ol></details> }
    });
    view! {
        <dl class="voices">
            <div><dt>{method::voice_rule(lang)}</dt><dd>{parts::mark(lang, voices.computed)}</dd></div>
            <div><dt>{method::voice_reviewer(lang)}</dt><dd>{standing}</dd></div>
        </dl>
        {earlier}
    }
    .into_any()
}
