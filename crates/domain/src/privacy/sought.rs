//! A name or a telephone number, looked for among what ledgers say.

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
        self.places(value, among).next().is_some()
    }

    /// The value with `put` in every place of what is sought; `None` where it is not in it.
    pub fn replaced(&self, value: &str, among: Among, put: &str) -> Option<String> {
        let (mut text, mut from) = (String::new(), 0);
        for at in self.places(value, among) {
            text.push_str(value.get(from..at)?);
            text.push_str(put);
            from = at + self.0.len();
        }
        (from > 0).then(|| text + value.get(from..).unwrap_or_default())
    }

    fn places<'v>(&'v self, value: &'v str, among: Among) -> impl Iterator<Item = usize> + 'v {
        let edges = (self.0.chars().next(), self.0.chars().next_back());
        value.match_indices(&self.0).map(|(at, _)| at).filter(move |at| {
            let before = value.get(..*at).and_then(|text| text.chars().next_back());
            let after = value.get(at + self.0.len()..).and_then(|text| text.chars().next());
            !goes_on(before, edges.0, among) && !goes_on(after, edges.1, among)
        })
    }
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
