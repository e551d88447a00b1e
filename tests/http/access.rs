//! Who gets in, and who may do what.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use yaodian_store::{Act, Actor, Link, Purpose, Store};
use yaodian_tests::{Server, case};

use crate::api::{outfalls, send};

#[tokio::test]
async fn nothing_of_the_app_without_a_session() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for path in [
        "/api/v1/me",
        "/api/v1/owed",
        "/api/v1/form/outfalls-yangtze",
        "/api/v1/inbox",
        "/api/v1/reports/x",
    ] {
        let (status, problem) = visitor.json(path).await;
        assert_eq!((status, &problem["code"]), (401, &json!("signed-out")), "{path}");
    }
    assert_eq!(visitor.post("/api/v1/reports", &outfalls("1", "2")).await.0, 401);
    let answer = visitor.get("/app/inbox").await;
    assert_eq!(answer.status().as_u16(), 303);
    assert_eq!(answer.headers()["location"], "/sign-in?next=/app/inbox");
}

#[tokio::test]
async fn links_that_do_not_open() {
    let server = Server::trial().await;
    for token in ["nonsense", "%00", "..%2F..", &"a".repeat(500)] {
        let answer = server.visitor().get(&format!("/sign-in/link/{token}")).await;
        assert_eq!(answer.status().as_u16(), 404, "{token}");
        assert!(answer.text().await.unwrap().contains("链接不对"), "{token}");
    }
    // A link whose time is over, put into the database as the server would have.
    let url = format!("sqlite://{}/yaodian.sqlite", server.data.path().display());
    let store = Store::open(&url).await.unwrap();
    let account = store.credentials("trial-reporter").await.unwrap().unwrap().account.id;
    let hash = "-mTqHoLhIG-CirKgKRfH6SrMuY47lYgaG0rVK5FLZuM"; // of «expired»
    let act = Act::new(Timestamp::now(), Actor::system("test"));
    let expires_at = Timestamp::now() - SignedDuration::from_secs(1);
    let link = Link {
        token_hash: hash.to_owned(),
        account,
        purpose: Purpose::SignIn,
        expires_at,
        reusable: true,
    };
    store.put_link(&act, &link).await.unwrap();
    let answer = server.visitor().get("/sign-in/link/expired").await;
    assert_eq!(answer.status().as_u16(), 410);
    assert!(answer.text().await.unwrap().contains("已过期"));
}

#[tokio::test]
async fn a_first_run_lets_one_administrator_in_once() {
    let server = Server::production().await;
    let path = server.links[0].strip_prefix(&server.base).unwrap().to_owned();
    let mut visitor = server.visitor();
    assert!(visitor.page(&path).await.contains("admin"));

    let short = visitor.form(&path, &[("password", "short")]).await;
    assert_eq!(short.status().as_u16(), 422);
    assert!(short.text().await.unwrap().contains("12"));
    let set = visitor.form(&path, &[("password", "正确的马电池订书钉一二三四")]).await;
    assert_eq!(set.status().as_u16(), 303);
    let again = visitor.form(&path, &[("password", "another password 123")]).await;
    assert_eq!(again.status().as_u16(), 410, "the link works once");

    let wrong = visitor
        .form("/sign-in", &[("login", "admin"), ("password", "guess guess guess")])
        .await;
    assert_eq!(wrong.status().as_u16(), 401);
    assert!(
        wrong.text().await.unwrap().contains("value=\"admin\""),
        "the typed name is kept"
    );
    let right = visitor
        .form(
            "/sign-in",
            &[
                ("login", "Admin"),
                ("password", "正确的马电池订书钉一二三四"),
                ("next", "//evil.example"),
            ],
        )
        .await;
    assert_eq!(
        (right.status().as_u16(), right.headers()["location"].to_str().unwrap()),
        (303, "/app")
    );
    visitor.keep_session(&right);
    assert_eq!(visitor.json("/api/v1/me").await.0, 200);
    assert!(!visitor.page("/").await.contains("试用"), "this is no trial");
    let out = visitor.form("/sign-out", &[]).await;
    assert_eq!(out.status().as_u16(), 303);
    assert_eq!(
        visitor.json("/api/v1/me").await.0,
        401,
        "the session is over on the server too"
    );
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let server = Server::production().await;
    let visitor = server.visitor();
    for _ in 0..10 {
        let answer = visitor
            .form("/sign-in", &[("login", "admin"), ("password", "guess")])
            .await;
        assert_eq!(answer.status().as_u16(), 401);
    }
    let answer = visitor
        .form("/sign-in", &[("login", "admin"), ("password", "guess")])
        .await;
    assert_eq!(answer.status().as_u16(), 429);
    assert!(answer.text().await.unwrap().contains("15"));
}

#[tokio::test]
async fn a_unit_reports_for_itself_only() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    // 水处 leads the task and owes no figure of its own on it.
    let (status, problem) = reviewer.post("/api/v1/reports", &outfalls("1", "2")).await;
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("other-unit"))
    );
    assert!(problem["detail"].as_str().unwrap().contains("别的单位"));
    assert_eq!(reviewer.json("/api/v1/form/outfalls-yangtze").await.0, 403);

    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;
    let (status, problem) = reporter.step(&id, revision, "take-up", "").await;
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("not-a-reviewer"))
    );
    assert_eq!(reporter.json(&format!("/api/v1/reports/{id}")).await.0, 403);
}

#[tokio::test]
async fn two_reviewers_at_once() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;
    let (one, other) = tokio::join!(
        reviewer.decide(&id, revision, "approve", ""),
        office.decide(&id, revision, "return", "请核对")
    );
    let mut statuses = [one.0, other.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "exactly one of them decides");
    let told = if one.0 == 409 { one.1 } else { other.1 };
    assert_eq!(case(&told["kind"]["step"]["why"]), "moved-on");
    assert!(told["detail"].as_str().unwrap().contains("重新载入"), "{told}");
}

#[tokio::test]
async fn another_site_cannot_act() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = reporter
            .request(reqwest::Method::POST, "/api/v1/reports")
            .header(name, value)
            .json(&outfalls("1", "2"));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 403, "{name}");
        let problem: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], "cross-site");
    }
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(form["report"], json!(null), "nothing was stored");
}

#[tokio::test]
async fn the_app_says_that_it_takes_a_script() {
    let server = Server::trial().await;
    let page = server.reporter_of("420300").await.page("/app/scores").await;
    assert!(
        page.contains("<noscript><p class=\"refusal\">本页需要 JavaScript"),
        "{page}"
    );
    assert!(page.contains("<title>考核 — 要点</title>"), "{page}");
}
