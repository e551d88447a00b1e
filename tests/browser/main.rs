//! The app in a real Chromium.

mod parity;
mod story;
