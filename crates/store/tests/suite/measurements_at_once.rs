//! Batches among plans, among each other, and a large one.

use std::{collections::BTreeSet, sync::Arc};

use tokio::sync::Barrier;
use yaodian_domain::{id::PlanId, ledger::Network, plan::Plan, time::DaySpan};
use yaodian_store::{AuditCheck, StoreError};

use crate::{
    fixtures::{act, act_at, plan, plan_id, with_plan},
    harness::{Bench, cases},
    measurements_batches::{batch, bodies, held, moment, of_air, put, raw, since, sorts},
};

cases!(
    what_is_public_rises_only_by_news,
    nothing_comes_in_the_name_of_a_closed_plan,
    an_unknown_plan_leaves_no_trace,
    of_two_who_write_at_once_both_are_seen,
    whoever_catches_up_while_others_write_misses_nothing,
    a_hundred_thousand_rows_are_one_batch,
);

fn another(year: i16) -> Plan {
    Plan {
        id: PlanId::new(format!("hubei-{year}")).unwrap(),
        term: DaySpan::year(year),
        ..plan("主要目标。")
    }
}

async fn close(bench: &Bench, id: &PlanId) {
    let sql = format!("INSERT INTO closings (plan, closed_on, body) VALUES ('{id}', '2024-01-15', '{{}}')");
    bench.raw(&sql).await.unwrap();
}

async fn what_is_public_rises_only_by_news(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    let plans = [another(2022), another(2024)];
    for plan in &plans {
        store.put_plan(&act(), plan).await.unwrap();
    }
    close(&bench, &plans[0].id).await;
    let versions = async || {
        let mut all = Vec::new();
        for id in [&plan_id(), &plans[0].id, &plans[1].id] {
            all.push(store.content_version(id).await.unwrap());
        }
        all
    };
    assert_eq!(versions().await, [1, 1, 1]);
    let row = |body| vec![raw("A", "2023-09-01", body)];
    put(store, &batch(), row("1")).await;
    assert_eq!(versions().await, [2, 1, 2], "that of a closed plan stays");
    put(store, &batch(), row("1")).await;
    assert_eq!(versions().await, [2, 1, 2]);
    put(store, &batch(), row("2")).await;
    assert_eq!(versions().await, [3, 1, 3]);
    let held = vec![held(2, "?")];
    store
        .put_measurements(&act(), &batch(), Vec::new(), held)
        .await
        .unwrap();
    assert_eq!(versions().await, [4, 1, 4]);
}

async fn nothing_comes_in_the_name_of_a_closed_plan(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    close(&bench, &plan_id()).await;
    let rows = vec![raw("A", "2023-09-01", "1")];
    let refused = store.put_measurements(&act(), &batch(), rows, Vec::new()).await;
    assert!(matches!(refused, Err(StoreError::PlanClosed { .. })), "{refused:?}");
    assert_eq!(store.measurements_seq(Network::Water).await.unwrap(), 0);
}

async fn an_unknown_plan_leaves_no_trace(bench: Bench) {
    let store = bench.store;
    let rows = vec![raw("A", "2023-09-01", "1")];
    let refused = store.put_measurements(&act(), &batch(), rows.clone(), Vec::new()).await;
    assert!(
        matches!(&refused, Err(StoreError::UnknownPlan(id)) if *id == plan_id()),
        "{refused:?}"
    );
    assert_eq!(store.measurements_seq(Network::Water).await.unwrap(), 0);
    with_plan(&store).await;
    assert_eq!(put(&store, &batch(), rows).await.seq, 1, "no number is lost");
}

async fn of_two_who_write_at_once_both_are_seen(bench: Bench) {
    let (store, other) = (bench.store.clone(), bench.again().await);
    with_plan(&store).await;
    for round in 1..=10 {
        let start = Arc::new(Barrier::new(2));
        let tasks = [store.clone(), other.clone()].map(|store| {
            let start = start.clone();
            tokio::spawn(async move {
                start.wait().await;
                let rows = (0..50).map(|n| raw(&format!("S{n}"), "2023-09-01T08", &format!("{round}")));
                put(&store, &batch(), rows.collect()).await
            })
        });
        let mut heads = Vec::new();
        for task in tasks {
            heads.push(task.await.unwrap());
        }
        heads.sort_by_key(|head| head.seq);
        let told: Vec<_> = heads.iter().map(|head| (head.seq, head.counts.unchanged)).collect();
        assert_eq!(
            told,
            [(2 * round - 1, 0), (2 * round, 50)],
            "the second has read what the first wrote"
        );
    }
    assert_eq!(bodies(&store, &batch(), 0).await.len(), 500);
    assert_eq!(store.content_version(&plan_id()).await.unwrap(), 11);
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
    other.close().await;
}

async fn whoever_catches_up_while_others_write_misses_nothing(bench: Bench) {
    let (store, other) = (bench.store.clone(), bench.again().await);
    with_plan(&store).await;
    let writers: Vec<_> = (0..40)
        .map(|n| {
            let store = if n % 2 == 0 { store.clone() } else { other.clone() };
            tokio::spawn(async move {
                let rows = (0..=n * 7 % 60).map(|nth| raw(&format!("S{n}-{nth}"), "2023-09-01", "1"));
                put(&store, &batch(), rows.collect()).await.counts.added
            })
        })
        .collect();
    let (mut seen, mut seq) = (Vec::new(), 0);
    while seq < 40 {
        let (new, last) = since(&store, &batch(), seq).await;
        seen.extend(new);
        seq = last;
        tokio::task::yield_now().await;
    }
    let mut added = 0;
    for writer in writers {
        added += writer.await.unwrap();
    }
    assert_eq!(seen.len() as u64, added);
    assert_eq!(since(&store, &batch(), 0).await, (seen, 40));
    other.close().await;
}

async fn a_hundred_thousand_rows_are_one_batch(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    // More stations than go into one statement.
    let rows = |body: fn(u32) -> String| {
        let one = |n: u32| {
            let at = format!("2023-{:02}-{:02}T{:02}", 1 + n / 2_500 / 20, 1 + n / 2_500 % 20, n % 24);
            raw(&format!("S{}", n % 2_500), &at, &body(n))
        };
        (0..100_000).map(one).collect::<Vec<_>>()
    };
    let said = |n| format!("{{\"pm25\":\"{n}\"}}");
    let head = put(&store, &of_air(), rows(said)).await;
    assert_eq!(sorts(&head), [100_000, 0, 0]);
    let again = store
        .put_measurements(
            &act_at("2023-09-26T04:00:00Z"),
            &of_air(),
            rows(|n| format!("{{\"pm25\":\"{}\"}}", if n % 1_000 == 0 { n + 1 } else { n })),
            Vec::new(),
        )
        .await
        .unwrap();
    assert_eq!(sorts(&again), [0, 100, 99_900]);
    let mut count = 0;
    store
        .measurements_since(Network::Air, false, 0, |_| count += 1)
        .await
        .unwrap();
    assert_eq!(count, 100_100);
    let stations: BTreeSet<String> = (0..2_500).map(|n| format!("S{n}")).collect();
    let latest = store
        .latest_measurements(
            Network::Air,
            false,
            &stations,
            moment("2023-01-01"),
            moment("2023-12-31"),
        )
        .await
        .unwrap();
    assert_eq!(latest.len(), 100_000);
    assert!(latest.values().any(|body| body == r#"{"pm25":"1001"}"#));
}
