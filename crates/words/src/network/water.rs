//! 地表水: the pages of water and of a section.

use yaodian_monitoring::water::{WaterClass, period::Why};

use crate::{Lang, labels, monitoring, monitoring::names, sentences};

labels! {
    title: "地表水水质", "Surface water";
    good_share: "优良（Ⅰ—Ⅲ类）断面", "Class I to III";
    good_short: "优良比例", "Good share";
    good_number: "优良 / 有结果", "Good / with a result";
    worst_share: "劣Ⅴ类断面", "Worse than class V";
    worst_short: "劣Ⅴ类", "Worse than V";
    quality_word: "水质状况", "Quality";
    quality_note: "水质状况按类别比例评定，需五个以上断面。", "The word of quality goes by the shares of classes and needs five sections or more.";
    months_title: "各月水质类别", "Classes by month";
    months_note: "柱高为各类别占比，柱内为断面数，柱顶为优良比例。", "The height is the share of each class, the number in it that of its sections, the figure above it the share of class I to III.";
    cities_title: "各市州水质", "Cities";
    cities_note: "按优良比例排名，同比例者并列；各市州断面数不同，比例不宜直接比较断面少的市州。", "Ranked by the share of good sections; equal shares share a rank. Shares of a few sections move by much.";
    map_note: "示意，不表示行政区域界线。●优良（Ⅰ、Ⅱ类蓝，Ⅲ类绿） ▲Ⅳ类 ■Ⅴ类 ◆劣Ⅴ类 ○无结果；没有坐标的断面排在所属市州的方格内。", "A sketch that claims no boundaries. ● class I to III (I and II blue, III green), ▲ IV, ■ V, ◆ worse than V, ○ no result; a section without a point stands somewhere in the square of its city.";
    levels_title: "分级别比例", "Shares by level";
    sections_title: "全部断面", "All sections";
    section_word: "断面", "Section";
    water_word: "河流（湖库）", "River or lake";
    code_word: "编码", "Code";
    basin_word: "流域", "Basin";
    body_word: "水体", "Kind of water";
    target_class: "目标", "Target";
    so_far: "今年以来", "So far";
    latest_month: "最近一月", "Latest month";
    main_pollutants: "主要污染指标", "Main pollutants";
    no_target: "未定目标", "no target";
    on_target: "达到目标", "on target";
    off_target: "未达目标", "target missed";
    no_worse: "不低于上年", "no worse than last year";
    worse: "低于上年", "worse than last year";
    dragging: "拖累类别的项目", "What drags it down";
    deciding: "决定类别的项目", "What decides the class";
    nothing_drags: "各项目均达到Ⅰ类限值。", "Every item keeps the limits of class I.";
    item_word: "项目", "Item";
    mean_word: "平均值", "Mean";
    limit_kept: "达到的限值", "Limit kept";
    limit_failed: "未达到的限值", "Limit failed";
    times_word: "超Ⅲ类倍数", "Times over class III";
    calendar_title: "各月类别", "Class by month";
    series_title: "各项目月均值", "Items by month";
    series_note: "按今年以来的类别由差到好，最多 12 项；只列决定类别的项目。", "The worst first, at most twelve, of those that decide a class.";
    samples_title: "样品", "Samples";
    sampled_word: "采样时间", "Taken";
    state_word: "审核状态", "Looked through";
    known_word: "获知日", "Known since";
    revisions_title: "修订记录", "What was said before";
    revisions_note: "同一样品先后报来的数，以复核、审核、原始的次序采用最后一次。", "What was said of a sample one after another; of the furthest looked through the latest counts.";
    left_out_title: "未采用的数据", "What was set aside";
    nothing_stands: "该样品没有可用的数值", "nothing of the sample can stand";
    future: "采样日期还没有到", "its day lies ahead";
    other_period: "不在本时段内", "it is of another period";
    ahead_title: "余下月份", "The rest of the year";
    no_months: "暂无类别：样品不足。", "No class: too few samples.";
}

sentences! {
    months_alt(share): "各月水质类别比例，今年以来优良 {share}", "Shares of water classes by month; class I to III so far: {share}";
    map_title(day): "断面今年以来水质类别示意图（截至 {day}）", "Sections by their class so far ({day})";
    dot_title(name, water, class): "{name}（{water}）：{class}", "{name} ({water}): {class}";
    change_words(good, worst, trend): "与上年同期相比：优良比例 {good} 个百分点，劣Ⅴ类 {worst} 个百分点，{trend}。", "Against the same stretch of last year: class I to III {good} points, worse than class V {worst} points: {trend}.";
    class_in_month(month, class): "{month}：{class}", "{month}: {class}";
    times(n): "{n} 倍", "{n} times";
    month_mean(month, value): "{month} {value}", "{month} {value}";
    series_alt(item, unit, values): "{item}（{unit}）各月均值：{values}", "{item} ({unit}) by month: {values}";
    limit_of(class, limit): "{class} {limit}", "{class} {limit}";
    samples_of(samples, months): "{months} 个月 {samples} 个样品", "{samples} samples of {months} months";
    revised(from, to, item): "{item} {from} → {to}", "{item} {from} → {to}";
    refused(item, why): "{item}{why}", "{item}: {why}";
    count_of(class, n): "{class} {n}", "{class}: {n}";
}

/// A class as it stands in a square: Ⅲ, 劣Ⅴ.
pub fn sign(lang: Lang, class: WaterClass) -> &'static str {
    let english = match class {
        WaterClass::I => "I",
        WaterClass::II => "II",
        WaterClass::III => "III",
        WaterClass::IV => "IV",
        WaterClass::V => "V",
        WaterClass::InferiorV => ">V",
    };
    lang.pick(class.sign(), english)
}

/// Why something was not averaged in.
pub fn why(lang: Lang, why: Why) -> String {
    match why {
        Why::Future => future(lang).to_owned(),
        Why::OtherPeriod => other_period(lang).to_owned(),
        Why::Nothing => nothing_stands(lang).to_owned(),
        Why::Refused { item, refusal } => refused(
            lang,
            &names::item(lang, item),
            &monitoring::water::refusal(lang, refusal, &[]),
        ),
    }
}
