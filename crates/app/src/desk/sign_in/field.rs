//! A form of this page, and its fields: what is wrong is said below, and the field is marked.

use leptos::{ev::SubmitEvent, html, prelude::*};
use yaodian_contract::Kind;
use yaodian_words::sign_in as words;

use crate::{
    desk::{Refusal, focus},
    lang,
};

/// What a browser fills into a field.
#[derive(Clone, Copy)]
pub(super) enum Complete {
    /// The password so far.
    Password,
    /// A new password.
    NewPassword,
    /// A code.
    Code,
    /// Nothing.
    Nothing,
}

impl Complete {
    /// Kind of field, and what may be filled in.
    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Password => ("password", "current-password"),
            Self::NewPassword => ("password", "new-password"),
            Self::Code => ("text", "one-time-code"),
            Self::Nothing => ("text", "off"),
        }
    }
}

/// A field whose text is typed anew each time.
pub(super) struct Field {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) complete: Complete,
    pub(super) hint: Option<&'static str>,
    pub(super) value: RwSignal<String>,
    /// Whether a refusal of the form is about this field.
    pub(super) wrong: fn(&Kind) -> bool,
}

/// What the fields of a form know of it.
#[derive(Clone)]
struct Around {
    refused: RwSignal<Option<Kind>>,
    trouble: String,
}

/// The view of a field; only within a [`Form`].
pub(super) fn field(field: Field) -> AnyView {
    let Field {
        id,
        name,
        complete,
        hint,
        value,
        wrong,
    } = field;
    let around = use_context::<Around>();
    let (kind, complete) = complete.parts();
    let hint_id = format!("{id}-hint");
    let hint = hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> });
    let hinted = hint.is_some().then_some(hint_id);
    let refused = around.as_ref().map(|around| around.refused);
    let is_wrong = move || refused.is_some_and(|refused| refused.with(|kind| kind.as_ref().is_some_and(wrong)));
    let trouble = around.map(|around| around.trouble);
    let described = move || {
        let trouble = trouble.clone().filter(|_| is_wrong());
        let ids: Vec<String> = hinted.clone().into_iter().chain(trouble).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    let (shown, live) = (RwSignal::new(false), RwSignal::new(false));
    // Without a script the button would do nothing, and is not there.
    Effect::new(move |_| live.set(true));
    let hidden = kind == "password";
    let kind = move || if hidden && shown.get() { "text" } else { kind };
    let lang = lang();
    let of = id.clone();
    let show = move || {
        let said = move || {
            if shown.get() {
                words::hide_password(lang)
            } else {
                words::show_password(lang)
            }
        };
        let toggle = move |_| shown.update(|shown| *shown = !*shown);
        (hidden && live.get())
            .then(|| view! { <button type="button" class="quiet show-password" aria-controls=of.clone() on:click=toggle>{said}</button> })
    };
    view! {
        <label for=id.clone()>{name}</label>
        {hint}
        <input id=id type=kind autocomplete=complete aria-describedby=described aria-invalid=move || is_wrong().then_some("true")
            prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        {show}
    }
    .into_any()
}

/// A form that sends something, and says why it was refused.
#[component]
pub(super) fn Form(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What its button says.
    button: &'static str,
    /// Whether something is under way.
    busy: RwSignal<bool>,
    /// Why it was refused last.
    refused: RwSignal<Option<Kind>>,
    /// What it does.
    send: Callback<()>,
    /// What closes it, where something does.
    #[prop(optional)]
    cancel: Option<Callback<()>>,
    /// Whether it takes the focus when it appears.
    #[prop(optional)]
    taken_there: bool,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let lang = lang();
    let trouble = format!("{id}-trouble");
    provide_context(Around {
        refused,
        trouble: trouble.clone(),
    });
    let place = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if let Some(form) = place.get().filter(|_| taken_there) {
            focus::first_of(&form);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    let cancel = cancel.map(|cancel| {
        let close = move |_| {
            let kept = focus::keep();
            cancel.run(());
            focus::give_back(kept, false);
        };
        view! { <button type="button" class="quiet" on:click=close>{words::cancel(lang)}</button> }
    });
    view! {
        <form class="sheet decision" id=id novalidate node_ref=place on:submit=submit>
            {children()}
            <div aria-live="assertive" id=trouble>{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            <p class="actions"><button type="submit" prop:disabled=move || busy.get()>{button}</button> {cancel}</p>
        </form>
    }
}

/// What was done last; whoever did it is taken there.
#[component]
pub(super) fn Told(
    /// What is said, if anything.
    words: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let place = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if words.with(Option::is_some)
            && let Some(place) = place.get()
        {
            let _ = place.focus();
        }
    });
    view! { <p role="status" tabindex="-1" node_ref=place class=move || words.get().map(|_| "notice")>{move || words.get()}</p> }
}
