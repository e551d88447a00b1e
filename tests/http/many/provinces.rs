//! Two provinces on several servers: the round of each plan is done once, and each person is told once.

use std::collections::BTreeSet;

use yaodian_tests::{
    Server, TRIAL_PEOPLE,
    postgres::Database,
    smtp::{Mail, Smtp},
    until,
};

use crate::reminders::{flags, restless};

const DAY: &str = "2023-09-27";
const PLANS: [(&str, &str); 2] = [("hubei-2023", "42"), ("hunan-2023", "43")];

#[tokio::test]
async fn rounds_remind_the_people_of_both_each_once() {
    let database = Database::new("provinces").await;
    let smtp = Smtp::start().await;
    let url = smtp.url();
    let flags = flags(&url);
    let first = Server::of_provinces(Some(&database), restless, &flags).await;
    let mut everybody = BTreeSet::new();
    for (plan, prefix) in PLANS {
        for bureau in ["0100", "0200", "0300"] {
            let unit = format!("{prefix}{bureau}");
            first.person_in(Some(plan), &unit, &unit, &["reporter"], true).await;
            everybody.insert(format!("{unit}@example.org"));
        }
    }
    let flags = [&["--trial"], &flags[..]].concat();
    let second = first.beside(&flags, TRIAL_PEOPLE).await;
    let ministry = second.by_link(2).await;
    ministry.move_to(DAY).await;
    let reminders = || -> Vec<Mail> {
        let taken = smtp.taken().into_iter();
        taken.filter(|mail| mail.header("Subject").contains("催办")).collect()
    };
    let taken = until(async || {
        let taken = reminders();
        (taken.len() >= everybody.len()).then_some(taken)
    })
    .await;
    let told: BTreeSet<String> = taken.iter().map(|mail| mail.to[0].clone()).collect();
    assert_eq!(
        (told, taken.len()),
        (everybody, 6),
        "nobody is left out, nobody told twice"
    );
    // Nothing is left that could still be sent.
    let left = "SELECT COUNT(*) FROM messages WHERE state IN ('waiting', 'doubtful', 'sending')";
    until(async || (database.number(left).await == 0).then_some(())).await;
    assert_eq!(reminders().len(), 6);
    let done: Vec<(String, i64)> = database
        .rows("SELECT subject_id, COUNT(*) FROM audit WHERE action = 'round-done' GROUP BY 1 ORDER BY 1")
        .await;
    let days = ["2023-09-25", "2023-09-26", "2023-09-27"];
    let expected = PLANS
        .iter()
        .flat_map(|(plan, _)| days.map(|day| (format!("{plan}:{day}"), 1)));
    assert_eq!(done, expected.collect::<Vec<_>>());
    database.remove().await;
}
