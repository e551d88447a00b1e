//! 空岗: duties that are needed and that nobody holds.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::Roster;
use crate::{access::Duty, id::UnitId, plan::Plan};

/// A duty that somebody has to hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Need {
    /// In which unit; `None`: in any.
    pub unit: Option<UnitId>,
    /// Which duty.
    pub duty: Duty,
    /// For how many targets.
    pub targets: usize,
}

/// A need that nobody meets from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vacancy {
    /// What is needed.
    pub need: Need,
    /// The first day on which nobody meets it: today or later.
    pub from: Date,
    /// The last day of that, if somebody follows.
    pub until: Option<Date>,
}

/// What a plan needs: somebody who reports for each unit that owes figures, and somebody who signs
/// for it where the plan asks for that, somebody who reviews in each unit that leads a task on which
/// others report, and an office and an administrator.
pub fn needs(plan: &Plan) -> Vec<Need> {
    let mut targets: BTreeMap<(UnitId, Duty), usize> = BTreeMap::new();
    for target in &plan.targets {
        for unit in target.reporters.iter().collect::<BTreeSet<_>>() {
            *targets.entry((unit.clone(), Duty::Reporter)).or_default() += 1;
            if plan.reports.leader_signs {
                *targets.entry((unit.clone(), Duty::Leader)).or_default() += 1;
            }
        }
        // Nobody reviews what the own unit reports.
        for unit in plan.leads(target).iter().collect::<BTreeSet<_>>() {
            if target.reporters.iter().any(|reporter| reporter != unit) {
                *targets.entry((unit.clone(), Duty::Reviewer)).or_default() += 1;
            }
        }
    }
    let of_nobody = [Duty::Office, Duty::Administrator].map(|duty| Need {
        unit: None,
        duty,
        targets: 0,
    });
    // In the order of the plan's units.
    let of_units = plan
        .units
        .iter()
        .flat_map(|unit| [Duty::Reporter, Duty::Leader, Duty::Reviewer].map(|duty| (unit.id.clone(), duty)));
    let of_units = of_units.filter_map(|(unit, duty)| {
        let number = targets.get(&(unit.clone(), duty))?;
        Some(Need {
            unit: Some(unit),
            duty,
            targets: *number,
        })
    });
    of_nobody.into_iter().chain(of_units).collect()
}

/// Which needs nobody meets on `today` or on some later day, in their order, each with the first
/// such days.
pub fn vacancies(needs: &[Need], roster: &Roster, today: Date) -> Vec<Vacancy> {
    needs.iter().filter_map(|need| vacancy(need, roster, today)).collect()
}

/// Which needs are not met any more, or for a shorter time, once the roster is `after` instead of
/// `before`.
pub fn newly_vacant(needs: &[Need], before: &Roster, after: &Roster, today: Date) -> Vec<Vacancy> {
    let mut newly = vacancies(needs, after, today);
    newly.retain(|now| vacancy(&now.need, before, today).is_none_or(|was| now.from < was.from));
    newly
}

fn vacancy(need: &Need, roster: &Roster, today: Date) -> Option<Vacancy> {
    let meets = roster
        .iter()
        .filter(|post| post.is(need.duty) && need.unit.as_ref().is_none_or(|unit| unit == &post.unit));
    let mut stretches: Vec<_> = meets.map(super::Post::stretch).collect();
    stretches.sort_by_key(|stretch| stretch.from());
    // The first day of which it is not known that somebody meets it.
    let mut from = today;
    for stretch in &stretches {
        if stretch.from() > from {
            break;
        }
        from = from.max(stretch.after()?);
    }
    let next = stretches
        .iter()
        .map(|stretch| stretch.from())
        .find(|first| *first > from);
    Some(Vacancy {
        need: need.clone(),
        from,
        until: next.map(|first| first.saturating_sub(1.day())),
    })
}
