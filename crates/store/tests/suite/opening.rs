//! Opening, reopening, and writing from several sides at once.

use yaodian_store::{AuditCheck, ReportFilter, Store, StoreError};

use crate::{
    fixtures::{
        account, act, approved, content, draft, draft_of, newcomer, noon, plan, plan_id, session, step, with_plan,
    },
    harness::{Bench, cases},
};

cases!(
    a_reopened_database_keeps_what_it_holds,
    several_programs_can_open_a_new_database_at_once,
    two_hundred_writes_at_once_all_land,
    two_programs_can_write_at_once,
    writes_that_are_given_up_leave_no_trace,
    a_row_that_cannot_be_read_is_named,
);

async fn a_reopened_database_keeps_what_it_holds(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let report = approved(&bench.store, &id, draft("9067")).await;
    let person = account(&bench.store, "zhangsan").await;
    bench
        .store
        .put_session(
            &act(),
            &session("token", &person.id, noon() + jiff::SignedDuration::from_hours(1)),
        )
        .await
        .unwrap();
    let (head, observations) = (
        bench.store.audit_head().await.unwrap(),
        bench.store.observations(&id).await.unwrap(),
    );
    bench.store.close().await;
    assert!(bench.store.ping().await.is_err());

    let store = bench.again().await;
    store.ping().await.unwrap();
    assert_eq!(store.plan(&id).await.unwrap(), Some(plan("主要目标。")));
    assert_eq!(store.report(&report.id).await.unwrap(), Some((id.clone(), report)));
    assert_eq!(store.observations(&id).await.unwrap(), observations);
    assert_eq!(store.session("token", noon()).await.unwrap().unwrap().account, person);
    assert_eq!(store.check_audit(Some(&head)).await.unwrap(), AuditCheck::Whole(head));
    store.close().await;
}

async fn several_programs_can_open_a_new_database_at_once(bench: Bench) {
    // Back to an empty database.
    bench.store.close().await;
    bench.empty().await;
    let opening: Vec<_> = (0..6)
        .map(|_| {
            let url = bench.url.clone();
            tokio::spawn(async move { Store::open(&url).await })
        })
        .collect();
    let mut stores = Vec::new();
    for task in opening {
        stores.push(task.await.unwrap().unwrap());
    }
    with_plan(&stores[0]).await;
    for store in stores {
        assert_eq!(store.plans().await.unwrap().len(), 1);
        store.close().await;
    }
}

async fn two_hundred_writes_at_once_all_land(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let before = bench.store.audit_head().await.unwrap();
    let tasks: Vec<_> = (0..200)
        .map(|n| {
            let (store, id) = (bench.store.clone(), id.clone());
            tokio::spawn(async move {
                store
                    .create_report(&act(), &id, &draft_of(&format!("unit-{n}"), "1"))
                    .await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(
        bench.store.reports(&id, &ReportFilter::default()).await.unwrap().len(),
        200
    );
    let head = bench.store.audit_head().await.unwrap();
    assert_eq!(head.seq, before.seq + 200);
    assert_eq!(
        bench.store.check_audit(Some(&before)).await.unwrap(),
        AuditCheck::Whole(head)
    );
}

async fn two_programs_can_write_at_once(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let other = bench.again().await;
    let report = draft("1");
    bench.store.create_report(&act(), &id, &report).await.unwrap();
    // Each reads and then writes the same report until its write is taken: no step is lost, and no
    // error other than the one that says so.
    let tasks: Vec<_> = [bench.store.clone(), other.clone()]
        .into_iter()
        .flat_map(|store| std::iter::repeat_n(store, 4))
        .map(|store| {
            let report = report.id.clone();
            tokio::spawn(async move {
                let mut taken = 0;
                while taken < 10 {
                    let (_, latest) = store.report(&report).await.unwrap().unwrap();
                    let next = latest.edit(latest.revision, content("2")).unwrap();
                    match store.save_report(&act(), &latest, &next).await {
                        Ok(()) => taken += 1,
                        Err(StoreError::MovedOn { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let (_, last) = bench.store.report(&report.id).await.unwrap().unwrap();
    assert_eq!(last.revision, 1 + 8 * 10);
    assert!(matches!(
        bench.store.check_audit(None).await.unwrap(),
        AuditCheck::Whole(_)
    ));
    other.close().await;
}

async fn writes_that_are_given_up_leave_no_trace(bench: Bench) {
    let before = bench.store.audit_head().await.unwrap().seq;
    let mut landed = 0;
    for n in 0..60_u64 {
        let store = bench.store.clone();
        let task = tokio::spawn(async move { store.create_account(&act(), newcomer(&format!("user-{n}"))).await });
        tokio::time::sleep(std::time::Duration::from_micros(n * 60)).await;
        task.abort();
        landed += usize::from(matches!(task.await, Ok(Ok(_))));
    }
    // What was aborted after its commit has landed too: so at least, and always with its row.
    let accounts = bench.store.accounts().await.unwrap().len();
    assert!(accounts >= landed, "{accounts} of {landed}");
    account(&bench.store, "afterwards").await;
    let head = bench.store.audit_head().await.unwrap();
    let accounts = bench.store.accounts().await.unwrap().len();
    // A row for each account, and one for its post.
    assert_eq!(head.seq, before + 2 * i64::try_from(accounts).unwrap());
    assert_eq!(bench.store.check_audit(None).await.unwrap(), AuditCheck::Whole(head));
}

async fn a_row_that_cannot_be_read_is_named(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let report = draft("1");
    bench.store.create_report(&act(), &id, &report).await.unwrap();
    bench
        .raw("UPDATE reports SET body = '{}'; UPDATE plan_versions SET body = 'null'")
        .await
        .unwrap();
    assert!(matches!(
        bench.store.report(&report.id).await,
        Err(StoreError::Corrupt { .. })
    ));
    match bench.store.plan(&plan_id()).await {
        Err(StoreError::Corrupt { what, .. }) => assert_eq!(what, "plan hubei-2023"),
        other => panic!("{other:?}"),
    }
    // A plan that cannot be read can be put anew.
    assert_eq!(bench.store.put_plan(&act(), &plan("新")).await.unwrap().version, 2);
    assert_eq!(bench.store.plan(&plan_id()).await.unwrap(), Some(plan("新")));
    let report = draft_of("420200", "2");
    bench.store.create_report(&act(), &id, &report).await.unwrap();
    step(
        &bench.store,
        &report,
        report.submit(report.revision, "张三", crate::fixtures::DAY).unwrap(),
    )
    .await;
}

#[tokio::test]
async fn an_address_of_something_else_is_refused() {
    for url in ["mysql://root@localhost/x", "", "/var/lib/data.sqlite", "sqlit://x"] {
        assert!(
            matches!(Store::open(url).await, Err(StoreError::UnsupportedAddress)),
            "{url}"
        );
    }
    assert!(matches!(
        Store::open("sqlite:///no/such/folder/x.sqlite").await,
        Err(StoreError::Database(_))
    ));
}
