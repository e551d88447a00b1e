//! Movements of many entries, added up.

use std::collections::HashMap;

use jiff::civil::Date;
use yaodian_domain::{
    id::UnitId,
    ledger::{Movement, counts::Sum},
};

/// Adds up movements that all become known on one day.
///
/// A [`Sum`] keeps order, which takes many comparisons of texts: too many for some million
/// movements. Here they are first counted by unit and part. An entry's movements share both and
/// come one after another, so that these are looked up once for each entry.
#[derive(Default)]
pub(super) struct Counted {
    groups: Vec<Group>,
    places: HashMap<UnitId, HashMap<String, usize>>,
    last: usize,
}

struct Group {
    unit: UnitId,
    part: String,
    numbers: HashMap<(u8, Option<Date>), i64>,
}

impl Counted {
    /// Takes one in.
    pub(super) fn add(&mut self, m: Movement) {
        let at_last = (self.groups.get(self.last)).is_some_and(|group| group.unit == m.unit && group.part == m.part);
        if !at_last {
            let parts = self.places.entry(m.unit.clone()).or_default();
            self.last = match parts.get(&m.part) {
                Some(place) => *place,
                None => {
                    let place = self.groups.len();
                    parts.insert(m.part.clone(), place);
                    self.groups.push(Group {
                        unit: m.unit,
                        part: m.part,
                        numbers: HashMap::new(),
                    });
                    place
                }
            };
        }
        if let Some(group) = self.groups.get_mut(self.last) {
            *group.numbers.entry((m.stage, m.reached_on)).or_default() += m.number;
        }
    }

    /// All that do not cancel out, in order.
    pub(super) fn into_movements(self, known_on: Date) -> impl Iterator<Item = Movement> {
        let mut sum = Sum::default();
        for group in self.groups {
            for ((stage, reached_on), number) in group.numbers {
                sum.add(Movement {
                    unit: group.unit.clone(),
                    part: group.part.clone(),
                    stage,
                    known_on,
                    reached_on,
                    number,
                });
            }
        }
        sum.into_movements()
    }
}
