//! The values of one sample, or the means of many: at most one of each item.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::item::Item;

/// A value of an item, in the item's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The amount that is graded and averaged.
    pub amount: Decimal,
    /// How it came to be.
    pub origin: Origin,
}

/// How a value came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Measured.
    Found,
    /// Below the limit of detection: the amount is half of that limit.
    HalfOfLimit,
    /// Below a limit of detection that was not told: the amount is half of the item's strictest limit.
    HalfOfUntoldLimit,
    /// The mean of several.
    Mean {
        /// Of how many values.
        of: u32,
        /// How many of these stood for «below the limit of detection».
        below: u32,
        /// Whether the limit of any of these was not told.
        untold: bool,
    },
}

impl Value {
    /// A measured value.
    pub const fn found(amount: Decimal) -> Self {
        Self {
            amount,
            origin: Origin::Found,
        }
    }

    /// The amount as it is held against limits.
    ///
    /// A mean of means that lies exactly on a limit may miss it by the last of 28 digits, since thirds do
    /// not end; to 15 decimals it is back on it. No mean of figures as instruments show them comes so
    /// close to a limit without being on it.
    pub fn settled(self) -> Decimal {
        if self.amount.scale() <= 15 {
            self.amount
        } else {
            self.amount.round_dp(15)
        }
    }

    /// How many values it stands for, and how many of them were below the limit of detection.
    const fn weight(self) -> (u32, u32) {
        match self.origin {
            Origin::Found => (1, 0),
            Origin::HalfOfLimit | Origin::HalfOfUntoldLimit => (1, 1),
            Origin::Mean { of, below, .. } => (of, below),
        }
    }

    /// Whether nothing was found in any of the samples that it stands for.
    pub const fn is_undetected(self) -> bool {
        let (of, below) = self.weight();
        of == below
    }

    /// Whether some of it stands for «not found» without a limit of detection.
    pub const fn has_untold_limit(self) -> bool {
        matches!(
            self.origin,
            Origin::HalfOfUntoldLimit | Origin::Mean { untold: true, .. }
        )
    }
}

/// At most one value of each item. Serialises as a map from item to value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Item, Value>", into = "BTreeMap<Item, Value>")]
pub struct Values([Option<Value>; Item::COUNT]);

impl Default for Values {
    fn default() -> Self {
        Self([None; Item::COUNT])
    }
}

impl Values {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of an item.
    pub fn get(&self, item: Item) -> Option<Value> {
        self.0[item.index()]
    }

    /// Sets the value of an item.
    pub fn set(&mut self, item: Item, value: Value) {
        self.0[item.index()] = Some(value);
    }

    /// Takes the value of an item out.
    pub fn take(&mut self, item: Item) -> Option<Value> {
        self.0[item.index()].take()
    }

    /// Those that there are, in the order of the tables.
    pub fn iter(&self) -> impl Iterator<Item = (Item, Value)> + '_ {
        Item::ALL
            .into_iter()
            .zip(&self.0)
            .filter_map(|(item, value)| value.map(|value| (item, value)))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The arithmetic mean of each item over those that have it, every one of them weighing the same.
    ///
    /// Right to the 28th digit; see [`Value::settled`] for means of means. The order of the samples does
    /// not matter.
    pub fn mean<'a>(of: impl IntoIterator<Item = &'a Values>) -> Values {
        let mut sums = [Sum::default(); Item::COUNT];
        for values in of {
            for (sum, value) in sums.iter_mut().zip(&values.0) {
                if let Some(value) = value {
                    sum.add(*value);
                }
            }
        }
        Values(sums.map(Sum::mean))
    }
}

impl FromIterator<(Item, Value)> for Values {
    fn from_iter<T: IntoIterator<Item = (Item, Value)>>(iter: T) -> Self {
        let mut values = Values::new();
        for (item, value) in iter {
            values.set(item, value);
        }
        values
    }
}

impl From<BTreeMap<Item, Value>> for Values {
    fn from(map: BTreeMap<Item, Value>) -> Self {
        map.into_iter().collect()
    }
}

impl From<Values> for BTreeMap<Item, Value> {
    fn from(values: Values) -> Self {
        values.iter().collect()
    }
}

/// A sum on its way to a mean.
#[derive(Clone, Copy, Default)]
struct Sum {
    total: Decimal,
    terms: u32,
    of: u32,
    below: u32,
    untold: bool,
}

impl Sum {
    fn add(&mut self, value: Value) {
        // A figure of a cell has 15 digits at most; one from elsewhere that bursts the sum is held at
        // the edge, where it still fails every limit.
        self.total = self.total.saturating_add(value.amount);
        let (of, below) = value.weight();
        self.terms += 1;
        self.of = self.of.saturating_add(of);
        self.below = self.below.saturating_add(below);
        self.untold |= value.has_untold_limit();
    }

    fn mean(self) -> Option<Value> {
        let amount = self.total.checked_div(Decimal::from(self.terms))?;
        Some(Value {
            amount,
            origin: Origin::Mean {
                of: self.of,
                below: self.below,
                untold: self.untold,
            },
        })
    }
}
