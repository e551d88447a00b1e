//! Who answers: which people of a unit carry a duty on a day.

use yaodian_domain::{
    Date,
    access::Duty,
    id::UnitId,
    plan::Plan,
    reminder::{About, Audience, Matter},
};
use yaodian_store::Account;

use super::Served;
use crate::house::House;

/// Everybody who answered for anything on one day.
pub(crate) struct Answering {
    accounts: Vec<Account>,
}

impl Answering {
    /// As it was on a day.
    pub(crate) async fn on(house: &House, _day: Date) -> Served<Self> {
        let accounts = house.store.accounts().await?;
        Ok(Self {
            accounts: accounts.into_iter().filter(|account| account.active).collect(),
        })
    }

    /// Whether an account answers for a unit with a duty. The one place that decides it.
    fn answers(account: &Account, unit: &UnitId, duty: Duty) -> bool {
        account.unit == *unit && account.duties.contains(&duty)
    }

    /// Who answers for a unit with a duty.
    pub(crate) fn of_unit(&self, unit: &UnitId, duty: Duty) -> Vec<&Account> {
        let answers = |account: &&Account| Self::answers(account, unit, duty);
        self.accounts.iter().filter(answers).collect()
    }

    /// For which units of a plan an account answers with a duty.
    pub(crate) fn units_of(&self, plan: &Plan, account: &Account, duty: Duty) -> Vec<UnitId> {
        let units = plan.units.iter().map(|unit| &unit.id);
        let answers = |unit: &&UnitId| self.of_unit(unit, duty).iter().any(|other| other.id == account.id);
        units.filter(answers).cloned().collect()
    }

    /// Whose matter it is. A review that nobody of the lead units can do is the office's.
    pub(crate) fn of_matter(&self, plan: &Plan, matter: &Matter) -> Vec<&Account> {
        let of = |audience: &Audience| match audience {
            Audience::Unit { unit, duty } => self.of_unit(unit, *duty),
            Audience::Office { .. } => self.office(),
        };
        let mut people: Vec<&Account> = matter.to.iter().flat_map(of).collect();
        if let About::Review {
            report, target, unit, ..
        } = &matter.about
        {
            let Some(target) = plan.target(target) else {
                return Vec::new();
            };
            let may = |account: &&Account| account.person().may_review(plan, target, unit, report).is_ok();
            people.retain(may);
            if people.is_empty() {
                people = self.office();
                people.retain(may);
            }
        }
        people
    }

    fn office(&self) -> Vec<&Account> {
        let office = |account: &&Account| account.duties.contains(&Duty::Office);
        self.accounts.iter().filter(office).collect()
    }

    /// The account with this id, if it is active.
    pub(crate) fn account(&self, id: &yaodian_store::AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == *id)
    }
}
