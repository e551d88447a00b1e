//! Who may see and do what, and two people at once.

use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use yaodian_tests::Server;

use super::{HEADINGS, LEDGER, MENDED, add, cells, outfall, picture, sheet};

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
