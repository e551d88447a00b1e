//! What is kept, comes back; what is lost, is told.

use std::{collections::BTreeSet, io::Read as _};

use yaodian_backup::{BackupError, Manifest, Source, copy, daily, verify, write};
use yaodian_domain::Date;
use yaodian_store::{AuditCheck, Store, whole::FillError};

use crate::made::{Empty, Installation, act, url};

/// The sums of all tables, by name.
fn sums(manifest: &Manifest) -> Vec<(String, u64, String)> {
    let sum = |table: &yaodian_backup::TablePart| (table.table.name.clone(), table.rows, table.sha256.clone());
    manifest.tables.iter().map(sum).collect()
}

#[tokio::test]
async fn what_is_restored_is_what_was_there() {
    let source = Installation::new().await;
    let written = source.backup("whole.zip").await.unwrap();
    assert!(written.audit.is_whole() && written.manifest.missing.is_empty());
    assert_eq!(written.manifest.evidence(), 2);
    let place = source.place("whole.zip");
    assert_eq!(std::fs::metadata(&place).unwrap().len(), written.bytes);
    let sound = verify(&place).await.unwrap();
    assert_eq!(sound.manifest, written.manifest);
    assert!(matches!(source.backup("whole.zip").await, Err(BackupError::Exists)));
    // Nothing but the backup is left in the folder.
    let names: BTreeSet<_> = std::fs::read_dir(source.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("whole"))
        .collect();
    assert_eq!(names, BTreeSet::from(["whole.zip".to_owned()]));

    let empty = Empty::new();
    empty.restore(&place).await.unwrap();
    let store = Store::open(&url(empty.folder.path())).await.unwrap();
    let again = Source {
        store: &store,
        keep: &empty.keep,
        uploads: &empty.uploads,
        heads: &empty.heads,
    };
    let second = empty.folder.path().join("again.zip");
    let made_at = written.manifest.made_at;
    let rewritten = write(again, &second, "0.1.0", made_at).await.unwrap();
    assert_eq!(sums(&rewritten.manifest), sums(&written.manifest));
    assert_eq!(rewritten.manifest, written.manifest);
    assert_eq!(
        std::fs::read(&second).unwrap(),
        std::fs::read(&place).unwrap(),
        "the same to the last byte"
    );
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
    store.close().await;
    // And nothing goes over it.
    assert!(matches!(
        empty.restore(&place).await,
        Err(BackupError::Fill(FillError::Occupied(_)))
    ));
    let other = Empty::new();
    other.keep.put("另一个文件".into()).await.unwrap();
    assert!(matches!(other.restore(&place).await, Err(BackupError::OtherFiles(1))));
}

#[tokio::test]
async fn a_restore_that_was_broken_off_can_be_done_again() {
    let source = Installation::new().await;
    source.backup("whole.zip").await.unwrap();
    let empty = Empty::new();
    // As a loss of power leaves it: a file of the backup, and no row.
    empty.keep.put("一张照片".into()).await.unwrap();
    empty.restore(&source.place("whole.zip")).await.unwrap();
    assert!(!empty.is_empty().await);
}

#[tokio::test]
async fn a_lost_file_is_told_and_the_rest_is_kept() {
    let source = Installation::new().await;
    let written = source.backup("whole.zip").await.unwrap();
    let lost = &written.manifest.files[0].sha256;
    source.keep.remove(lost.parse().unwrap()).await.unwrap();
    let other = &written.manifest.files[1].sha256;
    let (first, rest) = other.split_at(2);
    std::fs::write(source.folder.path().join("evidence").join(first).join(rest), "altered").unwrap();
    let written = source.backup("poor.zip").await.unwrap();
    assert_eq!(written.manifest.missing, [lost.clone(), other.clone()]);
    let empty = Empty::new();
    empty.restore(&source.place("poor.zip")).await.unwrap();
}

#[tokio::test]
async fn a_sheet_on_its_way_comes_along() {
    use futures_util::stream;
    let source = Installation::new().await;
    let body = stream::iter([Ok::<_, std::io::Error>("排污口,单位\n".into())]);
    let staged = source.uploads.stage(body, 1_000).await.unwrap();
    let account = source.store.accounts().await.unwrap().remove(0);
    let plan = source.store.plans().await.unwrap().remove(0).id;
    let upload = yaodian_store::Upload {
        id: staged.key.clone(),
        plan,
        ledger: "outfalls-yangtze".parse().unwrap(),
        account: account.id,
        name: "表.csv".to_owned(),
        bytes: staged.bytes,
        sha256: staged.sha256.to_string(),
        batch: None,
    };
    source.store.put_upload(&act(), &upload).await.unwrap();
    let written = source.backup("whole.zip").await.unwrap();
    assert_eq!(written.manifest.files.len(), 3);
    let empty = Empty::new();
    empty.restore(&source.place("whole.zip")).await.unwrap();
    let mut text = String::new();
    empty
        .uploads
        .open(&staged.key)
        .await
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, "排污口,单位\n");
    // What nobody comes back for is nobody's loss.
    source.uploads.remove(&staged.key).await.unwrap();
    let written = source.backup("later.zip").await.unwrap();
    assert_eq!((written.manifest.files.len(), written.manifest.missing.len()), (2, 0));
}

#[tokio::test]
async fn a_copy_is_the_same() {
    let source = Installation::new().await;
    let other = Empty::new();
    let (from, to) = (url(source.folder.path()), url(other.folder.path()));
    let copied = copy(&from, &to, false).await.unwrap();
    assert_eq!(copied.audit, source.store.audit_head().await.unwrap());
    assert!(copied.tables.contains(&("attachments".to_owned(), 2)) && !copied.upgraded);
    assert!(matches!(
        copy(&from, &to, false).await,
        Err(BackupError::Fill(FillError::Occupied(_)))
    ));
    let gone = "sqlite:///no/such/folder/x.sqlite";
    assert!(matches!(copy(gone, &to, false).await, Err(BackupError::Store(_))));
}

#[test]
fn the_last_days_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let days: Vec<Date> = (1..=9).map(|n| Date::constant(2023, 9, n)).collect();
    for day in &days {
        std::fs::write(daily::place(folder, *day), "x").unwrap();
    }
    for others in [
        "yaodian-before-the-move.zip",
        "notes.txt",
        "yaodian-2023-09-01.zip.abc.tmp",
    ] {
        std::fs::write(folder.join(others), "x").unwrap();
    }
    let turn = daily::turn(folder).unwrap();
    assert!(turn.is_some());
    assert!(daily::turn(folder).unwrap().is_none(), "one at a time");
    assert_eq!(daily::remove_old(folder, 3).unwrap(), days[..6]);
    assert_eq!(daily::days(folder).unwrap(), days[6..]);
    assert!(folder.join("yaodian-before-the-move.zip").exists() && folder.join("notes.txt").exists());
    assert!(!folder.join("yaodian-2023-09-01.zip.abc.tmp").exists());
    assert_eq!(daily::remove_old(folder, 3).unwrap(), []);
    drop(turn);
    assert!(daily::turn(folder).unwrap().is_some());
}
