//! The client against the real server, from the first reading to what a key does.

use std::collections::BTreeMap;

use serde_json::json;
use yaodian_client::{
    Client, Error, Targets,
    contract::{
        Kind, SaveReport,
        ledger::{Chosen, MoveEntries, SaveEntry},
        monitoring::{Push, PushCell},
    },
    domain::{
        Date,
        check::assess,
        id::{LedgerId, TargetId},
        key::KeyScope,
        ledger::{Column, Network, Query},
        typed::Typed,
    },
};
use yaodian_monitoring::network::ReviewState;
use yaodian_tests::{Server, Visitor};

use crate::{ledgers::outfall, networks};

async fn secret(by: &Visitor, scopes: &[KeyScope]) -> String {
    let (status, made) = by
        .post("/api/v1/keys", &json!({ "name": "客户端", "scopes": scopes }))
        .await;
    assert_eq!(status, 200, "{made}");
    made["secret"].as_str().unwrap().to_owned()
}

fn target(id: &str) -> TargetId {
    TargetId::new(id).unwrap()
}

#[tokio::test]
async fn whoever_reads_judges_alike() {
    let server = Server::trial().await;
    let client = Client::new(&server.base).keeping(16);
    let plans = client.plans().await.unwrap();
    assert!(plans[0].current);
    let day: Date = "2023-09-25".parse().unwrap();
    for plan in [client.current(), client.plan(&plans[0].id)] {
        let whole = plan.whole().await.unwrap();
        let standing = plan.standing(Some(day)).await.unwrap();
        let entries = plan
            .targets(&Targets {
                as_of: Some(day),
                ..Targets::default()
            })
            .await
            .unwrap();
        assert_eq!(entries.len(), whole.targets.len());
        // The same function on what was read comes to the same.
        let entry = plan.target(&target("outfalls-yangtze"), Some(day)).await.unwrap();
        let known = plan.observations(&entry.target.id, Some(day)).await.unwrap();
        let own = assess(&entry.target, &known, day, whole.policy_on(day));
        assert_eq!(
            (&own, Some(&own)),
            (&entry.assessment, standing.target(&entry.target.id))
        );
    }
    let before = client.spared();
    client.current().standing(Some(day)).await.unwrap();
    assert_eq!(client.spared(), before + 1, "it was not sent again");

    let current = client.current();
    let (units, whole) = tokio::join!(current.units(None), current.whole());
    let register = whole.unwrap().units;
    assert!(
        units.unwrap().iter().map(|entry| &entry.unit).eq(register.iter()),
        "all, in their order"
    );
    assert!(client.current().bulletins().await.unwrap().is_empty());
    let missing = client.current().target(&target("nothing"), None).await.unwrap_err();
    assert_eq!(missing.kind(), Some(&Kind::NotFound));
    let Error::Refused(problem) = client.me().await.unwrap_err() else {
        panic!("refused")
    };
    assert_eq!((problem.status, &problem.kind), (401, &Kind::SignedOut));
    assert!(!problem.detail.is_empty());
}

#[tokio::test]
async fn a_key_reports_moves_and_measures() {
    let (server, reporter, reviewer, _) = networks::begun().await;
    let all = secret(&reporter, &KeyScope::ALL).await;
    let client = Client::new(&server.base).with_key(&all);

    // What is owed, and a report on it, which the reviewer then sees.
    let owed = client.owed(None).await.unwrap();
    let item = owed
        .items
        .iter()
        .find(|item| item.target == target("outfalls-yangtze"))
        .unwrap();
    let typed = Typed {
        done: "610".to_owned(),
        of: "734".to_owned(),
        ..Typed::default()
    };
    let report = SaveReport {
        target: item.target.clone(),
        period: item.period,
        read: None,
        typed,
        progress: "溯源整治有序推进".to_owned(),
        problems: String::new(),
        next_steps: String::new(),
        evidence: Vec::new(),
        send: true,
    };
    let saved = client.report(&report).await.unwrap();
    let (_, inbox) = reviewer.json("/api/v1/inbox").await;
    assert_eq!(inbox["waiting"][0]["report"]["id"], saved.report.id.as_str());
    let again = client.report(&report).await.unwrap_err();
    assert_eq!(again.kind(), Some(&Kind::ReportExists));

    // An entry that passes its first stage, and one that comes in with a sheet.
    let ledger = LedgerId::new("outfalls-yangtze").unwrap();
    let entry: SaveEntry = serde_json::from_value(outfall("A-1", &[])).unwrap();
    let added = client.save_entry(&ledger, &entry).await.unwrap();
    let asked = MoveEntries {
        chosen: Chosen::Entries(vec![added.entry.id]),
        stage: 0,
        day: Some("2023-09-20".parse().unwrap()),
    };
    assert_eq!(client.move_entries(&ledger, &asked).await.unwrap().changed, 1);
    let sheet = "排污口编码,责任单位,排污口名称,排污口类型,所在县(市、区),经纬度,受纳水体\n\
        A-2,武汉市,另一排口,工业排污口,洪山区,\"114.41,30.51\",汤逊湖\n";
    let preview = client.preview_entries(&ledger, "武汉.csv", sheet.into()).await.unwrap();
    assert_eq!(preview.counts.added, 1, "{preview:?}");
    let done = client.import_entries(&ledger, &preview).await.unwrap();
    assert_eq!(done.counts.added, 1);
    let open = client.current().entries(&ledger, &Query::default()).await.unwrap();
    let keys: Vec<&str> = open.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["A-1", "A-2"]);
    let sorted = Query {
        sort: Some(Column::Key),
        descending: true,
        ..Query::default()
    };
    assert_eq!(client.current().entries(&ledger, &sorted).await.unwrap()[0].key, "A-2");

    // Measurements of the own city's sections; another's are set aside.
    let row = |code: &str| -> BTreeMap<String, PushCell> {
        let cells = [
            ("断面编码", code),
            ("监测时间", "2023-08-03 08:00"),
            ("总磷（mg/L）", "0.09"),
        ];
        cells
            .map(|(name, text)| (name.to_owned(), PushCell::Text(text.to_owned())))
            .into()
    };
    let push = Push {
        state: ReviewState::Raw,
        rows: vec![row("CS-01"), row("CS-03")],
    };
    let done = client.measure(Network::Water, &push).await.unwrap();
    assert_eq!((done.counts.added, done.counts.held), (1, 1), "{done:?}");
    let section = client.current().place(Network::Water, "CS-01", None).await.unwrap();
    assert_eq!(section.place.name, "甲断面");

    // A key without the scope is told so.
    let reading = Client::new(&server.base).with_key(&secret(&reporter, &[KeyScope::Read]).await);
    let refused = reading.measure(Network::Water, &push).await.unwrap_err();
    assert_eq!(
        refused.kind(),
        Some(&Kind::ScopeMissing {
            scope: KeyScope::Measurements
        })
    );
}
