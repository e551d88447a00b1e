//! A document as PDF: laid out on the grid first ([`layout`]), then drawn ([`draw`]).

mod chart;
mod draw;
mod layout;
mod sheet;
mod table;

use crate::{
    fonts::{Fonts, NoChineseFont},
    model::Document,
};

/// Why a PDF could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfTrouble {
    /// There is nothing to set Chinese characters with.
    #[error(transparent)]
    Font(#[from] NoChineseFont),
    /// The writer of PDF refused.
    #[error("writing the PDF: {0}")]
    Refused(String),
}

/// Sets a document as PDF: PDF/A-2a, with its structure marked for readers that speak, and its fonts within.
pub fn pdf(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, PdfTrouble> {
    let loaded = fonts.load()?;
    let sheets = layout::lay_out(document, &loaded);
    draw::draw(document, &sheets, &loaded)
}
