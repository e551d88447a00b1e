//! 目标分解: a target is divided among the units that report it, as a new version of the plan.

use std::collections::BTreeSet;

use yaodian_contract::{
    Kind,
    shares::{SetShares, SharedTarget, SharesDesk, SharesList, SharesSet, SharesTrouble},
};
use yaodian_domain::{
    Date, Decimal,
    allocation::Allocation,
    check::allotment,
    id::{PlanId, TargetId, UnitId},
    method::RollUp,
    number,
    plan::Plan,
    report::LONGEST_TEXT,
    target::{Measure, Promise, Target},
};
use yaodian_intake::{
    Part, compare,
    shares::{Share, Sum, checked},
};
use yaodian_store::{PlanHead, StoreError, SubjectKind, time_of};

use super::{Refused, Served, aside, closing::title, imports};
use crate::{house::House, service::Acting};

impl From<SharesTrouble> for Refused {
    fn from(why: SharesTrouble) -> Self {
        Self::Because(Kind::Shares { why })
    }
}

/// The stored version of a plan; of the current one if none is named.
async fn stored(house: &House, account: &Acting, plan: Option<PlanId>) -> Served<(PlanHead, Plan)> {
    let id = match plan {
        Some(plan) => plan,
        None => house.current_plan().await?.ok_or(Kind::NotFound)?,
    };
    account.in_plan(house, &id)?;
    let heads = house.store.plans().await?;
    let head = heads.into_iter().find(|head| head.id == id).ok_or(Kind::NotFound)?;
    let plan = house.store.plan_at(&id, head.version).await?.ok_or(Kind::NotFound)?;
    Ok((head, plan))
}

/// Whether a target has something to be divided among several units.
fn is_shared(target: &Target) -> bool {
    let divides = match target.promise {
        Promise::Count { .. } | Promise::Share { .. } | Promise::Level { .. } | Promise::NotWorse { .. } => true,
        Promise::SetElsewhere { .. } | Promise::Deliverable | Promise::Duty { .. } | Promise::Statement { .. } => false,
    };
    let counts_units = matches!(target.method.roll_up, RollUp::UnitsMeeting(_) | RollUp::UnitsDelivered);
    divides && !counts_units && target.reporters.len() > 1
}

fn held<'a>(plan: &'a Plan, target: &'a TargetId, day: Date) -> impl Iterator<Item = &'a Allocation> {
    let all = plan.allocations.iter();
    all.filter(move |share| &share.target == target && share.holds_on(day))
}

/// The targets of a plan that can be divided, and how far they are.
pub(crate) async fn list(house: &House, account: &Acting, plan: Option<PlanId>) -> Served<SharesList> {
    account.person().may_plan()?;
    let (head, plan) = stored(house, account, plan).await?;
    let today = house.clock.today();
    let targets = plan.targets.iter().filter(|target| is_shared(target));
    let targets = targets.map(|target| {
        let in_force = target.in_force(today);
        SharedTarget {
            item: plan.item_number(target),
            allotment: allotment(&in_force, held(&plan, &target.id, today)),
            target: in_force,
        }
    });
    Ok(SharesList {
        plan: title(&head),
        version: head.version,
        targets: targets.collect(),
    })
}

/// A target with all that is needed to divide it.
pub(crate) async fn desk(
    house: &House,
    account: &Acting,
    plan: Option<PlanId>,
    target: &TargetId,
) -> Served<SharesDesk> {
    account.person().may_plan()?;
    let (head, plan) = stored(house, account, plan).await?;
    let today = house.clock.today();
    let found = plan.target(target).ok_or(Kind::NotFound)?;
    if !is_shared(found) {
        return Err(SharesTrouble::NotShared.into());
    }
    let in_force = found.in_force(today);
    let rows = house
        .store
        .history(SubjectKind::Target, &format!("{}:{target}", plan.id))
        .await?;
    let set = rows.iter().rev().filter(|row| row.action == "shares-set");
    let history = set.map(|row| SharesSet {
        at: time_of(row.at),
        by: row.by.name().to_owned(),
        reason: row.detail["reason"].as_str().unwrap_or_default().to_owned(),
    });
    let units = found.reporters.iter().filter_map(|unit| plan.units.get(unit));
    let gone = |share: &&Allocation| &share.target == target && share.withdrawn_on.is_some_and(|gone| gone <= today);
    Ok(SharesDesk {
        today,
        version: head.version,
        whole: whole(&in_force),
        units: units.cloned().collect(),
        shares: held(&plan, target, today).cloned().collect(),
        earlier: plan.allocations.iter().filter(gone).cloned().collect(),
        history: history.collect(),
        last_year: last_year(house, &head, plan, target).await?,
        plan: title(&head),
        target: in_force,
    })
}

/// The shares that the same target had at the end of last year's plan, of units that report it now.
async fn last_year(house: &House, head: &PlanHead, plan: Plan, target: &TargetId) -> Served<Vec<Allocation>> {
    let ground = imports::ground(house, &head.id, head.term.from().year(), Some(&head.issuer.zh)).await?;
    let Some((_, old)) = ground.model else {
        return Ok(Vec::new());
    };
    let target = target.clone();
    aside(&house.files.sheets, move || {
        let same = compare(&plan, &old)
            .into_iter()
            .find_map(|difference| match difference.part {
                Part::Target {
                    new: Some(new),
                    old: Some(old),
                } if new == target => Some(old),
                _ => None,
            });
        let Some(same) = same else { return Ok(Vec::new()) };
        let reporters = plan.target(&target).map_or(&[][..], |target| &target.reporters);
        let shares = held(&old, &same, old.term.to()).filter(|share| reporters.contains(&share.unit));
        Ok(shares.cloned().collect())
    })
    .await
}

/// What the shares of a target have to come to, where they add up.
fn whole(target: &Target) -> Option<Decimal> {
    match &target.promise {
        Promise::Count { goal, .. } => Some(*goal),
        Promise::Share { inventory, .. } => *inventory,
        _ => None,
    }
}

/// What shares come to, where they add up: the goals of a count, the units' inventories of a share.
pub(crate) fn sum(target: &Target, shares: &[Share]) -> Option<Sum> {
    let whole = whole(target)?;
    let of: Option<Vec<(UnitId, Decimal)>> = match target.promise {
        Promise::Share { .. } => (shares.iter())
            .map(|share| Some((share.unit.clone(), share.inventory?)))
            .collect(),
        _ => Some(shares.iter().map(|share| (share.unit.clone(), share.goal)).collect()),
    };
    Some(checked(whole, &of?))
}

/// Whether a unit's share can be one of `target`.
fn fits(target: &Target, share: &Share) -> Result<(), SharesTrouble> {
    let whole_number = |figure: Decimal| figure.fract().is_zero();
    let percent = |figure: Decimal| figure <= Decimal::ONE_HUNDRED;
    let goal = match &target.promise {
        Promise::Count { .. } => whole_number(share.goal),
        Promise::Share { .. } => percent(share.goal),
        promise => !promise.measure().is_some_and(Measure::is_percent) || percent(share.goal),
    };
    let in_range = |figure: Decimal| figure >= Decimal::ZERO && number::in_range(figure);
    let bad = |figure| SharesTrouble::BadFigure {
        unit: share.unit.clone(),
        figure,
    };
    if !goal || !in_range(share.goal) {
        return Err(bad(share.goal));
    }
    match share.inventory {
        Some(inventory) if !in_range(inventory) || !whole_number(inventory) => Err(bad(inventory)),
        _ => Ok(()),
    }
}

/// Divides a target from today on.
pub(crate) async fn set(house: &House, account: &Acting, asked: SetShares) -> Served<SharesDesk> {
    account.person().may_plan()?;
    let (head, mut plan) = stored(house, account, Some(asked.plan.clone())).await?;
    if let Some(on) = head.closed_on {
        return Err(Kind::PlanClosed { on }.into());
    }
    if head.version != asked.version {
        return Err(SharesTrouble::MovedOn { version: head.version }.into());
    }
    let today = house.clock.today();
    let target = plan.target(&asked.target).ok_or(Kind::NotFound)?.in_force(today);
    if !is_shared(&target) {
        return Err(SharesTrouble::NotShared.into());
    }
    let mut seen = BTreeSet::new();
    for share in &asked.shares {
        if !target.reporters.contains(&share.unit) {
            let unit = share.unit.clone();
            return Err(SharesTrouble::Stranger { unit }.into());
        }
        if !seen.insert(&share.unit) {
            let unit = share.unit.clone();
            return Err(SharesTrouble::Twice { unit }.into());
        }
        fits(&target, share)?;
    }
    let reason = asked.reason.trim();
    let length = reason.chars().count();
    if length > LONGEST_TEXT {
        return Err(Kind::TooLarge {
            limit_kib: LONGEST_TEXT as u64 / 1024,
        }
        .into());
    }
    if let Some(sum) = sum(&target, &asked.shares).filter(|sum| !sum.holds())
        && reason.is_empty()
        && !asked.shares.is_empty()
    {
        return Err(SharesTrouble::ReasonMissing { sum }.into());
    }
    let shares = asked.shares.iter().map(|share| Allocation {
        target: asked.target.clone(),
        unit: share.unit.clone(),
        goal: share.goal,
        inventory: share.inventory,
        given_on: Some(today),
        withdrawn_on: None,
    });
    plan.break_down(&asked.target, today, shares.collect());
    let act = house.act(account.actor());
    let set = house
        .store
        .set_shares(&act, &plan, asked.version, &asked.target, reason)
        .await;
    match set {
        Ok(_) => desk(house, account, Some(asked.plan), &asked.target).await,
        Err(StoreError::PlanMovedOn { version, .. }) => Err(SharesTrouble::MovedOn { version }.into()),
        Err(error) => Err(error.into()),
    }
}
