//! What anybody reads.

use yaodian_tests::Server;

const PAGES: [&str; 19] = [
    "/",
    "/plan",
    "/targets",
    "/units",
    "/method",
    "/method/monitoring",
    "/item/7",
    "/target/outfalls-yangtze",
    "/unit/420100",
    "/water",
    "/water/warnings",
    "/air",
    "/chapter/3",
    "/task/7.1",
    "/search?q=%E6%B0%B4",
    "/changes",
    "/indicators",
    "/accessibility",
    "/privacy",
];

fn with(path: &str, lang: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}lang={lang}")
}

#[tokio::test]
async fn pages_are_whole_without_a_script() {
    let server = Server::trial().await;
    for lang in ["zh", "en"] {
        for path in PAGES {
            let page = server.visitor().page(&with(path, lang)).await;
            assert!(page.starts_with("<!DOCTYPE html>"), "{path}");
            assert!(!page.contains("<script"), "{path} has a script");
            assert!(page.contains("</html>") && page.contains("<h1"), "{path}");
            let trial = if lang == "zh" { "试用" } else { "Trial" };
            assert!(page.contains(trial), "{path} does not say that this is a trial");
        }
    }
}

#[tokio::test]
async fn the_day_of_knowledge_stands_in_the_address() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let september = visitor.page("/target/outfalls-yangtze?as_of=2023-09-25").await;
    assert!(september.contains("80.8%") && september.contains("10,089"));
    let before = visitor.page("/target/outfalls-yangtze?as_of=2023-09-24").await;
    assert!(!before.contains("80.8%"), "it became known on the 25th");

    let overview = visitor.page("/?as_of=2023-09-25").await;
    assert!(
        !overview.contains("91.1%"),
        "the year's water result is not known in September"
    );
    let final_year = visitor.page("/?as_of=2024-04-01").await;
    assert!(final_year.contains("91.1%") && final_year.contains("0.3%") && final_year.contains("年度已终结"));
}

#[tokio::test]
async fn links_keep_the_day() {
    let server = Server::trial().await;
    let page = server.visitor().page("/?as_of=2024-04-01").await;
    assert!(page.contains("href=\"/plan?as_of=2024-04-01\""));
    assert!(page.contains("?as_of=2024-04-01&amp;lang=en") || page.contains("?as_of=2024-04-01&lang=en"));
}

#[tokio::test]
async fn the_plan_is_printed_whole() {
    let server = Server::trial().await;
    let page = server.visitor().page("/plan").await;
    // Words on both sides of a page break of the document, and a heading of every chapter.
    for words in [
        "协同推动经济高质量发展",
        "(一)深入学习宣传贯彻党的二十大精神",
        "(九)完成共性目标任务",
        "责任单位：法规处；责任单位：",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("**30**"), "emphasis marks are not printed");
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_missing() {
    let server = Server::trial().await;
    for path in [
        "/nothing",
        "/item/99",
        "/item/x",
        "/target/nothing",
        "/target/%00",
        "/unit/000000",
        "/target/%E6%B0%B4",
    ] {
        let answer = server.visitor().get(path).await;
        assert_eq!(answer.status().as_u16(), 404, "{path}");
        assert!(answer.text().await.unwrap().contains("没有"), "{path}");
    }
}

#[tokio::test]
async fn a_day_that_is_none_is_refused() {
    let server = Server::trial().await;
    for day in [
        "2023-13-01",
        "2023-02-30",
        "yesterday",
        "9999-12-31",
        "-1",
        "2023-9-25",
        "%3Cscript%3E",
    ] {
        let answer = server.visitor().get(&format!("/?as_of={day}")).await;
        assert_eq!(answer.status().as_u16(), 400, "{day}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("as_of=") && !page.contains("<script"), "{day}");
    }
}

#[tokio::test]
async fn the_language_is_remembered() {
    let server = Server::trial().await;
    let answer = server.visitor().get("/?lang=en").await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("yaodian_lang=en"));
    let request = server
        .visitor()
        .request(reqwest::Method::GET, "/")
        .header("cookie", "yaodian_lang=en");
    assert!(
        request
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .contains("<html lang=\"en\"")
    );
}

#[tokio::test]
async fn answers_carry_their_guards() {
    let server = Server::trial().await;
    let (visitor, reporter) = (server.visitor(), server.by_link(0).await);
    // Whatever goes out, by whomever it is asked for, found or refused.
    for (who, path, scripts) in [
        (&visitor, "/", ""),
        (&visitor, "/sign-in", ""),
        (&visitor, "/nothing", ""),
        (&visitor, "/data/targets.csv", ""),
        (&visitor, "/api/v1/openapi.json", ""),
        (&visitor, "/api/v1/me", ""),
        (&visitor, "/style/yaodian.css", ""),
        (&visitor, "/healthz", ""),
        (&reporter, "/app", "script-src 'self' 'nonce-"),
    ] {
        let answer = who.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.headers()[name], value, "{path}");
        }
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("script-src 'unsafe"), "{path}: {policy}");
        assert_eq!(policy.contains("script-src"), !scripts.is_empty(), "{path}: {policy}");
        assert!(policy.contains(scripts), "{path}: {policy}");
        // Only behind TLS; a browser that believes it elsewhere finds nothing any more.
        assert!(!answer.headers().contains_key("strict-transport-security"), "{path}");
    }
    // No two answers share what marks their scripts.
    let nonce = async || {
        let answer = reporter.get("/app").await;
        answer.headers()["content-security-policy"].to_str().unwrap().to_owned()
    };
    assert_ne!(nonce().await, nonce().await);
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let listen = ["--public-url", "https://plan.example", "--listen", &free.to_string()];
    let mut behind_tls = Server::start(&listen, 1).await;
    // As a proxy that does TLS reaches it.
    behind_tls.base = format!("http://{free}");
    let told = behind_tls.visitor().get("/healthz").await;
    assert_eq!(told.headers()["strict-transport-security"], "max-age=31536000");
    assert_eq!(server.visitor().page("/healthz").await, "ok");
    assert_eq!(server.visitor().page("/readyz").await, "ok");
}
