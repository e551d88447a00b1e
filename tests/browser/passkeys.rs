//! A person adds a passkey, takes the second step with it, signs in by it alone, and takes it away.

use yaodian_tests::{PASSWORD, Server, browser::Browser};

async fn out(browser: &Browser) {
    browser.click("header form[action='/sign-out'] button").await;
    browser.find("nav a[href='/plan']").await;
}

async fn typed(browser: &Browser, server: &Server, login: &str) {
    browser.visit(&format!("{}/sign-in", server.base)).await;
    browser.fill("#login", login).await;
    browser.fill("#password", PASSWORD).await;
    browser.click("main button[type=submit]").await;
}

/// The words of what has the focus.
async fn focused(browser: &Browser) -> String {
    let element = browser.driver.active_element().await.unwrap();
    element.text().await.unwrap()
}

/// Insists that a field is marked as wrong, and has the focus.
async fn invalid(browser: &Browser, id: &str) {
    browser.find(&format!("#{id}[aria-invalid=true]:focus")).await;
}

async fn asked(browser: &Browser) {
    browser.click("#use-passkey:not([disabled])").await;
}

#[tokio::test]
async fn a_passkey_is_added_used_and_taken_away() {
    let server = Server::named(&[]).await;
    let elsewhere = server.reporter_of("420300").await;
    let browser = Browser::open().await;
    let authenticator = browser.authenticator().await;
    browser.sign_in(&server, "420300").await;
    browser.enter(&format!("{}/app/sign-in", server.base)).await;
    browser.find_with("section", "还没有通行密钥").await;

    // It takes the password, a name, and the authenticator.
    browser.fill("#passkey-name", "办公室电脑").await;
    browser.fill("#passkey-password", "somebody else's").await;
    browser.click("#add-passkey button[type=submit]").await;
    browser.find_with("#add-passkey .refusal", "不对").await;
    browser.fill("#passkey-password", PASSWORD).await;
    browser.verifies(&authenticator, false).await;
    browser.click("#add-passkey button[type=submit]").await;
    browser.find_with("#add-passkey .refusal", "没有完成").await;
    browser.verifies(&authenticator, true).await;
    browser.click("#add-passkey button[type=submit]").await;
    browser.find_with(".passkeys tbody th", "办公室电脑").await;
    browser.find_with(".passkeys tbody td", "从未使用").await;
    let codes = browser.find(".recovery-codes ul").await.text().await.unwrap();
    assert_eq!(codes.lines().count(), 10, "{codes}");
    assert_eq!(elsewhere.json("/api/v1/me").await.0, 401, "the other sessions end");
    browser.click("#codes-taken").await;
    assert_eq!(focused(&browser).await, "通行密钥", "the keyboard is at the heading");
    browser.fill("#passkey-name", "又一个").await;
    browser.fill("#passkey-password", PASSWORD).await;
    browser.click("#add-passkey button[type=submit]").await;
    browser.find_with("#add-passkey .refusal", "已经添加过了").await;

    // The password alone opens nothing; the passkey is the second step.
    out(&browser).await;
    typed(&browser, &server, "420300").await;
    browser.find_with("#passkey", "密码已核对").await;
    let opened = server.visitor().get("/app").await;
    assert_eq!(opened.status(), 303);
    browser.verifies(&authenticator, false).await;
    asked(&browser).await;
    browser.find_with("#passkey-trouble", "没有完成").await;
    browser.verifies(&authenticator, true).await;
    asked(&browser).await;
    browser.find("body[data-ready=true]").await;

    // By itself, without a name typed.
    out(&browser).await;
    browser
        .visit(&format!("{}/sign-in?next=/app/sign-in", server.base))
        .await;
    browser.click("a.button[href^='/sign-in/passkey']").await;
    asked(&browser).await;
    browser.find_with(".sessions tbody td", "通行密钥").await;
    let text = browser.text().await;
    assert!(text.contains("420300") || text.contains("我的登录"), "{text}");
    assert!(!text.contains("从未使用"), "{text}");

    // Without the authenticator, a recovery code.
    out(&browser).await;
    typed(&browser, &server, "420300").await;
    browser.click("#passkey a[href^='/sign-in/code']").await;
    browser.fill("#code", codes.lines().next().unwrap()).await;
    browser.click("main button[type=submit]").await;
    browser.find("body[data-ready=true]").await;
    browser.enter(&format!("{}/app/sign-in", server.base)).await;
    browser.find_with("section", "备用码还有 9 个").await;

    // Taken away it opens nothing: where it is pressed the password is asked for, and the keyboard is there.
    browser.find_with(".sessions tbody td", "密码和第二步验证").await;
    browser.driver.set_window_rect(0, 0, 390, 900).await.unwrap();
    let inside = browser
        .driver
        .execute("return document.querySelector('.passkeys tbody button').getBoundingClientRect().right <= window.innerWidth && document.documentElement.scrollWidth <= window.innerWidth", vec![])
        .await
        .unwrap();
    assert_eq!(inside.json(), true, "the button is on the screen of a phone");
    browser.click(".passkeys tbody button").await;
    browser.find_with("#remove-passkey button", "确认移除").await;
    let field = browser.driver.active_element().await.unwrap();
    assert_eq!(field.id().await.unwrap().as_deref(), Some("remove-passkey-proof"));
    browser.click("#remove-passkey button[type=submit]").await;
    browser.find_with("#remove-passkey .refusal", "请输入密码").await;
    invalid(&browser, "remove-passkey-proof").await;
    browser.fill("#remove-passkey-proof", "somebody else's").await;
    browser.click("#remove-passkey button[type=submit]").await;
    browser.find_with("#remove-passkey .refusal", "当前密码不对").await;
    browser.fill("#remove-passkey-proof", PASSWORD).await;
    browser.click("#remove-passkey button[type=submit]").await;
    browser.find_with("section", "还没有通行密钥").await;
    browser.find_with("[role=status]", "通行密钥已移除").await;
    assert!(focused(&browser).await.contains("通行密钥已移除"));
    browser.driver.set_window_rect(0, 0, 1280, 1600).await.unwrap();
    out(&browser).await;
    browser.visit(&format!("{}/sign-in/passkey", server.base)).await;
    asked(&browser).await;
    browser.find_with("#passkey-trouble", "打不开账户").await;
    typed(&browser, &server, "420300").await;
    browser.find("body[data-ready=true]").await;
    browser.close().await;
}
