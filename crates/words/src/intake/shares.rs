//! 目标分解: what is told while a target is divided.

use yaodian_contract::shares::SharesTrouble;
use yaodian_domain::unit::Register;
use yaodian_intake::shares::{Sum, Trouble};

use crate::{Lang, figures::number, problems, sentences};

sentences! {
    holds(total): "合计 {total}，与总数相符", "{total} in all: exactly the whole";
    short(total, short): "合计 {total}，还差 {short}", "{total} in all: {short} short";
    over(total, over): "合计 {total}，多出 {over}", "{total} in all: {over} too much";
    stranger(unit): "“{unit}”不填报这个目标，不能分到它头上。", "\"{unit}\" does not report this target and can have no share of it.";
    twice_given(unit): "“{unit}”写了两次，请留一个。", "\"{unit}\" has two shares; leave one.";
    bad_figure(unit, figure): "“{unit}”的 {figure} 不能作分解数：数量是不小于零的整数，比例在 0 到 100 之间。", "{figure} cannot be the share of \"{unit}\": counts are whole and not below zero, percentages lie between 0 and 100.";
    reason_missing(sum): "{sum}。分解数与总数不符，请写明理由。", "{sum}. The shares are not the whole; say why.";
    moved_on(version): "工作要点已有第 {version} 版，请重新载入后再分解。", "The plan has version {version} by now; load it again before you divide the target.";
    bad_cell(cell, why): "“{cell}”不是数：{why}", "\"{cell}\" is no figure: {why}";
    negative(figure): "{figure} 小于零，请改正。", "{figure} is below zero; mend it.";
    twice(first): "与第 {first} 行是同一个单位，请去掉一行。", "The unit has a share in row {first} already; leave one of the two.";
    total(figure): "合计行（{figure}），不作单位", "the sheet's own sum ({figure}), no unit's";
}

/// What shares come to.
pub fn sum(lang: Lang, sum: &Sum) -> String {
    let total = number(sum.total);
    if sum.holds() {
        holds(lang, &total)
    } else if sum.over.is_zero() {
        short(lang, &total, &number(sum.short))
    } else {
        over(lang, &total, &number(sum.over))
    }
}

/// Why a row of a pasted sheet is not understood.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    match trouble {
        Trouble::UnknownUnit => lang
            .pick("单位表里没有这个单位。", "The register knows no such unit.")
            .to_owned(),
        Trouble::NoFigure => lang
            .pick("没有数；空白不等于零。", "There is no figure; a blank is not zero.")
            .to_owned(),
        Trouble::BadFigure { cell, why } => bad_cell(lang, cell, &problems::number_error(lang, why)),
        Trouble::Negative { figure } => negative(lang, &number(*figure)),
        Trouble::Twice { first } => twice(lang, first),
        Trouble::Total { figure } => total(lang, &figure.map(number).unwrap_or_default()),
    }
}

/// Why a target cannot be divided like this; `register` gives the units' names.
pub fn problem(lang: Lang, why: &SharesTrouble, register: Option<&Register>) -> String {
    let name = |id| {
        let unit = register.and_then(|all| all.get(id));
        unit.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
    };
    match why {
        SharesTrouble::NotShared => lang
            .pick(
                "这个目标只由一个单位填报，或没有可分解的数。",
                "One unit alone reports this target, or there is nothing to be divided.",
            )
            .to_owned(),
        SharesTrouble::Stranger { unit } => stranger(lang, &name(unit)),
        SharesTrouble::Twice { unit } => twice_given(lang, &name(unit)),
        SharesTrouble::BadFigure { unit, figure } => bad_figure(lang, &name(unit), &number(*figure)),
        SharesTrouble::ReasonMissing { sum: come_to } => reason_missing(lang, &sum(lang, come_to)),
        SharesTrouble::MovedOn { version } => moved_on(lang, version),
    }
}
