//! The second step: set up, asked for, taken once with each code, reset.

use jiff::Timestamp;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};
use yaodian_store::Store;
use yaodian_tests::Server;

use super::{Answer, Browser, GOOD, behind_a_proxy, person};

const STEPS: &str = "/api/v1/sign-in/second-step";

/// An authenticator that was told a secret.
pub struct Authenticator(pub String);

impl Authenticator {
    /// The code of the stretch of 30 seconds so many after that of `at`.
    pub fn code(&self, at: i64, later: i64) -> String {
        let secret = Secret::try_from_base32(self.0.replace(' ', "")).unwrap();
        let totp = Builder::new().with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(at + 30 * later).unwrap()).to_string()
    }
}

pub fn why(answer: &Answer) -> (u16, Value) {
    let kind = answer.json()["kind"].clone();
    let why = kind
        .as_object()
        .and_then(|kind| Some(kind.values().next()?["why"].clone()));
    (answer.status, why.unwrap_or(kind))
}

/// Sets a second step up: the authenticator, the recovery codes, and the instant of the code that confirmed it.
pub async fn set_up(browser: &mut Browser, password: &str) -> (Authenticator, Vec<String>, i64) {
    let begun = browser
        .post(&format!("{STEPS}/begin"), &json!({ "password": password }))
        .await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let begun = begun.json();
    let authenticator = Authenticator(begun["secret"].as_str().unwrap().to_owned());
    assert!(begun["address"].as_str().unwrap().starts_with("otpauth://totp/"));
    assert!(
        begun["code"]["size"].as_u64().unwrap() > 29
            && begun["code"]["path"].as_str().unwrap().starts_with("M4 4h7v1h-7z")
    );
    let now = Timestamp::now().as_second();
    let code = authenticator.code(now, 0);
    let done = browser
        .post(&format!("{STEPS}/confirm"), &json!({ "code": code }))
        .await;
    assert_eq!(done.status, 200, "{}", done.text);
    let done = done.json();
    assert_eq!(done["now"]["second_step"], 10);
    let codes = done["codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code.as_str().unwrap().to_owned());
    (authenticator, codes.collect(), now)
}

#[tokio::test]
async fn signing_in_takes_two_steps_once_it_is_set_up() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let (mut here, mut there) = (
        Browser::at(&server, "198.51.100.1"),
        Browser::at(&server, "198.51.100.2"),
    );
    assert_eq!(here.sign_in("zhang", GOOD).await.status, 303);
    assert_eq!(there.sign_in("zhang", GOOD).await.status, 303);
    let begin = here
        .post(&format!("{STEPS}/begin"), &json!({ "password": "somebody else's" }))
        .await;
    assert_eq!(why(&begin), (422, json!("old-is-wrong")));
    let empty = here.post(&format!("{STEPS}/begin"), &json!({ "password": "" })).await;
    assert_eq!(why(&empty), (422, json!("missing")));
    let early = here
        .post(&format!("{STEPS}/confirm"), &json!({ "code": "000000" }))
        .await;
    assert_eq!(why(&early), (422, json!("not-set-up")));
    here.post(&format!("{STEPS}/begin"), &json!({ "password": GOOD })).await;
    let wrong = here
        .post(&format!("{STEPS}/confirm"), &json!({ "code": "12345" }))
        .await;
    assert_eq!(why(&wrong), (422, json!("wrong-code")));
    assert!(there.is_in().await);
    let (authenticator, codes, confirmed) = set_up(&mut here, GOOD).await;
    assert!(here.is_in().await && !there.is_in().await, "the other sessions end");
    let again = here.post(&format!("{STEPS}/begin"), &json!({ "password": GOOD })).await;
    assert_eq!(why(&again), (422, json!("set-up")));

    // The password alone opens nothing.
    let first = there
        .form(
            "/sign-in",
            &[("login", "zhang"), ("password", GOOD), ("next", "/app/keys")],
        )
        .await;
    assert_eq!(
        (first.status, first.location.as_str()),
        (303, "/sign-in/code?next=/app/keys")
    );
    assert!(!there.is_in().await);
    let page = there.get("/sign-in/code?next=/app/keys").await;
    assert!(page.status == 200 && page.text.contains("name=\"code\"") && page.text.contains("value=\"/app/keys\""));
    assert!(!page.text.contains("<script"));
    let take = async |browser: &mut Browser, code: &str| {
        let answer = browser
            .form("/sign-in/code", &[("code", code), ("next", "/app/keys")])
            .await;
        (answer.status, answer.location.clone(), answer.text)
    };
    let (status, _, text) = take(&mut there, &authenticator.code(confirmed, 0)).await;
    assert!(
        status == 422 && text.contains("已用过"),
        "the code that confirmed it: {status} {text}"
    );
    let (status, _, text) = take(&mut there, "000 00").await;
    assert!(status == 422 && text.contains("验证码不对"), "{status} {text}");
    let next = authenticator.code(confirmed, 1);
    let (status, to, _) = take(&mut there, &format!("{} {}", &next[..3], &next[3..])).await;
    assert_eq!((status, to.as_str()), (303, "/app/keys"));
    assert!(there.is_in().await);

    // No code twice, no recovery code twice, and a first step is good for one session.
    let mut third = Browser::at(&server, "198.51.100.3");
    third.sign_in("zhang", GOOD).await;
    let waiting = third.clone();
    assert_eq!(take(&mut third, &next).await.0, 422);
    assert_eq!(
        take(&mut third, &codes[0].to_lowercase().replace(' ', "-")).await.0,
        303
    );
    assert!(third.is_in().await);
    let (status, _, text) = take(&mut waiting.clone(), &codes[1]).await;
    assert!(
        status == 422 && text.contains("重新输入密码") && text.contains("name=\"password\""),
        "{status}"
    );
    third.sign_in("zhang", GOOD).await;
    assert_eq!(take(&mut third, &codes[0]).await.0, 422);
    assert_eq!(take(&mut third, &codes[1]).await.0, 303);
    assert_eq!(here.get("/api/v1/sign-in").await.json()["second_step"], 8);

    // Other codes, then none at all.
    let asked = json!({ "password": GOOD });
    let more = here.post(&format!("{STEPS}/codes"), &asked).await.json();
    assert_eq!(more["codes"].as_array().unwrap().len(), 10);
    third.sign_in("zhang", GOOD).await;
    assert_eq!(take(&mut third, &codes[2]).await.0, 422, "those of before are over");
    let wrong = here
        .post(
            &format!("{STEPS}/remove"),
            &json!({ "password": "guessed by somebody" }),
        )
        .await;
    assert_eq!(why(&wrong), (422, json!("old-is-wrong")));
    assert_eq!(
        here.post(&format!("{STEPS}/remove"), &asked).await.json()["second_step"],
        json!(null)
    );
    assert!(here.is_in().await && !there.is_in().await);
    assert_eq!(there.sign_in("zhang", GOOD).await.location, "/app");
}

#[tokio::test]
async fn codes_cannot_be_guessed_and_nobody_gets_a_page_without_the_first_step() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut own = Browser::at(&server, "198.51.100.1");
    own.sign_in("zhang", GOOD).await;
    let (_, codes, _) = set_up(&mut own, GOOD).await;
    let mut nobody = Browser::at(&server, "198.51.100.2");
    let page = nobody.get("/sign-in/code").await;
    assert!(
        page.status == 422 && page.text.contains("name=\"password\""),
        "{}",
        page.status
    );
    assert_eq!(nobody.form("/sign-in/code", &[("code", "123456")]).await.status, 422);

    // Somebody has the password, and guesses codes from one address …
    let mut thief = Browser::at(&server, "198.51.100.3");
    for _ in 0..5 {
        assert_eq!(thief.sign_in("zhang", GOOD).await.status, 303);
        assert_eq!(thief.form("/sign-in/code", &[("code", "12345")]).await.status, 422);
    }
    assert_eq!(thief.form("/sign-in/code", &[("code", "12345")]).await.status, 429);
    // … and then from many: after fifty, no new address may, and the person's own browser still can.
    for n in 0..15 {
        let mut thief = Browser::at(&server, &format!("203.0.113.{n}"));
        thief.sign_in("zhang", GOOD).await;
        for _ in 0..3 {
            assert_eq!(thief.form("/sign-in/code", &[("code", "12345")]).await.status, 422);
        }
    }
    let mut new = Browser::at(&server, "192.0.2.1");
    assert_eq!(new.sign_in("zhang", GOOD).await.status, 303);
    assert_eq!(new.form("/sign-in/code", &[("code", &codes[0])]).await.status, 429);
    assert_eq!(own.sign_in("zhang", GOOD).await.location, "/sign-in/code?next=/app");
    assert_eq!(own.form("/sign-in/code", &[("code", &codes[0])]).await.status, 303);
}

#[tokio::test]
async fn an_administrator_resets_somebodys_second_step() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    browser.sign_in("zhang", GOOD).await;
    set_up(&mut browser, GOOD).await;
    let administrator = server.by_link(3).await;
    let (_, people) = administrator.json("/api/v1/people").await;
    let row = |login: &str| {
        let mut rows = people["people"].as_array().unwrap().iter();
        rows.find(|row| row["login"] == login).unwrap().clone()
    };
    let (zhang, own) = (row("zhang"), row("trial-administrator"));
    assert_eq!(
        (&zhang["second_step"], &own["second_step"]),
        (&json!(true), &json!(false))
    );
    let reset = |id: &Value| format!("/api/v1/people/{}/second-step/reset", id.as_str().unwrap());
    let by_reporter = server.by_link(0).await.post(&reset(&zhang["id"]), &json!(null)).await;
    assert_eq!(by_reporter.0, 403);
    let (status, problem) = administrator.post(&reset(&own["id"]), &json!(null)).await;
    assert_eq!((status, &problem["kind"]["second-step"]["why"]), (422, &json!("own")));
    let (status, people) = administrator.post(&reset(&zhang["id"]), &json!(null)).await;
    assert_eq!(status, 200, "{people}");
    assert!(!browser.is_in().await);
    assert_eq!(browser.sign_in("zhang", GOOD).await.location, "/app");
    let (status, problem) = administrator.post(&reset(&zhang["id"]), &json!(null)).await;
    assert_eq!(
        (status, &problem["kind"]["second-step"]["why"]),
        (422, &json!("not-set-up"))
    );

    // At the machine likewise; both are in the audit by name.
    set_up(&mut browser, GOOD).await;
    let (code, _, error) = server.command(&["user", "reset-second-step", "zhang"]).await;
    assert_eq!(code, 0, "{error}");
    assert_eq!(server.command(&["user", "reset-second-step", "zhang"]).await.0, 1);
    let store = Store::open(&server.database()).await.unwrap();
    let account = store.credentials("zhang").await.unwrap().unwrap().account;
    let history = store
        .history(yaodian_store::SubjectKind::Account, account.id.as_str())
        .await
        .unwrap();
    let by: Vec<_> = history
        .iter()
        .filter(|row| row.action == "second-step-reset")
        .map(|row| row.by.name())
        .collect();
    assert_eq!(by.len(), 2);
    assert_eq!(by[1], "user reset-second-step");
    store.close().await;
}

#[tokio::test]
async fn a_trials_link_takes_the_second_step_too_and_secrets_are_sealed() {
    let server = Server::trial().await;
    let link = server.links[0].strip_prefix(&server.base).unwrap().to_owned();
    let mut browser = Browser::at(&server, "");
    assert_eq!(browser.get(&link).await.location, "/app");
    let (authenticator, codes, confirmed) = set_up(&mut browser, "").await;
    let mut again = Browser::at(&server, "");
    assert_eq!(again.get(&link).await.location, "/sign-in/code?next=/app");
    assert!(!again.is_in().await);
    let waiting = again.clone();
    let code = authenticator.code(confirmed, 1);
    assert_eq!(again.form("/sign-in/code", &[("code", &code)]).await.location, "/app");
    assert!(again.is_in().await);

    let secret = authenticator.0.replace(' ', "");
    let mut kept = Vec::new();
    for end in ["", "-wal"] {
        let file = server.data.path().join(format!("yaodian.sqlite{end}"));
        kept.extend(std::fs::read(file).unwrap_or_default());
    }
    let holds = |text: &str| kept.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(!holds(&secret) && !holds(&codes[0].replace(' ', "")));

    // Without the key that lies beside the database no code can be checked; recovery codes still open.
    drop(waiting);
    std::fs::remove_file(server.data.path().join("files/sign-in.key")).unwrap();
    let server = server
        .killed_and_started(&["--trial"], yaodian_tests::TRIAL_PEOPLE)
        .await;
    let link = server.links[0].strip_prefix(&server.base).unwrap().to_owned();
    let mut browser = Browser::at(&server, "");
    browser.get(&link).await;
    let refused = browser.form("/sign-in/code", &[("code", &code)]).await;
    assert!(
        refused.status == 422 && refused.text.contains("管理员重置"),
        "{} {}",
        refused.status,
        refused.text
    );
    assert_eq!(
        browser.form("/sign-in/code", &[("code", &codes[0])]).await.location,
        "/app"
    );
}
