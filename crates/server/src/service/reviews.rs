//! 签发、审核: what waits for a leader or a reviewer, and the steps of a report.

use yaodian_app::public::Knowledge;
use yaodian_contract::{Inbox, InboxItem, InboxRow, Kind, Move, ReportStep, Saved, if_approved};
use yaodian_domain::{
    Date, check,
    id::ReportId,
    plan::Plan,
    report::{Report, StateName},
    target::Target,
};
use yaodian_store::ReportFilter;

use super::{
    Served,
    histories::{self, Eyes, history},
    judgements::both,
    reports::{knowledge, of_period, own, since_approval, takes, with},
};
use crate::{house::House, service::Acting};

/// How many decided reports the inbox shows.
const DECIDED_SHOWN: usize = 12;

/// Among how many of the latest they are looked for.
const DECIDED_READ: u32 = 400;

/// What waits for the person's signature or review, and what was decided lately.
pub(crate) async fn inbox(house: &House, account: &Acting) -> Served<Inbox> {
    let (_, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let rows = |reports: Vec<Report>| {
        reports
            .into_iter()
            .filter_map(|report| row(house, &known, report))
            .collect()
    };
    let decided = |state: StateName| state.counts() || state == StateName::Returned;
    let mut lately = seen(house, &known, account, decided, Some(DECIDED_READ)).await?;
    lately.truncate(DECIDED_SHOWN);
    let unsigned = |state: StateName| state == StateName::AwaitingSignature;
    let mut to_sign = seen(house, &known, account, unsigned, None).await?;
    let mut waiting = seen(house, &known, account, StateName::is_in_review, None).await?;
    for list in [&mut to_sign, &mut waiting] {
        list.sort_by(|a, b| a.id.cmp(&b.id));
    }
    Ok(Inbox {
        to_sign: rows(to_sign),
        waiting: rows(waiting),
        decided: rows(lately),
    })
}

/// A report as it stands in a list.
fn row(house: &House, known: &Knowledge, report: Report) -> Option<InboxRow> {
    let plan = &known.plan;
    let (target, unit) = (plan.target(&report.target)?, plan.units.get(&report.unit)?);
    let own = own(known, &report.target, &report.unit);
    let seen = report.preview(house.clock.today());
    Some(InboxRow {
        late: report.lateness(),
        after: with(plan, target, &report.unit, &own, seen, house).status,
        target: target.clone(),
        unit: unit.clone(),
        report,
    })
}

/// How many reports wait for the person.
pub(super) async fn count(house: &House, known: &Knowledge, account: &Acting) -> Served<usize> {
    let waits = |state: StateName| state == StateName::AwaitingSignature || state.is_in_review();
    Ok(seen(house, known, account, waits, None).await?.len())
}

/// The reports in such states that the person signs or reviews, those changed last first; looked for
/// among at most so many.
async fn seen(
    house: &House,
    known: &Knowledge,
    account: &Acting,
    states: impl Fn(StateName) -> bool,
    limit: Option<u32>,
) -> Served<Vec<Report>> {
    let filter = ReportFilter {
        states: StateName::which(states),
        limit,
        ..ReportFilter::default()
    };
    let rows = house.store.reports(&known.plan.id, &filter).await?;
    let mut reports: Vec<Report> = rows.into_iter().map(|row| row.report).collect();
    reports.retain(|report| {
        let target = known.plan.target(&report.target);
        target.is_some_and(|target| may_see(&known.plan, account, target, report))
    });
    Ok(reports)
}

/// Whether a report is the person's to sign or to review; of those before him, leaders see what waits
/// for them alone.
fn may_see(plan: &Plan, account: &Acting, target: &Target, report: &Report) -> bool {
    report.state.name() != StateName::Draft && account.person().may_handle(plan, target, report).is_ok()
}

/// One report as whoever decides it sees it.
pub(crate) async fn one(house: &House, account: &Acting, id: &ReportId) -> Served<InboxItem> {
    let (plan, report) = house.store.report(id).await?.ok_or(Kind::NotFound)?;
    let house = &account.in_plan(house, &plan)?;
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let target = known.plan.target(&report.target).ok_or(Kind::NotFound)?;
    if report.state.name() == StateName::Draft {
        return Err(Kind::NotFound.into());
    }
    account.person().may_handle(&known.plan, target, &report)?;
    Ok(item(house, version, &known, account, report)
        .await?
        .ok_or(Kind::NotFound)?)
}

/// What a person can do with a report now, beside writing on it: who may is asked of the domain, and
/// whether the step is possible of the report itself.
pub(super) fn may(plan: &Plan, account: &Acting, target: &Target, report: &Report, today: Date) -> Vec<Move> {
    let asked = |step: Move| ReportStep {
        revision: report.revision,
        step,
        note: "-".to_owned(),
    };
    let possible = |step: &Move| {
        allowed(plan, account, target, report, *step, today).is_ok()
            && next(account, report, &asked(*step), today).is_ok()
    };
    Move::ALL.into_iter().filter(possible).collect()
}

/// Whether the person may take such a step at all on a day.
fn allowed(plan: &Plan, account: &Acting, target: &Target, report: &Report, step: Move, today: Date) -> Served<()> {
    let person = account.person();
    match step {
        Move::Recall => person.may_recall(report)?,
        Move::Sign | Move::RefuseToSign => person.may_sign(report)?,
        Move::TakeUp | Move::PutBack | Move::Approve | Move::Return => person.may_review(plan, target, report)?,
    }
    match step {
        Move::Recall | Move::Sign | Move::RefuseToSign => takes(plan, report.period, &report.unit, Some(report), today),
        Move::TakeUp | Move::PutBack | Move::Approve | Move::Return => takes_decisions(plan, report, today),
    }
}

/// The report after a step.
fn next(account: &Acting, report: &Report, asked: &ReportStep, today: Date) -> Served<Report> {
    let (person, read, note) = (account.person(), asked.revision, &asked.note);
    Ok(match asked.step {
        Move::Recall => report.recall(read)?.in_hands_of(&person),
        Move::Sign => report.sign(read, &person.name, today)?.signed_by(&person),
        Move::RefuseToSign => report.refuse_to_sign(read, &person.name, today, note)?,
        Move::TakeUp => report.take_up(read, &person, today)?,
        Move::PutBack => report.put_back(read, &person)?,
        Move::Approve => report.approve(read, &person, today)?,
        Move::Return => report.hand_back(read, &person, today, note)?,
    })
}

/// Whether reports of a period are still decided.
fn takes_decisions(plan: &Plan, report: &Report, today: Date) -> Served<()> {
    let (schedule, period) = (plan.schedule(), report.period);
    if schedule.stage_for(period, &report.unit, today).takes_decisions() {
        return Ok(());
    }
    let locked = schedule.locks(period);
    Err(Kind::PeriodLocked { period, locked }.into())
}

/// Takes a step of a report.
pub(crate) async fn step(house: &House, account: &Acting, id: &ReportId, asked: &ReportStep) -> Served<Saved> {
    let (plan, report) = house.store.report(id).await?.ok_or(Kind::NotFound)?;
    let house = &account.in_plan(house, &plan)?;
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let target = plan.target(&report.target).ok_or(Kind::NotFound)?;
    allowed(plan, account, target, &report, asked.step, today)?;
    let next = next(account, &report, asked, today)?;
    let act = house.act(account.actor());
    house.store.save_report(&act, &report, &next).await?;
    let own = own(&known, &report.target, &report.unit);
    let assessment = with(plan, target, &report.unit, &own, next.preview(today), house);
    Ok(Saved {
        late: next.lateness(),
        step: histories::step(&act, Some(&report), &next),
        may: may(plan, account, target, &next, today),
        report: next,
        assessment,
    })
}

async fn item(
    house: &House,
    version: i64,
    known: &Knowledge,
    account: &Acting,
    report: Report,
) -> Served<Option<InboxItem>> {
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
        plan.allocation(&target.id, &report.unit, today),
        &own,
        today,
        plan.policy_on(today),
    );
    let after = with(plan, target, &report.unit, &own, report.preview(today), house);
    let all = if_approved(known.observations.of(&target.id), report.preview(today));
    let whole = check::assess(target, &all, today, plan.policy_on(today));
    let filed = of_period(house, plan, &report.target, &report.unit, report.period).await?;
    Ok(Some(InboxItem {
        history: history(house, &report.id, Eyes::of(account, &report)).await?,
        late: report.lateness(),
        stage: plan.schedule().stage_for(report.period, &report.unit, today),
        may: may(plan, account, target, &report, today),
        since_approval: since_approval(&filed, &report),
        target: target.clone(),
        unit: unit.clone(),
        before,
        after,
        whole,
        voices,
        report,
    }))
}
