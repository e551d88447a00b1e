//! Answers to queries.

use std::{cmp::Reverse, collections::BTreeMap, ops::Range, sync::Arc};

use yaodian_domain::{
    id::{EntryId, UnitId},
    ledger::{Column, Query, access::Scope},
};

use crate::{
    Index, Page,
    bits::Bits,
    columns::{Col, Reading},
    condition::{Asked, Condition, conditions, is_within},
    key::Key,
    needle::Needle,
    order::Order,
    remembered::Found,
    sorted::Sorted,
};

/// A column has few different values if each stands in so many rows on average.
const FEW: usize = 20;

/// Whose question it is.
#[derive(Clone, Copy)]
struct Side<'a> {
    unit: Option<&'a UnitId>,
    open: bool,
}

impl<'a> From<&'a Scope> for Side<'a> {
    fn from(scope: &'a Scope) -> Self {
        let unit = match scope {
            Scope::All => None,
            Scope::Own(unit) => Some(unit),
        };
        Self { unit, open: false }
    }
}

const PUBLIC: Side<'static> = Side { unit: None, open: true };

impl Index {
    /// `rows` entries that match, after the first `from` of them. Entries with equal values come by
    /// their ids, and blanks last, in both directions.
    pub fn page(&self, scope: &Scope, query: &Query, from: usize, rows: usize) -> Page {
        let (slots, matching) = self.slots(scope.into(), query, from, rows);
        Page {
            rows: slots.into_iter().filter_map(|slot| self.rows.entry(slot)).collect(),
            matching,
            all: self.len(scope),
        }
    }

    /// The same for the public: fields marked private are neither shown nor sorted by nor searched.
    /// `None` if the ledger is not public.
    pub fn public_page(&self, query: &Query, from: usize, rows: usize) -> Option<Page> {
        let ledger = self.ledger();
        if !ledger.public {
            return None;
        }
        let (slots, matching) = self.slots(PUBLIC, query, from, rows);
        let entries = slots.into_iter().filter_map(|slot| self.rows.entry(slot));
        Some(Page {
            rows: entries
                .map(|mut entry| {
                    entry.row = entry.row.for_public(ledger);
                    entry
                })
                .collect(),
            matching,
            all: self.rows.len(),
        })
    }

    /// The ids of all entries that match, in order: eight bytes each, the entries themselves are
    /// fetched one by one with [`Index::get`].
    pub fn matching(&self, scope: &Scope, query: &Query) -> Vec<EntryId> {
        let (slots, _) = self.slots(scope.into(), query, 0, usize::MAX);
        slots.into_iter().map(|slot| self.rows.id(slot)).collect()
    }

    /// The same for the public; empty if the ledger is not public.
    pub fn public_matching(&self, query: &Query) -> Vec<EntryId> {
        if !self.ledger().public {
            return Vec::new();
        }
        let (slots, _) = self.slots(PUBLIC, query, 0, usize::MAX);
        slots.into_iter().map(|slot| self.rows.id(slot)).collect()
    }

    /// The `most` values that stand in a column most often, with how often; equally frequent ones in
    /// the column's order. Blanks are not counted.
    pub fn options(&self, scope: &Scope, column: &Column, most: usize) -> Vec<(String, usize)> {
        let Some(col) = self.columns.col(column, false) else {
            return Vec::new();
        };
        let side = Side::from(scope);
        let found = self.found(&conditions(
            &self.columns,
            &self.rows,
            side.unit,
            &Query::default(),
            false,
        ));
        let sorted = self.sorted(col);
        let mut aside = BTreeMap::<Key<'_>, usize>::new();
        for (key, slot) in sorted.aside() {
            if let Some(key) = key
                && found.bits.has(slot)
            {
                *aside.entry(key.clone()).or_default() += 1;
            }
        }
        let slots = |group: usize| {
            let places = sorted.start(group) as usize..sorted.start(group + 1) as usize;
            sorted.slots().get(places).unwrap_or_default()
        };
        let mut counts: Vec<(Reverse<usize>, Key<'_>)> = Vec::new();
        for group in 0..sorted.groups() {
            let Some(key) = sorted.key(group) else { continue };
            let also = if aside.is_empty() {
                0
            } else {
                aside.remove(&key).unwrap_or(0)
            };
            let count = slots(group).iter().filter(|slot| found.bits.has(**slot)).count() + also;
            if count > 0 {
                counts.push((Reverse(count), key));
            }
        }
        counts.extend(aside.into_iter().map(|(key, count)| (Reverse(count), key)));
        if most < counts.len() {
            counts.select_nth_unstable(most);
            counts.truncate(most);
        }
        counts.sort_unstable();
        let text = |key: &Key<'_>| match key {
            Key::Number(number) => number.normalize().to_string(),
            key => (self.columns.text(&self.rows, col, key)).map_or_else(String::new, std::borrow::Cow::into_owned),
        };
        counts.iter().map(|(count, key)| (text(key), count.0)).collect()
    }

    fn slots(&self, side: Side<'_>, query: &Query, from: usize, rows: usize) -> (Vec<u32>, usize) {
        let conditions = conditions(&self.columns, &self.rows, side.unit, query, side.open);
        let found = self.found(&conditions);
        let (col, falling) = match &query.sort {
            None => (Col::Id, query.descending),
            // In a column that is not there all are equal.
            Some(column) => {
                (self.columns.col(column, side.open)).map_or((Col::Id, false), |col| (col, query.descending))
            }
        };
        if rows == 0 || from >= found.count {
            return (Vec::new(), found.count);
        }
        let sorted = self.sorted(col);
        let order = Order { sorted, falling };
        (
            order.page(&found, hull(sorted, col, &conditions), from, rows),
            found.count,
        )
    }

    /// The slots of which all conditions hold.
    fn found(&self, conditions: &[Condition]) -> Arc<Found> {
        if let Some(found) = self.remembered().get(conditions) {
            return found;
        }
        let bits = match conditions {
            [] => self.rows.live().clone(),
            [condition] => self.evaluate(condition),
            [first, rest @ ..] => {
                let mut bits = self.found(std::slice::from_ref(first)).bits.clone();
                for condition in rest {
                    bits.and(&self.found(std::slice::from_ref(condition)).bits);
                }
                bits
            }
        };
        let found = Arc::new(Found {
            count: bits.count(),
            bits,
        });
        self.remembered().keep(conditions, &found);
        found
    }

    fn evaluate(&self, condition: &Condition) -> Bits {
        let slots = self.rows.slots();
        match condition {
            Condition::Never => Bits::none(slots),
            Condition::Within(col, stretches) => {
                let sorted = self.sorted(*col);
                let places: Vec<_> = stretches.iter().map(|stretch| sorted.between(stretch)).collect();
                sorted.bits(slots, &places, |key| key.is_some_and(|key| is_within(stretches, key)))
            }
            Condition::Blank(col) => {
                let sorted = self.sorted(*col);
                sorted.bits(slots, &[blanks(sorted)], |key| key.is_none())
            }
            Condition::Filled(col) => {
                let sorted = self.sorted(*col);
                sorted.bits(slots, &[(0, blanks(sorted).0)], |key| key.is_some())
            }
            Condition::Holds(col, needle) => {
                if let Some(sorted) = self.few_values(*col) {
                    return self.holding(*col, sorted, &Needle::new(needle));
                }
                self.look_at_rows(condition, needle)
            }
            Condition::Search { needle, .. } => self.look_at_rows(condition, needle),
        }
    }

    /// The column, if it is less work to look at its different values than at the rows.
    fn few_values(&self, col: Col) -> Option<&Sorted> {
        match col {
            Col::Key => None,
            Col::Field(field) if matches!(self.columns.reading(field), Reading::Number) => None,
            Col::Field(_) => {
                let sorted = self.sorted.get(self.columns.place(col))?.get()?;
                (sorted.groups() * FEW < self.rows.len()).then_some(sorted)
            }
            _ => Some(self.sorted(col)),
        }
    }

    fn holding(&self, col: Col, sorted: &Sorted, needle: &Needle) -> Bits {
        let holds = |key: &Key<'_>| (self.columns.text(&self.rows, col, key)).is_some_and(|text| needle.is_in(&text));
        let groups = (0..sorted.groups()).filter(|group| sorted.key(*group).is_some_and(|key| holds(&key)));
        let mut places: Vec<(u32, u32)> = Vec::new();
        for group in groups {
            let (start, end) = (sorted.start(group), sorted.start(group + 1));
            match places.last_mut() {
                Some(last) if last.1 == start => last.1 = end,
                _ => places.push((start, end)),
            }
        }
        sorted.bits(self.rows.slots(), &places, |key| key.is_some_and(holds))
    }

    fn look_at_rows(&self, condition: &Condition, needle: &str) -> Bits {
        let mut candidates = self.rows.live().clone();
        let all_hold = self.letters().narrow(needle, &mut candidates);
        if all_hold && matches!(condition, Condition::Search { open: false, .. }) {
            return candidates;
        }
        let asked = Asked::new(condition);
        let mut bits = Bits::none(self.rows.slots());
        for slot in candidates.iter() {
            if asked.holds(&self.columns, &self.rows, slot) {
                bits.set(slot, true);
            }
        }
        bits
    }
}

fn blanks(sorted: &Sorted) -> (u32, u32) {
    (sorted.start(sorted.groups()), sorted.start(sorted.groups() + 1))
}

/// A stretch of places that conditions on the column itself leave.
fn hull(sorted: &Sorted, col: Col, conditions: &[Condition]) -> Range<u32> {
    let (blank, end) = blanks(sorted);
    let mut hull = 0..end;
    for condition in conditions {
        let (from, to) = match condition {
            Condition::Within(on, stretches) if *on == col => {
                let places = stretches.iter().map(|stretch| sorted.between(stretch));
                let ends = places.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
                ends.unwrap_or((0, 0))
            }
            Condition::Blank(on) if *on == col => (blank, end),
            Condition::Filled(on) if *on == col => (0, blank),
            _ => continue,
        };
        hull = hull.start.max(from)..hull.end.min(to);
    }
    hull
}
