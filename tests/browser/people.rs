//! The administrator sees what is vacant, invites somebody for it, names a deputy and hands a post over.

use thirtyfour::prelude::*;
use yaodian_tests::{Server, browser::Browser};

/// Chooses the option of a list that holds `text`.
async fn choose(browser: &Browser, list: &str, text: &str) {
    browser
        .find_with(&format!("{list} option"), text)
        .await
        .click()
        .await
        .unwrap();
}

async fn type_day(browser: &Browser, field: &str, day: &str) {
    // Month, day and year, as the field takes them in this browser.
    browser.find(field).await.send_keys(day).await.unwrap();
}

#[tokio::test]
async fn a_vacancy_is_filled_a_leave_arranged_and_a_post_handed_over() {
    let server = Server::trial().await;
    let administrator = Browser::open().await;
    administrator.visit(&server.links[3]).await;
    administrator.enter(&format!("{}/app", server.base)).await;
    administrator.click("header nav a[href='/app/people']").await;
    administrator.find_with(".people-list th", "武汉").await;
    administrator.fill("#find", "trial-reviewer").await;
    administrator.find_with(".people-list tbody", "水处").await;
    let rows = administrator
        .driver
        .find_all(By::Css(".people-list tbody td:nth-child(2)"))
        .await
        .unwrap();
    assert_eq!(rows.len(), 1, "the search leaves one");

    // A vacancy of the list of work fills the form; what is missing is said where it is sent from.
    administrator.click("#vacant li a[href*='duty=reporter']").await;
    administrator.click(".confirm").await;
    administrator.find_with(".refusal", "不能为空").await;
    let focused = administrator.driver.active_element().await.unwrap();
    assert_eq!(focused.class_name().await.unwrap().as_deref(), Some("refusal"));
    administrator.fill("#name", "张三").await;
    administrator.fill("#login", "zhangsan").await;
    administrator
        .find_with(".foreseen .will", "张三自 2023-09-25 起任")
        .await;
    administrator.find_with(".foreseen .will", "不再空缺").await;
    administrator.click(".confirm").await;
    let link = administrator.find("#one-time-link").await;
    let address = link.value().await.unwrap().unwrap();
    assert!(
        address.starts_with(&format!("{}/sign-in/invite/", server.base)),
        "{address}"
    );
    administrator.find_with(".one-time", "72 小时").await;
    administrator.click(".copying button").await;
    administrator.find_with(".copying [role=status]", "已复制").await;

    // The new person stands in for the one of 武汉, and is handed the post later.
    administrator.enter(&format!("{}/app/people", server.base)).await;
    administrator.fill("#find", "trial-reporter").await;
    administrator.click(".people-list th a").await;
    administrator
        .find_with(".post-card .steps button", "请假代理")
        .await
        .click()
        .await
        .unwrap();
    choose(&administrator, "#who", "zhangsan").await;
    type_day(&administrator, "#from", "09262023").await;
    type_day(&administrator, "#to", "09252023").await;
    administrator.click(".confirm").await;
    administrator.find_with(".refusal", "早于开始日期").await;
    type_day(&administrator, "#to", "09282023").await;
    administrator.find_with(".foreseen .will", "到期自动结束").await;
    administrator.click(".confirm").await;
    administrator.find_with(".done", "2023-09-26 至 2023-09-28").await;
    administrator.find_with(".post-card", "由张三代理").await;

    administrator
        .find_with(".post-card .steps button", "交接")
        .await
        .click()
        .await
        .unwrap();
    choose(&administrator, "#to", "zhangsan").await;
    type_day(&administrator, "#from", "10082023").await;
    administrator.find_with(".waiting", "没有未办结的工作").await;
    administrator.find_with(".foreseen .will", "任到 2023-10-07 为止").await;
    administrator.click(".confirm").await;
    administrator.find_with(".done", "张三自 2023-10-08 起任").await;

    // Nobody shuts himself out.
    administrator.enter(&format!("{}/app/people", server.base)).await;
    administrator.fill("#find", "trial-administrator").await;
    administrator.click(".people-list th a").await;
    administrator
        .find_with(".steps button", "停用账户")
        .await
        .click()
        .await
        .unwrap();
    administrator.find_with(".foreseen", "不能停用本人").await;
    administrator.click(".confirm").await;
    administrator.find_with(".refusal", "不能停用本人").await;

    // The new person sets a password, and sees both posts once the leave has come.
    let reporter = Browser::open().await;
    reporter.visit(&address).await;
    reporter.fill("#password", yaodian_tests::PASSWORD).await;
    reporter.fill("#again", yaodian_tests::PASSWORD).await;
    reporter.click("form.sheet button").await;
    reporter.find_with("[role=status]", "密码已设定").await;
    reporter.fill("#login", "zhangsan").await;
    reporter.fill("#password", yaodian_tests::PASSWORD).await;
    reporter.click("main button[type=submit]").await;
    reporter.find_with(".who", "张三").await;
    server.by_link(2).await.move_to("2023-09-26").await;
    reporter.enter(&format!("{}/app/scores", server.base)).await;
    reporter.click(".change-post button").await;
    reporter
        .find_with(".posts button", "武汉市")
        .await
        .click()
        .await
        .unwrap();
    reporter.find("body[data-ready=true]").await;
    reporter.find_with(".who", "代理").await;
    assert!(
        reporter
            .driver
            .current_url()
            .await
            .unwrap()
            .path()
            .ends_with("/app/scores"),
        "back in the same place"
    );
    for browser in [administrator, reporter] {
        browser.close().await;
    }
}
