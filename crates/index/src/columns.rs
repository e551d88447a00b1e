//! The columns of a ledger: what stands in each, and how it is read.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use yaodian_domain::{
    Decimal,
    ledger::{Column, FieldKind, Ledger},
};

use crate::{
    key::{Key, day_text, of_day, read_day},
    rows::Rows,
};

/// A column, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Col {
    /// The entry's id: the order of entry.
    Id,
    Key,
    Unit,
    Stage,
    Changed,
    Version,
    /// The day of a stage, by the stage's place.
    Reached(usize),
    /// A field, by its place.
    Field(usize),
}

/// How the texts of a field are read.
#[derive(Debug)]
pub(crate) enum Reading {
    Text,
    Number,
    Day,
    /// The places of the choices.
    Choice(HashMap<String, i64>),
    Unit,
}

/// What a ledger's columns are.
#[derive(Debug)]
pub(crate) struct Columns {
    pub ledger: Arc<Ledger>,
    readings: Vec<Reading>,
}

impl Columns {
    pub fn new(ledger: Arc<Ledger>) -> Self {
        let reading = |kind: &FieldKind| match kind {
            FieldKind::Number { .. } => Reading::Number,
            FieldKind::Date => Reading::Day,
            FieldKind::Choice { options } => {
                let mut places = HashMap::new();
                for (at, option) in (0..).zip(options) {
                    places.entry(option.zh.clone()).or_insert(at);
                }
                Reading::Choice(places)
            }
            FieldKind::Unit => Reading::Unit,
            FieldKind::Text | FieldKind::Place | FieldKind::Person | FieldKind::Attachment => Reading::Text,
        };
        let readings = ledger.fields.iter().map(|field| reading(&field.kind)).collect();
        Self { ledger, readings }
    }

    pub fn count(&self) -> usize {
        6 + self.ledger.stages.len() + self.ledger.fields.len()
    }

    pub fn all(&self) -> impl Iterator<Item = Col> + use<> {
        let fixed = [Col::Id, Col::Key, Col::Unit, Col::Stage, Col::Changed, Col::Version];
        let stages = (0..self.ledger.stages.len()).map(Col::Reached);
        let fields = (0..self.ledger.fields.len()).map(Col::Field);
        fixed.into_iter().chain(stages).chain(fields)
    }

    /// The place of a column among all.
    pub fn place(&self, col: Col) -> usize {
        match col {
            Col::Id => 0,
            Col::Key => 1,
            Col::Unit => 2,
            Col::Stage => 3,
            Col::Changed => 4,
            Col::Version => 5,
            Col::Reached(stage) => 6 + stage,
            Col::Field(field) => 6 + self.ledger.stages.len() + field,
        }
    }

    /// The column; `None` if the ledger has no such one, or, if `open`, none that the public sees.
    pub fn col(&self, column: &Column, open: bool) -> Option<Col> {
        Some(match column {
            Column::Key => Col::Key,
            Column::Unit => Col::Unit,
            Column::Stage => Col::Stage,
            Column::Changed => Col::Changed,
            Column::Version => Col::Version,
            Column::Reached(id) => Col::Reached(self.ledger.stage(id)?),
            Column::Field(id) => {
                let (place, field) = self.ledger.field(id)?;
                if open && field.private {
                    return None;
                }
                Col::Field(place)
            }
        })
    }

    pub fn reading(&self, field: usize) -> &Reading {
        self.readings.get(field).unwrap_or(&Reading::Text)
    }

    /// What stands in a column of a slot; `None` for a blank.
    pub fn key<'a>(&self, rows: &'a Rows, col: Col, slot: u32) -> Option<Key<'a>> {
        match col {
            Col::Id => Some(Key::Whole(rows.id(slot).0)),
            Col::Key => Some(Key::Text(rows.key(slot).into())),
            Col::Unit => {
                let place = rows.unit(slot);
                let (unit, registered) = rows.unit_at(place as usize)?;
                Some(if registered {
                    Key::Whole(place.into())
                } else {
                    Key::Text(unit.as_str().into())
                })
            }
            Col::Stage => i64::try_from(rows.done(slot)).ok().map(Key::Whole),
            Col::Changed => rows.changed_on(slot).map(|day| Key::Whole(of_day(day))),
            Col::Version => Some(Key::Whole(rows.version(slot))),
            Col::Reached(stage) => rows.reached(slot, stage).map(|day| Key::Whole(of_day(day))),
            Col::Field(field) => rows.value(slot, field).map(|text| self.read(rows, field, text)),
        }
    }

    /// What a field's text is compared by.
    pub fn read<'t>(&self, rows: &Rows, field: usize, text: &'t str) -> Key<'t> {
        let key = match self.reading(field) {
            Reading::Text => None,
            Reading::Number => Decimal::from_str_exact(text).ok().map(Key::Number),
            Reading::Day => read_day(text).map(Key::Whole),
            Reading::Choice(places) => places.get(text).map(|place| Key::Whole(*place)),
            Reading::Unit => rows.unit_place(text).map(|place| Key::Whole(place.into())),
        };
        key.unwrap_or(Key::Text(text.into()))
    }

    /// The text that a key was read from; `None` where several texts may be the same to a column.
    pub fn text<'k>(&'k self, rows: &'k Rows, col: Col, key: &'k Key<'_>) -> Option<Cow<'k, str>> {
        let whole = match key {
            Key::Text(text) => return Some(text.as_ref().into()),
            Key::Number(_) => return None,
            Key::Whole(whole) => *whole,
        };
        let unit = || Some(rows.unit_at(usize::try_from(whole).ok()?)?.0.as_str().into());
        match col {
            Col::Id | Col::Stage | Col::Version | Col::Key => Some(whole.to_string().into()),
            Col::Changed | Col::Reached(_) => Some(day_text(whole).into()),
            Col::Unit => unit(),
            Col::Field(field) => match (self.reading(field), &self.ledger.fields.get(field)?.kind) {
                (Reading::Unit, _) => unit(),
                (Reading::Choice(_), FieldKind::Choice { options }) => {
                    let option = options.get(usize::try_from(whole).ok()?)?;
                    Some(option.zh.as_str().into())
                }
                _ => Some(day_text(whole).into()),
            },
        }
    }
}
