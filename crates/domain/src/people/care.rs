//! Whom an administrator looks after: one of all plans everybody, one of a plan that plan's people.
//!
//! * A post is decided about by who acts in a post of the same plan, or of all plans ([`may_decide`]); nobody gives a
//!   post that reaches further than his own.
//! * What concerns a person's whole account (name, address, links, the second step, leaving, coming back) opens every
//!   post of that person. So an administrator of a plan does it for those whose posts are all of this plan
//!   ([`may_manage`]), and nobody comes by a post elsewhere through the account of who holds it.

use jiff::civil::Date;

use super::{Decision, Post, Roster};
use crate::{
    access::Refusal,
    id::{AccountId, PlanId, PostId},
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

/// Whether whoever looks after people in the post `by` may make a decision on `today`. Asked before it is known what it
/// comes to: of other plans nothing is told. Of a post that is not there it is told that there is none.
pub fn may_decide(by: &Post, roster: &Roster, decision: &Decision, today: Date) -> Result<(), Refusal> {
    let own = |post: &PostId| roster.get(post).is_none_or(|post| looks_after(by, post));
    let known = |account: &AccountId| sees(by, roster, account);
    let may = match decision {
        Decision::Appoint { account, post } => reaches(by, post.plan.as_ref()).is_ok() && known(account),
        Decision::Change { post, .. } | Decision::Until { post, .. } => own(post),
        Decision::Deputy { post, account, .. } | Decision::HandOver { post, to: account, .. } => {
            own(post) && known(account)
        }
        Decision::Withdraw { post, resumes } => own(post) && resumes.as_ref().is_none_or(own),
        Decision::Leave { account } => may_manage(by, roster, account, today).is_ok(),
    };
    if may { Ok(()) } else { Err(Refusal::OtherPlan) }
}
