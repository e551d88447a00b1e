//! What the browser keeps until the server has it. It goes when whoever sits there signs out.

use leptos::{prelude::*, web_sys::Storage};
use yaodian_words::Lang;

/// How the names begin of all that is kept.
const OURS: &str = "yaodian.";

/// The name under which something is kept.
pub(super) fn name(what: &str) -> String {
    format!("{OURS}{what}")
}

/// Where it is kept, if the browser keeps anything.
pub(super) fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn names(storage: &Storage) -> Vec<String> {
    let count = storage.length().unwrap_or_default();
    let names = (0..count).filter_map(|n| storage.key(n).ok().flatten());
    names.filter(|name| name.starts_with(OURS)).collect()
}

/// Removes all of it, if whoever signs out agrees where there is something; whether nothing is left.
pub(super) fn let_go(lang: Lang) -> bool {
    let Some(storage) = storage() else { return true };
    let names = names(&storage);
    let sure = names.is_empty()
        || window()
            .confirm_with_message(yaodian_words::sign_in::unsaved_goes(lang))
            .unwrap_or(true);
    if sure {
        for name in names {
            let _ = storage.remove_item(&name);
        }
    }
    sure
}
