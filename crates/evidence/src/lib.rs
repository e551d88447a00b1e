//! 佐证材料: files that prove something about an entry of a ledger.
//!
//! * [`accept`]: what comes in is told by its content, never by its name, and what is no photo,
//!   PDF or sheet is refused; photos are decoded and encoded anew, so that nothing but the picture
//!   is left;
//! * [`keep`]: where it is kept, under the SHA-256 of what is kept;
//! * [`check`]: whether all that the database knows is there, unaltered, and what is there
//!   although nobody knows it;
//! * [`heads`]: the ends of the audit, kept beside it;
//! * [`bucket`]: a place on an S3 server, which several machines share;
//! * [`uploads`]: bodies of requests on their way in, on disk and never in memory;
//! * [`serving`]: how it may be handed out again, and under which name.
//!
//! # Invariants
//!
//! * Nothing that a browser could take for a page or a script gets in.
//! * Of a photo only its pixels are kept. The place where it was taken is handed back beside it,
//!   if the ledger keeps that, and is in no byte of the file.
//! * What is handed out has the hash under which it was kept, or it is not handed out.

#![deny(missing_docs)]

pub mod bucket;
pub mod check;
mod hash;
pub mod heads;
pub mod keep;
mod look;
mod photo;
pub mod serving;
pub mod uploads;

use bytes::Bytes;
use yaodian_contract::ledger::EvidenceTrouble;

pub use hash::{ContentHash, NotAHash};
pub use look::{Kind, look};

/// How much is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: u64,
    /// The most pixels of a picture.
    pub pixels: u64,
    /// The most memory for a decoded picture, in bytes.
    pub decoded_bytes: u64,
    /// The longer side of a picture as it is kept, in pixels: larger ones are scaled down.
    pub longest_side: u32,
}

impl Default for Limits {
    /// 32 MiB, 64 million pixels, 512 MiB while it is decoded, 4096 pixels as it is kept.
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            pixels: 64_000_000,
            decoded_bytes: 512 << 20,
            longest_side: 4096,
        }
    }
}

/// A file that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What it is now: a media type.
    pub media: &'static str,
    /// What is to be kept.
    pub bytes: Bytes,
    /// Where the photo was taken: `longitude,latitude` in decimal degrees.
    pub place: Option<String>,
    /// The extension that its name should have, without a dot.
    pub extension: &'static str,
}

/// Takes a file in, or says why not.
///
/// PDFs and sheets are kept byte for byte. Photos are turned upright, scaled down and encoded
/// anew; where they were taken is told only if `keeps_location`. A JPEG stays a JPEG and a PNG a
/// PNG; a WebP becomes a JPEG, or a PNG if it can be transparent, and of an animation the first
/// picture is kept. Colours are taken for sRGB.
///
/// A photo of 50 million pixels takes two seconds and 180 MB, and a progressive one five seconds
/// and 480 MB: call this where blocking is fine, and not many at once.
pub fn accept(bytes: Bytes, limits: &Limits, keeps_location: bool) -> Result<Accepted, EvidenceTrouble> {
    if bytes.is_empty() {
        return Err(EvidenceTrouble::Empty);
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.bytes {
        return Err(EvidenceTrouble::TooLarge { limit: limits.bytes });
    }
    let kind = look(&bytes)?;
    let (kind, bytes, place) = match kind {
        Kind::Jpeg | Kind::Png | Kind::WebP => {
            let photo = photo::anew(&bytes, kind, limits, keeps_location)?;
            (photo.kind, photo.bytes.into(), photo.place)
        }
        Kind::Pdf | Kind::Xlsx | Kind::Xls => (kind, bytes, None),
    };
    Ok(Accepted {
        media: kind.media(),
        bytes,
        place,
        extension: kind.extension(),
    })
}

fn damaged(detail: impl ToString) -> EvidenceTrouble {
    EvidenceTrouble::Damaged {
        detail: detail.to_string(),
    }
}

fn cut_short() -> EvidenceTrouble {
    damaged("it ends too early")
}
