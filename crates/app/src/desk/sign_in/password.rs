//! Changing the password.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    sign_in::{ChangePassword, MySignIn},
};
use yaodian_words::{label, sign_in as words};

use super::{Form, field};
use crate::{api, desk::ask, lang};

#[component]
pub(super) fn Password(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let lang = lang();
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let done = RwSignal::new(false);
    let send = Callback::new(move |()| {
        done.set(false);
        let asked = ChangePassword {
            old: old.get_untracked(),
            new: new.get_untracked(),
        };
        let answer = api::post::<_, MySignIn>("/api/v1/sign-in/password".to_owned(), asked);
        ask::once(busy, refused, answer, move |answer| {
            if let Some(answer) = answer {
                old.set(String::new());
                new.set(String::new());
                mine.set(answer);
                done.set(true);
            }
        });
    });
    let has = Memo::new(move |_| mine.with(|mine| mine.password));
    let form = move || {
        if !has.get() {
            return view! { <p class="absent">{words::no_password(lang)}</p> }.into_any();
        }
        let hint = Some(words::password_hint(lang));
        let login = mine.with_untracked(|mine| mine.login.clone());
        view! {
            <Form id="change-password" button=words::change(lang) busy refused send>
                // So that the browser's keeper of passwords knows whose it is.
                <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly value=login/>
                {field("old-password", words::old_password(lang), "password", "current-password", None, old)}
                {field("new-password", label::new_password(lang), "password", "new-password", hint, new)}
            </Form>
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{words::password_title(lang)}</h2>
            {form}
            <p role="status" class=move || done.get().then_some("notice")>{move || done.get().then(|| words::changed(lang))}</p>
        </section>
    }
}
