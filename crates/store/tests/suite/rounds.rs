//! Rounds: each day of a plan once, whoever asks; and a trial's day, which only moves forward.

use jiff::ToSpan as _;
use yaodian_domain::id::PlanId;
use yaodian_store::{Claim, StoreError, SubjectKind};

use crate::{
    fixtures::{act, act_of, at, day, with_plan},
    harness::{Bench, cases},
};

cases!(
    a_day_is_claimed_by_one_and_done_once,
    a_day_of_a_dead_process_is_taken_over,
    of_many_that_claim_a_day_one_gets_it,
    a_trials_day_moves_forward_only_and_is_audited,
);

async fn a_day_is_claimed_by_one_and_done_once(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let (now, monday) = (at("2023-09-25T00:00:00Z"), day("2023-09-25"));
    assert_eq!(store.last_round(&plan).await.unwrap(), None);
    assert_eq!(store.claim_round(&plan, monday, "a", now).await.unwrap(), Claim::Mine);
    assert_eq!(store.claim_round(&plan, monday, "a", now).await.unwrap(), Claim::Mine);
    assert_eq!(store.claim_round(&plan, monday, "b", now).await.unwrap(), Claim::Held);
    assert_eq!(store.last_round(&plan).await.unwrap(), None, "it is not yet done");
    assert!(!store.finish_round(&act(), &plan, monday, "b").await.unwrap());
    assert!(store.finish_round(&act_of("round"), &plan, monday, "a").await.unwrap());
    assert!(!store.finish_round(&act(), &plan, monday, "a").await.unwrap());
    for process in ["a", "b"] {
        let later = now + 1.hour();
        assert_eq!(
            store.claim_round(&plan, monday, process, later).await.unwrap(),
            Claim::Done
        );
    }
    assert_eq!(store.last_round(&plan).await.unwrap(), Some(monday));
    let history = store
        .history(SubjectKind::Round, "hubei-2023:2023-09-25")
        .await
        .unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].action, "round-done");

    let other = PlanId::new("hubei-2024").unwrap();
    let result = store.claim_round(&other, monday, "a", now).await;
    assert!(matches!(result, Err(StoreError::UnknownPlan(plan)) if plan == other));
}

async fn a_day_of_a_dead_process_is_taken_over(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let (now, monday) = (at("2023-09-25T00:00:00Z"), day("2023-09-25"));
    assert_eq!(store.claim_round(&plan, monday, "a", now).await.unwrap(), Claim::Mine);
    let soon = now + 1.minute();
    assert_eq!(store.claim_round(&plan, monday, "b", soon).await.unwrap(), Claim::Held);
    let later = now + 3.minutes();
    assert_eq!(store.claim_round(&plan, monday, "b", later).await.unwrap(), Claim::Mine);
    assert_eq!(store.claim_round(&plan, monday, "a", later).await.unwrap(), Claim::Held);
    assert!(
        !store.finish_round(&act(), &plan, monday, "a").await.unwrap(),
        "it has come back from the dead, and the day is no more its own"
    );
    assert!(store.finish_round(&act(), &plan, monday, "b").await.unwrap());
}

async fn of_many_that_claim_a_day_one_gets_it(bench: Bench) {
    let plan = with_plan(&bench.store).await;
    let now = at("2023-09-25T00:00:00Z");
    let tasks: Vec<_> = (0..16)
        .map(|n| {
            let (store, plan) = (bench.store.clone(), plan.clone());
            tokio::spawn(async move {
                store
                    .claim_round(&plan, day("2023-09-25"), &format!("{n}"), now)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut mine = 0;
    for task in tasks {
        mine += usize::from(task.await.unwrap() == Claim::Mine);
    }
    assert_eq!(mine, 1);
}

async fn a_trials_day_moves_forward_only_and_is_audited(bench: Bench) {
    let store = bench.store;
    assert_eq!(store.trial_day().await.unwrap(), None);
    assert!(store.move_trial_day(&act(), day("2023-09-25")).await.unwrap());
    assert!(store.move_trial_day(&act_of("王"), day("2023-09-28")).await.unwrap());
    for back in ["2023-09-28", "2023-09-27", "2022-12-31"] {
        assert!(!store.move_trial_day(&act(), day(back)).await.unwrap(), "{back}");
    }
    assert_eq!(store.trial_day().await.unwrap(), Some(day("2023-09-28")));
    let history = store.history(SubjectKind::Clock, "trial").await.unwrap();
    let steps: Vec<_> = history.iter().map(|row| (row.by.name(), &row.detail)).collect();
    assert_eq!(
        steps,
        [
            ("test", &serde_json::json!({ "from": null, "to": "2023-09-25" })),
            ("王", &serde_json::json!({ "from": "2023-09-25", "to": "2023-09-28" })),
        ]
    );
}
