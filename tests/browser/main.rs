//! The app in a real Chromium.

mod cockpit;
mod embeds;
mod imports;
mod judgement;
mod keys;
mod leader;
mod ledger;
mod measurements;
mod office;
mod parity;
mod people;
mod story;
mod supervision;
mod widths;
