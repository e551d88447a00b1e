//! The app in a real Chromium.

mod cockpit;
mod judgement;
mod ledger;
mod parity;
mod people;
mod story;
mod supervision;
