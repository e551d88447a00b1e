//! 复核意见: what reviewers say of a target, beside what the check says and never in its place.

use yaodian_app::public::Knowledge;
use yaodian_contract::{Judge, Kind, Voices};
use yaodian_domain::{Date, access::Refusal, id::TargetId, judgement::Judgement, plan::Plan, target::Target};
use yaodian_store::ReportFilter;

use super::{Served, reports::knowledge};
use crate::{house::House, service::Acting};

/// Both voices on a target, as they stood on `as_of`.
pub(crate) async fn voices(house: &House, target: &TargetId, as_of: Date) -> Served<Voices> {
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    Ok(both(house, version, &known, target, as_of).ok_or(Kind::NotFound)?)
}

/// Both voices on a target by what is known; `None` if the plan has no such target.
pub(super) fn both(house: &House, version: i64, known: &Knowledge, target: &TargetId, as_of: Date) -> Option<Voices> {
    let computed = house.standing(version, known, as_of).target(target)?.status;
    let said = known.judgements.of(target);
    Some(Voices {
        target: target.clone(),
        as_of,
        computed,
        standing: known.judgements.standing(target, as_of).cloned(),
        history: said.iter().rev().filter(|j| j.on <= as_of).cloned().collect(),
    })
}

/// Records what a reviewer says of a target.
pub(crate) async fn judge(house: &House, account: &Acting, target: &TargetId, said: &Judge) -> Served<Voices> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let target = plan.target(target).ok_or(Kind::NotFound)?;
    account.person().may_judge(plan, target).map_err(|why| match why {
        Refusal::OwnTarget => Kind::OwnTarget,
        why => Kind::Forbidden { why },
    })?;
    no_own_hand(house, account, plan, target).await?;
    // It is public, and people's names are not: it is the unit that speaks. Who it was stands in the audit trail.
    let unit = plan.units.get(&account.unit).ok_or(Kind::NotFound)?;
    let judgement = Judgement::new(target.id.clone(), today, &unit.name, said.status, &said.reason)?;
    house
        .store
        .add_judgement(&house.act(account.actor()), &plan.id, &judgement)
        .await?;
    voices(house, &target.id, today).await
}

/// Nobody judges a target on which he reported himself, in whichever post.
async fn no_own_hand(house: &House, account: &Acting, plan: &Plan, target: &Target) -> Served<()> {
    let filter = ReportFilter {
        target: Some(target.id.clone()),
        ..ReportFilter::default()
    };
    let person = account.person();
    for row in house.store.reports(&plan.id, &filter).await? {
        person.has_no_hand_in(&row.report)?;
    }
    Ok(())
}
