//! A disk that is read-only: from the start, or all of a sudden.

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use yaodian_tests::{Server, TRIAL_PEOPLE, seeds, site, until, yaodian};

use crate::{LEDGER, TARGET, draft, entry, file, full::apart, ready};

/// Mounts what is at a place there once more, read-only.
fn closed(place: &str) -> String {
    format!("mount --bind {place} {place} && mount -o remount,bind,ro {place}")
}

/// Runs something where the server sees its disks.
async fn within(server: &Server, script: &str) {
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
    let mut command = apart(&closed(&data.path().display().to_string()), &command).await;
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
    let command = apart("true", &yaodian()).await;
    let server = Server::start_by(command, data, &["--trial"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let within = async |script: &str| within(&server, script).await;
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

/// A disk that fails is made read-only by the kernel, under whoever has it open.
#[tokio::test]
async fn under_an_open_database() {
    let disks = TempDir::new().unwrap();
    let image = disks.path().join("disk");
    std::fs::File::create(&image).unwrap().set_len(96 << 20).unwrap();
    let made = Command::new("mkfs.ext4").arg("-q").arg(&image).status().await.unwrap();
    assert!(made.success(), "mkfs.ext4");
    let data = TempDir::new().unwrap();
    let place = data.path().display().to_string();
    let mount = format!("mount -o loop {} {place}", image.display());
    let tried = Command::new("unshare")
        .args(["--mount", "sh", "-c", &mount])
        .status()
        .await;
    assert!(
        tried.is_ok_and(|status| status.success()),
        "a disk in a file cannot be mounted here: run the tests as root, where there are loop devices"
    );
    let command = apart(&mount, &yaodian()).await;
    let server = Server::start_by(command, data, &["--trial"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let path = format!("{LEDGER}/entries");
    for n in 0..5 {
        let answer = reporter.post(&path, &entry(&format!("A-{n}"))).await;
        assert_eq!(answer.0, 200, "{}", answer.1);
    }
    assert_eq!(ready(&reporter).await.0, 200);

    within(&server, &format!("mount -o remount,abort {place} || true")).await;
    let is_told = |(status, problem): (u16, Value)| {
        assert_eq!((status, &problem["code"]), (503, &json!("not-writable")), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains("只读"), "{problem}");
    };
    for n in 5..10 {
        is_told(reporter.post(&path, &entry(&format!("A-{n}"))).await);
    }
    is_told(reporter.post("/api/v1/reports", &draft("一", &Value::Null)).await);
    let files = format!("/api/v1/targets/{TARGET}/files?name=a.pdf");
    is_told(reporter.send(&files, file("a")).await);
    until(async || (ready(&reporter).await == (503, "not-writable".to_owned())).then_some(())).await;
    let (status, page) = reporter.json(&path).await;
    assert_eq!((status, &page["all"]), (200, &json!(5)), "reading goes on: {page}");
    let data = server.stop().await;

    // Mounted again, as somebody does who has looked after it.
    let command = apart(&mount, &yaodian()).await;
    let server = Server::start_by(command, data, &["--trial"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let (_, page) = reporter.json(&path).await;
    assert_eq!(page["all"], 5, "what was acknowledged, and nothing else");
    assert_eq!(reporter.post(&path, &entry("A-5")).await.0, 200);
    let program = yaodian().as_std().get_program().display().to_string();
    within(&server, &format!("{program} audit verify --data-dir {place}")).await;
    server.stop().await;
}
