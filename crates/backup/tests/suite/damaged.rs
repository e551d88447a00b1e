//! What was damaged or forged is found, and told.

use std::{
    io::{Cursor, Read as _, Write as _},
    path::Path,
};

use sha2::{Digest as _, Sha256};
use yaodian_backup::{BackupError, Manifest, SEAL, What, verify};
use yaodian_store::whole::FillError;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::made::{Empty, Installation};

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
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |all, byte| all + &format!("{byte:02x}"))
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
        parts.retain(|(name, _)| name != "tables/accounts.jsonl");
    }))
    .await;
    assert!(
        matches!(&refused, BackupError::Damaged(all) if all[0].what == What::Missing && all[0].part == "tables/accounts.jsonl"),
        "{refused:?}"
    );
    let refused = attempt(forged(&whole, |parts| {
        parts.retain(|(name, _)| !name.starts_with("files/evidence"));
    }))
    .await;
    assert!(
        matches!(&refused, BackupError::Damaged(all) if all.len() == 2),
        "{refused:?}"
    );
    let table = |of: &'static str, rewrite: fn(String) -> String| {
        forged(&whole, move |parts| {
            let part = format!("tables/{of}.jsonl");
            let (_, bytes) = parts.iter_mut().find(|(name, _)| *name == part).unwrap();
            let text = rewrite(String::from_utf8(bytes.clone()).unwrap());
            *bytes = text.clone().into_bytes();
            manifest(parts, |manifest| {
                let table = manifest.tables.iter_mut().find(|table| table.table.name == of).unwrap();
                table.rows = u64::try_from(text.lines().count()).unwrap();
                table.bytes = u64::try_from(text.len()).unwrap();
                table.sha256 = hex(text.as_bytes());
            });
        })
    };
    let refused = attempt(table("audit", |text| text.replacen("system", "account", 1))).await;
    assert!(matches!(refused, BackupError::Audit(_)), "{refused:?}");
    // Names stand beside the chain, which holds them by commitment.
    let refused = attempt(table("audit_personal", |text| text.replace("张三", "李四"))).await;
    assert!(matches!(refused, BackupError::Audit(_)), "{refused:?}");
    let refused = attempt(table("audit", |text| {
        let (_, rest) = text.split_once('\n').unwrap();
        rest.to_owned()
    }))
    .await;
    assert!(matches!(refused, BackupError::Audit(_)), "{refused:?}");
    // Of a later version: of the format, and of the schema.
    let refused = attempt(forged(&whole, |parts| {
        manifest(parts, |manifest| {
            (manifest.format, manifest.product) = (3, "9.0.0".to_owned());
        });
    }))
    .await;
    assert!(
        matches!(&refused, BackupError::Newer { format: 3, product } if product == "9.0.0"),
        "{refused:?}"
    );
    let refused = attempt(forged(&whole, |parts| {
        manifest(parts, |manifest| manifest.schema.push(9_999));
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
