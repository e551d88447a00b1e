//! What is asked of the server only together with the password of whoever asks.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    sign_in::{Confirmed, MySignIn},
};
use yaodian_words::{Lang, sign_in as words};

use super::field;
use crate::{api::Answer, desk::ask};

/// Questions of one part of the page, one at a time.
#[derive(Clone, Copy)]
pub(super) struct Guarded {
    /// Whether an answer is waited for.
    pub(super) busy: RwSignal<bool>,
    /// Why the last question was refused.
    pub(super) refused: RwSignal<Option<Kind>>,
    password: RwSignal<String>,
}

impl Guarded {
    pub(super) fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            password: RwSignal::new(String::new()),
        }
    }

    /// Asks, and forgets the password once it has served.
    pub(super) fn ask<T: 'static>(
        self,
        answer: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        ask::once(self.busy, self.refused, answer, move |answer| {
            if let Some(answer) = answer {
                self.password.set(String::new());
                done(answer);
            }
        });
    }

    /// With the password as it is typed.
    pub(super) fn confirmed(self) -> Confirmed {
        Confirmed {
            password: self.password.get_untracked(),
        }
    }

    /// The field for the password, where the account has one.
    pub(super) fn password_field(self, lang: Lang, mine: RwSignal<MySignIn>, id: &'static str) -> Option<AnyView> {
        let has = mine.with_untracked(|mine| mine.password);
        has.then(|| {
            let name = words::password_again(lang);
            field(id, name, "password", "current-password", None, self.password)
        })
    }
}
