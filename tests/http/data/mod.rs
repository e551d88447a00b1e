//! Open data: every table in every form, its history, the package.

mod forms;

use std::{
    collections::{BTreeSet, HashSet},
    io::{Cursor, Read as _},
};

use reqwest::{Method, header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use yaodian_domain::Date;
use yaodian_tests::{Server, Visitor};

use crate::api::{outfalls, send};

/// A table of CSV: its heads and its cells.
type Cells = (Vec<String>, Vec<Vec<String>>);

/// Reads CSV; an apostrophe that keeps a text from being a formula is no part of it.
fn cells(bytes: &[u8]) -> Cells {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark");
    assert!(text.windows(2).any(|two| two == b"\r\n"));
    let mut reader = csv::Reader::from_reader(text);
    let heads = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let plain = |cell: &str| match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell.to_owned(),
    };
    let rows = reader.records();
    (
        heads,
        rows.map(|row| row.unwrap().iter().map(plain).collect()).collect(),
    )
}

async fn csv_of(visitor: &Visitor, path: &str) -> Cells {
    cells(&visitor.file(path).await)
}

/// The cells of one column.
fn column<'c>((heads, rows): &'c Cells, name: &str) -> Vec<&'c str> {
    let at = heads.iter().position(|head| head == name).expect(name);
    rows.iter().map(|row| row[at].as_str()).collect()
}

async fn package(visitor: &Visitor, query: &str) -> Value {
    let (status, package) = visitor.json(&format!("/data/datapackage.json{query}")).await;
    assert_eq!(status, 200);
    package
}

/// The tables of a package.
fn tables(package: &Value) -> Vec<&Value> {
    let all = package["resources"].as_array().unwrap().iter();
    all.filter(|resource| resource["schema"].is_object()).collect()
}

#[tokio::test]
async fn a_day_knows_what_was_known_on_it_and_nothing_later() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let on = |day: &str| format!("/data/observations.csv?as_of={day}");
    let september = csv_of(&visitor, &on("2023-09-25")).await;
    assert!(column(&september, "numerator").contains(&"10089"));
    assert!(column(&september, "known_on").iter().all(|day| *day <= "2023-09-25"));
    assert!(
        column(&september, "withdrawn_on")
            .iter()
            .all(|day| *day <= "2023-09-25")
    );
    let before = csv_of(&visitor, &on("2023-09-24")).await;
    assert!(
        !column(&before, "numerator").contains(&"10089"),
        "it became known on the 25th"
    );
    let year = csv_of(&visitor, &on("2024-04-01")).await;
    let (then, now): (BTreeSet<_>, BTreeSet<_>) = (
        column(&september, "id").into_iter().collect(),
        column(&year, "id").into_iter().collect(),
    );
    assert!(
        then.is_subset(&now) && then.len() < now.len(),
        "what was known stays, under the same name"
    );
}

#[tokio::test]
async fn the_history_is_what_the_check_said_on_each_day() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let history = csv_of(&visitor, "/data/assessment-history.csv?target=outfalls-yangtze").await;
    let (days, statuses) = (column(&history, "on"), column(&history, "status"));
    assert_eq!((days[0], statuses[0]), ("2023-01-01", "no-data"));
    assert!(days.len() > 1 && days.windows(2).all(|two| two[0] < two[1]));
    let said = async |day: &str| {
        let path = format!("/data/assessments.csv?as_of={day}&target=outfalls-yangtze");
        column(&csv_of(&visitor, &path).await, "status")[0].to_owned()
    };
    for (at, day) in days.iter().enumerate() {
        assert_eq!(said(day).await, statuses[at], "{day}");
        let eve = day.parse::<Date>().unwrap().yesterday().unwrap().to_string();
        if at > 0 {
            assert_eq!(said(&eve).await, statuses[at - 1], "{eve}");
        }
    }
    let earlier = csv_of(&visitor, "/data/assessment-history.csv?as_of=2023-06-30").await;
    assert!(column(&earlier, "on").iter().all(|day| *day <= "2023-06-30"));
}

#[tokio::test]
async fn nobody_is_named() {
    let server = Server::trial().await;
    let (_, reviewer, _) = server.desks().await;
    let said = json!({ "status": "at-risk", "reason": "治理进度不均衡" });
    let (status, answer) = reviewer
        .post("/api/v1/targets/outfalls-yangtze/judgements", &said)
        .await;
    assert_eq!(status, 200, "{answer}");
    let (_, people, _) = server.command(&["user", "list", "--json"]).await;
    let people: Value = serde_json::from_str(&people).unwrap();
    let named = |key: &str| -> Vec<String> {
        let all = people
            .as_array()
            .or_else(|| people["people"].as_array())
            .expect("people")
            .iter();
        all.filter_map(|person| Some(person.get(key)?.as_str()?.to_owned()))
            .collect()
    };
    let names = named("name");
    assert_eq!(names.len(), 4, "{people}");
    let visitor = server.visitor();
    let package = package(&visitor, "").await;
    for table in tables(&package) {
        let id = table["name"].as_str().unwrap();
        let text = visitor.page(&format!("/data/{id}.json")).await;
        for name in &names {
            assert!(!text.contains(name.as_str()), "{id} names {name}");
        }
    }
    let judgements = csv_of(&visitor, "/data/judgements.csv").await;
    assert_eq!(column(&judgements, "reason"), ["治理进度不均衡"]);
}

#[tokio::test]
async fn the_package_holds_all_and_sums_it() {
    let server = Server::demonstration(10).await;
    let visitor = server.visitor();
    let bytes = visitor.file("/data/hubei-2023.zip?as_of=2023-09-25").await;
    assert_eq!(
        bytes,
        visitor.file("/data/hubei-2023.zip?as_of=2023-09-25").await,
        "the same content, the same bytes"
    );
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut file = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let package: Value = serde_json::from_slice(&file("datapackage.json")).unwrap();
    // What the profiles of Data Package and of Tabular Data Resource ask for.
    let is_name = |name: &Value| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._/".contains(c);
        name.as_str()
            .is_some_and(|name| !name.is_empty() && name.chars().all(plain))
    };
    assert!(is_name(&package["name"]) && package["licenses"][0]["name"] == "CC-BY-4.0");
    assert!(
        package["sources"]
            .as_array()
            .unwrap()
            .iter()
            .all(|source| source["title"].is_string())
    );
    assert_eq!(
        (&package["as_of"], &package["demonstration"]),
        (&json!("2023-09-25"), &json!(true))
    );
    let mut names = HashSet::new();
    for resource in package["resources"].as_array().unwrap() {
        assert!(is_name(&resource["name"]) && names.insert(resource["name"].to_string()));
        assert_eq!(resource["profile"], "tabular-data-resource");
        let path = resource["path"].as_str().unwrap();
        assert!(!path.starts_with('/') && !path.contains(".."));
        let bytes = file(path);
        assert_eq!(resource["bytes"], bytes.len(), "{path}");
        let sum = resource["hash"].as_str().unwrap().strip_prefix("sha256:").unwrap();
        let digits = (0..32).map(|n| u8::from_str_radix(&sum[2 * n..2 * n + 2], 16).unwrap());
        assert!(digits.eq(Sha256::digest(&bytes).iter().copied()), "{path}");
        assert_eq!(resource["rows"], cells(&bytes).1.len(), "{path}");
        for field in resource["schema"]["fields"].as_array().unwrap() {
            assert!(field["title"].is_string() && field["title_en"].is_string(), "{field}");
        }
    }
    let readme = String::from_utf8(file("README.md")).unwrap();
    for words in [
        "编造",
        "made up for a demonstration",
        "Creative Commons",
        "data/observations.csv",
        "As known on 2023-09-25",
    ] {
        assert!(readme.contains(words), "{words}");
    }
}

#[tokio::test]
async fn addresses_pages_and_refusals() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let answer = visitor.get("/data/targets.csv?as_of=2023-09-25").await;
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    let name = answer.headers()["content-disposition"].to_str().unwrap();
    assert!(name.contains("hubei-2023-targets-2023-09-25.csv"), "{name}");
    for lang in ["zh", "en"] {
        let list = visitor.page(&format!("/data?lang={lang}")).await;
        let table = visitor
            .page(&format!("/data/observations?lang={lang}&as_of=2023-09-25"))
            .await;
        for page in [&list, &table] {
            assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"));
        }
        assert!(list.contains("/data/hubei-2023.zip") && list.contains("by/4.0"));
        assert!(table.contains("/data/observations.csv?as_of=2023-09-25") && table.contains("10089"));
    }
    let of_plan = visitor.page("/plans/hubei-2023/data").await;
    assert!(of_plan.contains("/plans/hubei-2023/data/targets.csv"));
    let same = visitor.file("/plans/hubei-2023/data/targets.csv").await;
    assert_eq!(same, visitor.file("/data/targets.csv").await);
    for (path, status) in [
        ("/data/nothing", 404),
        ("/data/nothing.csv", 404),
        ("/data/targets.pdf", 404),
        ("/data/other-plan.zip", 404),
        ("/plans/nothing/data", 404),
        ("/data/targets.csv?as_of=0000-00-00", 400),
        ("/data/targets.csv?colour=red", 400),
    ] {
        assert_eq!(visitor.get(path).await.status().as_u16(), status, "{path}");
    }
    for (path, instead) in [
        ("/data/targets.csv?colour=red", "due"),
        ("/data/assessments.json?status=zzz", "off-track"),
    ] {
        let (status, problem) = visitor.json(path).await;
        assert_eq!((status, &problem["code"]), (400, &json!("not-among")), "{path}");
        assert!(problem["detail"].as_str().unwrap().contains(instead), "{problem}");
    }
    // The rows behind what a page shows.
    for (page, links) in [
        (
            "/target/outfalls-yangtze",
            "/data/observations.csv?target=outfalls-yangtze",
        ),
        ("/unit/420100", "/data/parts.csv?unit=420100"),
        ("/targets", "/data/assessments.csv"),
        ("/units", "/data/units.csv"),
    ] {
        assert!(visitor.page(page).await.contains(links), "{page}");
    }
    let own = csv_of(&visitor, "/data/parts.csv?unit=420100").await;
    assert!(!own.1.is_empty() && column(&own, "unit").iter().all(|unit| *unit == "420100"));
}

#[tokio::test]
async fn who_has_a_file_is_not_sent_it_again() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let visitor = server.visitor();
    let ask = async |path: &str, has: &str| {
        let asked = visitor.request(Method::GET, path).header(header::IF_NONE_MATCH, has);
        let answer = asked.send().await.unwrap();
        let tag = answer.headers().get(header::ETAG);
        let tag = tag.map(|tag| tag.to_str().unwrap().to_owned());
        (answer.status().as_u16(), tag.unwrap_or_default())
    };
    let mut tags = Vec::new();
    for path in [
        "/data/observations.csv",
        "/data/observations.xlsx",
        "/data/datapackage.json",
        "/data/hubei-2023.zip",
    ] {
        let (status, tag) = ask(path, "\"other\"").await;
        assert_eq!(status, 200, "{path}");
        assert_eq!(ask(path, &tag).await, (304, tag.clone()), "{path}");
        tags.push((path, tag));
    }
    assert_eq!(ask("/data/nothing.csv", "*").await.0, 404);
    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;
    assert_eq!(reviewer.decide(&id, revision, "approve", "").await.0, 200);
    for (path, tag) in tags {
        assert_eq!(ask(path, &tag).await.0, 200, "{path} has changed");
    }
}

#[tokio::test]
async fn entries_of_a_public_ledger_are_json_too() {
    let server = Server::demonstration(10).await;
    let visitor = server.visitor();
    let ledgers = csv_of(&visitor, "/data/ledgers.csv").await;
    let id = column(&ledgers, "id")[0];
    let (status, entries) = visitor.json(&format!("/ledger/{id}.json")).await;
    assert_eq!(status, 200);
    let table = csv_of(&visitor, &format!("/ledger/{id}.csv")).await;
    let entries = entries.as_array().unwrap();
    assert_eq!(
        (entries.len(), entries[0]["demonstration"] == true),
        (table.1.len(), true)
    );
    assert!(
        entries
            .iter()
            .all(|entry| entry["key"].is_string() && entry.get("version").is_none())
    );
}
