//! Answers to recent conditions.

use std::{collections::HashMap, sync::Arc};

use crate::{
    bits::Bits,
    columns::Columns,
    condition::{Asked, Condition},
    rows::Rows,
};

/// The bytes that all answers together may take.
const MOST_BYTES: usize = 64 << 20;
/// How many answers are kept at least, whatever they take, and at most.
const FEWEST: usize = 32;
const MOST: usize = 512;

/// The slots of which some conditions hold.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub bits: Bits,
    pub count: usize,
}

/// Answers by what was asked. When there are too many, the one that was not asked for longest goes.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    answers: HashMap<Vec<Condition>, (Arc<Found>, u64)>,
    asked: u64,
}

impl Remembered {
    pub fn get(&mut self, conditions: &[Condition]) -> Option<Arc<Found>> {
        self.asked += 1;
        let (found, asked) = self.answers.get_mut(conditions)?;
        *asked = self.asked;
        Some(found.clone())
    }

    pub fn keep(&mut self, conditions: &[Condition], found: &Arc<Found>) {
        let most = (MOST_BYTES / found.bits.bytes().max(1)).clamp(FEWEST, MOST);
        if self.answers.len() >= most {
            let oldest = self.answers.iter().min_by_key(|(_, (_, asked))| *asked);
            if let Some(oldest) = oldest.map(|(conditions, _)| conditions.clone()) {
                self.answers.remove(&oldest);
            }
        }
        self.answers.insert(conditions.to_vec(), (found.clone(), self.asked));
    }

    /// An entry changed: every answer is brought up to it.
    pub fn change(&mut self, columns: &Columns, rows: &Rows, slot: u32) {
        let live = rows.live().has(slot);
        for (conditions, (found, _)) in &mut self.answers {
            let mut conditions = conditions.iter();
            let is_in = live && conditions.all(|condition| Asked::new(condition).holds(columns, rows, slot));
            if found.bits.has(slot) != is_in {
                let found = Arc::make_mut(found);
                found.bits.set(slot, is_in);
                found.count = if is_in {
                    found.count + 1
                } else {
                    found.count.saturating_sub(1)
                };
            }
        }
    }

    pub fn clear(&mut self) {
        self.answers.clear();
    }
}
