//! Connections that are cut.

use reqwest::Method;
use serde_json::Value;
use yaodian_tests::{
    Server,
    cut::{ALL, Cutting},
    until,
};

use crate::{LEDGER, TARGET, entry, file};

#[tokio::test]
async fn an_answer_that_never_came_is_asked_for_again() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let cutting = Cutting::before(&server).await;
    // A connection is cut by what held when it was made: each request takes a new one.
    let over = || reporter.over(&cutting.base);
    let path = format!("{LEDGER}/entries");
    for n in 0..5 {
        let key = format!("A-{n}");
        // The server does it, and nobody hears of it.
        cutting.cut(ALL, 10);
        assert!(over().post_once(&path, &key, &entry(&key)).await.is_err(), "cut");
        cutting.cut(ALL, ALL);
        let answer = until(async || {
            let answer = over().post_once(&path, &key, &entry(&key)).await.ok()?;
            (answer.status().as_u16() != 409).then_some(answer)
        })
        .await;
        assert_eq!(answer.status().as_u16(), 200);
        assert!(answer.headers().contains_key("idempotency-replayed"), "done before");
    }
    let (_, page) = reporter.json(&path).await;
    assert_eq!(page["all"], 5);
}

#[tokio::test]
async fn what_breaks_off_on_its_way_is_not_there() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let cutting = Cutting::before(&server).await;
    // A connection is cut by what held when it was made: each request takes a new one.
    let over = || reporter.over(&cutting.base);
    let files = format!("/api/v1/targets/{TARGET}/files?name=a.pdf");
    let uploads = format!("{LEDGER}/uploads?name=a.csv");
    let large = [file("large"), vec![b' '; 1 << 20]].concat();
    for path in [&files, &uploads] {
        for there in [1_000, 50_000, 1_000_000] {
            cutting.cut(there, ALL);
            let request = over().request(Method::POST, path).body(large.clone());
            assert!(request.send().await.is_err(), "{path} after {there} bytes");
        }
    }
    // Nothing of it is kept: neither rows nor what was staged.
    let staged = server.data.path().join("files/uploads");
    until(async || std::fs::read_dir(&staged).unwrap().next().is_none().then_some(())).await;
    let evidence = server.data.path().join("files/evidence");
    assert!(!evidence.exists() || std::fs::read_dir(evidence).unwrap().next().is_none());
    cutting.cut(ALL, ALL);
    let request = over().request(Method::POST, &files).body(file("whole"));
    let kept: Value = request.send().await.unwrap().json().await.unwrap();
    assert!(kept["id"].is_string(), "{kept}");

    // Downloads that break off cost nothing but themselves.
    cutting.cut(ALL, 2_000);
    for _ in 0..20 {
        let broken = async { over().request(Method::GET, "/").send().await?.bytes().await };
        assert!(broken.await.is_err());
    }
    assert_eq!(reporter.page("/healthz").await, "ok");
}
