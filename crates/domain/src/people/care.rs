//! Whom an administrator looks after: one of all plans everybody, one of a plan that plan's people.
//!
//! * A post is decided about by who acts in a post of the same plan, or of all plans ([`may_decide`]); nobody gives a
//!   post that reaches further than his own.
//! * What concerns a person's whole account (name, address, links, the second step, leaving, coming back) opens every
//!   post of that person. So an administrator of a plan does it for those whose posts are all of this plan
//!   ([`may_manage`]), and nobody comes by a post elsewhere through the account of who holds it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Decision, Move, Post, Roster};
use crate::{
    access::Refusal,
    id::{AccountId, PlanId},
};

/// Whether whoever looks after people in the post `by` looks after the posts of `plan`; of `None` after those that
/// hold in all plans.
pub fn reaches(by: &Post, plan: Option<&PlanId>) -> Result<(), Refusal> {
    if by.plan.is_none() || by.plan.as_ref() == plan {
        Ok(())
    } else {
        Err(Refusal::OtherPlan)
    }
}

/// Whether whoever looks after people in the post `by` looks after `post`.
pub fn looks_after(by: &Post, post: &Post) -> bool {
    reaches(by, post.plan.as_ref()).is_ok()
}

/// Whether whoever looks after people in the post `by` sees a person: who has, or had, a post there.
pub fn sees(by: &Post, roster: &Roster, account: &AccountId) -> bool {
    by.plan.is_none() || roster.of(account).any(|post| looks_after(by, post))
}

/// Whether whoever looks after people in the post `by` may do on `today` what concerns a person's whole account.
pub fn may_manage(by: &Post, roster: &Roster, account: &AccountId, today: Date) -> Result<(), Refusal> {
    let over = |post: &&Post| post.until().is_some_and(|until| until < today);
    let mut live = roster.of(account).filter(|post| !over(post));
    if sees(by, roster, account) && live.all(|post| looks_after(by, post)) {
        Ok(())
    } else {
        Err(Refusal::OtherPlan)
    }
}

/// Whether whoever looks after people in the post `by` may make a decision on `today` that comes to `moves`.
pub fn may_decide(by: &Post, roster: &Roster, decision: &Decision, moves: &[Move], today: Date) -> Result<(), Refusal> {
    if let Decision::Leave { account } = decision {
        may_manage(by, roster, account, today)?;
    }
    let opened: BTreeSet<&AccountId> = moves
        .iter()
        .filter_map(|step| match step {
            Move::Open(post) => Some(&post.account),
            Move::End { .. } | Move::Withdraw { .. } => None,
        })
        .collect();
    let known = opened.into_iter().all(|account| sees(by, roster, account));
    let own = moves.iter().all(|step| match step {
        Move::Open(post) => looks_after(by, post),
        Move::End { post, .. } | Move::Withdraw { post } => roster.get(post).is_some_and(|post| looks_after(by, post)),
    });
    if known && own { Ok(()) } else { Err(Refusal::OtherPlan) }
}
