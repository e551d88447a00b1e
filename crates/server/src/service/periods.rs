//! 调度期: the calendar as it comes out, and closed periods opened again.

use std::collections::HashMap;

use yaodian_contract::{
    Kind,
    periods::{PeriodRow, Periods, Reopen},
};
use yaodian_domain::{
    Date,
    access::Duty,
    id::{TargetId, UnitId},
    period::{Cadence, Period, Reopening},
    plan::Plan,
    report::Report,
};
use yaodian_store::{ReportFilter, ReportRow};

use super::{Acting, Served, reports::knowledge};
use crate::house::House;

/// The periods of the plan that have opened, and the next ones.
pub(crate) async fn list(house: &House, account: &Acting) -> Served<Periods> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let rows = house.store.reports(&plan.id, &ReportFilter::default()).await?;
    let filed = filed(&rows);
    let acts = account.person().is(Duty::Office);
    let mut reopenings = plan.reopenings.clone();
    reopenings.reverse();
    Ok(Periods {
        today,
        calendar: plan.calendar,
        periods: periods(plan, today)
            .into_iter()
            .map(|period| row(plan, &filed, period, today))
            .collect(),
        reopenings,
        units: plan.units.iter().cloned().collect(),
        acts,
    })
}

/// Opens a closed period again.
pub(crate) async fn reopen(house: &House, account: &Acting, asked: Reopen) -> Served<Periods> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    if !periods(plan, today).contains(&asked.period)
        || asked.unit.as_ref().is_some_and(|unit| plan.units.get(unit).is_none())
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

/// Every period within the plan's term for which some target is asked about, the earliest first.
fn periods(plan: &Plan, today: Date) -> Vec<Period> {
    let all = Cadence::ALL
        .into_iter()
        .flat_map(|cadence| Period::ending_in(cadence, plan.term));
    let asked = |period: &Period| plan.targets.iter().any(|target| plan.asks_for(target, *period, today));
    let mut all: Vec<Period> = all.filter(asked).collect();
    all.sort_unstable();
    all
}

/// The latest report of each unit on each target for each period, and whether one counts.
type FiledAll<'r> = HashMap<(&'r TargetId, &'r UnitId, Period), (&'r Report, bool)>;

fn filed(rows: &[ReportRow]) -> FiledAll<'_> {
    let mut all = FiledAll::new();
    for row in rows {
        let report = &row.report;
        let key = (&report.target, &report.unit, report.period);
        let (latest, counts) = all.entry(key).or_insert((report, false));
        if latest.id < report.id {
            *latest = report;
        }
        *counts |= row.counts;
    }
    all
}

fn row(plan: &Plan, filed: &FiledAll<'_>, period: Period, today: Date) -> PeriodRow {
    let schedule = plan.schedule();
    let asked = plan
        .targets
        .iter()
        .filter(|target| plan.asks_for(target, period, today));
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
    for target in asked {
        for unit in &target.reporters {
            row.owed += 1;
            let Some((report, counts)) = filed.get(&(&target.id, unit, period)) else {
                continue;
            };
            if report.state.name().is_sent() || *counts {
                row.sent += 1;
                row.late += usize::from(report.lateness().is_some());
                row.waiting += usize::from(report.state.name().is_in_review());
                row.approved += usize::from(*counts);
            }
        }
    }
    row
}
