//! 催办: what people see, what is mailed to them, and what becomes of mail that is not taken.

mod asking;
mod killed;
mod mail;

use serde_json::Value;
use yaodian_tests::{Server, Visitor, smtp::Smtp};

/// A plan whose mail never rests at night, so that a test can run at any hour.
pub(crate) fn restless(plan: &str) -> String {
    let changed = plan
        .replace("quiet_from = 20", "quiet_from = 0")
        .replace("quiet_until = 8", "quiet_until = 0");
    assert_ne!(changed, plan);
    changed
}

/// A trial on Monday, 25 September 2023, that mails by `smtp`.
pub(crate) async fn mailing(smtp: &Smtp) -> Server {
    Server::with_plan(restless, &flags(&smtp.url())).await
}

pub(crate) fn flags(url: &str) -> [&str; 4] {
    ["--smtp", url, "--mail-from", "要点 <reminders@yaodian.test>"]
}

/// Lets somebody in, whose name to sign in with is the name of the mailbox.
pub(crate) async fn add(server: &Server, mailbox: &str, unit: &str, duties: &[&str]) {
    let address = format!("{mailbox}@example.org");
    let name = format!("{unit}{mailbox}");
    let mut command = server.tool(&["user", "add", mailbox, "--name", &name, "--unit", unit]);
    for duty in duties {
        command.args(["--duty", duty]);
    }
    let added = command.args(["--email", &address]).output().await.unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
}

/// What was written to somebody on a day, as the office sees it.
async fn told(office: &Visitor, day: &str, mailbox: &str) -> Option<Value> {
    let (status, told) = office.json("/api/v1/reminders/told").await;
    assert_eq!(status, 200, "{told}");
    let messages = told["messages"].as_array().unwrap();
    let found = messages
        .iter()
        .find(|message| message["day"] == day && message["name"].as_str().unwrap().ends_with(mailbox));
    found.cloned()
}

/// What was written to somebody on a day, once it stands like this.
pub(crate) async fn told_as(office: &Visitor, day: &str, mailbox: &str, state: &str) -> Value {
    yaodian_tests::until(async || {
        told(office, day, mailbox)
            .await
            .filter(|message| message["state"] == state)
    })
    .await
}
