//! What an earlier version left is there after an upgrade, from whichever version.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use yaodian_domain::access::Duty;
use yaodian_store::{
    AuditCheck, Store, StoreError,
    whole::{Cell, known_schema, lay_out},
};

use crate::{
    fixtures::{act, draft, draft_of, plan, plan_id, unit},
    harness::{Bench, cases},
};

cases!(every_earlier_version_can_be_upgraded);

const PERSON: &str = "0190a000-0000-7000-8000-000000000001";
const NOON: &str = "2023-09-25T04:00:00.000000000Z";

/// A row of the audit, chained by the rule as its description tells it, and not by the program's own code.
fn chained(before: &str, seq: i64, texts: &[Option<&str>]) -> String {
    let part = |text: Option<&str>| text.map_or("-".to_owned(), |text| format!("{}:{text}", text.len()));
    let seq = seq.to_string();
    let all = [Some(before), Some(&seq)].into_iter().chain(texts.iter().copied());
    let all: String = all.map(part).collect();
    Sha256::digest(all)
        .iter()
        .fold(String::new(), |all, byte| all + &format!("{byte:02x}"))
}

fn quoted(text: Option<&str>) -> String {
    text.map_or("NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''")))
}

/// What stood in a database of the version of `last`: a plan, a person, a report that is written, and what
/// the audit says of them.
fn rows(last: i64) -> Vec<String> {
    let mut body = serde_json::to_value(plan("主要目标。")).unwrap();
    let mut report = serde_json::to_value(draft("9067")).unwrap();
    if last < 11 {
        body["calendar"] = serde_json::json!({ "opens_on": 20, "due_on": 28, "closes_on": 10 });
        report.as_object_mut().unwrap().remove("due");
    }
    let id = report["id"].as_str().unwrap().to_owned();
    let duties = "[\"reporter\"]";
    let mut all = vec![
        "INSERT INTO plans (id, title_zh, title_en, starts_on, ends_on, version, content_version)
         VALUES ('hubei-2023', '要点', 'Plan', '2023-01-01', '2023-12-31', 1, 1),
                ('hubei-2022', '旧', 'Old', '2022-01-01', '2022-12-31', 1, 1)"
            .to_owned(),
        format!(
            "INSERT INTO plan_versions VALUES ('hubei-2023', 1, '{NOON}', 'test', {})",
            quoted(Some(&body.to_string()))
        ),
        format!(
            "INSERT INTO reports (id, plan, target, unit, period, revision, state, counts, created_at, changed_at, changed_by, body)
             VALUES ('{id}', 'hubei-2023', 'outfalls-yangtze', '420100', '2023-09', 1, 'draft', 0, '{NOON}', '{NOON}', '张三', {})",
            quoted(Some(&report.to_string()))
        ),
    ];
    if last < 10 {
        all.push(format!(
            "INSERT INTO accounts (id, login, login_key, name, unit, duties, active, password_hash, created_at)
             VALUES ('{PERSON}', 'ZhangSan', 'zhangsan', '张三', '420100', '{duties}', 1, NULL, '{NOON}')"
        ));
    } else {
        all.push(format!(
            "INSERT INTO accounts (id, login, login_key, name, active, password_hash, created_at)
             VALUES ('{PERSON}', 'ZhangSan', 'zhangsan', '张三', 1, NULL, '{NOON}')"
        ));
        all.push(format!(
            "INSERT INTO posts (id, account, unit, duties, title, from_day, given_at)
             VALUES ('{PERSON}', '{PERSON}', '420100', '{duties}', '', '2023-01-01', '{NOON}')"
        ));
    }
    let mut before = String::new();
    let told = [
        ("system", None, "plan-loaded", "plan", "hubei-2023", r#"{"version":1}"#),
        (
            "command",
            None,
            "account-created",
            "account",
            PERSON,
            "{\"name\":\"张三 'x'\"}",
        ),
        (
            "account",
            Some(PERSON),
            "report-created",
            "report",
            id.as_str(),
            r#"{"to":"draft"}"#,
        ),
    ];
    for (seq, (kind, actor, action, subject, subject_id, detail)) in (1..).zip(told) {
        let mut texts = vec![
            Some(NOON),
            Some(kind),
            actor,
            Some("张三"),
            Some(action),
            Some(subject),
            Some(subject_id),
            Some("hubei-2023"),
            Some(detail),
        ];
        let mut columns =
            "seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail".to_owned();
        if last >= 10 && actor.is_some() {
            columns.push_str(", actor_unit, actor_post");
            texts.extend([Some("420100"), Some(PERSON)]);
        }
        before = chained(&before, seq, &texts);
        let values: Vec<String> = texts.into_iter().map(quoted).collect();
        all.push(format!(
            "INSERT INTO audit ({columns}, hash) VALUES ({seq}, {}, '{before}')",
            values.join(", ")
        ));
        all.push(format!("UPDATE audit_head SET seq = {seq}, hash = '{before}'"));
    }
    all
}

/// What stands in a column of a row that is there for no other reason than to be there after the upgrade.
fn any_value(table: &str, column: &str) -> String {
    match (table, column) {
        // Nothing may be written on a year that is closed.
        ("closings", "plan") | ("carried", "from_plan") => "'hubei-2022'".to_owned(),
        (_, "plan" | "into_plan") => "'hubei-2023'".to_owned(),
        ("access_keys", "account" | "post" | "scopes")
        | ("sessions", "post")
        | (_, "replaces" | "deputy_of" | "corrects") => "NULL".to_owned(),
        // Of no row that there is.
        ("audit_personal", "seq") => "1000".to_owned(),
        (_, "account") => format!("'{PERSON}'"),
        _ => "'1'".to_owned(),
    }
}

/// All rows by table, each by the names of its columns.
async fn everything(store: &Store) -> BTreeMap<String, Vec<BTreeMap<String, Cell>>> {
    let mut all = BTreeMap::new();
    let mut snapshot = store.snapshot().await.unwrap();
    for table in snapshot.tables() {
        let mut rows = Vec::new();
        let taken = snapshot
            .each_chunk(&table.name, async |chunk| {
                rows.extend(
                    chunk
                        .into_iter()
                        .map(|row| table.columns.iter().cloned().zip(row).collect()),
                );
                Ok::<_, StoreError>(())
            })
            .await;
        taken.unwrap();
        all.insert(table.name.clone(), rows);
    }
    all
}

/// Puts a row into every table that has none. Whatever a row refers to is put first, by trying.
async fn a_row_in_every_table(bench: &Bench) {
    let store = Store::open_as_is(&bench.url).await.unwrap();
    let tables = store.snapshot().await.unwrap().tables();
    let there = everything(&store).await;
    store.close().await;
    let mut left: Vec<_> = tables
        .into_iter()
        .filter(|table| there[&table.name].is_empty())
        .collect();
    while !left.is_empty() {
        let before = left.len();
        let mut again = Vec::new();
        for table in left {
            let names: Vec<String> = table.columns.iter().map(|name| format!("\"{name}\"")).collect();
            let values: Vec<String> = table.columns.iter().map(|name| any_value(&table.name, name)).collect();
            let sql = format!(
                "INSERT INTO {} ({}) VALUES ({})",
                table.name,
                names.join(", "),
                values.join(", ")
            );
            // SQLite looks at references only where it is told to.
            let sql = if bench.is_sqlite() {
                format!("PRAGMA foreign_keys = ON; {sql}")
            } else {
                sql
            };
            if bench.raw(&sql).await.is_err() {
                again.push(table);
            }
        }
        assert!(again.len() < before, "no row goes into {again:?}; see any_value");
        left = again;
    }
}

async fn every_earlier_version_can_be_upgraded(bench: Bench) {
    bench.store.close().await;
    let known = known_schema();
    for n in 1..=known.len() {
        let schema = &known[..n];
        let last = *schema.last().unwrap();
        bench.empty().await;
        lay_out(&bench.url, schema).await.unwrap();
        bench.raw(&rows(last).join(";\n")).await.unwrap();
        a_row_in_every_table(&bench).await;
        let as_is = Store::open_as_is(&bench.url).await.unwrap();
        assert_eq!(as_is.snapshot().await.unwrap().schema(), schema);
        let before = everything(&as_is).await;
        as_is.close().await;

        let store = bench.again().await;
        let after = everything(&store).await;
        assert_eq!(store.snapshot().await.unwrap().schema(), known);
        for (table, rows) in &before {
            // Whoever was signed in signs in once more, and what failed before is forgotten.
            if last < 17 && ["sessions", "failed_sign_ins"].contains(&table.as_str()) {
                continue;
            }
            // The one table that gave way to another one, which has its rows.
            let table = if table == "machine_keys" {
                "access_keys"
            } else {
                table.as_str()
            };
            let now = &after[table];
            assert_eq!(now.len(), rows.len(), "{last}: {table}");
            for (old, new) in rows.iter().zip(now) {
                for (column, cell) in old {
                    let written_anew =
                        [("reports", "body"), ("plan_versions", "body")].contains(&(table, column.as_str()));
                    let same = new.get(column).is_none_or(|new| new == cell);
                    assert!(
                        same || written_anew && last < 11,
                        "{last}: {table}.{column}: {cell:?}, {:?}",
                        new[column]
                    );
                }
            }
        }
        if last < 26 {
            let issuers: Vec<_> = after["plans"].iter().map(|row| &row["issuer_zh"]).collect();
            for issuer in [plan("").issuer.zh, String::new()] {
                assert!(issuers.contains(&&Cell::Text(issuer)), "{last}: {issuers:?}");
            }
        }
        // What counts can be read as what it was, and work goes on.
        assert_eq!(
            store.plan(&plan_id()).await.unwrap().unwrap().text,
            "主要目标。",
            "{last}"
        );
        let (account, post) = {
            let accounts = store.accounts().await.unwrap();
            let account = accounts
                .into_iter()
                .find(|account| account.login == "ZhangSan")
                .unwrap();
            let posts = store.posts_of(&account.id).await.unwrap();
            (
                account,
                posts.into_iter().find(|post| post.unit == unit("420100")).unwrap(),
            )
        };
        assert_eq!(
            (account.name.as_str(), post.duties.as_slice()),
            ("张三", [Duty::Reporter].as_slice())
        );
        let report = before["reports"][0]["id"].text().unwrap().parse().unwrap();
        let (_, report) = store.report(&report).await.unwrap().unwrap();
        assert_eq!(
            (report.due, &report.content),
            (draft("9067").due, &draft("9067").content),
            "{last}"
        );
        let AuditCheck::Whole(head) = store.check_audit(None).await.unwrap() else {
            panic!("{last}: the audit is broken");
        };
        assert_eq!(head.seq, 3);
        let next = report.edit(report.revision, draft("9068").content).unwrap();
        store.save_report(&act(), &report, &next).await.unwrap();
        store
            .create_report(&act(), &plan_id(), &draft_of("420200", "1"))
            .await
            .unwrap();
        assert!(matches!(store.check_audit(Some(&head)).await.unwrap(), AuditCheck::Whole(head) if head.seq == 5));
        store.close().await;
    }
}
