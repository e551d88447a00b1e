//! What people bring in.

use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use super::{AUGUST, basis, begun, bring, raw};

/// The codes of the reasons for which rows were set aside, by their numbers.
fn reasons(answer: &Value) -> Vec<(i64, Vec<String>)> {
    let code = |reason: &Value| match reason {
        Value::String(code) => code.clone(),
        reason => reason.as_object().unwrap().keys().next().unwrap().clone(),
    };
    let held = answer["held"].as_array().unwrap();
    held.iter()
        .map(|held| {
            let reasons = held["reasons"].as_array().unwrap().iter().map(code);
            (held["row"].as_i64().unwrap(), reasons.collect())
        })
        .collect()
}

#[tokio::test]
async fn a_headline_figure_follows_from_what_was_measured() {
    let (_server, _, reviewer, office) = begun().await;
    let (preview, done) = bring(&reviewer, "water", &raw(), AUGUST).await;
    let all = json!({ "rows": 4, "added": 4, "revised": 0, "unchanged": 0, "held": 0 });
    assert_eq!((&preview["counts"], &done["counts"]), (&all, &all), "{preview}");
    let lake = &preview["incoming"][3];
    assert_eq!(
        (&lake["name"], &lake["comes_to"]["class"]),
        (&json!("丁湖心"), &json!("IV")),
        "{lake}"
    );

    let good = basis(&office, "good-water-provincial", "2023-09-25").await;
    assert_eq!(good["figure"]["counts"], json!({ "done": "3", "of": "4" }), "{good}");
    assert_eq!(good["span"]["to"], "2023-08-31", "{good}");
    assert_eq!(good["provenance"]["monitoring"]["register"], "water-sections", "{good}");
    // 国控 alone is another denominator, and its target still awaits a number.
    let national = basis(&office, "good-water-national", "2023-09-25").await;
    assert_eq!(
        national["figure"]["counts"],
        json!({ "done": "1", "of": "1" }),
        "{national}"
    );

    // A table that says the same changes nothing.
    let (again, _) = bring(&reviewer, "water", &raw(), AUGUST).await;
    assert_eq!(again["counts"]["unchanged"], 4, "{again}");

    // Two weeks later the lake's figure is found to have been wrong.
    office.move_to("2023-10-09").await;
    let revised = "断面编码,监测时间,总磷(mg/L),审核状态\nCS-04,2023-08-04,0.045,复核\n";
    let (preview, _) = bring(&reviewer, "water", &raw(), revised).await;
    assert_eq!(preview["counts"]["added"], 1, "in another state: {preview}");
    let now = basis(&office, "good-water-provincial", "2023-10-09").await;
    assert_eq!(now["figure"]["counts"], json!({ "done": "4", "of": "4" }), "{now}");
    let then = basis(&office, "good-water-provincial", "2023-10-08").await;
    assert_eq!(
        then["figure"]["counts"],
        json!({ "done": "3", "of": "4" }),
        "what was known stays: {then}"
    );
    // Raw data that come in again say nothing against what was confirmed.
    bring(
        &reviewer,
        "water",
        &raw(),
        "断面编码,监测时间,总磷(mg/L)\nCS-04,2023-08-04,0.2\n",
    )
    .await;
    let still = basis(&office, "good-water-provincial", "2023-10-09").await;
    assert_eq!(still["figure"]["counts"], json!({ "done": "4", "of": "4" }), "{still}");
}

#[tokio::test]
async fn a_part_of_the_sections_judges_nobody() {
    let (_server, _, reviewer, office) = begun().await;
    let three: Vec<&str> = AUGUST.lines().take(4).collect();
    bring(&reviewer, "water", &raw(), &three.join("\n")).await;
    let good = basis(&office, "good-water-provincial", "2023-09-25").await;
    assert!(good["provenance"]["monitoring"].is_null(), "{good}");
}

#[tokio::test]
async fn what_cannot_stand_is_set_aside_with_its_reasons() {
    let (_server, reporter, reviewer, office) = begun().await;
    let table = "断面名称,监测时间,pH(无量纲),溶解氧(mg/L),总磷(mg/L)\n\
        甲断面,2023-08-03,15,7.2,0.09\n\
        乙断面,2024-08-03,7.6,6.8,0.15\n\
        戊断面,2023-08-03,7.6,6.8,0.15\n\
        丙断面,八月,7.6,6.8,0.15\n\
        丁湖心,2023-08-04,7.6,-1,0.04\n\
        甲断面,2023-08-05,—,,--\n\
        乙断面,2023-08-06,7.0,6.8,0.15\n\
        乙断面,2023-08-06,7.0,6.8,0.25\n\
        ,2023-08-06,7.0,6.8,0.15\n\
        丙断面,2023-08-06,7.0,6.8,0.15,9\n";
    let (preview, done) = bring(&reviewer, "water", &raw(), table).await;
    let expected = [
        (2, "water"),
        (3, "future"),
        (4, "unknown-place"),
        (5, "unreadable-time"),
        (6, "water"),
        (7, "nothing"),
        (8, "told-twice"),
        (9, "told-twice"),
        (10, "no-place"),
        (11, "shifted"),
    ];
    let expected: Vec<(i64, Vec<String>)> = expected
        .into_iter()
        .map(|(row, code)| (row, vec![code.to_owned()]))
        .collect();
    assert_eq!(reasons(&preview), expected);
    // Two of them go in, without the cell.
    assert_eq!(
        (&preview["partly"], &preview["counts"]["added"]),
        (&json!(2), &json!(2)),
        "{preview}"
    );

    // It is kept, can be had as a table to mend, and is in no figure.
    let batch = done["batch"].as_str().unwrap();
    let (_, view) = reviewer.json(&format!("/api/v1/monitoring/batches/{batch}")).await;
    assert_eq!(reasons(&view), expected);
    let file = reviewer
        .page(&format!("/api/v1/monitoring/batches/{batch}/held.csv"))
        .await;
    assert!(file.starts_with("\u{feff}断面名称,监测时间"), "{file}");
    assert!(file.contains("“戊断面”不在名录里"), "{file}");
    assert!(file.contains("“pH(无量纲)”的“15”不在"), "{file}");
    let mended = "断面名称,监测时间,pH(无量纲),待查原因\n甲断面,2023-08-03,7.5,早先的原因\n";
    let (again, _) = bring(&reviewer, "water", &raw(), mended).await;
    assert_eq!(again["counts"]["revised"], 1, "{again}");

    // Another unit's sections are not a reporter's to tell of, and its batches are not his to see.
    let (own, _) = bring(&reporter, "water", &raw(), AUGUST).await;
    let not_yours = || vec!["not-yours".to_owned()];
    assert_eq!(reasons(&own), [(4, not_yours()), (5, not_yours())]);
    let (status, _) = reporter.json(&format!("/api/v1/monitoring/batches/{batch}")).await;
    assert_eq!(status, 404);
    let (_, desk) = reporter.json("/api/v1/monitoring").await;
    assert_eq!(desk["networks"][0]["places"], 2, "{desk}");
    assert_eq!(desk["batches"].as_array().unwrap().len(), 1, "{desk}");
    let (_, desk) = office.json("/api/v1/monitoring").await;
    assert_eq!(desk["batches"].as_array().unwrap().len(), 3, "{desk}");
}

#[tokio::test]
async fn sheets_of_every_kind_and_tables_that_are_none() {
    let (server, _, reviewer, _) = begun().await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "2023年8月地表水监测结果（测试）").unwrap();
    for (column, head) in (0..).zip(["断面名称", "溶解氧（mg/L）", "总磷（μg/L）"]) {
        sheet.write_string(1, column, head).unwrap();
    }
    sheet.write_string(2, 0, "甲断面").unwrap();
    sheet.write_number(2, 1, 7.1).unwrap();
    sheet.write_number(2, 2, 90).unwrap();
    let file = book.save_to_buffer().unwrap();
    let path = "/api/v1/monitoring/water/uploads?name=a.xlsx&on=2023-08-03";
    let (status, preview) = reviewer.send(path, file.clone()).await;
    assert_eq!((status, &preview["counts"]["added"]), (200, &json!(1)), "{preview}");
    assert_eq!(preview["incoming"][0]["moment"], "2023-08-03", "{preview}");
    assert_eq!(preview["incoming"][0]["comes_to"]["class"], "II", "{preview}");
    // Without a day of the data the rows tell none.
    let (_, preview) = reviewer
        .send("/api/v1/monitoring/water/uploads?name=a.xlsx", file)
        .await;
    assert_eq!(reasons(&preview), [(3, vec!["no-day".to_owned()])]);

    let base = "/api/v1/monitoring/water/uploads?name=a.csv";
    let (status, problem) = reviewer.send(base, "a,b\n1,2\n").await;
    assert_eq!((status, &problem["code"]), (422, &json!("measurements")), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("没有断面"), "{problem}");
    let (status, problem) = reviewer.send(base, "点位编码,日期,PM2.5_24h\nA,2023-08-03,1\n").await;
    assert_eq!(status, 422);
    assert!(problem["detail"].as_str().unwrap().contains("改选“空气”"), "{problem}");
    let (status, problem) = reviewer.send(base, "断面名称,备注\n甲断面,无\n").await;
    assert_eq!((status, &problem["code"]), (422, &json!("measurements")), "{problem}");
    let (status, _) = reviewer.send(base, Vec::new()).await;
    assert_eq!(status, 422);
    let (status, _) = reviewer.send(&format!("{base}&state=guessed"), AUGUST).await;
    assert_eq!(status, 400);
    let (status, _) = reviewer.send(&format!("{base}&on=someday"), AUGUST).await;
    assert_eq!(status, 400);
    let (status, _) = reviewer
        .send("/api/v1/monitoring/noise/uploads?name=a.csv", AUGUST)
        .await;
    assert_eq!(status, 404);
    let (status, _) = server.visitor().send(base, AUGUST).await;
    assert_eq!(status, 401);
    // 水处 has no part in the register of air.
    let (status, problem) = reviewer.send("/api/v1/monitoring/air/uploads?name=a.csv", AUGUST).await;
    assert_eq!((status, &problem["code"]), (404, &json!("no-network")), "{problem}");
}
