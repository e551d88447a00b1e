//! A one-time link, shown once.

use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlDocument};
use yaodian_contract::people::Invitation;
use yaodian_words::people::desk as say;

use crate::lang;

/// The link of an invitation, to be copied: it is not shown again.
#[component]
pub(super) fn OneTimeLink(
    /// The invitation.
    invitation: Invitation,
    /// For whom.
    name: String,
) -> impl IntoView {
    let lang = lang();
    let field = NodeRef::<html::Input>::new();
    let place = NodeRef::<html::Section>::new();
    let copied = RwSignal::new(false);
    // Only ever shown in the browser, in answer to what somebody did.
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}{}", invitation.path);
    // Whoever asked for it is taken there.
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            let _ = place.focus();
        }
    });
    let copy = move |_| {
        // The field is chosen as well: where the browser does not let pages copy, keys do.
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
            field.select();
        }
        // Unlike `navigator.clipboard`, this also works on an office's network without TLS.
        let page = document().dyn_into::<HtmlDocument>();
        copied.set(page.is_ok_and(|page| page.exec_command("copy").unwrap_or(false)));
    };
    view! {
        <section class="one-time notice" tabindex="-1" node_ref=place aria-labelledby="one-time-title">
            <p id="one-time-title"><strong>{say::link_title(lang, &name)}</strong></p>
            <p>{say::link_once(lang, &invitation.hours)}</p>
            <div class="copying">
                <label class="visually-hidden" for="one-time-link">{say::link_word(lang)}</label>
                <input id="one-time-link" node_ref=field readonly value=address/>
                <button type="button" on:click=copy>{say::copy(lang)}</button>
                <span role="status">{move || copied.get().then(|| say::copied(lang))}</span>
            </div>
        </section>
    }
}
