//! The second step: set up, taken once with each code, taken away.

use jiff::SignedDuration;
use yaodian_store::{Account, Proof, Proved, Store, SubjectKind, Way};

use crate::{
    fixtures::{account, act, noon, session},
    harness::{Bench, cases},
};

cases!(
    a_second_step_counts_once_confirmed,
    no_code_is_taken_twice,
    a_second_step_is_taken_away,
    a_first_step_is_over_after_a_while,
);

async fn set_up(store: &Store, who: &Account) -> String {
    let kept = session("kept", &who.id, noon() + SignedDuration::from_hours(12));
    let kept = store.put_session(&act(), &kept).await.unwrap();
    assert!(store.begin_second_step(&act(), &who.id, "sealed").await.unwrap());
    let codes = ["x", "y"].map(str::to_owned);
    let done = store
        .confirm_second_step(&act(), &who.id, "sealed", 100, &codes, &kept)
        .await;
    assert!(done.unwrap());
    kept
}

async fn first(store: &Store, who: &Account, token: &str) {
    let until = noon() + SignedDuration::from_mins(10);
    let kept = store
        .put_first_step(&act(), token, &who.id, Way::Password, (noon(), until))
        .await;
    kept.unwrap();
}

async fn a_second_step_counts_once_confirmed(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    let other = session("other", &zhang.id, noon() + SignedDuration::from_hours(12));
    store.put_session(&act(), &other).await.unwrap();
    assert_eq!(store.second_step(&zhang.id).await.unwrap(), None);
    assert!(store.begin_second_step(&act(), &zhang.id, "first").await.unwrap());
    assert!(!store.second_step(&zhang.id).await.unwrap().unwrap().confirmed);
    assert!(store.with_second_step().await.unwrap().is_empty());
    // What was begun last counts: a code of the secret before it confirms nothing.
    assert!(store.begin_second_step(&act(), &zhang.id, "sealed").await.unwrap());
    let stale = store
        .confirm_second_step(&act(), &zhang.id, "first", 100, &[], "")
        .await;
    assert!(!stale.unwrap());
    set_up(&store, &zhang).await;
    assert!(store.second_step(&zhang.id).await.unwrap().unwrap().confirmed);
    assert_eq!(store.with_second_step().await.unwrap(), std::slice::from_ref(&zhang.id));
    assert_eq!(store.recovery_codes(&zhang.id).await.unwrap().left, 2);
    assert!(
        !store.begin_second_step(&act(), &zhang.id, "third").await.unwrap(),
        "it stays"
    );
    assert!(
        store.session("other", noon()).await.unwrap().is_none(),
        "others' sessions end"
    );
    assert!(store.session("kept", noon()).await.unwrap().is_some());
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    assert!(history.iter().any(|row| row.action == "second-step-set-up"));
    assert!(!format!("{history:?}").contains("sealed"), "no secret is in the audit");
}

async fn no_code_is_taken_twice(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    set_up(&store, &zhang).await;
    let take = async |token: &str, proof: Proof| {
        first(&store, &zhang, token).await;
        store.take_second_step(&act(), token, &zhang.id, &proof).await.unwrap()
    };
    let code = |step| Proof::Code { step };
    let recovery = |hash: &str| Proof::Recovery { hash: hash.to_owned() };
    assert_eq!(take("a", code(100)).await, Proved::Used, "the one that confirmed it");
    assert_eq!(take("b", code(101)).await, Proved::Yes);
    assert_eq!(take("c", code(101)).await, Proved::Used);
    assert_eq!(take("d", code(100)).await, Proved::Used, "an earlier one, neither");
    assert_eq!(take("e", recovery("x")).await, Proved::Yes);
    assert_eq!(take("f", recovery("x")).await, Proved::Used);
    assert_eq!(take("g", recovery("z")).await, Proved::Used);
    assert_eq!(store.recovery_codes(&zhang.id).await.unwrap().left, 1);
    // The first step is used as well, but not by a proof that does not hold.
    let again = store
        .take_second_step(&act(), "b", &zhang.id, &code(102))
        .await
        .unwrap();
    assert_eq!(again, Proved::Over);
    let again = store
        .take_second_step(&act(), "c", &zhang.id, &code(102))
        .await
        .unwrap();
    assert_eq!(again, Proved::Yes);
    // Asked for within a session a code is used as well.
    let confirmed = async |proof: Proof| store.use_proof(&act(), &zhang.id, &proof).await.unwrap();
    assert!(confirmed(code(103)).await);
    assert!(!confirmed(code(103)).await && !confirmed(code(102)).await && !confirmed(recovery("x")).await);
    assert_eq!(take("i", code(103)).await, Proved::Used);

    for n in 0..12 {
        first(&store, &zhang, &format!("many {n}")).await;
    }
    let tasks: Vec<_> = (0..12)
        .map(|n| {
            let (store, id) = (store.clone(), zhang.id.clone());
            tokio::spawn(async move {
                let proof = Proof::Code { step: 200 };
                store
                    .take_second_step(&act(), &format!("many {n}"), &id, &proof)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut taken = 0;
    for task in tasks {
        taken += usize::from(task.await.unwrap() == Proved::Yes);
    }
    assert_eq!(taken, 1, "of many at once with the same code one gets in");
    store
        .put_recovery_codes(&act(), &zhang.id, &["n".to_owned()])
        .await
        .unwrap();
    assert_eq!(take("h", recovery("y")).await, Proved::Used, "the old ones are gone");
}

async fn a_second_step_is_taken_away(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    let kept = set_up(&store, &zhang).await;
    let by_self = yaodian_store::Act {
        by: zhang.actor(),
        ..act()
    };
    assert!(
        store
            .remove_second_step(&by_self, &zhang.id, Some(&kept))
            .await
            .unwrap()
    );
    assert!(
        !store
            .remove_second_step(&by_self, &zhang.id, Some(&kept))
            .await
            .unwrap()
    );
    assert!(store.session("kept", noon()).await.unwrap().is_some());
    assert_eq!(store.recovery_codes(&zhang.id).await.unwrap().left, 0);
    store.begin_second_step(&act(), &zhang.id, "sealed").await.unwrap();
    first(&store, &zhang, "waiting").await;
    assert!(store.remove_second_step(&act(), &zhang.id, None).await.unwrap());
    assert!(store.session("kept", noon()).await.unwrap().is_none());
    assert_eq!(store.first_step("waiting", noon()).await.unwrap(), None);
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    let last = |action: &str| history.iter().any(|row| row.action == action);
    assert!(last("second-step-removed") && last("second-step-reset"));
}

async fn a_first_step_is_over_after_a_while(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    first(&store, &zhang, "token").await;
    let (who, way) = store.first_step("token", noon()).await.unwrap().unwrap();
    assert_eq!((who, way), (zhang.clone(), Way::Password));
    let over = noon() + SignedDuration::from_mins(10);
    assert_eq!(store.first_step("token", over).await.unwrap(), None);
    assert_eq!(store.first_step("other", noon()).await.unwrap(), None);
    // A new password ends it, whoever took it with the old one.
    store.set_password_hash(&act(), &zhang.id, "hash", None).await.unwrap();
    assert_eq!(store.first_step("token", noon()).await.unwrap(), None);
}
