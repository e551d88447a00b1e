//! Any work plan in: pasted, reviewed, published, amended; at the desk and at the machine.

mod amending;
mod desk;
mod machine;
mod refusals;

use std::path::PathBuf;

use serde_json::{Value, json};
use yaodian_intake::{Edit, Form, Hindrance, Obstacle, parse, review};
use yaodian_tests::{Server, Visitor, case, seeds};

/// The text of last year's plan, as issued.
pub fn issued() -> String {
    std::fs::read_to_string(seeds().join("hubei-2023/plan.txt")).unwrap()
}

/// The same for the year after.
pub fn next_year() -> String {
    issued().replace("2023", "2024")
}

pub fn units() -> PathBuf {
    seeds().join("hubei-2023/units.toml")
}

/// Brings a text in; the import's id.
pub async fn begin(visitor: &Visitor, asked: &str, text: impl Into<String>) -> String {
    let (status, head) = visitor.send(&format!("/api/v1/imports?{asked}"), text.into()).await;
    assert_eq!(status, 200, "{head}");
    assert_eq!(head["revision"], 1);
    head["id"].as_str().unwrap().to_owned()
}

/// An import with all that belongs to it.
pub async fn open(visitor: &Visitor, id: &str) -> Value {
    let (status, desk) = visitor.json(&format!("/api/v1/imports/{id}")).await;
    assert_eq!(status, 200, "{desk}");
    desk
}

/// What hinders it and what it changes.
pub async fn check(visitor: &Visitor, id: &str) -> Value {
    let (status, check) = visitor.json(&format!("/api/v1/imports/{id}/check")).await;
    assert_eq!(status, 200, "{check}");
    check
}

pub async fn save(visitor: &Visitor, id: &str, asked: Value) -> (u16, Value) {
    visitor.post(&format!("/api/v1/imports/{id}"), &asked).await
}

pub async fn publish(visitor: &Visitor, id: &str, read: i64, onto: i64) -> (u16, Value) {
    let asked = json!({ "read": read, "onto": onto });
    visitor.post(&format!("/api/v1/imports/{id}/publish"), &asked).await
}

/// The decisions with which an import stands, and behind them those that name 水处 for every headline target
/// of which it is not known who reports it.
pub async fn reported(visitor: &Visitor, id: &str) -> Vec<Edit> {
    let import = open(visitor, id).await["import"].take();
    let mut edits: Vec<Edit> = serde_json::from_value(import["edits"].clone()).unwrap();
    let text = import["text"].as_str().unwrap();
    let reviewed = review(text, parse(text, None), &edits);
    let hindrances: Vec<Hindrance> = serde_json::from_value(check(visitor, id).await["hindrances"].take()).unwrap();
    for hindrance in hindrances {
        let Obstacle::NobodyReports { target: key } = hindrance.what else {
            continue;
        };
        let target = reviewed.target(key).unwrap();
        edits.push(Edit::Correct {
            target: key,
            form: Form {
                kind: target.kind,
                comparator: target.comparator,
                value: target.value.clone(),
                unit: target.unit.clone(),
                subject: target.subject.clone(),
                inventory: target.inventory.clone(),
                due: target.due,
                reporters: vec!["水处".to_owned()],
            },
        });
    }
    edits
}

/// Brings a text in and says who reports what the text leaves open; the import's id, at revision 2.
pub async fn ready(visitor: &Visitor, asked: &str, text: &str) -> String {
    let id = begin(visitor, asked, text).await;
    let edits = reported(visitor, &id).await;
    let (status, head) = save(visitor, &id, json!({ "read": 1, "edits": edits })).await;
    assert_eq!((status, &head["revision"]), (200, &json!(2)), "{head}");
    id
}

/// A place in a text, as it is told.
pub fn place(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

/// Why an import was refused.
pub fn why(problem: &Value) -> &str {
    case(&problem["kind"]["import"]["why"])
}

/// What differs, in short: `changed target t07-1-1`, `new item 28`.
pub fn differences(comparison: &Value) -> Vec<String> {
    let all = comparison["differences"].as_array().unwrap();
    let told = |one: &Value| {
        let part = &one["part"];
        let id = if part["new"].is_null() {
            &part["old"]
        } else {
            &part["new"]
        };
        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        format!("{} {} {id}", case(&one["change"]), part["part"].as_str().unwrap())
    };
    all.iter().map(told).collect()
}

/// A trial on 2023-09-25 whose one plan was taken in from its text by the command: nothing of it was
/// retyped but who reports the headline targets.
pub async fn taken_in() -> Server {
    Server::prepared(async |data| {
        std::fs::create_dir(data.join("seeds")).unwrap();
        let draft = machine::parsed(&[]).await;
        let mut draft: Value = serde_json::from_str(&draft).unwrap();
        machine::name_reporters(&mut draft, "水处");
        let file = data.join("draft.json");
        std::fs::write(&file, draft.to_string()).unwrap();
        let (code, _, said) = machine::import(data, &file, &["--issuer", "湖北省生态环境厅"]).await;
        assert_eq!(code, 0, "{said}");
    })
    .await
}
