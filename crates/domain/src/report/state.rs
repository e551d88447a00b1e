//! Where a report stands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, BulletinId};

/// Who did something, and on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mark {
    /// On which day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub on: Date,
    /// By whom.
    pub by: String,
}

/// Where a report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written by the unit.
    Draft,
    /// 待签发: written, waiting for the unit's own leader.
    AwaitingSignature {
        /// On which day it was laid before the leader.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// By whom.
        by: String,
    },
    /// Sent, waiting for a reviewer.
    Submitted {
        /// On which day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// By whom.
        by: String,
    },
    /// 审核中: taken up by a reviewer; nothing changes while it is read.
    UnderReview {
        /// When it was sent, and by whom.
        sent: Mark,
        /// On which day it was taken up.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// By whom.
        by: String,
        /// That reviewer's account: nobody else decides.
        account: AccountId,
    },
    /// Handed back to the unit, by its leader or by a reviewer.
    Returned {
        /// On which day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// By whom.
        by: String,
        /// What is to be mended.
        note: String,
        /// Whether it was the unit's own leader: then it has not left the unit.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unsigned: bool,
    },
    /// Approved: it counts from this day on.
    Approved {
        /// On which day.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// By whom.
        by: String,
    },
    /// 已公布: approved, and part of a bulletin that was published.
    Published {
        /// When it was approved, and by whom: it counts from that day on.
        approved: Mark,
        /// On which day it was published.
        #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
        on: Date,
        /// In which bulletin.
        bulletin: BulletinId,
    },
}

impl State {
    /// Which one it is.
    pub fn name(&self) -> StateName {
        match self {
            Self::Draft => StateName::Draft,
            Self::AwaitingSignature { .. } => StateName::AwaitingSignature,
            Self::Submitted { .. } => StateName::Submitted,
            Self::UnderReview { .. } => StateName::UnderReview,
            Self::Returned { .. } => StateName::Returned,
            Self::Approved { .. } => StateName::Approved,
            Self::Published { .. } => StateName::Published,
        }
    }

    /// Whether it lies within the unit, and is nobody else's to see: it is being written, waits for the
    /// unit's leader, or was handed back by him.
    pub fn is_within_unit(&self) -> bool {
        matches!(
            self,
            Self::Draft | Self::AwaitingSignature { .. } | Self::Returned { unsigned: true, .. }
        )
    }

    /// The day from which on it counts, if it does.
    pub fn counts_from(&self) -> Option<Date> {
        match self {
            Self::Approved { on, .. } => Some(*on),
            Self::Published { approved, .. } => Some(approved.on),
            _ => None,
        }
    }

    /// Since when it waits for a review that nobody has finished.
    pub fn waits_since(&self) -> Option<Date> {
        match self {
            Self::Submitted { on, .. } => Some(*on),
            Self::UnderReview { sent, .. } => Some(sent.on),
            _ => None,
        }
    }
}

/// The names of the states; for lists, filters and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented at `State`")]
pub enum StateName {
    Draft,
    AwaitingSignature,
    Submitted,
    UnderReview,
    Returned,
    Approved,
    Published,
}

impl StateName {
    /// All of them, in the order in which a report passes them.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::AwaitingSignature,
        Self::Submitted,
        Self::UnderReview,
        Self::Returned,
        Self::Approved,
        Self::Published,
    ];

    /// The name as it stands in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AwaitingSignature => "awaiting-signature",
            Self::Submitted => "submitted",
            Self::UnderReview => "under-review",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Published => "published",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether the unit is still at it: nobody else has it before him.
    pub fn is_with_writer(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether it has left the unit, which has done its part.
    pub fn is_sent(self) -> bool {
        self.is_in_review() || self.counts()
    }

    /// Whether it waits for a review that nobody has finished.
    pub fn is_in_review(self) -> bool {
        matches!(self, Self::Submitted | Self::UnderReview)
    }

    /// Whether it counts. What counts is corrected by another report only.
    pub fn counts(self) -> bool {
        matches!(self, Self::Approved | Self::Published)
    }

    /// Those of which `is` is so.
    pub fn which(is: impl Fn(Self) -> bool) -> Vec<Self> {
        Self::ALL.into_iter().filter(|state| is(*state)).collect()
    }
}

/// What was done to a report, as history tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    /// 起草.
    Written,
    /// 报签.
    Laid,
    /// 报送.
    Sent,
    /// 签发.
    Signed,
    /// 撤回.
    Recalled,
    /// 开始审核.
    TakenUp,
    /// 放回待审.
    PutBack,
    /// 退回.
    Returned,
    /// 审定.
    Approved,
    /// 公布.
    Published,
}

impl StepName {
    /// What led from one state to another; from nowhere it was created.
    pub fn between(from: Option<StateName>, to: StateName) -> Self {
        match (from, to) {
            (Some(from), StateName::Draft) if !from.is_with_writer() => Self::Recalled,
            (_, StateName::Draft) => Self::Written,
            (_, StateName::AwaitingSignature) => Self::Laid,
            (Some(StateName::AwaitingSignature), StateName::Submitted) => Self::Signed,
            (Some(StateName::UnderReview), StateName::Submitted) => Self::PutBack,
            (_, StateName::Submitted) => Self::Sent,
            (_, StateName::UnderReview) => Self::TakenUp,
            (_, StateName::Returned) => Self::Returned,
            (_, StateName::Approved) => Self::Approved,
            (_, StateName::Published) => Self::Published,
        }
    }
}
