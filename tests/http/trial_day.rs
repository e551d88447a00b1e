//! The clock of a trial: its office moves it on, every day that passes has its round, and a restart
//! goes on where it stood.

use serde_json::{Value, json};
use yaodian_domain::id::PlanId;
use yaodian_store::{Store, SubjectKind};
use yaodian_tests::{Server, Visitor};

async fn moved(visitor: &Visitor, day: &str) -> (u16, Value) {
    visitor.post("/api/v1/trial/day", &json!({ "day": day })).await
}

#[tokio::test]
async fn the_office_moves_the_day_and_every_day_has_its_round() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    assert_eq!(
        moved(&office, "2023-10-09").await,
        (200, json!({ "day": "2023-10-09" }))
    );
    let (_, owed) = server.by_link(0).await.json("/api/v1/owed").await;
    assert_eq!(owed["today"], "2023-10-09");
    assert!(server.visitor().page("/").await.contains("2023-10-09"));

    let store = Store::open(&server.database()).await.unwrap();
    let plan = PlanId::new("hubei-2023").unwrap();
    assert_eq!(
        store.last_round(&plan).await.unwrap(),
        Some("2023-10-09".parse().unwrap())
    );
    for day in 25..=30 {
        let id = format!("hubei-2023:2023-09-{day}");
        let round = store.history(SubjectKind::Round, &id).await.unwrap();
        assert_eq!(round.len(), 1, "{day}");
    }
    let moves = store.history(SubjectKind::Clock, "trial").await.unwrap();
    assert_eq!(moves.len(), 15, "where it began, and one for each day");
    let last = moves.last().unwrap();
    assert!(last.by.name().contains("督查室"), "{:?}", last.by);
    assert_eq!(last.detail["to"], "2023-10-09");
    store.close().await;

    // The day that the command line asks for is only for a new trial.
    let server = server
        .killed_and_started(&["--trial", "--as-of", "2023-09-25"], yaodian_tests::TRIAL_PEOPLE)
        .await;
    let (_, owed) = server.by_link(0).await.json("/api/v1/owed").await;
    assert_eq!(owed["today"], "2023-10-09");
}

#[tokio::test]
async fn the_day_goes_forward_only_and_not_out_of_sight() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    for day in ["2023-09-25", "2023-09-24", "2024-12-31"] {
        let (status, problem) = moved(&office, day).await;
        assert_eq!(status, 422, "{day}");
        assert_eq!(
            problem["kind"]["trial-day"],
            json!({ "from": "2023-09-26", "to": "2024-10-29" })
        );
        assert!(problem["detail"].as_str().unwrap().contains("2023-09-26"), "{problem}");
    }
    let (_, owed) = office.json("/api/v1/owed").await;
    assert_eq!(owed["today"], "2023-09-25");
}

#[tokio::test]
async fn only_the_office_of_a_trial_moves_the_day() {
    let server = Server::trial().await;
    for (who, code) in [(0, 403), (1, 403)] {
        let (status, problem) = moved(&server.by_link(who).await, "2023-09-26").await;
        assert_eq!((status, &problem["code"]), (code, &json!("forbidden")));
    }
    assert_eq!(moved(&server.visitor(), "2023-09-26").await.0, 401);

    let server = Server::production().await;
    let somebody = server.reporter_of("420100").await;
    assert_eq!(moved(&somebody, "2099-01-01").await.0, 404);
}
