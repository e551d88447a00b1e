//! Targets, and what became known of them.

use yaodian_contract::{
    Kind,
    open::{Opinion, Paged, TargetEntry},
};
use yaodian_domain::{
    Date,
    check::Status,
    id::{TargetId, UnitId},
    observation::Observation,
    target::{self, Target},
};

use super::{Seen, Stretch, seen};
use crate::{house::House, service::Served};

/// Which targets are asked for; what is `None` is not asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) status: Option<Status>,
    /// Led by this unit, or reported on by it.
    pub(crate) unit: Option<UnitId>,
    pub(crate) item: Option<u16>,
    pub(crate) kind: Option<target::Kind>,
}

impl Filter {
    /// Whether whatever it names is there.
    fn checked(&self, seen: &Seen) -> Result<(), Kind> {
        if let Some(unit) = &self.unit {
            seen.unit(unit)?;
        }
        match self.item.filter(|item| seen.known.plan.item(*item).is_none()) {
            Some(item) => Err(Kind::Malformed {
                what: format!("item={item}"),
            }),
            None => Ok(()),
        }
    }

    fn takes(&self, entry: &TargetEntry) -> bool {
        let target = &entry.target;
        let of_unit = |unit: &UnitId| entry.leads.contains(unit) || target.reporters.contains(unit);
        self.status.is_none_or(|status| entry.assessment.status == status)
            && self.unit.as_ref().is_none_or(of_unit)
            && self.item.is_none_or(|item| entry.item == Some(item))
            && self.kind.is_none_or(|kind| target.promise.kind() == kind)
    }
}

/// The targets of a plan as they stand on a day, in the order of the plan.
pub(crate) async fn list(house: &House, as_of: Date, filter: &Filter, stretch: &Stretch) -> Served<Paged<TargetEntry>> {
    let seen = seen(house, as_of).await?;
    filter.checked(&seen)?;
    let all = seen.known.plan.targets.iter().filter_map(|target| entry(&seen, target));
    let wanted = all.filter(|entry| filter.takes(entry)).collect();
    Ok(stretch.of(wanted, |entry: &TargetEntry| entry.target.id.to_string())?)
}

/// One target as it stands on a day.
pub(crate) async fn one(house: &House, as_of: Date, id: &TargetId) -> Served<TargetEntry> {
    let seen = seen(house, as_of).await?;
    let target = seen.known.plan.target(id).ok_or(Kind::NotFound)?;
    Ok(entry(&seen, target).ok_or(Kind::NotFound)?)
}

fn entry(seen: &Seen, target: &Target) -> Option<TargetEntry> {
    let (known, standing) = (&seen.known, &seen.standing);
    let said = known.judgements.standing(&target.id, standing.as_of);
    let observations = known.observations.of(&target.id);
    Some(TargetEntry {
        item: known.plan.item_number(target),
        leads: known.plan.leads(target).to_vec(),
        assessment: standing.target(&target.id)?.clone(),
        judgement: said.map(|said| Opinion {
            status: said.status,
            reason: said.reason.clone(),
            on: said.on,
        }),
        demonstration: observations.iter().any(|one| one.provenance.is_demonstration()),
        target: target.clone(),
    })
}

/// What was known of a target on a day, in the order in which it became known; what was withdrawn by then
/// is among it, and says since when.
pub(crate) async fn observations(
    house: &House,
    as_of: Date,
    id: &TargetId,
    unit: Option<&UnitId>,
    stretch: &Stretch,
) -> Served<Paged<Observation>> {
    let seen = seen(house, as_of).await?;
    seen.known.plan.target(id).ok_or(Kind::NotFound)?;
    if let Some(unit) = unit {
        seen.unit(unit)?;
    }
    let all = seen.known.observations.of(id).iter();
    let known = all.filter(|one| one.known_on <= as_of);
    let wanted = known.filter(|one| unit.is_none_or(|unit| one.unit.as_ref() == Some(unit)));
    let mut numbered: Vec<(usize, Observation)> = wanted
        .cloned()
        .map(|mut one| {
            // What is withdrawn later was not withdrawn yet.
            one.withdrawn_on = one.withdrawn_on.filter(|on| *on <= as_of);
            one
        })
        .enumerate()
        .collect();
    numbered.sort_by_key(|(_, one)| one.known_on);
    let paged = stretch.of(numbered, |(number, _)| number.to_string())?;
    Ok(Paged {
        items: paged.items.into_iter().map(|(_, one)| one).collect(),
        next: paged.next,
        total: paged.total,
    })
}
