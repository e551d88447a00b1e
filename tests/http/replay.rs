//! What was answered once is answered again; and a late report stays late.

use serde_json::{Value, json};
use yaodian_domain::{
    observation::{Figure, Step},
    report::{Content, Report},
    testing,
};
use yaodian_store::{Act, Actor, Store, new_id};
use yaodian_tests::{Server, Visitor};

use crate::api::{outfalls, send};

/// The one target that 武汉 alone reports on: its noise monitoring system.
async fn noise(reporter: &Visitor) -> String {
    let (_, owed) = reporter.json("/api/v1/owed").await;
    let items = owed["items"].as_array().unwrap();
    let item = items
        .iter()
        .find(|item| item["quote"].as_str().unwrap().contains("声环境质量自动监测系统"));
    item.expect("武汉 owes it")["target"].as_str().unwrap().to_owned()
}

fn step(target: &str, step: &str) -> Value {
    json!({ "target": target, "period": "2023-09", "read": null, "typed": { "step": step }, "send": true })
}

async fn approve(reviewer: &Visitor, (id, revision): (String, i64)) {
    let (status, answer) = reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!(status, 200, "{answer}");
}

async fn status(server: &Server, target: &str, as_of: &str) -> Value {
    let (_, standing) = server.visitor().json(&format!("/api/v1/standing?as_of={as_of}")).await;
    standing["assessments"][target]["status"].clone()
}

/// Puts a report of 武汉 into the database that was sent and approved on `day`, as the server
/// would have on that day.
async fn approved_on(server: &Server, target: &str, figure: Figure, day: &str) {
    let url = format!("sqlite://{}/yaodian.sqlite", server.data.path().display());
    let store = Store::open(&url).await.unwrap();
    let (target, unit) = (target.parse().unwrap(), "420100".parse().unwrap());
    let on = day.parse().unwrap();
    let (period, due) = ("2023-09".parse().unwrap(), "2023-09-28".parse().unwrap());
    let report = Report::draft(new_id(), target, unit, period, due, Content::of(figure))
        .and_then(|report| report.submit(1, "张三", on))
        .unwrap();
    let report = testing::approve(&report, on);
    let act = Act::new(format!("{day}T04:00:00Z").parse().unwrap(), Actor::system("test"));
    let plan = "hubei-2023".parse().unwrap();
    store.create_report(&act, &plan, &report).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_correction_leaves_the_days_before_as_they_were() {
    let server = Server::trial().await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    let target = noise(&reporter).await;
    let delivered = Figure::Progress { step: Step::Delivered };
    approved_on(&server, &target, delivered, "2023-09-21").await;
    for day in ["2023-09-21", "2023-09-25"] {
        assert_eq!(status(&server, &target, day).await, "met", "{day}");
    }
    let path = format!("/target/{target}");
    let before = server.visitor().page(&format!("{path}?as_of=2023-09-24")).await;

    approve(&office, send(&reporter, &step(&target, "started")).await).await;
    assert_eq!(status(&server, &target, "2023-09-24").await, "met");
    assert_ne!(status(&server, &target, "2023-09-25").await, "met");
    let visitor = server.visitor();
    assert_eq!(
        visitor.page(&format!("{path}?as_of=2023-09-24")).await,
        before,
        "the page of that day, to the letter"
    );
    assert_eq!(
        visitor.page(&path).await.contains("已启动"),
        visitor
            .page(&format!("{path}?as_of=2023-09-25"))
            .await
            .contains("已启动")
    );
    assert!(visitor.page(&path).await.contains("已启动"));
    let (_, form) = reporter.json(&format!("/api/v1/form/{target}")).await;
    assert_eq!(
        form["report"]["content"]["figure"]["progress"]["step"], "started",
        "the current report is the correction"
    );
}

#[tokio::test]
async fn a_correction_of_the_same_day_leaves_only_itself() {
    let server = Server::trial().await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    let target = noise(&reporter).await;
    approve(&office, send(&reporter, &step(&target, "started")).await).await;
    let (code, saved) = reporter.post("/api/v1/reports", &step(&target, "delivered")).await;
    assert_eq!(
        (code, &saved["assessment"]["status"]),
        (200, &json!("met")),
        "it would take the place of the first"
    );
    let id = saved["report"]["id"].as_str().unwrap().to_owned();
    approve(&office, (id, saved["report"]["revision"].as_i64().unwrap())).await;
    assert_eq!(status(&server, &target, "2023-09-25").await, "met");
    assert_eq!(status(&server, &target, "2023-09-24").await, "no-data");
    let page = server.visitor().page(&format!("/target/{target}")).await;
    assert!(!page.contains("已启动"), "nobody was ever answered by the first");
}

#[tokio::test]
async fn a_late_report_stays_late() {
    let server = Server::trial_on("2023-10-05").await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let mark = json!({ "due": "2023-09-28", "sent": "2023-10-05" });
    let mut report = outfalls("610", "734");
    report["send"] = json!(false);
    let (_, draft) = reporter.post("/api/v1/reports", &report).await;
    assert_eq!(draft["late"], json!(null), "what was not sent is not late yet");
    let mut sent = outfalls("610", "734");
    sent["read"] = json!({ "id": draft["report"]["id"], "revision": draft["report"]["revision"] });
    let (_, saved) = reporter.post("/api/v1/reports", &sent).await;
    assert_eq!(saved["late"], mark, "{saved}");

    // Listed and reviewed with the mark, on the page as the server renders it, too.
    let (_, inbox) = reviewer.json("/api/v1/inbox").await;
    assert_eq!(inbox["waiting"][0]["late"], mark);
    let id = saved["report"]["id"].as_str().unwrap().to_owned();
    for (person, path) in [
        (&reviewer, "/app/inbox".to_owned()),
        (&reviewer, format!("/app/review/{id}")),
        (&reporter, "/app".to_owned()),
        (&reporter, "/app/report/outfalls-yangtze".to_owned()),
    ] {
        let page = person.page(&path).await;
        assert!(page.contains("迟报"), "{path}");
        assert!(page.contains("2023-09-28") && page.contains("2023-10-05"), "{path}");
    }

    // A return and another sending change nothing of it, and neither does a correction.
    let revision = saved["report"]["revision"].as_i64().unwrap();
    let (_, returned) = reviewer.decide(&id, revision, "return", "请核对").await;
    assert_eq!(returned["late"], mark);
    sent["read"]["revision"] = returned["report"]["revision"].clone();
    approve(&reviewer, send(&reporter, &sent).await).await;
    let (_, corrected) = reporter.post("/api/v1/reports", &outfalls("615", "734")).await;
    assert_eq!(corrected["late"], mark, "{corrected}");
    let public = server.visitor().page("/target/outfalls-yangtze").await;
    assert!(public.contains("迟报"));
}

#[tokio::test]
async fn a_correction_of_what_came_in_time_is_in_time() {
    let server = Server::trial_on("2023-10-05").await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let counts = Figure::Counts {
        done: 610.into(),
        of: Some(734.into()),
    };
    approved_on(&server, "outfalls-yangtze", counts, "2023-09-27").await;
    let (id, revision) = send(&reporter, &outfalls("615", "734")).await;
    let (_, item) = reviewer.json(&format!("/api/v1/reports/{id}")).await;
    assert_eq!(
        (&item["late"], &item["report"]["first_sent_on"]),
        (&json!(null), &json!("2023-09-27"))
    );
    approve(&reviewer, (id, revision)).await;
    assert!(!server.visitor().page("/target/outfalls-yangtze").await.contains("迟报"));
}
