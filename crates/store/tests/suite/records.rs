//! Records held against the audit: whatever is altered behind its back is found, and named.

use serde_json::json;
use yaodian_audit::Finding;
use yaodian_domain::{
    bulletin::{State, page::Pinned},
    id::PlanId,
    supervision::Step,
    time::DaySpan,
};
use yaodian_store::{Act, Put, Store};

use crate::{
    bulletins,
    cases::{next, slip},
    fixtures::{account, act, approved, day, draft, draft_of, plan, published, target, with_plan},
    harness::{Bench, cases},
    ledgers_outfalls::{change, many, of_key, outfalls, put, remove, row, row_at},
};
cases!(
    records_that_were_written_as_they_ought_to_fit,
    what_is_altered_behind_the_audit_is_named,
    rows_of_before_there_were_seals_hold_what_they_tell,
    the_end_in_the_footer_of_a_bulletin_is_held,
);

/// Some of everything, each sort changed at least once.
pub async fn filled(store: &Store) -> PlanId {
    let id = with_plan(store).await;
    let person = account(store, "zhangsan").await;
    let by = Act {
        by: person.actor(),
        ..act()
    };
    store.put_plan(&by, &plan("一。")).await.unwrap();
    let first = approved(store, &id, draft("9067")).await;
    store.create_report(&by, &id, &draft_of("420300", "12")).await.unwrap();
    // A correction takes the place of the first.
    let mut again = draft("9068");
    again.first_sent_on = first.first_sent_on;
    approved(store, &id, again).await;
    let opened = slip("420100", None);
    for case in [&opened, &next(&opened, Step::SignedFor)] {
        store.save_cases(&by, &id, std::slice::from_ref(case)).await.unwrap();
    }
    let year = DaySpan::new(day("2023-01-01"), day("2023-08-31")).unwrap();
    for value in ["10088", "10089"] {
        let figures = [(target("outfalls-yangtze"), published(value, year))];
        store.put_published(&by, &id, &figures).await.unwrap();
    }
    for text in ["数甲", "数乙"] {
        store
            .put_document(&by, &id, "series", &json!({ "a": text }))
            .await
            .unwrap();
    }
    let ledger = outfalls();
    put(store, &id, &ledger, many(0, 3).collect()).await;
    put(store, &id, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    let entry = of_key(store, &id, &ledger, "EZ-1").await;
    let after = row_at("EZ-1", "汉江", &["2023-05-01", "2023-06-01"]);
    put(store, &id, &ledger, vec![change(&entry, after)]).await;
    put(store, &id, &ledger, vec![Put::New(row("EZ-2", "长江"))]).await;
    let entry = of_key(store, &id, &ledger, "EZ-2").await;
    put(store, &id, &ledger, vec![remove(&entry)]).await;
    id
}

pub async fn found(store: &Store) -> Vec<Finding> {
    store.snapshot().await.unwrap().verify_records().await.unwrap()
}

async fn records_that_were_written_as_they_ought_to_fit(bench: Bench) {
    let store = &bench.store;
    assert_eq!(found(store).await, []);
    let id = filled(store).await;
    assert_eq!(found(store).await, []);
    // What somebody is called is in no seal.
    let person = store.accounts().await.unwrap().remove(0);
    let erased = store
        .erase_account(&act(), &person.id, |n| format!("已删除的用户 {n}"))
        .await;
    assert!(erased.unwrap().renamed > 0);
    assert_eq!(found(store).await, []);
    // One changed by itself, and then with others.
    let ledger = outfalls();
    let entry = of_key(store, &id, &ledger, "EZ-1").await;
    let mut puts: Vec<Put> = many(7, 2).collect();
    puts.push(change(&entry, row("EZ-1", "长江")));
    put(store, &id, &ledger, puts).await;
    assert_eq!(found(store).await, []);
}

/// What is altered, what undoes it, and of what sort the record is.
const ATTACKS: [(&str, &str, &str); 24] = [
    (
        "UPDATE reports SET body = REPLACE(body, '\"9068\"', '\"9968\"')",
        "UPDATE reports SET body = REPLACE(body, '\"9968\"', '\"9068\"')",
        "report",
    ),
    (
        "UPDATE reports SET body = REPLACE(body, '\"due\":\"2023-09-28\"', '\"due\":\"2023-10-28\"') WHERE state = 'draft'",
        "UPDATE reports SET body = REPLACE(body, '2023-10-28', '2023-09-28')",
        "report",
    ),
    (
        "UPDATE reports SET unit = '420200' WHERE unit = '420300'",
        "UPDATE reports SET unit = '420300' WHERE unit = '420200'",
        "report",
    ),
    (
        "UPDATE reports SET state = 'submitted' WHERE state = 'draft'",
        "UPDATE reports SET state = 'draft' WHERE state = 'submitted'",
        "report",
    ),
    (
        "UPDATE reports SET counts = 0 WHERE counts = 1",
        "UPDATE reports SET counts = 1 WHERE body LIKE '%\"9068\"%'",
        "report",
    ),
    (
        "UPDATE reports SET counts = 1 WHERE state = 'draft'",
        "UPDATE reports SET counts = 0 WHERE state = 'draft'",
        "report",
    ),
    // Another one of two that were approved counts.
    (
        "UPDATE reports SET counts = 0, replaced_on = '2023-09-25' WHERE body LIKE '%\"9068\"%';
         UPDATE reports SET counts = 1, replaced_on = NULL WHERE body LIKE '%\"9067\"%'",
        "UPDATE reports SET counts = 0, replaced_on = '2023-09-25' WHERE body LIKE '%\"9067\"%';
         UPDATE reports SET counts = 1, replaced_on = NULL WHERE body LIKE '%\"9068\"%'",
        "report",
    ),
    // It counted for some days more, or was never known.
    (
        "UPDATE reports SET replaced_on = '2023-10-25' WHERE replaced_on IS NOT NULL",
        "UPDATE reports SET replaced_on = '2023-09-25' WHERE replaced_on IS NOT NULL",
        "report",
    ),
    (
        "UPDATE reports SET replaced_on = NULL WHERE body LIKE '%\"9067\"%'",
        "UPDATE reports SET replaced_on = '2023-09-25' WHERE body LIKE '%\"9067\"%'",
        "report",
    ),
    (
        "UPDATE cases SET body = REPLACE(body, '2023-09-26', '2023-09-24')",
        "UPDATE cases SET body = REPLACE(body, '2023-09-24', '2023-09-26')",
        "case",
    ),
    (
        "UPDATE cases SET unit = '420200'",
        "UPDATE cases SET unit = '420100'",
        "case",
    ),
    (
        "UPDATE plan_versions SET body = REPLACE(body, 'Work plan', 'Other plan') WHERE version = 1",
        "UPDATE plan_versions SET body = REPLACE(body, 'Other plan', 'Work plan')",
        "plan",
    ),
    (
        "UPDATE documents SET body = REPLACE(body, '数甲', '数丙')",
        "UPDATE documents SET body = REPLACE(body, '数丙', '数甲')",
        "document",
    ),
    (
        "UPDATE published SET body = REPLACE(body, '\"10089\"', '\"10989\"')",
        "UPDATE published SET body = REPLACE(body, '\"10989\"', '\"10089\"')",
        "published",
    ),
    (
        "UPDATE published SET retired_by = 'x', retired_at = '2023-09-25T04:00:00.000000000Z' WHERE retired_at IS NULL",
        "UPDATE published SET retired_by = NULL, retired_at = NULL WHERE body LIKE '%\"10089\"%'",
        "published",
    ),
    (
        "UPDATE entries SET body = REPLACE(body, '汉江', '长江') WHERE key = 'EZ-1'",
        "UPDATE entries SET body = REPLACE(body, '长江', '汉江') WHERE key = 'EZ-1'",
        "entry",
    ),
    (
        "UPDATE entries SET reached = '2023-05-01' WHERE key = 'EZ-1'",
        "UPDATE entries SET reached = '2023-05-01 2023-06-01' WHERE key = 'EZ-1'",
        "entry",
    ),
    (
        "UPDATE entries SET gone = 0 WHERE key = 'EZ-2'",
        "UPDATE entries SET gone = 1 WHERE key = 'EZ-2'",
        "entry",
    ),
    // Of those that were changed together, too.
    (
        "UPDATE entries SET reached = '2023-04-02' WHERE key = 'EZ-00002'",
        "UPDATE entries SET reached = '' WHERE key = 'EZ-00002'",
        "ledger",
    ),
    // Of a version that was superseded, and of what was counted from it.
    (
        "UPDATE entry_versions SET body = REPLACE(body, '长江', '黄河') WHERE body LIKE '%长江%'",
        "UPDATE entry_versions SET body = REPLACE(body, '黄河', '长江') WHERE body LIKE '%黄河%'",
        "ledger",
    ),
    (
        "UPDATE movements SET known_on = '2023-09-24' WHERE stage = 2",
        "UPDATE movements SET known_on = '2023-09-25' WHERE stage = 2",
        "ledger",
    ),
    // The list is taken for empty, and a value stands where no field was when it was written.
    (
        "UPDATE ledgers SET seq = seq - 1000",
        "UPDATE ledgers SET seq = seq + 1000",
        "ledger",
    ),
    (
        "UPDATE entries SET body = REPLACE(body, '\"]', '\",\"x\"]') WHERE key = 'EZ-00001'",
        "UPDATE entries SET body = REPLACE(body, ',\"x\"]', ']') WHERE key = 'EZ-00001'",
        "ledger",
    ),
    (
        "UPDATE ledgers SET demonstration = 1",
        "UPDATE ledgers SET demonstration = 0",
        "ledger",
    ),
];

async fn what_is_altered_behind_the_audit_is_named(bench: Bench) {
    let store = &bench.store;
    filled(store).await;
    for (attack, undo, of) in ATTACKS {
        bench.raw(attack).await.unwrap();
        let found = found(store).await;
        // Of an entry its list tells as well.
        let fits = |kind: &str| kind == of || of == "entry" && kind == "ledger";
        let named = |found: &Finding| matches!(found, Finding::Record { kind, seq, .. } if fits(kind) && *seq > 0);
        assert!(!found.is_empty() && found.iter().all(named), "{attack}: {found:?}");
        let of_sort = |found: &Finding| matches!(found, Finding::Record { kind, .. } if kind == of);
        assert!(found.iter().any(of_sort), "{attack}: {found:?}");
        bench.raw(undo).await.unwrap();
        assert_eq!(self::found(store).await, [], "{undo}");
    }
    // Taken away, and made up.
    let made_up = "INSERT INTO reports (id, plan, target, unit, period, revision, state, counts, created_at, changed_at, changed_by, body)
        SELECT 'ffffffff-made-up', plan, target, '420200', period, revision, state, counts, created_at, changed_at, changed_by, body
        FROM reports WHERE state = 'draft'";
    bench.raw(made_up).await.unwrap();
    bench
        .raw("DELETE FROM cases; DELETE FROM documents WHERE version = 1; DELETE FROM entries WHERE key = 'EZ-1'")
        .await
        .unwrap();
    let found = found(store).await;
    let [
        Finding::RecordAdded { id: added, .. },
        Finding::RecordGone { kind: case, .. },
        Finding::RecordGone { kind: document, .. },
        Finding::RecordGone { kind: entry, .. },
        // What is left of its list.
        Finding::Record { .. },
        ..,
    ] = found.as_slice()
    else {
        panic!("{found:?}");
    };
    assert_eq!(
        [added, case, document, entry],
        ["ffffffff-made-up", "case", "document", "entry"]
    );
}

async fn rows_of_before_there_were_seals_hold_what_they_tell(bench: Bench) {
    let store = &bench.store;
    filled(store).await;
    bench
        .raw(if bench.is_sqlite() {
            "DROP TRIGGER audit_no_update; UPDATE audit SET detail = json_remove(detail, '$.record', '$.held')"
        } else {
            "ALTER TABLE audit DISABLE TRIGGER USER;
             UPDATE audit SET detail = regexp_replace(detail, ',\"record\":\"[0-9a-f]{64}\"', '');
             UPDATE audit SET detail = regexp_replace(detail, ',\"held\":[{][^}]*[}]', '')"
        })
        .await
        .unwrap();
    assert_eq!(found(store).await, []);
    for (attack, of) in [
        (
            "UPDATE reports SET body = REPLACE(body, '\"9068\"', '\"9968\"')",
            "report",
        ),
        ("UPDATE cases SET body = REPLACE(body, '已核', '未核')", "case"),
        ("UPDATE movements SET number = number + 1 WHERE stage = 0", "ledger"),
    ] {
        bench.raw(attack).await.unwrap();
        let found = found(store).await;
        assert!(
            found
                .iter()
                .any(|found| matches!(found, Finding::Record { kind, .. } if kind == of)),
            "{attack}: {found:?}"
        );
    }
}

async fn the_end_in_the_footer_of_a_bulletin_is_held(bench: Bench) {
    let store = &bench.store;
    let id = filled(store).await;
    let end = store.audit_head().await.unwrap();
    for (edition, hash, fits) in [("2023-08", end.hash.clone(), true), ("2023-07", "0".repeat(64), false)] {
        let draft = bulletins::draft(edition);
        store.create_bulletin(&act(), &id, &draft).await.unwrap();
        let mut issued = bulletins::published_by(&draft, "2023-09-25", "王五");
        if let State::Published { shown, .. } = &mut issued.state {
            shown.0.pinned = Some(Pinned {
                seq: end.seq,
                hash: hash.clone(),
                said: hash.clone(),
            });
        }
        store.save_bulletin(&act(), &id, &issued).await.unwrap();
        let seq = Some(end.seq);
        let expected = if fits {
            vec![]
        } else {
            vec![Finding::NotThrough { seq, hash }]
        };
        assert_eq!(found(store).await, expected);
    }
}
