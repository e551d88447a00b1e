//! A reviewer says how he sees a target, by keyboard, beside the computed status.

use serde_json::json;
use thirtyfour::Key;
use yaodian_tests::{Server, browser::Browser};

#[tokio::test]
async fn a_reviewer_records_a_judgement() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let report = json!({
        "target": "outfalls-yangtze", "period": "2023-09", "read": null,
        "typed": { "done": "610", "of": "734" }, "send": true,
    });
    let (status, saved) = reporter.post("/api/v1/reports", &report).await;
    assert_eq!(status, 200, "{saved}");
    let id = saved["report"]["id"].as_str().unwrap();

    let reviewer = Browser::open().await;
    reviewer.visit(&server.links[1]).await;
    reviewer.enter(&format!("{}/app/review/{id}", server.base)).await;
    reviewer.find_with(".two-voices .voices", "尚未提出").await;

    // Nothing chosen, then no reason: said at the field, and nothing is lost.
    reviewer.click("#judge").await;
    reviewer.find_with("#judged-wrong", "请选择").await;
    let choice = reviewer.find("input[name=judged][value=overdue]").await;
    choice.send_keys(Key::Space).await.unwrap();
    choice.send_keys(Key::Down).await.unwrap();
    reviewer.find("input[name=judged][value=off-track]:checked").await;
    reviewer.click("#judge").await;
    reviewer.find_with("#reason-wrong", "请写明理由").await;
    reviewer.find("#reason[aria-invalid=true]").await;
    reviewer.fill("#reason", "抽查发现未销号").await;
    reviewer.click("#judge").await;
    reviewer.find_with(".two-voices [role=status]", "意见已记录").await;
    reviewer.find_with(".two-voices .voices", "抽查发现未销号").await;

    reviewer.click("input[name=judged][value=met]").await;
    reviewer.fill("#reason", "复查已销号").await;
    reviewer.click("#judge").await;
    reviewer.find_with(".two-voices .voices", "复查已销号").await;
    reviewer.find_with(".two-voices .history summary", "历次意见").await;

    // The decision on the report is a form of its own and still works.
    reviewer.click("#take-up").await;
    reviewer.click("#approve").await;
    reviewer.find_with("h1", "待签发、待审核").await;
    reviewer.close().await;
}
