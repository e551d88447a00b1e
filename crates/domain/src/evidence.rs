//! 佐证材料: files that prove what a report or a request says. What they hold is kept elsewhere, by
//! its SHA-256; here stands what is known of a file.

use serde::{Deserialize, Serialize};

use crate::id::EvidenceId;

/// The most files that one report or one request may have.
pub const MOST_FILES: usize = 20;

/// A file that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// How it is referred to.
    pub id: EvidenceId,
    /// The name under which it was sent.
    pub name: String,
    /// What it is, by its content: a media type.
    pub media: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
}
