//! What somebody looks for.

use crate::{
    fold::{Letter, fold, folded},
    tokens::{self, is_word},
};

/// Of what was typed, so many characters are read.
pub const LONGEST: usize = 100;
/// So many words at most, parted by spaces.
const MOST_WORDS: usize = 12;

/// What somebody looks for: one or more words, all of which should stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// As it was typed, tidied and cut.
    text: String,
    words: Vec<Wanted>,
    cut: bool,
}

/// One of the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// As it was typed.
    pub(crate) typed: String,
    /// As it is compared.
    pub(crate) letters: String,
    /// Its pieces.
    pub(crate) pieces: Vec<String>,
}

/// What parts words, beside spaces.
fn parts(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || "，。、；：;:！？!?（）()《》〈〉「」『』【】[]{}“”‘’\"'<>|&=+*#~`^\\".contains(c)
}

impl Query {
    /// Reads what was typed.
    pub fn read(typed: &str) -> Self {
        let typed = typed.trim();
        let text: String = typed.chars().take(LONGEST).collect();
        let words = text.split(parts).filter_map(wanted).take(MOST_WORDS).collect();
        Self {
            cut: typed.chars().count() > LONGEST,
            text,
            words,
        }
    }

    /// What was typed, as far as it is read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether more was typed than is read.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether there is nothing in it to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn words(&self) -> &[Wanted] {
        &self.words
    }

    /// All words one behind the other, as they are compared.
    pub(crate) fn joined(&self) -> String {
        folded(
            &self
                .words
                .iter()
                .map(|word| word.typed.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        )
    }
}

fn wanted(typed: &str) -> Option<Wanted> {
    let letters: Vec<Letter> = fold(typed);
    let pieces: Vec<String> = tokens::asked(&letters).into_iter().map(|token| token.text).collect();
    let letters: String = letters.into_iter().map(|letter| letter.c).collect();
    let letters = letters
        .trim_matches(|c| matches!(c, '.' | ',' | '-' | '/' | ' '))
        .to_owned();
    (!pieces.is_empty()).then(|| Wanted {
        typed: typed.to_owned(),
        letters,
        pieces,
    })
}

/// Where `wanted` stands in `text`, both folded, in bytes: as a whole, not within another word or figure.
pub(crate) fn places<'t>(text: &'t str, wanted: &'t str) -> impl Iterator<Item = usize> + 't {
    let (first, last) = (wanted.chars().next(), wanted.chars().next_back());
    text.match_indices(wanted).map(|(at, _)| at).filter(move |&at| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + wanted.len()..].chars();
        let (next, second) = (after.next(), after.next());
        let figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let starts =
            !first.is_some_and(is_word) || !(before.is_some_and(is_word) || (figure(first) && before == Some('.')));
        // A word may go on, as «outfall» does in «outfalls»; a figure may not.
        let ends = !figure(last) || !(figure(next) || (next == Some('.') && figure(second)));
        !wanted.is_empty() && starts && ends
    })
}
