//! What was meant, when nothing is called so.

use std::collections::HashMap;

use strsim::{generic_damerau_levenshtein, jaro_winkler};

use crate::{
    fold::{folded, is_han},
    library::{Library, Part},
    query::{Query, Wanted},
    tokens::is_word,
};

/// How many letters may differ in a word of so many.
fn leeway(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    }
}

fn distance(a: &[char], b: &[char]) -> usize {
    generic_damerau_levenshtein(a, b)
}

impl<T> Library<T> {
    /// The nearest to a query that does stand somewhere, word by word; `None` if all of it stands somewhere
    /// or nothing is near.
    pub fn nearest(&self, query: &Query) -> Option<String> {
        let mut changed = false;
        let words: Vec<String> = (query.words().iter())
            .map(|word| {
                let stands = (0..self.folded.len()).any(|at| self.has(at, &word.letters));
                let near = (!stands).then(|| self.near_word(word)).flatten();
                changed |= near.is_some();
                near.unwrap_or_else(|| word.typed.clone())
            })
            .collect();
        changed.then(|| words.join(" "))
    }

    fn near_word(&self, word: &Wanted) -> Option<String> {
        let letters: Vec<char> = word.letters.chars().collect();
        if letters.iter().any(|c| is_han(*c)) {
            self.near_phrase(&letters)
        } else {
            self.near_latin(&letters)
        }
    }

    /// A word of the library; of several as near, the one in most documents.
    fn near_latin(&self, letters: &[char]) -> Option<String> {
        let most = leeway(letters.len());
        if most == 0 || !letters.iter().any(|c| c.is_alphabetic()) {
            return None;
        }
        let near = self.words.iter().filter_map(|(known, documents)| {
            let other: Vec<char> = known.chars().collect();
            if other.len().abs_diff(letters.len()) > most || other.len() < 3 {
                return None;
            }
            let distance = distance(letters, &other);
            (distance <= most).then_some((distance, std::cmp::Reverse(*documents), known))
        });
        near.min().map(|(.., known)| known.to_string())
    }

    /// A stretch of a name, else of a text, of which one letter differs.
    fn near_phrase(&self, letters: &[char]) -> Option<String> {
        let length = letters.len();
        if length < 2 {
            return None;
        }
        // Of two characters one is half of it: only the beginning of a name is near enough.
        let lengths = if length == 2 { 2..=2 } else { length - 1..=length + 1 };
        let mut near: HashMap<String, (bool, bool, usize)> = HashMap::new();
        for (part, text) in self.folded.iter().flatten() {
            let named = *part == Part::Name;
            if !(named || (*part == Part::Text && length >= 4)) {
                continue;
            }
            let text: Vec<char> = text.chars().collect();
            for size in lengths.clone() {
                for (at, window) in text.windows(size).enumerate() {
                    if (length == 2 && at > 0) || !window.iter().all(|c| is_han(*c) || is_word(*c) || *c == '.') {
                        continue;
                    }
                    if distance(letters, window) == 1 {
                        let slot = near.entry(window.iter().collect()).or_default();
                        *slot = (slot.0 || named, slot.1 || (named && at == 0), slot.2 + 1);
                    }
                }
            }
        }
        let rank = |(text, (named, first, times)): &(String, (bool, bool, usize))| {
            let same = text.chars().count() == length;
            (*named, same, *first, *times, std::cmp::Reverse(text.clone()))
        };
        near.into_iter().max_by_key(rank).map(|(text, _)| text)
    }
}

/// Something with an address, by which it may be found when that was mistyped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its address: `/target/good-water-provincial`.
    pub path: String,
    /// What it is called.
    pub name: String,
    /// What else it is called, so that it is found by that as well.
    pub also: Vec<String>,
}

/// Addresses are told that are as near as this, by the measure of Jaro and Winkler.
const NEAR_ENOUGH: f64 = 0.84;

/// The known addresses that are nearest to one that is not known, at most `most`, the nearest first.
pub fn nearest_of<'k>(known: &'k [Known], path: &str, most: usize) -> Vec<&'k Known> {
    let asked: String = folded(&path.chars().take(200).collect::<String>());
    let (asked_kind, asked_own) = parted(&asked);
    let mut near: Vec<(f64, &Known)> = known
        .iter()
        .filter_map(|one| {
            let path = folded(&one.path);
            let (kind, own) = parted(&path);
            let kinds = likeness(asked_kind, kind);
            let own = match (asked_own, own) {
                ("", "") => 1.0,
                ("", _) | (_, "") => 0.0,
                (asked, own) => {
                    let names = std::iter::once(&one.name).chain(&one.also);
                    names.fold(likeness(asked, own), |best, name| {
                        best.max(likeness(asked, &folded(name)))
                    })
                }
            };
            // Both parts must be like it; whatever stands behind `/target/` says more.
            let like = kinds.mul_add(0.3, own * 0.7);
            (kinds >= 0.7 && own >= 0.75 && like >= NEAR_ENOUGH).then_some((like, one))
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.path.len().cmp(&b.1.path.len())));
    near.dedup_by(|a, b| a.1.path == b.1.path);
    near.into_iter().take(most).map(|(_, one)| one).collect()
}

/// How like two texts are, from 0 to 1; of figures a wrong one counts more than its place.
fn likeness(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { jaro_winkler(a, b).min(0.999) }
}

/// `/target/x/y` as `target` and `x/y`.
fn parted(path: &str) -> (&str, &str) {
    let path = path.trim_matches('/');
    path.split_once('/').unwrap_or((path, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Known> {
        let all = [
            ("/", "总览"),
            ("/targets", "目标"),
            ("/plan", "要点全文"),
            ("/target/good-water-provincial", "全省优良比例"),
            ("/target/good-water-national", "国控优良比例"),
            ("/target/outfalls-yangtze", "长江排污口"),
            ("/unit/420100", "武汉市"),
            ("/unit/420200", "黄石市"),
            ("/unit/shui", "水处"),
            ("/item/9", "九"),
            ("/item/27", "二十七"),
            ("/ledger/outfalls-yangtze", "台账"),
        ];
        all.map(|(path, name)| Known {
            path: path.to_owned(),
            name: name.to_owned(),
            also: if path == "/unit/420100" {
                vec!["Wuhan".to_owned()]
            } else {
                Vec::new()
            },
        })
        .to_vec()
    }

    #[test]
    fn a_mistyped_address_is_known_by_its_neighbours() {
        let known = known();
        for (typed, meant) in [
            ("/target/good-water-provincal", "/target/good-water-provincial"),
            ("/traget/outfalls-yangtze", "/target/outfalls-yangtze"),
            ("/target/outfals-yangtse", "/target/outfalls-yangtze"),
            ("/unit/420101", "/unit/420100"),
            ("/unit/武汉", "/unit/420100"),
            ("/unit/shiu", "/unit/shui"),
            ("/unit/wuhn", "/unit/420100"),
            ("/ledger/outfall-yangtze", "/ledger/outfalls-yangtze"),
            ("/traget", "/targets"),
            ("/paln", "/plan"),
            ("/item/99", "/item/9"),
        ] {
            let near = nearest_of(&known, typed, 5);
            assert_eq!(
                near.first().map(|one| one.path.as_str()),
                Some(meant),
                "{typed}: {near:?}"
            );
        }
        for nothing in ["/wp-admin.php", "/qqqqq", "/.env", "/target/zzzzzzzz"] {
            assert!(nearest_of(&known, nothing, 5).is_empty(), "{nothing}");
        }
    }
}
