//! Answers that are kept, each with its mark.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use reqwest::header::HeaderValue;

/// An answer with its mark.
type Marked = (HeaderValue, Bytes);

/// The latest answers, by their addresses.
#[derive(Debug)]
pub(crate) struct Kept {
    most: usize,
    answers: Mutex<HashMap<String, Marked>>,
    spared: AtomicU64,
}

impl Kept {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            answers: Mutex::default(),
            spared: AtomicU64::new(0),
        }
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<String, Marked>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, address: &str) -> Option<Marked> {
        self.answers().get(address).cloned()
    }

    /// Keeps an answer; where there is no room left, some other goes.
    pub(crate) fn put(&self, address: String, mark: HeaderValue, bytes: Bytes) {
        let mut answers = self.answers();
        if answers.len() >= self.most && !answers.contains_key(&address) {
            let Some(other) = answers.keys().next().cloned() else {
                return;
            };
            answers.remove(&other);
        }
        answers.insert(address, (mark, bytes));
    }

    pub(crate) fn note_spared(&self) {
        self.spared.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn spared(&self) -> u64 {
        self.spared.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_kept_than_was_said() {
        let kept = Kept::new(2);
        for address in ["/a", "/b", "/c", "/c"] {
            let mark = HeaderValue::from_static("\"m\"");
            kept.put(address.to_owned(), mark, Bytes::from_static(b"x"));
        }
        assert_eq!(kept.answers().len(), 2);
        assert!(kept.get("/c").is_some(), "the latest is among them");
        let none = Kept::new(0);
        none.put("/a".to_owned(), HeaderValue::from_static("\"m\""), Bytes::new());
        assert!(none.get("/a").is_none());
    }
}
