//! A reporter reports, a reviewer returns, the reporter corrects, the reviewer approves, the
//! public reads.

use yaodian_tests::{Server, browser::Browser};

#[tokio::test]
async fn from_the_first_figure_to_the_public_page() {
    let server = Server::trial().await;
    let reporter = Browser::open().await;
    let reviewer = Browser::open().await;

    // The reporter finds the target in the list of what 武汉 owes.
    reporter.visit(&server.links[0]).await;
    reporter.find("body[data-ready=true]").await;
    reporter.find_with("h1", "本期应报").await;
    reporter.click("a.button[href^='/app/report/outfalls-yangtze']").await;

    // The light changes while he types, before anything is sent.
    reporter.find_with(".judged", "填入数据后立即评判").await;
    reporter.fill("#of", "734").await;
    reporter.fill("#done", "300").await;
    reporter.find(".judged .verdict.is-off-track").await;
    reporter.fill("#done", "５８０").await;
    reporter
        .find(".judged .verdict.is-on-track, .judged .verdict.is-at-risk")
        .await;
    reporter.find_with(".judged", "每月").await;
    reporter.fill("#done", "61x").await;
    reporter.find_with("#done-wrong", "“x”").await;
    reporter.fill("#done", "610").await;
    reporter.find(".judged .verdict.is-met").await;
    reporter.fill("#progress", "溯源整治有序推进").await;
    reporter.click("#send").await;
    reporter.find(".answer[data-state=submitted]").await;
    reporter.find_with(".answer", "与页面评判一致").await;

    // The reviewer sees what it would change, and hands it back with a note.
    reviewer.visit(&server.links[1]).await;
    reviewer.enter(&format!("{}/app/inbox", server.base)).await;
    reviewer.find_with("td", "武汉市").await;
    reviewer.click("tbody th a").await;
    reviewer.find_with(".facts", "610 / 734").await;
    reviewer.click("#take-up").await;
    reviewer.find_with(".notice", "审核中").await;
    reviewer.click("#return").await;
    reviewer.find_with(".refusal", "请写明要改什么").await;
    reviewer.fill("#note", "请核对总数").await;
    reviewer.click("#return").await;
    reviewer.find_with("h1", "待签发、待审核").await;

    // The reporter finds it on top of the list, with the note, and corrects it.
    reporter.enter(&format!("{}/app", server.base)).await;
    reporter.find_with(".owed-item .returned", "请核对总数").await;
    reporter.click(".owed-item a.button").await;
    reporter.find_with(".notice", "请核对总数").await;
    reporter.fill("#done", "615").await;
    reporter.find(".judged .verdict.is-met").await;
    reporter.click("#send").await;
    reporter.find(".answer[data-state=submitted]").await;

    reviewer.enter(&format!("{}/app/inbox", server.base)).await;
    reviewer.click("tbody th a").await;
    reviewer.find_with(".facts", "615 / 734").await;
    reviewer.click("#take-up").await;
    reviewer.click("#approve").await;
    reviewer.find_with("h1", "待签发、待审核").await;

    // Everybody can read it, without a script.
    let public = Browser::without_script().await;
    public.visit(&format!("{}/target/outfalls-yangtze", server.base)).await;
    let page = public.text().await;
    assert!(page.contains("武汉市"), "{page}");
    // The figures of the units stand in the table behind their picture.
    let whole = server.visitor().page("/target/outfalls-yangtze").await;
    assert!(whole.contains("615 / 734"), "{whole}");
    assert!(page.contains("10,089"));

    let held = server.held_kib();
    assert!(held < 96 * 1024, "the server holds {held} KiB");
    for browser in [reporter, reviewer, public] {
        browser.close().await;
    }
}

#[tokio::test]
async fn what_was_typed_survives_a_refusal() {
    let server = Server::trial().await;
    let reporter = Browser::open().await;
    reporter.visit(&server.links[0]).await;
    reporter
        .enter(&format!("{}/app/report/outfalls-yangtze", server.base))
        .await;
    reporter.fill("#done", "800").await;
    reporter.fill("#of", "734").await;
    reporter.fill("#progress", "已核对台账").await;
    reporter.click("#send").await;
    reporter.find_with(".refusal", "大于总数").await;
    let value = |css: &'static str| {
        let reporter = &reporter;
        async move {
            reporter
                .find(css)
                .await
                .prop("value")
                .await
                .unwrap()
                .unwrap_or_default()
        }
    };
    assert_eq!(
        (value("#done").await.as_str(), value("#progress").await.as_str()),
        ("800", "已核对台账")
    );

    // The same when the session has ended in between.
    let token = reporter.driver.get_named_cookie("yaodian_session").await.unwrap();
    reporter.driver.delete_cookie(&token.name).await.unwrap();
    reporter.fill("#done", "610").await;
    reporter.click("#send").await;
    reporter.find_with(".refusal", "登录").await;
    assert_eq!(
        (value("#done").await.as_str(), value("#progress").await.as_str()),
        ("610", "已核对台账")
    );
    reporter.close().await;
}

#[tokio::test]
async fn the_app_speaks_english_too() {
    let server = Server::trial().await;
    let reporter = Browser::open().await;
    reporter.visit(&server.links[0]).await;
    reporter.enter(&format!("{}/app?lang=en", server.base)).await;
    reporter.find_with("h1", "Owed this period").await;
    reporter.click("a.button[href^='/app/report/outfalls-yangtze']").await;
    reporter.fill("#of", "734").await;
    reporter.fill("#done", "610").await;
    reporter.find_with(".judged", "met").await;
    reporter.close().await;
}

#[tokio::test]
async fn the_form_works_by_keyboard_alone() {
    let server = Server::trial().await;
    let reporter = Browser::open().await;
    reporter.visit(&server.links[0]).await;
    reporter
        .enter(&format!("{}/app/report/outfalls-yangtze", server.base))
        .await;
    let done = reporter.find("#done").await;
    done.send_keys("610").await.unwrap();
    done.send_keys(thirtyfour::Key::Tab).await.unwrap();
    let here = reporter.driver.active_element().await.unwrap();
    assert_eq!(here.id().await.unwrap().as_deref(), Some("of"));
    here.send_keys("734").await.unwrap();
    here.send_keys(thirtyfour::Key::Enter).await.unwrap();
    reporter.find(".answer[data-state=submitted]").await;
    reporter.close().await;
}
