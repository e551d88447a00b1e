//! Where the words of a query stand in a text.

use crate::{
    fold::{Letter, fold},
    query::{Query, places},
    tokens,
};

/// A stretch of a text, and whether it is what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub hit: bool,
}

impl Query {
    /// Which letters of a folded text are hits.
    fn hits(&self, letters: &[Letter]) -> Vec<bool> {
        let mut hits = vec![false; letters.len()];
        let folded: String = letters.iter().map(|letter| letter.c).collect();
        // The letter at each byte of the folded text.
        let letter_at: Vec<usize> = (letters.iter().enumerate())
            .flat_map(|(at, letter)| std::iter::repeat_n(at, letter.c.len_utf8()))
            .collect();
        let mut pieces = None;
        for word in self.words() {
            let mut whole = false;
            for at in places(&folded, &word.letters) {
                whole = true;
                let from = letter_at.get(at).copied().unwrap_or_default();
                let to = from + word.letters.chars().count();
                hits.iter_mut().take(to).skip(from).for_each(|hit| *hit = true);
            }
            if whole {
                continue;
            }
            let pieces = pieces.get_or_insert_with(|| tokens::all(letters));
            for token in pieces.iter() {
                let begins = |piece: &String| {
                    token.text == *piece || (is_prefix(piece) && token.text.starts_with(piece.as_str()))
                };
                if word.pieces.iter().any(begins) {
                    hits.iter_mut()
                        .take(token.to)
                        .skip(token.from)
                        .for_each(|hit| *hit = true);
                }
            }
        }
        hits
    }

    /// The whole text, with its hits.
    pub fn mark(&self, text: &str) -> Vec<Piece> {
        let letters = fold(text);
        pieces(text, &self.spans(&letters), 0, text.len())
    }

    /// How many letters of a text are hits.
    pub fn weight(&self, text: &str) -> usize {
        self.hits(&fold(text)).into_iter().filter(|hit| *hit).count()
    }

    /// The part of a text where most of the query stands, of about `length` letters, with its hits.
    pub fn excerpt(&self, text: &str, length: usize) -> Vec<Piece> {
        let letters = fold(text);
        if letters.len() <= length + length / 4 {
            return pieces(text, &self.spans(&letters), 0, text.len());
        }
        let hits = self.hits(&letters);
        let mut within: usize = hits.iter().take(length).filter(|hit| **hit).count();
        let mut best = (within, 0);
        for from in 1..=letters.len() - length {
            within = within + usize::from(hits[from + length - 1]) - usize::from(hits[from - 1]);
            if within > best.0 {
                best = (within, from);
            }
        }
        // The window ends with the hits it was chosen for; some of it goes before them, from a stop if one is near.
        let first = (best.1..letters.len()).find(|&at| hits[at]).unwrap_or(best.1);
        let lead = first.saturating_sub(length / 4);
        let stop = (lead..first)
            .rev()
            .find(|&at| matches!(letters[at].c, '。' | '；' | ';' | '.'))
            .map(|at| at + 1);
        let from = stop.unwrap_or(lead).min(letters.len() - 1);
        let to = (from + length).min(letters.len());
        let (start, end) = (letters[from].start, letters[to - 1].end);
        let mut shown = Vec::new();
        let dots = || Piece {
            text: "…".to_owned(),
            hit: false,
        };
        shown.extend((from > 0).then(dots));
        shown.extend(pieces(text, &self.spans(&letters), start, end));
        shown.extend((to < letters.len()).then(dots));
        shown
    }

    /// The hits as bytes of the text.
    fn spans(&self, letters: &[Letter]) -> Vec<(usize, usize)> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut open = false;
        for (letter, hit) in letters.iter().zip(self.hits(letters)) {
            match spans.last_mut() {
                // What was left out between two hits, a comma in a figure, belongs to them.
                Some(last) if hit && open => last.1 = letter.end,
                _ if hit => spans.push((letter.start, letter.end)),
                _ => {}
            }
            open = hit;
        }
        spans
    }
}

/// Whether a piece is also found as the beginning of a word.
pub(crate) fn is_prefix(piece: &str) -> bool {
    piece.chars().count() >= 2
        && piece
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() && tokens::is_word(c))
}

fn pieces(text: &str, spans: &[(usize, usize)], start: usize, end: usize) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut at = start;
    let mut put = |from: usize, to: usize, hit: bool| {
        if let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) {
            all.push(Piece {
                text: part.to_owned(),
                hit,
            });
        }
    };
    for &(from, to) in spans {
        let (from, to) = (from.max(at), to.min(end));
        if from < to {
            put(at, from, false);
            put(from, to, true);
            at = to;
        }
    }
    put(at, end, false);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(query: &str, text: &str) -> String {
        shown(&Query::read(query).mark(text))
    }

    fn shown(pieces: &[Piece]) -> String {
        let piece = |piece: &Piece| {
            if piece.hit {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        };
        pieces.iter().map(piece).collect()
    }

    #[test]
    fn hits_are_marked_as_they_are_written() {
        for (query, text, expected) in [
            ("武汉", "武汉市生态环境局", "[武汉]市生态环境局"),
            ("12480", "12,480个入河排污口", "[12,480]个入河排污口"),
            ("89.3", "达到89.3%以上", "达到[89.3]%以上"),
            ("89.3%", "达到８９．３％以上", "达到[８９．３％]以上"),
            ("長江", "长江保护", "[长江]保护"),
            ("outfall", "Yangtze outfalls", "Yangtze [outfall]s"),
            ("30", "300家,30家", "300家,[30]家"),
            ("长江排污口", "长江入河排污口", "[长江]入河[排污口]"),
            ("江 水", "江水清", "[江水]清"),
            ("水", "地表水", "地表[水]"),
            ("xyz", "地表水", "地表水"),
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
    }

    #[test]
    fn an_excerpt_stands_around_its_hits() {
        let text = format!("{}。完成排污口整治。{}", "甲".repeat(200), "乙".repeat(200));
        let excerpt = shown(&Query::read("排污口").excerpt(&text, 40));
        assert!(excerpt.starts_with("…完成[排污口]整治。乙"), "{excerpt}");
        assert!(excerpt.ends_with("乙…") && excerpt.chars().count() < 50, "{excerpt}");
        assert_eq!(shown(&Query::read("排").excerpt("短文", 40)), "短文");
    }
}
