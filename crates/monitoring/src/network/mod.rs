//! Networks of monitoring sections and stations: registers, what was measured there, and what follows.
//!
//! * [`Register`], [`Place`]: which sections and stations there are, as they stand on any day;
//! * [`Moment`], [`ReviewState`], [`Versions`]: when something was measured, how far it was looked
//!   through, and what was said of it one after another;
//! * [`WaterRecord`], [`AirRecord`]: all of that;
//! * [`water`], [`air`]: a section, a city, a station over a year;
//! * [`feeds`]: the figures of targets; [`outlook`]: what is about to be missed;
//! * [`Came`], [`Counts`]: what comes in together;
//! * [`arrival`]: tables on their way in: what is good of them, what is set aside, and why.
//!
//! # Invariants
//!
//! * Nothing that was said is taken out again. What a day of the past knew is what it knew.
//! * The three states of review are kept apart; the furthest counts.
//! * What is set aside keeps its row and its reasons; it is in no mean.

pub mod air;
pub mod arrival;
mod batch;
pub mod feeds;
mod moment;
pub mod outlook;
mod record;
mod register;
mod versions;
pub mod water;

pub use batch::{Came, Counts, NoCame};
pub use feeds::{Measured, Record};
pub use moment::{Moment, NoMoment};
pub use record::{AirRecord, AirSaid, Said, WaterRecord, WaterSaid};
pub use register::{Directory, Found, Listed, Place, Register, Role};
pub use versions::{NoState, ReviewState, States, Version, Versions};
