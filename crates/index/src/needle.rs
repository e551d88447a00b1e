//! Looking for a text within texts, letter case aside.

use memchr::memmem::Finder;

/// What is looked for. Only the letters a to z have a case that is passed over.
#[derive(Debug)]
pub(crate) struct Needle {
    lower: Box<[u8]>,
    /// Its longest part without letters, from which a hit is looked at; and where that starts.
    plain: Option<(Finder<'static>, usize)>,
}

/// The text with small letters.
pub(crate) fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

impl Needle {
    /// `lower` must have small letters only.
    pub fn new(lower: &str) -> Self {
        let lower = lower.as_bytes();
        let parts = lower.split(u8::is_ascii_lowercase);
        let mut start = 0;
        let mut longest = (0, 0);
        for part in parts {
            if part.len() > longest.1 {
                longest = (start, part.len());
            }
            start += part.len() + 1;
        }
        let plain = lower
            .get(longest.0..longest.0 + longest.1)
            .filter(|part| !part.is_empty());
        Self {
            plain: plain.map(|part| (Finder::new(part).into_owned(), longest.0)),
            lower: lower.into(),
        }
    }

    pub fn is_in(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let is_at = |start: usize| {
            let there = text.get(start..start.saturating_add(self.lower.len()));
            there.is_some_and(|there| there.eq_ignore_ascii_case(&self.lower))
        };
        match (&self.plain, self.lower.first()) {
            (Some((part, _)), _) if part.needle().len() == self.lower.len() => part.find(text).is_some(),
            (Some((part, ahead)), _) => part.find_iter(text).any(|at| at.checked_sub(*ahead).is_some_and(is_at)),
            (None, Some(first)) => memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text).any(is_at),
            (None, None) => true,
        }
    }
}
