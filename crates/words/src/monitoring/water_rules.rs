//! What each rule on water says.

use yaodian_monitoring::water::Rule;

use crate::Lang;

/// A rule in a sentence.
pub fn rule(lang: Lang, rule: Rule) -> &'static str {
    match rule {
        Rule::BasicLimits => lang.pick("24 个基本项目按表1限值分类。", "The 24 basic items have the limits of table 1."),
        Rule::OxygenFigure => lang.pick(
            "溶解氧Ⅰ类按 7.5 mg/L，不用饱和率 90%。",
            "Class I of dissolved oxygen is 7.5 mg/L; saturation of 90 % is not used.",
        ),
        Rule::PhOutside => lang.pick(
            "pH 值超出 6～9 为劣Ⅴ类。",
            "pH beyond 6 to 9 is worse than class V.",
        ),
        Rule::SupplementaryLimits => lang.pick(
            "饮用水水源地 5 个补充项目按表2限值。",
            "The five supplementary items of drinking-water sources have the limits of table 2.",
        ),
        Rule::CountingItems => lang.pick(
            "水温、总氮、粪大肠菌群以外的 21 项决定类别。",
            "The 21 items other than temperature, total nitrogen and faecal coliforms decide a class.",
        ),
        Rule::Apart => lang.pick(
            "湖库总氮、粪大肠菌群单独评价。",
            "Total nitrogen of lakes and faecal coliforms are assessed apart.",
        ),
        Rule::WorstItem => lang.pick(
            "断面类别由最差的一项决定（单因子评价法）。",
            "The worst item decides the class of a section.",
        ),
        Rule::SectionQuality => lang.pick(
            "Ⅰ、Ⅱ类为优，Ⅲ类良好，Ⅳ类轻度污染，Ⅴ类中度污染，劣Ⅴ类重度污染。",
            "Classes I and II are excellent, III good, IV lightly, V moderately, worse heavily polluted.",
        ),
        Rule::FewSections => lang.pick(
            "断面少于 5 个：先算各项目的断面均值，再按单因子评价。",
            "Fewer than five sections: the means over the sections are graded.",
        ),
        Rule::ClassShares => lang.pick(
            "断面 5 个及以上：按各类别所占比例评价。",
            "Five sections or more: the shares of the classes decide.",
        ),
        Rule::ExactShares => lang.pick(
            "河流和区域的水质状况按未修约的比例判定。",
            "The word of quality of a river or region is decided by unrounded shares.",
        ),
        Rule::MainPollutants => lang.pick(
            "主要污染指标：超Ⅲ类的项目，氰化物和重金属优先，再按类别和超标倍数，取前三项。",
            "Main pollution indicators exceed class III: cyanide and heavy metals first, then the worst class and multiple; three at most.",
        ),
        Rule::TimesOver => lang.pick(
            "超标倍数 =（浓度 - Ⅲ类限值）/ Ⅲ类限值。",
            "The multiple is the excess over the limit of class III, divided by that limit.",
        ),
        Rule::HeavyMetals => lang.pick(
            "优先的重金属：铅、铬、汞、镉、砷、铜、锌。",
            "The metals that come first are lead, chromium, mercury, cadmium, arsenic, copper and zinc.",
        ),
        Rule::PollutantTies => lang.pick(
            "类别相同时，有超标倍数的项目在前，再按表1顺序。",
            "Within a class, items with a multiple come first, then the order of table 1.",
        ),
        Rule::RiverPollutants => lang.pick(
            "河流的主要污染指标按断面超标率取前三项。",
            "Main pollution indicators of a river are the three that exceed in most of its sections.",
        ),
        Rule::LakePoints => lang.pick(
            "湖库多个点位：先算各点位的时间均值，再算点位均值。",
            "A lake of several points: means over time of each point, then over the points.",
        ),
        Rule::Month => lang.pick(
            "周、旬、月：一次监测即可，多次取均值。",
            "A week, ten days or a month: one sample will do, several are averaged.",
        ),
        Rule::Quarter => lang.pick("季度：两次以上监测的均值。", "A quarter: the mean of two samples or more."),
        Rule::Year => lang.pick(
            "年度：12 个月的均值，不少于 8 个月；类别由均值决定。",
            "A year: the mean of the twelve months, eight at the least; the class is of the mean.",
        ),
        Rule::Cumulative => lang.pick(
            "其他时段（如 1 至 4 月）同年度，一个月起。",
            "Other stretches go as the year does, from one month on.",
        ),
        Rule::MonthsFirst => lang.pick(
            "一个月内多次监测先算月均值。",
            "Several samples of a month are averaged before the months are.",
        ),
        Rule::PhMean => lang.pick("pH 值直接取算术均值。", "pH is averaged as the figures stand."),
        Rule::HalfOfDetection => lang.pick(
            "低于检出限按检出限的一半计。",
            "Below the limit of detection counts as half of that limit.",
        ),
        Rule::UntoldDetection => lang.pick(
            "未写检出限时，按该项目最严限值的一半计。",
            "Where the limit of detection is not told, half of the item's strictest limit counts.",
        ),
        Rule::FullValue => lang.pick(
            "用全部位数与限值比较，恰在限值上算达到。",
            "A value is compared in all its digits; on the limit it keeps the class.",
        ),
        Rule::ClassChange => lang.pick("断面变化按类别的级数判定。", "Sections change by how many classes they move."),
        Rule::ShareChange => lang.pick(
            "河流变化按Ⅰ～Ⅲ类和劣Ⅴ类比例的增减判定。",
            "Rivers change by the shares of classes I to III and of worse than V.",
        ),
        Rule::RoundedShares => lang.pick(
            "断面比例修约到一位小数，四舍六入五成双。",
            "Shares of sections are rounded half to even to one decimal.",
        ),
        Rule::DrinkingWater => lang.pick(
            "饮用水水源地：基本项目达到Ⅲ类，补充项目不超限值。",
            "Drinking-water sources: basic items within class III, supplementary items within their limits.",
        ),
        Rule::TrophicIndex => lang.pick(
            "综合营养状态指数由叶绿素a、总磷、总氮、透明度、高锰酸盐指数加权。",
            "The trophic state index weighs chlorophyll a, phosphorus, nitrogen, transparency and the permanganate index.",
        ),
        Rule::TrophicBands => lang.pick(
            "营养状态按指数 30、50、60、70 分级。",
            "The trophic state is told by the bands 30, 50, 60 and 70.",
        ),
        Rule::Plausibility => lang.pick(
            "不合常理、单位不符、列放错的数值不采用，并写明原因。",
            "What cannot be, is in another unit or under the wrong head is set aside, with the reason.",
        ),
    }
}
