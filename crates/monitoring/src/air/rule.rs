//! The rules that results name, each with its source.

use serde::{Deserialize, Serialize};

use super::rules::Rules;
use crate::source::{Document, Source};

/// A rule that a result was made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The concentrations at which the sub-index is 0, 50, 100, 150, 200, 300, 400 and 500.
    Breakpoints,
    /// Between two of them the sub-index grows in proportion.
    Interpolation,
    /// Indexes are rounded up to whole numbers.
    RoundedUp,
    /// Beyond the highest concentration the sub-index is 500.
    BeyondTop,
    /// SO2 of one hour above 800 μg/m³ has no sub-index: that of 24 hours stands in. Since 2026: 200.
    So2HourBeyond,
    /// O3 of eight hours above 800 μg/m³ has no sub-index: that of one hour stands in. Since 2026: 300.
    O3EightHoursBeyond,
    /// The index is the highest sub-index.
    Highest,
    /// Hourly: the one-hour values of all six, dust by the breakpoints of 24 hours.
    HourlyIndicators,
    /// Daily: 24 hours, and for ozone the highest eight hours.
    DailyIndicators,
    /// 首要污染物: those with the highest sub-index, when it is above 50.
    Primary,
    /// 超标污染物: those with a sub-index above 100.
    Exceeding,
    /// The six grades.
    Grades,
    /// Limits of grade II.
    Limits,
    /// Limits of grade II known from one account only.
    UnverifiedLimits,
    /// A day's mean needs 20 hours.
    DayHours,
    /// A running mean of eight hours needs six.
    RunningHours,
    /// The day's highest of the running means that end from 8 to 24 o'clock needs 14 of these 17, or
    /// to exceed the limit already.
    DailyMaximum,
    /// A month needs 27 days, February 25.
    MonthDays,
    /// A year needs 324 days, and each of its months enough.
    YearDays,
    /// Other stretches: each whole month enough, and of the rest nine days in ten.
    SpanDays,
    /// A city's day needs 75 % of its points.
    CityPoints,
    /// A city's day is the mean of its points.
    CityMean,
    /// The percentile between two ranked days grows in proportion.
    Percentile,
    /// Which percentile stands for which pollutant.
    Percentiles,
    /// Decimals of concentrations.
    Decimals,
    /// Rounding is half to even, and once: means of means are exact until they are published.
    RoundedOnce,
    /// 优良天数比例: days up to 100 of all valid days.
    GoodDays,
    /// 重污染天数: days above 200.
    HeavyDays,
    /// A day that lacks a pollutant counts only when its index is above 100 without it.
    IncompleteDays,
    /// 环境空气质量综合指数: the weighted sum of the ratios of the six headline figures to grade II.
    Composite,
    /// The composite index is rounded once, from the sum of exact ratios.
    CompositeRounding,
    /// Equal published values share a rank, and the next is counted on: 1, 2, 3, 4, 5, 5, 7.
    Ranking,
    /// Days of sand and dust are left out of PM10, PM2.5 and the composite index.
    DustLeftOut,
    /// Days of sand and dust stay in the ratios of days.
    DustInRatios,
    /// Changes are of published figures.
    ChangeOfPublished,
    /// A set of cities: the mean of their published concentrations, and all their days together.
    CitySets,
    /// What is plausible.
    Plausibility,
}

/// A rule under a rule set: together they have one [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sourced {
    /// The rule.
    pub rule: Rule,
    /// The set.
    pub rules: Rules,
}

impl Sourced {
    /// Where it stands.
    pub const fn source(self) -> Source {
        self.rule.source(self.rules)
    }
}

impl Rule {
    /// All of them, for a page on the method.
    pub const ALL: [Self; 37] = [
        Self::Breakpoints,
        Self::Interpolation,
        Self::RoundedUp,
        Self::BeyondTop,
        Self::So2HourBeyond,
        Self::O3EightHoursBeyond,
        Self::Highest,
        Self::HourlyIndicators,
        Self::DailyIndicators,
        Self::Primary,
        Self::Exceeding,
        Self::Grades,
        Self::Limits,
        Self::UnverifiedLimits,
        Self::DayHours,
        Self::RunningHours,
        Self::DailyMaximum,
        Self::MonthDays,
        Self::YearDays,
        Self::SpanDays,
        Self::CityPoints,
        Self::CityMean,
        Self::Percentile,
        Self::Percentiles,
        Self::Decimals,
        Self::RoundedOnce,
        Self::GoodDays,
        Self::HeavyDays,
        Self::IncompleteDays,
        Self::Composite,
        Self::CompositeRounding,
        Self::Ranking,
        Self::DustLeftOut,
        Self::DustInRatios,
        Self::ChangeOfPublished,
        Self::CitySets,
        Self::Plausibility,
    ];

    /// The rule as it stands in a rule set.
    pub const fn under(self, rules: Rules) -> Sourced {
        Sourced { rule: self, rules }
    }

    /// Where it stands.
    pub const fn source(self, rules: Rules) -> Source {
        let in_2012 = matches!(rules, Rules::In2012);
        let (limits, index, statistics) = if in_2012 {
            (Document::Gb3095In2012, Document::Hj633In2012, Document::Hj663In2013)
        } else {
            (Document::Gb3095In2026, Document::Hj633In2026, Document::Hj663In2026)
        };
        match self {
            Self::Breakpoints if in_2012 => Source::verified(index, "表1"),
            Self::Breakpoints | Self::BeyondTop => Source::unverified(index, "表1"),
            // What 1,475 official hours of 2018 come out by; of the edition of 2026 there are none yet.
            Self::Interpolation if in_2012 => Source::observed(index, "公式(1)"),
            Self::Interpolation => Source::unverified(index, "公式(1)"),
            Self::Highest if in_2012 => Source::observed(index, "公式(2)"),
            Self::Highest => Source::unverified(index, "公式(2)"),
            Self::RoundedUp if in_2012 => Source::observed(index, "4"),
            Self::RoundedUp => Source::unverified(index, "4.2.6"),
            Self::So2HourBeyond | Self::O3EightHoursBeyond => Source::unverified(index, "表1注"),
            Self::HourlyIndicators if in_2012 => Source::observed(index, "5"),
            Self::HourlyIndicators | Self::DailyIndicators => Source::unverified(index, "5"),
            Self::Primary | Self::Grades if in_2012 => Source::observed(index, "表2、4"),
            Self::Primary | Self::Grades => Source::unverified(index, "表2、4"),
            Self::Exceeding => Source::unverified(index, "4"),
            Self::Limits => Source::verified(limits, "表1"),
            Self::UnverifiedLimits => Source::unverified(limits, "表1"),
            Self::DayHours | Self::RunningHours | Self::MonthDays | Self::YearDays if in_2012 => {
                Source::verified(limits, "表4")
            }
            Self::DayHours | Self::RunningHours | Self::MonthDays | Self::YearDays => {
                Source::unverified(limits, "数据统计的有效性规定")
            }
            Self::DailyMaximum | Self::CityPoints | Self::CityMean | Self::Percentile => {
                Source::unverified(statistics, "附录A")
            }
            Self::Percentiles if in_2012 => Source::unverified(statistics, "表1"),
            Self::Percentiles => Source::verified(statistics, "表1"),
            Self::Decimals => Source::unverified(statistics, "数据修约"),
            Self::GoodDays | Self::HeavyDays => Source::unverified(statistics, "5"),
            Self::Composite if in_2012 => Source::observed(Document::AirRanking2018, "三"),
            Self::Composite => Source::unverified(statistics, "综合指数"),
            Self::DustLeftOut | Self::DustInRatios => Source::unverified(Document::AirRanking2018, "沙尘天气"),
            Self::RoundedOnce => Source::unverified(Document::Gbt8170In2008, "3.3"),
            Self::SpanDays
            | Self::IncompleteDays
            | Self::CompositeRounding
            | Self::Ranking
            | Self::ChangeOfPublished
            | Self::CitySets
            | Self::Plausibility => Source::chosen(),
        }
    }
}
