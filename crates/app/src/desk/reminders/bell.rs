//! How many things wait, on every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use yaodian_contract::Me;
use yaodian_words::reminders as words;

use crate::{api, lang};

/// The way to the list, with the number of what is on it; asked anew on every page.
#[component]
pub(in crate::desk) fn Bell() -> impl IntoView {
    let lang = lang();
    let path = use_location().pathname;
    let me = Resource::new(move || path.get(), |_| api::get::<Me>("/api/v1/me".to_owned()));
    let current = move || path.with(|path| path.starts_with("/app/reminders")).then_some("page");
    view! {
        <a class="bell" href="/app/reminders" aria-current=current>
            {words::bell(lang)}
            <Transition>
                {move || Suspend::new(async move {
                    let number = me.await.map(|me| me.reminders).unwrap_or_default();
                    (number > 0).then(|| view! { " " <span class="count number">{number.to_string()}</span> })
                })}
            </Transition>
        </a>
    }
}
