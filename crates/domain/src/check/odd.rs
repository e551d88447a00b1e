//! Odd figures: possible, but worth a second look before they are sent.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    allocation::Allocation,
    number,
    observation::{Figure, Observation},
    target::{Promise, Target},
};

/// A level that moves by more than so many percentage points (or percent of itself) between two
/// reports is worth a second look.
const JUMP_LEVEL: Decimal = Decimal::TEN;
/// A cumulative figure that covers more than so many percent of the whole way in one step is.
const JUMP_WAY: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// Something odd about a figure that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Odd {
    /// A cumulative figure is lower than it was.
    Falls {
        /// What it was.
        before: Decimal,
        /// Up to which day.
        on: Date,
        /// What it is said to be.
        now: Decimal,
    },
    /// The whole is not what it was.
    WholeChanged {
        /// What it was.
        before: Decimal,
        /// What it is said to be.
        now: Decimal,
    },
    /// It moved unusually far.
    Jumps {
        /// What it was.
        before: Decimal,
        /// Up to which day.
        on: Date,
        /// What it is said to be.
        now: Decimal,
    },
    /// More than the unit's share.
    AboveAllocation {
        /// What it is said to be.
        now: Decimal,
        /// The share.
        share: Decimal,
    },
    /// The step goes back.
    StepsBack,
    /// The same words as last time.
    SameWords,
}

/// What is odd about `typed`, seen against the latest earlier figure of the same unit and against
/// the unit's share. Empty when nothing is. Never a reason to refuse.
pub fn odd_figures(
    target: &Target,
    earlier: Option<&Observation>,
    typed: &Figure,
    share: Option<&Allocation>,
) -> Vec<Odd> {
    let mut odd = Vec::new();
    if let Some(share) = share {
        let now = match typed {
            Figure::Amount { value } if matches!(target.promise, Promise::Count { .. }) => Some((*value, share.goal)),
            Figure::Counts { of: Some(of), .. } => share.inventory.map(|inventory| (*of, inventory)),
            _ => None,
        };
        if let Some((now, share)) = now.filter(|(now, share)| now > share) {
            odd.push(Odd::AboveAllocation { now, share });
        }
    }
    let Some(earlier) = earlier else { return odd };
    let on = earlier.span.to();
    let cumulative = target.promise.is_counted();
    match (&earlier.figure, typed) {
        (Figure::Amount { value: before }, Figure::Amount { value: now }) => {
            let (before, now) = (*before, *now);
            if cumulative && now < before {
                odd.push(Odd::Falls { before, on, now });
            } else if jumps(target, before, now) {
                odd.push(Odd::Jumps { before, on, now });
            }
        }
        (
            Figure::Counts {
                done: before,
                of: whole_before,
            },
            Figure::Counts {
                done: now,
                of: whole_now,
            },
        ) => {
            if let (Some(before), Some(now)) = (whole_before, whole_now)
                && before != now
            {
                odd.push(Odd::WholeChanged {
                    before: *before,
                    now: *now,
                });
            }
            if cumulative && now < before {
                odd.push(Odd::Falls {
                    before: *before,
                    on,
                    now: *now,
                });
            } else if let (Some(a), Some(b)) = (
                whole_before.and_then(|of| number::percent(*before, of, 1)),
                whole_now.and_then(|of| number::percent(*now, of, 1)),
            ) && jumps(target, a, b)
            {
                odd.push(Odd::Jumps {
                    before: *before,
                    on,
                    now: *now,
                });
            }
        }
        (Figure::Progress { step: before }, Figure::Progress { step: now }) if now < before => odd.push(Odd::StepsBack),
        (Figure::Words { text: before }, Figure::Words { text: now }) if before.trim() == now.trim() => {
            odd.push(Odd::SameWords);
        }
        _ => {}
    }
    odd
}

fn jumps(target: &Target, before: Decimal, now: Decimal) -> bool {
    let moved = (now - before).abs();
    match &target.promise {
        Promise::Count { goal, .. } => moved * Decimal::ONE_HUNDRED > JUMP_WAY * *goal,
        Promise::Share { .. } => moved > JUMP_WAY,
        Promise::Level { measure, .. } | Promise::SetElsewhere { measure, .. } | Promise::NotWorse { measure, .. } => {
            if measure.is_percent() {
                moved > JUMP_LEVEL
            } else {
                moved * Decimal::ONE_HUNDRED > JUMP_LEVEL * before.abs() * Decimal::TWO
            }
        }
        Promise::Deliverable | Promise::Duty { .. } | Promise::Statement { .. } => false,
    }
}
