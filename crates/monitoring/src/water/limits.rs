//! The limits of the standard, by the edition that is in force on a day.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    class::{Body, WaterClass},
    item::Item,
    rule::Rule,
};

/// An edition of the rules on surface water.
///
/// There is one today. Data of a day are judged by the edition of that day, so that a year once
/// published stays as it was when the next edition comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rules {
    /// GB 3838-2002 with the assessment method of 2011 (used here for older data, too).
    Gb3838In2002,
}

/// The day from which GB 3838-2002 is in force.
const IN_FORCE: Date = Date::constant(2002, 6, 1);

impl Rules {
    /// The edition in force on a day; `None` for days before GB 3838-2002.
    pub fn on(day: Date) -> Option<Rules> {
        (day >= IN_FORCE).then_some(Rules::Gb3838In2002)
    }

    /// The edition of the latest data.
    pub const LATEST: Rules = Rules::Gb3838In2002;

    /// The limits of an item in a kind of water; `None` where the standard sets none for it: water
    /// temperature, total nitrogen in rivers, and what is in neither table.
    pub fn limits(self, item: Item, body: Body) -> Option<&'static Limits> {
        let Rules::Gb3838In2002 = self;
        match (item, body) {
            (Item::TotalPhosphorus, Body::Lake) => Some(&PHOSPHORUS_OF_LAKES),
            (Item::TotalNitrogen, Body::River) => None,
            _ => TABLE[item.index()].as_ref(),
        }
    }
}

/// The limits of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limits {
    /// At most so much, from class Ⅰ to Ⅴ.
    AtMost([Decimal; 5]),
    /// At least so much, from class Ⅰ to Ⅴ.
    AtLeast([Decimal; 5]),
    /// One range for all five classes.
    Within {
        /// The lower end, which still belongs to it.
        low: Decimal,
        /// The upper end, which still belongs to it.
        high: Decimal,
    },
    /// At most so much, without classes (table 2).
    Single(Decimal),
}

/// A limit that a value was held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// At most so much.
    AtMost(Decimal),
    /// At least so much.
    AtLeast(Decimal),
    /// Between the two, both included.
    Within {
        /// The lower end.
        low: Decimal,
        /// The upper end.
        high: Decimal,
    },
}

impl Limit {
    /// Whether a value keeps it: in all its digits, and a value on the limit does.
    pub fn holds(self, value: Decimal) -> bool {
        match self {
            Limit::AtMost(limit) => value <= limit,
            Limit::AtLeast(limit) => value >= limit,
            Limit::Within { low, high } => low <= value && value <= high,
        }
    }

    /// Whether a value lies exactly on it.
    pub fn touches(self, value: Decimal) -> bool {
        match self {
            Limit::AtMost(limit) | Limit::AtLeast(limit) => value == limit,
            Limit::Within { low, high } => value == low || value == high,
        }
    }

    /// How many decimals it is written with.
    pub const fn decimals(self) -> u32 {
        match self {
            Limit::AtMost(limit) | Limit::AtLeast(limit) | Limit::Within { low: limit, .. } => limit.scale(),
        }
    }

    /// The most that keeps it; `None` where more is better.
    pub const fn ceiling(self) -> Option<Decimal> {
        match self {
            Limit::AtMost(limit) | Limit::Within { high: limit, .. } => Some(limit),
            Limit::AtLeast(_) => None,
        }
    }

    /// By how many times a value is over it: (value − limit) / limit. `None` for a value that keeps it,
    /// and for limits that are no ceiling.
    pub fn times_over(self, value: Decimal) -> Option<Decimal> {
        match self {
            Limit::AtMost(limit) if value > limit => value.checked_sub(limit)?.checked_div(limit),
            _ => None,
        }
    }
}

impl Limits {
    /// The class of a value: the best whose limit it keeps. `None` for limits without classes.
    pub fn class_of(&self, value: Decimal) -> Option<WaterClass> {
        let kept = match self {
            Limits::AtMost(limits) => limits.iter().position(|&limit| value <= limit),
            Limits::AtLeast(limits) => limits.iter().position(|&limit| value >= limit),
            Limits::Within { low, high } => (*low <= value && value <= *high).then_some(0),
            Limits::Single(_) => return None,
        };
        Some(kept.map_or(WaterClass::InferiorV, |place| WaterClass::ALL[place]))
    }

    /// The limit of a class; `None` for 劣Ⅴ, which has none.
    pub fn of(&self, class: WaterClass) -> Option<Limit> {
        let place = class.index();
        match self {
            Limits::AtMost(limits) => limits.get(place).copied().map(Limit::AtMost),
            Limits::AtLeast(limits) => limits.get(place).copied().map(Limit::AtLeast),
            _ if class == WaterClass::InferiorV => None,
            Limits::Within { low, high } => Some(Limit::Within { low: *low, high: *high }),
            Limits::Single(limit) => Some(Limit::AtMost(*limit)),
        }
    }

    /// The rule that these limits are of.
    pub const fn rule(&self) -> Rule {
        match self {
            Limits::AtMost(_) | Limits::AtLeast(_) | Limits::Within { .. } => Rule::BasicLimits,
            Limits::Single(_) => Rule::SupplementaryLimits,
        }
    }

    /// The strictest ceiling; `None` where there is no ceiling.
    pub(super) const fn strictest(&self) -> Option<Decimal> {
        match self {
            Limits::AtMost([first, ..]) | Limits::Single(first) => Some(*first),
            Limits::AtLeast(_) | Limits::Within { .. } => None,
        }
    }
}

/// `digits` with `decimals` of them after the point.
const fn dec(digits: u32, decimals: u32) -> Decimal {
    Decimal::from_parts(digits, 0, 0, false, decimals)
}

/// Ceilings that all have the same number of decimals.
const fn at_most(digits: [u32; 5], decimals: u32) -> Limits {
    let [first, second, third, fourth, fifth] = digits;
    Limits::AtMost([
        dec(first, decimals),
        dec(second, decimals),
        dec(third, decimals),
        dec(fourth, decimals),
        dec(fifth, decimals),
    ])
}

static PHOSPHORUS_OF_LAKES: Limits = at_most([10, 25, 50, 100, 200], 3);

/// Tables 1 and 2 of GB 3838-2002, in the order of [`Item::ALL`], each in the unit of its item.
static TABLE: [Option<Limits>; Item::COUNT] = [
    None,
    Some(Limits::Within {
        low: dec(6, 0),
        high: dec(9, 0),
    }),
    // Class Ⅰ: 90 % of saturation, or 7.5; see `Rule::OxygenFigure`.
    Some(Limits::AtLeast([
        dec(75, 1),
        dec(60, 1),
        dec(50, 1),
        dec(30, 1),
        dec(20, 1),
    ])),
    Some(at_most([2, 4, 6, 10, 15], 0)),
    Some(at_most([15, 15, 20, 30, 40], 0)),
    Some(at_most([3, 3, 4, 6, 10], 0)),
    Some(at_most([15, 50, 100, 150, 200], 2)),
    Some(at_most([2, 10, 20, 30, 40], 2)),
    Some(at_most([2, 5, 10, 15, 20], 1)),
    Some(at_most([1, 100, 100, 100, 100], 2)),
    Some(at_most([5, 100, 100, 200, 200], 2)),
    Some(at_most([10, 10, 10, 15, 15], 1)),
    Some(at_most([1, 1, 1, 2, 2], 2)),
    Some(at_most([5, 5, 5, 10, 10], 2)),
    Some(at_most([5, 5, 10, 100, 100], 5)),
    Some(at_most([1, 5, 5, 5, 10], 3)),
    Some(at_most([1, 5, 5, 5, 10], 2)),
    Some(at_most([1, 1, 5, 5, 10], 2)),
    Some(at_most([5, 50, 200, 200, 200], 3)),
    Some(at_most([2, 2, 5, 10, 100], 3)),
    Some(at_most([5, 5, 5, 50, 100], 2)),
    Some(at_most([2, 2, 2, 3, 3], 1)),
    Some(at_most([5, 10, 20, 50, 100], 2)),
    Some(at_most([200, 2000, 10_000, 20_000, 40_000], 0)),
    Some(Limits::Single(dec(250, 0))),
    Some(Limits::Single(dec(250, 0))),
    Some(Limits::Single(dec(10, 0))),
    Some(Limits::Single(dec(3, 1))),
    Some(Limits::Single(dec(1, 1))),
    None,
    None,
];
