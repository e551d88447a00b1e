//! Pictures as SVG, drawn on the server: pure functions from figures and words to markup.
//!
//! A picture is data ([`Series`], [`Ring`], [`Months`] …) with a `draw` that gives a [`Sheet`]. One
//! drawing, two frames: [`Sheet::on_page`] for a page, whose style sheet colours it and which carries the
//! table behind it; [`Sheet::alone_with`] for a file that is shown elsewhere, with its size, title, description
//! and colours. The pictures of a plan are made in [`crate::public::picture`].
//!
//! # Invariants
//!
//! * No two words meet, and nothing leaves the sheet, whatever the figures are.
//! * Colour is never alone: a status has its kind of bar, a line its kind of stroke, a mark its shape.
//! * Floating point is for coordinates only; whatever is written was written by `yaodian-words`.

mod alone;
mod beside;
mod calendar;
mod card;
mod months;
mod multiples;
mod paint;
mod ring;
mod series;
mod shares;
mod sheet;
mod text;
mod tiles;
mod wrap;

pub use alone::Around;
pub use beside::{Beside, Row, key};
pub use calendar::{Calendar, Day, Mark};
pub use card::{Body, Card, Figure, One};
pub use months::{Column, Months};
pub use multiples::{Panel, Scale};
pub use ring::Ring;
pub use series::{Ahead, Goal, Point, Series};
pub use shares::{Part, Shares};
pub use sheet::{Frame, Sheet};
pub use text::Area;
pub use tiles::{Square, Tiles};
