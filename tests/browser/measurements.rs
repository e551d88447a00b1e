//! A division brings in what was measured: the table is looked at, committed, and everybody sees what
//! follows. All sections and figures are made up.

use std::io::Write as _;

use yaodian_tests::{Server, browser::Browser};

const REGISTER: &str = "断面编码,责任单位,断面名称,水体类型,断面级别,水质目标\n\
    CS-01,武汉市,甲断面,河流,国控,Ⅲ\nCS-02,黄石市,乙断面,河流,省控,Ⅱ\n";

const AUGUST: &str = "断面名称,监测时间,pH(无量纲),溶解氧(mg/L),总磷(mg/L)\n\
    甲断面,2023-08-03,7.5,7.2,0.09\n乙断面,2023-08-03,7.6,6.8,0.15\n丙断面,2023-08-03,7.6,6.8,0.15\n\
    乙断面,2023-08-10,7.6,-1,0.14\n";

fn table(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

#[tokio::test]
async fn from_a_table_to_the_public_page() {
    let server = Server::trial().await;
    let browser = Browser::open().await;
    browser.visit(&server.links[1]).await;
    browser.find("body[data-ready=true]").await;

    // The register comes in like any ledger.
    browser
        .enter(&format!("{}/app/ledger/water-sections/upload", server.base))
        .await;
    let register = table(REGISTER);
    let field = browser.find("#upload-file").await;
    field.send_keys(register.path().to_str().unwrap()).await.unwrap();
    browser.click("#commit").await;
    browser.find("#committed").await;

    browser.enter(&format!("{}/app/monitoring", server.base)).await;
    browser.find_with("main", "您可报 2 个断面").await;
    let august = table(AUGUST);
    let field = browser.find("#measurements-file").await;
    field.send_keys(august.path().to_str().unwrap()).await.unwrap();
    browser.find_with("[data-count=added]", "3").await;
    browser.find_with("[data-count=partly]", "1").await;
    browser.find_with("table.held-rows", "“丙断面”不在名录里").await;
    browser.find_with("table.incoming", "Ⅲ类").await;
    browser.click("#commit").await;
    browser.find_with("#committed", "新增 3 条").await;
    // What was set aside waits behind the batch, with its reasons.
    browser.click("table.measurement-batches a").await;
    browser.find_with("table.held-rows", "是负数").await;
    browser.find("#held-file").await;
    browser.close().await;

    // Anybody sees what follows, without a script.
    let reader = Browser::without_script().await;
    reader.visit(&format!("{}/water", server.base)).await;
    reader.find_with("main", "100.0%").await;
    reader.visit(&format!("{}/water/CS-02", server.base)).await;
    reader.find_with("main", "乙断面").await;
    reader
        .visit(&format!("{}/target/good-water-provincial", server.base))
        .await;
    reader.find_with("main", "100.0%").await;
    reader
        .visit(&format!("{}/target/good-water-provincial/measured", server.base))
        .await;
    reader.find_with("main", "甲断面").await;
    reader.close().await;
}
