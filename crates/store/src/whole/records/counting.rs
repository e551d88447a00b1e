//! Which of several approved reports counts, and until which day the others did.

use serde_json::Value;
use yaodian_domain::report::State;

use super::{Found, STRIDE};
use crate::{
    StoreError,
    audit::{SubjectKind, record::SEAL},
    db::{Tx, args},
};

/// One of the reports for one target, unit and period.
struct Counting {
    id: String,
    key: [String; 4],
    counts: i64,
    replaced_on: Option<String>,
    /// From which day on it counts, by what it says itself; `None` where it does not.
    from: Option<String>,
    /// The row by which it came to count, 0 where the audit tells of none, with its day (UTC) if it has no seal.
    seq: i64,
    /// The last row about it.
    last: i64,
    unsealed: Option<String>,
}

/// Holds what counts against the order of approvals. A report that was approved alone and counts is not looked at twice.
pub(super) async fn reports(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    type Row = (
        String,
        String,
        String,
        String,
        String,
        i64,
        Option<String>,
        String,
        Option<i64>,
        Option<String>,
        Option<String>,
        Option<i64>,
    );
    let mut after: [String; 5] = Default::default();
    let mut group: Vec<Counting> = Vec::new();
    loop {
        // What was told first of its approval, whatever happened to it since; a quotation mark in a text is escaped.
        let rows: Vec<Row> = tx
            .rows(
                "SELECT r.plan, r.target, r.unit, r.period, r.id, r.counts, r.replaced_on, r.body, a.seq, a.at, a.detail,
                     (SELECT MAX(l.seq) FROM audit AS l WHERE l.subject_kind = 'report' AND l.subject_id = r.id)
                 FROM reports AS r LEFT JOIN audit AS a ON a.seq = (
                     SELECT MIN(f.seq) FROM audit AS f WHERE f.subject_kind = 'report' AND f.subject_id = r.id
                     AND (f.detail LIKE '%\"to\":\"approved\"%' OR f.detail LIKE '%\"to\":\"published\"%')
                 )
                 WHERE (r.plan, r.target, r.unit, r.period, r.id) > ($1, $2, $3, $4, $5)
                 AND (r.counts <> 0 OR r.replaced_on IS NOT NULL OR r.state IN ('approved', 'published'))
                 AND (r.counts <> 1 OR r.replaced_on IS NOT NULL OR r.state NOT IN ('approved', 'published') OR EXISTS (
                     SELECT 1 FROM reports AS o WHERE o.plan = r.plan AND o.target = r.target AND o.period = r.period
                     AND o.unit = r.unit AND o.id <> r.id
                     AND (o.replaced_on IS NOT NULL OR o.state IN ('approved', 'published'))
                 ))
                 ORDER BY r.plan, r.target, r.unit, r.period, r.id LIMIT $6",
                args![&after[0], &after[1], &after[2], &after[3], &after[4], STRIDE],
            )
            .await?;
        if rows.is_empty() {
            hold(&mut group, found);
            return Ok(());
        }
        for (plan, target, unit, period, id, counts, replaced_on, body, seq, at, detail, last) in rows {
            after = [plan.clone(), target.clone(), unit.clone(), period.clone(), id.clone()];
            let sealed = detail.and_then(|detail| serde_json::from_str::<Value>(&detail).ok());
            let sealed = sealed.is_some_and(|detail| detail.get(SEAL).is_some());
            let next = Counting {
                id,
                key: [plan, target, unit, period],
                counts,
                replaced_on,
                from: from(&body),
                seq: seq.unwrap_or_default(),
                last: last.unwrap_or_default(),
                unsealed: at.filter(|_| !sealed).and_then(|at| at.get(..10).map(str::to_owned)),
            };
            if group.last().is_some_and(|last| last.key != next.key) {
                hold(&mut group, found);
            }
            group.push(next);
        }
    }
}

/// From which day on a report counts.
fn from(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    let state: State = serde_json::from_value(body.get("state")?.clone()).ok()?;
    state.counts_from().map(|day| day.to_string())
}

/// Of all for one target, unit and period, in the order in which they came to count, the last one counts, and each of
/// the others did until the next one was approved.
fn hold(group: &mut Vec<Counting>, found: &mut Found) {
    let (mut all, others): (Vec<_>, Vec<_>) = std::mem::take(group)
        .into_iter()
        .partition(|report| report.from.is_some());
    // What is not approved counts for nothing, whatever its columns say.
    let mut wrong: Vec<(String, i64)> = others.into_iter().map(|report| (report.id, report.last)).collect();
    all.sort_by_key(|report| report.seq);
    let nexts = all.iter().skip(1).map(Some).chain([None]);
    for (report, next) in all.iter().zip(nexts) {
        let replaced = match (next, &report.replaced_on) {
            (None, replaced) => replaced.is_none(),
            // Before there were seals, a day may have been told as it was by UTC.
            (Some(next), Some(on)) => next.from.as_ref() == Some(on) || next.unsealed.as_ref() == Some(on),
            (Some(_), None) => false,
        };
        if report.counts != i64::from(next.is_none()) || !replaced {
            wrong.push((report.id.clone(), report.last));
        }
    }
    for (id, seq) in wrong {
        found.altered(SubjectKind::Report, &id, seq);
    }
}
