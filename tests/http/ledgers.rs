//! 台账: what bureaus do with their lists, and what follows from it. All entries are made up.

use std::io::Cursor;

use calamine::Reader as _;
use reqwest::{Method, StatusCode, header};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

const LEDGER: &str = "/api/v1/ledgers/outfalls-yangtze";

/// The smallest picture there is: one red point, with a comment that no photo should keep.
fn picture() -> Vec<u8> {
    const HEX: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301\
                       0100c9fe92ef0000000049454e44ae426082";
    let digits: Vec<u8> = HEX.bytes().filter(u8::is_ascii_hexdigit).collect();
    let digit = |b: u8| u8::try_from(char::from(b).to_digit(16).unwrap()).unwrap();
    digits
        .chunks(2)
        .map(|pair| digit(pair[0]) * 16 + digit(pair[1]))
        .collect()
}

fn cells(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(column, text)| json!({ "column": column, "text": text }))
        .collect()
}

/// What an outfall of 武汉 must say.
fn outfall(key: &str, more: &[(&str, &str)]) -> Value {
    let mut said = vec![
        ("unit", "武汉"),
        ("f.name", "测试排口"),
        ("f.type", "工业排污口"),
        ("f.county", "洪山区"),
        ("f.place", "114.40,30.50"),
        ("f.water", "汤逊湖"),
        ("f.source", "雨污混接"),
        ("f.responsible", "某公司"),
        ("f.measure", "规范整治"),
    ];
    said.extend_from_slice(more);
    json!({ "key": key, "version": null, "cells": cells(&said) })
}

async fn add(visitor: &Visitor, key: &str, more: &[(&str, &str)]) -> Value {
    let (status, entry) = visitor.post(&format!("{LEDGER}/entries"), &outfall(key, more)).await;
    assert_eq!(status, 200, "{entry}");
    entry
}

const MENDED: [(&str, &str); 3] = [
    ("s.surveyed", "2023-3-1"),
    ("s.traced", "2023-04-01"),
    ("s.mended", "2023年5月1日"),
];

async fn figure(visitor: &Visitor, target: &str) -> Value {
    let (_, standing) = visitor.json("/api/v1/standing").await;
    standing["assessments"][target]["basis"]["figure"].clone()
}

#[tokio::test]
async fn moving_an_entry_moves_the_figure_the_share_the_page_and_the_judgement() {
    let server = Server::trial().await;
    let (reporter, anybody) = (server.by_link(0).await, server.visitor());
    // Published in September: 10,089 of 12,480.
    assert_eq!(figure(&anybody, "outfalls-yangtze").await["counts"]["done"], "10089");
    add(&reporter, "WH-001", &MENDED[..2]).await;
    let entry = add(&reporter, "WH-002", &MENDED[..1]).await;
    // The list is the figure from now on: nothing of it is mended.
    let counts = |done: &str| json!({ "counts": { "done": done, "of": "12480" } });
    assert_eq!(figure(&anybody, "outfalls-yangtze").await, counts("0"));
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(form["ledger"]["figure"]["counts"], json!({ "done": "0", "of": "2" }));

    let (id, version) = (entry["entry"]["id"].clone(), entry["entry"]["version"].clone());
    let moved = json!({ "chosen": { "entries": [id] }, "stage": 1, "day": "2023-09-20" });
    let (status, batch) = reporter.post(&format!("{LEDGER}/move"), &moved).await;
    assert_eq!((status, &batch["changed"]), (200, &json!(1)), "{batch}");
    let moved = json!({ "chosen": { "matching": { "filters": [{ "column": "stage", "test": { "one-of": ["2"] } }] } }, "stage": 2, "day": "2023-09-21" });
    let (_, batch) = reporter.post(&format!("{LEDGER}/move"), &moved).await;
    assert_eq!(batch["changed"], 2, "{batch}");

    assert_eq!(figure(&anybody, "outfalls-yangtze").await, counts("2"));
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(form["ledger"]["figure"]["counts"], json!({ "done": "2", "of": "2" }));
    let page = anybody.page("/target/outfalls-yangtze").await;
    assert!(page.contains("2 / 12,480"), "the public page says so at once");
    let listed = anybody.page("/ledger/outfalls-yangtze?stage=3").await;
    assert!(listed.contains("WH-001") && listed.contains("WH-002"));
    // And as it was known before, it stays.
    let (_, before) = anybody.json("/api/v1/standing?as_of=2023-09-24").await;
    assert_ne!(
        before["assessments"]["outfalls-yangtze"]["basis"]["figure"],
        counts("2")
    );

    // Undone at once, all of it.
    let undo = json!({ "batch": batch["id"] });
    let (status, undone) = reporter.post(&format!("{LEDGER}/undo"), &undo).await;
    assert_eq!((status, &undone["changed"]), (200, &json!(2)), "{undone}");
    assert_eq!(figure(&anybody, "outfalls-yangtze").await, counts("0"));
    let (status, problem) = reporter.post(&format!("{LEDGER}/undo"), &undo).await;
    assert_eq!((status, &problem["code"]), (409, &json!("not-undoable")));
    assert_eq!(version, json!(1));
}

#[tokio::test]
async fn a_figure_typed_beside_a_ledger_is_refused() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let report = |done: &str, of: &str| {
        json!({
            "target": "outfalls-yangtze", "period": "2023-09", "read": null, "send": true,
            "typed": { "done": done, "of": of, "value": "", "step": null, "words": "" },
        })
    };
    add(&reporter, "WH-001", &MENDED).await;
    let (status, problem) = reporter.post("/api/v1/reports", &report("610", "734")).await;
    assert_eq!((status, &problem["code"]), (409, &json!("beside-ledger")));
    assert!(problem["title"].as_str().unwrap().contains("1 / 1"), "{problem}");
    // What the ledger says can be sent, with the words around it.
    let (status, saved) = reporter.post("/api/v1/reports", &report("1", "1")).await;
    assert_eq!(status, 200, "{saved}");
}

#[tokio::test]
async fn a_stage_waits_for_its_evidence_and_for_who_may_say_it() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    let entry = add(&reporter, "WH-001", &MENDED).await;
    let id = entry["entry"]["id"].clone();
    let accept = json!({ "chosen": { "entries": [id] }, "stage": 3, "day": "2023-09-20" });
    let trouble = |batch: &Value| batch["refused"][0]["why"]["bad"]["problems"][0]["trouble"].clone();
    let (_, refused) = reporter.post(&format!("{LEDGER}/move"), &accept).await;
    assert!(trouble(&refused)["not-your-stage"].is_object(), "{refused}");
    let (_, refused) = reviewer.post(&format!("{LEDGER}/move"), &accept).await;
    assert_eq!(
        trouble(&refused)["no-evidence"],
        json!({ "need": 1, "has": 0 }),
        "{refused}"
    );

    // A program under the name of a photo is no evidence; a photo is.
    let files = format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name=");
    let (status, problem) = reporter
        .send(
            &format!("{files}photo.jpg"),
            &b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"[..],
        )
        .await;
    assert_eq!((status, &problem["code"]), (422, &json!("evidence")));
    let (status, view) = reporter
        .send(&format!("{files}%E7%85%A7%E7%89%87.png"), picture())
        .await;
    assert_eq!(status, 200, "{view}");
    let file = view["evidence"][0].clone();
    assert_eq!(
        (&file["media"], &file["name"]),
        (&json!("image/png"), &json!("照片.png"))
    );
    let (_, batch) = reviewer.post(&format!("{LEDGER}/move"), &accept).await;
    assert_eq!(batch["changed"], 1, "{batch}");

    // It is served as data, to those who see the entry, and to nobody else.
    let path = format!("/evidence/{}", file["id"].as_str().unwrap());
    let answer = reviewer.get(&path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let says = |name: header::HeaderName| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(says(header::CONTENT_TYPE), "image/png");
    assert_eq!(says(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(says(header::CONTENT_SECURITY_POLICY).contains("sandbox"));
    assert!(says(header::CACHE_CONTROL).contains("private"));
    assert_eq!(server.visitor().get(&path).await.status(), StatusCode::UNAUTHORIZED);

    // What was accepted is settled for the bureau: neither its cells nor its evidence change.
    let withdraw = format!(
        "{LEDGER}/entries/{id}/evidence/{}/withdraw",
        file["id"].as_str().unwrap()
    );
    let edit = json!({ "key": "WH-001", "version": 2, "cells": cells(&[("f.water", "南湖")]) });
    let problem_of = |problem: &Value| problem["kind"]["entry"]["problems"][0]["trouble"].clone();
    for (path, body) in [(withdraw.clone(), json!({})), (format!("{LEDGER}/entries"), edit)] {
        let (status, problem) = reporter.post(&path, &body).await;
        assert_eq!(
            (status, problem_of(&problem)),
            (422, json!({ "settled": { "stage": "accepted" } })),
            "{path}"
        );
    }
    // Nor does a stage that is done lose what it rests on.
    let (status, problem) = reviewer.post(&withdraw, &json!({})).await;
    assert_eq!(
        (status, problem_of(&problem)),
        (422, json!({ "no-evidence": { "need": 1, "has": 0 } }))
    );
    // Taken back, the photo goes, and the entry remembers all of it.
    let back = json!({ "chosen": { "entries": [id] }, "stage": 3, "day": null });
    let (_, batch) = reviewer.post(&format!("{LEDGER}/move"), &back).await;
    assert_eq!(batch["changed"], 1, "{batch}");
    let (status, view) = reporter.post(&withdraw, &json!({})).await;
    assert_eq!((status, &view["entry"]["files"][3]), (200, &json!(0)), "{view}");
    assert_eq!(view["history"].as_array().unwrap().len(), 3, "{view}");
    assert_eq!(view["history"][1]["changes"][0]["column"], "s.accepted");
    assert_eq!(reporter.get(&path).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_bureau_learns_and_changes_nothing() {
    let server = Server::trial().await;
    let (wuhan, huangshi) = (server.by_link(0).await, server.reporter_of("420200").await);
    let entry = add(&wuhan, "WH-001", &MENDED).await;
    let id = &entry["entry"]["id"];
    let (_, view) = wuhan
        .send(
            &format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name=a.png"),
            picture(),
        )
        .await;
    let file = view["evidence"][0]["id"].as_str().unwrap().to_owned();
    let (status, page) = huangshi.json(&format!("{LEDGER}/entries?q=WH-001")).await;
    assert_eq!((status, &page["matching"], &page["all"]), (200, &json!(0), &json!(0)));
    for path in [format!("{LEDGER}/entries/{id}"), format!("/evidence/{file}")] {
        assert_eq!(huangshi.get(&path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    // By its number neither: not by saving nothing, nor by an old version, nor by a sheet.
    let entries = format!("{LEDGER}/entries");
    for version in [1, 7] {
        let touch = json!({ "key": "WH-001", "version": version, "cells": cells(&[("f.water", "东湖")]) });
        let (status, problem) = huangshi.post(&entries, &touch).await;
        assert_eq!((status, &problem["code"]), (422, &json!("entry")));
        assert!(!problem.to_string().contains("汤逊湖"), "{problem}");
    }
    let (status, problem) = huangshi
        .post(&entries, &json!({ "key": "WH-001", "version": 1, "cells": [] }))
        .await;
    assert_eq!(status, 422, "{problem}");
    let taken = sheet(&[
        HEADINGS.to_vec(),
        vec![
            "WH-001",
            "黄石市",
            "某排口",
            "工业排污口",
            "江岸区",
            "114.3,30.6",
            "长江",
            "1",
            "",
        ],
    ]);
    let (_, preview) = huangshi.send(&format!("{LEDGER}/uploads?name=a.xlsx"), taken).await;
    assert_eq!(preview["counts"]["bad"], 1, "{preview}");
    assert!(!preview.to_string().contains("汤逊湖"), "{preview}");
    let chosen = json!({ "chosen": { "entries": [id] }, "stage": 0, "day": null });
    let (_, batch) = huangshi.post(&format!("{LEDGER}/move"), &chosen).await;
    assert_eq!(
        (&batch["changed"], &batch["refused_count"]),
        (&json!(0), &json!(0)),
        "{batch}"
    );
    let (_, options) = huangshi.json(&format!("{LEDGER}/options?column=f.water")).await;
    assert_eq!(options, json!([]));
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing_behind() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let mut text = HEADINGS.map(|heading| format!("\"{heading}\"")).join(",") + "\n";
    for n in 0..3_000 {
        text += &format!("WH-{n},武汉市,某排口,工业排污口,江岸区,\"114.3,30.6\",长江,1,\n");
    }
    text += "WH-9999,\"武汉市";
    let file = server.data.path().join("broken.csv");
    std::fs::write(&file, &text).unwrap();
    let imported = yaodian_tests::yaodian()
        .args(["ledger", "import", "outfalls-yangtze"])
        .arg(&file)
        .arg("--data-dir")
        .arg(server.data.path())
        .output()
        .await
        .unwrap();
    assert_eq!(imported.status.code(), Some(2), "{imported:?}");
    let (_, page) = reporter.json(&format!("{LEDGER}/entries")).await;
    assert_eq!(page["all"], 0);
    let (status, problem) = reporter
        .send(&format!("{LEDGER}/uploads?name=a.csv"), text.into_bytes())
        .await;
    assert_eq!((status, &problem["code"]), (422, &json!("file")), "{problem}");
}

#[tokio::test]
async fn a_list_that_is_emptied_says_nothing_any_more() {
    let server = Server::trial().await;
    let (reporter, anybody) = (server.by_link(0).await, server.visitor());
    let published = figure(&anybody, "outfalls-yangtze").await;
    let rows: Vec<Vec<&str>> = vec![
        HEADINGS.to_vec(),
        vec![
            "WH-001",
            "武汉市",
            "某排口",
            "工业排污口",
            "江岸区",
            "114.3,30.6",
            "长江",
            "1",
            "",
        ],
    ];
    let (_, preview) = reporter
        .send(&format!("{LEDGER}/uploads?name=a.xlsx"), sheet(&rows))
        .await;
    let path = format!("{LEDGER}/uploads/{}/commit", preview["id"].as_str().unwrap());
    let (_, done) = reporter.post(&path, &json!({ "seen": preview["seen"] })).await;
    assert_ne!(figure(&anybody, "outfalls-yangtze").await, published);
    let (_, undone) = reporter
        .post(&format!("{LEDGER}/undo"), &json!({ "batch": done["batch"] }))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
    assert_eq!(figure(&anybody, "outfalls-yangtze").await, published);
    let (_, form) = reporter.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(form["ledger"], Value::Null);
    // The number is the bureau's own; another one does not take over its history.
    let other = server.reporter_of("420200").await;
    let (status, problem) = other
        .post(&format!("{LEDGER}/entries"), &outfall("WH-001", &[("unit", "黄石市")]))
        .await;
    assert_eq!((status, &problem["code"]), (409, &json!("key-taken")), "{problem}");
}

#[tokio::test]
async fn two_people_at_one_entry() {
    let server = Server::trial().await;
    let (reporter, reviewer) = (server.by_link(0).await, server.by_link(1).await);
    add(&reporter, "WH-001", &[]).await;
    let edit = |version: i64, column: &str, text: &str| json!({ "key": "WH-001", "version": version, "cells": cells(&[(column, text)]) });
    let entries = format!("{LEDGER}/entries");
    let (status, _) = reviewer.post(&entries, &edit(1, "f.water", "南湖")).await;
    assert_eq!(status, 200);
    // Another cell: both stay. The same cell: shown.
    let (status, view) = reporter.post(&entries, &edit(1, "f.county", "武昌区")).await;
    assert_eq!((status, &view["entry"]["version"]), (200, &json!(3)), "{view}");
    let (status, problem) = reporter.post(&entries, &edit(1, "f.water", "沙湖")).await;
    assert_eq!((status, &problem["code"]), (409, &json!("clash")));
    let clash = &problem["kind"]["clash"]["clashes"][0];
    assert_eq!(
        (&clash["theirs"], &clash["yours"], &clash["read"]),
        (&json!("南湖"), &json!("沙湖"), &json!("汤逊湖"))
    );
    // Who has seen it may write over it.
    let (status, view) = reporter.post(&entries, &edit(3, "f.water", "沙湖")).await;
    assert_eq!(
        (status, &view["entry"]["row"]["values"][4]),
        (200, &json!("沙湖")),
        "{view}"
    );
    let (status, problem) = reporter.post(&entries, &outfall("WH-001", &[])).await;
    assert_eq!((status, &problem["code"]), (409, &json!("key-taken")));
    // Everything that is wrong is told at once, cell by cell.
    let wrong = [
        ("f.flow", "约12"),
        ("f.type", "工业"),
        ("f.place", "30.5,114.4"),
        ("f.water", ""),
        ("s.traced", "2023-05-01"),
    ];
    let (status, problem) = reporter.post(&entries, &outfall("WH-002", &wrong)).await;
    assert_eq!(status, 422);
    assert_eq!(
        problem["kind"]["entry"]["problems"].as_array().unwrap().len(),
        3,
        "{problem}"
    );
}

/// A sheet as XLSX.
fn sheet(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            sheet
                .write_string(u32::try_from(at).unwrap(), u16::try_from(column).unwrap(), *text)
                .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The texts of the first sheet of an XLSX file.
fn texts(file: Vec<u8>) -> Vec<Vec<String>> {
    let mut book = calamine::Xlsx::new(Cursor::new(file)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect()
}

const HEADINGS: [&str; 9] = [
    "排污口编码",
    "责任单位",
    "排污口名称",
    "排污口类型",
    "所在县(市、区)",
    "经纬度",
    "受纳水体",
    "日均排水量(立方米/日)",
    "排查完成日期",
];

#[tokio::test]
async fn a_sheet_goes_in_and_what_is_bad_comes_back_with_the_reason() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let row = |key, flow, surveyed| {
        vec![
            key,
            "武汉市",
            "某排口",
            "工业排污口",
            "江岸区",
            "114.3,30.6",
            "长江",
            flow,
            surveyed,
        ]
    };
    let file = sheet(&[
        vec!["2023 年武汉市长江入河排污口清单(测试)"],
        HEADINGS.to_vec(),
        row("WH-001", "１２.5", "2023年3月1日"),
        row("WH-002", "1,200 立方米/日", "2023/3/2"),
        vec![],
        row("WH-003", "约100", "2023-03-03"),
        row("WH-001", "3", "2023-03-04"),
        row("WH-004", "3", "2024-03-04"),
        vec![
            "WH-005",
            "黄石市",
            "某排口",
            "工业排污口",
            "江岸区",
            "114.3,30.6",
            "长江",
            "1",
            "",
        ],
    ]);
    let upload = format!("{LEDGER}/uploads?name=%E6%B8%85%E5%8D%95.xlsx");
    let (status, preview) = reporter.send(&upload, file.clone()).await;
    assert_eq!(status, 200, "{preview}");
    assert_eq!(
        preview["counts"],
        json!({ "added": 2, "changed": 0, "unchanged": 0, "conflict": 0, "bad": 4 }),
        "{preview}"
    );
    let bad: Vec<(i64, String)> = preview["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["verdict"]["bad"].is_object())
        .map(|row| {
            let problem = &row["verdict"]["bad"]["problems"][0];
            let code = problem["trouble"].as_object().map_or_else(
                || problem["trouble"].as_str().unwrap().to_owned(),
                |t| t.keys().next().unwrap().clone(),
            );
            (
                row["row"].as_i64().unwrap(),
                format!("{} {code}", problem["column"].as_str().unwrap()),
            )
        })
        .collect();
    let expected = [
        (6, "f.flow not-a-number"),
        (7, "key twice"),
        (8, "s.surveyed ahead"),
        (9, "unit not-your-unit"),
    ];
    assert_eq!(bad, expected.map(|(row, what)| (row, what.to_owned())));
    // Nothing has happened yet.
    let (_, page) = reporter.json(&format!("{LEDGER}/entries")).await;
    assert_eq!(page["all"], 0);

    let id = preview["id"].as_str().unwrap();
    let commit = json!({ "seen": preview["seen"] });
    let (status, done) = reporter.post(&format!("{LEDGER}/uploads/{id}/commit"), &commit).await;
    assert_eq!(
        (status, &done["counts"]["added"], &done["counts"]["bad"]),
        (200, &json!(2), &json!(4)),
        "{done}"
    );
    let back = texts(reporter.file(&format!("{LEDGER}/uploads/{id}/returned.xlsx")).await);
    let told = back
        .iter()
        .flatten()
        .any(|cell| cell.contains("日均排水量") && cell.contains("约") || cell.contains("不是数字"));
    assert!(told, "{back:?}");
    assert!(
        !back.iter().flatten().any(|cell| cell == "WH-002"),
        "what went in does not come back"
    );

    // The same file again changes nothing.
    let (_, again) = reporter.send(&upload, file).await;
    assert_eq!(
        again["counts"],
        json!({ "added": 0, "changed": 0, "unchanged": 2, "conflict": 0, "bad": 4 }),
        "{again}"
    );
    let again = json!({ "id": again["id"], "seen": again["seen"] });
    let path = format!("{LEDGER}/uploads/{}/commit", again["id"].as_str().unwrap());
    let (_, done) = reporter.post(&path, &json!({ "seen": again["seen"] })).await;
    assert_eq!(done["batch"], Value::Null, "{done}");
    // And another person's upload is nobody's business.
    let (status, _) = server.by_link(1).await.post(&path, &json!({ "seen": 0 })).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn what_is_downloaded_can_be_uploaded_and_a_stale_sheet_overwrites_nothing() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    add(&reporter, "WH-001", &MENDED).await;
    add(
        &reporter,
        "=1+1",
        &[("f.name", "@SUM(A1)"), ("f.responsible", "-甲公司")],
    )
    .await;
    for (path, name) in [
        ("export.csv", "csv"),
        ("export.xlsx", "xlsx"),
        ("template.xlsx", "xlsx"),
    ] {
        let answer = reporter.get(&format!("{LEDGER}/{path}")).await;
        let named = answer.headers()[header::CONTENT_DISPOSITION]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            named.starts_with("attachment") && named.ends_with(&format!(".{name}")),
            "{named}"
        );
    }
    let taken = reporter.file(&format!("{LEDGER}/export.xlsx")).await;
    let csv = reporter.file(&format!("{LEDGER}/export.csv")).await;
    assert!(csv.starts_with("\u{FEFF}".as_bytes()));
    assert!(
        String::from_utf8_lossy(&csv).contains("'=1+1"),
        "a formula is neutralised"
    );
    let unchanged = json!({ "added": 0, "changed": 0, "unchanged": 2, "conflict": 0, "bad": 0 });
    for (name, file) in [("a.xlsx", taken.clone()), ("a.csv", csv.clone())] {
        let (status, preview) = reporter.send(&format!("{LEDGER}/uploads?name={name}"), file).await;
        assert_eq!((status, &preview["counts"]), (200, &unchanged), "{name} {preview}");
    }
    // Somebody changes the entry meanwhile, and the sheet says otherwise.
    let edit = json!({ "key": "WH-001", "version": 1, "cells": cells(&[("f.water", "南湖")]) });
    let (status, _) = reporter.post(&format!("{LEDGER}/entries"), &edit).await;
    assert_eq!(status, 200);
    let text = String::from_utf8(csv).unwrap().replace("汤逊湖", "沙湖");
    let (_, preview) = reporter
        .send(&format!("{LEDGER}/uploads?name=a.csv"), text.into_bytes())
        .await;
    assert_eq!(
        (&preview["counts"]["conflict"], &preview["counts"]["changed"]),
        (&json!(1), &json!(1)),
        "{preview}"
    );
    let id = preview["id"].as_str().unwrap();
    let (_, done) = reporter
        .post(
            &format!("{LEDGER}/uploads/{id}/commit"),
            &json!({ "seen": preview["seen"] }),
        )
        .await;
    assert_eq!(
        done["counts"],
        json!({ "added": 0, "changed": 1, "unchanged": 0, "conflict": 1, "bad": 0 })
    );
    let (_, page) = reporter.json(&format!("{LEDGER}/entries?key=WH-001")).await;
    assert_eq!(page["rows"][0]["row"]["values"][4], "南湖");
    // An untouched old sheet is no conflict: its owner has changed nothing.
    let (_, preview) = reporter.send(&format!("{LEDGER}/uploads?name=a.xlsx"), taken).await;
    assert_eq!(
        (&preview["counts"]["conflict"], &preview["counts"]["unchanged"]),
        (&json!(0), &json!(2)),
        "{preview}"
    );
    // A row without a version speaks of the ledger as it was shown.
    let plain = |water: &str| {
        sheet(&[
            HEADINGS.to_vec(),
            vec![
                "WH-001",
                "武汉市",
                "测试排口",
                "工业排污口",
                "洪山区",
                "114.40,30.50",
                water,
                "",
                "2023-03-01",
            ],
        ])
    };
    let (_, preview) = reporter
        .send(&format!("{LEDGER}/uploads?name=a.xlsx"), plain("墨水湖"))
        .await;
    assert_eq!(preview["counts"]["changed"], 1, "{preview}");
    let edit = json!({ "key": "WH-001", "version": 2, "cells": cells(&[("f.remark", "改")]) });
    reporter.post(&format!("{LEDGER}/entries"), &edit).await;
    let id = preview["id"].as_str().unwrap();
    let (_, done) = reporter
        .post(
            &format!("{LEDGER}/uploads/{id}/commit"),
            &json!({ "seen": preview["seen"] }),
        )
        .await;
    assert_eq!(
        (&done["counts"]["conflict"], &done["counts"]["changed"]),
        (&json!(1), &json!(0)),
        "{done}"
    );
}

#[tokio::test]
async fn who_sees_what() {
    let server = Server::trial().await;
    let (wuhan, office, anybody) = (server.by_link(0).await, server.by_link(2).await, server.visitor());
    add(
        &wuhan,
        "WH-001",
        &[("f.person", "某某"), ("f.phone", "02700000000"), ("f.remark", "内部")],
    )
    .await;
    let (_, ledgers) = wuhan.json("/api/v1/ledgers").await;
    assert!(ledgers.as_array().unwrap().len() >= 10);
    let (_, view) = wuhan.json(LEDGER).await;
    assert_eq!((&view["only"], &view["edits"]), (&json!("420100"), &json!(["420100"])));
    let (_, view) = office.json(LEDGER).await;
    assert_eq!(
        (&view["only"], view["edits"].as_array().unwrap().len()),
        (&Value::Null, 17)
    );
    for path in ["", "/entries", "/summary", "/export.csv", "/template.xlsx"] {
        assert_eq!(
            anybody.get(&format!("{LEDGER}{path}")).await.status(),
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    // The public reads the list without what is private, and finds nothing by it.
    let page = anybody.page("/ledger/outfalls-yangtze").await;
    assert!(page.contains("WH-001") && !page.contains("02700000000") && !page.contains("联系电话"));
    let csv = String::from_utf8(anybody.file("/ledger/outfalls-yangtze.csv").await).unwrap();
    assert!(csv.contains("WH-001") && !csv.contains("某某") && !csv.contains("责任人"));
    for query in ["q=02700000000", "q=%E5%86%85%E9%83%A8"] {
        assert!(
            !anybody
                .page(&format!("/ledger/outfalls-yangtze?{query}"))
                .await
                .contains("WH-001"),
            "{query}"
        );
        let csv = String::from_utf8(anybody.file(&format!("/ledger/outfalls-yangtze.csv?{query}")).await).unwrap();
        assert!(!csv.contains("WH-001"), "{query}");
    }
    assert_eq!(
        anybody.get("/ledger/outfalls-yangtze?f.phone=0270").await.status(),
        StatusCode::BAD_REQUEST
    );
    assert!(
        anybody
            .page("/ledger/outfalls-yangtze/entry/WH-001")
            .await
            .contains("汤逊湖")
    );
    // A ledger that is not public is not there for the public.
    for path in [
        "/ledger/mine-waste-survey",
        "/ledger/mine-waste-survey.csv",
        "/ledger/nothing",
        "/ledger/outfalls-yangtze/entry/WH-999",
    ] {
        assert_eq!(anybody.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn views_filters_and_pages() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    for n in 1..=60 {
        let flow = (n * 7 % 61).to_string();
        let river = if n % 3 == 0 { "东湖" } else { "长江" };
        add(
            &reporter,
            &format!("WH-{n:03}"),
            &[("f.flow", flow.as_str()), ("f.water", river)],
        )
        .await;
    }
    let page = async |query: &str| reporter.json(&format!("{LEDGER}/entries?{query}")).await.1;
    let first = page("f.flow=10..20&sort=-f.flow&rows=5").await;
    assert_eq!(
        (
            &first["matching"],
            &first["all"],
            first["rows"].as_array().unwrap().len()
        ),
        (&json!(11), &json!(60), 5)
    );
    let flows: Vec<&str> = first["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["row"]["values"][7].as_str().unwrap())
        .collect();
    assert_eq!(flows, ["20", "19", "18", "17", "16"]);
    assert_eq!(page("q=%E4%B8%9C%E6%B9%96").await["matching"], 20);
    assert_eq!(page("from=55").await["rows"].as_array().unwrap().len(), 5);
    let (status, problem) = reporter.json(&format!("{LEDGER}/entries?f.village=x")).await;
    assert_eq!((status, &problem["code"]), (400, &json!("malformed")));
    let view = json!({ "name": " 大水量 ", "query": { "filters": [{ "column": "f.flow", "test": { "between": { "from": "50" } } }], "sort": "f.flow" } });
    let (status, views) = reporter.post(&format!("{LEDGER}/views"), &view).await;
    assert_eq!((status, &views[0]["name"]), (200, &json!("大水量")));
    let (_, opened) = reporter.json(LEDGER).await;
    assert_eq!(opened["views"][0]["query"]["sort"], "f.flow");
    let (_, views) = reporter
        .post(&format!("{LEDGER}/views/forget"), &json!({ "name": "大水量" }))
        .await;
    assert_eq!(views, json!([]));
    let (_, summary) = reporter.json(&format!("{LEDGER}/summary")).await;
    assert_eq!(summary["funnel"], json!([60, 0, 0, 0, 0, 0]));
    assert_eq!(summary["by_unit"].as_array().unwrap().len(), 1, "a bureau sees its own");
    let (_, options) = reporter.json(&format!("{LEDGER}/options?column=f.water")).await;
    assert_eq!(options, json!([["长江", 40], ["东湖", 20]]));
}

#[tokio::test]
async fn files_that_are_none() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let why = async |name: &str, bytes: Vec<u8>| {
        let (status, problem) = reporter.send(&format!("{LEDGER}/uploads?name={name}"), bytes).await;
        (
            status,
            problem["kind"]["file"]["why"].clone(),
            problem["title"].as_str().unwrap().to_owned(),
        )
    };
    let (status, trouble, title) = why("a.xlsx", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".to_vec()).await;
    assert_eq!((status, &trouble), (422, &json!({ "not-a-sheet": { "found": "PDF" } })));
    assert!(title.contains("PDF"));
    let (_, trouble, _) = why(
        "a.xls",
        b"<html><body><table><tr><td>1</td></tr></table></body></html>".to_vec(),
    )
    .await;
    assert_eq!(trouble, json!({ "not-a-sheet": { "found": "HTML" } }));
    assert_eq!(why("a.xlsx", Vec::new()).await.1, json!("empty"));
    let (_, trouble, _) = why("a.xlsx", sheet(&[vec!["甲", "乙"], vec!["1", "2"]])).await;
    assert!(trouble["no-headings"].is_object(), "{trouble}");
    let damaged = sheet(&[HEADINGS.to_vec()])[..400].to_vec();
    assert_eq!(why("a.xlsx", damaged).await.0, 422);
    // Half a gigabyte is refused for its size, before all of it is sent.
    let huge = reporter
        .request(Method::POST, &format!("{LEDGER}/uploads?name=a.csv"))
        .header(header::CONTENT_LENGTH, 500 * 1024 * 1024)
        .body(reqwest::Body::wrap_stream(futures_util::stream::iter(
            std::iter::repeat_with(|| Ok::<_, std::io::Error>(vec![b'1'; 1 << 20])).take(500),
        )))
        .send()
        .await;
    if let Ok(answer) = huge {
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
    assert!(server.held_kib() < 200 * 1024, "memory stays bounded");
    // And a heading that is bold and a date that is one are what they are.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (bold, date) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    for (column, heading) in HEADINGS.iter().enumerate() {
        sheet
            .write_string_with_format(0, u16::try_from(column).unwrap(), *heading, &bold)
            .unwrap();
    }
    for (column, text) in ["WH-001", "武汉", "某排口", "工业排污口", "江岸区", "114.3,30.6", "长江"]
        .iter()
        .enumerate()
    {
        sheet.write_string(1, u16::try_from(column).unwrap(), *text).unwrap();
    }
    sheet.write_number(1, 7, 12.5).unwrap();
    sheet.write_number_with_format(1, 8, 44986, &date).unwrap();
    let (status, preview) = reporter
        .send(&format!("{LEDGER}/uploads?name=a.xlsx"), book.save_to_buffer().unwrap())
        .await;
    assert_eq!((status, &preview["counts"]["added"]), (200, &json!(1)), "{preview}");
    let row = &preview["rows"][0]["verdict"]["added"]["row"];
    assert_eq!(
        (&row["reached"], &row["values"][7]),
        (&json!(["2023-03-01"]), &json!("12.5"))
    );
}

#[tokio::test]
async fn made_up_entries_say_so_everywhere() {
    let server = Server::demonstration(40).await;
    let (anybody, office) = (server.visitor(), server.by_link(2).await);
    for path in [
        "/",
        "/ledgers",
        "/ledger/outfalls-yangtze",
        "/target/outfalls-yangtze",
        "/plan",
        "/units",
    ] {
        assert!(anybody.page(path).await.contains("演示"), "{path}");
        let english = format!("{path}?lang=en");
        assert!(anybody.page(&english).await.contains("made up"), "{english}");
    }
    let csv = String::from_utf8(anybody.file("/ledger/outfalls-yangtze.csv").await).unwrap();
    assert!(csv.lines().nth(1).unwrap().contains("演示"));
    let cells = texts(anybody.file("/ledger/outfalls-yangtze.xlsx").await);
    assert!(cells[0].iter().any(|cell| cell.contains("演示")), "{:?}", cells[0]);
    // A file of made-up entries does not go into a real ledger.
    let real = Server::trial().await;
    let (_, preview) = real
        .by_link(2)
        .await
        .send(&format!("{LEDGER}/uploads?name=a.csv"), csv.into_bytes())
        .await;
    assert_eq!(
        (&preview["counts"]["bad"], &preview["counts"]["added"]),
        (&json!(40), &json!(0)),
        "{preview}"
    );
    assert_eq!(
        preview["rows"][0]["verdict"]["bad"]["problems"][0]["trouble"],
        "demonstration"
    );
    // Published figures do not stand beside them.
    let figure = figure(&anybody, "outfalls-yangtze").await;
    assert_eq!(figure["counts"]["of"], "12480", "{figure}");
    let (_, head) = office.json("/api/v1/ledgers").await;
    assert!(
        head.as_array()
            .unwrap()
            .iter()
            .filter(|head| head["id"] != "documents")
            .all(|head| head["demonstration"] == true)
    );
}
