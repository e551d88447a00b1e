//! A document as DOCX, for whoever goes on writing in it.
//!
//! Written part by part (ECMA-376): the grid of characters, indents counted in characters, names that
//! stand in for a face that a machine lacks, and heads of tables that return on every page are what
//! an office looks at first.

mod body;
mod fixed;
mod table;
mod xml;

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{DocxTrouble, model::Document};

/// Sets a document as DOCX.
pub fn docx(document: &Document) -> Result<Vec<u8>, DocxTrouble> {
    let body = body::write(document)?;
    let header = document.notice.as_deref().map(fixed::header).transpose()?;
    let footer = document.footer.as_deref();
    let mut parts = vec![
        ("[Content_Types].xml", fixed::content_types(header.is_some())?),
        ("_rels/.rels", fixed::package_links()?),
        ("docProps/core.xml", fixed::properties(document)?),
        ("word/document.xml", body.document),
        (
            "word/_rels/document.xml.rels",
            fixed::links(&body.links, header.is_some())?,
        ),
        ("word/styles.xml", fixed::styles()?),
        ("word/settings.xml", fixed::settings()?),
        ("word/fontTable.xml", fixed::font_table()?),
        ("word/footer1.xml", fixed::footer(fixed::Side::Odd, footer)?),
        ("word/footer2.xml", fixed::footer(fixed::Side::Even, footer)?),
    ];
    if let Some(header) = header {
        parts.push(("word/header1.xml", header));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // Without a time of their own: the same document gives the same bytes.
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&content)?;
    }
    Ok(zip.finish()?.into_inner())
}
