//! The office watches: a cell turns while it looks on, filters stay in the address, everything is
//! reached by keyboard.

use serde_json::json;
use thirtyfour::{Key, prelude::*};
use yaodian_tests::{Server, Visitor, browser::Browser};

/// 武汉 reports on the Yangtze's outfalls, and its lead unit approves.
async fn report_and_approve(reporter: &Visitor, reviewer: &Visitor, done: &str) {
    let report = json!({
        "target": "outfalls-yangtze", "period": "2023-09", "read": null,
        "typed": { "done": done, "of": "734" }, "progress": "", "send": true,
    });
    let (status, saved) = reporter.post("/api/v1/reports", &report).await;
    assert_eq!(status, 200, "{saved}");
    let id = saved["report"]["id"].as_str().unwrap();
    let revision = saved["report"]["revision"].as_i64().unwrap();
    let (status, answer) = reviewer.decide(id, revision, "approve", "").await;
    assert_eq!(status, 200, "{answer}");
}

async fn press(browser: &Browser, keys: impl Into<TypingData>) {
    let here = browser.driver.active_element().await.unwrap();
    here.send_keys(keys).await.unwrap();
}

async fn office(server: &Server) -> Browser {
    let browser = Browser::open().await;
    browser.visit(&server.links[2]).await;
    browser.enter(&format!("{}/app/cockpit", server.base)).await;
    browser
}

#[tokio::test]
async fn a_cell_turns_while_the_office_looks_on() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let browser = office(&server).await;
    browser.find("#heat td.is-no-data[title^='武汉市 · 7.1']").await;
    browser.find_with("#turned", "没有转红").await;
    // A page that is loaded anew would know nothing of this.
    browser.driver.execute("window.stayed = true", vec![]).await.unwrap();

    report_and_approve(&reporter, &reviewer, "30").await;
    let cell = browser
        .find("#heat td.is-off-track.turned[title^='武汉市 · 7.1']")
        .await;
    browser.find_with("#turned", "长江入河排污口整治").await;

    // Behind it stand the figure, the reason and the report.
    cell.click().await.unwrap();
    browser.find_with("#panel", "30 / 734").await;
    browser.find("#panel a[href^='/app/review/']").await;
    // What comes while the panel is open is shown there too.
    report_and_approve(&reporter, &reviewer, "700").await;
    browser.find_with("#panel", "700 / 734").await;
    browser.find("#heat td.is-no-data[title^='武汉市 · 7.1']").await;
    let stayed = browser
        .driver
        .execute("return window.stayed === true", vec![])
        .await
        .unwrap();
    assert!(stayed.convert::<bool>().unwrap());

    browser.click("#panel a[href^='/app/review/']").await;
    browser.find_with("h1", "武汉市").await;
    browser.driver.back().await.unwrap();
    browser.find("#panel:not([hidden])").await;
    browser.close().await;
}

#[tokio::test]
async fn the_table_works_by_keyboard_alone() {
    let server = Server::trial().await;
    let browser = office(&server).await;
    // One stop for the whole table, reached by tabbing on from the last filter.
    let chapter = browser.find("#chapter").await;
    chapter.send_keys("" + Key::Tab).await.unwrap();
    browser.find("#heat tbody > tr:nth-child(1) > td.whole:focus").await;
    press(&browser, Key::Down + "").await;
    browser.find("#heat tbody > tr:nth-child(2) > td.whole:focus").await;
    press(&browser, Key::Home + "").await;
    browser.find("#heat tbody > tr:nth-child(2) > th:focus").await;
    press(&browser, Key::Control + Key::End).await;
    browser.find("#heat tbody > tr:last-child > :last-child:focus").await;
    press(&browser, Key::Control + Key::Home).await;
    // With «control» from one cell that says something to the next.
    press(&browser, Key::Control + Key::Right).await;
    let here = browser.find("#heat td[data-opens]:focus").await;
    let title = here.attr("title").await.unwrap().unwrap();
    assert!(title.starts_with("水处"), "{title}");

    press(&browser, Key::Enter + "").await;
    browser.find("#panel-title:focus").await;
    browser.find_with("#panel", "水处").await;
    assert!(
        browser
            .driver
            .current_url()
            .await
            .unwrap()
            .as_str()
            .contains("unit=shui")
    );
    press(&browser, Key::Escape + "").await;
    browser.find("#panel[hidden]").await;
    let back = browser.find("#heat td[data-opens]:focus").await;
    assert_eq!(back.attr("title").await.unwrap().unwrap(), title);
    browser.close().await;
}

#[tokio::test]
async fn filters_stay_in_the_address() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    report_and_approve(&reporter, &reviewer, "30").await;
    let browser = office(&server).await;
    let count = async || {
        browser
            .driver
            .find_all(By::Css("#heat tbody > tr"))
            .await
            .unwrap()
            .len()
    };
    assert_eq!(count().await, 59);
    browser.click("#by-status a[href*='off-track']").await;
    browser.find("#by-status a[aria-current=true]").await;
    assert_eq!(count().await, 1);
    browser.find_with("#heat thead", "武汉").await;
    browser.enter_again().await;
    assert_eq!(count().await, 1);
    browser.click("#grain a[href*='items']").await;
    browser.find_with("#heat tbody th", "7 ").await;
    browser.click("#by-kind a[href*='division']").await;
    browser.find("#no-rows").await;
    browser.click("#clear").await;
    browser.find("#heat tbody > tr:nth-child(41)").await;
    assert_eq!(count().await, 41);

    // On a phone it is a list by unit.
    browser.driver.set_window_rect(0, 0, 500, 900).await.unwrap();
    browser
        .find(".unit-list summary")
        .await
        .wait_until()
        .displayed()
        .await
        .unwrap();
    assert!(!browser.find("#heat").await.is_displayed().await.unwrap());
    browser
        .find_with(".unit-list summary", "武汉市")
        .await
        .click()
        .await
        .unwrap();
    browser.click(".unit-list li:first-child a[href*='item-7']").await;
    browser.find_with("#panel", "30 / 734").await;
    browser.close().await;
}

#[tokio::test]
async fn several_units_are_reminded_and_slips_issued_at_once() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    report_and_approve(&reporter, &reviewer, "30").await;
    let browser = office(&server).await;
    assert!(browser.driver.find_all(By::Css("#bulk")).await.unwrap().is_empty());

    // Everybody who has not reported, in one go.
    browser.click("#choose-unreported").await;
    browser.find_with("#bulk strong", "个单位").await;
    browser.click("#remind").await;
    browser.find_with("#done", "已催办").await;
    let (_, waiting) = reporter.json("/api/v1/reminders").await;
    assert!(
        waiting.to_string().contains("请于 2023-09-28 前报送 2023-09 期进展"),
        "{waiting}"
    );
    browser.click("#unchoose").await;

    // One cell by keyboard, the slip that it calls for, and no other.
    let cell = browser.find("#heat td.is-off-track[title^='武汉市 · 7.1']").await;
    cell.click().await.unwrap();
    browser.find("#panel:not([hidden])").await;
    press(&browser, Key::Escape + "").await;
    browser.find("#heat td.is-off-track:focus").await;
    press(&browser, " ").await;
    browser.find("#heat td.is-off-track[aria-selected=true]").await;
    browser.click("#look").await;
    browser
        .find_with("#bulk .proposals tbody tr", "长江入河排污口整治")
        .await;
    let rows = browser
        .driver
        .find_all(By::Css("#bulk .proposals tbody tr"))
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    browser.click("#choose-all").await;
    browser.fill("#demand", "请于十月底前完成 80% 的整治。").await;
    browser.click("#issue").await;
    browser.find_with("#done", "已下发 1 张督办单").await;
    let (_, cases) = reporter.json("/api/v1/cases").await;
    assert!(cases["cases"].to_string().contains("十月底前"), "{cases}");
    // It is called for no more.
    browser.click("#look").await;
    browser.find("#no-slips").await;
    browser.close().await;
}

#[tokio::test]
async fn who_is_not_of_the_office_is_told_so() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    browser.visit(&server.links[0]).await;
    browser.find("body[data-ready=true]").await;
    assert!(
        browser
            .driver
            .find_all(By::Css("a[href='/app/cockpit']"))
            .await
            .unwrap()
            .is_empty()
    );
    browser.enter(&format!("{}/app/cockpit", server.base)).await;
    browser.find_with(".refusal", "督查室").await;
    browser.close().await;
}
