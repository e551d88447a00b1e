//! What one server writes the others show.

use std::time::{Duration, Instant};

use serde_json::json;
use yaodian_tests::{Server, TRIAL_PEOPLE, Visitor, postgres::Database, until};

use crate::{
    api::{outfalls, send},
    cockpit::Ear,
    sign_in::{Browser, GOOD, person},
};

const TARGET: &str = "/target/outfalls-yangtze";
const WRONG: &str = "guess guess guess";

/// Two servers of a trial on one database, behind a proxy.
async fn two(database: &Database) -> (Server, Server) {
    let flags = ["--trial", "--proxy", "127.0.0.1"];
    let one = Server::on(database, &flags, TRIAL_PEOPLE).await;
    let other = one.beside(&flags, TRIAL_PEOPLE).await;
    (one, other)
}

/// Approves a figure at one server, and waits until it stands on the public page of another. How long after the
/// approval that other one was still asked in vain.
async fn approved_and_shown(one: &Server, visitor: &Visitor, of: &str) -> Duration {
    let (reporter, reviewer) = (one.by_link(0).await, one.by_link(1).await);
    assert!(!visitor.page(TARGET).await.contains(of));
    let (id, revision) = send(&reporter, &outfalls("610", of)).await;
    let (status, told) = reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!(status, 200, "{told}");
    let approved = Instant::now();
    let mut in_vain = Duration::ZERO;
    until(async || {
        let asked = approved.elapsed();
        let shown = visitor.page(TARGET).await.contains(of);
        if !shown {
            in_vain = asked;
        }
        shown.then_some(())
    })
    .await;
    in_vain
}

#[tokio::test]
async fn an_approved_figure_stands_on_the_other_servers_page_within_a_second() {
    let database = Database::new("shown").await;
    let (one, other) = two(&database).await;
    let in_vain = approved_and_shown(&one, &other.visitor(), "734").await;
    assert!(in_vain < Duration::from_secs(1), "{in_vain:?}");
    // Both make the same of it, to the byte: one address in front of them is one server.
    for path in ["/", "/units", "/data/targets.csv", "/api/v1/plans"] {
        let page = |text: String, server: &Server| text.replace(&server.base, "");
        let (its, others) = (one.visitor().page(path).await, other.visitor().page(path).await);
        assert_eq!(page(its, &one), page(others, &other), "{path}");
    }
    database.remove().await;
}

#[tokio::test]
async fn who_lost_the_connection_to_the_news_misses_none() {
    let database = Database::new("lost").await;
    let (one, other) = two(&database).await;
    let visitor = other.visitor();
    visitor.page(TARGET).await;
    let cut = "SELECT COUNT(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let listening = until(async || Some(database.number(cut).await).filter(|cut| *cut > 0)).await;
    assert_eq!(listening, 2, "each server listens");
    approved_and_shown(&one, &visitor, "734").await;
    // It listens again, without being started again.
    let listens = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    until(async || Some(database.number(listens).await).filter(|listens| *listens == 2)).await;
    database.remove().await;
}

#[tokio::test]
async fn a_session_holds_at_every_server_and_ends_at_every_server() {
    let database = Database::new("sessions").await;
    let (one, other) = two(&database).await;
    person(&one, "zhang").await;
    let mut office = Browser::at(&one, "198.51.100.1");
    assert_eq!(office.sign_in("zhang", GOOD).await.status, 303);
    let mut at_the_other = office.at_another(&other);
    assert!(at_the_other.is_in().await);
    // Ended at the other server, from another browser: nothing in memory lets it in again.
    let mut phone = Browser::at(&other, "203.0.113.5");
    assert_eq!(phone.sign_in("zhang", GOOD).await.status, 303);
    assert!(office.is_in().await && at_the_other.is_in().await);
    let ended = phone
        .post("/api/v1/sign-in/sessions/end-others", &json!({ "password": GOOD }))
        .await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    assert!(!office.is_in().await && !at_the_other.is_in().await);
    assert!(phone.at_another(&one).is_in().await);
    database.remove().await;
}

#[tokio::test]
async fn guesses_are_counted_at_all_servers_together() {
    let database = Database::new("guesses").await;
    let (one, other) = two(&database).await;
    person(&one, "zhang").await;
    let mut guesser = Browser::at(&one, "198.51.100.1");
    for n in 0..10 {
        guesser = guesser.at_another(if n % 2 == 0 { &one } else { &other });
        assert_eq!(guesser.sign_in("zhang", WRONG).await.status, 401, "{n}");
    }
    for server in [&one, &other] {
        let waits = guesser.at_another(server).sign_in("zhang", GOOD).await;
        assert_eq!(waits.status, 429);
    }
    let mut elsewhere = Browser::at(&other, "198.51.100.2");
    assert_eq!(elsewhere.sign_in("zhang", GOOD).await.status, 303);
    database.remove().await;
}

#[tokio::test]
async fn who_looks_at_one_server_is_told_what_happens_at_another() {
    let database = Database::new("told").await;
    let (one, other) = two(&database).await;
    let (reporter, office) = (one.by_link(0).await, other.by_link(2).await);
    let mut ear = Ear::of(&office).await;
    let before = ear.next().await.unwrap();
    send(&reporter, &outfalls("610", "734")).await;
    assert_ne!(ear.next().await.unwrap(), before);
    // The day of a trial is the same for all of them.
    let day = |page: String| page.contains("2023-09-26");
    assert!(!day(other.visitor().page("/").await));
    one.by_link(2).await.move_to("2023-09-26").await;
    until(async || day(other.visitor().page("/").await).then_some(())).await;
    until(async || ear.next().await.filter(|mark| mark.contains("2023-09-26"))).await;
    let (status, answer) = office.post("/api/v1/trial/day", &json!({ "day": "2023-09-26" })).await;
    assert_eq!((status, &answer["code"]), (422, &json!("trial-day")), "{answer}");
    database.remove().await;
}
