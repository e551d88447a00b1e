//! Who may see, edit and move the entries of a ledger.

use jiff::civil::Date;

use super::{Ledger, Mover, Row, Stage};
use crate::{
    access::{Duty, Person},
    id::UnitId,
    plan::Name,
    unit::Register,
};

/// Who sits before the ledger, and on which day.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The person; `None` for the program itself, at the command line of its machine, which may do
    /// everything.
    pub person: Option<&'a Person>,
    /// The product's day.
    pub today: Date,
    /// The units of the plan.
    pub units: &'a Register,
}

/// Which entries somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Those of one unit.
    Own(UnitId),
}

impl Desk<'_> {
    /// Which entries the person sees: the units that lead, the office and administrators all of
    /// them, anybody else those of the own unit. `None`: nothing. A public ledger's public side is
    /// another matter.
    pub fn scope(&self, ledger: &Ledger) -> Option<Scope> {
        let Some(person) = self.person else {
            return Some(Scope::All);
        };
        let sees_all = person.is(Duty::Office) || person.is(Duty::Administrator) || ledger.leads.contains(&person.unit);
        if sees_all {
            Some(Scope::All)
        } else {
            ledger
                .holders
                .contains(&person.unit)
                .then(|| Scope::Own(person.unit.clone()))
        }
    }

    /// Whether the person may add and edit entries of `unit`: its reporters, reviewers of units
    /// that lead, and the office.
    pub fn may_edit(&self, ledger: &Ledger, unit: &UnitId) -> bool {
        [Mover::Holder, Mover::Lead, Mover::Office]
            .into_iter()
            .any(|mover| self.acts_as(ledger, mover, unit))
    }

    /// At whose entries of a register the person may say what was measured: reporters at those of the own
    /// unit, reviewers of units that lead and the office at all. `None`: at none.
    pub fn may_measure(&self, ledger: &Ledger) -> Option<Scope> {
        ledger.network?;
        let Some(person) = self.person else {
            return Some(Scope::All);
        };
        let leads = person.is(Duty::Reviewer) && ledger.leads.contains(&person.unit);
        if leads || person.is(Duty::Office) {
            Some(Scope::All)
        } else {
            let own = person.is(Duty::Reporter) && ledger.holders.contains(&person.unit);
            own.then(|| Scope::Own(person.unit.clone()))
        }
    }

    /// Whether the person may say of an entry of `unit` that the stage at this place is done, or
    /// take that back.
    pub fn may_move(&self, ledger: &Ledger, stage: usize, unit: &UnitId) -> bool {
        (ledger.stages.get(stage))
            .is_some_and(|stage| stage.movers.iter().any(|mover| self.acts_as(ledger, *mover, unit)))
    }

    /// The first stage of an entry that is done and that the person may not take back: with it the
    /// entry is settled, for this person.
    pub fn settled<'l>(&self, ledger: &'l Ledger, row: &Row) -> Option<&'l Stage> {
        let done = ledger.stages.iter().enumerate().take(row.reached.len());
        let mut settled = done.filter(|(at, _)| !self.may_move(ledger, *at, &row.unit));
        settled.next().map(|(_, stage)| stage)
    }

    /// Whether the person may change what an entry says, and its evidence.
    pub fn may_change(&self, ledger: &Ledger, row: &Row) -> bool {
        self.may_edit(ledger, &row.unit) && self.settled(ledger, row).is_none()
    }

    fn acts_as(&self, ledger: &Ledger, mover: Mover, unit: &UnitId) -> bool {
        self.person.is_none_or(|person| match mover {
            Mover::Holder => person.is(Duty::Reporter) && &person.unit == unit,
            Mover::Lead => person.is(Duty::Reviewer) && ledger.leads.contains(&person.unit),
            Mover::Office => person.is(Duty::Office),
        })
    }

    /// The name of a unit; its id where it is none of the plan's.
    pub(crate) fn unit_name(&self, id: &UnitId) -> Name {
        self.units.get(id).map_or_else(
            || Name {
                zh: id.to_string(),
                en: id.to_string(),
            },
            super::cell::Named::names,
        )
    }
}
