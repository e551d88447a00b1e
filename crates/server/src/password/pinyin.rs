//! Names as they are typed in pinyin, without tones.

use pinyin::{Pinyin, ToPinyinMulti as _};

/// So many characters of a name are looked at: every stretch of them is a word.
const CHARACTERS: usize = 12;
/// So many readings of a character: the first is the usual one, and names have others now and then.
const READINGS: usize = 4;
/// So many ways to read one stretch.
const WAYS: usize = 16;

/// Every stretch of a name in pinyin, the long ones first; nothing for a name without Chinese characters.
pub(super) fn of(name: &str) -> Vec<String> {
    let characters: Vec<Vec<String>> = name.chars().filter_map(readings).take(CHARACTERS).collect();
    let mut all = Vec::new();
    for length in (1..=characters.len()).rev() {
        for stretch in characters.windows(length) {
            for read in ways(stretch) {
                if !all.contains(&read) {
                    all.push(read);
                }
            }
        }
    }
    all
}

/// How a character is read.
fn readings(character: char) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for reading in character.to_pinyin_multi()?.into_iter().map(Pinyin::plain) {
        // Keyboards have no ü: v is typed for it, and passports have u or yu.
        let typed = ["v", "u", "yu"].map(|letter| reading.replace('ü', letter));
        for reading in typed {
            if !all.contains(&reading) {
                all.push(reading);
            }
        }
    }
    all.truncate(READINGS);
    Some(all)
}

/// The ways to read a stretch.
fn ways(stretch: &[Vec<String>]) -> Vec<String> {
    let mut ways = vec![String::new()];
    for readings in stretch {
        let longer = ways
            .iter()
            .flat_map(|way| readings.iter().map(move |reading| format!("{way}{reading}")));
        ways = longer.take(WAYS).collect();
    }
    ways
}

#[cfg(test)]
mod tests;
