//! Which pages there are, and that nothing of ours runs in one.

use std::{collections::BTreeSet, path::Path};

use yaodian_tests::Visitor;

use super::world::{World, encoded, nasty, short};
use crate::gate::routes;

/// Names of people, which are nobody else's business.
pub const NAMES: [&str; 9] = [
    "XQNAME",
    "XQTITLE",
    "XQREVIEWER",
    "XQOFFICE",
    "XQREFUSED",
    "XQLOGIN",
    "XQINVITED",
    "XQAPPOINTED",
    "XQCHANGED",
];

/// What is no page, beside data below `/api`: files of ours, and what is told to machines.
const NO_PAGES: [&str; 15] = [
    "/pkg",
    "/pkg/",
    "/pkg/start.js",
    "/pkg/passkey.js",
    "/pkg/verify.js",
    "/style",
    "/style/",
    "/icon.svg",
    "/metrics",
    "/healthz",
    "/readyz",
    "/preview/{*}",
    "/evidence/{}",
    "/changes/chain.csv",
    "/changes/heads.csv",
];

/// That nothing of ours runs in a page.
pub fn harmless(path: &str, page: &str) {
    let small = page.to_lowercase();
    for raw in ["<script>xq", "<script>alert(", "xqplan')</script>"] {
        let near: String = small
            .split(raw)
            .next()
            .unwrap_or_default()
            .chars()
            .rev()
            .take(120)
            .collect();
        assert!(
            !small.contains(raw),
            "{path} runs what was typed, behind {}",
            near.chars().rev().collect::<String>()
        );
    }
    for raw in [
        "href=\"javascript:",
        "href='javascript:",
        "src=\"javascript:",
        "onerror=",
        "href=\"=hyperlink",
        "href=\"https://evil",
    ] {
        assert!(!small.contains(raw), "{path} has {raw}");
    }
    assert!(!page.contains('\0'), "{path} has a NUL");
}

/// Whom a text names that is for anybody.
pub fn named(path: &str, text: &str) -> Vec<String> {
    let all = NAMES.iter().filter(|name| text.contains(**name));
    all.map(|name| format!("{path} names {name}")).collect()
}

pub async fn shown(by: &Visitor, path: &str) -> String {
    let answer = by.get(path).await;
    let status = answer.status().as_u16();
    assert!(status < 500, "{path}: {status}");
    answer.text().await.unwrap()
}

/// Public pages, each with what it has to show.
pub fn public(world: &World) -> Vec<(String, &'static str)> {
    let odd = encoded(&nasty("odd"));
    let number = encoded(&short("number"));
    let mut all: Vec<(String, &'static str)> = [
        ("/", ""),
        ("/plan", ""),
        ("/targets", ""),
        ("/units", ""),
        ("/method", ""),
        ("/method/monitoring", ""),
        ("/target/outfalls-yangtze", "XQjudgement"),
        ("/target/outfalls-key-survey", ""),
        ("/target/zero-waste-cities", ""),
        ("/target/good-water-provincial/measured", ""),
        ("/unit/420100", ""),
        ("/item/7", ""),
        ("/task/7.1", ""),
        ("/chapter/3", ""),
        ("/ledgers", ""),
        ("/ledger/outfalls-yangtze", "XQcell"),
        ("/water", "XQstationname"),
        ("/water/warnings", "XQstationname"),
        ("/air", ""),
        ("/air/x", ""),
        ("/changes", ""),
        ("/changes/verify", ""),
        ("/indicators", ""),
        ("/indicator/good-water-provincial", ""),
        ("/year-end", ""),
        ("/data", ""),
        ("/bulletins", ""),
        ("/search?q=XQwords", ""),
        ("/plans", "XQplantitle"),
        ("/plans/hubei-2024", ""),
        ("/plans/hubei-2024/plan", "XQplan"),
        ("/plans/hubei-2024/targets", ""),
        ("/plans/hubei-2024/item/7", "XQplan"),
        ("/plans/hubei-2024/item/15", "XQitemtitle"),
        ("/feed/changes.atom", ""),
        ("/feed/bulletins.atom", ""),
        ("/sitemap.xml", ""),
        ("/robots.txt", ""),
        ("/accessibility", ""),
        ("/privacy", ""),
        ("/embed/target/outfalls-yangtze", ""),
        ("/embed/target/outfalls-yangtze/series.svg", ""),
        ("/sign-in", ""),
        ("/sign-in/passkey", ""),
        ("/sign-in/code", ""),
        ("/sign-in/post", ""),
        ("/sign-in/single-sign-on/out?state=x", ""),
    ]
    .map(|(path, shows)| (path.to_owned(), shows))
    .into();
    all.extend([
        (format!("/bulletin/{}", world.bulletin), "XQwords"),
        (format!("/bulletin/{}", world.correction), "XQcorrection"),
        (format!("/bulletin/{}/markdown", world.bulletin), ""),
        (format!("/water/{}", world.section), "XQstationwater"),
        (format!("/ledger/outfalls-yangtze/entry/{number}"), "XQcell"),
        (format!("/search?q={}", encoded(&nasty("search"))), "XQsearch"),
        (format!("/sign-in/single-sign-on?next={odd}"), ""),
        (
            format!("/sign-in/single-sign-on/back?error={odd}&error_description={odd}&state={odd}&iss={odd}"),
            "",
        ),
        (format!("/sign-in/single-sign-on/out?state={odd}"), ""),
        (format!("/sign-in/code?next={odd}&recovery={odd}"), ""),
        (format!("/sign-in/post?next={odd}"), ""),
        (format!("/sign-in/passkey?next={odd}"), ""),
        (
            format!("/sign-in?next={odd}&login={odd}&set={odd}&ended={odd}&out={odd}"),
            "",
        ),
        (format!("/sign-in/link/{odd}"), ""),
        (format!("/sign-in/invite/{odd}"), ""),
        (format!("/ledger/outfalls-yangtze?q={odd}"), ""),
        (format!("/ledger/outfalls-yangtze?f.name={odd}&sort={odd}"), ""),
        (format!("/?as_of={odd}"), ""),
        (format!("/?lang={odd}"), ""),
        (format!("/changes?kind={odd}"), ""),
        (format!("/data/{odd}"), ""),
        (format!("/target/{odd}"), ""),
        (format!("/unit/{odd}"), ""),
        (format!("/{odd}"), ""),
        (format!("/plans/{odd}/{odd}"), ""),
    ]);
    all
}

/// Pages of the app: by whom, at which address, and what it has to show.
pub fn app(world: &World) -> Vec<(&Visitor, String, &'static str)> {
    let World {
        writer,
        reviewer,
        office,
        administrator,
        ..
    } = world;
    let at = |path: &str| format!("/app{path}");
    let mut all = vec![
        (writer, at(""), "XQNAME"),
        (writer, at("/report/outfalls-yangtze"), "XQprogress"),
        (writer, at("/report/zero-waste-cities"), "XQinwords"),
        (writer, at("/ledgers"), ""),
        (writer, at("/ledger/outfalls-yangtze"), "XQview"),
        (
            writer,
            at(&format!("/ledger/outfalls-yangtze/entry/{}", world.entry)),
            "XQcell",
        ),
        (writer, at("/ledger/outfalls-yangtze/upload"), ""),
        (writer, at("/supervision"), ""),
        (writer, at("/reminders"), "XQnudge"),
        (writer, at("/keys"), "XQkey"),
        (writer, at("/request/outfalls-yangtze"), ""),
        (writer, at("/sign-in"), ""),
        (writer, at("/personal-data"), "XQNAME"),
        (writer, at("/scores"), ""),
        (reviewer, at("/inbox"), ""),
        (reviewer, at(&format!("/review/{}", world.report)), "XQproblems"),
        (reviewer, at("/monitoring"), ""),
        (reviewer, at(&format!("/monitoring/batch/{}", world.batch)), "XQplace"),
        (reviewer, at("/ledger/water-sections"), "XQstationbasin"),
        (office, at("/cockpit"), ""),
        (office, at("/periods"), "XQreopened"),
        (office, at("/scores"), ""),
        (office, at("/supervision"), ""),
        (office, at("/reminders/told"), "XQnudge"),
        (office, at("/bulletins"), ""),
        (office, at(&format!("/bulletin/{}", world.bulletin)), "XQtitle"),
        (office, at(&format!("/bulletin/{}", world.correction)), "XQcorrection"),
        (office, at("/shares"), ""),
        (office, at("/shares/villages"), "XQshares"),
        (office, at("/year-end"), ""),
        (office, at("/imports"), "XQplantitle"),
        (office, at(&format!("/imports/{}", world.import)), ""),
        (administrator, at("/people"), "XQINVITED"),
        (administrator, at(&format!("/person/{}", world.account)), "XQSUBJECT"),
        (administrator, at("/people/appoint"), ""),
        (administrator, at("/keys"), "XQkey"),
    ];
    let asked = ["XQanswered", "XQextension", "XQchange", "XQappeal", "XQclosure"];
    all.extend(
        world
            .cases
            .iter()
            .zip(asked)
            .map(|(id, shows)| (office, at(&format!("/case/{id}")), shows)),
    );
    all.push((writer, at(&format!("/case/{}", world.cases[0])), "XQdemand"));
    all
}

/// Whether an address is one of a pattern: `/a/{}/b` or `/a/{*}`.
fn is_of(pattern: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (mut wanted, mut there) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), there.next()) {
            (None, None) | (Some("{*}"), Some(_)) => return true,
            (Some(wanted), Some(there)) if wanted == there || wanted == "{}" && !there.is_empty() => {}
            _ => return false,
        }
    }
}

/// Insists that every page that the router and the app know was looked at.
pub async fn are_all(world: &World, seen: &BTreeSet<String>) {
    let routes = routes::found(&world.server).await;
    let pages = routes
        .iter()
        .filter_map(|route| route.strip_prefix("GET "))
        .filter(|path| !path.starts_with("/api/") && !NO_PAGES.contains(path))
        .map(str::to_owned);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/app/src/desk/mod.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let of_app = source.split("path!(\"").skip(1).map(|rest| {
        let path = rest.split('"').next().unwrap();
        let part = |part: &str| {
            if part.starts_with(':') {
                "{}".to_owned()
            } else {
                part.to_owned()
            }
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    });
    let all: BTreeSet<String> = pages.chain(of_app).collect();
    assert!(all.len() > 80, "the sources were read: {all:?}");
    // What one route takes with all below it is one page in another plan.
    let whole: Vec<&String> = all.iter().filter(|pattern| pattern.ends_with("{*}")).collect();
    let below = |pattern: &String| whole.iter().any(|other| *other != pattern && is_of(other, pattern));
    let left: Vec<&String> = all
        .iter()
        .filter(|pattern| !below(pattern))
        .filter(|pattern| !seen.iter().any(|path| is_of(pattern, path)))
        .collect();
    assert!(left.is_empty(), "nobody has looked at {left:#?}");
}
