//! The audit's chain: how its rows are hashed, how it is written to a file, and what verifies it, from a
//! database, a backup or an export. Pure: it compiles to wasm32 too, so that a browser verifies an export by the
//! same code, without the server.
//!
//! # An export, and how anybody can verify it
//!
//! `yaodian audit export FILE` writes lines, each ending in a line feed: first
//! `{"yaodian":"audit","format":2}`; then one line a row, an [`AuditLine`] as compact JSON with its
//! members in their order, just as `serde_json` writes it; then one line for each text about a person that was
//! not erased, a [`PersonalLine`]; last `{"end":{"seq":…,"hash":"…"},"personal":…}`, with how many of those
//! there are. The bytes of a line are canonical: a line that says the same in other bytes is reported too.
//! Exports of format 1 hold rows of the first form alone, and neither such texts nor their number.
//!
//! The hash of a row is the SHA-256, in 64 lower-case hexadecimal digits, of these parts one after
//! the other: the hash of the row before (of the first row: the empty text), `seq` in decimal digits,
//! `at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `plan`, `detail`;
//! where any of the three is there, `actor_unit` and `actor_post`; and `personal`, where that is there, which
//! makes the second form of a row. A part is written as its length in
//! bytes of UTF-8, a colon and itself; one that is null as `-`. `detail` and `personal` are JSON within a text:
//! what is hashed is that text.
//!
//! `personal` tells [commitments](commitment) by fields, in place of texts that can be erased: a text fits if the
//! SHA-256 of the 32 bytes of its salt and of itself is the commitment. A text that is missing was **erased** if a
//! row `account-erased` or `named-erased` names it under `removed` (by fields, numbers of rows such as `3-5,9`);
//! otherwise somebody took it away.
//!
//! This script needs nothing but Python:
//!
//! ```python
#![doc = include_str!("verify.py")]
//! ```
//!
//! What no chain shows by itself is that its last rows were cut off, or that all of it was written anew
//! from some row on: for that an end is held against it that was noted or published before, by
//! [`Noted`]. An end through which the chain does not go is told apart only where a row `restored` names it: the
//! database was put back from an older backup, and the row, which follows the backup's own end, says which ends lay
//! behind that one. The end of each day stands at `/changes/heads.csv`, the hash of every row at `/changes/chain.csv`.
//!
//! * [`action`]: what can be done, by name;
//! * [`AuditLine`]: a row, and its hash;
//! * [`Verifier`]: rows taken in one after the other, and what does not fit;
//! * [`Export`], [`Reading`]: an export written, and read piece by piece;
//! * [`Noted`]: ends that were noted, and lists of them;
//! * [`Restored`]: what the row of a restore says that went back behind ends which were kept.

pub mod action;
mod erasures;
mod export;
mod hash;
mod line;
mod noted;
mod restored;
mod verifier;

pub use erasures::Removed;
pub use export::{Export, ExportError, Reading, verify_export};
pub use hash::{commitment, digest, hex};
pub use line::{AuditHead, AuditLine, Part, PersonalLine};
pub use noted::{ListError, Noted, NotedError, noted_ends};
pub use restored::{DayEnd, Restored, WentBack};
pub use verifier::{Altered, Finding, Verified, Verifier};
