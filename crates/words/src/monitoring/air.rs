//! What is remarked about a row of air.

use yaodian_monitoring::air::{Refusal, table::Remark};

use super::names;
use crate::{Lang, labels, sentences};

/// A remark about a row.
pub fn remark(lang: Lang, remark: &Remark) -> String {
    match remark {
        Remark::Refused {
            indicator,
            refusal: why,
            ..
        } => set_aside(lang, &names::indicator(lang, *indicator), &refusal(lang, *why)),
        Remark::Future(day) => future(lang, day),
        Remark::BeforeRules(day) => before_rules(lang, day),
        Remark::UnreadableTime => unreadable_time(lang).to_owned(),
        Remark::NoIndex(indicator) => no_index(lang, &names::indicator(lang, *indicator)),
        Remark::NothingMeasured => nothing_measured(lang).to_owned(),
    }
}

/// Why a cell was set aside.
pub fn refusal(lang: Lang, why: Refusal) -> &'static str {
    match why {
        Refusal::NotAFigure => lang.pick("不是数值", "not a figure"),
        Refusal::BelowDetection => lang.pick(
            "低于检出限，没有可用的数值",
            "below a limit of detection: no figure to use",
        ),
        Refusal::Negative => lang.pick("是负数，多为故障标记", "below zero: a mark of a fault"),
        Refusal::AllNines => lang.pick("全是 9，为故障标记", "all nines: a mark of a fault"),
        Refusal::Absurd => lang.pick(
            "高得不合常理，可能单位不同",
            "higher than air ever is: another unit, perhaps",
        ),
    }
}

labels! {
    unreadable_time: "时间无法识别，按现行标准计算", "the time cannot be read; computed by the rules now in force";
    nothing_measured: "没有可计算的浓度", "nothing that counts was measured";
}

sentences! {
    set_aside(what, why): "{what}{why}，未采用", "{what}: {why}; set aside";
    future(day): "{day} 还没有到，未计算", "{day} lies ahead; not computed";
    before_rules(day): "{day} 早于 HJ 633-2012 发布，未计算", "{day} is before HJ 633-2012 was issued; not computed";
    no_index(what): "{what}超出分指数表，也没有可替代的数值", "{what} is beyond its table, and nothing stands in";
    surplus(cells, heads): "本行有 {cells} 格，表头只有 {heads} 格，可能错位，未计算", "{cells} cells under {heads} heads: the row may be shifted; not computed";
}
