//! What was read and judged of plans, kept in memory until it changes.

use std::{collections::BTreeMap, sync::Arc};

use yaodian_app::public::Knowledge;
use yaodian_domain::{
    Date,
    cockpit::Judged,
    id::PlanId,
    standing::{Standing, Turn},
};

/// So many plans are remembered where nothing else is said: those of all provinces and their prefectures (31 and 333),
/// each of about a megabyte.
pub(crate) const PLANS: u32 = 400;

/// What is remembered of the plans that were asked about last.
pub(crate) struct Remembered {
    /// Of so many at most.
    most: u32,
    /// Each with when it was asked about last.
    plans: BTreeMap<PlanId, (u64, Cache)>,
    asked: u64,
}

impl Default for Remembered {
    fn default() -> Self {
        Self::of_most(PLANS)
    }
}

impl Remembered {
    /// Nothing yet, and never of more than so many plans.
    pub(crate) fn of_most(plans: u32) -> Self {
        Self {
            most: plans,
            plans: BTreeMap::new(),
            asked: 0,
        }
    }

    /// Nothing yet, of as many plans as this one.
    pub(crate) fn another(&self) -> Self {
        Self::of_most(self.most)
    }

    /// What is remembered of a plan. The one that was not asked about for longest makes room for it.
    pub(crate) fn of(&mut self, plan: &PlanId) -> &mut Cache {
        self.asked += 1;
        if self.plans.len() >= self.most as usize && !self.plans.contains_key(plan) {
            let longest = self.plans.iter().min_by_key(|(_, (asked, _))| *asked);
            if let Some(longest) = longest.map(|(plan, _)| plan.clone()) {
                self.plans.remove(&longest);
            }
        }
        let (asked, cache) = self.plans.entry(plan.clone()).or_default();
        *asked = self.asked;
        cache
    }
}

/// What was read and judged of a plan.
#[derive(Default)]
pub(crate) struct Cache {
    pub(crate) known: Option<(i64, Date, Arc<Knowledge>)>,
    pub(crate) standing: Option<(i64, Arc<Standing>)>,
    pub(crate) judged: Option<(i64, Arc<[Judged; 2]>)>,
    pub(crate) turns: Option<(i64, Date, Arc<[Turn]>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_that_nobody_asks_about_are_forgotten() {
        const MOST: usize = 3;
        let plan = |number: usize| PlanId::new(format!("p-{number}")).unwrap();
        let mut remembered = Remembered::of_most(3);
        for number in 0..MOST {
            remembered.of(&plan(number)).turns = Some((1, Date::default(), Arc::default()));
        }
        // The first is asked about again, and so the second has to go.
        assert!(remembered.of(&plan(0)).turns.is_some());
        assert!(remembered.of(&plan(MOST)).turns.is_none());
        assert!(remembered.of(&plan(0)).turns.is_some());
        assert!(remembered.of(&plan(1)).turns.is_none());
        assert_eq!(remembered.plans.len(), MOST);
    }
}
