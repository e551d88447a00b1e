//! 审核: what waits for a reviewer, approving and returning.

use yaodian_app::public::Knowledge;
use yaodian_contract::{Decision, Inbox, InboxItem, Kind, Review, Saved, if_approved};
use yaodian_domain::{
    check,
    id::ReportId,
    report::{Report, StateName},
};
use yaodian_store::ReportFilter;

use super::{
    Served,
    judgements::both,
    reports::{history, knowledge, own, with},
};
use crate::{house::House, service::Acting};

/// How many decided reports the inbox shows.
const DECIDED_SHOWN: usize = 12;

/// What waits for the person's review, and what was decided lately.
pub(crate) async fn inbox(house: &House, account: &Acting) -> Served<Inbox> {
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let mut waiting = Vec::new();
    for report in waiting_reports(house, &known, account, &[StateName::Submitted]).await? {
        waiting.extend(item(house, version, &known, report).await?);
    }
    let mut decided = Vec::new();
    let mut reports = waiting_reports(house, &known, account, &[StateName::Approved, StateName::Returned]).await?;
    reports.sort_by(|a, b| b.id.cmp(&a.id));
    for report in reports.into_iter().take(DECIDED_SHOWN) {
        decided.extend(item(house, version, &known, report).await?);
    }
    Ok(Inbox { waiting, decided })
}

/// One report as the reviewer sees it.
pub(crate) async fn one(house: &House, account: &Acting, id: &ReportId) -> Served<InboxItem> {
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let (_, report) = house.store.report(id).await?.ok_or(Kind::NotFound)?;
    let target = known.plan.target(&report.target).ok_or(Kind::NotFound)?;
    account.person().may_review(&known.plan, target, &report)?;
    if report.state.name() == StateName::Draft {
        return Err(Kind::NotFound.into());
    }
    Ok(item(house, version, &known, report).await?.ok_or(Kind::NotFound)?)
}

/// Approves a report or hands it back.
pub(crate) async fn decide(house: &House, account: &Acting, id: &ReportId, review: &Review) -> Served<Saved> {
    let known = knowledge(house).await?;
    let (_, report) = house.store.report(id).await?.ok_or(Kind::NotFound)?;
    let target = known.plan.target(&report.target).ok_or(Kind::NotFound)?;
    account.person().may_review(&known.plan, target, &report)?;
    let today = house.clock.today();
    let decided = match review.decision {
        Decision::Approve => report.approve(review.revision, &account.name, today)?,
        Decision::Return => report.hand_back(review.revision, &account.name, today, &review.note)?,
    };
    house
        .store
        .save_report(&house.act(account.actor()), &decided, review.revision)
        .await?;
    let own = own(&known, &report.target, &report.unit);
    let assessment = with(&known.plan, target, &report.unit, &own, decided.preview(today), house);
    Ok(Saved {
        late: decided.lateness(known.plan.calendar),
        report: decided,
        assessment,
    })
}

/// The reports that wait for the person's review.
pub(super) async fn waiting(house: &House, known: &Knowledge, account: &Acting) -> Served<Vec<Report>> {
    waiting_reports(house, known, account, &[StateName::Submitted]).await
}

async fn waiting_reports(
    house: &House,
    known: &Knowledge,
    account: &Acting,
    states: &[StateName],
) -> Served<Vec<Report>> {
    let filter = ReportFilter {
        states: states.to_vec(),
        ..ReportFilter::default()
    };
    let person = account.person();
    let mine = |report: &Report| {
        known
            .plan
            .target(&report.target)
            .is_some_and(|target| person.may_review(&known.plan, target, report).is_ok())
    };
    let mut reports: Vec<Report> = house
        .store
        .reports(&known.plan.id, &filter)
        .await?
        .into_iter()
        .map(|row| row.report)
        .filter(mine)
        .collect();
    reports.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(reports)
}

async fn item(house: &House, version: i64, known: &Knowledge, report: Report) -> Served<Option<InboxItem>> {
    let plan = &known.plan;
    let (Some(target), Some(unit)) = (plan.target(&report.target), plan.units.get(&report.unit)) else {
        return Ok(None);
    };
    let today = house.clock.today();
    let Some(voices) = both(house, version, known, &target.id, today) else {
        return Ok(None);
    };
    let own = own(known, &report.target, &report.unit);
    let before = check::assess_unit(
        target,
        &report.unit,
        plan.allocation(&target.id, &report.unit),
        &own,
        today,
        plan.policy_on(today),
    );
    let after = with(plan, target, &report.unit, &own, report.preview(today), house);
    let all = if_approved(known.observations.of(&target.id), report.preview(today));
    let whole = check::assess(target, &all, today, plan.policy_on(today));
    Ok(Some(InboxItem {
        history: history(house, &report.id).await?,
        late: report.lateness(plan.calendar),
        target: target.clone(),
        unit: unit.clone(),
        before,
        after,
        whole,
        voices,
        report,
    }))
}
