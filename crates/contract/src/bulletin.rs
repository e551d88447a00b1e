//! 通报: bulletins as they cross the wire.

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    bulletin::{BulletinHead, Correction, Edition, Page, Text},
    id::BulletinId,
};

/// What the office sees: every bulletin, and what can be drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletinDesk {
    /// The product's day.
    pub today: Date,
    /// Months and quarters that have begun and have no bulletin yet, the latest first.
    pub open: Vec<Edition>,
    /// All bulletins, the latest first.
    pub bulletins: Vec<BulletinHead>,
}

/// A bulletin with its words, as it is shown in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletinView {
    /// How it is listed.
    pub head: BulletinHead,
    /// Its revision.
    pub revision: i64,
    /// What it corrects, and why.
    pub correction: Option<Correction>,
    /// By whom it was published.
    pub published_by: Option<String>,
    /// Its words.
    pub text: Text,
    /// Words and figures set together.
    pub page: Page,
    /// How many targets stand elsewhere today than in a draft.
    pub drift: usize,
}

/// What is to be drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftBulletin {
    /// The month or quarter.
    pub edition: Edition,
    /// The day of knowledge; today if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// The published bulletin that it corrects, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Corrects>,
}

/// What a correction says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrects {
    /// Which bulletin it corrects.
    pub of: BulletinId,
    /// What was wrong.
    pub reason: String,
}

/// Other words for a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveBulletin {
    /// The revision that was read.
    pub read: i64,
    /// The words.
    pub text: Text,
}

/// A step that is taken with a draft as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletinStep {
    /// The revision that was read.
    pub read: i64,
}
