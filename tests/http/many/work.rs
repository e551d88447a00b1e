//! Work that is to be done once is done once, however many servers there are.

use std::collections::BTreeMap;

use yaodian_tests::{
    Server, TRIAL_PEOPLE, Visitor,
    postgres::Database,
    smtp::{Mail, Smtp},
    until,
};

use crate::reminders::{add, flags, restless, told_as};

const DAY: &str = "2023-09-27";
const UNITS: [&str; 10] = [
    "420100", "420200", "420300", "420500", "420600", "420700", "420800", "420900", "421000", "421100",
];

/// Three servers that mail, with somebody in each of ten units who is to be told something.
async fn mailing(database: &Database, smtp: &Smtp) -> Vec<Server> {
    let url = smtp.url();
    let flags = flags(&url);
    let first = Server::with_plan_on(Some(database), restless, &flags).await;
    for (number, unit) in UNITS.iter().enumerate() {
        add(&first, &format!("p{number}"), unit, &["reporter"]).await;
    }
    let flags = [&["--trial"], &flags[..]].concat();
    let second = first.beside(&flags, TRIAL_PEOPLE).await;
    let third = first.beside(&flags, TRIAL_PEOPLE).await;
    vec![first, second, third]
}

/// Waits until everybody's message was sent, as the office sees it.
async fn all_sent(office: &Visitor) {
    for number in 0..UNITS.len() {
        told_as(office, DAY, &format!("p{number}"), "sent").await;
    }
}

/// The mails of each mailbox.
fn by_mailbox(taken: Vec<Mail>) -> BTreeMap<String, Vec<Mail>> {
    let mut all: BTreeMap<String, Vec<Mail>> = BTreeMap::new();
    for mail in taken {
        all.entry(mail.to[0].clone()).or_default().push(mail);
    }
    all
}

/// How often each day's round was done, and how often each message came to its end, at most.
async fn most_often(database: &Database, action: &str) -> i64 {
    let counts: Vec<(String, i64)> = database
        .rows("SELECT action || ' ' || subject_id, COUNT(*) FROM audit GROUP BY 1")
        .await;
    let of = counts.iter().filter(|(what, _)| what.starts_with(action));
    of.map(|(_, count)| *count).max().unwrap_or_default()
}

#[tokio::test]
async fn three_servers_send_every_mail_once() {
    let database = Database::new("mails").await;
    let smtp = Smtp::start().await;
    let servers = mailing(&database, &smtp).await;
    let office = servers[0].by_link(2).await;
    office.move_to(DAY).await;
    all_sent(&office).await;
    let taken = by_mailbox(smtp.taken());
    assert_eq!(taken.len(), UNITS.len(), "nobody is left out");
    assert!(taken.values().all(|mails| mails.len() == 1), "nobody is told twice");
    assert_eq!(most_often(&database, "round-done").await, 1);
    assert_eq!(most_often(&database, "reminder-ended").await, 1);
    database.remove().await;
}

#[tokio::test]
async fn what_a_dead_server_was_sending_another_one_sends() {
    let database = Database::new("dies").await;
    // Slow enough that all of them look for mail before the first has sent it all, and are killed over one.
    let smtp = Smtp::with_pace(std::time::Duration::from_millis(1_500)).await;
    let mut servers = mailing(&database, &smtp).await;
    let office = servers[0].by_link(2).await;
    office.move_to(DAY).await;
    let busy = "SELECT COUNT(*) FROM messages WHERE state = 'sending'";
    until(async || (database.number(busy).await == 3).then_some(())).await;
    drop(servers.remove(2).killed().await);
    // The others send all but what it was at, which is left to it for a while, for it might be alive.
    let left = "SELECT COUNT(*) FROM messages WHERE state IN ('waiting', 'doubtful', 'sending')";
    until(async || (database.number(left).await == 1).then_some(())).await;
    assert_eq!(database.number(busy).await, 1);
    // That while passes.
    let pass =
        "UPDATE messages SET held_until = '1970-01-01T00:00:00.000000Z' WHERE state = 'sending' RETURNING 1::BIGINT";
    assert_eq!(database.number(pass).await, 1);
    all_sent(&office).await;
    let taken = by_mailbox(smtp.taken());
    assert_eq!(taken.len(), UNITS.len(), "nobody is left out");
    // At least once: what the dead one had handed over before it could note so comes again, the same to the last
    // byte and under the same name, by which mailboxes know it.
    let twice: Vec<_> = taken.values().filter(|mails| mails.len() > 1).collect();
    assert!(twice.len() <= 1, "{}", twice.len());
    for mails in taken.values() {
        assert!(mails.iter().all(|mail| mail.raw == mails[0].raw));
    }
    assert_eq!(most_often(&database, "reminder-ended").await, 1);
    database.remove().await;
}

#[tokio::test]
async fn what_a_new_installation_begins_with_is_put_in_once() {
    let database = Database::new("first").await;
    let flags = ["--trial", "--demonstration", "20"];
    let servers = Server::together(3, &database, &flags, TRIAL_PEOPLE).await;
    // One that starts alone is what it is held against.
    let alone = Server::start(&flags, TRIAL_PEOPLE).await;
    let mut told = Vec::new();
    for server in servers.iter().chain([&alone]) {
        for link in 0..TRIAL_PEOPLE {
            server.by_link(link).await;
        }
        let text = server.visitor().page("/ledger/outfalls-yangtze.csv").await;
        told.push(text.lines().count());
    }
    assert!(told[0] > 20, "{told:?}");
    assert!(told.iter().all(|count| *count == told[3]), "{told:?}");
    let twice = "SELECT COUNT(*) FROM (
                     SELECT 1 FROM audit WHERE action IN ('plan-loaded', 'published-loaded', 'document-loaded', 'entries-changed')
                     GROUP BY action, subject_id HAVING COUNT(*) > 1
                 ) AS twice";
    assert_eq!(database.number(twice).await, 0);
    let again = "SELECT COUNT(*) - COUNT(DISTINCT network) FROM measurement_batches";
    assert_eq!(database.number(again).await, 0);
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 4);
    let (code, out, told) = servers[0].command(&["audit", "verify"]).await;
    assert_eq!(code, 0, "{out}{told}");
    database.remove().await;
}

#[tokio::test]
async fn the_first_administrator_is_let_in_by_any_of_the_servers() {
    let database = Database::new("admin").await;
    let servers = Server::together(3, &database, &[], 1).await;
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 1);
    let path = servers[1].links[0].strip_prefix(&servers[1].base).unwrap();
    let set = servers[2]
        .visitor()
        .form(path, &[("password", yaodian_tests::PASSWORD)])
        .await;
    assert_eq!(set.status(), 303);
    database.remove().await;
}
