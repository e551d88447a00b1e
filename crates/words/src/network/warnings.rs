//! 预警: sections about to miss their target class.

use yaodian_monitoring::network::outlook::{Alarm, DaysAhead, MonthsAhead};

use crate::{Lang, labels, sentences};

labels! {
    title: "断面水质预警", "Sections about to miss their target class";
    short_title: "水质预警", "Early warnings";
    alarm_word: "预警", "Warning";
    items_word: "不达目标的项目", "Items that miss the target";
    ahead_word: "余下月份", "The rest of the year";
    all: "全部市州", "all cities";
    none: "目前没有断面预警。", "No section is about to miss its target class.";
    see_all: "查看全部预警", "See all warnings";
    by_city: "按市州", "By city";
    method_title: "如何推算", "How this is reckoned";
    method: "推算方法为本系统自定，不是国家标准：余下月份中的达标月，按今年以来达标各月的平均浓度计，其余月份按未达标各月的平均浓度计，逐项平均后看全年是否达到目标类别。", "The way is the house's own, not a national standard: a good month still to come is taken to be like the mean of the months so far that kept the target class, any other like the mean of those that did not; the class of the year is that of the mean of all twelve.";
    over: "全年已无剩余月份", "no month is left";
    unknown: "今年尚无达标月份，无从推算", "no month so far was a good one, so that nothing can be reckoned";
}

sentences! {
    count(n): "{n} 个断面预警", "{n} sections";
    missing_and_slipping(missing, slipping): "今年以来未达目标 {missing} 个，最近一月未达目标 {slipping} 个。", "{missing} miss their target class so far, {slipping} missed it in the latest month.";
    item_mean(item, mean, unit, limit): "{item} {mean} {unit}（限值 {limit}）", "{item} {mean} {unit} (limit {limit})";
    more(n): "另有 {n} 项", "and {n} more";
    safe(left): "余 {left} 个月，即使都不达标，全年仍能达到目标", "{left} months left: even if none of them is good, the year keeps the target";
    steady(left): "今年以来月月达标，余 {left} 个月照此即可", "every month so far was a good one; {left} more like them keep the target";
    all_of(left): "余 {left} 个月须全部达标", "all of the {left} months left must be good ones";
    some_of(needed, left): "余 {left} 个月中至少 {needed} 个月须达标", "at least {needed} of the {left} months left must be good ones";
    hopeless(left): "余 {left} 个月即使全部达标，全年也达不到目标", "{left} months left: even if all of them are good, the year misses the target";
    days_some(needed, left): "余 {left} 天中至少 {needed} 天须为优良", "at least {needed} of the {left} days left must be good ones";
    days_safe(left): "余 {left} 天即使没有优良天，全年仍能达到", "{left} days left: even if none of them is good, the year keeps it";
    days_hopeless(left): "余 {left} 天即使全部优良，全年也达不到", "{left} days left: even if all of them are good, the year misses it";
    by_month(month, class): "{month} {class}", "{class} in {month}";
}

/// Why a section is warned of.
pub fn alarm(lang: Lang, alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Missing => lang.pick("今年以来未达目标", "missed so far"),
        Alarm::Slipping => lang.pick("最近一月未达目标", "missed in the latest month"),
    }
}

/// What the months still to come must bring.
pub fn ahead(lang: Lang, ahead: MonthsAhead) -> String {
    let MonthsAhead {
        left,
        needed,
        any_good,
        any_bad,
    } = ahead;
    match needed {
        _ if left == 0 => over(lang).to_owned(),
        _ if !any_bad => steady(lang, &left),
        Some(0) => safe(lang, &left),
        Some(needed) if needed == left => all_of(lang, &left),
        Some(needed) => some_of(lang, &needed, &left),
        None if any_good => hopeless(lang, &left),
        None => unknown(lang).to_owned(),
    }
}

/// What the days still to come must bring.
pub fn days_ahead(lang: Lang, ahead: DaysAhead) -> String {
    match ahead.needed {
        _ if ahead.left == 0 => over_days(lang).to_owned(),
        Some(0) => days_safe(lang, &ahead.left),
        Some(needed) => days_some(lang, &needed, &ahead.left),
        None => days_hopeless(lang, &ahead.left),
    }
}

labels! {
    over_days: "全年已无剩余天数", "no day is left";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ahead_is_told_for_every_case() {
        let told = |left, needed, any_good| {
            let any_bad = needed != Some(0);
            let months = MonthsAhead {
                left,
                needed,
                any_good,
                any_bad,
            };
            ahead(Lang::Zh, months)
        };
        assert_eq!(told(3, Some(0), true), "今年以来月月达标，余 3 个月照此即可");
        assert_eq!(told(3, Some(2), true), "余 3 个月中至少 2 个月须达标");
        assert_eq!(told(3, Some(3), true), "余 3 个月须全部达标");
        assert_eq!(told(3, None, true), "余 3 个月即使全部达标，全年也达不到目标");
        assert_eq!(told(3, None, false), "今年尚无达标月份，无从推算");
        assert_eq!(told(0, None, true), "全年已无剩余月份");
    }
}
