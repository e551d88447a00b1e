//! Looking at characters: does a word begin here, does one end here.

/// Whether `word` begins at `at`.
pub(crate) fn starts(chars: &[char], at: usize, word: &str) -> bool {
    let rest = chars.get(at..).unwrap_or_default();
    let mut rest = rest.iter();
    word.chars().all(|c| rest.next() == Some(&c))
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

/// Words by a character, the characters in order.
type Index<T> = Vec<(char, Vec<(&'static str, T)>)>;

/// Words with what each says, found by their first or last character: a text is looked through once,
/// however many words there are.
pub(crate) struct Words<T> {
    by_first: Index<T>,
    by_last: Index<T>,
}

impl<T: Copy> Words<T> {
    /// An index of `words`; of words that are equal the first counts.
    pub fn of(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut index = Self {
            by_first: Vec::new(),
            by_last: Vec::new(),
        };
        for (word, says) in words {
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                put(&mut index.by_first, first, word, says);
                put(&mut index.by_last, last, word, says);
            }
        }
        for (_, words) in index.by_first.iter_mut().chain(&mut index.by_last) {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        index
    }

    /// The longest word that begins at `at`.
    pub fn at(&self, chars: &[char], at: usize) -> Option<(&'static str, T)> {
        let words = got(&self.by_first, *chars.get(at)?)?;
        words.iter().find(|(word, _)| starts(chars, at, word)).copied()
    }

    /// All words that begin at `at`, the longest first.
    pub fn all_at<'a>(&'a self, chars: &'a [char], at: usize) -> impl Iterator<Item = (&'static str, T)> + 'a {
        let words = chars.get(at).and_then(|c| got(&self.by_first, *c)).unwrap_or_default();
        words.iter().filter(move |(word, _)| starts(chars, at, word)).copied()
    }

    /// The longest word that ends right before `at`, beginning at `from` or later.
    pub fn before(&self, chars: &[char], from: usize, at: usize) -> Option<(&'static str, T)> {
        let words = got(&self.by_last, *chars.get(at.checked_sub(1)?)?)?;
        words.iter().find(|(word, _)| ends(chars, from, at, word)).copied()
    }

    /// Where the first of them begins within `from..to`.
    pub fn first_in(&self, chars: &[char], from: usize, to: usize) -> Option<(usize, &'static str, T)> {
        (from..to).find_map(|at| {
            let (word, says) = self.at(chars.get(..to)?, at)?;
            Some((at, word, says))
        })
    }
}

impl Words<()> {
    /// An index of words, parted by spaces, that say nothing but that they are there.
    pub fn plain(words: &'static str) -> Self {
        Self::of(words.split(' ').map(|word| (word, ())))
    }
}

fn put<T>(index: &mut Index<T>, key: char, word: &'static str, says: T) {
    match index.binary_search_by_key(&key, |(key, _)| *key) {
        Ok(at) => {
            if let Some((_, words)) = index.get_mut(at)
                && !words.iter().any(|(known, _)| *known == word)
            {
                words.push((word, says));
            }
        }
        Err(at) => index.insert(at, (key, vec![(word, says)])),
    }
}

fn got<T>(index: &Index<T>, key: char) -> Option<&[(&'static str, T)]> {
    let at = index.binary_search_by_key(&key, |(key, _)| *key).ok()?;
    index.get(at).map(|(_, words)| words.as_slice())
}
