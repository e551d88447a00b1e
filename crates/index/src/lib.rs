//! A ledger (台账) held in memory: filtered, sorted, searched and paged.
//!
//! [`Index`] keeps all entries of one ledger, packed, and answers
//! [`Query`](yaodian_domain::ledger::Query): how many entries match, and one page of them in order.
//!
//! # How
//!
//! * A column is put in order when it is first asked about, and kept in order. A condition on it is
//!   then a stretch of places, and its answer a set with one bit for each entry.
//! * Answers to recent conditions are remembered. A changed entry is asked every remembered
//!   condition, so that they stay true.
//! * A page is taken from the set by walking along the column, or by putting the set in order:
//!   whichever is less work.
//! * A changed entry is kept beside a column until there are some thousands, which are then put in
//!   their places in one pass. One change waits for one column at most.
//! * A search looks only at rows that have the letters of what is searched for.
//!
//! # Who waits for whom
//!
//! Questions take `&self` and hold no lock while they look, so that many are answered at once. A
//! change takes `&mut self`: the caller keeps the index behind a read-write lock. A change takes
//! microseconds; once in some thousands a few milliseconds.
//!
//! Nothing here reads a file, a clock or a network.

#![deny(missing_docs)]

mod answer;
mod bits;
mod change;
mod columns;
mod condition;
mod interned;
mod key;
mod letters;
mod needle;
mod order;
mod remembered;
mod rows;
mod sorted;

use std::sync::{Arc, Mutex, OnceLock};

use yaodian_domain::{
    id::{EntryId, UnitId},
    ledger::{Column, Entry, Ledger, access::Scope},
};

use crate::{
    columns::{Col, Columns},
    letters::Letters,
    remembered::Remembered,
    rows::Rows,
    sorted::Sorted,
};

/// All entries of one ledger. It has room for 2³¹ − 1 of them.
#[derive(Debug)]
pub struct Index {
    columns: Columns,
    rows: Rows,
    /// By the columns' places.
    sorted: Vec<OnceLock<Sorted>>,
    letters: OnceLock<Letters>,
    remembered: Mutex<Remembered>,
}

/// A page of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The entries, in order.
    pub rows: Vec<Entry>,
    /// How many entries match, on all pages together.
    pub matching: usize,
    /// How many entries the asker sees at all.
    pub all: usize,
}

impl Index {
    /// An index without entries. `units` are the ids of the register in its order, by which columns
    /// of units are sorted; units that are not among them come behind, by their ids.
    pub fn new(ledger: Arc<Ledger>, units: impl IntoIterator<Item = UnitId>) -> Self {
        let rows = Rows::new(&ledger, units);
        let columns = Columns::new(ledger);
        Self {
            sorted: std::iter::repeat_with(OnceLock::new).take(columns.count()).collect(),
            columns,
            rows,
            letters: OnceLock::new(),
            remembered: Mutex::default(),
        }
    }

    /// The ledger.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.columns.ledger
    }

    /// How many entries somebody sees.
    pub fn len(&self, scope: &Scope) -> usize {
        match scope {
            Scope::All => self.rows.len(),
            Scope::Own(unit) => self.rows.len_of(unit),
        }
    }

    /// The entry with this number (编号). Should two have it for a moment, the older.
    pub fn find(&self, key: &str) -> Option<Entry> {
        self.rows.entry(self.rows.slot_named(key)?)
    }

    /// The entry with this id.
    pub fn get(&self, id: EntryId) -> Option<Entry> {
        self.rows.entry(self.rows.slot_of(id)?)
    }

    /// The version of the entry with this number.
    pub fn version(&self, key: &str) -> Option<i64> {
        self.rows.slot_named(key).map(|slot| self.rows.version(slot))
    }

    /// Puts these columns in order ahead of the first question about them, two at a time, and all
    /// that searches need. A column that is not the ledger's is passed over.
    pub fn warm<'c>(&self, columns: impl IntoIterator<Item = &'c Column>) {
        let asked = columns.into_iter().filter_map(|column| self.columns.col(column, false));
        let all: Vec<Col> = std::iter::once(Col::Id).chain(asked).collect();
        let (first, second) = all.split_at(all.len() / 2);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for col in second {
                    self.sorted(*col);
                }
            });
            for col in first {
                self.sorted(*col);
            }
        });
        self.letters();
    }

    /// The column in order. Whoever asks first puts it so, and the others wait for it.
    fn sorted(&self, col: Col) -> &Sorted {
        // Every column has its place.
        self.sorted[self.columns.place(col)].get_or_init(|| {
            let key = |slot| self.columns.key(&self.rows, col, slot);
            Sorted::new(self.rows.slots(), &self.rows.in_order(), key)
        })
    }

    fn letters(&self) -> &Letters {
        self.letters.get_or_init(|| Letters::new(&self.rows))
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, Remembered> {
        // Whoever broke off while holding it left at worst an answer that was not kept.
        self.remembered
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
