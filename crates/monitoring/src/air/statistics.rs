//! What a period comes to.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yaodian_domain::{number, time::DaySpan};

use super::{
    composite::Composite,
    day_counts::DayCounts,
    dust::DustDay,
    pollutant::Pollutant,
    rules::{Limit, Rules, Statistic},
    tally::LeftOutDay,
    validity::Gap,
};

/// The statistics of a station or a city over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// The period.
    pub span: DaySpan,
    /// The rules of decimals, limits and weights.
    pub rules: Rules,
    /// Days by grade, with dust.
    pub days: DayCounts,
    /// The six pollutants, in the order of [`Pollutant::ALL`].
    pub pollutants: Vec<PollutantStatistics>,
    /// The days of dust of the period, left out of PM10 and PM2.5, by date.
    pub dust: Vec<DustDay>,
}

impl Statistics {
    /// The statistics of a pollutant.
    pub fn pollutant(&self, pollutant: Pollutant) -> Option<&PollutantStatistics> {
        self.pollutants.get(pollutant.place())
    }

    /// The figure of a pollutant that headlines use: the mean, of CO and O3 the percentile.
    pub fn headline(&self, pollutant: Pollutant) -> Option<Decimal> {
        let figures = &self.pollutant(pollutant)?.figures;
        figures.headline(pollutant, self.rules).map(|held| held.value)
    }

    /// As [`Statistics::headline`], with the days of dust.
    pub fn headline_with_dust(&self, pollutant: Pollutant) -> Option<Decimal> {
        let statistics = self.pollutant(pollutant)?;
        let figures = statistics.with_dust.as_ref().unwrap_or(&statistics.figures);
        figures.headline(pollutant, self.rules).map(|held| held.value)
    }

    /// 环境空气质量综合指数, without the days of dust. What is missing is told there.
    pub fn composite(&self) -> Composite {
        Composite::of(self.rules, |pollutant| self.headline(pollutant))
    }

    /// As [`Statistics::composite`], with the days of dust.
    pub fn composite_with_dust(&self) -> Composite {
        Composite::of(self.rules, |pollutant| self.headline_with_dust(pollutant))
    }

    /// Whether the six headline figures all keep grade II; `None` where one is missing or has no limit
    /// that is known here.
    pub fn meets(&self) -> Option<bool> {
        Pollutant::ALL.into_iter().try_fold(true, |all, pollutant| {
            let figures = &self.pollutant(pollutant)?.figures;
            Some(all & figures.headline(pollutant, self.rules)?.meets()?)
        })
    }
}

/// The statistics of one pollutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollutantStatistics {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The figures; of dust without the days that are left out.
    pub figures: Figures,
    /// The figures with the days of dust, where there were any.
    pub with_dust: Option<Figures>,
    /// What is lacking for the figures to be valid. Days of dust count as measured.
    pub gaps: Vec<Gap>,
    /// The days that were not averaged in, and why.
    pub left_out: Vec<LeftOutDay>,
}

impl PollutantStatistics {
    /// Whether there are days enough.
    pub fn is_valid(&self) -> bool {
        self.gaps.is_empty()
    }
}

/// The figures of a pollutant over a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The days that they are of.
    pub days: u32,
    /// The mean of the days.
    pub mean: Option<Held>,
    /// The percentile of the days, see [`Rules::percentile`].
    pub percentile: Option<Held>,
}

impl Figures {
    /// The figure that headlines use.
    pub const fn headline(&self, pollutant: Pollutant, rules: Rules) -> Option<&Held> {
        match rules.headline(pollutant) {
            Statistic::Mean => self.mean.as_ref(),
            Statistic::Percentile => self.percentile.as_ref(),
        }
    }
}

/// A published figure, held against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The figure, rounded half to even once.
    pub value: Decimal,
    /// The limit of grade II, where there is one.
    pub limit: Option<Limit>,
}

impl Held {
    pub(super) fn of(value: Decimal, pollutant: Pollutant, statistic: Statistic, rules: Rules) -> Self {
        Self {
            value,
            limit: rules.limit(pollutant, statistic),
        }
    }

    /// Whether the limit is kept; a figure on the limit keeps it.
    pub fn meets(&self) -> Option<bool> {
        Some(self.value <= Decimal::from(self.limit?.value))
    }

    /// 超标倍数: by how many times the limit is exceeded, to two decimals; `None` where it is kept.
    pub fn times_over(&self) -> Option<Decimal> {
        let limit = Decimal::from(self.limit?.value);
        let over = self.value.checked_sub(limit).filter(|over| *over > Decimal::ZERO)?;
        // A percentage with no decimals is a ratio with two.
        number::percent(over, limit, 0).and_then(|percent| percent.checked_div(Decimal::ONE_HUNDRED))
    }
}
