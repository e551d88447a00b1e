//! Several people and programs change the same ledger at the same moment.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use tokio::sync::Barrier;
use yaodian_store::{AuditCheck, Changing, Mode, NewEvidence, Put, StoreError};

use crate::{
    fixtures::{DAY, account, act, with_plan},
    harness::{Bench, cases},
    ledgers_outfalls::{Shelf, change, changing, counts_fit, funnel, many, of_key, outfalls, put, row, stage},
};

cases!(
    of_two_changes_of_one_entry_one_wins_and_the_other_is_outrun,
    of_two_imports_of_the_same_numbers_each_number_goes_in_once,
    many_small_changes_at_once_all_land,
    whoever_catches_up_while_others_write_ends_with_what_is_there,
    of_two_undoings_at_once_one_is_refused,
    files_added_at_once_are_all_counted,
    rows_may_come_from_a_thread_that_reads_them,
    a_change_that_is_given_up_leaves_no_trace,
);

async fn of_two_changes_of_one_entry_one_wins_and_the_other_is_outrun(bench: Bench) {
    let (store, ledger) = (bench.store.clone(), outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, many(0, 1).collect()).await;
    let other = bench.again().await;
    for round in 1..=10 {
        let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
        assert_eq!(entry.version, round);
        let start = Arc::new(Barrier::new(2));
        let tasks = [(store.clone(), "汉江"), (other.clone(), "清江")].map(|(store, river)| {
            let (entry, plan, ledger, start) = (entry.clone(), plan.clone(), ledger.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                let after = row("EZ-00000", &format!("{river}{round}"));
                (
                    put(&store, &plan, &ledger, vec![change(&entry, after.clone())]).await,
                    after,
                )
            })
        });
        let mut won = Vec::new();
        for task in tasks {
            let (applied, after) = task.await.unwrap();
            match applied.changed {
                1 => won.push(after),
                _ => assert_eq!((applied.outrun, applied.batch), (vec![0], None)),
            }
        }
        let [won] = won.try_into().unwrap();
        assert_eq!(of_key(&store, &plan, &ledger, "EZ-00000").await.row, won);
    }
    other.close().await;
}

async fn of_two_imports_of_the_same_numbers_each_number_goes_in_once(bench: Bench) {
    let (store, ledger) = (bench.store.clone(), outfalls());
    let plan = with_plan(&store).await;
    let other = bench.again().await;
    let start = Arc::new(Barrier::new(2));
    // The second list begins in the middle of the first.
    let tasks = [(store.clone(), 0), (other.clone(), 1_500)].map(|(store, from)| {
        let (plan, ledger, start) = (plan.clone(), ledger.clone(), start.clone());
        tokio::spawn(async move {
            start.wait().await;
            store
                .apply(&act(), &changing(&plan, &ledger), many(from, 3_000))
                .await
                .unwrap()
        })
    });
    let (mut changed, mut outrun) = (0, 0);
    for task in tasks {
        let applied = task.await.unwrap();
        assert_eq!(applied.changed + applied.outrun.len(), 3_000);
        changed += applied.changed;
        outrun += applied.outrun.len();
    }
    assert_eq!((changed, outrun), (4_500, 1_500));
    assert_eq!(Shelf::full(&store, &plan, &ledger).await.entries.len(), 4_500);
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [4_500, 0, 0]);
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
    other.close().await;
}

async fn many_small_changes_at_once_all_land(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let tasks: Vec<_> = (0..60)
        .map(|n| {
            let (store, plan, ledger) = (store.clone(), plan.clone(), ledger.clone());
            tokio::spawn(async move { put(&store, &plan, &ledger, many(n, 1).collect()).await })
        })
        .collect();
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.push(task.await.unwrap().seq);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
    assert_eq!(Shelf::full(&store, &plan, &ledger).await.entries.len(), 60);
    counts_fit(&store, &plan, &ledger).await;
}

async fn whoever_catches_up_while_others_write_ends_with_what_is_there(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, many(0, 200).collect()).await;
    let writers: Vec<_> = (0..4)
        .map(|n| {
            let (store, plan, ledger) = (store.clone(), plan.clone(), ledger.clone());
            tokio::spawn(async move {
                for round in 0..10 {
                    let key = format!("EZ-{:05}", n * 50 + round);
                    let entry = of_key(&store, &plan, &ledger, &key).await;
                    put(&store, &plan, &ledger, vec![change(&entry, row(&key, "汉江"))]).await;
                    put(&store, &plan, &ledger, many(1_000 + n * 100 + round, 1).collect()).await;
                }
            })
        })
        .collect();
    let mut shelf = Shelf::default();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        shelf.catch_up(&store, &plan, &ledger).await;
    }
    for writer in writers {
        writer.await.unwrap();
    }
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!(shelf.seq, 81);
    assert_eq!(shelf.entries, Shelf::full(&store, &plan, &ledger).await.entries);
    assert_eq!(shelf.entries.len(), 240);
}

async fn of_two_undoings_at_once_one_is_refused(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let batch = put(&store, &plan, &ledger, many(0, 500).collect()).await.batch.unwrap();
    let tasks = [(); 2].map(|()| {
        let (store, plan, ledger, batch) = (store.clone(), plan.clone(), ledger.clone(), batch.clone());
        tokio::spawn(async move { store.undo(&act(), &plan, &ledger, None, DAY, &batch).await })
    });
    let (mut undone, mut refused) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(done) => undone += done.applied.changed,
            Err(StoreError::UndoneAlready(_)) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((undone, refused), (500, 1));
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [0, 0, 0]);
}

async fn files_added_at_once_are_all_counted(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await.id;
    put(&store, &plan, &ledger, many(0, 1).collect()).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let (store, plan, ledger, account) = (store.clone(), plan.clone(), ledger.clone(), person.clone());
            let file = NewEvidence {
                entry: entry.id,
                stage: Some(stage("traced")),
                field: None,
                name: "照片.jpg".to_owned(),
                media: "image/jpeg".to_owned(),
                bytes: 1,
                sha256: format!("{n:064x}"),
                place: None,
                account,
            };
            tokio::spawn(async move { store.add_evidence(&act(), &plan, &ledger, file).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(of_key(&store, &plan, &ledger, "EZ-00000").await.files, [20, 0]);
}

async fn rows_may_come_from_a_thread_that_reads_them(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let (send, receive) = mpsc::sync_channel::<Put>(16);
    let reader = thread::spawn(move || many(0, 5_000).try_for_each(|put| send.send(put)));
    let handle = tokio::runtime::Handle::current();
    let writer = {
        let (store, plan, ledger) = (store.clone(), plan.clone(), ledger.clone());
        tokio::task::spawn_blocking(move || {
            handle.block_on(store.apply(&act(), &changing(&plan, &ledger), receive.into_iter()))
        })
    };
    let applied = writer.await.unwrap().unwrap();
    reader.join().unwrap().unwrap();
    assert_eq!((applied.changed, applied.outrun.len()), (5_000, 0));
}

async fn a_change_that_is_given_up_leaves_no_trace(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, many(0, 1).collect()).await;
    let head = store.audit_head().await.unwrap();
    let strict = Changing {
        mode: Mode::AllOrNothing,
        ..changing(&plan, &ledger)
    };
    // Dropped in the middle: the third chunk is never pulled to its end.
    let (send, receive) = mpsc::channel::<()>();
    let puts = many(1, 10_000).inspect(move |put| {
        if matches!(put, Put::New(row) if row.key == "EZ-02500") {
            let _ = send.send(());
        }
    });
    {
        let act = act();
        let applying = store.apply(&act, &strict, puts);
        let mut applying = std::pin::pin!(applying);
        while receive.try_recv().is_err() {
            tokio::select! {
                biased;
                done = &mut applying => panic!("{done:?}"),
                () = tokio::task::yield_now() => {}
            }
        }
    }
    let shelf = Shelf::full(&store, &plan, &ledger).await;
    assert_eq!((shelf.entries.len(), shelf.seq), (1, 1));
    assert_eq!(store.audit_head().await.unwrap(), head);
    // And the way is free for the next one.
    assert_eq!(put(&store, &plan, &ledger, many(1, 3).collect()).await.seq, 2);
}
