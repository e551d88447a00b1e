//! Entries that are put in, changed and taken out.

use std::sync::{OnceLock, PoisonError};

use yaodian_domain::{id::EntryId, ledger::Entry};

use crate::{Index, columns::Col, key::Key, sorted::Sorted};

/// How many may stand beside a column: one in so many entries,
const SHARE: usize = 128;
/// but not more or less than these.
const MOST_ASIDE: usize = 4_096;
const LEAST_ASIDE: usize = 64;

impl Index {
    /// Puts an entry in, in place of the one with the same id if there is one.
    pub fn put(&mut self, entry: Entry) {
        self.put_one(entry);
        self.merge_one();
    }

    /// Takes an entry out. Whether it was there.
    pub fn remove(&mut self, id: EntryId) -> bool {
        let Some(slot) = self.rows.slot_of(id) else {
            return false;
        };
        for (col, sorted) in built(&self.columns.all().collect::<Vec<_>>(), &mut self.sorted) {
            let key = self.columns.key(&self.rows, col, slot);
            sorted.take_out(slot, id, key.as_ref());
        }
        self.rows.remove(slot);
        self.remember_change(slot);
        if self.rows.is_hollow() {
            self.rows.pack();
            self.forget_all();
        }
        true
    }

    fn put_one(&mut self, entry: Entry) {
        let id = entry.id;
        let all: Vec<Col> = self.columns.all().collect();
        let known = self.rows.slot_of(id);
        let before: Vec<Option<Key<'static>>> = match known {
            Some(slot) => built(&all, &mut self.sorted)
                .map(|(col, _)| self.columns.key(&self.rows, col, slot).map(Key::into_owned))
                .collect(),
            None => Vec::new(),
        };
        if let (Some(letters), Some(slot)) = (self.letters.get_mut(), known) {
            letters.forget(&self.rows, slot);
        }
        let slot = self.rows.put(entry);
        let mut before = before.iter();
        for (col, sorted) in built(&all, &mut self.sorted) {
            let key = self.columns.key(&self.rows, col, slot);
            if let Some(before) = before.next() {
                if *before == key {
                    continue;
                }
                sorted.take_out(slot, id, before.as_ref());
            }
            sorted.put_aside(&self.rows, slot, key);
        }
        if let Some(letters) = self.letters.get_mut() {
            letters.add(&self.rows, slot);
        }
        self.remember_change(slot);
    }

    /// Many at once: each column takes them in with two passes, however many they are.
    fn put_many(&mut self, entries: Vec<Entry>) {
        self.remembered
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        let all: Vec<Col> = self.columns.all().collect();
        for (_, sorted) in built(&all, &mut self.sorted) {
            if sorted.late() > 0 {
                sorted.merge(self.rows.slots());
            }
        }
        let mut slots = Vec::with_capacity(entries.len());
        for entry in entries {
            let id = entry.id;
            if let Some(slot) = self.rows.slot_of(id) {
                for (_, sorted) in built(&all, &mut self.sorted) {
                    // None stands aside, so that no key is asked for.
                    sorted.take_out(slot, id, None);
                }
                if let Some(letters) = self.letters.get_mut() {
                    letters.forget(&self.rows, slot);
                }
            }
            let slot = self.rows.put(entry);
            if let Some(letters) = self.letters.get_mut() {
                letters.add(&self.rows, slot);
            }
            slots.push(slot);
        }
        slots.sort_unstable();
        slots.dedup();
        for (col, sorted) in built(&all, &mut self.sorted) {
            let keys = slots
                .iter()
                .map(|slot| (*slot, self.columns.key(&self.rows, col, *slot)));
            sorted.put_many(&self.rows, keys);
        }
    }

    fn remember_change(&mut self, slot: u32) {
        let remembered = self.remembered.get_mut().unwrap_or_else(PoisonError::into_inner);
        remembered.change(&self.columns, &self.rows, slot);
    }

    fn forget_all(&mut self) {
        self.sorted.fill_with(OnceLock::new);
        self.letters = OnceLock::new();
        self.remembered
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn most_aside(&self) -> usize {
        (self.rows.slots() / SHARE).clamp(LEAST_ASIDE, MOST_ASIDE)
    }

    /// Puts in order the column that has most aside, if those are too many. Only one, so that no
    /// change waits for all.
    fn merge_one(&mut self) {
        let (most, slots) = (self.most_aside(), self.rows.slots());
        let columns = self.sorted.iter_mut().filter_map(OnceLock::get_mut);
        if let Some(sorted) = columns.max_by_key(|sorted| sorted.late())
            && sorted.late() > most
        {
            sorted.merge(slots);
        }
    }
}

impl Extend<Entry> for Index {
    /// Puts entries in, each in place of the one with the same id if there is one. More than some
    /// thousands at once are cheaper than one by one, but questions wait for all of them.
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        let mut entries = entries.into_iter();
        if self.sorted.iter().all(|sorted| sorted.get().is_none()) {
            for entry in entries {
                self.put_one(entry);
            }
            return;
        }
        let first: Vec<Entry> = entries.by_ref().take(self.most_aside() + 1).collect();
        if first.len() <= self.most_aside() {
            for entry in first {
                self.put(entry);
            }
        } else {
            self.put_many(first.into_iter().chain(entries).collect());
        }
    }
}

/// The columns that were put in order.
fn built<'s>(all: &'s [Col], sorted: &'s mut [OnceLock<Sorted>]) -> impl Iterator<Item = (Col, &'s mut Sorted)> {
    let columns = all.iter().copied().zip(sorted);
    columns.filter_map(|(col, sorted)| sorted.get_mut().map(|sorted| (col, sorted)))
}
