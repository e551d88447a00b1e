//! Tasks × units.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Filed, Grain, Judged, Place};
use crate::{
    check::Status,
    id::{TargetId, UnitId},
    plan::{Plan, Role, Task},
    standing::Tally,
    unit::{Unit, UnitKind},
};

/// How one unit stands in one row. There is one only where the unit owes a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Which of the matrix's units.
    pub unit: usize,
    /// As bad as the worst of its parts.
    pub status: Status,
    /// How many targets of the row it owes a figure for.
    pub parts: usize,
    /// How many of them turned red since the day before.
    pub turned: usize,
    /// How many reports of it on them are asked for in the reporting month.
    pub owed: usize,
    /// How many of those it has sent.
    pub sent: usize,
}

impl Cell {
    /// How many reports of the reporting month are still owed.
    pub fn missing(&self) -> usize {
        self.owed.saturating_sub(self.sent)
    }
}

/// One row: how the whole stands in it, and each unit that owes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub place: Place,
    /// As bad as the worst of its targets.
    pub status: Status,
    /// Its targets, in the plan's order.
    pub targets: Vec<TargetId>,
    /// How many of its targets turned red since the day before.
    pub turned: usize,
    /// The cells that are not blank, in the order of the units.
    pub cells: Vec<Cell>,
    /// Units that the text names there and that owe no figure of their own.
    pub named: Vec<usize>,
}

/// Tasks × units on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The columns: the bureaus, the divisions, the affiliates, each kind in the plan's order. Units
    /// that neither owe a figure nor lead or answer for a task are left out.
    pub units: Vec<UnitId>,
    /// The rows: the commitments of the headline statement, then the plan's tasks or items.
    pub rows: Vec<Row>,
}

/// The kinds of units in the order of the columns.
pub(super) const KINDS: [UnitKind; 3] = [UnitKind::Bureau, UnitKind::Division, UnitKind::Affiliate];

impl Matrix {
    /// The matrix of `plan` as judged `now`; what turned red is told against `before`.
    pub fn of(plan: &Plan, now: &Judged, before: &Judged, filed: &Filed<'_>, grain: Grain) -> Self {
        let owing = |unit: &Unit| plan.targets.iter().any(|target| target.reporters.contains(&unit.id));
        let named = |unit: &Unit| plan.tasks().any(|task| is_named(task, &unit.id));
        let units: Vec<UnitId> = KINDS
            .into_iter()
            .flat_map(|kind| plan.units.of_kind(kind))
            .filter(|unit| owing(unit) || named(unit))
            .map(|unit| unit.id.clone())
            .collect();
        let column: HashMap<&UnitId, usize> = units.iter().enumerate().map(|(at, unit)| (unit, at)).collect();

        let mut rows: Vec<Row> = places(plan, grain).into_iter().map(Row::blank).collect();
        let at: HashMap<Place, usize> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.place.clone(), at))
            .collect();
        for ((target, line), (_, earlier)) in now.of_targets(plan).zip(before.of_targets(plan)) {
            let Some(row) = at.get(&Place::of(plan, target, grain)).and_then(|at| rows.get_mut(*at)) else {
                continue;
            };
            row.targets.push(target.id.clone());
            row.status = row.status.min(line.whole);
            row.turned += usize::from(line.whole.is_red() && !earlier.whole.is_red());
            for (unit, (status, was)) in target.reporters.iter().zip(line.parts.iter().zip(&earlier.parts)) {
                let Some(&unit_at) = column.get(unit) else { continue };
                let asked = filed.is_asked(&target.id);
                let part = Cell {
                    unit: unit_at,
                    status: *status,
                    parts: 1,
                    turned: usize::from(status.is_red() && !was.is_red()),
                    owed: usize::from(asked),
                    sent: usize::from(asked && filed.is_sent(&target.id, unit)),
                };
                row.add(part);
            }
        }
        for row in &mut rows {
            if row.targets.is_empty() {
                row.status = Status::NoData;
            }
            row.cells.sort_by_key(|cell| cell.unit);
            let tasks = tasks(plan, &row.place);
            let named = units
                .iter()
                .enumerate()
                .filter(|(_, unit)| tasks.iter().any(|task| is_named(task, unit)));
            let blank = named.filter(|(at, _)| row.cells.binary_search_by_key(at, |cell| cell.unit).is_err());
            row.named = blank.map(|(at, _)| at).collect();
        }
        Self { units, rows }
    }

    /// How many cells stand where.
    pub fn cells(&self) -> Tally {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.map(|cell| cell.status).collect()
    }
}

impl Row {
    fn blank(place: Place) -> Self {
        Self {
            place,
            status: Status::Met,
            targets: Vec::new(),
            turned: 0,
            cells: Vec::new(),
            named: Vec::new(),
        }
    }

    fn add(&mut self, part: Cell) {
        match self.cells.iter_mut().find(|cell| cell.unit == part.unit) {
            Some(cell) => {
                cell.status = cell.status.min(part.status);
                cell.parts += part.parts;
                cell.turned += part.turned;
                cell.owed += part.owed;
                cell.sent += part.sent;
            }
            None => self.cells.push(part),
        }
    }
}

/// Whether the text gives the task to the unit; «会同各处室» names nobody.
fn is_named(task: &Task, unit: &UnitId) -> bool {
    matches!(task.assignment.role_of(unit), Some(Role::Lead | Role::Responsible))
}

fn places(plan: &Plan, grain: Grain) -> Vec<Place> {
    let mut places: Vec<Place> = plan
        .headline_targets()
        .map(|target| Place::of(plan, target, grain))
        .collect();
    places.sort();
    places.dedup();
    match grain {
        Grain::Tasks => places.extend(plan.tasks().map(|task| Place::Task(task.id.clone()))),
        Grain::Items => places.extend(plan.items().map(|item| Place::Item(item.number))),
    }
    places.extend(plan.carried_targets().map(|target| Place::Carried(target.id.clone())));
    places
}

fn tasks<'p>(plan: &'p Plan, place: &Place) -> Vec<&'p Task> {
    match place {
        Place::Headline(_) | Place::Carried(_) => Vec::new(),
        Place::Task(id) => plan.task(id).into_iter().collect(),
        Place::Item(number) => plan.item(*number).into_iter().flat_map(|item| &item.tasks).collect(),
    }
}
