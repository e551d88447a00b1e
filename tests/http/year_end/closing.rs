//! Two people close a year, and nothing of it is written any more.

use serde_json::{Value, json};
use yaodian_domain::{
    closing::{Finals, Outcome},
    standing::Standing,
};
use yaodian_tests::{Visitor, case};

use super::{OUTFALLS, Over, STEPS, december, desk, request, take, why};
use crate::ledgers::{LEDGER, outfall, picture};

#[tokio::test]
async fn two_people_close_a_year_and_the_list_is_what_the_check_says() {
    let over = Over::begins().await;
    let (office, second) = (&over.office, &over.second);
    // While the year runs nothing is closed, whatever is said.
    let asked = |desk: &Value| json!({ "asked": request(desk) });
    let early = desk(office).await;
    let mut kinds: Vec<&str> = early["obstacles"].as_array().unwrap().iter().map(case).collect();
    kinds.dedup();
    assert_eq!(kinds, ["term-not-over", "period-not-closed", "report", "case"]);
    let (status, problem) = take(office, 0, asked(&early), "说明").await;
    assert_eq!((status, why(&problem)), (409, "forbidden"), "{problem}");
    // A report that nobody has decided on forbids it; a slip may be left, if that is said.
    office.move_to("2024-01-11").await;
    let (status, problem) = take(office, 0, asked(&desk(office).await), "说明").await;
    assert_eq!((status, why(&problem)), (409, "forbidden"));
    over.approve().await;
    let now = desk(office).await;
    assert_eq!(now["obstacles"].as_array().unwrap().len(), 1, "{}", now["obstacles"]);
    let mut silent = asked(&now);
    silent["asked"]["left"] = json!([]);
    assert_eq!(why(&take(office, 0, silent, "说明").await.1), "not-left");
    assert_eq!(why(&take(office, 0, asked(&now), " ").await.1), "note-missing");
    let mut fewer = asked(&now);
    fewer["asked"]["choices"].as_array_mut().unwrap().pop();
    assert_eq!(why(&take(office, 0, fewer, "说明").await.1), "choice-missing");
    for (visitor, code) in [(&over.wuhan, 403), (&over.reviewer, 403)] {
        assert_eq!(take(visitor, 0, asked(&now), "说明").await.0, code);
        assert_eq!(visitor.json("/api/v1/closing").await.0, 403);
    }
    let administrator = over.server.by_link(3).await;
    let (status, seen) = administrator.json("/api/v1/closing").await;
    assert_eq!(
        (status, &seen["hand"]),
        (200, &Value::Null),
        "he looks, and does not decide"
    );
    assert_eq!(take(&administrator, 0, asked(&now), "说明").await.0, 403);

    // Asked for, withdrawn, asked for again, confirmed by another person.
    assert_eq!(take(office, 0, asked(&now), "说明").await.0, 200);
    let (status, problem) = take(office, 1, json!("confirmed"), "").await;
    assert_eq!((status, why(&problem)), (422, "same-person"));
    assert_eq!(take(second, 1, json!("withdrawn"), "再核一遍").await.0, 200);
    let (status, problem) = take(second, 1, json!("confirmed"), "").await;
    assert_eq!((status, why(&problem)), (409, "moved-on"));
    assert_eq!(take(second, 2, asked(&now), "说明").await.0, 200);
    let (status, steps) = take(office, 3, json!("confirmed"), "").await;
    assert_eq!((status, steps.as_array().unwrap().len()), (200, 4));

    // The list is the check's answer for that day, for every target and every unit's part.
    let visitor = over.server.visitor();
    let (status, frozen) = visitor.json("/api/v1/closing/finals").await;
    assert_eq!(status, 200);
    let finals: Finals = serde_json::from_value(frozen.clone()).unwrap();
    let replayed = async || {
        let (_, standing) = visitor.json("/api/v1/standing?as_of=2024-01-11").await;
        let standing: Standing = serde_json::from_value(standing).unwrap();
        for one in &finals.targets {
            let answer = standing.target(&one.target).unwrap();
            assert_eq!(one.outcome, Outcome::from(answer), "{}", one.target);
        }
        assert_eq!(finals.targets.len(), standing.iter().count());
    };
    replayed().await;
    // And it is open data, from that day on.
    let (_, rows) = visitor.json("/data/final-list.json").await;
    let rows = rows.as_array().unwrap();
    let whole: Vec<&str> = rows
        .iter()
        .filter(|row| row["unit"].is_null())
        .map(|row| row["status"].as_str().unwrap())
        .collect();
    assert!(
        whole
            .iter()
            .copied()
            .eq(finals.targets.iter().map(|one| one.outcome.status.as_str()))
    );
    let parts: usize = finals.targets.iter().map(|one| one.parts.len()).sum();
    assert_eq!(rows.len(), finals.targets.len() + parts);
    let (_, eve) = visitor.json("/data/final-list.json?as_of=2024-01-10").await;
    assert_eq!(eve, json!([]));
    let page = visitor.page("/year-end").await;
    assert!(page.contains("本年度已收官（2024-01-11）") && page.contains("长江入河排污口整治"));
    for path in ["/", "/plan", "/targets", "/target/outfalls-yangtze", "/unit/420100"] {
        assert!(
            visitor.page(path).await.contains("本年度已收官（2024-01-11）"),
            "{path}"
        );
    }
    assert!(over.wuhan.page("/app").await.contains("2024-01-11"));

    // The year's results become known in spring. What was known on the day does not change, nor the list.
    office.move_to("2024-04-02").await;
    replayed().await;
    assert_eq!(visitor.json("/api/v1/closing/finals").await.1, frozen);
    let (_, today) = visitor.json("/api/v1/standing").await;
    let today: Standing = serde_json::from_value(today).unwrap();
    let differs =
        |one: &&yaodian_domain::closing::Final| today.target(&one.target).unwrap().status != one.outcome.status;
    assert!(
        finals.targets.iter().any(|one| differs(&one)),
        "later knowledge is there"
    );
    // And nobody was told anything since.
    let (_, told) = office.json("/api/v1/reminders/told").await;
    let late = told["messages"].as_array().into_iter().flatten();
    assert!(
        late.clone().all(|message| message["day"].as_str() < Some("2024-01-12")),
        "{told}"
    );
    for person in [&over.wuhan, &over.reviewer, office] {
        assert_eq!(person.json("/api/v1/reminders").await.1["lines"], json!([]));
    }
}

#[tokio::test]
async fn nothing_of_a_closed_year_is_written_any_more() {
    let over = Over::closed().await;
    let (wuhan, office) = (&over.wuhan, &over.office);
    // January would be open.
    office.move_to("2024-01-25").await;
    let mut january = december("600", false);
    january["period"] = json!("2024-01");
    let slip = over.slip["case"]["id"].as_str().unwrap();
    let extension = json!({ "extension": { "target": OUTFALLS, "new_due": "2024-06-30", "reason": "再延" } });
    let appeal = json!({ "appeal": { "target": OUTFALLS, "points": "1", "reason": "申诉" } });
    let writes: Vec<(&Visitor, String, Value)> = vec![
        (wuhan, "/api/v1/reports".into(), january),
        (wuhan, "/api/v1/cases".into(), appeal),
        (
            office,
            format!("/api/v1/cases/{slip}/steps"),
            json!({ "read": 1, "step": "settled", "note": "已办" }),
        ),
        (
            &over.reviewer,
            format!("/api/v1/targets/{OUTFALLS}/judgements"),
            json!({ "status": "at-risk", "reason": "另有看法" }),
        ),
        (
            office,
            "/api/v1/reminders/ask".into(),
            json!({ "units": ["420100"], "note": "请补报" }),
        ),
        (
            office,
            STEPS.into(),
            json!({ "plan": "hubei-2023", "read": 2, "step": "withdrawn" }),
        ),
    ];
    for (visitor, path, body) in writes {
        let (status, problem) = visitor.post(&path, &body).await;
        assert_eq!(
            (status, &problem["code"]),
            (409, &json!("plan-closed")),
            "{path}: {problem}"
        );
        assert_eq!(problem["kind"]["plan-closed"]["on"], "2024-01-11");
        assert!(problem["detail"].as_str().unwrap().contains("2024-01-11"), "{problem}");
    }
    // What the rules refuse before it is refused as before: after its date nothing is put off.
    assert_eq!(wuhan.post("/api/v1/cases", &extension).await.0, 422);
    // Ledgers: an entry, what is moved, a sheet, a file of evidence.
    let id = over.entry["entry"]["id"].as_i64().unwrap();
    let stages = json!({ "chosen": { "entries": [id] }, "stage": 0, "day": "2024-01-20" });
    for (path, body) in [("entries", outfall("WH-002", &[])), ("move", stages)] {
        let (status, problem) = wuhan.post(&format!("{LEDGER}/{path}"), &body).await;
        assert_eq!(
            (status, &problem["code"]),
            (409, &json!("plan-closed")),
            "{path}: {problem}"
        );
    }
    let evidence = format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name=a.png");
    let sheet = "编号,单位\nWH-001,武汉市\n".as_bytes().to_vec();
    for (path, bytes) in [
        (evidence, picture()),
        (format!("{LEDGER}/uploads?name=list.csv"), sheet),
    ] {
        let (status, problem) = wuhan.send(&path, bytes).await;
        assert_eq!(
            (status, &problem["code"]),
            (409, &json!("plan-closed")),
            "{path}: {problem}"
        );
    }
    // Nothing is proposed on it either.
    assert_eq!(office.json("/api/v1/cases").await.1["proposals"], json!([]));
}
