//! 评判方法: how a target is compared, put together, paced and weighted, where it differs from what
//! its kind suggests.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{number, target::Bound};

/// How a figure is compared with its bound (GB/T 8170-2008, clause 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// 修约值比较法 (4.3.3): the figure is rounded to the bound's decimals, half to even, and then
    /// compared. 1 of 326 is 0.307 %, rounds to 0.3 %, and meets «at most 0.3 %».
    Rounded,
    /// 全数值比较法 (4.3.2): the figure is compared as it is. 9,983 of 12,480 is 79.99 %, and misses
    /// «80 %».
    Exact,
}

/// The least (or greatest) figure that still keeps a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    pub value: Decimal,
    /// Whether the edge itself keeps it.
    pub included: bool,
}

impl Comparison {
    /// How far `value` is on the good side of `bound`, by this method; negative on the bad side.
    ///
    /// ```
    /// use yaodian_domain::{Decimal, method::Comparison, target::{Bound, Sense}};
    /// let dec = |text: &str| text.parse::<Decimal>().unwrap();
    /// let ceiling = Bound { sense: Sense::AtMost, value: dec("0.3") };
    /// assert_eq!(Comparison::Rounded.headroom(ceiling, dec("0.307")), dec("0.0"));
    /// assert_eq!(Comparison::Exact.headroom(ceiling, dec("0.307")), dec("-0.007"));
    /// ```
    pub fn headroom(self, bound: Bound, value: Decimal) -> Decimal {
        match self {
            Self::Rounded => bound.headroom(number::round(value, bound.value.scale())),
            Self::Exact => bound.headroom(value),
        }
    }

    /// The worst figure that still keeps `bound`: 89.3 to one decimal is kept by everything above
    /// 89.25, and 89.2 by 89.15 itself, since a half goes to the even neighbour.
    pub(crate) fn edge(self, bound: Bound) -> Edge {
        match self {
            Self::Exact => Edge {
                value: bound.value,
                included: true,
            },
            Self::Rounded => {
                let half = Decimal::new(5, bound.value.scale() + 1);
                let value = match bound.sense {
                    crate::target::Sense::AtLeast => bound.value - half,
                    crate::target::Sense::AtMost => bound.value + half,
                };
                Edge {
                    value,
                    included: bound.value.mantissa() % 2 == 0,
                }
            }
        }
    }
}

/// How units' figures become the figure of the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RollUp {
    /// All together: Σnumerator/Σdenominator for ratios, the sum for counts, the least advanced
    /// step for a joint product. Never a mean of percentages.
    #[default]
    Total,
    /// The newest figure of any unit stands for the whole.
    Latest,
    /// The worst unit stands for the whole: «every city at most 35 μg/m³».
    Worst,
    /// The number of units whose figure keeps this bound: «12 cities at most 35 μg/m³».
    UnitsMeeting(Bound),
    /// The number of units that have delivered.
    UnitsDelivered,
}

/// By when how much should be done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// 序时进度: an equal part every day.
    #[default]
    Linear,
    /// By milestones: nothing is owed between two of them. How far behind counts.
    Milestones(Vec<Milestone>),
    /// By a monthly plan (按月计划): a month is done or missed, and how many in a row were missed
    /// counts, as in 三亚's and 银川's rules.
    Monthly(Vec<Milestone>),
}

/// What should be reached by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Milestone {
    /// The last day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub by: Date,
    /// The figure to be reached, cumulative and in the unit of the goal; for a deliverable the
    /// share of the way in percent ([`crate::observation::Step::share`]).
    #[serde(deserialize_with = "crate::number::ranged")]
    pub reach: Decimal,
}

impl Schedule {
    /// The milestones, by day; none for [`Schedule::Linear`].
    pub fn milestones(&self) -> &[Milestone] {
        match self {
            Self::Linear => &[],
            Self::Milestones(all) | Self::Monthly(all) => all,
        }
    }

    /// The milestone that is owed on `day`: the latest that is over.
    pub(crate) fn owed(&self, day: Date) -> Option<Milestone> {
        let over = self.milestones().iter().filter(|m| m.by <= day);
        over.max_by_key(|m| m.by).copied()
    }

    fn is_linear(&self) -> bool {
        matches!(self, Self::Linear)
    }
}

/// By what the parts of a year are weighted when they make up a mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// By days.
    #[default]
    Days,
    /// By samples, of which so many are planned for the whole term: 365 valid days for a ratio of
    /// good days, twelve monthly samples for a monitoring section.
    Samples {
        /// How many.
        #[serde(deserialize_with = "crate::number::ranged")]
        planned: Decimal,
    },
}

/// How a target is judged, where it differs from what its kind suggests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Method {
    /// How it is compared. Left out: levels rounded, as published ratios are; counts and shares of
    /// an inventory exactly, on whole entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// How units' figures are put together.
    #[serde(skip_serializing_if = "is_default")]
    pub roll_up: RollUp,
    /// By when how much should be done.
    #[serde(skip_serializing_if = "Schedule::is_linear")]
    pub schedule: Schedule,
    /// By what the parts of the term weigh.
    #[serde(skip_serializing_if = "is_default")]
    pub weight: Weight,
}

impl Method {
    /// Whether nothing differs.
    pub fn is_default(&self) -> bool {
        self == &Self::default()
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    value == &T::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Sense;
    use proptest::prelude::*;

    proptest! {
        /// The edge is exactly where keeping turns into missing.
        #[test]
        fn the_edge_parts_kept_from_missed(
            bound in -500_i64..2_000, scale in 0_u32..3, value in -5_000_i64..200_000, at_least: bool, rounded: bool,
        ) {
            let sense = if at_least { Sense::AtLeast } else { Sense::AtMost };
            let bound = Bound { sense, value: Decimal::new(bound, scale) };
            let comparison = if rounded { Comparison::Rounded } else { Comparison::Exact };
            let value = Decimal::new(value, 2);
            let edge = comparison.edge(bound);
            let beyond = Bound { sense, value: edge.value }.headroom(value);
            let kept = beyond > Decimal::ZERO || (edge.included && beyond.is_zero());
            prop_assert_eq!(comparison.headroom(bound, value) >= Decimal::ZERO, kept);
        }
    }
}
