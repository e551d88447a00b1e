//! No room is left on the disk. The server runs on a small disk of its own, in a mount namespace, which the
//! kernel gives to root and, where it lets them have user namespaces, to everybody.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use yaodian_tests::{Server, TRIAL_PEOPLE, Visitor, until, yaodian};

use crate::{LEDGER, TARGET, draft, entry, file, ready, sheet};

/// A command that becomes `command` where `script` has been run in mount namespaces of its own. Where the kernel gives
/// none, the test fails: what is not tested must not look as if it were.
pub async fn apart(script: &str, command: &Command) -> Command {
    let root = ["--mount"].as_slice();
    let anybody = ["--user", "--map-root-user", "--mount"].as_slice();
    for how in [root, anybody] {
        let tried = Command::new("unshare")
            .args(how)
            .args(["sh", "-c", "mount -t tmpfs tmpfs /mnt"])
            .stderr(std::process::Stdio::null())
            .status()
            .await;
        if tried.is_ok_and(|status| status.success()) {
            let mut apart = Command::new("unshare");
            apart
                .args(how)
                .args(["sh", "-c", &format!("{script} && exec \"$0\" \"$@\"")]);
            apart
                .arg(command.as_std().get_program())
                .args(command.as_std().get_args());
            apart.kill_on_drop(true).stdin(std::process::Stdio::null());
            return apart;
        }
    }
    panic!(
        "a disk of its own cannot be mounted here: run the tests as root, or allow user namespaces (util-linux's \
         `unshare --user --map-root-user --mount` must work)"
    );
}

/// A server on a disk of so many mebibytes, and where its folder is seen from here.
async fn on_a_disk_of(mebibytes: u32, flags: &[&str]) -> (Server, PathBuf) {
    let data = TempDir::new().unwrap();
    let place = data.path().to_owned();
    let mount = format!("mount -t tmpfs -o size={mebibytes}m tmpfs {}", place.display());
    let command = apart(&mount, &yaodian()).await;
    let server = Server::start_by(command, data, &[&["--trial"], flags].concat(), TRIAL_PEOPLE).await;
    let seen = format!("/proc/{}/root{}", server.process(), place.display()).into();
    (server, seen)
}

/// Takes what room is left.
pub fn fill(folder: &Path) {
    use std::io::Write as _;
    let mut filler = std::fs::OpenOptions::new();
    let mut filler = filler.create(true).append(true).open(folder.join("filler")).unwrap();
    for size in [1 << 20, 1 << 12, 1] {
        while filler.write_all(&vec![0; size]).is_ok() {}
    }
}

/// What was found a moment ago is told again for a second.
async fn becomes_full(visitor: &Visitor) {
    until(async || (ready(visitor).await == (503, "disk-full".to_owned())).then_some(())).await;
}

async fn attach(visitor: &Visitor, name: &str) -> (u16, Value) {
    let path = format!("/api/v1/targets/{TARGET}/files?name={name}.pdf");
    visitor.send(&path, [file(name), vec![b' '; 200_000]].concat()).await
}

#[tokio::test]
async fn everybody_is_told_and_it_goes_on_once_there_is_room() {
    let (server, folder) = on_a_disk_of(96, &[]).await;
    let reporter = server.by_link(0).await;
    let (status, saved) = reporter.post("/api/v1/reports", &draft("一", &Value::Null)).await;
    assert_eq!(status, 200, "{saved}");
    assert_eq!(ready(&reporter).await.0, 200);
    let kept: Vec<_> = std::fs::read_dir(folder.join("files/uploads")).unwrap().collect();
    assert!(kept.is_empty());

    fill(&folder);
    // Before the WAL's own room is used up, which the disk is not asked for.
    becomes_full(&reporter).await;
    let is_told = |(status, problem): (u16, Value)| {
        assert_eq!((status, &problem["code"]), (507, &json!("disk-full")), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains("磁盘已满"), "{problem}");
    };
    is_told(attach(&reporter, "a").await);
    let keys: Vec<String> = (0..5_000).map(|row| format!("S-{row}")).collect();
    is_told(
        reporter
            .send(&format!("{LEDGER}/uploads?name=a.csv"), sheet(&keys))
            .await,
    );
    // The WAL has some room of its own, which is used up before the disk is asked for more.
    let mut taken = 0;
    let refused = until(async || {
        let key = format!("A-{taken}");
        let (status, answer) = reporter.post(&format!("{LEDGER}/entries"), &entry(&key)).await;
        if status == 200 {
            taken += 1;
            return None;
        }
        Some((status, answer))
    })
    .await;
    is_told(refused);
    assert_eq!(ready(&reporter).await, (503, "disk-full".to_owned()));
    let (_, page) = reporter.json(&format!("{LEDGER}/entries")).await;
    assert_eq!(page["all"], taken, "what was taken is there, and nothing else");
    assert_eq!(
        std::fs::read_dir(folder.join("files/uploads")).unwrap().count(),
        0,
        "nothing half there"
    );

    std::fs::remove_file(folder.join("filler")).unwrap();
    assert_eq!(attach(&reporter, "a").await.0, 200, "by itself");
    assert_eq!(reporter.post(&format!("{LEDGER}/entries"), &entry("B")).await.0, 200);
    until(async || (ready(&reporter).await.0 == 200).then_some(())).await;
    // Where the disk is mounted, and nowhere else.
    let process = server.process().to_string();
    let namespace = |of: &str| std::fs::read_link(format!("/proc/{of}/ns/user")).unwrap();
    let mut verify = Command::new("nsenter");
    verify.args(["--target", &process, "--mount"]);
    if namespace("self") != namespace(&process) {
        verify.args(["--user", "--preserve-credentials"]);
    }
    let verified = verify
        .arg("--")
        .arg(yaodian().as_std().get_program())
        .args(["audit", "verify", "--data-dir"])
        .arg(server.data.path())
        .output()
        .await
        .unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
}

#[tokio::test]
async fn where_files_lie_elsewhere_it_is_not_ready_either() {
    let files = TempDir::new().unwrap();
    let flags = ["--files", files.path().to_str().unwrap()];
    let (server, folder) = on_a_disk_of(96, &flags).await;
    let visitor = server.visitor();
    assert_eq!(ready(&visitor).await.0, 200);
    fill(&folder);
    becomes_full(&visitor).await;
    std::fs::remove_file(folder.join("filler")).unwrap();
    until(async || (ready(&visitor).await.0 == 200).then_some(())).await;
}
