//! 复核意见: what reviewers say of a target, beside what the check says and never in its place.

use yaodian_app::public::Knowledge;
use yaodian_contract::{Judge, Kind, Voices};
use yaodian_domain::{
    Date,
    access::{Duty, Person, Refusal},
    id::TargetId,
    judgement::Judgement,
    plan::Plan,
    target::Target,
};
use yaodian_store::ReportFilter;

use super::{Refused, Served, reports::knowledge};
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
    may_judge(&account.person(), plan, target)?;
    no_own_hand(house, account, plan, target).await?;
    let judgement = Judgement::new(target.id.clone(), today, &account.name, said.status, &said.reason)?;
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

/// Who may review what is reported on a target may judge it, too: the units that lead its task,
/// and the office. Nobody judges what the own unit alone reports.
fn may_judge(person: &Person, plan: &Plan, target: &Target) -> Result<(), Refused> {
    let office = person.is(Duty::Office);
    let own = !target.reporters.is_empty() && target.reporters.iter().all(|unit| *unit == person.unit);
    if !office && !person.is(Duty::Reviewer) {
        Err(Refusal::NotAReviewer.into())
    } else if own {
        Err(Kind::OwnTarget.into())
    } else if office || plan.leads(target).contains(&person.unit) {
        Ok(())
    } else {
        Err(Refusal::NotLeading.into())
    }
}
