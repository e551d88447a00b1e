//! Chapters, tasks and search: what anybody finds.

use yaodian_tests::Server;

#[tokio::test]
async fn chapters_and_tasks_lead_to_each_other() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for (lang, up) in [("zh", "要点全文"), ("en", "The plan")] {
        let chapter = visitor.page(&format!("/chapter/3?lang={lang}")).await;
        assert!(chapter.contains("(三)") && chapter.contains(up) && chapter.contains("href=\"/item/7\""));
        assert!(chapter.contains("href=\"/chapter/2\"") && chapter.contains("href=\"/chapter/4\""));
        let task = visitor.page(&format!("/task/7.1?lang={lang}")).await;
        for href in ["/chapter/3", "/item/7", "/task/7.2", "/target/"] {
            assert!(task.contains(&format!("href=\"{href}")), "{href}");
        }
        assert!(!task.contains("<script"));
    }
    assert!(visitor.page("/").await.contains("href=\"/chapter/1\""));
    assert!(visitor.page("/item/7").await.contains("href=\"/task/7.1\""));
    let day = visitor.page("/plans/hubei-2023/task/7.1?as_of=2023-09-25").await;
    assert!(day.contains("href=\"/plans/hubei-2023/item/7?as_of=2023-09-25\""));
    for path in ["/chapter/0", "/chapter/99", "/chapter/x", "/task/7.99", "/task/%00"] {
        assert_eq!(visitor.get(path).await.status().as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn search_finds_and_marks() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for (typed, first) in [
        ("%E6%AD%A6%E6%B1%89", "/unit/420100"),
        ("12480", "/target/outfalls-yangtze"),
        ("89.3%25", "/target/good-water-provincial"),
        ("Wuhan", "/unit/420100"),
    ] {
        let page = visitor.page(&format!("/search?q={typed}")).await;
        let results = page.split("class=\"hits\"").nth(1).expect("results");
        let link = results.split("href=\"").nth(1).unwrap();
        assert!(link.starts_with(first), "{typed}: {}", &link[..40]);
        assert!(results.contains("<mark>"), "{typed}");
    }
    let only = visitor
        .page("/search?q=%E6%B0%B4&kind=unit&as_of=2023-09-25&lang=en")
        .await;
    assert!(!only.contains("href=\"/target/") && only.contains("kind=unit&amp;as_of=2023-09-25&amp;lang=zh"));
    let next = visitor.page("/search?q=%E6%B0%B4&from=20").await;
    assert!(next.contains("start=\"21\""));
    let slip = visitor.page("/search?q=Wuhen&lang=en").await;
    assert!(slip.contains("\"wuhan\"") && slip.contains("href=\"/unit/420100\""));
    let nothing = visitor.page("/search?q=zzzzqqqq").await;
    assert!(nothing.contains("没有找到“zzzzqqqq”"));
    let long = visitor.page(&format!("/search?q={}", "a".repeat(3000))).await;
    assert!(long.contains("100"));
    let hostile = visitor.page("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!hostile.contains("<script"));
    let empty = visitor.page("/search").await;
    assert!(empty.contains("name=\"q\"") && empty.contains("12,480"));
    assert!(
        visitor
            .page("/plans/hubei-2023/search?q=Wuhan")
            .await
            .contains("href=\"/plans/hubei-2023/unit/420100\"")
    );
}

#[tokio::test]
async fn entries_of_public_ledgers_are_found() {
    let server = Server::demonstration(60).await;
    let visitor = server.visitor();
    let page = visitor.page("/search?q=%E6%AD%A6%E6%B1%89&kind=entry").await;
    assert!(page.contains("/entry/") && page.contains("演示"), "{page}");
}
