//! What counts: approved reports, and of several the one approved last.

use yaodian_domain::observation::Provenance;
use yaodian_store::{ReportFilter, StoreError};

use crate::{
    fixtures::{
        DAY, act, act_at, act_of, approve, approved, draft, draft_of, hand_back, published, reviewer, step, submitted,
        taken_up, target, unit, with_plan,
    },
    harness::{Bench, cases},
};

cases!(
    only_approved_reports_are_observed,
    a_correction_takes_the_place_of_what_it_corrects,
    a_correction_may_be_created_while_it_is_approved,
);

async fn only_approved_reports_are_observed(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let year = yaodian_domain::time::DaySpan::year(2023);
    let outfalls = target("outfalls-yangtze");
    store
        .put_published(&act(), &id, &[(outfalls.clone(), published("10089", year))])
        .await
        .unwrap();
    let observed = async || store.observations_of(&id, &outfalls).await.unwrap();
    let report = draft("9067");
    store.create_report(&act(), &id, &report).await.unwrap();
    assert_eq!(observed().await.len(), 1, "draft");
    let sent = step(&store, &report, report.submit(report.revision, "张三", DAY).unwrap()).await;
    assert_eq!(observed().await.len(), 1, "submitted");
    let back = hand_back(&store, &sent, "核实").await;
    assert_eq!(observed().await.len(), 1, "returned");
    let sent = step(&store, &back, back.submit(back.revision, "张三", DAY).unwrap()).await;
    let good = approve(&store, &sent).await;
    let all = observed().await;
    // By the days they describe: September ends before the year.
    assert_eq!(all, [good.observation().unwrap(), published("10089", year)]);
    assert_eq!(
        all[0].provenance,
        Provenance::Reported {
            report: good.id,
            late: None
        }
    );
    assert_eq!(store.observations(&id).await.unwrap().len(), 2);
    assert_eq!(store.observations_of(&id, &target("other")).await.unwrap(), []);
    let other = yaodian_domain::id::PlanId::new("hubei-2024").unwrap();
    assert_eq!(store.observations(&other).await.unwrap(), []);
}

async fn a_correction_takes_the_place_of_what_it_corrects(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let first = approved(&store, &id, draft("9000")).await;
    let other = approved(&store, &id, draft_of("420200", "5")).await;
    let correction = submitted(&store, &id, draft("9067")).await;
    let values = async || {
        let all = store.observations(&id).await.unwrap();
        all.into_iter().map(|(_, observation)| observation).collect::<Vec<_>>()
    };
    assert_eq!(
        values().await,
        [first.observation().unwrap(), other.observation().unwrap()]
    );
    // Approved by a clock that goes wrong: the last one approved counts all the same.
    let read = taken_up(&store, &correction).await;
    let correction_good = read.approve(read.revision, &reviewer(), DAY).unwrap();
    store
        .save_report(&act_at("2001-01-01T00:00:00Z"), &read, &correction_good)
        .await
        .unwrap();
    assert_eq!(
        values().await,
        [correction_good.observation().unwrap(), other.observation().unwrap()]
    );
    let rows = store
        .reports(
            &id,
            &ReportFilter {
                unit: Some(unit("420100")),
                ..Default::default()
            },
        )
        .await
        .unwrap();
    assert_eq!(
        rows.iter()
            .filter(|row| row.counts)
            .map(|row| &row.report.id)
            .collect::<Vec<_>>(),
        [&correction_good.id]
    );
    assert_eq!(rows.len(), 2, "the first one is still there");
}

async fn a_correction_may_be_created_while_it_is_approved(bench: Bench) {
    let id = with_plan(&bench.store).await;
    for n in 0..10 {
        let sent = submitted(&bench.store, &id, draft("1")).await;
        let read = taken_up(&bench.store, &sent).await;
        let next = read.approve(read.revision, &reviewer(), DAY).unwrap();
        let correction = draft("2");
        let (act, other) = (act_of(&format!("{n}")), act_of("other"));
        let (approval, creation) = tokio::join!(
            bench.store.save_report(&act, &read, &next),
            bench.store.create_report(&other, &id, &correction)
        );
        approval.unwrap();
        match creation {
            Ok(()) => {
                let sent = step(&bench.store, &correction, correction.submit(1, "张三", DAY).unwrap()).await;
                approve(&bench.store, &sent).await;
            }
            Err(StoreError::ReportExists(open)) => assert_eq!(open, sent.id),
            Err(other) => panic!("{other}"),
        }
        assert_eq!(bench.store.observations(&id).await.unwrap().len(), 1);
    }
}
