//! What can be, what looks like another unit, and what looks like another column.
//!
//! All of it is the house's own ([`Rule::Plausibility`](super::Rule::Plausibility)): the standard says
//! nothing of it. The bounds are wide, so that a catastrophe is not taken for a slip of the pen; they
//! are meant for 9999, for a pH of 15, and for micrograms in a column of milligrams.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{item::Item, reading::Refusal, unit::Unit};

/// From what to what a value can be, both ends included, in the item's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The least.
    pub low: Decimal,
    /// The most.
    pub high: Decimal,
}

impl Bounds {
    /// Whether a value is within them, and if not, why not.
    pub fn hold(self, value: Decimal) -> Result<(), Refusal> {
        if value < self.low {
            Err(if self.low.is_zero() {
                Refusal::Negative
            } else {
                Refusal::Implausible(self)
            })
        } else if value > self.high {
            Err(Refusal::Implausible(self))
        } else {
            Ok(())
        }
    }
}

/// The bounds of an item.
///
/// Dissolved oxygen: 30 mg/L is twice saturation at freezing point. The nutrients and organic sums: raw
/// sewage of the strongest kind. Metals and the like: 100 mg/L, a thousand times what makes water 劣Ⅴ.
pub fn bounds(item: Item) -> Bounds {
    let (low, high) = match item {
        Item::Temperature => (-5, 60),
        Item::Ph => (0, 14),
        Item::DissolvedOxygen => (0, 30),
        Item::Permanganate | Item::Fluoride | Item::Iron | Item::Manganese => (0, 1000),
        Item::ChemicalOxygenDemand | Item::BiochemicalOxygenDemand | Item::ChlorophyllA => (0, 5000),
        Item::AmmoniaNitrogen | Item::TotalNitrogen | Item::Nitrate => (0, 500),
        Item::FaecalColiforms => (0, 10_000_000_000_i64),
        Item::Sulfate | Item::Chloride => (0, 50_000),
        Item::Transparency => (0, 50),
        _ => (0, 100),
    };
    Bounds {
        low: Decimal::from(low),
        high: Decimal::from(high),
    }
}

/// From how many figures on a column can tell that one of them is off.
const ENOUGH: usize = 5;

/// The figures of a column that are about 1000 times the others, or a thousandth of them: their places,
/// and why they are kept out. Only of concentrations, which are told in units that far apart.
///
/// A figure is taken for one in another unit when it is more than 200 times (less than a 200th of) the
/// column's median, and a thousandth (a thousand times) of it lies within a fifth and five times of the
/// median. A real peak or a real trace seldom does both; what does is for a person to decide. The whole
/// column is, when its median is more than 20 times `worst`, the limit of class Ⅴ, and a thousandth of
/// it is not.
pub fn other_units(item: Item, figures: &[Option<Decimal>], worst: Option<Decimal>) -> Vec<(usize, Refusal)> {
    let mut sorted: Vec<Decimal> = figures.iter().flatten().copied().filter(|v| !v.is_zero()).collect();
    if item.unit() != Unit::MilligramPerLitre || sorted.len() < ENOUGH {
        return Vec::new();
    }
    sorted.sort_unstable();
    let median = sorted[sorted.len() / 2];
    // A product that bursts is held at the edge, where it compares as it would beyond.
    let times = |value: Decimal, by: u32| value.saturating_mul(Decimal::from(by));
    let thousand = Decimal::ONE_THOUSAND;
    let whole = worst.is_some_and(|worst| median > times(worst, 20) && median / thousand <= worst);
    let near = |value: Decimal| value <= times(median, 5) && times(value, 5) >= median;
    let factor_of = |value: Decimal| {
        if whole || (value > times(median, 200) && near(value / thousand)) {
            Some(thousand)
        } else if times(value, 200) < median && near(times(value, 1000)) {
            Some(Decimal::new(1, 3))
        } else {
            None
        }
    };
    figures
        .iter()
        .enumerate()
        .filter_map(|(place, value)| {
            let value = value.filter(|value| !value.is_zero())?;
            Some((
                place,
                Refusal::OtherUnit {
                    factor: factor_of(value)?,
                },
            ))
        })
        .collect()
}

/// How the figures of a column go with an item: how many there are, how many of them can be of the item
/// at all, and how many are usual for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Fit {
    all: usize,
    possible: usize,
    usual: usize,
}

impl Fit {
    /// Counts the figures, which are in the item's own unit.
    ///
    /// For pH, a usual figure lies between 4 and 11: that a column of oxygen or of temperatures lies
    /// within 0 to 14 says nothing.
    pub(super) fn of(item: Item, figures: impl Iterator<Item = Decimal>) -> Self {
        let bounds = bounds(item);
        let mut fit = Fit::default();
        for figure in figures {
            let possible = bounds.hold(figure).is_ok();
            let usual = item != Item::Ph || (Decimal::from(4) <= figure && figure <= Decimal::from(11));
            fit.all += 1;
            fit.possible += usize::from(possible);
            fit.usual += usize::from(possible && usual);
        }
        fit
    }

    /// Nine in ten are usual.
    pub(super) fn is_good(self) -> bool {
        self.all >= ENOUGH && self.usual * 10 >= self.all * 9
    }

    /// Half of them cannot be: the column is another one, if that one can be found.
    pub(super) fn is_doubtful(self) -> bool {
        self.all >= ENOUGH && self.possible * 2 <= self.all
    }

    /// Nine in ten cannot be: the column is another one, wherever that may be.
    pub(super) fn is_hopeless(self) -> bool {
        self.all >= ENOUGH && self.possible * 10 <= self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(texts: &[&str]) -> Vec<Option<Decimal>> {
        texts.iter().map(|text| text.parse().ok()).collect()
    }

    #[test]
    fn micrograms_among_milligrams_stand_out() {
        let column = figures(&["0.12", "0.31", "", "250", "0.08", "0.2", "0.00021"]);
        let found = other_units(Item::AmmoniaNitrogen, &column, None);
        assert_eq!(
            found,
            [
                (
                    3,
                    Refusal::OtherUnit {
                        factor: Decimal::ONE_THOUSAND
                    }
                ),
                (
                    6,
                    Refusal::OtherUnit {
                        factor: Decimal::new(1, 3)
                    }
                ),
            ]
        );
    }

    #[test]
    fn a_whole_column_of_micrograms_stands_out_against_the_limit() {
        let column = figures(&["120", "310", "250", "80", "200"]);
        let worst = Some(Decimal::TWO);
        assert_eq!(other_units(Item::AmmoniaNitrogen, &column, worst).len(), 5);
        assert!(other_units(Item::AmmoniaNitrogen, &column, None).is_empty());
    }

    #[test]
    fn a_peak_and_a_trace_are_left_alone() {
        let column = figures(&["0.12", "0.31", "3.8", "0.08", "0.2", "0.001", "0"]);
        assert!(other_units(Item::AmmoniaNitrogen, &column, None).is_empty());
        assert!(other_units(Item::AmmoniaNitrogen, &figures(&["0.1", "100"]), None).is_empty());
    }

    #[test]
    fn the_ends_of_the_bounds_belong_to_them() {
        for item in Item::ALL {
            let bounds = bounds(item);
            assert_eq!(bounds.hold(bounds.low), Ok(()));
            assert_eq!(bounds.hold(bounds.high), Ok(()));
            assert!(bounds.hold(bounds.low - Decimal::new(1, 3)).is_err());
            assert!(bounds.hold(bounds.high + Decimal::new(1, 3)).is_err());
        }
    }
}
