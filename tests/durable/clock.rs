//! The machine's clock jumps back: nothing that rests on an order rests on it.

use std::{collections::BTreeSet, path::Path};

use jiff::Timestamp;
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;
use totp_rs::{Builder, Secret};
use yaodian_tests::{Env, PASSWORD, Server, Visitor, smtp::Smtp, until};

use crate::{LEDGER, checks::rows, entry};

/// Where Debian's `faketime` keeps what answers a program that asks for the time.
fn library() -> Option<String> {
    let folders = std::fs::read_dir("/usr/lib").ok()?;
    let mut found = folders.filter_map(|folder| {
        let file = folder.ok()?.path().join("faketime/libfaketimeMT.so.1");
        file.is_file().then(|| file.display().to_string())
    });
    found.next()
}

/// Sets a clock, which goes on from there.
fn set(file: &Path, time: &str) {
    write(file, &format!("@{time}"));
}

/// Sets a clock that stands.
fn stand(file: &Path, time: &str) {
    write(file, time);
}

fn write(file: &Path, time: &str) {
    let new = file.with_extension("new");
    std::fs::write(&new, format!("{time}\n")).unwrap();
    std::fs::rename(new, file).unwrap();
}

/// What lets a server, and commands on its data, go by the clock in this file.
fn by_clock(file: &Path) -> Env {
    let Some(library) = library() else {
        panic!("faketime is missing; run the tests with `cargo xtask test`");
    };
    vec![
        ("LD_PRELOAD", library),
        ("FAKETIME_TIMESTAMP_FILE", file.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ("TZ", "UTC".to_owned()),
    ]
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
    let data = TempDir::new().unwrap();
    let time = data.path().join("time");
    set(&time, "2023-09-20 10:00:00");
    let server = Server::told_in(data, by_clock(&time), &[], 1).await;
    let mut administrator = server.visitor();
    let link = server.links[0].strip_prefix(&server.base).unwrap().to_owned();
    administrator.form(&link, &[("password", PASSWORD)]).await;
    let mut reporter = server.person("wuhan", "420100", &["reporter"], false).await;
    // Half past midnight in China.
    set(&time, "2023-09-25 16:30:00");
    let answer = administrator
        .form("/sign-in", &[("login", "admin"), ("password", PASSWORD)])
        .await;
    administrator.keep_session(&answer);
    assert_eq!(administrator.json("/api/v1/people").await.0, 200);
    let answer = reporter
        .form("/sign-in", &[("login", "wuhan"), ("password", PASSWORD)])
        .await;
    reporter.keep_session(&answer);
    let path = format!("{LEDGER}/entries");
    let (status, answer) = reporter.post(&path, &entry("A-1")).await;
    assert_eq!(status, 200, "{answer}");
    let page = administrator.page("/changes").await;
    assert!(page.contains("2023-09-26 00:3"), "by the day in China: {page}");
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
    assert_eq!(reporter.post(&path, &entry("A-2")).await.0, 200, "his session, too");
    let page = administrator.page("/changes").await;
    let (earlier, later) = (page.find("2023-09-25 23:3"), page.find("2023-09-26 00:3"));
    assert!(
        earlier.is_some() && earlier < later,
        "what was done later by the clock is shown, in the order in which it was done: {page}"
    );
}

/// What a browser keeps of the cookies of answers, as it sends them.
#[derive(Default)]
struct Jar(Vec<(String, String)>);

impl Jar {
    async fn form(&mut self, visitor: &Visitor, path: &str, fields: &[(&str, &str)]) -> StatusCode {
        let body: Vec<String> = fields
            .iter()
            .map(|(key, value)| format!("{key}={}", yaodian_tests::encoded(value)))
            .collect();
        let kept: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = visitor
            .request(reqwest::Method::POST, path)
            .header(header::COOKIE, kept.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.join("&"))
            .send()
            .await
            .unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.0.retain(|(known, _)| known != name);
            if !cookie.contains("Max-Age=0") {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
        answer.status()
    }
}

#[tokio::test]
async fn no_code_is_good_for_a_second_time() {
    let data = TempDir::new().unwrap();
    let time = data.path().join("time");
    stand(&time, "2023-09-25 02:00:00");
    let server = Server::told_in(data, by_clock(&time), &[], 1).await;
    let person = server.person("zhang", "420100", &["reporter"], false).await;
    let steps = "/api/v1/sign-in/second-step";
    let (status, begun) = person
        .post(&format!("{steps}/begin"), &json!({ "password": PASSWORD }))
        .await;
    assert_eq!(status, 200, "{begun}");
    let secret = begun["secret"].as_str().unwrap().replace(' ', "");
    let code = |time: &str| {
        let at: Timestamp = format!("2023-09-25T{time}Z").parse().unwrap();
        let totp = Builder::new().with_secret(Secret::try_from_base32(&secret).unwrap());
        let at = u64::try_from(at.as_second()).unwrap();
        totp.build().unwrap().generate(at).to_string()
    };
    let (status, done) = person
        .post(&format!("{steps}/confirm"), &json!({ "code": code("02:00:00") }))
        .await;
    assert_eq!(status, 200, "{done}");
    // Signs in with the password, and then with a code; what that is answered.
    let take = async |code: &str| {
        let (visitor, mut jar) = (server.visitor(), Jar::default());
        let fields = [("login", "zhang"), ("password", PASSWORD)];
        let first = jar.form(&visitor, "/sign-in", &fields).await;
        assert_eq!(first, StatusCode::SEE_OTHER);
        let second = jar.form(&visitor, "/sign-in/code", &[("code", code)]).await;
        second.as_u16()
    };
    stand(&time, "2023-09-25 02:10:00");
    let used = code("02:10:00");
    assert_eq!(take(&used).await, 303);
    // Five minutes back, and up to where it would be good again.
    stand(&time, "2023-09-25 02:05:00");
    assert_eq!(take(&code("02:05:00")).await, 422, "no earlier one either");
    assert_eq!(take(&used).await, 422);
    stand(&time, "2023-09-25 02:10:10");
    assert_eq!(take(&used).await, 422, "its time comes twice, and it is good once");
    stand(&time, "2023-09-25 02:11:00");
    assert_eq!(take(&code("02:11:00")).await, 303, "the next one is good");
}

/// The same server, killed, and started again at a time that stands.
async fn again_at(server: Server, data: &Path, now: &str, smtp: &Smtp) -> Server {
    let url = smtp.url();
    let kept = server.killed().await;
    stand(&data.join("time"), now);
    let flags = ["--smtp", &url, "--mail-from", "reminders@yaodian.test"];
    Server::told_in(kept, by_clock(&data.join("time")), &flags, 0).await
}

#[tokio::test]
async fn nobody_is_reminded_twice_of_a_day() {
    // Slow enough to be killed over a mail.
    let smtp = Smtp::with_pace(std::time::Duration::from_secs(3)).await;
    let data = TempDir::new().unwrap();
    let url = format!("sqlite://{}/yaodian.sqlite", data.path().display());
    let folder = data.path().to_owned();
    // Ten in the morning in China, on a working day; nobody is to be told anything yet.
    let time = folder.join("time");
    stand(&time, "2023-09-26 02:00:00");
    let server = Server::told_in(data, by_clock(&time), &[], 1).await;
    server.person("wang", "420100", &["reporter"], true).await;
    let done = async |day: &str| {
        until(async || {
            let rounds = rows(&url, "SELECT day, 0 FROM rounds WHERE done_at IS NOT NULL").await;
            rounds.iter().any(|(done, _)| done == day).then_some(())
        })
        .await;
    };
    done("2023-09-26").await;
    assert_eq!(
        rows(&url, "SELECT id, attempts FROM messages WHERE plan IS NOT NULL").await,
        []
    );

    // The next day he is written to. The server dies over it, and begins again an hour earlier.
    let server = again_at(server, &folder, "2023-09-27 02:00:00", &smtp).await;
    let state = async |wanted: &str| {
        until(async || {
            let messages = rows(&url, "SELECT state, attempts FROM messages WHERE day = '2023-09-27'").await;
            assert!(messages.len() <= 1, "{messages:?}");
            messages.iter().any(|(state, _)| state == wanted).then_some(())
        })
        .await;
    };
    state("sending").await;
    let server = again_at(server, &folder, "2023-09-27 01:00:00", &smtp).await;
    done("2023-09-27").await;
    // The time comes again, in which it may be sent.
    let server = again_at(server, &folder, "2023-09-27 02:10:00", &smtp).await;
    state("sent").await;
    let days = async || {
        rows(
            &url,
            "SELECT day, attempts FROM messages WHERE plan IS NOT NULL ORDER BY day",
        )
        .await
    };
    let told = days().await;
    assert_eq!(told.len(), 1, "{told:?}");

    // A day back, and on again: no round is done for a second time.
    let server = again_at(server, &folder, "2023-09-26 03:00:00", &smtp).await;
    assert_eq!(server.visitor().page("/readyz").await, "ok");
    let server = again_at(server, &folder, "2023-09-27 03:00:00", &smtp).await;
    assert_eq!(server.visitor().page("/readyz").await, "ok");
    let server = again_at(server, &folder, "2023-09-28 03:00:00", &smtp).await;
    done("2023-09-28").await;
    let told = days().await;
    let unique: BTreeSet<&String> = told.iter().map(|(day, _)| day).collect();
    assert_eq!(unique.len(), told.len(), "{told:?}");
    let mails = smtp.taken();
    let of_the_27th: BTreeSet<&str> = mails
        .iter()
        .filter(|mail| mail.header("Subject").contains("2023-09-27"))
        .map(|mail| mail.header("Message-ID"))
        .collect();
    assert_eq!(of_the_27th.len(), 1, "one mail, under one name");
    let (code, _, said) = server.command(&["audit", "verify"]).await;
    assert_eq!(code, 0, "{said}");
}
