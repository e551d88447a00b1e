//! What a key opens.

use reqwest::{Method, header};
use yaodian_contract::{
    Form, Me, Owed, SaveReport, Saved,
    ledger::{Batch, CommitUpload, Committed, EntryView, MoveEntries, Preview, SaveEntry},
    monitoring::{Done, Push},
};
use yaodian_domain::{
    id::{LedgerId, TargetId},
    ledger::Network,
    period::Period,
};

use crate::{Client, Error, encoded};

/// The scopes that a key needs stand beside each function.
impl Client {
    /// In whose name the key acts (`read`).
    pub async fn me(&self) -> Result<Me, Error> {
        self.get("/me", &[]).await
    }

    /// What the unit owes for a period, or for the one to be worked on (`read`).
    pub async fn owed(&self, period: Option<Period>) -> Result<Owed, Error> {
        self.get("/owed", &for_period(period)).await
    }

    /// What the unit has to fill in for a target, with all that is known of its part (`read`).
    pub async fn form(&self, target: &TargetId, period: Option<Period>) -> Result<Form, Error> {
        let path = format!("/form/{}", encoded(target.as_str()));
        self.get(&path, &for_period(period)).await
    }

    /// Saves a report, or sends it (`reports`).
    pub async fn report(&self, report: &SaveReport) -> Result<Saved, Error> {
        self.post("/reports", report).await
    }

    /// Adds an entry to a ledger, or changes one (`ledgers`).
    pub async fn save_entry(&self, ledger: &LedgerId, entry: &SaveEntry) -> Result<EntryView, Error> {
        let path = format!("/ledgers/{}/entries", encoded(ledger.as_str()));
        self.post(&path, entry).await
    }

    /// Says of entries that they passed a stage, or takes them back (`ledgers`).
    pub async fn move_entries(&self, ledger: &LedgerId, asked: &MoveEntries) -> Result<Batch, Error> {
        let path = format!("/ledgers/{}/move", encoded(ledger.as_str()));
        self.post(&path, asked).await
    }

    /// Takes a sheet (XLSX, XLS, CSV) to the server and says what it would do; nothing is changed until it
    /// is [imported](Self::import_entries) (`ledgers`).
    pub async fn preview_entries(&self, ledger: &LedgerId, name: &str, sheet: Vec<u8>) -> Result<Preview, Error> {
        let path = format!("/ledgers/{}/uploads?name={}", encoded(ledger.as_str()), encoded(name));
        let request = self.request(Method::POST, &path);
        let request = request.header(header::CONTENT_TYPE, "application/octet-stream");
        self.sent(request.body(sheet)).await
    }

    /// Does what a preview showed. Entries that changed since stay as they are (`ledgers`).
    pub async fn import_entries(&self, ledger: &LedgerId, preview: &Preview) -> Result<Committed, Error> {
        let (ledger, upload) = (encoded(ledger.as_str()), encoded(&preview.id));
        let path = format!("/ledgers/{ledger}/uploads/{upload}/commit");
        self.post(&path, &CommitUpload { seen: preview.seen }).await
    }

    /// Sends measurements. Rows that cannot stand are set aside and told; the same once more changes nothing
    /// (`measurements`, or a station's key).
    pub async fn measure(&self, network: Network, push: &Push) -> Result<Done, Error> {
        let path = format!("/monitoring/{}/measurements", network.as_str());
        self.post(&path, push).await
    }
}

fn for_period(period: Option<Period>) -> Vec<(&'static str, String)> {
    period
        .map(|period| ("period", period.to_string()))
        .into_iter()
        .collect()
}
