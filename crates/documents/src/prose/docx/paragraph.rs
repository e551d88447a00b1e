//! A paragraph under way, and the characters that a file does not write as text.

use super::styles::Place;

/// A paragraph under way.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// Its text so far.
    pub text: String,
    /// Its style.
    pub style: Option<String>,
    /// Its place in a list, where it says so itself.
    pub place: Option<Place>,
    /// Whether text of it was left out: that of a table of contents.
    pub contents: bool,
}

impl Paragraph {
    /// The text with what its list puts before it.
    pub fn labelled(self, label: &str) -> String {
        if label.is_empty() {
            return self.text;
        }
        let text = self.text.trim_start();
        // 一、 and (一) stand close; 第一章 and 1 are words of their own, and 1. before 2023 is no decimal.
        let word = label.ends_with(|c: char| c.is_alphabetic() || c.is_ascii_digit());
        let close = !word && !text.starts_with(|c: char| c.is_ascii_digit());
        let gap = if close || label.ends_with(char::is_whitespace) {
            ""
        } else {
            " "
        };
        format!("{label}{gap}{text}")
    }
}

/// What a character of a symbol font is: `w:sym`. Such fonts have characters of their own from U+F000
/// on; those that stand in forms and lists are told, others left out.
pub(super) fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    if !(0xE000..=0xF8FF).contains(&code) {
        // Codes below are of the font's own too, if it is one of symbols.
        let symbols = ["Wingdings", "Webdings", "Symbol"]
            .iter()
            .any(|name| font.starts_with(name));
        if !symbols || code > 0xFF {
            return char::from_u32(code).filter(|c| !c.is_control());
        }
    }
    let sign = match (font, code & 0xFF) {
        ("Wingdings", 0x6C) | ("Symbol", 0xB7) => '●',
        ("Wingdings", 0x6E) => '■',
        ("Wingdings", 0x6F | 0x71 | 0xA8) | ("Wingdings 2", 0xA3 | 0x2A) => '□',
        ("Wingdings", 0xFC) => '✓',
        ("Wingdings", 0xFE) | ("Wingdings 2", 0x52) => '☑',
        ("Wingdings", 0xA1) => '○',
        ("Symbol", 0xB3) => '≥',
        ("Symbol", 0xA3) => '≤',
        ("Symbol", 0xB1) => '±',
        ("Symbol", 0xB4) => '×',
        ("Symbol", 0x6D) => 'μ',
        ("Symbol", 0xB0) => '°',
        _ => return None,
    };
    Some(sign)
}
