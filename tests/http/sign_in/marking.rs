//! An administrator says in the app which accounts single sign-on opens, as at the command line.

use serde_json::{Value, json};
use yaodian_store::{Store, SubjectKind};
use yaodian_tests::{Server, Visitor, case};

use super::{
    Browser, invited,
    single_sign_on::{ZHANG, walked, with_provider},
};

/// The list, and the row of somebody in it.
async fn listed(administrator: &Visitor, login: &str) -> (Value, Value) {
    let (status, people) = administrator.json("/api/v1/people").await;
    assert_eq!(status, 200, "{people}");
    let rows = people["people"].as_array().unwrap();
    let row = rows.iter().find(|row| row["login"] == login).unwrap().clone();
    (people, row)
}

fn path(row: &Value) -> String {
    format!("/api/v1/people/{}/single-sign-on", row["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_account_is_opened_bound_anew_and_closed() {
    let (server, provider) = with_provider(&[]).await;
    invited(&server, "zhang", "张三丰").await;
    let (office, administrator) = (server.by_link(2).await, server.by_link(3).await);
    let (people, row) = listed(&administrator, "zhang").await;
    assert_eq!(
        (&people["provider"], &row["single_sign_on"]),
        (&json!(provider.issuer), &Value::Null)
    );
    let path = path(&row);
    let set = async |who: &Visitor, open: bool| who.post(&path, &json!({ "open": open })).await;
    let screen = format!("/app/person/{}", row["id"].as_str().unwrap());

    assert_eq!(set(&office, true).await.0, 403);
    assert_eq!(set(&server.visitor(), true).await.0, 401);
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(walked(&mut browser, &server, &provider, &ZHANG).await.status, 403);
    assert!(administrator.page(&screen).await.contains("开通统一身份认证"));

    let (status, answer) = set(&administrator, true).await;
    assert_eq!(status, 200, "{answer}");
    let (told, row) = listed(&administrator, "zhang").await;
    assert_eq!(
        (&answer["people"], &row["single_sign_on"]),
        (&told["people"], &json!("waits"))
    );
    assert!(administrator.page(&screen).await.contains("已开通，待首次登录绑定"));
    assert!(administrator.page("/app/people").await.contains("统一身份认证待绑定"));

    assert_eq!(walked(&mut browser, &server, &provider, &ZHANG).await.status, 303);
    let (_, row) = listed(&administrator, "zhang").await;
    let bound = &row["single_sign_on"]["bound"];
    assert_eq!(
        (case(&row["single_sign_on"]), &bound["subject"]),
        ("bound", &json!("90210"))
    );
    assert_eq!(bound["issuer"], provider.issuer.as_str());
    let page = administrator.page(&screen).await;
    assert!(
        page.contains("已绑定 90210") && page.contains("更改统一身份认证"),
        "{page}"
    );

    // Anew: somebody else may bind it now, and who was in stays in.
    assert_eq!(set(&administrator, true).await.0, 200);
    assert!(browser.is_in().await);
    let other = [("subject", "90211"), ("login", "zhang")];
    let mut another = Browser::at(&server, "198.51.100.2");
    assert_eq!(walked(&mut another, &server, &provider, &other).await.status, 303);
    let mut former = Browser::at(&server, "198.51.100.3");
    assert_eq!(walked(&mut former, &server, &provider, &ZHANG).await.status, 403);

    // Closed: all sessions end.
    assert_eq!(set(&administrator, false).await.0, 200);
    let (_, row) = listed(&administrator, "zhang").await;
    assert_eq!(row["single_sign_on"], Value::Null);
    assert!(!browser.is_in().await && !another.is_in().await);
    let (status, problem) = set(&administrator, false).await;
    assert!(
        (400..500).contains(&status) && problem["code"] == "single-sign-on",
        "{problem}"
    );
    let (status, problem) = administrator
        .post("/api/v1/people/nobody/single-sign-on", &json!({ "open": true }))
        .await;
    assert_eq!(status, 404, "{problem}");

    // The audit tells who did it, as of the command.
    let store = Store::open(&server.database()).await.unwrap();
    let zhang = store.credentials("zhang").await.unwrap().unwrap().account;
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    let by = |action: &str| {
        let rows = history.iter().filter(|row| row.action == action);
        rows.map(|row| row.by.name().to_owned()).collect::<Vec<_>>()
    };
    let (_, me) = administrator.json("/api/v1/me").await;
    let name = me["name"].as_str().unwrap();
    assert_eq!(by("single-sign-on-marked"), [name, name]);
    assert_eq!(by("single-sign-on-removed"), [name]);
    let (code, listed, _) = server.command(&["user", "list"]).await;
    assert!(code == 0 && !listed.contains("Single sign-on"), "{listed}");
    assert_eq!(server.command(&["user", "single-sign-on", "zhang"]).await.0, 0);
    let (_, listed, _) = server.command(&["user", "list"]).await;
    assert!(
        listed.contains("Single sign-on: open, bound at the first sign-in"),
        "{listed}"
    );
}

#[tokio::test]
async fn without_a_provider_nothing_is_offered() {
    let server = Server::trial().await;
    invited(&server, "zhang", "张三丰").await;
    let administrator = server.by_link(3).await;
    let (people, row) = listed(&administrator, "zhang").await;
    assert_eq!(people["provider"], Value::Null);
    let screen = format!("/app/person/{}", row["id"].as_str().unwrap());
    assert!(!administrator.page(&screen).await.contains("统一身份认证"));
    // What the command opened can be closed all the same.
    assert_eq!(server.command(&["user", "single-sign-on", "zhang"]).await.0, 0);
    assert!(administrator.page(&screen).await.contains("更改统一身份认证"));
    assert_eq!(administrator.post(&path(&row), &json!({ "open": false })).await.0, 200);
}
