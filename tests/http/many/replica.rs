//! Public pages from a streaming replica: nobody sees something older than what was shown before.

use yaodian_tests::{Server, TRIAL_PEOPLE, Visitor, postgres::Database, replica::Replica, until};

use crate::api::{outfalls, send};

const TARGET: &str = "/target/outfalls-yangtze";
const DAY: &str = "2023-09-26";

/// How many requests the replica has answered.
async fn answered(visitor: &Visitor) -> u64 {
    let metrics = visitor.page("/metrics").await;
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix("yaodian_replica_requests_total "));
    line.unwrap().parse().unwrap()
}

/// A page that is not kept, so that it is read from a database each time.
async fn read(visitor: &Visitor, number: usize) -> String {
    visitor.page(&format!("{TARGET}?unkept={number}")).await
}

/// Reads pages until the replica answers one of them.
async fn read_from_the_replica(visitor: &Visitor) -> String {
    until(async || {
        let before = answered(visitor).await;
        let page = read(visitor, 0).await;
        (answered(visitor).await > before).then_some(page)
    })
    .await
}

#[tokio::test]
async fn the_replica_answers_for_all_that_it_has_and_for_nothing_that_it_has_not() {
    let database = Database::new("replica").await;
    let mut replica = Replica::start().await;
    let flags = ["--trial", "--read-database-url", &replica.url(&database)];
    let server = Server::on(&database, &flags, TRIAL_PEOPLE).await;
    let (visitor, office) = (server.visitor(), server.by_link(2).await);
    let page = read_from_the_replica(&visitor).await;
    assert!(!page.contains("734"));

    // Who is signed in reads where is written.
    let before = answered(&visitor).await;
    for number in 0..3 {
        read(&office, number).await;
    }
    assert_eq!(answered(&visitor).await, before);

    // It stands still. What is approved shows at once all the same, and goes on showing.
    replica.stand(true).await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;
    assert_eq!(reviewer.decide(&id, revision, "approve", "").await.0, 200);
    let before = answered(&visitor).await;
    for number in 0..10 {
        assert!(read(&visitor, number).await.contains("734"), "{number}");
        assert!(visitor.page(TARGET).await.contains("734"), "kept, {number}");
    }
    assert_eq!(answered(&visitor).await, before, "it has not got that far");

    // It goes on, and answers again.
    replica.stand(false).await;
    assert!(read_from_the_replica(&visitor).await.contains("734"));

    // It dies, and nobody notices; it comes back, and what was written meanwhile shows.
    replica.down().await;
    for number in 0..5 {
        assert!(read(&visitor, number).await.contains("734"), "{number}");
    }
    office.move_to(DAY).await;
    assert!(visitor.page("/").await.contains(DAY));
    replica.up().await;
    assert!(read_from_the_replica(&visitor).await.contains(DAY));
    drop(replica);
    database.remove().await;
}

#[tokio::test]
async fn a_replica_is_on_postgresql() {
    let data = tempfile::TempDir::new().unwrap();
    let output = yaodian_tests::yaodian()
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--trial",
            "--read-database-url",
            "sqlite:///x",
        ])
        .arg("--data-dir")
        .arg(data.path())
        .arg("--site")
        .arg(yaodian_tests::site())
        .output()
        .await
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("--read-database-url"), "{error}");
}
