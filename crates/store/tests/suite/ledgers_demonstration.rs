//! Made-up entries and real ones share nothing.

use yaodian_domain::{id::PlanId, ledger::Ledger};
use yaodian_store::{Changing, How, NewEvidence, Put, Store, StoreError, SubjectKind};

use crate::{
    fixtures::{DAY, account, act, with_plan},
    harness::{Bench, cases},
    ledgers_outfalls::{Shelf, changing, funnel, kept, many, of_key, outfalls, put, remove, row, stage},
};

cases!(
    a_demonstration_is_told_apart,
    made_up_and_real_entries_do_not_mix,
    clearing_a_demonstration_leaves_nothing_that_counts,
    real_entries_after_a_demonstration_have_no_past,
    a_demonstration_whose_entries_are_all_removed_gives_way,
    clearing_what_is_real_changes_nothing,
);

fn made_up<'a>(plan: &'a PlanId, ledger: &'a Ledger) -> Changing<'a> {
    Changing {
        how: How::Demonstration,
        demonstration: true,
        ..changing(plan, ledger)
    }
}

async fn demonstrate(store: &Store, plan: &PlanId, ledger: &Ledger, count: usize) -> String {
    let applied = store
        .apply(&act(), &made_up(plan, ledger), many(0, count))
        .await
        .unwrap();
    applied.batch.unwrap()
}

async fn a_demonstration_is_told_apart(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    demonstrate(&store, &plan, &ledger, 20).await;
    assert!(store.ledger_state(&plan, &ledger.id).await.unwrap().demonstration);
    assert!(kept(&store, &plan).await.unwrap().demonstration);
    let history = store
        .history(SubjectKind::Ledger, "hubei-2023:outfalls-yangtze")
        .await
        .unwrap();
    assert_eq!(history[0].detail["demonstration"], true);
    // It can grow.
    store
        .apply(&act(), &made_up(&plan, &ledger), many(20, 5))
        .await
        .unwrap();
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [25, 0, 0]);
}

async fn made_up_and_real_entries_do_not_mix(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    demonstrate(&store, &plan, &ledger, 2).await;
    let real = store.apply(&act(), &changing(&plan, &ledger), many(5, 1)).await;
    assert!(matches!(
        real,
        Err(StoreError::DoesNotMix {
            demonstration: true,
            ..
        })
    ));
    store.clear_demonstration(&act(), &plan, &ledger.id).await.unwrap();
    put(&store, &plan, &ledger, many(5, 1).collect()).await;
    let again = store.apply(&act(), &made_up(&plan, &ledger), many(0, 2)).await;
    assert!(matches!(
        again,
        Err(StoreError::DoesNotMix {
            demonstration: false,
            ..
        })
    ));
    // Not even after the last real one is off the list: that it was there stays known.
    let entry = of_key(&store, &plan, &ledger, "EZ-00005").await;
    put(&store, &plan, &ledger, vec![remove(&entry)]).await;
    let again = store.apply(&act(), &made_up(&plan, &ledger), many(0, 2)).await;
    assert!(matches!(
        again,
        Err(StoreError::DoesNotMix {
            demonstration: false,
            ..
        })
    ));
    assert!(!store.ledger_state(&plan, &ledger.id).await.unwrap().demonstration);
}

async fn clearing_a_demonstration_leaves_nothing_that_counts(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let batch = demonstrate(&store, &plan, &ledger, 30).await;
    let mut shelf = Shelf::full(&store, &plan, &ledger).await;
    let version = store.content_version(&plan).await.unwrap();
    assert_eq!(store.clear_demonstration(&act(), &plan, &ledger.id).await.unwrap(), 30);
    assert_eq!(store.content_version(&plan).await.unwrap(), version + 1);
    let state = store.ledger_state(&plan, &ledger.id).await.unwrap();
    assert_eq!((state.demonstration, state.seq), (false, 2));
    assert_eq!(kept(&store, &plan).await, None);
    let some = *shelf.entries.keys().next().unwrap();
    assert_eq!(store.entry(&plan, &ledger, some).await.unwrap(), None);
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!((shelf.entries.len(), shelf.seq), (0, 2));
    assert_eq!(Shelf::full(&store, &plan, &ledger).await.entries.len(), 0);
    assert_eq!(store.batch(&batch).await.unwrap(), None);
    let undone = store.undo(&act(), &plan, &ledger, None, DAY, &batch).await;
    assert!(matches!(undone, Err(StoreError::UnknownBatch(_))));
    let history = store
        .history(SubjectKind::Ledger, "hubei-2023:outfalls-yangtze")
        .await
        .unwrap();
    let last = history.last().unwrap();
    assert_eq!(
        (last.action.as_str(), &last.detail["entries"]),
        ("demonstration-cleared", &30.into())
    );
}

async fn real_entries_after_a_demonstration_have_no_past(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await;
    demonstrate(&store, &plan, &ledger, 3).await;
    let mut shelf = Shelf::full(&store, &plan, &ledger).await;
    let old = of_key(&store, &plan, &ledger, "EZ-00001").await;
    let file = NewEvidence {
        entry: old.id,
        stage: Some(stage("traced")),
        field: None,
        name: "照片.jpg".to_owned(),
        media: "image/jpeg".to_owned(),
        bytes: 1,
        sha256: "00".repeat(32),
        place: None,
        account: person.id,
    };
    let file = store.add_evidence(&act(), &plan, &ledger, file).await.unwrap();
    store.clear_demonstration(&act(), &plan, &ledger.id).await.unwrap();
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-00001", "汉江"))]).await;
    let new = of_key(&store, &plan, &ledger, "EZ-00001").await;
    assert_ne!(new.id, old.id);
    assert_eq!((new.version, new.files.as_slice()), (1, [0, 0].as_slice()));
    assert_eq!(store.entry_history(&plan, &ledger, new.id).await.unwrap().len(), 1);
    let lost = store.withdraw_evidence(&act(), &plan, &ledger, &file).await;
    assert!(matches!(lost, Err(StoreError::UnknownEvidence(_))));
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!(shelf.entries.into_values().collect::<Vec<_>>(), [new]);
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [1, 0, 0]);
}

async fn a_demonstration_whose_entries_are_all_removed_gives_way(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    demonstrate(&store, &plan, &ledger, 1).await;
    let mut shelf = Shelf::full(&store, &plan, &ledger).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
    store
        .apply(&act(), &made_up(&plan, &ledger), [remove(&entry)].into_iter())
        .await
        .unwrap();
    put(&store, &plan, &ledger, many(0, 1).collect()).await;
    assert!(!store.ledger_state(&plan, &ledger.id).await.unwrap().demonstration);
    let kept = kept(&store, &plan).await.unwrap();
    assert_eq!((kept.demonstration, kept.movements.len()), (false, 1));
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!(shelf.entries, Shelf::full(&store, &plan, &ledger).await.entries);
}

async fn clearing_what_is_real_changes_nothing(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    assert_eq!(store.clear_demonstration(&act(), &plan, &ledger.id).await.unwrap(), 0);
    put(&store, &plan, &ledger, many(0, 2).collect()).await;
    let head = store.audit_head().await.unwrap();
    assert_eq!(store.clear_demonstration(&act(), &plan, &ledger.id).await.unwrap(), 0);
    assert_eq!(store.audit_head().await.unwrap(), head);
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [2, 0, 0]);
}
