//! What a person has asked for and got no answer to.
//!
//! Whatever changes something is sent under a name of its own (`Idempotency-Key`). A person who presses the button again
//! after the answer was lost asks for the same thing, and so it goes under the same name: the server does it once, and
//! answers as it would have. Once an answer has come the name is used up; the same words again are another wish.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use yaodian_contract::{Kind, Problem};

/// All that tells one request from another: hashed, since passwords are among what is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked(u64);

impl Asked {
    /// What is sent to an address, of which sort, and its content or what stands for it.
    pub(crate) fn new(path: &str, sort: &str, content: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (path, sort, content).hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// What is on its way, and what never came back, with its names.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Vec<(Asked, String)>);

impl Attempts {
    /// Under which name something is sent: that of the attempt which got no answer, else the one that `make` makes.
    pub(crate) fn name(&mut self, asked: Asked, make: impl FnOnce() -> Option<String>) -> Option<String> {
        if let Some((_, name)) = self.0.iter().find(|(known, _)| *known == asked) {
            return Some(name.clone());
        }
        let name = make()?;
        self.0.push((asked, name.clone()));
        Some(name)
    }

    /// An answer has come.
    pub(crate) fn answered(&mut self, asked: Asked) {
        self.0.retain(|(known, _)| *known != asked);
    }
}

/// Whether an answer says what became of the request. It does not where none came, where something in between
/// answered, where the server broke down over it or did not come to weigh it, or where it is still under way.
pub(crate) fn settles<T>(answer: &Result<T, Problem>) -> bool {
    let unweighed = |kind: &Kind| matches!(kind, Kind::RequestUnderWay | Kind::TooOften { .. } | Kind::SignedOut);
    match answer {
        Ok(_) => true,
        Err(Problem { kind, .. }) => !unweighed(kind) && kind.status() < 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_keeps_its_name_until_it_is_answered() {
        let mut attempts = Attempts::default();
        let mut made = 0;
        let mut next = || {
            made += 1;
            Some(made.to_string())
        };
        let saved = Asked::new("/api/v1/reports", "json", "{\"done\":610}");
        let other = Asked::new("/api/v1/reports", "json", "{\"done\":615}");
        assert_eq!(attempts.name(saved, &mut next).as_deref(), Some("1"));
        assert_eq!(attempts.name(saved, &mut next).as_deref(), Some("1"), "pressed again");
        assert_eq!(attempts.name(other, &mut next).as_deref(), Some("2"), "something else");
        assert_eq!(
            attempts.name(saved, &mut next).as_deref(),
            Some("1"),
            "and the first once more"
        );
        attempts.answered(saved);
        assert_eq!(attempts.name(saved, &mut next).as_deref(), Some("3"), "another wish");
        assert_eq!(attempts.name(other, &mut next).as_deref(), Some("2"));
        attempts.answered(other);
        attempts.answered(saved);
        assert!(attempts.0.is_empty());
    }

    #[test]
    fn another_address_or_sort_is_another_request() {
        let all = [
            Asked::new("/a", "json", "b"),
            Asked::new("/ab", "json", ""),
            Asked::new("/a", "text", "b"),
            Asked::new("/a", "json", "c"),
        ];
        for (at, one) in all.iter().enumerate() {
            assert_eq!(all.iter().position(|other| other == one), Some(at));
        }
    }

    #[test]
    fn only_an_answer_about_the_request_settles_it() {
        let settled = |kind| settles::<()>(&Err(Problem::new(kind, String::new())));
        assert!(settles(&Ok(())));
        assert!(settled(Kind::NotFound));
        assert!(settled(Kind::PeopleMovedOn));
        assert!(settled(Kind::RequestKeyReused));
        assert!(!settled(Kind::SignedOut));
        assert!(!settled(Kind::TooOften { seconds: 1 }));
        assert!(!settled(Kind::RequestUnderWay));
        assert!(!settled(Kind::Unreachable));
        assert!(!settled(Kind::Broken {
            incident: String::new()
        }));
    }
}
