//! Units and their parts.

use yaodian_contract::{
    Kind,
    open::{Paged, StatusCount, UnitEntry, UnitTarget, UnitView},
};
use yaodian_domain::{
    Date,
    check::Status,
    id::{TaskId, UnitId},
    plan::Role,
    standing::Standing,
    unit::{Unit, UnitKind},
};

use super::{Seen, Stretch, seen};
use crate::{house::House, service::Served};

/// The units of a plan, in the order of its register.
pub(crate) async fn list(
    house: &House,
    as_of: Date,
    kind: Option<UnitKind>,
    stretch: &Stretch,
) -> Served<Paged<UnitEntry>> {
    let seen = seen(house, as_of).await?;
    let units = seen.known.plan.units.iter();
    let wanted = units.filter(|unit| kind.is_none_or(|kind| unit.kind == kind));
    let all = wanted.map(|unit| entry(&seen, unit)).collect();
    Ok(stretch.of(all, |entry: &UnitEntry| entry.unit.id.to_string())?)
}

fn parts(seen: &Seen, unit: &UnitId) -> Standing {
    let known = &seen.known;
    Standing::of_unit(&known.plan, &known.observations, unit, seen.standing.as_of)
}

fn entry(seen: &Seen, unit: &Unit) -> UnitEntry {
    let tally = parts(seen, &unit.id).targets();
    let counts = Status::ALL.into_iter().map(|status| StatusCount {
        status,
        count: tally.at(status),
    });
    UnitEntry {
        leads: tasks(seen, &unit.id, Role::Lead).len(),
        standing: counts.filter(|one| one.count > 0).collect(),
        unit: unit.clone(),
    }
}

fn tasks(seen: &Seen, unit: &UnitId, role: Role) -> Vec<TaskId> {
    let tasks = seen.known.plan.tasks();
    let own = tasks.filter(|task| task.assignment.role_of(unit) == Some(role));
    own.map(|task| task.id.clone()).collect()
}

/// One unit with its tasks and targets.
pub(crate) async fn one(house: &House, as_of: Date, id: &UnitId) -> Served<UnitView> {
    let seen = seen(house, as_of).await?;
    let plan = &seen.known.plan;
    let unit = plan.units.get(id).ok_or(Kind::NotFound)?;
    let parts = parts(&seen, id);
    let targets = plan.targets.iter().filter_map(|target| {
        Some(UnitTarget {
            assessment: parts.target(&target.id)?.clone(),
            target: target.id.clone(),
            name: target.name.clone(),
        })
    });
    Ok(UnitView {
        leads: tasks(&seen, id, Role::Lead),
        answers: tasks(&seen, id, Role::Responsible),
        targets: targets.collect(),
        unit: unit.clone(),
    })
}
