//! Everybody who takes part in the year: 17 bureaus, the units that lead a task, the office.

use std::collections::BTreeSet;

use serde_json::Value;
use yaodian_tests::{Server, Visitor, smtp::Smtp};

use super::BUREAUS;

/// The people of the year, each signed in.
pub struct People {
    /// One reporter for each bureau, in the order of [`BUREAUS`].
    pub bureaus: Vec<Visitor>,
    /// One person for each unit that leads a task, who reports for it and reviews.
    pub leads: Vec<(String, Visitor)>,
    /// 水处, which leads the task of the outfalls.
    pub reviewer: Visitor,
    /// The supervision office, and a second person of it.
    pub office: Visitor,
    pub second: Visitor,
}

/// How many units lead a task: 32 as the text names them, of which one name, 各专员办, is that of five.
const LEADS: usize = 36;

/// A trial from the beginning of 2023, which mails by `smtp` at any hour.
pub async fn begin(smtp: &Smtp) -> Server {
    let url = smtp.url();
    let restless = |plan: &str| {
        plan.replace("quiet_from = 20", "quiet_from = 0")
            .replace("quiet_until = 8", "quiet_until = 0")
    };
    let flags = flags(&url);
    Server::with_plan(restless, &[&["--as-of", "2023-01-03"], &flags[..]].concat()).await
}

pub fn flags(url: &str) -> [&str; 4] {
    ["--smtp", url, "--mail-from", "要点 <reminders@yaodian.test>"]
}

impl People {
    pub async fn of(server: &Server) -> Self {
        let mut bureaus = vec![server.by_link(0).await];
        for unit in &BUREAUS[1..] {
            bureaus.push(server.person(unit, unit, &["reporter"], true).await);
        }
        let (_, plan) = server.visitor().json("/api/v1/plan").await;
        let mut leads = Vec::new();
        for unit in leading(&plan) {
            let visitor = server
                .person(&format!("lead-{unit}"), &unit, &["reporter", "reviewer"], false)
                .await;
            leads.push((unit, visitor));
        }
        Self {
            bureaus,
            leads,
            reviewer: server.by_link(1).await,
            office: server.by_link(2).await,
            second: server.person("second", "bangongshi", &["office"], true).await,
        }
    }

    /// The server was started again, at another port.
    pub fn meet_again(&mut self, server: &Server) {
        let leads = self.leads.iter_mut().map(|(_, visitor)| visitor);
        let all = self
            .bureaus
            .iter_mut()
            .chain(leads)
            .chain([&mut self.reviewer, &mut self.office, &mut self.second]);
        for visitor in all {
            visitor.meet_again(server);
        }
    }
}

/// The units that lead a task, by the plan as it is told.
fn leading(plan: &Value) -> BTreeSet<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let items = list(&plan["chapters"])
        .into_iter()
        .flat_map(|chapter| list(&chapter["items"]));
    let tasks = items.flat_map(|item| list(&item["tasks"]));
    let units = tasks.flat_map(|task| list(&task["assignment"]["lead"]));
    let all: BTreeSet<String> = units.map(|unit| unit.as_str().unwrap().to_owned()).collect();
    assert_eq!(all.len(), LEADS, "{all:?}");
    all
}
