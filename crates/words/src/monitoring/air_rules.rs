//! What each rule on air says.

use yaodian_monitoring::air::Rule;

use crate::Lang;

/// A rule in a sentence.
pub fn rule(lang: Lang, rule: Rule) -> &'static str {
    match rule {
        Rule::Breakpoints => lang.pick(
            "分指数 0、50、100、150、200、300、400、500 对应的浓度限值。",
            "The concentrations of the sub-indexes 0, 50, 100, 150, 200, 300, 400 and 500.",
        ),
        Rule::Interpolation => lang.pick(
            "两个限值之间按比例计算分指数。",
            "Between two of them the sub-index grows in proportion.",
        ),
        Rule::RoundedUp => lang.pick("指数向上进位取整。", "Indexes are rounded up to whole numbers."),
        Rule::BeyondTop => lang.pick(
            "超过最高限值，分指数为 500。",
            "Beyond the highest concentration the sub-index is 500.",
        ),
        Rule::So2HourBeyond => lang.pick(
            "二氧化硫 1 小时高于 800 μg/m³：2012 版用 24 小时分指数，2026 版为 200。",
            "SO₂ of one hour above 800 μg/m³: that of 24 hours stands in; since 2026 it is 200.",
        ),
        Rule::O3EightHoursBeyond => lang.pick(
            "臭氧 8 小时高于 800 μg/m³：2012 版用 1 小时分指数，2026 版为 300。",
            "O₃ of eight hours above 800 μg/m³: that of one hour stands in; since 2026 it is 300.",
        ),
        Rule::Highest => lang.pick("AQI 取分指数的最大值。", "The index is the highest sub-index."),
        Rule::HourlyIndicators => lang.pick(
            "实时报用六项 1 小时值，颗粒物按 24 小时限值。",
            "An hour's index is of one-hour values, dust by the breakpoints of 24 hours.",
        ),
        Rule::DailyIndicators => lang.pick(
            "日报用 24 小时值，臭氧用日最大 8 小时值。",
            "A day's index is of 24 hours, of ozone's highest eight hours.",
        ),
        Rule::Primary => lang.pick(
            "AQI 大于 50 时，分指数最大的为首要污染物，并列的都算。",
            "Above 50, those with the highest sub-index are primary, all that tie.",
        ),
        Rule::Exceeding => lang.pick("分指数大于 100 的为超标污染物。", "Those with a sub-index above 100 exceed."),
        Rule::Grades => lang.pick(
            "50、100、150、200、300 为六个级别的分界。",
            "The six grades part at 50, 100, 150, 200 and 300.",
        ),
        Rule::Limits => lang.pick("二级浓度限值。", "The limits of grade II."),
        Rule::UnverifiedLimits => lang.pick(
            "只见于一处的二级浓度限值。",
            "Limits of grade II known from one account only.",
        ),
        Rule::DayHours => lang.pick("日均值至少 20 个小时值。", "A day's mean needs 20 hours."),
        Rule::RunningHours => lang.pick("8 小时均值至少 6 个小时值。", "A running mean of eight hours needs six."),
        Rule::DailyMaximum => lang.pick(
            "日最大 8 小时取 8 时至 24 时的 17 个滑动均值，至少 14 个，已超标的除外。",
            "The day's highest eight hours needs 14 of the 17 running means from 8 to 24 o'clock, or to exceed already.",
        ),
        Rule::MonthDays => lang.pick(
            "月均值至少 27 个日均值，2 月 25 个。",
            "A month needs 27 days, February 25.",
        ),
        Rule::YearDays => lang.pick(
            "年均值至少 324 个日均值，且各月足够。",
            "A year needs 324 days, and each of its months enough.",
        ),
        Rule::SpanDays => lang.pick(
            "其他时段：整月足够，其余日数的九成。",
            "Other stretches need each whole month enough, and nine days in ten of the rest.",
        ),
        Rule::CityPoints => lang.pick("城市日值至少 75% 的点位有效。", "A city's day needs 75 % of its points."),
        Rule::CityMean => lang.pick("城市日值为各点位的均值。", "A city's day is the mean of its points."),
        Rule::Percentile => lang.pick(
            "百分位数在相邻两个排序值之间按比例计算。",
            "A percentile between two ranked days grows in proportion.",
        ),
        Rule::Percentiles => lang.pick(
            "二氧化硫、二氧化氮用第 98 百分位，颗粒物、一氧化碳第 95，臭氧第 90。",
            "SO₂ and NO₂ go by percentile 98, dust and CO by 95, ozone by 90.",
        ),
        Rule::Decimals => lang.pick("各浓度保留的小数位数。", "The decimals of concentrations."),
        Rule::RoundedOnce => lang.pick(
            "四舍六入五成双，只在公布时修约一次。",
            "Rounding is half to even, and once, when a figure is published.",
        ),
        Rule::GoodDays => lang.pick(
            "优良天数比例：AQI 不超过 100 的天数占有效天数。",
            "The share of good days: up to 100, of all valid days.",
        ),
        Rule::HeavyDays => lang.pick("重污染天数：AQI 大于 200。", "Days of heavy pollution are above 200."),
        Rule::IncompleteDays => lang.pick(
            "缺污染物的日子，其余已大于 100 才计入。",
            "A day that lacks a pollutant counts only when it is above 100 without it.",
        ),
        Rule::Composite => lang.pick(
            "综合指数：六项浓度与二级限值之比的加权和。",
            "The composite index is the weighted sum of six ratios to grade II.",
        ),
        Rule::CompositeRounding => lang.pick(
            "综合指数由未修约的比值相加后修约一次。",
            "The composite index is rounded once, from exact ratios.",
        ),
        Rule::Ranking => lang.pick(
            "公布值相同的城市并列，后面的名次顺延。",
            "Equal published values share a rank, and the next is counted on.",
        ),
        Rule::DustLeftOut => lang.pick(
            "沙尘天不计入颗粒物浓度和综合指数。",
            "Days of sand and dust are left out of dust and the composite index.",
        ),
        Rule::DustInRatios => lang.pick("沙尘天计入天数比例。", "Days of sand and dust stay in the ratios of days."),
        Rule::ChangeOfPublished => lang.pick("同比按公布值计算。", "Changes are of published figures."),
        Rule::CitySets => lang.pick(
            "一组城市：公布浓度的均值，天数合在一起。",
            "A set of cities: the mean of published concentrations, and all their days together.",
        ),
        Rule::Plausibility => lang.pick(
            "不合常理的数值不采用，并写明原因。",
            "What air cannot hold is set aside, with the reason.",
        ),
    }
}
