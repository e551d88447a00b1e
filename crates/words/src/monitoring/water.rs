//! What is remarked about a row of water.

use yaodian_monitoring::{
    cell::CellError,
    water::{Limit, Note, Refusal, header::HeadError, table::Remark},
};

use super::names;
use crate::{Lang, labels, sentences};

/// A remark about a row; `heads` are those of the table.
pub fn remark(lang: Lang, remark: &Remark, heads: &[String]) -> String {
    match remark {
        Remark::Refused {
            column, refusal: why, ..
        } => set_aside(lang, &head(heads, *column), &refusal(lang, *why, heads)),
        Remark::Grade(what) => note(lang, *what),
        Remark::Future(day) => future(lang, day),
        Remark::BeforeStandard(day) => before_standard(lang, day),
        Remark::UnreadableTime => unreadable_time(lang).to_owned(),
        Remark::UnknownBody => unknown_body(lang).to_owned(),
        Remark::NothingMeasured => nothing_measured(lang).to_owned(),
    }
}

/// Why a cell was set aside.
pub fn refusal(lang: Lang, why: Refusal, heads: &[String]) -> String {
    match why {
        Refusal::Text(CellError::NotAFigure) => not_a_figure(lang).to_owned(),
        Refusal::Text(CellError::TooLong) => too_long(lang).to_owned(),
        Refusal::Negative => negative(lang).to_owned(),
        Refusal::Implausible(bounds) => implausible(lang, &bounds.low.normalize(), &bounds.high.normalize()),
        Refusal::CannotBeUndetected => cannot_be_undetected(lang).to_owned(),
        Refusal::UntoldDetection => untold_detection(lang).to_owned(),
        Refusal::OtherUnit { factor } => other_unit(lang, &factor.normalize()),
        Refusal::OtherColumn { fits: None } => other_column(lang).to_owned(),
        Refusal::OtherColumn { fits: Some(other) } => other_column_is(lang, &head(heads, other)),
    }
}

/// Something to know about a grade.
pub fn note(lang: Lang, note: Note) -> String {
    match note {
        Note::OnLimit { item, limit } => on_limit(lang, &names::item(lang, item), &self::limit(lang, limit)),
        Note::CoarseDetection { item } => coarse(lang, &names::item(lang, item)),
        Note::UntoldDetection { item } => assumed_detection(lang, &names::item(lang, item)),
    }
}

/// A limit as the standard writes it: ≤ 0.2.
pub fn limit(lang: Lang, limit: Limit) -> String {
    match limit {
        Limit::AtMost(most) => format!("≤ {}", most.normalize()),
        Limit::AtLeast(least) => format!("≥ {}", least.normalize()),
        Limit::Within { low, high } => within(lang, &low.normalize(), &high.normalize()),
    }
}

/// Why a column that names an item is not read.
pub fn unusable(lang: Lang, why: &HeadError) -> String {
    match why {
        HeadError::UnfitUnit { item, unit } => unfit_unit(lang, &names::unit(lang, *unit), &names::item(lang, *item)),
        HeadError::UnknownBracket { item, bracket } => unknown_bracket(lang, bracket, &names::item(lang, *item)),
    }
}

fn head(heads: &[String], column: usize) -> String {
    let text = heads.get(column).map_or("", |head| head.trim());
    if text.is_empty() {
        (column + 1).to_string()
    } else {
        text.to_owned()
    }
}

labels! {
    not_a_figure: "不是数值", "not a figure";
    too_long: "位数过多，不像仪器读数", "more digits than an instrument shows";
    negative: "是负数", "below zero";
    cannot_be_undetected: "该项目不会“未检出”", "this cannot be below a limit of detection";
    untold_detection: "未检出，但没有写检出限", "not found, and the limit of detection is not told";
    other_column: "整列数值不像该项目，可能是别的项目", "the column seems to hold something else";
    unreadable_time: "监测时间无法识别，按现行标准评价", "the time cannot be read; graded by the rules now in force";
    unknown_body: "水体类型无法识别，按河流评价", "the kind of water is not known; graded as a river";
    nothing_measured: "没有可评价的监测值", "nothing that decides a class was measured";
    twice: "同一项目已有前面一列，本列未读", "an earlier column holds the same item; this one is not read";
}

sentences! {
    no_item(found): "没有决定类别的项目。表头应有 pH（无量纲）、溶解氧（mg/L）、高锰酸盐指数（mg/L）、氨氮（mg/L）、总磷（mg/L）等；读到：{found}", "no column of an item that decides a class. Wanted are heads such as pH(无量纲), 溶解氧(mg/L), 高锰酸盐指数(mg/L), 氨氮(mg/L), 总磷(mg/L); found: {found}";
    set_aside(column, why): "“{column}”{why}，未采用", "{column}: {why}; set aside";
    implausible(low, high): "不在 {low}～{high} 之间", "not between {low} and {high}";
    other_unit(factor): "约为同列其他数值的 {factor} 倍，可能单位不同", "about {factor} times the others of its column: another unit, perhaps";
    other_column_is(other): "整列数值不像该项目，可能与“{other}”列放错了位置", "the column seems to hold something else; perhaps it was exchanged with {other}";
    on_limit(item, limit): "{item}恰在限值（{limit}）上：如原始数据位数更多，类别可能差一级", "{item} lies exactly on the limit ({limit}): with more digits the class may be one worse";
    coarse(item): "{item}未检出，但检出限的一半已超过Ⅰ类限值：方法不够灵敏", "{item} was not found, yet half of its limit of detection is worse than class I: the method is too coarse";
    assumed_detection(item): "{item}未检出且未写检出限，按其最严限值的一半计", "{item} was not found and the limit of detection is not told; half of its strictest limit is assumed";
    within(low, high): "{low}～{high}", "{low} to {high}";
    future(day): "监测日期 {day} 还没有到，未评价", "{day} lies ahead; not graded";
    before_standard(day): "监测日期 {day} 早于 GB 3838-2002 实施，未评价", "{day} is before GB 3838-2002 took effect; not graded";
    unfit_unit(unit, item): "单位 {unit} 不适用于{item}，本列未读", "{unit} does not measure {item}; the column is not read";
    unknown_bracket(bracket, item): "括号中的“{bracket}”不是{item}的单位，本列未读", "\"{bracket}\" is no unit of {item}; the column is not read";
    surplus(cells, heads): "本行有 {cells} 格，表头只有 {heads} 格，可能错位，未评价", "{cells} cells under {heads} heads: the row may be shifted; not graded";
}
