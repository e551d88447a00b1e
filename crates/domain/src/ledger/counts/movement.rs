//! Every movement that a ledger remembers, and the counts that follow from them.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    id::{LedgerId, UnitId},
    ledger::{Ledger, Row},
    time::DaySpan,
};

/// A plan runs for years, not for ages: fifty years of months are looked at.
const MOST_MONTHS: usize = 600;

/// So many entries of one unit came to one stage, or (negative) were taken back from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Movement {
    /// Whose entries.
    pub unit: UnitId,
    /// What they stand for, in a ledger of deliverables; else empty.
    pub part: String,
    /// How many stages: 0 when an entry is put on the list, `n` when the `n`th stage is done.
    pub stage: u8,
    /// The day on which it became known.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub known_on: Date,
    /// The day on which the stage was done; `None` for the list.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub reached_on: Option<Date>,
    /// How many.
    pub number: i64,
}

/// What a ledger holds, as far as figures go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kept {
    /// Which ledger.
    pub ledger: LedgerId,
    /// Whether its entries are made up for a demonstration.
    pub demonstration: bool,
    /// All movements, in any order.
    pub movements: Vec<Movement>,
}

/// An entry as far as figures go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting<'a> {
    /// Whose it is.
    pub unit: &'a UnitId,
    /// What it stands for, in a ledger of deliverables.
    pub part: Option<&'a str>,
    /// The days on which its stages were done, in their order.
    pub reached: &'a [Date],
}

impl<'a> Counting<'a> {
    /// A row of a ledger.
    pub fn of(ledger: &Ledger, row: &'a Row) -> Self {
        Self {
            unit: &row.unit,
            part: row.part(ledger),
            reached: &row.reached,
        }
    }
}

/// The movements that turn `before` into `after`, known on `known_on`: `each` is called with one at
/// a time, so that a million rows can be added up without a list of them.
pub fn movements(
    before: Option<Counting<'_>>,
    after: Option<Counting<'_>>,
    known_on: Date,
    mut each: impl FnMut(Movement),
) {
    if before.is_some() && before == after {
        return;
    }
    for (row, number) in [(before, -1), (after, 1)] {
        let Some(row) = row else { continue };
        let days = std::iter::once(None).chain(row.reached.iter().copied().map(Some));
        for (stage, reached_on) in (0..=u8::MAX).zip(days) {
            each(Movement {
                unit: row.unit.clone(),
                part: row.part.unwrap_or_default().to_owned(),
                stage,
                known_on,
                reached_on,
                number,
            });
        }
    }
}

/// Adds up movements of the same kind.
#[derive(Debug, Clone, Default)]
pub struct Sum(BTreeMap<(UnitId, String, u8, Date, Option<Date>), i64>);

impl Sum {
    /// Takes one in.
    pub fn add(&mut self, m: Movement) {
        *self
            .0
            .entry((m.unit, m.part, m.stage, m.known_on, m.reached_on))
            .or_default() += m.number;
    }

    /// All that do not cancel out.
    pub fn into_movements(self) -> impl Iterator<Item = Movement> {
        self.0.into_iter().filter(|(_, number)| *number != 0).map(
            |((unit, part, stage, known_on, reached_on), number)| Movement {
                unit,
                part,
                stage,
                known_on,
                reached_on,
                number,
            },
        )
    }
}

impl Kept {
    /// How many entries there are, and how many have passed each stage, on a day: all of them or
    /// one unit's. The first number is that of the list.
    pub fn funnel(&self, ledger: &Ledger, unit: Option<&UnitId>, as_of: Date) -> Vec<i64> {
        let mut funnel = vec![0; ledger.stages.len() + 1];
        for m in self.known(as_of).filter(|m| unit.is_none_or(|unit| &m.unit == unit)) {
            if let Some(slot) = funnel.get_mut(usize::from(m.stage)) {
                *slot += m.number;
            }
        }
        funnel
    }

    /// The [`funnel`](Kept::funnel) of each unit, in one go.
    pub fn funnels<'u>(
        &self,
        ledger: &Ledger,
        as_of: Date,
        units: impl IntoIterator<Item = &'u UnitId>,
    ) -> Vec<(UnitId, Vec<i64>)> {
        let empty = vec![0; ledger.stages.len() + 1];
        let mut funnels: Vec<_> = units.into_iter().map(|unit| (unit.clone(), empty.clone())).collect();
        for m in self.known(as_of) {
            let mine = funnels.iter_mut().find(|(unit, _)| *unit == m.unit);
            if let Some(slot) = mine.and_then(|(_, funnel)| funnel.get_mut(usize::from(m.stage))) {
                *slot += m.number;
            }
        }
        funnels
    }

    /// How many entries passed each stage in each month of `term`, by the day on which it was done.
    pub fn throughput(
        &self,
        ledger: &Ledger,
        unit: Option<&UnitId>,
        term: DaySpan,
        as_of: Date,
    ) -> Vec<Vec<(Date, i64)>> {
        let mut months = Vec::new();
        let mut month = term.from().first_of_month();
        while month <= term.to() && months.len() < MOST_MONTHS {
            months.push((month, 0));
            month = month.saturating_add(1.month());
        }
        let mut stages = vec![months; ledger.stages.len()];
        for m in self.known(as_of).filter(|m| unit.is_none_or(|unit| &m.unit == unit)) {
            let stage = usize::from(m.stage).checked_sub(1).and_then(|at| stages.get_mut(at));
            let (Some(day), Some(months)) = (m.reached_on, stage) else {
                continue;
            };
            if let Ok(at) = months.binary_search_by_key(&day.first_of_month(), |(month, _)| *month) {
                months[at].1 += m.number;
            }
        }
        stages
    }

    fn known(&self, as_of: Date) -> impl Iterator<Item = &Movement> {
        self.movements.iter().filter(move |m| m.known_on <= as_of)
    }

    /// Whether it has, or ever had, an entry.
    pub fn is_begun(&self) -> bool {
        !self.movements.is_empty()
    }
}
