//! A name or a telephone number, looked for among what ledgers say.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What somebody is looked for by: a name, a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sought(String);

/// A text that is too short to tell anybody by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is too short to find anybody by")]
pub struct TooShort(pub String);

impl TryFrom<String> for Sought {
    type Error = TooShort;
    fn try_from(text: String) -> Result<Self, TooShort> {
        Self::new(&text).ok_or(TooShort(text))
    }
}

impl From<Sought> for String {
    fn from(sought: Sought) -> Self {
        sought.0
    }
}

/// Among what something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// People's names, one or several: a longer name that begins with the sought one is another person's.
    Names,
    /// Words of any sort, which Chinese does not part from one another.
    Words,
}

impl Sought {
    /// The fewest characters: one alone stands everywhere.
    pub const SHORTEST: usize = 2;
    /// The fewest digits of a number that is known whatever stands between them.
    pub const SHORTEST_NUMBER: usize = 6;

    /// From what somebody typed; `None` where that is too short to tell anybody by.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.chars().count() >= Self::SHORTEST).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a value has it.
    pub fn is_in(&self, value: &str, among: Among) -> bool {
        !self.places(value, among).is_empty()
    }

    /// The value with `put` in every place of what is sought; `None` where it is not in it.
    pub fn replaced(&self, value: &str, among: Among, put: &str) -> Option<String> {
        let (mut text, mut from) = (String::new(), 0);
        for place in self.places(value, among) {
            text.push_str(value.get(from..place.start)?);
            text.push_str(put);
            from = place.end;
        }
        (from > 0).then(|| text + value.get(from..).unwrap_or_default())
    }

    /// Its digits, where it is a number: however somebody parts them, it is the same one.
    pub fn digits(&self) -> Option<String> {
        let digits: String = self.0.chars().filter(char::is_ascii_digit).collect();
        let is_number = self.0.chars().all(|c| c.is_ascii_digit() || parts_digits(c));
        (is_number && digits.len() >= Self::SHORTEST_NUMBER).then_some(digits)
    }

    fn places(&self, value: &str, among: Among) -> Vec<Range<usize>> {
        let literal = || {
            let found = value.match_indices(&self.0);
            found.map(|(at, text)| at..at + text.len()).collect()
        };
        let mut places: Vec<_> = self
            .digits()
            .map_or_else(literal, |digits| number_places(value, &digits));
        places.retain(|place| {
            let inside = value.get(place.clone()).unwrap_or_default();
            let before = value.get(..place.start).and_then(|text| text.chars().next_back());
            let after = value.get(place.end..).and_then(|text| text.chars().next());
            !goes_on(before, inside.chars().next(), among) && !goes_on(after, inside.chars().next_back(), among)
        });
        places
    }
}

/// What people write between the digits of a number.
fn parts_digits(c: char) -> bool {
    c.is_whitespace()
        || [
            '-', '\u{2010}', '\u{2013}', '\u{2014}', '\u{ff0d}', '(', ')', '\u{ff08}', '\u{ff09}',
        ]
        .contains(&c)
}

/// Where these digits follow one another, parted or not; no place begins within another.
fn number_places(value: &str, digits: &str) -> Vec<Range<usize>> {
    let (mut places, mut free) = (Vec::<Range<usize>>::new(), 0);
    for (start, _) in value.char_indices() {
        if start < free {
            continue;
        }
        let mut wanted = digits.chars().peekable();
        let rest = value.get(start..).unwrap_or_default().char_indices();
        for (at, c) in rest {
            if wanted.next_if_eq(&c).is_none() && (at == 0 || !parts_digits(c)) {
                break;
            }
            if wanted.peek().is_none() {
                free = start + at + c.len_utf8();
                places.push(start..free);
                break;
            }
        }
    }
    places
}

/// Whether a neighbour makes of what is sought a piece of something longer.
fn goes_on(neighbour: Option<char>, edge: Option<char>, among: Among) -> bool {
    let Some(neighbour) = neighbour else {
        return false;
    };
    match among {
        // The dots are within names of several parts.
        Among::Names => neighbour.is_alphanumeric() || ['\u{b7}', '\u{2022}', '\u{30fb}'].contains(&neighbour),
        Among::Words => neighbour.is_ascii_alphanumeric() && edge.is_some_and(|edge| edge.is_ascii_alphanumeric()),
    }
}
