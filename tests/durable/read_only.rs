//! A disk that is read-only: from the start, or all of a sudden.

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use yaodian_tests::{Server, TRIAL_PEOPLE, seeds, site, until, yaodian};

use crate::{TARGET, draft, file, full::apart, ready};

/// Mounts what is at a place there once more, read-only.
fn closed(place: &str) -> String {
    format!("mount --bind {place} {place} && mount -o remount,bind,ro {place}")
}

#[tokio::test]
async fn from_the_start() {
    let server = Server::trial().await;
    server.by_link(0).await;
    let data = server.killed().await;
    let mut command = yaodian();
    command
        .args(["serve", "--trial", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data.path());
    command.arg("--site").arg(site()).arg("--seeds").arg(seeds());
    let Some(mut command) = apart(&closed(&data.path().display().to_string()), &command).await else {
        return;
    };
    let ended = command.output().await.unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success(), "{said}");
    assert!(
        said.contains("read-only") && said.contains(&*data.path().to_string_lossy()),
        "{said}"
    );
}

#[tokio::test]
async fn all_of_a_sudden() {
    let data = TempDir::new().unwrap();
    let files = data.path().join("files").display().to_string();
    let Some(command) = apart("true", &yaodian()).await else {
        return;
    };
    let server = Server::start_by(command, data, &["--trial"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let within = async |script: &str| {
        let process = server.process().to_string();
        let mut entering = Command::new("nsenter");
        entering.args(["--target", &process, "--mount"]);
        let user = |process: &str| std::fs::read_link(format!("/proc/{process}/ns/user")).unwrap();
        if user("self") != user(&process) {
            entering.args(["--user", "--preserve-credentials"]);
        }
        entering.args(["sh", "-c", script]);
        let done = entering.status().await.unwrap();
        assert!(done.success(), "{script}");
    };
    within(&closed(&files)).await;
    let path = format!("/api/v1/targets/{TARGET}/files?name=a.pdf");
    let (status, problem) = reporter.send(&path, file("a")).await;
    assert_eq!((status, &problem["code"]), (503, &json!("not-writable")), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("只读"), "{problem}");
    assert_eq!(ready(&reporter).await, (503, "not-writable".to_owned()));
    // What does not need that disk goes on.
    assert_eq!(
        reporter.post("/api/v1/reports", &draft("一", &Value::Null)).await.0,
        200
    );

    within(&format!("umount {files}")).await;
    until(async || (ready(&reporter).await.0 == 200).then_some(())).await;
    assert_eq!(reporter.send(&path, file("a")).await.0, 200, "by itself");

    // Files that prove something may lie on a disk of their own.
    let evidence = format!("{files}/evidence");
    within(&closed(&evidence)).await;
    until(async || (ready(&reporter).await == (503, "not-writable".to_owned())).then_some(())).await;
    within(&format!("umount {evidence}")).await;
    until(async || (ready(&reporter).await.0 == 200).then_some(())).await;
}
