//! A bureau keeps its list: an entry by hand, a cell by keyboard, many moved and put back, a sheet
//! uploaded; and everybody sees what follows. All entries are made up.

use rust_xlsxwriter::Workbook;
use thirtyfour::{Key, prelude::*};
use yaodian_tests::{Server, browser::Browser};

const LEDGER: &str = "/app/ledger/outfalls-yangtze";

async fn press(browser: &Browser, keys: impl Into<TypingData>) {
    browser
        .driver
        .active_element()
        .await
        .unwrap()
        .send_keys(keys)
        .await
        .unwrap();
}

/// Three outfalls of 武汉 and one that cannot be.
fn sheet() -> tempfile::NamedTempFile {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headings = [
        "排污口编码",
        "责任单位",
        "排污口名称",
        "排污口类型",
        "所在县(市、区)",
        "经纬度",
        "受纳水体",
        "日均排水量（立方米/日）",
        "排查完成日期",
    ];
    let rows = [
        ("WH-001", "100", "2023-03-01"),
        ("WH-002", "200", "2023-03-02"),
        ("WH-003", "300", ""),
        ("WH-004", "很多", ""),
    ];
    for (column, heading) in headings.iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    for (row, (key, flow, surveyed)) in rows.iter().enumerate() {
        let cells = [
            key,
            "武汉市",
            "某排口",
            "工业排污口",
            "江岸区",
            "114.3,30.6",
            "长江",
            flow,
            surveyed,
        ];
        for (column, text) in cells.iter().enumerate() {
            sheet
                .write_string(u32::try_from(row + 1).unwrap(), u16::try_from(column).unwrap(), *text)
                .unwrap();
        }
    }
    let file = tempfile::Builder::new().suffix(".xlsx").tempfile().unwrap();
    book.save(file.path()).unwrap();
    file
}

#[tokio::test]
async fn a_list_from_its_first_sheet_to_the_public_page() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    browser.visit(&server.links[0]).await;
    browser.find("body[data-ready=true]").await;

    // The list is empty, and the bureau sends its own.
    browser.enter(&format!("{}{LEDGER}", server.base)).await;
    browser.find("#no-rows").await;
    browser.enter(&format!("{}{LEDGER}/upload", server.base)).await;
    let file = sheet();
    browser
        .find("#upload-file")
        .await
        .send_keys(file.path().to_str().unwrap())
        .await
        .unwrap();
    browser.find_with("[data-count=added]", "3").await;
    browser.find_with("[data-count=bad]", "1").await;
    // What is bad comes first: row, column, reason.
    browser.find_with("#preview-rows tr[data-row='5']", "日均排水量").await;
    browser.click("#commit").await;
    browser.find("#committed").await;
    browser.find("#returned").await;

    // A cell by keyboard alone: first what is wrong is told, then what is right is kept.
    browser.enter(&format!("{}{LEDGER}?sort=key", server.base)).await;
    let first = browser.find_with("#grid [data-cell='0,0']", "WH-001").await;
    first.click().await.unwrap();
    for _ in 0..2 {
        press(&browser, Key::Right + "").await;
    }
    press(&browser, Key::Enter + "").await;
    browser.find("#cell-field").await;
    press(&browser, Key::Control + "a").await;
    press(&browser, "长江左岸排口" + Key::Enter).await;
    browser.find_with("#grid [data-cell='0,2']", "长江左岸排口").await;
    // The keyboard is in the cell below.
    browser.find("#grid [data-cell='1,2']:focus").await;

    // All that were surveyed are traced in one go: those that lack what tracing rests on stay.
    browser
        .enter(&format!("{}{LEDGER}?stage=1&sort=key", server.base))
        .await;
    browser.find_with("#matching", "2").await;
    browser.click("#pick-page").await;
    browser.click("#bulk-back").await;
    browser.find_with("#outcome", "2").await;
    browser.click("#undo").await;
    browser.find_with("#grid [data-cell='1,0']", "WH-002").await;

    // The entry's own page: what is missing, then the stage, with its history.
    browser.click("#grid [data-cell='0,0'] a").await;
    browser.find("#entry-form").await;
    browser.find_with("#past", "长江左岸排口").await;

    // Everybody reads the list and the figure, without a script.
    let anybody = Browser::without_script().await;
    anybody
        .visit(&format!("{}/ledger/outfalls-yangtze?q=WH-001", server.base))
        .await;
    anybody.find_with("table", "长江左岸排口").await;
    anybody.visit(&format!("{}/target/outfalls-yangtze", server.base)).await;
    anybody.find_with("main", "0 / 12,480").await;
    anybody.close().await;

    // And the report has nothing left to type.
    browser
        .enter(&format!("{}/app/report/outfalls-yangtze", server.base))
        .await;
    browser.find_with(".report-figure", "0 / 3").await;
    browser.close().await;
}
