//! The bucket in which files are kept is away for a while.

use reqwest::{Method, Response, header};
use serde_json::{Value, json};
use yaodian_tests::{Server, TRIAL_PEOPLE, Visitor, s3::S3};

use crate::{LEDGER, TARGET, draft, file, sheet};

async fn attach(visitor: &Visitor, key: &str) -> Response {
    let path = format!("/api/v1/targets/{TARGET}/files?name={key}.pdf");
    let request = visitor.request(Method::POST, &path).header("idempotency-key", key);
    request.body(file(key)).send().await.unwrap()
}

#[tokio::test]
async fn people_are_told_and_nothing_is_half_kept() {
    let mut s3 = S3::start().await;
    let server = Server::told(s3.env("files"), &["--trial"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    assert_eq!(attach(&reporter, "before").await.status().as_u16(), 200);

    s3.down().await;
    // It is waited for, and both at once.
    let path = format!("{LEDGER}/uploads?name=a.csv");
    let keys = ["S-1".to_owned()];
    let (attached, staged) = tokio::join!(attach(&reporter, "meanwhile"), reporter.send(&path, sheet(&keys)));
    assert_eq!(attached.headers()[header::RETRY_AFTER], "5");
    let told = (attached.status().as_u16(), attached.json::<Value>().await.unwrap());
    for (status, problem) in [told, staged] {
        assert_eq!((status, &problem["code"]), (503, &json!("files-away")), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains("对象存储"), "{problem}");
    }
    let here = server.data.path().join("files/uploads");
    assert!(
        std::fs::read_dir(here).unwrap().next().is_none(),
        "nothing is left here"
    );
    // What needs no file goes on.
    assert_eq!(
        reporter.post("/api/v1/reports", &draft("一", &Value::Null)).await.0,
        200
    );

    // It is there, and cannot just now.
    let busy = s3.busy().await;
    let attached = attach(&reporter, "meanwhile").await;
    assert_eq!(attached.status().as_u16(), 503);
    assert_eq!(attached.json::<Value>().await.unwrap()["code"], "files-away");
    busy.end().await;

    s3.up().await;
    let (code, _, said) = server.command(&["evidence", "check"]).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("1 files in order"), "{said}");
    assert_eq!(attach(&reporter, "meanwhile").await.status().as_u16(), 200, "by itself");
    assert_eq!(reporter.send(&path, sheet(&keys)).await.0, 200);
    let (code, _, said) = server.command(&["evidence", "check"]).await;
    assert_eq!((code, said.starts_with("2 files in order")), (0, true), "{said}");
}
