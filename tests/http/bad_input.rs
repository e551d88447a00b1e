//! What is typed wrong is answered, in the page's language, and nothing of it is stored.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor, case};

use crate::api::outfalls;

async fn refused(reporter: &Visitor, report: &Value) -> (u16, Value) {
    let answer = reporter.post("/api/v1/reports", report).await;
    let target = report["target"].as_str().unwrap_or("outfalls-yangtze");
    let (status, form) = reporter.json(&format!("/api/v1/form/{target}")).await;
    if status == 200 {
        assert_eq!(form["report"], json!(null), "nothing is half-stored");
    }
    answer
}

#[tokio::test]
async fn figures_that_cannot_be() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    for (done, of, field, words) in [
        ("", "734", "done", "还没有填"),
        ("六百", "734", "done", "“六”"),
        ("12,48", "9999", "done", "逗号"),
        ("-5", "734", "done", "小于零"),
        ("800", "734", "done", "大于总数"),
        ("610.5", "734", "done", "不是整数"),
        ("80%", "734", "done", "“%”"),
        ("610", "", "of", "请填总数"),
        ("610", "0", "of", "不能为零"),
        ("610", "七百", "of", "“七”"),
        ("9999999999999999999999999999999999", "734", "done", "太大"),
        ("0.12345678", "734", "done", "小数"),
        ("<script>", "734", "done", "“<”"),
    ] {
        let (status, problem) = refused(&reporter, &outfalls(done, of)).await;
        assert_eq!(
            (status, problem["code"].as_str()),
            (422, Some("field")),
            "{done:?} of {of:?}: {problem}"
        );
        assert_eq!(
            problem["kind"]["field"]["trouble"]["field"], field,
            "{done:?} of {of:?}"
        );
        assert!(
            problem["detail"].as_str().unwrap().contains(words),
            "{done:?} of {of:?}: {problem}"
        );
    }
}

#[tokio::test]
async fn in_the_readers_language() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let (status, problem) = reporter.post("/api/v1/reports?lang=en", &outfalls("800", "734")).await;
    assert_eq!(status, 422);
    assert!(
        problem["detail"].as_str().unwrap().contains("more than 734"),
        "{problem}"
    );
}

#[tokio::test]
async fn full_width_digits_and_thousands_are_understood() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let (status, saved) = reporter.post("/api/v1/reports", &outfalls("１，０２４", "1,200")).await;
    assert_eq!(status, 200, "{saved}");
    assert_eq!(
        saved["report"]["content"]["figure"],
        json!({ "counts": { "done": "1024", "of": "1200" } })
    );
}

#[tokio::test]
async fn periods_that_are_not_open() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    for (period, code, words) in [
        ("2023-08", "period-closed", "2023-09-11"),
        ("2023-10", "period-ahead", "2023-10-20"),
    ] {
        let mut report = outfalls("610", "734");
        report["period"] = json!(period);
        let (status, problem) = refused(&reporter, &report).await;
        assert_eq!((status, problem["code"].as_str()), (409, Some(code)));
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
}

#[tokio::test]
async fn bodies_that_are_not_understood() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let post = |body: Vec<u8>| {
        reporter
            .request(reqwest::Method::POST, "/api/v1/reports")
            .header("content-type", "application/json")
            .body(body)
    };
    for body in [
        &b""[..],
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        br#"{"target":"outfalls-yangtze","period":"2023-13","typed":{},"send":true}"#,
    ] {
        let answer = post(body.to_vec()).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 400);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
    let answer = reporter
        .request(reqwest::Method::POST, "/api/v1/reports")
        .body("a=b")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 415);
    let mut unknown = outfalls("1", "2");
    unknown["target"] = json!("no-such-target");
    assert_eq!(reporter.post("/api/v1/reports", &unknown).await.0, 404);
}

#[tokio::test]
async fn a_body_of_fifty_megabytes() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let mut report = outfalls("610", "734");
    report["progress"] = json!("水".repeat(50 * 1024 * 1024 / 3));
    let body = serde_json::to_vec(&report).unwrap();
    let request = reporter
        .request(reqwest::Method::POST, "/api/v1/reports")
        .header("content-type", "application/json")
        .body(body);
    // The server may answer and hang up before the last byte was sent.
    if let Ok(answer) = request.send().await {
        assert_eq!(answer.status().as_u16(), 413);
        assert!(
            answer.json::<Value>().await.unwrap()["detail"]
                .as_str()
                .unwrap()
                .contains("256")
        );
    }
    assert_eq!(server.visitor().page("/healthz").await, "ok");
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(form["report"], json!(null));
}

#[tokio::test]
async fn long_texts_are_sent_back() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let mut report = outfalls("610", "734");
    report["progress"] = json!("水".repeat(4_001));
    let (status, problem) = refused(&reporter, &report).await;
    assert_eq!((status, case(&problem["kind"]["step"]["why"])), (409, "text-too-long"));
    assert!(problem["detail"].as_str().unwrap().contains("4001"), "{problem}");
}

#[tokio::test]
async fn what_is_typed_is_never_run() {
    let server = Server::trial().await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    let nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let mut report = outfalls("610", "734");
    report["progress"] = json!(nasty);
    let (id, _) = crate::api::send(&reporter, &report).await;
    for (visitor, path) in [
        (&office, format!("/app/review/{id}")),
        (&reporter, "/app/report/outfalls-yangtze".to_owned()),
    ] {
        let page = visitor.page(&path).await;
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x"),
            "{path}"
        );
    }
}
