//! Main pollution indicators (主要污染指标): which items are named beside a class, and how far over.

use std::{cmp::Reverse, fmt};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::{
    class::{Body, WaterClass},
    grade::{Grade, ItemGrade},
    item::Item,
    limits::Rules,
};

/// How many are named.
const MOST: usize = 3;

/// A main pollution indicator of a section: «高锰酸盐指数(1.2)».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MainPollutant {
    /// The item.
    pub item: Item,
    /// Its class.
    pub class: WaterClass,
    /// How many times over the limit of Ⅲ, in all its digits; `None` for pH and dissolved oxygen.
    pub times: Option<Decimal>,
}

impl MainPollutant {
    /// The multiple as it is printed: rounded half to even to one decimal, and to as many more as it
    /// takes to show anything at all, for an indicator is never printed as «(0.0)».
    pub fn shown(&self) -> Option<Decimal> {
        self.times.map(|times| {
            (1..=6)
                .map(|decimals| number::round(times, decimals))
                .find(|rounded| !rounded.is_zero())
                .unwrap_or_else(|| number::round_away(times, 6))
        })
    }
}

/// As it is printed: «高锰酸盐指数(1.2)», «pH值».
impl fmt::Display for MainPollutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.item.name())?;
        self.shown().map_or(Ok(()), |times| write!(f, "({times})"))
    }
}

/// Those of one section, from its graded items.
///
/// Exceeding cyanide and heavy metals first, then the worst class, then the largest multiple; items
/// without a multiple after those that have one, and at last the order of the table.
pub(super) fn of_section(items: &[ItemGrade], body: Body, rules: Rules) -> Vec<MainPollutant> {
    let mut over: Vec<MainPollutant> = items
        .iter()
        .filter(|graded| graded.exceeds())
        .map(|graded| MainPollutant {
            item: graded.item,
            class: graded.class,
            times: graded.times_over(body, rules),
        })
        .collect();
    over.sort_by_key(|one| {
        let order = (one.item.is_toxic_first(), one.class, one.times);
        (Reverse(order), one.item)
    });
    over.truncate(MOST);
    over
}

/// A main pollution indicator of a river, a basin or a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiverPollutant {
    /// The item.
    pub item: Item,
    /// In how many sections it is worse than Ⅲ.
    pub sections: u32,
    /// Of how many sections that were assessed.
    pub of: u32,
}

impl RiverPollutant {
    /// The share of the sections, in percent, rounded half to even to one decimal.
    pub fn share(&self) -> Option<Decimal> {
        number::percent(Decimal::from(self.sections), Decimal::from(self.of), 1)
    }
}

/// Those of a set of sections: the three items that exceed Ⅲ in the largest share of them; among
/// equals the order of the table.
pub(super) fn of_sections<'a>(grades: impl IntoIterator<Item = &'a Grade>) -> Vec<RiverPollutant> {
    let (mut counts, mut of) = ([0_u32; Item::COUNT], 0);
    for grade in grades {
        of += u32::from(grade.class.is_some());
        for graded in grade.exceeding() {
            counts[graded.item.index()] += 1;
        }
    }
    let mut over: Vec<RiverPollutant> = Item::ALL
        .into_iter()
        .zip(counts)
        .filter(|&(_, sections)| sections > 0)
        .map(|(item, sections)| RiverPollutant { item, sections, of })
        .collect();
    over.sort_by_key(|one| (Reverse(one.sections), one.item));
    over.truncate(MOST);
    over
}
