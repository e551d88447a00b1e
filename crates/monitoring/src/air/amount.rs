//! Concentrations as whole thousandths of their unit, and exact means of them.

use std::{cmp::Ordering, num::NonZeroU64};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A concentration: whole thousandths of μg/m³, for carbon monoxide of mg/m³.
///
/// Instruments tell μg/m³ to at most a tenth; a figure with more than three decimals was computed by
/// a program, and is rounded half to even when it is read. It travels as a decimal number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "Decimal", try_from = "Decimal")]
pub struct Amount(u32);

/// A figure that no [`Amount`] can hold: below zero, or beyond four million units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a concentration")]
pub struct NotAnAmount;

/// Decimals that an [`Amount`] keeps.
const DECIMALS: u32 = 3;

const BILLION: u64 = 1_000_000_000;

impl Amount {
    /// So many thousandths of the unit.
    pub const fn from_thousandths(thousandths: u32) -> Self {
        Self(thousandths)
    }

    /// So many whole units; beyond four million the largest that can be held.
    pub const fn from_units(units: u32) -> Self {
        Self(units.saturating_mul(1000))
    }

    /// In thousandths of the unit.
    pub const fn thousandths(self) -> u32 {
        self.0
    }

    /// Rounded half to even (GB/T 8170) to at most three decimals.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Self {
        Mean::from(self).rounded(decimals)
    }
}

impl TryFrom<Decimal> for Amount {
    type Error = NotAnAmount;

    fn try_from(value: Decimal) -> Result<Self, NotAnAmount> {
        let scaled = value.checked_mul(Decimal::ONE_THOUSAND).ok_or(NotAnAmount)?;
        let whole = yaodian_domain::number::round(scaled, 0);
        u32::try_from(whole).map(Self).map_err(|_| NotAnAmount)
    }
}

impl From<Amount> for Decimal {
    fn from(amount: Amount) -> Self {
        Decimal::new(i64::from(amount.0), DECIMALS).normalize()
    }
}

/// An exact mean of concentrations, in thousandths of their unit.
///
/// Nothing is rounded between the hours and the figure that is published, since GB/T 8170-2008 (3.3)
/// does not allow rounding in steps.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Mean {
    numerator: u64,
    denominator: NonZeroU64,
}

impl Mean {
    /// `sum / count`, the sum in thousandths; `None` for a count of zero.
    pub const fn of(sum: u64, count: u64) -> Option<Self> {
        match NonZeroU64::new(count) {
            Some(denominator) => Some(Self {
                numerator: sum,
                denominator,
            }),
            None => None,
        }
    }

    /// Rounded half to even (GB/T 8170) to at most three decimals.
    pub fn rounded(self, decimals: u32) -> Amount {
        let step = 10_u64.pow(DECIMALS.saturating_sub(decimals));
        let steps = match (self.denominator.get().checked_mul(step), u32::try_from(step)) {
            (Some(denominator), Ok(step)) => half_even_u64(self.numerator, denominator).saturating_mul(u64::from(step)),
            _ => u64::MAX,
        };
        // A mean of concentrations is no larger than the largest of them, which fitted.
        Amount(u32::try_from(steps).unwrap_or(u32::MAX))
    }

    pub(super) fn quotient(self) -> Quotient {
        Quotient {
            numerator: u128::from(self.numerator),
            denominator: u128::from(self.denominator.get()),
        }
    }
}

impl From<Amount> for Mean {
    fn from(amount: Amount) -> Self {
        Self {
            numerator: u64::from(amount.0),
            denominator: NonZeroU64::MIN,
        }
    }
}

impl From<Quotient> for Mean {
    /// The same fraction in lowest terms; where 64 bits do not hold it (hundreds of points in a city),
    /// the nearest billionth of a thousandth.
    fn from(exact: Quotient) -> Self {
        let divisor = common_divisor(exact.numerator, exact.denominator).max(1);
        let lowest = (
            u64::try_from(exact.numerator / divisor),
            u64::try_from(exact.denominator / divisor)
                .ok()
                .and_then(NonZeroU64::new),
        );
        if let (Ok(numerator), Some(denominator)) = lowest {
            return Self { numerator, denominator };
        }
        let billionths = half_even(exact.numerator.saturating_mul(BILLION.into()), exact.denominator);
        Self {
            numerator: billionths.and_then(|all| u64::try_from(all).ok()).unwrap_or(u64::MAX),
            denominator: NonZeroU64::new(BILLION).unwrap_or(NonZeroU64::MIN),
        }
    }
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |a: &Self, b: &Self| u128::from(a.numerator) * u128::from(b.denominator.get());
        cross(self, other).cmp(&cross(other, self))
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Mean {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Mean {}

/// An exact figure on its way to being published, in thousandths of the unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotient {
    pub numerator: u128,
    pub denominator: u128,
}

impl Quotient {
    /// In the unit itself, rounded half to even; `None` where it cannot be held.
    pub fn rounded(self, decimals: u32) -> Option<Decimal> {
        let numerator = self.numerator.checked_mul(10_u128.pow(decimals))?;
        let denominator = self.denominator.checked_mul(10_u128.pow(DECIMALS))?;
        let steps = i64::try_from(half_even(numerator, denominator)?).ok()?;
        Decimal::try_new(steps, decimals).ok()
    }
}

/// The sum of means, and how many they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Total {
    numerator: u128,
    denominator: u128,
    count: u32,
}

impl Total {
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
        count: 0,
    };

    pub fn count(&self) -> u32 {
        self.count
    }

    /// Adds a part. Exact as long as the common denominator has at most 27 digits, far beyond what
    /// hours of a day and stations of a city bring about; past that the part is rounded to it.
    pub fn add(&mut self, part: Mean) {
        let of_part = u128::from(part.denominator.get());
        let times = match multiples(self.denominator, of_part) {
            Some(times) => times,
            None => self.widen(of_part).unwrap_or(0),
        };
        let part = part.quotient();
        let added = if times == 0 {
            half_even(part.numerator.saturating_mul(self.denominator), part.denominator).unwrap_or(0)
        } else {
            part.numerator.saturating_mul(times)
        };
        self.numerator = self.numerator.saturating_add(added);
        self.count += 1;
    }

    /// Widens the denominator to hold parts of `other` too; answers how often `other` goes into it.
    fn widen(&mut self, other: u128) -> Option<u128> {
        let factor = other / common_divisor(self.denominator, other);
        let denominator = self
            .denominator
            .checked_mul(factor)
            .filter(|wide| *wide < 10_u128.pow(27))?;
        self.numerator = self.numerator.checked_mul(factor)?;
        self.denominator = denominator;
        Some(denominator / other)
    }

    /// The mean of the parts; `None` of none.
    pub fn mean(&self) -> Option<Quotient> {
        (self.count > 0).then(|| Quotient {
            numerator: self.numerator,
            denominator: self.denominator * u128::from(self.count),
        })
    }
}

/// How often `small` goes into `large`, where it does without rest. Most fit 64 bits, where dividing is
/// many times faster.
fn multiples(large: u128, small: u128) -> Option<u128> {
    if let (Ok(large), Ok(small)) = (u64::try_from(large), u64::try_from(small)) {
        return large.is_multiple_of(small).then(|| u128::from(large / small));
    }
    large.is_multiple_of(small).then(|| large / small)
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `numerator / denominator` to the nearest whole number, a half to the even one (GB/T 8170-2008, 3.2).
fn half_even(numerator: u128, denominator: u128) -> Option<u128> {
    let whole = numerator.checked_div(denominator)?;
    let rest = numerator % denominator;
    let up = match rest.cmp(&(denominator - rest)) {
        Ordering::Less => false,
        Ordering::Equal => whole % 2 == 1,
        Ordering::Greater => true,
    };
    Some(whole + u128::from(up))
}

/// As [`half_even`], for a denominator that is not zero, in 64 bits.
fn half_even_u64(numerator: u64, denominator: u64) -> u64 {
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let up = match rest.cmp(&(denominator - rest)) {
        Ordering::Less => false,
        Ordering::Equal => whole % 2 == 1,
        Ordering::Greater => true,
    };
    whole + u64::from(up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_rounded_half_to_even() {
        for (thousandths, decimals, rounded) in [
            (34_500, 0, 34_000),
            (35_500, 0, 36_000),
            (35_501, 0, 36_000),
            (1_250, 1, 1_200),
            (1_350, 1, 1_400),
            (7_777, 3, 7_777),
        ] {
            assert_eq!(Amount(thousandths).rounded(decimals), Amount(rounded));
        }
    }

    proptest! {
        /// The sum of means of any number of hours is the same fraction as by the schoolbook.
        #[test]
        fn totals_are_exact(parts in prop::collection::vec((0_u64..1_000_000, 1_u64..25), 1..30)) {
            let mut total = Total::ZERO;
            let mut school = (0_u128, 1_u128);
            for (sum, count) in parts.iter().copied() {
                total.add(Mean::of(sum, count).unwrap());
                school = (school.0 * u128::from(count) + u128::from(sum) * school.1, school.1 * u128::from(count));
                let divisor = common_divisor(school.0, school.1);
                school = (school.0 / divisor, school.1 / divisor);
            }
            let mean = total.mean().unwrap();
            let count = parts.len() as u128;
            prop_assert_eq!(mean.numerator * school.1 * count, school.0 * mean.denominator);
        }

        #[test]
        fn decimals_come_back(thousandths: u32) {
            let amount = Amount(thousandths);
            prop_assert_eq!(Amount::try_from(Decimal::from(amount)), Ok(amount));
        }
    }
}
