//! 条目: an entry of a ledger, and what is wrong with one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Ledger, Trouble, access::Desk, query::Column};
use crate::id::{EntryId, UnitId};

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// Its number (编号): no two entries of a ledger share one.
    pub key: String,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// Its values by the place of their fields, as canonical text ([`super::cell::read`]).
    pub values: Vec<Option<String>>,
    /// The days on which it passed the first stages, in order.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::schema::Day>"))]
    pub reached: Vec<Date>,
}

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// How it is referred to.
    pub id: EntryId,
    /// Raised by every change of what it says; 1 for a new one.
    pub version: i64,
    /// What it says.
    pub row: Row,
    /// How many files of evidence were added for each stage, by the stages' places.
    pub files: Vec<u32>,
    /// The day of its last change.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub changed_on: Date,
    /// Who made it.
    pub changed_by: String,
}

/// What is wrong with one cell of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Which cell.
    pub column: Column,
    /// What is wrong.
    pub trouble: Trouble,
}

impl Problem {
    /// `trouble` with `column`.
    pub fn new(column: Column, trouble: Trouble) -> Self {
        Self { column, trouble }
    }
}

impl Row {
    /// The value in a column, as canonical text; nothing for columns that are not the row's own.
    pub fn text(&self, ledger: &Ledger, column: &Column) -> Option<String> {
        match column {
            Column::Key => Some(self.key.clone()),
            Column::Unit => Some(self.unit.to_string()),
            Column::Field(id) => self.values.get(ledger.field(id)?.0)?.clone(),
            Column::Reached(id) => Some(self.reached.get(ledger.stage(id)?)?.to_string()),
            Column::Stage => Some(self.reached.len().to_string()),
            Column::Changed | Column::Version => None,
        }
    }

    /// The part of the whole that it stands for, in a ledger of deliverables.
    pub fn part(&self, ledger: &Ledger) -> Option<&str> {
        self.values.get(ledger.part_field()?)?.as_deref()
    }

    /// The same as [`Ledger::for_public`] shows it.
    #[must_use]
    pub fn for_public(mut self, ledger: &Ledger) -> Self {
        let mut fields = ledger.fields.iter();
        self.values
            .retain(|_| fields.next().is_some_and(|field| !field.private));
        self
    }
}

/// What stands in the way of `row` being kept: everything that is wrong, in the order of columns.
///
/// `before` is the entry as it stands, `None` for a new one. Rules about moving an entry are
/// asked only of stages that are new in it or gone from it: what was in order when it was done is
/// not asked about again.
pub fn problems(ledger: &Ledger, desk: &Desk<'_>, before: Option<&Entry>, row: &Row) -> Vec<Problem> {
    let mut found = Vec::new();
    if !ledger.holders.contains(&row.unit) {
        let unit = desk.unit_name(&row.unit);
        found.push(Problem::new(Column::Unit, Trouble::NotAHolder { unit }));
    } else if !desk.may_edit(ledger, &row.unit) || before.is_some_and(|entry| !desk.may_edit(ledger, &entry.row.unit)) {
        found.push(Problem::new(Column::Unit, Trouble::NotYourUnit));
    }
    for (field, value) in ledger.fields.iter().zip(&row.values) {
        if value.is_none() && field.required && field.kind.has_column() {
            found.push(Problem::new(Column::Field(field.id.clone()), Trouble::Missing));
        }
    }
    let kept = before.map_or(0, |entry| {
        let same = entry.row.reached.iter().zip(&row.reached);
        same.take_while(|(a, b)| a == b).count()
    });
    let had = before.map_or(0, |entry| entry.row.reached.len());
    // Stages that are done anew, dated anew, or taken back.
    for (at, stage) in ledger
        .stages
        .iter()
        .enumerate()
        .take(had.max(row.reached.len()))
        .skip(kept)
    {
        let column = || Column::Reached(stage.id.clone());
        if !desk.may_move(ledger, at, &row.unit) {
            let movers = stage.movers.clone();
            found.push(Problem::new(column(), Trouble::NotYourStage { movers }));
        }
        let Some(&day) = row.reached.get(at) else { continue };
        if day > desk.today {
            found.push(Problem::new(column(), Trouble::Ahead { day }));
        }
        if let Some(earlier) = at.checked_sub(1)
            && row.reached[earlier] > day
        {
            let trouble = Trouble::EarlierThan {
                stage: ledger.stages[earlier].id.clone(),
                day: row.reached[earlier],
            };
            found.push(Problem::new(column(), trouble));
        }
        let has = before.and_then(|entry| entry.files.get(at)).copied().unwrap_or(0);
        if has < stage.files {
            let need = stage.files;
            found.push(Problem::new(column(), Trouble::NoEvidence { need, has }));
        }
    }
    // What was accepted stays as it was accepted, until whoever did takes that back.
    if let Some(entry) = before
        && row.reached == entry.row.reached
        && let Some(stage) = desk.settled(ledger, &entry.row)
    {
        let stage = stage.id.clone();
        found.push(Problem::new(Column::Stage, Trouble::Settled { stage }));
    }
    // What a stage needs may not be emptied after it either.
    for (at, stage) in ledger.stages.iter().enumerate().take(row.reached.len()) {
        for id in &stage.fields {
            let emptied = |(place, _): (usize, _)| row.values.get(place).is_none_or(Option::is_none);
            let column = Column::Field(id.clone());
            let told = found.iter().any(|problem| problem.column == column);
            let was_empty = || before.is_some_and(|entry| at < kept && entry.row.text(ledger, &column).is_none());
            if ledger.field(id).is_some_and(emptied) && !told && !was_empty() {
                let stage = stage.id.clone();
                found.push(Problem::new(column, Trouble::NeededFor { stage }));
            }
        }
    }
    found
}
