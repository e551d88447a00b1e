//! 监测网络: what is measured at sections and stations, on the public pages and in the desk.
//!
//! * this module: what water and air share: registers, sets, states of review, figures of targets;
//! * [`water`]: the pages of water and of a section;
//! * [`air`]: the pages of air, of a city and of a station;
//! * [`warnings`]: what is about to be missed.

pub mod air;
pub mod warnings;
pub mod water;

use yaodian_domain::{
    Decimal,
    ledger::{Among, FieldKind, Ledger, Monitored, Network},
    number,
    unit::Register,
};
use yaodian_monitoring::{
    network::{Moment, ReviewState},
    water::WaterClass,
};

use crate::{Lang, figures, labels, monitoring::names, pictures, sentences};

labels! {
    no_data: "尚无监测数据。", "Nothing has been measured yet.";
    no_result: "无结果", "no result";
    not_measured: "未监测", "not measured";
    city_word: "市州", "City";
    rank_word: "排名", "Rank";
    last_year: "上年同期", "Last year";
    change_word: "同比", "On last year";
    month_word: "月份", "Month";
    level_word: "级别", "Level";
    set_word: "范围", "Set";
    figure_word: "数值", "Figure";
    as_a_table: "数据表", "The figures as a table";
    feeds_title: "考核口径", "What targets count";
    feeds_note: "目标按所列范围、截至最近一个整月计算，与全部点位的比例不同。", "A target counts the places of its set, up to the last month that is over, and so differs from the share of all places.";
    target_word: "目标", "Target";
    measured_title: "监测数据", "What was measured";
    measured_link: "逐个查看点位", "See every place behind it";
    all_raw_checked: "其中没有未经审核的原始数据。", "None of it is raw.";
    not_whole: "尚有点位无结果，暂不据此评判目标。", "Some places have no result yet, so that the target is not judged by it.";
    nothing_over: "尚无一个整月，暂无数值。", "No month is over yet, so that there is no figure.";
    counts_word: "计入", "Counts";
    counted: "是", "yes";
    not_counted: "否", "no";
    without_short: "无结果，不在分母内", "no result, not in the denominator";
    class_word: "类别", "Class";
    own_choice: "自定方法", "the house's own way";
    back_to_water: "全部断面水质", "All sections";
    back_to_air: "各市州空气质量", "All cities";
    result_of_cities: "由以下市州得出", "It comes from these cities";
    result_of: "由以下点位得出", "It comes from these places";
}

sentences! {
    measured_at(register): "据“{register}”监测数据计算", "computed from what was measured at the places of: {register}";
    from_register(register): "数据来自“{register}”。", "Measured at the places of: {register}.";
    raw_samples(raw, all, share): "{all} 个样品中 {raw} 个（{share}）为未经审核的原始数据。", "{raw} of {all} samples ({share}) are raw: nobody has looked them through yet.";
    raw_days(raw, all, share): "{all} 个日值中 {raw} 个（{share}）为未经审核的原始数据。", "{raw} of {all} days ({share}) are raw: nobody has looked them through yet.";
    ratio(share, part, whole): "{share} = {part} / {whole}", "{share} = {part} / {whole}";
    of_counts(part, whole): "= {part} / {whole}", "= {part} / {whole}";
    compared(n, all): "同比只计两年均有结果的 {n} 个（共 {all} 个）。", "Compared are the {n} of {all} with a result in both years.";
    points(change): "{change} 个百分点", "{change} points";
    on_last_year(change): "同比 {change}", "{change} on last year";
    all_of(counted): "全部{counted}", "all of the register ({counted})";
    cities_of(n): "{n} 个市州", "{n} cities";
    without(n): "无有效结果 {n} 个", "{n} without a valid result";
    none_of(n): "名录中的 {n} 个点位均无结果。", "None of the {n} places of the register has a result.";
    in_span(span): "所述时段：{span}", "Of {span}";
    cities_behind(name): "{name}：由哪些市州得出", "{name}: the cities behind it";
    measured_behind(name): "{name}：由哪些点位得出", "{name}: the places behind it";
}

/// 水, 空气: a network in the navigation.
pub fn network(lang: Lang, network: Network) -> &'static str {
    match network {
        Network::Water => lang.pick("水", "Water"),
        Network::Air => lang.pick("空气", "Air"),
    }
}

/// A moment as it is written in any language: `2023-05-04`, `2023-05-04 08:00`.
pub fn moment(moment: Moment) -> String {
    match moment.hour() {
        Some(hour) => format!("{} {hour:02}:00", figures::day(moment.on())),
        None => figures::day(moment.on()),
    }
}

/// 原始, 审核, 复核: how far something was looked through.
pub fn state(lang: Lang, state: ReviewState) -> &'static str {
    match state {
        ReviewState::Raw => lang.pick("原始", "raw"),
        ReviewState::Checked => lang.pick("审核", "checked"),
        ReviewState::Confirmed => lang.pick("复核", "confirmed"),
    }
}

/// A figure that follows from measurements: 优良水体比例.
pub fn figure(lang: Lang, figure: Monitored) -> String {
    let class = |class: u8| {
        let class = usize::from(class).checked_sub(1).and_then(|at| WaterClass::ALL.get(at));
        class.map_or("", |class| names::class(lang, *class))
    };
    match figure {
        Monitored::GoodWater => lang.pick("优良（Ⅰ—Ⅲ类）断面比例", "sections of class I to III"),
        Monitored::WorstWater => lang.pick("劣Ⅴ类断面比例", "sections worse than class V"),
        Monitored::WaterOfClass { class: least } => {
            let class = class(least);
            return lang.pick(
                format!("{class}或更好断面比例"),
                format!("sections of {class} or better"),
            );
        }
        Monitored::WaterOnTarget => lang.pick("达到目标类别的断面比例", "sections of their target class or better"),
        Monitored::FineParticles => lang.pick("PM2.5 平均浓度", "mean of PM2.5"),
        Monitored::GoodAirDays => lang.pick("优良天数比率", "days of good air"),
        Monitored::HeavyAirDays => lang.pick("重污染天数比率", "days of heavy pollution"),
    }
    .to_owned()
}

/// What an option of a register's field is called: 国控.
pub fn option(lang: Lang, ledger: &Ledger, field: &str, value: &str) -> String {
    let field = ledger.fields.iter().find(|one| one.id.as_str() == field);
    let options = field.and_then(|field| match &field.kind {
        FieldKind::Choice { options } => options.iter().find(|option| option.zh == value),
        _ => None,
    });
    options
        .map_or_else(|| water(lang, value), |option| lang.of(option))
        .to_owned()
}

/// The waters after which sets are named; any other keeps the name that its register has.
fn water(lang: Lang, name: &str) -> &str {
    let english = match name {
        "长江" => "Yangtze River",
        "汉江" => "Han River",
        "丹江口水库" => "Danjiangkou Reservoir",
        _ => name,
    };
    lang.pick(name, english)
}

/// The name of a part of a register: what its fields say, and whose it is; or all of it.
pub fn set(lang: Lang, ledger: &Ledger, units: &Register, among: &Among) -> String {
    let only = among.only.iter().map(|only| {
        let values = only
            .any
            .iter()
            .map(|value| option(lang, ledger, only.field.as_str(), value));
        values.collect::<Vec<_>>().join(pictures::comma(lang))
    });
    let mut parts: Vec<String> = only.collect();
    match among.units.len() {
        0 => {}
        n @ 1..=4 => {
            let names = among.units.iter().take(n).map(|id| {
                let unit = units.get(id);
                unit.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
            });
            parts.push(names.collect::<Vec<_>>().join(pictures::comma(lang)));
        }
        n => parts.push(cities_of(lang, &n)),
    }
    if parts.is_empty() {
        all_of(lang, &lang.of(&ledger.counted))
    } else {
        parts.join(" · ")
    }
}

/// A share in percent as it is published, with what it counts: `91.1% = 297 / 326`. Nothing of nothing.
pub fn share_of(lang: Lang, part: u32, whole: u32) -> Option<String> {
    let (part, whole) = (Decimal::from(part), Decimal::from(whole));
    let share = figures::with_unit(number::percent(part, whole, 1)?, "%");
    Some(ratio(lang, &share, &figures::number(part), &figures::number(whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_stands_with_what_it_counts() {
        assert_eq!(share_of(Lang::Zh, 297, 326).as_deref(), Some("91.1% = 297 / 326"));
        assert_eq!(share_of(Lang::En, 3, 4).as_deref(), Some("75.0% = 3 / 4"));
        assert_eq!(share_of(Lang::Zh, 0, 0), None);
    }
}
