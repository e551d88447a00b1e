//! Who may take which step.

use super::{CaseKind, Matter, Step};
use crate::{
    access::{Duty, Person, Refusal},
    id::UnitId,
    plan::Plan,
    target::Target,
};

impl Person {
    /// Whether the person's unit has a part in `target` for which it can ask for `matter`: what it
    /// reports, or the whole of what it leads. A target that nobody leads (the headline statement)
    /// is closed as a whole by the unit that alone reports it, or else by the office.
    pub fn may_open(&self, plan: &Plan, target: &Target, matter: &Matter) -> Result<(), Refusal> {
        let reports = target.reporters.contains(&self.unit);
        let leads = plan.leads(target).contains(&self.unit);
        let alone = reports && target.reporters.len() == 1;
        let unled = plan.leads(target).is_empty() && self.is(Duty::Office);
        let has_part = match matter {
            Matter::Notice(_) => false,
            Matter::Extension { .. } | Matter::Appeal { .. } | Matter::Closure { whole: false, .. } => reports,
            Matter::Change { .. } | Matter::Closure { whole: true, .. } => leads || alone || unled,
        };
        if has_part { Ok(()) } else { Err(Refusal::OtherUnit) }
    }

    /// Whether the person may take `step` in a case of `kind` about `unit` and `target`.
    ///
    /// Slips come from the office, and the unit signs for and answers them. Units ask for what
    /// concerns their part, lead units for what concerns the whole; the office decides, but never
    /// for its own unit. That nobody decides what they asked for is seen to by
    /// [`Case::take`](super::Case::take), which knows people and not only units.
    pub fn may_step(
        &self,
        plan: &Plan,
        target: &Target,
        unit: &UnitId,
        kind: CaseKind,
        step: Step,
    ) -> Result<(), Refusal> {
        let office = self.is(Duty::Office);
        let of_unit = unit == &self.unit;
        let answers = of_unit && (self.is(Duty::Reporter) || self.is(Duty::Reviewer));
        let leads = self.is(Duty::Reviewer) && plan.leads(target).contains(&self.unit);
        let allowed = match (kind, step) {
            (CaseKind::Notice, Step::SignedFor | Step::Answered) => answers,
            (CaseKind::Notice, _) | (_, Step::Reopened) => office,
            (_, Step::Opened | Step::Withdrawn) => answers || (of_unit && (leads || office)),
            // The first look at another number may be the lead unit's.
            (CaseKind::Change, Step::Agreed) => (leads || office) && !of_unit,
            _ => office && !of_unit,
        };
        if allowed {
            Ok(())
        } else if office && of_unit {
            Err(Refusal::OwnCase)
        } else {
            Err(Refusal::NotYourStep)
        }
    }

    /// Whether the person may see a case about `unit` and `target`: the office and administrators
    /// all of them, a unit its own, a lead unit those of its tasks.
    pub fn may_see_case(&self, plan: &Plan, target: &Target, unit: &UnitId) -> bool {
        self.is(Duty::Office)
            || self.is(Duty::Administrator)
            || unit == &self.unit
            || plan.leads(target).contains(&self.unit)
    }
}
