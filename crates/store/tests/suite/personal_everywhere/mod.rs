//! A person who has left something in every table that can hold it: copied, then erased.
//!
//! All that is told of the person here is made up, and begins with one of [`MADE_UP`]; so it is found wherever it is.

mod hands;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yaodian_store::{
    StoreError,
    personal::{COLUMNS, Holds},
    whole::Cell,
};

use crate::{
    fixtures::{account, act, newcomer, plan_id},
    harness::{Bench, cases},
    ledgers_outfalls as outfalls,
    personal::{called, everything, export, parts, verified},
};

pub use hands::everywhere;
use hands::{MADE_UP, ledger};

cases!(
    nothing_of_an_erased_person_is_left_in_any_table,
    what_a_person_wrote_and_sent_is_in_the_copy,
    a_namesake_in_a_ledger_stays_named,
);

/// The made-up beginnings that a text has.
fn told(text: &str) -> Vec<&'static str> {
    MADE_UP.into_iter().filter(|word| text.contains(word)).collect()
}

async fn nothing_of_an_erased_person_is_left_in_any_table(bench: Bench) {
    let store = &bench.store;
    let person = everywhere(store).await.person;
    // Each of the tables has something of the person, or of somebody whom a ledger names: nothing below is vacuous.
    let copy = store.personal_data(&person.id).await.unwrap();
    let filled: BTreeSet<&str> = (copy.tables.iter())
        .filter(|table| !table.rows.is_empty())
        .map(|table| table.table)
        .collect();
    for held in COLUMNS {
        if held.columns.iter().any(|(_, holds)| holds.is_of_accounts()) && !held.table.starts_with("audit") {
            assert!(filled.contains(held.table), "nothing is in {}", held.table);
        }
    }
    let mut snapshot = store.snapshot().await.unwrap();
    for held in COLUMNS
        .iter()
        .filter(|held| held.columns.iter().any(|(_, holds)| *holds == Holds::Named))
    {
        let mut rows = 0;
        let counted = snapshot.each_chunk(held.table, async |chunk| {
            rows += chunk.len();
            Ok::<_, StoreError>(())
        });
        counted.await.unwrap();
        assert!(rows > 0, "nothing is in {}", held.table);
    }
    drop(snapshot);
    assert_eq!(told(&everything(store).await), MADE_UP);
    let before = parts(store).await;
    let exported = export(&before.0, &before.1);

    let erased = store.erase_account(&act(), &person.id, called).await.unwrap();
    assert_eq!(erased.old_rows, 0);
    let all = everything(store).await;
    for line in all.lines() {
        assert_eq!(told(line), [""; 0], "{line}");
    }
    // What files were called is gone, and how to open them is not.
    for end in ["pdf", "jpg", "xlsx", "docx"] {
        assert!(all.contains(&format!("已删除的用户 1.{end}")), "{end}");
    }
    assert!(all.contains("请报送后告诉已删除的用户 1，或写信到 已删除的用户 1"));
    // Whoever is named in a ledger is somebody else.
    assert!(all.contains("王小波"));
    let after = parts(store).await;
    assert_eq!((after.2.findings.as_slice(), after.2.erased), (&[][..], erased.texts));
    assert!(verified(&exported).is_whole() && verified(&export(&after.0, &after.1)).is_whole());

    if let Some(file) = bench.url.strip_prefix("sqlite://") {
        store.overwrite_what_went().await.unwrap();
        for end in ["", "-wal"] {
            let bytes = std::fs::read(format!("{file}{end}")).unwrap_or_default();
            assert!(end == "-wal" || !bytes.is_empty());
            for word in MADE_UP {
                assert!(
                    !bytes.windows(word.len()).any(|part| part == word.as_bytes()),
                    "{word} in {end}"
                );
            }
        }
    }
}

async fn what_a_person_wrote_and_sent_is_in_the_copy(bench: Bench) {
    let store = &bench.store;
    let person = everywhere(store).await.person;
    let copy = store.personal_data(&person.id).await.unwrap();
    let text = |text: &str| Cell::Text(text.to_owned());
    for (table, column, value) in [
        ("attachments", "name", "欧阳的附件.pdf"),
        ("evidence", "name", "欧阳的照片.jpg"),
        ("evidence", "place", "114.30517,30.59328"),
        ("uploads", "name", "欧阳的台账.xlsx"),
        ("measurement_batches", "name", "欧阳的监测.xlsx"),
        ("posts", "title", "欧阳副处长"),
    ] {
        let table = copy.tables.iter().find(|copied| copied.table == table).unwrap();
        assert_eq!(table.rows[0][column], text(value));
    }
    let words: Vec<(&str, &str, &str)> = (copy.words.iter())
        .map(|words| (words.action.as_str(), words.field.as_str(), words.text.as_str()))
        .collect();
    for wrote in [
        ("report-created", "/after/progress", "已完成排查"),
        ("case-opened", "/step/note", "申请销号"),
        ("target-judged", "/judgement/reason", "台账未核"),
        ("period-reopened", "/reason", "补报"),
        ("closing-asked", "/request/choices/0/reason", "未完成"),
    ] {
        assert!(words.contains(&wrote), "{wrote:?}: {words:?}");
    }
    assert!(
        words
            .iter()
            .any(|(action, _, text)| *action == "nudged" && text.contains("请报送后告诉"))
    );
    // What stayed as it was is not written again, nor is what ledgers say.
    assert!(!words.iter().any(|(action, ..)| *action == "report-submitted"));
    assert!(
        !words
            .iter()
            .any(|(.., text)| text.contains("长江") || text.contains("王小波"))
    );
    let first = &copy.words[0];
    assert_eq!(
        (first.at.to_string().starts_with("2023-09-25T06:"), first.plan.clone()),
        (true, Some(plan_id()))
    );
    // Nobody else's words and files are in anybody's copy.
    let other = account(store, "wangwu").await;
    let copy = store.personal_data(&other.id).await.unwrap();
    let json: Value = json!([copy.tables, copy.words]);
    assert_eq!(told(&json.to_string()), [""; 0]);
}

async fn a_namesake_in_a_ledger_stays_named(bench: Bench) {
    let store = &bench.store;
    let hands = everywhere(store).await;
    let mut new = newcomer("wang");
    "王小波".clone_into(&mut new.name);
    let namesake = store.create_account(&act(), new).await.unwrap();
    store.erase_account(&act(), &namesake.id, called).await.unwrap();
    let entry = outfalls::of_key(store, &plan_id(), &ledger(), "EZ-1").await;
    assert_eq!(entry.row.values[1].as_deref(), Some("王小波"));
    let history = store
        .history(yaodian_store::SubjectKind::Entry, &entry.id.0.to_string())
        .await
        .unwrap();
    assert_eq!(history[0].detail["after"]["private"]["person"], "王小波");
    assert!(parts(store).await.2.is_whole());
    drop(hands);
}
