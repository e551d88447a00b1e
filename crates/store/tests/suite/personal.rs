//! What is kept about persons: the list, a copy, and what is left after an erasure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use yaodian_audit::{AuditLine, Export, Finding, Part, PersonalLine, Verified, verify_export};
use yaodian_store::{
    Account, Act, Actor, AuditCheck, ReportFilter, Store, StoreError, SubjectKind,
    personal::{COLUMNS, Holds},
    whole::Cell,
};

use crate::{
    fixtures::{
        account, act, act_at, content, draft, draft_of, newcomer, noon, plan, plan_id, save, session, with_plan,
    },
    harness::{Bench, cases},
    links::link,
};

cases!(
    every_column_is_listed,
    a_copy_has_all_that_the_list_has,
    an_erased_person_is_told_nowhere_and_the_chain_holds,
    a_namesake_stays,
    what_is_taken_away_otherwise_is_found_out,
    nothing_but_an_erasure_touches_what_is_kept_beside_the_chain,
    rows_of_the_first_form_keep_what_they_hash,
);

const NAME: &str = "欧阳修远";
const MAIL: &str = "ouyang@example.org";

/// A person who did something of many kinds.
async fn ouyang(store: &Store) -> Account {
    let mut new = newcomer("ouyang");
    NAME.clone_into(&mut new.name);
    new.email = Some(MAIL.to_owned());
    let mut person = store.create_account(&act(), new).await.unwrap();
    let later = noon() + jiff::SignedDuration::from_hours(5);
    store.set_password_hash(&act(), &person.id, "hash", None).await.unwrap();
    store
        .put_session(&act(), &session("token", &person.id, later))
        .await
        .unwrap();
    store.put_link(&act(), &link("link", &person)).await.unwrap();
    person = store.account(&person.id).await.unwrap().unwrap();
    let own = by(&person, "2023-09-25T06:00:00Z");
    let report = draft("9067");
    store.create_report(&own, &plan_id(), &report).await.unwrap();
    let (_, report) = store.report(&report.id).await.unwrap().unwrap();
    let own = by(&person, "2023-09-25T06:00:01Z");
    let sent = report
        .send(
            report.revision,
            content("9067"),
            NAME,
            "2023-09-25".parse().unwrap(),
            &plan("x").reports,
        )
        .unwrap();
    store.save_report(&own, &report, &sent).await.unwrap();
    store
        .put_plan(&by(&person, "2023-09-25T06:00:02Z"), &plan("二。"))
        .await
        .unwrap();
    person
}

fn by(person: &Account, at: &str) -> Act {
    Act {
        by: person.actor(),
        ..act_at(at)
    }
}

pub fn called(number: i64) -> String {
    format!("已删除的用户 {number}")
}

/// All that a database holds, as one text.
pub async fn everything(store: &Store) -> String {
    let mut all = String::new();
    let mut snapshot = store.snapshot().await.unwrap();
    for table in snapshot.tables() {
        let taken = snapshot.each_chunk(&table.name, async |rows| {
            for cell in rows.iter().flatten() {
                all.push_str(cell.text().unwrap_or_default());
                all.push('\n');
            }
            Ok::<_, StoreError>(())
        });
        taken.await.unwrap();
    }
    all
}

pub async fn parts(store: &Store) -> (Vec<AuditLine>, Vec<PersonalLine>, Verified) {
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    let mut snapshot = store.snapshot().await.unwrap();
    let verified = snapshot.verify_audit(Vec::new(), |part| {
        match part {
            Part::Row(row) => rows.push(row.clone()),
            Part::Personal(text) => texts.push(text.clone()),
        }
        Ok::<_, StoreError>(())
    });
    let verified = verified.await.unwrap();
    (rows, texts, verified)
}

pub fn export(rows: &[AuditLine], texts: &[PersonalLine]) -> Vec<u8> {
    let mut export = Export::begin(Vec::new()).unwrap();
    for row in rows {
        export.row(row).unwrap();
    }
    for text in texts {
        export.personal(text).unwrap();
    }
    export.end().unwrap()
}

pub fn verified(bytes: &[u8]) -> Verified {
    verify_export(bytes, Vec::new()).unwrap()
}

async fn every_column_is_listed(bench: Bench) {
    let tables = bench.store.snapshot().await.unwrap().tables();
    let there: BTreeMap<&str, BTreeSet<&str>> = tables
        .iter()
        .map(|table| (table.name.as_str(), table.columns.iter().map(String::as_str).collect()))
        .collect();
    let listed: BTreeMap<&str, BTreeSet<&str>> = COLUMNS
        .iter()
        .map(|held| (held.table, held.columns.iter().map(|(column, _)| *column).collect()))
        .collect();
    assert_eq!(
        there, listed,
        "say of each column in `personal::COLUMNS` whether it is about a person"
    );
}

async fn a_copy_has_all_that_the_list_has(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    let person = ouyang(store).await;
    account(store, "lisi").await;
    let copy = store.personal_data(&person.id).await.unwrap();
    assert_eq!(copy.account, person);
    let told: BTreeSet<&str> = copy.tables.iter().map(|table| table.table).collect();
    for held in COLUMNS {
        let about = held.columns.iter().any(|(_, holds)| holds.is_of_accounts());
        assert_eq!(
            told.contains(held.table),
            about && !held.table.starts_with("audit"),
            "{}",
            held.table
        );
        let Some(copied) = copy.tables.iter().find(|table| table.table == held.table) else {
            continue;
        };
        // Every personal column of every row is there, but secrets, which are named, and bodies of records.
        for row in &copied.rows {
            for (column, holds) in held.columns {
                match holds {
                    Holds::Gone(_)
                    | Holds::Name(..)
                    | Holds::Stays(_)
                    | Holds::File(_)
                    | Holds::Words(_)
                    | Holds::Emptied(..) => assert!(row.contains_key(column), "{column}"),
                    Holds::Secret(_) => assert!(!row.contains_key(column) && copied.secret.contains(column)),
                    Holds::Named => assert!(!row.contains_key(column), "{column}"),
                    Holds::Nothing | Holds::Within(..) => {}
                }
            }
        }
    }
    let rows = |name: &str| &copy.tables.iter().find(|table| table.table == name).unwrap().rows;
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!(rows("accounts")[0]["email"], text(MAIL));
    assert_eq!(rows("sessions")[0]["device"], text("Firefox · Linux"));
    assert_eq!(rows("reports")[0]["changed_by"], text(NAME));
    assert_eq!(
        ["accounts", "sessions", "links", "posts", "reports", "plan_versions"].map(|name| rows(name).len()),
        [1; 6]
    );
    // Of the audit, what was done and what was done to the account, and nobody else.
    let actions: BTreeSet<&str> = copy.audit.iter().map(|row| row.action.as_str()).collect();
    assert!(actions.is_superset(&["account-created", "session-begun", "report-created", "plan-loaded"].into()));
    assert_eq!(copy.audit[0].detail["after"]["email"], json!(MAIL));
    let json = serde_json::to_string(&(&copy.tables, &copy.audit)).unwrap();
    assert!(!json.contains("张三") && !json.contains("lisi"), "{json}");
}

async fn an_erased_person_is_told_nowhere_and_the_chain_holds(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    let person = ouyang(store).await;
    let before = parts(store).await;
    let exported = export(&before.0, &before.1);
    assert!(everything(store).await.contains(NAME));

    let erased = store.erase_account(&act(), &person.id, called).await.unwrap();
    assert_eq!((erased.number, erased.old_rows), (1, 0));
    assert!(erased.gone > 0 && erased.renamed >= 3 && erased.texts > 5, "{erased:?}");
    let all = everything(store).await;
    for gone in [NAME, MAIL, "ouyang", "Firefox · Linux"] {
        assert!(!all.contains(gone), "{gone}");
    }
    assert!(all.contains("已删除的用户 1"));
    // The server finds the chain whole, and tells what was erased from what was tampered with.
    let head = store.audit_head().await.unwrap();
    assert_eq!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(head));
    let after = parts(store).await;
    assert_eq!((after.2.findings.as_slice(), after.2.erased), (&[][..], erased.texts));
    // So do an export of before and one of after.
    assert!(verified(&exported).is_whole());
    let exported = verified(&export(&after.0, &after.1));
    assert_eq!((exported.is_whole(), exported.erased), (true, erased.texts));
    // Rows stand as they were.
    assert_eq!(after.0[..before.0.len()], before.0);

    // History tells the pseudonym, and the report is still there.
    let row = store.recent(&plan_id(), 1).await.unwrap().remove(0);
    assert_eq!(row.by.name(), "已删除的用户 1");
    let rows = store.reports(&plan_id(), &ReportFilter::default()).await.unwrap();
    let row = rows.into_iter().next().unwrap();
    assert_eq!(row.changed_by, "已删除的用户 1");
    let report = row.report;
    assert_eq!(report.content, content("9067"));
    assert!(json!(report.state).to_string().contains("已删除的用户 1"));
    // Nobody comes back, and nobody is erased twice.
    let mut back = store.account(&person.id).await.unwrap().unwrap();
    assert_eq!(
        (back.login.as_str(), back.active, &back.email),
        ("erased-1", false, &None)
    );
    back.active = true;
    assert!(matches!(
        save(store, &act(), &back).await,
        Err(StoreError::UnknownAccount(_))
    ));
    let again = store.erase_account(&act(), &person.id, called).await;
    assert!(matches!(again, Err(StoreError::UnknownAccount(_))));
    // The login is free, and the next one has the next number.
    let next = ouyang_again(store).await;
    assert_eq!(store.erase_account(&act(), &next.id, called).await.unwrap().number, 2);
    assert!(parts(store).await.2.is_whole());
}

async fn ouyang_again(store: &Store) -> Account {
    store.create_account(&act(), newcomer("ouyang")).await.unwrap()
}

async fn a_namesake_stays(bench: Bench) {
    let store = &bench.store;
    let id = with_plan(store).await;
    let (first, second) = (account(store, "first").await, account(store, "second").await);
    assert_eq!(first.name, second.name);
    let of_both = [
        (&first, "420100", "2023-09-25T06:00:00Z"),
        (&second, "420200", "2023-09-25T06:00:01Z"),
    ];
    for (person, unit, at) in of_both {
        store
            .create_report(&by(person, at), &id, &draft_of(unit, "1"))
            .await
            .unwrap();
    }
    store.erase_account(&act(), &first.id, called).await.unwrap();
    let rows = store.reports(&id, &ReportFilter::default()).await.unwrap();
    let by: BTreeMap<String, String> = rows
        .into_iter()
        .map(|row| (row.report.unit.to_string(), row.changed_by))
        .collect();
    assert_eq!(
        (by["420100"].as_str(), by["420200"].as_str()),
        ("已删除的用户 1", "张三")
    );
    let history = store.history(SubjectKind::Account, second.id.as_str()).await.unwrap();
    assert_eq!(history[0].detail["after"]["name"], json!("张三"));
}

async fn what_is_taken_away_otherwise_is_found_out(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    let person = ouyang(store).await;
    let (rows, texts, _) = parts(store).await;
    assert!(texts.len() > 5);
    for n in 0..texts.len() {
        let PersonalLine { seq, field, .. } = texts[n].clone();
        let told = |found: &[Finding]| {
            let altered = Finding::Personal {
                seq,
                field: field.clone(),
            };
            let gone = Finding::Gone {
                seq,
                field: field.clone(),
            };
            found == [altered] || found == [gone]
        };
        let mut without = texts.clone();
        without.remove(n);
        assert!(told(&verified(&export(&rows, &without)).findings), "{seq} {field}");
        for alter in [
            |text: &mut PersonalLine| text.value.push('x'),
            |text: &mut PersonalLine| text.value.clear(),
            |text: &mut PersonalLine| {
                text.salt
                    .replace_range(0..1, if text.salt.starts_with('0') { "1" } else { "0" });
            },
            |text: &mut PersonalLine| text.salt.make_ascii_uppercase(),
            |text: &mut PersonalLine| text.salt.push('0'),
        ] {
            let mut altered = texts.clone();
            alter(&mut altered[n]);
            if altered != texts {
                assert!(told(&verified(&export(&rows, &altered)).findings), "{seq} {field}");
            }
        }
        let mut doubled = texts.clone();
        doubled.push(texts[n].clone());
        assert!(told(&verified(&export(&rows, &doubled)).findings));
    }
    // In the database, by who takes the triggers away.
    let off = if bench.is_sqlite() {
        "DROP TRIGGER audit_personal_no_update; DROP TRIGGER audit_personal_no_delete"
    } else {
        "ALTER TABLE audit_personal DISABLE TRIGGER USER"
    };
    bench.raw(off).await.unwrap();
    let last = texts.last().unwrap();
    let row = format!("WHERE seq = {} AND field = '{}'", last.seq, last.field);
    for (sql, back) in [
        (
            "UPDATE audit_personal SET value = value || 'x'",
            "UPDATE audit_personal SET value = substr(value, 1, length(value) - 1)",
        ),
        (
            "UPDATE audit_personal SET salt = salt || '0'",
            "UPDATE audit_personal SET salt = substr(salt, 1, 64)",
        ),
    ] {
        bench.raw(&format!("{sql} {row}")).await.unwrap();
        assert_eq!(
            store.check_audit(None).await.unwrap(),
            AuditCheck::Broken { seq: last.seq }
        );
        assert!(!parts(store).await.2.is_whole());
        bench.raw(&format!("{back} {row}")).await.unwrap();
        assert!(parts(store).await.2.is_whole());
    }
    bench.raw(&format!("DELETE FROM audit_personal {row}")).await.unwrap();
    assert_eq!(
        store.check_audit(None).await.unwrap(),
        AuditCheck::Broken { seq: last.seq }
    );
    let found = parts(store).await.2.findings;
    assert!(
        matches!(found.as_slice(), [Finding::Gone { seq, .. }] if *seq == last.seq),
        "{found:?}"
    );
    // An erasure of somebody afterwards does not cover it.
    let erased = store.erase_account(&act(), &person.id, called).await.unwrap();
    let after = parts(store).await.2;
    assert_eq!((after.findings.len(), after.erased), (1, erased.texts));
}

async fn nothing_but_an_erasure_touches_what_is_kept_beside_the_chain(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    let person = ouyang(store).await;
    for sql in [
        "UPDATE audit_personal SET value = 'x'",
        "UPDATE audit_personal SET salt = 'x'",
        "DELETE FROM audit_personal",
        "UPDATE audit SET personal = NULL",
    ] {
        assert!(bench.raw(sql).await.is_err(), "{sql}");
    }
    // Under an erasure nothing but that person's, and nothing of it altered.
    let other = account(store, "other").await;
    for sql in [
        format!("DELETE FROM audit_personal WHERE account = '{}'", other.id),
        "UPDATE audit_personal SET value = 'x'".to_owned(),
    ] {
        let under = format!(
            "BEGIN; INSERT INTO erasing (account) VALUES ('{}'); {sql}; DELETE FROM erasing; COMMIT",
            person.id
        );
        assert!(bench.raw(&under).await.is_err(), "{sql}");
    }
    assert!(parts(store).await.2.is_whole());
}

async fn rows_of_the_first_form_keep_what_they_hash(bench: Bench) {
    use sha2::{Digest as _, Sha256};
    let store = &bench.store;
    let person = account(store, "zhangsan").await;
    let head = store.audit_head().await.unwrap();
    // As the version before wrote it.
    let seq = head.seq + 1;
    let number = seq.to_string();
    let id = person.id.to_string();
    let parts_of = [
        head.hash.as_str(),
        &number,
        "2023-09-25T07:00:00.000000000Z",
        "account",
        &id,
        "张三",
        "report-edited",
        "report",
        "r",
        "hubei-2023",
        "{}",
    ];
    let mut hash = Sha256::new();
    for part in parts_of {
        hash.update(format!("{}:{part}", part.len()));
    }
    let hash = (hash.finalize().iter()).fold(String::new(), |all, byte| format!("{all}{byte:02x}"));
    bench
        .raw(&format!(
            "INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash)
             VALUES ({seq}, '2023-09-25T07:00:00.000000000Z', 'account', '{id}', '张三', 'report-edited', 'report', 'r', 'hubei-2023', '{{}}', '{hash}');
             UPDATE audit_head SET seq = {seq}, hash = '{hash}'"
        ))
        .await
        .unwrap();
    assert!(parts(store).await.2.is_whole());
    let erased = store.erase_account(&act(), &person.id, called).await.unwrap();
    assert_eq!(erased.old_rows, 1);
    let (rows, _, verified) = parts(store).await;
    assert!(verified.is_whole());
    let named: Vec<i64> = rows
        .iter()
        .filter(|row| row.actor_name == "张三")
        .map(|row| row.seq)
        .collect();
    assert_eq!(named, [seq]);
    assert!(matches!(
        store.history(SubjectKind::Report, "r").await.unwrap()[0].by,
        Actor::Account { ref name, .. } if name == "张三"
    ));
}
