//! Whether a PDF is a PDF from its first byte to its last.

use yaodian_contract::ledger::EvidenceTrouble;

use super::not_allowed;
use crate::{cut_short, damaged};

/// Readers forgive a header that comes late and anything after the end, and so a PDF can be
/// another thing at the same time. Here both ends have to be where they belong.
pub(super) fn proper(bytes: &[u8]) -> Result<(), EvidenceTrouble> {
    let versioned = bytes
        .strip_prefix(b"%PDF-")
        .is_some_and(|rest| matches!(rest, [b'1' | b'2', b'.', b'0'..=b'9', ..]));
    if !versioned {
        return Err(damaged("no version at its beginning"));
    }
    if ends_an_archive(bytes) {
        return Err(not_allowed("ZIP"));
    }
    let padded = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let end = bytes.iter().rposition(|byte| !padded(byte)).map_or(0, |last| last + 1);
    let text = bytes
        .get(..end)
        .and_then(|text| text.strip_suffix(b"%%EOF"))
        .ok_or_else(cut_short)?;
    // `startxref`, a line, a number, a line.
    let digits_end = text.trim_ascii_end();
    let digits = digits_end.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (before, number) = digits_end.split_at(digits_end.len() - digits);
    let offset = std::str::from_utf8(number)
        .ok()
        .and_then(|number| number.parse::<usize>().ok());
    let starts = before.trim_ascii_end().ends_with(b"startxref");
    if starts && offset.is_some_and(|offset| offset < bytes.len()) {
        Ok(())
    } else {
        Err(cut_short())
    }
}

/// Whether the record that ends a ZIP archive reaches to the last byte.
fn ends_an_archive(bytes: &[u8]) -> bool {
    const RECORD: usize = 22;
    let from = bytes.len().saturating_sub(RECORD + usize::from(u16::MAX));
    let tail = bytes.get(from..).unwrap_or_default();
    tail.windows(RECORD).enumerate().any(|(at, record)| {
        let comment = match record {
            [b'P', b'K', 5, 6, .., low, high] => usize::from(u16::from_le_bytes([*low, *high])),
            _ => return false,
        };
        at + RECORD + comment == tail.len()
    })
}
