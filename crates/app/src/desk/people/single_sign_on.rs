//! Single sign-on of one person: how far it opens the account, and what an administrator does about it.

use leptos::{ev::SubmitEvent, prelude::*};
use yaodian_contract::people::{People, PersonRow, SetSingleSignOn, SingleSignOn};
use yaodian_words::{Lang, sign_in as words};

use super::{
    decide::{Trouble, alert, heard},
    person::{Desk, Doing},
};
use crate::api;

/// How far it opens the account, as a fact.
pub(super) fn fact(lang: Lang, person: &PersonRow) -> Option<AnyView> {
    let told = match person.single_sign_on.as_ref()? {
        SingleSignOn::Waits => words::single_waits(lang).to_owned(),
        SingleSignOn::Bound { subject, issuer, since } => words::single_bound(lang, subject, issuer, since),
    };
    Some(view! { <div><dt>{words::single_title(lang)}</dt><dd class="address">{told}</dd></div> }.into_any())
}

/// The same in a word or two, for a list.
pub(super) fn mark(lang: Lang, person: &PersonRow) -> Option<&'static str> {
    Some(match person.single_sign_on.as_ref()? {
        SingleSignOn::Waits => words::single_waits_short(lang),
        SingleSignOn::Bound { .. } => words::single_title(lang),
    })
}

/// The button that opens the form; nothing where there is no provider and nothing to close.
pub(super) fn opener(desk: Desk, person: &PersonRow) -> Option<AnyView> {
    let lang = desk.lang;
    let is_open = person.single_sign_on.is_some();
    let provided = desk.everybody.with_untracked(|people| people.provider.is_some());
    let words = if is_open {
        words::single_change(lang)
    } else {
        words::single_open(lang)
    };
    (person.active && (is_open || provided)).then(|| desk.opener(Doing::SingleSignOn, words))
}

/// What can be done about it, and what each comes to.
#[component]
pub(super) fn Form(
    /// The page.
    desk: Desk,
    /// Who.
    person: PersonRow,
) -> impl IntoView {
    let lang = desk.lang;
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let path = format!("/api/v1/people/{}/single-sign-on", person.id);
    let send = move |open: bool| {
        let answer = api::post::<_, People>(path.clone(), SetSingleSignOn { open });
        heard(busy, trouble, answer, move |people| {
            desk.everybody.set(people);
            let done = if open {
                words::single_marked(lang)
            } else {
                words::single_unmarked(lang)
            };
            desk.say_done(vec![done.to_owned()]);
        });
    };
    let close = send.clone();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(true);
    };
    let without = desk.everybody.with_untracked(|people| people.provider.is_none());
    let without = without.then(|| view! { <p class="hint">{words::single_no_provider(lang)}</p> });
    let choices = if person.single_sign_on.is_some() {
        view! {
            <p class="hint">{words::single_anew_means(lang)}</p>
            <p class="hint">{words::single_close_means(lang)}</p>
            {alert(lang, trouble)}
            <p class="actions">
                <button type="submit" class="confirm" prop:disabled=move || busy.get()>{words::single_anew(lang)}</button>
                <button type="button" class="quiet" id="close-single-sign-on" prop:disabled=move || busy.get() on:click=move |_| close(false)>{words::single_close(lang)}</button>
            </p>
        }
        .into_any()
    } else {
        view! {
            <p class="hint">{words::single_open_means(lang, &person.login)}</p>
            {alert(lang, trouble)}
            <p class="actions"><button type="submit" class="confirm" prop:disabled=move || busy.get()>{words::single_open(lang)}</button></p>
        }
        .into_any()
    };
    view! {
        <form class="sheet decision" id="single-sign-on" on:submit=on_submit>
            {without}
            {choices}
        </form>
    }
}
