//! Backups of a real store: whole, damaged in every way, put back, given up.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use yaodian_backup::{BackupError, Into, Manifest, SEAL, Source, What, Written, copy, daily, restore, verify, write};
use yaodian_domain::{
    Date,
    access::Duty,
    evidence::Evidence,
    id::{EvidenceId, PlanId, TargetId, UnitId},
    people::{Post, Stretch, Tenure},
    testing,
};
use yaodian_evidence::{keep::Keep, uploads::Uploads};
use yaodian_store::{Act, Actor, Attachment, AuditCheck, NewAccount, Store, new_account_id, new_id, whole::FillError};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const DAY: Date = Date::constant(2023, 1, 1);

fn act() -> Act {
    Act {
        at: "2023-09-25T04:00:00Z".parse().unwrap(),
        by: Actor::system("test"),
    }
}

/// An installation with a plan, a person and two files that prove something.
struct Installation {
    folder: TempDir,
    store: Store,
    keep: Keep,
    uploads: Uploads,
}

fn url(folder: &Path) -> String {
    format!("sqlite://{}/yaodian.sqlite", folder.display())
}

impl Installation {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&url(folder.path())).await.unwrap();
        let keep = Keep::in_folder(folder.path()).unwrap();
        let uploads = Uploads::in_folder(folder.path()).unwrap();
        let plan = testing::blank_plan(Vec::new());
        store.put_plan(&act(), &plan).await.unwrap();
        let id = new_account_id();
        let post = Post {
            id: new_id(),
            account: id.clone(),
            unit: UnitId::new("420100").unwrap(),
            duties: vec![Duty::Reporter],
            title: String::new(),
            tenure: Tenure::Own(Stretch::new(DAY, None).unwrap()),
        };
        let person = NewAccount {
            id: id.clone(),
            login: "zhangsan".to_owned(),
            name: "张三".to_owned(),
            email: None,
            posts: vec![post],
        };
        store.create_account(&act(), person).await.unwrap();
        let one = Self {
            folder,
            store,
            keep,
            uploads,
        };
        for text in ["一张照片", "一份文件"] {
            one.prove(text, &plan.id).await;
        }
        one
    }

    async fn prove(&self, text: &str, plan: &PlanId) {
        let stored = self.keep.put(text.to_owned().into()).await.unwrap();
        let account = self.store.accounts().await.unwrap().remove(0);
        let file = Attachment {
            target: TargetId::new("villages").unwrap(),
            unit: UnitId::new("420100").unwrap(),
            file: Evidence {
                id: new_id::<EvidenceId>(),
                name: "文件.pdf".to_owned(),
                media: "application/pdf".to_owned(),
                bytes: stored.bytes,
                sha256: stored.sha256.to_string(),
            },
        };
        self.store
            .add_attachment(&act(), plan, &file, &account.id)
            .await
            .unwrap();
    }

    fn source(&self) -> Source<'_> {
        Source {
            store: &self.store,
            keep: &self.keep,
            uploads: &self.uploads,
        }
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn backup(&self, name: &str) -> Result<Written, BackupError> {
        let made_at = "2023-09-25T18:00:00Z".parse().unwrap();
        write(self.source(), &self.place(name), "0.1.0", made_at).await
    }
}

/// An empty place for an installation.
struct Empty {
    folder: TempDir,
    keep: Keep,
    uploads: Uploads,
}

impl Empty {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keep = Keep::in_folder(folder.path()).unwrap();
        let uploads = Uploads::in_folder(folder.path()).unwrap();
        Self { folder, keep, uploads }
    }

    async fn restore(&self, backup: &Path) -> Result<(), BackupError> {
        let url = url(self.folder.path());
        let into = Into {
            url: &url,
            keep: &self.keep,
            uploads: &self.uploads,
        };
        restore(backup, into, false).await.map(drop)
    }

    /// Whether nothing of an installation is there: no row, no file.
    async fn is_empty(&self) -> bool {
        use futures_util::TryStreamExt as _;
        let files: Vec<_> = self.keep.list().try_collect().await.unwrap();
        let place = self.folder.path().join("yaodian.sqlite");
        let rows = match Store::open_as_is(&url(self.folder.path())).await {
            Ok(store) => store.snapshot().await.is_ok(),
            Err(_) => place.exists(),
        };
        files.is_empty() && !rows
    }
}

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
async fn no_byte_changes_unnoticed() {
    let source = Installation::new().await;
    source.backup("whole.zip").await.unwrap();
    let whole = std::fs::read(source.place("whole.zip")).unwrap();
    let place = source.place("damaged.zip");
    let damaged = async |bytes: &[u8], what: &str| {
        std::fs::write(&place, bytes).unwrap();
        let found = verify(&place).await;
        let told = matches!(
            found,
            Err(BackupError::Damaged(_) | BackupError::CutShort | BackupError::Foreign | BackupError::Newer { .. })
        );
        assert!(told, "{what}: {found:?}");
    };
    for at in (0..whole.len()).step_by(7).chain(whole.len() - 100..whole.len()) {
        let mut other = whole.clone();
        other[at] ^= 1 << (at % 8);
        damaged(&other, &format!("byte {at}")).await;
    }
    for at in (0..whole.len()).step_by(61).chain(whole.len() - 30..whole.len()) {
        damaged(&whole[..at], &format!("cut at {at}")).await;
    }
    damaged(&[whole.as_slice(), b"x"].concat(), "a byte more").await;
    // What is damaged is not restored, and nothing is touched.
    let mut other = whole.clone();
    let middle = other.len() / 2;
    other[middle] ^= 1;
    std::fs::write(&place, &other).unwrap();
    let empty = Empty::new();
    assert!(empty.restore(&place).await.is_err());
    assert!(empty.is_empty().await);
    // Two ordinary commands tell the same.
    let (before, digits) = whole.split_at(whole.len() - 64);
    assert!(before.ends_with(SEAL.as_bytes()));
    assert_eq!(hex(before).as_bytes(), digits);
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A backup with its parts changed, and a seal that fits.
fn forged(whole: &Path, change: impl Fn(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let mut zip = ZipArchive::new(std::fs::File::open(whole).unwrap()).unwrap();
    let mut parts = Vec::new();
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.push((part.name().unwrap().into_owned(), bytes));
    }
    change(&mut parts);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.set_raw_comment(format!("{SEAL}{}", "0".repeat(64)).into_bytes().into())
        .unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    bytes.truncate(bytes.len() - 64);
    let sum = hex(&bytes);
    bytes.extend_from_slice(sum.as_bytes());
    bytes
}

fn manifest(parts: &mut [(String, Vec<u8>)], change: impl Fn(&mut Manifest)) {
    let (_, bytes) = parts.iter_mut().find(|(name, _)| name == "manifest.json").unwrap();
    let mut manifest: Manifest = serde_json::from_slice(bytes).unwrap();
    change(&mut manifest);
    *bytes = serde_json::to_vec(&manifest).unwrap();
}

#[tokio::test]
async fn what_somebody_forged_is_told_and_nothing_is_touched() {
    let source = Installation::new().await;
    source.backup("whole.zip").await.unwrap();
    let whole = source.place("whole.zip");
    let place = source.place("forged.zip");
    let empty = Empty::new();
    let attempt = async |bytes: Vec<u8>| {
        std::fs::write(&place, bytes).unwrap();
        let refused = empty.restore(&place).await.expect_err("it is refused");
        assert!(empty.is_empty().await, "{refused:?}");
        refused
    };
    // It can be done right: the change is what is refused.
    std::fs::write(&place, forged(&whole, |_| {})).unwrap();
    verify(&place).await.unwrap();

    for name in [
        "../../etc/passwd",
        "/etc/passwd",
        "files/evidence/../../x",
        "tables/plans.jsonl.bak",
    ] {
        let refused = attempt(forged(&whole, |parts| parts.push((name.to_owned(), b"x".to_vec())))).await;
        let BackupError::Damaged(troubles) = refused else {
            panic!("{name}: {refused:?}");
        };
        assert!(
            troubles.iter().any(|trouble| trouble.what == What::Unlisted),
            "{name}: {troubles:?}"
        );
    }
    // A file whose name leads elsewhere, listed as one of the backup.
    let refused = attempt(forged(&whole, |parts| {
        parts.push(("files/uploads/../../x".to_owned(), b"x".to_vec()));
        manifest(parts, |manifest| {
            let mut file = manifest.files[0].clone();
            file.kind = yaodian_backup::Kind::Sheet;
            file.name = "../../x".to_owned();
            (file.bytes, file.sha256) = (1, hex(b"x"));
            manifest.files.push(file);
        });
    }))
    .await;
    assert!(matches!(refused, BackupError::Damaged(_)), "{refused:?}");
    // A part left out, a row left out, a row altered together with its sum.
    let refused = attempt(forged(&whole, |parts| {
        parts.retain(|(name, _)| name != "tables/accounts.jsonl")
    }))
    .await;
    assert!(
        matches!(&refused, BackupError::Damaged(all) if all[0].what == What::Missing && all[0].part == "tables/accounts.jsonl"),
        "{refused:?}"
    );
    let refused = attempt(forged(&whole, |parts| {
        parts.retain(|(name, _)| !name.starts_with("files/evidence"))
    }))
    .await;
    assert!(
        matches!(&refused, BackupError::Damaged(all) if all.len() == 2),
        "{refused:?}"
    );
    let audit = |rewrite: fn(String) -> String| {
        forged(&whole, move |parts| {
            let (_, bytes) = parts.iter_mut().find(|(name, _)| name == "tables/audit.jsonl").unwrap();
            let text = rewrite(String::from_utf8(bytes.clone()).unwrap());
            *bytes = text.clone().into_bytes();
            manifest(parts, |manifest| {
                let table = manifest
                    .tables
                    .iter_mut()
                    .find(|table| table.table.name == "audit")
                    .unwrap();
                table.rows = u64::try_from(text.lines().count()).unwrap();
                table.bytes = u64::try_from(text.len()).unwrap();
                table.sha256 = hex(text.as_bytes());
            });
        })
    };
    let refused = attempt(audit(|text| text.replace("张三", "李四"))).await;
    assert!(matches!(refused, BackupError::Audit(_)), "{refused:?}");
    let refused = attempt(audit(|text| {
        text.lines().skip(1).map(|line| format!("{line}\n")).collect()
    }))
    .await;
    assert!(matches!(refused, BackupError::Audit(_)), "{refused:?}");
    // Of a later version: of the format, and of the schema.
    let refused = attempt(forged(&whole, |parts| {
        manifest(parts, |manifest| {
            (manifest.format, manifest.product) = (2, "9.0.0".to_owned())
        });
    }))
    .await;
    assert!(
        matches!(&refused, BackupError::Newer { format: 2, product } if product == "9.0.0"),
        "{refused:?}"
    );
    let refused = attempt(forged(&whole, |parts| {
        manifest(parts, |manifest| manifest.schema.push(9_999))
    }))
    .await;
    assert!(
        matches!(&refused, BackupError::Fill(FillError::Newer(new)) if new == &[9_999]),
        "{refused:?}"
    );
    // No backup at all.
    let mut other = ZipWriter::new(Cursor::new(Vec::new()));
    other.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    let other = other.finish().unwrap().into_inner();
    for (bytes, what) in [
        (Vec::new(), "empty"),
        (b"SQLite format 3\0".to_vec(), "sqlite"),
        (other, "a zip"),
    ] {
        let refused = attempt(bytes).await;
        assert!(matches!(refused, BackupError::Foreign), "{what}: {refused:?}");
    }
    // After all of that the right one goes in.
    empty.restore(&whole).await.unwrap();
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
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, "排污口,单位\n");
    // What nobody comes back for is nobody's loss.
    source.uploads.remove(&staged.key).unwrap();
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
