//! 目标分解: a target divided among the units that report it.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor, case};

async fn desk(visitor: &Visitor) -> Value {
    let (status, desk) = visitor.json("/api/v1/shares/villages").await;
    assert_eq!(status, 200, "{desk}");
    desk
}

/// The whole in parts that differ by one at most, as `/api/v1/shares` takes them.
pub(crate) fn equally(desk: &Value, whole: usize) -> Vec<Value> {
    let units = desk["units"].as_array().unwrap();
    let (part, left) = (whole / units.len(), whole % units.len());
    let goal = |at: usize| (part + usize::from(at < left)).to_string();
    let share = |(at, unit): (usize, &Value)| json!({ "unit": unit["id"], "goal": goal(at), "inventory": null });
    units.iter().enumerate().map(share).collect()
}

async fn set(visitor: &Visitor, version: &Value, shares: &[Value], reason: &str) -> (u16, Value) {
    let asked = json!({
        "plan": "hubei-2023", "version": version, "target": "villages", "shares": shares, "reason": reason,
    });
    visitor.post("/api/v1/shares", &asked).await
}

fn why(problem: &Value) -> &str {
    case(&problem["kind"]["shares"]["why"])
}

#[tokio::test]
async fn a_target_is_divided_and_the_sum_is_checked() {
    let server = Server::trial().await;
    let (wuhan, _, office) = server.desks().await;
    let (_, list) = office.json("/api/v1/shares").await;
    let ids: Vec<&str> = list["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["target"]["id"].as_str().unwrap())
        .collect();
    assert!(ids.contains(&"villages") && !ids.contains(&"fishing-ban"), "{ids:?}");
    let before = desk(&office).await;
    assert_eq!(
        (before["units"].as_array().unwrap().len(), &before["whole"]),
        (17, &json!("750"))
    );
    assert_eq!((&before["shares"], &before["history"]), (&json!([]), &json!([])));
    let version = &before["version"];

    let shares = equally(&before, 750);
    let short = equally(&before, 740);
    let (status, problem) = set(&office, version, &short, " ").await;
    assert_eq!((status, why(&problem)), (422, "reason-missing"));
    let sum = &problem["kind"]["shares"]["why"]["reason-missing"]["sum"];
    assert_eq!(
        (&sum["total"], &sum["short"], &sum["over"]),
        (&json!("740"), &json!("10"), &json!("0"))
    );
    assert!(problem["detail"].as_str().unwrap().contains("还差 10"), "{problem}");
    let mut strange = shares.clone();
    strange[0]["unit"] = json!("shui");
    assert_eq!(why(&set(&office, version, &strange, "").await.1), "stranger");
    strange[0]["unit"] = strange[1]["unit"].clone();
    assert_eq!(why(&set(&office, version, &strange, "").await.1), "twice");
    for figure in ["-1", "2.5"] {
        let mut bad = shares.clone();
        bad[0]["goal"] = json!(figure);
        assert_eq!(why(&set(&office, version, &bad, "").await.1), "bad-figure");
    }
    let (status, problem) = set(&wuhan, version, &shares, "").await;
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("not-planning"))
    );
    let (status, problem) = office.json("/api/v1/shares/fishing-ban").await;
    assert_eq!((status, why(&problem)), (422, "not-shared"));

    let (status, after) = set(&office, version, &shares, "").await;
    assert_eq!(status, 200, "{after}");
    assert_eq!(after["shares"].as_array().unwrap().len(), 17);
    assert_eq!(
        (&after["shares"][0]["given_on"], &after["shares"][0]["goal"]),
        (&json!("2023-09-25"), &json!("45"))
    );
    assert_eq!(after["version"].as_i64(), version.as_i64().map(|version| version + 1));
    // The unit is held against it at once.
    let (_, form) = wuhan.json("/api/v1/form/villages").await;
    assert_eq!(form["allocation"]["goal"], "45");
    // Whoever read the version before is told.
    let (status, problem) = set(&office, version, &short, "先分一部分").await;
    assert_eq!((status, why(&problem)), (409, "moved-on"));
    let (status, after) = set(&office, &after["version"], &short, "先分一部分").await;
    assert_eq!(
        (status, &after["history"][0]["reason"]),
        (200, &json!("先分一部分")),
        "{after}"
    );
    assert_eq!(after["history"].as_array().unwrap().len(), 2);
    assert_eq!(after["earlier"], json!([]), "what was given today is mended today");
}

#[tokio::test]
async fn another_share_later_leaves_the_past_as_it_was() {
    let server = Server::trial().await;
    let (wuhan, _, office) = server.desks().await;
    let first = desk(&office).await;
    let (_, set_once) = set(&office, &first["version"], &equally(&first, 750), "").await;
    let on = async |day: &str| {
        let page = server.visitor().page(&format!("/target/villages?as_of={day}")).await;
        let row = page.rsplit("/unit/420100").next().unwrap();
        row[..row.find("</tr>").unwrap()].to_owned()
    };
    office.move_to("2023-10-20").await;
    let mut other = equally(&first, 750);
    other[0]["goal"] = json!("50");
    let (status, after) = set(&office, &set_once["version"], &other, "武汉多分 5 个").await;
    assert_eq!(status, 200, "{after}");
    assert_eq!(after["earlier"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&after["earlier"][0]["goal"], &after["earlier"][0]["withdrawn_on"]),
        (&json!("45"), &json!("2023-10-20"))
    );
    let (_, form) = wuhan.json("/api/v1/form/villages").await;
    assert_eq!(form["allocation"]["goal"], "50");
    let (then, now) = (on("2023-10-19").await, on("2023-10-20").await);
    assert!(then.contains("45") && !then.contains("50"), "{then}");
    assert!(now.contains("50"), "{now}");
}
