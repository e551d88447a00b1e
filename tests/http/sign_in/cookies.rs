//! The flags of every cookie, at every way of signing in, where people come over TLS and where they do not.

use serde_json::json;
use yaodian_tests::{Server, TRIAL_PEOPLE, free_port, provider::Provider};

use super::{Answer, Browser, GOOD, invited, person, second_step, single_sign_on};

/// What a cookie of signing in is called, and for which addresses it is.
const COOKIES: [(&str, &str, &str); 6] = [
    ("yaodian_session", "__Host-", "/"),
    ("yaodian_browser", "__Host-", "/"),
    ("yaodian_first_step", "__Secure-", "/sign-in"),
    ("yaodian_at_provider", "__Secure-", "/sign-in"),
    ("yaodian_leaving", "__Secure-", "/sign-in"),
    ("yaodian_passkey", "__Secure-", "/sign-in"),
];

/// Insists on the flags of every cookie that is set, and that these are among them.
fn insists(answer: &Answer, tls: bool, wanted: &[&str]) {
    let mut named = Vec::new();
    for cookie in &answer.cookies {
        let mut parts = cookie.split("; ");
        let (name, _) = parts.next().unwrap().split_once('=').unwrap();
        let flags: Vec<&str> = parts.collect();
        let bare = name.trim_start_matches("__Host-").trim_start_matches("__Secure-");
        let (_, prefix, path) = COOKIES.iter().find(|(known, ..)| *known == bare).expect(cookie);
        assert_eq!(name, format!("{}{bare}", if tls { prefix } else { "" }), "{cookie}");
        for flag in ["HttpOnly", "SameSite=Lax", &format!("Path={path}")] {
            assert!(flags.contains(&flag), "{flag}: {cookie}");
        }
        assert_eq!(flags.contains(&"Secure"), tls, "{cookie}");
        assert!(!flags.iter().any(|flag| flag.starts_with("Domain")), "{cookie}");
        let age = flags.iter().find_map(|flag| flag.strip_prefix("Max-Age="));
        let age: i64 = age.expect("an end").parse().unwrap();
        // A day's work for what opens something, half a year for what opens nothing.
        let most = if bare == "yaodian_browser" {
            180 * 24 * 3600
        } else {
            12 * 3600
        };
        assert!(age <= most, "{cookie}");
        if age > 0 {
            named.push(bare);
        }
    }
    assert_eq!(named, wanted, "{:?}", answer.cookies);
}

/// A server that people reach over TLS, or not, with a provider; it is asked directly, as its proxy asks it.
async fn reached(tls: bool) -> (Server, Provider) {
    let mut provider = Provider::start().await;
    let port = free_port();
    let scheme = if tls { "https" } else { "http" };
    let (listen, url) = (format!("127.0.0.1:{port}"), format!("{scheme}://localhost:{port}"));
    let own = [
        "--trial",
        "--proxy",
        "127.0.0.1",
        "--listen",
        &listen,
        "--public-url",
        &url,
    ];
    let flags = [&own[..], &single_sign_on::flags(&provider)].concat();
    let mut server = Server::start(&flags, TRIAL_PEOPLE).await;
    provider.serve(&server).await;
    server.base = format!("http://{listen}");
    (server, provider)
}

#[tokio::test]
async fn every_way_in_sets_cookies_that_stay_where_they_belong() {
    for tls in [true, false] {
        let (server, provider) = reached(tls).await;
        let session = ["yaodian_session", "yaodian_browser"];
        // The link of a trial, and a password set by an invitation: which opens nothing by itself.
        let link = &server.links[0];
        let (_, path) = link.split_once("/sign-in/link/").unwrap();
        let mut browser = Browser::at(&server, "198.51.100.1");
        let entered = browser.get(&format!("/sign-in/link/{path}")).await;
        insists(&entered, tls, &session);
        let path = invited(&server, "zhang", "张三丰").await;
        let mut browser = Browser::at(&server, "198.51.100.2");
        let set = browser.form(&path, &[("password", GOOD)]).await;
        assert_eq!(set.status, 303, "{}", set.text);
        insists(&set, tls, &[]);
        assert!(!browser.is_in().await);

        // The password alone.
        let entered = browser.sign_in("zhang", GOOD).await;
        insists(&entered, tls, &session);
        assert!(browser.is_in().await);
        let strict = browser.request(reqwest::Method::GET, "/app").send().await.unwrap();
        assert_eq!(strict.headers().contains_key("strict-transport-security"), tls);

        // Single sign-on: there, back, and out.
        single_sign_on::opened(&server, "zhang").await;
        let mut other = Browser::at(&server, "198.51.100.3");
        let to = other.get(single_sign_on::TO).await;
        insists(&to, tls, &["yaodian_at_provider"]);
        let back = provider.answers(&to.location, &single_sign_on::ZHANG).await;
        let (_, path) = back.split_once("/sign-in/").unwrap();
        let entered = other.get(&format!("/sign-in/{path}")).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        insists(&entered, tls, &session);
        let out = other.form("/sign-out", &[]).await;
        insists(&out, tls, &["yaodian_leaving"]);
        assert!(!other.is_in().await);
        insists(&other.get("/sign-in/single-sign-on/out?state=x").await, tls, &[]);

        // The second step.
        let (_, codes, _) = second_step::set_up(&mut browser, GOOD).await;
        let mut other = Browser::at(&server, "198.51.100.4");
        insists(&other.sign_in("zhang", GOOD).await, tls, &["yaodian_first_step"]);
        let entered = other.form("/sign-in/code", &[("code", &codes[0])]).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        insists(&entered, tls, &session);

        // A passkey: what the authenticator is asked, and what it answers. It lets in by what the others do.
        let mut other = Browser::at(&server, "198.51.100.5");
        let asked = other.post("/sign-in/passkey/ask", &json!(null)).await;
        assert_eq!(asked.status, 200, "{}", asked.text);
        insists(&asked, tls, &["yaodian_passkey"]);
        let answered = json!({ "credential": {
            "id": "AAAA", "rawId": "AAAA", "type": "public-key",
            "response": { "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": null }
        }});
        insists(&other.post("/sign-in/passkey", &answered).await, tls, &[]);
    }
}

#[tokio::test]
async fn over_tls_a_cookie_of_a_neighbour_is_not_believed() {
    let (server, _provider) = reached(true).await;
    person(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    let token = browser.jar["__Host-yaodian_session"].clone();
    // Whoever holds a name below the same domain can set one without the prefix, and none with it.
    let mut planted = Browser::at(&server, "198.51.100.2");
    planted.jar.insert("yaodian_session".to_owned(), token.clone());
    assert!(!planted.is_in().await);
    planted.jar.insert("__Host-yaodian_session".to_owned(), token);
    assert!(planted.is_in().await);
}
