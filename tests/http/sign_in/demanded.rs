//! A second step that is demanded of the office and of administrators.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use yaodian_tests::{
    Server, TRIAL_PEOPLE, Visitor,
    provider::{CLIENT, Provider},
};

use super::{Browser, second_step::Authenticator};

const STEPS: &str = "/api/v1/sign-in/second-step";

fn is_demanded(answer: &(u16, Value)) -> bool {
    answer.0 == 403 && answer.1["kind"]["second-step"]["why"] == "demanded"
}

async fn by_key(server: &Server, secret: &str) -> (u16, Value) {
    let request = server.visitor().request(Method::GET, "/api/v1/me").bearer_auth(secret);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// Sets a second step up for somebody who has no password; a recovery code of it.
async fn set_up(visitor: &Visitor) -> String {
    let (status, begun) = visitor
        .post(&format!("{STEPS}/begin"), &json!({ "password": "" }))
        .await;
    assert_eq!(status, 200, "{begun}");
    let authenticator = Authenticator(begun["secret"].as_str().unwrap().to_owned());
    let code = authenticator.code(jiff::Timestamp::now().as_second(), 0);
    let (status, done) = visitor
        .post(&format!("{STEPS}/confirm"), &json!({ "code": code }))
        .await;
    assert_eq!((status, &done["now"]["demanded"]), (200, &json!(false)), "{done}");
    done["codes"][0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_decides_sets_one_up_first() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let made = office
        .post("/api/v1/keys", &json!({ "name": "统计", "scopes": ["read"] }))
        .await;
    assert_eq!(made.0, 200, "{}", made.1);
    let secret = made.1["secret"].as_str().unwrap().to_owned();
    assert_eq!(by_key(&server, &secret).await.0, 200);

    let server = server
        .killed_and_started(&["--trial", "--demand-second-step"], TRIAL_PEOPLE)
        .await;
    let (reporter, reviewer, office) = server.desks().await;
    for other in [&reporter, &reviewer] {
        assert_eq!(other.json("/api/v1/me").await.0, 200);
        assert_eq!(other.json("/api/v1/sign-in").await.1["demanded"], false);
    }
    let administrator = server.by_link(3).await;
    for (who, path) in [(&office, "/api/v1/cockpit"), (&administrator, "/api/v1/people")] {
        assert!(is_demanded(&who.json("/api/v1/me").await));
        assert!(is_demanded(&who.json(path).await), "{path}");
        assert!(is_demanded(&who.json("/api/v1/keys").await));
        let app = who.get("/app/people").await;
        assert_eq!(
            (app.status(), &app.headers()["location"]),
            (StatusCode::SEE_OTHER, &"/app/sign-in".parse().unwrap())
        );
        assert!(who.page("/app/sign-in").await.contains("才能办理其他事项"));
        assert_eq!(who.json("/api/v1/sign-in").await.1["demanded"], true);
    }
    assert!(is_demanded(&by_key(&server, &secret).await), "nor do keys do it");
    let asked = json!({ "day": "2023-10-08" });
    assert!(is_demanded(&office.post("/api/v1/trial/day", &asked).await));

    let recovery = set_up(&office).await;
    assert_eq!(office.json("/api/v1/cockpit").await.0, 200);
    assert_eq!(office.get("/app/people").await.status(), StatusCode::OK);
    assert_eq!(by_key(&server, &secret).await.0, 200);
    assert!(
        is_demanded(&administrator.json("/api/v1/people").await),
        "each has his own"
    );
    // Whoever turns it off is where he was.
    let (status, mine) = office
        .post(&format!("{STEPS}/remove"), &json!({ "code": recovery }))
        .await;
    assert_eq!((status, &mine["demanded"]), (200, &json!(true)), "{mine}");
    assert!(is_demanded(&office.json("/api/v1/cockpit").await));
}

#[tokio::test]
async fn one_that_the_provider_took_is_one() {
    let mut provider = Provider::start().await;
    let flags = [
        "--trial",
        "--demand-second-step",
        "--oidc-issuer",
        &provider.issuer,
        "--oidc-client-id",
        CLIENT.0,
        "--oidc-client-secret",
        CLIENT.1,
    ];
    let server = Server::start(&flags, TRIAL_PEOPLE).await;
    provider.serve(&server).await;
    let added = [
        "user",
        "add",
        "wang",
        "--name",
        "王五",
        "--unit",
        "420100",
        "--duty",
        "administrator",
    ];
    assert_eq!(server.command(&added).await.0, 0);
    assert_eq!(server.command(&["user", "single-sign-on", "wang"]).await.0, 0);
    for (how, expected) in [("pwd", 403), ("mfa", 200)] {
        let mut browser = Browser::at(&server, "198.51.100.1");
        let address = browser.get("/sign-in/single-sign-on").await.location;
        let back = provider
            .answers(&address, &[("subject", "7"), ("login", "wang"), ("amr", how)])
            .await;
        let entered = browser.get(back.strip_prefix(&server.base).unwrap()).await;
        assert_eq!(entered.location, "/app", "{}", entered.text);
        assert_eq!(browser.get("/api/v1/people").await.status, expected, "{how}");
    }
}
