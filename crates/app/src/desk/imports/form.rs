//! The form that is open, whatever it is for: the focus goes into it and back to where it was.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::HtmlElement,
};
use send_wrapper::SendWrapper;
use yaodian_intake::{About, Doubt, Edit};
use yaodian_words::import_desk as words;

use super::{
    clauses,
    screen::{Desk, Editing},
    target, units,
};

/// What is being written, beside everything else.
pub(super) fn panel(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let open = Memo::new(move |_| desk.editing.get());
    // Wrapped only where there is one: on the server it is dropped by another thread.
    let came_from = StoredValue::new(None::<SendWrapper<HtmlElement>>);
    // The focus goes into the form, and back to where it came from.
    Effect::new(move |before: Option<bool>| {
        let is_open = open.with(Option::is_some);
        if is_open {
            if before != Some(true) {
                let active = document().active_element().and_then(|element| element.dyn_into().ok());
                came_from.set_value(active.map(SendWrapper::new));
            }
            // Where only those who report are missing, they are asked for at once.
            let doubt = desk.doubt.get_untracked().and_then(|key| desk.doubt_at(&key));
            let asks = |doubt: &Doubt| match (&doubt.about, &desk.editing.get_untracked()) {
                (About::Reporters { target }, Some(Editing::Target(key))) => target == key,
                _ => false,
            };
            let css = if doubt.is_some_and(|doubt| asks(&doubt)) {
                "#import-form #reporters"
            } else {
                "#import-form :is(input, select, textarea, .sentence button)"
            };
            request_animation_frame(move || {
                let first = document().query_selector(css);
                if let Some(first) = first
                    .ok()
                    .flatten()
                    .and_then(|element| element.dyn_into::<HtmlElement>().ok())
                {
                    let _ = first.focus();
                }
            });
        } else if before == Some(true) {
            back(
                came_from
                    .try_update_value(Option::take)
                    .flatten()
                    .map(SendWrapper::take),
            );
        }
        is_open
    });
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            desk.editing.set(None);
        }
    };
    move || {
        open.get().map(|editing| {
            let title = match &editing {
                Editing::Target(_) => words::correct_target(lang),
                Editing::Add(_) => words::add_target(lang),
                Editing::Assign(_) => words::change_units(lang),
                Editing::Sentences(_) => words::sentences_title(lang),
                Editing::Rename(_) => words::rename_item(lang),
                Editing::Name(_) => words::whom(lang),
            };
            let body = match editing {
                Editing::Target(key) => target::corrected(desk, key),
                Editing::Add(span) => target::added(desk, span),
                Editing::Assign(at) => units::assign(desk, at),
                Editing::Sentences(at) => clauses::form(desk, at),
                Editing::Rename(at) => renamed(desk, at),
                Editing::Name(name) => units::name(desk, &name),
            };
            view! {
                <section id="import-form" class="import-form sheet" aria-label=title on:keydown=pressed>
                    <h2>{title}</h2>
                    {body}
                </section>
            }
        })
    }
}

/// The focus goes back to where it was, or to the doubt that is looked at by now.
fn back(to: Option<HtmlElement>) {
    request_animation_frame(move || {
        let there = to.filter(|element| element.is_connected());
        let row = || {
            let row = document().query_selector("#queue [tabindex='0']").ok().flatten()?;
            row.dyn_into::<HtmlElement>().ok()
        };
        if let Some(element) = there.or_else(row) {
            let _ = element.focus();
        }
    });
}

pub(super) fn cancel(desk: Desk) -> impl IntoView {
    view! { <button type="button" class="quiet" on:click=move |_| desk.editing.set(None)>{words::cancel(desk.lang)}</button> }
}

/// The name of an item.
fn renamed(desk: Desk, at: usize) -> AnyView {
    let lang = desk.lang;
    let found = desk.reviewed.with_untracked(|reviewed| {
        let item = reviewed.draft.items.iter().find(|item| item.span.start == at)?;
        Some((
            item.title.clone(),
            reviewed.titles_en.get(&at).cloned().unwrap_or_default(),
        ))
    });
    let (title, title_en) = found.unwrap_or_default();
    let (title, title_en) = (RwSignal::new(title), RwSignal::new(title_en));
    let line = |id: &'static str, name: &'static str, value: RwSignal<String>| {
        view! {
            <label for=id>{name}</label>
            <input id=id autocomplete="off" prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        }
    };
    let empty = move || title.with(|title| title.trim().is_empty());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(empty) {
            desk.decide(Edit::Rename {
                at,
                title: title.get_untracked(),
                title_en: title_en.get_untracked(),
            });
        }
    };
    view! {
        <form on:submit=save>
            {line("title-zh", words::title_zh(lang), title)}
            {line("title-en", words::title_en(lang), title_en)}
            <p class="actions">
                <button type="submit" id="save-title" prop:disabled=empty>{words::save(lang)}</button>
                {cancel(desk)}
            </p>
        </form>
    }
    .into_any()
}
