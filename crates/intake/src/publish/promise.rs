//! What a target of a draft promises.

use yaodian_domain::{
    Decimal,
    number::{self, NumberError},
    plan::Name,
    target::{Authority, Bound, Cadence, Kind, Measure, Promise, Reference, Sense, Toward},
};

use super::hindrance::Obstacle;
use crate::{
    draft::{Comparator, Target},
    edit::Key,
};

/// Why a target's figure makes no promise of its kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    NoFigure,
    BadFigure(String, NumberError),
    DoesNotFit(Decimal),
}

impl Wrong {
    /// As it hinders a target of this kind.
    pub fn told(self, target: Key, kind: Kind) -> Obstacle {
        match self {
            Self::NoFigure => Obstacle::NoFigure { target, kind },
            Self::BadFigure(value, why) => Obstacle::BadFigure { target, value, why },
            Self::DoesNotFit(value) => Obstacle::DoesNotFit { target, kind, value },
        }
    }
}

/// Who sets numbers that a plan leaves open, as plans call them.
const AUTHORITIES: [(&str, &str); 8] = [
    ("国家考核", "the national assessment"),
    ("省考核", "the provincial assessment"),
    ("市考核", "the municipal assessment"),
    ("国家下达", "the state"),
    ("省下达", "the province"),
    ("市下达", "the city"),
    ("国家", "the state"),
    ("省", "the province"),
];
const ANOTHER_AUTHORITY: (&str, &str) = ("上级", "a higher authority");

/// Words that a measure is told by where no unit stands with it.
const MEASURES: [(&str, &str); 5] = [
    ("率", "%"),
    ("比例", "%"),
    ("比重", "%"),
    ("浓度", "μg/m³"),
    ("减排量", "吨"),
];
/// Multiples that stand before a unit (万户, 亿千瓦). Things are counted one by one, so that a report of
/// 8.5万户 is a whole number, too.
const MULTIPLES: [(&str, i64); 7] = [
    ("万亿", 1_000_000_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("十亿", 1_000_000_000),
    ("万", 10_000),
    ("亿", 100_000_000),
];
/// What things are counted in where no unit stands with them.
const THINGS: &str = "个";

/// A name of which no English is known: the Chinese words stand for it.
pub(super) fn same_in_english(zh: &str) -> Name {
    Name {
        zh: zh.to_owned(),
        en: zh.to_owned(),
    }
}

/// What `target` promises.
pub(super) fn of(target: &Target) -> Result<Promise, Wrong> {
    let value = target.value.as_deref().map(str::trim).filter(|value| !value.is_empty());
    let promise = match target.kind {
        Kind::Level if value.is_some_and(is_class) => whole(target, None),
        Kind::Level => level(target, value)?,
        // A share grows; one that is held down is a level.
        Kind::Share if target.comparator == Comparator::AtMost => level(target, value)?,
        Kind::Share => Promise::Share {
            measure: things(target),
            goal: figure(value)?,
            inventory: stock(target)?,
        },
        Kind::Count => count(target, value)?,
        Kind::NotWorse => not_worse(target, value)?,
        Kind::SetElsewhere => Promise::SetElsewhere {
            measure: measured(target),
            authority: Authority::Body(authority(&target.quote)),
            given: None,
        },
        Kind::Deliverable => Promise::Deliverable,
        Kind::Duty => Promise::Duty {
            cadence: cadence(&target.quote),
        },
        Kind::Statement => Promise::Statement {
            cadence: Cadence::Quarter,
        },
    };
    fits(&promise)?;
    Ok(promise)
}

/// Whether the promise can have the numbers that it has.
fn fits(promise: &Promise) -> Result<(), Wrong> {
    let inventory = match promise {
        Promise::Share { inventory, .. } => *inventory,
        _ => None,
    };
    let Some(number) = promise.number() else {
        return match promise {
            Promise::NotWorse {
                reference: Reference::Whole { of: Some(of) },
                ..
            } if *of <= Decimal::ZERO || !of.fract().is_zero() => Err(Wrong::DoesNotFit(*of)),
            _ => Ok(()),
        };
    };
    // The number is held first, since a refusal names one of the two.
    if promise.could_be(number, None).is_err() {
        return Err(Wrong::DoesNotFit(number));
    }
    match inventory {
        Some(all) if promise.could_be(number, Some(all)).is_err() => Err(Wrong::DoesNotFit(all)),
        _ => Ok(()),
    }
}

fn figure(value: Option<&str>) -> Result<Decimal, Wrong> {
    let value = value.ok_or(Wrong::NoFigure)?;
    number::parse(value).map_err(|why| Wrong::BadFigure(value.to_owned(), why))
}

/// Of how many things, one by one.
fn stock(target: &Target) -> Result<Option<Decimal>, Wrong> {
    let written = target.inventory.as_deref().map(str::trim);
    let written = written.filter(|written| !written.is_empty());
    let stock = written.map(|written| one_by_one(target, figure(Some(written))?));
    stock.transpose()
}

/// A figure of things, counted one by one.
fn one_by_one(target: &Target, figure: Decimal) -> Result<Decimal, Wrong> {
    let multiple = unit(target).map_or(1, |unit| multiple(unit).0);
    let whole = figure.checked_mul(Decimal::from(multiple)).map(|all| all.normalize());
    match whole.filter(|all| number::in_range(*all)) {
        Some(all) if multiple > 1 => Ok(all),
        Some(_) => Ok(figure),
        None => Err(Wrong::BadFigure(figure.to_string(), NumberError::TooLarge)),
    }
}

/// A unit's multiple, and the unit.
fn multiple(unit: &str) -> (i64, &str) {
    let found = MULTIPLES
        .iter()
        .find_map(|(word, multiple)| Some((*multiple, unit.strip_prefix(word)?)));
    found.unwrap_or((1, unit))
}

fn level(target: &Target, value: Option<&str>) -> Result<Promise, Wrong> {
    let sense = match target.comparator {
        Comparator::AtMost | Comparator::NotHigher => Sense::AtMost,
        _ => Sense::AtLeast,
    };
    Ok(Promise::Level {
        measure: measured(target),
        bound: Bound {
            sense,
            value: figure(value)?,
        },
    })
}

/// A ceiling with a stock falls from it, one without is not to be passed; all else is to be reached.
fn count(target: &Target, value: Option<&str>) -> Result<Promise, Wrong> {
    let toward = match (target.comparator, stock(target)?) {
        (Comparator::AtMost | Comparator::NotHigher, Some(stock)) => Toward::FallFrom(stock),
        (Comparator::AtMost | Comparator::NotHigher, None) => Toward::StayWithin,
        _ => Toward::Reach,
    };
    Ok(Promise::Count {
        measure: things(target),
        goal: one_by_one(target, figure(value)?)?,
        toward,
        most_per_day: None,
    })
}

/// A class of a standard, or a set of things, is held as a whole; a direction against last year.
fn not_worse(target: &Target, value: Option<&str>) -> Result<Promise, Wrong> {
    let of = stock(target)?;
    let sense = match target.comparator {
        Comparator::NotLower => Some(Sense::AtLeast),
        Comparator::NotHigher => Some(Sense::AtMost),
        _ => None,
    };
    let is_percent = unit(target) == Some("%");
    Ok(match (sense, value, of) {
        (_, Some(class), _) if is_class(class) || unit(target) == Some("类") => whole(target, of),
        (_, _, Some(of)) => whole(target, Some(of)),
        // «不低于上年», last year's figure told or not.
        (Some(sense), value, None) if value.is_none() || is_percent => Promise::NotWorse {
            measure: measured(target),
            reference: Reference::LastYear {
                sense,
                value: value.map(|value| figure(Some(value))).transpose()?,
                known_on: None,
            },
        },
        (_, Some(_), None) => whole(target, Some(one_by_one(target, figure(value)?)?)),
        (_, None, None) => whole(target, None),
    })
}

fn whole(target: &Target, of: Option<Decimal>) -> Promise {
    Promise::NotWorse {
        measure: things(target),
        reference: Reference::Whole { of },
    }
}

/// Ⅱ, II, Ⅱ类.
fn is_class(value: &str) -> bool {
    let value = value.trim_end_matches('类');
    !value.is_empty()
        && value
            .chars()
            .all(|c| matches!(c, '\u{2160}'..='\u{216B}' | 'I' | 'V' | 'i' | 'v'))
}

fn unit(target: &Target) -> Option<&str> {
    let unit = target.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty());
    unit.map(|unit| if unit == "％" { "%" } else { unit })
}

/// In what a level is measured: as written, or as its name suggests.
fn measured(target: &Target) -> Measure {
    let guessed = || {
        let told = MEASURES.iter().find(|(word, _)| target.subject.contains(word));
        told.map_or("", |(_, unit)| *unit)
    };
    Measure {
        unit: same_in_english(unit(target).unwrap_or_else(guessed)),
        counted: None,
    }
}

/// In what things are counted. A percent sign measures a share, not what it is a share of.
fn things(target: &Target) -> Measure {
    let unit = unit(target).filter(|unit| *unit != "%" && *unit != "类");
    let unit = unit.map(|unit| multiple(unit).1).filter(|unit| !unit.is_empty());
    Measure {
        unit: same_in_english(unit.unwrap_or(THINGS)),
        counted: None,
    }
}

fn authority(quote: &str) -> Name {
    let quote: String = quote.chars().filter(|c| !c.is_whitespace()).collect();
    let named = AUTHORITIES.iter().find(|(zh, _)| quote.contains(zh));
    let (zh, en) = named.unwrap_or(&ANOTHER_AUTHORITY);
    Name {
        zh: (*zh).to_owned(),
        en: (*en).to_owned(),
    }
}

/// Once a quarter, unless the words say how often.
fn cadence(quote: &str) -> Cadence {
    let says = |word: &str| quote.contains(word);
    if ["每月", "按月", "月度"].into_iter().any(says) {
        Cadence::Month
    } else if says("每年") {
        Cadence::Year
    } else {
        Cadence::Quarter
    }
}
