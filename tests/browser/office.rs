//! The office's own desks: a bulletin is written and published, a closed period opened again, the year
//! closed by two people.

use yaodian_tests::{Server, browser::Browser};

#[tokio::test]
async fn a_bulletin_is_written_looked_at_and_published() {
    let server = Server::trial().await;
    let office = Browser::open().await;
    office.visit(&server.links[2]).await;
    office.enter(&format!("{}/app/bulletins", server.base)).await;
    office.click("#begin").await;
    office.find("#save").await;
    let addressee = office.find("textarea").await;
    addressee.clear().await.unwrap();
    addressee.send_keys("关于九月工作进展的通报").await.unwrap();
    office.click("#save").await;
    office.find_with("[role=status]", "已保存").await;
    office.click("#preview").await;
    office.find("#edit").await;
    office.find_with("article", "关于九月工作进展的通报").await;
    office.click("#publish").await;
    office.find("#second-look").await;
    office.click("#confirm").await;
    office.find("#correct").await;
    let public = Browser::without_script().await;
    public.visit(&format!("{}/bulletins", server.base)).await;
    public.click("main a[href^='/bulletin/']").await;
    public.find_with("article", "关于九月工作进展的通报").await;
    office.close().await;
    public.close().await;
}

#[tokio::test]
async fn a_closed_period_is_opened_again_and_the_year_closed_by_two() {
    let server = Server::trial_on("2024-01-12").await;
    let office = Browser::open().await;
    office.visit(&server.links[2]).await;
    office.enter(&format!("{}/app/periods", server.base)).await;
    office.click("#reopen button[type=submit]").await;
    office.find_with("#reopen .refusal", "理由").await;
    office.fill("#reopen-reason", "年终补报").await;
    office.click("#reopen button[type=submit]").await;
    office.find_with("#reopen [role=status]", "已重新开放").await;
    office.find_with("table", "年终补报").await;
    // Open until that day, it stands in the way of closing the year until then.
    office.enter(&format!("{}/app/year-end", server.base)).await;
    office.find_with(".obstacles", "2024-01-12").await;
    server.by_link(2).await.move_to("2024-01-13").await;

    office.enter(&format!("{}/app/year-end", server.base)).await;
    office.find("#ask-closing:disabled").await;
    office.click("#end-all").await;
    office.fill("#bulk-reason", "年内未完成").await;
    office.click("#fill-reason").await;
    office.click("#ask-closing:enabled").await;
    office.find("#confirm-closing:disabled").await;

    let second = Browser::open().await;
    server.person("second", "bangongshi", &["office"], false).await;
    second.sign_in(&server, "second").await;
    second.enter(&format!("{}/app/year-end", server.base)).await;
    second.click("#confirm-closing:enabled").await;
    second.find_with("#confirm-closing", "再点一次").await;
    second.click("#confirm-closing:enabled").await;
    second.find_with("main", "已收官").await;
    let page = server.visitor().page("/").await;
    assert!(page.contains("已收官"), "{page}");
    office.close().await;
    second.close().await;
}
