//! What was said and published of a plan, and how it ended: written once, and told by one row each.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Found, Told, by_actions, told};
use crate::{
    StoreError,
    audit::{
        SubjectKind, action,
        record::{SEAL, nameless, seal},
    },
    db::Tx,
};

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_default()
}

fn same(body: &str, told: Option<&Value>) -> bool {
    told.is_some_and(|told| nameless(parsed(body)) == nameless(told.clone()))
}

/// Whether a record is what a row sealed; `None` where the row is of before there were seals of such.
fn sealed(body: &str, row: &Told) -> Option<bool> {
    let told = row.detail.get(SEAL)?.as_str()?;
    Some(seal("a record", &parsed(body)).is_ok_and(|seal| seal == told))
}

/// Rows by the plan in which they are told, in their order.
async fn by_plan(
    tx: &mut Tx,
    kind: SubjectKind,
    actions: &'static [&'static str],
) -> Result<BTreeMap<String, Vec<Told>>, StoreError> {
    let mut plans: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for row in by_actions(tx, kind, actions).await? {
        plans.entry(row.plan.clone().unwrap_or_default()).or_default().push(row);
    }
    Ok(plans)
}

/// A record among those of a plan, which are numbered from 1 on.
struct Nth {
    plan: String,
    number: i64,
    /// What it is about: a target, the name of a step.
    of: String,
    /// Where it comes from, if from another plan.
    from: String,
    at: String,
    body: String,
}

/// Records of plans, each by the one row that tells of it, in the same order in both. `fits` is asked whether a record is
/// what its row says.
fn one_by_one(
    found: &mut Found,
    kind: SubjectKind,
    kept: Vec<Nth>,
    mut told: BTreeMap<String, Vec<Told>>,
    fits: impl Fn(&Nth, &Told) -> bool,
) {
    for kept in kept.chunk_by(|a, b| a.plan == b.plan) {
        let Some(plan) = kept.first().map(|one| &one.plan) else {
            continue;
        };
        let mut rows = told.remove(plan).unwrap_or_default().into_iter();
        for (nth, one) in (1..).zip(kept) {
            let id = || format!("{plan}:{}", one.of);
            match rows.next() {
                None => found.added(kind, &id()),
                Some(row) if one.number != nth || row.at != one.at || !fits(one, &row) => {
                    found.altered(kind, &id(), row.seq);
                }
                Some(_) => {}
            }
        }
        for row in rows {
            found.gone(kind, &row.id, row.seq);
        }
    }
    for row in told.into_values().flatten() {
        found.gone(kind, &row.id, row.seq);
    }
}

/// What stands in a table of plans, each under a number of its plan: the plan, the number, about what, when, the body.
async fn numbered(tx: &mut Tx, sql: &'static str) -> Result<Vec<Nth>, StoreError> {
    let rows: Vec<(String, i64, String, String, String)> = tx.rows(sql, &[]).await?;
    let nth = |(plan, number, of, at, body)| Nth {
        plan,
        number,
        of,
        from: String::new(),
        at,
        body,
    };
    Ok(rows.into_iter().map(nth).collect())
}

/// Judgements, in the order in which they were said.
pub(super) async fn judgements(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let kept = numbered(
        tx,
        "SELECT plan, seq, target, written_at, body FROM judgements ORDER BY plan, seq",
    )
    .await?;
    let told = by_plan(tx, SubjectKind::Target, &[action::TARGET_JUDGED]).await?;
    let fits = |one: &Nth, row: &Told| {
        let of = row.id.split_once(':').map(|(_, own)| own);
        let says = parsed(&one.body).get("target").and_then(Value::as_str) == Some(one.of.as_str());
        says && of == Some(one.of.as_str()) && same(&one.body, row.detail.get("judgement"))
    };
    one_by_one(found, SubjectKind::Target, kept, told, fits);
    Ok(())
}

/// Periods that were opened again. Their ids are older than their rows, and two at once may stand the other way round.
pub(super) async fn reopenings(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    type Row = (String, String, String, Option<String>, String, String);
    let rows: Vec<Row> = tx
        .rows(
            "SELECT id, plan, period, unit, at, body FROM reopenings ORDER BY plan, id",
            &[],
        )
        .await?;
    let mut told = by_plan(tx, SubjectKind::Plan, &[action::PERIOD_REOPENED]).await?;
    for (id, plan, period, unit, at, body) in rows {
        let rows = told.entry(plan).or_default();
        let own = parsed(&body);
        let column = |name: &str| own.get(name).and_then(Value::as_str);
        let columns = column("period") == Some(period.as_str()) && column("unit") == unit.as_deref();
        let place = rows
            .iter()
            .position(|row| columns && row.at == at && same(&body, Some(&row.detail)));
        match place {
            Some(place) => drop(rows.remove(place)),
            None => found.added(SubjectKind::Plan, &id),
        }
    }
    for row in told.into_values().flatten() {
        found.gone(SubjectKind::Plan, &row.id, row.seq);
    }
    Ok(())
}

/// A bulletin as it stands in its columns.
struct Bulletin {
    id: String,
    plan: String,
    edition: String,
    as_of: String,
    revision: i64,
    state: String,
    published_on: Option<String>,
    corrects: Option<String>,
    changed_at: String,
    body: String,
}

/// Bulletins: what the last row about each says, and the ends of the audit in their footers.
pub(super) async fn bulletins(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    type Row = (
        String,
        String,
        String,
        String,
        i64,
        String,
        Option<String>,
        Option<String>,
        String,
        String,
    );
    let kind = SubjectKind::Bulletin;
    // Some dozens a year, and more words than rows.
    let ids: Vec<(String,)> = tx.rows("SELECT id FROM bulletins ORDER BY id", &[]).await?;
    let mut last: BTreeMap<String, Told> = BTreeMap::new();
    for row in told(tx, kind, "", "\u{10ffff}").await? {
        last.insert(row.id.clone(), row);
    }
    for (id,) in ids {
        let rows: Vec<Row> = tx
            .rows(
                "SELECT id, plan, edition, as_of, revision, state, published_on, corrects, changed_at, body
                 FROM bulletins WHERE id = $1",
                crate::db::args![&id],
            )
            .await?;
        for (id, plan, edition, as_of, revision, state, published_on, corrects, changed_at, body) in rows {
            let bulletin = Bulletin {
                id,
                plan,
                edition,
                as_of,
                revision,
                state,
                published_on,
                corrects,
                changed_at,
                body,
            };
            match last.remove(&bulletin.id) {
                None => found.added(kind, &bulletin.id),
                Some(row) if !bulletin.fits(&row) => found.altered(kind, &bulletin.id, row.seq),
                Some(_) => {}
            }
            bulletin.pinned(tx, found).await?;
        }
    }
    for row in last.into_values() {
        found.gone(kind, &row.id, row.seq);
    }
    Ok(())
}

impl Bulletin {
    fn fits(&self, row: &Told) -> bool {
        let body = parsed(&self.body);
        let text = |place: &str| body.pointer(place).and_then(Value::as_str);
        let columns = text("/id") == Some(self.id.as_str())
            && text("/facts/edition") == Some(self.edition.as_str())
            && text("/facts/as_of") == Some(self.as_of.as_str())
            && body.pointer("/revision").and_then(Value::as_i64) == Some(self.revision)
            && text("/state/published/on") == self.published_on.as_deref()
            && text("/corrects/of") == self.corrects.as_deref()
            && self.state
                == if self.published_on.is_some() {
                    "published"
                } else {
                    "draft"
                }
            && row.plan.as_ref() == Some(&self.plan)
            && row.at == self.changed_at;
        let told = |name: &str, place: &str| {
            let told = row.detail.get(name).cloned().map(nameless);
            body.pointer(place).cloned().map(nameless) == told
        };
        columns
            && sealed(&self.body, row).unwrap_or_else(|| {
                told("revision", "/revision") && told("text", "/text") && told("shown", "/state/published/shown")
            })
    }

    async fn pinned(&self, tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
        let body = parsed(&self.body);
        let pins = [0, 1].map(|language| {
            let pinned = body.pointer(&format!("/state/published/shown/{language}/pinned"))?;
            let hash = pinned["hash"].as_str().unwrap_or_default().to_owned();
            Some((pinned["seq"].as_i64().unwrap_or_default(), hash))
        });
        for (seq, hash) in pins.into_iter().flatten() {
            let there: Vec<(String,)> = tx
                .rows("SELECT hash FROM audit WHERE seq = $1", crate::db::args![seq])
                .await?;
            if there.first().is_none_or(|(there,)| *there != hash) {
                found.not_through(seq, hash);
                return Ok(());
            }
        }
        Ok(())
    }
}

/// What tells of a step towards closing a plan.
const STEPS: &[&str] = &[action::CLOSING_ASKED, action::CLOSING_WITHDRAWN, action::PLAN_CLOSED];

/// The steps by which plans were closed, and their final lists.
pub(super) async fn closings(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let kind = SubjectKind::Plan;
    let kept = numbered(
        tx,
        "SELECT plan, seq, step, taken_at, body FROM closing_steps ORDER BY plan, seq",
    )
    .await?;
    let told = by_plan(tx, kind, STEPS).await?;
    let mut closed: BTreeMap<String, Told> = BTreeMap::new();
    for row in by_actions(tx, kind, &[action::PLAN_CLOSED]).await? {
        closed.insert(row.plan.clone().unwrap_or_default(), row);
    }
    let fits = |one: &Nth, row: &Told| {
        let own = parsed(&one.body);
        let told = |name: &str| own.get(name) == row.detail.get(name);
        let says = match row.detail.get("request") {
            Some(_) => "asked",
            None if row.detail.get("finals").is_some() => "confirmed",
            None => "withdrawn",
        };
        one.of == says && sealed(&one.body, row).unwrap_or_else(|| told("on") && told("note"))
    };
    one_by_one(found, kind, kept, told, fits);
    let finals: Vec<(String, String, String)> = tx
        .rows("SELECT plan, closed_on, body FROM closings ORDER BY plan", &[])
        .await?;
    for (plan, closed_on, body) in finals {
        match closed.remove(&plan) {
            None => found.added(kind, &plan),
            Some(row) => {
                let on = parsed(&body).get("as_of").and_then(Value::as_str) == Some(closed_on.as_str());
                if !on || !same(&body, row.detail.get("finals")) {
                    found.altered(kind, &plan, row.seq);
                }
            }
        }
    }
    for (plan, row) in closed {
        found.gone(kind, &plan, row.seq);
    }
    Ok(())
}

/// What was carried over from plan to plan.
pub(super) async fn carried(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    type Row = (String, String, String, i64, String, String);
    let kind = SubjectKind::Target;
    let rows: Vec<Row> = tx
        .rows(
            "SELECT into_plan, from_plan, target, seq, carried_at, body FROM carried ORDER BY into_plan, seq",
            &[],
        )
        .await?;
    let kept = rows.into_iter().map(|(plan, from, of, number, at, body)| Nth {
        plan,
        number,
        of,
        from,
        at,
        body,
    });
    let told = by_plan(tx, kind, &[action::CARRIED_IN]).await?;
    let fits = |one: &Nth, row: &Told| {
        let own = parsed(&one.body);
        let text = |place: &str| own.pointer(place).and_then(Value::as_str);
        row.id == format!("{}:{}", one.from, one.of)
            && text("/from") == Some(one.from.as_str())
            && text("/target/id") == Some(one.of.as_str())
            && sealed(&one.body, row).unwrap_or_else(|| own.get("new_due") == row.detail.get("new_due"))
    };
    one_by_one(found, kind, kept.collect(), told, fits);
    Ok(())
}
