//! A person sets the second step up, signs in with it, and ends a session that he does not know.

use totp_rs::{Builder, Secret};
use yaodian_tests::{PASSWORD, Server, browser::Browser, until};

/// The code of a secret for the stretch of 30 seconds so many after that of `at`.
fn code(secret: &str, at: u64, later: u64) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(at + 30 * later).to_string()
}

fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap()
}

/// The id of what has the focus in the page; the window may have lost it to the browser itself.
async fn active(browser: &Browser) -> String {
    let element = browser.driver.active_element().await.unwrap();
    element.id().await.unwrap().unwrap_or_default()
}

/// How much the browser keeps of this site.
async fn kept(browser: &Browser) -> i64 {
    let asked = browser.driver.execute("return localStorage.length", vec![]).await;
    asked.unwrap().json().as_i64().unwrap()
}

/// Whether the browser would ask before the page is left.
async fn warned(browser: &Browser) -> bool {
    let asked = browser
        .driver
        .execute(
            "return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))",
            vec![],
        )
        .await
        .unwrap();
    asked.json().as_bool().unwrap()
}

#[tokio::test]
async fn the_second_step_is_set_up_and_taken() {
    let server = Server::trial().await;
    // Signed in elsewhere, too.
    let elsewhere = server.reporter_of("420300").await;
    let browser = Browser::open().await;
    browser.sign_in(&server, "420300").await;
    browser.click("header .site-tools a[href='/app/sign-in']").await;
    browser.find_with(".sessions tbody", "Chrome · Linux").await;
    browser.find_with(".sessions tbody", "未知设备").await;

    // One that is not known is ended, with the password.
    browser.find_with("section .hint", "闲置 30 分钟后").await;
    browser.find(".sessions tbody button[aria-label*='未知设备']").await;
    browser.click(".sessions tbody button").await;
    browser.find_with("#end-session button", "确认停用").await;
    browser.click("#end-session button[type=submit]").await;
    browser.find_with("#end-session .refusal", "请输入密码").await;
    browser.fill("#end-session-proof", PASSWORD).await;
    browser.click("#end-session button[type=submit]").await;
    browser.find_with("section", "没有在别处登录").await;
    browser.find_with("[role=status].notice:focus", "已停用").await;
    assert_eq!(browser.driver.title().await.unwrap(), "我的登录 — 要点");
    assert_eq!(elsewhere.json("/api/v1/me").await.0, 401);

    browser.find_with("section", "没有开启").await;
    browser.fill("#confirm-password", "somebody else's").await;
    browser.click("#begin-second-step button[type=submit]").await;
    browser.find_with(".refusal", "不对").await;
    browser.fill("#confirm-password", PASSWORD).await;
    browser.click("#begin-second-step button[type=submit]").await;
    browser.find("svg.qr[role=img] path").await;
    browser.find(".set-up a[href^='otpauth://totp/']").await;
    let secret = browser.find("#second-step-secret").await.text().await.unwrap();
    browser.fill("#second-step-code", "000").await;
    browser.click("#confirm-second-step button").await;
    browser.find_with(".refusal", "验证码不对").await;
    browser.find("#second-step-code[aria-invalid=true]:focus").await;
    let at = now();
    browser.fill("#second-step-code", &code(&secret, at, 0)).await;
    browser.click("#confirm-second-step button").await;
    browser.find_with(".recovery-codes", "只显示这一次").await;
    let codes = browser.find(".recovery-codes ul").await.text().await.unwrap();
    assert_eq!(codes.lines().count(), 10, "{codes}");
    // Until they are kept, links within the app wait, and the browser asks where the page is left.
    browser.find("#print-codes").await;
    browser.click("#copy-codes").await;
    browser.find_with(".recovery-codes [role=status]", "已复制").await;
    browser.click("header nav a[href='/app/scores']").await;
    browser.find_with("#codes-leaving", "请先存好备用码").await;
    assert!(warned(&browser).await);
    browser.click("#codes-taken").await;
    browser.find_with("section", "备用码还有 10 个").await;
    browser.find_with("h2:focus", "第二步验证").await;
    assert!(!warned(&browser).await);
    browser.click("header nav a[href='/app/scores']").await;
    browser.find_with("h1", "考核").await;
    assert_eq!(browser.driver.title().await.unwrap(), "考核 — 要点");
    browser.click("header .site-tools a[href='/app/sign-in']").await;
    browser.find_with("section", "备用码还有 10 个").await;
    let text = browser.text().await;
    assert!(
        !text.contains(&secret) && !text.contains(codes.lines().next().unwrap()),
        "it is not shown again"
    );

    // Out, and in again: two plain forms. What the browser still keeps of the work goes, if the person agrees.
    let keep = "localStorage.setItem('yaodian.import.x', 'a draft')";
    browser.driver.execute(keep, vec![]).await.unwrap();
    let out = "header form[action='/sign-out'] button";
    browser.click(out).await;
    let asked = until(async || browser.driver.get_alert_text().await.ok()).await;
    assert!(asked.contains("还没有存到服务器"), "{asked}");
    browser.driver.dismiss_alert().await.unwrap();
    browser.find_with("section", "备用码还有 10 个").await;
    assert_eq!(kept(&browser).await, 1, "nothing goes unless it is wanted");
    browser.click(out).await;
    until(async || browser.driver.accept_alert().await.ok()).await;
    browser.find_with("[role=status]", "已退出").await;
    assert_eq!(active(&browser).await, "login");
    assert_eq!(kept(&browser).await, 0);
    browser
        .visit(&format!("{}/sign-in?next=/app/sign-in", server.base))
        .await;
    browser.fill("#login", "420300").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("main button[type=submit]").await;
    browser.find("#code").await;
    assert_eq!(active(&browser).await, "code");
    browser.fill("#code", &code(&secret, at, 1)).await;
    browser.click("main button[type=submit]").await;
    browser.find("body[data-ready=true]").await;
    browser.find_with("section", "备用码还有 10 个").await;

    // A changed password is said to be changed, and what is typed is not kept.
    browser.fill("#old-password", PASSWORD).await;
    // What is typed can be looked at, and is hidden again.
    for (words, shown) in [("隐藏密码", "text"), ("显示密码", "password")] {
        browser.click("#old-password + .show-password").await;
        browser.find_with("#old-password + .show-password", words).await;
        browser.find(&format!("#old-password[type={shown}]")).await;
    }
    browser.fill("#new-password", "password1234").await;
    browser.click("#change-password button[type=submit]").await;
    browser.find_with(".refusal", "常见").await;
    browser.fill("#new-password", "several words without a connexion").await;
    browser.click("#change-password button[type=submit]").await;
    browser.find_with("[role=status]", "密码已修改").await;

    // Turned off only with the password, which is asked for in its place.
    browser.click("#remove-second-step").await;
    browser.find("#remove-second-step-form-proof:focus").await;
    browser.click("#remove-second-step-form button[type=submit]").await;
    browser
        .find_with("#remove-second-step-form .refusal", "请输入密码")
        .await;
    browser
        .fill("#remove-second-step-form-proof", "several words without a connexion")
        .await;
    browser.click("#remove-second-step-form button[type=submit]").await;
    browser
        .find_with("[role=status].notice:focus", "第二步验证已关闭")
        .await;
    browser.find_with("section", "没有开启").await;
    browser.close().await;
}
