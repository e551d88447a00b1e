//! A text becomes a plan: pasted, gone through by keyboard, left and taken up again, published, divided.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;
use yaodian_tests::{Server, browser::Browser, seeds, until};

/// Next year's plan: last year's with another year, one figure that is raised, and some duties in other words.
fn next_year() -> String {
    let text = std::fs::read_to_string(seeds().join("hubei-2023/plan.txt")).unwrap();
    let text = text.replace("2023", "2024").replace("稳定在91%以上", "稳定在91.5%以上");
    let text = text.replace("工作", "各项工作");
    assert!(text.contains("91.5%"), "the figure stands in the seed");
    text
}

/// Puts a text into a field at once, as pasting does.
async fn paste(browser: &Browser, css: &str, text: &str) {
    browser.find(css).await;
    let script = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; \
                  field.dispatchEvent(new Event('input', { bubbles: true }));";
    browser
        .driver
        .execute(script, vec![json!(css), json!(text)])
        .await
        .unwrap();
}

/// How many doubts are left, as the switch to the queue says.
pub async fn doubts(browser: &Browser) -> usize {
    let count = browser.find("#pane-queue .count").await.text().await.unwrap();
    count.parse().unwrap()
}

/// Waits until the queue is as long as this.
pub async fn until_left(browser: &Browser, wanted: usize) {
    until(async || (doubts(browser).await == wanted).then_some(())).await;
}

/// Sends a key to whatever has the focus.
pub async fn press(browser: &Browser, key: impl Into<thirtyfour::TypingData>) {
    browser
        .driver
        .active_element()
        .await
        .unwrap()
        .send_keys(key)
        .await
        .unwrap();
}

/// Clicks what may lie under the tabs, which stay in view.
async fn click_in_view(browser: &Browser, css: &str) {
    browser.find(css).await.scroll_into_view().await.unwrap();
    browser.click(css).await;
}

pub async fn saved(browser: &Browser) {
    browser.find("#saved[data-state=saved]").await;
}

/// Begins an import of next year's plan, as the office does.
pub async fn begin(browser: &Browser, server: &Server) {
    browser.visit(&server.links[2]).await;
    browser.enter(&format!("{}/app", server.base)).await;
    browser.click("header nav a[href='/app/imports']").await;
    paste(browser, "#paste", &next_year()).await;
    browser.find_with("#live", "27 项、45 个任务").await;
    let year = browser.find("#new-year").await.prop("value").await.unwrap();
    assert_eq!(year.as_deref(), Some("2024"));
    let id = browser.find("#new-id").await.prop("value").await.unwrap();
    assert_eq!(id.as_deref(), Some("hubei-2024"));
    browser.click("#begin-import").await;
    browser.find("#import-desk").await;
}

#[tokio::test]
async fn a_text_is_gone_through_by_keyboard_left_taken_up_and_published() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    begin(&browser, &server).await;
    browser.find("#document .promised").await;
    let all = doubts(&browser).await;
    assert!(all > 3, "there is something to look at: {all}");

    // By keyboard alone: down, accepted, taken back, done again.
    press(&browser, "j").await;
    browser.find("#queue .doubt:focus").await;
    let target = "#queue .doubt[aria-current=true]";
    let first = browser.find(target).await.text().await.unwrap();
    press(&browser, "d").await;
    until_left(&browser, all - 1).await;
    press(&browser, "u").await;
    until_left(&browser, all).await;
    press(&browser, "r").await;
    until_left(&browser, all - 1).await;
    assert_ne!(browser.find(target).await.text().await.unwrap(), first);
    browser.find("#document .lit").await;

    // A key that is typed in a field is a letter. What is written there is what the target says.
    press(&browser, "e").await;
    browser.find("#import-form").await;
    let field = browser.find("#import-form input:focus").await;
    press(&browser, "ud").await;
    assert!(field.prop("value").await.unwrap().unwrap().ends_with("ud"));
    press(&browser, Key::Escape).await;
    until(async || {
        browser
            .driver
            .find(By::Css("#import-form"))
            .await
            .is_err()
            .then_some(())
    })
    .await;
    assert_eq!(doubts(&browser).await, all - 1);

    // The tab is closed in the very moment of a decision; nothing is lost.
    browser.click(&format!("{target} .queue-actions button")).await;
    let left = doubts(&browser).await;
    let address = browser.driver.current_url().await.unwrap().to_string();
    browser.visit("about:blank").await;
    browser.enter(&address).await;
    until_left(&browser, left).await;
    saved(&browser).await;

    // The rest is settled one after the other: accepted where that is offered, else said to be none.
    let mut left = left;
    while left > 0 {
        let row = browser.find(target).await;
        let yes = row
            .query(By::Css(".queue-actions button:not(.quiet)"))
            .nowait()
            .exists()
            .await
            .unwrap();
        press(&browser, "k").await;
        press(&browser, if yes { "\u{e007}" } else { "d" }).await;
        let before = left;
        left = until(async || {
            let now = doubts(&browser).await;
            (now < before).then_some(now)
        })
        .await;
    }
    browser.find_with("#queue-head", "都已核完").await;
    saved(&browser).await;

    // Held against last year: the raised figure, linked to its place.
    browser.click("#mode-compare").await;
    browser.find_with("#last-year .from-to", "91.5").await;
    browser.click("#mode-publish").await;
    browser.find_with("#will-happen", "hubei-2024 第 1 版").await;
    browser.click("#publish").await;
    browser.click("#publish").await;
    browser.find_with("#published", "已发布").await;
    browser.click("#published a.button").await;
    let page = until(async || {
        let text = browser.text().await;
        text.contains("2024").then_some(text)
    })
    .await;
    assert!(page.contains("生态环境各项工作要点"), "the public plan");
    browser.visit(&format!("{}/plans/hubei-2024/plan", server.base)).await;
    browser.find_with(".promise", "91.5%").await;
    browser.close().await;
}

#[tokio::test]
async fn words_are_made_a_target_a_task_is_split_and_a_slip_is_mended_in_the_text() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    begin(&browser, &server).await;
    browser.click("#pane-draft").await;
    let count = async |css: &str| browser.driver.find_all(By::Css(css)).await.unwrap().len();
    browser.find(".draft-task").await;
    let (tasks, cards) = (count(".draft-task").await, count(".card-target").await);

    // A clause of the first task becomes a target, another one begins a task.
    click_in_view(&browser, ".draft-task .row-actions button:nth-child(2)").await;
    browser
        .click(".sentence:nth-child(2) .row-actions button:first-child")
        .await;
    browser.fill("#subject", "开展宣讲").await;
    browser.click("#save-form").await;
    until(async || (count(".card-target").await == cards + 1).then_some(())).await;
    browser.click("#undo").await;
    until(async || (count(".card-target").await == cards).then_some(())).await;
    click_in_view(&browser, ".draft-task .row-actions button:nth-child(2)").await;
    browser
        .click(".sentence:nth-child(2) .row-actions button:last-child")
        .await;
    until(async || (count(".draft-task").await == tasks + 1).then_some(())).await;
    browser.find_with("#seen", &format!("{} 个任务", tasks + 1)).await;

    // The words themselves are mended; the decision goes along, and everything is read anew.
    browser.click("#mode-text").await;
    let field = browser.find("#whole-text").await;
    let text = field.prop("value").await.unwrap().unwrap();
    paste(&browser, "#whole-text", &text.replace("91.5%", "92.5%")).await;
    browser.find_with("#seen", &format!("{} 个任务", tasks + 1)).await;
    browser.find_with(".card-target", "92.5%").await;
    saved(&browser).await;
    browser.enter_again().await;
    browser.click("#pane-draft").await;
    browser.find_with(".card-target", "92.5%").await;
    assert_eq!(count(".draft-task").await, tasks + 1);

    // What was typed in one go is taken back and done again like any decision.
    browser.click("#mode-text").await;
    for figure in ["93.5%", "94.5%"] {
        let field = browser.find("#whole-text").await;
        let text = field.prop("value").await.unwrap().unwrap();
        let before = if figure == "93.5%" { "92.5%" } else { "93.5%" };
        paste(&browser, "#whole-text", &text.replace(before, figure)).await;
        browser.find_with(".card-target", figure).await;
    }
    browser.click("#undo").await;
    browser.find_with(".card-target", "92.5%").await;
    let field = browser.find("#whole-text").await;
    until(async || {
        field
            .prop("value")
            .await
            .unwrap()
            .unwrap()
            .contains("92.5%")
            .then_some(())
    })
    .await;
    browser.click("#redo").await;
    browser.find_with(".card-target", "94.5%").await;
    browser.click("#undo").await;
    browser.find_with(".card-target", "92.5%").await;
    assert_eq!(count(".draft-task").await, tasks + 1, "no decision is lost on the way");

    // From the key to the next picture, in a text of the seed's length.
    browser.click("#mode-text").await;
    browser.find("#whole-text").await;
    let took = browser
        .driver
        .execute_async(
            "const done = arguments[0]; const field = document.querySelector('#whole-text'); const all = []; \
             const once = n => { field.value = field.value.replace('开局之年', '开局之年' + n); \
               const start = performance.now(); field.dispatchEvent(new Event('input', { bubbles: true })); \
               requestAnimationFrame(() => { const channel = new MessageChannel(); \
                 channel.port1.onmessage = () => { all.push(performance.now() - start); \
                   n < 15 ? setTimeout(() => once(n + 1), 50) : done(all.sort((a, b) => a - b)[8]); }; \
                 channel.port2.postMessage(0); }); }; once(1);",
            Vec::new(),
        )
        .await
        .unwrap();
    println!("from key to paint: {:.1} ms", took.json().as_f64().unwrap());
    let read = browser
        .driver
        .execute_async(
            "const done = arguments[0]; import('/pkg/yaodian.js').then(async module => { await module.default(); \
             done(module.bench_read(document.querySelector('#whole-text').value, 21)); });",
            Vec::new(),
        )
        .await
        .unwrap();
    let read = read.json().as_f64().unwrap();
    println!("read and reviewed: {read:.1} ms");
    assert!(read < 100.0, "{read} ms to read the seed");
    browser.close().await;
}

#[tokio::test]
async fn the_page_opened_by_its_address_takes_a_document_and_no_key_teaches_a_name() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    browser.visit(&server.links[2]).await;
    browser.enter(&format!("{}/app/imports", server.base)).await;
    // What is pasted there is read: the page that the server drew is the one that the browser goes on with.
    paste(&browser, "#paste", &next_year()).await;
    browser.find_with("#live", "27 项、45 个任务").await;
    browser.enter(&format!("{}/app/imports", server.base)).await;
    let document = seeds().join("../crates/documents/tests/prose/plan-libreoffice.docx");
    let field = browser.find("#import-file").await;
    field
        .send_keys(document.canonicalize().unwrap().to_str().unwrap())
        .await
        .unwrap();
    browser.find_with(".notice", "plan-libreoffice.docx").await;
    browser.fill("#new-id", "hubei-2024").await;
    browser.fill("#new-year", "2024").await;
    browser.fill("#new-title", "工作要点").await;
    browser.click("#begin-import").await;
    browser.find_with("#seen", "27 项、45 个任务").await;

    // A name that nobody goes by: Enter asks whom it means, with nothing chosen, and the list goes on.
    browser.click("#mode-text").await;
    let field = browser.find("#whole-text").await;
    let text = field.prop("value").await.unwrap().unwrap();
    let text = text.replacen("牵头单位：机关党委", "牵头单位：机关党委、水生态环境科", 1);
    assert!(text.contains("水生态环境科"), "the bracket stands in the text");
    paste(&browser, "#whole-text", &text).await;
    browser.click("#mode-review").await;
    browser.click("#pane-queue").await;
    let doubt = browser.find_with("#queue .doubt", "水生态环境科").await;
    doubt.click().await.unwrap();
    press(&browser, "\u{e007}").await;
    let save = browser.find("#save-name").await;
    assert!(!save.is_enabled().await.unwrap(), "nothing is chosen by itself");
    browser.find("#near-units input").await.click().await.unwrap();
    until(async || save.is_enabled().await.unwrap().then_some(())).await;
    let all = doubts(&browser).await;
    save.click().await.unwrap();
    until_left(&browser, all - 1).await;
    browser.close().await;
}

#[tokio::test]
async fn two_people_save_the_same_import_and_both_keep_what_they_decided() {
    let server = Server::trial().await;
    let (office, other) = (Browser::open().await, Browser::open().await);
    begin(&office, &server).await;
    let address = office.driver.current_url().await.unwrap().to_string();
    other.visit(&server.links[3]).await;
    other.enter(&address).await;
    let all = doubts(&other).await;
    // Which doubt the keys speak of is known in both.
    for browser in [&office, &other] {
        browser.find("#queue .doubt[aria-current=true]").await;
    }
    press(&office, "j").await;
    press(&office, "d").await;
    until_left(&office, all - 1).await;
    saved(&office).await;
    press(&other, "j").await;
    press(&other, "j").await;
    press(&other, "d").await;
    until_left(&other, all - 1).await;
    other.find_with("#clash", "保存过").await;
    other.click("#mine-on-top").await;
    until_left(&other, all - 2).await;
    saved(&other).await;
    office.enter_again().await;
    office.find("#import-desk").await;
    until_left(&office, all - 2).await;
    for browser in [office, other] {
        browser.close().await;
    }
}

#[tokio::test]
async fn a_target_is_divided_and_a_sum_that_differs_asks_for_a_reason() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    browser.visit(&server.links[2]).await;
    browser.enter(&format!("{}/app/shares", server.base)).await;
    browser.find(".shares-list").await;
    browser
        .find_with(".shares-list tbody a", "行政村")
        .await
        .click()
        .await
        .unwrap();
    let whole = browser.find("#whole").await.text().await.unwrap();
    assert!(whole.starts_with("750"), "{whole}");
    browser.click("#equally").await;
    browser.find_with("#share-sum", "与总数相符").await;
    browser.fill(".shares-table tbody tr:first-child input", "1").await;
    browser.find_with("#share-sum", "还差").await;
    let save = browser.find("#save-shares").await;
    assert!(!save.is_enabled().await.unwrap(), "a reason is asked for");
    browser.fill("#reason", "其余由省级统筹").await;
    browser.click("#save-shares").await;
    browser.find("#shares-saved").await;
    browser.find_with(".history", "其余由省级统筹").await;

    // A sheet, with its heading, its sum, and a unit that nobody knows.
    browser.click(".share-tools summary").await;
    paste(
        &browser,
        "#paste-shares",
        "单位\t个数\n武汉市\t100\n某某市\t5\n合计\t105",
    )
    .await;
    browser.click("#fill-shares").await;
    browser.find_with("#filled", "已填入 1 行").await;
    browser.find_with("#paste-troubles", "某某市").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    browser.close().await;
}
