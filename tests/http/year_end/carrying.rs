//! What was unfinished goes on in the next plan.

use std::path::Path;

use serde_json::json;
use yaodian_tests::{case, seeds};

use super::{CARRIED, Over, december, desk};

/// The plan folder of the next year: the same promises, nothing published yet.
fn next_year(folder: &Path) {
    for name in ["hubei-2024", "calendars"] {
        std::fs::create_dir_all(folder.join(name)).unwrap();
    }
    let copy = |from: &str, to: &str, change: &dyn Fn(String) -> String| {
        let text = std::fs::read_to_string(seeds().join(from)).unwrap();
        std::fs::write(folder.join(to), change(text)).unwrap();
    };
    for year in ["2023", "2024"] {
        let name = format!("calendars/{year}.toml");
        copy(&name, &name, &|text| text);
    }
    copy("hubei-2023/plan.txt", "hubei-2024/plan.txt", &|text| {
        text.replace("2023 年全省生态环境工作", "2024 年全省生态环境工作")
    });
    for file in ["units.toml", "ledgers.toml"] {
        copy(&format!("hubei-2023/{file}"), &format!("hubei-2024/{file}"), &|text| {
            text
        });
    }
    copy("hubei-2023/plan.toml", "hubei-2024/plan.toml", &|text| {
        text.replace("id = \"hubei-2023\"", "id = \"hubei-2024\"")
            .replace("year = 2023", "year = 2024")
            .replace("\"2023 年全省生态环境工作", "\"2024 年全省生态环境工作")
            .replace("due = 2023-", "due = 2024-")
    });
    std::fs::write(folder.join("hubei-2024/published.toml"), "").unwrap();
}

#[tokio::test]
async fn what_is_unfinished_goes_on_in_the_next_plan() {
    let over = Over::closed().await;
    let (server, office) = (&over.server, &over.office);
    let carry = json!({ "from": "hubei-2023", "into": "hubei-2024" });
    assert_eq!(
        office.post("/api/v1/closing/carry", &carry).await.0,
        404,
        "no such plan yet"
    );
    let folder = tempfile::tempdir().unwrap();
    next_year(folder.path());
    let plan = folder.path().join("hubei-2024");
    let (code, _, error) = server.command(&["plan", "load", plan.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{error}");
    // The year that has begun is worked on; the old one stays at its own address.
    let visitor = server.visitor();
    assert!(visitor.page("/").await.contains("2024 年全省生态环境工作要点"));
    let old = visitor.page("/plans/hubei-2023").await;
    assert!(old.contains("2023 年全省生态环境工作要点") && old.contains("本年度已收官（2024-01-11）"));
    assert!(
        old.contains("href=\"/plans/hubei-2023/target/"),
        "its links stay with it"
    );
    assert!(
        visitor
            .page("/plans")
            .await
            .contains("href=\"/plans/hubei-2023/year-end\"")
    );
    assert!(!visitor.page("/").await.contains("上年结转"));

    assert_eq!(over.wuhan.post("/api/v1/closing/carry", &carry).await.0, 403);
    let (status, done) = office.post("/api/v1/closing/carry", &carry).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!((done.as_array().unwrap().len(), &done[0]["now"]), (1, &json!(CARRIED)));
    let (status, problem) = office.post("/api/v1/closing/carry", &carry).await;
    assert_eq!(
        (status, case(&problem["kind"]["carry"]["why"])),
        (409, "nothing"),
        "only once"
    );
    // The same folder again takes nothing of it away.
    assert_eq!(server.command(&["plan", "load", plan.to_str().unwrap()]).await.0, 0);

    // It stands under its own heading, with its words, its units, its new date and where it came from.
    for path in ["/", "/plan", "/targets"] {
        assert!(visitor.page(path).await.contains("上年结转"), "{path}");
    }
    let page = visitor.page(&format!("/target/{CARRIED}")).await;
    assert!(page.contains("/plans/hubei-2023/target/outfalls-key-survey"));
    assert!(page.contains("2024-06-30") && page.contains("年内未完成"));
    assert!(
        page.contains("560 / 734"),
        "the figures of the old year are its history"
    );
    let (_, plan) = visitor.json("/api/v1/plan").await;
    let target = plan["targets"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == CARRIED);
    let target = target.expect("it is a target of the new plan");
    assert_eq!(target["term"], json!({ "from": "2023-01-01", "to": "2024-06-30" }));

    // The unit reports on it further, its lead reviews, and it counts from where it stood.
    office.move_to("2024-01-25").await;
    let (_, owed) = over.wuhan.json("/api/v1/owed").await;
    let item = owed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["target"] == CARRIED);
    assert!(item.is_some(), "{owed}");
    let mut report = december("612", true);
    (report["target"], report["period"]) = (json!(CARRIED), json!("2024-01"));
    let (id, revision) = crate::api::send(&over.wuhan, &report).await;
    let (status, answer) = over.reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!(status, 200, "{answer}");
    let page = visitor.page(&format!("/target/{CARRIED}")).await;
    assert!(
        page.contains("612 / 734") && page.contains("560 / 734"),
        "new figure and old"
    );
    let old = visitor.page("/plans/hubei-2023/target/outfalls-key-survey").await;
    assert!(!old.contains("612 / 734"), "the old year is as it was");
    // The desk shows where it went.
    let seen = desk(office).await;
    assert_eq!(seen["carried"][0]["into"], "hubei-2024");
    assert_eq!(office.json("/api/v1/closing").await.1["plan"]["id"], "hubei-2024");
}
