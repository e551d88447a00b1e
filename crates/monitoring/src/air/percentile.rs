//! Percentiles between two ranked days ([`Rule::Percentile`](super::Rule::Percentile)).

use super::amount::{Mean, Quotient};

/// The percentile of the values, which are reordered; `None` of none, or beyond 100.
///
/// Of n values in ascending order, k = 1 + (n − 1)·p % and s = ⌊k⌋; the percentile is
/// X(s) + (X(s+1) − X(s))·(k − s).
pub(super) fn percentile(values: &mut [Mean], percent: u32) -> Option<Quotient> {
    let last = values.len().checked_sub(1)?;
    if percent > 100 {
        return None;
    }
    // Both in hundredths of a place, counted from 0.
    let place = last.checked_mul(usize::try_from(percent).ok()?)?;
    let (below, part) = (place / 100, u128::try_from(place % 100).ok()?);
    let (_, lower, above) = values.select_nth_unstable(below);
    let lower = lower.quotient();
    let Some(upper) = above.iter().min().filter(|_| part > 0) else {
        return Some(lower);
    };
    let upper = upper.quotient();
    let weighed = |one: u128, other: u128, weight: u128| one.checked_mul(other)?.checked_mul(weight);
    let below = weighed(lower.numerator, upper.denominator, 100 - part)?;
    Some(Quotient {
        numerator: below.checked_add(weighed(upper.numerator, lower.denominator, part)?)?,
        denominator: weighed(lower.denominator, upper.denominator, 100)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::air::Amount;

    fn of(units: &[u32], percent: u32) -> Option<String> {
        let mut values: Vec<Mean> = units.iter().map(|unit| Amount::from_units(*unit).into()).collect();
        percentile(&mut values, percent)?
            .rounded(2)
            .map(|value| value.to_string())
    }

    #[test]
    fn worked_examples() {
        // k = 1 + 9·0.9 = 9.1: between the 9th and the 10th.
        let ten = [10, 90, 20, 80, 30, 70, 40, 60, 50, 100];
        assert_eq!(of(&ten, 90).as_deref(), Some("91.00"));
        // k = 1 + 9·0.95 = 9.55; k = 1 + 9·0.98 = 9.82.
        assert_eq!(of(&ten, 95).as_deref(), Some("95.50"));
        assert_eq!(of(&ten, 98).as_deref(), Some("98.20"));
        assert_eq!(of(&ten, 0).as_deref(), Some("10.00"));
        assert_eq!(of(&ten, 100).as_deref(), Some("100.00"));
        assert_eq!(of(&[7], 90).as_deref(), Some("7.00"));
        assert_eq!(of(&[], 90), None);
        assert_eq!(of(&ten, 101), None);
        // 1 + 30·0.9 = 28: the 28th of 31 itself.
        let month: Vec<u32> = (1..=31).rev().collect();
        assert_eq!(of(&month, 90).as_deref(), Some("28.00"));
    }
}
