//! Figures as people type them, and the two ways in which a figure is rounded and compared.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// The largest figure that is accepted, so that no sum or product in the check can overflow.
///
/// A million million: beyond any count of outfalls, and below `Decimal`'s limit by 16 digits.
pub const LARGEST: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0);

/// How many decimals a typed figure may have.
pub const MOST_DECIMALS: u32 = 6;

/// Why a typed figure was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NumberError {
    /// Nothing was typed. A blank is not zero.
    #[error("no figure")]
    Empty,
    /// A character that cannot be part of a figure; `at` counts characters from 1.
    #[error("character {found:?} at {at} is not part of a figure")]
    Unexpected {
        /// The character.
        found: char,
        /// Its place, counted from 1.
        at: usize,
    },
    /// A comma that does not part groups of three digits: `12,48` may mean 12.48 or 1248.
    #[error("the comma at {at} does not part groups of three digits")]
    Comma {
        /// Its place, counted from 1.
        at: usize,
    },
    /// More than [`MOST_DECIMALS`] decimals.
    #[error("more than {} decimals", MOST_DECIMALS)]
    TooPrecise,
    /// Beyond [`LARGEST`].
    #[error("too large")]
    TooLarge,
}

/// Whether a figure is one that the check can reckon with: at most [`LARGEST`] in size.
pub fn in_range(value: Decimal) -> bool {
    // Decimals only make a figure smaller, so that its digits alone nearly always tell.
    value.mantissa().unsigned_abs() <= LARGEST.mantissa().unsigned_abs() || value.abs() <= LARGEST
}

/// Deserializes a figure, refusing one that is not [`in_range`].
pub(crate) fn ranged<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Decimal, D::Error> {
    let value = <Decimal as Deserialize>::deserialize(input)?;
    if in_range(value) {
        Ok(value)
    } else {
        Err(serde::de::Error::custom(NumberError::TooLarge))
    }
}

/// As [`ranged`], for a figure that may be left out.
pub(crate) fn ranged_option<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Option<Decimal>, D::Error> {
    match Option::<Decimal>::deserialize(input)? {
        Some(value) if !in_range(value) => Err(serde::de::Error::custom(NumberError::TooLarge)),
        other => Ok(other),
    }
}

/// Reads a figure as an official types it.
///
/// Full-width digits and signs (８９．３％), a Chinese full stop as decimal point, well-placed
/// thousands separators (12,480), spaces around it and a closing percent sign are understood.
/// Anything that could be read in two ways is refused. The number of decimals is kept, since it
/// tells the precision of the report.
///
/// ```
/// use yaodian_domain::number::parse;
/// assert_eq!(parse("８９．３％").unwrap().to_string(), "89.3");
/// assert_eq!(parse("12,480").unwrap().to_string(), "12480");
/// assert_eq!(parse("0.30").unwrap().to_string(), "0.30");
/// assert!(parse("12,48").is_err());
/// ```
pub fn parse(typed: &str) -> Result<Decimal, NumberError> {
    let chars: Vec<(usize, char)> = typed
        .chars()
        .map(half_width)
        .enumerate()
        .map(|(index, c)| (index + 1, c))
        .filter(|(_, c)| !c.is_whitespace())
        .collect();
    let chars = match chars.as_slice() {
        [head @ .., (_, '%')] => head,
        all => all,
    };
    let (negative, body) = match chars {
        [(_, '-'), rest @ ..] => (true, rest),
        [(_, '+'), rest @ ..] => (false, rest),
        all => (false, all),
    };
    if body.is_empty() {
        return Err(NumberError::Empty);
    }
    let mut plain = String::with_capacity(body.len() + 1);
    if negative {
        plain.push('-');
    }
    let (mut commas, mut point, mut whole_digits) = (Vec::new(), None, 0_usize);
    for &(at, c) in body {
        match c {
            '0'..='9' => {
                plain.push(c);
                whole_digits += usize::from(point.is_none());
            }
            '.' if point.is_none() => {
                point = Some(at);
                plain.push('.');
            }
            ',' => commas.push((at, whole_digits, point.is_some())),
            found => return Err(NumberError::Unexpected { found, at }),
        }
    }
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    if whole_digits == 0 || (point.is_some() && decimals == 0) {
        let (at, found) = body[body.len() - 1];
        return Err(NumberError::Unexpected { found, at });
    }
    let mut first = true;
    for &(at, before, after_point) in &commas {
        let groups = (whole_digits - before).is_multiple_of(3) && whole_digits > before;
        if after_point || !groups || before == 0 || (first && before > 3) {
            return Err(NumberError::Comma { at });
        }
        first = false;
    }
    if let Some(&(at, ..)) = commas.first()
        && commas.len() != (whole_digits - 1) / 3
    {
        return Err(NumberError::Comma { at });
    }
    if decimals > MOST_DECIMALS as usize {
        return Err(NumberError::TooPrecise);
    }
    let value: Decimal = plain.parse().map_err(|_| NumberError::TooLarge)?;
    if in_range(value) {
        Ok(value)
    } else {
        Err(NumberError::TooLarge)
    }
}

/// The half-width form of a full-width character, and of the stops that serve as decimal point.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' | '·' => '.',
        '、' => ',',
        '−' | '—' => '-',
        other => other,
    }
}

/// Rounds half to even, keeping exactly `decimals` decimals (GB/T 8170-2008, clause 3).
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointNearestEven);
    rounded.rescale(decimals);
    rounded
}

/// Rounds up (away from the easy side) to `decimals` decimals: for «what is still needed».
pub fn round_up(value: Decimal, decimals: u32) -> Decimal {
    value
        .round_dp_with_strategy(decimals, RoundingStrategy::ToPositiveInfinity)
        .normalize()
}

/// Rounds down to `decimals` decimals: for «may be at most».
pub fn round_down(value: Decimal, decimals: u32) -> Decimal {
    value
        .round_dp_with_strategy(decimals, RoundingStrategy::ToNegativeInfinity)
        .normalize()
}

/// Rounds away from zero to `decimals` decimals: what is not nothing is never shown as nothing.
pub fn round_away(value: Decimal, decimals: u32) -> Decimal {
    value
        .round_dp_with_strategy(decimals, RoundingStrategy::AwayFromZero)
        .normalize()
}

/// `part / whole` in percent, rounded half to even to `decimals`; `None` for a whole of zero.
///
/// Exact: the remainder decides, not a quotient that was already rounded.
pub fn percent(part: Decimal, whole: Decimal, decimals: u32) -> Option<Decimal> {
    if whole <= Decimal::ZERO {
        return None;
    }
    let scaled = part.checked_mul(Decimal::from(10_u64.pow(decimals + 2)))?;
    let mut quotient = scaled.checked_div(whole)?.trunc();
    let mut rest = scaled - quotient * whole;
    while rest < Decimal::ZERO {
        quotient -= Decimal::ONE;
        rest += whole;
    }
    let twice = rest + rest;
    let odd = quotient % Decimal::TWO != Decimal::ZERO;
    if twice > whole || (twice == whole && odd) {
        quotient += Decimal::ONE;
    }
    quotient.set_scale(decimals).ok()?;
    Some(quotient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn understands_what_officials_type() {
        for (typed, value) in [
            ("89.3", "89.3"),
            (" 89.3 % ", "89.3"),
            ("８９．３％", "89.3"),
            ("８９。３", "89.3"),
            ("12,480", "12480"),
            ("１２，４８０", "12480"),
            ("1,234,567.50", "1234567.50"),
            ("-3", "-3"),
            ("0.30", "0.30"),
            ("1,000,000,000,000", "1000000000000"),
        ] {
            assert_eq!(parse(typed).map(|d| d.to_string()).as_deref(), Ok(value), "{typed}");
        }
    }

    #[test]
    fn refuses_what_can_be_read_in_two_ways() {
        for typed in [
            "12,48",
            "1,2480",
            ",480",
            "12,480,",
            "1234,567",
            "12,480567",
            "89,3",
            "1.234,567",
        ] {
            assert!(
                matches!(parse(typed), Err(NumberError::Comma { .. })),
                "{typed}: {:?}",
                parse(typed)
            );
        }
        for (typed, found, at) in [
            ("89.3a", 'a', 5),
            ("约90", '约', 1),
            ("1.2.3", '.', 4),
            ("5.", '.', 2),
            (".5", '5', 2),
        ] {
            assert_eq!(parse(typed), Err(NumberError::Unexpected { found, at }), "{typed}");
        }
        for typed in ["", "  ", "%", "-"] {
            assert_eq!(parse(typed), Err(NumberError::Empty), "{typed:?}");
        }
        assert_eq!(parse("0.1234567"), Err(NumberError::TooPrecise));
        assert_eq!(parse("1000000000001"), Err(NumberError::TooLarge));
        assert_eq!(parse(&"9".repeat(400)), Err(NumberError::TooLarge));
    }

    /// GB/T 8170-2008, 3.2: the standard's own examples, and the published ratios.
    #[test]
    fn rounds_half_to_even() {
        for (value, decimals, expected) in [
            ("12.1498", 1, "12.1"),
            ("10.502", 0, "11"),
            ("1.050", 1, "1.0"),
            ("0.35", 1, "0.4"),
            ("2500", 0, "2500"),
            ("-0.365", 2, "-0.36"),
        ] {
            assert_eq!(round(dec(value), decimals).to_string(), expected);
        }
        assert_eq!(percent(dec("1"), dec("326"), 1), Some(dec("0.3")));
        assert_eq!(percent(dec("291"), dec("326"), 1), Some(dec("89.3")));
        assert_eq!(percent(dec("9067"), dec("12480"), 1), Some(dec("72.7")));
        assert_eq!(percent(dec("10089"), dec("12480"), 1), Some(dec("80.8")));
        assert_eq!(percent(dec("1"), dec("0"), 1), None);
    }

    #[test]
    fn largest_is_a_million_million() {
        assert_eq!(LARGEST, dec("1000000000000"));
    }

    proptest! {
        #[test]
        fn never_panics(typed in "\\PC{0,40}") {
            let _ = parse(&typed);
        }

        #[test]
        fn percent_is_exact(part in 0_i128..2_000_000, whole in 1_i128..2_000_000, decimals in 0_u32..4) {
            let got = percent(Decimal::from_i128_with_scale(part, 0), Decimal::from_i128_with_scale(whole, 0), decimals).unwrap();
            let scaled = part * 10_i128.pow(decimals + 2);
            // |got·whole − scaled| ≤ whole/2, and on the middle the even neighbour is taken.
            let off = (got.mantissa() * whole - scaled).abs() * 2;
            prop_assert!(off < whole || (off == whole && got.mantissa() % 2 == 0));
        }

        #[test]
        fn reads_back_what_it_writes(mantissa in -1_000_000_000_i64..1_000_000_000, scale in 0_u32..=6) {
            let value = Decimal::new(mantissa, scale);
            prop_assert_eq!(parse(&value.to_string()), Ok(value));
        }
    }
}
