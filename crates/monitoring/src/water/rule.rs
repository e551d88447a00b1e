//! The rules that results name, each with its source.

use serde::{Deserialize, Serialize};

use crate::source::{Document, Source};

/// A rule that a result was made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The limits of the 24 basic items.
    BasicLimits,
    /// Dissolved oxygen of class Ⅰ: the figure of 7.5 mg/L, not the 90 % of saturation that the standard
    /// allows in its place, since saturation is not told with a sample.
    OxygenFigure,
    /// pH beyond 6 to 9 fails every class, since the standard gives one range for all five.
    PhOutside,
    /// The limits of the five supplementary items of drinking-water sources.
    SupplementaryLimits,
    /// Which 21 items decide a class: those of table 1 without temperature, total nitrogen and faecal
    /// coliforms.
    CountingItems,
    /// Total nitrogen (of standing water) and faecal coliforms are assessed apart.
    Apart,
    /// The worst item decides.
    WorstItem,
    /// Classes as words of quality.
    SectionQuality,
    /// Fewer than five sections: means over the sections, then the worst item.
    FewSections,
    /// Five sections or more: the shares of the classes.
    ClassShares,
    /// A river's or a region's word of quality is decided by the exact counts, not by rounded shares.
    ExactShares,
    /// Main pollution indicators of a section.
    MainPollutants,
    /// How many times over: (value − limit of Ⅲ) / limit of Ⅲ.
    TimesOver,
    /// Which items count as «cyanide, lead, chromium and other heavy metals».
    HeavyMetals,
    /// Between items of one class, those that have a multiple come first; then the order of table 1.
    PollutantTies,
    /// Main pollution indicators of a river: by the share of its sections that exceed Ⅲ.
    RiverPollutants,
    /// A lake of several points: means over time of each point, then over the points.
    LakePoints,
    /// A week, ten days or a month: one sample will do, several are averaged.
    Month,
    /// A quarter: the mean of two samples or more.
    Quarter,
    /// A year: the mean of the twelve months, eight at the least; the class is of the mean.
    Year,
    /// Other stretches (January to April): as the year, from one month on.
    Cumulative,
    /// Several samples of one month are averaged before the months are.
    MonthsFirst,
    /// pH is averaged as the figures stand.
    PhMean,
    /// Below the limit of detection: half of the limit.
    HalfOfDetection,
    /// Below a limit of detection that is not told: half of the item's strictest limit.
    UntoldDetection,
    /// A value is compared with a limit in all its digits; on the limit it keeps the class.
    FullValue,
    /// How sections change: by how many classes.
    ClassChange,
    /// How rivers change: by the shares of Ⅰ to Ⅲ and of 劣Ⅴ.
    ShareChange,
    /// Shares of sections are rounded half to even to one decimal.
    RoundedShares,
    /// Drinking-water sources: basic items within Ⅲ, supplementary items within their limits.
    DrinkingWater,
    /// The trophic state index of lakes, its weights and formulas.
    TrophicIndex,
    /// The bands of the trophic state index.
    TrophicBands,
    /// What is plausible, what looks like another unit, what looks like another column.
    Plausibility,
}

impl Rule {
    /// All of them, for a page on the method.
    pub const ALL: [Rule; 33] = [
        Rule::BasicLimits,
        Rule::OxygenFigure,
        Rule::PhOutside,
        Rule::SupplementaryLimits,
        Rule::CountingItems,
        Rule::Apart,
        Rule::WorstItem,
        Rule::SectionQuality,
        Rule::FewSections,
        Rule::ClassShares,
        Rule::ExactShares,
        Rule::MainPollutants,
        Rule::TimesOver,
        Rule::HeavyMetals,
        Rule::PollutantTies,
        Rule::RiverPollutants,
        Rule::LakePoints,
        Rule::Month,
        Rule::Quarter,
        Rule::Year,
        Rule::Cumulative,
        Rule::MonthsFirst,
        Rule::PhMean,
        Rule::HalfOfDetection,
        Rule::UntoldDetection,
        Rule::FullValue,
        Rule::ClassChange,
        Rule::ShareChange,
        Rule::RoundedShares,
        Rule::DrinkingWater,
        Rule::TrophicIndex,
        Rule::TrophicBands,
        Rule::Plausibility,
    ];

    /// Where it stands.
    pub const fn source(self) -> Source {
        use Document::{Gb3838In2002, Gbt8170In2008, TrophicMethod2001, WaterMethod2011, WaterStatistics2020};
        match self {
            Rule::BasicLimits => Source::verified(Gb3838In2002, "表1"),
            Rule::PhOutside => Source::observed(Gb3838In2002, "表1"),
            Rule::SupplementaryLimits => Source::verified(Gb3838In2002, "表2"),
            Rule::CountingItems | Rule::Apart => Source::verified(WaterMethod2011, "一(一)1"),
            Rule::Month => Source::verified(WaterMethod2011, "一(二)1"),
            Rule::Quarter => Source::unverified(WaterMethod2011, "一(二)2"),
            Rule::Year => Source::unverified(WaterMethod2011, "一(二)3"),
            Rule::WorstItem => Source::verified(WaterMethod2011, "二(一)1"),
            Rule::SectionQuality => Source::verified(WaterMethod2011, "二(一)1表1"),
            Rule::FewSections => Source::verified(WaterMethod2011, "二(一)2"),
            Rule::ClassShares => Source::verified(WaterMethod2011, "二(一)2表2"),
            Rule::MainPollutants => Source::verified(WaterMethod2011, "二(一)3(1)"),
            Rule::TimesOver => Source::observed(WaterMethod2011, "二(一)3(1)"),
            Rule::RiverPollutants => Source::verified(WaterMethod2011, "二(一)3(2)"),
            Rule::LakePoints => Source::verified(WaterMethod2011, "二(二)1"),
            Rule::ClassChange | Rule::ShareChange => Source::unverified(WaterMethod2011, "三"),
            Rule::HalfOfDetection => Source::verified(WaterStatistics2020, "七"),
            Rule::TrophicIndex => Source::verified(TrophicMethod2001, "1"),
            Rule::TrophicBands => Source::verified(TrophicMethod2001, "3"),
            Rule::RoundedShares => Source::observed(Gbt8170In2008, "3"),
            Rule::DrinkingWater => Source::verified(Gb3838In2002, "表1、表2"),
            Rule::OxygenFigure
            | Rule::ExactShares
            | Rule::HeavyMetals
            | Rule::PollutantTies
            | Rule::Cumulative
            | Rule::MonthsFirst
            | Rule::PhMean
            | Rule::UntoldDetection
            | Rule::FullValue
            | Rule::Plausibility => Source::chosen(),
        }
    }
}
