//! A reviewer's own judgement, beside the computed status.

use serde_json::{Value, json};
use yaodian_store::{Store, SubjectKind};
use yaodian_tests::Server;

use crate::api::{outfalls, send};

const PATH: &str = "/api/v1/targets/outfalls-yangtze/judgements";

fn said(status: &str, reason: &str) -> Value {
    json!({ "status": status, "reason": reason })
}

#[tokio::test]
async fn a_reviewer_speaks_beside_the_check() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let visitor = server.visitor();
    let (status, before) = visitor.json(PATH).await;
    assert_eq!((status, &before["standing"]), (200, &json!(null)));
    let (_, standing) = visitor.json("/api/v1/standing").await;
    let nasty = "台账尚未核对<script>alert(1)</script>";
    let (status, voices) = reviewer.post(PATH, &said("at-risk", nasty)).await;
    assert_eq!(status, 200, "{voices}");
    assert_eq!(
        (
            &voices["standing"]["status"],
            &voices["standing"]["reason"],
            &voices["standing"]["on"]
        ),
        (&json!("at-risk"), &json!(nasty), &json!("2023-09-25"))
    );
    assert!(voices["standing"]["by"].as_str().unwrap().contains("水处"));
    assert_eq!(voices["computed"], before["computed"]);
    let (_, after) = visitor.json("/api/v1/standing").await;
    assert_eq!(standing, after, "no judgement changes what the check says");

    // Another one stands from then on; the first stays to be read.
    assert_eq!(office.post(PATH, &said("off-track", "抽查发现未销号")).await.0, 200);
    let (_, voices) = visitor.json(PATH).await;
    assert_eq!(voices["standing"]["reason"], "抽查发现未销号");
    let history = voices["history"].as_array().unwrap();
    assert_eq!((history.len(), &history[1]["reason"]), (2, &json!(nasty)));
    let (_, earlier) = visitor.json(&format!("{PATH}?as_of=2023-09-24")).await;
    assert_eq!(
        (&earlier["standing"], &earlier["history"]),
        (&json!(null), &json!([])),
        "nothing of it was known the day before"
    );

    // On the public page, and in the desk of who reviews.
    let page = visitor.page("/target/outfalls-yangtze").await;
    assert!(page.contains("抽查发现未销号") && !page.contains("<script"));
    let page = visitor.page("/target/outfalls-yangtze?as_of=2023-09-24").await;
    assert!(!page.contains("抽查发现未销号"));
    let (id, _) = send(&reporter, &outfalls("610", "734")).await;
    let desk = reviewer.page(&format!("/app/review/{id}")).await;
    assert!(desk.contains("抽查发现未销号") && desk.contains("台账尚未核对") && !desk.contains("<script>alert"));
    assert!(desk.contains("id=\"reason\"") && desk.contains("value=\"on-track\""));

    // Each with its row in the audit.
    let url = format!("sqlite://{}/yaodian.sqlite", server.data.path().display());
    let store = Store::open(&url).await.unwrap();
    let rows = store
        .history(SubjectKind::Target, "hubei-2023:outfalls-yangtze")
        .await
        .unwrap();
    assert_eq!(
        rows.iter()
            .map(|row| (row.action.as_str(), row.detail["judgement"]["status"].as_str()))
            .collect::<Vec<_>>(),
        [("target-judged", Some("at-risk")), ("target-judged", Some("off-track"))]
    );
    assert!(rows[0].by.name().contains("水处"));
}

#[tokio::test]
async fn who_may_judge() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let opinion = said("on-track", "已核");
    let (status, problem) = server.visitor().post(PATH, &opinion).await;
    assert_eq!((status, &problem["code"]), (401, &json!("signed-out")));
    let (status, problem) = reporter.post(PATH, &opinion).await;
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("not-a-reviewer"))
    );

    // Of the plan's targets: one that another division leads, and one that 水处 alone reports on.
    let (_, plan) = server.visitor().json("/api/v1/plan").await;
    let tasks: Vec<&Value> = plan["chapters"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|chapter| chapter["items"].as_array().unwrap())
        .flat_map(|item| item["tasks"].as_array().unwrap())
        .collect();
    let find = |leads: bool, alone: bool| {
        let found = plan["targets"].as_array().unwrap().iter().find(|target| {
            let own = target["reporters"] == json!(["shui"]);
            let task = tasks.iter().find(|task| task["id"] == target["home"]["task"]["id"]);
            task.is_some_and(|task| {
                let lead = task["assignment"]["lead"].as_array().unwrap().contains(&json!("shui"));
                own == alone && lead == leads
            })
        });
        let id = found.expect("such a target")["id"].as_str().unwrap();
        format!("/api/v1/targets/{id}/judgements")
    };
    let (status, problem) = reviewer.post(&find(false, false), &opinion).await;
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("not-leading"))
    );
    let own = find(true, true);
    let (status, problem) = reviewer.post(&own, &opinion).await;
    assert_eq!((status, &problem["code"]), (403, &json!("own-target")));
    assert!(problem["detail"].as_str().unwrap().contains("督查室"), "{problem}");
    assert_eq!(office.post(&own, &opinion).await.0, 200, "the office stands in");
    assert_eq!(reviewer.post(PATH, &opinion).await.0, 200);

    let nothing = "/api/v1/targets/nothing/judgements";
    assert_eq!(reviewer.post(nothing, &opinion).await.0, 404);
    assert_eq!(server.visitor().json(nothing).await.0, 404);
}

#[tokio::test]
async fn what_is_no_judgement() {
    let server = Server::trial().await;
    let reviewer = server.by_link(1).await;
    for (lang, status, reason, why, words) in [
        ("zh", "at-risk", " \n ", json!("no-reason"), "理由：请写明理由"),
        ("en", "at-risk", "", json!("no-reason"), "Reason: Please say why"),
        (
            "zh",
            "at-risk",
            &*"水".repeat(4_001),
            json!({ "too-long": { "length": 4_001 } }),
            "理由：文字 4001 字",
        ),
        (
            "en",
            "no-data",
            "why",
            json!({ "not-an-opinion": { "status": "no-data" } }),
            "Your judgement: \"no data\"",
        ),
        (
            "zh",
            "awaiting-target",
            "理由",
            json!({ "not-an-opinion": { "status": "awaiting-target" } }),
            "您的判断：“待定目标”",
        ),
    ] {
        let (code, problem) = reviewer
            .post(&format!("{PATH}?lang={lang}"), &said(status, reason))
            .await;
        assert_eq!((code, &problem["code"]), (422, &json!("judgement")), "{problem}");
        assert_eq!(problem["kind"]["judgement"]["why"], why);
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
    let (status, problem) = reviewer.post(PATH, &said("splendid", "why")).await;
    assert_eq!((status, &problem["code"]), (400, &json!("malformed")));
    let (_, voices) = server.visitor().json(PATH).await;
    assert_eq!(voices["history"], json!([]), "nothing was stored");

    // What is wrong with the day is answered as data, too.
    let (status, problem) = server.visitor().json(&format!("{PATH}?as_of=2023-13-01")).await;
    assert_eq!((status, &problem["code"]), (400, &json!("malformed")));
}
