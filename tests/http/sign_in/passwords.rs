//! Which passwords are taken, and changing one.

use serde_json::json;

use super::{Browser, GOOD, behind_a_proxy, invited, person};

#[tokio::test]
async fn passwords_that_are_easily_guessed_are_refused() {
    let server = behind_a_proxy().await;
    let path = invited(&server, "zhang-wuhan", "张三丰").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    let long = "长".repeat(129);
    for (password, told) in [
        ("short", "至少 12 个字符"),
        ("password1234", "常见"),
        ("zhang-wuhan1", "用户名"),
        ("zhangsanfeng", "用户名"),
        ("wuhanzhangsanfeng", "用户名"),
        ("abcabcabcabc", "重复"),
        (long.as_str(), "最多 128 个字符"),
    ] {
        let refused = browser.form(&path, &[("password", password)]).await;
        assert_eq!(refused.status, 422, "{password}");
        assert!(refused.text.contains(told), "{password}: {}", refused.text);
        assert!(
            refused.text.contains("value=\"zhang-wuhan\""),
            "the form is there again"
        );
    }
    // Whose it is, for how long, and twice the same.
    let page = browser.get(&path).await;
    for word in ["张三丰", "武汉市", "3 天内有效", "name=\"again\"", "autofocus"] {
        assert!(page.text.contains(word), "{word}: {}", page.text);
    }
    let differs = browser
        .form(&path, &[("password", GOOD), ("again", "correct horse")])
        .await;
    assert!(
        differs.status == 422 && differs.text.contains("两次输入的密码不一样"),
        "{}",
        differs.text
    );
    assert!(differs.text.contains("aria-invalid=\"true\"") && differs.text.contains("aria-describedby=\"trouble"));
    // Full width on one machine, half width on the next: the same password.
    let long = "马电池，订书钉 １２３ 武汉";
    let set = browser.form(&path, &[("password", long), ("again", long)]).await;
    assert_eq!((set.status, set.location.as_str()), (303, "/sign-in?set=1"));
    let used = browser.get(&path).await;
    assert!(
        used.status == 410 && used.text.contains("href=\"/sign-in\""),
        "{}",
        used.text
    );
    assert_eq!(
        browser.sign_in("zhang-wuhan", "马电池，订书钉 123 武汉").await.status,
        303
    );
    assert!(browser.is_in().await);
    let cut: String = GOOD.chars().take(12).collect();
    assert_eq!(browser.sign_in("zhang-wuhan", &cut).await.status, 401);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let (mut here, mut there) = (
        Browser::at(&server, "198.51.100.1"),
        Browser::at(&server, "198.51.100.2"),
    );
    assert_eq!(here.sign_in("zhang", GOOD).await.status, 303);
    assert_eq!(there.sign_in("zhang", GOOD).await.status, 303);
    let ask = async |browser: &mut Browser, old: &str, new: &str| {
        let answer = browser
            .post("/api/v1/sign-in/password", &json!({ "old": old, "new": new }))
            .await;
        (answer.status, answer.json()["kind"]["password"]["why"].clone())
    };
    let next = "several words without a connexion";
    assert_eq!(ask(&mut here, "", next).await, (422, json!("missing")));
    assert_eq!(
        ask(&mut here, "guessed by somebody", next).await,
        (422, json!("old-is-wrong"))
    );
    assert_eq!(ask(&mut here, GOOD, GOOD).await, (422, json!("same")));
    assert_eq!(ask(&mut here, GOOD, "iloveyou1234").await, (422, json!("common")));
    assert!(there.is_in().await, "nothing has happened yet");
    assert_eq!(ask(&mut here, GOOD, next).await.0, 200);
    assert!(here.is_in().await && !there.is_in().await);
    assert_eq!(there.sign_in("zhang", GOOD).await.status, 401);
    assert_eq!(there.sign_in("ZHANG", next).await.status, 303);

    // Whoever found a browser open cannot try the old password for ever.
    let mut last = (0, json!(null));
    for _ in 0..11 {
        last = ask(&mut here, "guess guess guess", "whatever it may be 7").await;
    }
    assert_eq!(last.0, 429);
    // Nobody without a session, and nobody with none of a password.
    let mut nobody = Browser::at(&server, "198.51.100.3");
    assert_eq!(
        nobody
            .post("/api/v1/sign-in/password", &json!({ "old": GOOD, "new": next }))
            .await
            .status,
        401
    );
    let link = server.links[0].strip_prefix(&server.base).unwrap();
    assert_eq!(nobody.get(link).await.status, 303);
    assert_eq!(ask(&mut nobody, "", next).await, (422, json!("none")));
}

#[tokio::test]
async fn a_password_by_another_link_ends_the_sessions() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut browser = Browser::at(&server, "198.51.100.1");
    assert_eq!(browser.sign_in("zhang", GOOD).await.status, 303);
    let (code, path, _) = server.command(&["user", "link", "zhang"]).await;
    assert_eq!(code, 0);
    let set = browser
        .form(path.trim(), &[("password", "several words without a connexion")])
        .await;
    assert_eq!(set.status, 303);
    assert!(!browser.is_in().await, "whoever held the old password is out");
}
