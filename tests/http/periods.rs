//! 调度期: late reports, closing, locking, and opening again with a reason.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

use crate::api::{outfalls, send};

const PERIODS: &str = "/api/v1/periods";

fn row<'a>(periods: &'a Value, period: &str) -> &'a Value {
    let rows = periods["periods"].as_array().unwrap();
    rows.iter().find(|row| row["period"] == period).unwrap()
}

#[tokio::test]
async fn a_period_closes_locks_and_is_opened_again() {
    let server = Server::trial_on("2023-09-27").await;
    let (reporter, reviewer, office) = server.desks().await;
    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;

    // The 10th of October is a working day, the 8th a worked Sunday; the 25th a Wednesday.
    let (_, periods) = office.json(PERIODS).await;
    let september = row(&periods, "2023-09");
    assert_eq!(
        (&september["due"], &september["closes"], &september["locks"]),
        (&json!("2023-09-28"), &json!("2023-10-10"), &json!("2023-10-25"))
    );
    assert_eq!((&september["stage"], &september["sent"]), (&json!("open"), &json!(1)));
    assert_eq!(row(&periods, "2023-Q3")["due"], "2023-09-28");
    let october = row(&periods, "2023-10");
    assert_eq!(october["due"], "2023-10-30", "the 28th is a Saturday");

    // Closed, nothing is begun any more; what was sent is still decided, and mended where it comes back.
    office.move_to("2023-10-11").await;
    let other = server.reporter_of("420200").await;
    let (status, problem) = other.post("/api/v1/reports", &outfalls("10", "20")).await;
    assert_eq!((status, &problem["code"]), (409, &json!("period-closed")));
    assert_eq!(reviewer.decide(&id, revision, "return", "请核对").await.0, 200);
    let (_, owed) = reporter.json("/api/v1/owed").await;
    assert_eq!(
        (&owed["items"][0]["period"], &owed["items"][0]["open"]),
        (&json!("2023-09"), &json!(true))
    );
    let mut mended = outfalls("615", "734");
    mended["read"] = json!({ "id": id, "revision": revision + 2 });
    let (_, revision) = send(&reporter, &mended).await;

    // Locked, nothing is decided either, and the unit has nothing to take back.
    office.move_to("2023-10-26").await;
    let (status, problem) = reviewer.step(&id, revision, "take-up", "").await;
    assert_eq!(
        (status, &problem["kind"]["period-locked"]["locked"]),
        (409, &json!("2023-10-25"))
    );
    assert_eq!(reporter.step(&id, revision, "recall", "").await.0, 409);
    let open = json!({ "period": "2023-09", "unit": "420100", "until": "2023-10-27", "reason": "漏审" });
    let (status, answer) = office.post(&format!("{PERIODS}/reopen"), &open).await;
    assert_eq!(status, 200, "{answer}");
    let (_, owed) = reporter.json("/api/v1/owed?period=2023-09").await;
    assert_eq!(owed["stage"], "reopened");

    // Opened again for all, the others send late, and what waits is decided.
    let all = json!({ "period": "2023-09", "unit": null, "until": "2023-10-31", "reason": "季度数据复核" });
    assert_eq!(office.post(&format!("{PERIODS}/reopen"), &all).await.0, 200);
    assert_eq!(reviewer.decide(&id, revision, "approve", "").await.0, 200);
    let mut late = outfalls("10", "20");
    late["period"] = json!("2023-09");
    let (status, saved) = other.post("/api/v1/reports", &late).await;
    assert_eq!(status, 200, "{saved}");
    assert_eq!(saved["late"], json!({ "due": "2023-09-28", "sent": "2023-10-26" }));
    let (_, periods) = other.json(PERIODS).await;
    assert_eq!(periods["acts"], false);
    assert_eq!(periods["reopenings"][0]["reason"], "季度数据复核");
    let page = other.page("/app").await;
    assert!(page.contains("重新开放") && page.contains("2023 年 9 月"), "{page}");
}

#[tokio::test]
async fn who_may_open_what_again() {
    let server = Server::trial_on("2023-10-11").await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    let asked = |period: &str, until: &str, reason: &str| json!({ "period": period, "unit": null, "until": until, "reason": reason });
    let reopen = async |visitor: &Visitor, body: Value| {
        let (status, problem) = visitor.post(&format!("{PERIODS}/reopen"), &body).await;
        (status, problem["detail"].as_str().unwrap_or_default().to_owned())
    };
    let good = asked("2023-09", "2023-10-12", "复核");
    assert_eq!(reopen(&reporter, good.clone()).await.0, 403);
    for (body, status, words) in [
        (asked("2023-10", "2023-10-12", "复核"), 409, "未开放"),
        (asked("2023-09", "2023-10-10", "复核"), 422, "2023-10-11"),
        (asked("2023-09", "2023-12-01", "复核"), 422, "2023-11-10"),
        (asked("2023-09", "2023-10-12", "  "), 422, "理由"),
        (asked("2022-09", "2023-10-12", "复核"), 404, ""),
    ] {
        let (got, title) = reopen(&office, body).await;
        assert_eq!(got, status, "{title}");
        assert!(title.contains(words), "{title}");
    }
    assert_eq!(reopen(&office, good).await.0, 200);
}
