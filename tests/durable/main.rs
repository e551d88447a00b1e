//! 不丢: what was acknowledged is kept, whatever happens to the machine, and people are told what is wrong.

mod at_once;
mod bucket;
mod checks;
mod clock;
mod cut;
mod full;
mod killed;
mod once;
mod postgres;
mod read_only;
mod slow;
mod stopped;
mod writers;

use serde_json::{Value, json};
use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, Visitor, change_plan};

/// The ledger that 武汉 fills.
const LEDGER: &str = "/api/v1/ledgers/outfalls-yangtze";
/// A target of which 武汉 tells in words, each quarter; no ledger says anything of it.
const TARGET: &str = "zero-waste-cities";

/// A new trial on this database, where a leader signs what is sent.
async fn begun(data: TempDir, url: &str, flags: &[&str]) -> Server {
    change_plan(data.path(), |plan| {
        plan.replace("leader_signs = false", "leader_signs = true")
    });
    let env = vec![("DATABASE_URL", url.to_owned())];
    Server::told_in(data, env, flags, TRIAL_PEOPLE).await
}

/// A file that nobody has sent before.
fn file(name: &str) -> Vec<u8> {
    format!("%PDF-1.4\n% {name}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n").into_bytes()
}

/// A draft on what was read before.
fn draft(words: &str, read: &Value) -> Value {
    json!({
        "target": TARGET, "period": "2023-Q3", "read": read, "typed": { "words": words }, "progress": words, "send": false,
    })
}

/// An entry of 武汉's list.
fn entry(key: &str) -> Value {
    let cells = [
        ("f.name", "测试排口"),
        ("f.type", "工业排污口"),
        ("f.county", "洪山区"),
        ("f.place", "114.40,30.50"),
        ("f.water", "汤逊湖"),
    ];
    let cells: Vec<Value> = cells
        .iter()
        .map(|(column, text)| json!({ "column": column, "text": text }))
        .collect();
    json!({ "key": key, "version": null, "cells": cells })
}

/// A sheet with these entries.
fn sheet(keys: &[String]) -> Vec<u8> {
    let heads = "排污口编码,责任单位,排污口名称,排污口类型,所在县(市、区),经纬度,受纳水体\n".to_owned();
    let row = |key: &String| format!("{key},武汉市,某排口,工业排污口,洪山区,\"114.41,30.51\",汤逊湖\n");
    let rows = keys.iter().map(row);
    std::iter::once(heads).chain(rows).collect::<String>().into_bytes()
}

/// What `/readyz` answers: the status, and the code of what is wrong.
async fn ready(visitor: &Visitor) -> (u16, String) {
    let answer = visitor.get("/readyz").await;
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    (status, text.split(':').next().unwrap().to_owned())
}
