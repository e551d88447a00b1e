//! A plan that is amended keeps what hangs on it.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

use super::{begin, check, differences, issued, publish, save, taken_in, why};

/// The targets of the current plan, each id with its words.
async fn targets(visitor: &Visitor) -> Vec<(String, String)> {
    let (_, plan) = visitor.json("/api/v1/plan").await;
    let all = plan["targets"].as_array().unwrap().iter();
    all.map(|target| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&target["id"]), text(&target["quote"]["text"]))
    })
    .collect()
}

async fn id_of(visitor: &Visitor, words: &str) -> String {
    let all = targets(visitor).await;
    let found = all.into_iter().find(|(_, text)| text.contains(words));
    found.expect(words).0
}

/// 武汉 has sent what it has done of the villages.
async fn with_report(server: &Server) -> (Visitor, String) {
    let wuhan = server.by_link(0).await;
    let villages = id_of(&wuhan, "个行政村环境整治").await;
    let report = json!({
        "target": villages, "period": "2023-09", "read": null, "typed": { "value": "40" }, "send": true,
    });
    let (status, saved) = wuhan.post("/api/v1/reports", &report).await;
    assert_eq!(status, 200, "{saved}");
    (wuhan, villages)
}

#[tokio::test]
async fn one_figure_is_changed_and_reports_stay_attached() {
    let server = taken_in().await;
    let office = server.by_link(2).await;
    let (wuhan, villages) = with_report(&server).await;
    let before = targets(&office).await;

    let amended = issued().replace("新增完成 750 个行政村", "新增完成 800 个行政村");
    let id = begin(&office, "plan=hubei-2023&amends=true", amended).await;
    let found = check(&office, &id).await;
    assert_eq!((&found["hindrances"], &found["onto"]), (&json!([]), &json!(1)));
    let told = differences(&found["amended"]);
    let changed: Vec<&String> = told.iter().filter(|one| one.contains("target")).collect();
    assert_eq!(changed, [&format!("changed target {villages}")], "{told:?}");
    let all = found["amended"]["differences"].as_array().unwrap();
    let change = all.iter().find(|one| one["part"]["new"] == json!(villages)).unwrap();
    assert_eq!(
        change["change"]["changed"]["figure"],
        json!({ "from": "750", "to": "800" })
    );
    let (status, published) = publish(&office, &id, 1, 1).await;
    assert_eq!((status, &published["version"]), (200, &json!(2)), "{published}");

    let after = targets(&office).await;
    let ids = |all: &[(String, String)]| -> Vec<String> { all.iter().map(|(id, _)| id.clone()).collect() };
    assert_eq!(ids(&before), ids(&after), "every id is kept");
    let (_, form) = wuhan.json(&format!("/api/v1/form/{villages}")).await;
    assert_eq!(form["target"]["promise"]["count"]["goal"], "800");
    assert_eq!(
        form["report"]["content"]["figure"]["amount"]["value"], "40",
        "{}",
        form["report"]
    );
}

#[tokio::test]
async fn a_target_with_reports_does_not_vanish() {
    let server = taken_in().await;
    let office = server.by_link(2).await;
    let (_, villages) = with_report(&server).await;
    let dropped = issued().replace("新增完成 750 个行政村环境整治。", "");
    let id = begin(&office, "plan=hubei-2023&amends=true", dropped).await;
    let found = check(&office, &id).await;
    let hindrances = found["hindrances"].as_array().unwrap();
    assert_eq!(hindrances.len(), 1, "{hindrances:?}");
    assert_eq!(
        (&hindrances[0]["code"], &hindrances[0]["target"]),
        (&json!("gone-with-reports"), &json!(villages))
    );
    let (status, problem) = publish(&office, &id, 1, 1).await;
    assert_eq!((status, why(&problem)), (409, "hindered"));
    // Back it comes with the text.
    let (status, _) = office
        .send(&format!("/api/v1/imports/{id}/text?read=1"), issued())
        .await;
    assert_eq!(status, 200);
    assert_eq!(check(&office, &id).await["hindrances"], json!([]));
}

#[tokio::test]
async fn who_compared_with_an_older_version_looks_again() {
    let server = taken_in().await;
    let (office, administrator) = (server.by_link(2).await, server.by_link(3).await);
    let text = |goal: &str| issued().replace("新增完成 750 个行政村", &format!("新增完成 {goal} 个行政村"));
    let one = begin(&office, "plan=hubei-2023&amends=true", text("800")).await;
    let two = begin(&administrator, "plan=hubei-2023&amends=true", text("900")).await;
    assert_eq!(publish(&office, &one, 1, 1).await.0, 200);
    let (status, problem) = publish(&administrator, &two, 1, 1).await;
    assert_eq!((status, why(&problem)), (409, "plan-moved-on"));
    let found = check(&administrator, &two).await;
    let all = found["amended"]["differences"].as_array().unwrap();
    let figures: Vec<&Value> = all
        .iter()
        .map(|one| &one["change"]["changed"]["figure"])
        .filter(|one| !one.is_null())
        .collect();
    assert_eq!(
        (&found["onto"], figures),
        (&json!(2), vec![&json!({ "from": "800", "to": "900" })])
    );
    assert_eq!(publish(&administrator, &two, 1, 2).await.0, 200);
    // One that is given up goes nowhere.
    let three = begin(&office, "plan=hubei-2023&amends=true", text("700")).await;
    let (status, head) = office
        .post(&format!("/api/v1/imports/{three}/drop"), &json!({ "read": 1 }))
        .await;
    assert_eq!((status, &head["state"]), (200, &json!("dropped")));
    assert_eq!(why(&publish(&office, &three, 2, 3).await.1), "not-open");
    let saved = save(&office, &three, json!({ "read": 2, "edits": [] })).await;
    assert_eq!(why(&saved.1), "not-open");
}
