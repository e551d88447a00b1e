//! 调度期: the calendar as it comes out, and closed periods opened again.

use yaodian_contract::{
    Kind,
    periods::{PeriodRow, Periods, Reopen},
};
use yaodian_domain::{
    Date,
    access::Duty,
    period::{Cadence, Period, Reopening},
    plan::Plan,
    report::Report,
};
use yaodian_store::ReportFilter;

use super::{Acting, Served, reports::knowledge};
use crate::house::House;

/// The periods of the plan that have opened, and the next ones.
pub(crate) async fn list(house: &House, account: &Acting) -> Served<Periods> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let rows = house.store.reports(&plan.id, &ReportFilter::default()).await?;
    let reports: Vec<Report> = rows.into_iter().map(|row| row.report).collect();
    let acts = account.person().is(Duty::Office);
    let mut reopenings = plan.reopenings.clone();
    reopenings.reverse();
    Ok(Periods {
        today,
        calendar: plan.calendar,
        periods: periods(plan)
            .into_iter()
            .map(|period| row(plan, &reports, period, today))
            .collect(),
        reopenings,
        units: plan
            .units
            .iter()
            .filter(|unit| unit.id != account.unit)
            .cloned()
            .collect(),
        acts,
    })
}

/// Opens a closed period again.
pub(crate) async fn reopen(house: &House, account: &Acting, asked: Reopen) -> Served<Periods> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    if !periods(plan).contains(&asked.period) || asked.unit.as_ref().is_some_and(|unit| plan.units.get(unit).is_none())
    {
        return Err(Kind::NotFound.into());
    }
    let reopening = Reopening::new(
        plan.schedule(),
        &account.person(),
        asked.period,
        asked.unit,
        asked.until,
        &asked.reason,
        today,
    )?;
    let act = house.act(account.actor());
    house.store.reopen(&act, &plan.id, &reopening).await?;
    list(house, account).await
}

/// Every period within the plan's term for which some target is reported on, the earliest first.
fn periods(plan: &Plan) -> Vec<Period> {
    let (from, to) = (plan.term.from(), plan.term.to());
    let used = |cadence: &Cadence| plan.targets.iter().any(|target| target.cadence() == *cadence);
    let all = Cadence::ALL.into_iter().filter(used).flat_map(|cadence| {
        let first = Period::of(cadence, from);
        std::iter::successors(Some(first), |period| Some(period.next()))
            .take_while(move |period| period.span().to() <= to)
    });
    let mut all: Vec<Period> = all.collect();
    all.sort_unstable();
    all
}

fn row(plan: &Plan, reports: &[Report], period: Period, today: Date) -> PeriodRow {
    let schedule = plan.schedule();
    let asked = plan
        .targets
        .iter()
        .filter(|target| target.cadence() == period.cadence());
    let runs = asked.filter(|target| target.term.from() <= period.span().to() && period.span().from() <= target.due());
    let mut row = PeriodRow {
        period,
        stage: schedule.stage(period, today),
        opens: schedule.opens(period),
        due: schedule.due(period),
        closes: schedule.closes(period),
        locks: schedule.locks(period),
        owed: 0,
        sent: 0,
        late: 0,
        waiting: 0,
        approved: 0,
    };
    for target in runs {
        for unit in &target.reporters {
            let own = |report: &&Report| report.period == period && report.target == target.id && report.unit == *unit;
            let latest = reports.iter().filter(own).max_by(|a, b| a.id.cmp(&b.id));
            row.owed += 1;
            if let Some(report) = latest.filter(|report| report.first_sent_on.is_some()) {
                let state = report.state.name();
                row.sent += 1;
                row.late += usize::from(report.lateness().is_some());
                row.waiting += usize::from(state.is_in_review());
                row.approved += usize::from(state.counts());
            }
        }
    }
    row
}
