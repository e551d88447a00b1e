//! What is kept in versions beside a plan, and its published figures.

use std::collections::BTreeMap;

use serde_json::Value;
use yaodian_audit::digest;

use super::{Found, STRIDE, by_actions};
use crate::{
    StoreError,
    audit::{SubjectKind, action, record::nameless},
    db::{Tx, args},
};

/// Holds every version of every plan against the SHA-256 that its row told.
pub(super) async fn versions(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let kept: Vec<(String, i64)> = tx
        .rows("SELECT plan, version FROM plan_versions ORDER BY plan, version", &[])
        .await?;
    let mut told = hashes(tx, SubjectKind::Plan, &[action::PLAN_LOADED]).await?;
    let mut last: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for ((plan, version), (seq, _)) in &told {
        last.insert(plan.clone(), (*version, *seq));
    }
    heads(tx, last, found).await?;
    for (plan, version) in kept {
        let body: Vec<(String,)> = tx
            .rows(
                "SELECT body FROM plan_versions WHERE plan = $1 AND version = $2",
                args![&plan, version],
            )
            .await?;
        let told = told.remove(&(plan.clone(), version));
        held(found, SubjectKind::Plan, &plan, version, told, body);
    }
    gone(found, SubjectKind::Plan, told);
    Ok(())
}

/// What stands of a plan beside its versions: by it the plan is chosen that is shown. `last` is the last version of each
/// of which the audit tells, with its row.
async fn heads(tx: &mut Tx, mut last: BTreeMap<String, (i64, i64)>, found: &mut Found) -> Result<(), StoreError> {
    type Row = (
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        i64,
        Option<String>,
    );
    let rows: Vec<Row> = tx
        .rows(
            "SELECT p.id, p.title_zh, p.title_en, p.issuer_zh, p.issuer_en, p.starts_on, p.ends_on, p.version, v.body
             FROM plans AS p LEFT JOIN plan_versions AS v ON v.plan = p.id AND v.version = p.version ORDER BY p.id",
            &[],
        )
        .await?;
    for (id, zh, en, issuer, issuer_en, from, to, version, body) in rows {
        let Some((newest, seq)) = last.remove(&id) else {
            found.added(SubjectKind::Plan, &id);
            continue;
        };
        let body: Value = body
            .and_then(|body| serde_json::from_str(&body).ok())
            .unwrap_or_default();
        let columns = [
            ("/id", &id),
            ("/title/zh", &zh),
            ("/title/en", &en),
            ("/issuer/zh", &issuer),
            ("/issuer/en", &issuer_en),
            ("/term/from", &from),
            ("/term/to", &to),
        ];
        let says = |(place, text): &(&str, &String)| body.pointer(place).and_then(Value::as_str) == Some(text.as_str());
        if version != newest || !columns.iter().all(says) {
            found.altered(SubjectKind::Plan, &id, seq);
        }
    }
    for (id, (_, seq)) in last {
        found.gone(SubjectKind::Plan, &id, seq);
    }
    Ok(())
}

/// The same of documents.
pub(super) async fn documents(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    let kept: Vec<(String, String, i64)> = tx
        .rows(
            "SELECT plan, name, version FROM documents ORDER BY plan, name, version",
            &[],
        )
        .await?;
    let mut told = hashes(tx, SubjectKind::Document, &[action::DOCUMENT_LOADED]).await?;
    for (plan, name, version) in kept {
        let body: Vec<(String,)> = tx
            .rows(
                "SELECT body FROM documents WHERE plan = $1 AND name = $2 AND version = $3",
                args![&plan, &name, version],
            )
            .await?;
        let id = format!("{plan}:{name}");
        let told = told.remove(&(id.clone(), version));
        held(found, SubjectKind::Document, &id, version, told, body);
    }
    gone(found, SubjectKind::Document, told);
    Ok(())
}

/// By thing and version, the row that told of it and the hash that it told.
type Hashes = BTreeMap<(String, i64), (i64, Option<String>)>;

async fn hashes(tx: &mut Tx, kind: SubjectKind, action: &'static [&'static str]) -> Result<Hashes, StoreError> {
    let rows = by_actions(tx, kind, action).await?;
    let told = rows.into_iter().filter_map(|row| {
        let version = row.detail.get("version").and_then(Value::as_i64)?;
        let sha256 = row.detail.get("sha256").and_then(Value::as_str).map(str::to_owned);
        Some(((row.id, version), (row.seq, sha256)))
    });
    Ok(told.collect())
}

fn held(
    found: &mut Found,
    kind: SubjectKind,
    id: &str,
    version: i64,
    told: Option<(i64, Option<String>)>,
    body: Vec<(String,)>,
) {
    let Some((seq, sha256)) = told else {
        found.added(kind, &versioned(id, version));
        return;
    };
    // Rows of before hashes were told have none.
    let fits = |sha256: String| body.iter().all(|(body,)| digest([Some(body.as_str())]) == sha256);
    if !sha256.is_none_or(fits) {
        found.altered(kind, &versioned(id, version), seq);
    }
}

fn gone(found: &mut Found, kind: SubjectKind, told: Hashes) {
    for ((id, version), (seq, _)) in told {
        found.gone(kind, &versioned(&id, version), seq);
    }
}

fn versioned(id: &str, version: i64) -> String {
    format!("{id} v{version}")
}

/// A published figure as its row told it.
struct Figure {
    seq: i64,
    target: Value,
    observation: Value,
    plan: Option<String>,
    replaces: Option<String>,
    /// When it was loaded and retired, which decides for which days it was known.
    written_at: String,
    retired_at: Option<String>,
}

/// Holds every published figure against the row that told it.
pub(super) async fn published(tx: &mut Tx, found: &mut Found) -> Result<(), StoreError> {
    type Row = (String, String, String, Option<String>, String, Option<String>, String);
    let kind = SubjectKind::Published;
    let mut told: BTreeMap<String, Figure> = BTreeMap::new();
    for row in by_actions(tx, kind, &[action::PUBLISHED_LOADED]).await? {
        let all = |name: &str| {
            row.detail
                .get(name)
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()
        };
        for mut one in all("added") {
            let Some(id) = one.get("id").and_then(Value::as_str).map(str::to_owned) else {
                continue;
            };
            let figure = Figure {
                seq: row.seq,
                target: one["target"].take(),
                observation: nameless(one["observation"].take()),
                plan: row.plan.clone(),
                replaces: one["replaces"].as_str().map(str::to_owned),
                written_at: row.at.clone(),
                retired_at: None,
            };
            told.insert(id, figure);
        }
        for one in all("removed") {
            if let Some(figure) = one.get("id").and_then(Value::as_str).and_then(|id| told.get_mut(id)) {
                (figure.seq, figure.retired_at) = (row.seq, Some(row.at.clone()));
            }
        }
    }
    let mut after = String::new();
    loop {
        let rows: Vec<Row> = tx
            .rows(
                "SELECT id, plan, target, replaces, written_at, retired_at, body FROM published
                 WHERE id > $1 ORDER BY id LIMIT $2",
                args![&after, STRIDE],
            )
            .await?;
        let Some((last, ..)) = rows.last() else {
            break;
        };
        after.clone_from(last);
        for (id, plan, target, replaces, written_at, retired_at, body) in rows {
            let Some(figure) = told.remove(&id) else {
                found.added(kind, &id);
                continue;
            };
            let own = serde_json::from_str(&body).ok().map(nameless);
            let fits = figure.target.as_str() == Some(target.as_str())
                && figure.plan.as_ref() == Some(&plan)
                && figure.replaces == replaces
                && figure.written_at == written_at
                && figure.retired_at == retired_at
                && own.as_ref() == Some(&figure.observation);
            if !fits {
                found.altered(kind, &id, figure.seq);
            }
        }
    }
    for (id, figure) in told {
        found.gone(kind, &id, figure.seq);
    }
    Ok(())
}
