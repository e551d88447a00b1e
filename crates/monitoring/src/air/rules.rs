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
    pub const fn limit(self, pollutant: Pollutant, statistic: Statistic) -> Option<Limit> {
        let limits = match self {
            Self::In2012 => LIMITS_2012,
            Self::In2026 => LIMITS_2026,
            Self::From2031 => LIMITS_2031,
        };
        let Some(units) = limits[pollutant.place()][statistic as usize] else {
            return None;
        };
        // Told by two accounts at least: all of 2012, and since then PM2.5, and PM10 but for the mean
        // of the transition.
        let verified = matches!(
            (self, pollutant, statistic),
            (Self::In2012, _, _)
                | (_, Pollutant::Pm25, _)
                | (_, Pollutant::Pm10, Statistic::Percentile)
                | (Self::From2031, Pollutant::Pm10, Statistic::Mean)
        );
        let rule = if verified { Rule::Limits } else { Rule::UnverifiedLimits };
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

/// Limits of grade II in units, of the mean of a year and of the mean of a day (of ozone its highest
/// eight hours), which percentiles are held against; in the order of [`Pollutant::ALL`].
type Limits = [[Option<u32>; 2]; Pollutant::COUNT];

/// GB 3095-2012, table 1.
const LIMITS_2012: Limits = [
    [Some(60), Some(150)],
    [Some(40), Some(80)],
    [Some(70), Some(150)],
    [None, Some(4)],
    [None, Some(160)],
    [Some(35), Some(75)],
];

/// GB 3095-2026, table 1, transition until 2030-12-31.
const LIMITS_2026: Limits = [
    [Some(60), Some(150)],
    [Some(40), Some(80)],
    [Some(60), Some(120)],
    [None, Some(4)],
    [None, Some(160)],
    [Some(30), Some(60)],
];

/// GB 3095-2026, table 1, from 2031-01-01; those of SO2 and NO2 are tightened and not known here.
const LIMITS_2031: Limits = [
    [None, None],
    [None, None],
    [Some(50), Some(100)],
    [None, Some(4)],
    [None, Some(160)],
    [Some(25), Some(50)],
];

/// A limit of grade II, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// The limit; a figure on it keeps it.
    pub value: Amount,
    /// The rule that sets it.
    pub by: Sourced,
}
