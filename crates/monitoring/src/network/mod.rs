//! Networks of monitoring sections and stations: registers, what was measured there, and what follows.
//!
//! * [`Moment`], [`ReviewState`], [`Versions`]: when something was measured, how far it was looked
//!   through, and what was said of it one after another.

mod moment;
mod versions;

pub use moment::{Moment, NoMoment};
pub use versions::{ReviewState, Version, Versions};
