//! 目标分解 held against the whole: do the units' shares add up to what was promised?

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    allocation::Allocation,
    id::UnitId,
    target::{Promise, Target, Toward},
};

/// The units' shares of one target, added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allotment {
    /// What the shares come to, in things: the sum of the goals of a count; of a share of an
    /// inventory the entries that the units' shares of theirs come to. `None` where shares do not
    /// add up (levels), or an inventory is not known.
    pub sum: Option<Decimal>,
    /// What the whole asks for, in the same things.
    pub whole: Option<Decimal>,
    /// How much the shares come to beyond what the whole asks for; negative: how much is short.
    pub excess: Option<Decimal>,
    /// The units' inventories, added up, less the whole's; zero where they agree.
    pub inventory_excess: Option<Decimal>,
    /// Units that owe the figure and have no share, in the order of the reporters.
    pub without_share: Vec<UnitId>,
    /// Units that have a share and do not owe the figure.
    pub strangers: Vec<UnitId>,
}

impl Allotment {
    /// Whether the shares cover the whole and everybody has one: for a ceiling that they do not
    /// come to more than it.
    pub fn holds(&self, target: &Target) -> bool {
        let enough = self.excess.is_none_or(|excess| match target.promise {
            Promise::Count {
                toward: Toward::StayWithin | Toward::FallFrom(_),
                ..
            } => excess <= Decimal::ZERO,
            _ => excess >= Decimal::ZERO,
        });
        enough
            && self.inventory_excess.is_none_or(|excess| excess.is_zero())
            && self.without_share.is_empty()
            && self.strangers.is_empty()
    }
}

/// Holds the shares of `target` among `allocations` against the whole. `None` where the target was
/// not broken down.
pub fn allotment<'a>(target: &Target, allocations: impl IntoIterator<Item = &'a Allocation>) -> Option<Allotment> {
    let shares: Vec<&Allocation> = (allocations.into_iter())
        .filter(|share| share.target == target.id)
        .collect();
    if shares.is_empty() {
        return None;
    }
    let add = |part: &dyn Fn(&Allocation) -> Option<Decimal>| {
        (shares.iter()).try_fold(Decimal::ZERO, |sum, share| sum.checked_add(part(share)?))
    };
    let inventories = add(&|share| share.inventory);
    let entries = |goal: Decimal, of: Decimal| Some((goal.checked_mul(of)? / Decimal::ONE_HUNDRED).ceil());
    let (sum, whole, inventory) = match &target.promise {
        Promise::Count { goal, toward, .. } => {
            let stock = match toward {
                Toward::FallFrom(stock) | Toward::RiseFrom(stock) => Some(*stock),
                Toward::Reach | Toward::StayWithin => None,
            };
            (add(&|share| Some(share.goal)), Some(*goal), stock)
        }
        Promise::Share { goal, inventory, .. } => {
            let sum = add(&|share| entries(share.goal, share.inventory?));
            let whole = inventory.or(inventories).and_then(|of| entries(*goal, of));
            (sum, whole, *inventory)
        }
        _ => (None, None, None),
    };
    let owes = |unit: &UnitId| target.reporters.contains(unit);
    let has_share = |unit: &UnitId| shares.iter().any(|share| &share.unit == unit);
    Some(Allotment {
        sum,
        whole,
        excess: sum.zip(whole).map(|(sum, whole)| sum - whole),
        inventory_excess: inventories.zip(inventory).map(|(sum, whole)| sum - whole),
        without_share: target
            .reporters
            .iter()
            .filter(|unit| !has_share(unit))
            .cloned()
            .collect(),
        strangers: shares
            .iter()
            .map(|share| &share.unit)
            .filter(|unit| !owes(unit))
            .cloned()
            .collect(),
    })
}
