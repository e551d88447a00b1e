//! The app in a real Chromium.

mod judgement;
mod parity;
mod story;
