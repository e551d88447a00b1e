//! The office issues a slip, a unit asks for a later date, and the office grants it.

use yaodian_tests::{Server, browser::Browser};

#[tokio::test]
async fn a_slip_is_issued_and_a_later_date_asked_for_and_granted() {
    let server = Server::trial().await;
    let office = Browser::open().await;
    office.visit(&server.links[2]).await;
    office.enter(&format!("{}/app/supervision", server.base)).await;
    office.find("#issue:disabled").await;
    office.click("#choose-all").await;
    // Without words it says nothing; what was chosen stays chosen.
    office.click("#issue:enabled").await;
    office.find_with(".refusal", "不能空着").await;
    office.fill("#demand", "请查明原因，限期赶上。").await;
    office.click("#issue:enabled").await;
    office.find_with(".case-list .state", "待签收").await;
    office.click(".case-list th a[href^='/app/case/']").await;
    office.find_with(".history", "请查明原因").await;
    office.find("button[data-step=Settled]").await;

    let reporter = Browser::open().await;
    reporter.visit(&server.links[0]).await;
    reporter
        .enter(&format!("{}/app/request/outfalls-yangtze", server.base))
        .await;
    reporter.click("#ask").await;
    reporter.find(".refusal").await;
    reporter.find("#new-due").await.send_keys("06302024").await.unwrap();
    reporter.fill("#words", "汛期影响施工").await;
    reporter.click("#ask").await;
    reporter.find_with(".case-head .state", "待答复").await;
    reporter.find("button[data-step=Withdrawn]").await;

    office.enter(&format!("{}/app/supervision", server.base)).await;
    office.find_with(".case-list tr", "延期").await;
    let row = office.find_with(".case-list tr", "延期").await;
    let link = row.find(thirtyfour::By::Css("th a")).await.unwrap();
    link.click().await.unwrap();
    office.click("button[data-step=Granted]").await;
    office.find_with(".case-head .state", "已批准").await;
    assert!(
        server
            .visitor()
            .page("/target/outfalls-yangtze")
            .await
            .contains("2024-06-30")
    );
    office.close().await;
    reporter.close().await;
}
