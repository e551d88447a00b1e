//! The text of a document as people send it: TXT, DOCX, PDF with a text layer.
//!
//! Like everything else here, a file is told by its content, and what it says about itself is not
//! believed. Of a DOCX file the main story is read, with the numbers that Word counts itself;
//! headers, footers, notes and comments are left out. Of a PDF every printed line is a line.

mod docx;
mod paper;
mod pdf;

use std::io::Cursor;

use yaodian_contract::{ledger::FileTrouble, prose::ProseTrouble};

use crate::read::{encoding, kind, kind::Kind, parts::Parts};

/// What is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProseLimits {
    /// The size of a file in bytes.
    pub file_bytes: usize,
    /// What a file may unpack to, in bytes.
    pub unpacked_bytes: u64,
    /// The length of the text, in bytes of UTF-8.
    pub text_bytes: usize,
    /// The pages of a PDF.
    pub pages: usize,
}

impl Default for ProseLimits {
    /// 20 MiB, unpacked 60 MiB, 10 MiB of text, 1,000 pages.
    fn default() -> Self {
        Self {
            file_bytes: 20 << 20,
            unpacked_bytes: 60 << 20,
            text_bytes: 10 << 20,
            pages: 1_000,
        }
    }
}

/// How a document was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseKind {
    /// Plain text.
    Text,
    /// Word's XML format, whoever wrote it.
    Docx,
    /// PDF.
    Pdf,
}

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// The text. A plain text stands as it is, but for its byte order mark. Otherwise every
    /// paragraph (DOCX) or printed line (PDF) ends with `\n`, the cells of a row are apart by `\t`,
    /// and between the pages of a PDF there is `\x0C`.
    pub text: String,
    /// How it was written down.
    pub kind: ProseKind,
    /// Pages of a PDF, counted from 1, that show a picture and have no text: scans bound in.
    pub scanned: Vec<usize>,
}

/// Reads the text of a document.
pub fn read_prose(bytes: &[u8], limits: &ProseLimits) -> Result<Prose, ProseTrouble> {
    if bytes.is_empty() {
        return Err(ProseTrouble::Empty);
    }
    if bytes.len() > limits.file_bytes {
        return Err(ProseTrouble::TooLarge {
            limit: limits.file_bytes as u64,
        });
    }
    let head = bytes.get(..4_096).unwrap_or(bytes);
    let prose = match kind::tell(head) {
        Kind::Other("PDF") => pdf::read(bytes, limits)?,
        Kind::Zip => Prose {
            text: zipped(bytes, limits)?,
            kind: ProseKind::Docx,
            scanned: Vec::new(),
        },
        Kind::Ole => return Err(contained(bytes)),
        // Mail gateways and scanners put lines before the head of a PDF; readers look for it in the
        // first kilobyte.
        Kind::Text | Kind::Other(_) if holds(bytes.get(..1_024).unwrap_or(bytes), b"%PDF-1.") => {
            pdf::read(bytes, limits)?
        }
        Kind::Other(found) => return Err(not(found)),
        Kind::Text => Prose {
            text: plain(bytes, limits)?,
            kind: ProseKind::Text,
            scanned: Vec::new(),
        },
    };
    if prose.text.trim().is_empty() {
        return Err(ProseTrouble::Empty);
    }
    Ok(prose)
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    memchr::memmem::find(bytes, what).is_some()
}

fn not(found: &str) -> ProseTrouble {
    ProseTrouble::NotADocument {
        found: found.to_owned(),
    }
}

fn damaged(detail: impl Into<String>) -> ProseTrouble {
    ProseTrouble::Damaged { detail: detail.into() }
}

/// What the bounded readers of files say, said of a document.
fn of_file(why: FileTrouble) -> ProseTrouble {
    match why {
        FileTrouble::TooLarge { limit } => ProseTrouble::TooLarge { limit },
        FileTrouble::Unpacks { limit } => ProseTrouble::UnpacksToTooMuch { limit },
        FileTrouble::Empty => ProseTrouble::Empty,
        FileTrouble::Password => ProseTrouble::Encrypted,
        FileTrouble::NotASheet { found } => ProseTrouble::NotADocument { found },
        FileTrouble::Damaged { detail } => damaged(detail),
        FileTrouble::Encoding { at } => ProseTrouble::Encoding { at },
        other => damaged(other.to_string()),
    }
}

fn plain(bytes: &[u8], limits: &ProseLimits) -> Result<String, ProseTrouble> {
    let mut file = Cursor::new(bytes);
    let written = encoding::tell(&mut file).map_err(of_file)?;
    let mut source = encoding::Text::new(file, written).map_err(of_file)?;
    let (mut text, mut piece) = (Vec::new(), vec![0_u8; encoding::PIECE]);
    loop {
        let read = source.read(&mut piece).map_err(of_file)?;
        if read == 0 {
            break;
        }
        text.extend_from_slice(piece.get(..read).unwrap_or_default());
        if text.len() > limits.text_bytes {
            return Err(ProseTrouble::TooMuchText {
                limit: limits.text_bytes as u64,
            });
        }
    }
    let text = String::from_utf8(text).map_err(|why| ProseTrouble::Encoding {
        at: why.utf8_error().valid_up_to() + 1,
    })?;
    // Every byte is some character of GB18030: what is not text at all shows by its controls.
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if controls > 8 && controls > text.len() / 200 {
        return Err(not(""));
    }
    Ok(text)
}

fn zipped(bytes: &[u8], limits: &ProseLimits) -> Result<String, ProseTrouble> {
    let mut parts = Parts::open(Cursor::new(bytes), limits.unpacked_bytes).map_err(of_file)?;
    match docx::main_part(&mut parts)? {
        Some(main) => docx::read(&mut parts, &main, limits),
        None => Err(not(parts.kind())),
    }
}

/// What an OLE container is: none is read.
fn contained(bytes: &[u8]) -> ProseTrouble {
    let container = match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(container) => container,
        Err(why) => return damaged(why.to_string()),
    };
    let streams = [
        ("EncryptedPackage", None),
        ("WordDocument", Some("DOC")),
        ("Workbook", Some("XLS")),
        ("Book", Some("XLS")),
        ("PowerPoint Document", Some("PPT")),
    ];
    match streams.into_iter().find(|(name, _)| container.is_stream(name)) {
        Some((_, Some(found))) => not(found),
        Some((_, None)) => ProseTrouble::Encrypted,
        None => not("OLE"),
    }
}
