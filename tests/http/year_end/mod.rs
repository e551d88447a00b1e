//! 年终收官 and 结转: two people close a year, nothing of it is written any more, what was unfinished
//! goes on in the next plan.

mod carrying;
mod closing;
mod machine;

use serde_json::{Value, json};
use yaodian_domain::closing::Finals;
use yaodian_tests::{Server, Visitor, case};

use crate::ledgers::{LEDGER, add, picture};

const STEPS: &str = "/api/v1/closing/steps";
/// A share of the outfalls that 武汉 reports in December and goes on with in January.
const OUTFALLS: &str = "outfalls-key-survey";
const CARRIED: &str = "hubei-2023.outfalls-key-survey";

pub(crate) async fn desk(office: &Visitor) -> Value {
    let (status, desk) = office.json("/api/v1/closing?plan=hubei-2023").await;
    assert_eq!(status, 200, "{desk}");
    desk
}

fn why(problem: &Value) -> &str {
    case(&problem["kind"]["closing"]["why"])
}

/// The request that leaves open what may be left, carries the outfalls over and ends the rest.
pub(crate) fn request(desk: &Value) -> Value {
    let finals: Finals = serde_json::from_value(desk["finals"].clone()).unwrap();
    let choices: Vec<Value> = finals
        .unfinished()
        .map(|one| {
            let way = if one.target.as_str() == OUTFALLS {
                json!({ "carried": { "new_due": "2024-06-30" } })
            } else {
                json!("ended")
            };
            json!({ "target": one.target, "way": way, "reason": "年内未完成" })
        })
        .collect();
    json!({ "left": desk["obstacles"], "choices": choices })
}

pub(crate) async fn take(office: &Visitor, read: usize, step: Value, note: &str) -> (u16, Value) {
    let body = json!({ "plan": "hubei-2023", "read": read, "step": step, "note": note });
    office.post(STEPS, &body).await
}

fn december(done: &str, send: bool) -> Value {
    json!({
        "target": OUTFALLS, "period": "2023-12", "read": null,
        "typed": { "done": done, "of": "734" }, "progress": "溯源整治有序推进", "send": send,
    })
}

/// A year that is over, with a report that is still reviewed and a slip that is still open.
struct Over {
    server: Server,
    wuhan: Visitor,
    reviewer: Visitor,
    office: Visitor,
    second: Visitor,
    waiting: Value,
    slip: Value,
    entry: Value,
}

impl Over {
    async fn begins() -> Self {
        let server = Server::trial_on("2023-12-20").await;
        let (wuhan, reviewer) = (server.by_link(0).await, server.by_link(1).await);
        let office = server.by_link(2).await;
        let second = server.person("second", "bangongshi", &["office"], false).await;
        let (status, waiting) = wuhan.post("/api/v1/reports", &december("560", true)).await;
        assert_eq!(status, 200, "{waiting}");
        let (_, cases) = office.json("/api/v1/cases").await;
        let proposal = &cases["proposals"][0]["proposal"];
        let issue = json!({
            "target": proposal["target"], "unit": proposal["unit"], "colour": proposal["colour"], "demand": "请尽快完成。",
        });
        let (status, slips) = office.post("/api/v1/cases", &json!({ "notices": [issue] })).await;
        assert_eq!(status, 200, "{slips}");
        let slip = slips[0].clone();
        let entry = add(&wuhan, "WH-001", &[]).await;
        let file = format!(
            "{LEDGER}/entries/{}/evidence?stage=accepted&name=a.png",
            entry["entry"]["id"]
        );
        let (status, view) = wuhan.send(&file, picture()).await;
        assert_eq!(status, 200, "{view}");
        Self {
            server,
            wuhan,
            reviewer,
            office,
            second,
            waiting,
            slip,
            entry,
        }
    }

    /// What stood in the way is seen to or left, and two people close the year.
    async fn closed() -> Self {
        let over = Self::begins().await;
        over.office.move_to("2024-01-11").await;
        over.approve().await;
        let request = request(&desk(&over.office).await);
        let asked = json!({ "asked": request });
        let (status, answer) = take(&over.office, 0, asked, "督办单转下年度。").await;
        assert_eq!(status, 200, "{answer}");
        let (status, answer) = take(&over.second, 1, json!("confirmed"), "").await;
        assert_eq!(status, 200, "{answer}");
        over
    }

    async fn approve(&self) {
        let report = &self.waiting["report"];
        let (id, revision) = (report["id"].as_str().unwrap(), report["revision"].as_i64().unwrap());
        let (status, answer) = self.reviewer.decide(id, revision, "approve", "").await;
        assert_eq!(status, 200, "{answer}");
    }
}
