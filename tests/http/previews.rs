//! The pictures that go with links: drawn as PNG, kept as pages are, named by the pages that have one.

use image::{GenericImageView as _, ImageFormat};
use reqwest::{Method, header};
use yaodian_tests::{Server, Visitor};

const TARGET: &str = "/preview/target/outfalls-yangtze.png";
/// No picture is larger, so that every messenger takes it.
const MOST_BYTES: usize = 200 * 1024;

/// The picture at an address: what it weighs, and its pixels.
async fn drawn(visitor: &Visitor, path: &str) -> (Vec<u8>, image::DynamicImage) {
    let answer = visitor.get(path).await;
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/png", "{path}");
    assert!(
        !answer.headers().contains_key(header::SET_COOKIE),
        "{path} chooses a language"
    );
    let bytes = answer.bytes().await.unwrap().to_vec();
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "{path}");
    let picture = image::load_from_memory_with_format(&bytes, ImageFormat::Png).unwrap();
    (bytes, picture)
}

/// What a page says under a property.
fn property(page: &str, name: &str) -> Option<String> {
    let tag = page
        .split("<meta")
        .find(|tag| tag.contains(&format!("property=\"{name}\"")))?;
    let content = tag.split("content=\"").nth(1)?.split('"').next()?;
    Some(content.replace("&amp;", "&"))
}

#[tokio::test]
async fn every_picture_is_of_its_size_and_says_something() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let mut seen = Vec::new();
    for path in [
        "/preview/overview.png",
        "/preview/overview.png?lang=en",
        "/preview/plan.png",
        "/preview/targets.png",
        "/preview/units.png",
        TARGET,
        "/preview/target/outfalls-yangtze.png?lang=en",
        "/preview/target/outfalls-yangtze.png?as_of=2024-04-01",
        "/preview/unit/420100.png",
        "/preview/chapter/3.png",
        "/preview/item/7.png",
        "/preview/task/7.1.png",
        "/plans/hubei-2023/preview/target/good-water-provincial.png",
    ] {
        let (bytes, picture) = drawn(&visitor, path).await;
        assert_eq!(picture.dimensions(), (1200, 630), "{path}");
        assert!(bytes.len() < MOST_BYTES, "{path}: {} bytes", bytes.len());
        let paper = picture.get_pixel(1190, 620);
        let inked = picture.pixels().filter(|(.., pixel)| *pixel != paper).count();
        assert!(inked > 20_000, "{path}: {inked} pixels are drawn");
        assert!(!seen.contains(&bytes), "{path} is as another one");
        seen.push(bytes);
    }
}

#[tokio::test]
async fn a_picture_is_kept_and_not_sent_again() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let first = visitor.get(TARGET).await;
    let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
    assert!(first.headers().contains_key(header::LAST_MODIFIED));
    let bytes = first.bytes().await.unwrap();
    assert_eq!(visitor.get(TARGET).await.bytes().await.unwrap(), bytes);
    let had = visitor.request(Method::GET, TARGET).header(header::IF_NONE_MATCH, &tag);
    let answer = had.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 304);
    assert!(answer.bytes().await.unwrap().is_empty());
    let other = visitor
        .request(Method::GET, TARGET)
        .header(header::IF_NONE_MATCH, "\"x\"");
    assert_eq!(other.send().await.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn what_is_not_there_has_no_picture() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for path in [
        "/preview/target/none.png",
        "/preview/target/outfalls-yangtze",
        "/preview/target/outfalls-yangtze.svg",
        "/preview/unit/..png",
        "/preview/chapter/0.png",
        "/preview/item/x.png",
        "/preview/task/7.99.png",
        "/preview/method.png",
        "/preview/overview.png.png",
        "/preview/%00.png",
        // Nothing was measured yet.
        "/preview/water.png",
        "/plans/hubei-1999/preview/overview.png",
    ] {
        assert_eq!(visitor.get(path).await.status().as_u16(), 404, "{path}");
    }
    for day in ["1999-01-01", "2098-01-01", "yesterday"] {
        let answer = visitor.get(&format!("{TARGET}?as_of={day}")).await;
        assert_eq!(answer.status().as_u16() / 100, 4, "{day}");
        let told = answer.text().await.unwrap();
        assert!(told.contains("role=\"alert\"") && told.contains(day), "{told}");
    }
}

#[tokio::test]
async fn pages_name_the_picture_that_answers() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    for path in [
        "/",
        "/plan",
        "/targets",
        "/units",
        "/target/outfalls-yangtze",
        "/target/outfalls-yangtze?lang=en",
        "/target/outfalls-yangtze?as_of=2024-04-01&lang=zh",
        "/unit/420100",
        "/chapter/3",
        "/item/7",
        "/task/7.1",
        "/plans/hubei-2023/target/outfalls-yangtze",
    ] {
        let page = visitor.page(path).await;
        let address = property(&page, "og:image").expect(path);
        let inside = address
            .strip_prefix(&server.base)
            .expect("whole, by the address that was told");
        let (_, picture) = drawn(&visitor, inside).await;
        let said = ["og:image:width", "og:image:height"].map(|name| property(&page, name).unwrap());
        assert_eq!(
            said,
            [picture.width().to_string(), picture.height().to_string()],
            "{path}"
        );
        assert!(property(&page, "og:image:alt").unwrap().contains("202"), "{path}");
        for name in ["og:type", "og:site_name", "og:locale", "og:title", "og:url"] {
            assert!(property(&page, name).is_some(), "{path} {name}");
        }
        assert!(page.contains("content=\"summary_large_image\""), "{path}");
        for kept in ["as_of=2024-04-01", "lang=en"] {
            assert_eq!(path.contains(kept), inside.contains(kept), "{path} {inside}");
        }
        assert_eq!(path.starts_with("/plans/"), inside.starts_with("/plans/"), "{inside}");
    }
    // The plan's words and their status, for whoever does not see the picture.
    let page = visitor.page("/target/outfalls-yangtze?as_of=2023-09-25").await;
    let alt = property(&page, "og:image:alt").unwrap();
    assert!(
        alt.contains("80.8%") && alt.contains("目标") && alt.contains("2023-09-25"),
        "{alt}"
    );
    // Pages about all of it go with the overview's.
    for path in [
        "/method",
        "/changes",
        "/data?lang=en",
        "/ledgers",
        "/indicators",
        "/bulletins",
    ] {
        let page = visitor.page(path).await;
        let address = property(&page, "og:image").expect(path);
        assert!(address.contains("/preview/overview.png"), "{path} {address}");
        assert!(property(&page, "og:image:alt").is_some(), "{path}");
    }
    for path in ["/search", "/water"] {
        let page = visitor.page(path).await;
        assert!(property(&page, "og:image").is_none(), "{path}");
        assert!(page.contains("content=\"summary\""), "{path}");
    }
    let refused = visitor.get("/target/none").await.text().await.unwrap();
    assert!(property(&refused, "og:image").is_none());
}

#[tokio::test]
async fn without_an_address_that_was_told_nothing_is_named() {
    let server = Server::production().await;
    let page = server.visitor().page("/").await;
    assert!(property(&page, "og:image").is_none());
    let poisoned = server
        .visitor()
        .request(Method::GET, "/")
        .header("host", "evil.example");
    let page = poisoned.send().await.unwrap().text().await.unwrap();
    assert!(!page.contains("evil.example") && property(&page, "og:image").is_none());
}

#[tokio::test]
async fn what_is_made_up_says_so_and_networks_have_pictures() {
    let server = Server::demonstration(60).await;
    let visitor = server.visitor();
    for (path, words) in [
        ("/", "演示数据"),
        ("/target/outfalls-yangtze", "演示数据"),
        ("/unit/420100?lang=en", "Made-up data"),
    ] {
        let page = visitor.page(path).await;
        assert!(property(&page, "og:image:alt").unwrap().contains(words), "{path}");
    }
    for path in ["/water", "/air"] {
        let page = visitor.page(path).await;
        let address = property(&page, "og:image").expect(path);
        let (_, picture) = drawn(&visitor, address.strip_prefix(&server.base).unwrap()).await;
        assert_eq!(picture.dimensions(), (1200, 630));
        assert!(property(&page, "og:image:alt").unwrap().contains('%'), "{path}");
    }
}
