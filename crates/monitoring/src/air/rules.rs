//! The rule sets in force, by the date of the data.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    amount::Amount,
    pollutant::Pollutant,
    rule::{Rule, Sourced},
};

/// A set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rules {
    /// GB 3095-2012, HJ 633-2012 and HJ 663-2013.
    #[serde(rename = "2012")]
    In2012,
    /// GB 3095-2026 with the limits of its transition, HJ 633-2026 and HJ 663-2026; since 2026-03-01.
    #[serde(rename = "2026")]
    In2026,
    /// As [`Rules::In2026`], with the final limits of GB 3095-2026; from 2031-01-01.
    #[serde(rename = "2031")]
    From2031,
}

/// A statistic of a period that is held against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statistic {
    /// The mean of the days.
    Mean,
    /// The percentile of the days that stands for short stretches: 98 for SO2 and NO2, 95 for dust and
    /// CO, 90 for the daily maxima of ozone.
    Percentile,
}

impl Rules {
    /// The newest that are in force.
    pub const LATEST: Self = Self::In2026;

    /// The first day of the newest rules.
    const SINCE_2026: Date = Date::constant(2026, 3, 1);

    /// The first day of the final limits.
    const SINCE_2031: Date = Date::constant(2031, 1, 1);

    /// The day on which the rules of 2012 were issued.
    const SINCE_2012: Date = Date::constant(2012, 2, 29);

    /// The rules for data of a day. `None` before 2012-02-29, when they were issued: older data was
    /// published by an index with other breakpoints and fewer pollutants.
    pub fn on(date: Date) -> Option<Self> {
        if date >= Self::SINCE_2031 {
            Some(Self::From2031)
        } else if date >= Self::SINCE_2026 {
            Some(Self::In2026)
        } else {
            (date >= Self::SINCE_2012).then_some(Self::In2012)
        }
    }

    /// Whether pollutants above 100 are named 超标污染物; the edition of 2026 dropped the term.
    pub const fn names_exceeding(self) -> bool {
        matches!(self, Self::In2012)
    }

    /// The percentile that stands for a pollutant's short stretches.
    pub const fn percentile(self, pollutant: Pollutant) -> u32 {
        match pollutant {
            Pollutant::So2 | Pollutant::No2 => 98,
            Pollutant::Pm10 | Pollutant::Co | Pollutant::Pm25 => 95,
            Pollutant::O3 => 90,
        }
    }

    /// The statistic of a pollutant that headlines and the composite index use.
    pub const fn headline(self, pollutant: Pollutant) -> Statistic {
        match pollutant {
            Pollutant::Co | Pollutant::O3 => Statistic::Percentile,
            _ => Statistic::Mean,
        }
    }

    /// Grade II: the limit of a statistic; `None` where the standard sets none (there is no annual mean
    /// of CO and O3) or where it is not known here (the final limits of SO2 and NO2).
    pub fn limit(self, pollutant: Pollutant, statistic: Statistic) -> Option<Limit> {
        let (units, source_known) = match (pollutant, statistic, self) {
            (Pollutant::So2 | Pollutant::No2, _, Self::From2031)
            | (Pollutant::Co | Pollutant::O3, Statistic::Mean, _) => return None,
            (Pollutant::So2, Statistic::Mean, _) => (60, true),
            (Pollutant::So2, Statistic::Percentile, _) => (150, true),
            (Pollutant::No2, Statistic::Mean, _) => (40, true),
            (Pollutant::No2, Statistic::Percentile, _) => (80, true),
            (Pollutant::Co, Statistic::Percentile, _) => (4, true),
            (Pollutant::O3, Statistic::Percentile, _) => (160, true),
            (Pollutant::Pm10, Statistic::Mean, Self::In2012) => (70, true),
            (Pollutant::Pm10, Statistic::Percentile, Self::In2012) => (150, true),
            (Pollutant::Pm25, Statistic::Mean, Self::In2012) => (35, true),
            (Pollutant::Pm25, Statistic::Percentile, Self::In2012) => (75, true),
            (Pollutant::Pm10, Statistic::Mean, Self::In2026) => (60, false),
            (Pollutant::Pm10, Statistic::Percentile, Self::In2026) => (120, true),
            (Pollutant::Pm25, Statistic::Mean, Self::In2026) => (30, true),
            (Pollutant::Pm25, Statistic::Percentile, Self::In2026) => (60, true),
            (Pollutant::Pm10, Statistic::Mean, Self::From2031) => (50, false),
            (Pollutant::Pm10, Statistic::Percentile, Self::From2031) => (100, false),
            (Pollutant::Pm25, Statistic::Mean, Self::From2031) => (25, true),
            (Pollutant::Pm25, Statistic::Percentile, Self::From2031) => (50, true),
        };
        let unchanged = self != Self::In2012 && !pollutant.is_particulate();
        let rule = if source_known && !unchanged {
            Rule::Limits
        } else {
            Rule::UnverifiedLimits
        };
        Some(Limit {
            value: Amount::from_units(units),
            by: rule.under(self),
        })
    }

    /// Decimals of a day's concentration, from which its index is made.
    pub const fn day_decimals(self, pollutant: Pollutant) -> u32 {
        match pollutant {
            Pollutant::Co => 1,
            _ => 0,
        }
    }

    /// Decimals of a period's concentration. One more in the edition of 2026 (unverified).
    pub const fn period_decimals(self, pollutant: Pollutant) -> u32 {
        match self {
            Self::In2012 => self.day_decimals(pollutant),
            _ => self.day_decimals(pollutant) + 1,
        }
    }

    /// How much a pollutant weighs in the composite index. All the same until 2026; since then 3 for
    /// PM2.5, 2 for O3 and NO2 (unverified).
    pub fn weight(self, pollutant: Pollutant) -> Decimal {
        let weight: u32 = match (self, pollutant) {
            (Self::In2012, _) => 1,
            (_, Pollutant::Pm25) => 3,
            (_, Pollutant::O3 | Pollutant::No2) => 2,
            _ => 1,
        };
        Decimal::from(weight)
    }
}

/// A limit of grade II, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The limit; a figure on it keeps it.
    pub value: Amount,
    /// The rule that sets it.
    pub by: Sourced,
}
