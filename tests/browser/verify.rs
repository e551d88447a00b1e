//! An exported audit, verified in the browser with the server stopped.

use std::path::Path;

use tempfile::TempDir;
use thirtyfour::Key;
use yaodian_tests::{Server, browser::Browser};

/// Chooses a file in a field.
async fn choose(browser: &Browser, field: &str, file: &Path) {
    let field = browser.find(field).await;
    field.send_keys(file.to_str().unwrap()).await.unwrap();
}

/// Verifies a file that holds `bytes`, by the keyboard; what is told.
async fn told(browser: &Browser, file: &Path, bytes: &[u8], words: &str) -> String {
    std::fs::write(file, bytes).unwrap();
    choose(browser, "#export-file", file).await;
    browser.find("#verify").await.send_keys(Key::Enter).await.unwrap();
    browser.find_with("#verdict", words).await;
    browser.find("#verdict").await.text().await.unwrap()
}

#[tokio::test]
async fn an_export_is_verified_without_the_server() {
    let server = Server::trial().await;
    server.by_link(0).await;
    let folder = TempDir::new().unwrap();
    let place = |name: &str| folder.path().join(name);
    let (export, heads) = (place("audit.jsonl"), place("heads.csv"));
    let (code, _, error) = server.command(&["audit", "export", export.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{error}");
    let published = server.visitor().file("/changes/heads.csv").await;
    std::fs::write(&heads, &published).unwrap();
    let ends = lines(&published) - 1;
    let good = std::fs::read(&export).unwrap();
    let end: serde_json::Value =
        serde_json::from_slice(good.split(|byte| *byte == b'\n').rev().nth(1).unwrap()).unwrap();
    let (last, hash) = (
        end["end"]["seq"].as_i64().unwrap(),
        end["end"]["hash"].as_str().unwrap(),
    );

    let browser = Browser::open().await;
    browser.visit(&format!("{}/changes", server.base)).await;
    browser.click("#chain a[href='/changes/verify']").await;
    browser.find(".verify-form[data-ready=true]").await;
    server.stop().await;

    // Nothing chosen yet.
    browser.find("#verify").await.send_keys(Key::Enter).await.unwrap();
    browser.find_with("#verdict .refusal", "还没有选择导出文件").await;
    // As it was written; by itself it proves less than with the published ends.
    let said = told(&browser, &export, &good, "完好").await;
    for words in [format!("共 {last} 条").as_str(), hash, "没有给出链尾", "北京时间"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    choose(&browser, "#heads-file", &heads).await;
    let said = told(&browser, &place("again.jsonl"), &good, "链尾都在链上").await;
    assert!(
        said.contains("完好") && said.contains(&format!("给出的 {ends} 个链尾")),
        "{said}"
    );

    // One byte is another.
    let mut altered = good.clone();
    let at = String::from_utf8_lossy(&good).find("\"link-made\"").unwrap() + 1;
    altered[at] ^= 1;
    let row = lines(&good[..at]);
    let said = told(&browser, &place("altered.jsonl"), &altered, "对不上").await;
    assert!(
        said.contains(&format!("第 {row} 条：内容不是当初写下的")) && said.contains("1 处"),
        "{said}"
    );
    // Cut short, in the middle of a row.
    let said = told(&browser, &place("short.jsonl"), &good[..at], "对不上").await;
    assert!(said.contains(&format!("文件在第 {} 条之后中断", row - 1)), "{said}");
    assert!(
        said.contains("末尾被截去") && said.contains(&format!("给出的 {ends} 个链尾中有")),
        "{said}"
    );
    // Other files.
    let said = told(&browser, &place("other.jsonl"), &published, "没有核验").await;
    assert!(said.contains("不是操作记录的导出"), "{said}");
    let newer = b"{\"yaodian\":\"audit\",\"format\":3}\n";
    told(&browser, &place("newer.jsonl"), newer, "由更新的版本写成").await;
    choose(&browser, "#heads-file", &export).await;
    told(&browser, &place("good.jsonl"), &good, "应有 seq 和 hash 两列").await;
    choose(&browser, "#heads-file", &heads).await;
    // An end that was noted by hand.
    browser.fill("#noted-head", "12").await;
    told(&browser, &place("typed.jsonl"), &good, "链尾应写作").await;
    browser.fill("#noted-head", &format!("{last}：{}", &hash[..12])).await;
    let through = format!("给出的 {} 个链尾都在链上", ends + 1);
    told(&browser, &place("noted.jsonl"), &good, &through).await;
    browser
        .fill("#noted-head", &format!("{}:{}", last + 1, &hash[..12]))
        .await;
    told(&browser, &place("later.jsonl"), &good, "末尾被截去，或文件比链尾旧").await;
    browser.close().await;
}

fn lines(text: &[u8]) -> usize {
    String::from_utf8_lossy(text).matches('\n').count()
}
