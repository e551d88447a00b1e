//! Asking a list: filters, order, pages, saved views.

use serde_json::json;
use yaodian_tests::Server;

use super::{LEDGER, add};

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
