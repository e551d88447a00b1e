//! What is mailed, and what becomes of it.

use std::{collections::BTreeMap, time::Duration};

use serde_json::json;
use yaodian_tests::{Server, smtp::Smtp, until, yaodian};

use super::{add, flags, mailing, restless, told, told_as};
use crate::api::{outfalls, send};

#[tokio::test]
async fn a_unit_is_told_by_mail_of_what_it_owes_and_not_of_what_it_has_sent() {
    let smtp = Smtp::start().await;
    let server = mailing(&smtp).await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    add(&server, "wang", "武汉市", &["reporter"]).await;
    office.move_to("2023-09-26").await;
    assert!(
        told(&office, "2023-09-26", "wang").await.is_none(),
        "two working days are left"
    );
    office.move_to("2023-09-27").await;
    let mail = smtp.wait_for(1).await.remove(0);
    assert_eq!(
        (mail.from.as_str(), &mail.to[..]),
        ("reminders@yaodian.test", &["wang@example.org".to_owned()][..])
    );
    assert_eq!(mail.header("From"), "要点 <reminders@yaodian.test>");
    let (_, mine) = reporter.json("/api/v1/reminders").await;
    let lines = mine["lines"].as_array().unwrap();
    assert_eq!(
        mail.header("Subject"),
        format!("【要点催办】2023-09-27：{} 件待办", lines.len())
    );
    assert!(mail.raw.is_ascii(), "Chinese travels encoded");
    assert!(mail.header("Message-ID").ends_with("@yaodian.test>"));
    for line in lines {
        let name = line["target"]["zh"].as_str().unwrap();
        let path = line["about"]["report"]["target"].as_str().unwrap();
        assert!(mail.text.contains(name) && mail.html.contains(name), "{name}");
        assert!(
            mail.text.contains(&format!("{}/app/report/{path}", server.base)),
            "{path}"
        );
    }
    assert!(
        mail.text.contains("2023-09 填报，2023-09-28 前报送，还有 1 天"),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("试用系统发出"));
    assert_eq!(
        told_as(&office, "2023-09-27", "wang", "sent").await["trouble"],
        json!(null)
    );

    // What is sent is gone from the list at once, and from the next mail.
    let target = lines
        .iter()
        .find(|line| line["about"]["report"]["target"] == "outfalls-yangtze");
    let name = target.expect("a line")["target"]["zh"].as_str().unwrap();
    send(&reporter, &outfalls("610", "734")).await;
    let (_, after) = reporter.json("/api/v1/reminders").await;
    assert_eq!(after["lines"].as_array().unwrap().len(), lines.len() - 1);
    office.move_to("2023-09-28").await;
    let mails = smtp.wait_for(2).await;
    assert_eq!(mails.len(), 2);
    assert!(mail.text.contains(name) && !mails[1].text.contains(name));
    assert!(mails[1].text.contains("今天到期"));
    assert_ne!(mails[1].header("Message-ID"), mail.header("Message-ID"));
}

#[tokio::test]
async fn a_person_with_two_duties_gets_one_mail_a_day_and_none_on_days_off() {
    let smtp = Smtp::start().await;
    let server = mailing(&smtp).await;
    let (reporter, office) = (server.by_link(0).await, server.by_link(2).await);
    add(&server, "li", "水处", &["reporter", "reviewer"]).await;
    add(&server, "qian", "黄石市", &["reporter"]).await;
    send(&reporter, &outfalls("610", "734")).await;
    // From Monday to the Monday after next, day by day, with the golden week in between.
    office.move_to("2023-10-09").await;
    let days: BTreeMap<String, usize> = until(async || {
        let (_, told) = office.json("/api/v1/reminders/told").await;
        let messages = told["messages"].as_array().unwrap().clone();
        let by_mail: Vec<_> = messages.iter().filter(|m| !m["email"].is_null()).collect();
        let done = !by_mail.is_empty() && by_mail.iter().all(|m| m["state"] == "sent" || m["state"] == "folded");
        let mut days = BTreeMap::new();
        for message in by_mail {
            *days
                .entry(format!("{} {}", message["day"], message["name"]))
                .or_insert(0) += 1;
        }
        done.then_some(days)
    })
    .await;
    assert!(days.values().all(|&number| number == 1), "{days:?}");
    for off in ["2023-09-29", "2023-09-30", "2023-10-02", "2023-10-06"] {
        assert!(!days.keys().any(|day| day.contains(off)), "{off} {days:?}");
    }
    let worked = ["2023-10-07", "2023-10-08"];
    assert!(
        worked.iter().any(|day| days.keys().any(|key| key.contains(day))),
        "a weekend that is worked: {days:?}"
    );
    let to_li: Vec<_> = smtp
        .taken()
        .into_iter()
        .filter(|mail| mail.to == ["li@example.org"])
        .collect();
    let of_review = to_li.iter().find(|mail| mail.text.contains("【待审核】"));
    let of_review = of_review.expect("a review that has waited for three working days");
    assert!(of_review.text.contains("武汉市 — "), "{}", of_review.text);
    let both = to_li
        .iter()
        .any(|mail| mail.text.contains("【待审核】") && mail.text.contains("报送"));
    assert!(both, "what it owes and what it reviews stand in one mail");
    let mut ids: Vec<_> = smtp
        .taken()
        .iter()
        .map(|mail| mail.header("Message-ID").to_owned())
        .collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[tokio::test]
async fn what_the_server_refuses_puts_off_or_leaves_unanswered_is_told() {
    let smtp = Smtp::start().await;
    smtp.put_off(true);
    let server = mailing(&smtp).await;
    let office = server.by_link(2).await;
    for (mailbox, unit) in [("refused", "武汉市"), ("later", "黄石市"), ("good", "宜昌市")] {
        add(&server, mailbox, unit, &["reporter"]).await;
    }
    office.move_to("2023-09-27").await;
    let refused = told_as(&office, "2023-09-27", "refused", "refused").await;
    assert_eq!(refused["trouble"]["refused"]["code"], 550, "{refused}");
    assert!(
        refused["trouble"]["refused"]["said"]
            .as_str()
            .unwrap()
            .contains("没有这个信箱"),
        "{refused}"
    );
    assert_eq!(refused["attempts"], 1, "it is of no use to try again");
    told_as(&office, "2023-09-27", "good", "sent").await;
    let later = until(async || {
        told(&office, "2023-09-27", "later")
            .await
            .filter(|m| m["attempts"] == 1)
    })
    .await;
    assert_eq!(later["state"], "waiting");
    let later = until(async || {
        told(&office, "2023-09-27", "later")
            .await
            .filter(|m| !m["trouble"].is_null())
    })
    .await;
    assert_eq!(later["trouble"]["put-off"]["code"], 451, "{later}");
    smtp.put_off(false);
    let later = told_as(&office, "2023-09-27", "later", "sent").await;
    assert!(later["attempts"].as_u64().unwrap() >= 2, "{later}");
    assert_eq!(smtp.taken().len(), 2);
}

#[tokio::test]
async fn a_server_that_is_down_is_waited_for() {
    let mut smtp = Smtp::start().await;
    let server = mailing(&smtp).await;
    let office = server.by_link(2).await;
    add(&server, "wang", "武汉市", &["reporter"]).await;
    smtp.down().await;
    office.move_to("2023-09-27").await;
    let waiting = until(async || {
        told(&office, "2023-09-27", "wang")
            .await
            .filter(|m| !m["trouble"].is_null())
    })
    .await;
    assert_eq!(waiting["state"], "waiting");
    assert!(waiting["trouble"]["not-reached"]["said"].is_string(), "{waiting}");
    // The next day's takes it in, so that nobody gets two in one day.
    office.move_to("2023-09-28").await;
    told_as(&office, "2023-09-27", "wang", "folded").await;
    smtp.up(Duration::ZERO).await;
    let mail = smtp.wait_for(1).await.remove(0);
    assert_eq!(mail.to, ["wang@example.org"]);
    assert!(mail.header("Subject").contains("2023-09-28"));
    told_as(&office, "2023-09-28", "wang", "sent").await;
    assert_eq!(smtp.taken().len(), 1);
}

#[tokio::test]
async fn what_was_tried_for_long_enough_is_given_up_and_told() {
    let mut smtp = Smtp::start().await;
    let url = smtp.url();
    smtp.down().await;
    // For no days at all: the first failure is the last.
    let plan = |plan: &str| restless(plan).replace("give_up_days = 3", "give_up_days = 0");
    let server = Server::with_plan(plan, &flags(&url)).await;
    let office = server.by_link(2).await;
    add(&server, "wang", "武汉市", &["reporter"]).await;
    office.move_to("2023-09-27").await;
    let given_up = told_as(&office, "2023-09-27", "wang", "given-up").await;
    assert!(given_up["trouble"]["not-reached"].is_object(), "{given_up}");
}

#[tokio::test]
async fn mail_rests_at_quiet_hours_and_is_not_lost() {
    let smtp = Smtp::start().await;
    // 23 hours of rest, so that it is quiet whenever this runs.
    let hour = jiff::tz::offset(8).to_datetime(jiff::Timestamp::now()).hour();
    let (from, until_hour) = ((hour + 23) % 24, (hour + 22) % 24);
    let quiet = |plan: &str| {
        plan.replace("quiet_from = 20", &format!("quiet_from = {from}"))
            .replace("quiet_until = 8", &format!("quiet_until = {until_hour}"))
    };
    let server = Server::with_plan(quiet, &flags(&smtp.url())).await;
    let office = server.by_link(2).await;
    add(&server, "wang", "武汉市", &["reporter"]).await;
    // Whoever has nothing but what the office asks for, and has seen that by the time, gets no mail.
    add(&server, "zhao", "宜昌市", &["administrator"]).await;
    let ask = json!({ "units": ["420500"], "duty": "administrator", "note": "请核对人员名单" });
    assert_eq!(office.post("/api/v1/reminders/ask", &ask).await.0, 200);
    office.move_to("2023-09-27").await;
    for (day, mailbox) in [("2023-09-27", "wang"), ("2023-09-27", "zhao")] {
        let message = told(&office, day, mailbox).await.expect("it is written");
        assert_eq!(
            (&message["state"], &message["attempts"]),
            (&json!("waiting"), &json!(0)),
            "{message}"
        );
    }
    // The next day takes it in: a person gets one mail, not two.
    office.move_to("2023-09-28").await;
    assert_eq!(told(&office, "2023-09-27", "wang").await.unwrap()["state"], "folded");
    assert_eq!(smtp.taken().len(), 0);
    let store = yaodian_store::Store::open(&server.database()).await.unwrap();
    let plan_id = yaodian_domain::id::PlanId::new("hubei-2023").unwrap();
    let zhao = store.credentials("zhao").await.unwrap().unwrap().account;
    let act = yaodian_store::Act::new(jiff::Timestamp::now(), zhao.actor());
    let nudge = store.unseen_nudges(&plan_id).await.unwrap().remove(0);
    store.see_nudge(&act, &plan_id, &nudge.id, &zhao).await.unwrap();
    store.close().await;

    // The plan's rules change, and the mail goes out.
    let folder = server.data.path().join("seeds/hubei-2023");
    let original = std::fs::read_to_string(yaodian_tests::seeds().join("hubei-2023/plan.toml")).unwrap();
    std::fs::write(folder.join("plan.toml"), restless(&original)).unwrap();
    let loaded = yaodian()
        .args(["plan", "load"])
        .arg(&folder)
        .arg("--data-dir")
        .arg(server.data.path())
        .output();
    assert!(loaded.await.unwrap().status.success());
    let mail = smtp.wait_for(1).await.remove(0);
    assert_eq!(
        mail.header("Subject").split('：').next(),
        Some("【要点催办】2023-09-28")
    );
    told_as(&office, "2023-09-28", "zhao", "moot").await;
    told_as(&office, "2023-09-28", "wang", "sent").await;
    assert_eq!(smtp.taken().len(), 1);
}

#[tokio::test]
async fn without_a_mail_server_or_an_address_reminders_stand_in_the_app() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    add(&server, "wang", "武汉市", &["reporter"]).await;
    office.move_to("2023-09-27").await;
    assert_eq!(told(&office, "2023-09-27", "wang").await.unwrap()["state"], "in-app");
    let (_, told) = office.json("/api/v1/reminders/told").await;
    assert_eq!(told["by_mail"], false);

    // A server needs a sender, and its password is nobody's to read.
    let output = yaodian()
        .args([
            "serve",
            "--trial",
            "--smtp",
            "smtp://user:geheim@127.0.0.1:1?tls=perhaps",
            "--mail-from",
            "a@b.cn",
        ])
        .arg("--data-dir")
        .arg(server.data.path().join("other"))
        .arg("--site")
        .arg(yaodian_tests::site())
        .output()
        .await
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(
        error.contains("smtps://user:password@host") && !error.contains("geheim"),
        "{error}"
    );
}
