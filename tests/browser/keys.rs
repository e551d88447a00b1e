//! A reporter makes a key, whose secret a program can use, and revokes it.

use reqwest::StatusCode;
use yaodian_tests::{Server, browser::Browser};

#[tokio::test]
async fn a_key_is_made_shown_once_and_revoked() {
    let server = Server::trial().await;
    let reporter = Browser::open().await;
    reporter.visit(&server.links[0]).await;
    reporter.enter(&format!("{}/app", server.base)).await;
    reporter.click("header .site-tools a[href='/app/keys']").await;
    reporter.find_with(".absent", "还没有程序接口密钥").await;

    // What is missing is said before anything is made.
    reporter.click("#make-key button").await;
    reporter.find_with(".refusal", "名称").await;
    reporter.fill("#key-name", "月报系统").await;
    reporter.click("#make-key input[value='read']").await;
    reporter.click("#make-key button").await;
    let secret = reporter.find("#new-key").await.value().await.unwrap().unwrap();
    reporter.find_with(".one-time", "只显示这一次").await;
    reporter.find_with(".keys tbody", "月报系统").await;
    reporter.find_with(".keys tbody", "有效").await;

    let ask = || async {
        let me = format!("{}/api/v1/me", server.base);
        let asked = server.visitor().http.get(me).bearer_auth(&secret);
        asked.send().await.unwrap().status()
    };
    assert_eq!(ask().await, StatusCode::OK);
    reporter.enter(&format!("{}/app/keys", server.base)).await;
    reporter.find_with(".keys tbody", "2023-09-25").await;
    assert!(!reporter.text().await.contains(&secret), "it is not shown again");
    reporter.click(".keys tbody button").await;
    reporter.find_with(".keys tbody button", "确认停用").await;
    assert_eq!(ask().await, StatusCode::OK, "it is asked twice");
    reporter.click(".keys tbody button").await;
    reporter.find_with(".keys tbody", "已停用").await;
    assert_eq!(ask().await, StatusCode::UNAUTHORIZED);
    reporter.close().await;
}
