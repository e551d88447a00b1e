//! 考核: scores and their arithmetic, in the desk.

use yaodian_domain::{
    check::Status,
    score::{Rules, Why},
};

use crate::{Lang, figures, labels, names, sentences, supervision};

labels! {
    title: "考核", "Scores";
    intro: "得分 = 各项按评判所得的加权平均 − 督办和迟报扣分 + 申诉恢复；在 0 到 100 之间。同分并列，其后名次顺延。", "A score is the weighted mean of what the parts earn by their status, less slips and late reports, plus what appeals gave back; between 0 and 100. Equal scores share a place.";
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
    met_late: "逾期后达标", "met after its date";
    not_counted: "目标值待定的不计。", "What awaits its number does not count.";
}

sentences! {
    as_of(day): "按 {day} 所知计算", "By what was known on {day}";
    late_report(due, sent): "迟报：应于 {due} 前，{sent} 报送", "a late report: due {due}, sent {sent}";
    earns(status, percent): "{status} {percent}%", "{status} {percent} %";
    weights(headline, late): "主要目标权重 {headline}，其余为 1；每次迟报扣 {late} 分；督办扣分见督办阶梯。", "A headline target weighs {headline}, any other 1; each late report costs {late}; slips cost what the ladder says.";
}

/// What each status earns.
pub fn rule(lang: Lang, rules: &Rules) -> String {
    let status = |status| names::status(lang, status);
    let earned = [
        (status(Status::Met), rules.met),
        (met_late(lang), rules.met_late),
        (status(Status::OnTrack), rules.on_track),
        (status(Status::AtRisk), rules.at_risk),
        (status(Status::OffTrack), rules.off_track),
        (status(Status::Overdue), rules.overdue),
        (status(Status::NoData), rules.no_data),
    ];
    let earned: Vec<String> = earned
        .iter()
        .map(|(name, percent)| earns(lang, name, percent))
        .collect();
    let (comma, stop) = lang.pick(("、", ";"), (", ", ". "));
    format!("{}{stop}{}", earned.join(comma), not_counted(lang))
}

/// Why points were taken off or given back.
pub fn why(lang: Lang, why: &Why) -> String {
    match why {
        Why::Slip { measure, .. } => supervision::measure(lang, *measure).to_owned(),
        Why::LateReport { due, sent } => late_report(lang, &figures::day(*due), &figures::day(*sent)),
        Why::Appeal { .. } => appeal_granted(lang).to_owned(),
    }
}
