//! The columns of a sheet, and what an entry says in each.

use std::{borrow::Cow, collections::HashMap};

use yaodian_domain::{
    id::UnitId,
    ledger::{Column, Entry, Field, FieldKind, cell},
    plan::Name,
};
use yaodian_words::{cells, sheets};

use super::Book;
use crate::{headings, open::Value};

/// Where a column's values come from.
#[derive(Debug)]
pub(super) enum Source<'a> {
    Key,
    Unit,
    Field(usize, &'a Field),
    Stage(usize),
    Version,
    Demonstration,
    Reasons,
}

/// A column of a sheet.
#[derive(Debug)]
pub(super) struct Written<'a> {
    pub heading: String,
    /// The ledger's column, if it is one.
    pub column: Option<Column>,
    pub source: Source<'a>,
}

/// The columns, and the names by which units and choices are written.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    pub all: Vec<Written<'a>>,
    units: HashMap<UnitId, &'a str>,
    /// By the fields' places: options as they are kept, and as they are written.
    options: Vec<Vec<(&'a str, &'a str)>>,
}

impl<'a> Columns<'a> {
    /// All that `book` shows.
    pub fn of(book: &Book<'a>) -> Self {
        let ledger = book.ledger;
        let shown = |column: &Column| match column {
            Column::Version => !book.public,
            Column::Field(id) => !(book.public && ledger.field(id).is_some_and(|(_, field)| field.private)),
            _ => true,
        };
        let columns: Vec<Column> = headings::columns(ledger).filter(shown).collect();
        Self::these(book, &columns)
    }

    /// These, in this order; the version comes last, wherever it stood.
    pub fn these(book: &Book<'a>, columns: &[Column]) -> Self {
        let (last, first): (Vec<_>, Vec<_>) = columns.iter().partition(|column| **column == Column::Version);
        let mut all: Vec<Written<'a>> = first.into_iter().filter_map(|column| written(book, column)).collect();
        if book.demonstration {
            all.push(Written {
                heading: sheets::demonstration(book.lang).to_owned(),
                column: None,
                source: Source::Demonstration,
            });
        }
        all.extend(last.into_iter().take(1).filter_map(|column| written(book, column)));
        Self {
            all,
            units: unit_names(book),
            options: option_names(book),
        }
    }

    /// What `entry` says in a column.
    pub fn value<'e>(&self, book: &Book<'_>, entry: &'e Entry, column: &Written<'_>) -> Value<'e>
    where
        'a: 'e,
    {
        let row = &entry.row;
        match &column.source {
            Source::Key => Value::Text(row.key.as_str().into()),
            Source::Unit => Value::Text(self.unit(&row.unit)),
            Source::Field(at, field) => match row.values.get(*at) {
                Some(Some(text)) => self.field(*at, field, text),
                _ => Value::Blank,
            },
            Source::Stage(at) => row.reached.get(*at).map_or(Value::Blank, |day| Value::Day(*day)),
            // What is in no ledger has no version.
            Source::Version if entry.version == 0 => Value::Blank,
            Source::Version => Value::Number(entry.version.into()),
            Source::Demonstration => Value::Text(sheets::demonstration_yes(book.lang).into()),
            Source::Reasons => Value::Blank,
        }
    }

    fn unit<'e>(&self, unit: &'e UnitId) -> Cow<'e, str>
    where
        'a: 'e,
    {
        self.units.get(unit).copied().unwrap_or(unit.as_str()).into()
    }

    fn field<'e>(&self, at: usize, field: &Field, text: &'e str) -> Value<'e>
    where
        'a: 'e,
    {
        match &field.kind {
            FieldKind::Number { .. } => text.parse().map_or(Value::Text(text.into()), Value::Number),
            FieldKind::Date => text.parse().map_or(Value::Text(text.into()), Value::Day),
            FieldKind::Unit => match UnitId::new(text).ok().and_then(|id| self.units.get(&id).copied()) {
                Some(name) => Value::Text(name.into()),
                None => Value::Text(text.into()),
            },
            FieldKind::Choice { .. } => Value::Text(self.option(at, text).unwrap_or(text).into()),
            _ => Value::Text(text.into()),
        }
    }

    /// The names of units from which a column chooses.
    pub fn unit_choices(&self, book: &Book<'a>, column: &Column) -> Vec<&'a str> {
        let named = |id: &UnitId| self.units.get(id).copied();
        match (column, book.only) {
            (Column::Unit, Some(only)) => named(only).into_iter().collect(),
            (Column::Unit, None) => book.ledger.holders.iter().filter_map(named).collect(),
            _ => book.units.iter().filter_map(|unit| named(&unit.id)).collect(),
        }
    }

    /// The names of a field's options.
    pub fn options(&self, at: usize, options: &'a [Name]) -> Vec<&'a str> {
        let named = |option: &'a Name| self.option(at, &option.zh).unwrap_or(&option.zh);
        options.iter().map(named).collect()
    }

    fn option(&self, at: usize, kept: &str) -> Option<&'a str> {
        let known = self.options.get(at)?.iter().find(|(zh, _)| *zh == kept)?;
        Some(known.1)
    }
}

fn written<'a>(book: &Book<'a>, column: &Column) -> Option<Written<'a>> {
    let ledger = book.ledger;
    let (source, required) = match column {
        Column::Key => (Source::Key, true),
        Column::Unit => (Source::Unit, ledger.holders.len() > 1),
        Column::Field(id) => {
            let (at, field) = ledger.field(id)?;
            (Source::Field(at, field), field.required)
        }
        Column::Reached(id) => (Source::Stage(ledger.stage(id)?), false),
        Column::Version => (Source::Version, false),
        Column::Stage | Column::Changed => return None,
    };
    let mut heading = cells::column(book.lang, ledger, column);
    if required {
        heading.push(sheets::REQUIRED[0]);
    }
    Some(Written {
        heading,
        column: Some(column.clone()),
        source,
    })
}

/// Names of units by which they are found again: where a name in the reader's language is another
/// unit's too, the Chinese one.
fn unit_names<'a>(book: &Book<'a>) -> HashMap<UnitId, &'a str> {
    let units = book.units.iter().map(|unit| {
        let shown = book.lang.unit(unit);
        let same = cell::unit(shown, book.units).is_ok_and(|found| found.id == unit.id);
        let name = if same { shown } else { unit.name.as_str() };
        (unit.id.clone(), name)
    });
    units.collect()
}

fn option_names<'a>(book: &Book<'a>) -> Vec<Vec<(&'a str, &'a str)>> {
    let by_field = book.ledger.fields.iter().map(|field| {
        let FieldKind::Choice { options } = &field.kind else {
            return Vec::new();
        };
        let named = |option: &'a Name| {
            let shown = book.lang.of(option);
            let same = |other: &&Name| other.zh == shown || other.en.eq_ignore_ascii_case(shown);
            let found = options.iter().find(same) == Some(option);
            (option.zh.as_str(), if found { shown } else { option.zh.as_str() })
        };
        options.iter().map(named).collect()
    });
    by_field.collect()
}
