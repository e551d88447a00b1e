//! Documents, and which of them a query means.

use std::collections::{BTreeMap, HashMap};

use crate::{
    fold::fold,
    marks::is_prefix,
    query::{Query, places},
    tokens,
};

/// What a field is to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What it is called.
    Name,
    /// A number or an id by which it is known.
    Code,
    /// What it says.
    Text,
    /// What stands beside it: who leads it, where it lies.
    Beside,
}

impl Part {
    /// What a piece in such a field counts, against one in the text.
    fn weight(self) -> f32 {
        match self {
            Self::Name => 3.0,
            Self::Code => 2.0,
            Self::Text => 1.0,
            Self::Beside => 0.3,
        }
    }

    fn names(self) -> bool {
        matches!(self, Self::Name | Self::Code)
    }
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is.
    pub part: Part,
    /// What stands in it.
    pub text: String,
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<T> {
    /// What it is about.
    pub of: T,
    /// Its fields.
    pub fields: Vec<Field>,
    /// How much it counts among others that fit as well: 1 for most.
    pub weight: f32,
}

/// How well a document fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// A name or a code is just what was typed.
    Named,
    /// All that was typed stands in it as it was typed.
    Phrase,
    /// All pairs and words of it do.
    Pieces,
    /// Most of them do.
    Most,
}

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its place in the library.
    pub at: usize,
    /// How well it fits.
    pub fit: Fit,
    score: f32,
}

/// What was found, the best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The documents.
    pub hits: Vec<Hit>,
}

impl Found {
    /// Whether nothing stands anywhere just as it was typed.
    pub fn is_vague(&self) -> bool {
        self.hits.iter().all(|hit| hit.fit >= Fit::Pieces)
    }
}

/// Documents that are searched.
#[derive(Debug)]
pub struct Library<T> {
    documents: Vec<Document<T>>,
    /// The fields as they are compared.
    pub(crate) folded: Vec<Vec<(Part, String)>>,
    /// By each piece: in which documents it stands, and how weightily.
    postings: HashMap<Box<str>, Vec<(u32, f32)>>,
    /// All words (no Chinese), in order, with how many documents have them.
    pub(crate) words: BTreeMap<Box<str>, usize>,
}

/// The constants of BM25: how fast repetition stops counting, and how much length does.
const K: f32 = 1.2;
const B: f32 = 0.6;
/// A word that only begins as what was typed counts so much.
const BEGINNING: f32 = 0.6;
/// A document must have so much of what was typed, by how rare its pieces are.
const LEAST: f32 = 0.5;
/// What stands together although it was typed in several words.
const TOGETHER: f32 = 1.5;

impl<T> Library<T> {
    /// Reads the documents.
    pub fn new(documents: Vec<Document<T>>) -> Self {
        let letters: Vec<Vec<_>> = (documents.iter())
            .map(|document| {
                let fields = document.fields.iter();
                fields.map(|field| (field.part, fold(&field.text))).collect()
            })
            .collect();
        let lengths = letters.iter().flatten().map(|(part, letters)| (*part, letters.len()));
        let mut totals: HashMap<&'static str, (usize, usize)> = HashMap::new();
        for (part, length) in lengths {
            let total = totals.entry(name(part)).or_default();
            *total = (total.0 + length, total.1 + 1);
        }
        let mean = |part: Part| {
            let (sum, count) = totals.get(name(part)).copied().unwrap_or((1, 1));
            (real(sum) / real(count)).max(1.0)
        };
        let mut postings: HashMap<Box<str>, Vec<(u32, f32)>> = HashMap::new();
        let mut words: BTreeMap<Box<str>, usize> = BTreeMap::new();
        for (at, fields) in (0_u32..).zip(&letters) {
            let mut own: HashMap<String, f32> = HashMap::new();
            for (part, letters) in fields {
                let norm = 1.0 - B + B * real(letters.len()) / mean(*part);
                for token in tokens::all(letters) {
                    *own.entry(token.text).or_default() += part.weight() / norm;
                }
            }
            for (piece, weight) in own {
                if piece.chars().all(|c| tokens::is_word(c) || c == '.') {
                    *words.entry(piece.as_str().into()).or_default() += 1;
                }
                postings.entry(piece.into()).or_default().push((at, weight));
            }
        }
        let folded = letters
            .into_iter()
            .map(|fields| {
                let text = |letters: Vec<crate::fold::Letter>| letters.into_iter().map(|letter| letter.c).collect();
                fields
                    .into_iter()
                    .map(|(part, letters)| (part, text(letters)))
                    .collect()
            })
            .collect();
        Self {
            documents,
            folded,
            postings,
            words,
        }
    }

    /// All documents, in the order in which they were given.
    pub fn documents(&self) -> &[Document<T>] {
        &self.documents
    }

    /// In which documents a piece stands, and how weightily: as it is, and as the beginning of words.
    fn standing(&self, piece: &str) -> HashMap<u32, f32> {
        let mut all: HashMap<u32, f32> = self.postings.get(piece).into_iter().flatten().copied().collect();
        if is_prefix(piece) {
            let longer = self
                .words
                .range::<str, _>((std::ops::Bound::Excluded(piece), std::ops::Bound::Unbounded));
            for (word, _) in longer.take_while(|(word, _)| word.starts_with(piece)) {
                for (at, weight) in self.postings.get(word).into_iter().flatten() {
                    let slot = all.entry(*at).or_default();
                    *slot = slot.max(weight * BEGINNING);
                }
            }
        }
        all
    }

    /// How much a piece says that stands in so many documents.
    fn rarity(&self, documents: usize) -> f32 {
        let (all, having) = (real(self.documents.len()), real(documents));
        (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
    }

    /// What a query means, the best first.
    pub fn find(&self, query: &Query) -> Found {
        struct Tally {
            score: f32,
            had: f32,
            pieces: usize,
        }
        let mut tallies: HashMap<u32, Tally> = HashMap::new();
        let (mut asked, mut count) = (0.0, 0);
        for piece in query.words().iter().flat_map(|word| &word.pieces) {
            let standing = self.standing(piece);
            let rarity = self.rarity(standing.len());
            asked += rarity;
            count += 1;
            for (at, weight) in standing {
                let tally = tallies.entry(at).or_insert(Tally {
                    score: 0.0,
                    had: 0.0,
                    pieces: 0,
                });
                tally.score += rarity * weight * (K + 1.0) / (weight + K);
                tally.had += rarity;
                tally.pieces += 1;
            }
        }
        let joined = query.joined();
        let mut hits: Vec<Hit> = tallies
            .into_iter()
            .filter_map(|(at, tally)| {
                let at = at as usize;
                let document = self.documents.get(at)?;
                let fit = self.fit(at, query, &joined, tally.pieces == count);
                let enough = fit < Fit::Most || tally.had >= asked * LEAST;
                let together = query.words().len() > 1 && self.has(at, &joined);
                let score = tally.score * document.weight * if together { TOGETHER } else { 1.0 };
                enough.then_some(Hit { at, fit, score })
            })
            .collect();
        hits.sort_by(|a, b| {
            let by_score = || b.score.total_cmp(&a.score);
            a.fit.cmp(&b.fit).then_with(by_score).then(a.at.cmp(&b.at))
        });
        Found { hits }
    }

    fn fit(&self, at: usize, query: &Query, joined: &str, whole: bool) -> Fit {
        let fields = self.folded.get(at).map(Vec::as_slice).unwrap_or_default();
        if fields.iter().any(|(part, text)| part.names() && text == joined) {
            Fit::Named
        } else if query.words().iter().all(|word| self.has(at, &word.letters)) {
            Fit::Phrase
        } else if whole {
            Fit::Pieces
        } else {
            Fit::Most
        }
    }

    /// Whether letters stand in a document one behind the other.
    pub(crate) fn has(&self, at: usize, letters: &str) -> bool {
        let fields = self.folded.get(at).map(Vec::as_slice).unwrap_or_default();
        fields.iter().any(|(_, text)| places(text, letters).next().is_some())
    }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Name => "name",
        Part::Code => "code",
        Part::Text => "text",
        Part::Beside => "beside",
    }
}

/// Counts here are far below the 2²⁴ up to which this is exact.
#[expect(clippy::cast_precision_loss, reason = "counts of a plan's documents and letters")]
fn real(count: usize) -> f32 {
    count as f32
}
