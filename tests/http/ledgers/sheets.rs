//! Lists that come and go as sheets.

use reqwest::{Method, StatusCode, header};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use yaodian_tests::Server;

use super::{HEADINGS, LEDGER, MENDED, add, cells, sheet, texts};

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
        vec!["2023 年武汉市长江入河排污口清单（测试）"],
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
async fn files_that_are_none() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let why = async |name: &str, bytes: Vec<u8>| {
        let (status, problem) = reporter.send(&format!("{LEDGER}/uploads?name={name}"), bytes).await;
        (
            status,
            problem["kind"]["file"]["why"].clone(),
            problem["detail"].as_str().unwrap().to_owned(),
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
async fn a_file_that_breaks_off_leaves_nothing_behind() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let mut text = HEADINGS.map(|heading| format!("\"{heading}\"")).join(",") + "\n";
    text.extend((0..3_000).map(|n| format!("WH-{n},武汉市,某排口,工业排污口,江岸区,\"114.3,30.6\",长江,1,\n")));
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
