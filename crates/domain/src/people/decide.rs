//! What an administrator decides about posts, and what it comes to.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Absent, BackToFront, LONGEST_TITLE, Need, Post, Roster, Stretch, Tenure, vacancies};
use crate::{
    access::Duty,
    id::{AccountId, PostId, UnitId},
    time::DaySpan,
};

/// What a post is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// For which unit.
    pub unit: UnitId,
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

impl Decision {
    /// What the decision comes to when it is made on `today`; `new_id` names the posts that begin.
    pub fn moves(
        &self,
        roster: &Roster,
        today: Date,
        mut new_id: impl FnMut() -> PostId,
    ) -> Result<Vec<Move>, NotPossible> {
        let mut moves = Vec::new();
        match self {
            Self::Appoint { account, post } => {
                not_before(today, post.from)?;
                moves.push(Move::Open(Post {
                    id: new_id(),
                    account: account.clone(),
                    unit: post.unit.clone(),
                    duties: checked_duties(&post.duties)?,
                    title: checked_title(&post.title)?,
                    tenure: Tenure::Own(Stretch::new(post.from, post.until)?),
                }));
            }
            Self::Change {
                post,
                from,
                duties,
                title,
            } => {
                let (post, left) = passing(roster, post, today, *from)?;
                let (duties, title) = (checked_duties(duties)?, checked_title(title)?);
                if (&duties, &title) == (&post.duties, &post.title) {
                    return Err(NotPossible::NothingChanges);
                }
                cut(roster, post, day_before(*from), &mut moves);
                moves.push(Move::Open(Post {
                    id: new_id(),
                    duties,
                    title,
                    tenure: Tenure::Own(left),
                    ..post.clone()
                }));
            }
            Self::Until { post, last } => until(roster, post, *last, today, &mut moves)?,
            Self::Deputy { post, account, days } => {
                not_before(today, days.from())?;
                let absent = running(roster, post, today)?;
                if absent.deputy_of().is_some() {
                    return Err(NotPossible::ADeputys);
                }
                if &absent.account == account {
                    return Err(NotPossible::SamePerson);
                }
                if !absent.stretch().covers((*days).into()) {
                    return Err(NotPossible::OutsideThePost);
                }
                moves.push(Move::Open(Post {
                    id: new_id(),
                    account: account.clone(),
                    tenure: Tenure::Deputy {
                        days: *days,
                        of: Absent {
                            account: absent.account.clone(),
                            post: absent.id.clone(),
                        },
                    },
                    ..absent.clone()
                }));
            }
            Self::HandOver { post, to, from } => {
                let (post, left) = passing(roster, post, today, *from)?;
                if &post.account == to {
                    return Err(NotPossible::SamePerson);
                }
                cut(roster, post, day_before(*from), &mut moves);
                moves.push(Move::Open(Post {
                    id: new_id(),
                    account: to.clone(),
                    tenure: Tenure::Own(left),
                    ..post.clone()
                }));
            }
            Self::Leave { account } => {
                let over = |post: &&Post| post.until().is_some_and(|until| until < today);
                for post in roster.of(account).filter(|post| !over(post)) {
                    cut(roster, post, today, &mut moves);
                }
            }
        }
        let after = roster.after(&moves);
        held_once(&after, &moves)?;
        looked_after(roster, &after, today)?;
        Ok(moves)
    }
}

/// A post that has not ended.
fn running<'a>(roster: &'a Roster, id: &PostId, today: Date) -> Result<&'a Post, NotPossible> {
    let post = roster.get(id).ok_or(NotPossible::UnknownPost)?;
    match post.until() {
        Some(until) if until < today => Err(NotPossible::Over),
        _ => Ok(post),
    }
}

/// A post held in one's own right that goes over into another one on `from`, and the days which
/// that has.
fn passing<'a>(roster: &'a Roster, id: &PostId, today: Date, from: Date) -> Result<(&'a Post, Stretch), NotPossible> {
    let post = running(roster, id, today)?;
    if post.deputy_of().is_some() {
        return Err(NotPossible::ADeputys);
    }
    not_before(today, from)?;
    // One that has not begun passes on as a whole.
    Ok((post, Stretch::new(from.max(post.from()), post.until())?))
}

/// Gives a post another end.
fn until(
    roster: &Roster,
    id: &PostId,
    last: Option<Date>,
    today: Date,
    moves: &mut Vec<Move>,
) -> Result<(), NotPossible> {
    let post = running(roster, id, today)?;
    if let Some(last) = last {
        not_before(today, last)?;
    }
    if post.until() == last {
        return Err(NotPossible::NothingChanges);
    }
    if let Some(last) = last
        && post.until().is_none_or(|until| last < until)
    {
        cut(roster, post, last, moves);
        return Ok(());
    }
    let tenure = match &post.tenure {
        Tenure::Own(stretch) => Tenure::Own(Stretch::new(stretch.from(), last)?),
        Tenure::Deputy { days, of } => {
            // A deputy without a last day would be none.
            let last = last.ok_or(NotPossible::ADeputys)?;
            let days = DaySpan::new(days.from(), last).map_err(|error| BackToFront {
                from: error.from,
                until: error.to,
            })?;
            let absent = roster.get(&of.post).ok_or(NotPossible::UnknownPost)?;
            if !absent.stretch().covers(days.into()) {
                return Err(NotPossible::OutsideThePost);
            }
            Tenure::Deputy { days, of: of.clone() }
        }
    };
    moves.push(Move::End {
        post: post.id.clone(),
        tenure,
    });
    Ok(())
}

/// Lets a post end with `last` at the latest, and with it those who stand in for its holder.
fn cut(roster: &Roster, post: &Post, last: Date, moves: &mut Vec<Move>) {
    for post in roster.deputies(&post.id).chain([post]) {
        if post.until().is_some_and(|until| until <= last) {
            continue;
        }
        let left = post.stretch().ending(last);
        let tenure = left.and_then(|left| match &post.tenure {
            Tenure::Own(_) => Some(Tenure::Own(left)),
            Tenure::Deputy { days, of } => {
                let days = DaySpan::new(days.from(), last).ok()?;
                Some(Tenure::Deputy { days, of: of.clone() })
            }
        });
        let id = post.id.clone();
        moves.push(match tenure {
            Some(tenure) => Move::End { post: id, tenure },
            None => Move::Withdraw { post: id },
        });
    }
}

fn day_before(day: Date) -> Date {
    day.saturating_sub(1.day())
}

fn not_before(earliest: Date, day: Date) -> Result<(), NotPossible> {
    if day < earliest {
        Err(NotPossible::InThePast { earliest })
    } else {
        Ok(())
    }
}

fn checked_duties(duties: &[Duty]) -> Result<Vec<Duty>, NotPossible> {
    let mut duties = duties.to_vec();
    duties.sort_unstable();
    duties.dedup();
    if duties.is_empty() {
        return Err(NotPossible::NoDuty);
    }
    Ok(duties)
}

fn checked_title(title: &str) -> Result<String, NotPossible> {
    let title = title.trim();
    let length = title.chars().count();
    if length > LONGEST_TITLE {
        return Err(NotPossible::TitleTooLong { length });
    }
    Ok(title.to_owned())
}

/// Nobody holds the same duty of the same unit twice at once, but for standing in.
fn held_once(after: &Roster, moves: &[Move]) -> Result<(), NotPossible> {
    let touched = moves.iter().filter_map(|step| match step {
        Move::Open(post) => Some(&post.id),
        Move::End { post, .. } => Some(post),
        Move::Withdraw { .. } => None,
    });
    for post in touched.filter_map(|id| after.get(id)) {
        let beside = after.of(&post.account).filter(|other| {
            other.id != post.id
                && other.unit == post.unit
                && other.deputy_of().map(|absent| &absent.post) == post.deputy_of().map(|absent| &absent.post)
                && other.stretch().overlaps(post.stretch())
        });
        for other in beside {
            if let Some(duty) = post.duties.iter().find(|duty| other.is(**duty)) {
                return Err(NotPossible::AlreadyHeld { duty: *duty });
            }
        }
    }
    Ok(())
}

/// No decision takes away the last administrator: nobody could make another one.
fn looked_after(before: &Roster, after: &Roster, today: Date) -> Result<(), NotPossible> {
    let need = [Need {
        unit: None,
        duty: Duty::Administrator,
        targets: 0,
    }];
    let first = |roster: &Roster| vacancies(&need, roster, today).first().map(|vacancy| vacancy.from);
    match (first(before), first(after)) {
        (None, Some(from)) => Err(NotPossible::NoAdministrator { from }),
        (Some(was), Some(from)) if from < was => Err(NotPossible::NoAdministrator { from }),
        _ => Ok(()),
    }
}
