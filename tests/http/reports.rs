//! 填报 on its way: the leader's signature, taking back, taking up, files, what was changed, and
//! what a bulletin publishes.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor, case};

use crate::{
    api::{outfalls, send},
    ledgers::picture,
};

/// A trial whose plan asks for the leader's signature.
async fn signing() -> Server {
    let signs = |plan: &str| plan.replace("leader_signs = false", "leader_signs = true");
    Server::with_plan(signs, &[]).await
}

fn state(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, case(&answer.1["report"]["state"]))
}

/// The steps that the person can take, as the report tells.
async fn may(visitor: &Visitor, id: &str) -> Value {
    let (status, item) = visitor.json(&format!("/api/v1/reports/{id}")).await;
    assert_eq!(status, 200, "{item}");
    item["may"].clone()
}

#[tokio::test]
async fn the_units_own_leader_signs_before_it_is_sent() {
    let server = signing().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let leader = server.person("leader", "420100", &["leader"], false).await;
    let stranger = server.person("stranger", "420200", &["leader"], false).await;

    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(case(&form["report"]["state"]), "awaiting-signature");
    assert_eq!(form["may"], json!(["recall"]));
    let (_, inbox) = reviewer.json("/api/v1/inbox").await;
    assert_eq!(inbox["waiting"], json!([]), "no reviewer sees what is not signed");
    for other in [&reporter, &reviewer, &stranger] {
        assert_eq!(other.step(&id, revision, "sign", "").await.0, 403);
    }
    assert_eq!(may(&leader, &id).await, json!(["sign", "refuse-to-sign"]));
    let (_, reminded) = leader.json("/api/v1/reminders").await;
    assert!(reminded["lines"][0]["about"]["signature"].is_object(), "{reminded}");

    let (status, problem) = leader.step(&id, revision, "refuse-to-sign", "").await;
    assert_eq!((status, &problem["kind"]["step"]["why"]), (409, &json!("note-missing")));
    let back = leader.step(&id, revision, "refuse-to-sign", "总数不对").await;
    assert_eq!(state(&back), (200, "returned"));
    let mut mended = outfalls("615", "734");
    mended["read"] = json!({ "id": id, "revision": back.1["report"]["revision"] });
    let (_, revision) = send(&reporter, &mended).await;
    let signed = leader.step(&id, revision, "sign", "").await;
    assert_eq!(state(&signed), (200, "submitted"));

    // Whoever signed has had a hand in it, whatever post he acts in later.
    assert_eq!(signed.1["report"]["signed_by"].as_array().unwrap().len(), 1);

    // What the reviewer hands back is mended by the unit, and signed again by the same leader.
    let back = reviewer.decide(&id, revision + 1, "return", "请核对").await;
    assert_eq!(state(&back), (200, "returned"));
    mended["read"] = json!({ "id": id, "revision": back.1["report"]["revision"] });
    let (_, revision) = send(&reporter, &mended).await;
    let signed = leader.step(&id, revision, "sign", "").await;
    assert_eq!(state(&signed), (200, "submitted"));
    let (_, seen) = reviewer.json(&format!("/api/v1/reports/{id}")).await;
    assert!(
        !seen["history"].to_string().contains("总数不对"),
        "what the leader said is the unit's own affair"
    );
    let decided = reviewer.decide(&id, revision + 1, "approve", "").await;
    assert_eq!(state(&decided), (200, "approved"));
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    let steps: Vec<&str> = form["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["step"].as_str().unwrap())
        .collect();
    assert_eq!(
        steps,
        [
            "laid", "returned", "laid", "signed", "taken-up", "returned", "laid", "signed", "taken-up", "approved"
        ]
    );
}

#[tokio::test]
async fn nothing_changes_while_it_is_read() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;

    // Unread, the unit can take it back.
    let back = reporter.step(&id, revision, "recall", "").await;
    assert_eq!(state(&back), (200, "draft"));
    assert_eq!(
        reviewer.json(&format!("/api/v1/reports/{id}")).await.0,
        404,
        "a draft is the unit's own"
    );
    let mut again = outfalls("612", "734");
    again["read"] = json!({ "id": id, "revision": back.1["report"]["revision"] });
    let (_, revision) = send(&reporter, &again).await;

    // Taken up, it stays as it is until whoever took it up decides.
    assert_eq!(may(&reviewer, &id).await, json!(["take-up"]));
    assert_eq!(
        state(&reviewer.step(&id, revision, "take-up", "").await),
        (200, "under-review")
    );
    let (status, problem) = reporter.step(&id, revision + 1, "recall", "").await;
    assert_eq!(
        (status, &problem["kind"]["step"]["why"]["not-from"]["from"]),
        (409, &json!("under-review"))
    );
    again["read"] = json!({ "id": id, "revision": revision + 1 });
    assert_eq!(reporter.post("/api/v1/reports", &again).await.0, 409);
    let (status, problem) = office.step(&id, revision + 1, "approve", "").await;
    assert_eq!((status, case(&problem["kind"]["step"]["why"])), (409, "taken-up"));
    assert!(problem["detail"].as_str().unwrap().contains("开始审核"), "{problem}");

    // Another may take it over; the first then has it no more.
    assert_eq!(may(&office, &id).await, json!(["take-up"]));
    assert_eq!(
        state(&office.step(&id, revision + 1, "take-up", "").await),
        (200, "under-review")
    );
    assert_eq!(reviewer.step(&id, revision + 2, "approve", "").await.0, 409);
    assert_eq!(
        state(&office.step(&id, revision + 2, "put-back", "").await),
        (200, "submitted")
    );
    assert_eq!(
        state(&reviewer.decide(&id, revision + 3, "approve", "").await),
        (200, "approved")
    );
}

#[tokio::test]
async fn what_was_changed_can_be_read_and_what_proves_it_opened() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let files = "/api/v1/targets/outfalls-yangtze/files";
    let (status, file) = reporter
        .send(&format!("{files}?name=%E9%AA%8C%E6%94%B6.png"), picture())
        .await;
    assert_eq!(
        (status, &file["name"], &file["media"]),
        (200, &json!("验收.png"), &json!("image/png"))
    );
    let (status, problem) = reporter.send(&format!("{files}?name=a.pdf"), &b"MZ\x90\0"[..]).await;
    assert_eq!((status, &problem["code"]), (422, &json!("evidence")));
    let stranger = server.reporter_of("420200").await;
    let address = format!("/evidence/{}", file["id"].as_str().unwrap());
    assert_eq!(stranger.get(&address).await.status(), 404, "another unit's");
    assert_eq!(server.visitor().get(&address).await.status(), 401);

    let mut first = outfalls("610", "734");
    first["progress"] = json!("已整治 610 个。");
    let (id, revision) = send(&reporter, &first).await;
    assert_eq!(reviewer.decide(&id, revision, "approve", "").await.0, 200);

    // Somebody else's file, or none at all, proves nothing here.
    let mut correction = outfalls("615", "734");
    correction["progress"] = json!("已整治 615 个，其余年底前完成。");
    correction["evidence"] = json!([file["id"]]);
    let mut foreign = correction.clone();
    foreign["evidence"] = json!(["01a2b3"]);
    let (status, problem) = reporter.post("/api/v1/reports", &foreign).await;
    assert_eq!((status, &problem["code"]), (422, &json!("file-unknown")));

    let (id, _) = send(&reporter, &correction).await;
    let (_, item) = reviewer.json(&format!("/api/v1/reports/{id}")).await;
    let changed = item["since_approval"].as_array().unwrap();
    assert_eq!(changed[0]["figure"]["from"]["counts"]["done"], "610");
    assert_eq!(changed[0]["figure"]["to"]["counts"]["done"], "615");
    assert_eq!(changed[1]["text"]["field"], "progress");
    let pieces = changed[1]["text"]["pieces"].to_string();
    // Chinese is compared character by character, and a number as one thing.
    assert!(pieces.contains(r#"{"new":"，其余年底前完成"}"#), "{pieces}");
    assert!(pieces.contains(r#"{"gone":"610"},{"new":"615"}"#), "{pieces}");
    assert_eq!(changed[2]["evidence"]["new"][0]["name"], "验收.png");
    let page = reviewer.page(&format!("/app/review/{id}")).await;
    assert!(
        page.contains("与已审定的相比") && page.contains("<ins>") && page.contains(&address),
        "{page}"
    );
    assert!(reviewer.file(&address).await.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn what_a_bulletin_rests_on_is_published_with_it() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let (good, revision) = send(&reporter, &outfalls("610", "734")).await;
    assert_eq!(reviewer.decide(&good, revision, "approve", "").await.0, 200);
    let (_, drafted) = office.post("/api/v1/bulletins", &json!({ "edition": "2023-09" })).await;
    let bulletin = drafted["head"]["id"].as_str().unwrap();
    let state = async || {
        let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
        form["report"]["state"].clone()
    };
    assert_eq!(case(&state().await), "approved");
    let step = json!({ "read": drafted["revision"] });
    let (status, issued) = office
        .post(&format!("/api/v1/bulletins/{bulletin}/publish"), &step)
        .await;
    assert_eq!(status, 200, "{issued}");
    assert_eq!(state().await["published"]["bulletin"], bulletin);
    assert_eq!(state().await["published"]["approved"]["on"], "2023-09-25");

    // It counts as before, and is corrected by another report only.
    let page = server.visitor().page("/target/outfalls-yangtze").await;
    assert!(page.contains("610 / 734"));
    assert_eq!(reviewer.step(&good, revision + 3, "take-up", "").await.0, 409);
    let (correction, revision) = send(&reporter, &outfalls("615", "734")).await;
    assert_ne!(correction, good);
    assert_eq!(reviewer.decide(&correction, revision, "approve", "").await.0, 200);
    let issued_page = server.visitor().page(&format!("/bulletin/{bulletin}")).await;
    assert!(!issued_page.contains("615"), "a published bulletin never changes");
}

#[tokio::test]
async fn a_quarters_report_is_for_the_quarter() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let (_, owed) = reporter.json("/api/v1/owed").await;
    let quarterly = owed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["period"] == "2023-Q3");
    let target = quarterly.expect("武汉 owes something each quarter")["target"].clone();
    let report = |period: &str| json!({ "target": target, "period": period, "read": null, "typed": { "words": "照常开展" }, "send": true });
    let (status, problem) = reporter.post("/api/v1/reports", &report("2023")).await;
    assert_eq!(
        (status, &problem["kind"]["other-period"]["asked"]),
        (409, &json!("2023-Q3"))
    );
    let (id, _) = send(&reporter, &report("2023-Q3")).await;
    let (_, form) = reporter
        .json(&format!("/api/v1/form/{}", target.as_str().unwrap()))
        .await;
    assert_eq!(
        (&form["report"]["id"], &form["period"]),
        (&json!(id), &json!("2023-Q3"))
    );
    // Speaking earlier is never refused.
    send(&reporter, &report("2023-09")).await;
}
