//! The app in a real Chromium.

mod judgement;
mod ledger;
mod parity;
mod story;
