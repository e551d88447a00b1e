//! 环境空气: the pages of air, of a city and of a station.

use yaodian_monitoring::air::{Gap, Grade, Pollutant, Statistic};

use crate::{Lang, labels, pictures, sentences};

labels! {
    title: "环境空气质量", "Ambient air";
    cities_title: "各市州空气质量", "Cities";
    cities_note: "综合指数越小越好；同值者并列。优良同比为百分点，PM2.5 单位为 μg/m³。有效天数不足的数值注明“不足”。", "The lower the composite index, the better; equal figures share a rank. Good days change by percentage points; PM2.5 is in μg/m³. A figure of too few days says so.";
    good_ratio: "优良天数比率", "Days of good air";
    good_rank: "优良排名", "Rank by good days";
    good_days: "优良 / 有效", "Good / valid days";
    heavy_days: "重污染天数", "Days of heavy pollution";
    heavy_short: "重污染", "Heavy";
    fine_particles: "PM2.5", "PM2.5";
    composite: "综合指数", "Composite index";
    good_change: "优良同比", "Good days on last year";
    fine_change: "PM2.5 同比", "PM2.5 on last year";
    composite_rank: "综合排名", "Rank by index";
    too_few: "不足", "too few";
    months_title: "各月空气质量", "Grades by month";
    months_note: "柱高为各级别天数占比，柱内为城市日数，柱顶为优良比率。", "The height is the share of each grade, the number in it that of its days, the figure above it the share of good days.";
    heat_title: "各市州各月优良天数比率（%）", "Good days by city and month (%)";
    heat_note: "底色与纸面反差越大，优良天数越少；分五级，100、95、85、75 以下各加一级。", "The more a cell stands out from the paper, the fewer good days: one step each below 100, 95, 85 and 75.";
    map_note: "示意，不表示行政区域界线。底色与纸面反差越大，优良天数越少。", "A sketch that claims no boundaries. The more a square stands out, the fewer good days.";
    grade_word: "级别", "Grade";
    days_word: "天数", "Days";
    share_word: "占比", "Share";
    calendar_title: "逐日级别", "Day by day";
    calendar_note: "一格一天。", "One square is one day.";
    series_title: "逐月浓度", "By month";
    primary_title: "首要污染物", "Primary pollutants";
    primary_note: "有效天中作为首要污染物的天数；同一天可有几种。", "Valid days on which it was a primary pollutant; a day may have several.";
    no_primary: "没有出现首要污染物。", "No day had a primary pollutant.";
    statistics_title: "统计与有效性", "Statistics, and whether they are valid";
    pollutant_word: "污染物", "Pollutant";
    limit_word: "二级限值", "Limit of grade II";
    valid_days: "有效天数", "Valid days";
    validity_word: "有效性", "Validity";
    valid: "有效", "valid";
    stations_title: "点位", "Stations";
    station_word: "点位", "Station";
    role_point: "评价点", "counts for the city";
    role_control: "对照点", "control, not counted";
    role_city: "城市", "the whole city";
    role_word: "类型", "Kind";
    ahead_title: "余下天数", "The rest of the year";
    day_word: "日期", "Day";
    index_word: "AQI", "AQI";
    incomplete: "不计入", "does not count";
    incomplete_note: "缺少污染物而未超标的日子不计入有效天数。", "A day that lacks a pollutant and is not polluted does not count.";
    keeps: "达标", "kept";
    exceeds: "超标", "exceeded";
    mean: "平均", "mean";
    no_limit: "无限值", "no limit";
}

sentences! {
    months_alt(share): "各月空气质量级别，今年以来优良天数比率 {share}", "Grades of air by month; good days so far: {share}";
    map_title(day): "各市州今年以来优良天数比率（截至 {day}）", "Good days so far by city ({day})";
    city_of(city): "{city}空气质量", "Air of {city}";
    station_of(city): "{city}的点位", "A station of {city}";
    day_title(day, index, grade): "{day} AQI {index} {grade}", "{day}: AQI {index}, {grade}";
    day_without(day): "{day} 无有效数据", "{day}: nothing valid";
    goal_of(target, goal): "按目标“{target}”{goal}", "By the target \"{target}\": {goal}";
    goal_of_year(ratio): "没有目标值，按上年同期 {ratio} 不降低", "No target is set; no lower than the same stretch of last year, {ratio}";
    percentile(n): "第 {n} 百分位数", "percentile {n}";
    gap_month(month, days, least): "{month}有效 {days} 天，少于 {least} 天", "{month}: {days} valid days of {least} needed";
    gap_year(days, least): "全年有效 {days} 天，少于 {least} 天", "{days} valid days in the year of {least} needed";
    series_alt(name, values): "{name}各月：{values}", "{name} by month: {values}";
    limit_of(limit): "限值 {limit}", "limit {limit}";
    calendar_alt(name): "{name}逐日空气质量级别", "{name}: grade of every day";
    grade_count(grade, n): "{grade} {n} 天", "{grade}: {n} days";
    percent_change(change): "{change}%", "{change}%";
}

/// A grade as it stands in a square: 优, 轻; in English its number.
pub fn letter(lang: Lang, grade: Grade) -> &'static str {
    match grade {
        Grade::Excellent => lang.pick("优", "1"),
        Grade::Good => lang.pick("良", "2"),
        Grade::Light => lang.pick("轻", "3"),
        Grade::Moderate => lang.pick("中", "4"),
        Grade::Heavy => lang.pick("重", "5"),
        Grade::Severe => lang.pick("严", "6"),
    }
}

/// A grade in a narrow place: 优, 轻度.
pub fn short(lang: Lang, grade: Grade) -> &'static str {
    match grade {
        Grade::Excellent => lang.pick("优", "excellent"),
        Grade::Good => lang.pick("良", "good"),
        Grade::Light => lang.pick("轻度", "light"),
        Grade::Moderate => lang.pick("中度", "moderate"),
        Grade::Heavy => lang.pick("重度", "heavy"),
        Grade::Severe => lang.pick("严重", "severe"),
    }
}

/// A pollutant in a narrow column: PM2.5, O₃.
pub const fn symbol(pollutant: Pollutant) -> &'static str {
    match pollutant {
        Pollutant::So2 => "SO₂",
        Pollutant::No2 => "NO₂",
        Pollutant::Pm10 => "PM10",
        Pollutant::Co => "CO",
        Pollutant::O3 => "O₃",
        Pollutant::Pm25 => "PM2.5",
    }
}

/// The unit of a pollutant's concentration.
pub const fn unit(pollutant: Pollutant) -> &'static str {
    match pollutant {
        Pollutant::Co => "mg/m³",
        _ => "μg/m³",
    }
}

/// The statistic of a pollutant that headlines use.
pub fn statistic(lang: Lang, statistic: Statistic, percentile_of: u32) -> String {
    match statistic {
        Statistic::Mean => mean(lang).to_owned(),
        Statistic::Percentile => percentile(lang, &percentile_of),
    }
}

/// What is lacking for a figure to be valid.
pub fn gap(lang: Lang, gap: &Gap) -> String {
    match gap.month {
        Some(month) => gap_month(lang, &pictures::month(lang, month.month), &gap.days, &gap.least),
        None => gap_year(lang, &gap.days, &gap.least),
    }
}
