//! Who acts, in which post, and when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use yaodian_domain::id::{AccountId, PostId, UnitId};

use crate::{Once, StoreError};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Actor {
    /// A person who is signed in.
    Account {
        /// The account.
        id: AccountId,
        /// The person's name at the time.
        name: String,
        /// In which post; `None` for what a person does without one: signing in, setting a password.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<InPost>,
        /// By which key, where a program acted in the person's name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
    /// The program itself: its start, its background work.
    System {
        /// Which part of it.
        name: String,
    },
    /// Somebody at the command line of the machine.
    Command {
        /// Which command, and in whose name it was given, if in anybody's.
        name: String,
        /// The account in whose name it was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<AccountId>,
    },
}

/// In which post somebody acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPost {
    /// The post.
    pub id: PostId,
    /// Its unit.
    pub unit: UnitId,
}

impl Actor {
    /// The program itself, by the name of the part that acts.
    pub fn system(name: impl Into<String>) -> Self {
        Self::System { name: name.into() }
    }

    /// Somebody at the command line, by the name of the command.
    pub fn command(name: impl Into<String>) -> Self {
        Self::Command {
            name: name.into(),
            of: None,
        }
    }

    /// A command that was given in somebody's name.
    pub fn command_of(command: &str, id: &AccountId, name: &str, login: &str) -> Self {
        Self::Command {
            name: format!("{command}, {name} ({login})"),
            of: Some(id.clone()),
        }
    }

    /// The name that history shows.
    pub fn name(&self) -> &str {
        match self {
            Self::Account { name, .. } | Self::System { name } | Self::Command { name, .. } => name,
        }
    }

    /// The unit for which a person acts.
    pub fn unit(&self) -> Option<&UnitId> {
        match self {
            Self::Account { post, .. } => post.as_ref().map(|post| &post.unit),
            Self::System { .. } | Self::Command { .. } => None,
        }
    }

    /// The key with which a program acted in somebody's name.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Account { key, .. } => key.as_deref(),
            Self::System { .. } | Self::Command { .. } => None,
        }
    }

    pub(crate) fn columns(&self) -> (&'static str, Option<&str>, &str, Option<&InPost>) {
        match self {
            Self::Account { id, name, post, .. } => ("account", Some(id.as_str()), name, post.as_ref()),
            Self::System { name } => ("system", None, name, None),
            Self::Command { name, of } => ("command", of.as_ref().map(AccountId::as_str), name, None),
        }
    }

    pub(super) fn from_columns(
        kind: &str,
        id: Option<&str>,
        name: String,
        post: Option<InPost>,
        key: Option<String>,
    ) -> Result<Self, StoreError> {
        match (kind, id) {
            ("account", Some(id)) => Ok(Self::Account {
                id: AccountId::new(id),
                name,
                post,
                key,
            }),
            ("system", None) => Ok(Self::System { name }),
            ("command", of) => Ok(Self::Command {
                name,
                of: of.map(AccountId::new),
            }),
            _ => Err(crate::encode::corrupt("the actor of an audit row", &kind)),
        }
    }
}

/// Something that is done: by whom and at which instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// The request that it carries out, where that is to be done but once.
    pub once: Option<Once>,
}

impl Act {
    /// Something that is done, as often as it is asked for.
    pub fn new(at: Timestamp, by: Actor) -> Self {
        Self { at, by, once: None }
    }
}
