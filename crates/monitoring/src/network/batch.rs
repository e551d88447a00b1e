//! What comes in together: how it came, and what became of its rows.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How measurements came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Came {
    /// A sheet was uploaded.
    Upload,
    /// A machine sent them, with a key.
    Push,
    /// Somebody at the command line of the machine put them in.
    Command,
    /// A generator made them for a demonstration.
    Demonstration,
}

impl Came {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Upload, Self::Push, Self::Command, Self::Demonstration];

    /// The name as it stands in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Push => "push",
            Self::Command => "command",
            Self::Demonstration => "demonstration",
        }
    }
}

/// A text that names no [`Came`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no way in which measurements come")]
pub struct NoCame(pub String);

impl FromStr for Came {
    type Err = NoCame;
    fn from_str(text: &str) -> Result<Self, NoCame> {
        let found = Self::ALL.into_iter().find(|came| came.as_str() == text);
        found.ok_or_else(|| NoCame(text.to_owned()))
    }
}

impl fmt::Display for Came {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many rows there were, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// All of them. A row of which only some cells were set aside is one.
    pub rows: u64,
    /// Of which nothing was known before.
    pub added: u64,
    /// That say something else than what was known before in the same state.
    pub revised: u64,
    /// That say what was known before.
    pub unchanged: u64,
    /// Of which something was set aside.
    pub held: u64,
}

impl Counts {
    /// Measurements that go in.
    pub const fn going_in(&self) -> u64 {
        self.added + self.revised
    }

    /// Whether they bring anything that was not there, be it but a row that was set aside.
    pub const fn is_news(&self) -> bool {
        self.going_in() + self.held > 0
    }
}
