//! Who acts: a person in one of his posts.

use yaodian_contract::Kind;
use yaodian_domain::{
    Date,
    access::{Duty, Person, Refusal},
    id::{AccountId, PlanId, UnitId},
    people::{Post, Seat, seat},
    sign_in::{SecondStepProblem, is_demanded_of},
};
use yaodian_store::{Account, Actor, InPost, Session};

use super::Served;
use crate::house::House;

/// A person who is signed in and acts in a post. What other posts allow is no part of it.
#[derive(Debug, Clone)]
pub(crate) struct Acting {
    /// The account, the same in every post.
    pub(crate) id: AccountId,
    /// The name that reports and history show.
    pub(crate) name: String,
    /// The unit of the post.
    pub(crate) unit: UnitId,
    /// The duties of the post.
    pub(crate) duties: Vec<Duty>,
    /// The post.
    pub(crate) post: Post,
    /// The key with which a program acts in the person's name, if one does.
    pub(crate) key: Option<String>,
}

impl Acting {
    /// The holder of a session, in the post that was chosen or is the only one, unless a second step is demanded that
    /// the person does not have.
    pub(crate) async fn admitted(house: &House, session: Session) -> Served<Self> {
        let second_step = session.second_step;
        let acting = Self::of(session, house.clock.today())?;
        acting.has_what_is_demanded(house, second_step).await?;
        Ok(acting)
    }

    /// Whether the person has the second step that is demanded of the post, or took one on the way in (`taken`).
    pub(super) async fn has_what_is_demanded(&self, house: &House, taken: bool) -> Served<()> {
        let demanded = house.demand_second_step && is_demanded_of(&self.duties);
        if demanded && !taken && !house.store.has_second_step(&self.id).await? {
            return Err(SecondStepProblem::Demanded.into());
        }
        Ok(())
    }

    /// The holder of a session, in the post that was chosen or is the only one.
    fn of(session: Session, today: Date) -> Result<Self, Kind> {
        match seat(&session.posts, session.chosen.as_ref(), today) {
            Seat::In(post) => Ok(Self::in_post(&session.account, post.clone())),
            Seat::Several => Err(Kind::ChoosePost),
            Seat::Nowhere => Err(Kind::NoPost),
        }
    }

    /// The house of a plan that something belongs to, if the post holds there.
    pub(crate) fn in_plan(&self, house: &House, plan: &PlanId) -> Result<House, Refusal> {
        if self.post.holds_in(plan) {
            Ok(house.of(plan))
        } else {
            Err(Refusal::OtherPlan)
        }
    }

    /// What concerns the whole installation takes a post that holds in all its plans.
    pub(crate) fn holds_everywhere(&self) -> Result<(), Refusal> {
        match self.post.plan {
            None => Ok(()),
            Some(_) => Err(Refusal::OtherPlan),
        }
    }

    /// Somebody of the supervision office of a plan by the name to sign in with, for a command at the machine.
    pub(crate) async fn of_the_office(house: &House, login: &str, plan: &PlanId) -> Served<Self> {
        let account = house.store.credentials(login).await?.ok_or(Kind::NotFound)?.account;
        let today = house.clock.today();
        let posts = house.store.posts_of(&account.id).await?;
        let mut held = posts
            .into_iter()
            .filter(|post| post.is_held_on(today) && post.holds_in(plan));
        let post = held.find(|post| post.is(Duty::Office)).ok_or(Refusal::NotTheOffice)?;
        if account.active {
            Ok(Self::in_post(&account, post))
        } else {
            Err(Kind::AccountShut.into())
        }
    }

    /// Somebody who may bring a plan in, by the name to sign in with, for a command at the machine.
    pub(crate) async fn who_may_plan(house: &House, login: &str, plan: &PlanId) -> Served<Self> {
        let account = house.store.credentials(login).await?.ok_or(Kind::NotFound)?.account;
        let today = house.clock.today();
        let posts = house.store.posts_of(&account.id).await?;
        let held = posts
            .into_iter()
            .filter(|post| post.is_held_on(today) && post.holds_in(plan));
        let mut held = held.map(|post| Self::in_post(&account, post));
        let acting = held.find(|acting| acting.person().may_plan().is_ok());
        if !account.active {
            return Err(Kind::AccountShut.into());
        }
        Ok(acting.ok_or(Refusal::NotPlanning)?)
    }

    /// A person in one of his posts, held today or not.
    pub(super) fn in_post(account: &Account, post: Post) -> Self {
        Self {
            id: account.id.clone(),
            name: account.name.clone(),
            unit: post.unit.clone(),
            duties: post.duties.clone(),
            post,
            key: None,
        }
    }

    /// The person as the rules of access see it.
    pub(crate) fn person(&self) -> Person {
        self.post.person(&self.name)
    }

    /// The person as the one who acts.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Account {
            id: self.id.clone(),
            name: self.name.clone(),
            post: Some(InPost {
                id: self.post.id.clone(),
                unit: self.unit.clone(),
            }),
            key: self.key.clone(),
        }
    }
}
