//! Requests under a name of their own: sent twice, done once, answered alike.

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use yaodian_client::{Client, contract::Kind};
use yaodian_domain::id::LedgerId;
use yaodian_tests::{Server, Visitor};

use crate::{LEDGER, TARGET, draft, entry, file};

async fn text(visitor: &Visitor, path: &str, key: &str, body: &Value) -> (u16, bool, String) {
    let answer = visitor.post_once(path, key, body).await.unwrap();
    let replayed = answer.headers().contains_key("idempotency-replayed");
    (answer.status().as_u16(), replayed, answer.text().await.unwrap())
}

#[tokio::test]
async fn the_same_request_is_answered_alike_and_done_once() {
    let server = Server::trial().await;
    let (reporter, other) = (server.by_link(0).await, server.reporter_of("黄石市").await);
    let first = draft("一", &Value::Null);
    let (status, replayed, answer) = text(&reporter, "/api/v1/reports", "a", &first).await;
    assert_eq!((status, replayed), (200, false), "{answer}");
    let (status, replayed, again) = text(&reporter, "/api/v1/reports", "a", &first).await;
    assert_eq!((status, replayed, &again), (200, true, &answer), "to the last byte");

    // Another body, and another address, under the same name.
    let (status, _, refused) = text(&reporter, "/api/v1/reports", "a", &draft("二", &Value::Null)).await;
    assert_eq!(status, 422, "{refused}");
    assert!(refused.contains("\"request-key-reused\""), "{refused}");
    let (status, _, refused) = text(&reporter, &format!("{LEDGER}/entries"), "a", &first).await;
    assert_eq!(status, 422, "{refused}");

    // Names are one's own: somebody else's `a` is another request.
    let path = format!("/api/v1/targets/{TARGET}/files?name=a.pdf");
    let send = async |visitor: &Visitor| {
        let request = visitor.request(Method::POST, &path).header("idempotency-key", "a");
        request.body(file("a")).send().await.unwrap()
    };
    assert_eq!(send(&other).await.status(), StatusCode::OK);
    assert_eq!(send(&reporter).await.status(), StatusCode::UNPROCESSABLE_ENTITY);

    // A refusal is not kept: what was wrong may be mended under the same name.
    let (status, _, refused) = text(&reporter, "/api/v1/reports", "b", &draft("", &Value::Null)).await;
    assert!((400..500).contains(&status), "{refused}");
    let saved: Value = serde_json::from_str(&answer).unwrap();
    let read = json!({ "id": saved["report"]["id"], "revision": 1 });
    let (status, _, answer) = text(&reporter, "/api/v1/reports", "b", &draft("三", &read)).await;
    assert_eq!(status, 200, "{answer}");
    for bad in ["", "a b", &"x".repeat(256)] {
        let (status, _, refused) = text(&reporter, "/api/v1/reports", bad, &first).await;
        assert_eq!(status, 400, "{bad}: {refused}");
    }
    let (_, form) = reporter.json(&format!("/api/v1/form/{TARGET}?period=2023-Q3")).await;
    assert_eq!(form["report"]["revision"], 2);
}

#[tokio::test]
async fn many_at_once_do_it_once() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let path = format!("{LEDGER}/entries");
    let body = entry("A-1");
    let sent = (0..12).map(|_| reporter.post_once(&path, "at-once", &body));
    let mut answers = Vec::new();
    for answer in futures_util::future::join_all(sent).await {
        let answer = answer.unwrap();
        let status = answer.status().as_u16();
        if status == 409 {
            assert_eq!(answer.headers()[header::RETRY_AFTER], "1");
            let problem: Value = answer.json().await.unwrap();
            assert_eq!(problem["code"], "request-under-way", "{problem}");
        } else {
            assert_eq!(status, 200);
            answers.push(answer.text().await.unwrap());
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let (_, page) = reporter.json(&path).await;
    assert_eq!(page["all"], 1, "{page}");
}

#[tokio::test]
async fn secrets_are_told_once_and_kept_nowhere() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let asked = json!({ "name": "月报系统", "scopes": ["ledgers"] });
    let (status, _, made) = text(&reporter, "/api/v1/keys", "k", &asked).await;
    assert_eq!(status, 200, "{made}");
    let made: Value = serde_json::from_str(&made).unwrap();
    let (status, _, again) = text(&reporter, "/api/v1/keys", "k", &asked).await;
    let problem: Value = serde_json::from_str(&again).unwrap();
    assert_eq!((status, &problem["code"]), (409, &json!("answer-lost")), "{problem}");
    assert_eq!(
        problem["kind"]["answer-lost"]["id"], made["key"]["id"],
        "which one it made"
    );
    let (_, keys) = reporter.json("/api/v1/keys").await;
    assert_eq!(keys["keys"].as_array().unwrap().len(), 1, "{keys}");

    // A program with that key, by the client.
    let client = Client::new(&server.base).with_key(made["secret"].as_str().unwrap());
    let ledger = LedgerId::new("outfalls-yangtze").unwrap();
    let new = serde_json::from_value(entry("A-1")).unwrap();
    let once = client.once("0192f3c4-entry");
    let first = once.save_entry(&ledger, &new).await.unwrap();
    assert_eq!(once.save_entry(&ledger, &new).await.unwrap(), first);
    let taken = client.save_entry(&ledger, &new).await.unwrap_err();
    assert!(matches!(taken.kind(), Some(Kind::KeyTaken { .. })), "{taken}");
}
