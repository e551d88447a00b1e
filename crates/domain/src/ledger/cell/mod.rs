//! From what stands in a cell or a form's field to a value, or why not.
//!
//! The browser reads what is typed and the server what arrives in a sheet by the same function.

mod day;
mod names;
mod place;
mod trouble;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use day::day;
pub(crate) use names::Named;
pub use names::unit;
pub use trouble::Trouble;

use names::choice;
use place::place;

use super::{Field, FieldKind, LONGEST_KEY, LONGEST_TEXT};
use crate::{
    number::{self, NumberError},
    plan::Name,
    unit::Register,
};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, as it stands there.
    Text(&'a str),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// A formula, whose result may be stale or missing.
    Formula(&'a str),
    /// Something that a sheet shows as `#N/A`, or a value that is none.
    Fault(&'a str),
}

/// Reads a value of `field`. `Ok(None)` is a blank.
///
/// The text is canonical: a number without superfluous signs, a day as `2023-09-25`, a choice by
/// its Chinese name, a unit by its id, a place as `114.305,30.593`.
pub fn read(field: &Field, cell: &Cell<'_>, units: &Register) -> Result<Option<String>, Trouble> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Formula(formula) => return Err(formula_trouble(formula)),
        Cell::Fault(found) => {
            return Err(Trouble::Fault {
                found: (*found).to_owned(),
            });
        }
        Cell::Text(text) => tidy(text),
        Cell::Number(_) | Cell::Day(_) => std::borrow::Cow::Borrowed(""),
    };
    if matches!(cell, Cell::Text(_)) && text.is_empty() {
        return Ok(None);
    }
    match &field.kind {
        FieldKind::Number {
            unit,
            decimals,
            least,
            most,
        } => {
            let value = match cell {
                Cell::Number(value) => *value,
                Cell::Day(day) => {
                    return Err(Trouble::Fault { found: day.to_string() });
                }
                _ => measured(&text, unit)?,
            };
            bounded(value.normalize(), *decimals, *least, *most).map(|value| Some(value.to_string()))
        }
        FieldKind::Date => match cell {
            Cell::Day(day) => Ok(Some(day.to_string())),
            Cell::Number(value) => day(&value.normalize().to_string()).map(|day| Some(day.to_string())),
            _ => day(&text).map(|day| Some(day.to_string())),
        },
        kind => {
            let text = match cell {
                Cell::Number(value) => value.normalize().to_string().into(),
                Cell::Day(day) => day.to_string().into(),
                _ => text,
            };
            match kind {
                FieldKind::Choice { options } => choice(&text, options).map(Some),
                FieldKind::Unit => unit(&text, units).map(|unit| Some(unit.id.to_string())),
                FieldKind::Place => place(&text).map(Some),
                _ => within(text.into_owned(), LONGEST_TEXT).map(Some),
            }
        }
    }
}

/// Reads an entry's number (编号): full-width letters and digits become half-width ones, so that
/// «Ａ１» and «A1» are the same entry.
pub fn key(cell: &Cell<'_>) -> Result<String, Trouble> {
    let text = match cell {
        Cell::Empty => return Err(Trouble::Missing),
        Cell::Text(text) => half_width(&tidy(text)),
        Cell::Number(value) => value.normalize().to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Formula(formula) => return Err(formula_trouble(formula)),
        Cell::Fault(found) => {
            return Err(Trouble::Fault {
                found: (*found).to_owned(),
            });
        }
    };
    let text = text.replace(['\n', '\r'], " ");
    if text.is_empty() {
        return Err(Trouble::Missing);
    }
    within(text, LONGEST_KEY)
}

/// Reads the day on which a stage was done. `Ok(None)` is a blank.
pub fn stage_day(cell: &Cell<'_>) -> Result<Option<Date>, Trouble> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Day(day) => Ok(Some(*day)),
        Cell::Number(value) => day(&value.normalize().to_string()).map(Some),
        Cell::Text(text) => match tidy(text) {
            text if text.is_empty() => Ok(None),
            text => day(&text).map(Some),
        },
        Cell::Formula(formula) => Err(formula_trouble(formula)),
        Cell::Fault(found) => Err(Trouble::Fault {
            found: (*found).to_owned(),
        }),
    }
}

fn formula_trouble(formula: &str) -> Trouble {
    Trouble::Formula {
        formula: formula.chars().take(60).collect(),
    }
}

/// Text without what nobody typed on purpose: blanks at the ends (full-width ones too), marks of
/// no width, control characters.
pub fn tidy(text: &str) -> std::borrow::Cow<'_, str> {
    let clean = |c: char| matches!(c, '\n') || !(c.is_control() || invisible(c));
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || invisible(c));
    if trimmed.chars().all(clean) {
        trimmed.into()
    } else {
        trimmed
            .replace("\r\n", "\n")
            .replace('\t', " ")
            .chars()
            .filter(|&c| clean(c))
            .collect::<String>()
            .into()
    }
}

fn invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' | '\u{A0}' => ' ',
            other => other,
        })
        .collect()
}

fn within(text: String, most: usize) -> Result<String, Trouble> {
    // Bytes are never fewer than characters.
    if text.len() <= most {
        return Ok(text);
    }
    match text.chars().count() {
        length if length > most => Err(Trouble::TooLong { length, most }),
        _ => Ok(text),
    }
}

/// A number with or without its unit of measure behind it.
fn measured(text: &str, unit: &Name) -> Result<Decimal, Trouble> {
    match number::parse(text) {
        Ok(value) if !text.ends_with(['%', '％']) || unit.zh == "%" => Ok(value),
        plain => {
            let text = half_width(text);
            let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
            let (digits, behind) = text.split_at(end);
            let behind = behind.trim();
            let same = |name: &str| half_width(name).eq_ignore_ascii_case(behind);
            match number::parse(digits) {
                Ok(value) if same(&unit.zh) || same(&unit.en) => Ok(value),
                Ok(_) if !behind.is_empty() => Err(Trouble::OtherMeasure {
                    found: behind.to_owned(),
                }),
                _ => plain.map_err(|why| Trouble::NotANumber { why }),
            }
        }
    }
}

fn bounded(value: Decimal, decimals: u32, least: Option<Decimal>, most: Option<Decimal>) -> Result<Decimal, Trouble> {
    if !number::in_range(value) {
        Err(Trouble::NotANumber {
            why: NumberError::TooLarge,
        })
    } else if value.scale() > decimals {
        Err(Trouble::TooPrecise { most: decimals })
    } else if let Some(least) = least.filter(|least| value < *least) {
        Err(Trouble::TooSmall { least })
    } else if let Some(most) = most.filter(|most| value > *most) {
        Err(Trouble::TooLarge { most })
    } else {
        Ok(value)
    }
}
