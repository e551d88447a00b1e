//! Surface sources of drinking water: whether they comply (达标), and the rate of those that do.
//!
//! Held against are the basic items that count, within class Ⅲ, and the five supplementary items of
//! table 2. The 80 specific items of table 3 are not known here: whoever has them adds their verdict.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::{
    class::{Body, WaterClass},
    grade::{Grade, ItemGrade},
    item::{Group, Item},
    limits::{Limit, Rules},
    rule::Rule,
    values::{Value, Values},
};

/// Whether a source complies, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compliance {
    /// Whether every item that was measured keeps its limit; `None` where none that counts was.
    pub met: Option<bool>,
    /// The items that fail, basic ones first.
    pub failures: Vec<Failure>,
    /// Total nitrogen and faecal coliforms worse than Ⅲ: told, and without weight.
    pub apart: Vec<ItemGrade>,
    /// The supplementary items that were not measured.
    pub unmeasured: Vec<Item>,
}

/// An item that fails its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The item.
    pub item: Item,
    /// Its value.
    pub value: Value,
    /// The limit.
    pub limit: Limit,
    /// How many times over, in all its digits; `None` for pH and dissolved oxygen.
    pub times: Option<Decimal>,
    /// The rule that the limit is of.
    pub rule: Rule,
}

/// Holds the values of a source against the limits ([`Rule::DrinkingWater`]).
pub fn assess(values: &Values, body: Body, rules: Rules) -> Compliance {
    let grade = Grade::of(values, body, rules);
    let failure = |item: Item, value: Value| {
        let limits = rules.limits(item, body)?;
        let limit = limits.of(WaterClass::III)?;
        let amount = value.settled();
        let failed = !limit.holds(amount);
        failed.then(|| Failure {
            item,
            value,
            limit,
            times: limit.times_over(amount).filter(|_| item.has_multiple()),
            rule: limits.rule(),
        })
    };
    let held = values
        .iter()
        .filter(|(item, _)| matches!(item.group(), Group::Deciding | Group::Supplementary));
    let failures: Vec<Failure> = held.filter_map(|(item, value)| failure(item, value)).collect();
    let supplementary = Item::ALL
        .into_iter()
        .filter(|item| item.group() == Group::Supplementary);
    let met = (grade.class.is_some() || !failures.is_empty()).then_some(failures.is_empty());
    Compliance {
        met,
        failures,
        apart: grade.apart.into_iter().filter(ItemGrade::exceeds).collect(),
        unmeasured: supplementary.filter(|&item| values.get(item).is_none()).collect(),
    }
}

/// The rates of compliance among several sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// How many comply.
    pub met: u32,
    /// Of how many that were assessed.
    pub of: u32,
    /// The share of the sources, in percent, to one decimal; `None` where none was assessed.
    pub share: Option<Decimal>,
    /// 水量达标率: the share of the water drawn, in percent, to one decimal; `None` where the amount
    /// drawn from one of the assessed sources is not known.
    pub by_volume: Option<Decimal>,
}

/// The rates among several sources, each with the amount of water drawn from it where that is known.
pub fn rates<'a>(sources: impl IntoIterator<Item = (&'a Compliance, Option<Decimal>)>) -> Rates {
    let (mut met, mut of) = (0_u32, 0_u32);
    let mut volumes = Some((Decimal::ZERO, Decimal::ZERO));
    for (compliance, drawn) in sources {
        let Some(good) = compliance.met else { continue };
        of += 1;
        met += u32::from(good);
        volumes = volumes.zip(drawn).and_then(|((clean, all), drawn)| {
            let clean = if good { clean.checked_add(drawn)? } else { clean };
            Some((clean, all.checked_add(drawn)?))
        });
    }
    Rates {
        met,
        of,
        share: number::percent(Decimal::from(met), Decimal::from(of), 1),
        by_volume: volumes.and_then(|(clean, all)| number::percent(clean, all, 1)),
    }
}
