//! A one-time link, shown once.

use leptos::prelude::*;
use yaodian_contract::people::Invitation;
use yaodian_words::people::desk as say;

use super::super::one_time::OneTime;
use crate::lang;

/// The link of an invitation, to be copied: it is not shown again.
#[component]
pub(super) fn OneTimeLink(
    /// The invitation.
    invitation: Invitation,
    /// For whom.
    name: String,
) -> impl IntoView {
    let lang = lang();
    // Only ever shown in the browser, in answer to what somebody did.
    let origin = window().location().origin().unwrap_or_default();
    let value = format!("{origin}{}", invitation.path);
    let (title, note) = (say::link_title(lang, &name), say::link_once(lang, &invitation.hours));
    view! { <OneTime id="one-time-link" title note label=say::link_word(lang) copy_word=say::copy(lang) value/> }
}
