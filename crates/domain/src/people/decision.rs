//! What an administrator decides about posts, what happens to them, and why it may not.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BackToFront, Post, Tenure};
use crate::{
    access::Duty,
    id::{AccountId, PlanId, PostId, UnitId},
    time::DaySpan,
};

/// What a post is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// For which unit.
    pub unit: UnitId,
    /// In which plan; `None`: in all of the installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// With which duties.
    pub duties: Vec<Duty>,
    /// 职务.
    #[serde(default)]
    pub title: String,
    /// The first day.
    pub from: Date,
    /// The last day, if one is known.
    #[serde(default)]
    pub until: Option<Date>,
}

/// What an administrator decides. Nothing of it reaches into the past: what was done there was done
/// in the posts of then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// 任职: a person gets a post.
    Appoint {
        /// Who.
        account: AccountId,
        /// Which.
        post: Appointment,
    },
    /// A post has other duties or another title from a day on: it ends, and another one begins.
    Change {
        /// Which post.
        post: PostId,
        /// From which day on.
        from: Date,
        /// With which duties.
        duties: Vec<Duty>,
        /// 职务.
        #[serde(default)]
        title: String,
    },
    /// A post ends on a day, or without one known goes on.
    Until {
        /// Which post.
        post: PostId,
        /// The last day.
        last: Option<Date>,
    },
    /// 代理: somebody stands in for the holder of a post.
    Deputy {
        /// Which post.
        post: PostId,
        /// Who stands in.
        account: AccountId,
        /// On which days.
        days: DaySpan,
    },
    /// 交接: a post passes to somebody else from a day on.
    HandOver {
        /// Which post.
        post: PostId,
        /// To whom.
        to: AccountId,
        /// From which day on.
        from: Date,
    },
    /// 撤回: a post that has not begun does not begin.
    Withdraw {
        /// Which post.
        post: PostId,
        /// The post that was to end for it, if that one goes on instead, as long as the withdrawn
        /// one would have.
        resumes: Option<PostId>,
    },
    /// A person leaves: every post ends today.
    Leave {
        /// Who.
        account: AccountId,
    },
}

/// One thing that happens to a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// It is given.
    Open(Post),
    /// Its end is another.
    End {
        /// Which post.
        post: PostId,
        /// Its tenure from now on; begins as it did.
        tenure: Tenure,
    },
    /// It does not begin.
    Withdraw {
        /// Which post.
        post: PostId,
    },
}

/// Why a decision cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NotPossible {
    /// There is no such post.
    #[error("no such post")]
    UnknownPost,
    /// The post has ended.
    #[error("the post has ended")]
    Over,
    /// The day lies in the past.
    #[error("before {earliest}")]
    InThePast {
        /// The earliest day possible.
        earliest: Date,
    },
    /// The last day lies before the first.
    #[error("{until} lies before {from}")]
    BackToFront {
        /// The first day given.
        from: Date,
        /// The last day given.
        until: Date,
    },
    /// A post without a duty.
    #[error("no duty")]
    NoDuty,
    /// A title longer than [`LONGEST_TITLE`].
    #[error("a title of {length} characters")]
    TitleTooLong {
        /// How long it is, in characters.
        length: usize,
    },
    /// The person holds the same duty of the same unit on some of the days.
    #[error("holds {duty:?} of that unit already")]
    AlreadyHeld {
        /// Which duty.
        duty: Duty,
    },
    /// Nothing would be different.
    #[error("nothing changes")]
    NothingChanges,
    /// Nobody stands in for oneself, or hands over to oneself.
    #[error("the same person")]
    SamePerson,
    /// A deputy's post has the duties of the one who is away: it ends, but is not changed, handed
    /// over or stood in for.
    #[error("a deputy's post")]
    ADeputys,
    /// A deputy stands in on days on which the post is not held.
    #[error("outside the days of the post")]
    OutsideThePost,
    /// What has begun can end, but not be withdrawn.
    #[error("the post began on {from}")]
    HasBegun {
        /// Its first day.
        from: Date,
    },
    /// The post that is to go on did not end, for the same unit, just before the withdrawn one.
    #[error("not the post that ends for the withdrawn one")]
    NotBefore,
    /// Nobody shuts himself out, nor the person he stands in for.
    #[error("nobody shuts himself out")]
    Oneself,
    /// Nobody would be left to look after people.
    #[error("no administrator from {from} on")]
    NoAdministrator {
        /// From which day on.
        from: Date,
    },
}

impl From<BackToFront> for NotPossible {
    fn from(BackToFront { from, until }: BackToFront) -> Self {
        Self::BackToFront { from, until }
    }
}
