//! Who answers: which people of a unit carry a duty on a day, deputies included.

use std::collections::HashMap;

use yaodian_domain::{
    Date,
    access::Duty,
    id::{AccountId, PlanId, UnitId},
    people::Post,
    plan::Plan,
    reminder::{About, Audience, Matter},
    report::Report,
};
use yaodian_store::Account;

use super::Served;
use crate::house::House;

/// Somebody in a post that is held.
pub(crate) struct Answerer {
    pub(crate) account: Account,
    pub(crate) post: Post,
}

/// Everybody who answered for anything on one day.
pub(crate) struct Answering {
    people: Vec<Answerer>,
}

impl Answering {
    /// As it was on a day, in a plan.
    pub(crate) async fn on(house: &House, plan: &PlanId, day: Date) -> Served<Self> {
        let accounts = house.store.accounts().await?.into_iter();
        let active: HashMap<AccountId, Account> = accounts
            .filter(|account| account.active)
            .map(|account| (account.id.clone(), account))
            .collect();
        let (_, roster) = house.store.roster().await?;
        let held = roster.iter().filter(|post| post.is_held_on(day) && post.holds_in(plan));
        let people = held.filter_map(|post| {
            Some(Answerer {
                account: active.get(&post.account)?.clone(),
                post: post.clone(),
            })
        });
        Ok(Self {
            people: people.collect(),
        })
    }

    /// Whether somebody answers for a unit with a duty. The one place that decides it.
    fn answers(person: &Answerer, unit: &UnitId, duty: Duty) -> bool {
        person.post.unit == *unit && person.post.is(duty)
    }

    /// Who answers for a unit with a duty.
    pub(crate) fn of_unit(&self, unit: &UnitId, duty: Duty) -> Vec<&Answerer> {
        let answers = |person: &&Answerer| Self::answers(person, unit, duty);
        self.people.iter().filter(answers).collect()
    }

    /// For which units of a plan somebody of `who` answers with a duty.
    pub(crate) fn units_of(&self, plan: &Plan, who: impl Fn(&Answerer) -> bool, duty: Duty) -> Vec<UnitId> {
        let units = plan.units.iter().map(|unit| &unit.id);
        let answers = |unit: &&UnitId| self.of_unit(unit, duty).into_iter().any(&who);
        units.filter(answers).cloned().collect()
    }

    /// Whose matter it is. A review is that of those who may do it; one that nobody of the lead
    /// units can do is the office's.
    pub(crate) fn of_matter(&self, plan: &Plan, reports: &[Report], matter: &Matter) -> Vec<&Answerer> {
        let of = |audience: &Audience| match audience {
            Audience::Unit { unit, duty } => self.of_unit(unit, *duty),
            Audience::Office { .. } => self.office(),
        };
        let mut people: Vec<&Answerer> = matter.to.iter().flat_map(of).collect();
        if let About::Review { report, target, .. } = &matter.about {
            let report = reports.iter().find(|other| other.id == *report);
            let Some((target, report)) = plan.target(target).zip(report) else {
                return Vec::new();
            };
            let may = |person: &&Answerer| {
                let acting = person.post.person(&person.account.name);
                acting.may_review(plan, target, report).is_ok()
            };
            people.retain(may);
            if people.is_empty() {
                people = self.office();
                people.retain(may);
            }
        }
        people
    }

    fn office(&self) -> Vec<&Answerer> {
        let office = |person: &&Answerer| person.post.is(Duty::Office);
        self.people.iter().filter(office).collect()
    }

    /// The account with this id, if it answers for anything.
    pub(crate) fn account(&self, id: &AccountId) -> Option<&Account> {
        let mut accounts = self.people.iter().map(|person| &person.account);
        accounts.find(|account| account.id == *id)
    }
}
