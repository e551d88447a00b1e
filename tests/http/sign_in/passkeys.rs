//! Passkeys, as far as they go without an authenticator: `tests/browser/passkeys.rs` has one.

use serde_json::json;
use yaodian_tests::{Server, TRIAL_PEOPLE};

use super::{Browser, GOOD, person, second_step::why};

const OWN: &str = "/api/v1/sign-in/passkeys";

#[tokio::test]
async fn nothing_is_added_and_nobody_is_in_without_an_authenticators_answer() {
    let server = Server::named(&[]).await;
    person(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    let made_up = json!({
        "id": "AAAA", "rawId": "AAAA", "type": "public-key",
        "response": { "attestationObject": "AAAA", "clientDataJSON": "AAAA" }
    });
    let answered = json!({ "credential": {
        "id": "AAAA", "rawId": "AAAA", "type": "public-key",
        "response": { "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": null }
    }});
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    let mine = browser.get("/api/v1/sign-in").await.json();
    assert_eq!((&mine["takes_passkeys"], &mine["passkeys"]), (&json!(true), &json!([])));

    let wrong = browser
        .post(&format!("{OWN}/begin"), &json!({ "password": "guessed" }))
        .await;
    assert_eq!(why(&wrong), (422, json!("old-is-wrong")));
    let asked = browser
        .post(&format!("{OWN}/begin"), &json!({ "password": GOOD }))
        .await;
    let options = &asked.json()["options"]["publicKey"];
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let nameless = browser.post(OWN, &json!({ "name": " ", "credential": made_up })).await;
    assert_eq!(why(&nameless), (422, json!({ "name": { "most": 40 } })));
    for expected in ["unproved", "over"] {
        // What it was asked is used by the first answer.
        let added = browser.post(OWN, &json!({ "name": "x", "credential": made_up })).await;
        assert_eq!(why(&added), (422, json!(expected)));
    }
    assert_eq!(
        browser
            .post(&format!("{OWN}/none/remove"), &json!({ "password": GOOD }))
            .await
            .status,
        404
    );

    let mut nobody = Browser::at(&server, "198.51.100.2");
    let page = nobody.get("/sign-in/passkey?next=https://example.org").await;
    assert!(page.status == 200 && page.text.contains("data-next=\"/app\""));
    assert_eq!(
        why(&nobody.post("/sign-in/passkey", &answered).await),
        (422, json!("over"))
    );
    let asked = nobody.post("/sign-in/passkey/ask", &json!(null)).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let options = &asked.json()["options"]["publicKey"];
    assert_eq!(
        (&options["allowCredentials"], &options["userVerification"]),
        (&json!([]), &json!("required"))
    );
    assert_eq!(
        why(&nobody.post("/sign-in/passkey", &answered).await),
        (422, json!("unproved"))
    );
    assert_eq!(
        why(&nobody.post("/sign-in/passkey", &answered).await),
        (422, json!("over"))
    );
    assert!(!nobody.is_in().await);
    let page = nobody.get("/sign-in").await;
    assert!(page.text.contains("href=\"/sign-in/passkey?next=/app\"") && !page.text.contains("<script"));
}

#[tokio::test]
async fn an_address_of_numbers_takes_none() {
    let server = Server::start(&["--trial"], TRIAL_PEOPLE).await;
    let visitor = server.visitor();
    assert!(!visitor.page("/sign-in").await.contains("/sign-in/passkey"));
    assert_eq!(visitor.get("/sign-in/passkey").await.status(), 422);
    let office = server.by_link(2).await;
    assert_eq!(office.json("/api/v1/sign-in").await.1["takes_passkeys"], false);
    let (status, problem) = office.post(&format!("{OWN}/begin"), &json!({ "password": "" })).await;
    assert_eq!((status, &problem["kind"]["passkey"]["why"]), (422, &json!("off")));
}
