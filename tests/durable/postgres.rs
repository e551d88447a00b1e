//! PostgreSQL stops and starts again in the middle, cuts connections, takes nothing in, or has no room left.

use std::sync::atomic::Ordering;

use reqwest::header;
use serde_json::{Value, json};
use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, postgres::Own, until};

use crate::{
    LEDGER, TARGET, begun,
    checks::{each_once, holds},
    entry, file,
    full::fill,
    ready,
    writers::Crew,
};

/// Cuts every connection that servers of ours have.
const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'yaodian'";
/// How often it is restarted under those who write,
const RESTARTS: u64 = 5;
/// and how often their connections are cut.
const CUTS: u64 = 40;

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
    postgres
        .run("ALTER SYSTEM SET default_transaction_read_only = on")
        .await;
    postgres.run("SELECT pg_reload_conf()").await;
    postgres.run(CUT).await;
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

/// A trial under those who write, while `trouble` is made again and again.
async fn under_the_writers(mut postgres: Own, times: u64, mut trouble: impl AsyncFnMut(&mut Own)) {
    let url = postgres.url();
    let server = begun(TempDir::new().unwrap(), &url, &["--trial", "--client-rate", "0"]).await;
    let crew = Crew::begin(&server).await;
    for _ in 0..times {
        if !crew.more(5).await {
            break;
        }
        trouble(&mut postgres).await;
    }
    // They go on by themselves.
    crew.more(30).await;
    let work = crew.work.clone();
    let all = crew.end().await;
    println!("{times} times, {} acknowledged", work.acknowledged());
    assert_eq!(work.broken.load(Ordering::SeqCst), 0, "everybody is answered");
    holds(&server).await;
    server.stop().await;
    each_once(&url, &all).await;
}

#[tokio::test]
async fn restarted_under_the_writers() {
    under_the_writers(Own::start().await, RESTARTS, async |postgres| {
        postgres.stop().await;
        postgres.again().await;
    })
    .await;
}

#[tokio::test]
async fn cut_off_under_the_writers() {
    under_the_writers(Own::start().await, CUTS, async |postgres| postgres.run(CUT).await).await;
}

#[tokio::test]
async fn no_room_is_left() {
    let (postgres, disk) = Own::on_a_disk_of(128).await;
    let flags = ["--trial", "--database-url", &postgres.url(), "--client-rate", "0"];
    let server = Server::start_in(TempDir::new().unwrap(), &flags, TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let path = format!("{LEDGER}/entries");
    assert_eq!(reporter.post(&path, &entry("A-0")).await.0, 200);

    fill(&disk);
    // The last page of each table has some room.
    let mut taken = 1;
    let (status, problem) = loop {
        let answer = reporter.post(&path, &entry(&format!("A-{taken}"))).await;
        if answer.0 != 200 {
            break answer;
        }
        taken += 1;
        assert!(taken < 1_000, "the disk is full");
    };
    assert_eq!((status, &problem["code"]), (507, &json!("disk-full")), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("磁盘已满"), "{problem}");
    let (_, page) = reporter.json(&path).await;
    assert_eq!(page["all"], taken, "what was taken is there, and nothing else");

    std::fs::remove_file(disk.join("filler")).unwrap();
    let (status, answer) = reporter.post(&path, &entry("B")).await;
    assert_eq!(status, 200, "by itself: {answer}");
    let files = format!("/api/v1/targets/{TARGET}/files?name=a.pdf");
    assert_eq!(reporter.send(&files, file("a")).await.0, 200);
    let (_, page) = reporter.json(&path).await;
    assert_eq!(page["all"], taken + 1);
    let (code, _, said) = server
        .command(&["audit", "verify", "--database-url", &postgres.url()])
        .await;
    assert_eq!(code, 0, "{said}");
}
