//! Values that hold several: lists of texts, figures by name, lists of tables.

use toml::{Spanned, de::DeValue};
use yaodian_domain::{Date, Decimal};

use super::{Placed, Table, day_of};
use crate::problem::Kind;

/// What a person wrote for one value of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Written {
    Text(String),
    Number(Decimal),
    Day(Date),
}

impl<'a> Table<'a> {
    /// The texts of the list at `key`; a text alone counts as a list of one.
    pub fn texts_opt(&mut self, key: &'static str) -> Option<Vec<Placed<String>>> {
        let found = self.take(key)?;
        let list = match found.value {
            DeValue::Array(list) => list,
            DeValue::String(_) => return Some(self.text_of(found).into_iter().collect()),
            _ => return self.wrong(&found, "a list of texts"),
        };
        let texts = list.iter().cloned().enumerate().filter_map(|(index, value)| {
            let place = self.at(&value.span(), format!("{}[{index}]", found.place.field));
            self.text_of(Placed {
                value: value.into_inner(),
                place,
            })
        });
        Some(texts.collect())
    }

    /// The texts of the list at `key`, which must be there.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<Placed<String>>> {
        let there = self.has(key);
        let found = self.texts_opt(key);
        self.must(key, found, there)
    }

    /// The figures of the table at `key`, by the name they stand under.
    pub fn figures_by_name(&mut self, key: &'static str) -> Option<Vec<(Placed<String>, Decimal)>> {
        let found = self.take(key)?;
        let DeValue::Table(table) = found.value else {
            return self.wrong(&found, "a table of figures");
        };
        let figures = table.into_iter().filter_map(|(name, value)| {
            let place = self.at(&name.span(), format!("{}.{}", found.place.field, name.get_ref()));
            let figure = self.figure_of(Placed {
                value: value.into_inner(),
                place: place.clone(),
            })?;
            Some((
                Placed {
                    value: name.into_inner().into_owned(),
                    place,
                },
                figure.value,
            ))
        });
        Some(figures.collect())
    }

    /// The values of the table at `key`, by the name they stand under.
    pub fn values_by_name(&mut self, key: &'static str) -> Vec<(Placed<String>, Written)> {
        let Some(found) = self.take(key) else { return Vec::new() };
        let DeValue::Table(table) = found.value else {
            return self
                .wrong::<Vec<(Placed<String>, Written)>>(&found, "a table of values")
                .unwrap_or_default();
        };
        let values = table.into_iter().filter_map(|(name, value)| {
            let place = self.at(&name.span(), format!("{}.{}", found.place.field, name.get_ref()));
            let value = Placed {
                value: value.into_inner(),
                place: place.clone(),
            };
            let written = match &value.value {
                DeValue::String(text) => Written::Text(text.clone().into_owned()),
                DeValue::Integer(_) | DeValue::Float(_) => Written::Number(self.figure_of(value)?.value),
                DeValue::Datetime(moment) => match day_of(moment) {
                    Some(day) => Written::Day(day),
                    None => return self.wrong(&value, "a day such as 2023-12-31"),
                },
                _ => return self.wrong(&value, "a text, a figure or a day"),
            };
            let value = name.into_inner().into_owned();
            Some((Placed { value, place }, written))
        });
        values.collect()
    }

    /// The days of the list at `key`, if there is one.
    pub fn dates_opt(&mut self, key: &'static str) -> Option<Vec<Date>> {
        let found = self.take(key)?;
        let DeValue::Array(list) = &found.value else {
            return self.wrong(&found, "a list of days");
        };
        let days = list
            .iter()
            .enumerate()
            .filter_map(|(index, value)| match value.get_ref() {
                DeValue::Datetime(moment) if day_of(moment).is_some() => day_of(moment),
                other => {
                    let place = self.at(&value.span(), format!("{}[{index}]", found.place.field));
                    let value = other.clone();
                    self.wrong(
                        &Placed { value, place },
                        "a day such as 2023-12-31 (without quotation marks)",
                    )
                }
            });
        Some(days.collect())
    }

    /// Two whole numbers within `range`, if they are there.
    pub fn pair_opt(&mut self, key: &'static str, range: std::ops::RangeInclusive<u8>) -> Option<Placed<(u8, u8)>> {
        let found = self.take(key)?;
        let wanted = format!("two whole numbers within {} to {}", range.start(), range.end());
        let DeValue::Array(list) = &found.value else {
            return self.wrong(&found, &wanted);
        };
        let number = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str().parse::<u8>().ok().filter(|n| range.contains(n)),
            _ => None,
        };
        let numbers: Vec<Option<u8>> = list.iter().map(number).collect();
        let [Some(first), Some(second)] = numbers.as_slice() else {
            self.report_at(
                &found.place,
                Kind::BadValue {
                    message: format!("no {wanted}"),
                },
            );
            return None;
        };
        Some(Placed {
            value: (*first, *second),
            place: found.place.clone(),
        })
    }

    /// The whole numbers of the list at `key`, each within `range`, if it is there.
    pub fn numbers_opt(&mut self, key: &'static str, range: std::ops::RangeInclusive<u8>) -> Option<Vec<u8>> {
        let found = self.take(key)?;
        let wanted = format!("a list of whole numbers within {} to {}", range.start(), range.end());
        let DeValue::Array(list) = &found.value else {
            return self.wrong(&found, &wanted);
        };
        let number = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str().parse::<u8>().ok().filter(|n| range.contains(n)),
            _ => None,
        };
        let numbers: Option<Vec<u8>> = list.iter().map(number).collect();
        if numbers.is_none() {
            let message = format!("no {}", wanted.trim_start_matches("a "));
            self.report_at(&found.place, Kind::BadValue { message });
        }
        numbers
    }

    /// The tables of the list at `key` (`[[key]]`), each called by what stands at its `label`.
    pub fn tables(&mut self, key: &'static str, label: &str) -> Vec<Table<'a>> {
        let Some(found) = self.take(key) else { return Vec::new() };
        let DeValue::Array(list) = found.value else {
            return self
                .wrong::<Vec<Table<'a>>>(&found, "a list of tables ([[…]])")
                .unwrap_or_default();
        };
        let tables = list.iter().cloned().enumerate().filter_map(|(index, value)| {
            let called = label_of(&value, label).unwrap_or_else(|| index.to_string());
            let place = self.at(&value.span(), format!("{}[{called}]", found.place.field));
            match value.into_inner() {
                DeValue::Table(entries) => Some(self.sub(place, entries)),
                value => self.wrong(&Placed { value, place }, "a table"),
            }
        });
        tables.collect()
    }
}

fn label_of(value: &Spanned<DeValue<'_>>, label: &str) -> Option<String> {
    match value.get_ref().as_table()?.get(label)?.get_ref() {
        DeValue::String(text) => Some(text.chars().take(40).collect()),
        DeValue::Integer(n) => Some(n.to_string()),
        DeValue::Datetime(day) => Some(day.to_string()),
        _ => None,
    }
}
