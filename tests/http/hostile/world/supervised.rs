//! Reports, notes, judgements, slips, requests.

use serde_json::{Value, json};
use yaodian_contract::{
    Judge, OpenCase, SaveReport, TakeStep, periods::Reopen, reminders::AskUnits, report::ReportStep,
};
use yaodian_tests::Visitor;

use super::{encoded, nasty, sent, text};
use crate::{api::outfalls, hostile::typed::Typed, ledgers::picture};

/// What was begun.
pub struct Begun {
    /// A report of figures, approved.
    pub report: String,
    /// A report of words, which waits, and its revision.
    pub waiting: (String, i64),
    /// A slip, a request that was granted, and those that wait.
    pub cases: Vec<String>,
}

pub async fn done(typed: &Typed, writer: &Visitor, reviewer: &Visitor, office: &Visitor) -> Begun {
    let report = reported(typed, writer, reviewer).await;
    let judged = json!({ "status": "at-risk", "reason": nasty("judgement") });
    let path = "/api/v1/targets/outfalls-yangtze/judgements";
    typed.done::<Judge>(reviewer, path, judged).await;
    let words = json!({
        "target": "zero-waste-cities", "period": "2023-Q3", "read": null, "typed": { "words": nasty("inwords") },
        "send": true,
    });
    let saved = typed.done::<SaveReport>(writer, "/api/v1/reports", words).await;
    let waiting = (
        text(&saved["report"]["id"]),
        saved["report"]["revision"].as_i64().unwrap(),
    );

    let open = async |by: &Visitor, asked: Value| {
        let opened = typed.done::<OpenCase>(by, "/api/v1/cases", asked).await;
        text(&opened[0]["case"]["id"])
    };
    let step = async |by: &Visitor, case: &str, read: usize, step: &str| {
        let taken = json!({ "read": read, "step": step, "note": nasty(step) });
        typed
            .done::<TakeStep>(by, &format!("/api/v1/cases/{case}/steps"), taken)
            .await
    };
    let notice = json!({
        "target": "outfalls-key-survey", "unit": "420100", "colour": "yellow", "demand": nasty("demand"),
    });
    let slip = open(office, json!({ "notices": [notice] })).await;
    for (at, by, taken) in [
        (1, writer, "signed-for"),
        (2, writer, "answered"),
        (3, office, "sent-back"),
    ] {
        step(by, &slip, at, taken).await;
    }
    let target = "outfalls-yangtze";
    let later = json!({ "target": target, "new_due": "2024-06-30", "reason": nasty("extension") });
    let later = open(writer, json!({ "extension": later })).await;
    step(office, &later, 1, "granted").await;
    let number = json!({ "target": target, "number": "75", "reason": nasty("change") });
    let number = open(reviewer, json!({ "change": number })).await;
    let points = json!({ "target": target, "points": "1.5", "reason": nasty("appeal") });
    let points = open(writer, json!({ "appeal": points })).await;
    let closed = json!({ "target": target, "whole": false, "evidence": [nasty("proof")], "note": nasty("closure") });
    let closed = open(writer, json!({ "closure": closed })).await;

    let reopen = json!({ "period": "2023-08", "unit": "420100", "until": "2023-09-28", "reason": nasty("reopened") });
    typed.done::<Reopen>(office, "/api/v1/periods/reopen", reopen).await;
    let ask = json!({ "units": ["420100"], "note": nasty("nudge") });
    typed.done::<AskUnits>(office, "/api/v1/reminders/ask", ask).await;
    Begun {
        report,
        waiting,
        cases: vec![slip, later, number, points, closed],
    }
}

/// A report that was returned, mended and approved.
async fn reported(typed: &Typed, writer: &Visitor, reviewer: &Visitor) -> String {
    let name = nasty("file");
    let path = format!("/api/v1/targets/outfalls-yangtze/files?name={}", encoded(&name));
    let file = sent(writer, &path, picture()).await;
    typed.field("ForFile.name", &name);
    let mut report = outfalls("734", "734");
    report["progress"] = json!(nasty("progress"));
    report["problems"] = json!(nasty("problems"));
    report["next_steps"] = json!(nasty("next"));
    report["evidence"] = json!([file["id"]]);
    let mut saved = typed
        .done::<SaveReport>(writer, "/api/v1/reports", report.clone())
        .await;
    for (step, note) in [("return", "returned"), ("approve", "approved")] {
        let id = text(&saved["report"]["id"]);
        let path = format!("/api/v1/reports/{id}/steps");
        for step in ["take-up", step] {
            let taken = json!({ "revision": saved["report"]["revision"], "step": step, "note": nasty(note) });
            saved = typed.done::<ReportStep>(reviewer, &path, taken).await;
        }
        if note == "returned" {
            report["read"] = json!({ "id": id, "revision": saved["report"]["revision"] });
            saved = typed
                .done::<SaveReport>(writer, "/api/v1/reports", report.clone())
                .await;
        }
    }
    text(&saved["report"]["id"])
}
