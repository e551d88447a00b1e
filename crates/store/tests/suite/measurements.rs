//! What monitoring networks measured: weighed against what is there, never altered, read on from anywhere.

use serde_json::json;
use yaodian_domain::ledger::Network;
use yaodian_monitoring::network::{Counts, ReviewState};
use yaodian_store::{AuditCheck, NewBatch, Stored, SubjectKind};

use crate::{
    fixtures::{act, act_of, day, noon, plan_id, with_plan},
    harness::{Bench, cases},
    measurements_batches::{batch, bodies, held, latest, made_up, measured, of_air, put, raw, since, sorts},
};

cases!(
    a_batch_comes_back_as_it_was,
    the_same_batch_again_changes_nothing,
    a_revision_keeps_what_was_said_before,
    review_states_are_kept_apart,
    a_row_twice_in_one_batch_is_weighed_against_itself,
    held_rows_come_back_in_order,
    the_database_refuses_to_alter_what_was_measured,
    made_up_and_real_share_nothing,
    whoever_has_seen_some_reads_the_rest,
);

async fn a_batch_comes_back_as_it_was(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    assert_eq!(store.measurements_seq(Network::Water).await.unwrap(), 0);
    assert_eq!(since(store, &batch(), 0).await, (Vec::new(), 0));
    let rows = vec![
        raw("南岸 '$1", "2023-09-01T08", r#"{"mn":"2.40"}"#),
        measured("C7", "2023-09-01", ReviewState::Confirmed, "𠀀\n"),
    ];
    let head = store
        .put_measurements(&act_of("张三"), &batch(), rows.clone(), vec![held(4, "?")])
        .await
        .unwrap();
    assert_eq!((head.seq, head.by.as_str(), head.at), (1, "张三", noon()));
    let counts = Counts {
        rows: 3,
        added: 2,
        held: 1,
        ..Counts::default()
    };
    assert_eq!(head.counts, counts);
    let asked = batch();
    assert_eq!(
        (&head.plan, &head.name, &head.sha256, &head.heads),
        (&asked.plan, &asked.name, &asked.sha256, &asked.heads)
    );
    let again = bench.again().await;
    assert_eq!(again.measurement_batch(&head.id).await.unwrap(), Some(head.clone()));
    assert_eq!(again.measurement_batch("none").await.unwrap(), None);
    let stored: Vec<_> = (rows.into_iter())
        .map(|row| Stored {
            station: row.station,
            moment: row.moment,
            state: row.state,
            known_on: day("2023-09-25"),
            body: row.body,
        })
        .collect();
    assert_eq!(since(&again, &batch(), 0).await, (stored, 1));
    let air = put(store, &of_air(), vec![raw("1", "2023-09-01T01", "{}")]).await;
    assert_eq!(air.seq, 2);
    assert_eq!(store.measurements_seq(Network::Water).await.unwrap(), 1);
    let of = async |network, limit| store.measurement_batches(network, limit).await.unwrap();
    assert_eq!(of(None, 9).await, [air.clone(), head.clone()]);
    assert_eq!(of(None, 1).await, std::slice::from_ref(&air));
    assert_eq!(of(Some(Network::Water), 9).await, std::slice::from_ref(&head));
    let history = store.history(SubjectKind::Measurement, &head.id).await.unwrap();
    let [row] = &history[..] else { panic!("{history:?}") };
    assert_eq!(
        (row.action.as_str(), &row.plan),
        ("measurements-taken-in", &Some(plan_id()))
    );
    assert_eq!(row.detail["counts"], json!(head.counts));
    assert_eq!(
        (&row.detail["name"], &row.detail["sha256"]),
        (&json!(head.name), &json!(head.sha256))
    );
    assert!(!row.detail.to_string().contains("2.40"), "not the values");
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
    again.close().await;
}

async fn the_same_batch_again_changes_nothing(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let rows = vec![raw("A", "2023-09-01T08", "1"), raw("B", "2023-09-02", "2")];
    put(&store, &batch(), rows.clone()).await;
    let before = store.pulse(&id).await.unwrap();
    let same = put(&store, &batch(), rows).await;
    assert_eq!((same.seq, sorts(&same)), (2, [0, 0, 2]));
    assert_eq!(bodies(&store, &batch(), 0).await, ["1", "2"]);
    assert_eq!(
        since(&store, &batch(), 1).await,
        (Vec::new(), 2),
        "seen, though nothing was in it"
    );
    assert_eq!(store.pulse(&id).await.unwrap(), before, "nobody is told");
    let history = store.history(SubjectKind::Measurement, &same.id).await.unwrap();
    assert_eq!(history[0].action, "measurements-unchanged");
    assert_eq!(store.measurement_batch(&same.id).await.unwrap(), Some(same));
    // None at all is a batch too.
    assert_eq!(put(&store, &batch(), Vec::new()).await.counts, Counts::default());
}

async fn a_revision_keeps_what_was_said_before(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    put(
        &store,
        &batch(),
        vec![raw("A", "2023-09-01T08", "1"), raw("A", "2023-09-01T09", "2")],
    )
    .await;
    let later = NewBatch {
        known_on: day("2023-10-08"),
        ..batch()
    };
    let head = put(
        &store,
        &later,
        vec![raw("A", "2023-09-01T08", "1.0"), raw("A", "2023-09-01T10", "3")],
    )
    .await;
    assert_eq!(sorts(&head), [1, 1, 0]);
    let (all, _) = since(&store, &batch(), 0).await;
    let told: Vec<_> = (all.iter())
        .map(|stored| (stored.body.as_str(), stored.known_on.to_string()))
        .collect();
    let told: Vec<_> = told.iter().map(|(body, on)| (*body, on.as_str())).collect();
    assert_eq!(
        told,
        [
            ("1", "2023-09-25"),
            ("2", "2023-09-25"),
            ("1.0", "2023-10-08"),
            ("3", "2023-10-08"),
        ]
    );
    // Back to what was said first: another word still.
    let back = put(&store, &later, vec![raw("A", "2023-09-01T08", "1")]).await;
    assert_eq!(sorts(&back), [0, 1, 0]);
    let of = async |stations: &[&str], from, to| latest(&store, &batch(), stations, from, to).await;
    assert_eq!(of(&["A"], "2023-09-01", "2023-09-30").await, ["1", "2", "3"]);
    assert_eq!(of(&["A", "B"], "2023-09-01T09", "2023-09-01T09").await, ["2"]);
    assert!(of(&["B"], "2023-09-01", "2023-09-30").await.is_empty());
    assert!(of(&[], "2023-09-01", "2023-09-30").await.is_empty());
}

async fn review_states_are_kept_apart(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    let of = |body| {
        ReviewState::ALL
            .map(|state| measured("A", "2023-09-01", state, body))
            .to_vec()
    };
    assert_eq!(sorts(&put(&store, &batch(), of("1")).await), [3, 0, 0]);
    let head = put(
        &store,
        &batch(),
        vec![measured("A", "2023-09-01", ReviewState::Checked, "2")],
    )
    .await;
    assert_eq!(sorts(&head), [0, 1, 0]);
    assert_eq!(
        latest(&store, &batch(), &["A"], "2023-09-01", "2023-09-01").await,
        ["1", "2", "1"]
    );
    assert_eq!(sorts(&put(&store, &batch(), of("1")).await), [0, 1, 2]);
}

async fn a_row_twice_in_one_batch_is_weighed_against_itself(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    let rows = ["1", "1", "2", "2", "1"]
        .map(|body| raw("A", "2023-09-01", body))
        .to_vec();
    let head = put(&store, &batch(), rows).await;
    assert_eq!(sorts(&head), [1, 2, 2]);
    assert_eq!(bodies(&store, &batch(), 0).await, ["1", "2", "1"]);
    assert_eq!(
        latest(&store, &batch(), &["A"], "2023-09-01", "2023-09-01").await,
        ["1"]
    );
    let last = put(&store, &batch(), vec![raw("A", "2023-09-01", "1")]).await;
    assert_eq!(sorts(&last), [0, 0, 1]);
}

async fn held_rows_come_back_in_order(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    let rows: Vec<_> = (2..2_503).map(|row| held(row, &format!("甲{row}"))).collect();
    let put = async |held| {
        store
            .put_measurements(&act(), &batch(), Vec::new(), held)
            .await
            .unwrap()
    };
    let head = put(rows.clone()).await;
    assert_eq!((head.counts.rows, head.counts.held), (2_501, 2_501));
    let other = put(vec![held(9, "乙"), held(3, "丙")]).await;
    assert_eq!(store.held_rows(&head.id).await.unwrap(), rows);
    assert_eq!(
        store.held_rows(&other.id).await.unwrap(),
        [held(3, "丙"), held(9, "乙")]
    );
    assert_eq!(store.held_rows("none").await.unwrap(), []);
    assert!(bodies(&store, &batch(), 0).await.is_empty(), "none of it counts");
}

async fn the_database_refuses_to_alter_what_was_measured(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    let rows = vec![raw("A", "2023-09-01", "1")];
    let head = store
        .put_measurements(&act(), &batch(), rows, vec![held(2, "?")])
        .await
        .unwrap();
    let mut attempts = Vec::new();
    for (table, column) in [
        ("measurements", "body"),
        ("held_rows", "cells"),
        ("measurement_batches", "name"),
    ] {
        attempts.push(format!("UPDATE {table} SET {column} = '[]'"));
        attempts.push(format!("DELETE FROM {table}"));
        if bench.is_sqlite() {
            attempts.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"));
        } else {
            attempts.push(format!("TRUNCATE {table} CASCADE"));
        }
    }
    for sql in attempts {
        let error = bench.raw(&sql).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(bodies(store, &batch(), 0).await, ["1"]);
    assert_eq!(store.held_rows(&head.id).await.unwrap(), [held(2, "?")]);
    assert_eq!(store.measurement_batch(&head.id).await.unwrap(), Some(head));
}

async fn made_up_and_real_share_nothing(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    let row = || vec![raw("A", "2023-09-01", "1")];
    assert_eq!(sorts(&put(&store, &made_up(), row()).await), [1, 0, 0]);
    assert_eq!(sorts(&put(&store, &batch(), row()).await), [1, 0, 0], "the same is new");
    let other = vec![raw("A", "2023-09-01", "2")];
    assert_eq!(sorts(&put(&store, &made_up(), other).await), [0, 1, 0]);
    assert_eq!(bodies(&store, &batch(), 0).await, ["1"]);
    assert_eq!(bodies(&store, &made_up(), 0).await, ["1", "2"]);
    let of = async |batch: &NewBatch| latest(&store, batch, &["A"], "2023-09-01", "2023-09-01").await;
    assert_eq!(
        (of(&batch()).await, of(&made_up()).await),
        (vec!["1".to_owned()], vec!["2".to_owned()])
    );
    // Nor do networks, whatever their stations are called.
    assert_eq!(sorts(&put(&store, &of_air(), row()).await), [1, 0, 0]);
    assert_eq!(since(&store, &batch(), 0).await.1, 3);
    assert_eq!(since(&store, &of_air(), 0).await.1, 4);
}

async fn whoever_has_seen_some_reads_the_rest(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    // Later moments first: what counts is the order in which it came.
    let first = vec![raw("B", "2023-09-09", "1"), raw("A", "2023-09-08", "2")];
    let seq = put(&store, &batch(), first).await.seq;
    assert_eq!(since(&store, &batch(), 0).await.1, seq);
    put(&store, &of_air(), vec![raw("A", "2023-09-01", "air")]).await;
    put(
        &store,
        &batch(),
        vec![raw("C", "2023-09-02", "3"), raw("A", "2023-09-08", "2")],
    )
    .await;
    let last = put(&store, &batch(), vec![raw("A", "2023-09-08", "4")]).await.seq;
    assert_eq!(bodies(&store, &batch(), seq).await, ["3", "4"]);
    assert_eq!(bodies(&store, &batch(), 0).await, ["1", "2", "3", "4"]);
    assert_eq!(since(&store, &batch(), last).await, (Vec::new(), last));
    assert_eq!(store.measurements_seq(Network::Water).await.unwrap(), last);
}
