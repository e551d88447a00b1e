//! Tokens.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// So many bytes at random.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    // Without randomness nothing is safe; a machine that has none must not go on.
    getrandom::fill(&mut bytes).expect("the machine's random numbers");
    bytes
}

/// A new token: 256 random bits, fit for an address or a cookie.
pub(crate) fn token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(random::<32>())
}

/// What is stored of a token: who reads the database cannot use it.
pub(crate) fn digest(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_their_digests_tell_nothing() {
        let (a, b) = (token(), token());
        assert_ne!(a, b);
        assert_eq!(a.len(), 43);
        assert_ne!(digest(&a), a);
        assert_eq!(digest(&a), digest(&a));
    }
}
