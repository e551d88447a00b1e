//! What a file is, by its content.

/// A file that can be read, or what it is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A ZIP archive: an XLSX file perhaps.
    Zip,
    /// An OLE container: an XLS file perhaps, or one that is protected with a password.
    Ole,
    /// A text: a CSV file.
    Text,
    /// Something else.
    Other(&'static str),
}

/// Tells by the first bytes.
pub(crate) fn tell(head: &[u8]) -> Kind {
    const MAGIC: [(&[u8], Kind); 14] = [
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Ole),
        (b"%PDF", Kind::Other("PDF")),
        (b"\xFF\xD8\xFF", Kind::Other("JPEG")),
        (b"\x89PNG", Kind::Other("PNG")),
        (b"GIF8", Kind::Other("GIF")),
        (b"Rar!", Kind::Other("RAR")),
        (b"7z\xBC\xAF\x27\x1C", Kind::Other("7z")),
        (b"\x1F\x8B", Kind::Other("GZIP")),
        (b"{\\rtf", Kind::Other("RTF")),
        (b"II*\0", Kind::Other("TIFF")),
        (b"MM\0*", Kind::Other("TIFF")),
        (b"SQLite format 3\0", Kind::Other("SQLite")),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *kind;
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Kind::Other("WebP");
    }
    // Excel's «Unicode text» has zeros, and says so at its beginning.
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Kind::Text;
    }
    if head.contains(&0) {
        return Kind::Other("");
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let begins = |with: &[u8]| {
        text.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    let holds = |what: &[u8]| memchr::memmem::find(&text.to_ascii_lowercase(), what).is_some();
    if begins(b"<?xml") && holds(b"urn:schemas-microsoft-com:office:spreadsheet") {
        return Kind::Other("XML");
    }
    let tags: [&[u8]; 7] = [
        b"<!doctype html",
        b"<html",
        b"<table",
        b"<meta",
        b"<head",
        b"<body",
        b"mime-version:",
    ];
    if tags.iter().any(|tag| begins(tag)) || (text.starts_with(b"<") && (holds(b"<html") || holds(b"<table"))) {
        return Kind::Other("HTML");
    }
    if begins(b"<?xml") {
        return Kind::Other("XML");
    }
    Kind::Text
}
