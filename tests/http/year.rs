//! A whole year in the real program: seventeen bureaus, twelve months, late, wrong and returned
//! reports, slips that are answered and slips that are not, an extension, a change, a closure,
//! scores. What must hold is looked at every day; lived twice, it comes to the same.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yaodian_store::{AuditCheck, Store};
use yaodian_tests::{Server, Visitor};

/// The target that all bureaus report every month.
const SURVEY: &str = "outfalls-key-survey";
const BUREAUS: [&str; 17] = [
    "420100", "420200", "420300", "420500", "420600", "420700", "420800", "420900", "421000", "421100", "421200",
    "421300", "422800", "429004", "429005", "429006", "429021",
];
/// Those that fall behind until August.
const SLOW: [usize; 2] = [3, 7];

/// Everybody who takes part.
struct Year {
    server: Server,
    bureaus: Vec<Visitor>,
    reviewer: Visitor,
    office: Visitor,
    second: Visitor,
    today: jiff::civil::Date,
    /// What the reviewer approved last, by bureau: nothing else may be counted.
    approved: BTreeMap<usize, u32>,
}

/// How many outfalls a bureau has.
fn whole(bureau: usize) -> u32 {
    40 + 10 * u32::try_from(bureau).unwrap()
}

/// How many it has surveyed by the end of a month.
fn surveyed(bureau: usize, month: i8) -> u32 {
    let months = u32::try_from(month).unwrap();
    let gone = if SLOW.contains(&bureau) && month < 9 {
        months / 2
    } else {
        months
    };
    (whole(bureau) * gone).div_ceil(12)
}

impl Year {
    async fn begins() -> Self {
        let server = Server::trial_on("2023-01-03").await;
        let mut bureaus = vec![server.by_link(0).await];
        for unit in &BUREAUS[1..] {
            bureaus.push(server.reporter_of(unit).await);
        }
        Self {
            reviewer: server.by_link(1).await,
            office: server.by_link(2).await,
            second: server.person("second", "bangongshi", "office").await,
            server,
            bureaus,
            today: jiff::civil::date(2023, 1, 3),
            approved: BTreeMap::new(),
        }
    }

    /// Lives through the days up to `day`, looking at each.
    async fn live_until(&mut self, day: jiff::civil::Date) {
        while self.today < day {
            self.today = self.today.tomorrow().unwrap();
            let body = json!({ "day": self.today.to_string() });
            let (status, answer) = self.office.post("/api/v1/trial/day", &body).await;
            assert_eq!(status, 200, "{}: {answer}", self.today);
            self.look().await;
        }
    }

    /// What must hold on any day.
    async fn look(&self) {
        let (_, cases) = self.office.json("/api/v1/cases").await;
        for proposal in cases["proposals"].as_array().unwrap() {
            assert_ne!(proposal["about"]["status"], "met", "{}: {proposal}", self.today);
        }
        for view in cases["cases"].as_array().unwrap() {
            let status = &view["case"]["matter"]["notice"]["status"];
            assert_ne!(status, "met", "a slip on what was met: {view}");
        }
        // Nothing is counted but what was approved.
        if self.approved.len() == BUREAUS.len() {
            let (_, standing) = self.server.visitor().json("/api/v1/standing").await;
            let done = &standing["assessments"][SURVEY]["basis"]["figure"]["counts"]["done"];
            let approved: u32 = self.approved.values().sum();
            assert_eq!(done, &json!(approved.to_string()), "{}", self.today);
        }
    }

    /// A bureau's report, sent or refused.
    async fn report(&self, bureau: usize, month: i8, done: u32, read: Value) -> (u16, Value) {
        let body = json!({
            "target": SURVEY, "period": format!("2023-{month:02}"), "read": read, "send": true,
            "typed": { "done": done.to_string(), "of": whole(bureau).to_string() }, "progress": "按计划推进",
        });
        self.bureaus[bureau].post("/api/v1/reports", &body).await
    }

    async fn review(&self, saved: &Value, decision: &str, note: &str) -> Value {
        let report = &saved["report"];
        let (id, revision) = (report["id"].as_str().unwrap(), report["revision"].as_i64().unwrap());
        let (status, answer) = self.reviewer.decide(id, revision, decision, note).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Sends what is right and has it approved.
    async fn reports_and_is_approved(&mut self, bureau: usize, month: i8) {
        let done = surveyed(bureau, month);
        let (status, saved) = self.report(bureau, month, done, Value::Null).await;
        assert_eq!(status, 200, "{saved}");
        self.review(&saved, "approve", "").await;
        self.approved.insert(bureau, done);
    }

    /// One month: reports, reviews, slips.
    async fn month(&mut self, month: i8) {
        let (late, returned, wrong) = (bureau_of(month), bureau_of(month + 5), bureau_of(month + 9));
        self.live_until(jiff::civil::date(2023, month, 22)).await;
        let (status, _) = self.report(wrong, month, whole(wrong) + 1, Value::Null).await;
        assert_eq!(status, 422, "more than there are");
        for bureau in (0..BUREAUS.len()).filter(|&bureau| bureau != late) {
            if bureau != returned {
                self.reports_and_is_approved(bureau, month).await;
                continue;
            }
            let (_, saved) = self.report(bureau, month, 1, Value::Null).await;
            self.look().await;
            let back = self.review(&saved, "return", "与台账不符,请核对。").await;
            let read = json!({ "id": back["report"]["id"], "revision": back["report"]["revision"] });
            let done = surveyed(bureau, month);
            let (status, saved) = self.report(bureau, month, done, read).await;
            assert_eq!(status, 200, "{saved}");
            self.review(&saved, "approve", "").await;
            self.approved.insert(bureau, done);
        }
        let after_due = jiff::civil::date(2023, month, 28).saturating_add(jiff::ToSpan::days(6));
        self.live_until(after_due).await;
        self.reports_and_is_approved(late, month).await;
        let (_, form) = self.bureaus[late]
            .json(&format!("/api/v1/form/{SURVEY}?period=2023-{month:02}"))
            .await;
        assert!(form["late"].is_object(), "what came late is marked: {form}");
        self.slips(month).await;
        self.look().await;
    }

    /// Issues what is called for on the survey. Whoever is slow answers in every other month only.
    async fn slips(&self, month: i8) {
        let (_, cases) = self.office.json("/api/v1/cases").await;
        let called = cases["proposals"].as_array().unwrap().clone();
        for called in called.iter().filter(|called| called["proposal"]["target"] == SURVEY) {
            let proposal = &called["proposal"];
            let follows = match &proposal["follows"] {
                Value::Null => Value::Null,
                id => json!([id, proposal["followed_steps"]]),
            };
            let asked = json!({ "notices": [{
                "target": SURVEY, "unit": proposal["unit"], "colour": proposal["colour"],
                "demand": "请查明原因,限期赶上。", "follows": follows,
            }] });
            let (status, views) = self.office.post("/api/v1/cases", &asked).await;
            assert_eq!(status, 200, "{views}");
            let bureau = BUREAUS.iter().position(|unit| proposal["unit"] == *unit).unwrap();
            if month % 2 == 0 {
                let view = self.step(&self.bureaus[bureau], &views[0], "signed-for", "").await;
                let view = self
                    .step(&self.bureaus[bureau], &view, "answered", "已增派力量,下月赶上。")
                    .await;
                self.step(&self.office, &view, "settled", "").await;
            }
        }
    }

    async fn step(&self, visitor: &Visitor, view: &Value, step: &str, note: &str) -> Value {
        let (id, read) = (
            view["case"]["id"].as_str().unwrap(),
            view["case"]["steps"].as_array().unwrap().len(),
        );
        let body = json!({ "read": read, "step": step, "note": note });
        let (status, view) = visitor.post(&format!("/api/v1/cases/{id}/steps"), &body).await;
        assert_eq!(status, 200, "{step}: {view}");
        view
    }

    async fn ask(&self, visitor: &Visitor, asked: Value) -> Value {
        let (status, views) = visitor.post("/api/v1/cases", &asked).await;
        assert_eq!(status, 200, "{views}");
        views[0].clone()
    }

    /// The year, and what it comes to.
    async fn lived(mut self) -> Value {
        for month in 1..=12 {
            self.month(month).await;
            if month == 4 {
                let asked = json!({ "extension": { "target": "county-black-water", "new_due": "2024-06-30", "reason": "工程受汛期影响" } });
                let view = self.ask(&self.bureaus[4], asked).await;
                self.step(&self.office, &view, "granted", "同意。").await;
            }
            if month == 6 {
                let asked =
                    json!({ "change": { "target": "outfalls-key-mended", "number": "25", "reason": "国家任务调整" } });
                let view = self.ask(&self.reviewer, asked).await;
                let view = self.step(&self.office, &view, "agreed", "").await;
                self.step(&self.second, &view, "granted", "").await;
            }
        }
        let asked = json!({ "closure": { "target": SURVEY, "whole": false, "evidence": ["验收意见"], "note": "全部完成排查" } });
        let view = self.ask(&self.bureaus[0], asked).await;
        self.step(&self.office, &view, "accepted", "").await;
        self.live_until(jiff::civil::date(2024, 1, 12)).await;

        let (_, standing) = self.server.visitor().json("/api/v1/standing").await;
        let (_, scores) = self.office.json("/api/v1/scores").await;
        let (_, cases) = self.office.json("/api/v1/cases").await;
        assert_eq!(standing["assessments"][SURVEY]["status"], "met");
        assert_eq!(
            standing["assessments"]["county-black-water"]["original_due"],
            "2023-12-31"
        );
        assert_eq!(standing["assessments"]["outfalls-key-mended"]["bound"]["value"], "25");
        let store = Store::open(&self.server.database()).await.unwrap();
        assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
        store.close().await;
        // By what was known on any day of the past the answer is the one of that day.
        let (_, june) = self.server.visitor().json("/api/v1/standing?as_of=2023-06-30").await;
        assert_eq!(june["assessments"][SURVEY]["as_of"], "2023-06-30");
        let slips = cases["cases"].as_array().unwrap().iter().map(|view| {
            let steps: Vec<_> = view["case"]["steps"]
                .as_array()
                .unwrap()
                .iter()
                .map(|taken| &taken["step"])
                .collect();
            json!([
                view["case"]["unit"],
                view["case"]["matter"].as_object().unwrap().keys().next(),
                steps
            ])
        });
        let mut slips: Vec<Value> = slips.collect();
        slips.sort_by_key(ToString::to_string);
        assert!(
            slips.iter().any(|slip| slip.to_string().contains("escalated")),
            "silence goes up: {slips:#?}"
        );
        json!({
            "survey": standing["assessments"][SURVEY]["status"], "june": june["assessments"][SURVEY]["status"],
            "points": scores["scores"].as_array().unwrap().iter()
                .map(|view| json!([view["unit"]["id"], view["score"]["rank"], view["score"]["points"]])).collect::<Vec<_>>(),
            "slips": slips,
        })
    }
}

/// The bureau whose turn it is.
fn bureau_of(month: i8) -> usize {
    usize::try_from(month).unwrap() % BUREAUS.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_of_supervision_lived_twice_comes_to_the_same() {
    let (first, second) = tokio::join!(async { Year::begins().await.lived().await }, async {
        Year::begins().await.lived().await
    });
    assert_eq!(first, second);
}
