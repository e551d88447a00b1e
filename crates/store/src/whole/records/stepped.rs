//! Reports and cases: what goes from step to step, each of which has its row.

use std::collections::BTreeMap;

use serde_json::Value;
use yaodian_domain::report::Content;

use super::{Found, STRIDE, Told, beyond, told};
use crate::{
    StoreError,
    audit::{
        SubjectKind,
        record::{SEAL, nameless, seal},
    },
    db::{Tx, args},
};

/// A record with the columns beside it that have to say what it says: at which place of it, and what.
struct Held {
    id: String,
    plan: String,
    columns: Vec<(&'static str, Value)>,
    changed_at: String,
    body: String,
}

/// Holds all reports against the audit.
pub(super) async fn reports(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    type Row = (String, String, String, String, String, i64, String, String, String);
    let kind = SubjectKind::Report;
    let mut after = String::new();
    loop {
        let rows: Vec<Row> = tx
            .rows(
                "SELECT id, plan, target, unit, period, revision, state, changed_at, body FROM reports
                 WHERE id > $1 ORDER BY id LIMIT $2",
                args![&after, STRIDE],
            )
            .await?;
        let held = rows.into_iter().map(
            |(id, plan, target, unit, period, revision, state, changed_at, body)| Held {
                columns: vec![
                    ("/id", id.clone().into()),
                    ("/target", target.into()),
                    ("/unit", unit.into()),
                    ("/period", period.into()),
                    ("/revision", revision.into()),
                    ("/state", state.into()),
                ],
                id,
                plan,
                changed_at,
                body,
            },
        );
        let held: Vec<Held> = held.collect();
        if !chunk(tx, kind, &mut after, &held, report_fits, found).await? {
            return Ok(());
        }
    }
}

/// Holds all cases against the audit.
pub(super) async fn cases(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    type Row = (String, String, String, String, String, String);
    let mut after = String::new();
    loop {
        let rows: Vec<Row> = tx
            .rows(
                "SELECT id, plan, target, unit, changed_at, body FROM cases WHERE id > $1 ORDER BY id LIMIT $2",
                args![&after, STRIDE],
            )
            .await?;
        let held = rows.into_iter().map(|(id, plan, target, unit, changed_at, body)| Held {
            columns: vec![
                ("/id", id.clone().into()),
                ("/target", target.into()),
                ("/unit", unit.into()),
            ],
            id,
            plan,
            changed_at,
            body,
        });
        let held: Vec<Held> = held.collect();
        if !chunk(tx, SubjectKind::Case, &mut after, &held, case_fits, found).await? {
            return Ok(());
        }
    }
}

/// Whether a record of before there were seals is what its rows say.
type Fits = fn(&Value, &[Told]) -> bool;

/// Holds some records against their rows; whether there may be more.
async fn chunk(
    tx: &mut Tx,
    kind: SubjectKind,
    after: &mut String,
    held: &[Held],
    fits: Fits,
    found: &mut Found,
) -> Result<bool, StoreError> {
    let Some(last) = held.last() else {
        // What the audit speaks of and is not there any more.
        loop {
            let gone = beyond(tx, kind, after).await?;
            let Some((last, _)) = gone.last() else {
                return Ok(false);
            };
            after.clone_from(last);
            for (id, seq) in gone {
                found.gone(kind, &id, seq);
            }
        }
    };
    let rows = told(tx, kind, after, &last.id).await?;
    after.clone_from(&last.id);
    let mut groups: BTreeMap<&str, &[Told]> = BTreeMap::new();
    for group in rows.chunk_by(|a, b| a.id == b.id) {
        if let Some(first) = group.first() {
            groups.insert(&first.id, group);
        }
    }
    for record in held {
        match groups
            .remove(record.id.as_str())
            .and_then(|group| Some((group, group.last()?)))
        {
            None => found.added(kind, &record.id),
            Some((group, last)) if !record.fits(group, last, fits) => found.altered(kind, &record.id, last.seq),
            Some(_) => {}
        }
    }
    for last in groups.into_values().filter_map(<[Told]>::last) {
        found.gone(kind, &last.id, last.seq);
    }
    Ok(true)
}

impl Held {
    fn fits(&self, rows: &[Told], last: &Told, fits: Fits) -> bool {
        let Ok(body) = serde_json::from_str::<Value>(&self.body) else {
            return false;
        };
        let said = |(place, value): &(&str, Value)| match body.pointer(place) {
            // A state with days and names in it is named by the one member that holds them.
            Some(Value::Object(state)) => state.keys().next().map(String::as_str) == value.as_str(),
            told => told == Some(value),
        };
        if !self.columns.iter().all(said)
            || last.plan.as_deref() != Some(self.plan.as_str())
            || last.at != self.changed_at
        {
            return false;
        }
        match last.detail.get(SEAL).and_then(Value::as_str) {
            Some(sealed) => seal("a record", &body).is_ok_and(|seal| seal == sealed),
            None => fits(&body, rows),
        }
    }
}

/// The revision, and the content that was told last.
fn report_fits(body: &Value, rows: &[Told]) -> bool {
    let told = |name: &str| rows.iter().rev().find_map(|row| row.detail.get(name));
    let content = |value: &Value| serde_json::from_value::<Content>(value.clone()).ok();
    let revision = told("revision").is_none_or(|revision| body.get("revision") == Some(revision));
    revision && told("after").is_none_or(|after| body.get("content").and_then(content) == content(after))
}

/// What it is about, and each step.
fn case_fits(body: &Value, rows: &[Told]) -> bool {
    let matter = rows.iter().find_map(|row| row.detail.get("matter"));
    let same = |a: &Value, b: &Value| {
        let [a, b] = [a, b].map(|value| {
            let mut value = nameless(value.clone());
            if let Value::Object(members) = &mut value {
                members.remove("by");
            }
            value
        });
        a == b
    };
    let steps = body.get("steps").and_then(Value::as_array);
    let steps = steps.is_some_and(|steps| {
        let told = rows.iter().filter_map(|row| row.detail.get("step"));
        steps.len() == rows.len() && steps.iter().zip(told).all(|(step, told)| same(step, told))
    });
    steps && matter.is_none_or(|matter| body.get("matter").is_some_and(|own| same(own, matter)))
}
