//! 环境空气质量综合指数: the six headline figures in one number.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::{
    pollutant::{Pollutant, PollutantSet},
    rules::{Limit, Rules},
};

/// The decimals of a composite index and of the ratios that it is made of.
const DECIMALS: u32 = 2;

/// How the ratios are rounded on the way to their sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IndexRounding {
    /// Not at all: only the sum is, as GB/T 8170 asks ([`Rule::CompositeRounding`](super::Rule)).
    #[default]
    Once,
    /// Each to two decimals first. Some bulletins can only be reproduced like this.
    Each,
}

/// The composite index, or what it lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composite {
    /// The index to two decimals; `None` where a figure or a limit is missing.
    pub value: Option<Decimal>,
    /// How it was rounded.
    pub rounding: IndexRounding,
    /// The ratios that there are.
    pub parts: Vec<Ratio>,
    /// Those without a figure or a limit that is known here.
    pub missing: PollutantSet,
}

/// 单项指数: the ratio of one pollutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// Its published figure.
    pub figure: Decimal,
    /// The limit of grade II.
    pub limit: Limit,
    /// What it weighs.
    pub weight: Decimal,
    /// Figure by limit, to two decimals, without the weight.
    pub ratio: Decimal,
}

impl Composite {
    /// The index of published figures.
    ///
    /// ```
    /// use yaodian_monitoring::air::{Composite, Pollutant, Rules};
    /// // 婺源, 2023-09: 2.63 as published.
    /// let composite = Composite::of(Rules::In2012, |pollutant| {
    ///     let figure = match pollutant {
    ///         Pollutant::So2 => "11",
    ///         Pollutant::No2 | Pollutant::Pm25 => "16",
    ///         Pollutant::Pm10 => "40",
    ///         Pollutant::Co => "0.6",
    ///         Pollutant::O3 => "139",
    ///     };
    ///     figure.parse().ok()
    /// });
    /// assert_eq!(composite.value.unwrap().to_string(), "2.63");
    /// ```
    pub fn of(rules: Rules, figure: impl Fn(Pollutant) -> Option<Decimal>) -> Self {
        Self::rounded(rules, IndexRounding::Once, figure)
    }

    /// The index of published figures, with the ratios rounded in another way.
    pub fn rounded(rules: Rules, rounding: IndexRounding, figure: impl Fn(Pollutant) -> Option<Decimal>) -> Self {
        let mut parts = Vec::with_capacity(Pollutant::COUNT);
        let (mut missing, mut sum) = (PollutantSet::EMPTY, Some(Sum::ZERO));
        for pollutant in Pollutant::ALL {
            let limit = rules.limit(pollutant, rules.headline(pollutant));
            let part = figure(pollutant).zip(limit).and_then(|(figure, limit)| {
                let value = Decimal::from(limit.value);
                Some(Ratio {
                    pollutant,
                    figure,
                    limit,
                    weight: rules.weight(pollutant),
                    ratio: number::percent(figure, value, 0)?.checked_div(Decimal::ONE_HUNDRED)?,
                })
            });
            let Some(part) = part else {
                missing.insert(pollutant);
                continue;
            };
            sum = sum.and_then(|sum| match rounding {
                IndexRounding::Once => sum.plus(part.figure.checked_mul(part.weight)?, part.limit.value.into()),
                IndexRounding::Each => sum.plus(part.ratio.checked_mul(part.weight)?, Decimal::ONE),
            });
            parts.push(part);
        }
        let value = sum.filter(|_| missing.is_empty()).and_then(Sum::rounded);
        Self {
            value,
            rounding,
            parts,
            missing,
        }
    }
}

/// A sum of fractions, exact.
#[derive(Clone, Copy)]
struct Sum {
    part: Decimal,
    whole: Decimal,
}

impl Sum {
    const ZERO: Self = Self {
        part: Decimal::ZERO,
        whole: Decimal::ONE,
    };

    fn plus(self, part: Decimal, whole: Decimal) -> Option<Self> {
        let left = self.part.checked_mul(whole)?;
        Some(Self {
            part: left.checked_add(part.checked_mul(self.whole)?)?,
            whole: self.whole.checked_mul(whole)?,
        })
    }

    fn rounded(self) -> Option<Decimal> {
        let percent = number::percent(self.part, self.whole, DECIMALS - 2)?;
        let mut value = percent.checked_div(Decimal::ONE_HUNDRED)?;
        value.rescale(DECIMALS);
        Some(value)
    }
}
