//! Keys: made by a person, acting as that person's post, within their scopes, and nowhere else.

use reqwest::{Method, RequestBuilder, header};
use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

use super::got;
use crate::{
    api::outfalls,
    ledgers::{LEDGER, add},
};

/// A program with a key and no session.
struct Program(Visitor, String);

impl Program {
    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let asked = self.0.request(method, path);
        asked.header(header::AUTHORIZATION, format!("Bearer {}", self.1))
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.ask(Method::GET, path).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let answer = self.ask(Method::POST, path).json(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

async fn make(server: &Server, by: &Visitor, asked: &Value) -> (String, Program) {
    let (status, made) = by.post("/api/v1/keys", asked).await;
    assert_eq!(status, 200, "{made}");
    let secret = made["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("yd_"));
    (
        made["key"]["id"].as_str().unwrap().to_owned(),
        Program(server.visitor(), secret),
    )
}

async fn key(server: &Server, by: &Visitor, scopes: &[&str]) -> (String, Program) {
    make(server, by, &json!({ "name": "月报系统", "scopes": scopes })).await
}

#[tokio::test]
async fn a_program_reports_in_a_persons_name() {
    let server = Server::trial().await;
    let (reporter, reviewer, _) = server.desks().await;
    let (_, program) = key(&server, &reporter, &["read", "reports", "ledgers"]).await;
    let (_, me) = program.get("/api/v1/me").await;
    assert_eq!(me["unit"]["id"], "420100");
    let (status, saved) = program.post("/api/v1/reports", &outfalls("610", "734")).await;
    assert_eq!(status, 200, "{saved}");
    let (_, inbox) = reviewer.json("/api/v1/inbox").await;
    assert_eq!(inbox["waiting"][0]["report"]["id"], saved["report"]["id"]);

    // The post is the person's, with its rights and no more.
    let (status, problem) = program.post("/api/v1/reports", &json!({
        "target": "good-water-provincial", "period": "2023-09", "read": null, "typed": { "done": "1", "of": "1" }, "send": true,
    })).await;
    assert_eq!((status, &problem["code"]), (403, &json!("forbidden")), "{problem}");

    add(&reporter, "A-1", &[]).await;
    let (_, page) = program.get(&format!("{LEDGER}/entries")).await;
    let id = &page["rows"][0]["id"];
    let asked = json!({ "chosen": { "entries": [id] }, "stage": 0, "day": "2023-09-20" });
    let (status, moved) = program.post(&format!("{LEDGER}/move"), &asked).await;
    assert_eq!((status, &moved["changed"]), (200, &json!(1)), "{moved}");

    // Whoever looks sees when it was used last; the secret is nowhere.
    let (_, keys) = reporter.json("/api/v1/keys").await;
    assert_eq!(keys["keys"][0]["last_used_on"], "2023-09-25");
    assert!(!keys.to_string().contains(&program.1));
}

#[tokio::test]
async fn a_key_opens_its_scopes_and_nothing_else() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let document = got(&server.visitor(), "/openapi.json").await;
    // Every route of the interface that takes a key, and some of everything that is the app's own.
    let mut routes: Vec<(Method, String, Option<String>)> = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let Some(scope) = operation["security"][0]["key"][0].as_str() else {
                continue;
            };
            let path = path
                .replace("{network}", "water")
                .replace("{id}", "outfalls-yangtze")
                .replace(['{', '}'], "");
            routes.push((method.to_uppercase().parse().unwrap(), path, Some(scope.to_owned())));
        }
    }
    assert!(routes.len() >= 12, "{routes:?}");
    for (method, path) in [
        ("GET", "/inbox"),
        ("GET", "/periods"),
        ("POST", "/periods/reopen"),
        ("GET", "/reports/x"),
        ("POST", "/reports/x/steps"),
        ("POST", "/targets/outfalls-yangtze/judgements"),
        ("GET", "/scores"),
        ("GET", "/cases"),
        ("POST", "/cases"),
        ("POST", "/cases/x/steps"),
        ("POST", "/trial/day"),
        ("GET", "/keys"),
        ("POST", "/keys"),
        ("POST", "/keys/x/revoke"),
        ("GET", "/people"),
        ("POST", "/people"),
        ("POST", "/people/decide"),
        ("POST", "/bulletins"),
        ("GET", "/bulletins/desk"),
        ("GET", "/closing"),
        ("POST", "/closing/steps"),
        ("GET", "/cockpit"),
        ("GET", "/reminders"),
        ("GET", "/monitoring"),
        ("POST", "/monitoring/water/uploads"),
        ("GET", "/ledgers/outfalls-yangtze/template.xlsx"),
        ("GET", "/ledgers/outfalls-yangtze/export.csv"),
        ("POST", "/ledgers/outfalls-yangtze/undo"),
        ("POST", "/ledgers/outfalls-yangtze/views"),
    ] {
        routes.push((method.parse().unwrap(), path.to_owned(), None));
    }
    for own in ["read", "reports", "ledgers", "measurements"] {
        let (_, program) = key(&server, &reporter, &[own]).await;
        for (method, path, scope) in &routes {
            let body = if *method == Method::POST { "{}" } else { "" };
            let asked = program.ask(method.clone(), &format!("/api/v1{path}"));
            let asked = asked.header(header::CONTENT_TYPE, "application/json").body(body);
            let answer = asked.send().await.unwrap();
            let status = answer.status().as_u16();
            let problem: Value = answer.json().await.unwrap_or_default();
            let about = format!("{own} key: {method} {path}: {status} {problem}");
            match scope.as_deref() {
                None => assert_eq!((status, &problem["code"]), (403, &json!("not-for-keys")), "{about}"),
                Some(scope) if scope == own => assert!(
                    ![401, 405].contains(&status) && problem["code"] != "scope-missing",
                    "{about}"
                ),
                Some(_) => assert_eq!((status, &problem["code"]), (403, &json!("scope-missing")), "{about}"),
            }
        }
    }
}

#[tokio::test]
async fn what_ends_a_key() {
    let server = Server::trial().await;
    let (reporter, _, office) = server.desks().await;
    let administrator = server.by_link(3).await;
    let (id, program) = key(&server, &reporter, &["read"]).await;
    let asked = json!({ "name": "短期", "scopes": ["read"], "until": "2023-09-25" });
    let (_, short) = make(&server, &reporter, &asked).await;
    let unknown = async |program: &Program| {
        let answer = program.ask(Method::GET, "/api/v1/me").send().await.unwrap();
        assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], "Bearer realm=\"yaodian\"");
        let (status, problem): (u16, Value) = (answer.status().as_u16(), answer.json().await.unwrap());
        assert_eq!((status, &problem["code"]), (401, &json!("key-unknown")));
    };
    unknown(&Program(server.visitor(), "yd_guessed".to_owned())).await;
    // A session beside it does not help.
    let request = reporter.request(Method::GET, "/api/v1/me");
    let answer = request
        .header(header::AUTHORIZATION, "Bearer yd_guessed")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 401);

    assert_eq!(short.get("/api/v1/me").await.0, 200);
    office.move_to("2023-09-26").await;
    unknown(&short).await;
    assert_eq!(program.get("/api/v1/me").await.0, 200);

    // Others see nothing of it; an administrator sees and revokes it.
    assert_eq!(office.json("/api/v1/keys").await.1["keys"], json!([]));
    assert_eq!(
        office.post(&format!("/api/v1/keys/{id}/revoke"), &json!(null)).await.0,
        404
    );
    let (_, all) = administrator.json("/api/v1/keys").await;
    assert_eq!((&all["all"], all["keys"].as_array().unwrap().len()), (&json!(true), 2));
    let (status, left) = administrator
        .post(&format!("/api/v1/keys/{id}/revoke"), &json!(null))
        .await;
    assert_eq!(status, 200, "{left}");
    unknown(&program).await;

    // With the account everything ends.
    let (_, last) = key(&server, &reporter, &["read"]).await;
    assert_eq!(last.get("/api/v1/me").await.0, 200);
    let (code, _, error) = server.command(&["user", "shut", "trial-reporter"]).await;
    assert_eq!(code, 0, "{error}");
    unknown(&last).await;
}

#[tokio::test]
async fn keys_that_cannot_be() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    for (asked, why) in [
        (json!({ "name": " ", "scopes": ["read"] }), json!("no-name")),
        (json!({ "name": "x", "scopes": [] }), json!("no-scope")),
        (
            json!({ "name": "x", "scopes": ["read"], "until": "2023-09-24" }),
            json!({ "over": { "until": "2023-09-24" } }),
        ),
    ] {
        let (status, problem) = reporter.post("/api/v1/keys", &asked).await;
        assert_eq!((status, &problem["kind"]["key"]["why"]), (422, &why), "{problem}");
    }
    for number in 0..20 {
        let asked = json!({ "name": format!("第{number}个"), "scopes": ["read"] });
        assert_eq!(reporter.post("/api/v1/keys", &asked).await.0, 200);
    }
    let (status, problem) = reporter
        .post("/api/v1/keys", &json!({ "name": "x", "scopes": ["read"] }))
        .await;
    assert_eq!(
        (status, &problem["kind"]["key"]["why"]["too-many"]["most"]),
        (422, &json!(20)),
        "{problem}"
    );
}
