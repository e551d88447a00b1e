//! From what stands in a cell or a form's field to a value, or why not.
//!
//! The browser reads what is typed and the server what arrives in a sheet by the same function.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Field, FieldKind, LONGEST_KEY, LONGEST_TEXT};
use crate::{
    id::{StageId, UnitId},
    number::{self, NumberError},
    plan::Name,
    unit::{Register, Unit},
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

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// It must be given.
    #[error("missing")]
    Missing,
    /// It is no number.
    #[error("not a number: {why}")]
    NotANumber {
        /// Why.
        why: NumberError,
    },
    /// It is in another unit of measure.
    #[error("in {found:?}")]
    OtherMeasure {
        /// The unit found.
        found: String,
    },
    /// It has more decimals than the field.
    #[error("more than {most} decimals")]
    TooPrecise {
        /// How many it may have.
        most: u32,
    },
    /// It is below the least.
    #[error("below {least}")]
    TooSmall {
        /// The least.
        least: Decimal,
    },
    /// It is above the most.
    #[error("above {most}")]
    TooLarge {
        /// The most.
        most: Decimal,
    },
    /// It is no day.
    #[error("{found:?} is no day")]
    NotADay {
        /// What stands there.
        found: String,
    },
    /// It lies ahead of the product's day.
    #[error("{day} lies ahead")]
    Ahead {
        /// The day.
        day: Date,
    },
    /// It is none of the list.
    #[error("{found:?} is none of the list")]
    NotAChoice {
        /// What stands there.
        found: String,
        /// The nearest of the list.
        near: Vec<Name>,
    },
    /// No unit goes by this name.
    #[error("no unit {found:?}")]
    NoUnit {
        /// What stands there.
        found: String,
        /// Units that it may mean.
        near: Vec<Name>,
    },
    /// The unit has no entries in this ledger.
    #[error("{} holds no entries here", unit.en)]
    NotAHolder {
        /// The unit.
        unit: Name,
    },
    /// It is no place.
    #[error("{found:?} is no place")]
    NotAPlace {
        /// What stands there.
        found: String,
    },
    /// Longitude and latitude seem to be exchanged.
    #[error("longitude and latitude exchanged")]
    PlaceTurned,
    /// The place is not in China.
    #[error("not in China")]
    PlaceAbroad,
    /// It is longer than it may be.
    #[error("{length} characters")]
    TooLong {
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// It is a formula.
    #[error("a formula")]
    Formula {
        /// The formula.
        formula: String,
    },
    /// It is an error that the sheet shows, such as `#N/A`.
    #[error("{found}")]
    Fault {
        /// The error.
        found: String,
    },
    /// The same number stands in an earlier row.
    #[error("also in row {row}")]
    Twice {
        /// The first row with it.
        row: usize,
    },
    /// The cell is merged with another one.
    #[error("merged from {from}")]
    Merged {
        /// The cells that are merged: `B2:B5`.
        from: String,
    },
    /// A stage before it is not done.
    #[error("{stage} is not done")]
    StageBefore {
        /// The stage that comes first.
        stage: StageId,
    },
    /// It is earlier than the stage before it.
    #[error("earlier than {stage}, {day}")]
    EarlierThan {
        /// The stage before.
        stage: StageId,
        /// Its day.
        day: Date,
    },
    /// Evidence is missing.
    #[error("{has} of {need} files")]
    NoEvidence {
        /// How many files it needs.
        need: u32,
        /// How many are there.
        has: u32,
    },
    /// A stage is done that needs this field.
    #[error("{stage} needs it")]
    NeededFor {
        /// The stage.
        stage: StageId,
    },
    /// The person may not move entries to or from this stage.
    #[error("not this person's stage")]
    NotYourStage {
        /// Who may.
        movers: Vec<super::Mover>,
    },
    /// A stage is done that the person may not take back: what it rests on stays as it is.
    #[error("{stage} is done")]
    Settled {
        /// The stage.
        stage: StageId,
    },
    /// The person may not edit entries of this unit.
    #[error("another unit's entry")]
    NotYourUnit,
    /// The row carries a version, and the ledger has no entry of this number.
    #[error("a version without an entry")]
    KeyGone,
    /// The entry never had this version.
    #[error("version {found}, the latest is {latest}")]
    NoSuchVersion {
        /// What stands there.
        found: String,
        /// The entry's latest version.
        latest: i64,
    },
    /// The ledger holds made-up entries, the row does not; or the other way round.
    #[error("demonstration and real entries do not mix")]
    Demonstration,
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

/// A day as officials write it: `2023-09-25`, `2023/9/25`, `2023.9.25`, `2023年9月25日`,
/// `20230925`, with or without a time of midnight behind it. Two-digit years and days before
/// months are refused: they can be read in two ways.
pub fn day(text: &str) -> Result<Date, Trouble> {
    let wrong = || Trouble::NotADay {
        found: text.chars().take(40).collect(),
    };
    let plain = half_width(text);
    let plain = plain.trim();
    let plain = plain
        .strip_suffix("00:00:00")
        .or_else(|| plain.strip_suffix("0:00"))
        .map_or(plain, |day| day.trim_end_matches([' ', 'T']));
    let parts: Vec<&str> = if plain.len() == 8 && plain.bytes().all(|b| b.is_ascii_digit()) {
        vec![&plain[..4], &plain[4..6], &plain[6..]]
    } else if let Some((year, rest)) = plain.split_once('年') {
        let (month, day) = rest.split_once('月').ok_or_else(wrong)?;
        let day = day.strip_suffix(['日', '号']).unwrap_or(day);
        vec![year.trim(), month.trim(), day.trim()]
    } else {
        plain.split(['-', '/', '.', '。']).map(str::trim).collect()
    };
    let [year, month, day] = parts.as_slice() else {
        return Err(wrong());
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year) || !digits(month) || !digits(day) || month.len() > 2 || day.len() > 2 {
        return Err(wrong());
    }
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day)
            .ok()
            .filter(|day| (1900..=2200).contains(&day.year()))
            .ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

fn choice(text: &str, options: &[Name]) -> Result<String, Trouble> {
    let same = |option: &&Name| option.zh == text || option.en.eq_ignore_ascii_case(text);
    match options.iter().find(same) {
        Some(option) => Ok(option.zh.clone()),
        None => Err(Trouble::NotAChoice {
            found: text.chars().take(40).collect(),
            near: nearest(text, options.iter().map(|option| (option.zh.as_str(), option))),
        }),
    }
}

/// The unit that goes by `text`: its id or any of its names.
pub fn unit<'u>(text: &str, units: &'u Register) -> Result<&'u Unit, Trouble> {
    let text = text.trim();
    let by_id = UnitId::new(text).ok().and_then(|id| units.get(&id));
    let found = by_id
        .or_else(|| units.named(text))
        .or_else(|| units.iter().find(|unit| unit.name_en.eq_ignore_ascii_case(text)))
        // 武汉 for 武汉市.
        .or_else(|| {
            let mut fits = units.iter().filter(|unit| {
                let rest = unit.name.strip_prefix(text);
                !text.is_empty() && rest.is_some_and(|rest| matches!(rest, "市" | "州" | "林区"))
            });
            fits.next().filter(|_| fits.next().is_none())
        });
    found.ok_or_else(|| {
        let names = units.iter().map(|unit| (unit.name.as_str(), unit));
        Trouble::NoUnit {
            found: text.chars().take(40).collect(),
            near: nearest(text, names).into_iter().collect(),
        }
    })
}

/// What has a name in both languages.
pub(crate) trait Named {
    fn names(&self) -> Name;
}

impl Named for Name {
    fn names(&self) -> Name {
        self.clone()
    }
}

impl Named for Unit {
    fn names(&self) -> Name {
        Name {
            zh: self.name.clone(),
            en: self.name_en.clone(),
        }
    }
}

/// Up to three that share most characters with `text`, the nearest first.
fn nearest<'a, T: Named + 'a>(text: &str, all: impl Iterator<Item = (&'a str, &'a T)>) -> Vec<Name> {
    let shared = |name: &str| name.chars().filter(|c| text.contains(*c)).count();
    let mut near: Vec<_> = all
        .map(|(name, what)| (shared(name), what))
        .filter(|(n, _)| *n > 0)
        .collect();
    near.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    near.into_iter().take(3).map(|(_, what)| what.names()).collect()
}

/// A place as `longitude,latitude`, in degrees with decimals or in degrees, minutes and seconds.
fn place(text: &str) -> Result<String, Trouble> {
    let wrong = || Trouble::NotAPlace {
        found: text.chars().take(40).collect(),
    };
    let plain = half_width(text)
        .replace(['、', ';', '/'], ",")
        .replace(['东', '经', '北', '纬', ':'], " ");
    let parts: Vec<&str> = if plain.contains(',') {
        plain.split(',').collect()
    } else {
        plain.split_whitespace().collect()
    };
    let [lon, lat] = parts.as_slice() else {
        return Err(wrong());
    };
    let (lon, lat) = (degrees(lon).ok_or_else(wrong)?, degrees(lat).ok_or_else(wrong)?);
    let in_china = |lon: Decimal, lat: Decimal| {
        (Decimal::from(73)..=Decimal::from(136)).contains(&lon) && (Decimal::from(3)..=Decimal::from(54)).contains(&lat)
    };
    if in_china(lon, lat) {
        Ok(format!("{},{}", lon.normalize(), lat.normalize()))
    } else if in_china(lat, lon) {
        Err(Trouble::PlaceTurned)
    } else {
        Err(Trouble::PlaceAbroad)
    }
}

fn degrees(text: &str) -> Option<Decimal> {
    let text = text.trim().trim_matches(['E', 'N', 'e', 'n', ' ']);
    // Degrees with decimals alone, as nearly all are: no minutes and seconds to reckon with.
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let value = number::parse(text).ok()?;
        return (value <= Decimal::from(180)).then(|| value.round_dp(6));
    }
    let mut parts = text
        .split(['°', '度', '′', '分', '\'', '″', '秒', '"', '’', '”'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut part = |most: u32| -> Option<Decimal> {
        match parts.next() {
            None => Some(Decimal::ZERO),
            Some(text) => number::parse(text)
                .ok()
                .filter(|value| *value <= Decimal::from(most) && !value.is_sign_negative()),
        }
    };
    let (degrees, minutes, seconds) = (part(180)?, part(60)?, part(60)?);
    if text.is_empty() || parts.next().is_some() {
        return None;
    }
    let value = degrees + minutes / Decimal::from(60) + seconds / Decimal::from(3_600);
    Some(value.round_dp(6))
}
