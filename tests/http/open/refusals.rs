//! Refusals are problem details, whatever was wrong.

use reqwest::{Method, Response, header};
use serde_json::Value;
use yaodian_tests::Server;

/// A refusal, after a look at what every one of them has.
async fn refused(answer: Response, status: u16, code: &str) -> Value {
    let about = answer.url().to_string();
    assert_eq!(
        answer.headers()[header::CONTENT_TYPE],
        "application/problem+json",
        "{about}"
    );
    assert_eq!(answer.status().as_u16(), status, "{about}");
    let path = answer.url().path().to_owned();
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(
        (&problem["status"], &problem["code"]),
        (&status.into(), &code.into()),
        "{problem}"
    );
    assert_eq!(problem["type"], format!("/api/v1/problems#{code}"));
    assert_eq!(problem["instance"], path);
    for text in ["title", "detail"] {
        assert!(!problem[text].as_str().unwrap().is_empty(), "{problem}");
    }
    problem
}

#[tokio::test]
async fn nothing_that_is_not_known_is_passed_over() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    // What can stand there instead is told where it can be listed.
    for (asked, instead) in [
        ("targets?colour=red", "lang、as_of、limit"),
        ("targets?status=green", "off-track"),
        ("targets?item=700000", "0–65535"),
        ("targets?item=%2B7", "0–65535"),
        ("targets?kind=wish", "not-worse"),
        ("targets?limit=0", "1–500"),
        ("targets?limit=501", "1–500"),
        ("targets?limit=many", "1–500"),
        ("units?kind=ministry", "bureau"),
        ("standing?limit=5", "as_of"),
        ("ledgers/outfalls-yangtze/entries?as_of=2023-09-25", "f.…"),
    ] {
        let path = format!("/api/v1/plans/current/{asked}");
        let problem = refused(visitor.get(&path).await, 400, "not-among").await;
        assert!(
            problem["detail"].as_str().unwrap().contains(instead),
            "{asked}: {problem}"
        );
    }
    for asked in [
        "targets?unit=999999",
        "targets?item=700",
        "targets?after=nobody",
        "targets?as_of=yesterday",
        "targets?as_of=",
        "targets?status=met&status=overdue",
        "targets/outfalls-yangtze/observations?unit=nobody",
        "ledgers/outfalls-yangtze/entries?f.colour=red",
        "ledgers/outfalls-yangtze/entries?f.NO=red",
        "ledgers/outfalls-yangtze/entries?f.person=x",
        "ledgers/outfalls-yangtze/entries?unit=999999",
        "ledgers/outfalls-yangtze/entries?stage=99",
        "ledgers/outfalls-yangtze/entries?s.mended=someday",
        "ledgers/outfalls-yangtze/entries?f.type=%E5%88%AB%E7%9A%84",
        "ledgers/outfalls-yangtze/entries?sort=colour",
        "ledgers/outfalls-yangtze/entries?after=x",
        "ledgers/outfalls-yangtze/entries?after=5000",
    ] {
        let path = format!("/api/v1/plans/current/{asked}");
        let problem = refused(visitor.get(&path).await, 400, "malformed").await;
        let name = asked.split(['?', '=']).nth(1).unwrap();
        assert!(problem["detail"].as_str().unwrap().contains(name), "{asked}: {problem}");
    }
    for path in [
        "plans/hubei-1999",
        "plans/NO/targets",
        "plans/current/targets/nothing",
        "plans/current/targets/NOTHING",
        "plans/current/units/nobody",
        "plans/current/ledgers/none/entries",
        "plans/current/ledgers/outfalls-yangtze/entries/none",
        "plans/current/networks/soil/places",
        "plans/current/bulletins/none",
        "nothing",
    ] {
        refused(visitor.get(&format!("/api/v1/{path}")).await, 404, "not-found").await;
    }
}

#[tokio::test]
async fn refusals_of_the_layers_below() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let answer = visitor.request(Method::DELETE, "/api/v1/plans").send().await.unwrap();
    assert_eq!(answer.headers()[header::ALLOW], "GET,HEAD");
    refused(answer, 405, "method-not-allowed").await;
    let answer = visitor.request(Method::GET, "/api/v1/assess").send().await.unwrap();
    assert_eq!(answer.headers()[header::ALLOW], "POST");
    refused(answer, 405, "method-not-allowed").await;

    let post = |media: &'static str, body: String| {
        let asked = visitor.request(Method::POST, "/api/v1/assess");
        asked.header(header::CONTENT_TYPE, media).body(body).send()
    };
    refused(post("text/plain", "[]".to_owned()).await.unwrap(), 415, "media-type").await;
    refused(
        post("application/json", "[{".to_owned()).await.unwrap(),
        400,
        "malformed",
    )
    .await;
    let large = format!("[\"{}\"]", "x".repeat(300 * 1024));
    refused(post("application/json", large).await.unwrap(), 413, "too-large").await;

    let answer = visitor.get("/api/v1/me").await;
    assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], "Bearer realm=\"yaodian\"");
    let zh = refused(answer, 401, "signed-out").await;
    let en = refused(visitor.get("/api/v1/me?lang=en").await, 401, "signed-out").await;
    assert_ne!(zh["detail"], en["detail"]);
    // For people it is a page.
    let page = visitor.request(Method::DELETE, "/plan").send().await.unwrap();
    assert_eq!(page.status().as_u16(), 405);
    assert!(page.text().await.unwrap().contains("<h1"));
}
