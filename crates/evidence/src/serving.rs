//! How evidence may be handed out.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Kind;

/// Whether a browser may show a file or has to save it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// In its window.
    Inline,
    /// Only where it is saved.
    Attachment,
}

impl Shown {
    /// As `Content-Disposition` calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Attachment => "attachment",
        }
    }
}

/// How a file of one media type is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serving {
    /// `Content-Type`.
    pub media: &'static str,
    /// Whether it may be shown. Pictures may, as they have been made here. PDFs may not: they
    /// are as they were sent, and a browser's viewer does not work under the policy below.
    pub shown: Shown,
    /// What else is to be sent: names in lower case, and values.
    pub headers: &'static [(&'static str, &'static str)],
}

/// Nothing in it runs, nothing in it loads, nobody frames it, nobody guesses what it is, and no
/// other site gets at it. It never changes, but who may read it does: so a browser asks each time,
/// and an `ETag` of its hash saves sending it again.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", "default-src 'none'; sandbox"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "private, no-cache"),
];

/// How a file of this media type is handed out. What is none of [`Kind`]'s is handed out as
/// nothing but bytes.
pub fn serving(media: &str) -> Serving {
    let (media, shown) = match Kind::of_media(media) {
        Some(kind @ (Kind::Jpeg | Kind::Png | Kind::WebP)) => (kind.media(), Shown::Inline),
        Some(kind @ (Kind::Pdf | Kind::Xlsx | Kind::Xls)) => (kind.media(), Shown::Attachment),
        None => ("application/octet-stream", Shown::Attachment),
    };
    Serving {
        media,
        shown,
        headers: HEADERS,
    }
}

/// What RFC 8187 leaves as it is (`attr-char`).
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The value of `Content-Disposition` (RFC 6266): the [name](file_name) in ASCII for old programs,
/// and in full (RFC 8187).
pub fn disposition(shown: Shown, name: &str, media: &str) -> String {
    named(shown, &file_name(name, media))
}

/// The same for a name that is made here, extension and all.
pub fn named(shown: Shown, name: &str) -> String {
    let name = plain(name);
    // A percent sign would be decoded by some programs, and not by others.
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii() && c != '%' { c } else { '_' })
        .collect();
    let full = utf8_percent_encode(&name, QUOTED);
    format!("{}; filename=\"{ascii}\"; filename*=UTF-8''{full}", shown.as_str())
}

/// The longest name without its extension, in bytes of UTF-8: file systems take 255 with it, and
/// a browser adds « (12)».
const LONGEST: usize = 180;

/// A name as it was sent, made safe to save a file under.
///
/// Folders before it, control characters and characters that turn the direction of writing are
/// gone, those that some file system does not take are underscores, and it is not too long. It
/// ends with an extension of the media type: a `photo.webp` that has become a JPEG is `photo.jpg`,
/// and so is a JPEG that was called `photo.exe`.
pub fn file_name(name: &str, media: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = plain(last);
    let edge = |c: char| c == '.' || c.is_whitespace();
    let plain = plain.trim_matches(edge);
    let kind = Kind::of_media(media);
    let (stem, extension) = match (plain.rsplit_once('.'), kind) {
        (Some((stem, given)), Some(kind)) if fits(given, kind) => (stem, given.to_ascii_lowercase()),
        // «断面1.2» has no extension, and «photo.exe» has.
        (Some((stem, given)), Some(kind)) if is_extension(given) => (stem, kind.extension().to_owned()),
        (_, Some(kind)) => (plain, kind.extension().to_owned()),
        (_, None) => (plain, "bin".to_owned()),
    };
    let mut stem = cut(stem.trim_matches(edge), LONGEST).trim_end_matches(edge).to_owned();
    if stem.is_empty() {
        "file".clone_into(&mut stem);
    }
    // Windows opens a device under these names, whatever follows the first dot.
    let device = stem.split('.').next().unwrap_or_default().trim_end();
    if is_device(device) {
        stem.insert(0, '_');
    }
    format!("{stem}.{extension}")
}

/// A name without what some file system does not take.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .map(|c| match c {
            '"' | '*' | '/' | ':' | '<' | '>' | '?' | '\\' | '|' => '_',
            other => other,
        })
        .collect()
}

/// Whether an extension is one of the kind's.
fn fits(extension: &str, kind: Kind) -> bool {
    extension.eq_ignore_ascii_case(kind.extension()) || kind == Kind::Jpeg && extension.eq_ignore_ascii_case("jpeg")
}

fn is_extension(text: &str) -> bool {
    (1..=5).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn is_device(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    matches!(name.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || name
            .strip_prefix("COM")
            .or_else(|| name.strip_prefix("LPT"))
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Characters that nobody sees: they join, part, or turn the direction of writing, so that
/// `gpj.exe` looks like `exe.jpg`.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// As much of a text as fits into so many bytes.
fn cut(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or_default()
}
