//! Who holds which post, what may be decided about it, and who then may do what.

mod access;
mod decisions;
mod plans;
mod posts;
mod vacant;

use yaodian_domain::{
    Date,
    access::Duty,
    id::{AccountId, PostId, UnitId},
    people::{Absent, Post, Roster, Stretch, Tenure},
    time::DaySpan,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn account(id: &str) -> AccountId {
    AccountId::new(id)
}

fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

fn post_id(id: &str) -> PostId {
    PostId::new(id).unwrap()
}

fn stretch(from: &str, until: Option<&str>) -> Stretch {
    Stretch::new(day(from), until.map(day)).unwrap()
}

/// A post called `who-unit`, held in one's own right.
fn post(who: &str, of: &str, duties: &[Duty], from: &str, until: Option<&str>) -> Post {
    Post {
        id: post_id(&format!("{who}-{of}")),
        account: account(who),
        unit: unit(of),
        plan: None,
        duties: duties.to_vec(),
        title: String::new(),
        tenure: Tenure::Own(stretch(from, until)),
    }
}

/// A post called `who-for-absent`: that of a deputy.
fn deputy(who: &str, absent: &Post, from: &str, to: &str) -> Post {
    Post {
        id: post_id(&format!("{who}-for-{}", absent.account)),
        account: account(who),
        tenure: Tenure::Deputy {
            days: DaySpan::new(day(from), day(to)).unwrap(),
            of: Absent {
                account: absent.account.clone(),
                post: absent.id.clone(),
            },
        },
        ..absent.clone()
    }
}

fn roster(posts: &[Post]) -> Roster {
    posts.iter().cloned().collect()
}

/// An administrator for ever, so that no decision is about the last one.
fn admin() -> Post {
    post("admin", "renshi", &[Duty::Administrator], "2023-01-01", None)
}
