//! 考核: scores and their arithmetic, in the desk.

use yaodian_domain::score::Why;

use crate::{Lang, figures, labels, sentences, supervision};

labels! {
    title: "考核", "Scores";
    intro: "得分 = 各项按评判所得的加权平均 − 督办和迟报扣分 + 申诉恢复;在 0 到 100 之间。同分并列,其后名次顺延。", "A score is the weighted mean of what the parts earn by their status, less slips and late reports, plus what appeals gave back; between 0 and 100. Equal scores share a place.";
    rank: "名次", "Place";
    points: "得分", "Score";
    base: "加权平均", "Weighted mean";
    adjusted: "加减分", "Adjusted";
    arithmetic: "计算过程", "The arithmetic";
    earned: "得", "Earns";
    weight: "权重", "Weight";
    bureaus: "市州局", "Bureaus";
    affiliates: "直属单位", "Affiliates";
    divisions: "处室", "Divisions";
    appeal: "申诉", "Appeal";
    appeal_granted: "申诉恢复", "given back on appeal";
    none: "目前没有可以计分的事项。", "Nothing can be scored yet.";
    rule_title: "计分办法", "What a status earns";
}

sentences! {
    as_of(day): "按 {day} 所知计算", "By what was known on {day}";
    late_report(due, sent): "迟报:应于 {due} 前,{sent} 报送", "a late report: due {due}, sent {sent}";
    rule(met, on_track, met_late, at_risk, off_track, overdue, no_data): "达标 {met}%、正常 {on_track}%、逾期后达标 {met_late}%、预警 {at_risk}%、滞后 {off_track}%、逾期 {overdue}%、无数据 {no_data}%;目标值待定的不计。", "met {met} %, on track {on_track} %, met after its date {met_late} %, at risk {at_risk} %, off track {off_track} %, overdue {overdue} %, no data {no_data} %; what awaits its number does not count.";
    weights(headline, late): "主要目标权重 {headline},其余为 1;每次迟报扣 {late} 分;督办扣分见督办阶梯。", "A headline target weighs {headline}, any other 1; each late report costs {late}; slips cost what the ladder says.";
}

/// Why points were taken off or given back.
pub fn why(lang: Lang, why: &Why) -> String {
    match why {
        Why::Slip { measure, .. } => supervision::measure(lang, *measure).to_owned(),
        Why::LateReport { due, sent } => late_report(lang, &figures::day(*due), &figures::day(*sent)),
        Why::Appeal { .. } => appeal_granted(lang).to_owned(),
    }
}
