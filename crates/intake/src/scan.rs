//! Looking at characters: does a word begin here, does one end here.

/// Whether `word` begins at `at`.
pub(crate) fn starts(chars: &[char], at: usize, word: &str) -> bool {
    let mut at = at;
    for c in word.chars() {
        if chars.get(at) != Some(&c) {
            return false;
        }
        at += 1;
    }
    true
}

/// How many characters `word` has.
pub(crate) fn len(word: &str) -> usize {
    word.chars().count()
}

/// Whether `word` ends right before `at`, and begins at `from` or later.
pub(crate) fn ends(chars: &[char], from: usize, at: usize, word: &str) -> bool {
    let mut at = at;
    for c in word.chars().rev() {
        if at <= from || chars.get(at - 1) != Some(&c) {
            return false;
        }
        at -= 1;
    }
    true
}

/// The longest of `words` that begins at `at`.
pub(crate) fn longest<'w>(chars: &[char], at: usize, words: &[&'w str]) -> Option<&'w str> {
    let found = words.iter().filter(|word| starts(chars, at, word));
    found.max_by_key(|word| word.len()).copied()
}

/// The longest of `words` that ends right before `at`, beginning at `from` or later.
pub(crate) fn longest_before<'w>(chars: &[char], from: usize, at: usize, words: &[&'w str]) -> Option<&'w str> {
    let found = words.iter().filter(|word| ends(chars, from, at, word));
    found.max_by_key(|word| word.len()).copied()
}

/// Where `word` first stands within `from..to`.
pub(crate) fn find(chars: &[char], from: usize, to: usize, word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    let to = to.min(chars.len());
    let stretch = chars.get(from..to)?;
    let mut at = 0;
    loop {
        at += stretch.get(at..)?.iter().position(|c| *c == first)?;
        if starts(stretch, at, word) {
            return Some(from + at);
        }
        at += 1;
    }
}

/// Where the first of `words` stands within `from..to`.
pub(crate) fn first_of(chars: &[char], from: usize, to: usize, words: &[&str]) -> Option<usize> {
    words.iter().filter_map(|word| find(chars, from, to, word)).min()
}

/// Whether any of `words` stands within `from..to`.
pub(crate) fn has_any(chars: &[char], from: usize, to: usize, words: &[&str]) -> bool {
    words.iter().any(|word| find(chars, from, to, word).is_some())
}

/// A Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '〇')
}
