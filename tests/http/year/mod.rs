//! A whole year in the real program: seventeen bureaus and every unit that leads a task, twelve months,
//! late, wrong and returned reports, slips that are answered and slips that are not, an extension, a
//! change, a closure, a bulletin each month, scores, and the year's end. The server is killed on the way.
//! What must hold is looked at every day; lived twice, it comes to the same.

mod invariants;
mod people;

use std::collections::{BTreeMap, BTreeSet};

use people::People;
use serde_json::{Value, json};
use yaodian_domain::id::ReportId;
use yaodian_tests::{Server, Visitor, smtp::Smtp};

use crate::year_end;

/// The target that all bureaus report every month.
const SURVEY: &str = "outfalls-key-survey";
const BUREAUS: [&str; 17] = [
    "420100", "420200", "420300", "420500", "420600", "420700", "420800", "420900", "421000", "421100", "421200",
    "421300", "422800", "429004", "429005", "429006", "429021",
];
/// Those that fall behind until August.
const SLOW: [usize; 2] = [3, 7];

/// The year as it goes.
struct Year {
    server: Server,
    people: People,
    today: jiff::civil::Date,
    /// What the reviewer approved last, by bureau: nothing else may be counted.
    approved: BTreeMap<usize, u32>,
    /// Every report that was approved.
    decided: BTreeSet<ReportId>,
    /// What each published bulletin told when it was published.
    published: BTreeMap<String, Value>,
    /// How often the server was killed.
    kills: usize,
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
    async fn begins(smtp: &Smtp) -> Self {
        let server = people::begin(smtp).await;
        Self {
            people: People::of(&server).await,
            server,
            today: jiff::civil::date(2023, 1, 3),
            approved: BTreeMap::new(),
            decided: BTreeSet::new(),
            published: BTreeMap::new(),
            kills: 0,
        }
    }

    /// The server is killed without a warning, over whatever it does, and started again.
    async fn killed(mut self, smtp: &Smtp) -> Self {
        let url = smtp.url();
        let flags: Vec<&str> = ["--trial"].into_iter().chain(people::flags(&url)).collect();
        self.server = self
            .server
            .killed_and_started(&flags, yaodian_tests::TRIAL_PEOPLE)
            .await;
        self.people.meet_again(&self.server);
        self.kills += 1;
        self
    }

    /// Lives through the days up to `day`, looking at each.
    async fn live_until(&mut self, day: jiff::civil::Date) {
        while self.today < day {
            self.today = self.today.tomorrow().unwrap();
            self.people.office.move_to(self.today).await;
            self.look().await;
        }
    }

    /// A bureau's report, sent or refused.
    async fn report(&self, bureau: usize, month: i8, done: u32, read: Value) -> (u16, Value) {
        let body = json!({
            "target": SURVEY, "period": format!("2023-{month:02}"), "read": read, "send": true,
            "typed": { "done": done.to_string(), "of": whole(bureau).to_string() }, "progress": "按计划推进",
        });
        self.people.bureaus[bureau].post("/api/v1/reports", &body).await
    }

    async fn review(&mut self, saved: &Value, decision: &str, note: &str) -> Value {
        let answer = decide(&self.people.reviewer, saved, decision, note).await;
        if decision == "approve" {
            self.note_approval(&answer);
        }
        answer
    }

    /// Every unit that leads a task tells of its own duties for the quarter, and the office approves.
    async fn quarter(&mut self) {
        let mut answers = Vec::new();
        for (unit, visitor) in &self.people.leads {
            let (_, owed) = visitor.json("/api/v1/owed").await;
            let quarterly = |item: &&Value| item["period"].as_str().unwrap().contains('Q');
            let all = owed["items"].as_array().unwrap().iter().filter(quarterly);
            // The same duty each quarter.
            let Some(item) = all.min_by_key(|item| item["target"].to_string()) else {
                continue;
            };
            let body = json!({
                "target": item["target"], "period": item["period"], "read": null, "send": true,
                "typed": { "words": format!("{unit} 按计划开展。") },
            });
            let (status, saved) = visitor.post("/api/v1/reports", &body).await;
            assert_eq!(status, 200, "{unit}: {saved}");
            // The office decides nothing for its own unit.
            if unit == "bangongshi" {
                let (id, revision) = (
                    saved["report"]["id"].as_str().unwrap(),
                    saved["report"]["revision"].as_i64().unwrap(),
                );
                assert_eq!(self.people.office.step(id, revision, "take-up", "").await.0, 403);
                assert_eq!(visitor.step(id, revision, "recall", "").await.0, 200);
                continue;
            }
            answers.push(decide(&self.people.office, &saved, "approve", "").await);
        }
        assert!(
            answers.len() > 10,
            "{} of the lead units have duties of their own",
            answers.len()
        );
        for answer in answers {
            self.note_approval(&answer);
        }
    }

    /// The bulletin of a month or quarter, drafted and published.
    async fn bulletin(&mut self, edition: &str) {
        let office = &self.people.office;
        let (status, drafted) = office.post("/api/v1/bulletins", &json!({ "edition": edition })).await;
        assert_eq!(status, 200, "{drafted}");
        let id = drafted["head"]["id"].as_str().unwrap().to_owned();
        let step = json!({ "read": drafted["revision"] });
        let (status, issued) = office.post(&format!("/api/v1/bulletins/{id}/publish"), &step).await;
        assert_eq!(status, 200, "{issued}");
        let (_, facts) = self
            .server
            .visitor()
            .json(&format!("/api/v1/bulletins/{id}/facts"))
            .await;
        assert_eq!(facts["edition"], edition);
        self.published.insert(id, facts);
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
            let back = self.review(&saved, "return", "与台账不符，请核对。").await;
            let read = json!({ "id": back["report"]["id"], "revision": back["report"]["revision"] });
            let done = surveyed(bureau, month);
            let (status, saved) = self.report(bureau, month, done, read).await;
            assert_eq!(status, 200, "{saved}");
            self.review(&saved, "approve", "").await;
            self.approved.insert(bureau, done);
        }
        if month % 3 == 0 {
            self.quarter().await;
        }
        let after_due = jiff::civil::date(2023, month, 28).saturating_add(jiff::ToSpan::days(6));
        self.live_until(after_due).await;
        self.reports_and_is_approved(late, month).await;
        let (_, form) = self.people.bureaus[late]
            .json(&format!("/api/v1/form/{SURVEY}?period=2023-{month:02}"))
            .await;
        assert!(form["late"].is_object(), "what came late is marked: {form}");
        self.slips(month).await;
        self.bulletin(&format!("2023-{month:02}")).await;
        if month % 3 == 0 {
            self.bulletin(&format!("2023-Q{}", month / 3)).await;
        }
        self.look().await;
    }

    /// Issues what is called for on the survey. Whoever is slow answers in every other month only.
    async fn slips(&self, month: i8) {
        let (_, cases) = self.people.office.json("/api/v1/cases").await;
        let called = cases["proposals"].as_array().unwrap().clone();
        for called in called.iter().filter(|called| called["proposal"]["target"] == SURVEY) {
            let proposal = &called["proposal"];
            let follows = match &proposal["follows"] {
                Value::Null => Value::Null,
                id => json!([id, proposal["followed_steps"]]),
            };
            let asked = json!({ "notices": [{
                "target": SURVEY, "unit": proposal["unit"], "colour": proposal["colour"],
                "demand": "请查明原因，限期赶上。", "follows": follows,
            }] });
            let (status, views) = self.people.office.post("/api/v1/cases", &asked).await;
            assert_eq!(status, 200, "{views}");
            let bureau = BUREAUS.iter().position(|unit| proposal["unit"] == *unit).unwrap();
            if month % 2 == 0 {
                let view = self
                    .step(&self.people.bureaus[bureau], &views[0], "signed-for", "")
                    .await;
                let view = self
                    .step(
                        &self.people.bureaus[bureau],
                        &view,
                        "answered",
                        "已增派力量，下月赶上。",
                    )
                    .await;
                self.step(&self.people.office, &view, "settled", "").await;
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

    /// Two people close the year; what is unfinished ends, or is carried over.
    async fn closes(&self) -> Value {
        let desk = year_end::desk(&self.people.office).await;
        let asked = json!({ "asked": year_end::request(&desk) });
        let (status, answer) = year_end::take(&self.people.office, 0, asked, "年终收官。").await;
        assert_eq!(status, 200, "{answer}");
        let (status, answer) = year_end::take(&self.people.office, 1, json!("confirmed"), "").await;
        assert_ne!(status, 200, "nobody confirms what he asked for himself: {answer}");
        let (status, answer) = year_end::take(&self.people.second, 1, json!("confirmed"), "").await;
        assert_eq!(status, 200, "{answer}");
        let again = json!({ "period": "2023-12", "unit": null, "until": self.today.to_string(), "reason": "补报" });
        let (status, problem) = self.people.office.post("/api/v1/periods/reopen", &again).await;
        assert_eq!((status, &problem["code"]), (409, &json!("plan-closed")));
        let (_, finals) = self
            .server
            .visitor()
            .json("/api/v1/closing/finals?plan=hubei-2023")
            .await;
        finals
    }

    /// The year, and what it comes to.
    async fn lived(mut self, smtp: &Smtp) -> Value {
        for month in 1..=12 {
            self.month(month).await;
            if month == 4 {
                let asked = json!({ "extension": { "target": "county-black-water", "new_due": "2024-06-30", "reason": "工程受汛期影响" } });
                let view = self.ask(&self.people.bureaus[4], asked).await;
                self.step(&self.people.office, &view, "granted", "同意。").await;
            }
            if month == 6 {
                let asked =
                    json!({ "change": { "target": "outfalls-key-mended", "number": "25", "reason": "国家任务调整" } });
                let view = self.ask(&self.people.reviewer, asked).await;
                let view = self.step(&self.people.office, &view, "agreed", "").await;
                self.step(&self.people.second, &view, "granted", "").await;
            }
            if month % 5 == 0 {
                self = self.killed(smtp).await;
            }
        }
        let asked = json!({ "closure": { "target": SURVEY, "whole": false, "evidence": ["验收意见"], "note": "全部完成排查" } });
        let view = self.ask(&self.people.bureaus[0], asked).await;
        self.step(&self.people.office, &view, "accepted", "").await;
        self.live_until(jiff::civil::date(2024, 1, 12)).await;

        let (_, standing) = self.server.visitor().json("/api/v1/standing").await;
        let (_, scores) = self.people.office.json("/api/v1/scores").await;
        let slips = self.slips_sent().await;
        assert_eq!(standing["assessments"][SURVEY]["status"], "met");
        assert_eq!(
            standing["assessments"]["county-black-water"]["original_due"],
            "2023-12-31"
        );
        assert_eq!(standing["assessments"]["outfalls-key-mended"]["bound"]["value"], "25");
        // By what was known on any day of the past the answer is the one of that day.
        let (_, june) = self.server.visitor().json("/api/v1/standing?as_of=2023-06-30").await;
        assert_eq!(june["assessments"][SURVEY]["as_of"], "2023-06-30");

        let finals = self.closes().await;
        self.bulletins_are_as_they_were().await;
        self.the_audit_bears_it_out().await;
        self.mails_were_sent_once(smtp);
        let mut tallies: Vec<Value> = (self.published.values())
            .map(|facts| json!([facts["edition"], facts["tally"], facts["rankings"], facts["reports"]]))
            .collect();
        tallies.sort_by_key(|told| told[0].to_string());
        assert_eq!(tallies.len(), 16, "a bulletin a month, and one a quarter");
        json!({
            "survey": standing["assessments"][SURVEY]["status"], "june": june["assessments"][SURVEY]["status"],
            "points": scores["scores"].as_array().unwrap().iter()
                .map(|view| json!([view["unit"]["id"], view["score"]["rank"], view["score"]["points"]])).collect::<Vec<_>>(),
            "slips": slips, "bulletins": tallies, "finals": ended(&finals),
        })
    }

    /// Every slip and request, by unit and by what became of it.
    async fn slips_sent(&self) -> Vec<Value> {
        let (_, cases) = self.people.office.json("/api/v1/cases").await;
        let slips = cases["cases"].as_array().unwrap().iter().map(|view| {
            let case = &view["case"];
            let steps: Vec<_> = case["steps"]
                .as_array()
                .unwrap()
                .iter()
                .map(|taken| &taken["step"])
                .collect();
            json!([case["unit"], case["matter"].as_object().unwrap().keys().next(), steps])
        });
        let mut slips: Vec<Value> = slips.collect();
        slips.sort_by_key(ToString::to_string);
        assert!(
            slips.iter().any(|slip| slip.to_string().contains("escalated")),
            "silence goes up: {slips:#?}"
        );
        slips
    }
}

/// How each target and each part of it ended, without the names that storage gave to reports.
fn ended(finals: &Value) -> Vec<Value> {
    let end = |one: &Value| {
        json!([
            one["outcome"]["status"],
            one["outcome"]["due"],
            one["outcome"]["basis"]["figure"]
        ])
    };
    let all = finals["targets"].as_array().unwrap().iter().map(|one| {
        let parts: Vec<Value> = one["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| json!([part["unit"], end(part)]))
            .collect();
        json!([one["target"], end(one), parts])
    });
    let all: Vec<Value> = all.collect();
    assert!(all.len() > 150, "every target has its end");
    all
}

/// Takes a report up and decides it.
async fn decide(visitor: &Visitor, saved: &Value, decision: &str, note: &str) -> Value {
    let report = &saved["report"];
    let (id, revision) = (report["id"].as_str().unwrap(), report["revision"].as_i64().unwrap());
    let (status, answer) = visitor.decide(id, revision, decision, note).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

/// The bureau whose turn it is.
fn bureau_of(month: i8) -> usize {
    usize::try_from(month).unwrap() % BUREAUS.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_of_supervision_lived_twice_comes_to_the_same() {
    let live = async || {
        let smtp = Smtp::start().await;
        Year::begins(&smtp).await.lived(&smtp).await
    };
    let (first, second) = tokio::join!(live(), live());
    for (part, told) in first.as_object().unwrap() {
        assert!(second[part] == *told, "{part}: {told} and then {}", second[part]);
    }
}
