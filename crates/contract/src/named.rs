//! 台账中写到的人: where ledgers name somebody, with or without an account, for administrators.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    id::{EntryId, LedgerId, PlanId},
    privacy::Sought,
};

/// Whom to look for, or to erase. Never in an address, which is logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whom {
    /// Names and telephone numbers of one person.
    pub values: Vec<Sought>,
    /// In this entry alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
}

/// Where somebody is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Versions of entries, by their entries.
    pub entries: Vec<NamedEntry>,
    /// Rows of measurements that were set aside.
    pub set_aside: Vec<NamedRow>,
    /// How many rows of the audit tell it in what can be erased.
    pub audit: usize,
    /// How many rows of the audit hash it: there it stays.
    pub hashed: usize,
}

impl Named {
    /// Whether the person is named nowhere.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.set_aside.is_empty() && self.audit == 0 && self.hashed == 0
    }

    /// Whether there is anything that can be erased.
    pub fn can_be_erased(&self) -> bool {
        !self.entries.is_empty() || !self.set_aside.is_empty() || self.audit > 0
    }
}

/// A version of an entry that names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedEntry {
    /// In which plan.
    pub plan: PlanId,
    /// In which ledger.
    pub ledger: LedgerId,
    /// The entry.
    pub entry: EntryId,
    /// Its number (编号).
    pub key: String,
    /// Which version.
    pub version: i64,
    /// Since when it says so, in China's time.
    pub since: String,
    /// Whether it is the latest one.
    pub latest: bool,
    /// The fields that have it: headings with what stands there.
    pub fields: Vec<(String, String)>,
    /// Other fields that are, or may be, about a person.
    pub beside: Vec<(String, String)>,
}

/// A row of measurements that was set aside, and names somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRow {
    /// The batch.
    pub batch: String,
    /// When it came in, in China's time.
    pub at: String,
    /// The number of the row in the sheet.
    pub row: i64,
    /// The cells that have it: heads with what stands there.
    pub cells: Vec<(String, String)>,
}

/// What an erasure came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedErased {
    /// Versions of entries from which it went.
    pub versions: usize,
    /// Rows of measurements from which it went.
    pub rows: usize,
    /// Texts of the audit that went.
    pub texts: usize,
    /// Rows of the audit that hash it: there it stays.
    pub hashed: usize,
    /// Whether nothing of it is left in the file of the database either.
    pub overwritten: bool,
}
