//! Water class, air quality index and period statistics by the national standards.
//!
//! Everything here is pure: no file, no database, no clock. The same code answers in the browser and
//! on the server. Nothing that decides a class, an index or a percentage is a binary floating-point
//! number, and every answer can say which item, which limit and which clause made it.

#![deny(missing_docs)]

pub mod air;
pub mod cell;
pub mod day;
mod heading;
pub mod network;
pub mod source;
pub mod water;
