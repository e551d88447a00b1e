//! The machine's clock jumps back: nothing that rests on an order rests on it.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use yaodian_tests::{PASSWORD, Server, yaodian};

/// Where Debian's `faketime` keeps what answers a program that asks for the time.
fn library() -> Option<String> {
    let folders = std::fs::read_dir("/usr/lib").ok()?;
    let mut found = folders.filter_map(|folder| {
        let file = folder.ok()?.path().join("faketime/libfaketimeMT.so.1");
        file.is_file().then(|| file.display().to_string())
    });
    found.next()
}

fn set(file: &Path, time: &str) {
    let new = file.with_extension("new");
    std::fs::write(&new, format!("@{time}\n")).unwrap();
    std::fs::rename(new, file).unwrap();
}

/// All rows of the audit, as the administrator's command writes them.
async fn audit(server: &Server) -> Vec<Value> {
    let file = server.data.path().join("audit.jsonl");
    let _ = std::fs::remove_file(&file);
    let (code, _, said) = server.command(&["audit", "export", &file.display().to_string()]).await;
    assert_eq!(code, 0, "{said}");
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
    // A line before them says what it is; texts about persons, and where it ends, come after them.
    rows.filter(|row: &Value| row["at"].is_string()).collect()
}

#[tokio::test]
async fn jumps_back() {
    let Some(library) = library() else {
        panic!("faketime is missing; run the tests with `cargo xtask test`");
    };
    let data = TempDir::new().unwrap();
    let time = data.path().join("time");
    set(&time, "2023-09-20 10:00:00");
    let mut command = yaodian();
    command
        .env("LD_PRELOAD", library)
        .env("FAKETIME_TIMESTAMP_FILE", &time)
        .env("FAKETIME_NO_CACHE", "1")
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("TZ", "UTC");
    let server = Server::start_by(command, data, &[], 1).await;
    let mut administrator = server.visitor();
    let link = server.links[0].strip_prefix(&server.base).unwrap().to_owned();
    administrator.form(&link, &[("password", PASSWORD)]).await;
    // Half past midnight in China.
    set(&time, "2023-09-25 16:30:00");
    let answer = administrator
        .form("/sign-in", &[("login", "admin"), ("password", PASSWORD)])
        .await;
    administrator.keep_session(&answer);
    assert_eq!(administrator.json("/api/v1/people").await.0, 200);
    let before = audit(&server).await.len();

    // An hour back, over midnight.
    set(&time, "2023-09-25 15:30:00");
    assert_eq!(administrator.json("/api/v1/people").await.0, 200, "the session goes on");
    let key = serde_json::json!({ "name": "月报", "scopes": ["read"] });
    let (status, made) = administrator.post("/api/v1/keys", &key).await;
    assert_eq!(status, 200, "{made}");
    let rows = audit(&server).await;
    let [.., last] = &rows[..] else { panic!("no rows") };
    assert!(
        rows.len() > before && last["at"].as_str().unwrap().starts_with("2023-09-25T15"),
        "{last}"
    );
    let (code, _, said) = server.command(&["audit", "verify"]).await;
    assert_eq!(code, 0, "{said}");
    assert_eq!(administrator.page("/readyz").await, "ok");
    let page = administrator.page("/changes").await;
    assert!(page.contains("2023-09-2"), "what was done later is shown");
}
