//! The entries themselves, packed.

use std::{collections::HashMap, hash::BuildHasher, sync::Arc};

use hashbrown::HashTable;
use yaodian_domain::{
    Date,
    id::{EntryId, UnitId},
    ledger::{Entry, Ledger, Row},
};

use crate::{bits::Bits, interned::Interned};

/// Stands between the texts of a row.
const BETWEEN: char = '\u{1F}';
const BETWEEN_BYTE: u8 = 0x1F;
/// Stands for a value that is not there.
const NOTHING: &str = "\u{1E}";

/// One entry, but for its days and files.
#[derive(Debug)]
struct Slot {
    id: EntryId,
    version: i64,
    /// The number (编号) and the values, with [`BETWEEN`] between them.
    text: Box<str>,
    changed_on: Date,
    changed_by: u32,
    unit: u32,
    /// How many stages are done.
    done: u8,
    /// For how many stages files are counted.
    counted: u8,
    /// Whether it stands in [`Rows::odd`].
    odd: bool,
}

/// All entries, each in a slot of its own. A slot whose entry is gone stays empty until
/// [`Rows::pack`].
#[derive(Debug)]
pub(crate) struct Rows {
    slots: Vec<Slot>,
    /// So many days for each slot as the ledger has stages.
    days: Vec<Date>,
    /// So many counts of files.
    files: Vec<u16>,
    stages: usize,
    /// Entries that do not fit their ledger: values with control characters, more days than stages.
    /// They are kept as they are.
    odd: HashMap<u32, Box<Entry>>,
    live: Bits,
    dead: usize,
    /// Whether ids rise with the slots.
    rising: bool,
    by_id: HashTable<u32>,
    by_key: HashTable<u32>,
    hasher: std::hash::RandomState,
    names: Interned<Arc<str>>,
    units: Interned<UnitId>,
    /// How many of `units` come from the register; the others follow as they were met.
    registered: usize,
    /// How many entries each unit has.
    per_unit: Vec<usize>,
}

/// A place as it is kept. There are never as many entries as it has room for.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Rows {
    pub fn new(ledger: &Ledger, units: impl IntoIterator<Item = UnitId>) -> Self {
        let mut known = Interned::new();
        for unit in units {
            known.place(&unit, UnitId::clone);
        }
        Self {
            slots: Vec::new(),
            days: Vec::new(),
            files: Vec::new(),
            stages: ledger.stages.len(),
            odd: HashMap::new(),
            live: Bits::default(),
            dead: 0,
            rising: true,
            by_id: HashTable::new(),
            by_key: HashTable::new(),
            hasher: std::hash::RandomState::new(),
            names: Interned::new(),
            registered: known.all.len(),
            units: known,
            per_unit: Vec::new(),
        }
    }

    /// How many slots there are, empty ones too.
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    pub fn live(&self) -> &Bits {
        &self.live
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.slots.len() - self.dead
    }

    pub fn len_of(&self, unit: &UnitId) -> usize {
        let place = self.units.places.get(unit);
        place
            .and_then(|place| self.per_unit.get(*place as usize))
            .copied()
            .unwrap_or(0)
    }

    /// The slots in use, by the ids of their entries.
    pub fn in_order(&self) -> Vec<u32> {
        let mut slots: Vec<u32> = self.live.iter().collect();
        if !self.rising {
            slots.sort_unstable_by_key(|slot| self.id(*slot));
        }
        slots
    }

    pub fn id(&self, slot: u32) -> EntryId {
        self.slots.get(slot as usize).map_or(EntryId(i64::MAX), |slot| slot.id)
    }

    pub fn version(&self, slot: u32) -> i64 {
        self.slots.get(slot as usize).map_or(0, |slot| slot.version)
    }

    pub fn changed_on(&self, slot: u32) -> Option<Date> {
        self.slots.get(slot as usize).map(|slot| slot.changed_on)
    }

    /// The unit's place: in the register, or behind it.
    pub fn unit(&self, slot: u32) -> u32 {
        self.slots.get(slot as usize).map_or(u32::MAX, |slot| slot.unit)
    }

    /// The unit at a place, and whether it stands in the register.
    pub fn unit_at(&self, place: usize) -> Option<(&UnitId, bool)> {
        self.units.all.get(place).map(|unit| (unit, place < self.registered))
    }

    /// The place of a unit of the register.
    pub fn unit_place(&self, id: &str) -> Option<u32> {
        let id: UnitId = id.parse().ok()?;
        let place = *self.units.places.get(&id)?;
        ((place as usize) < self.registered).then_some(place)
    }

    /// How many stages are done.
    pub fn done(&self, slot: u32) -> usize {
        match self.odd(slot) {
            Some(entry) => entry.row.reached.len(),
            None => self.slots.get(slot as usize).map_or(0, |slot| usize::from(slot.done)),
        }
    }

    /// The day on which the stage at this place was done.
    pub fn reached(&self, slot: u32, stage: usize) -> Option<Date> {
        match self.odd(slot) {
            Some(entry) => entry.row.reached.get(stage).copied(),
            None if stage < self.done(slot) => self.days.get(slot as usize * self.stages + stage).copied(),
            None => None,
        }
    }

    pub fn key(&self, slot: u32) -> &str {
        match (self.odd(slot), self.slots.get(slot as usize)) {
            (Some(entry), _) => &entry.row.key,
            (None, Some(slot)) => slot.text.split(BETWEEN).next().unwrap_or_default(),
            (None, None) => "",
        }
    }

    /// The value of the field at this place.
    pub fn value(&self, slot: u32, field: usize) -> Option<&str> {
        if let Some(entry) = self.odd(slot) {
            return entry.row.values.get(field)?.as_deref();
        }
        let text = &*self.slots.get(slot as usize)?.text;
        let mut marks = memchr::memchr_iter(BETWEEN_BYTE, text.as_bytes());
        let start = marks.nth(field)? + 1;
        let value = text.get(start..marks.next().unwrap_or(text.len()))?;
        (value != NOTHING).then_some(value)
    }

    /// Number and values, of which [`Self::needle_fits`] says what may be looked for.
    pub fn texts(&self, slot: u32) -> impl Iterator<Item = &str> {
        let odd = self.odd(slot).into_iter().flat_map(|entry| {
            let values = entry.row.values.iter().flatten().map(String::as_str);
            std::iter::once(entry.row.key.as_str()).chain(values)
        });
        let plain = self.slots.get(slot as usize).filter(|slot| !slot.odd);
        odd.chain(plain.map(|slot| &*slot.text))
    }

    /// Whether a text can stand within a value of an entry that fits its ledger.
    pub fn needle_fits(needle: &str) -> bool {
        !needle.contains([BETWEEN, '\u{1E}'])
    }

    pub fn is_odd(&self, slot: u32) -> bool {
        self.slots.get(slot as usize).is_some_and(|slot| slot.odd)
    }

    fn odd(&self, slot: u32) -> Option<&Entry> {
        self.is_odd(slot)
            .then(|| self.odd.get(&slot).map(|entry| &**entry))
            .flatten()
    }

    /// The entry in a slot.
    pub fn entry(&self, slot: u32) -> Option<Entry> {
        if !self.live.has(slot) {
            return None;
        }
        if let Some(entry) = self.odd(slot) {
            return Some(entry.clone());
        }
        let kept = self.slots.get(slot as usize)?;
        let mut texts = kept.text.split(BETWEEN);
        let start = slot as usize * self.stages;
        Some(Entry {
            id: kept.id,
            version: kept.version,
            row: Row {
                key: texts.next()?.to_owned(),
                unit: self.unit_at(kept.unit as usize)?.0.clone(),
                values: texts.map(|text| (text != NOTHING).then(|| text.to_owned())).collect(),
                reached: self.days.get(start..start + usize::from(kept.done))?.to_vec(),
            },
            files: (self.files.get(start..start + usize::from(kept.counted))?.iter())
                .map(|files| u32::from(*files))
                .collect(),
            changed_on: kept.changed_on,
            changed_by: self.names.all.get(kept.changed_by as usize)?.as_ref().to_owned(),
        })
    }

    pub fn slot_of(&self, id: EntryId) -> Option<u32> {
        let hash = self.hasher.hash_one(id);
        self.by_id.find(hash, |slot| self.id(*slot) == id).copied()
    }

    /// The slot of the entry with this number; the oldest, should there be two for a moment.
    pub fn slot_named(&self, key: &str) -> Option<u32> {
        let slots = self.by_key.iter_hash(self.hasher.hash_one(key)).copied();
        slots
            .filter(|slot| self.key(*slot) == key)
            .min_by_key(|slot| self.id(*slot))
    }

    /// Puts an entry into its slot.
    pub fn put(&mut self, entry: Entry) -> u32 {
        let slot = self.slot_of(entry.id);
        if let Some(slot) = slot {
            self.forget(slot);
        }
        let (unit, changed_by) = (
            self.units.place(&entry.row.unit, UnitId::clone),
            self.names.place(&*entry.changed_by, |name| Arc::from(name)),
        );
        if let Some(short) = (unit as usize + 1).checked_sub(self.per_unit.len()) {
            self.per_unit.resize(self.per_unit.len() + short, 0);
        }
        self.per_unit[unit as usize] += 1;
        let id = entry.id;
        let odd = self.is_misfit(&entry);
        let fits = |length: usize| u8::try_from(length).unwrap_or(0);
        let kept = Slot {
            id,
            version: entry.version,
            text: if odd { Box::default() } else { packed(&entry.row) },
            changed_on: entry.changed_on,
            changed_by,
            unit,
            done: if odd { 0 } else { fits(entry.row.reached.len()) },
            counted: if odd { 0 } else { fits(entry.files.len()) },
            odd,
        };
        let slot = if let Some(slot) = slot {
            self.slots[slot as usize] = kept;
            slot
        } else {
            self.rising &= self.slots.last().is_none_or(|last| last.id < id);
            self.slots.push(kept);
            self.days.resize(self.slots.len() * self.stages, Date::ZERO);
            self.files.resize(self.slots.len() * self.stages, 0);
            number(self.slots.len() - 1)
        };
        if odd {
            self.odd.insert(slot, Box::new(entry));
        } else {
            let start = slot as usize * self.stages;
            for (kept, day) in self.days[start..].iter_mut().zip(&entry.row.reached) {
                *kept = *day;
            }
            for (kept, files) in self.files[start..].iter_mut().zip(&entry.files) {
                *kept = u16::try_from(*files).unwrap_or(u16::MAX);
            }
        }
        self.live.set(slot, true);
        let (by_id, by_key) = (self.hasher.hash_one(id), self.hasher.hash_one(self.key(slot)));
        let mut tables = (std::mem::take(&mut self.by_id), std::mem::take(&mut self.by_key));
        tables
            .0
            .insert_unique(by_id, slot, |slot| self.hasher.hash_one(self.id(*slot)));
        tables
            .1
            .insert_unique(by_key, slot, |slot| self.hasher.hash_one(self.key(*slot)));
        (self.by_id, self.by_key) = tables;
        slot
    }

    /// Takes the entry out of a slot, which stays empty.
    pub fn remove(&mut self, slot: u32) {
        if self.live.has(slot) {
            self.forget(slot);
            self.dead += 1;
        }
    }

    /// Whatever is kept of a slot's entry outside the slot.
    fn forget(&mut self, slot: u32) {
        let (id, key) = (
            self.hasher.hash_one(self.id(slot)),
            self.hasher.hash_one(self.key(slot)),
        );
        for (table, hash) in [(&mut self.by_id, id), (&mut self.by_key, key)] {
            if let Ok(found) = table.find_entry(hash, |other| *other == slot) {
                found.remove();
            }
        }
        if let Some(count) = self.per_unit.get_mut(self.slots[slot as usize].unit as usize) {
            *count -= 1;
        }
        self.odd.remove(&slot);
        self.slots[slot as usize].text = Box::default();
        self.slots[slot as usize].odd = false;
        self.slots[slot as usize].done = 0;
        self.live.set(slot, false);
    }

    fn is_misfit(&self, entry: &Entry) -> bool {
        let strange = |text: &str| !Self::needle_fits(text);
        let values = entry.row.values.iter().flatten();
        let most = self.stages.min(usize::from(u8::MAX));
        entry.row.reached.len() > most
            || entry.files.len() > most
            || entry.files.iter().any(|files| *files > u32::from(u16::MAX))
            || std::iter::once(&entry.row.key).chain(values).any(|text| strange(text))
    }

    /// Whether so many slots are empty that it is worth the while to number them anew.
    pub fn is_hollow(&self) -> bool {
        self.dead > 1_024 && self.dead > self.len() / 2
    }

    /// Numbers the slots anew, by the ids of their entries, without the empty ones.
    pub fn pack(&mut self) {
        let order = self.in_order();
        let mut old: Vec<Option<Slot>> = std::mem::take(&mut self.slots).into_iter().map(Some).collect();
        let (days, files) = (std::mem::take(&mut self.days), std::mem::take(&mut self.files));
        let mut odd = std::mem::take(&mut self.odd);
        for slot in &order {
            let Some(kept) = old.get_mut(*slot as usize).and_then(Option::take) else {
                continue;
            };
            let start = *slot as usize * self.stages;
            self.days.extend(days[start..].iter().take(self.stages));
            self.files.extend(files[start..].iter().take(self.stages));
            if let Some(entry) = odd.remove(slot) {
                self.odd.insert(number(self.slots.len()), entry);
            }
            self.slots.push(kept);
        }
        (self.dead, self.rising, self.live) = (0, true, Bits::none(self.slots.len()));
        self.by_id.clear();
        self.by_key.clear();
        let (mut by_id, mut by_key) = (std::mem::take(&mut self.by_id), std::mem::take(&mut self.by_key));
        for slot in 0..number(self.slots.len()) {
            self.live.set(slot, true);
            let id = |slot: &u32| self.hasher.hash_one(self.id(*slot));
            let key = |slot: &u32| self.hasher.hash_one(self.key(*slot));
            by_id.insert_unique(id(&slot), slot, id);
            by_key.insert_unique(key(&slot), slot, key);
        }
        (self.by_id, self.by_key) = (by_id, by_key);
    }
}

fn packed(row: &Row) -> Box<str> {
    let lengths = row.values.iter().map(|value| value.as_ref().map_or(1, String::len) + 1);
    let mut text = String::with_capacity(row.key.len() + lengths.sum::<usize>());
    text.push_str(&row.key);
    for value in &row.values {
        text.push(BETWEEN);
        text.push_str(value.as_deref().unwrap_or(NOTHING));
    }
    text.into()
}
