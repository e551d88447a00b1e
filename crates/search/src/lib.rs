//! Search over everything of a plan.
//!
//! A [`Library`] holds [`Document`]s: fields of text, each a name, a code, words or what stands beside them.
//! A [`Query`] is read from what somebody typed. [`Library::find`] answers which documents it means, the best
//! first; [`Query::mark`] and [`Query::excerpt`] show where its words stand in a text.
//!
//! # How it ranks
//!
//! * Text is folded to the letters by which it is compared ([`fold`]): width, case, traditional characters,
//!   the commas in figures. Chinese is cut into single characters and pairs, everything else into words.
//! * First come documents of which a name or a code is just what was typed; then those in which all of it
//!   stands as it was typed; then those that have all of its pairs and words; then those that have most.
//! * Among these the order is by BM25 over the fields together (BM25F): a rare pair says more than a frequent
//!   one, a name more than a sentence.
//! * A word is also found by its beginning. What finds nothing has a [`Library::nearest`].
//!
//! The crate `bm25` ranks whole texts by words; here fields, positions and pairs of characters are needed as
//! well, and these are most of the work. Edit distances are the crate `strsim`'s.
//!
//! Nothing here reads a file, a clock or a network.

#![deny(missing_docs)]

mod collect;
pub mod fold;
mod library;
mod marks;
mod near;
mod query;
mod tokens;

pub use collect::{Announced, Sort, Sources, Subject, Told, collect};
pub use library::{Document, Field, Fit, Found, Hit, Library, Part};
pub use marks::Piece;
pub use near::{Known, nearest_of};
pub use query::{LONGEST, Query};
