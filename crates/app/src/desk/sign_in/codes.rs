//! Recovery codes, shown once: to be copied or printed; whoever is about to leave before they are kept is told so.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast as _, web_sys::HtmlDocument};
use yaodian_words::sign_in as words;

use crate::lang;

/// How many lists of recovery codes the page shows.
#[derive(Clone, Copy)]
pub(super) struct Shown(RwSignal<u32>);

impl Shown {
    /// None yet; for all of the page.
    pub(super) fn provided() -> Self {
        let this = Self(RwSignal::new(0));
        provide_context(this);
        this
    }

    pub(super) fn any(self) -> bool {
        self.0.get() > 0
    }
}

/// Recovery codes, until the person says that they are kept.
#[component]
pub(super) fn Codes(
    /// The codes.
    codes: Vec<String>,
    /// The person says so.
    taken: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    if let Some(Shown(count)) = use_context() {
        count.update(|count| *count += 1);
        on_cleanup(move || {
            let _ = count.try_update(|count| *count = count.saturating_sub(1));
        });
    }
    let place = NodeRef::<html::Div>::new();
    let copy_field = NodeRef::<html::Textarea>::new();
    let (copied, leaving) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            let _ = place.focus();
        }
    });
    let held_back = Callback::new(move |()| {
        leaving.set(true);
        if let Some(place) = place.get_untracked() {
            let _ = place.focus();
        }
    });
    warn(held_back);
    let all = codes.join("\n");
    let copy = move |_| {
        if let Some(field) = copy_field.get_untracked() {
            let _ = field.focus();
            field.select();
        }
        // Unlike `navigator.clipboard`, this also works on an office's network without TLS.
        let page = document().dyn_into::<HtmlDocument>();
        copied.set(page.is_ok_and(|page| page.exec_command("copy").unwrap_or(false)));
        let button = document().get_element_by_id("copy-codes");
        if let Some(button) = button.and_then(|button| button.dyn_into::<leptos::web_sys::HtmlElement>().ok()) {
            let _ = button.focus();
        }
    };
    let print = move |_| {
        let _ = window().print();
    };
    let codes = codes
        .into_iter()
        .map(|code| view! { <li><code>{code}</code></li> })
        .collect_view();
    view! {
        <div class="notice recovery-codes" role="group" aria-labelledby="codes-title" tabindex="-1" node_ref=place>
            <p id="codes-title"><strong>{words::codes_title(lang)}</strong></p>
            <p>{words::codes_note(lang)}</p>
            <ul>{codes}</ul>
            <textarea class="visually-hidden" tabindex="-1" aria-hidden="true" readonly node_ref=copy_field prop:value=all></textarea>
            <div role="alert" id="codes-leaving">{move || leaving.get().then(|| view! { <p class="refusal">{words::keep_first(lang)}</p> })}</div>
            <p class="actions">
                <button type="button" id="codes-taken" on:click=move |_| taken.run(())>{words::codes_taken(lang)}</button>
                <button type="button" class="quiet" id="copy-codes" on:click=copy>{words::copy_codes(lang)}</button>
                <button type="button" class="quiet" id="print-codes" on:click=print>{words::print_codes(lang)}</button>
                <span role="status">{move || copied.get().then(|| words::codes_copied(lang))}</span>
            </p>
        </div>
    }
}

/// Warns of leaving while this is shown: the browser asks where the whole page is left; links within the app wait until
/// the codes are kept, and `held_back` says so.
fn warn(held_back: Callback<()>) {
    Effect::new(move |_| {
        let whole = window_event_listener(ev::beforeunload, |event| {
            event.prevent_default();
            // What older browsers go by.
            event.set_return_value("-");
        });
        on_cleanup(move || whole.remove());
    });
    watch_links(held_back);
}

/// Before the router hears of a click.
#[cfg(feature = "hydrate")]
fn watch_links(held_back: Callback<()>) {
    use leptos::{
        wasm_bindgen::{JsValue, closure::Closure},
        web_sys::{Element, MouseEvent},
    };
    use send_wrapper::SendWrapper;
    Effect::new(move |_| {
        let clicked = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
            let goes = link.is_some_and(|link| {
                let external = link.get_attribute("rel").is_some_and(|rel| rel.contains("external"));
                let here = link
                    .get_attribute("href")
                    .is_some_and(|href| href.starts_with('#') || href.starts_with("otpauth:"));
                !external && !here && !link.has_attribute("target")
            });
            if goes {
                event.prevent_default();
                event.stop_propagation();
                held_back.run(());
            }
        });
        let heard: JsValue = clicked.as_ref().clone();
        let page = document();
        let _ = page.add_event_listener_with_callback_and_bool("click", heard.unchecked_ref(), true);
        let kept = SendWrapper::new((page, clicked));
        on_cleanup(move || {
            let (page, clicked) = &*kept;
            let heard = clicked.as_ref().unchecked_ref();
            let _ = page.remove_event_listener_with_callback_and_bool("click", heard, true);
        });
    });
}

#[cfg(not(feature = "hydrate"))]
fn watch_links(_held_back: Callback<()>) {}
