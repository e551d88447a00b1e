//! Single sign-on by a real provider: an administrator opens an account, its person comes by it, and signs out there too.

use yaodian_tests::{
    Server, TRIAL_PEOPLE,
    browser::Browser,
    provider::{CLIENT, Provider},
};

#[tokio::test]
async fn an_account_is_opened_on_screen_and_its_person_comes_and_goes_by_the_provider() {
    let mut provider = Provider::start().await;
    let flags = [
        "--trial",
        "--oidc-issuer",
        &provider.issuer,
        "--oidc-client-id",
        CLIENT.0,
        "--oidc-client-secret",
        CLIENT.1,
    ];
    let server = Server::start(&flags, TRIAL_PEOPLE).await;
    provider.serve(&server).await;
    server.reporter_of("420300").await;
    let (administrator, person) = (Browser::open().await, Browser::open().await);

    administrator.visit(&server.links[3]).await;
    administrator.enter(&format!("{}/app/people", server.base)).await;
    administrator.fill("#find", "420300").await;
    administrator.find_with("table.people-list tbody a", "420300").await;
    administrator.click("table.people-list tbody a").await;
    administrator.find_with("h1", "420300").await;
    click_on(&administrator, ".steps button", "开通统一身份认证").await;
    administrator.find_with("#single-sign-on", "以用户名“420300”").await;
    administrator.click("#single-sign-on button.confirm").await;
    administrator.find_with(".done", "下次用统一身份认证登录时绑定").await;
    administrator.find_with(".facts", "已开通，待首次登录绑定").await;

    person.visit(&format!("{}/sign-in", server.base)).await;
    person.click("a[href^='/sign-in/single-sign-on']").await;
    person.fill("#subject", "90210").await;
    person.fill("#login", "420300").await;
    person.click("button").await;
    person.find("body[data-ready=true]").await;
    person.find_with("h1", "本期应报").await;

    administrator.enter(&format!("{}/app/people", server.base)).await;
    // Whoever comes by it is found by the word.
    administrator.fill("#find", "统一身份认证").await;
    administrator.find_with("table.people-list tbody", "420300").await;
    administrator.click("table.people-list tbody a").await;
    administrator.find_with(".facts", "已绑定 90210").await;

    // A form cannot lead to another site: the page does, once the session here is over.
    person.click("header form[action='/sign-out'] button").await;
    person.find_with("button", "Out").await;
    let there = person.driver.current_url().await.unwrap();
    assert!(there.as_str().starts_with(&provider.issuer), "{there}");
    person.click("button[name=logout]").await;
    person.find_with("#signed-out", "已从本系统和统一身份认证退出").await;
    let here = person.driver.current_url().await.unwrap();
    assert!(here.as_str().starts_with(&server.base), "{here}");
    // The provider does not know the person any more.
    person.visit(&format!("{}/sign-in/single-sign-on", server.base)).await;
    person.find("#subject").await;

    click_on(&administrator, ".steps button", "更改统一身份认证").await;
    administrator.find_with("#single-sign-on", "现有的登录全部失效").await;
    administrator.click("#close-single-sign-on").await;
    administrator.find_with(".done", "不再接受统一身份认证登录").await;
    for browser in [administrator, person] {
        browser.close().await;
    }
}

async fn click_on(browser: &Browser, css: &str, words: &str) {
    browser.find_with(css, words).await.click().await.unwrap();
}
