//! Signing out of what single sign-on opened: here first, then at the provider.

use reqwest::header;
use yaodian_tests::{
    Server,
    provider::{CLIENT, Provider},
};

use super::{
    Answer, Browser, GOOD, invited, person,
    single_sign_on::{ZHANG, come_back, gone, opened, parameter, served_by, walked, with_provider},
};

const OUT: &str = "/sign-in/single-sign-on/out";

/// Signs out, and is led on; to where.
async fn led_on(browser: &mut Browser) -> (Answer, Option<String>) {
    let request = browser.request(reqwest::Method::POST, "/sign-out");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["clear-site-data"], "\"storage\"");
    let refresh = answer.headers().get(header::REFRESH);
    let to = refresh.and_then(|on| on.to_str().ok()?.strip_prefix("0; url=").map(str::to_owned));
    let policy = answer.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    if to.is_some() {
        // It leads away by itself, and needs nobody's leave.
        assert!(policy.contains("form-action 'self';"), "{policy}");
    }
    (browser.heard(answer).await, to)
}

#[tokio::test]
async fn whoever_came_by_the_provider_signs_out_there_too() {
    let (server, provider) = with_provider(&[]).await;
    invited(&server, "zhang", "张三丰").await;
    opened(&server, "zhang").await;
    let (mut browser, mut there) = (Browser::at(&server, "198.51.100.1"), provider.browser());
    let address = gone(&mut browser, "/app/keys").await;
    let back = there.answers(&address, &ZHANG).await;
    assert_eq!(come_back(&mut browser, &server, &back).await.location, "/app/keys");
    let mut same = browser.clone();
    // While the provider remembers the person nothing is typed there.
    let address = gone(&mut Browser::at(&server, "198.51.100.2"), "/app").await;
    assert!(there.passes(&address).await.starts_with(&server.base));

    let (page, to) = led_on(&mut browser).await;
    assert!(
        page.status == 200 && page.text.contains("已从本系统退出"),
        "{}",
        page.text
    );
    assert!(!same.is_in().await, "the session here has ended before anything else");
    let to = to.expect("on to the provider");
    assert!(to.starts_with(&format!("{}/session/end?", provider.issuer)), "{to}");
    assert!(page.text.contains(&to.replace('&', "&amp;")), "{}", page.text);
    assert_eq!(parameter(&to, "client_id"), CLIENT.0);
    let here = format!("{}{OUT}", server.base);
    let written = here.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(parameter(&to, "post_logout_redirect_uri"), written);
    assert!(
        !to.contains("id_token_hint") && !to.contains("logout_hint") && !to.contains("90210"),
        "{to}"
    );
    let state = parameter(&to, "state");
    assert!(state.len() >= 32, "{state}");

    let back = there.leaves(&to).await;
    assert_eq!(back, format!("{here}?state={state}"));
    let mut elsewhere = Browser::at(&server, "198.51.100.3");
    let told = come_back(&mut elsewhere, &server, &back).await;
    assert_eq!(
        (told.status, told.location.as_str()),
        (303, "/"),
        "it was not begun there"
    );
    let altered = format!("{here}?state=another");
    let mut another = browser.clone();
    assert_eq!(come_back(&mut another, &server, &altered).await.location, "/");
    let told = come_back(&mut browser, &server, &back).await;
    assert!(
        told.status == 200 && told.text.contains("已从本系统和统一身份认证退出"),
        "{}",
        told.text
    );
    let told = come_back(&mut browser, &server, &back).await;
    assert_eq!((told.status, told.location.as_str()), (303, "/"), "once");

    // The provider asks who it is again.
    let address = gone(&mut browser, "/app").await;
    assert!(there.passes(&address).await.starts_with("/interaction/"));
    assert!(!browser.is_in().await);
}

#[tokio::test]
async fn nobody_else_is_led_there() {
    let (server, mut provider) = with_provider(&[]).await;
    person(&server, "zhang").await;
    opened(&server, "zhang").await;
    // Of the same person a session that a password opened.
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    let (out, to) = led_on(&mut browser).await;
    assert_eq!((out.status, out.location.as_str(), to), (303, "/sign-in?out=1", None));
    // Nobody at all.
    let (out, to) = led_on(&mut browser).await;
    assert_eq!((out.status, out.location.as_str(), to), (303, "/sign-in?out=1", None));

    // A provider that is away holds nobody up: where it is was told before.
    assert_eq!(walked(&mut browser, &server, &provider, &ZHANG).await.status, 303);
    provider.stop().await;
    let (out, to) = led_on(&mut browser).await;
    assert!(out.status == 200 && to.is_some());
    assert!(!browser.is_in().await);

    // One that has no such place.
    let mut provider = Provider::where_nobody_leaves().await;
    let server = served_by(&mut provider, &[]).await;
    person(&server, "zhang").await;
    opened(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(walked(&mut browser, &server, &provider, &ZHANG).await.status, 303);
    let (out, to) = led_on(&mut browser).await;
    assert_eq!((out.status, out.location.as_str(), to), (303, "/sign-in?out=1", None));
    assert!(!browser.is_in().await);
}

#[tokio::test]
async fn without_a_provider_one_signs_out_here() {
    let server = Server::trial().await;
    let answer = server.visitor().get(&format!("{OUT}?state=x")).await;
    assert_eq!(answer.status().as_u16(), 303);
    assert_eq!(answer.headers()[header::LOCATION], "/");
}
