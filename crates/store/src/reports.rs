//! Reports, saved only by those who read their latest revision.

use std::fmt::Write as _;

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use serde_json::{Value, json};
use yaodian_domain::{
    bulletin::Bulletin,
    id::{PlanId, ReportId, TargetId, UnitId},
    period::{Cadence, Period},
    report::{Report, State, StateName, StepName},
};

use crate::{
    Act, Store, StoreError, SubjectKind,
    audit::{
        Entry, action,
        record::{SEAL, seal},
    },
    db::{Arg, Audited, Change, Small, Statement, args},
    encode::{from_json, parse, to_json},
    plans::touch,
};

/// Which reports are asked for; what is left out is not asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportFilter {
    /// On this target.
    pub target: Option<TargetId>,
    /// Of this unit.
    pub unit: Option<UnitId>,
    /// For one of these periods; any if there is none.
    pub periods: Vec<Period>,
    /// In one of these states; any if there is none.
    pub states: Vec<StateName>,
    /// At most this many.
    pub limit: Option<u32>,
}

/// A report, and who changed it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportRow {
    /// The report.
    pub report: Report,
    /// Whether it is the one that counts for its target, unit and period: approved, and not
    /// replaced by a correction. What was replaced is still known of the days before: see
    /// [`Store::observations`].
    pub counts: bool,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// By whom.
    pub changed_by: String,
}

/// How often creating a report is tried while others are being approved at the same moment.
const TRIES: usize = 5;

impl Store {
    /// Creates a report.
    ///
    /// While one for the same target, unit and period does not count, there cannot be another
    /// ([`StoreError::ReportExists`]); after one that counts a correction can be made.
    pub async fn create_report(&self, act: &Act, plan: &PlanId, report: &Report) -> Result<(), StoreError> {
        let body = to_json("the report", report)?;
        let sealed = seal("the report", report)?;
        let state = report.state.name();
        let step = || {
            Statement::new(
                "INSERT INTO reports (id, plan, target, unit, period, revision, state, counts, created_at, changed_at, changed_by, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8, $9, $10) ON CONFLICT DO NOTHING
                 RETURNING plan, (SELECT c.closed_on FROM closings AS c WHERE c.plan = reports.plan)",
                args![
                    report.id.as_str(),
                    plan.as_str(),
                    report.target.as_str(),
                    report.unit.as_str(),
                    report.period.to_string(),
                    report.revision,
                    state.as_str(),
                    act.at,
                    act.by.name(),
                    &body
                ],
            )
        };
        let small = || {
            let (report, sealed) = (report.clone(), sealed.clone());
            let entry = Box::new(move |plan: &PlanId| creation_entry(plan, &report, &sealed));
            let (act, step) = (act.clone(), step());
            Small::Audited(Box::new(Audited { act, step, entry }))
        };
        if report.state.counts_from().is_none() && self.db.make(small).await? {
            return Ok(());
        }
        let mut change = self.db.begin(act).await?;
        for _ in 0..TRIES {
            let Statement { sql, args } = step();
            let rows = change
                .execute(sql, &args)
                .await
                .map_err(|error| error.or_missing(|| StoreError::UnknownPlan(plan.clone())))?;
            if rows == 1 {
                if let Some(on) = report.state.counts_from() {
                    count(&mut change, plan, report, on).await?;
                }
                change.note(creation_entry(plan, report, &sealed));
                return change.commit().await;
            }
            let open: Option<(String,)> = change
                .row(
                    "SELECT id FROM reports
                     WHERE id = $1 OR (plan = $2 AND target = $3 AND unit = $4 AND period = $5 AND state NOT IN ('approved', 'published'))",
                    args![
                        report.id.as_str(),
                        plan.as_str(),
                        report.target.as_str(),
                        report.unit.as_str(),
                        report.period.to_string()
                    ],
                )
                .await?;
            // None: what stood in the way has been approved in between, and the way is free.
            if let Some((id,)) = open {
                return Err(StoreError::ReportExists(parse("the id of a report", &id)?));
            }
        }
        Err(StoreError::ReportExists(report.id.clone()))
    }

    /// Saves the next step of a report, as it was read, if it still is so; otherwise [`StoreError::MovedOn`] hands back
    /// the latest one, and nothing has changed.
    pub async fn save_report(&self, act: &Act, read: &Report, next: &Report) -> Result<(), StoreError> {
        let key = |report: &Report| (report.target.clone(), report.unit.clone(), report.period);
        let resent = read.first_sent_on.is_some() && next.first_sent_on != read.first_sent_on;
        if next.id != read.id || next.revision != read.revision + 1 || key(next) != key(read) || resent {
            return Err(StoreError::NotAStep(next.id.clone()));
        }
        let body = to_json("the report", next)?;
        let sealed = seal("the report", next)?;
        // A revision is written once: what was read of it is what is there.
        let step = || {
            Statement::new(
                "UPDATE reports SET revision = $3, state = $4, counts = 0, changed_at = $5, changed_by = $6, body = $7
                 WHERE id = $1 AND revision = $2
                 RETURNING plan, (SELECT c.closed_on FROM closings AS c WHERE c.plan = reports.plan)",
                args![
                    next.id.as_str(),
                    read.revision,
                    next.revision,
                    next.state.name().as_str(),
                    act.at,
                    act.by.name(),
                    &body
                ],
            )
        };
        let moves_figures = next.state.counts_from().is_some() || read.state.name().counts();
        let small = || {
            let (read, next, sealed) = (read.clone(), next.clone(), sealed.clone());
            let entry = Box::new(move |plan: &PlanId| step_entry(plan, &read, &next, &sealed));
            let (act, step) = (act.clone(), step());
            Small::Audited(Box::new(Audited { act, step, entry }))
        };
        if !moves_figures && self.db.make(small).await? {
            return Ok(());
        }
        let (mut change, saved): (_, Option<(String, Option<String>)>) = self.db.begin_with(act, step()).await?;
        let Some((plan, closed_on)) = saved else {
            let latest = find(&mut change, &next.id).await?;
            return Err(StoreError::MovedOn {
                latest: Box::new(latest),
            });
        };
        let plan: PlanId = parse("the plan of a report", &plan)?;
        if closed_on.is_none() {
            change.was_open(plan.clone());
        }
        if let Some(on) = next.state.counts_from() {
            count(&mut change, &plan, next, on).await?;
        } else if read.state.name().counts() {
            touch(&mut change, &plan).await?;
        }
        change.note(step_entry(&plan, read, next, &sealed));
        change.commit().await
    }

    /// A report and its plan.
    pub async fn report(&self, id: &ReportId) -> Result<Option<(PlanId, Report)>, StoreError> {
        let row = self
            .db
            .row("SELECT plan, body FROM reports WHERE id = $1", args![id.as_str()])
            .await?;
        row.map(read).transpose()
    }

    /// The reports of a plan that pass the filter, those changed last first.
    pub async fn reports(&self, plan: &PlanId, filter: &ReportFilter) -> Result<Vec<ReportRow>, StoreError> {
        let mut sql = "SELECT body, counts, changed_at, changed_by FROM reports WHERE plan = $1".to_owned();
        let mut args: Vec<Arg<'_>> = vec![plan.as_str().into()];
        let mut equal = |column: &str, value: Option<String>| {
            if let Some(value) = value {
                args.push(value.into());
                let _ = write!(sql, " AND {column} = ${}", args.len());
            }
        };
        equal("target", filter.target.as_ref().map(ToString::to_string));
        equal("unit", filter.unit.as_ref().map(ToString::to_string));
        let mut one_of = |column: &str, values: Vec<String>| {
            let places: Vec<String> = values
                .into_iter()
                .map(|value| {
                    args.push(value.into());
                    format!("${}", args.len())
                })
                .collect();
            if !places.is_empty() {
                let _ = write!(sql, " AND {column} IN ({})", places.join(", "));
            }
        };
        one_of("period", filter.periods.iter().map(Period::to_string).collect());
        one_of(
            "state",
            filter.states.iter().map(|state| state.as_str().to_owned()).collect(),
        );
        sql.push_str(" ORDER BY changed_at DESC, id DESC");
        if let Some(limit) = filter.limit {
            args.push(i64::from(limit).into());
            let _ = write!(sql, " LIMIT ${}", args.len());
        }
        // Safe: the text is made of literals and the numbers of the arguments.
        let rows: Vec<(String, i64, String, String)> = self.db.rows(sqlx::AssertSqlSafe(sql), &args).await?;
        rows.into_iter()
            .map(|(body, counts, changed_at, changed_by)| {
                Ok(ReportRow {
                    report: from_json("a report", &body)?,
                    counts: counts != 0,
                    changed_at: parse("the instant of a report", &changed_at)?,
                    changed_by,
                })
            })
            .collect()
    }
}

/// Lets a report that was approved on `day` count, in place of those before it.
async fn count(change: &mut Change<'_>, plan: &PlanId, report: &Report, day: Date) -> Result<(), StoreError> {
    change
        .execute(
            "UPDATE reports SET counts = 0, replaced_on = $5
             WHERE plan = $1 AND target = $2 AND unit = $3 AND period = $4 AND counts = 1",
            args![
                plan.as_str(),
                report.target.as_str(),
                report.unit.as_str(),
                report.period.to_string(),
                day.to_string()
            ],
        )
        .await?;
    change
        .execute("UPDATE reports SET counts = 1 WHERE id = $1", args![report.id.as_str()])
        .await?;
    touch(change, plan).await
}

/// A report as the change sees it.
async fn find(change: &mut Change<'_>, id: &ReportId) -> Result<Report, StoreError> {
    let row: Option<(String,)> = change
        .row("SELECT body FROM reports WHERE id = $1", args![id.as_str()])
        .await?;
    let (body,) = row.ok_or_else(|| StoreError::UnknownReport(id.clone()))?;
    from_json("a report", &body)
}

fn read((plan, body): (String, String)) -> Result<(PlanId, Report), StoreError> {
    Ok((parse("the plan of a report", &plan)?, from_json("a report", &body)?))
}

/// 公布: whatever counts for one of `periods` and was approved by the day of the bulletin's figures is
/// published with it.
pub(crate) async fn publish(
    change: &mut Change<'_>,
    plan: &PlanId,
    bulletin: &Bulletin,
    on: Date,
) -> Result<(), StoreError> {
    let edition = bulletin.facts.edition;
    let periods = Cadence::ALL.into_iter().flat_map(|cadence| edition.periods(cadence));
    for period in periods {
        let rows: Vec<(String,)> = change
            .rows(
                "SELECT body FROM reports WHERE plan = $1 AND period = $2 AND counts = 1 AND state = 'approved' ORDER BY id",
                args![plan.as_str(), period.to_string()],
            )
            .await?;
        for (body,) in rows {
            let before: Report = from_json("a report", &body)?;
            if before.state.counts_from().is_none_or(|day| day > bulletin.facts.as_of) {
                continue;
            }
            let Ok(report) = before.publish(bulletin.id.clone(), on) else {
                continue;
            };
            let rows = change
                .execute(
                    "UPDATE reports SET revision = $3, state = $4, changed_at = $5, changed_by = $6, body = $7
                     WHERE id = $1 AND revision = $2",
                    args![
                        report.id.as_str(),
                        before.revision,
                        report.revision,
                        report.state.name().as_str(),
                        change.act.at,
                        change.act.by.name(),
                        to_json("the report", &report)?
                    ],
                )
                .await?;
            // None: another bulletin has published it meanwhile.
            if rows == 1 {
                change.note(step_entry(plan, &before, &report, &seal("the report", &report)?));
            }
        }
    }
    Ok(())
}

fn creation_entry(plan: &PlanId, report: &Report, sealed: &str) -> Entry {
    let mut detail = json!({ "to": report.state.name(), "revision": report.revision, "after": report.content });
    detail[SEAL] = json!(sealed);
    entry(action::REPORT_CREATED, plan, report, detail)
}

fn step_entry(plan: &PlanId, before: &Report, after: &Report, sealed: &str) -> Entry {
    let action = match StepName::between(Some(before.state.name()), after.state.name()) {
        StepName::Written => action::REPORT_EDITED,
        StepName::Laid => action::REPORT_LAID,
        StepName::Sent => action::REPORT_SUBMITTED,
        StepName::Signed => action::REPORT_SIGNED,
        StepName::Recalled => action::REPORT_RECALLED,
        StepName::TakenUp => action::REPORT_TAKEN_UP,
        StepName::PutBack => action::REPORT_PUT_BACK,
        StepName::Returned => action::REPORT_RETURNED,
        StepName::Approved => action::REPORT_APPROVED,
        StepName::Published => action::REPORT_PUBLISHED,
    };
    let mut detail = detail(before, after);
    detail[SEAL] = json!(sealed);
    entry(action, plan, after, detail)
}

/// What the audit says of a step; the content only where it changed.
fn detail(before: &Report, after: &Report) -> Value {
    let mut detail = json!({ "from": before.state.name(), "to": after.state.name(), "revision": after.revision });
    if let State::Returned { note, .. } = &after.state {
        detail["note"] = json!(note);
    }
    let (old, new) = (json!(before.content), json!(after.content));
    if old != new {
        detail["before"] = old;
        detail["after"] = new;
    }
    detail
}

fn entry(action: &'static str, plan: &PlanId, report: &Report, detail: Value) -> Entry {
    Entry {
        action,
        kind: SubjectKind::Report,
        id: report.id.to_string(),
        plan: Some(plan.clone()),
        detail,
    }
}
