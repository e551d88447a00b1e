//! Everybody's posts.

use jiff::civil::Date;

use super::{Move, Post};
use crate::{
    access::Duty,
    id::{AccountId, PlanId, PostId, UnitId},
};

/// All posts of everybody, past and to come; nothing that was withdrawn before it began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster(Vec<Post>);

impl Roster {
    /// All posts, in the order given.
    pub fn iter(&self) -> std::slice::Iter<'_, Post> {
        self.0.iter()
    }

    /// The post with this id.
    pub fn get(&self, id: &PostId) -> Option<&Post> {
        self.0.iter().find(|post| &post.id == id)
    }

    /// The posts that hold in a plan; for `None` those that hold in all.
    #[must_use]
    pub fn holding_in(&self, plan: Option<&PlanId>) -> Self {
        let holds = |post: &&Post| plan.map_or(post.plan.is_none(), |plan| post.holds_in(plan));
        self.0.iter().filter(holds).cloned().collect()
    }

    /// The posts of an account.
    pub fn of<'a>(&'a self, account: &'a AccountId) -> impl Iterator<Item = &'a Post> {
        self.0.iter().filter(move |post| &post.account == account)
    }

    /// The posts in which an account can act on `day`.
    pub fn of_on<'a>(&'a self, account: &'a AccountId, day: Date) -> impl Iterator<Item = &'a Post> {
        self.of(account).filter(move |post| post.is_held_on(day))
    }

    /// Who answers for a unit with a duty on a day: its holders and, while they stand in, deputies.
    pub fn answering<'a>(&'a self, unit: &'a UnitId, duty: Duty, day: Date) -> impl Iterator<Item = &'a Post> {
        let answers = move |post: &&Post| &post.unit == unit && post.is(duty) && post.is_held_on(day);
        self.0.iter().filter(answers)
    }

    /// The posts with a duty on a day, of whatever unit.
    pub fn with(&self, duty: Duty, day: Date) -> impl Iterator<Item = &Post> {
        self.0.iter().filter(move |post| post.is(duty) && post.is_held_on(day))
    }

    /// Those who stand in for the holder of a post.
    pub fn deputies<'a>(&'a self, post: &'a PostId) -> impl Iterator<Item = &'a Post> {
        let stands_in = move |other: &&Post| other.deputy_of().is_some_and(|absent| &absent.post == post);
        self.0.iter().filter(stands_in)
    }

    /// The roster once `moves` are made.
    #[must_use]
    pub fn after(&self, moves: &[Move]) -> Self {
        let mut posts = self.0.clone();
        for step in moves {
            match step {
                Move::Open(post) => posts.push(post.clone()),
                Move::End { post, tenure } => {
                    for ended in posts.iter_mut().filter(|other| &other.id == post) {
                        ended.tenure.clone_from(tenure);
                    }
                }
                Move::Withdraw { post } => posts.retain(|other| &other.id != post),
            }
        }
        Self(posts)
    }
}

impl FromIterator<Post> for Roster {
    fn from_iter<I: IntoIterator<Item = Post>>(posts: I) -> Self {
        Self(posts.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a Roster {
    type Item = &'a Post;
    type IntoIter = std::slice::Iter<'a, Post>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
