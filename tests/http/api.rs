//! A report's way through the API, and the check as a service.

use serde_json::json;
use yaodian_domain::testing;
use yaodian_tests::{Server, Visitor, case};

/// A report of 武汉 on the Yangtze's outfalls for September.
pub(crate) fn outfalls(done: &str, of: &str) -> serde_json::Value {
    json!({
        "target": "outfalls-yangtze", "period": "2023-09", "read": null,
        "typed": { "done": done, "of": of }, "progress": "溯源整治有序推进", "send": true,
    })
}

/// Sends a report that must be accepted; its id and revision.
pub(crate) async fn send(reporter: &Visitor, report: &serde_json::Value) -> (String, i64) {
    let (status, saved) = reporter.post("/api/v1/reports", report).await;
    assert_eq!(status, 200, "{saved}");
    (
        saved["report"]["id"].as_str().unwrap().to_owned(),
        saved["report"]["revision"].as_i64().unwrap(),
    )
}

#[tokio::test]
async fn from_report_to_public_page() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let page = || async { server.visitor().page("/target/outfalls-yangtze").await };

    let (id, revision) = send(&reporter, &outfalls("６１０", "734")).await;
    assert!(!page().await.contains("610 / 734"), "a report that waits is not public");

    let (status, problem) = reviewer.step(&id, revision, "approve", "").await;
    let why = &problem["kind"]["step"]["why"]["not-from"]["from"];
    assert_eq!(
        (status, why),
        (409, &json!("submitted")),
        "what is decided is taken up first"
    );
    let (status, problem) = reviewer.decide(&id, revision, "return", " ").await;
    assert_eq!((status, &problem["kind"]["step"]["why"]), (409, &json!("note-missing")));
    let (status, returned) = reviewer.step(&id, revision + 1, "return", "请核对总数").await;
    assert_eq!((status, case(&returned["report"]["state"])), (200, "returned"));
    assert!(
        !page().await.contains("610 / 734"),
        "a report that was returned counts nowhere"
    );

    let mut corrected = outfalls("615", "734");
    corrected["read"] = json!({ "id": id, "revision": returned["report"]["revision"] });
    let (_, revision) = send(&reporter, &corrected).await;
    let (status, approved) = reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!((status, case(&approved["report"]["state"])), (200, "approved"));

    let public = page().await;
    assert!(
        public.contains("615 / 734") && public.contains("武汉市"),
        "the approved figure is public at once"
    );
    assert!(public.contains("10,089"), "the province's published figure stands");
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    let steps: Vec<&str> = form["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["step"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["sent", "taken-up", "returned", "sent", "taken-up", "approved"]);
}

#[tokio::test]
async fn a_unit_alone_decides_its_own_target() {
    let server = Server::trial().await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    let (_, owed) = reporter.json("/api/v1/owed").await;
    let target = owed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["quote"].as_str().unwrap().contains("声环境质量自动监测系统"))
        .expect("武汉 owes its noise monitoring system")["target"]
        .as_str()
        .unwrap()
        .to_owned();
    let report =
        json!({ "target": target, "period": "2023-09", "read": null, "typed": { "step": "delivered" }, "send": true });
    let (id, revision) = send(&reporter, &report).await;
    assert_eq!(office.decide(&id, revision, "approve", "").await.0, 200);
    let (_, standing) = server.visitor().json("/api/v1/standing").await;
    assert_eq!(standing["assessments"][&target]["status"], "met");
}

#[tokio::test]
async fn drafts_are_kept_and_taken_up_again() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let mut report = outfalls("10", "734");
    report["send"] = json!(false);
    let (id, revision) = send(&reporter, &report).await;
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(
        (&form["report"]["id"], case(&form["report"]["state"])),
        (&json!(id), "draft")
    );
    let (status, problem) = reporter.post("/api/v1/reports", &report).await;
    assert_eq!(
        (status, &problem["code"]),
        (409, &json!("report-exists")),
        "one report for a period at a time"
    );
    report["read"] = json!({ "id": id, "revision": revision });
    report["typed"]["done"] = json!("11");
    assert_eq!(send(&reporter, &report).await.1, revision + 1);
    let (status, problem) = reporter.post("/api/v1/reports", &report).await;
    assert_eq!(
        (status, case(&problem["kind"]["step"]["why"])),
        (409, "moved-on"),
        "an old revision"
    );
}

#[tokio::test]
async fn the_service_answers_as_the_check_does() {
    let server = Server::trial().await;
    for cases in testing::cases(200).chunks(40) {
        let (status, answers) = server
            .visitor()
            .post("/api/v1/assess", &serde_json::to_value(cases).unwrap())
            .await;
        assert_eq!(status, 200);
        for (case, answer) in cases.iter().zip(answers.as_array().unwrap()) {
            let own = yaodian_domain::check::assess(&case.target, &case.observations, case.as_of, &case.policy);
            assert_eq!(&serde_json::to_value(own).unwrap(), answer);
        }
    }
}
