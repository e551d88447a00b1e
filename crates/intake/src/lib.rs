//! Plan text in, draft plan out: every figure, unit and promise traced to its place in the text.
//!
//! A government department opens its year with a work plan: chapters, numbered items, and after
//! every stretch of work a bracket that names who leads and who answers. [`parse`] reads such a text
//! as people write it — in any of the usual numberings, with lines broken inside words, with no
//! line break at all, with page numbers between — and answers with a [`Draft`]: what it found, where it
//! stands, how sure the reading is and why, and what it could not make out.
//!
//! What a person decides about the draft is a list of [`Edit`]s; nothing of the text is lost by it.
//!
//! # How a text is read
//!
//! 1. `flat` makes one form of it: full- and half-width marks folded, wrapped lines joined, page
//!    numbers and running heads (`furniture`) left out; each character remembers its place.
//! 2. `assign` finds every bracket and reads those that assign somebody.
//! 3. `outline` finds the headings, and tells at which of their levels the document counts its works:
//!    with the brackets, for (一) is a chapter in one document and an item in another.
//! 4. `document` cuts items into tasks at the brackets, and reads the statement of goals apart.
//! 5. `targets` reads the clauses of each: figures first, then promises in words.
//!
//! # Invariants
//!
//! * Whatever the text, there is an answer, and never a panic.
//! * The time taken grows with the length of the text and with nothing else: whatever looks around
//!   looks so far and no farther.
//! * Every place is a byte offset into the text that was given, on a character boundary, and every
//!   quote is what stands there.
//! * No I/O, no clock; the same text gives the same draft in the browser and on the server.

#![deny(missing_docs)]

mod adopt;
mod assign;
mod carry;
mod compare;
mod dates;
pub mod desk;
mod document;
mod draft;
mod edit;
mod flat;
mod furniture;
mod general;
mod headings;
mod kin;
pub mod mended;
mod names;
mod numerals;
mod outline;
mod proposed;
mod publish;
mod review;
mod scan;
pub mod shares;
mod targets;
mod taught;
mod title;

pub use adopt::adopt;
pub use carry::carry_edits;
pub use compare::{Change, Changes, Difference, Pair, Part, compare};
pub use draft::*;
pub use edit::{Edit, Form, Key};
pub use names::Names;
pub use proposed::proposed;
pub use publish::{Advice, Head, Hindrance, Obstacle, Usual, plan_of, usual_among, usual_reporters, wrong_with};
pub use review::{About, Doubt, Found, Home, Mark, Place, Reviewed, SURE, code, review};
pub use taught::taught;

/// Reads a text; `names`, where given, says whom its names mean.
pub fn parse(text: &str, names: Option<&Names<'_>>) -> Draft {
    document::read(text, &names::Lookup::new(names))
}
