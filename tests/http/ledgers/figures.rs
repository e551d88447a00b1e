//! What follows from a list: figures, shares, pages, judgements.

use serde_json::{Value, json};
use yaodian_tests::Server;

use super::{HEADINGS, LEDGER, MENDED, add, figure, outfall, sheet, texts};

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
    assert!(problem["detail"].as_str().unwrap().contains("1 / 1"), "{problem}");
    // What the ledger says can be sent, with the words around it.
    let (status, saved) = reporter.post("/api/v1/reports", &report("1", "1")).await;
    assert_eq!(status, 200, "{saved}");
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
