//! The second look before a bulletin is published, and what can be done with it afterwards.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use yaodian_contract::{
    Kind,
    bulletin::{BulletinView, Corrects, DraftBulletin},
};
use yaodian_words::{bulletin as words, label};

use super::{super::Refusal, begin};
use crate::{
    bulletin::{self, title},
    lang,
};

/// What is about to be done, before it is done for good.
#[component]
pub(super) fn SecondLook(
    /// What is to be published.
    view: RwSignal<BulletinView>,
    /// Whether something is under way.
    busy: RwSignal<bool>,
    /// Publishes it.
    publish: Callback<()>,
    /// Goes back to the draft.
    cancel: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let drift = move || {
        let drift = view.with(|view| view.drift);
        (drift > 0).then(|| view! { <p><strong>{words::drifted(lang, &drift)}</strong></p> })
    };
    view! {
        <section class="second-look" role="alertdialog" aria-labelledby="second-look">
            <p id="second-look"><strong>{words::publish_look(lang)}</strong></p>
            {drift}
            <p class="actions">
                <button id="confirm" type="button" prop:disabled=move || busy.get() on:click=move |_| publish.run(())>{words::publish_confirm(lang)}</button>
                <button type="button" class="quiet" on:click=move |_| cancel.run(())>{words::keep_as_draft(lang)}</button>
            </p>
        </section>
    }
}

/// A published bulletin: as it is shown, its files, and the way to a correction.
#[component]
pub(super) fn Published(view: BulletinView) -> impl IntoView {
    let lang = lang();
    let (head, edition) = (view.head.clone(), words::edition(lang, view.head.edition));
    let published = head.published_on.zip(view.published_by.clone());
    let published = published.map(|(on, by)| words::published_on(lang, &on, &by));
    let corrected = head.corrected_by.as_ref().map(|by| {
        view! { <p class="trial" role="note"><a href=format!("/app/bulletin/{by}")>{words::corrected_by(lang, &edition)}</a></p> }
    });
    let public = format!("/bulletin/{}", head.id);
    let correct = head
        .corrected_by
        .is_none()
        .then(|| view! { <Correct view=view.clone()/> });
    view! {
        <p><a href="/app/bulletins">{label::back_to_list(lang)}</a></p>
        <h1>{title(lang, &head)}</h1>
        {corrected}
        <p class="document-tools">
            <span class="fine">{published}</span>
            <a href=public.clone() rel="external">{words::public_page(lang)}</a>
            <a href=format!("{public}/docx") rel="external">{words::download_docx(lang)}</a>
            <a href=format!("{public}/pdf") rel="external">{words::download_pdf(lang)}</a>
        </p>
        {correct}
        {bulletin::document(lang, &view.page, head.as_of)}
    }
}

#[component]
fn Correct(view: BulletinView) -> impl IntoView {
    let lang = lang();
    let reason = RwSignal::new(String::new());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let navigate = use_navigate();
    let (edition, of) = (view.head.edition, view.head.id.clone());
    let begin_one = move || {
        let asked = DraftBulletin {
            edition,
            as_of: None,
            corrects: Some(Corrects {
                of: of.clone(),
                reason: reason.get_untracked(),
            }),
        };
        begin(busy, refused, navigate.clone(), asked);
    };
    view! {
        <details class="bulletin-correct">
            <summary>{words::correct(lang)}</summary>
            <form class="sheet" novalidate on:submit=move |event| { event.prevent_default(); begin_one(); }>
                <label for="reason">{words::correct_reason(lang)}</label>
                <textarea id="reason" rows="2" lang="zh-CN" prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))></textarea>
                <p class="actions"><button id="correct" type="submit" prop:disabled=move || busy.get()>{words::correct_begin(lang)}</button></p>
                <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            </form>
        </details>
    }
}
