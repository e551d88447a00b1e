//! A column in order.

use std::{borrow::Cow, cmp::Ordering};

use hashbrown::{HashMap, HashSet};
use yaodian_domain::{Decimal, id::EntryId};

use crate::{
    bits::Bits,
    key::{Key, Keys, Stretch},
    rows::{Rows, number},
};

/// The place of what has none.
pub(crate) const NOWHERE: u32 = u32::MAX;
/// Marks a slot in [`Sorted::slots`] that stands elsewhere now, or no more.
const MOVED: u32 = 1 << 31;
/// So many texts tell what sort of column it is.
const SOME: usize = 4_096;

/// A column in order: groups of slots with equal keys, each by the ids of its entries, blanks last.
///
/// What changes afterwards is not put in its place but kept aside, in the same order, until
/// [`Sorted::merge`].
#[derive(Debug)]
pub(crate) struct Sorted {
    keys: Keys,
    /// Where each group starts; then where the blanks start, and where all ends.
    starts: Vec<u32>,
    slots: Vec<u32>,
    /// Where each slot stands in `slots`.
    places: Vec<u32>,
    late: Vec<Late>,
}

/// A slot that changed after the column was put in order.
#[derive(Debug)]
struct Late {
    /// Where it belongs: `2 r + 1` to group `r`, `2 r` before it as a group of its own.
    lane: u32,
    key: Option<Key<'static>>,
    id: EntryId,
    slot: u32,
    /// Before which place it belongs.
    at: u32,
}

impl Late {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cmp_to(other.lane, other.key.as_ref(), other.id)
    }

    fn cmp_to(&self, lane: u32, key: Option<&Key<'_>>, id: EntryId) -> Ordering {
        let by_key = || match (&self.key, key) {
            // Keys that live differently long.
            (Some(ours), Some(other)) => compare(ours, other),
            (ours, other) => ours.is_some().cmp(&other.is_some()),
        };
        self.lane.cmp(&lane).then_with(by_key).then(self.id.cmp(&id))
    }
}

fn compare<'a>(a: &Key<'a>, b: &Key<'a>) -> Ordering {
    a.cmp(b)
}

/// As far as some of them tell.
fn are_mostly_different(texts: &[(Cow<'_, str>, u32)]) -> bool {
    let some = || texts.iter().step_by(texts.len() / SOME + 1);
    some().map(|(text, _)| text).collect::<HashSet<_>>().len() > some().len() / 2
}

impl Sorted {
    /// Puts `order`, slots by the ids of their entries, in the order of their keys.
    pub fn new<'a>(slots: usize, order: &[u32], key: impl Fn(u32) -> Option<Key<'a>>) -> Self {
        let (mut wholes, mut decimals) = (Vec::new(), Vec::new());
        let (mut texts, mut blanks) = (Vec::new(), Vec::new());
        for (at, slot) in (0..).zip(order) {
            match key(*slot) {
                None => blanks.push(*slot),
                Some(Key::Whole(whole)) => wholes.push((whole, at)),
                Some(Key::Number(decimal)) => decimals.push((decimal, at)),
                Some(Key::Text(text)) => texts.push((text, at)),
            }
        }
        let mut sorted = Self {
            keys: Keys::default(),
            starts: Vec::new(),
            slots: Vec::with_capacity(order.len()),
            places: vec![NOWHERE; slots],
            late: Vec::new(),
        };
        let slot_at = |at: u32| order.get(at as usize).copied().unwrap_or(MOVED);
        wholes.sort_unstable();
        for group in wholes.chunk_by(|a, b| a.0 == b.0) {
            sorted.group(&Key::Whole(group[0].0), group.iter().map(|(_, at)| slot_at(*at)));
        }
        drop(wholes);
        decimals.sort_unstable_by(|a: &(Decimal, u32), b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
        for group in decimals.chunk_by(|a, b| a.0 == b.0) {
            sorted.group(&Key::Number(group[0].0), group.iter().map(|(_, at)| slot_at(*at)));
        }
        drop(decimals);
        if are_mostly_different(&texts) {
            sorted.each_text(texts, slot_at);
        } else {
            sorted.few_texts(texts, slot_at);
        }
        sorted.starts.push(number(sorted.slots.len()));
        sorted.slots.extend(blanks);
        sorted.finish();
        sorted
    }

    /// Adds groups of texts by comparing all of them: by their first bytes, which stand beside each
    /// other, and by the rest only where those are the same.
    fn each_text(&mut self, texts: Vec<(Cow<'_, str>, u32)>, slot_at: impl Fn(u32) -> u32) {
        let head = |text: &str| {
            text.bytes().take(16).fold((0_u128, 128), |(head, room), byte| {
                (head | u128::from(byte) << (room - 8), room - 8)
            })
        };
        let mut texts: Vec<_> = texts.into_iter().map(|(text, at)| (head(&text).0, text, at)).collect();
        texts.sort_unstable();
        for group in texts.chunk_by(|a, b| a.1 == b.1) {
            self.group(
                &Key::Text(Cow::Borrowed(&group[0].1)),
                group.iter().map(|(_, _, at)| slot_at(*at)),
            );
        }
    }

    /// Adds groups of texts. Each different text is compared, not each slot.
    fn few_texts(&mut self, texts: Vec<(Cow<'_, str>, u32)>, slot_at: impl Fn(u32) -> u32) {
        let mut words = HashMap::new();
        let texts: Vec<(u32, u32)> = (texts.into_iter())
            .map(|(text, at)| {
                let next = number(words.len());
                (*words.entry(text).or_insert(next), slot_at(at))
            })
            .collect();
        let mut words: Vec<(Cow<'_, str>, u32)> = words.into_iter().collect();
        words.sort_unstable();
        let mut next = vec![0_u32; words.len()];
        for (word, _) in &texts {
            next[*word as usize] += 1;
        }
        let mut start = number(self.slots.len());
        for (text, word) in words {
            self.keys.push(&Key::Text(text));
            self.starts.push(start);
            let many = std::mem::replace(&mut next[word as usize], start);
            start += many;
        }
        self.slots.resize(start as usize, MOVED);
        for (word, slot) in texts {
            let at = &mut next[word as usize];
            self.slots[*at as usize] = slot;
            *at += 1;
        }
    }

    fn group(&mut self, key: &Key<'_>, slots: impl Iterator<Item = u32>) {
        self.keys.push(key);
        self.starts.push(number(self.slots.len()));
        self.slots.extend(slots);
    }

    fn finish(&mut self) {
        self.starts.push(number(self.slots.len()));
        self.starts.shrink_to_fit();
        self.keys.shrink();
        for (place, slot) in (0..).zip(&self.slots) {
            if let Some(kept) = self.places.get_mut(*slot as usize) {
                *kept = place;
            }
        }
    }

    /// How many stand aside.
    pub fn late(&self) -> usize {
        self.late.len()
    }

    /// How many different keys there are, but for those aside.
    pub fn groups(&self) -> usize {
        self.keys.len()
    }

    pub fn key(&self, group: usize) -> Option<Key<'_>> {
        self.keys.get(group)
    }

    /// Where a group starts; [`Self::groups`] for the blanks.
    pub fn start(&self, group: usize) -> u32 {
        self.starts.get(group).copied().unwrap_or(number(self.slots.len()))
    }

    /// The group of a place.
    pub fn group_of(&self, place: u32) -> usize {
        self.starts[..=self.groups()]
            .partition_point(|start| *start <= place)
            .saturating_sub(1)
    }

    /// The slots in order; those that stand elsewhere now are no slots.
    pub fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// Where a slot stands; [`NOWHERE`] if it stands aside.
    pub fn place(&self, slot: u32) -> u32 {
        self.places.get(slot as usize).copied().unwrap_or(NOWHERE)
    }

    /// The places between two keys, both included.
    pub fn between(&self, (from, to): &Stretch) -> (u32, u32) {
        let (from, to) = (self.keys.count_to(from, false), self.keys.count_to(to, true));
        (self.start(from), self.start(to.max(from)))
    }

    /// The slots at these stretches of places, and those aside of which `is_in` says so.
    pub fn bits(&self, slots: usize, stretches: &[(u32, u32)], is_in: impl Fn(Option<&Key<'_>>) -> bool) -> Bits {
        let mut bits = Bits::none(slots);
        let width: usize = stretches
            .iter()
            .map(|(from, to)| to.saturating_sub(*from) as usize)
            .sum();
        // Looking at all places takes a third of the time of writing that many bits.
        if width > stretches.len().saturating_mul(self.places.len()) / 3 {
            for (from, to) in stretches {
                bits.add_between(&self.places, *from, *to);
            }
        } else {
            for (from, to) in stretches {
                for slot in self.slots.get(*from as usize..*to as usize).unwrap_or_default() {
                    if slot & MOVED == 0 {
                        bits.set(*slot, true);
                    }
                }
            }
        }
        for late in self.late.iter().filter(|late| is_in(late.key.as_ref())) {
            bits.set(late.slot, true);
        }
        bits
    }

    /// Keys of those aside, with their slots.
    pub fn aside(&self) -> impl Iterator<Item = (Option<&Key<'static>>, u32)> {
        self.late.iter().map(|late| (late.key.as_ref(), late.slot))
    }

    /// Those aside in order, each with the place before which it belongs.
    pub fn aside_rising(&self) -> Vec<(u32, u32)> {
        self.late.iter().map(|late| (late.at, late.slot)).collect()
    }

    /// The same with the greatest first; places as in [`Self::falling`].
    pub fn aside_falling(&self) -> Vec<(u32, u32)> {
        let blanks = number(2 * self.groups() + 1);
        let (filled, blank) = self.late.split_at(self.late.partition_point(|late| late.lane < blanks));
        let same = |a: &Late, b: &Late| a.lane == b.lane && a.key == b.key;
        let groups: Vec<_> = filled.chunk_by(same).collect();
        let all = groups.into_iter().rev().flatten().map(|late| {
            let group = (late.lane / 2) as usize;
            let at = if late.lane % 2 == 1 {
                self.start(self.groups()) - self.start(group + 1) + (late.at - self.start(group))
            } else {
                self.start(self.groups()) - self.start(group)
            };
            (at, late.slot)
        });
        all.chain(blank.iter().map(|late| (late.at, late.slot))).collect()
    }

    /// Where a place lies if the groups stand the other way round, blanks last as before.
    pub fn falling(&self, place: u32) -> u32 {
        let filled = self.start(self.groups());
        if place >= filled {
            return place;
        }
        let group = self.group_of(place);
        filled - self.start(group + 1) + (place - self.start(group))
    }

    /// Takes a slot out; `key` is what it stood under.
    pub fn take_out(&mut self, slot: u32, id: EntryId, key: Option<&Key<'_>>) {
        match self.places.get_mut(slot as usize) {
            Some(place) if *place != NOWHERE => {
                if let Some(there) = self.slots.get_mut(*place as usize) {
                    *there |= MOVED;
                }
                *place = NOWHERE;
            }
            _ => {
                let (lane, _) = self.lane(key);
                if let Ok(at) = self.late.binary_search_by(|late| late.cmp_to(lane, key, id)) {
                    self.late.remove(at);
                }
            }
        }
    }

    /// Puts a slot aside under a key.
    pub fn put_aside(&mut self, rows: &Rows, slot: u32, key: Option<Key<'_>>) {
        let late = self.to_be_late(rows, slot, key);
        let at = self.late.partition_point(|other| other.cmp(&late) == Ordering::Less);
        self.late.insert(at, late);
    }

    /// Puts many slots aside and everything in its place. None of them may stand anywhere.
    pub fn put_many<'a>(&mut self, rows: &Rows, many: impl Iterator<Item = (u32, Option<Key<'a>>)>) {
        for (slot, key) in many {
            let late = self.to_be_late(rows, slot, key);
            self.late.push(late);
        }
        self.late.sort_unstable_by(Late::cmp);
        self.merge(rows.slots());
    }

    fn lane(&self, key: Option<&Key<'_>>) -> (u32, usize) {
        let (group, is_one) = key.map_or((self.groups(), true), |key| self.keys.find(key));
        (number(2 * group + usize::from(is_one)), group)
    }

    fn to_be_late(&self, rows: &Rows, slot: u32, key: Option<Key<'_>>) -> Late {
        let id = rows.id(slot);
        let (lane, group) = self.lane(key.as_ref());
        let mut at = self.start(group);
        if lane % 2 == 1 {
            let group = self
                .slots
                .get(at as usize..self.start(group + 1) as usize)
                .unwrap_or_default();
            at += number(group.partition_point(|slot| rows.id(slot & !MOVED) < id));
        }
        let key = key.map(Key::into_owned);
        Late {
            lane,
            key,
            id,
            slot,
            at,
        }
    }

    /// Puts those aside in their places: one pass over the column, no key of an entry is read.
    pub fn merge(&mut self, slots: usize) {
        let late = std::mem::take(&mut self.late);
        let mut late = late.iter().peekable();
        let mut merged = Self {
            keys: Keys::default(),
            starts: Vec::with_capacity(self.starts.len()),
            slots: Vec::with_capacity(self.slots.len()),
            places: std::mem::take(&mut self.places),
            late: Vec::new(),
        };
        merged.places.clear();
        merged.places.resize(slots, NOWHERE);
        for group in 0..=self.groups() {
            let lane = number(2 * group);
            while let Some(first) = late.next_if(|late| late.lane == lane) {
                let same = std::iter::from_fn(|| late.next_if(|late| late.lane == lane && late.key == first.key));
                let slots = std::iter::once(first).chain(same).map(|late| late.slot);
                if let Some(key) = &first.key {
                    merged.group(key, slots);
                }
            }
            let start = merged.slots.len();
            let (from, to) = (self.start(group), self.start(group + 1));
            for at in from..=to {
                while let Some(late) = late.next_if(|late| late.lane == lane + 1 && late.at == at) {
                    merged.slots.push(late.slot);
                }
                if at < to
                    && let Some(slot) = self.slots.get(at as usize).filter(|slot| *slot & MOVED == 0)
                {
                    merged.slots.push(*slot);
                }
            }
            match self.keys.get(group) {
                Some(key) if merged.slots.len() > start => {
                    merged.keys.push(&key);
                    merged.starts.push(number(start));
                }
                Some(_) => {}
                None => merged.starts.push(number(start)),
            }
        }
        merged.finish();
        *self = merged;
    }
}
