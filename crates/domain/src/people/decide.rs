//! What a decision about posts comes to.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};

use super::{
    Absent, BackToFront, Decision, LONGEST_TITLE, Move, Need, NotPossible, Post, Roster, Stretch, Tenure, newly_vacant,
};
use crate::{
    access::Duty,
    id::{AccountId, PlanId, PostId},
    time::DaySpan,
};

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
                    plan: post.plan.clone(),
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
            Self::Withdraw { post, resumes } => withdraw(roster, post, resumes.as_ref(), today, &mut moves)?,
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

    /// What it would come to, to be told before it is made.
    pub fn foreseen(&self, roster: &Roster, today: Date) -> Result<Vec<Move>, NotPossible> {
        let mut numbers = 1..;
        self.moves(roster, today, || PostId::foreseen(numbers.next().unwrap_or_default()))
    }

    /// Whether somebody with these hands ([`Person::hands`](crate::access::Person::hands)) may make
    /// it: nobody shuts himself out, so that whoever looks after people never does it by a slip.
    pub fn may_be_made_by<'a>(&self, hands: impl IntoIterator<Item = &'a AccountId>) -> Result<(), NotPossible> {
        match self {
            Self::Leave { account } if hands.into_iter().any(|hand| hand == account) => Err(NotPossible::Oneself),
            _ => Ok(()),
        }
    }
}

/// The post that ends for one that has not begun, and that could go on if it is withdrawn: its
/// holder's before a hand-over, or the same person's with the duties of before.
pub fn predecessor<'a>(roster: &'a Roster, post: &Post) -> Option<&'a Post> {
    let before = || roster.iter().filter(|other| goes_before(other, post));
    let handed_over = before().find(|other| (&other.duties, &other.title) == (&post.duties, &post.title));
    handed_over.or_else(|| before().find(|other| other.account == post.account))
}

fn goes_before(other: &Post, post: &Post) -> bool {
    let own = other.deputy_of().is_none() && post.deputy_of().is_none();
    let place = (&other.unit, &other.plan) == (&post.unit, &post.plan);
    own && place && other.stretch().after() == Some(post.from())
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

/// Lets a post that has not begun never begin, and perhaps another one go on in its place.
fn withdraw(
    roster: &Roster,
    id: &PostId,
    resumes: Option<&PostId>,
    today: Date,
    moves: &mut Vec<Move>,
) -> Result<(), NotPossible> {
    let post = roster.get(id).ok_or(NotPossible::UnknownPost)?;
    if post.from() <= today {
        return Err(NotPossible::HasBegun { from: post.from() });
    }
    cut(roster, post, today, moves);
    if let Some(id) = resumes {
        let before = running(roster, id, today)?;
        if !goes_before(before, post) {
            return Err(NotPossible::NotBefore);
        }
        moves.push(Move::End {
            post: before.id.clone(),
            tenure: Tenure::Own(Stretch::new(before.from(), post.until())?),
        });
    }
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

/// Nobody holds the same duty of the same unit twice at once in a plan, but for standing in.
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
                && share_a_plan(other, post)
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

/// Whether there is a plan in which both hold.
fn share_a_plan(one: &Post, other: &Post) -> bool {
    one.plan.as_ref().is_none_or(|plan| other.holds_in(plan))
}

/// No decision takes away the last administrator, of all plans or of one: nobody could make another one.
fn looked_after(before: &Roster, after: &Roster, today: Date) -> Result<(), NotPossible> {
    let need = [Need {
        unit: None,
        duty: Duty::Administrator,
        targets: 0,
    }];
    let plans: BTreeSet<Option<&PlanId>> = before.iter().map(|post| post.plan.as_ref()).chain([None]).collect();
    for plan in plans {
        let (before, after) = (before.holding_in(plan), after.holding_in(plan));
        if let Some(vacancy) = newly_vacant(&need, &before, &after, today).first() {
            return Err(NotPossible::NoAdministrator { from: vacancy.from });
        }
    }
    Ok(())
}
