//! Judgements: only ever added, in their order, each with its audit row.

use yaodian_domain::{
    check::Status,
    id::PlanId,
    judgement::{Judgement, standing_on},
};
use yaodian_store::{AuditCheck, StoreError, SubjectKind};

use crate::{
    fixtures::{act, act_of, day, target, with_plan},
    harness::{Bench, cases},
};

cases!(
    judgements_come_back_in_the_order_in_which_they_were_said,
    a_judgement_is_in_the_audit,
    the_database_refuses_to_alter_a_judgement,
    many_judgements_at_once_all_land,
);

fn said(on: &str, status: Status, reason: &str) -> Judgement {
    Judgement::new(target("outfalls-yangtze"), day(on), "李四", status, reason).unwrap()
}

async fn judgements_come_back_in_the_order_in_which_they_were_said(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let outfalls = target("outfalls-yangtze");
    assert_eq!(store.judgements(&id).await.unwrap(), []);
    let all = [
        said("2023-08-01", Status::AtRisk, "台账未核"),
        said("2023-08-01", Status::OffTrack, "𠀀\u{0}'$1\n改判"),
        Judgement {
            target: target("pm25"),
            ..said("2023-07-01", Status::Met, "别的目标")
        },
        said("2023-09-01", Status::OnTrack, "已核"),
    ];
    for judgement in &all {
        store.add_judgement(&act(), &id, judgement).await.unwrap();
    }
    assert_eq!(store.judgements(&id).await.unwrap(), all);
    let own = store.judgements_of(&id, &outfalls).await.unwrap();
    assert_eq!(own, [all[0].clone(), all[1].clone(), all[3].clone()]);
    assert_eq!(standing_on(&own, day("2023-07-31")), None);
    assert_eq!(standing_on(&own, day("2023-08-31")), Some(&all[1]));
    assert_eq!(standing_on(&own, day("2023-09-01")), Some(&all[3]));

    let other = PlanId::new("hubei-2024").unwrap();
    assert_eq!(store.judgements(&other).await.unwrap(), []);
    let result = store.add_judgement(&act(), &other, &all[0]).await;
    assert!(matches!(result, Err(StoreError::UnknownPlan(plan)) if plan == other));
}

async fn a_judgement_is_in_the_audit(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let version = store.content_version(&id).await.unwrap();
    let judgement = said("2023-09-25", Status::AtRisk, "台账未核");
    store.add_judgement(&act_of("李四"), &id, &judgement).await.unwrap();
    assert!(
        store.content_version(&id).await.unwrap() > version,
        "it is public, and what is cached must go"
    );
    let history = store
        .history(SubjectKind::Target, "hubei-2023:outfalls-yangtze")
        .await
        .unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(
        (
            history[0].action.as_str(),
            history[0].by.name(),
            history[0].plan.as_ref()
        ),
        ("target-judged", "李四", Some(&id))
    );
    assert_eq!(history[0].detail["judgement"]["reason"], "台账未核");
    assert_eq!(history[0].detail["judgement"]["status"], "at-risk");
    assert!(matches!(
        store.check_audit(None).await.unwrap(),
        AuditCheck::Whole(head) if head.seq == history[0].seq
    ));
}

async fn the_database_refuses_to_alter_a_judgement(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let judgement = said("2023-09-25", Status::AtRisk, "台账未核");
    bench.store.add_judgement(&act(), &id, &judgement).await.unwrap();
    let mut attempts = vec![
        "UPDATE judgements SET body = '{}'",
        "UPDATE judgements SET seq = 7",
        "DELETE FROM judgements",
        "INSERT INTO judgements SELECT * FROM judgements",
    ];
    attempts.push(if bench.is_sqlite() {
        "REPLACE INTO judgements SELECT * FROM judgements"
    } else {
        "TRUNCATE judgements CASCADE"
    });
    for sql in attempts {
        assert!(bench.raw(sql).await.is_err(), "{sql}");
    }
    assert_eq!(bench.store.judgements(&id).await.unwrap(), [judgement]);
}

async fn many_judgements_at_once_all_land(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let tasks: Vec<_> = (0..24)
        .map(|n| {
            let (store, id) = (bench.store.clone(), id.clone());
            tokio::spawn(async move {
                let judgement = said("2023-09-25", Status::AtRisk, &format!("{n}"));
                store.add_judgement(&act(), &id, &judgement).await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(bench.store.judgements(&id).await.unwrap().len(), 24);
}
