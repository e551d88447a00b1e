//! Who changed what; feeds; the map of the site; addresses that are none; figures over the years.

use yaodian_tests::Server;

#[tokio::test]
async fn changes_tell_what_is_public_and_no_more() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for (lang, whole) in [("zh", "完好"), ("en", "Whole")] {
        let page = visitor.page(&format!("/changes?lang={lang}")).await;
        assert!(page.contains(whole) && page.contains("href=\"/changes/heads.csv\"") && !page.contains("<script"));
        for private in ["session", "link-made", "填报员", "reporter (trial)"] {
            assert!(!page.contains(private), "{private}");
        }
    }
    let plans = visitor.page("/changes?kind=plan").await;
    assert!(plans.contains("要点第 1 版") && !plans.contains("公布数据更新"));
    let none = visitor.page("/changes?target=outfalls-yangtze&kind=bulletin").await;
    assert!(none.contains("没有符合的变更"));
}

#[tokio::test]
async fn the_chain_can_be_held_against_a_noted_end() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let chain = String::from_utf8(visitor.file("/changes/chain.csv").await).unwrap();
    let rows: Vec<Vec<&str>> = chain.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.len() > 3 && rows.iter().all(|row| row.len() == 5 && row[4].len() == 64));
    assert!(rows.iter().zip(1..).all(|(row, seq)| row[0] == seq.to_string()));
    let heads = String::from_utf8(visitor.file("/changes/heads.csv").await).unwrap();
    let head: Vec<&str> = heads.lines().last().unwrap().split(',').collect();
    let stands = visitor
        .page(&format!("/changes?seq={}&hash={}", head[1], head[2]))
        .await;
    assert!(stands.contains("一致"));
    let differs = visitor
        .page(&format!("/changes?seq={}&hash={}", head[1], "0".repeat(64)))
        .await;
    assert!(differs.contains("不同") && differs.contains("请告知湖北省生态环境厅"));
    let ahead = visitor.page(&format!("/changes?seq=9999999&hash={}", head[2])).await;
    assert!(ahead.contains("还没有第 9999999 条") && ahead.contains(&format!("value=\"{}\"", head[2])));
    for typed in [
        "seq=three&hash=0123456789ab",
        "seq=3&hash=0123",
        "seq=3",
        "seq=-1&hash=0123456789ab",
    ] {
        let answer = visitor.page(&format!("/changes?{typed}")).await;
        assert!(answer.contains("没有核对"), "{typed}");
    }
}

#[tokio::test]
async fn feeds_and_the_map_of_the_site() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for path in [
        "/feed/changes.atom",
        "/feed/bulletins.atom?lang=en",
        "/plans/hubei-2023/feed/changes.atom",
    ] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/atom+xml; charset=utf-8");
        let feed = answer.text().await.unwrap();
        assert!(
            feed.contains("<id>tag:") && feed.contains("<updated>") && feed.ends_with("</feed>\n"),
            "{feed}"
        );
    }
    assert!(visitor.page("/").await.contains("type=\"application/atom+xml\""));
    let map = visitor.page("/sitemap.xml").await;
    assert!(map.contains("/target/outfalls-yangtze?lang=en</loc>") && map.contains("hreflang=\"zh-CN\""));
    assert!(visitor.page("/robots.txt").await.contains("/sitemap.xml"));
    // What a request calls the server stands nowhere.
    let named = visitor
        .request(reqwest::Method::GET, "/sitemap.xml")
        .header("host", "evil.example");
    assert!(!named.send().await.unwrap().text().await.unwrap().contains("evil"));
}

#[tokio::test]
async fn an_address_that_is_none_names_its_neighbours() {
    let server = Server::trial().await;
    for (typed, meant) in [
        ("/target/good-water-provincal", "/target/good-water-provincial"),
        ("/unit/wuhn", "/unit/420100"),
        ("/traget/outfalls-yangtze", "/target/outfalls-yangtze"),
        ("/item/99", "/item/9"),
        ("/plans/hubei-2023/unit/wuhn", "/plans/hubei-2023/unit/420100"),
    ] {
        let answer = server.visitor().get(&format!("{typed}?lang=en")).await;
        assert_eq!(answer.status().as_u16(), 404, "{typed}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains(&format!("href=\"{meant}\"")) && page.contains("name=\"q\""),
            "{typed}"
        );
    }
    let nothing = server.visitor().get("/wp-admin.php").await.text().await.unwrap();
    assert!(!nothing.contains("您要找的可能是") && nothing.contains("没有这一页"));
}

#[tokio::test]
async fn figures_over_the_years() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for (lang, title) in [("zh", "历年指标"), ("en", "Indicators over the years")] {
        let list = visitor.page(&format!("/indicators?lang={lang}&as_of=2024-04-01")).await;
        assert!(
            list.contains(title) && list.contains("2021") && list.contains("91.1%"),
            "{lang}"
        );
    }
    let one = visitor.page("/indicator/good-water-provincial?as_of=2024-04-01").await;
    assert!(one.contains("91.1%") && one.contains("href=\"/target/good-water-provincial?as_of=2024-04-01\""));
    let before = visitor.page("/indicator/good-water-provincial?as_of=2023-09-25").await;
    assert!(!before.contains("91.1%"), "it was not known yet");
    let target = visitor.page("/target/good-water-provincial").await;
    assert!(target.contains("href=\"/indicator/good-water-provincial\""));
    let statement = visitor.page("/accessibility?lang=en").await;
    assert!(statement.contains("WCAG 2.2"));
}
