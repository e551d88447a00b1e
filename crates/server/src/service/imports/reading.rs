//! Text out of what was sent.

use yaodian_contract::{Kind, imports::ImportTrouble};
use yaodian_documents::{ProseKind, ProseLimits, read_prose};
use yaodian_evidence::ContentHash;
use yaodian_intake::desk::{Source, SourceKind};

use super::Served;

/// The largest file that is read, in bytes.
pub(crate) const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// The longest text that is kept, in bytes.
pub(crate) const LONGEST_TEXT: usize = 10 * 1024 * 1024;

/// A text, and from where it came.
pub(crate) struct Read {
    pub(crate) text: String,
    pub(crate) source: Source,
}

/// Reads what was sent: with the `name` of its file a document, without one a text that was pasted, as
/// it is.
pub(crate) fn read(sent: &[u8], name: Option<&str>) -> Served<Read> {
    let (kind, text, scanned) = match name {
        Some(_) => document(sent)?,
        None => (SourceKind::Pasted, utf8(sent)?, Vec::new()),
    };
    if text.trim().is_empty() {
        return Err(ImportTrouble::EmptyText.into());
    }
    if text.len() > LONGEST_TEXT {
        let limit_kib = LONGEST_TEXT as u64 / 1024;
        return Err(Kind::TooLarge { limit_kib }.into());
    }
    if let Some(at) = text.find('\0') {
        return Err(ImportTrouble::NoText { at }.into());
    }
    let source = Source {
        kind,
        name: name.unwrap_or_default().to_owned(),
        sha256: ContentHash::of(sent).to_string(),
        scanned,
    };
    Ok(Read { text, source })
}

fn utf8(sent: &[u8]) -> Served<String> {
    let text = std::str::from_utf8(sent).map_err(|error| ImportTrouble::NoText {
        at: error.valid_up_to(),
    })?;
    Ok(text.to_owned())
}

/// The text of a document, told by its content, and the pages that are pictures.
fn document(sent: &[u8]) -> Served<(SourceKind, String, Vec<usize>)> {
    let limits = ProseLimits {
        file_bytes: LARGEST_FILE,
        text_bytes: LONGEST_TEXT,
        ..ProseLimits::default()
    };
    let prose = read_prose(sent, &limits).map_err(|why| Kind::Prose { why })?;
    let kind = match prose.kind {
        ProseKind::Text => SourceKind::Txt,
        ProseKind::Docx => SourceKind::Docx,
        ProseKind::Pdf => SourceKind::Pdf,
    };
    Ok((kind, prose.text, prose.scanned))
}
