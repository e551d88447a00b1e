//! 日志: for programs, an object a line; and nothing of persons in it, however much is asked for.

use std::{fs::File, path::Path};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use yaodian_tests::{PASSWORD, Server, TRIAL_PEOPLE, encoded, smtp::Smtp, yaodian};

use crate::reminders::{flags, restless, told_as};

/// What one person is known by, and what he types.
const LOGIN: &str = "zhang-of-the-log";
const SEARCHED: &str = "某个人的名字";
const WORDS: &str = "填报里的话";
const FILE: &str = "张三的证件";
const AGENT: &str = "Gecko-of-one-person";
const ADDRESS: &str = "203.0.113.77";
const NOTE: &str = "退回的理由";

/// The lines of a log, each an object with what programs look for.
fn lines(log: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(log).unwrap();
    let lines = text.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let text = |name: &str| line[name].as_str().is_some_and(|text| !text.is_empty());
        assert!(text("timestamp") && text("level") && text("target"), "{line}");
        assert!(line["fields"].is_object(), "{line}");
        line
    });
    lines.collect()
}

#[tokio::test]
async fn nobody_is_in_it_at_its_most_talkative() {
    let (data, smtp) = (TempDir::new().unwrap(), Smtp::start().await);
    yaodian_tests::change_plan(data.path(), restless);
    let log = data.path().join("log.jsonl");
    let mut command = yaodian();
    command.env("RUST_LOG", "trace").stderr(File::create(&log).unwrap());
    let url = smtp.url();
    let arguments = ["--trial", "--log-format", "json", "--proxy", "127.0.0.1"];
    let arguments = [&arguments[..], &flags(&url)].concat();
    let server = Server::start_by(command, data, &arguments, TRIAL_PEOPLE).await;
    let (reporter, reviewer, office) = server.desks().await;
    // He sets his password by an invitation, and signs in by it.
    let person = server.person(LOGIN, "420100", &["reporter"], true).await;
    server.person("refused", "420200", &["reporter"], true).await;

    let wrong = [("login", LOGIN), ("password", "a wrong password that was typed")];
    assert_eq!(server.visitor().form("/sign-in", &wrong).await.status().as_u16(), 401);
    let asked = person
        .request(Method::GET, &format!("/search?q={}", encoded(SEARCHED)))
        .header("x-forwarded-for", ADDRESS)
        .header("user-agent", AGENT);
    assert_eq!(asked.send().await.unwrap().status().as_u16(), 200);
    let report = json!({
        "target": "outfalls-yangtze", "period": "2023-09", "read": null,
        "typed": { "done": "610", "of": "734" }, "progress": WORDS, "send": true,
    });
    let (status, sent) = reporter.post("/api/v1/reports", &report).await;
    assert_eq!(status, 200, "{sent}");
    let id = sent["report"]["id"].as_str().unwrap();
    let revision = sent["report"]["revision"].as_i64().unwrap();
    assert_eq!(reviewer.decide(id, revision, "return", NOTE).await.0, 200);
    let bytes = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n";
    let path = format!("/api/v1/targets/zero-waste-cities/files?name={}.pdf", encoded(FILE));
    assert_eq!(reporter.send(&path, bytes.to_vec()).await.0, 200);
    // Everything about himself, and the page of it.
    let (status, own) = person.json("/api/v1/sign-in/personal-data").await;
    assert!(status == 200 && own.to_string().contains(LOGIN), "{own}");
    for path in ["/app/me", "/privacy", "/api/v1/sign-in"] {
        person.get(path).await;
    }
    let key = json!({ "name": "月报", "scopes": ["read"] });
    let (status, made) = person.post("/api/v1/keys", &key).await;
    assert_eq!(status, 200, "{made}");
    let secret = made["secret"].as_str().unwrap();
    let keyed = server.visitor();
    let keyed = keyed.request(Method::GET, "/api/v1/reports?plan=hubei-2023");
    keyed.bearer_auth(secret).send().await.unwrap();
    // What is not understood, too.
    for path in [
        &format!("/no-such-page/{LOGIN}"),
        &format!("/api/v1/standing?as_of={}", encoded(SEARCHED)),
    ] {
        assert!(person.get(path).await.status().is_client_error(), "{path}");
    }
    let bad = json!({ "target": WORDS, "typed": WORDS });
    assert_eq!(person.post("/api/v1/reports", &bad).await.0, 400);
    // Mail that comes and mail that does not.
    office.move_to("2023-09-27").await;
    told_as(&office, "2023-09-27", LOGIN, "sent").await;
    told_as(&office, "2023-09-27", "refused", "refused").await;
    let session = |cookie: &str| cookie.split_once('=').unwrap().1.to_owned();
    let sessions = [session(person.cookie()), session(reporter.cookie())];
    let link = server.links[0].rsplit('/').next().unwrap().to_owned();
    let _data = server.stop().await;

    let lines = lines(&log);
    let said = |target: &str, what: &str| {
        let mut all = lines.iter();
        all.any(|line| line["target"] == target && line["fields"].to_string().contains(what))
    };
    assert!(
        said("yaodian::requests", "/sign-in/link/{token}"),
        "requests by their routes"
    );
    assert!(said("yaodian::requests", "/api/v1/reports"), "and all of them");
    assert!(said("yaodian::post", "refused (550)"), "what became of mail");
    assert!(said("sqlx::query", "accounts"), "as much as there is");

    let mut private: Vec<String> = [
        LOGIN,
        SEARCHED,
        WORDS,
        FILE,
        AGENT,
        ADDRESS,
        NOTE,
        PASSWORD,
        secret,
        &link,
        "a wrong password that was typed",
        "example.org",
        "没有这个信箱",
    ]
    .map(str::to_owned)
    .to_vec();
    private.extend([SEARCHED, FILE].map(encoded));
    private.extend(sessions);
    for line in lines {
        let line = line.to_string();
        for text in &private {
            assert!(!line.contains(text.as_str()), "{text}: {line}");
        }
    }
}

#[tokio::test]
async fn who_is_refused_something_stands_in_it_by_the_account_and_the_route() {
    let data = TempDir::new().unwrap();
    let log = data.path().join("log.jsonl");
    let mut command = yaodian();
    command.env_remove("RUST_LOG").stderr(File::create(&log).unwrap());
    let server = Server::start_by(command, data, &["--trial", "--log-format", "json"], TRIAL_PEOPLE).await;
    let reporter = server.by_link(0).await;
    let asked = json!({ "open": true });
    let path = format!("/api/v1/people/{SEARCHED}/single-sign-on?of={LOGIN}");
    assert_eq!(reporter.post(&path, &asked).await.0, 403);
    // Nobody is known who asks from elsewhere, and nothing else is a refusal of this kind.
    assert_eq!(server.visitor().post(&path, &asked).await.0, 401);
    assert_eq!(reporter.json("/api/v1/reports/none").await.0, 404);
    let store = yaodian_store::Store::open(&server.database()).await.unwrap();
    let account = store.credentials("trial-reporter").await.unwrap().unwrap().account;
    store.close().await;
    let _data = server.stop().await;

    let lines = lines(&log);
    let refused: Vec<&Value> = (lines.iter())
        .filter(|line| line["fields"]["message"] == "somebody was refused")
        .collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0]["level"], "WARN");
    assert_eq!(
        refused[0]["fields"],
        json!({
            "message": "somebody was refused", "account": account.id.as_str(), "method": "POST",
            "route": "/api/v1/people/{account}/single-sign-on", "why": "forbidden",
        })
    );
}
