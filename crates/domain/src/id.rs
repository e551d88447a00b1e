//! Names by which things are referred to in files, addresses and the database.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Why a text cannot be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("identifier {0:?} must be 1 to 80 characters of a-z, 0-9, '-', '.' or '/'")]
pub struct InvalidId(pub String);

fn valid(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/'))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Invariant: 1 to 80 characters of `a-z`, `0-9`, `-`, `.` or `/`, so that it can stand
        /// in an address and a file name as it is. Cloning it copies no text.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes `text` if it keeps the invariant.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                if valid(&text) { Ok(Self(text.into())) } else { Err(InvalidId(text)) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.as_str().to_owned()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A plan, such as `hubei-2023`.
    PlanId
}
id! {
    /// A target within its plan, such as `outfalls-yangtze`.
    TargetId
}
id! {
    /// A task within its plan: the item's number and the task's place in it, such as `7.1`.
    TaskId
}
id! {
    /// A unit: an administrative code for a bureau (`420100`), a short name for a division (`shui`).
    UnitId
}
id! {
    /// A report; made by the storage, never reused.
    ReportId
}
id! {
    /// A case between the office and a unit; made by the storage, never reused.
    CaseId
}
id! {
    /// 佐证材料: a file that proves something; made by the storage, never reused.
    EvidenceId
}
id! {
    /// 岗位: a post; made by the storage, never reused.
    PostId
}

impl PostId {
    /// The name of a post that is only thought of: no stored one is called so.
    pub(crate) fn foreseen(number: usize) -> Self {
        Self(format!("new-{number}").into())
    }
}

id! {
    /// 通报: a bulletin; made by the storage, never reused.
    BulletinId
}
id! {
    /// 导入稿: a text on its way to a plan; made by the storage, never reused.
    ImportId
}
id! {
    /// A published series that does not belong to one target, such as `pm25-17-cities`.
    SeriesId
}
id! {
    /// 台账: a ledger within its plan, such as `outfalls-yangtze`.
    LedgerId
}
id! {
    /// A field of a ledger, such as `river`.
    FieldId
}
id! {
    /// A stage of a ledger, such as `traced`.
    StageId
}

/// An account, by which people are told apart in whichever post they act; made by the storage, never
/// reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct AccountId(Arc<str>);

impl AccountId {
    /// An id that was given out earlier.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// 条目: an entry of a ledger; given by the storage, never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct EntryId(pub i64);

impl std::fmt::Display for EntryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
