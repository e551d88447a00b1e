//! What is kept is found again as it was, or said not to be.

use std::{
    convert::Infallible,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{TryStreamExt as _, future, stream};
use object_store::memory::InMemory;
use tempfile::{TempDir, tempdir};
use yaodian_evidence::{
    ContentHash,
    check::{Altered, CheckError, Collected, Findings, Known, check, collect},
    keep::{Keep, KeepError, Kept, Stored},
};

const DAY: Duration = Duration::from_hours(24);

fn in_folder() -> (TempDir, Keep) {
    let folder = tempdir().unwrap();
    let keep = Keep::in_folder(&folder.path().join("data")).unwrap();
    (folder, keep)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

fn file_of(folder: &TempDir, sha256: ContentHash) -> PathBuf {
    let digits = sha256.to_string();
    folder
        .path()
        .join("data/evidence")
        .join(&digits[..2])
        .join(&digits[2..])
}

async fn listed(keep: &Keep) -> Vec<Kept> {
    keep.list().try_collect().await.unwrap()
}

fn known(stored: &[Stored]) -> impl futures_util::Stream<Item = Result<Known, Infallible>> + use<> {
    let known: Vec<_> = stored
        .iter()
        .map(|it| {
            Ok(Known {
                sha256: it.sha256,
                bytes: it.bytes,
            })
        })
        .collect();
    stream::iter(known)
}

#[tokio::test]
async fn what_is_put_is_found_under_its_hash() {
    for (_folder, keep) in [in_folder(), (tempdir().unwrap(), Keep::new(Arc::new(InMemory::new())))] {
        assert!(listed(&keep).await.is_empty());
        let stored = keep.put(Bytes::from_static(b"abc")).await.unwrap();
        // FIPS 180-2, appendix B.1.
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((stored.sha256.to_string().as_str(), stored.bytes), (hash, 3));
        assert_eq!(hash.parse(), Ok(stored.sha256));
        assert_eq!(keep.get(stored.sha256).await.unwrap(), "abc");
        assert!(keep.exists(stored.sha256).await.unwrap());
        let there = listed(&keep).await;
        assert_eq!(there.len(), 1);
        assert_eq!((there[0].sha256, there[0].bytes), (stored.sha256, 3));

        keep.remove(stored.sha256).await.unwrap();
        keep.remove(stored.sha256).await.unwrap();
        assert!(!keep.exists(stored.sha256).await.unwrap());
        assert!(matches!(keep.get(stored.sha256).await, Err(KeepError::Missing(hash)) if hash == stored.sha256));
    }
}

#[tokio::test]
async fn what_was_put_in_one_run_is_there_in_the_next() {
    let (folder, keep) = in_folder();
    let stored = keep.put(Bytes::from_static(b"a photo")).await.unwrap();
    assert_eq!(files(folder.path()), [file_of(&folder, stored.sha256)]);
    drop(keep);
    let again = Keep::in_folder(&folder.path().join("data")).unwrap();
    assert_eq!(again.get(stored.sha256).await.unwrap(), "a photo");
}

#[tokio::test]
async fn the_same_put_twice_is_kept_once() {
    let (folder, keep) = in_folder();
    let first = keep.put(Bytes::from_static(b"a photo")).await.unwrap();
    let second = keep.put(Bytes::from_static(b"a photo")).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(files(folder.path()).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_may_put_the_same_at_the_same_moment() {
    let (folder, keep) = in_folder();
    let bytes = Bytes::from(vec![42; 200_000]);
    let puts = (0..32).map(|_| {
        let (keep, bytes) = (keep.clone(), bytes.clone());
        tokio::spawn(async move {
            let stored = keep.put(bytes.clone()).await?;
            // Never half of it, whoever is writing.
            assert_eq!(keep.get(stored.sha256).await?, bytes);
            Ok::<_, KeepError>(stored)
        })
    });
    let stored: Vec<Stored> = future::join_all(puts)
        .await
        .into_iter()
        .map(|put| put.unwrap().unwrap())
        .collect();
    assert!(stored.iter().all(|one| *one == stored[0]));
    assert_eq!(files(folder.path()).len(), 1);
}

#[tokio::test]
async fn what_was_altered_is_never_handed_out_and_mended_by_putting_it_again() {
    let (folder, keep) = in_folder();
    let stored = keep.put(Bytes::from_static(b"80 %")).await.unwrap();
    fs::write(file_of(&folder, stored.sha256), b"90 %").unwrap();
    match keep.get(stored.sha256).await {
        Err(KeepError::Altered { sha256, found, bytes }) => {
            assert_eq!((sha256, found, bytes), (stored.sha256, ContentHash::of(b"90 %"), 4));
        }
        other => panic!("{other:?}"),
    }
    keep.put(Bytes::from_static(b"80 %")).await.unwrap();
    assert_eq!(keep.get(stored.sha256).await.unwrap(), "80 %");
}

#[test]
fn a_hash_is_64_lower_case_digits_and_never_a_path() {
    let good = "0".repeat(64);
    assert_eq!(good.parse::<ContentHash>().unwrap().to_string(), good);
    for bad in [
        "",
        "..",
        &"0".repeat(63),
        &"0".repeat(65),
        &"A".repeat(64),
        &format!("../{}", "0".repeat(61)),
        &"口".repeat(21),
    ] {
        assert!(bad.parse::<ContentHash>().is_err(), "{bad}");
    }
}

#[tokio::test]
async fn a_check_finds_what_is_missing_what_is_altered_and_what_nobody_knows() {
    let (folder, keep) = in_folder();
    let mut stored = Vec::new();
    for content in ["well", "missing", "altered", "cut", "unknown"] {
        stored.push(keep.put(content.into()).await.unwrap());
    }
    let [well, missing, altered, cut, unknown] = stored[..] else {
        panic!()
    };
    fs::remove_file(file_of(&folder, missing.sha256)).unwrap();
    fs::write(file_of(&folder, altered.sha256), "altErEd").unwrap();
    fs::write(file_of(&folder, cut.sha256), "cu").unwrap();
    // Not ours, and left alone.
    fs::write(folder.path().join("data/evidence/notes.txt"), "mine").unwrap();

    let now = SystemTime::now();
    // One file may prove several things.
    let all = known(&[well, missing, altered, cut, well, missing]);
    let findings = check(&keep, all, now + 2 * DAY, DAY).await.unwrap();
    let as_known = |it: Stored| Known {
        sha256: it.sha256,
        bytes: it.bytes,
    };
    assert_eq!(findings.known, 4);
    assert_eq!(findings.missing, [as_known(missing)]);
    assert_eq!(
        findings.altered,
        [
            Altered {
                known: as_known(altered),
                found: ContentHash::of(b"altErEd"),
                bytes: 7
            },
            Altered {
                known: as_known(cut),
                found: ContentHash::of(b"cu"),
                bytes: 2
            },
        ]
    );
    assert_eq!(
        findings.orphans.iter().map(|it| it.sha256).collect::<Vec<_>>(),
        [unknown.sha256]
    );

    // A size that the database has wrong is found too.
    let wrong = Known {
        bytes: 5,
        ..as_known(well)
    };
    let findings = check(&keep, stream::iter([Ok::<_, Infallible>(wrong)]), now, DAY)
        .await
        .unwrap();
    assert_eq!(
        findings.altered,
        [Altered {
            known: wrong,
            found: well.sha256,
            bytes: 4
        }]
    );
}

#[tokio::test]
async fn an_orphan_is_collected_after_its_age_and_not_before() {
    let (folder, keep) = in_folder();
    let orphan = keep.put(Bytes::from_static(b"orphan")).await.unwrap();
    let wanted = keep.put(Bytes::from_static(b"wanted")).await.unwrap();
    let put_at = SystemTime::UNIX_EPOCH + 1000 * DAY;
    for one in [orphan, wanted] {
        fs::File::options()
            .write(true)
            .open(file_of(&folder, one.sha256))
            .unwrap()
            .set_modified(put_at)
            .unwrap();
    }
    for now in [put_at - DAY, put_at, put_at + DAY] {
        let findings = check(&keep, known(&[wanted]), now, DAY).await.unwrap();
        assert_eq!(
            findings,
            Findings {
                known: 1,
                ..Findings::default()
            }
        );
    }
    let now = put_at + DAY + Duration::from_secs(1);
    let findings = check(&keep, known(&[wanted]), now, DAY).await.unwrap();
    assert_eq!(
        findings.orphans,
        [Kept {
            sha256: orphan.sha256,
            bytes: 6,
            at: put_at
        }]
    );
    let collected = collect(&keep, &findings.orphans).await.unwrap();
    assert_eq!(
        collected,
        Collected {
            removed: 1,
            bytes: 6,
            left: 0
        }
    );
    assert_eq!(files(folder.path()), [file_of(&folder, wanted.sha256)]);
    // Once more: it is gone already.
    assert_eq!(
        collect(&keep, &findings.orphans).await.unwrap(),
        Collected {
            removed: 0,
            bytes: 0,
            left: 1
        }
    );
}

#[tokio::test]
async fn an_orphan_that_is_put_again_in_between_is_left() {
    let (folder, keep) = in_folder();
    let orphan = keep.put(Bytes::from_static(b"orphan")).await.unwrap();
    let put_at = SystemTime::UNIX_EPOCH + 1000 * DAY;
    fs::File::options()
        .write(true)
        .open(file_of(&folder, orphan.sha256))
        .unwrap()
        .set_modified(put_at)
        .unwrap();
    let findings = check(&keep, known(&[]), put_at + 2 * DAY, DAY).await.unwrap();
    assert_eq!(findings.orphans.len(), 1);

    keep.put(Bytes::from_static(b"orphan")).await.unwrap();
    assert_eq!(
        collect(&keep, &findings.orphans).await.unwrap(),
        Collected {
            removed: 0,
            bytes: 0,
            left: 1
        }
    );
    assert!(keep.exists(orphan.sha256).await.unwrap());
}

#[tokio::test]
async fn a_check_that_does_not_learn_all_that_is_known_calls_nothing_an_orphan() {
    let (_folder, keep) = in_folder();
    keep.put(Bytes::from_static(b"a photo")).await.unwrap();
    let broken = stream::iter([Err(std::io::Error::other("the database is away"))]);
    let answer = check(&keep, broken, SystemTime::now() + 2 * DAY, DAY).await;
    assert!(matches!(answer, Err(CheckError::Known(_))));
}
