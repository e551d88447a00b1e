//! A backup every night, of which the last ones are kept.

use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, until};

use super::{done, path};

/// The backups of a folder, by name, the latest last.
fn backups(folder: &std::path::Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("yaodian-")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_night_leaves_one_backup_and_the_last_ones_are_kept() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().to_str().unwrap();
    for day in 1..=4 {
        std::fs::write(folder.path().join(format!("yaodian-2020-01-0{day}.zip")), "an old one").unwrap();
    }
    let flags = [
        "--trial",
        "--backup-dir",
        place,
        "--backup-keep",
        "2",
        "--backup-hour",
        "0",
    ];
    let server = Server::start(&flags, TRIAL_PEOPLE).await;
    // Another process on the same database and folder.
    let database = server.database();
    let second = Server::start(&[&flags[..], &["--database-url", &database]].concat(), TRIAL_PEOPLE).await;
    let names = until(async || {
        let names = backups(folder.path());
        (names.len() == 2).then_some(names)
    })
    .await;
    assert_eq!(names[0], "yaodian-2020-01-04.zip");
    assert!(names[1].as_str() > "yaodian-2026", "{names:?}");
    done(&["backup", "verify", &path(folder.path(), &names[1])]).await;
    for server in [server, second] {
        server.stop().await;
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_told_at_the_start() {
    for (flags, told) in [
        (
            ["--backup-dir", "/no/such/folder", "--backup-keep", "3"],
            "there is no folder /no/such/folder",
        ),
        (["--backup-dir", "/tmp", "--backup-keep", "0"], "at least 1"),
        (["--backup-dir", "/tmp", "--backup-hour", "24"], "24"),
    ] {
        let data = TempDir::new().unwrap();
        let site = yaodian_tests::site();
        let mut command = yaodian_tests::yaodian();
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(flags)
            .arg("--data-dir")
            .arg(data.path());
        let output = command.arg("--site").arg(site).output().await.unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(told), "{error}");
    }
}
