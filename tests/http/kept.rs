//! Pages that are kept and shown again, what a client may ask for, and what other sites may show.

use reqwest::{Method, header};
use serde_json::json;
use yaodian_tests::{Server, Visitor, until};

use crate::api::{outfalls, send};

const TARGET: &str = "/target/outfalls-yangtze";

/// A page as it goes out: its status, its headers, its bytes.
async fn sent(visitor: &Visitor, path: &str, headers: &[(&str, &str)]) -> (u16, header::HeaderMap, Vec<u8>) {
    let request = headers
        .iter()
        .fold(visitor.request(Method::GET, path), |request, (name, value)| {
            request.header(*name, *value)
        });
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().await.unwrap().to_vec())
}

async fn tag(visitor: &Visitor, path: &str) -> String {
    let (_, headers, _) = sent(visitor, path, &[]).await;
    headers[header::ETAG].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn who_has_a_page_is_not_sent_it_again() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for path in [
        "/",
        "/plan",
        TARGET,
        "/?as_of=2024-04-01&lang=en",
        "/plans/hubei-2023/plan",
    ] {
        let mut tags = Vec::new();
        for coding in ["br", "gzip", "identity"] {
            // The first time it is rendered, the second time it was kept.
            let (_, _, first) = sent(&visitor, path, &[("accept-encoding", coding)]).await;
            let (status, headers, again) = sent(&visitor, path, &[("accept-encoding", coding)]).await;
            assert_eq!((status, &first), (200, &again), "{path} {coding}");
            let packed = headers.get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap());
            assert_eq!(packed, Some(coding).filter(|c| *c != "identity"), "{path}");
            let tag = headers[header::ETAG].to_str().unwrap().to_owned();
            let since = headers[header::LAST_MODIFIED].to_str().unwrap().to_owned();
            let vary = headers[header::VARY].to_str().unwrap();
            assert!(vary.contains("Accept-Encoding") && vary.contains("Cookie"), "{vary}");
            for condition in [("if-none-match", tag.as_str()), ("if-modified-since", since.as_str())] {
                let (status, headers, body) = sent(&visitor, path, &[("accept-encoding", coding), condition]).await;
                assert_eq!((status, body.len()), (304, 0), "{path} {condition:?}");
                assert_eq!(headers[header::ETAG].to_str().unwrap(), tag);
            }
            tags.push(tag);
        }
        tags.dedup();
        assert_eq!(tags.len(), 3, "each form has a tag of its own");
    }
}

#[tokio::test]
async fn an_approved_figure_shows_at_once() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let visitor = server.visitor();
    let pages = ["/", TARGET, "/unit/420100"];
    let mut before = Vec::new();
    for path in pages {
        before.push(tag(&visitor, path).await);
    }
    // What is on its way is nobody's business, and leaves pages as they were.
    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;
    for (path, before) in pages.iter().zip(&before) {
        assert_eq!(&tag(&visitor, path).await, before, "{path}");
    }
    let (status, _) = reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!(status, 200);
    // The answer is out, so the page is new: no waiting here.
    assert_ne!(tag(&visitor, TARGET).await, before[1]);
    assert_ne!(tag(&visitor, "/unit/420100").await, before[2]);
    assert!(visitor.page(TARGET).await.contains("734"));
}

#[tokio::test]
async fn what_another_process_writes_is_seen() {
    let server = Server::demonstration(20).await;
    let visitor = server.visitor();
    let before = tag(&visitor, "/ledgers").await;
    let (code, _, told) = server
        .command(&["ledger", "clear-demonstration", "outfalls-yangtze"])
        .await;
    assert_eq!(code, 0, "{told}");
    until(async || (tag(&visitor, "/ledgers").await != before).then_some(())).await;
}

#[tokio::test]
async fn nothing_that_a_request_says_of_itself_is_kept() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let poison = [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("forwarded", "host=evil.example"),
        ("x-original-url", "/app"),
        ("cookie", "yaodian_lang=en; yaodian_session=evil"),
    ];
    for path in ["/", TARGET, "/units"] {
        let (_, _, poisoned) = sent(&visitor, path, &poison).await;
        assert!(String::from_utf8(poisoned).unwrap().contains("lang=\"en\""), "{path}");
        for odd in [
            "?as_of=&as_of=2024-04-01",
            "?lang=en&lang=zh",
            "?utm=evil.example",
            "?as_of=2023-09-25&x=1",
        ] {
            let (_, headers, _) = sent(&visitor, &format!("{path}{odd}"), &[]).await;
            assert!(!headers.contains_key(header::ETAG), "{path}{odd} was kept");
        }
        let page = visitor.page(path).await;
        assert!(
            page.contains("lang=\"zh-CN\""),
            "{path} is in the language of somebody else"
        );
        assert!(!page.contains("evil"), "{path}");
        assert!(page.contains(&format!("rel=\"canonical\" href=\"{}{path}\"", server.base)));
    }
}

#[tokio::test]
async fn a_day_on_which_nothing_can_be_known_is_refused() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for day in ["1900-01-01", "2021-12-31", "2027-01-01", "9998-12-31"] {
        for path in [
            "/",
            "/plan",
            TARGET,
            "/data",
            "/data/targets.csv",
            "/plans/hubei-2023/units",
        ] {
            let answer = visitor.get(&format!("{path}?as_of={day}")).await;
            assert_eq!(answer.status(), 400, "{path} {day}");
            let page = answer.text().await.unwrap();
            assert!(page.contains("2022-01-01") && page.contains("2026-12-31"), "{day}");
        }
        for path in ["/standing", "/plans/current/targets", "/plans/hubei-2023/standing"] {
            let (status, problem) = visitor.json(&format!("/api/v1{path}?as_of={day}")).await;
            assert_eq!(
                (status, &problem["code"]),
                (400, &json!("day-out-of-range")),
                "{path} {day}"
            );
        }
    }
    for day in ["2022-01-01", "2026-12-31"] {
        assert_eq!(visitor.get(&format!("/?as_of={day}")).await.status(), 200, "{day}");
    }
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_and_not_passed_over() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for address in [
        "/search?q=%E6%B0%B4&from=many",
        "/search?q=%E6%B0%B4&kind=everything",
        "/changes?before=yesterday",
        "/changes?kind=secrets",
        "/changes?target=%20",
    ] {
        let answer = visitor.get(address).await;
        assert_eq!(answer.status(), 400, "{address}");
        let told = address.rsplit(['?', '&']).next().unwrap().split('=').next().unwrap();
        assert!(answer.text().await.unwrap().contains(told), "{address}");
    }
    // A form that was sent with empty fields asks for everything.
    for address in [
        "/search?q=%E6%B0%B4&kind=&from=",
        "/changes?kind=&target=&unit=&before=",
    ] {
        assert_eq!(visitor.get(address).await.status(), 200, "{address}");
    }
}

#[tokio::test]
async fn who_asks_too_often_waits_and_still_has_what_is_kept() {
    let server = Server::start(&["--trial", "--client-rate", "1", "--proxy", "127.0.0.1"], 4).await;
    let visitor = server.visitor();
    visitor.page("/").await;
    let mut refused = None;
    for number in 0..40 {
        let answer = visitor.get(&format!("/targets?x={number}")).await;
        if answer.status() == 429 {
            refused = Some(answer);
            break;
        }
        assert_eq!(answer.status(), 200);
    }
    let refused = refused.expect("more than its share");
    let seconds: u64 = refused.headers()[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=10).contains(&seconds), "{seconds}");
    assert_eq!(visitor.get("/").await.status(), 200, "what is kept costs nothing");
    let (status, problem) = visitor.json("/api/v1/plans").await;
    assert_eq!((status, &problem["code"]), (429, &json!("too-often")));
    // Looking for what is near to an address that is none is work, too.
    assert_eq!(visitor.get("/unit/wuhn").await.status(), 429);
    assert_eq!(visitor.get("/nowhere").await.status(), 429);
    // Somebody else behind the same proxy has a share of his own.
    let (status, ..) = sent(&visitor, "/targets?x=other", &[("x-forwarded-for", "198.51.100.7")]).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn other_sites_show_a_target_and_nothing_else() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let card = format!("/embed{TARGET}");
    for path in [
        card.clone(),
        format!("{card}/series.svg"),
        format!("{card}/series-narrow.svg?lang=en"),
    ] {
        let (status, headers, body) = sent(&visitor, &path, &[]).await;
        assert_eq!(status, 200, "{path}");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors *") && !policy.contains("script"),
            "{policy}"
        );
        assert!(!headers.contains_key(header::X_FRAME_OPTIONS), "{path}");
        let body = String::from_utf8(body).unwrap();
        assert!(!body.contains("<script"), "{path}");
        let image = path.contains(".svg");
        let media = headers[header::CONTENT_TYPE].to_str().unwrap();
        assert_eq!(media.starts_with("image/svg+xml"), image, "{media}");
        if image {
            let size = if path.contains("narrow") { "340" } else { "640" };
            assert!(body.contains(&format!("width=\"{size}\"")), "{path}");
            assert!(body.contains("<title") && body.contains("<desc"), "{path}");
        }
    }
    for path in [
        format!("{card}/none.svg"),
        format!("{card}/series.png"),
        "/embed/target/none".to_owned(),
    ] {
        let (status, headers, _) = sent(&visitor, &path, &[]).await;
        assert_eq!(
            (status, &headers[header::X_FRAME_OPTIONS]),
            (404, &header::HeaderValue::from_static("DENY")),
            "{path}"
        );
    }
    let target = visitor.page(TARGET).await;
    assert!(
        target.contains(&format!("{}{card}/series.svg", server.base)),
        "how to show it stands on its page"
    );
}

/// What a page may weigh with its style sheet, compressed.
const MOST: usize = 60 * 1024;

#[tokio::test]
async fn pages_are_light() {
    let server = Server::demonstration(400).await;
    let visitor = server.visitor();
    let packed = [("accept-encoding", "br")];
    let (_, _, style) = sent(&visitor, "/style/yaodian.css", &packed).await;
    for lang in ["zh", "en"] {
        for path in [
            "/",
            "/plan",
            "/targets",
            "/units",
            "/unit/420100",
            TARGET,
            "/chapter/2",
            "/item/7",
            "/task/7.1",
            "/water",
            "/water/warnings",
            "/air",
            "/ledgers",
            "/ledger/outfalls-yangtze",
            "/changes",
            "/indicators",
            "/data",
            "/method",
            "/method/monitoring",
            "/search?q=%E6%8E%92%E6%B1%A1%E5%8F%A3",
            "/accessibility",
            "/privacy",
            "/bulletins",
        ] {
            let mark = if path.contains('?') { '&' } else { '?' };
            let path = format!("{path}{mark}lang={lang}");
            let (status, _, body) = sent(&visitor, &path, &packed).await;
            assert_eq!(status, 200, "{path}");
            let weight = body.len() + style.len();
            assert!(weight <= MOST, "{path} weighs {weight} bytes with its style sheet");
        }
    }
}
