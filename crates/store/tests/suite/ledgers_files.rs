//! Evidence, uploads and saved views.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use yaodian_domain::{
    id::{EntryId, FieldId, PlanId, StageId},
    ledger::Query,
};
use yaodian_store::{AccountId, Evidence, NewEvidence, Put, Store, StoreError, SubjectKind, Upload, View};

use crate::{
    fixtures::{account, act, with_plan},
    harness::{Bench, cases},
    ledgers_outfalls::{Shelf, change, many, of_key, outfalls, put, remove, row, stage},
};

cases!(
    evidence_is_counted_for_its_stage_and_makes_no_version,
    withdrawn_evidence_is_kept_and_counts_no_more,
    evidence_needs_an_entry,
    evidence_is_in_the_audit,
    every_file_that_has_to_be_kept_is_named,
    an_upload_remembers_what_came_of_it,
    views_are_a_persons_own,
);

fn photo(entry: EntryId, of: &str, person: &AccountId) -> NewEvidence {
    NewEvidence {
        entry,
        stage: Some(stage(of)),
        field: None,
        name: "排口 1.jpg".to_owned(),
        media: "image/jpeg".to_owned(),
        bytes: 1_234,
        sha256: format!("{:064x}", 7),
        place: Some("114.305,30.593".to_owned()),
        account: person.clone(),
    }
}

/// Evidence without what the storage makes up.
fn told(evidence: &Evidence) -> (EntryId, Option<&str>, bool) {
    (
        evidence.entry,
        evidence.stage.as_ref().map(StageId::as_str),
        evidence.withdrawn,
    )
}

async fn evidence_is_counted_for_its_stage_and_makes_no_version(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await.id;
    put(&store, &plan, &ledger, many(0, 2).collect()).await;
    let mut shelf = Shelf::full(&store, &plan, &ledger).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
    let version = store.content_version(&plan).await.unwrap();
    let mut ids = Vec::new();
    for of in ["closed", "traced", "closed"] {
        ids.push(
            store
                .add_evidence(&act(), &plan, &ledger, photo(entry.id, of, &person))
                .await
                .unwrap(),
        );
    }
    let of_field = NewEvidence {
        stage: None,
        field: Some(FieldId::new("river").unwrap()),
        place: None,
        ..photo(entry.id, "closed", &person)
    };
    ids.push(store.add_evidence(&act(), &plan, &ledger, of_field).await.unwrap());
    let after = of_key(&store, &plan, &ledger, "EZ-00000").await;
    assert_eq!((after.version, after.files.as_slice()), (1, [1, 2].as_slice()));
    assert_eq!(after.row, entry.row);
    assert_eq!(store.content_version(&plan).await.unwrap(), version + 4);
    assert_eq!(store.ledger_state(&plan, &ledger.id).await.unwrap().seq, 5);
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!(shelf.entries[&entry.id], after);

    // Whoever read the entry before may change it still, and the count stays.
    put(&store, &plan, &ledger, vec![change(&entry, row("EZ-00000", "汉江"))]).await;
    assert_eq!(of_key(&store, &plan, &ledger, "EZ-00000").await.files, [1, 2]);

    let all = store.evidence_of(entry.id).await.unwrap();
    assert_eq!(all.iter().map(|file| file.id.clone()).collect::<Vec<_>>(), ids);
    let first = store.evidence(&ids[0]).await.unwrap().unwrap();
    assert_eq!(first, all[0]);
    assert_eq!((&first.plan, &first.ledger), (&plan, &ledger.id));
    assert_eq!(
        (first.name.as_str(), first.media.as_str(), first.bytes),
        ("排口 1.jpg", "image/jpeg", 1_234)
    );
    assert_eq!(
        (first.added_at, first.added_by.as_str(), &first.account),
        (act().at, "test", &person)
    );
    assert_eq!(
        (first.place.as_deref(), all[3].place.as_deref()),
        (Some("114.305,30.593"), None)
    );
    assert_eq!(all[3].field.as_ref().map(FieldId::as_str), Some("river"));
}

async fn withdrawn_evidence_is_kept_and_counts_no_more(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await.id;
    put(&store, &plan, &ledger, many(0, 1).collect()).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
    let first = store
        .add_evidence(&act(), &plan, &ledger, photo(entry.id, "traced", &person))
        .await
        .unwrap();
    store
        .add_evidence(&act(), &plan, &ledger, photo(entry.id, "traced", &person))
        .await
        .unwrap();
    store.withdraw_evidence(&act(), &plan, &ledger, &first).await.unwrap();
    let after = of_key(&store, &plan, &ledger, "EZ-00000").await;
    assert_eq!((after.version, after.files.as_slice()), (1, [1, 0].as_slice()));
    let all = store.evidence_of(entry.id).await.unwrap();
    let all: Vec<_> = all.iter().map(told).collect();
    assert_eq!(
        all,
        [(entry.id, Some("traced"), true), (entry.id, Some("traced"), false)]
    );
    let twice = store.withdraw_evidence(&act(), &plan, &ledger, &first).await;
    assert!(matches!(twice, Err(StoreError::UnknownEvidence(id)) if id == first));
    assert_eq!(of_key(&store, &plan, &ledger, "EZ-00000").await.files, [1, 0]);
}

async fn evidence_needs_an_entry(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await.id;
    let nobody = store
        .add_evidence(&act(), &plan, &ledger, photo(EntryId(7), "traced", &person))
        .await;
    assert!(matches!(nobody, Err(StoreError::UnknownEntry(EntryId(7)))));
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-1").await;
    put(&store, &plan, &ledger, vec![remove(&entry)]).await;
    let gone = store
        .add_evidence(&act(), &plan, &ledger, photo(entry.id, "traced", &person))
        .await;
    assert!(matches!(gone, Err(StoreError::UnknownEntry(id)) if id == entry.id));
    assert_eq!(store.evidence_of(entry.id).await.unwrap(), []);
    assert_eq!(store.evidence("nothing").await.unwrap(), None);
}

async fn evidence_is_in_the_audit(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await.id;
    put(&store, &plan, &ledger, many(0, 1).collect()).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
    let id = store
        .add_evidence(&act(), &plan, &ledger, photo(entry.id, "traced", &person))
        .await
        .unwrap();
    store.withdraw_evidence(&act(), &plan, &ledger, &id).await.unwrap();
    let history = store.history(SubjectKind::Evidence, &id).await.unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["evidence-added", "evidence-withdrawn"]);
    assert_eq!(
        history[0].detail["sha256"].as_str(),
        Some(format!("{:064x}", 7).as_str())
    );
    assert_eq!(history[1].detail["entry"], entry.id.0);
}

async fn every_file_that_has_to_be_kept_is_named(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let person = account(&store, "zhangsan").await.id;
    put(&store, &plan, &ledger, many(0, 1).collect()).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-00000").await;
    for n in 0..5_u64 {
        let file = NewEvidence {
            sha256: format!("{n:064x}"),
            bytes: n,
            ..photo(entry.id, "traced", &person)
        };
        let id = store.add_evidence(&act(), &plan, &ledger, file).await.unwrap();
        if n == 2 {
            store.withdraw_evidence(&act(), &plan, &ledger, &id).await.unwrap();
        }
    }
    let mut all = Vec::new();
    let mut files = pin!(store.all_evidence());
    while let Some(file) = files.try_next().await.unwrap() {
        all.push((file.sha256, file.bytes));
    }
    all.sort();
    assert_eq!(all, (0..5).map(|n| (format!("{n:064x}"), n)).collect::<Vec<_>>());
}

async fn an_upload_remembers_what_came_of_it(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let upload = Upload {
        id: "upload-1".to_owned(),
        plan: plan.clone(),
        ledger: ledger.id.clone(),
        account: account(&store, "zhangsan").await.id,
        name: "排污口台账（9月）.xlsx".to_owned(),
        bytes: 123_456,
        sha256: "ab".repeat(32),
        batch: None,
    };
    let version = store.content_version(&plan).await.unwrap();
    store.put_upload(&act(), &upload).await.unwrap();
    assert_eq!(store.upload("upload-1").await.unwrap().as_ref(), Some(&upload));
    assert_eq!(store.upload("upload-2").await.unwrap(), None);
    store.mark_committed(&act(), "upload-1", Some("batch-1")).await.unwrap();
    // Sent in once more it says nothing new; what came of it the first time stays known.
    store.mark_committed(&act(), "upload-1", None).await.unwrap();
    let kept = store.upload("upload-1").await.unwrap().unwrap();
    assert_eq!(kept.batch.as_deref(), Some("batch-1"));
    let unknown = store.mark_committed(&act(), "upload-2", None).await;
    assert!(matches!(unknown, Err(StoreError::UnknownUpload(id)) if id == "upload-2"));
    let elsewhere = Upload {
        id: "upload-3".to_owned(),
        plan: PlanId::new("hubei-2024").unwrap(),
        ..upload
    };
    let result = store.put_upload(&act(), &elsewhere).await;
    assert!(matches!(result, Err(StoreError::UnknownPlan(_))));
    let history = store
        .history(SubjectKind::Ledger, "hubei-2023:outfalls-yangtze")
        .await
        .unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["upload-received", "upload-committed", "upload-committed"]);
    assert_eq!(store.content_version(&plan).await.unwrap(), version);
}

async fn views_are_a_persons_own(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let (own, other) = (account(&store, "zhangsan").await.id, account(&store, "lisi").await.id);
    let view = |name: &str, sort: &str| View {
        name: name.to_owned(),
        query: Query::read(&ledger, [("sort", sort), ("f.river", "长江")]).unwrap(),
    };
    let save = async |store: &Store, person: &AccountId, view: &View| {
        store.put_view(&act(), person, &plan, &ledger.id, view).await
    };
    for view in [view("b", "key"), view("a", "-f.river"), view("b", "-key")] {
        save(&store, &own, &view).await.unwrap();
    }
    save(&store, &other, &view("b", "unit")).await.unwrap();
    let views = store.views(&own, &plan, &ledger.id).await.unwrap();
    assert_eq!(views, [view("a", "-f.river"), view("b", "-key")]);
    store.forget_view(&act(), &own, &plan, &ledger.id, "b").await.unwrap();
    let head = store.audit_head().await.unwrap();
    store.forget_view(&act(), &own, &plan, &ledger.id, "b").await.unwrap();
    assert_eq!(store.audit_head().await.unwrap(), head);
    assert_eq!(
        store.views(&own, &plan, &ledger.id).await.unwrap(),
        [view("a", "-f.river")]
    );
    assert_eq!(
        store.views(&other, &plan, &ledger.id).await.unwrap(),
        [view("b", "unit")]
    );

    let nobody = AccountId::new("nobody");
    let result = save(&store, &nobody, &view("a", "key")).await;
    assert!(matches!(result, Err(StoreError::UnknownAccount(id)) if id == nobody));
}
