//! The ends of the audit's days: in a backup, and where one is restored that is older than they are.

use std::collections::BTreeMap;

use yaodian_audit::{DayEnd, Finding, Restored};
use yaodian_backup::{BackupError, Kind, verify};
use yaodian_domain::testing;
use yaodian_evidence::heads::{Head, Superseded};
use yaodian_store::Store;

use crate::made::{Empty, Installation, act, url};

/// The end of the audit, kept as that of a day.
async fn keep(from: &Installation, day: &str) -> Head {
    let end = from.store.audit_head().await.unwrap();
    let head = Head {
        seq: end.seq,
        hash: end.hash,
    };
    from.heads.put(day, head.clone()).await.unwrap();
    head
}

async fn go_on(store: &Store, text: &str) {
    let mut plan = testing::blank_plan(Vec::new());
    plan.title.en = text.to_owned();
    store.put_plan(&act(), &plan).await.unwrap();
}

#[tokio::test]
async fn a_backup_holds_the_ends_of_days_and_its_chain_goes_through_them() {
    let source = Installation::new().await;
    let first = keep(&source, "2023-09-24").await;
    go_on(&source.store, "one").await;
    let second = keep(&source, "2023-09-25").await;
    let written = source.backup("whole.zip").await.unwrap();
    assert_eq!((written.manifest.heads(), written.audit.through), (2, 2));
    let place = source.place("whole.zip");
    let sound = verify(&place).await.unwrap();
    assert_eq!((sound.manifest.heads(), sound.audit.through), (2, 2));
    assert!(sound.audit.is_whole());
    let empty = Empty::new();
    let back = empty.back(&place).await.unwrap();
    assert_eq!((back.went_back, back.end), (None, sound.manifest.audit));
    let days = BTreeMap::from([("2023-09-24".to_owned(), first), ("2023-09-25".to_owned(), second)]);
    assert_eq!(empty.heads.all().await.unwrap(), (days, vec![]));
}

#[tokio::test]
async fn a_chain_that_does_not_go_through_the_ends_beside_it_is_told_and_refused() {
    let source = Installation::new().await;
    let forged = Head {
        seq: 1,
        hash: "0".repeat(64),
    };
    source.heads.put("2023-09-24", forged.clone()).await.unwrap();
    let written = source.backup("forged.zip").await.unwrap();
    assert!(!written.manifest.audit_holds);
    let place = source.place("forged.zip");
    let expected = [Finding::NotThrough {
        seq: Some(1),
        hash: forged.hash.clone(),
    }];
    assert_eq!(verify(&place).await.unwrap().audit.findings, expected);
    let empty = Empty::new();
    let refused = empty.back(&place).await.expect_err("it is refused");
    assert!(matches!(refused, BackupError::Audit(found) if found == expected));
    assert!(empty.is_empty().await && empty.heads.all().await.unwrap().0.is_empty());

    // So is a backup that holds none, where others are kept than its own: that of another installation.
    let other = Installation::new().await;
    other.backup("other.zip").await.unwrap();
    let taken = Empty::new();
    taken.heads.put("2023-09-24", forged.clone()).await.unwrap();
    let refused = taken.back(&other.place("other.zip")).await.expect_err("it is refused");
    assert!(matches!(refused, BackupError::Audit(found) if found == expected));
    let days = BTreeMap::from([("2023-09-24".to_owned(), forged)]);
    assert_eq!(taken.heads.all().await.unwrap().0, days);
}

#[tokio::test]
async fn an_altered_end_in_a_backup_is_damage() {
    let source = Installation::new().await;
    keep(&source, "2023-09-24").await;
    source.backup("whole.zip").await.unwrap();
    let bytes = std::fs::read(source.place("whole.zip")).unwrap();
    let name = b"files/heads/2023-09-24.csv";
    let at = bytes.windows(name.len()).position(|part| part == name).unwrap();
    let mut altered = bytes.clone();
    altered[at + name.len() + 3] ^= 1;
    std::fs::write(source.place("altered.zip"), &altered).unwrap();
    assert!(matches!(
        verify(&source.place("altered.zip")).await,
        Err(BackupError::Damaged(_))
    ));
    let manifest = verify(&source.place("whole.zip")).await.unwrap().manifest;
    let heads: Vec<&str> = (manifest.files.iter().filter(|file| file.kind == Kind::Head))
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(heads, ["2023-09-24.csv"]);
}

#[tokio::test]
async fn whoever_goes_back_behind_what_was_kept_leaves_a_row_that_says_so() {
    let source = Installation::new().await;
    let early = keep(&source, "2023-09-24").await;
    let place = source.place("early.zip");
    source.backup("early.zip").await.unwrap();
    let mut later = Vec::new();
    for day in ["2023-09-25", "2023-09-26"] {
        go_on(&source.store, day).await;
        let Head { seq, hash } = keep(&source, day).await;
        let day = day.to_owned();
        later.push(DayEnd { day, seq, hash });
    }

    // Onto the ends that are kept: the database is lost, the files are not.
    let empty = Empty::new();
    for file in source.heads.files().await.unwrap() {
        empty.heads.put_back(&file).await.unwrap();
    }
    let back = empty.back(&place).await.unwrap();
    let end = back.sound.manifest.audit.clone();
    let told = Restored {
        backup: "early.zip".to_owned(),
        made_at: "2023-09-25T18:00:00Z".to_owned(),
        end: end.clone(),
        later: later.clone(),
    };
    assert_eq!(back.went_back.as_ref(), Some(&told));
    assert_eq!(told.lost(), later[1].seq - end.seq);
    assert_eq!(back.end.seq, end.seq + 1);

    let store = Store::open(&url(empty.folder.path())).await.unwrap();
    assert_eq!(store.audit_head().await.unwrap(), back.end);
    let restores = store.restores().await.unwrap();
    assert_eq!(restores.len(), 1);
    assert_eq!(
        (restores[0].seq, &restores[0].restored, restores[0].day()),
        (back.end.seq, &told, "2023-09-25")
    );
    let row = store.audit_after(end.seq, 1).await.unwrap().remove(0);
    assert_eq!((row.by, row.at), (act().by, act().at));
    // They are set aside, and stay.
    let aside = later.iter().map(|end| Superseded {
        day: end.day.clone(),
        head: Head {
            seq: end.seq,
            hash: end.hash.clone(),
        },
        on: "2023-09-25".to_owned(),
    });
    let days = BTreeMap::from([("2023-09-24".to_owned(), early)]);
    assert_eq!(empty.heads.all().await.unwrap(), (days, aside.collect()));

    // The next backup holds them too, and tells what they are: nothing is missed, and nothing forgotten.
    let next = empty.folder.path().join("next.zip");
    go_on(&store, "anew").await;
    let source = yaodian_backup::Source {
        store: &store,
        keep: &empty.keep,
        uploads: &empty.uploads,
        heads: &empty.heads,
    };
    let made_at = "2023-09-26T18:00:00Z".parse().unwrap();
    let written = yaodian_backup::write(source, &next, "0.1.0", made_at).await.unwrap();
    assert_eq!(
        (written.manifest.heads(), written.audit.through, written.audit.left),
        (3, 1, 2)
    );
    assert!(written.audit.is_whole() && written.audit.restores == restores);
    store.close().await;
    let again = Empty::new();
    let back = again.back(&next).await.unwrap();
    assert_eq!((back.went_back, back.sound.audit.left), (None, 2));
    assert_eq!(again.heads.all().await.unwrap(), empty.heads.all().await.unwrap());
}
