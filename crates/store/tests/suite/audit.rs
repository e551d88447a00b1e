//! The audit: append-only, chained, in one transaction with the change.

use yaodian_store::{AuditCheck, AuditHead, StoreError, SubjectKind};

use crate::{
    fixtures::{account, act, content, draft, newcomer, plan, plan_id, step, with_plan},
    harness::{Bench, cases},
};

cases!(
    the_database_refuses_to_alter_the_audit,
    a_change_that_fails_leaves_no_audit_row,
    a_change_whose_audit_row_fails_is_not_made,
    the_chain_shows_what_was_rewritten,
    the_chain_is_gone_on_with_from_a_known_end,
);

async fn the_database_refuses_to_alter_the_audit(bench: Bench) {
    with_plan(&bench.store).await;
    let before = bench.store.history(SubjectKind::Plan, "hubei-2023").await.unwrap();
    let mut attempts = vec![
        "UPDATE audit SET actor_name = 'x'",
        "UPDATE audit SET seq = 7 WHERE seq = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 1",
        "INSERT INTO audit SELECT * FROM audit",
    ];
    attempts.extend(if bench.is_sqlite() {
        [
            "INSERT OR REPLACE INTO audit SELECT * FROM audit",
            "REPLACE INTO audit SELECT * FROM audit",
        ]
    } else {
        ["TRUNCATE audit", "TRUNCATE audit CASCADE"]
    });
    for sql in attempts {
        assert!(bench.raw(sql).await.is_err(), "{sql}");
    }
    assert_eq!(
        bench.store.history(SubjectKind::Plan, "hubei-2023").await.unwrap(),
        before
    );
    assert!(matches!(
        bench.store.check_audit(None).await.unwrap(),
        AuditCheck::Whole(_)
    ));
}

async fn a_change_that_fails_leaves_no_audit_row(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    account(&store, "zhangsan").await;
    let report = draft("1");
    store.create_report(&act(), &id, &report).await.unwrap();
    let head = store.audit_head().await.unwrap();
    assert!(store.create_account(&act(), newcomer("ZHANGSAN")).await.is_err());
    assert!(store.create_report(&act(), &id, &draft("2")).await.is_err());
    let mut ahead = report.clone();
    ahead.revision = 8;
    let stale = ahead.edit(ahead.revision, content("2")).unwrap();
    assert!(store.save_report(&act(), &ahead, &stale).await.is_err());
    assert_eq!(store.audit_head().await.unwrap(), head);
    assert_eq!(store.recent(&id, 100).await.unwrap().len(), 2);
    // The next row takes the next number.
    step(&store, &report, report.edit(report.revision, content("2")).unwrap()).await;
    assert_eq!(store.audit_head().await.unwrap().seq, head.seq + 1);
}

async fn a_change_whose_audit_row_fails_is_not_made(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let report = draft("1");
    bench.store.create_report(&act(), &id, &report).await.unwrap();
    bench.raw("ALTER TABLE audit RENAME TO audit_gone").await.unwrap();
    let next = report.edit(report.revision, content("2")).unwrap();
    for result in [
        bench.store.save_report(&act(), &report, &next).await,
        bench.store.create_account(&act(), newcomer("zhangsan")).await.map(drop),
        bench.store.put_plan(&act(), &plan("新")).await.map(drop),
    ] {
        assert!(matches!(result, Err(StoreError::Database(_))), "{result:?}");
    }
    bench.raw("ALTER TABLE audit_gone RENAME TO audit").await.unwrap();
    assert_eq!(bench.store.report(&report.id).await.unwrap().unwrap().1, report);
    assert!(!bench.store.any_account().await.unwrap());
    assert_eq!(bench.store.plan(&plan_id()).await.unwrap(), Some(plan("主要目标。")));
    assert!(matches!(
        bench.store.check_audit(None).await.unwrap(),
        AuditCheck::Whole(AuditHead { seq: 2, .. })
    ));
    bench.store.save_report(&act(), &report, &next).await.unwrap();
}

async fn the_chain_shows_what_was_rewritten(bench: Bench) {
    let store = &bench.store;
    assert_eq!(
        store.check_audit(None).await.unwrap(),
        AuditCheck::Whole(store.audit_head().await.unwrap())
    );
    for text in ["一", "二", "三", "四", "五"] {
        store.put_plan(&act(), &plan(text)).await.unwrap();
    }
    let head = store.audit_head().await.unwrap();
    assert_eq!(
        store.check_audit(Some(&head)).await.unwrap(),
        AuditCheck::Whole(head.clone())
    );
    let forged = AuditHead {
        seq: 4,
        hash: head.hash.clone(),
    };
    assert_eq!(
        store.check_audit(Some(&forged)).await.unwrap(),
        AuditCheck::Broken { seq: 4 }
    );
    let ahead = AuditHead {
        seq: 6,
        hash: head.hash.clone(),
    };
    assert_eq!(
        store.check_audit(Some(&ahead)).await.unwrap(),
        AuditCheck::Broken { seq: 6 }
    );

    // Whoever owns the database can take the triggers away. The chain still tells.
    bench
        .raw(if bench.is_sqlite() {
            "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete"
        } else {
            "ALTER TABLE audit DISABLE TRIGGER USER"
        })
        .await
        .unwrap();
    bench
        .raw("UPDATE audit SET actor_name = 'somebody else' WHERE seq = 3")
        .await
        .unwrap();
    assert_eq!(store.check_audit(None).await.unwrap(), AuditCheck::Broken { seq: 3 });
    bench
        .raw("UPDATE audit SET actor_name = 'test' WHERE seq = 3")
        .await
        .unwrap();
    assert_eq!(store.check_audit(Some(&head)).await.unwrap(), AuditCheck::Whole(head));
    bench.raw("UPDATE audit SET actor_id = '' WHERE seq = 4").await.unwrap();
    assert_eq!(store.check_audit(None).await.unwrap(), AuditCheck::Broken { seq: 4 });
    bench.raw("DELETE FROM audit WHERE seq = 2").await.unwrap();
    assert_eq!(store.check_audit(None).await.unwrap(), AuditCheck::Broken { seq: 2 });
    bench.raw("DELETE FROM audit WHERE seq > 1").await.unwrap();
    assert_eq!(store.check_audit(None).await.unwrap(), AuditCheck::Broken { seq: 2 });
}

async fn the_chain_is_gone_on_with_from_a_known_end(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let known = store.audit_head().await.unwrap();
    account(&store, "zhangsan").await;
    store.create_report(&act(), &id, &draft("1")).await.unwrap();
    let end = store.audit_head().await.unwrap();
    assert_eq!(
        store.check_audit_after(known.clone(), None).await.unwrap(),
        AuditCheck::Whole(end.clone())
    );
    // From an end that never was, nothing fits.
    let other = AuditHead {
        hash: "0".repeat(64),
        ..known.clone()
    };
    let seq = known.seq + 1;
    assert_eq!(
        store.check_audit_after(other, None).await.unwrap(),
        AuditCheck::Broken { seq }
    );
    assert_eq!(store.audit_hash(end.seq).await.unwrap(), Some(end.hash.clone()));
    assert_eq!(store.audit_hash(end.seq + 1).await.unwrap(), None);
    let (_, seq, hash) = store.audit_heads().await.unwrap().pop().expect("a day");
    assert_eq!((seq, hash), (end.seq, end.hash));
    let rows = store.audit_before(&id, i64::MAX, 10).await.unwrap();
    assert!(rows.is_sorted_by(|a, b| a.seq > b.seq) && rows.iter().all(|row| row.plan.as_ref() == Some(&id)));
    let last = rows.last().expect("a row").seq;
    assert!(store.audit_before(&id, last, 10).await.unwrap().is_empty());
}
