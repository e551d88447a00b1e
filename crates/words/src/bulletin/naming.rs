//! Who is named, and how units have reported.

use yaodian_domain::{
    bulletin::{
        Facts, Figures, Place, UnitReports,
        page::{Block, Piece},
    },
    id::UnitId,
};

use super::{
    figures::{comma, share, stop},
    group,
};
use crate::{Lang, labels, sentences};

labels! {
    not_due: "报送期限未到，不通报填报情况。", "No report was due yet.";
    all_in_time: "各单位均按时报送。", "Every unit has reported in time.";
    semicolon: "；", "; ";
    listed_first: "未报、迟报较多的单位：", "Most missing or late: ";
}

sentences! {
    rule(least, most): "点名规则：按各单位已评判目标中达标和正常所占比例排序，已评判不足{least}个的不排名，比例相同的一并点名，每端至多点名{most}个。", "The rule: units are ordered by the share of their judged parts that are met or on track; with fewer than {least} judged they are not ranked; those that stand alike are named together, at most {most} at either end.";
    leaders_of(group): "{group}中先进的有：", "Leading among {group}: ";
    laggards_of(group): "{group}中滞后的有：", "Behind among {group}: ";
    nobody_of(group, ranked): "{group}有排名的{ranked}个，没有可点名的。", "Of the {group}, {ranked} are ranked and none is named. ";
    standing(good, judged, share): "（{good}/{judged}，占{share}）", " ({good} of {judged}, {share})";
    reports_sum(owed, in_time, late, missing): "应报{owed}份，按时{in_time}份，迟报{late}份，未报{missing}份。", "Of {owed} reports owed {in_time} came in time and {late} late; {missing} are missing. ";
    unit_reports(missing, late): "（未报{missing}份、迟报{late}份）", " ({missing} missing, {late} late)";
    and_units(n): "等{n}个单位", " and others, {n} units in all";
}

/// How many units are listed in the text; all of them stand in the attachment.
const IN_TEXT: usize = 8;

pub(super) fn named(lang: Lang, facts: &Facts) -> Vec<Block> {
    let naming = facts.naming;
    let sentence = |pieces| Block::Sentence(Figures::Named, pieces);
    let mut blocks = vec![sentence(vec![Piece::plain(rule(
        lang,
        &naming.least_judged,
        &naming.most_named,
    ))])];
    for ranking in &facts.rankings {
        let of = group(lang, ranking.group);
        let mut pieces = Vec::new();
        for (ids, words) in [
            (
                &ranking.leaders,
                leaders_of as fn(Lang, &dyn std::fmt::Display) -> String,
            ),
            (&ranking.laggards, laggards_of),
        ] {
            if ids.is_empty() {
                continue;
            }
            if !pieces.is_empty() {
                pieces.push(Piece::plain(semicolon(lang)));
            }
            pieces.push(Piece::plain(words(lang, &of)));
            list(lang, &mut pieces, ids, |id| {
                let place = ranking.places.iter().find(|place| &place.unit == id);
                (unit_name(lang, facts, id), place.map(|place| stands(lang, place)))
            });
        }
        if pieces.is_empty() {
            let ranked = ranking.places.iter().filter(|place| place.rank.is_some()).count();
            pieces.push(Piece::plain(nobody_of(lang, &of, &ranked)));
        } else {
            pieces.push(Piece::plain(stop(lang)));
        }
        blocks.push(sentence(pieces));
    }
    blocks
}

fn list(lang: Lang, pieces: &mut Vec<Piece>, ids: &[UnitId], words: impl Fn(&UnitId) -> (String, Option<String>)) {
    for (at, id) in ids.iter().enumerate() {
        if at > 0 {
            pieces.push(Piece::plain(comma(lang)));
        }
        let (name, more) = words(id);
        pieces.push(Piece::of_unit(id, name));
        pieces.extend(more.map(Piece::plain));
    }
}

/// A place's figures: (5/6,83.3%).
fn stands(lang: Lang, place: &Place) -> String {
    let share = share(place.good(), place.judged()).unwrap_or_default();
    standing(lang, &place.good(), &place.judged(), &share)
}

/// A unit's name as it was.
pub(super) fn unit_name(lang: Lang, facts: &Facts, id: &UnitId) -> String {
    let unit = facts.units.get(id);
    unit.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
}

pub(super) fn reports(lang: Lang, facts: &Facts) -> Vec<Block> {
    let sentence = |pieces| vec![Block::Sentence(Figures::Reports, pieces)];
    let Some(reports) = &facts.reports else {
        return sentence(vec![Piece::plain(not_due(lang))]);
    };
    let total = |of: fn(&UnitReports) -> usize| reports.total(of);
    let sum = reports_sum(
        lang,
        &total(|own| own.owed),
        &total(|own| own.in_time),
        &total(|own| own.late),
        &total(UnitReports::missing),
    );
    let mut pieces = vec![Piece::plain(sum)];
    let mut wanting: Vec<&UnitReports> = reports
        .units
        .iter()
        .filter(|own| own.missing() + own.late > 0)
        .collect();
    // Stable: those alike stay in the order of the register.
    wanting.sort_by_key(|own| std::cmp::Reverse((own.missing(), own.late)));
    if wanting.is_empty() {
        pieces.push(Piece::plain(all_in_time(lang)));
        return sentence(pieces);
    }
    pieces.push(Piece::plain(listed_first(lang)));
    let ids: Vec<UnitId> = wanting.iter().take(IN_TEXT).map(|own| own.unit.clone()).collect();
    list(lang, &mut pieces, &ids, |id| {
        let own = wanting.iter().find(|own| &own.unit == id);
        let more = own.map(|own| unit_reports(lang, &own.missing(), &own.late));
        (unit_name(lang, facts, id), more)
    });
    if wanting.len() > IN_TEXT {
        pieces.push(Piece::plain(and_units(lang, &wanting.len())));
    }
    pieces.push(Piece::plain(stop(lang)));
    sentence(pieces)
}
