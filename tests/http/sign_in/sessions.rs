//! Where a person is signed in, and ending it.

use serde_json::{Value, json};
use yaodian_store::{Store, SubjectKind};

use super::{Browser, GOOD, behind_a_proxy, person};

async fn sessions(browser: &mut Browser) -> Vec<Value> {
    let mine = browser.get("/api/v1/sign-in").await;
    assert_eq!(mine.status, 200, "{}", mine.text);
    mine.json()["sessions"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_page_of_signing_in_says_how_one_came_to_it() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    let fresh = browser.get("/app/keys").await;
    assert_eq!(
        (fresh.status, fresh.location.as_str()),
        (303, "/sign-in?next=/app/keys")
    );
    let page = browser.get(&fresh.location).await.text;
    assert!(
        !page.contains("role=\"status\"") && page.contains("忘记密码？请联系管理员"),
        "{page}"
    );
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(at("name=\"password\"") < at("type=\"submit\">登录"));
    assert!(page.contains("id=\"login\"") && page.contains("autofocus") && !page.contains("aria-invalid"));

    // A wrong password: said, tied to the fields, and the password is typed anew.
    let wrong = browser
        .form("/sign-in", &[("login", "zhang"), ("password", "guessed")])
        .await;
    assert_eq!(wrong.status, 401);
    let field = wrong
        .text
        .split("<input")
        .find(|input| input.contains("id=\"password\""))
        .unwrap();
    for word in ["autofocus", "aria-invalid=\"true\"", "aria-describedby=\"trouble\""] {
        assert!(field.contains(word), "{word}: {field}");
    }
    assert!(wrong.text.contains("id=\"trouble\"") && wrong.text.contains("忘记密码"));

    // Ended elsewhere: said so. Signed out: that.
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    let mut other = Browser::at(&server, "198.51.100.2");
    assert_eq!(other.sign_in("zhang", GOOD).await.status, 303);
    let ended = other
        .post("/api/v1/sign-in/sessions/end-others", &json!({ "password": GOOD }))
        .await;
    assert_eq!(ended.status, 200);
    let over = browser.get("/app/keys").await;
    assert_eq!(over.location, "/sign-in?next=/app/keys&ended=1");
    assert!(browser.get(&over.location).await.text.contains("登录已失效"));
    let out = other.form("/sign-out", &[]).await;
    assert_eq!((out.status, out.location.as_str()), (303, "/sign-in?out=1"));
    assert!(other.get("/sign-in?out=1").await.text.contains("已退出。"));
    let english = server.visitor().page("/sign-in?out=1&lang=en").await;
    assert!(english.contains("You are signed out.") && english.contains("User name"));
}

#[tokio::test]
async fn a_person_sees_where_he_is_signed_in_and_ends_it() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    person(&server, "li").await;
    let mut office = Browser::at(&server, "198.51.100.1");
    let mut phone = Browser::at(&server, "203.0.113.5");
    phone.agent = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36";
    let mut other = Browser::at(&server, "198.51.100.1");
    assert_eq!(office.sign_in("zhang", GOOD).await.status, 303);
    assert_eq!(phone.sign_in("zhang", GOOD).await.status, 303);
    assert_eq!(other.sign_in("li", GOOD).await.status, 303);

    // A network that changes under way is no other session.
    phone = phone.moved("192.0.2.77");
    let seen = sessions(&mut phone).await;
    let told: Vec<_> = seen
        .iter()
        .map(|one| (one["device"].as_str().unwrap(), one["this"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [("Chrome · Android", true), ("Firefox · Linux", false)]);
    assert_eq!(
        (&seen[0]["way"], &seen[0]["second_step"]),
        (&json!("password"), &json!(false))
    );
    assert!(
        !seen[0].to_string().contains("192.0.2") && !seen[0].to_string().contains("203.0"),
        "no address"
    );

    let of_office = seen[1]["id"].as_str().unwrap().to_owned();
    let ended = other
        .post(
            &format!("/api/v1/sign-in/sessions/{of_office}/end"),
            &json!({ "password": GOOD }),
        )
        .await;
    assert_eq!(ended.status, 404, "another person's session is not known");
    let ended = phone
        .post(
            &format!("/api/v1/sign-in/sessions/{of_office}/end"),
            &json!({ "password": GOOD }),
        )
        .await;
    assert_eq!(ended.json()["sessions"].as_array().unwrap().len(), 1);
    assert!(!office.is_in().await && phone.is_in().await && other.is_in().await);
    let again = phone
        .post(
            &format!("/api/v1/sign-in/sessions/{of_office}/end"),
            &json!({ "password": GOOD }),
        )
        .await;
    assert_eq!(again.status, 404);

    for _ in 0..3 {
        assert_eq!(
            office.without("yaodian_browser").sign_in("zhang", GOOD).await.status,
            303
        );
    }
    assert_eq!(office.sign_in("zhang", GOOD).await.status, 303);
    assert_eq!(sessions(&mut office).await.len(), 5);
    // Whoever found the browser open ends nothing.
    for (typed, why) in [
        (json!({}), "missing"),
        (json!({ "password": "guessed" }), "old-is-wrong"),
    ] {
        let refused = office.post("/api/v1/sign-in/sessions/end-others", &typed).await;
        assert_eq!(refused.json()["kind"]["password"]["why"], why, "{}", refused.text);
        let one = format!(
            "/api/v1/sign-in/sessions/{}/end",
            sessions(&mut office).await[1]["id"].as_str().unwrap()
        );
        assert_eq!(office.post(&one, &typed).await.status, 422);
    }
    assert_eq!(sessions(&mut office).await.len(), 5);
    let ended = office
        .post("/api/v1/sign-in/sessions/end-others", &json!({ "password": GOOD }))
        .await;
    assert_eq!(ended.json()["sessions"].as_array().unwrap().len(), 1);
    assert!(office.is_in().await && !phone.is_in().await && other.is_in().await);

    // Tokens are nowhere in the database, nor addresses.
    let store = Store::open(&server.database()).await.unwrap();
    let zhang = store.credentials("zhang").await.unwrap().unwrap().account;
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    assert!(history.iter().filter(|row| row.action == "session-ended").count() >= 2);
    store.close().await;
    let mut kept = Vec::new();
    for end in ["", "-wal"] {
        let file = server.data.path().join(format!("yaodian.sqlite{end}"));
        kept.extend(std::fs::read(file).unwrap_or_default());
    }
    let holds = |text: &str| kept.windows(text.len()).any(|part| part == text.as_bytes());
    for token in office.jar.values() {
        assert!(!holds(token), "a token is kept as it is");
    }
    assert!(holds("Chrome · Android") && !holds("198.51.100.1") && !holds("203.0.113.5"));
}

#[tokio::test]
async fn whoever_is_shut_out_is_signed_in_nowhere_and_no_key_opens_this() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    let key = browser
        .post("/api/v1/keys", &json!({ "name": "月报", "scopes": ["read"] }))
        .await;
    let secret = key.json()["secret"].as_str().unwrap().to_owned();
    let asked = browser
        .request(reqwest::Method::GET, "/api/v1/sign-in")
        .bearer_auth(secret);
    let answer = browser.clone().sent(asked).await;
    assert_eq!((answer.status, &answer.json()["code"]), (403, &json!("not-for-keys")));
    assert!(browser.is_in().await);
    assert_eq!(server.command(&["user", "shut", "zhang"]).await.0, 0);
    assert!(!browser.is_in().await);
    assert_eq!(server.command(&["user", "let-in", "zhang"]).await.0, 0);
    assert!(!browser.is_in().await, "the session stays ended");
    let out = browser.sign_in("zhang", GOOD).await;
    assert_eq!(out.status, 303);
    assert_eq!(browser.form("/sign-out", &[]).await.status, 303);
    assert!(!browser.is_in().await);
}
