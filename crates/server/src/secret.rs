//! Tokens and passwords.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

/// The shortest password that is accepted, in characters.
pub(crate) const SHORTEST_PASSWORD: usize = 12;
/// The longest, so that nobody can keep the hashing busy with a book.
pub(crate) const LONGEST_PASSWORD: usize = 200;

/// Hashing takes 19 MiB and a core for a moment: at most two at a time.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// A hash of no password that anybody has, verified against when there is no account, so that the
/// time an answer takes does not tell which names exist.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&token()).unwrap_or_default());

/// A new token: 256 random bits, fit for an address or a cookie.
pub(crate) fn token() -> String {
    let mut bytes = [0_u8; 32];
    // Without randomness nothing is safe; a machine that has none must not go on.
    getrandom::fill(&mut bytes).expect("the machine's random numbers");
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// What is stored of a token: who reads the database cannot use it.
pub(crate) fn digest(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

fn hash_now(password: &str) -> Option<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .ok()
        .map(|hash| hash.to_string())
}

/// Hashes a password (argon2id, a salt of its own). `None` only if the machine fails.
pub(crate) async fn hash(password: String) -> Option<String> {
    let _turn = HASHING.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || hash_now(&password))
        .await
        .ok()
        .flatten()
}

/// Whether `password` is the one behind `stored`; takes as long when there is none.
pub(crate) async fn verify(password: String, stored: Option<String>) -> bool {
    let Ok(_turn) = HASHING.acquire().await else {
        return false;
    };
    let check = move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.clone());
        let right = PasswordHash::new(&text)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && right
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
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

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let stored = hash("correct horse battery".to_owned()).await;
        assert!(verify("correct horse battery".to_owned(), stored.clone()).await);
        assert!(!verify("correct horse batterx".to_owned(), stored).await);
        assert!(!verify(String::new(), None).await);
    }
}
