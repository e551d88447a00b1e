//! Pages and components.
//!
//! * `public` (feature `ssr`): the pages anybody reads, rendered on the server, without a script;
//! * [`desk`]: the units' app at `/app`, rendered on the server and hydrated in the browser;
//! * [`bulletin`]: a bulletin as it is shown, on both;
//! * `drawing` (feature `ssr`): pictures as SVG, on pages and by themselves;
//! * `letter` (feature `ssr`): reminders by mail;
//! * [`parts`]: what both are made of;
//! * [`reminder`]: one thing that waits, in the app and in a mail;
//! * [`pictures`]: the pictures of a ledger and of statuses, on both;
//! * [`verify`]: an exported audit, verified in the browser;
//! * [`api`]: how the app asks the server; on the server it asks in process;
//! * `attempts` (feature `hydrate`): what was asked for and got no answer, so that asking again does it once.
//!
//! # Invariants
//!
//! * No sentence is written here: all come from `yaodian-words`.
//! * No status is decided here: all come from `yaodian_domain::check`.
//! * The public pages are not part of the browser's binary.

#![recursion_limit = "256"]

pub mod api;
#[cfg(any(feature = "hydrate", test))]
mod attempts;
pub mod bulletin;
pub mod desk;
#[cfg(feature = "ssr")]
pub mod drawing;
#[cfg(feature = "ssr")]
pub mod letter;
pub mod parts;
pub mod passkey;
pub mod pictures;
#[cfg(feature = "ssr")]
pub mod public;
pub mod reminder;
pub mod verify;

use leptos::prelude::*;
use yaodian_words::Lang;

/// The language of the page that is being rendered.
pub(crate) fn lang() -> Lang {
    use_context::<Lang>().unwrap_or_default()
}

/// Under which address the public pages lie of the plan on which somebody works in the app.
#[derive(Debug, Clone, Default)]
pub(crate) struct Base(pub(crate) String);

/// The address of a public page of that plan.
pub(crate) fn public_page(path: &str) -> String {
    let Base(base) = use_context::<Base>().unwrap_or_default();
    format!("{base}{path}")
}
