//! Which public pages there are: one of each kind of address, and every page with a part that none before it had.
//!
//! Nobody keeps a list. The map of the site is followed, and the links of every page; a new kind of page is found as
//! soon as another one leads to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use reqwest::{StatusCode, header};
use yaodian_tests::{Server, Visitor};

/// What no page leads to by a link.
const BEYOND: [&str; 8] = [
    "/",
    "/sign-in",
    "/search",
    "/search?q=%E6%8E%92%E6%B1%A1%E5%8F%A3",
    "/search?q=%E9%BE%98%E9%BE%98%E9%BE%98",
    "/plan?as_of=2023-03-31",
    "/target/good-water-provincial?as_of=2024-04-01",
    "/embed/target/outfalls-yangtze",
];
/// Where there is no page.
pub const NOWHERE: [&str; 2] = ["/none", "/target/none"];
/// So many pages of a kind are looked at for parts that no page before them had.
const MOST: usize = 4;
/// The units' app, and what is for programs.
const NO_PAGES: [&str; 5] = ["/api/", "/app", "/feed/", "/pkg/", "/style/"];

/// The addresses to walk, without the server's own.
pub async fn pages(server: &Server) -> Vec<String> {
    let visitor = server.visitor();
    let mut queue: VecDeque<String> = BEYOND.map(str::to_owned).into();
    let map = visitor.page("/sitemap.xml").await;
    queue.extend(between(&map, "<loc>", '<').filter_map(|whole| Some(path(whole.strip_prefix(&server.base)?))));
    let mut met: BTreeSet<String> = queue.iter().cloned().collect();
    let mut looked: BTreeMap<String, usize> = BTreeMap::new();
    let mut shown = BTreeSet::new();
    let mut pages = Vec::new();
    while let Some(address) = queue.pop_front() {
        let count = looked.entry(kind(&address)).or_default();
        if *count == MOST {
            continue;
        }
        let Some(text) = page(&visitor, &address).await else {
            continue;
        };
        *count += 1;
        let links = between(&text, "href=\"", '"').filter(|link| link.starts_with('/'));
        for link in links.map(path).filter(|link| is_page(link)) {
            if met.insert(link.clone()) {
                queue.push_back(link);
            }
        }
        let before = shown.len();
        shown.extend(
            between(&text, "class=\"", '"')
                .flat_map(str::split_whitespace)
                .map(str::to_owned),
        );
        if *count == 1 || shown.len() > before {
            pages.push(address);
        }
    }
    pages.extend(NOWHERE.map(str::to_owned));
    pages
}

/// The page at an address that another page names; `None` if it is a file.
async fn page(visitor: &Visitor, address: &str) -> Option<String> {
    let answer = visitor.get(address).await;
    assert_eq!(answer.status(), StatusCode::OK, "{address} is linked");
    let media = answer.headers()[header::CONTENT_TYPE].to_str().unwrap();
    let html = media.starts_with("text/html");
    let text = answer.text().await.unwrap();
    html.then_some(text)
}

/// An address by its form: `/target/villages/measured` is a `/target/word/measured`, of whichever plan.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts: Vec<&str> = path.split('/').skip(1).collect();
    if parts.len() > 2 && parts.starts_with(&["plans"]) {
        parts.drain(..2);
    }
    for name in parts.iter_mut().skip(1).step_by(2) {
        *name = if name.chars().all(|c| c.is_ascii_digit()) {
            "number"
        } else if name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            "word"
        } else {
            "code"
        };
    }
    let query = query.split('=').next().unwrap_or_default();
    format!("/{}?{query}", parts.join("/"))
}

/// A link without what only chooses a language, a day or a place in the page.
fn path(link: &str) -> String {
    link.split(['?', '#']).next().unwrap_or_default().to_owned()
}

fn is_page(path: &str) -> bool {
    // `/task/7.1` is no file.
    let file = path
        .rsplit_once('.')
        .is_some_and(|(_, end)| end.chars().all(|c| c.is_ascii_lowercase()));
    !file && !NO_PAGES.iter().any(|start| path.starts_with(start))
}

/// What stands between each `start` and the next `end`.
fn between<'a>(text: &'a str, start: &'a str, end: char) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(move |rest| Some(rest.split_once(end)?.0))
}

#[test]
fn kinds_of_addresses() {
    for (address, form) in [
        ("/", "/?"),
        ("/air/420100", "/air/number?"),
        ("/water/warnings", "/water/word?"),
        ("/plans/hubei-2023", "/plans/code?"),
        ("/plans/hubei-2023/target/villages/measured", "/target/word/measured?"),
        ("/search?q=1", "/search?q"),
    ] {
        assert_eq!(kind(address), form);
    }
    assert!(is_page("/task/7.1") && !is_page("/data/targets.csv") && !is_page("/app/owed"));
    assert_eq!(path("/plan?lang=en#item-7"), "/plan");
}
