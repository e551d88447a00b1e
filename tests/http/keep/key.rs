//! 钥匙: the key of the second steps is in no backup; what that means after a restore.

use tempfile::TempDir;
use yaodian_tests::{Server, TRIAL_PEOPLE, site, yaodian};

use super::{path, run};
use crate::sign_in::{Browser, second_step::set_up};

/// Starts a server on the data until it says where it is, and gives what it told on standard error till then.
async fn started(data: &str) -> String {
    let mut serve = yaodian();
    serve
        .args(["serve", "--trial", "--listen", "127.0.0.1:0", "--data-dir", data])
        .arg("--site")
        .arg(site())
        .arg("--seeds")
        .arg(yaodian_tests::seeds());
    let mut child = serve
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = tokio::io::AsyncBufReadExt::lines(tokio::io::BufReader::new(child.stdout.take().unwrap()));
    lines.next_line().await.unwrap().expect("it says where it is");
    child.kill().await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test]
async fn a_restore_needs_the_key_that_no_backup_holds() {
    let server = Server::trial().await;
    let link = server.links[0].strip_prefix(&server.base).unwrap().to_owned();
    let mut browser = Browser::at(&server, "");
    browser.get(&link).await;
    let (authenticator, codes, confirmed) = set_up(&mut browser, "").await;
    let folder = TempDir::new().unwrap();
    let backup = path(folder.path(), "backup.zip");
    let (code, _, said) = server.command(&["backup", &backup]).await;
    assert!(
        code == 0 && said.contains("sign-in.key, is not in the backup"),
        "{said}"
    );
    let kept = std::fs::read(server.data.path().join("files/sign-in.key")).unwrap();
    let whole = std::fs::read(&backup).unwrap();
    assert!(!whole.windows(kept.len()).any(|part| part == kept.as_slice()));

    let restored = TempDir::new().unwrap();
    let place = restored.path().to_str().unwrap().to_owned();
    let (code, _, said) = run(&["restore", &backup, "--data-dir", &place]).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("put the key of the second steps back") && said.contains("user erase"),
        "{said}"
    );

    // Without it the server says so, whenever it starts, and where standard error is no screen without colours.
    for _ in 0..2 {
        let said = started(&place).await;
        let told: Vec<&str> = said
            .lines()
            .filter(|line| line.contains("sign-in.key is missing"))
            .collect();
        assert_eq!(told.len(), 2, "in the log and beside it: {said}");
        assert!(told.iter().any(|line| line.starts_with("yaodian: ")) && told.iter().any(|line| line.contains("WARN")));
        assert!(said.contains("codes of 1 people") && !said.contains('\u{1b}'), "{said}");
    }
    let lost = Server::in_folder(restored, &["--trial"]).await;
    let mut browser = Browser::at(&lost, "");
    let link = lost.links[0].strip_prefix(&lost.base).unwrap().to_owned();
    browser.get(&link).await;
    let code = authenticator.code(confirmed, 1);
    let refused = browser.form("/sign-in/code", &[("code", &code)]).await;
    assert!(
        refused.status == 422 && refused.text.contains("备用码登录"),
        "{}",
        refused.text
    );
    let by_recovery = browser.form("/sign-in/code", &[("code", &codes[0])]).await;
    assert_eq!(by_recovery.location, "/app");
    let restored = lost.stop().await;

    // Put back, it opens again, and nothing is said.
    std::fs::write(restored.path().join("files/sign-in.key"), &kept).unwrap();
    let said = started(&place).await;
    assert!(!said.contains("sign-in.key"), "{said}");
    let found = Server::start_in(restored, &["--trial"], TRIAL_PEOPLE).await;
    let mut browser = Browser::at(&found, "");
    let link = found.links[0].strip_prefix(&found.base).unwrap().to_owned();
    browser.get(&link).await;
    let taken = browser.form("/sign-in/code", &[("code", &code)]).await;
    assert_eq!(taken.location, "/app", "{}", taken.text);
}
