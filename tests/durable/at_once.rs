//! Two at the same moment: one of them comes first, and the other is told.

use serde_json::{Value, json};
use yaodian_tests::Server;

use crate::{LEDGER, draft, sheet};

#[tokio::test]
async fn two_reviewers() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    for round in 1..=5 {
        let mut report = draft("一", &Value::Null);
        report["target"] = json!("outfalls-yangtze");
        report["period"] = json!("2023-09");
        report["typed"] = json!({ "done": "610", "of": "734" });
        report["send"] = json!(true);
        let (status, sent) = reporter.post("/api/v1/reports", &report).await;
        assert_eq!(status, 200, "{sent}");
        let id = sent["report"]["id"].as_str().unwrap();
        let revision = sent["report"]["revision"].as_i64().unwrap();
        assert_eq!(reviewer.step(id, revision, "take-up", "").await.0, 200);
        let (one, other) = tokio::join!(
            reviewer.step(id, revision + 1, "approve", ""),
            office.step(id, revision + 1, "approve", "")
        );
        let mut statuses = [one.0, other.0];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "round {round}: {} {}", one.1, other.1);
        let told = if one.0 == 409 { one.1 } else { other.1 };
        assert!(told["detail"].as_str().unwrap().contains("重新载入"), "{told}");
        let (_, stands) = reviewer.json(&format!("/api/v1/reports/{id}")).await;
        assert_eq!(stands["report"]["revision"], revision + 2, "decided once");
    }
}

#[tokio::test]
async fn the_same_import() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let keys: Vec<String> = (0..200).map(|row| format!("S-{row}")).collect();
    let path = format!("{LEDGER}/uploads?name=a.csv");
    let mut commits = Vec::new();
    for _ in 0..2 {
        let (status, preview) = reporter.send(&path, sheet(&keys)).await;
        assert_eq!((status, &preview["counts"]["added"]), (200, &json!(200)), "{preview}");
        let path = format!("{LEDGER}/uploads/{}/commit", preview["id"].as_str().unwrap());
        commits.push((path, json!({ "seen": preview["seen"] })));
    }
    let (one, other) = tokio::join!(
        reporter.post(&commits[0].0, &commits[0].1),
        reporter.post(&commits[1].0, &commits[1].1)
    );
    assert_eq!((one.0, other.0), (200, 200), "{} {}", one.1, other.1);
    let added = |answer: &Value| answer["counts"]["added"].as_i64().unwrap();
    assert_eq!(added(&one.1) + added(&other.1), 200, "{} {}", one.1, other.1);
    let (_, page) = reporter.json(&format!("{LEDGER}/entries")).await;
    assert_eq!(page["all"], 200);
    // And once more, an hour later.
    let (status, again) = reporter.post(&commits[0].0, &commits[0].1).await;
    assert_eq!((status, added(&again)), (200, 0), "{again}");
}
