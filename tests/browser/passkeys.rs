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
    browser.click("#add-passkey button").await;
    browser.find_with("#add-passkey .refusal", "不对").await;
    browser.fill("#passkey-password", PASSWORD).await;
    browser.verifies(&authenticator, false).await;
    browser.click("#add-passkey button").await;
    browser.find_with("#add-passkey .refusal", "没有完成").await;
    browser.verifies(&authenticator, true).await;
    browser.click("#add-passkey button").await;
    browser.find_with(".passkeys tbody th", "办公室电脑").await;
    browser.find_with(".passkeys tbody td", "未用过").await;
    let codes = browser.find(".recovery-codes ul").await.text().await.unwrap();
    assert_eq!(codes.lines().count(), 10, "{codes}");
    assert_eq!(elsewhere.json("/api/v1/me").await.0, 401, "the other sessions end");
    browser.click("#codes-taken").await;
    browser.fill("#passkey-name", "又一个").await;
    browser.fill("#passkey-password", PASSWORD).await;
    browser.click("#add-passkey button").await;
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
    assert!(!text.contains("未用过"), "{text}");

    // Without the authenticator, a recovery code.
    out(&browser).await;
    typed(&browser, &server, "420300").await;
    browser.click("#passkey a[href^='/sign-in/code']").await;
    browser.fill("#code", codes.lines().next().unwrap()).await;
    browser.click("main button[type=submit]").await;
    browser.find("body[data-ready=true]").await;
    browser.enter(&format!("{}/app/sign-in", server.base)).await;
    browser.find_with("section", "备用码还有 9 个").await;

    // Taken away, having been asked twice, it opens nothing.
    browser.fill("#passkey-password", PASSWORD).await;
    browser.click(".passkeys tbody button").await;
    browser.find_with(".passkeys tbody button", "确认移除").await;
    browser.click(".passkeys tbody button").await;
    browser.find_with("section", "还没有通行密钥").await;
    out(&browser).await;
    browser.visit(&format!("{}/sign-in/passkey", server.base)).await;
    asked(&browser).await;
    browser.find_with("#passkey-trouble", "打不开账户").await;
    typed(&browser, &server, "420300").await;
    browser.find("body[data-ready=true]").await;
    browser.close().await;
}
