//! Posts of one plan, given again in another.

use yaodian_contract::people::Decide;
use yaodian_domain::{
    id::PlanId,
    people::{Appointment, Decision, Post},
};
use yaodian_words::{Lang, people as words};

use super::{Not, by, find::Found};
use crate::{
    house::House,
    service::{Refused, people},
};

/// Gives everybody who holds a post in the first plan alone the same in the second one, from today on.
pub(super) async fn renew(
    house: &House,
    Found(read): &Found,
    (from, into): (&PlanId, &PlanId),
    preview: bool,
) -> Result<(), Not> {
    for plan in [from, into] {
        if !read.plans.iter().any(|known| known.id == *plan) {
            return Err(Not::Called(format!("there is no plan {plan} in which posts can hold")));
        }
    }
    let runs = |post: &&Post| {
        let over = post.until().is_some_and(|until| until < read.today);
        post.plan.as_ref() == Some(from) && post.deputy_of().is_none() && !over
    };
    for post in read.posts.iter().filter(runs) {
        // As the one before has left them.
        let now = people::all(house).await?;
        let is_there = |other: &Post| {
            other.plan.as_ref() == Some(into)
                && (&other.account, &other.unit, &other.duties) == (&post.account, &post.unit, &post.duties)
        };
        if now.posts.iter().any(is_there) {
            continue;
        }
        let decision = Decision::Appoint {
            account: post.account.clone(),
            post: Appointment {
                unit: post.unit.clone(),
                plan: Some(into.clone()),
                duties: post.duties.clone(),
                title: post.title.clone(),
                from: read.today.max(post.from()),
                until: post.until(),
            },
        };
        let outcome = words::outcome(Lang::En, &now, &decision).map_err(Refused::from)?;
        if !preview {
            let revision = now.revision;
            people::carry_out(house, &by(house, "user renew"), Decide { revision, decision }, None).await?;
        }
        for line in &outcome.lines {
            say!("{line}");
        }
    }
    if preview {
        tell!("(nothing was done)");
    }
    Ok(())
}
