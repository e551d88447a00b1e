//! Hashes and commitments.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// SHA-256 of `parts`, each with its length before it so that no two lists look alike, in
/// hexadecimal digits.
pub fn digest<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        match part {
            Some(text) => {
                hasher.update(format!("{}:", text.len()));
                hasher.update(text);
            }
            None => hasher.update("-"),
        }
    }
    hex(&hasher.finalize())
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// The commitment to a text: the SHA-256 of the salt's 32 bytes followed by the text in UTF-8; `None` where the salt is
/// none, of 64 lower-case hexadecimal digits.
pub fn commitment(salt: &str, text: &str) -> Option<String> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase());
    let digits: Vec<u32> = salt.as_bytes().iter().map(digit).collect::<Option<_>>()?;
    if digits.len() != 64 {
        return None;
    }
    let (pairs, _) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs
        .iter()
        .map(|[high, low]| u8::try_from(high * 16 + low).ok())
        .collect::<Option<_>>()?;
    let mut hash = Sha256::new();
    hash.update(bytes);
    hash.update(text);
    Some(hex(&hash.finalize()))
}
