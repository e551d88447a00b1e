//! Passwords that many people have had: what whoever guesses tries first, and `zxcvbn` does not know.

/// One a line, in small letters, by their bytes. Where they are from stands in `common.md`.
const LIST: &str = include_str!("common.txt");

/// Whether a password in its one form is among the most common ones, in whichever case.
pub(super) fn is_among_them(password: &str) -> bool {
    let lower = password.to_lowercase();
    LIST.lines().any(|line| line == lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_known_in_whichever_case_and_nothing_else_is() {
        let all: Vec<&str> = LIST.lines().collect();
        assert_eq!(all.len(), 10_000);
        assert!(all.is_sorted(), "each stands once, and where one looks for it");
        assert!(all.windows(2).all(|two| two[0] != two[1]));
        for password in all.iter().step_by(97) {
            assert!(
                is_among_them(password) && is_among_them(&password.to_uppercase()),
                "{password}"
            );
            assert!(!is_among_them(&format!("{password}.")), "{password}");
        }
        assert!(!is_among_them("") && !is_among_them("correct horse battery"));
    }
}
