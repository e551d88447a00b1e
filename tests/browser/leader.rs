//! A reporter lays a report with its files before the leader, who hands it back and then signs it; the
//! reviewer takes it up.

use std::io::Write as _;

use yaodian_tests::{Server, browser::Browser};

/// The smallest PDF that a reader opens.
const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n\
0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n163\n%%EOF\n";

#[tokio::test]
async fn the_leader_hands_back_and_signs() {
    let signs = |plan: &str| plan.replace("leader_signs = false", "leader_signs = true");
    let server = Server::with_plan(signs, &[]).await;
    let mut proof = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    proof.write_all(PDF).unwrap();

    let reporter = Browser::open().await;
    reporter.visit(&server.links[0]).await;
    reporter
        .enter(&format!("{}/app/report/outfalls-yangtze", server.base))
        .await;
    reporter.fill("#done", "610").await;
    reporter.fill("#of", "734").await;
    let files = reporter.find("#evidence-files").await;
    files.send_keys(proof.path().to_str().unwrap()).await.unwrap();
    reporter.find(".files .evidence a[href^='/evidence/']").await;
    reporter.click("#send").await;
    reporter.find(".answer[data-state=awaiting-signature]").await;
    // Thought better of it: taken back, it can be written on.
    reporter.click("#recall").await;
    reporter.find(".files .evidence button:enabled").await;
    reporter.fill("#progress", "溯源整治有序推进").await;
    reporter.click("#send").await;
    reporter.find(".answer[data-state=awaiting-signature]").await;

    let leader = Browser::open().await;
    server.person("leader", "420100", &["leader"], false).await;
    leader.sign_in(&server, "leader").await;
    leader.enter(&format!("{}/app/inbox", server.base)).await;
    leader.click("tbody th a").await;
    leader.find_with(".facts", "610 / 734").await;
    leader.find(".facts a[href^='/evidence/']").await;
    leader.click("#return").await;
    leader.find_with(".refusal", "请写明要改什么").await;
    leader.fill("#note", "总数请核对").await;
    leader.click("#return").await;
    leader.find_with("h1", "待签发、待审核").await;

    reporter
        .enter(&format!("{}/app/report/outfalls-yangtze", server.base))
        .await;
    reporter.find_with(".notice", "总数请核对").await;
    reporter.fill("#of", "740").await;
    reporter.click("#send").await;
    reporter.find(".answer[data-state=awaiting-signature]").await;

    leader.enter(&format!("{}/app/inbox", server.base)).await;
    leader.click("tbody th a").await;
    leader.find_with(".facts", "610 / 740").await;
    leader.click("#sign").await;
    leader.find_with("h1", "待签发、待审核").await;

    let reviewer = Browser::open().await;
    reviewer.visit(&server.links[1]).await;
    reviewer.enter(&format!("{}/app/inbox", server.base)).await;
    reviewer.click("tbody th a").await;
    reviewer.find_with(".history", "签发报送").await;
    reviewer.click("#take-up").await;
    reviewer.click("#approve").await;
    reviewer.find_with("h1", "待签发、待审核").await;
    for browser in [reporter, leader, reviewer] {
        browser.close().await;
    }
}
