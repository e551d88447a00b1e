//! The natural logarithm in whole numbers, for the one formula that needs it.

use rust_decimal::Decimal;

/// One, with 18 decimals.
const ONE: i128 = 1_000_000_000_000_000_000;
/// ln 2, with 18 decimals.
const LN_2: i128 = 693_147_180_559_945_309;
/// ln 10, with 18 decimals.
const LN_10: i128 = 2_302_585_092_994_045_684;

/// The natural logarithm, right to 14 decimals; `None` for zero and below.
///
/// ln x = 2·artanh((f − 1)/(f + 1)) + k·ln 2 + e·ln 10 with x = f · 2ᵏ · 10ᵉ and f between 2/3 and 4/3,
/// so that the series loses a factor of 25 with every term. Whole numbers only: the same to the last
/// digit in every place.
pub(super) fn ln(value: Decimal) -> Option<Decimal> {
    if value <= Decimal::ZERO {
        return None;
    }
    let (mut digits, mut tens) = (value.mantissa(), -i128::from(value.scale()));
    while digits >= ONE {
        digits = (digits + 5) / 10;
        tens += 1;
    }
    let mut twos = digits.ilog2();
    let mut f = digits * ONE / (1 << twos);
    if f * 3 > ONE * 4 {
        f /= 2;
        twos += 1;
    }
    let z = (f - ONE) * ONE / (f + ONE);
    let square = z * z / ONE;
    let (mut power, mut sum) = (z, 0);
    for odd in (1..).step_by(2) {
        let term = power / odd;
        if term == 0 {
            break;
        }
        sum += term;
        power = power * square / ONE;
    }
    let total = 2 * sum + i128::from(twos) * LN_2 + tens * LN_10;
    Decimal::try_from_i128_with_scale(total, 18)
        .ok()
        .map(|ln| ln.round_dp(14))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_logarithms() {
        for (value, expected) in [
            ("1", "0"),
            ("2", "0.69314718055995"),
            ("10", "2.30258509299405"),
            ("0.5", "-0.69314718055995"),
            ("0.025", "-3.68887945411394"),
            ("21.3", "3.05870707271538"),
            ("100000", "11.51292546497023"),
            ("0.000001", "-13.81551055796427"),
        ] {
            let found = ln(value.parse().unwrap()).unwrap();
            assert_eq!(found, expected.parse().unwrap(), "ln {value}");
        }
        assert_eq!(ln(Decimal::ZERO), None);
        assert_eq!(ln(Decimal::NEGATIVE_ONE), None);
        assert!(ln(Decimal::MAX).is_some());
        assert!(ln(Decimal::new(1, 28)).is_some());
    }

    proptest! {
        #[test]
        fn the_logarithm_of_a_product_is_the_sum(a in 1_i64..=9_999_999, b in 1_i64..=9_999_999, scale in 0_u32..=9) {
            let (a, b) = (Decimal::new(a, scale), Decimal::new(b, 3));
            let off = ln(a * b).unwrap() - ln(a).unwrap() - ln(b).unwrap();
            prop_assert!(off.abs() <= Decimal::new(3, 14), "{off}");
        }

        #[test]
        fn it_grows(a in 1_i64..=99_999_999, step in 1_i64..=1_000) {
            prop_assert!(ln(Decimal::new(a, 4)).unwrap() < ln(Decimal::new(a + step, 4)).unwrap());
        }
    }
}
