//! Between a telephone and a wide screen: only tables scroll, each by itself.

use yaodian_tests::{Server, browser::Browser};

const BEYOND: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";

#[tokio::test]
async fn no_page_scrolls_sideways_at_1000_pixels() {
    let server = Server::demonstration(400).await;
    let browser = Browser::open().await;
    browser.driver.set_window_rect(0, 0, 1_000, 900).await.unwrap();
    let pages = [
        "/",
        "/plan",
        "/water",
        "/air",
        "/ledger/outfalls-yangtze",
        "/target/pm25/measured",
        "/changes",
        "/changes/verify",
    ];
    for page in pages {
        browser.visit(&format!("{}{page}?lang=en", server.base)).await;
        let found = browser.driver.execute(BEYOND, vec![]).await.unwrap();
        let beyond: i64 = found.convert().unwrap();
        assert!(beyond <= 0, "{page} is {beyond} pixels too wide");
    }
    browser.close().await;
}
