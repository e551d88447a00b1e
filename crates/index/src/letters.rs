//! Which letters stand in which row: so that a search looks at few rows.
//!
//! Every two and every three letters that stand together, and every letter beyond ASCII, fall into
//! one of [`SHARED`] lists of rows. A row that holds a text is in all lists of that text's letters;
//! others may be too, so that what is left is looked at itself. Groups of two or three letters that
//! stand in many rows have lists of their own; a search for just such a group, as Chinese words
//! often are, looks at no row.

use std::collections::BTreeMap;

use crate::{
    bits::Bits,
    rows::{Rows, number},
};

/// Lists that letters share.
const SHARED: usize = 768;
/// The most lists of a single group.
const OWN: usize = 512;
const LISTS: usize = SHARED + OWN;
/// Groups are known by their hash, of which so many are told apart; of two that have the same, one
/// has no list.
const KNOWN: usize = 8_192;
/// From so many rows it is told which groups are frequent:
const SOME: usize = 4_096;
/// those in one of so many.
const FREQUENT: usize = 100;

#[derive(Debug)]
pub(crate) struct Letters {
    frequent: Frequent,
    /// One bit for each slot.
    lists: Vec<Vec<u64>>,
}

/// Two or three letters that stand together; two have nothing in the third place.
type Group = (u32, u32, u32);

/// Groups with a list of their own, and which, by their hashes.
#[derive(Debug)]
struct Frequent(Vec<Option<(Group, u16)>>);

impl Letters {
    /// Reads all rows, half of them on another thread.
    pub fn new(rows: &Rows) -> Self {
        let (frequent, words) = (Frequent::of(rows), rows.slots().div_ceil(64));
        let (first, second) = std::thread::scope(|scope| {
            let second = scope.spawn(|| frequent.lists(rows, words / 2..words));
            (frequent.lists(rows, 0..words / 2), second.join())
        });
        let second = second.unwrap_or_else(|_| frequent.lists(rows, words / 2..words));
        let mut lists = first;
        for (list, more) in lists.iter_mut().zip(second) {
            list.extend(more);
        }
        Self { frequent, lists }
    }

    /// Takes out what a row says, before it says something else.
    pub fn forget(&mut self, rows: &Rows, slot: u32) {
        self.mark(rows, slot, |word, bit| *word &= !bit);
    }

    /// Takes in what a row says.
    pub fn add(&mut self, rows: &Rows, slot: u32) {
        let words = rows.slots().div_ceil(64);
        if self.lists.first().is_some_and(|list| list.len() < words) {
            for list in &mut self.lists {
                list.resize(words, 0);
            }
        }
        self.mark(rows, slot, |word, bit| *word |= bit);
    }

    fn mark(&mut self, rows: &Rows, slot: u32, mark: impl Fn(&mut u64, u64)) {
        let (at, bit) = ((slot / 64) as usize, 1_u64 << (slot % 64));
        let lists = &mut self.lists;
        for text in rows.texts(slot) {
            self.frequent.each(text, |list| {
                if let Some(word) = lists.get_mut(list).and_then(|list| list.get_mut(at)) {
                    mark(word, bit);
                }
            });
        }
    }

    /// Keeps the rows that may hold a text, in small letters. Whether all that are left do.
    pub fn narrow(&self, needle: &str, rows: &mut Bits) -> bool {
        let mut of = [false; LISTS];
        self.frequent.each(needle, |list| of[list] = true);
        for (list, _) in self.lists.iter().zip(of).filter(|(_, of)| *of) {
            rows.and_words(list);
        }
        let mut letters = needle.chars().map(u32::from);
        let group = (letters.next(), letters.next(), letters.next(), letters.next());
        let (Some(a), Some(b), c, None) = group else {
            return false;
        };
        let group = (a, b, c.unwrap_or(NONE));
        self.frequent.own(group, hash(group)).is_some()
    }
}

impl Frequent {
    fn of(rows: &Rows) -> Self {
        let some = (0..number(rows.slots())).step_by(rows.slots() / SOME + 1);
        let most = some.len();
        let mut counts = BTreeMap::<Group, (usize, u32)>::new();
        for slot in some {
            for text in rows.texts(slot) {
                // There are too many groups of three figures for each to have its list.
                groups(text, |group| {
                    if group.2 == NONE || group.0.max(group.1).max(group.2) > ASCII {
                        let (count, last) = counts.entry(group).or_insert((0, u32::MAX));
                        *count += usize::from(*last != slot);
                        *last = slot;
                    }
                });
            }
        }
        let mut counts: Vec<_> = counts.into_iter().map(|(group, (count, _))| (count, group)).collect();
        counts.retain(|(count, _)| count * FREQUENT > most);
        counts.sort_unstable();
        let mut known = vec![None; KNOWN];
        for (list, (_, group)) in (0..).zip(counts.into_iter().rev().take(OWN)) {
            if let Some(free @ None) = known.get_mut(hash(group) as usize % KNOWN) {
                *free = Some((group, list));
            }
        }
        Self(known)
    }

    fn own(&self, group: Group, hash: u32) -> Option<usize> {
        match self.0.get(hash as usize % KNOWN) {
            Some(Some((known, list))) if *known == group => Some(SHARED + usize::from(*list)),
            _ => None,
        }
    }

    /// Calls `found` with each list that a text belongs to.
    fn each(&self, text: &str, mut found: impl FnMut(usize)) {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            found(shared(u32::from(c).wrapping_mul(0x9E37_79B1)));
        }
        groups(text, |group| {
            let hash = hash(group);
            found(self.own(group, hash).unwrap_or_else(|| shared(hash)));
        });
    }

    fn lists(&self, rows: &Rows, words: std::ops::Range<usize>) -> Vec<Vec<u64>> {
        let mut lists: Vec<Vec<u64>> = (0..LISTS).map(|_| Vec::with_capacity(words.len())).collect();
        for word in words {
            // 64 rows at a time stay near at hand.
            let mut block = [0_u64; LISTS];
            for bit in 0..64 {
                for text in rows.texts(number(word * 64) + bit) {
                    self.each(text, |list| block[list] |= 1 << bit);
                }
            }
            for (list, word) in lists.iter_mut().zip(block) {
                list.push(word);
            }
        }
        lists
    }
}

/// What is less is no letter, and stands between values.
const FIRST: u32 = 0x20;
const NONE: u32 = 0;
const ASCII: u32 = 0x7F;

/// Calls `found` with every two and every three letters that stand together in one value, small
/// ones.
fn groups(text: &str, mut found: impl FnMut(Group)) {
    let (mut first, mut second) = (NONE, NONE);
    for c in text.chars() {
        let c = u32::from(c.to_ascii_lowercase());
        if c < FIRST {
            (first, second) = (NONE, NONE);
            continue;
        }
        if second != NONE {
            found((second, c, NONE));
        }
        if first != NONE {
            found((first, second, c));
        }
        (first, second) = (second, c);
    }
}

fn hash((a, b, c): Group) -> u32 {
    let two = (a.wrapping_mul(0x85EB_CA6B) ^ b).wrapping_mul(0xC2B2_AE35);
    let three = (two.rotate_left(13) ^ c).wrapping_mul(0x9E37_79B1);
    three >> 7
}

fn shared(hash: u32) -> usize {
    (hash >> 10) as usize % SHARED
}
