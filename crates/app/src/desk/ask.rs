//! Asking the server for something that a person did: one thing at a time.

use leptos::prelude::*;
use yaodian_contract::{Kind, Problem};

use super::focus;
use crate::api::Answer;

/// Asks unless something is under way, and calls `done` with what came, or with nothing once
/// `refused` says why not. The focus is on what is said then, where it was lost meanwhile.
pub(super) fn once<T: 'static>(
    busy: RwSignal<bool>,
    refused: RwSignal<Option<Kind>>,
    answer: impl Future<Output = Answer<T>> + 'static,
    done: impl FnOnce(Option<T>) + 'static,
) {
    if busy.get_untracked() {
        return;
    }
    let kept = focus::keep();
    busy.set(true);
    refused.set(None);
    leptos::task::spawn_local(async move {
        let answer = answer.await;
        busy.set(false);
        let went_wrong = answer.is_err();
        match answer {
            Ok(value) => done(Some(value)),
            Err(Problem { kind, .. }) => {
                refused.set(Some(kind));
                done(None);
            }
        }
        focus::give_back(kept, went_wrong);
    });
}
