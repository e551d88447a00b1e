//! 填报: what a unit owes, the form, saving and sending.

use std::sync::Arc;

use yaodian_app::public::Knowledge;
use yaodian_contract::{
    Form, HistoryRow, Kind, LedgerFigure, Me, Owed, OwedItem, ReportHead, SaveReport, Saved, if_approved,
};
use yaodian_domain::{
    check::{self, Assessment, Status},
    id::{ReportId, TargetId, UnitId},
    observation::{Observation, Provenance},
    period::{Calendar, Period, Stage},
    plan::Plan,
    report::{Content, Report, State, StateName},
    standing::Standing,
    target::Target,
};
use yaodian_store::{AuditRow, ReportFilter, SubjectKind, day_of, new_id};

use super::{Served, people, reminders, reviews};
use crate::{house::House, service::Acting};

/// Who is signed in.
pub(crate) async fn me(house: &House, account: &Acting) -> Served<Me> {
    let known = knowledge(house).await?;
    let unit = known.plan.units.get(&account.unit).cloned().ok_or(Kind::NotFound)?;
    let waiting = reviews::waiting(house, &known, account).await?.len();
    let (post, others) = people::my_posts(house, &known, account).await?;
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

/// What the person's unit owes for the current period, most urgent first.
pub(crate) async fn owed(house: &House, account: &Acting) -> Served<Owed> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let period = plan.calendar.current(today);
    let filter = ReportFilter {
        unit: Some(account.unit.clone()),
        period: Some(period),
        ..ReportFilter::default()
    };
    let reports = house.store.reports(&plan.id, &filter).await?;
    let standing = Standing::of_unit(plan, &known.observations, &account.unit, today);
    let mut items: Vec<OwedItem> = plan
        .targets
        .iter()
        .filter_map(|target| Some((target, standing.target(&target.id)?)))
        .map(|(target, assessment)| {
            let report = reports
                .iter()
                .map(|row| &row.report)
                .filter(|r| r.target == target.id)
                .max_by(|a, b| a.id.cmp(&b.id));
            OwedItem {
                target: target.id.clone(),
                name: target.name.clone(),
                quote: target.quote.text.clone(),
                item: item_number(plan, target),
                due: target.due(),
                status: assessment.status,
                report: report.map(|report| head(report, plan.calendar)),
            }
        })
        .collect();
    items.sort_by_key(|item| (urgency(item), item.status, item.due));
    Ok(Owed {
        period,
        stage: plan.calendar.stage(period, today),
        due: plan.calendar.due(period),
        closes: plan.calendar.closes(period),
        today,
        items,
    })
}

/// What was handed back comes first, then what is not yet sent, then what waits, then what is done.
fn urgency(item: &OwedItem) -> u8 {
    match item.report.as_ref().map(|report| report.state) {
        Some(StateName::Returned) => 0,
        Some(StateName::Draft) => 1,
        None if item.status == Status::Met => 3,
        None => 2,
        Some(StateName::Submitted) => 4,
        Some(StateName::Approved) => 5,
    }
}

fn head(report: &Report, calendar: Calendar) -> ReportHead {
    let note = match &report.state {
        State::Returned { note, .. } => Some(note.clone()),
        _ => None,
    };
    ReportHead {
        id: report.id.clone(),
        state: report.state.name(),
        note,
        late: report.lateness(calendar),
    }
}

pub(super) fn item_number(plan: &Plan, target: &Target) -> Option<u16> {
    match &target.home {
        yaodian_domain::target::Home::Headline { .. } => None,
        yaodian_domain::target::Home::Task { id } => plan.item_of(id).map(|item| item.number),
    }
}

/// Everything that the form for one target needs.
pub(crate) async fn form(house: &House, account: &Acting, target: &TargetId, period: Option<Period>) -> Served<Form> {
    let known = knowledge(house).await?;
    let (plan, today) = (&known.plan, house.clock.today());
    let target = plan.target(target).ok_or(Kind::NotFound)?;
    account.person().may_report(target)?;
    let period = period.unwrap_or_else(|| plan.calendar.current(today));
    let report = latest(house, plan, &target.id, &account.unit, period).await?;
    let history = match &report {
        Some(report) => history(house, &report.id).await?,
        None => Vec::new(),
    };
    Ok(Form {
        target: target.clone(),
        unit: account.unit.clone(),
        allocation: plan.allocation(&target.id, &account.unit).cloned(),
        period,
        stage: plan.calendar.stage(period, today),
        due: plan.calendar.due(period),
        today,
        observations: own(&known, &target.id, &account.unit),
        policy: plan.policy_on(today).clone(),
        late: report.as_ref().and_then(|report| report.lateness(plan.calendar)),
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
        .filter_map(|o| match &o.provenance {
            Provenance::Ledger { ledger, demonstration } => Some((o, ledger, *demonstration)),
            _ => None,
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
    match plan.calendar.stage(request.period, today) {
        Stage::Ahead => {
            return Err(Kind::PeriodAhead {
                period: request.period,
                opens: plan.calendar.opens(request.period),
            }
            .into());
        }
        Stage::Closed => {
            return Err(Kind::PeriodClosed {
                period: request.period,
                closed: plan.calendar.closes(request.period),
            }
            .into());
        }
        Stage::Open | Stage::Late => {}
    }
    let content = Content {
        figure: request.typed.read(target)?,
        progress: request.progress,
        problems: request.problems,
        next_steps: request.next_steps,
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
    let report = match request.read {
        Some(read) => {
            let (_, stored) = house.store.report(&read.id).await?.ok_or(Kind::NotFound)?;
            if stored.target != target.id || stored.unit != account.unit || stored.period != request.period {
                return Err(Kind::NotFound.into());
            }
            let next = if request.send {
                stored.send(read.revision, content, &account.name, today)?
            } else {
                stored.edit(read.revision, content)?
            };
            let next = next.in_hands_of(&account.person());
            house.store.save_report(&act, &next, stored.revision).await?;
            next
        }
        None => {
            let (unit, period) = (account.unit.clone(), request.period);
            let earlier = latest(house, plan, &target.id, &unit, period).await?;
            let new = Report::draft(new_id(), target.id.clone(), unit, period, content)?;
            let mut new = new.in_hands_of(&account.person());
            if let Some(earlier) = earlier {
                // Only what is approved is corrected; whether it came late stays with it.
                if earlier.state.name() != StateName::Approved {
                    return Err(Kind::ReportExists.into());
                }
                new = new.correcting(&earlier);
            }
            if request.send {
                new = new.submit(new.revision, &account.name, today)?;
            }
            house.store.create_report(&act, &plan.id, &new).await?;
            new
        }
    };
    let assessment = with(
        plan,
        target,
        &account.unit,
        &own(&known, &target.id, &account.unit),
        report.preview(today),
        house,
    );
    Ok(Saved {
        late: report.lateness(plan.calendar),
        report,
        assessment,
    })
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
        plan.allocation(&target.id, unit),
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

/// The unit's latest report on a target for a period.
async fn latest(
    house: &House,
    plan: &Plan,
    target: &TargetId,
    unit: &UnitId,
    period: Period,
) -> Served<Option<Report>> {
    let filter = ReportFilter {
        target: Some(target.clone()),
        unit: Some(unit.clone()),
        period: Some(period),
        ..ReportFilter::default()
    };
    let rows = house.store.reports(&plan.id, &filter).await?;
    Ok(rows.into_iter().map(|row| row.report).max_by(|a, b| a.id.cmp(&b.id)))
}

/// What happened to a report: the steps in which its state changed.
pub(super) async fn history(house: &House, report: &ReportId) -> Served<Vec<HistoryRow>> {
    let rows = house.store.history(SubjectKind::Report, report.as_str()).await?;
    Ok(rows.iter().filter_map(history_row).collect())
}

fn history_row(row: &AuditRow) -> Option<HistoryRow> {
    let state = match row.detail.get("to")?.as_str()? {
        "draft" => StateName::Draft,
        "submitted" => StateName::Submitted,
        "returned" => StateName::Returned,
        "approved" => StateName::Approved,
        _ => return None,
    };
    let note = row.detail.get("note").and_then(|note| note.as_str()).map(str::to_owned);
    Some(HistoryRow {
        on: day_of(row.at),
        by: row.by.name().to_owned(),
        state,
        note,
    })
}

/// What is known of the current plan; without a plan there is nothing to report on.
pub(crate) async fn knowledge(house: &House) -> Served<Arc<Knowledge>> {
    Ok(house.knowledge().await?.ok_or(Kind::NotFound)?.1)
}
