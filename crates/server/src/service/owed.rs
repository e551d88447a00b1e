//! 本期应报: what a unit owes, most urgent first.

use yaodian_contract::{Owed, OwedItem, ReportHead};
use yaodian_domain::{
    Date,
    access::Duty,
    check::{Assessment, Status},
    id::UnitId,
    period::{Cadence, Period, Reopening, Stage},
    plan::Plan,
    report::{Report, State, StateName},
    standing::Standing,
    target::Target,
};
use yaodian_store::{ReportFilter, ReportRow};

use super::{Served, reports::knowledge};
use crate::{house::House, service::Acting};

/// What the person's unit owes for the month, and for the quarter and year that end with it, most
/// urgent first; and what of other periods came back or can still be sent.
pub(crate) async fn owed(house: &House, account: &Acting, asked: Option<Period>) -> Served<Owed> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let schedule = plan.schedule();
    let period = asked.unwrap_or_else(|| plan.current(Cadence::Month, today));
    let filter = ReportFilter {
        unit: Some(account.unit.clone()),
        ..ReportFilter::default()
    };
    let reports = house.store.reports(&plan.id, &filter).await?;
    let standing = Standing::of_unit(plan, &known.observations, &account.unit, today);
    let mut items: Vec<OwedItem> = plan
        .targets
        .iter()
        .filter_map(|target| Some((target, standing.target(&target.id)?)))
        .filter_map(|(target, assessment)| {
            let period = asked.unwrap_or_else(|| plan.period_of(target, today));
            let stage = schedule.stage_for(period, &account.unit, today);
            let report = reports
                .iter()
                .map(|row| &row.report)
                .filter(|r| r.target == target.id && r.period == period)
                .max_by(|a, b| a.id.cmp(&b.id));
            // What is reported once a quarter or year stands here while it can be reported.
            let is_asked = match asked {
                Some(asked) => plan.asks_for(target, asked, today),
                None => target.cadence() == Cadence::Month || stage.takes_reports(),
            };
            let item = owed_item(plan, target, assessment, (period, stage), report);
            is_asked.then_some(item)
        })
        .collect();
    let came_back = |row: &&ReportRow| row.report.state.name() == StateName::Returned;
    let returned = reports.iter().filter(came_back);
    let more: Vec<OwedItem> = returned
        .filter_map(|row| come_back(plan, &standing, &row.report, &items, today))
        .collect();
    items.extend(more);
    if known.finals.is_some() {
        for item in &mut items {
            item.open = false;
        }
    }
    // Who signs or reviews reports for nobody.
    if !account.person().is(Duty::Reporter) {
        items.clear();
    }
    items.sort_by_key(|item| (urgency(item), item.status, item.due));
    Ok(Owed {
        period,
        stage: schedule.stage_for(period, &account.unit, today),
        due: schedule.due(period),
        closes: schedule.closes(period),
        today,
        reopened: reopened(plan, &account.unit, today),
        items,
    })
}

/// A report of another period that came back and can still be mended.
fn come_back(plan: &Plan, standing: &Standing, report: &Report, listed: &[OwedItem], today: Date) -> Option<OwedItem> {
    let is_listed = |item: &OwedItem| item.report.as_ref().is_some_and(|head| head.id == report.id);
    let stage = plan.schedule().stage_for(report.period, &report.unit, today);
    if listed.iter().any(is_listed) || !stage.takes(Some(report)) {
        return None;
    }
    let (target, assessment) = (plan.target(&report.target)?, standing.target(&report.target)?);
    Some(owed_item(
        plan,
        target,
        assessment,
        (report.period, stage),
        Some(report),
    ))
}

fn owed_item(
    plan: &Plan,
    target: &Target,
    assessment: &Assessment,
    (period, stage): (Period, Stage),
    report: Option<&Report>,
) -> OwedItem {
    OwedItem {
        target: target.id.clone(),
        name: target.name.clone(),
        quote: target.quote.text.clone(),
        item: plan.item_number(target),
        carried: target.is_carried(),
        period,
        stage,
        open: stage.takes(report),
        due: target.due(),
        status: assessment.status,
        report: report.map(head),
    }
}

/// The closed periods that are open to a unit again, each by what keeps it open longest.
fn reopened(plan: &Plan, unit: &UnitId, today: Date) -> Vec<Reopening> {
    let schedule = plan.schedule();
    let mut periods: Vec<Period> = plan.reopenings.iter().map(|reopening| reopening.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let open = periods
        .into_iter()
        .filter(|period| schedule.stage_for(*period, unit, today) == Stage::Reopened);
    open.filter_map(|period| schedule.reopening(period, Some(unit), today).cloned())
        .collect()
}

/// What was handed back comes first, then what is not yet sent, then what waits, then what is done.
fn urgency(item: &OwedItem) -> u8 {
    match item.report.as_ref().map(|report| report.state) {
        Some(StateName::Returned) => 0,
        Some(StateName::Draft) => 1,
        None if item.status == Status::Met => 3,
        None => 2,
        Some(StateName::AwaitingSignature | StateName::Submitted | StateName::UnderReview) => 4,
        Some(StateName::Approved | StateName::Published) => 5,
    }
}

fn head(report: &Report) -> ReportHead {
    let note = match &report.state {
        State::Returned { note, .. } => Some(note.clone()),
        _ => None,
    };
    ReportHead {
        id: report.id.clone(),
        state: report.state.name(),
        note,
        late: report.lateness(),
    }
}
