//! Asking for closing, confirming it, taking it back.

use std::sync::Arc;

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    closing::{ClosingDesk, TakeClosingStep},
};
use yaodian_domain::closing::{Closing, Ground, State, Step};
use yaodian_words::{Lang, closing as words, figures, label};

use super::draft::Draft;
use crate::{
    api,
    desk::{Refusal, ask},
    parts,
};

/// The section.
pub(super) fn section(lang: Lang, desk: ClosingDesk, draft: Draft, again: Callback<()>) -> AnyView {
    let Some(hand) = desk.hand.clone() else {
        return view! { <p class="absent">{words::only_office(lang)}</p> }.into_any();
    };
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let desk = Arc::new(desk);
    let take = {
        let desk = desk.clone();
        move |step: Step, note: String| {
            let asked = TakeClosingStep {
                plan: desk.plan.id.clone(),
                read: desk.closing.steps().len(),
                step,
                note,
            };
            let answer = api::post::<_, Closing>("/api/v1/closing/steps".to_owned(), asked);
            ask::once(busy, refused, answer, move |done| {
                if done.is_some() {
                    again.run(());
                }
            });
        }
    };
    let refusal = move || refused.get().map(|kind| view! { <Refusal kind/> });
    let body = match desk.closing.state() {
        State::Asked => {
            let ground = Ground {
                obstacles: &desk.obstacles,
                finals: &desk.finals,
            };
            let may = desk.closing.may_confirm(ground, &hand);
            let why = may
                .as_ref()
                .err()
                .map(|why| view! { <p class="wrong" id="why">{words::problem(lang, why)}</p> });
            let asked = desk.closing.request().map(|(taken, request)| {
                let carried = request
                    .choices
                    .iter()
                    .filter(|choice| choice.way != yaodian_domain::closing::Way::Ended)
                    .count();
                view! {
                    <p><strong>{words::waiting(lang)}</strong> " " {words::asked_by(lang, &taken.by.name, &figures::day(taken.on))}</p>
                    {parts::paragraphs(&taken.note)}
                    <p class="fine">{words::to_be_carried(lang)} " " {carried.to_string()} " · " {words::left_open(lang)} " " {request.left.len().to_string()}</p>
                }
            });
            let cannot = may.is_err();
            let (confirm, withdraw) = (take.clone(), take);
            let sure = RwSignal::new(false);
            let confirm = move |_| {
                if sure.get_untracked() {
                    confirm(Step::Confirmed, String::new());
                }
                sure.set(true);
            };
            view! {
                {asked}
                <p class="warning">{words::confirm_warning(lang)}</p>
                {why}
                <p class="actions">
                    <button type="button" id="confirm-closing" prop:disabled=move || cannot || busy.get() on:click=confirm>
                        {move || if sure.get() { words::confirm_again(lang) } else { words::confirm(lang) }}
                    </button>
                    <button type="button" id="withdraw-closing" class="quiet" prop:disabled=move || busy.get() on:click=move |_| withdraw(Step::Withdrawn, String::new())>{words::withdraw(lang)}</button>
                </p>
            }
            .into_any()
        }
        State::Open | State::Closed => {
            let why = {
                let (desk, draft) = (desk.clone(), draft.clone());
                Memo::new(move |_| {
                    let ground = Ground {
                        obstacles: &desk.obstacles,
                        finals: &desk.finals,
                    };
                    let note = draft.note.get();
                    desk.closing.may_ask(ground, &draft.request(), &note).err()
                })
            };
            let note = draft.note;
            let missing = {
                let draft = draft.clone();
                move || match draft.missing() {
                    0 => None,
                    count => Some(words::reasons_left(lang, &count)),
                }
            };
            let ask = move |_| take(Step::Asked(untrack(|| draft.request())), note.get_untracked());
            view! {
                <label for="closing-note">{words::note(lang)} " " <span class="hint">{words::note_hint(lang)}</span></label>
                <textarea id="closing-note" rows="3" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))></textarea>
                <p class="wrong" id="why" role="status">{move || why.get().map(|why| words::problem(lang, &why))}</p>
                <p class="fine">{missing}</p>
                <p class="actions">
                    <button type="button" id="ask-closing" aria-describedby="why" prop:disabled=move || busy.get() || why.with(Option::is_some) on:click=ask>
                        {move || if busy.get() { label::sending(lang) } else { words::ask(lang) }}
                    </button>
                </p>
            }
            .into_any()
        }
    };
    view! {
        <section class="year-end-act" aria-label=words::title(lang)>
            <form class="sheet review" on:submit=|event| event.prevent_default()>
                {body}
                <div aria-live="assertive">{refusal}</div>
            </form>
        </section>
    }
    .into_any()
}
