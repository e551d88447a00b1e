//! Uploads are on disk in full, or not at all.

use std::{
    convert::Infallible,
    fs,
    io::{self, Read as _},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use tempfile::{TempDir, tempdir};
use yaodian_evidence::{
    ContentHash,
    check::{Known, check, collect},
    keep::Keep,
    uploads::{UploadError, Uploads},
};

const HOUR: Duration = Duration::from_hours(1);

fn in_folder() -> (TempDir, Uploads) {
    let folder = tempdir().unwrap();
    let uploads = Uploads::in_folder(folder.path()).unwrap();
    (folder, uploads)
}

fn left(folder: &TempDir) -> usize {
    fs::read_dir(folder.path().join("uploads")).unwrap().count()
}

fn pieces(pieces: &[&'static [u8]]) -> impl futures_util::Stream<Item = Result<Bytes, Infallible>> + use<> {
    stream::iter(
        pieces
            .iter()
            .map(|piece| Ok(Bytes::from_static(piece)))
            .collect::<Vec<_>>(),
    )
}

#[tokio::test]
async fn what_is_staged_can_be_opened_as_a_file_and_removed() {
    let (folder, uploads) = in_folder();
    let staged = uploads.stage(pieces(&[b"one,", b"", b"two"]), 7).await.unwrap();
    assert_eq!((staged.bytes, staged.sha256), (7, ContentHash::of(b"one,two")));
    let mut text = String::new();
    uploads
        .open(&staged.key)
        .await
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, "one,two");
    assert_eq!(left(&folder), 1);

    uploads.remove(&staged.key).await.unwrap();
    uploads.remove(&staged.key).await.unwrap();
    assert!(matches!(uploads.open(&staged.key).await, Err(UploadError::NotFound)));
    assert_eq!(left(&folder), 0);
}

#[tokio::test]
async fn staging_stops_at_its_limit_reads_no_further_and_leaves_nothing() {
    let (folder, uploads) = in_folder();
    // Without end: it could not be read to it.
    let endless = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[7; 1000])));
    let answer = uploads.stage(endless, 1_000_000).await;
    assert!(matches!(answer, Err(UploadError::TooLarge { limit: 1_000_000 })));
    assert_eq!(left(&folder), 0);
}

#[tokio::test]
async fn an_upload_that_is_broken_off_leaves_nothing() {
    let (folder, uploads) = in_folder();
    let body = stream::iter([
        Ok(Bytes::from_static(b"half")),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ]);
    assert!(matches!(uploads.stage(body, 100).await, Err(UploadError::BrokenOff(_))));
    assert_eq!(left(&folder), 0);
}

#[tokio::test]
async fn an_upload_whose_sender_is_not_waited_for_leaves_nothing() {
    let (folder, uploads) = in_folder();
    let (wrote, written) = tokio::sync::oneshot::channel();
    let mut wrote = Some(wrote);
    let body = pieces(&[b"half"]).chain(stream::poll_fn(move |_| {
        // Asked for more: so what came has been taken.
        if let Some(wrote) = wrote.take() {
            wrote.send(()).unwrap();
        }
        std::task::Poll::Pending
    }));
    let mut staging = Box::pin(uploads.stage(body, 100).fuse());
    tokio::select! {
        _ = &mut staging => panic!("it has no end"),
        answer = written => answer.unwrap(),
    }
    assert_eq!(left(&folder), 1);
    drop(staging);
    assert_eq!(left(&folder), 0);
}

#[tokio::test]
async fn old_uploads_and_what_a_crash_left_are_removed_and_others_are_not() {
    let (folder, uploads) = in_folder();
    let old = uploads.stage(pieces(&[b"old"]), 100).await.unwrap();
    let new = uploads.stage(pieces(&[b"new"]), 100).await.unwrap();
    let within = folder.path().join("uploads");
    fs::write(within.join(format!("{}.part", "0".repeat(32))), "half").unwrap();
    fs::write(within.join("notes.txt"), "mine").unwrap();
    let now = SystemTime::UNIX_EPOCH + 1000 * HOUR;
    for entry in fs::read_dir(&within).unwrap() {
        let path = entry.unwrap().path();
        let age = if path.ends_with(&new.key) { HOUR } else { 2 * HOUR };
        fs::File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(now - age)
            .unwrap();
    }
    assert_eq!(uploads.remove_old(now, HOUR).await.unwrap(), 2);
    assert!(matches!(uploads.open(&old.key).await, Err(UploadError::NotFound)));
    uploads.open(&new.key).await.unwrap();
    assert!(within.join("notes.txt").exists());
}

#[tokio::test]
async fn a_key_is_never_a_path() {
    let (folder, uploads) = in_folder();
    fs::write(folder.path().join("secret"), "s").unwrap();
    for key in [
        "../secret",
        "",
        ".",
        "/etc/passwd",
        &"A".repeat(32),
        &format!("..{}", "0".repeat(30)),
    ] {
        assert!(matches!(uploads.open(key).await, Err(UploadError::NotFound)), "{key}");
        assert!(matches!(uploads.remove(key).await, Err(UploadError::NotFound)), "{key}");
    }
}

#[test]
fn what_handlers_await_can_move_between_threads() {
    fn assert_send<T: Send>(_: T) {}
    let (folder, uploads) = in_folder();
    let keep = Keep::in_folder(folder.path()).unwrap();
    assert_send(uploads.stage(pieces(&[]), 1));
    assert_send(keep.put(Bytes::new()));
    assert_send(keep.get(ContentHash::of(b"")));
    let known = stream::empty::<Result<Known, Infallible>>();
    assert_send(check(&keep, known, SystemTime::UNIX_EPOCH, HOUR));
    assert_send(collect(&keep, &[]));
}
