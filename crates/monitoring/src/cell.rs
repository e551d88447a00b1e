//! What stands in a cell of a table of measurements: nothing, a figure, or «less than can be found».
//!
//! This is the reading of marks alone. Whether a figure is plausible for what was measured is for
//! the item to say.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The most digits, before and after the point, of a figure in a cell.
///
/// Far more than any instrument shows, and few enough that sums over a year of stations and
/// products with the factor of a unit cannot leave the range of `Decimal`.
const MOST_DIGITS: usize = 15;

/// A cell that was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Not measured or not told: empty, a dash, a slash, «未监测».
    Missing,
    /// Measured, and below what the method can find: «<0.05», «0.05L», «未检出», «ND».
    Below {
        /// The limit of detection, where the cell tells it.
        limit: Option<Decimal>,
    },
    /// A figure, with the decimals it was written with; it may be below zero.
    Figure(Decimal),
}

/// Why the text of a cell was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum CellError {
    /// Something that is neither a figure nor one of the known marks.
    #[error("not a figure")]
    NotAFigure,
    /// More digits than any instrument shows.
    #[error("more digits than any instrument shows")]
    TooLong,
}

/// The marks of a cell in which nothing was measured.
const MISSING: [&str; 16] = [
    "",
    "/",
    "\\",
    "×",
    "NA",
    "N/A",
    "NULL",
    "无",
    "未测",
    "未监测",
    "未检测",
    "未采样",
    "无数据",
    "缺测",
    "断流",
    "冰封",
];

/// The marks of a measurement that found nothing, without telling the limit.
const NOT_FOUND: [&str; 6] = ["ND", "N.D.", "<DL", "未检出", "低于检出限", "检出限以下"];

/// Reads a cell. Full-width characters and blanks anywhere are understood.
///
/// ```
/// use yaodian_monitoring::cell::{Cell, read};
/// assert_eq!(read("0.209"), Ok(Cell::Figure("0.209".parse().unwrap())));
/// assert_eq!(read("0.05L"), Ok(Cell::Below { limit: Some("0.05".parse().unwrap()) }));
/// assert_eq!(read("--"), Ok(Cell::Missing));
/// assert!(read("约3").is_err());
/// ```
pub fn read(text: &str) -> Result<Cell, CellError> {
    let plain: String = text.chars().map(folded).filter(|c| !c.is_whitespace()).collect();
    if plain.chars().all(|c| c == '-') || MISSING.iter().any(|mark| mark.eq_ignore_ascii_case(&plain)) {
        return Ok(Cell::Missing);
    }
    if NOT_FOUND.iter().any(|mark| mark.eq_ignore_ascii_case(&plain)) {
        return Ok(Cell::Below { limit: None });
    }
    let below = plain
        .strip_prefix(['<', '≤'])
        .or_else(|| plain.strip_suffix(['L', 'l']))
        .or_else(|| bracketed(&plain));
    match below {
        Some(limit) => {
            let limit = figure(limit)?;
            // «<0» and «-0.05L» tell of no limit that a method can have.
            if limit > Decimal::ZERO {
                Ok(Cell::Below { limit: Some(limit) })
            } else {
                Err(CellError::NotAFigure)
            }
        }
        None => figure(&plain).map(Cell::Figure),
    }
}

/// Whether a cell tells nothing, by the same marks as [`read`].
pub fn is_missing(text: &str) -> bool {
    read(text) == Ok(Cell::Missing)
}

/// The limit in «未检出(0.05)» or «ND(<0.05)».
fn bracketed(plain: &str) -> Option<&str> {
    let (mark, rest) = plain.split_once('(')?;
    let known = NOT_FOUND.iter().any(|known| known.eq_ignore_ascii_case(mark));
    let limit = rest.strip_suffix(')').filter(|_| known)?;
    Some(limit.strip_prefix('<').unwrap_or(limit))
}

/// Digits with at most one point, well-placed thousands commas, and a power of ten.
fn figure(plain: &str) -> Result<Decimal, CellError> {
    let (digits, power) = match plain.split_once(['E', 'e']) {
        Some((digits, power)) => (digits, small(power)?),
        None => match plain.split_once("×10") {
            Some((digits, power)) => (digits, small(power.strip_prefix('^').unwrap_or(power))?),
            None => (plain, 0),
        },
    };
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = ungrouped(whole).ok_or(CellError::NotAFigure)?;
    let decimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !decimal(&whole) || !decimal(part) || digits.ends_with('.') {
        return Err(CellError::NotAFigure);
    }
    if whole.len() + part.len() > MOST_DIGITS {
        return Err(CellError::TooLong);
    }
    let mantissa: i64 = format!("{whole}{part}").parse().map_err(|_| CellError::TooLong)?;
    let mantissa = if negative { -mantissa } else { mantissa };
    let decimals = i64::try_from(part.len()).map_err(|_| CellError::TooLong)? - power;
    let value = match u32::try_from(decimals) {
        Ok(decimals) => Decimal::try_new(mantissa, decimals).ok(),
        Err(_) => u32::try_from(-decimals)
            .ok()
            .and_then(|zeros| 10_i64.checked_pow(zeros))
            .and_then(|factor| mantissa.checked_mul(factor))
            .map(Decimal::from),
    };
    value.ok_or(CellError::TooLong)
}

/// A power of ten that stands in tables of measurements.
fn small(power: &str) -> Result<i64, CellError> {
    let power: i64 = power.parse().map_err(|_| CellError::NotAFigure)?;
    if power.abs() <= 9 {
        Ok(power)
    } else {
        Err(CellError::TooLong)
    }
}

/// The whole part without its commas; `None` where they do not part groups of three.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain)
}

/// The plain form of a character that stands for another in tables.
fn folded(c: char) -> char {
    match half_width(c) {
        '〈' | '﹤' => '<',
        '*' | '✕' => '×',
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        other => other,
    }
}

/// The half-width form of a full-width character, and one dash for all of its look-alikes.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '—' | '–' | '―' | '−' | '‐' | '─' | '﹣' | '⁻' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tells_nothing_from_little_and_from_a_figure() {
        for text in [
            "",
            "  ",
            "-",
            "--",
            "—",
            "——",
            "/",
            "N/A",
            "未监测",
            "－－",
            "*",
            "断流",
        ] {
            assert_eq!(read(text), Ok(Cell::Missing), "{text:?}");
        }
        for text in ["ND", "nd", "未检出", "低于检出限", "＜DL"] {
            assert_eq!(read(text), Ok(Cell::Below { limit: None }), "{text:?}");
        }
        for text in [
            "<0.05",
            "＜0.05",
            "0.05L",
            "0.05 l",
            "≤0.05",
            "未检出(0.05)",
            "ND（<0.05）",
            "5E-2L",
        ] {
            let limit = Some(Decimal::new(5, 2));
            assert_eq!(read(text), Ok(Cell::Below { limit }), "{text:?}");
        }
        for (text, value) in [
            ("7.15", "7.15"),
            ("０．０２０", "0.020"),
            ("-1", "-1"),
            ("+3", "3"),
            ("21,921,210", "21921210"),
            ("1.3E4", "13000"),
            ("1.3×10⁴", "13000"),
            ("1.3×10^4", "13000"),
            ("5e-5", "0.00005"),
            ("1.00E-3", "0.00100"),
        ] {
            let found = read(text).map(|cell| match cell {
                Cell::Figure(value) => value.to_string(),
                other => format!("{other:?}"),
            });
            assert_eq!(found.as_deref(), Ok(value), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_may_mean_something_else() {
        for text in [
            "约3", "7.1.5", "5.", ".5", "12,48", "1e", "3mg/L", "7..", "<", "L", "<0", "5%", "e5", "×10",
        ] {
            assert_eq!(read(text), Err(CellError::NotAFigure), "{text:?}");
        }
        for text in ["1234567890123456", "1E99", "0.1234567890123456"] {
            assert_eq!(read(text), Err(CellError::TooLong), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in ".{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn no_figure_is_too_odd(text in "[-+<0-9.,eE×^L()]{0,24}") {
            let _ = read(&text);
        }

        #[test]
        fn a_written_figure_is_read_back(mantissa in -999_999_999_i64..=999_999_999, scale in 0_u32..=9) {
            let value = Decimal::new(mantissa, scale);
            prop_assert_eq!(read(&value.to_string()), Ok(Cell::Figure(value)));
        }
    }
}
