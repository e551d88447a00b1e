//! The chain held against itself: whatever was altered is found, and named.

use yaodian_audit::{
    Altered, AuditLine, Export, ExportError, Finding, Noted, Part, PersonalLine, Reading, Verified, verify_export,
};
use yaodian_store::{Act, Store, StoreError};

use crate::{
    fixtures::{account, act, approved, draft, plan, with_plan},
    harness::{Bench, cases},
};

cases!(
    every_altered_byte_of_an_export_is_found_and_named,
    rows_that_are_missing_doubled_or_moved_are_named,
    what_was_cut_off_or_written_anew_shows_by_a_noted_end,
    what_was_rewritten_in_the_database_is_named,
    an_export_is_of_one_moment,
);

/// Rows, and what stands beside them about persons.
#[derive(Debug, Clone, PartialEq)]
struct History {
    rows: Vec<AuditLine>,
    texts: Vec<PersonalLine>,
}

impl History {
    fn push(&mut self, part: Part<'_>) {
        match part {
            Part::Row(row) => self.rows.push(row.clone()),
            Part::Personal(text) => self.texts.push(text.clone()),
        }
    }

    /// An export of these rows, with what is about persons in them.
    fn export(&self, rows: &[AuditLine]) -> Vec<u8> {
        let mut export = Export::begin(Vec::new()).unwrap();
        for row in rows {
            export.row(row).unwrap();
        }
        for text in self
            .texts
            .iter()
            .filter(|text| rows.iter().any(|row| row.seq == text.seq))
        {
            export.personal(text).unwrap();
        }
        export.end().unwrap()
    }
}

/// Acts of people with and without posts, of the program and of commands; texts with everything in them.
async fn history(store: &Store) -> History {
    let id = with_plan(store).await;
    let person = account(store, "zhangsan").await;
    let by = Act {
        by: person.actor(),
        ..act()
    };
    store.put_plan(&by, &plan("一。")).await.unwrap();
    approved(store, &id, draft("9067")).await;
    store.put_plan(&act(), &plan("二。\"引号\"\\ \t末")).await.unwrap();
    rows(store).await
}

async fn rows(store: &Store) -> History {
    let mut all = History {
        rows: Vec::new(),
        texts: Vec::new(),
    };
    let mut snapshot = store.snapshot().await.unwrap();
    let verified = snapshot
        .verify_audit(Vec::new(), |part| {
            all.push(part);
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    assert_eq!(verified.findings, []);
    assert_eq!(&verified.end, snapshot.head());
    all
}

fn verified(bytes: &[u8], noted: &[(Option<i64>, &str)]) -> Verified {
    let noted = noted.iter().map(|(seq, hash)| Noted {
        seq: *seq,
        hash: (*hash).to_owned(),
    });
    verify_export(bytes, noted.collect()).unwrap()
}

async fn every_altered_byte_of_an_export_is_found_and_named(bench: Bench) {
    let history = history(&bench.store).await;
    let (rows, export) = (&history.rows, |rows: &[AuditLine]| history.export(rows));
    let whole = export(rows);
    assert!(verified(&whole, &[]).is_whole());
    let last = i64::try_from(rows.len()).unwrap();
    // What is about persons follows the rows.
    let texts = last + 1..=last + i64::try_from(history.texts.len()).unwrap();
    assert!(texts.clone().count() >= 3);
    // However it is cut into pieces, it comes to the same.
    for size in [1, 7, 1000, whole.len()] {
        let mut reading = Reading::new(Vec::new());
        for piece in whole.chunks(size) {
            reading.take(piece).unwrap();
        }
        assert_eq!(reading.finish().unwrap(), verified(&whole, &[]), "pieces of {size}");
    }
    let span = [rows[0].at.clone(), rows[rows.len() - 1].at.clone()];
    assert_eq!(verified(&whole, &[]).span, Some(span));
    let mut line = 0_i64;
    for at in 0..whole.len() {
        // Line 0 is the first one, 1 the first row.
        for bit in [0, 2, 5] {
            let mut altered = whole.clone();
            altered[at] ^= 1 << bit;
            let Ok(found) = verify_export(altered.as_slice(), Vec::new()) else {
                assert_eq!(line, 0, "only the first line tells another format");
                continue;
            };
            let named = found.findings.iter().any(|finding| match finding {
                Finding::Altered { seq, .. } => *seq == line,
                Finding::Misplaced { seq, after } => *seq == line || *after == line - 1,
                Finding::Missing { from, to } => (*from..=*to).contains(&line),
                Finding::Unreadable { after, .. } => (line - 1..=line).contains(after) || line > last && *after == last,
                Finding::Personal { .. } | Finding::Gone { .. } => texts.contains(&line),
                Finding::CutShort { .. } | Finding::OtherEnd { .. } => line > last,
                Finding::NotThrough { .. }
                | Finding::Record { .. }
                | Finding::RecordGone { .. }
                | Finding::RecordAdded { .. }
                | Finding::NotHeld { .. } => false,
            });
            assert!(named, "byte {at}, bit {bit}, line {line}: {:?}", found.findings);
        }
        // Left out, and doubled.
        let mut shorter = whole.clone();
        shorter.remove(at);
        let mut longer = whole.clone();
        longer.insert(at, whole[at]);
        for other in [shorter, longer] {
            assert!(
                !verify_export(other.as_slice(), Vec::new()).is_ok_and(|found| found.is_whole()),
                "{at}"
            );
        }
        // Cut off here.
        assert!(
            !verify_export(&whole[..at], Vec::new()).is_ok_and(|found| found.is_whole()),
            "{at}"
        );
        line += i64::from(whole[at] == b'\n');
    }
    // Which part of a row was altered is told too, as far as the rows after it know.
    // The texts stand beside all rows as they were.
    let last = rows.len() - 1;
    for n in 0..=last {
        let mut other = rows.clone();
        other[n].actor_name.push('x');
        let content = verified(&export(&other), &[]).findings;
        let mut other = rows.clone();
        other[n].hash = "0".repeat(64);
        let hash = verified(&export(&other), &[]).findings;
        let seq = rows[n].seq;
        let told = |what| vec![Finding::Altered { seq, what }];
        if n < last {
            assert_eq!((content, hash), (told(Altered::Content), told(Altered::Hash)));
        } else {
            assert_eq!(content, told(Altered::Either));
            assert_eq!(hash, told(Altered::Either));
        }
    }
}

async fn rows_that_are_missing_doubled_or_moved_are_named(bench: Bench) {
    let history = history(&bench.store).await;
    let (rows, export) = (&history.rows, |rows: &[AuditLine]| history.export(rows));
    let last = i64::try_from(rows.len()).unwrap();
    for n in 0..rows.len() {
        let seq = rows[n].seq;
        let mut missing = rows.clone();
        missing.remove(n);
        let found = verified(&export(&missing), &[]).findings;
        if seq < last {
            assert_eq!(found, [Finding::Missing { from: seq, to: seq }]);
        } else {
            assert_eq!(found, [], "that the last one is gone shows by a noted end only");
        }
        let mut doubled = rows.clone();
        doubled.insert(n, rows[n].clone());
        assert_eq!(
            verified(&export(&doubled), &[]).findings,
            [Finding::Misplaced { seq, after: seq }]
        );
        if seq < last {
            let mut moved = rows.clone();
            moved.swap(n, n + 1);
            let found = verified(&export(&moved), &[]).findings;
            assert!(found.contains(&Finding::Missing { from: seq, to: seq }), "{found:?}");
            assert!(found.contains(&Finding::Misplaced { seq, after: seq + 1 }), "{found:?}");
        }
        // A row of somebody's own, with a number between two.
        let mut added = rows.clone();
        let mut own = rows[n].clone();
        own.actor_name.push('谁');
        own.hash = own.hash_after(&rows[n].hash);
        added.insert(n + 1, own);
        assert_eq!(
            verified(&export(&added), &[]).findings.first(),
            Some(&Finding::Misplaced { seq, after: seq })
        );
    }
}

async fn what_was_cut_off_or_written_anew_shows_by_a_noted_end(bench: Bench) {
    let history = history(&bench.store).await;
    let (rows, export) = (&history.rows, |rows: &[AuditLine]| history.export(rows));
    let end = rows.last().unwrap().clone();
    let whole = export(rows);
    for noted in rows {
        for hash in [noted.hash.as_str(), &noted.hash[..12]] {
            let found = verified(&whole, &[(Some(noted.seq), hash), (None, hash)]);
            assert!(found.is_whole() && found.through == 2);
        }
    }
    // The tail cut off, with an end made to fit.
    for kept in 0..rows.len() {
        let cut = export(&rows[..kept]);
        assert!(verified(&cut, &[]).is_whole());
        let gone = |seq| {
            let hash = end.hash.clone();
            [Finding::NotThrough { seq, hash }]
        };
        assert_eq!(verified(&cut, &[(None, &end.hash)]).findings, gone(None));
        assert_eq!(
            verified(&cut, &[(Some(end.seq), &end.hash)]).findings,
            gone(Some(end.seq))
        );
    }
    // All of it written anew from the second row on: whole in itself, and not what was published.
    let mut anew = rows.clone();
    anew[1].actor_name.push('谁');
    let mut before = anew[0].hash.clone();
    for row in &mut anew[1..] {
        row.hash = row.hash_after(&before);
        before.clone_from(&row.hash);
    }
    assert!(verified(&export(&anew), &[(Some(1), &rows[0].hash)]).is_whole());
    assert!(!verified(&export(&anew), &[(Some(2), &rows[1].hash)]).is_whole());
    assert!(!verified(&export(&anew), &[(Some(2), &rows[0].hash)]).is_whole());
}

async fn what_was_rewritten_in_the_database_is_named(bench: Bench) {
    let History { rows, .. } = history(&bench.store).await;
    let off = if bench.is_sqlite() {
        "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete"
    } else {
        "ALTER TABLE audit DISABLE TRIGGER USER"
    };
    bench.raw(off).await.unwrap();
    let found = async || {
        let mut snapshot = bench.store.snapshot().await.unwrap();
        let verified = snapshot.verify_audit(Vec::new(), |_| Ok::<_, StoreError>(())).await;
        verified.unwrap().findings
    };
    let columns = [
        "at",
        "actor_kind",
        "actor_id",
        "actor_name",
        "action",
        "subject_kind",
        "subject_id",
        "plan",
        "detail",
        "actor_unit",
        "actor_post",
    ];
    for column in columns {
        for value in ["'x'", "''", "NULL"] {
            let sql = format!("UPDATE audit SET {column} = {value} WHERE seq = 3");
            // Some may not be null.
            if bench.raw(&sql).await.is_err() {
                continue;
            }
            let mut snapshot = bench.store.snapshot().await.unwrap();
            let mut there = Vec::new();
            let verified = snapshot
                .verify_audit(Vec::new(), |part| {
                    if let Part::Row(row) = part {
                        there.push(row.clone());
                    }
                    Ok::<_, StoreError>(())
                })
                .await
                .unwrap();
            if there == rows {
                // It was NULL before.
                continue;
            }
            assert_eq!(
                verified.findings,
                [Finding::Altered {
                    seq: 3,
                    what: Altered::Content
                }],
                "{sql}"
            );
            let old = &rows[2];
            let text =
                |value: Option<&str>| value.map_or("NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''")));
            let back = format!(
                "UPDATE audit SET at = {}, actor_kind = {}, actor_id = {}, actor_name = {}, action = {}, subject_kind = {}, subject_id = {}, plan = {}, detail = {}, actor_unit = {}, actor_post = {} WHERE seq = 3",
                text(Some(&old.at)),
                text(Some(&old.actor_kind)),
                text(old.actor_id.as_deref()),
                text(Some(&old.actor_name)),
                text(Some(&old.action)),
                text(Some(&old.subject_kind)),
                text(Some(&old.subject_id)),
                text(old.plan.as_deref()),
                text(Some(&old.detail)),
                text(old.actor_unit.as_deref()),
                text(old.actor_post.as_deref())
            );
            bench.raw(&back).await.unwrap();
            assert_eq!(found().await, []);
        }
    }
    bench.raw("UPDATE audit SET hash = 'x' WHERE seq = 2").await.unwrap();
    assert_eq!(
        found().await,
        [Finding::Altered {
            seq: 2,
            what: Altered::Hash
        }]
    );
    bench.raw("DELETE FROM audit WHERE seq IN (2, 3)").await.unwrap();
    assert_eq!(found().await, [Finding::Missing { from: 2, to: 3 }]);
    bench.raw("DELETE FROM audit WHERE seq > 4").await.unwrap();
    assert!(matches!(
        found().await.as_slice(),
        [Finding::Missing { .. }, Finding::OtherEnd { .. }]
    ));
}

async fn an_export_is_of_one_moment(bench: Bench) {
    let before = history(&bench.store).await;
    let mut snapshot = bench.store.snapshot().await.unwrap();
    account(&bench.store, "lisi").await;
    let mut seen = History {
        rows: Vec::new(),
        texts: Vec::new(),
    };
    let verified = snapshot
        .verify_audit(Vec::new(), |part| {
            seen.push(part);
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    assert!(verified.is_whole());
    assert_eq!(seen, before);
    assert!(rows(&bench.store).await.rows.len() > before.rows.len());
}

#[test]
fn what_is_no_export_is_told() {
    for text in [
        "",
        "\n",
        "hello",
        "{}\n",
        "seq,at,kind,plan,hash\n1,2,3,4,5\n",
        "{\"yaodian\":\"audit\",\"format\":1}",
    ] {
        let read = verify_export(text.as_bytes(), Vec::new());
        assert!(matches!(read, Err(ExportError::Other)), "{text:?}");
    }
    assert!(matches!(
        verify_export(&[0xff; 1000][..], Vec::new()),
        Err(ExportError::Other)
    ));
    // Nobody reads all of a large file to say that it is another one.
    let mut reading = Reading::new(Vec::new());
    assert!(matches!(
        reading.take("line\n".repeat(5_000).as_bytes()),
        Err(ExportError::Other)
    ));
    // One that begins as an export does is one that was cut short.
    let begun = verified(b"{\"yaodian\":\"audit\",\"format\":2}\n", &[]);
    assert_eq!(begun.findings, [Finding::CutShort { after: 0 }]);
    let later = "{\"yaodian\":\"audit\",\"format\":3}\n";
    assert!(verify_export(later.as_bytes(), Vec::new()).is_err());
    // Nothing happened yet.
    let nothing = Export::begin(Vec::new()).unwrap().end().unwrap();
    assert!(verified(&nothing, &[]).is_whole());
    // An export of the format before is verified as it was, and neither format passes for the other.
    let first = "{\"yaodian\":\"audit\",\"format\":1}\n{\"end\":{\"seq\":0,\"hash\":\"\"}}\n";
    assert!(verified(first.as_bytes(), &[]).is_whole());
    assert!(!verified(first.replace('1', "2").as_bytes(), &[]).is_whole());
    let second = String::from_utf8(nothing).unwrap();
    assert!(!verified(second.replace('2', "1").as_bytes(), &[]).is_whole());
}
