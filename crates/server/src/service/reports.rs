//! 填报: the form, saving and sending.

use std::sync::Arc;

use yaodian_app::public::Knowledge;
use yaodian_contract::{Difference, Form, HistoryRow, Kind, LedgerFigure, Me, SaveReport, Saved, if_approved};
use yaodian_domain::{
    Date,
    check::{self, Assessment},
    id::{ReportId, TargetId, UnitId},
    observation::Observation,
    period::{Period, Stage},
    plan::Plan,
    report::{Content, Report},
    target::Target,
};
use yaodian_store::{ReportFilter, ReportRow, SubjectKind, new_id};

use super::{
    Served, differences, files,
    histories::{self, Eyes, history},
    once, people, reminders, reviews,
};
use crate::{house::House, service::Acting};

/// Who is signed in.
pub(crate) async fn me(house: &House, account: &Acting) -> Served<Me> {
    let known = knowledge(house).await?;
    let unit = known.plan.units.get(&account.unit).cloned().ok_or(Kind::NotFound)?;
    let waiting = reviews::count(house, &known, account).await?;
    let (post, others) = people::my_posts(house, account).await?;
    Ok(Me {
        name: account.name.clone(),
        unit,
        duties: account.duties.clone(),
        waiting,
        reminders: reminders::count(house, known.clone(), account).await?,
        post,
        others,
    })
}

/// Everything that the form for one target needs.
pub(crate) async fn form(house: &House, account: &Acting, target: &TargetId, period: Option<Period>) -> Served<Form> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let target = plan.target(target).ok_or(Kind::NotFound)?;
    account.person().may_report(target)?;
    let (schedule, unit) = (plan.schedule(), &account.unit);
    let period = period.unwrap_or_else(|| plan.period_of(target, today));
    let filed = of_period(house, plan, &target.id, unit, period).await?;
    let report = latest(&filed).cloned();
    let since_approval = report
        .as_ref()
        .map_or_else(Vec::new, |report| since_approval(&filed, report));
    let history = match &report {
        Some(report) => history(house, &report.id, Eyes::of(account, report)).await?,
        None => Vec::new(),
    };
    Ok(Form {
        target: target.clone(),
        unit: account.unit.clone(),
        allocation: plan.allocation(&target.id, &account.unit, today).cloned(),
        period,
        stage: schedule.stage_for(period, unit, today),
        due: schedule.due(period),
        leader_signs: plan.reports.leader_signs,
        today,
        observations: own(&known, &target.id, &account.unit),
        policy: plan.policy_on(today).clone(),
        late: report.as_ref().and_then(Report::lateness),
        may: report
            .as_ref()
            .map_or_else(Vec::new, |report| reviews::may(plan, account, target, report, today)),
        open: known.finals.is_none() && schedule.stage_for(period, unit, today).takes(report.as_ref()),
        since_approval,
        report,
        history,
        ledger: counted(house, &known, target, &account.unit),
    })
}

/// What a ledger says of a unit's part of a target, once it has entries of that unit.
fn counted(house: &House, known: &Knowledge, target: &Target, unit: &UnitId) -> Option<LedgerFigure> {
    let alone = target.reporters.len() == 1;
    let today = house.clock.today();
    let mine =
        |o: &&Observation| o.is_known_on(today) && (o.unit.as_ref() == Some(unit) || (alone && o.unit.is_none()));
    let said = known.observations.of(&target.id).iter().filter(mine);
    let latest = said
        .filter_map(|o| {
            o.provenance
                .ledger()
                .map(|(ledger, demonstration)| (o, ledger, demonstration))
        })
        .max_by_key(|(o, ..)| (o.known_on, o.span.to()));
    let (o, ledger, demonstration) = latest?;
    Some(LedgerFigure {
        id: ledger.clone(),
        name: known.plan.ledger(ledger)?.name.clone(),
        figure: o.figure.clone(),
        demonstration,
    })
}

/// Saves a draft or sends a report. Nothing is stored unless all of it is in order.
pub(crate) async fn save(house: &House, account: &Acting, request: SaveReport) -> Served<Saved> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let target = plan.target(&request.target).ok_or(Kind::NotFound)?;
    account.person().may_report(target)?;
    if let Some(before) = once::before(SubjectKind::Report) {
        let id = ReportId::new(before).map_err(|_| Kind::NotFound)?;
        let (_, report) = house.store.report(&id).await?.ok_or(Kind::NotFound)?;
        let told = history(house, &report.id, Eyes::Own).await?.pop();
        let step = told.ok_or(Kind::NotFound)?;
        return Ok(saved(house, account, &known, target, report, step));
    }
    let asked = plan.period_of(target, today);
    if let Some(finals) = &known.finals {
        return Err(Kind::PlanClosed { on: finals.as_of }.into());
    }
    if !plan.takes(target, request.period, today) {
        let given = request.period;
        return Err(Kind::OtherPeriod { given, asked }.into());
    }
    let stored = match &request.read {
        None => None,
        Some(read) => {
            let (of, stored) = house.store.report(&read.id).await?.ok_or(Kind::NotFound)?;
            account.in_plan(house, &of)?;
            if of != plan.id
                || stored.target != target.id
                || stored.unit != account.unit
                || stored.period != request.period
            {
                return Err(Kind::NotFound.into());
            }
            Some(stored)
        }
    };
    takes(plan, request.period, &account.unit, stored.as_ref(), today)?;
    let content = Content {
        figure: request.typed.read(target)?,
        progress: request.progress,
        problems: request.problems,
        next_steps: request.next_steps,
        evidence: files::named(house, &plan.id, &account.unit, &target.id, &request.evidence).await?,
    };
    if let Some(counted) = counted(house, &known, target, &account.unit)
        && counted.figure != content.figure
    {
        return Err(Kind::BesideLedger {
            ledger: counted.name,
            figure: counted.figure,
        }
        .into());
    }
    let act = house.act(account.actor());
    // One step and one transaction, whether it is kept or sent: there is no half of it.
    let (report, step) = match request.read.zip(stored) {
        Some((read, stored)) => {
            let next = if request.send {
                stored.send(read.revision, content, &account.name, today, &plan.reports)?
            } else {
                stored.edit(read.revision, content)?
            };
            let next = next.in_hands_of(&account.person());
            house.store.save_report(&act, &stored, &next).await?;
            let step = histories::step(&act, Some(&stored), &next);
            (next, step)
        }
        None => {
            let (unit, period) = (account.unit.clone(), request.period);
            let filed = of_period(house, plan, &target.id, &unit, period).await?;
            let due = plan.schedule().due(period);
            let new = Report::draft(new_id(), target.id.clone(), unit, period, due, content)?;
            let mut new = new.in_hands_of(&account.person());
            if let Some(earlier) = latest(&filed) {
                // Only what counts is corrected; whether it came late stays with it.
                if !earlier.state.name().counts() {
                    return Err(Kind::ReportExists.into());
                }
                new = new.correcting(earlier);
            }
            if request.send {
                let content = new.content.clone();
                new = new.send(new.revision, content, &account.name, today, &plan.reports)?;
            }
            house.store.create_report(&act, &plan.id, &new).await?;
            let step = histories::step(&act, None, &new);
            (new, step)
        }
    };
    Ok(saved(house, account, &known, target, report, step))
}

/// How a report stands that was saved.
fn saved(
    house: &House,
    account: &Acting,
    known: &Knowledge,
    target: &Target,
    report: Report,
    step: HistoryRow,
) -> Saved {
    let (plan, today) = (&known.plan, house.clock.today());
    let assessment = with(
        plan,
        target,
        &account.unit,
        &own(known, &target.id, &account.unit),
        report.preview(today),
        house,
    );
    Saved {
        late: report.lateness(),
        step,
        may: reviews::may(plan, account, target, &report, today),
        report,
        assessment,
    }
}

/// Whether a unit may write on, send or take back a report for a period.
pub(super) fn takes(plan: &Plan, period: Period, unit: &UnitId, report: Option<&Report>, today: Date) -> Served<()> {
    let schedule = plan.schedule();
    let stage = schedule.stage_for(period, unit, today);
    if stage.takes(report) {
        Ok(())
    } else if stage == Stage::Ahead {
        let opens = schedule.opens(period);
        Err(Kind::PeriodAhead { period, opens }.into())
    } else {
        let closed = schedule.closes(period);
        Err(Kind::PeriodClosed { period, closed }.into())
    }
}

/// How a unit's part would stand if the report `added` counted.
pub(super) fn with(
    plan: &Plan,
    target: &Target,
    unit: &UnitId,
    own: &[Observation],
    added: Observation,
    house: &House,
) -> Assessment {
    let today = house.clock.today();
    check::assess_unit(
        target,
        unit,
        plan.allocation(&target.id, unit, today),
        &if_approved(own, added),
        today,
        plan.policy_on(today),
    )
}

/// What is and was known of one unit's part of a target.
pub(super) fn own(known: &Knowledge, target: &TargetId, unit: &UnitId) -> Vec<Observation> {
    known
        .observations
        .of(target)
        .iter()
        .filter(|o| o.unit.as_ref() == Some(unit))
        .cloned()
        .collect()
}

/// The latest of a unit's reports on a target for a period.
fn latest(filed: &[ReportRow]) -> Option<&Report> {
    // What is still open comes last, and of what was approved the one that counts. Ids would tell the same, as long
    // as the machine's clock never went back.
    let order = |row: &&ReportRow| (!row.report.state.name().counts(), row.counts, row.report.id.clone());
    filed.iter().max_by_key(order).map(|row| &row.report)
}

/// What a report says otherwise than the one of them that counts, and that it corrects.
pub(super) fn since_approval(filed: &[ReportRow], report: &Report) -> Vec<Difference> {
    let corrected = filed.iter().find(|row| row.counts && row.report.id != report.id);
    corrected.map_or_else(Vec::new, |row| {
        differences::between(&row.report.content, &report.content)
    })
}

/// A unit's reports on a target for a period.
pub(super) async fn of_period(
    house: &House,
    plan: &Plan,
    target: &TargetId,
    unit: &UnitId,
    period: Period,
) -> Served<Vec<ReportRow>> {
    let filter = ReportFilter {
        target: Some(target.clone()),
        unit: Some(unit.clone()),
        periods: vec![period],
        ..ReportFilter::default()
    };
    Ok(house.store.reports(&plan.id, &filter).await?)
}

/// What is known of the current plan; without a plan there is nothing to report on.
pub(crate) async fn knowledge(house: &House) -> Served<Arc<Knowledge>> {
    Ok(house.knowledge().await?.ok_or(Kind::NotFound)?.1)
}
