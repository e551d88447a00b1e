//! What was changed together can be undone together, but for what moved on since.

use yaodian_domain::id::EntryId;
use yaodian_store::{AuditCheck, BatchVersion, Changing, How, Put, StoreError, SubjectKind};

use crate::{
    fixtures::{DAY, account, act, day, with_plan},
    harness::{Bench, cases},
    ledgers_outfalls::{Shelf, change, changing, counts_fit, funnel, many, of_key, outfalls, put, remove, row, row_at},
};

cases!(
    a_batch_says_what_was_changed_by_whom,
    undoing_an_import_takes_its_entries_off_the_list,
    undoing_a_move_puts_entries_back_to_where_they_were,
    undoing_brings_back_what_was_removed,
    undoing_leaves_what_somebody_changed_since,
    an_undoing_can_be_undone,
    nothing_is_undone_twice,
    an_apply_may_undo_as_well,
    a_batch_tells_what_each_entry_was_before_and_after,
);

async fn a_batch_says_what_was_changed_by_whom(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await;
    let upload = Changing {
        how: How::Upload,
        account: Some(&person.id),
        ..changing(&plan, &ledger)
    };
    let applied = store.apply(&act(), &upload, many(0, 3)).await.unwrap();
    let id = applied.batch.unwrap();
    let batch = store.batch(&id).await.unwrap().unwrap();
    assert_eq!((&batch.plan, &batch.ledger, batch.seq), (&plan, &ledger.id, 1));
    assert_eq!(
        (batch.how, batch.at, batch.by.as_str()),
        (How::Upload, act().at, "test")
    );
    assert_eq!(
        (batch.account, batch.changed, batch.undone),
        (Some(person.id), 3, false)
    );
    assert_eq!(store.batch("nothing").await.unwrap(), None);
}

async fn undoing_an_import_takes_its_entries_off_the_list(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    let import = put(&store, &plan, &ledger, many(0, 2_500).collect()).await;
    let batch = import.batch.unwrap();
    let mut shelf = Shelf::full(&store, &plan, &ledger).await;
    let later = day("2023-09-26");
    let undone = store.undo(&act(), &plan, &ledger, None, later, &batch).await.unwrap();
    assert_eq!((undone.applied.changed, undone.moved_on.len()), (2_500, 0));
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!(shelf.keys(), ["EZ-1"]);
    // That they were on the list stays known of the day before.
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [2_501, 0, 0]);
    assert_eq!(funnel(&store, &plan, &ledger, later).await, [1, 0, 0]);
    let own = store.batch(&undone.applied.batch.unwrap()).await.unwrap().unwrap();
    assert_eq!(
        (own.how, own.undoes.as_ref(), own.changed),
        (How::Undo, Some(&batch), 2_500)
    );
    assert!(store.batch(&batch).await.unwrap().unwrap().undone);
    let history = store
        .history(SubjectKind::Ledger, "hubei-2023:outfalls-yangtze")
        .await
        .unwrap();
    let detail = &history.last().unwrap().detail;
    assert_eq!(
        (&detail["removed"], detail["undoes"].as_str()),
        (&2_500.into(), Some(batch.as_str()))
    );
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

async fn undoing_a_move_puts_entries_back_to_where_they_were(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, many(0, 1_200).collect()).await;
    let before = Shelf::full(&store, &plan, &ledger).await;
    let moves = before
        .entries
        .values()
        .map(|entry| change(entry, row_at(&entry.row.key, "汉江", &["2023-05-01"])));
    let moved = put(&store, &plan, &ledger, moves.collect()).await;
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [1_200, 1_200, 0]);
    let undone = store
        .undo(&act(), &plan, &ledger, None, DAY, &moved.batch.unwrap())
        .await
        .unwrap();
    assert_eq!((undone.applied.changed, undone.applied.seq), (1_200, 3));
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [1_200, 0, 0]);
    for entry in Shelf::full(&store, &plan, &ledger).await.entries.values() {
        assert_eq!((entry.version, &entry.row), (3, &before.entries[&entry.id].row));
    }
}

async fn undoing_brings_back_what_was_removed(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(
        &store,
        &plan,
        &ledger,
        vec![Put::New(row_at("EZ-1", "长江", &["2023-05-01"]))],
    )
    .await;
    let entry = of_key(&store, &plan, &ledger, "EZ-1").await;
    let removed = put(&store, &plan, &ledger, vec![remove(&entry)]).await;
    store
        .undo(&act(), &plan, &ledger, None, DAY, &removed.batch.unwrap())
        .await
        .unwrap();
    let back = of_key(&store, &plan, &ledger, "EZ-1").await;
    assert_eq!((back.id, back.version, &back.row), (entry.id, 3, &entry.row));
    counts_fit(&store, &plan, &ledger).await;
}

async fn undoing_leaves_what_somebody_changed_since(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let import = put(&store, &plan, &ledger, many(0, 3).collect()).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-00001").await;
    put(&store, &plan, &ledger, vec![change(&entry, row("EZ-00001", "汉江"))]).await;
    let batch = import.batch.unwrap();
    let undone = store.undo(&act(), &plan, &ledger, None, DAY, &batch).await.unwrap();
    assert_eq!(undone.applied.changed, 2);
    assert_eq!(undone.moved_on, [(entry.id, "EZ-00001".to_owned())]);
    let left = Shelf::full(&store, &plan, &ledger).await;
    assert_eq!(left.keys(), ["EZ-00001"]);
    assert_eq!(left.entries[&entry.id].row, row("EZ-00001", "汉江"));
    counts_fit(&store, &plan, &ledger).await;
}

async fn an_undoing_can_be_undone(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let import = put(&store, &plan, &ledger, many(0, 1_100).collect()).await;
    let before = Shelf::full(&store, &plan, &ledger).await;
    let undone = store
        .undo(&act(), &plan, &ledger, None, DAY, &import.batch.unwrap())
        .await
        .unwrap();
    let again = undone.applied.batch.unwrap();
    let redone = store.undo(&act(), &plan, &ledger, None, DAY, &again).await.unwrap();
    assert_eq!(redone.applied.changed, 1_100);
    let after = Shelf::full(&store, &plan, &ledger).await;
    assert_eq!(after.keys(), before.keys());
    assert!(after.entries.values().all(|entry| entry.version == 3));
    // Undone once more they are off the list again.
    let last = redone.applied.batch.unwrap();
    store.undo(&act(), &plan, &ledger, None, DAY, &last).await.unwrap();
    assert_eq!(Shelf::full(&store, &plan, &ledger).await.entries.len(), 0);
    counts_fit(&store, &plan, &ledger).await;
}

async fn nothing_is_undone_twice(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let import = put(&store, &plan, &ledger, many(0, 2).collect()).await;
    let batch = import.batch.unwrap();
    store.undo(&act(), &plan, &ledger, None, DAY, &batch).await.unwrap();
    let head = store.audit_head().await.unwrap();
    let twice = store.undo(&act(), &plan, &ledger, None, DAY, &batch).await;
    assert!(matches!(twice, Err(StoreError::UndoneAlready(id)) if id == batch));
    let by_hand = Changing {
        undoes: Some(&batch),
        broken_off: None,
        ..changing(&plan, &ledger)
    };
    let twice = store.apply(&act(), &by_hand, many(7, 1)).await;
    assert!(matches!(twice, Err(StoreError::UndoneAlready(id)) if id == batch));
    let unknown = store.undo(&act(), &plan, &ledger, None, DAY, "nothing").await;
    assert!(matches!(unknown, Err(StoreError::UnknownBatch(id)) if id == "nothing"));
    assert_eq!(store.audit_head().await.unwrap(), head);
    assert_eq!(Shelf::full(&store, &plan, &ledger).await.entries.len(), 0);
}

async fn an_apply_may_undo_as_well(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let import = put(&store, &plan, &ledger, many(0, 2).collect()).await;
    let batch = import.batch.unwrap();
    let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
    let by_hand = Changing {
        how: How::Undo,
        undoes: Some(&batch),
        broken_off: None,
        ..changing(&plan, &ledger)
    };
    store
        .apply(&act(), &by_hand, [remove(&entry)].into_iter())
        .await
        .unwrap();
    assert!(store.batch(&batch).await.unwrap().unwrap().undone);
}

async fn a_batch_tells_what_each_entry_was_before_and_after(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, many(0, 3).collect()).await;
    let entries: Vec<_> = Shelf::full(&store, &plan, &ledger)
        .await
        .entries
        .into_values()
        .collect();
    let after = row("EZ-00001", "汉江");
    let puts = vec![
        remove(&entries[0]),
        change(&entries[1], after.clone()),
        Put::New(row("EZ-9", "清江")),
    ];
    let batch = put(&store, &plan, &ledger, puts).await.batch.unwrap();
    let second = of_key(&store, &plan, &ledger, "EZ-00001").await;
    put(&store, &plan, &ledger, vec![change(&second, row("EZ-00001", "沮河"))]).await;
    let new = of_key(&store, &plan, &ledger, "EZ-9").await;

    let mut told: Vec<BatchVersion> = Vec::new();
    store
        .batch_versions(&plan, &ledger, &batch, |version| told.push(version))
        .await
        .unwrap();
    told.sort_by_key(|version| version.id);
    let made =
        |id: EntryId, version, before: Option<&yaodian_domain::ledger::Row>, after: Option<&_>, latest| BatchVersion {
            id,
            version,
            before: before.cloned(),
            after: after.cloned(),
            latest,
        };
    assert_eq!(
        told,
        [
            made(entries[0].id, 2, Some(&entries[0].row), None, true),
            made(entries[1].id, 2, Some(&entries[1].row), Some(&after), false),
            made(new.id, 1, None, Some(&new.row), true),
        ]
    );
    let unknown = store.batch_versions(&plan, &ledger, "nothing", |_| {}).await;
    assert!(matches!(unknown, Err(StoreError::UnknownBatch(_))));
}
