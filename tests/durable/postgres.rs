//! PostgreSQL stops and starts again in the middle; or takes nothing in.

use reqwest::header;
use serde_json::{Value, json};
use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, postgres::Own, until};

use crate::{LEDGER, entry, ready};

#[tokio::test]
async fn restarted_in_the_middle() {
    let mut postgres = Own::start().await;
    let flags = ["--trial", "--database-url", &postgres.url()];
    let server = Server::start_in(TempDir::new().unwrap(), &flags, TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let path = format!("{LEDGER}/entries");
    assert_eq!(reporter.post(&path, &entry("A-1")).await.0, 200);
    assert_eq!(ready(&reporter).await.0, 200);

    postgres.stop().await;
    let answer = reporter.post_once(&path, "two", &entry("A-2")).await.unwrap();
    assert_eq!(answer.status().as_u16(), 503);
    assert_eq!(answer.headers()[header::RETRY_AFTER], "5");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], "database-away", "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("稍后再试"), "{problem}");
    assert_eq!(ready(&reporter).await, (503, "database-away".to_owned()));
    let page = reporter.get("/search?q=x").await;
    assert_eq!(page.status().as_u16(), 503, "a page says the same");
    assert!(page.text().await.unwrap().contains("数据库暂时连不上"));
    assert_eq!(reporter.page("/healthz").await, "ok", "the program runs");

    postgres.again().await;
    until(async || (ready(&reporter).await.0 == 200).then_some(())).await;
    let answer = reporter.post_once(&path, "two", &entry("A-2")).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200, "by itself");
    let (_, page) = reporter.json(&path).await;
    assert_eq!(page["all"], 2);
    let (code, _, said) = server
        .command(&["audit", "verify", "--database-url", &postgres.url()])
        .await;
    assert_eq!(code, 0, "{said}");
}

#[tokio::test]
async fn read_only() {
    let postgres = Own::start().await;
    let flags = ["--trial", "--database-url", &postgres.url()];
    let server = Server::start_in(TempDir::new().unwrap(), &flags, TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'yaodian'";
    postgres
        .run("ALTER SYSTEM SET default_transaction_read_only = on")
        .await;
    postgres.run("SELECT pg_reload_conf()").await;
    postgres.run(others).await;
    let path = format!("{LEDGER}/entries");
    let (status, problem) = until(async || {
        let answer = reporter.post(&path, &entry("A-1")).await;
        (answer.1["code"] != "database-away").then_some(answer)
    })
    .await;
    assert_eq!((status, &problem["code"]), (503, &json!("not-writable")), "{problem}");
    assert_eq!(ready(&reporter).await, (503, "not-writable".to_owned()));
    assert_eq!(reporter.json(&path).await.1["all"], 0, "reading goes on");

    postgres.run("ALTER SYSTEM RESET default_transaction_read_only").await;
    postgres.run("SELECT pg_reload_conf()").await;
    until(async || (ready(&reporter).await.0 == 200).then_some(())).await;
    assert_eq!(reporter.post(&path, &entry("A-1")).await.0, 200);
}
