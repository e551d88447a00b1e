//! Documents of running text, as people send them.

use serde::{Deserialize, Serialize};

/// Why no text can be had from a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum ProseTrouble {
    /// Nothing in it, or nothing but blanks.
    #[error("empty")]
    Empty,
    /// Larger than is read.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Unpacked it is larger than is read, or more laborious than any real document.
    #[error("unpacks to more than {limit} bytes")]
    UnpacksToTooMuch {
        /// The limit in bytes.
        limit: u64,
    },
    /// Its text is longer than is read.
    #[error("more than {limit} bytes of text")]
    TooMuchText {
        /// The limit in bytes of UTF-8.
        limit: u64,
    },
    /// It has more pages than are read.
    #[error("more than {limit} pages")]
    TooManyPages {
        /// The limit.
        limit: usize,
    },
    /// It is something else, whatever its name says.
    #[error("{found}, not a document that can be read")]
    NotADocument {
        /// What it is: `DOC` (the older Word, or WPS), `RTF`, `OFD`, `ODT`, `HTML`, `XLSX`, `JPEG`, `ZIP` …,
        /// or empty where that is not known.
        found: String,
    },
    /// It opens with a password only.
    #[error("password-protected")]
    Encrypted,
    /// It is damaged.
    #[error("damaged: {detail}")]
    Damaged {
        /// What the reader says.
        detail: String,
    },
    /// Text in no encoding that is understood (UTF-8, UTF-16, GB18030).
    #[error("neither UTF-8 nor GB18030, at byte {at}")]
    Encoding {
        /// The first byte that cannot be read, counted from 1.
        at: usize,
    },
    /// A PDF of pictures: a scan without recognised text.
    #[error("no text on any of {pages} pages")]
    NoTextLayer {
        /// How many pages it has.
        pages: usize,
    },
    /// A PDF whose fonts do not tell which characters they draw.
    #[error("{percent} % of the characters cannot be told")]
    GarbledText {
        /// How many of a hundred characters cannot be told.
        percent: u8,
    },
}
