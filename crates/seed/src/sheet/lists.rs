//! Values that hold several: lists of texts, figures by name, lists of tables.

use toml::{Spanned, de::DeValue};
use yaodian_domain::Decimal;

use super::{Placed, Table};

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
