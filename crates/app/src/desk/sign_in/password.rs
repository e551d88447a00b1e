//! Changing the password.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    sign_in::{ChangePassword, MySignIn},
};
use yaodian_words::{label, sign_in as words};

use super::{
    Form, Told,
    field::{Complete, Field, field},
    guarded::is_about_password,
};
use crate::{api, desk::ask, lang};

#[component]
pub(super) fn Password(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let lang = lang();
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let done = RwSignal::new(None);
    let send = Callback::new(move |()| {
        done.set(None);
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
                done.set(Some(words::changed(lang)));
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
                {field(Field {
                    id: "old-password".to_owned(),
                    name: words::old_password(lang),
                    complete: Complete::Password,
                    hint: None,
                    value: old,
                    wrong: is_about_password,
                })}
                {field(Field {
                    id: "new-password".to_owned(),
                    name: label::new_password(lang),
                    complete: Complete::NewPassword,
                    hint,
                    value: new,
                    wrong: is_about_new,
                })}
            </Form>
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{words::password_title(lang)}</h2>
            {form}
            <Told words=done/>
        </section>
    }
}

/// Whether a refusal is about the new password.
fn is_about_new(kind: &Kind) -> bool {
    matches!(kind, Kind::PasswordTooShort { .. } | Kind::Password { .. }) && !is_about_password(kind)
}
