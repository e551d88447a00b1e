//! The server is killed in the middle of sending, and nothing is lost and nothing said twice.

use std::{collections::BTreeMap, time::Duration};

use yaodian_tests::smtp::Smtp;

use super::{add, flags, mailing, told_as};

const PEOPLE: [&str; 10] = [
    "武汉市",
    "黄石市",
    "十堰市",
    "宜昌市",
    "襄阳市",
    "鄂州市",
    "荆门市",
    "孝感市",
    "荆州市",
    "黄冈市",
];

#[tokio::test]
async fn every_message_arrives_under_one_name_however_often_the_server_is_killed() {
    // Slow enough that the server is always killed over a mail.
    let smtp = Smtp::with_pace(Duration::from_millis(150)).await;
    let mut server = mailing(&smtp).await;
    for (number, unit) in PEOPLE.iter().enumerate() {
        add(&server, &format!("p{number}"), unit, &["reporter"]).await;
    }
    server.by_link(2).await.move_to("2023-09-27").await;
    let url = smtp.url();
    let mut kills = 0;
    for arrived in [2, 4, 6, 8] {
        smtp.wait_for(arrived).await;
        let flags: Vec<&str> = ["--trial"].into_iter().chain(flags(&url)).collect();
        server = server.killed_and_started(&flags, yaodian_tests::TRIAL_PEOPLE).await;
        kills += 1;
    }
    let office = server.by_link(2).await;
    for number in 0..PEOPLE.len() {
        told_as(&office, "2023-09-27", &format!("p{number}"), "sent").await;
    }
    let taken = smtp.taken();
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in &taken {
        let of = ids.entry(mail.to[0].clone()).or_default();
        of.push(mail.header("Message-ID").to_owned());
    }
    assert_eq!(ids.len(), PEOPLE.len(), "nobody is left out");
    for (to, ids) in &mut ids {
        ids.dedup();
        assert_eq!(ids.len(), 1, "{to}: {ids:?}");
    }
    // What the mail server had taken when the server died before it knew is sent again as it was.
    assert!(taken.len() <= PEOPLE.len() + kills, "{} mails", taken.len());
    for mail in &taken {
        let same = taken
            .iter()
            .filter(|other| other.header("Message-ID") == mail.header("Message-ID"));
        assert!(same.into_iter().all(|other| other.raw == mail.raw), "to the last byte");
    }
}
