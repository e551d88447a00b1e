//! What each page of the app is called in the browser's tab.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use yaodian_words::{
    Lang, bulletin, closing, cockpit, import_desk, keys, label, ledger, monitoring_desk, people, periods, privacy,
    reminders, say, scores, share_desk, sign_in, supervision,
};

use crate::lang;

/// Keeps the title to the page that is shown.
#[component]
pub(super) fn PageTitle() -> impl IntoView {
    let (lang, path) = (lang(), use_location().pathname);
    let text = move || path.with(|path| say::page_title(lang, &title(lang, path), &label::product(lang)));
    view! { <Title text/> }
}

/// By the first part of the address below `/app`.
fn title(lang: Lang, path: &str) -> &'static str {
    let first = path
        .trim_start_matches("/app")
        .trim_start_matches('/')
        .split('/')
        .next();
    match first.unwrap_or_default() {
        "" => label::owed_title(lang),
        "report" => label::write_report(lang),
        "ledgers" | "ledger" => ledger::title(lang),
        "monitoring" => monitoring_desk::title(lang),
        "bulletins" | "bulletin" => bulletin::bulletins(lang),
        "cockpit" => cockpit::title(lang),
        "periods" => periods::title(lang),
        "scores" => scores::title(lang),
        "supervision" | "case" | "request" => supervision::title(lang),
        "reminders" => reminders::title(lang),
        "imports" => import_desk::title(lang),
        "shares" => share_desk::title(lang),
        "people" | "person" => people::desk::title(lang),
        "keys" => keys::title(lang),
        "sign-in" => sign_in::title(lang),
        "personal-data" => privacy::mine(lang),
        "year-end" => closing::title(lang),
        "inbox" | "review" => label::inbox_title(lang),
        _ => label::not_found_title(lang),
    }
}
