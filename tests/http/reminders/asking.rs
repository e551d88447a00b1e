//! 人工催办, and who may do and see what.

use serde_json::{Value, json};
use yaodian_tests::{Server, smtp::Smtp};

use super::{add, mailing};
use crate::api::{outfalls, send};

const ASK: &str = "/api/v1/reminders/ask";

fn lines(mine: &Value) -> &Vec<Value> {
    mine["lines"].as_array().unwrap()
}

#[tokio::test]
async fn what_the_office_asks_for_is_seen_at_once_and_comes_with_the_next_mail() {
    let smtp = Smtp::start().await;
    let server = mailing(&smtp).await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    add(&server, "wang", "武汉市", &["reporter"]).await;
    let (_, before) = reporter.json("/api/v1/me").await;
    let note = "请于今日内核实排污口数据<b>并</b>报送";
    let asked = json!({ "units": ["420100", "420100"], "target": "outfalls-yangtze", "note": note });
    let (status, answer) = office.post(ASK, &asked).await;
    assert_eq!((status, answer), (200, json!({ "units": 1, "people": 2 })));
    let (_, after) = reporter.json("/api/v1/me").await;
    assert_eq!(after["reminders"].as_u64(), before["reminders"].as_u64().map(|n| n + 1));
    let (_, mine) = reporter.json("/api/v1/reminders").await;
    let first = &lines(&mine)[0]["about"]["nudge"];
    assert_eq!((&first["note"], &first["on"]), (&json!(note), &json!("2023-09-25")));

    office.move_to("2023-09-26").await;
    let mail = smtp.wait_for(1).await.remove(0);
    assert!(
        mail.text.contains("【督查室催办】") && mail.text.contains(note),
        "{}",
        mail.text
    );
    assert!(
        mail.html.contains("&lt;b&gt;") && !mail.html.contains("<b>"),
        "{}",
        mail.html
    );

    // What it is about is sent, and so it is done.
    send(&reporter, &outfalls("610", "734")).await;
    let (_, mine) = reporter.json("/api/v1/reminders").await;
    assert!(
        lines(&mine).iter().all(|line| line["about"]["nudge"].is_null()),
        "{mine}"
    );
}

#[tokio::test]
async fn what_is_about_no_target_stands_until_somebody_of_the_unit_has_seen_it() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let asked = json!({ "units": ["420100"], "note": "请报送联系人" });
    assert_eq!(office.post(ASK, &asked).await.0, 200);
    let (_, mine) = reporter.json("/api/v1/reminders").await;
    let id = lines(&mine)[0]["about"]["nudge"]["id"].as_str().unwrap().to_owned();
    let seen = format!("/api/v1/reminders/{id}/seen");
    for other in [&reviewer, &office] {
        assert_eq!(other.post(&seen, &json!({})).await.0, 404, "it is not theirs");
    }
    let (status, mine) = reporter.post(&seen, &json!({})).await;
    assert_eq!(status, 200);
    assert!(lines(&mine).iter().all(|line| line["about"]["nudge"].is_null()));
    let (_, told) = office.json("/api/v1/reminders/told").await;
    let nudge = &told["nudges"][0];
    assert_eq!(
        (&nudge["note"], &nudge["unit"]["zh"]),
        (&json!("请报送联系人"), &json!("武汉市"))
    );
    assert_eq!(nudge["seen"][0]["day"], "2023-09-25");
    assert_eq!(reporter.post("/api/v1/reminders/none/seen", &json!({})).await.0, 404);
}

#[tokio::test]
async fn units_are_asked_by_the_office_and_in_order() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    for (asked, why) in [
        (json!({ "units": [], "note": "请报送" }), json!("no-unit")),
        (json!({ "units": ["420100"], "note": " \u{0}\n " }), json!("no-note")),
        (
            json!({ "units": ["420100", "999999"], "note": "请报送" }),
            json!({ "unknown-unit": { "unit": "999999" } }),
        ),
        (
            json!({ "units": ["420100"], "target": "none", "note": "请报送" }),
            json!({ "unknown-target": { "target": "none" } }),
        ),
        (
            json!({ "units": ["420100"], "note": "长".repeat(501) }),
            json!({ "note-too-long": { "length": 501, "limit": 500 } }),
        ),
    ] {
        let (status, problem) = office.post(ASK, &asked).await;
        assert_eq!((status, &problem["kind"]["asking"]["why"]), (422, &why), "{problem}");
        assert!(problem["detail"].as_str().unwrap().ends_with('。'));
    }
    let good = json!({ "units": ["420100"], "note": "请报送" });
    for other in [0, 1] {
        let other = server.by_link(other).await;
        assert_eq!(other.post(ASK, &good).await.0, 403);
        assert_eq!(other.get("/api/v1/reminders/told").await.status(), 403);
    }
    for path in ["/api/v1/reminders", "/api/v1/reminders/told"] {
        assert_eq!(server.visitor().get(path).await.status(), 401);
    }
}

#[tokio::test]
async fn an_administrator_sets_where_mail_goes() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let administrator = server.person("admin2", "水处", &["administrator"], false).await;
    let path = "/api/v1/accounts/trial-reporter/email";
    let set = |email: Value| json!({ "email": email });
    assert_eq!(office.post(path, &set(json!("a@example.org"))).await.0, 403);
    let (status, answer) = administrator.post(path, &set(json!(" a@example.org "))).await;
    assert_eq!((status, answer), (200, set(json!("a@example.org"))));
    for bad in ["a", "a@b@c", "a@b.cn\r\nBcc: c@d.cn", "张三 <a@b.cn>"] {
        let (status, problem) = administrator.post(path, &set(json!(bad))).await;
        assert_eq!((status, &problem["code"]), (422, &json!("not-an-address")), "{bad}");
    }
    assert_eq!(administrator.post(path, &set(json!(null))).await.1, set(json!(null)));
    let nobody = "/api/v1/accounts/nobody/email";
    assert_eq!(administrator.post(nobody, &set(json!(null))).await.0, 404);
}
