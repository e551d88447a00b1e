//! 督查总览: tasks × units, what turned red, who has not reported, who sits on a review.

use std::collections::HashMap;

use yaodian_contract::{
    Kind,
    cockpit::{Cockpit, Column, Desk, Part, Parts, Row, Turned, Unreported, Waiting},
};
use yaodian_domain::{
    access::Duty,
    cockpit::{Filed, Grain, Matrix, Place, on_desks, turned_red, unreported},
    id::{ReportId, UnitId},
    observation::Provenance,
    period::Cadence,
    plan::{Name, Plan},
    report::{Report, StateName},
    standing::Standing,
    unit::Unit,
};
use yaodian_store::ReportFilter;

use super::{Acting, Served};
use crate::{house::House, live};

/// The whole picture, of today.
pub(crate) async fn cockpit(house: &House, account: &Acting, grain: Grain) -> Served<Cockpit> {
    account.person().may_oversee()?;
    // Read before anything else: what changes meanwhile is told afterwards.
    let mark = live::mark(house).await?;
    let (version, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let (plan, today) = (&known.plan, house.clock.today());
    let schedule = plan.schedule();
    let period = plan.current(Cadence::Month, today);
    let for_period = reports(
        house,
        plan,
        ReportFilter {
            periods: plan.periods_on(today).into_iter().collect(),
            ..ReportFilter::default()
        },
    )
    .await?;
    let states = StateName::which(StateName::is_in_review);
    let waiting = reports(
        house,
        plan,
        ReportFilter {
            states,
            ..ReportFilter::default()
        },
    )
    .await?;

    let judged = house.judged(version, &known);
    let [now, before] = &*judged;
    let filed = Filed::on(plan, &for_period, today);
    let matrix = Matrix::of(plan, now, before, &filed, grain);
    let column: HashMap<&UnitId, usize> = matrix.units.iter().enumerate().map(|(at, unit)| (unit, at)).collect();
    let name = |target| plan.target(target).map(|target| target.name.clone());

    let desks = on_desks(plan, &waiting)
        .into_iter()
        .map(|desk| Desk {
            column: desk.unit.and_then(|unit| column.get(&unit).copied()),
            waiting: (desk.waiting.into_iter())
                .filter_map(|(report, since)| {
                    Some(Waiting {
                        report: report.id.clone(),
                        name: name(&report.target)?,
                        column: *column.get(&report.unit)?,
                        period: report.period,
                        since,
                    })
                })
                .collect(),
        })
        .collect();
    let turned = turned_red(plan, now, before)
        .into_iter()
        .filter_map(|turned| {
            let target = plan.target(&turned.target)?;
            Some(Turned {
                place: Place::of(plan, target, grain),
                name: target.name.clone(),
                target: turned.target,
                column: turned.unit.and_then(|unit| column.get(&unit).copied()),
                from: turned.from,
                to: turned.to,
            })
        })
        .collect();
    let unreported = unreported(plan, &filed)
        .into_iter()
        .filter_map(|of_unit| {
            Some(Unreported {
                column: *column.get(&of_unit.unit)?,
                missing: of_unit.missing.len(),
                returned: of_unit.returned,
                owed: of_unit.owed,
            })
        })
        .collect();
    let columns = matrix
        .units
        .iter()
        .filter_map(|unit| plan.units.get(unit))
        .map(of_unit)
        .collect();
    let rows = matrix.rows.into_iter().filter_map(|row| {
        let (name, chapter) = heading(plan, &row.place)?;
        Some(Row {
            place: row.place,
            name,
            chapter,
            status: row.status,
            targets: row.targets,
            turned: row.turned,
            cells: row.cells,
            named: row.named,
        })
    });
    Ok(Cockpit {
        mark,
        as_of: now.as_of,
        since: before.as_of,
        period,
        stage: schedule.stage(period, today),
        due: schedule.due(period),
        acts: account.person().is(Duty::Office),
        grain,
        chapters: plan.chapters.iter().map(|chapter| chapter.name.clone()).collect(),
        columns,
        rows: rows.collect(),
        targets: now.targets(),
        unreported,
        desks,
        turned,
        audit: house.audited.last().and_then(|check| check.alarm()),
    })
}

/// One unit's parts of a row, or all of them.
pub(crate) async fn parts(house: &House, account: &Acting, place: Option<&Place>, unit: &UnitId) -> Served<Parts> {
    account.person().may_oversee()?;
    let (_, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
    let (plan, today) = (&known.plan, house.clock.today());
    let of_unit = plan.units.get(unit).ok_or(Kind::NotFound)?;
    let filter = ReportFilter {
        unit: Some(unit.clone()),
        ..ReportFilter::default()
    };
    let reports = reports(house, plan, filter).await?;
    // As far as anybody but the unit is concerned nothing is there that has not left it.
    let filed = Filed::on(plan, &reports, today);
    let standing = Standing::of_unit(plan, &known.observations, unit, today);
    let parts = (plan.targets.iter())
        .filter(|target| place.is_none_or(|place| place.holds(plan, target)))
        .filter_map(|target| {
            let assessment = standing.target(&target.id)?.clone();
            let sent = filed
                .get(&target.id, unit)
                .filter(|report| !report.state.is_within_unit());
            let provenance = assessment.basis.as_ref().and_then(|basis| basis.provenance.as_ref());
            let behind = match provenance {
                Some(Provenance::Reported { report, .. }) => Some(report),
                _ => None,
            };
            let ledger = provenance.and_then(Provenance::ledger);
            let ledger = ledger.and_then(|(ledger, _)| plan.ledger(ledger));
            let opens = |id: &&ReportId| {
                let report = reports.iter().find(|report| report.id == **id);
                report.is_some_and(|report| account.person().may_review(plan, target, report).is_ok())
            };
            Some(Part {
                place: Place::of(plan, target, Grain::Tasks),
                target: target.for_unit(unit, plan.allocation(&target.id, unit, today)),
                state: sent.map(|report| report.state.name()),
                late: sent.and_then(Report::lateness),
                report: sent.map(|report| &report.id).or(behind).filter(opens).cloned(),
                ledger: ledger.map(|ledger| (ledger.id.clone(), ledger.name.clone())),
                assessment,
            })
        })
        .collect();
    Ok(Parts {
        unit: of_unit.clone(),
        parts,
    })
}

async fn reports(house: &House, plan: &Plan, filter: ReportFilter) -> Served<Vec<Report>> {
    let rows = house.store.reports(&plan.id, &filter).await?;
    Ok(rows.into_iter().map(|row| row.report).collect())
}

fn of_unit(unit: &Unit) -> Column {
    let names = std::iter::once(&unit.name).chain(&unit.aliases);
    let short = names.min_by_key(|name| name.chars().count()).unwrap_or(&unit.name);
    Column {
        unit: unit.id.clone(),
        name: Name {
            zh: unit.name.clone(),
            en: unit.name_en.clone(),
        },
        short: short.clone(),
        kind: unit.kind,
    }
}

/// What a row is called, and the chapter that it stands in. A commitment goes by its first target.
fn heading(plan: &Plan, place: &Place) -> Option<(Name, Option<usize>)> {
    let item = match place {
        Place::Headline(_) | Place::Carried(_) => {
            let first = plan.targets.iter().find(|target| place.holds(plan, target))?;
            return Some((first.name.clone(), None));
        }
        Place::Item(number) => plan.item(*number)?,
        Place::Task(id) => plan.item_of(id)?,
    };
    let in_it = |chapter: &yaodian_domain::plan::Chapter| chapter.items.iter().any(|other| other.number == item.number);
    Some((item.name.clone(), plan.chapters.iter().position(in_it)))
}
