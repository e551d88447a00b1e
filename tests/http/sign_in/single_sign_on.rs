//! Single sign-on, by a real provider on this machine.

use reqwest::StatusCode;
use serde_json::json;
use yaodian_store::{Store, SubjectKind};
use yaodian_tests::{
    Server, TRIAL_PEOPLE,
    provider::{CLIENT, Provider},
};

use super::{
    Answer, Browser, GOOD, invited, person,
    second_step::{set_up, why},
};

pub const TO: &str = "/sign-in/single-sign-on";

/// A trial with a provider.
pub async fn with_provider(more: &[&str]) -> (Server, Provider) {
    let mut provider = Provider::start().await;
    let server = served_by(&mut provider, more).await;
    (server, provider)
}

/// What tells a server of a provider.
pub fn flags(provider: &Provider) -> [&str; 6] {
    [
        "--oidc-issuer",
        &provider.issuer,
        "--oidc-client-id",
        CLIENT.0,
        "--oidc-client-secret",
        CLIENT.1,
    ]
}

/// A trial with this provider.
pub async fn served_by(provider: &mut Provider, more: &[&str]) -> Server {
    let flags = [&["--trial", "--proxy", "127.0.0.1"][..], &flags(provider)].concat();
    let server = Server::start(&[&flags[..], more].concat(), TRIAL_PEOPLE).await;
    provider.serve(&server).await;
    server
}

pub async fn opened(server: &Server, login: &str) {
    let (code, _, told) = server.command(&["user", "single-sign-on", login]).await;
    assert_eq!(code, 0, "{told}");
}

/// Goes to the provider; the address there.
pub async fn gone(browser: &mut Browser, next: &str) -> String {
    let answer = browser.get(&format!("{TO}?next={next}")).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.location
}

/// Comes back by an address of the server.
pub async fn come_back(browser: &mut Browser, server: &Server, address: &str) -> Answer {
    let path = address.strip_prefix(&server.base).expect("back to the server");
    browser.get(path).await
}

/// The whole way of somebody.
pub async fn walked(browser: &mut Browser, server: &Server, provider: &Provider, typed: &[(&str, &str)]) -> Answer {
    let address = gone(browser, "/app/keys").await;
    let back = provider.answers(&address, typed).await;
    come_back(browser, server, &back).await
}

/// A parameter of an address.
pub fn parameter(address: &str, name: &str) -> String {
    let (_, query) = address.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).unwrap().1.to_owned()
}

/// The same address with another value of a parameter.
fn with(address: &str, name: &str, value: &str) -> String {
    let before = format!("{name}={}", parameter(address, name));
    address.replace(&before, &format!("{name}={value}"))
}

pub const ZHANG: [(&str, &str); 2] = [("subject", "90210"), ("login", "Zhang")];

#[tokio::test]
async fn who_is_open_to_it_signs_in_and_nobody_else() {
    let (server, provider) = with_provider(&[]).await;
    invited(&server, "zhang", "张三丰").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    let page = browser.get("/sign-in?next=/app/keys").await;
    let (_, form) = page.text.split_once("action=\"/sign-in\"").unwrap();
    let (form, others) = form.split_once("</form>").unwrap();
    assert!(form.contains("name=\"password\""), "the password comes first");
    assert!(others.contains("href=\"/sign-in/single-sign-on?next=/app/keys\""));
    assert!(!page.text.contains("<script"));

    // There is such an account, and it is not open to single sign-on.
    let refused = walked(&mut browser, &server, &provider, &ZHANG).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("没有向您开放的账户") && refused.text.contains("name=\"password\""));
    assert!(!browser.is_in().await);

    opened(&server, "zhang").await;
    let li = [("subject", "1"), ("login", "li")];
    assert_eq!(walked(&mut browser, &server, &provider, &li).await.status, 403);
    let entered = walked(&mut browser, &server, &provider, &ZHANG).await;
    assert_eq!(
        (entered.status, entered.location.as_str()),
        (303, "/app/keys"),
        "{}",
        entered.text
    );
    let mine = browser.get("/api/v1/sign-in").await.json();
    assert_eq!(
        (&mine["login"], &mine["sessions"][0]["way"]),
        (&json!("zhang"), &json!("single-sign-on"))
    );

    // From then on it is the provider's name for the person that counts, and no login.
    let renamed = [("subject", "90210"), ("login", "zhang.sanfeng")];
    assert_eq!(
        walked(&mut browser, &server, &provider, &renamed).await.location,
        "/app/keys"
    );
    let other = [("subject", "90211"), ("login", "zhang")];
    assert_eq!(
        walked(&mut browser.without("yaodian_session"), &server, &provider, &other)
            .await
            .status,
        403
    );
    // Until an administrator says so once more.
    opened(&server, "zhang").await;
    assert_eq!(walked(&mut browser, &server, &provider, &other).await.status, 303);
    let mut former = Browser::at(&server, "198.51.100.2");
    assert_eq!(walked(&mut former, &server, &provider, &renamed).await.status, 403);

    let (code, _, _) = server.command(&["user", "single-sign-on", "zhang", "--off"]).await;
    assert_eq!(code, 0);
    assert!(!browser.is_in().await, "its sessions end");
    assert_eq!(walked(&mut browser, &server, &provider, &other).await.status, 403);
    let (code, _, told) = server.command(&["user", "single-sign-on", "zhang", "--off"]).await;
    assert!(code == 1 && told.contains("not open to single sign-on"), "{told}");

    let store = Store::open(&server.database()).await.unwrap();
    let zhang = store.credentials("zhang").await.unwrap().unwrap().account;
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    let count = |action: &str| history.iter().filter(|row| row.action == action).count();
    let noted = ["marked", "bound", "removed"].map(|what| count(&format!("single-sign-on-{what}")));
    assert_eq!(noted, [2, 2, 1]);
    // Tokens are JSON in base64, and begin like this.
    let mut kept = std::fs::read(server.data.path().join("yaodian.sqlite")).unwrap();
    kept.extend(std::fs::read(server.data.path().join("yaodian.sqlite-wal")).unwrap());
    assert!(!kept.windows(4).any(|bytes| bytes == b"eyJh"), "a token was kept");
}

#[tokio::test]
async fn who_has_no_password_is_asked_for_a_code() {
    let (server, provider) = with_provider(&[]).await;
    invited(&server, "zhang", "张三丰").await;
    opened(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(walked(&mut browser, &server, &provider, &ZHANG).await.status, 303);
    let (authenticator, codes, confirmed) = set_up(&mut browser, "").await;
    let steps = "/api/v1/sign-in/second-step";
    for (typed, expected) in [
        (json!({}), "no-code"),
        (json!({ "password": GOOD }), "no-code"),
        (json!({ "code": "12345" }), "wrong-code"),
        (json!({ "code": authenticator.code(confirmed, 0) }), "used-code"),
    ] {
        for step in ["remove", "codes"] {
            let answer = browser.post(&format!("{steps}/{step}"), &typed).await;
            assert_eq!(why(&answer), (422, json!(expected)), "{step} {typed}");
        }
    }
    let other = browser
        .post(&format!("{steps}/codes"), &json!({ "code": codes[0] }))
        .await;
    assert_eq!(other.status, 200, "{}", other.text);
    let of_before = browser
        .post(&format!("{steps}/remove"), &json!({ "code": codes[1] }))
        .await;
    assert_eq!(why(&of_before), (422, json!("wrong-code")));
    let code = json!({ "code": authenticator.code(confirmed, 1) });
    let removed = browser.post(&format!("{steps}/remove"), &code).await;
    assert_eq!(removed.status, 200, "{}", removed.text);
    assert_eq!(removed.json()["second_step"], json!(null));
}

#[tokio::test]
async fn an_account_that_is_shut_stays_shut() {
    let (server, provider) = with_provider(&[]).await;
    invited(&server, "zhang", "张三丰").await;
    opened(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(walked(&mut browser, &server, &provider, &ZHANG).await.status, 303);
    assert_eq!(server.command(&["user", "shut", "zhang"]).await.0, 0);
    assert!(!browser.is_in().await);
    assert_eq!(walked(&mut browser, &server, &provider, &ZHANG).await.status, 403);
}

#[tokio::test]
async fn what_comes_back_belongs_to_the_browser_that_went_once() {
    let (server, provider) = with_provider(&[]).await;
    invited(&server, "zhang", "张三丰").await;
    opened(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");

    // Another one's way back, in a browser that went nowhere, and in one that went by itself.
    let address = gone(&mut browser, "/app").await;
    let back = provider.answers(&address, &ZHANG).await;
    let mut victim = Browser::at(&server, "198.51.100.2");
    let over = come_back(&mut victim, &server, &back).await;
    assert!(
        over.status == 422 && over.text.contains("不是在这个浏览器里发起的"),
        "{}",
        over.status
    );
    gone(&mut victim, "/app").await;
    let unproved = come_back(&mut victim, &server, &back).await;
    assert!(
        unproved.status == 422 && unproved.text.contains("没有通过核对"),
        "{}",
        unproved.status
    );
    assert!(!victim.is_in().await);
    let before = browser.clone();
    assert_eq!(come_back(&mut browser, &server, &back).await.status, 303);
    assert!(browser.is_in().await);

    // Once more: the way is over, and in another one the code is used.
    assert_eq!(come_back(&mut before.clone(), &server, &back).await.status, 422);
    let again = gone(&mut victim, "/app").await;
    let replayed = with(&back, "state", &parameter(&again, "state"));
    let replayed = come_back(&mut victim, &server, &replayed).await;
    assert!(
        replayed.status == 422 && replayed.text.contains("没有通过核对"),
        "{}",
        replayed.status
    );

    // A state that is altered uses the way up.
    let address = gone(&mut victim, "/app").await;
    let back = provider.answers(&address, &ZHANG).await;
    let altered = with(&back, "state", "another");
    let went = victim.clone();
    assert_eq!(come_back(&mut victim, &server, &altered).await.status, 422);
    assert_eq!(come_back(&mut went.clone(), &server, &back).await.status, 422);

    // The token was made for another nonce, the code for another verifier; another provider answers.
    for (name, other) in [
        ("nonce", "x"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
    ] {
        let address = with(&gone(&mut victim, "/app").await, name, other);
        let back = provider.answers(&address, &ZHANG).await;
        let unproved = come_back(&mut victim, &server, &back).await;
        assert!(
            unproved.status == 422 && unproved.text.contains("没有通过核对"),
            "{name} {}",
            unproved.status
        );
    }
    let address = gone(&mut victim, "/app").await;
    let back = with(
        &provider.answers(&address, &ZHANG).await,
        "iss",
        "https%3A%2F%2Fsso.example.org",
    );
    assert_eq!(come_back(&mut victim, &server, &back).await.status, 422);
    let nothing = come_back(&mut victim, &server, &format!("{}{TO}/back", server.base)).await;
    assert_eq!(nothing.status, 422);
    assert!(!victim.is_in().await);

    // The person breaks it off.
    let address = gone(&mut victim, "/app").await;
    let back = provider.answers(&address, &[("deny", "1")]).await;
    let refused = come_back(&mut victim, &server, &back).await;
    assert!(
        refused.status == 422 && refused.text.contains("没有放行"),
        "{}",
        refused.status
    );

    // Nobody is led elsewhere.
    for next in [
        "https://example.org/",
        "//example.org",
        "/app//example.org",
        "/sign-out",
    ] {
        let address = gone(&mut victim, next).await;
        let back = provider.answers(&address, &ZHANG).await;
        assert_eq!(come_back(&mut victim, &server, &back).await.location, "/app", "{next}");
    }
}

#[tokio::test]
async fn the_second_step_is_the_providers_where_it_took_one() {
    let (server, provider) = with_provider(&["--oidc-second-factor", "urn:example:strong"]).await;
    person(&server, "zhang").await;
    opened(&server, "zhang").await;
    let mut own = Browser::at(&server, "198.51.100.1");
    assert_eq!(own.sign_in("zhang", GOOD).await.status, 303);
    set_up(&mut own, GOOD).await;
    let with = |more: &[(&'static str, &'static str)]| [&ZHANG[..], more].concat();
    for (more, location) in [
        (&[][..], "/sign-in/code?next=/app/keys"),
        (&[("amr", "pwd")], "/sign-in/code?next=/app/keys"),
        (&[("acr", "urn:example:weak")], "/sign-in/code?next=/app/keys"),
        (&[("amr", "mfa")], "/app/keys"),
        (&[("acr", "urn:example:strong")], "/app/keys"),
    ] {
        let mut browser = Browser::at(&server, "198.51.100.2");
        let answer = walked(&mut browser, &server, &provider, &with(more)).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, location), "{more:?}");
        assert_eq!(browser.is_in().await, location == "/app/keys", "{more:?}");
    }
}

#[tokio::test]
async fn a_provider_that_is_away_gets_an_answer() {
    let (server, mut provider) = with_provider(&[]).await;
    invited(&server, "zhang", "张三丰").await;
    opened(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    let address = gone(&mut browser, "/app").await;
    let back = provider.answers(&address, &ZHANG).await;
    provider.stop().await;
    let away = come_back(&mut browser, &server, &back).await;
    assert_eq!(away.status, 503);
    assert!(away.text.contains("暂时连不上") && away.text.contains("name=\"password\""));

    // One that nobody has met yet, and one that calls itself by another name.
    let (_, port) = provider.issuer.rsplit_once(':').unwrap();
    let mut there = Provider::start().await;
    let (_, other) = there.issuer.rsplit_once(':').unwrap();
    for issuer in [format!("http://127.0.0.1:{port}"), format!("http://localhost:{other}")] {
        let flags = ["--trial", "--oidc-issuer", &issuer, "--oidc-client-id", CLIENT.0];
        let server = Server::start(&flags, TRIAL_PEOPLE).await;
        if issuer.contains("localhost") {
            there.serve(&server).await;
        }
        let answer = server.visitor().get(TO).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{issuer}");
        let english = server
            .visitor()
            .get(&format!("{TO}?lang=en"))
            .await
            .text()
            .await
            .unwrap();
        assert!(english.contains("cannot be reached at the moment"));
    }
}

#[tokio::test]
async fn without_a_provider_there_is_no_way_to_one() {
    let server = Server::trial().await;
    let page = server.visitor().page("/sign-in").await;
    assert!(!page.contains("single-sign-on"));
    assert_eq!(server.visitor().get(TO).await.status(), StatusCode::NOT_FOUND);
    let back = format!("{TO}/back?code=x&state=x");
    assert_eq!(server.visitor().get(&back).await.status(), StatusCode::NOT_FOUND);
    for (flags, why) in [
        (
            vec!["--oidc-issuer", "http://sso.example.org", "--oidc-client-id", "x"],
            "must begin with https://",
        ),
        (
            vec!["--oidc-issuer", "sso", "--oidc-client-id", "x"],
            "is no address of an issuer",
        ),
        (vec!["--oidc-issuer", "https://sso.example.org"], "--oidc-client-id"),
    ] {
        let mut serve = yaodian_tests::yaodian();
        serve
            .args(["serve", "--trial", "--listen", "127.0.0.1:0", "--site"])
            .arg(yaodian_tests::site());
        serve
            .arg("--data-dir")
            .arg(server.data.path().join("other"))
            .args(flags);
        let ended = serve.output().await.unwrap();
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(!ended.status.success() && told.contains(why), "{told}");
    }
}
