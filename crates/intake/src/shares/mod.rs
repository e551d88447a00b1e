//! 目标分解: a whole divided among units, exactly.

mod sheet;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Decimal,
    id::UnitId,
    number::{self, MOST_DECIMALS},
};

pub use sheet::{Row, Share, Trouble, pasted};

/// `whole` in `n` parts that differ by at most one step of `decimals` decimals and come to it exactly
/// (最大余额法: what is left over after the equal part goes to the first ones, a step each).
///
/// `None` where there is nobody, or the whole is below zero, out of [`number::in_range`], or finer
/// than `decimals`.
pub fn equally(whole: Decimal, n: usize, decimals: u32) -> Option<Vec<Decimal>> {
    divided(whole, decimals, &vec![1; n])
}

/// `whole` in the proportions of last year's figures, in steps of its own decimals (largest
/// remainder; of equal remainders the earlier unit comes first). The parts come to it exactly.
///
/// `None` where the figures come to nothing, one is below zero, or one or the whole is out of range or
/// has more than [`MOST_DECIMALS`] decimals.
pub fn by_last_year(whole: Decimal, last_year: &[(UnitId, Decimal)]) -> Option<Vec<(UnitId, Decimal)>> {
    let weights: Option<Vec<u128>> = last_year
        .iter()
        .map(|(_, figure)| steps(*figure, MOST_DECIMALS))
        .collect();
    let parts = divided(whole, whole.normalize().scale(), &weights?)?;
    Some(last_year.iter().map(|(unit, _)| unit.clone()).zip(parts).collect())
}

/// A figure in whole steps of `decimals` decimals, if it is a number of them.
fn steps(figure: Decimal, decimals: u32) -> Option<u128> {
    if decimals > MOST_DECIMALS || figure < Decimal::ZERO || !number::in_range(figure) {
        return None;
    }
    let figure = figure.normalize();
    let finer = decimals.checked_sub(figure.scale())?;
    figure
        .mantissa()
        .unsigned_abs()
        .checked_mul(10_u128.checked_pow(finer)?)
}

/// The steps of `whole` by the method of the largest remainder.
fn divided(whole: Decimal, decimals: u32, weights: &[u128]) -> Option<Vec<Decimal>> {
    let whole = steps(whole, decimals)?;
    let sum = weights
        .iter()
        .try_fold(0_u128, |sum, weight| sum.checked_add(*weight))?;
    if sum == 0 {
        return None;
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut left = whole;
    for (at, weight) in weights.iter().enumerate() {
        // Both are at most 10^18, so that the product is far from the limit.
        let scaled = whole.checked_mul(*weight)?;
        left -= scaled / sum;
        parts.push((at, scaled / sum, scaled % sum));
    }
    parts.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    for (_, part, _) in &mut parts {
        let more = left.min(1);
        *part += more;
        left -= more;
    }
    parts.sort_by_key(|(at, ..)| *at);
    parts
        .into_iter()
        .map(|(_, part, _)| Decimal::try_from_i128_with_scale(part.try_into().ok()?, decimals).ok())
        .collect()
}

/// What shares come to, held against a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Their sum.
    pub total: Decimal,
    /// How much is missing; zero where nothing is.
    pub short: Decimal,
    /// How much is too much; zero where nothing is.
    pub over: Decimal,
}

impl Sum {
    /// Whether the shares come to the whole exactly.
    pub fn holds(&self) -> bool {
        self.short.is_zero() && self.over.is_zero()
    }
}

/// Adds up the shares of what adds up: the goals of a count, or the units' inventories of a share.
/// Levels do not add up; every unit is held to its own.
pub fn checked(whole: Decimal, shares: &[(UnitId, Decimal)]) -> Sum {
    let total = shares
        .iter()
        .fold(Decimal::ZERO, |sum, (_, share)| sum.saturating_add(*share));
    let excess = total.saturating_sub(whole);
    Sum {
        total,
        short: (-excess).max(Decimal::ZERO),
        over: excess.max(Decimal::ZERO),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn id(text: &str) -> UnitId {
        UnitId::new(text).unwrap()
    }

    fn told(parts: Option<Vec<Decimal>>) -> String {
        let parts = parts.map(|parts| parts.iter().map(Decimal::to_string).collect::<Vec<_>>().join(" "));
        parts.unwrap_or_else(|| "none".to_owned())
    }

    #[test]
    fn what_is_left_over_goes_to_the_first() {
        for (whole, n, decimals, parts) in [
            ("750", 4, 0, "188 188 187 187"),
            ("750", 4, 1, "187.5 187.5 187.5 187.5"),
            ("1", 3, 2, "0.34 0.33 0.33"),
            ("2", 3, 0, "1 1 0"),
            ("0", 2, 0, "0 0"),
            ("7.50", 2, 1, "3.8 3.7"),
            ("7.5", 2, 0, "none"),
            ("750", 0, 0, "none"),
            ("-1", 2, 0, "none"),
            ("1", 2, 7, "none"),
        ] {
            assert_eq!(told(equally(dec(whole), n, decimals)), parts, "{whole} by {n}");
        }
    }

    #[test]
    fn last_years_figures_are_the_proportions() {
        let divided = |whole: &str, figures: &[&str]| {
            let last: Vec<_> = figures
                .iter()
                .enumerate()
                .map(|(at, figure)| (id(&format!("u{at}")), dec(figure)))
                .collect();
            let parts = by_last_year(dec(whole), &last);
            if let Some(parts) = &parts {
                assert!(parts.iter().map(|(unit, _)| unit).eq(last.iter().map(|(unit, _)| unit)));
            }
            told(parts.map(|parts| parts.into_iter().map(|(_, part)| part).collect()))
        };
        for (whole, figures, parts) in [
            ("100", &["1", "1", "1"][..], "34 33 33"),
            ("10", &["6", "3.9", "0.1"], "6 4 0"),
            ("10", &["1", "0", "2"], "3 0 7"),
            ("12.5", &["1", "3"], "3.1 9.4"),
            (
                "1000000000000",
                &["1000000000000", "0.000001", "1000000000000"],
                "500000000000 0 500000000000",
            ),
            ("10", &["0", "0"], "none"),
            ("10", &["-1", "2"], "none"),
            ("10", &[], "none"),
        ] {
            assert_eq!(divided(whole, figures), parts, "{whole} by {figures:?}");
        }
    }

    #[test]
    fn what_is_short_or_over_is_told() {
        let shares = |all: &[&str]| -> Vec<_> { all.iter().map(|share| (id("u"), dec(share))).collect() };
        let sum = |all: &[&str]| checked(dec("100"), &shares(all));
        assert_eq!(
            (sum(&["40", "59.5"]).short, sum(&["40", "59.5"]).over),
            (dec("0.5"), dec("0"))
        );
        assert_eq!(
            (sum(&["40", "61"]).total, sum(&["40", "61"]).over),
            (dec("101"), dec("1"))
        );
        assert!(sum(&["40.0", "60"]).holds() && !sum(&[]).holds());
    }

    proptest! {
        /// The parts come to the whole, none is below zero, and no two differ by more than a step.
        #[test]
        fn equal_parts_are_exact(whole in 0_i64..=1_000_000_000, scale in 0_u32..=6, more in 0_u32..=3, n in 1_usize..200) {
            let (whole, decimals) = (Decimal::new(whole, scale), (scale + more).min(MOST_DECIMALS));
            let parts = equally(whole, n, decimals).unwrap();
            prop_assert_eq!(parts.len(), n);
            prop_assert_eq!(parts.iter().sum::<Decimal>(), whole);
            prop_assert!(parts.is_sorted_by(|a, b| a >= b) && parts[n - 1] >= Decimal::ZERO);
            prop_assert!(parts[0] - parts[n - 1] <= Decimal::new(1, decimals));
        }

        /// The same by last year's figures; each part is its exact proportion rounded down or up, whoever
        /// had nothing gets nothing, and of two units the one that had more does not get less.
        #[test]
        fn parts_by_last_year_are_exact(
            whole in 0_i64..=1_000_000_000_000, scale in 0_u32..=6, last in prop::collection::vec(0_i64..1_000_000, 1..60),
            finer in 0_u32..=6,
        ) {
            prop_assume!(last.iter().any(|figure| *figure > 0));
            let whole = Decimal::new(whole, scale);
            let units: Vec<(UnitId, Decimal)> =
                last.iter().enumerate().map(|(at, figure)| (id(&format!("u{at}")), Decimal::new(*figure, finer))).collect();
            let parts = by_last_year(whole, &units).unwrap();
            prop_assert!(parts.iter().map(|(unit, _)| unit).eq(units.iter().map(|(unit, _)| unit)));
            prop_assert_eq!(parts.iter().map(|(_, part)| part).sum::<Decimal>(), whole);
            let step = Decimal::new(1, whole.normalize().scale());
            let sum: i128 = last.iter().map(|figure| i128::from(*figure)).sum();
            for ((_, part), figure) in parts.iter().zip(&last) {
                let steps = (*part / step).normalize().mantissa();
                let exact = (whole / step).normalize().mantissa() * i128::from(*figure);
                prop_assert!(steps * sum > exact - sum && steps * sum < exact + sum);
                prop_assert!(*figure > 0 || part.is_zero());
            }
            for (a, x) in parts.iter().zip(&last) {
                for (b, y) in parts.iter().zip(&last) {
                    prop_assert!(x <= y || a.1 >= b.1);
                }
            }
        }

        #[test]
        fn figures_beyond_all_bounds_do_not_panic(mantissa: i64, scale in 0_u32..=28, n in 0_usize..5, decimals: u32) {
            let figure = Decimal::new(mantissa, scale);
            let shares = vec![(id("u"), figure); n];
            if let Some(parts) = by_last_year(figure, &shares) {
                prop_assert!(checked(figure, &parts).holds());
            }
            if let Some(parts) = equally(figure, n, decimals) {
                prop_assert_eq!(parts.iter().sum::<Decimal>(), figure);
            }
            let _ = checked(Decimal::MAX, &[(id("u"), Decimal::MIN), (id("v"), figure)]);
        }
    }
}
