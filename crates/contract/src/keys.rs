//! 密钥 as they cross the wire.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date,
    id::{AccountId, PostId, UnitId},
    key::KeyScope,
    ledger::Network,
};

/// A key that is to be made, for the post in which the person acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeKey {
    /// What it is called.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<KeyScope>,
    /// Its last day; `None` for as long as the post is held.
    #[serde(default)]
    pub until: Option<Date>,
}

/// A key that was made. Its secret is kept nowhere, and told this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeKey {
    /// The key.
    pub key: KeyRow,
    /// Its secret, as it stands behind `Authorization: Bearer`.
    pub secret: String,
}

/// Keys: a person's own, or for administrators all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// The product's day.
    pub today: Date,
    /// Whether those of everybody are shown.
    pub all: bool,
    /// The newest first.
    pub keys: Vec<KeyRow>,
}

/// A key in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// How it is referred to.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whose it is, and what it is good for.
    pub holder: KeyHolder,
    /// Its last day, if it has one.
    pub until: Option<Date>,
    /// When it was made.
    pub made_at: Timestamp,
    /// The last day on which something came with it.
    pub last_used_on: Option<Date>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// Whether it opens anything today.
    pub holds: bool,
}

/// Whose key it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyHolder {
    /// A person's, in a post.
    Person {
        /// The account.
        account: AccountId,
        /// The person's name.
        name: String,
        /// The post.
        post: PostId,
        /// The unit of the post.
        unit: Option<UnitId>,
        /// What it is good for.
        scopes: Vec<KeyScope>,
    },
    /// A station's, made at the command line.
    Station {
        /// For which network.
        network: Network,
        /// For whose stations; `None` for those of everybody.
        unit: Option<UnitId>,
    },
}
