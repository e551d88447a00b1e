//! The letters by which texts are compared.
//!
//! Full-width letters become half-width ones, capitals small, traditional characters simplified; Roman
//! numerals that are one character (Ⅲ) become letters, small figures above and below the line (m³, PM₂.₅)
//! figures. A comma within a figure (12,480) is left out, as are emphasis marks and any space beside a
//! Chinese character, so that «2023 年» and «2023年» are one.

use std::{collections::HashMap, sync::LazyLock};

/// A letter as it is compared, and the bytes of the text that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// The letter.
    pub c: char,
    /// Where its character begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Pairs of a traditional character and the simplified one (OpenCC's `TSCharacters`, Apache-2.0; of several
/// the first, and only those of GB/T 2312).
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut all = include_str!("simplified.txt").chars().filter(|c| !c.is_whitespace());
    let mut pairs = HashMap::new();
    while let (Some(traditional), Some(simplified)) = (all.next(), all.next()) {
        pairs.insert(traditional, simplified);
    }
    pairs
});

const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// Whether a character is Chinese: one that is a word by itself.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// The letters of a text.
pub fn fold(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        each(c, |c| letters.push(Letter { c, start, end }));
    }
    tidy(&letters)
}

/// The letters of a text alone.
pub fn folded(text: &str) -> String {
    fold(text).into_iter().map(|letter| letter.c).collect()
}

/// What becomes of one character.
fn each(c: char, mut put: impl FnMut(char)) {
    match c {
        '*' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' => {}
        '\u{2160}'..='\u{217F}' => {
            let at = (u32::from(c) - 0x2160) as usize % 16;
            match ROMAN.get(at) {
                Some(roman) => roman.chars().for_each(put),
                None => put(c),
            }
        }
        '²' => put('2'),
        '³' => put('3'),
        '\u{2080}'..='\u{2089}' => put(char::from(b'0' + u8::try_from(u32::from(c) - 0x2080).unwrap_or(0))),
        'µ' => put('μ'),
        '\u{FF01}'..='\u{FF5E}' => {
            let half = char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
            if half != '*' {
                put(half.to_ascii_lowercase());
            }
        }
        _ if c.is_whitespace() || c.is_control() => put(' '),
        _ if is_han(c) => put(SIMPLIFIED.get(&c).copied().unwrap_or(c)),
        _ => c.to_lowercase().for_each(put),
    }
}

/// Leaves out spaces that say nothing and the commas in figures.
fn tidy(letters: &[Letter]) -> Vec<Letter> {
    let mut kept: Vec<Letter> = Vec::with_capacity(letters.len());
    for (at, letter) in letters.iter().enumerate() {
        let next = letters[at + 1..].iter().find(|next| next.c != ' ');
        let idle = match letter.c {
            ' ' => {
                let before = kept.last().map(|before| before.c);
                let beside = |c: Option<char>| c.is_none_or(|c| c == ' ' || is_han(c));
                beside(before) || beside(next.map(|next| next.c)) || next.is_some_and(|next| next.c == '%')
            }
            ',' => {
                let figures = letters[at + 1..].iter().take_while(|next| next.c.is_ascii_digit());
                kept.last().is_some_and(|before| before.c.is_ascii_digit()) && figures.count() == 3
            }
            _ => false,
        };
        if !idle {
            kept.push(*letter);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_however_it_is_written() {
        for (typed, same) in [
            ("12,480", "12480"),
            ("12,480 个", "12480个"),
            ("1,234,567", "1234567"),
            ("PM2.5", "pm2.5"),
            ("PM₂.₅", "pm2.5"),
            ("８９．３％", "89.3%"),
            ("89.3 %", "89.3%"),
            ("長江經濟帶", "长江经济带"),
            ("Ⅲ类", "iii类"),
            ("达到**30**家", "达到30家"),
            ("2023 年", "2023年"),
            ("μg/m³", "µg/m3"),
            ("Wuhan  City", "wuhan city"),
        ] {
            assert_eq!(folded(typed), folded(same), "{typed}");
        }
    }

    #[test]
    fn a_list_keeps_its_commas() {
        assert_eq!(folded("1,2,3"), "1,2,3");
        assert_eq!(folded("7,8月"), "7,8月");
        assert_eq!(folded("3,12345"), "3,12345");
    }

    #[test]
    fn letters_know_where_they_come_from() {
        let text = "达 １2,480 家";
        let letters = fold(text);
        let of = |at: usize| &text[letters[at].start..letters[at].end];
        assert_eq!((of(0), of(1), of(2), of(letters.len() - 1)), ("达", "１", "2", "家"));
    }
}
