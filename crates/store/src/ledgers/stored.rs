//! How what an entry says stands in columns.
//!
//! Values stand by the places in a list of field ids that the ledger keeps and to which it only
//! adds: a later version of the plan may order its fields in another way, add some and drop some,
//! and every version of every entry is still read rightly.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Value, json};
use yaodian_domain::{
    id::{FieldId, UnitId},
    ledger::{Ledger, Row},
};

use crate::{
    StoreError,
    encode::{from_json, parse, to_json},
};

/// At which place of a stored row each field of a ledger stands.
pub(crate) struct Places {
    /// By the places of the ledger's fields; `None` for a field that nothing was ever kept of.
    at: Vec<Option<usize>>,
    /// How many places there are.
    many: usize,
    /// Whether rows can be written and read as they are.
    straight: bool,
}

impl Places {
    /// From the field ids that the ledger keeps.
    pub(crate) fn new(ledger: &Ledger, kept: &[FieldId]) -> Self {
        let place = |id: &FieldId| kept.iter().position(|other| other == id);
        let at: Vec<_> = ledger.fields.iter().map(|field| place(&field.id)).collect();
        Self {
            straight: at.len() == kept.len() && at.iter().enumerate().all(|(n, place)| *place == Some(n)),
            many: kept.len(),
            at,
        }
    }

    /// The fields of the ledger that are not kept yet.
    pub(crate) fn missing<'l>(&self, ledger: &'l Ledger) -> impl Iterator<Item = &'l FieldId> {
        let fields = ledger.fields.iter().zip(&self.at);
        let new: Vec<_> = fields
            .filter(|(_, place)| place.is_none())
            .map(|(field, _)| &field.id)
            .collect();
        new.into_iter()
    }

    /// The places at which something stands that is, or may be, about a person: of fields that say so, and of those that the
    /// ledger no longer has.
    pub(crate) fn personal(&self, ledger: &Ledger) -> Vec<usize> {
        let fields = ledger.fields.iter().zip(&self.at);
        let known: Vec<usize> = fields
            .filter(|(field, _)| !field.is_personal())
            .filter_map(|(_, place)| *place)
            .collect();
        (0..self.many).filter(|place| !known.contains(place)).collect()
    }

    /// At which place the part of the whole stands for which an entry stands.
    pub(crate) fn part(&self, ledger: &Ledger) -> Option<usize> {
        self.at.get(ledger.part_field()?).copied().flatten()
    }

    /// The values as they are stored. What `before` holds of fields that the ledger no longer has
    /// is kept.
    pub(crate) fn body(&self, values: &[Option<String>], before: Option<&str>) -> Result<String, StoreError> {
        if self.straight {
            return to_json("an entry", &blanks_cut(values));
        }
        let mut stored: Vec<Option<String>> = match before {
            Some(body) => from_json("an entry", body)?,
            None => Vec::new(),
        };
        stored.resize(self.many.max(stored.len()), None);
        for (value, place) in values.iter().zip(&self.at) {
            if let Some(slot) = place.and_then(|place| stored.get_mut(place)) {
                slot.clone_from(value);
            }
        }
        to_json("an entry", &blanks_cut(&stored))
    }

    /// The values by the places of the ledger's fields.
    pub(crate) fn values(&self, body: &str) -> Result<Vec<Option<String>>, StoreError> {
        let mut stored: Vec<Option<String>> = from_json("an entry", body)?;
        if self.straight {
            stored.resize(self.many, None);
            return Ok(stored);
        }
        let value = |place: &Option<usize>| place.and_then(|place| stored.get_mut(place)?.take());
        Ok(self.at.iter().map(value).collect())
    }

    /// What the entry says.
    pub(crate) fn row(&self, key: String, unit: &str, reached: &str, body: &str) -> Result<Row, StoreError> {
        Ok(Row {
            key,
            unit: unit_of(unit)?,
            values: self.values(body)?,
            reached: days(reached)?,
        })
    }
}

/// Blanks at the end need not be stored.
fn blanks_cut(values: &[Option<String>]) -> &[Option<String>] {
    let filled = values.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    values.get(..filled).unwrap_or(values)
}

pub(crate) fn unit_of(unit: &str) -> Result<UnitId, StoreError> {
    parse("the unit of an entry", unit)
}

/// Days with a blank between them.
pub(crate) fn reached(days: &[Date]) -> String {
    let mut text = String::with_capacity(days.len() * 11);
    for day in days {
        if !text.is_empty() {
            text.push(' ');
        }
        let _ = write!(text, "{day}");
    }
    text
}

pub(crate) fn days(text: &str) -> Result<Vec<Date>, StoreError> {
    text.split_ascii_whitespace()
        .map(|day| parse("the day of a stage", day))
        .collect()
}

/// How many files there are for each stage, by the stages' places.
pub(crate) fn files(ledger: &Ledger, text: &str) -> Result<Vec<u32>, StoreError> {
    let mut files = vec![0; ledger.stages.len()];
    for (stage, number) in numbered(text) {
        let place = ledger.stages.iter().position(|other| other.id.as_str() == stage);
        if let Some(slot) = place.and_then(|place| files.get_mut(place)) {
            *slot = parse("the number of files", number)?;
        }
    }
    Ok(files)
}

/// The text with `by` more files for the stage.
pub(crate) fn files_after(text: &str, stage: &str, by: i64) -> Result<String, StoreError> {
    let mut all: Vec<(&str, i64)> = numbered(text)
        .map(|(stage, number)| Ok((stage, parse("the number of files", number)?)))
        .collect::<Result<_, StoreError>>()?;
    match all.iter_mut().find(|(other, _)| *other == stage) {
        Some((_, number)) => *number += by,
        None => all.push((stage, by)),
    }
    let told = all.iter().filter(|(_, number)| *number > 0);
    Ok(told
        .map(|(stage, number)| format!("{stage}:{number}"))
        .collect::<Vec<_>>()
        .join(" "))
}

fn numbered(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split_ascii_whitespace().filter_map(|part| part.split_once(':'))
}

/// What the audit says of a row: by the names of fields and stages, which last, not by places. `private` holds what
/// is about persons, or may be: it can go ([`crate::audit::personal`]).
pub(crate) fn told(ledger: &Ledger, row: &Row) -> Value {
    let (mut values, mut private) = (serde_json::Map::new(), serde_json::Map::new());
    for (field, value) in ledger.fields.iter().zip(&row.values) {
        if let Some(value) = value {
            let into = if field.is_personal() { &mut private } else { &mut values };
            into.insert(field.id.to_string(), json!(value));
        }
    }
    let days = ledger.stages.iter().zip(&row.reached);
    let reached: serde_json::Map<String, Value> = days.map(|(stage, day)| (stage.id.to_string(), json!(day))).collect();
    let mut told = json!({ "key": row.key, "unit": row.unit, "values": values, "reached": reached });
    if !private.is_empty() {
        told["private"] = Value::Object(private);
    }
    told
}
