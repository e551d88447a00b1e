//! 付印: an official document set by GB/T 9704-2012 《党政机关公文格式》.
//!
//! A [`Document`] says what stands in it: title, number, addressee, headings, paragraphs, tables,
//! charts, attachments, signature. [`docx`](docx()) and [`pdf`](pdf()) set the same model twice, for
//! editing and for reading: A4, text area 156 × 225 mm, 22 lines of 28 characters, 小标宋 for the
//! title, 仿宋 for the text, 黑体 and 楷体 for its headings.
//!
//! [`Drawer`] turns a picture that was drawn as SVG into one of pixels, with the same fonts.
//!
//! # Invariants
//!
//! * The same document gives the same bytes: nothing here reads a clock.
//! * No sentence is added but the standard's own words (附件, the numbers of headings).
//! * A PDF holds its fonts, cut to what is used. Faces that the machine lacks are replaced by the
//!   nearest that it has ([`Fonts`]); without any Chinese one there is no PDF, and the error says
//!   which package mends it.

#![deny(missing_docs)]

mod docx;
mod fonts;
mod lines;
mod model;
mod pdf;
mod picture;
mod standard;

pub use docx::docx;
pub use fonts::{Fonts, NoChineseFont};
pub use model::{
    Align, Attachment, Bar, Block, Cell, Chart, Column, Document, Heading, Level, Masthead, Run, Segment, Signature,
    Table, Tone, numbered,
};
pub use pdf::{PdfTrouble, pdf};
pub use picture::{Drawer, PictureTrouble};

/// Why a DOCX could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DocxTrouble {
    /// A part could not be written as XML.
    #[error("writing XML: {0}")]
    Xml(#[from] std::io::Error),
    /// The parts could not be packed.
    #[error("packing: {0}")]
    Zip(#[from] zip::result::ZipError),
}
