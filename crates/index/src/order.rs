//! From a set of slots to a page of it in order.

use std::ops::Range;

use crate::{
    bits::Bits,
    remembered::Found,
    rows::number,
    sorted::{NOWHERE, Sorted},
};

/// Putting one slot in order takes about as long as looking whether so many are in.
const SORTING: usize = 16;

/// A column in one of its two directions.
#[derive(Clone, Copy)]
pub(crate) struct Order<'a> {
    pub sorted: &'a Sorted,
    pub falling: bool,
}

/// A stretch of what comes in order.
struct Taking {
    skip: usize,
    rows: usize,
    slots: Vec<u32>,
}

impl Taking {
    fn take(&mut self, slot: u32) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.slots.len() < self.rows {
            self.slots.push(slot);
        }
    }

    fn is_full(&self) -> bool {
        self.slots.len() >= self.rows
    }
}

impl Order<'_> {
    /// `rows` of the slots that were found, in order, after the first `from`.
    ///
    /// `hull` is a stretch of places outside of which none was found, as far as they stand in it.
    pub fn page(self, found: &Found, hull: Range<u32>, from: usize, rows: usize) -> Vec<u32> {
        let rows = rows.min(found.count.saturating_sub(from));
        if rows == 0 {
            return Vec::new();
        }
        // Either all that were found are put in order, or the whole column is gone through until
        // enough of them were met: whichever is less work. How many are met early is a guess, so
        // that going through it is given up when it has taken as long as the other way.
        let sorting = found.count.saturating_mul(SORTING);
        let guess = (from + rows).saturating_mul(hull.len()) / found.count.max(1);
        let walked = (guess < sorting)
            .then(|| self.walk(found, hull, from, rows, sorting))
            .flatten();
        walked.unwrap_or_else(|| self.sort(&found.bits, from, rows))
    }

    /// Those aside that were found, in order.
    fn aside(self, found: &Bits) -> Vec<(u32, u32)> {
        let mut aside = if self.falling {
            self.sorted.aside_falling()
        } else {
            self.sorted.aside_rising()
        };
        aside.retain(|(_, slot)| found.has(*slot));
        aside
    }

    /// `None` if it takes more than `most` steps.
    fn walk(self, found: &Found, hull: Range<u32>, from: usize, rows: usize, most: usize) -> Option<Vec<u32>> {
        let aside = self.aside(&found.bits);
        let mut aside = aside.iter().peekable();
        let mut taking = Taking {
            skip: from,
            rows,
            slots: Vec::with_capacity(rows),
        };
        let mut steps = 0;
        // Goes through places of the column; the first of them lies at `at` in this order.
        let mut go = |places: Range<u32>, at: u32, taking: &mut Taking| {
            steps += places.len();
            let slots = self.sorted.slots().get(places.start as usize..places.end as usize);
            for (at, slot) in (at..).zip(slots.unwrap_or_default()) {
                if found.bits.has(*slot) {
                    while let Some((_, late)) = aside.next_if(|late| late.0 <= at) {
                        taking.take(*late);
                    }
                    taking.take(*slot);
                    if taking.is_full() {
                        break;
                    }
                }
            }
            steps <= most
        };
        if self.falling {
            let filled = self.sorted.start(self.sorted.groups());
            let (first, end) = (hull.start.min(filled), hull.end.min(filled));
            if first < end {
                let groups = self.sorted.group_of(first)..=self.sorted.group_of(end - 1);
                for group in groups.rev() {
                    let (start, end) = (self.sorted.start(group), self.sorted.start(group + 1));
                    if !go(start..end, filled - end, &mut taking) {
                        return None;
                    }
                    if taking.is_full() {
                        return Some(taking.slots);
                    }
                }
            }
            if hull.end > filled && !go(filled.max(hull.start)..hull.end, filled.max(hull.start), &mut taking) {
                return None;
            }
        } else {
            // In pieces, so that it can be given up between two.
            let mut start = hull.start;
            while start < hull.end && !taking.is_full() {
                let end = start.saturating_add(4_096).min(hull.end);
                if !go(start..end, start, &mut taking) {
                    return None;
                }
                start = end;
            }
        }
        for (_, slot) in aside {
            taking.take(*slot);
        }
        Some(taking.slots)
    }

    fn sort(self, found: &Bits, from: usize, rows: usize) -> Vec<u32> {
        let key = |place: u32, aside: Option<usize>| {
            // Those aside come before what stands at their place.
            let place = u64::from(place) * 2 + u64::from(aside.is_none());
            (place, aside.map_or(0, number))
        };
        let mut all: Vec<((u64, u32), u32)> = found
            .iter()
            .filter_map(|slot| {
                let place = self.sorted.place(slot);
                let place = if self.falling && place != NOWHERE {
                    self.sorted.falling(place)
                } else {
                    place
                };
                (place != NOWHERE).then(|| (key(place, None), slot))
            })
            .collect();
        let aside = self.aside(found);
        all.extend(
            aside
                .iter()
                .enumerate()
                .map(|(at, (place, slot))| (key(*place, Some(at)), *slot)),
        );
        let end = (from + rows).min(all.len());
        if end < all.len() / 4 {
            all.select_nth_unstable(end);
            all.truncate(end);
        }
        all.sort_unstable();
        all.iter().skip(from).take(rows).map(|(_, slot)| *slot).collect()
    }
}
