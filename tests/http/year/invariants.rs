//! What must hold on any day of the year.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use yaodian_domain::{
    id::ReportId,
    report::{Report, State},
};
use yaodian_store::{AuditCheck, ReportFilter, Store};
use yaodian_tests::smtp::Smtp;

use super::{BUREAUS, SURVEY, Year};

impl Year {
    /// Looks at one day.
    pub async fn look(&self) {
        let (_, cases) = self.people.office.json("/api/v1/cases").await;
        for proposal in cases["proposals"].as_array().unwrap() {
            assert_ne!(proposal["about"]["status"], "met", "{}: {proposal}", self.today);
        }
        for view in cases["cases"].as_array().unwrap() {
            let status = &view["case"]["matter"]["notice"]["status"];
            assert_ne!(status, "met", "a slip on what was met: {view}");
        }
        // Nothing is counted but what was approved.
        if self.approved.len() == BUREAUS.len() {
            let (_, standing) = self.server.visitor().json("/api/v1/standing").await;
            let done = &standing["assessments"][SURVEY]["basis"]["figure"]["counts"]["done"];
            let approved: u32 = self.approved.values().sum();
            assert_eq!(done, &json!(approved.to_string()), "{}", self.today);
        }
        // Nothing counts, and nothing is published, that nobody approved.
        for report in self.reports().await {
            let decided = self.decided.contains(&report.id);
            assert_eq!(report.state.name().counts(), decided, "{}: {report:?}", self.today);
            if let State::Published { approved, on, bulletin } = &report.state {
                assert!(
                    approved.on <= *on && self.published.contains_key(bulletin.as_str()),
                    "{report:?}"
                );
            }
        }
    }

    /// Every report there is, as it is stored.
    async fn reports(&self) -> Vec<Report> {
        let store = Store::open(&self.server.database()).await.unwrap();
        let plan = "hubei-2023".parse().unwrap();
        let rows = store.reports(&plan, &ReportFilter::default()).await.unwrap();
        store.close().await;
        rows.into_iter().map(|row| row.report).collect()
    }

    /// What a published bulletin tells is what it told when it was published.
    pub async fn bulletins_are_as_they_were(&self) {
        for (id, facts) in &self.published {
            let (status, now) = self
                .server
                .visitor()
                .json(&format!("/api/v1/bulletins/{id}/facts"))
                .await;
            assert_eq!((status, &now), (200, facts), "{id}");
        }
    }

    /// Nobody got two mails on a day, though the server was killed; one that had to be sent again is the
    /// same to the last byte.
    pub fn mails_were_sent_once(&self, smtp: &Smtp) {
        let taken = smtp.taken();
        let mut of_day: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        let mut by_id: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for mail in &taken {
            let day = mail.header("Subject").split(':').next().unwrap_or_default().to_owned();
            let id = mail.header("Message-ID").to_owned();
            of_day.entry((mail.to[0].clone(), day)).or_default().insert(id.clone());
            by_id.entry(id).or_default().insert(mail.raw.clone());
        }
        assert!(by_id.len() > 50, "{} mails in a year", by_id.len());
        for (whom, ids) in &of_day {
            assert_eq!(ids.len(), 1, "{whom:?}");
        }
        for (id, bodies) in &by_id {
            assert_eq!(bodies.len(), 1, "{id}");
        }
        assert!(
            taken.len() <= by_id.len() + self.kills,
            "{} mails, {} messages",
            taken.len(),
            by_id.len()
        );
    }

    /// The chain of the audit is whole, and every report that counts was approved before it was published.
    pub async fn the_audit_bears_it_out(&self) {
        let store = Store::open(&self.server.database()).await.unwrap();
        assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
        for id in &self.decided {
            let history = store
                .history(yaodian_store::SubjectKind::Report, id.as_str())
                .await
                .unwrap();
            let at = |action: &str| history.iter().position(|row| row.action == action);
            let (taken, approved) = (at("report-taken-up"), at("report-approved"));
            assert!(taken.is_some() && taken < approved, "{id}");
            assert!(
                at("report-published").is_none_or(|published| approved < Some(published)),
                "{id}"
            );
        }
        store.close().await;
    }

    /// Notes that a report was approved.
    pub fn note_approval(&mut self, answer: &Value) {
        let id = answer["report"]["id"].as_str().unwrap();
        self.decided.insert(ReportId::new(id).unwrap());
    }
}
