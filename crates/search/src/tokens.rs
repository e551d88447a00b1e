//! The pieces by which texts are found: characters and pairs of Chinese, words of everything else.

use crate::fold::{Letter, is_han};

/// A piece, and the letters that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its letters.
    pub(crate) text: String,
    /// From which letter.
    pub(crate) from: usize,
    /// Up to which, which is no part of it any more.
    pub(crate) to: usize,
}

/// Whether a letter belongs to a word.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c)
}

/// Whether the letter at `at` belongs to a word: a point does within a figure.
fn in_word(letters: &[Letter], at: usize) -> bool {
    let figure = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|letter| letter.c.is_ascii_digit())
    };
    letters.get(at).is_some_and(|letter| {
        is_word(letter.c) || (letter.c == '.' && figure(at.checked_sub(1)) && figure(Some(at + 1)))
    })
}

/// The stretches of a text that are Chinese, and those that are words; what is neither parts them.
fn stretches(letters: &[Letter]) -> Vec<(bool, usize, usize)> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let from = at;
        if is_han(letters[at].c) {
            while letters.get(at).is_some_and(|letter| is_han(letter.c)) {
                at += 1;
            }
            all.push((true, from, at));
        } else if in_word(letters, at) {
            while in_word(letters, at) {
                at += 1;
            }
            all.push((false, from, at));
        } else {
            at += 1;
        }
    }
    all
}

/// All pieces of a text that is to be found: every character, every pair, every word.
pub(crate) fn all(letters: &[Letter]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (han, from, to) in stretches(letters) {
        if han {
            tokens.extend((from..to).map(|at| token(letters, at, at + 1)));
            tokens.extend((from..to - 1).map(|at| token(letters, at, at + 2)));
        } else {
            tokens.push(token(letters, from, to));
        }
    }
    tokens
}

/// The pieces of what is looked for: pairs where there are any.
pub(crate) fn asked(letters: &[Letter]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (han, from, to) in stretches(letters) {
        if han && to - from > 1 {
            tokens.extend((from..to - 1).map(|at| token(letters, at, at + 2)));
        } else {
            tokens.push(token(letters, from, to));
        }
    }
    tokens
}

fn token(letters: &[Letter], from: usize, to: usize) -> Token {
    Token {
        text: letters[from..to].iter().map(|letter| letter.c).collect(),
        from,
        to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn texts(tokens: Vec<Token>) -> Vec<String> {
        tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn pieces() {
        assert_eq!(texts(all(&fold("武汉市"))), ["武", "汉", "市", "武汉", "汉市"]);
        assert_eq!(texts(asked(&fold("武汉市"))), ["武汉", "汉市"]);
        assert_eq!(texts(asked(&fold("水"))), ["水"]);
        assert_eq!(texts(asked(&fold("PM2.5浓度"))), ["pm2.5", "浓度"]);
        assert_eq!(texts(asked(&fold("89.3%."))), ["89.3"]);
        assert_eq!(texts(asked(&fold("CS-01"))), ["cs", "01"]);
        assert_eq!(texts(asked(&fold("。!?"))), [""; 0]);
    }
}
