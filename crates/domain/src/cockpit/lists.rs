//! What the office has to see to: what turned red, who has not reported, who sits on a review.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Filed, Judged, matrix::KINDS};
use crate::{
    check::Status,
    id::{TargetId, UnitId},
    plan::Plan,
    report::{Report, StateName},
};

/// 转红: a target, or a unit's part of one, that is red and was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// The target.
    pub target: TargetId,
    /// Whose part; `None` for the whole.
    pub unit: Option<UnitId>,
    /// How it stood before.
    pub from: Status,
    /// How it stands.
    pub to: Status,
}

/// What turned red from `before` to `now`, in the plan's order, the whole before its parts. Where one
/// unit alone owes the figure, its part is told and not the same thing twice.
pub fn turned_red(plan: &Plan, now: &Judged, before: &Judged) -> Vec<Turned> {
    let mut turned = Vec::new();
    for ((target, line), (_, earlier)) in now.of_targets(plan).zip(before.of_targets(plan)) {
        let mut add = |unit: Option<&UnitId>, from: Status, to: Status| {
            if to.is_red() && !from.is_red() {
                turned.push(Turned {
                    target: target.id.clone(),
                    unit: unit.cloned(),
                    from,
                    to,
                });
            }
        };
        let same = line.parts == [line.whole] && earlier.parts == [earlier.whole];
        if !same {
            add(None, earlier.whole, line.whole);
        }
        for (unit, (to, from)) in target.reporters.iter().zip(line.parts.iter().zip(&earlier.parts)) {
            add(Some(unit), *from, *to);
        }
    }
    turned
}

/// 未报: a unit that has not sent everything that is asked for in the reporting month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreported {
    /// The unit.
    pub unit: UnitId,
    /// On what it has sent nothing, or has it back to mend.
    pub missing: Vec<TargetId>,
    /// How many of these were handed back.
    pub returned: usize,
    /// How many reports it owes.
    pub owed: usize,
}

/// Who has not reported, by how much is missing, in the order of the columns.
pub fn unreported(plan: &Plan, filed: &Filed<'_>) -> Vec<Unreported> {
    let units = KINDS.into_iter().flat_map(|kind| plan.units.of_kind(kind));
    let mut all: Vec<Unreported> = units
        .map(|unit| {
            let asked = plan.targets.iter().filter(|target| filed.is_asked(&target.id));
            let owed = asked.filter(|target| target.reporters.contains(&unit.id));
            let mut of_unit = Unreported {
                unit: unit.id.clone(),
                missing: Vec::new(),
                returned: 0,
                owed: 0,
            };
            for target in owed {
                of_unit.owed += 1;
                if !filed.is_sent(&target.id, &unit.id) {
                    let returned = filed.state(&target.id, &unit.id) == Some(StateName::Returned);
                    of_unit.returned += usize::from(returned);
                    of_unit.missing.push(target.id.clone());
                }
            }
            of_unit
        })
        .filter(|of_unit| !of_unit.missing.is_empty())
        .collect();
    all.sort_by_key(|of_unit| std::cmp::Reverse(of_unit.missing.len()));
    all
}

/// 待审: what waits for one unit's review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk<'r> {
    /// The reviewing unit; `None` for the office, which stands in where no lead unit can review.
    pub unit: Option<UnitId>,
    /// The reports, each with the day since which it waits, the longest first.
    pub waiting: Vec<(&'r Report, Date)>,
}

impl Desk<'_> {
    /// Since when the oldest waits.
    pub fn oldest(&self) -> Option<Date> {
        self.waiting.first().map(|(_, since)| *since)
    }
}

/// Who sits on a review: of `reports` those that wait, by the unit that has to review them, the
/// longest wait first. Several lead units share a task: the first that may review collects.
pub fn on_desks<'r>(plan: &Plan, reports: impl IntoIterator<Item = &'r Report>) -> Vec<Desk<'r>> {
    let mut desks: BTreeMap<Option<UnitId>, Vec<(&Report, Date)>> = BTreeMap::new();
    for report in reports {
        let Some(since) = report.state.waits_since() else {
            continue;
        };
        let leads = plan.target(&report.target).map_or(&[][..], |target| plan.leads(target));
        let reviewer = leads.iter().find(|lead| **lead != report.unit);
        desks.entry(reviewer.cloned()).or_default().push((report, since));
    }
    let mut desks: Vec<Desk<'_>> = desks
        .into_iter()
        .map(|(unit, mut waiting)| {
            waiting.sort_by(|(a, since), (b, other)| (since, &a.id).cmp(&(other, &b.id)));
            Desk { unit, waiting }
        })
        .collect();
    desks.sort_by_key(Desk::oldest);
    desks
}
