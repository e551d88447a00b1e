//! Entries that stand in the folder: `[[ledger.entry]]`.
//!
//! `key` and `unit`, the values by their fields in `values`, and in `days` the days of the stages
//! that are done. They are held to the rules of the ledger, as any entry is.

use std::collections::{BTreeMap, BTreeSet};

use yaodian_domain::{
    Date,
    id::StageId,
    ledger::{
        Cell, Column, Ledger, Row, Trouble,
        access::Desk,
        cell,
        entry::{self, Problem},
    },
    target::Promise,
};

use super::Ground;
use crate::{
    problem::Kind,
    sheet::{Place, Placed, Table, Written},
};

impl Written {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Number(value) => Cell::Number(*value),
            Self::Day(day) => Cell::Day(*day),
        }
    }
}

impl Ground<'_> {
    /// Reads the entries of `ledger`. What is wrong is reported and left out.
    pub(super) fn entries(&mut self, tables: Vec<Table<'_>>, ledger: &Ledger) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut keys = BTreeSet::new();
        let mut parts = Vec::new();
        for table in tables {
            let Some((row, places)) = self.entry(table, ledger) else {
                continue;
            };
            if !keys.insert(row.key.clone()) {
                let (name, by) = (row.key.clone(), "another entry".to_owned());
                places.report(self, &Column::Key, Kind::Taken { name, by });
                continue;
            }
            parts.extend(self.part(&row, ledger, &places));
            rows.push(row);
        }
        parts.sort();
        parts.dedup();
        self.fed
            .extend(parts.into_iter().map(|part| (part, ledger.id.to_string())));
        rows
    }

    fn entry(&self, mut table: Table<'_>, ledger: &Ledger) -> Option<(Row, Places)> {
        let (key, unit) = (table.text("key"), table.text("unit"));
        let mut places = Places::of(&table, key.as_ref(), unit.as_ref());
        let values = table.values_by_name("values");
        let days = table.values_by_name("days");
        table.close();
        let values = self.values(values, ledger, &mut places);
        let reached = self.reached(days, ledger, &mut places);
        let key = key.and_then(|key| match cell::key(&Cell::Text(&key.value)) {
            Ok(key) => Some(key),
            Err(trouble) => places.told(self, &Column::Key, trouble),
        });
        let unit = unit.and_then(|unit| {
            let found = self.units.find(&unit.value).cloned();
            if found.is_none() {
                let name = unit.value;
                self.log.add(unit.place.problem(Kind::NoSuchUnit { name }));
            }
            found
        });
        let row = Row {
            key: key?,
            unit: unit?,
            values: values?,
            reached: reached?,
        };
        // A folder is read on no day in particular: no day lies ahead of it.
        let desk = Desk {
            person: None,
            today: Date::MAX,
            units: &self.units.register,
        };
        let problems = entry::problems(ledger, &desk, None, &row);
        let good = problems.is_empty();
        for Problem { column, trouble } in problems {
            places.told::<()>(self, &column, trouble);
        }
        good.then_some((row, places))
    }

    /// The values by the place of their fields; `None` where one of them is wrong.
    fn values(
        &self,
        written: Vec<(Placed<String>, Written)>,
        ledger: &Ledger,
        places: &mut Places,
    ) -> Option<Vec<Option<String>>> {
        let columns = || ledger.fields.iter().filter(|field| field.kind.has_column());
        let mut values = vec![None; ledger.fields.len()];
        let mut good = true;
        for (name, value) in written {
            let found = ledger.fields.iter().enumerate();
            let found = found
                .filter(|(_, field)| field.kind.has_column())
                .find(|(_, field)| field.id.as_str() == name.value);
            let Some((at, field)) = found else {
                let known = columns().map(|field| field.id.as_str()).collect::<Vec<_>>().join(", ");
                let id = name.value;
                self.log.add(name.place.problem(Kind::NoSuchField { id, known }));
                good = false;
                continue;
            };
            let column = Column::Field(field.id.clone());
            places.at.insert(column.clone(), name.place);
            match cell::read(field, &value.cell(), &self.units.register) {
                Ok(text) => {
                    if let Some(slot) = values.get_mut(at) {
                        *slot = text;
                    }
                }
                Err(trouble) => {
                    places.told::<()>(self, &column, trouble);
                    good = false;
                }
            }
        }
        good.then_some(values)
    }

    /// The days of the stages that are done, without a gap; `None` where one of them is wrong.
    fn reached(
        &self,
        written: Vec<(Placed<String>, Written)>,
        ledger: &Ledger,
        places: &mut Places,
    ) -> Option<Vec<Date>> {
        let mut days = vec![None; ledger.stages.len()];
        let mut good = true;
        for (name, day) in written {
            let Some(at) = ledger.stages.iter().position(|stage| stage.id.as_str() == name.value) else {
                let known = ledger.stages.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>();
                let known = known.join(", ");
                let id = name.value;
                self.log.add(name.place.problem(Kind::NoSuchStage { id, known }));
                good = false;
                continue;
            };
            let column = ledger.stages.get(at).map(|stage| Column::Reached(stage.id.clone()))?;
            places.at.insert(column.clone(), name.place);
            match (cell::stage_day(&day.cell()), days.get_mut(at)) {
                (Ok(day), Some(slot)) => *slot = day,
                (Ok(_), None) => {}
                (Err(trouble), _) => {
                    places.told::<()>(self, &column, trouble);
                    good = false;
                }
            }
        }
        let mut first_open: Option<&StageId> = None;
        let mut reached = Vec::new();
        for (stage, day) in ledger.stages.iter().zip(days) {
            match (day, first_open) {
                (Some(day), None) => reached.push(day),
                (Some(_), Some(before)) => {
                    let trouble = Trouble::StageBefore { stage: before.clone() };
                    places.told::<()>(self, &Column::Reached(stage.id.clone()), trouble);
                    good = false;
                }
                (None, None) => first_open = Some(&stage.id),
                (None, Some(_)) => {}
            }
        }
        good.then_some(reached)
    }

    /// The deliverable that the entry stands for, in a ledger of deliverables.
    fn part(&self, row: &Row, ledger: &Ledger, places: &Places) -> Option<String> {
        let part = row.part(ledger)?.to_owned();
        let field = ledger.part_field().and_then(|at| ledger.fields.get(at))?;
        let id = Placed {
            value: part,
            place: places.of_column(&Column::Field(field.id.clone())),
        };
        let target = self.targets.targets.get(self.targets.find(&id, self.log)?)?;
        self.free(&id.place, &id.value, ledger.id.as_str())?;
        if target.promise != Promise::Deliverable {
            return self.cannot_feed(&id.place, target, "it is no deliverable, and has no steps");
        }
        Some(id.value)
    }
}

/// Where the columns of an entry are written down.
struct Places {
    entry: Place,
    at: BTreeMap<Column, Place>,
}

impl Places {
    fn of(table: &Table<'_>, key: Option<&Placed<String>>, unit: Option<&Placed<String>>) -> Self {
        let key = key.map(|key| (Column::Key, key.place.clone()));
        let unit = unit.map(|unit| (Column::Unit, unit.place.clone()));
        Self {
            entry: table.place.clone(),
            at: key.into_iter().chain(unit).collect(),
        }
    }

    /// What is not there belongs to the entry as a whole.
    fn of_column(&self, column: &Column) -> Place {
        let name = match column {
            Column::Field(id) => format!("values.{id}"),
            Column::Reached(id) => format!("days.{id}"),
            other => other.to_string(),
        };
        self.at.get(column).cloned().unwrap_or_else(|| Place {
            field: format!("{}.{name}", self.entry.field),
            ..self.entry.clone()
        })
    }

    fn report(&self, ground: &Ground<'_>, column: &Column, kind: Kind) {
        ground.log.add(self.of_column(column).problem(kind));
    }

    fn told<T>(&self, ground: &Ground<'_>, column: &Column, trouble: Trouble) -> Option<T> {
        let mend = mend(&trouble).to_owned();
        self.report(ground, column, Kind::BadEntry { trouble, mend });
        None
    }
}

/// What to do about it.
fn mend(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Missing | Trouble::NeededFor { .. } => "add it",
        Trouble::NotANumber { .. }
        | Trouble::OtherMeasure { .. }
        | Trouble::TooPrecise { .. }
        | Trouble::TooSmall { .. }
        | Trouble::TooLarge { .. } => "write a number that the field allows",
        Trouble::NotADay { .. } => "write it as 2023-09-25",
        Trouble::NotAChoice { .. } => "write one of the field's options",
        Trouble::NoUnit { .. } => "write a unit of units.toml",
        Trouble::NotAHolder { .. } => "choose one of the ledger's holders, or add the unit to them",
        Trouble::NotAPlace { .. } | Trouble::PlaceTurned | Trouble::PlaceAbroad => {
            "write longitude and latitude as 114.305,30.593"
        }
        Trouble::TooLong { .. } => "shorten it",
        Trouble::StageBefore { .. } | Trouble::EarlierThan { .. } => "give the days in the order of the stages",
        Trouble::NoEvidence { .. } => {
            "files cannot stand here: leave out the day, and give it where the files are kept"
        }
        _ => "check it",
    }
}
