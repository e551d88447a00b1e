//! What is asked of the server only together with the password of whoever asks; of an account without one, with a code
//! of its authenticator.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    sign_in::{Confirmed, MySignIn},
};
use yaodian_domain::sign_in::{PasswordProblem, SecondStepProblem};
use yaodian_words::{Lang, sign_in as words};

use super::{
    Form,
    field::{Complete, Field, field},
};
use crate::{api::Answer, desk::ask, lang};

/// Questions of one form, one at a time.
#[derive(Clone, Copy)]
pub(super) struct Guarded {
    /// Whether an answer is waited for.
    pub(super) busy: RwSignal<bool>,
    /// Why the last question was refused.
    pub(super) refused: RwSignal<Option<Kind>>,
    /// What was done before is no news any more once something is asked.
    told: RwSignal<Option<&'static str>>,
    password: RwSignal<String>,
    code: RwSignal<String>,
}

impl Guarded {
    /// `told` says what was done last.
    pub(super) fn new(told: RwSignal<Option<&'static str>>) -> Self {
        Self {
            told,
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            password: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
        }
    }

    /// Asks, and forgets the password once it has served.
    pub(super) fn ask<T: 'static>(
        self,
        answer: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.told.set(None);
        ask::once(self.busy, self.refused, answer, move |answer| {
            if let Some(answer) = answer {
                self.forget();
                done(answer);
            }
        });
    }

    /// Forgets what was typed, and why it was refused.
    pub(super) fn forget(self) {
        self.password.set(String::new());
        self.code.set(String::new());
        self.refused.set(None);
    }

    /// With the password, or the code, as it is typed.
    pub(super) fn confirmed(self) -> Confirmed {
        Confirmed {
            password: self.password.get_untracked(),
            code: self.code.get_untracked(),
        }
    }

    /// The field for the password; of an account without one, for a code where it has an authenticator; else none.
    /// Only within a [`Form`].
    pub(super) fn field(self, lang: Lang, mine: RwSignal<MySignIn>, id: impl Into<String>) -> Option<AnyView> {
        let (password, code) = mine.with_untracked(|mine| (mine.password, mine.second_step.is_some()));
        let id = id.into();
        if password {
            return Some(field(Field {
                id,
                name: words::old_password(lang),
                complete: Complete::Password,
                hint: None,
                value: self.password,
                wrong: is_about_password,
            }));
        }
        code.then(|| {
            field(Field {
                id,
                name: words::code(lang),
                complete: Complete::Code,
                hint: Some(words::code_or_recovery(lang)),
                value: self.code,
                wrong: is_about_code,
            })
        })
    }
}

/// Whether a refusal is about the password so far.
pub(super) fn is_about_password(kind: &Kind) -> bool {
    let about = |why: &PasswordProblem| matches!(why, PasswordProblem::OldIsWrong | PasswordProblem::Missing);
    matches!(kind, Kind::Password { why } if about(why))
}

/// Whether a refusal is about a code.
pub(super) fn is_about_code(kind: &Kind) -> bool {
    use SecondStepProblem::{NoCode, UsedCode, WrongCode};
    matches!(
        kind,
        Kind::SecondStep {
            why: NoCode | UsedCode | WrongCode
        }
    )
}

/// A form that asks who asks, in the place where something was pressed, before it is done; it takes the focus.
#[component]
pub(super) fn Sure(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What its button says.
    button: &'static str,
    /// What it asks with.
    guard: Guarded,
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
    /// What it does.
    send: Callback<()>,
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let lang = lang();
    let cancel = Callback::new(move |()| {
        guard.forget();
        open.set(false);
    });
    let proof = format!("{id}-proof");
    view! {
        <Form id button busy=guard.busy refused=guard.refused send cancel taken_there=true>
            {guard.field(lang, mine, proof)}
        </Form>
    }
}

/// A button that opens such a form below itself, and closes it again.
#[component]
pub(super) fn Opener(
    /// The id of the button; the form's has `-form` behind it.
    id: &'static str,
    /// What the button says.
    words: &'static str,
    /// What the form's button says.
    sure: &'static str,
    /// What it asks with.
    guard: Guarded,
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
    /// What it does.
    send: Callback<()>,
    /// Whether the form is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let toggle = move |_| {
        guard.forget();
        open.update(|open| *open = !*open);
    };
    let expanded = move || if open.get() { "true" } else { "false" };
    view! {
        <p><button type="button" class="quiet" id=id aria-expanded=expanded prop:disabled=move || guard.busy.get() on:click=toggle>{words}</button></p>
        {move || open.get().then(|| view! { <Sure id=format!("{id}-form") button=sure guard mine send open/> })}
    }
}
