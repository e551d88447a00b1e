//! People whom ledgers name: found by what it says of them, and erased.

use yaodian_domain::{
    id::EntryId,
    ledger::{FieldKind, Ledger, Row},
    plan::Plan,
    privacy::Sought,
};
use yaodian_store::{
    AuditCheck, Listed, Put, Store, SubjectKind,
    personal::named::{Taken, Whom},
};

use crate::{
    fixtures::{act, plan, plan_id},
    harness::{Bench, cases},
    ledgers_outfalls::{change, counts_fit, of_key, put, row, with_fields},
    measurements_batches as measured,
    personal::{everything, export, parts, verified},
    records::found,
};

cases!(
    whoever_is_named_is_found_and_erased_from_every_version,
    one_entry_alone_can_be_meant,
    what_the_audit_hashes_stays_and_is_counted,
    nothing_is_done_where_nobody_is_found,
    a_later_plan_may_have_dropped_the_field,
    rows_that_were_set_aside_change_for_an_erasure_only,
);

const NAME: &str = "王小波";
const PHONE: &str = "027-1234567";
const PUT: &str = "已删除";

fn ledger() -> Ledger {
    let mut ledger = with_fields(&["river", "person", "phone"]);
    ledger.fields[1].kind = FieldKind::Person;
    ledger.fields[2].private = true;
    ledger
}

async fn with_ledger(store: &Store) -> Ledger {
    let plan = Plan {
        ledgers: vec![ledger()],
        ..plan("主要目标。")
    };
    store.put_plan(&act(), &plan).await.unwrap();
    ledger()
}

fn of(key: &str, river: &str, person: &str, phone: &str) -> Row {
    Row {
        values: [river, person, phone].map(|value| Some(value.to_owned())).into(),
        ..row(key, "")
    }
}

fn whom(values: &[&str], entry: Option<EntryId>) -> Whom {
    Whom {
        values: values.iter().map(|value| Sought::new(value).unwrap()).collect(),
        entry,
    }
}

async fn whoever_is_named_is_found_and_erased_from_every_version(bench: Bench) {
    let store = &bench.store;
    let ledger = with_ledger(store).await;
    let plan = plan_id();
    put(store, &plan, &ledger, vec![Put::New(of("EZ-1", "长江", NAME, PHONE))]).await;
    let entry = of_key(store, &plan, &ledger, "EZ-1").await;
    let later = of("EZ-1", "汉江", &format!("李四、{NAME}"), &format!("转 {PHONE}"));
    put(store, &plan, &ledger, vec![change(&entry, later)]).await;
    // Others, of whom one has a longer name and a longer number.
    let others = [
        of("EZ-2", "长江", "王小波涛", "1027-1234567"),
        of("EZ-3", "长江", "赵六", "110"),
    ];
    put(store, &plan, &ledger, others.map(Put::New).into()).await;
    let rows = vec![measured::raw("A", "2023-05-01", "{}")];
    let mut held = [measured::held(2, "B"), measured::held(3, "C")];
    held[0].cells[1] = format!("采样人{NAME}");
    store
        .put_measurements(&act(), &measured::batch(), rows, held.into())
        .await
        .unwrap();
    let seen = store.entries_since(&plan, &ledger, 0, |_| {}).await.unwrap();

    // As somebody else would part the number.
    let both = whom(&[NAME, "027 123-4567"], None);
    let named = store.named(&both).await.unwrap();
    let versions: Vec<_> = (named.entries.iter())
        .map(|found| (found.key.as_str(), found.version, found.latest, found.fields.len()))
        .collect();
    assert_eq!(versions, [("EZ-1", 1, false, 2), ("EZ-1", 2, true, 2)]);
    assert_eq!(named.entries[0].fields[0], ("person".to_owned(), NAME.to_owned()));
    assert_eq!(named.set_aside[0].cells[0].1, format!("采样人{NAME}"));
    assert_eq!((named.set_aside.len(), named.audit, named.hashed.len()), (1, 2, 0));
    // By the name alone the number beside it is told, so that it can be asked for, too.
    let by_name = store.named(&whom(&[NAME], None)).await.unwrap();
    assert_eq!(by_name.entries[0].beside, [("phone".to_owned(), PHONE.to_owned())]);

    let before = parts(store).await;
    let taken = store.erase_named(&act(), &both, PUT).await.unwrap();
    let texts = before
        .1
        .iter()
        .filter(|text| text.value.contains(NAME) || text.value.contains(PHONE));
    let texts = texts.filter(|text| text.field.contains("/private/")).count();
    assert_eq!(
        taken,
        Taken {
            versions: 2,
            rows: 1,
            texts,
            hashed: 0
        }
    );
    assert_eq!(texts, 6, "as added, and before and after the change");
    let all = everything(store).await;
    for line in all.lines().filter(|line| line.contains(NAME) || line.contains(PHONE)) {
        assert!(line.contains("王小波涛") || line.contains("1027-1234567"), "{line}");
    }
    let entry = of_key(store, &plan, &ledger, "EZ-1").await;
    let values: Vec<_> = entry.row.values.iter().map(|value| value.as_deref().unwrap()).collect();
    assert_eq!(values, ["汉江", "李四、已删除", "转 已删除"]);
    let other = of_key(store, &plan, &ledger, "EZ-2").await;
    assert_eq!(other.row.values[1].as_deref(), Some("王小波涛"));
    // Whoever keeps the ledger in memory reads it anew.
    let mut listed = Vec::new();
    let now = store
        .entries_since(&plan, &ledger, seen, |one| listed.push(one))
        .await
        .unwrap();
    assert!(
        now > seen && matches!(&listed[..], [Listed::There(there)] if there == &entry),
        "{listed:?}"
    );
    counts_fit(store, &plan, &ledger).await;
    // The chain holds, and says what went; nothing of it says who it was.
    let head = store.audit_head().await.unwrap();
    assert_eq!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(head));
    let after = parts(store).await;
    assert!(after.2.is_whole() && after.2.erased == texts, "{:?}", after.2);
    assert!(verified(&export(&before.0, &before.1)).is_whole());
    assert_eq!(verified(&export(&after.0, &after.1)).erased, texts);
    let history = store.history(SubjectKind::Named, "ledgers").await.unwrap();
    assert_eq!((history.len(), history[0].action.as_str()), (1, "named-erased"));
    assert!(store.named(&both).await.unwrap().entries.is_empty());
    if let Some(file) = bench.url.strip_prefix("sqlite://") {
        store.overwrite_what_went().await.unwrap();
        let bytes = std::fs::read(file).unwrap();
        let word = format!("采样人{NAME}");
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()));
    }
}

async fn one_entry_alone_can_be_meant(bench: Bench) {
    let store = &bench.store;
    let ledger = with_ledger(store).await;
    let plan = plan_id();
    for key in ["EZ-1", "EZ-2"] {
        put(store, &plan, &ledger, vec![Put::New(of(key, "长江", NAME, PHONE))]).await;
    }
    let entry = of_key(store, &plan, &ledger, "EZ-2").await;
    let one = whom(&[NAME], Some(entry.id));
    assert_eq!(store.named(&whom(&[NAME], None)).await.unwrap().entries.len(), 2);
    let taken = store.erase_named(&act(), &one, PUT).await.unwrap();
    assert_eq!((taken.versions, taken.texts), (1, 1));
    let person = async |key| of_key(store, &plan, &ledger, key).await.row.values[1].clone();
    assert_eq!(
        (person("EZ-1").await.as_deref(), person("EZ-2").await.as_deref()),
        (Some(NAME), Some(PUT))
    );
    let history = async |id: EntryId| store.history(SubjectKind::Entry, &id.0.to_string()).await.unwrap();
    let private = |row: &yaodian_store::AuditRow| row.detail["after"]["private"].clone();
    assert!(private(&history(entry.id).await[0])["person"].is_null());
    assert_eq!(private(&history(entry.id).await[0])["phone"], PHONE);
    let first = of_key(store, &plan, &ledger, "EZ-1").await;
    assert_eq!(private(&history(first.id).await[0])["person"], NAME);
    assert!(parts(store).await.2.is_whole());
}

async fn what_the_audit_hashes_stays_and_is_counted(bench: Bench) {
    let store = &bench.store;
    let ledger = with_ledger(store).await;
    let plan = plan_id();
    // In a field that anybody may see.
    put(
        store,
        &plan,
        &ledger,
        vec![Put::New(of("EZ-1", "王小波承包段", "赵六", "1"))],
    )
    .await;
    let named = store.named(&whom(&[NAME], None)).await.unwrap();
    assert_eq!((named.entries.len(), named.audit, named.hashed.len()), (1, 0, 1));
    let taken = store.erase_named(&act(), &whom(&[NAME], None), PUT).await.unwrap();
    assert_eq!((taken.versions, taken.texts, taken.hashed), (1, 0, 1));
    let entry = of_key(store, &plan, &ledger, "EZ-1").await;
    assert_eq!(entry.row.values[0].as_deref(), Some("已删除承包段"));
    assert!(parts(store).await.2.is_whole());
    // What stands there since is held like what stood there before.
    assert_eq!(found(store).await, []);
    let altered = bench
        .raw("UPDATE entries SET body = REPLACE(body, '承包段', '河段')")
        .await;
    altered.unwrap();
    assert_eq!(found(store).await.len(), 1, "of what its change made");
    // An erasure makes good nothing that did not fit before.
    let other = store.erase_named(&act(), &whom(&["赵六"], None), PUT).await.unwrap();
    assert_eq!((other.versions, found(store).await.len()), (1, 1));
    let back = bench
        .raw("UPDATE entries SET body = REPLACE(body, '河段', '承包段')")
        .await;
    back.unwrap();
    let again = store.named(&whom(&[NAME], None)).await.unwrap();
    assert_eq!((again.entries.len(), again.hashed), (0, named.hashed));
}

async fn nothing_is_done_where_nobody_is_found(bench: Bench) {
    let store = &bench.store;
    let ledger = with_ledger(store).await;
    put(
        store,
        &plan_id(),
        &ledger,
        vec![Put::New(of("EZ-1", "长江", "赵六", "1"))],
    )
    .await;
    let head = store.audit_head().await.unwrap();
    for sought in [NAME, "%%", "__", "赵六'", "长江\""] {
        let taken = store.erase_named(&act(), &whom(&[sought], None), PUT).await.unwrap();
        assert_eq!(
            (taken.versions, taken.rows, taken.texts, taken.hashed),
            (0, 0, 0, 0),
            "{sought}"
        );
    }
    assert_eq!(store.audit_head().await.unwrap(), head);
}

async fn a_later_plan_may_have_dropped_the_field(bench: Bench) {
    let store = &bench.store;
    let ledger = with_ledger(store).await;
    put(
        store,
        &plan_id(),
        &ledger,
        vec![Put::New(of("EZ-1", "长江", NAME, PHONE))],
    )
    .await;
    let later = Plan {
        ledgers: vec![with_fields(&["river"])],
        ..plan("主要目标。")
    };
    store.put_plan(&act(), &later).await.unwrap();
    let taken = store
        .erase_named(&act(), &whom(&[NAME, PHONE], None), PUT)
        .await
        .unwrap();
    assert_eq!((taken.versions, taken.texts), (1, 2));
    let all = everything(store).await;
    assert!(!all.contains(NAME) && !all.contains(PHONE));
    assert!(parts(store).await.2.is_whole());
}

async fn rows_that_were_set_aside_change_for_an_erasure_only(bench: Bench) {
    let store = &bench.store;
    with_ledger(store).await;
    let rows = vec![measured::raw("A", "2023-05-01", "{}")];
    store
        .put_measurements(&act(), &measured::batch(), rows, vec![measured::held(2, "B")])
        .await
        .unwrap();
    for sql in [
        "UPDATE held_rows SET cells = '[]'",
        "DELETE FROM held_rows",
        "BEGIN; INSERT INTO erasing (account) VALUES (''); DELETE FROM held_rows; COMMIT",
        "BEGIN; INSERT INTO erasing (account) VALUES (''); UPDATE measurements SET body = '[]'; COMMIT",
    ] {
        assert!(bench.raw(sql).await.is_err(), "{sql}");
    }
}
