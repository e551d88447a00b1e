//! The rows of a target that is being divided, and what they come to.

use leptos::prelude::*;
use yaodian_contract::shares::SharesDesk;
use yaodian_domain::{
    Decimal,
    number::{self, NumberError},
    target::{Promise, Target},
    unit::{Register, Unit},
};
use yaodian_intake::shares::{self, Row, Share, Sum};

/// What a share of this target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A number of things; they add up.
    Count,
    /// A percentage of an inventory of one's own; the inventories add up.
    Share,
    /// A level of one's own; nothing adds up.
    Level,
}

impl Sort {
    pub(super) fn of(target: &Target) -> Self {
        match target.promise {
            Promise::Count { .. } => Self::Count,
            Promise::Share { .. } => Self::Share,
            _ => Self::Level,
        }
    }
}

/// One unit's share as it is typed.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) unit: Unit,
    pub(super) goal: RwSignal<String>,
    pub(super) inventory: RwSignal<String>,
}

/// The lines of a target as its shares stand today.
pub(super) fn lines(desk: &SharesDesk) -> Vec<Line> {
    let units = desk.units.iter();
    units
        .map(|unit| {
            let share = desk.shares.iter().find(|share| share.unit == unit.id);
            let text = |value: Option<Decimal>| RwSignal::new(value.map(|value| value.to_string()).unwrap_or_default());
            Line {
                goal: text(share.map(|share| share.goal)),
                inventory: text(share.and_then(|share| share.inventory)),
                unit: unit.clone(),
            }
        })
        .collect()
}

/// A figure as it is typed; a blank is none.
pub(super) fn figure(typed: &str) -> Result<Option<Decimal>, NumberError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    number::parse(typed).map(Some)
}

/// The shares that are typed; nothing where one of them is no figure.
pub(super) fn typed(lines: &[Line], sort: Sort) -> Option<Vec<Share>> {
    let mut all = Vec::new();
    for line in lines {
        let goal = line.goal.with(|text| figure(text)).ok()?;
        let inventory = line.inventory.with(|text| figure(text)).ok()?;
        if let Some(goal) = goal {
            all.push(Share {
                unit: line.unit.id.clone(),
                goal,
                inventory: inventory.filter(|_| sort == Sort::Share),
            });
        } else if inventory.is_some() {
            return None;
        }
    }
    Some(all)
}

/// What shares come to, where they add up.
pub(super) fn sum(whole: Option<Decimal>, sort: Sort, shares: &[Share]) -> Option<Sum> {
    let parts = |share: &Share| match sort {
        Sort::Count => Some((share.unit.clone(), share.goal)),
        Sort::Share => Some((share.unit.clone(), share.inventory?)),
        Sort::Level => None,
    };
    let parts: Option<Vec<_>> = shares.iter().map(parts).collect();
    Some(shares::checked(whole?, &parts?))
}

fn put(field: RwSignal<String>, value: Option<Decimal>) {
    field.set(value.map(|value| value.normalize().to_string()).unwrap_or_default());
}

/// The number that a target asks of the whole.
fn goal_of(target: &Target) -> Option<Decimal> {
    target.promise.number()
}

/// The same for everybody, as near as whole things allow.
pub(super) fn equally(desk: &SharesDesk, lines: &[Line]) -> bool {
    let parts = desk
        .whole
        .and_then(|whole| shares::equally(whole, lines.len(), whole.normalize().scale()));
    let goal = goal_of(&desk.target);
    match (Sort::of(&desk.target), parts) {
        (Sort::Count, Some(parts)) => {
            for (line, part) in lines.iter().zip(parts) {
                put(line.goal, Some(part));
            }
        }
        (Sort::Share, Some(parts)) => {
            for (line, part) in lines.iter().zip(parts) {
                put(line.goal, goal);
                put(line.inventory, Some(part));
            }
        }
        (Sort::Share, None) | (Sort::Level, _) if goal.is_some() => {
            for line in lines {
                put(line.goal, goal);
            }
        }
        _ => return false,
    }
    true
}

/// In the proportions of last year's shares.
pub(super) fn as_last_year(desk: &SharesDesk, lines: &[Line]) -> bool {
    let sort = Sort::of(&desk.target);
    let weights = desk.last_year.iter().map(|share| match sort {
        Sort::Share => Some((share.unit.clone(), share.inventory?)),
        Sort::Count | Sort::Level => Some((share.unit.clone(), share.goal)),
    });
    let Some(weights) = weights
        .collect::<Option<Vec<_>>>()
        .filter(|weights| !weights.is_empty())
    else {
        return false;
    };
    let parts = match (sort, desk.whole) {
        (Sort::Level, _) | (_, None) => Some(weights),
        (_, Some(whole)) => shares::by_last_year(whole, &weights),
    };
    let Some(parts) = parts else { return false };
    let goal = goal_of(&desk.target);
    for line in lines {
        let part = parts
            .iter()
            .find(|(unit, _)| *unit == line.unit.id)
            .map(|(_, part)| *part);
        match sort {
            Sort::Share => {
                put(line.goal, goal.filter(|_| part.is_some()));
                put(line.inventory, part);
            }
            Sort::Count | Sort::Level => put(line.goal, part),
        }
    }
    true
}

/// Fills in what was pasted; what was not understood is handed back. Where a share of an inventory is
/// divided and there is one column only, it is the units' inventories.
pub(super) fn paste(desk: &SharesDesk, lines: &[Line], text: &str) -> (usize, Vec<Row>) {
    let Ok(register) = Register::new(desk.units.clone()) else {
        return (0, Vec::new());
    };
    let rows = shares::pasted(text, &register);
    let sort = Sort::of(&desk.target);
    let mut good = 0;
    let two = rows
        .iter()
        .any(|row| matches!(&row.read, Ok(share) if share.inventory.is_some()));
    let mut bad = Vec::new();
    for row in rows {
        let Ok(share) = &row.read else {
            bad.push(row);
            continue;
        };
        let Some(line) = lines.iter().find(|line| line.unit.id == share.unit) else {
            bad.push(row);
            continue;
        };
        good += 1;
        if sort == Sort::Share && !two {
            put(line.goal, goal_of(&desk.target));
            put(line.inventory, Some(share.goal));
        } else {
            put(line.goal, Some(share.goal));
            put(line.inventory, share.inventory.filter(|_| sort == Sort::Share));
        }
    }
    (good, bad)
}
