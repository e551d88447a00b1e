//! 督查总览: who sees it, that it agrees with what units are told, that news arrive at once, and
//! that drafts stay the unit's own.

use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio::time::timeout;
use yaodian_domain::{
    id::{PlanId, ReportId},
    report::StateName,
    testing,
};
use yaodian_store::{Act, Actor, ReportFilter, Store};
use yaodian_tests::{Server, Visitor};

use crate::api::{outfalls, send};

const PICTURE: &str = "/api/v1/cockpit";
const WUHAN: &str = "/api/v1/cockpit/parts?unit=420100";
/// Longer than any news should take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a visitor hears from the server, mark by mark.
pub(crate) struct Ear {
    bytes: futures_util::stream::BoxStream<'static, Vec<u8>>,
    text: String,
}

impl Ear {
    pub(crate) async fn of(visitor: &Visitor) -> Self {
        let answer = visitor.get("/api/v1/cockpit/live").await;
        assert_eq!(answer.status().as_u16(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let bytes = answer
            .bytes_stream()
            .map(|bytes| bytes.map(|bytes| bytes.to_vec()).unwrap_or_default());
        Self {
            bytes: bytes.boxed(),
            text: String::new(),
        }
    }

    /// The next mark; `None` once the server has ended.
    pub(crate) async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let mark = event.strip_prefix("data: ").map(str::to_owned);
                self.text = String::from(rest);
                if mark.is_some() {
                    return mark;
                }
                continue;
            }
            let bytes = timeout(PATIENCE, self.bytes.next()).await.expect("news in time")?;
            self.text.push_str(&String::from_utf8(bytes).unwrap());
        }
    }
}

async fn picture(visitor: &Visitor) -> Value {
    let (status, picture) = visitor.json(PICTURE).await;
    assert_eq!(status, 200, "{picture}");
    picture
}

/// 武汉's cell in the row of the Yangtze's outfalls.
fn cell(picture: &Value) -> &Value {
    let row = picture["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["place"] == "7.1")
        .unwrap();
    assert_eq!(picture["columns"][0]["unit"], "420100");
    row["cells"]
        .as_array()
        .unwrap()
        .iter()
        .find(|cell| cell["unit"] == 0)
        .unwrap()
}

fn unreported(picture: &Value) -> &Value {
    let list = picture["unreported"].as_array().unwrap();
    list.iter().find(|of_unit| of_unit["column"] == 0).unwrap()
}

async fn approve(reviewer: &Visitor, (id, revision): (String, i64)) {
    let (status, answer) = reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!(status, 200, "{answer}");
}

#[tokio::test]
async fn only_the_office_and_administrators_see_it() {
    let server = Server::trial().await;
    let visitor = server.visitor();
    let others = [
        server.by_link(0).await,
        server.by_link(1).await,
        server.person("other", "daqi", &["reviewer"], false).await,
    ];
    for path in [PICTURE, WUHAN, "/api/v1/cockpit/live"] {
        assert_eq!(visitor.json(path).await.0, 401, "{path}");
        for who in &others {
            let (status, problem) = who.json(path).await;
            let why = &problem["kind"]["forbidden"]["why"];
            assert_eq!((status, why), (403, &json!("not-overseeing")), "{path}");
            assert!(problem["detail"].as_str().unwrap().contains("督查室"), "{problem}");
        }
    }
    for who in [
        server.by_link(2).await,
        server.person("keeper", "bangongshi", &["administrator"], false).await,
    ] {
        assert_eq!(who.json(PICTURE).await.0, 200);
        assert_eq!(who.json(WUHAN).await.0, 200);
        assert!(Ear::of(&who).await.next().await.is_some());
    }
    assert_eq!(visitor.get("/app/cockpit").await.status().as_u16(), 303);
}

#[tokio::test]
async fn what_is_asked_wrongly_is_told() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    for (path, status) in [
        ("/api/v1/cockpit?rows=chapters", 400),
        ("/api/v1/cockpit/parts?unit=420100&row=headline-x", 400),
        ("/api/v1/cockpit/parts?unit=999999", 404),
        ("/api/v1/cockpit/parts?unit=%E6%AD%A6", 404),
    ] {
        assert_eq!(office.json(path).await.0, status, "{path}");
    }
    // A row in which the unit owes nothing has no parts.
    let (_, found) = office.json("/api/v1/cockpit/parts?unit=420100&row=headline-1").await;
    assert_eq!(found["parts"], json!([]));
}

#[tokio::test]
async fn a_report_from_nothing_to_red() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let first = picture(&office).await;
    assert_eq!(
        (&first["as_of"], &first["since"]),
        (&json!("2023-09-25"), &json!("2023-09-18"))
    );
    assert_eq!(
        (&cell(&first)["status"], &cell(&first)["sent"]),
        (&json!("no-data"), &json!(0))
    );
    let (_, owed) = reporter.json("/api/v1/owed").await;
    assert_eq!(unreported(&first)["owed"], owed["items"].as_array().unwrap().len());
    let (_, items) = office.json("/api/v1/cockpit?rows=items").await;
    assert_eq!(
        (
            first["rows"].as_array().unwrap().len(),
            items["rows"].as_array().unwrap().len()
        ),
        (59, 41)
    );

    // A draft is nobody's business: nothing changes, and nothing is told.
    let mut draft = outfalls("30", "734");
    draft["send"] = json!(false);
    draft["progress"] = json!("还没想好的话");
    let drafted = send(&reporter, &draft).await;
    assert_eq!(picture(&office).await, first, "not even the mark");
    let (_, found) = office.json(WUHAN).await;
    assert!(
        !found.to_string().contains(&drafted.0) && !found.to_string().contains("还没想好的话"),
        "a draft is seen"
    );

    // Sent, it waits on the desk of the unit that leads the task.
    let mut ear = Ear::of(&office).await;
    assert_eq!(ear.next().await.as_deref(), first["mark"].as_str());
    draft["send"] = json!(true);
    draft["read"] = json!({ "id": drafted.0, "revision": drafted.1 });
    let sent = send(&reporter, &draft).await;
    let told = ear.next().await.unwrap();
    let second = picture(&office).await;
    assert_eq!(second["mark"], told);
    assert_eq!(
        (&cell(&second)["status"], &cell(&second)["sent"]),
        (&json!("no-data"), &json!(1))
    );
    assert_eq!(
        unreported(&second)["missing"],
        unreported(&first)["missing"].as_u64().unwrap() - 1
    );
    let desk = &second["desks"][0];
    assert_eq!(
        (&desk["waiting"][0]["report"], &desk["waiting"][0]["since"]),
        (&json!(sent.0), &json!("2023-09-25"))
    );
    let lead = second["columns"][usize::try_from(desk["column"].as_u64().unwrap()).unwrap()]["unit"].clone();
    assert_eq!(lead, "liuyu", "of several lead units the first that the text names");

    // Approved, it counts: the cell is red, and that is news.
    approve(&reviewer, sent.clone()).await;
    let told = ear.next().await.unwrap();
    let third = picture(&office).await;
    assert_eq!(third["mark"], told);
    assert_eq!(
        (&cell(&third)["status"], &cell(&third)["turned"]),
        (&json!("off-track"), &json!(1))
    );
    assert_eq!(third["desks"], json!([]));
    let turned = third["turned"].as_array().unwrap();
    assert!(
        turned
            .iter()
            .any(|one| one["target"] == "outfalls-yangtze" && one["column"] == 0 && one["from"] == "no-data")
    );

    // Behind the cell: the figure, why, and the report.
    let (_, found) = office.json(&format!("{WUHAN}&row=7.1")).await;
    let parts = found["parts"].as_array().unwrap();
    assert_eq!(
        parts.len(),
        usize::try_from(cell(&third)["parts"].as_u64().unwrap()).unwrap()
    );
    let part = parts
        .iter()
        .find(|part| part["target"]["id"] == "outfalls-yangtze")
        .unwrap();
    assert_eq!(
        (&part["report"], &part["state"], &part["assessment"]["status"]),
        (&json!(sent.0), &json!("approved"), &json!("off-track"))
    );
    assert!(!part["assessment"]["reasons"].as_array().unwrap().is_empty());
    // An administrator who may not review is led nowhere that would refuse him.
    let (_, found) = server
        .person("keeper", "bangongshi", &["administrator"], false)
        .await
        .json(WUHAN)
        .await;
    assert!(
        found["parts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|part| part["report"].is_null())
    );
}

#[tokio::test]
async fn news_of_another_process_arrive_too() {
    let server = Server::trial().await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    let (id, revision) = send(&reporter, &outfalls("610", "734")).await;
    let mut ears = [Ear::of(&office).await, Ear::of(&office).await];
    for ear in &mut ears {
        ear.next().await.unwrap();
    }
    // Another process opens the same database, and a reviewer takes the report up there.
    let store = Store::open(&server.database()).await.unwrap();
    let plan = PlanId::new("hubei-2023").unwrap();
    let submitted = ReportFilter {
        states: vec![StateName::Submitted],
        ..ReportFilter::default()
    };
    let rows = store.reports(&plan, &submitted).await.unwrap();
    let report = &rows
        .iter()
        .find(|row| row.report.id == ReportId::new(id.clone()).unwrap())
        .unwrap()
        .report;
    let taken_up = report
        .take_up(revision, &testing::reviewer(), "2023-09-25".parse().unwrap())
        .unwrap();
    let act = Act::new(jiff::Timestamp::now(), Actor::system("test"));
    store.save_report(&act, report, &taken_up).await.unwrap();
    store.close().await;
    let (one, other) = (ears[0].next().await.unwrap(), ears[1].next().await.unwrap());
    assert_eq!(one, other);
    assert_eq!(picture(&office).await["mark"], one);
}

#[tokio::test]
async fn those_who_listen_do_not_hold_up_a_stop() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let mut ears = [Ear::of(&office).await, Ear::of(&office).await];
    for ear in &mut ears {
        ear.next().await.unwrap();
    }
    // The server would wait for ten seconds before it gives up on somebody.
    timeout(Duration::from_secs(8), server.stop())
        .await
        .expect("it stops at once");
    for ear in &mut ears {
        assert_eq!(ear.next().await, None);
    }
}
