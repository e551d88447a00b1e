//! What anybody reads.

use reqwest::{Method, header};
use serde_json::{Value, json};
use yaodian_tests::Server;

use super::{got, texts};
use crate::{
    ledgers::{MENDED, add},
    networks,
};

#[tokio::test]
async fn a_plan_is_read_from_its_list_to_its_observations() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let plans = got(&visitor, "/plans").await;
    assert_eq!(texts(&plans, "/id"), ["hubei-2023"]);
    assert_eq!(
        (&plans["items"][0]["current"], &plans["next"]),
        (&json!(true), &Value::Null)
    );

    // The same by its name, as the current one, and under the short address.
    let plan = got(&visitor, "/plans/hubei-2023").await;
    assert_eq!(plan, got(&visitor, "/plans/current").await);
    assert_eq!(plan, got(&visitor, "/plan").await);

    let target = got(&visitor, "/plans/current/targets/outfalls-yangtze?as_of=2023-09-25").await;
    assert_eq!(
        target["target"]["name"],
        plan["targets"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == "outfalls-yangtze")
            .unwrap()["name"]
    );
    let standing = got(&visitor, "/plans/hubei-2023/standing?as_of=2023-09-25").await;
    assert_eq!(
        target["assessment"], standing["assessments"]["outfalls-yangtze"],
        "one function decides"
    );

    // What became known on the 25th was not known the day before.
    let path = "/plans/current/targets/outfalls-yangtze/observations";
    let known = got(&visitor, &format!("{path}?as_of=2023-09-25")).await;
    assert!(texts(&known, "/known_on").contains(&"2023-09-25"), "{known}");
    let before = got(&visitor, &format!("{path}?as_of=2023-09-24")).await;
    assert!(
        texts(&before, "/known_on").iter().all(|day| *day < "2023-09-25"),
        "{before}"
    );
    assert!(before["total"].as_u64() < known["total"].as_u64());
}

#[tokio::test]
async fn lists_come_in_pages_that_follow_each_other() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let whole = got(&visitor, "/plans/current/targets?limit=500").await;
    let all = texts(&whole, "/target/id");
    assert_eq!(
        (whole["total"].as_u64().unwrap(), &whole["next"]),
        (all.len() as u64, &Value::Null)
    );

    let mut paged: Vec<String> = Vec::new();
    let mut path = "/api/v1/plans/current/targets?limit=40&lang=en".to_owned();
    loop {
        let answer = visitor.get(&path).await;
        let link = answer
            .headers()
            .get(header::LINK)
            .map(|link| link.to_str().unwrap().to_owned());
        let page: Value = answer.json().await.unwrap();
        paged.extend(texts(&page, "/target/id").into_iter().map(str::to_owned));
        assert_eq!(link.is_some(), page["next"].is_string());
        let Some(link) = link else { break };
        let next = link
            .strip_prefix('<')
            .and_then(|link| link.strip_suffix(">; rel=\"next\""));
        path = next.expect("where the next page is").to_owned();
    }
    assert_eq!(paged, all, "each once and in order");
}

type Holds<'h> = &'h dyn Fn(&Value) -> bool;

#[tokio::test]
async fn targets_are_filtered() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let all = got(&visitor, "/plans/current/targets?limit=500").await;
    let all = all["items"].as_array().unwrap();
    let status = all[0]["assessment"]["status"].as_str().unwrap();
    let is_count = |one: &Value| one["target"]["promise"].get("count").is_some();
    let of_wuhan = |one: &Value| {
        let (reports, leads) = (&one["target"]["reporters"], &one["leads"]);
        [reports, leads]
            .iter()
            .any(|units| units.as_array().unwrap().contains(&json!("420100")))
    };
    let cases: [(String, Holds<'_>); 5] = [
        (format!("status={status}"), &|one| one["assessment"]["status"] == status),
        ("kind=count".to_owned(), &is_count),
        ("unit=420100".to_owned(), &of_wuhan),
        ("item=7".to_owned(), &|one| one["item"] == 7),
        ("kind=count&unit=420100".to_owned(), &|one| {
            is_count(one) && of_wuhan(one)
        }),
    ];
    for (asked, holds) in cases {
        let page = got(&visitor, &format!("/plans/current/targets?limit=500&{asked}")).await;
        let wanted: Vec<&Value> = all.iter().filter(|one| holds(one)).collect();
        let found: Vec<&Value> = page["items"].as_array().unwrap().iter().collect();
        assert_eq!(found, wanted, "{asked}");
        assert!(!found.is_empty() && found.len() < all.len(), "{asked}: {}", found.len());
    }
}

#[tokio::test]
async fn units_with_their_parts() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let bureaus = got(&visitor, "/plans/current/units?kind=bureau").await;
    assert_eq!(bureaus["total"], 17);
    let wuhan = got(&visitor, "/plans/current/units/420100").await;
    assert_eq!(wuhan["unit"]["name"], "武汉市");
    let parts = wuhan["targets"].as_array().unwrap();
    let listed = bureaus["items"].as_array().unwrap();
    let listed = listed.iter().find(|one| one["unit"]["id"] == "420100").unwrap();
    let counted: u64 = listed["standing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["count"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, parts.len() as u64);
}

#[tokio::test]
async fn public_ledgers_without_what_is_private() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    for key in ["A-1", "A-2", "A-3"] {
        let mended = if key == "A-2" { &MENDED[..] } else { &[] };
        add(&reporter, key, mended).await;
    }
    let visitor = server.visitor();
    let ledgers = got(&visitor, "/plans/current/ledgers").await;
    assert!(texts(&ledgers, "/id").contains(&"outfalls-yangtze"));
    let ledger = got(&visitor, "/plans/current/ledgers/outfalls-yangtze").await;
    let fields = ledger["ledger"]["fields"].as_array().unwrap();
    assert!(fields.iter().all(|field| field["private"] != json!(true)));
    assert_eq!(ledger["head"]["funnel"][0], 3);

    let base = "/plans/current/ledgers/outfalls-yangtze/entries";
    let first = got(&visitor, &format!("{base}?limit=2&sort=key")).await;
    assert_eq!(
        (texts(&first, "/key"), &first["total"]),
        (vec!["A-1", "A-2"], &json!(3))
    );
    let after = first["next"].as_str().unwrap();
    let second = got(&visitor, &format!("{base}?limit=2&sort=key&after={after}")).await;
    assert_eq!((texts(&second, "/key"), &second["next"]), (vec!["A-3"], &Value::Null));
    let mended = got(&visitor, &format!("{base}?s.mended=*")).await;
    assert_eq!(texts(&mended, "/key"), ["A-2"]);
    assert_eq!(mended["items"][0]["reached"]["mended"], "2023-05-01");

    let entry = got(&visitor, &format!("{base}/A-1")).await;
    assert_eq!(entry["values"]["name"], "测试排口");
    let text = entry.to_string();
    assert!(
        !text.contains("张") && !text.contains("changed_by"),
        "nobody's name: {text}"
    );
}

#[tokio::test]
async fn sections_by_month() {
    let (server, reporter, ..) = networks::begun().await;
    networks::bring(&reporter, "water", &json!({ "state": "raw" }), networks::AUGUST).await;
    let visitor = server.visitor();
    let networks = got(&visitor, "/plans/current/networks").await;
    let water = networks["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["network"] == "water");
    assert_eq!(water.unwrap()["places"], 4);
    let places = got(&visitor, "/plans/current/networks/water/places?unit=420100").await;
    assert_eq!(texts(&places, "/code"), ["CS-01", "CS-02"]);
    let section = got(&visitor, "/plans/current/networks/water/places/CS-01").await;
    let months = section["figures"]["water"]["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    assert_eq!(months[7], json!({ "month": 8, "samples": 1, "class": "II" }));
    assert_eq!(months[6]["class"], Value::Null, "nothing was measured in July");
}

#[tokio::test]
async fn who_has_an_answer_is_not_sent_it_again() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let path = "/api/v1/plans/current/standing";
    let answer = visitor.get(path).await;
    let headers = answer.headers().clone();
    let tag = headers[header::ETAG].to_str().unwrap();
    assert!(tag.starts_with('"'), "a strong one: {tag}");
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    for method in [Method::GET, Method::HEAD] {
        let asked = visitor.request(method, path).header(header::IF_NONE_MATCH, tag);
        let answer = asked.send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()[header::ETAG]),
            (304, &headers[header::ETAG])
        );
        assert_eq!(answer.bytes().await.unwrap().len(), 0);
    }
    // What changes is sent.
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let (id, revision) = crate::api::send(&reporter, &crate::api::outfalls("610", "734")).await;
    assert_eq!(reviewer.decide(&id, revision, "approve", "").await.0, 200);
    let path = "/api/v1/plans/current/targets/outfalls-yangtze/observations";
    let asked = visitor.request(Method::GET, path).header(header::IF_NONE_MATCH, tag);
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert_ne!(answer.headers()[header::ETAG], tag);
    // The app's own answers are nobody else's to keep, or to read from another site.
    let own = reporter.get("/api/v1/me").await;
    assert_eq!(own.headers()[header::CACHE_CONTROL], "no-store");
    assert!(!own.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}
