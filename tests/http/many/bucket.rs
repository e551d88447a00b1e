//! Two machines, each with a data folder of its own, that share a database and a bucket of an S3 server.

use reqwest::StatusCode;
use serde_json::json;
use yaodian_tests::{Env, Server, TRIAL_PEOPLE, Visitor, on_database, postgres::Database, s3::S3, site, yaodian};

use crate::{
    ledgers::{HEADINGS, LEDGER, MENDED, add, picture, sheet},
    sign_in::{Browser, GOOD, person},
};

const FLAGS: [&str; 3] = ["--trial", "--proxy", "127.0.0.1"];

/// Two machines.
async fn two(database: &Database, s3: &S3) -> (Server, Server) {
    let env: Env = [on_database(database), s3.env("files")].concat();
    let one = Server::told(env.clone(), &FLAGS, TRIAL_PEOPLE).await;
    let other = Server::told(env, &FLAGS, TRIAL_PEOPLE).await;
    (one, other)
}

/// Attaches a photo to a new entry; the path under which it is served.
async fn attach(reporter: &Visitor, key: &str) -> String {
    let entry = add(reporter, key, &MENDED).await;
    let id = entry["entry"]["id"].clone();
    let path = format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name=a.png");
    let (status, view) = reporter.send(&path, picture()).await;
    assert_eq!(status, 200, "{view}");
    format!("/evidence/{}", view["evidence"][0]["id"].as_str().unwrap())
}

async fn bytes(visitor: &Visitor, path: &str) -> Vec<u8> {
    let answer = visitor.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn what_one_machine_takes_in_the_other_one_has() {
    let database = Database::new("bucket").await;
    let mut s3 = S3::start().await;
    let (one, other) = two(&database, &s3).await;
    let (at_one, mut at_other) = (one.by_link(0).await, one.by_link(0).await);
    at_other.meet_again(&other);
    let photo = attach(&at_one, "WH-001").await;
    let kept = bytes(&at_other, &photo).await;
    assert_eq!(kept, bytes(&at_one, &photo).await);

    // A list that is looked at here and put in there.
    let row = vec![
        "WH-002",
        "武汉市",
        "某排口",
        "工业排污口",
        "江岸区",
        "114.3,30.6",
        "长江",
        "12.5",
        "2023-03-01",
    ];
    let file = sheet(&[HEADINGS.to_vec(), row]);
    let (status, preview) = at_one.send(&format!("{LEDGER}/uploads?name=a.xlsx"), file).await;
    assert_eq!((status, &preview["counts"]["added"]), (200, &json!(1)), "{preview}");
    let commit = format!("{LEDGER}/uploads/{}/commit", preview["id"].as_str().unwrap());
    let (status, done) = at_other.post(&commit, &json!({ "seen": preview["seen"] })).await;
    assert_eq!((status, &done["counts"]["added"]), (200, &json!(1)), "{done}");

    // One key for what is sealed and hashed: a client is the same client at both.
    person(&one, "zhang").await;
    let mut guesser = Browser::at(&one, "198.51.100.1");
    for n in 0..10 {
        guesser = guesser.at_another(if n % 2 == 0 { &one } else { &other });
        assert_eq!(guesser.sign_in("zhang", "guess guess guess").await.status, 401, "{n}");
    }
    for server in [&one, &other] {
        assert_eq!(guesser.at_another(server).sign_in("zhang", GOOD).await.status, 429);
    }

    // While the bucket is away a file is waited for, and comes when it is back.
    s3.down().await;
    let (again, ()) = tokio::join!(bytes(&at_other, &photo), s3.up());
    assert_eq!(again, kept);
    database.remove().await;
}

#[tokio::test]
async fn a_bucket_is_backed_up_restored_and_checked() {
    let database = Database::new("kept").await;
    let s3 = S3::start().await;
    let (one, other) = two(&database, &s3).await;
    let photo = attach(&one.by_link(0).await, "WH-001").await;
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("all.zip").to_str().unwrap().to_owned();
    // Made on the machine that took nothing in.
    let (code, _, told) = other.command(&["backup", &file]).await;
    assert_eq!(code, 0, "{told}");
    let verified = yaodian().args(["backup", "verify", &file]).output().await.unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
    let (code, _, told) = other.command(&["evidence", "check"]).await;
    assert_eq!(code, 0, "{told}");
    assert!(told.starts_with("1 files in order"), "{told}");

    // Into another place of the bucket, with a database in a file.
    let env = s3.env("restored");
    let data = tempfile::TempDir::new().unwrap();
    let place = data.path().to_str().unwrap();
    let restored = yaodian()
        .args(["restore", &file, "--data-dir", place])
        .envs(env.iter().map(|(name, value)| (name, value)))
        .output()
        .await
        .unwrap();
    assert!(
        restored.status.success(),
        "{}",
        String::from_utf8_lossy(&restored.stderr)
    );
    let again = Server::told_in(data, env, &FLAGS, TRIAL_PEOPLE).await;
    let (before, after) = (one.by_link(0).await, again.by_link(0).await);
    assert_eq!(bytes(&before, &photo).await, bytes(&after, &photo).await);

    // What is lost or altered in the bucket is told.
    let objects = files_below(&s3.folder("files/evidence"));
    assert_eq!(objects.len(), 1, "{objects:?}");
    std::fs::write(&objects[0], "something else").unwrap();
    let (code, out, _) = other.command(&["evidence", "check"]).await;
    assert!((code, out.starts_with("altered: ")) == (1, true), "{out}");
    assert_eq!(before.get(&photo).await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    std::fs::remove_file(&objects[0]).unwrap();
    let (code, out, _) = other.command(&["evidence", "check"]).await;
    assert!((code, out.starts_with("missing: ")) == (1, true), "{out}");
    database.remove().await;
}

/// All files in a folder and those in it.
fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files_below(&path));
        } else {
            all.push(path);
        }
    }
    all
}

#[tokio::test]
async fn a_bucket_that_does_not_let_us_in_is_told_at_the_start() {
    let s3 = S3::start().await;
    let wrong = s3.env_with("files", "another secret");
    let mut nowhere = s3.env("files");
    nowhere[0].1 = "s3://nowhere/files".to_owned();
    let mut no_address = s3.env("files");
    no_address[0].1 = "s3:///files".to_owned();
    let mut no_tls = s3.env("files");
    no_tls.retain(|(name, _)| *name != "AWS_ALLOW_HTTP");
    for (env, told) in [
        (wrong, "s3://plans/files"),
        (nowhere, "s3://nowhere/files"),
        (no_address, "s3://bucket/prefix"),
        (no_tls, "s3://plans/files"),
    ] {
        let data = tempfile::TempDir::new().unwrap();
        let output = yaodian()
            .args(["serve", "--listen", "127.0.0.1:0", "--trial", "--data-dir"])
            .arg(data.path())
            .arg("--site")
            .arg(site())
            .envs(env.iter().map(|(name, value)| (name, value)))
            .output()
            .await
            .unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(told) && error.contains("AWS_ACCESS_KEY_ID"), "{error}");
    }
}
