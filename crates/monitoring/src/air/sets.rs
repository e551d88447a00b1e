//! Named sets of cities: 17 重点城市, 13 国考城市. Which cities they hold is data.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::number;

use super::{
    day_counts::{DayCounts, ratio},
    pollutant::Pollutant,
    rules::Rules,
    statistics::Statistics,
};

/// A named set of cities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitySet {
    /// Its name.
    pub name: String,
    /// The names of its cities.
    pub cities: Vec<String>,
}

/// What a set of cities comes to ([`Rule::CitySets`](super::Rule::CitySets)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetFigures {
    /// The name of the set.
    pub name: String,
    /// Cities that there are statistics of.
    pub cities: usize,
    /// Cities of the set that there are none of; the figures are without them.
    pub absent: Vec<String>,
    /// The mean of the cities' headline figures, in the order of [`Pollutant::ALL`].
    pub means: [SetMean; Pollutant::COUNT],
    /// Good days of all cities together.
    pub good: u32,
    /// Days above 200 of all cities together.
    pub heavy: u32,
    /// Valid days of all cities together.
    pub valid: u32,
    /// Cities of which all six headline figures keep grade II.
    pub meeting: usize,
}

/// The mean of a pollutant over cities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetMean {
    /// The cities with a figure.
    pub cities: usize,
    /// The mean of their published figures; `None` of none.
    pub value: Option<Decimal>,
}

impl CitySet {
    /// The figures of the set. `more` decimals are told beyond those of a city's figure: with 1, PM2.5
    /// is told as 38.6.
    ///
    /// Good days are Σ good / Σ valid, never a mean of the cities' percentages.
    pub fn figures<'a>(
        &self,
        rules: Rules,
        more: u32,
        statistics: impl Fn(&str) -> Option<&'a Statistics>,
    ) -> SetFigures {
        let mut absent = Vec::new();
        let mut there = Vec::with_capacity(self.cities.len());
        for city in &self.cities {
            match statistics(city) {
                Some(statistics) => there.push(statistics),
                None => absent.push(city.clone()),
            }
        }
        let days = |count: fn(&DayCounts) -> u32| there.iter().map(|city| count(&city.days)).sum();
        SetFigures {
            name: self.name.clone(),
            cities: there.len(),
            absent,
            means: Pollutant::ALL.map(|pollutant| {
                let figures: Vec<Decimal> = there.iter().filter_map(|city| city.headline(pollutant)).collect();
                SetMean {
                    cities: figures.len(),
                    value: mean(&figures, rules.period_decimals(pollutant) + more),
                }
            }),
            good: days(DayCounts::good),
            heavy: days(DayCounts::heavy),
            valid: days(DayCounts::valid),
            meeting: there.iter().filter(|city| city.meets() == Some(true)).count(),
        }
    }
}

impl SetFigures {
    /// 优良天数比例, in percent to one decimal.
    pub fn good_ratio(&self) -> Option<Decimal> {
        ratio(self.good, self.valid)
    }

    /// The share of heavily polluted days, in percent to one decimal.
    pub fn heavy_ratio(&self) -> Option<Decimal> {
        ratio(self.heavy, self.valid)
    }
}

/// The mean of figures, rounded half to even; `None` of none.
fn mean(figures: &[Decimal], decimals: u32) -> Option<Decimal> {
    let count = u64::try_from(figures.len()).ok()?;
    let sum = figures
        .iter()
        .try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(*figure))?;
    // In hundredths, so that the exact remainder decides on rounding.
    number::percent(sum.checked_div(Decimal::ONE_HUNDRED)?, count.into(), decimals)
}
