//! What a file is, by its content.

mod jpeg;
mod office;
mod pdf;
mod refused;
mod webp;

use yaodian_contract::ledger::EvidenceTrouble;

use crate::{cut_short, damaged};

/// What can be evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A photo.
    Jpeg,
    /// A picture without loss: a screenshot, say.
    Png,
    /// A photo as some sites hand it out.
    WebP,
    /// A document as it is printed.
    Pdf,
    /// A sheet since 2007, without macros.
    Xlsx,
    /// A sheet until 2003, without macros.
    Xls,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Jpeg, Self::Png, Self::WebP, Self::Pdf, Self::Xlsx, Self::Xls];

    /// Its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Xls => "application/vnd.ms-excel",
        }
    }

    /// The extension that its names should have, without a dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
        }
    }

    /// That with this media type.
    pub fn of_media(media: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media() == media)
    }
}

/// Tells what a file is, and refuses what cannot be evidence.
///
/// A file begins as what it is, at its very first byte, and is nothing else besides: a PDF whose
/// end is also that of a ZIP archive, or a sheet with something before or after it, is refused. Of
/// pictures only the frame is looked at; whether they can be decoded is not known yet.
pub fn look(bytes: &[u8]) -> Result<Kind, EvidenceTrouble> {
    // First: `infer` would open compound files and archives too, but is content with less.
    if bytes.starts_with(office::OLE) {
        return office::compound(bytes);
    }
    if bytes.starts_with(office::ZIP) {
        return office::archive(bytes);
    }
    match infer::get(bytes).map(|found| found.extension()) {
        Some("jpg") => jpeg::proper(bytes).map(|()| Kind::Jpeg),
        Some("png") if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Ok(Kind::Png),
        Some("webp") => webp::whole(bytes).then_some(Kind::WebP).ok_or_else(cut_short),
        Some("pdf") if bytes.starts_with(b"%PDF-") => pdf::proper(bytes).map(|()| Kind::Pdf),
        // `infer` looks for the header further down too.
        Some("pdf") => Err(match refused::markup(bytes) {
            Some(name) => not_allowed(name),
            None => damaged("something stands before its header"),
        }),
        found => Err(EvidenceTrouble::NotAllowed {
            found: refused::name(bytes, found),
        }),
    }
}

fn not_allowed(found: &str) -> EvidenceTrouble {
    EvidenceTrouble::NotAllowed {
        found: found.to_owned(),
    }
}
