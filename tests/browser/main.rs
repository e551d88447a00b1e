//! The app in a real Chromium.

mod accessibility;
mod cockpit;
mod embeds;
mod imports;
mod judgement;
mod keys;
mod leader;
mod ledger;
mod lost;
mod measurements;
mod office;
mod parity;
mod passkeys;
mod people;
mod sign_in;
mod single_sign_on;
mod story;
mod supervision;
mod verify;
mod walk;
mod widths;
