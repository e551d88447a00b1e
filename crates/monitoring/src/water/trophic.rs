//! 综合营养状态指数: the trophic state index of lakes and reservoirs.
//!
//! TLI = Σ Wⱼ·TLI(j) over chlorophyll a, total phosphorus, total nitrogen, transparency and
//! permanganate index, where Wⱼ = rⱼ² / Σ rⱼ² with the correlations r of each with chlorophyll a in 26
//! Chinese lakes (1; 0.84; 0.82; −0.83; 0.83). The document prints the squares (1; 0.7056; 0.6724;
//! 0.6889; 0.6889); they are used as they are, so the weights are not rounded to 0.2663, 0.1879,
//! 0.1790, 0.1834, 0.1834. Logarithms are right to 14 decimals, the index to 12.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::{item::Item, logarithm::ln, values::Values};

/// How rich in nutrients standing water is ([`Rule::TrophicBands`](super::Rule::TrophicBands)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrophicState {
    /// 贫营养: below 30.
    Oligotrophic,
    /// 中营养: 30 to 50.
    Mesotrophic,
    /// 轻度富营养: above 50, up to 60.
    LightlyEutrophic,
    /// 中度富营养: above 60, up to 70.
    ModeratelyEutrophic,
    /// 重度富营养: above 70.
    HighlyEutrophic,
}

impl TrophicState {
    /// The state of an index, which is not rounded before.
    pub fn of(index: Decimal) -> Self {
        if index < Decimal::from(30) {
            TrophicState::Oligotrophic
        } else if index <= Decimal::from(50) {
            TrophicState::Mesotrophic
        } else if index <= Decimal::from(60) {
            TrophicState::LightlyEutrophic
        } else if index <= Decimal::from(70) {
            TrophicState::ModeratelyEutrophic
        } else {
            TrophicState::HighlyEutrophic
        }
    }
}

/// The trophic state index of a sample or of the means of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrophicIndex {
    /// The index, to 12 decimals.
    pub index: Decimal,
    /// The state.
    pub state: TrophicState,
    /// The index of each of the five, in the order of the document.
    pub parts: Vec<(Item, Decimal)>,
}

impl TrophicIndex {
    /// The index as it is published: half to even, to one decimal.
    pub fn shown(&self) -> Decimal {
        number::round(self.index, 1)
    }
}

/// Why there is no index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum NoIndex {
    /// Some of the five were not measured. The weights are of all five, so none is left out.
    #[error("not all of the five were measured")]
    Unmeasured {
        /// Which.
        items: Vec<Item>,
    },
    /// A value of zero, which has no logarithm.
    #[error("a value that is not above zero")]
    NotPositive {
        /// Of which item.
        item: Item,
    },
}

/// One of the five: r², then a and b of TLI(j) = 10·(a + b·ln x), each with its decimals.
struct Part {
    item: Item,
    squared: Decimal,
    a: Decimal,
    b: Decimal,
}

/// The five of the document, in its order. Chlorophyll is in mg/m³, transparency in m, the rest in mg/L:
/// the units in which values are kept.
fn parts() -> [Part; 5] {
    let part = |item, squared, a, b| Part {
        item,
        squared: Decimal::new(squared, 4),
        a: Decimal::new(a, 3),
        b: Decimal::new(b, 3),
    };
    [
        part(Item::ChlorophyllA, 10_000, 2_500, 1_086),
        part(Item::TotalPhosphorus, 7_056, 9_436, 1_624),
        part(Item::TotalNitrogen, 6_724, 5_453, 1_694),
        part(Item::Transparency, 6_889, 5_118, -1_940),
        part(Item::Permanganate, 6_889, 109, 2_661),
    ]
}

/// The index of standing water ([`Rule::TrophicIndex`](super::Rule::TrophicIndex)).
pub fn assess(values: &Values) -> Result<TrophicIndex, NoIndex> {
    let of = parts();
    let absent = of
        .iter()
        .map(|part| part.item)
        .filter(|&item| values.get(item).is_none());
    let items: Vec<Item> = absent.collect();
    if !items.is_empty() {
        return Err(NoIndex::Unmeasured { items });
    }
    let (mut sum, mut weights, mut shown) = (Decimal::ZERO, Decimal::ZERO, Vec::with_capacity(of.len()));
    for Part { item, squared, a, b } in of {
        let amount = values.get(item).map(|value| value.amount);
        let logarithm = amount.and_then(ln).ok_or(NoIndex::NotPositive { item })?;
        let index = Decimal::TEN * (a + b * logarithm);
        sum += squared * index;
        weights += squared;
        shown.push((item, index.round_dp(12)));
    }
    let index = (sum / weights).round_dp(12);
    Ok(TrophicIndex {
        index,
        state: TrophicState::of(index),
        parts: shown,
    })
}
