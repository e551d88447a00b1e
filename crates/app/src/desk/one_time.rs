//! Something that is shown once, to be copied.

use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlDocument};
use yaodian_words::people::desk as say;

use crate::lang;

/// A text that is shown once. Only ever rendered in the browser, in answer to what somebody did.
#[component]
pub(super) fn OneTime(
    /// The id of its field.
    id: &'static str,
    /// What it is.
    title: String,
    /// What is to be done with it.
    note: String,
    /// The name of its field.
    label: &'static str,
    /// What the button says that copies it.
    copy_word: &'static str,
    /// The text.
    value: String,
) -> impl IntoView {
    let lang = lang();
    let field = NodeRef::<html::Input>::new();
    let place = NodeRef::<html::Section>::new();
    let copied = RwSignal::new(false);
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
            <p id="one-time-title"><strong>{title}</strong></p>
            <p>{note}</p>
            <div class="copying">
                <label class="visually-hidden" for=id>{label}</label>
                <input id=id node_ref=field readonly value=value/>
                <button type="button" on:click=copy>{copy_word}</button>
                <span role="status">{move || copied.get().then(|| say::copied(lang))}</span>
            </div>
        </section>
    }
}
