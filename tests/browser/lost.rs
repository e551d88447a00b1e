//! The line dies between the click and the answer, and the person clicks again.

use serde_json::Value;
use thirtyfour::prelude::*;
use yaodian_tests::{Server, Visitor, browser::Browser, cut::Cutting, until};

use crate::imports::{begin, doubts, press, saved, until_left};

const REPORTS: &str = "POST /api/v1/reports ";
const LINK: &str = "#one-time-link";

/// Whoever a link lets in, in a browser whose connections go through `cutting`.
async fn over(server: &Server, cutting: &Cutting, link: usize) -> Browser {
    let browser = Browser::open().await;
    browser
        .visit(&server.links[link].replace(&server.base, &cutting.base))
        .await;
    browser.find("body[data-ready=true]").await;
    browser
}

/// The report as the server has it, and how many steps it has taken.
async fn kept(reporter: &Visitor) -> (Value, usize) {
    let (status, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(status, 200, "{form}");
    let steps = form["history"].as_array().unwrap().len();
    (form["report"].clone(), steps)
}

#[tokio::test]
async fn a_report_whose_answer_was_lost_is_sent_once_however_often_one_clicks() {
    let server = Server::trial().await;
    let cutting = Cutting::before(&server).await;
    let reporter = server.by_link(0).await;
    let browser = over(&server, &cutting, 0).await;
    let form = format!("{}/app/report/outfalls-yangtze", cutting.base);
    browser.enter(&form).await;
    browser.fill("#of", "734").await;
    browser.fill("#done", "610").await;
    browser.fill("#progress", "溯源整治有序推进").await;

    // A draft first: the server has it, and the browser hears nothing.
    cutting.lose_answers_to(REPORTS);
    browser.click("#save").await;
    browser.find_with(".refusal", "没有收到服务器的答复").await;
    let (draft, steps) = kept(&reporter).await;
    assert_eq!(draft["state"], "draft", "{draft}");
    let lost = cutting.mend();
    assert!(lost > 0);
    browser.click("#save").await;
    browser.find(".answer[data-state=draft]").await;
    assert_eq!(kept(&reporter).await, (draft.clone(), steps), "saved once");

    // Then the report itself, twice in vain.
    cutting.lose_answers_to(REPORTS);
    browser.click("#send").await;
    browser.find_with(".refusal", "没有收到服务器的答复").await;
    let (sent, steps) = kept(&reporter).await;
    assert!(sent["state"]["submitted"].is_object(), "{sent}");
    browser.click("#send").await;
    browser.find_with(".refusal", "没有收到服务器的答复").await;
    assert!(cutting.mend() > lost + 1);
    browser.click("#send").await;
    browser.find(".answer[data-state=submitted]").await;
    browser.find_with(".answer", "与页面评判一致").await;
    let text = browser.text().await;
    assert!(!text.contains("没有收到服务器的答复"), "{text}");
    assert_eq!(kept(&reporter).await, (sent, steps), "sent once");
    browser.find(".notice.state-submitted").await;
    browser.close().await;
}

#[tokio::test]
async fn the_same_wish_once_more_is_another_one() {
    let server = Server::trial().await;
    server.reporter_of("420300").await;
    let (_, people) = server.by_link(3).await.json("/api/v1/people").await;
    let rows = people["people"].as_array().unwrap();
    let row = rows.iter().find(|row| row["login"] == "420300").unwrap();
    let cutting = Cutting::before(&server).await;
    let browser = over(&server, &cutting, 3).await;
    let person = format!("{}/app/person/{}", cutting.base, row["id"].as_str().unwrap());
    browser.enter(&person).await;
    let mut links = Vec::new();
    for _ in 0..2 {
        browser.click("#link").await;
        let link = browser.find(LINK).await.prop("value").await.unwrap().unwrap();
        assert!(link.contains("/sign-in/invite/"), "{link}");
        links.push(link);
        browser.enter(&person).await;
    }
    // Without going away in between.
    browser.click("#link").await;
    links.push(browser.find(LINK).await.prop("value").await.unwrap().unwrap());
    browser.click("#link").await;
    let last = links[2].clone();
    until(async || {
        let now = browser.find(LINK).await.prop("value").await.ok()??;
        (now != last).then(|| links.push(now))
    })
    .await;
    let made = links.len();
    links.sort();
    links.dedup();
    assert_eq!(links.len(), made);

    // A link is told once: if it is lost on the way, a second one is not made in silence.
    browser.enter(&person).await;
    cutting.lose_answers_to("POST /api/v1/people/");
    browser.click("#link").await;
    browser.find_with(".refusal", "没有收到服务器的答复").await;
    cutting.mend();
    browser.click("#link").await;
    browser.find_with(".refusal", "已经办成").await;
    browser.click("#link").await;
    browser.find(LINK).await;
    browser.close().await;
}

#[tokio::test]
async fn what_is_decided_after_a_lost_answer_is_no_clash_with_oneself() {
    let server = Server::trial().await;
    let cutting = Cutting::before(&server).await;
    let browser = Browser::open().await;
    begin(&browser, &server).await;
    let address = browser.driver.current_url().await.unwrap().to_string();
    browser.enter(&address.replace(&server.base, &cutting.base)).await;
    browser.find("#queue .doubt[aria-current=true]").await;
    let all = doubts(&browser).await;

    // The server keeps the first decision, and nobody hears of it; then there is a second one.
    cutting.lose_answers_to("POST /api/v1/imports/");
    press(&browser, "j").await;
    browser.find("#queue .doubt:focus").await;
    press(&browser, "d").await;
    until_left(&browser, all - 1).await;
    browser.find("#saved[data-state=unsaved]").await;
    press(&browser, "d").await;
    until_left(&browser, all - 2).await;
    assert!(cutting.mend() > 0);
    saved(&browser).await;
    assert!(browser.driver.find(By::Css("#clash")).await.is_err());
    browser.enter(&address).await;
    until_left(&browser, all - 2).await;
    browser.close().await;
}
