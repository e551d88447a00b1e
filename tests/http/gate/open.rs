//! What is anybody's: public pages, open data, the public interface, signing in; and the app's own addresses.

use serde_json::json;

use super::{
    entry::{Entry, Opens, form, get, post},
    world::World,
};

/// Public pages and files, with a place in each that is there.
const PAGES: &[(&str, &str)] = &[
    ("/", "/"),
    ("/plan", "/plan"),
    ("/targets", "/targets"),
    ("/units", "/units"),
    ("/method", "/method"),
    ("/method/monitoring", "/method/monitoring"),
    ("/year-end", "/year-end"),
    ("/ledgers", "/ledgers"),
    ("/ledger/{}", "/ledger/outfalls-yangtze"),
    ("/ledger/{}/entry/{}", "/ledger/outfalls-yangtze/entry/M-R"),
    ("/item/{}", "/item/7"),
    ("/target/{}", "/target/outfalls-yangtze"),
    ("/target/{}/measured", "/target/good-water-provincial/measured"),
    ("/water", "/water"),
    ("/water/warnings", "/water/warnings"),
    ("/water/{}", "/water/CS-01"),
    ("/air", "/air"),
    ("/air/{}", "/air/x"),
    ("/unit/{}", "/unit/420100"),
    ("/plans", "/plans"),
    ("/plans/{}", "/plans/hubei-2023"),
    ("/plans/{}/{*}", "/plans/hubei-2023/targets"),
    ("/chapter/{}", "/chapter/3"),
    ("/task/{}", "/task/7.1"),
    ("/changes", "/changes"),
    ("/metrics", "/metrics"),
    ("/preview/{*}", "/preview/overview.png"),
    ("/changes/chain.csv", "/changes/chain.csv"),
    ("/changes/heads.csv", "/changes/heads.csv"),
    ("/changes/verify", "/changes/verify"),
    ("/indicators", "/indicators"),
    ("/indicator/{}", "/indicator/good-water-provincial"),
    ("/search", "/search?q=%E6%B0%B4"),
    ("/accessibility", "/accessibility"),
    ("/privacy", "/privacy"),
    ("/feed/changes.atom", "/feed/changes.atom"),
    ("/feed/bulletins.atom", "/feed/bulletins.atom"),
    ("/sitemap.xml", "/sitemap.xml"),
    ("/robots.txt", "/robots.txt"),
    ("/data", "/data"),
    ("/data/{}", "/data/targets.csv"),
    ("/embed/target/{}", "/embed/target/outfalls-yangtze"),
    ("/embed/target/{}/{}", "/embed/target/outfalls-yangtze/series.svg"),
    ("/bulletins", "/bulletins"),
    ("/icon.svg", "/icon.svg"),
    ("/pkg/start.js", "/pkg/start.js"),
    ("/pkg", "/pkg"),
    ("/pkg/", "/pkg/yaodian.js"),
    ("/style", "/style"),
    ("/style/", "/style/yaodian.css"),
    ("/pkg/passkey.js", "/pkg/passkey.js"),
    ("/pkg/verify.js", "/pkg/verify.js"),
    ("/healthz", "/healthz"),
    ("/readyz", "/readyz"),
    ("/api/v1/openapi.json", "/api/v1/openapi.json"),
    ("/api/v1/problems", "/api/v1/problems"),
    ("/api/v1/plan", "/api/v1/plan"),
    ("/api/v1/standing", "/api/v1/standing"),
    ("/api/v1/plans", "/api/v1/plans"),
    ("/api/v1/plans/{}", "/api/v1/plans/current"),
    ("/api/v1/plans/{}/standing", "/api/v1/plans/current/standing"),
    ("/api/v1/plans/{}/targets", "/api/v1/plans/current/targets"),
    (
        "/api/v1/plans/{}/targets/{}",
        "/api/v1/plans/current/targets/outfalls-yangtze",
    ),
    (
        "/api/v1/plans/{}/targets/{}/observations",
        "/api/v1/plans/current/targets/outfalls-yangtze/observations",
    ),
    ("/api/v1/plans/{}/units", "/api/v1/plans/current/units"),
    ("/api/v1/plans/{}/units/{}", "/api/v1/plans/current/units/420100"),
    ("/api/v1/plans/{}/ledgers", "/api/v1/plans/current/ledgers"),
    (
        "/api/v1/plans/{}/ledgers/{}",
        "/api/v1/plans/current/ledgers/outfalls-yangtze",
    ),
    (
        "/api/v1/plans/{}/ledgers/{}/entries",
        "/api/v1/plans/current/ledgers/outfalls-yangtze/entries",
    ),
    (
        "/api/v1/plans/{}/ledgers/{}/entries/{}",
        "/api/v1/plans/current/ledgers/outfalls-yangtze/entries/M-R",
    ),
    ("/api/v1/plans/{}/networks", "/api/v1/plans/current/networks"),
    (
        "/api/v1/plans/{}/networks/{}/places",
        "/api/v1/plans/current/networks/water/places",
    ),
    (
        "/api/v1/plans/{}/networks/{}/places/{}",
        "/api/v1/plans/current/networks/water/places/CS-01",
    ),
    ("/api/v1/plans/{}/bulletins", "/api/v1/plans/current/bulletins"),
    ("/api/v1/plans/{}/bulletins/{}", "/api/v1/plans/current/bulletins/none"),
    ("/api/v1/bulletins", "/api/v1/bulletins"),
    ("/api/v1/closing/finals", "/api/v1/closing/finals"),
    (
        "/api/v1/targets/{}/judgements",
        "/api/v1/targets/outfalls-yangtze/judgements",
    ),
];

pub fn table(_: &World) -> Vec<Entry> {
    let mut all: Vec<Entry> = PAGES
        .iter()
        .map(|(route, path)| get(route, Opens::Anybody).at(*path))
        .collect();
    all.extend([
        post("/api/v1/assess", Opens::Anybody, json!([])),
        get("/app", Opens::App),
        get("/app/{*}", Opens::App).at("/app/keys"),
        get("/sign-in", Opens::Form),
        form("/sign-in", Opens::Form, "login=nobody&password=nothing"),
        get("/sign-in/post", Opens::Form),
        form("/sign-in/post", Opens::Form, "post=none"),
        get("/sign-in/code", Opens::Form),
        form("/sign-in/code", Opens::Form, "code=000000"),
        get("/sign-in/passkey", Opens::Form),
        post("/sign-in/passkey", Opens::Form, json!({ "credential": {} })),
        post("/sign-in/passkey/ask", Opens::Form, json!(null)),
        get("/sign-in/single-sign-on", Opens::Form),
        get("/sign-in/single-sign-on/back", Opens::Form),
        get("/sign-in/single-sign-on/out", Opens::Form),
        get("/sign-in/link/{}", Opens::Form),
        get("/sign-in/invite/{}", Opens::Form),
        form("/sign-in/invite/{}", Opens::Form, "password=a%20long%20password"),
        form("/sign-out", Opens::Form, "").by_strangers(),
    ]);
    all
}
