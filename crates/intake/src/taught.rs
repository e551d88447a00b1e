//! What an older plan teaches about names: whom its collective formulas mean.

use std::collections::{BTreeMap, BTreeSet};

use yaodian_domain::{
    id::UnitId,
    plan::{Plan, Role},
};

use crate::{Names, parse};

/// The names in a plan's brackets that its register does not hold, each with the units that it was
/// understood to mean: «各市、州、直管市及神农架林区生态环境局» with the bureaus.
///
/// A name is understood from a bracket in which it stands in its role beside known ones only; what several
/// brackets say of it is put together, for whoever leads a task is not named again among those who take
/// part.
pub fn taught(plan: &Plan) -> Vec<(String, Vec<UnitId>)> {
    let names = Names {
        register: &plan.units,
        learned: Vec::new(),
    };
    let draft = parse(&plan.text, Some(&names));
    let drafted: BTreeMap<usize, _> = draft
        .items
        .iter()
        .flat_map(|item| &item.tasks)
        .filter_map(|task| Some((task.assignments.first()?.bracket.start, task)))
        .collect();
    let mut taught: BTreeMap<String, BTreeSet<UnitId>> = BTreeMap::new();
    for task in plan.tasks() {
        let Some(drafted) = drafted.get(&task.assignment.span.start) else {
            continue;
        };
        for (role, units) in [
            (Role::Lead, &task.assignment.lead),
            (Role::Responsible, &task.assignment.responsible),
            (Role::Participant, &task.assignment.participants),
        ] {
            let groups = drafted.assignments.iter().filter(|group| group.role == role);
            let mut known = BTreeSet::new();
            let mut unknown = Vec::new();
            for group in groups {
                for (name, found) in group.units.iter().zip(group.expanded.iter().flatten()) {
                    if found.is_empty() {
                        unknown.push(name);
                    } else {
                        known.extend(found);
                    }
                }
            }
            if let [name] = unknown.as_slice() {
                let meant = units.iter().filter(|unit| !known.contains(unit)).cloned();
                taught.entry((*name).clone()).or_default().extend(meant);
            }
        }
    }
    taught
        .into_iter()
        .filter(|(_, units)| !units.is_empty())
        .map(|(name, units)| {
            // In the order of the register.
            let units = plan.units.iter().filter(|unit| units.contains(&unit.id));
            (name, units.map(|unit| unit.id.clone()).collect())
        })
        .collect()
}
