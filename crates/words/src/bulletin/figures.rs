//! Sentences that are set from the facts.

use yaodian_domain::{
    Decimal,
    bulletin::{
        Facts, Figures, Judged, Moved, Turn,
        page::{Bars, Block, Piece},
    },
    check::Status,
    number::percent,
};

use super::{date, edition};
use crate::{Lang, labels, names, reasons, sentences};

labels! {
    overall_title: "目标状态", "How all targets stand";
    first_one: "本期为首期通报，没有上期可比。", "This is the first bulletin; there is none to compare with.";
    nothing_moved: "各目标状态没有变化。", "No target has come to stand elsewhere.";
    no_red: "没有红色事项。", "Nothing is red.";
    no_yellow: "没有黄色事项。", "Nothing is yellow.";
    comma: "、", ", ";
    stop: "。", ".";
    headline_home: "主要目标", "headline";
}

sentences! {
    overall_sentence(day, elapsed, total, met, on_track): "截至{day}，年度时间过去{elapsed}%。{total}个目标中，达标{met}个、正常{on_track}个，", "As of {day}, {elapsed}% of the year is over. Of {total} targets {met} are met and {on_track} on track; ";
    overall_behind(at_risk, off_track, overdue, no_data, awaiting): "预警{at_risk}个（黄色），滞后{off_track}个、逾期未达{overdue}个（红色）；另有无数据{no_data}个、待定目标{awaiting}个，不作评判。", "{at_risk} are at risk (yellow), {off_track} off track and {overdue} overdue (red); {no_data} without data and {awaiting} awaiting their number are not judged.";
    amount(n, share): "{n} 个（{share}）", "{n} ({share})";
    amount_plain(n): "{n} 个", "{n}";
    since(edition, day): "与上期（{edition}，截至{day}）相比，", "Compared with the bulletin before ({edition}, as of {day}), ";
    then_now(met, yellow, red): "达标{met}，黄色{yellow}，红色{red}。", "met {met}, yellow {yellow}, red {red}. ";
    went(then, now): "由{then}个变为{now}个", "went from {then} to {now}";
    stayed(now): "仍为{now}个", "stayed at {now}";
    better(n): "转好{n}个：", "Better ({n}): ";
    worse(n): "转差{n}个：", "Worse ({n}): ";
    neither(n): "另有{n}个目标新有数据或不再有可评判的数据。", "Another {n} began or ceased to have figures that can be judged.";
    moved(from, to): "（{from}→{to}）", " ({from} → {to})";
    red_count(n): "红色事项{n}个。", "{n} are red.";
    red_first(n, shown): "红色事项{n}个，以下列出前{shown}个，其余见附件。", "{n} are red; the first {shown} stand here, the others in the attachment.";
    yellow_count(n): "黄色事项{n}个：", "{n} are yellow: ";
    and_more(n): "等{n}个，详见附件", " and others, {n} in all; see the attachment";
    item(n): "第{n}项", "item {n}";
    led_by(units): "牵头：{units}", "lead: {units}";
    remark(place, leads): "（{place}；{leads}）", " ({place}; {leads})";
    place_only(place): "（{place}）", " ({place})";
}

/// How many entries stand in the text itself; all of them stand in the attachment.
const IN_TEXT: usize = 10;

pub(super) fn overall(lang: Lang, facts: &Facts) -> Vec<Block> {
    let at = |status| facts.tally.at(status);
    let first = overall_sentence(
        lang,
        &date(lang, facts.as_of),
        &facts.elapsed,
        &facts.tally.total(),
        &at(Status::Met),
        &at(Status::OnTrack),
    );
    let second = overall_behind(
        lang,
        &at(Status::AtRisk),
        &at(Status::OffTrack),
        &at(Status::Overdue),
        &at(Status::NoData),
        &at(Status::AwaitingTarget),
    );
    let bars = Status::ALL.into_iter().rev().map(|status| {
        let label = format!("{} {}", status.shape(), names::status(lang, status));
        let number = at(status);
        let words = share(number, facts.tally.total())
            .map_or_else(|| amount_plain(lang, &number), |share| amount(lang, &number, &share));
        (label, vec![(status, length(number))], words)
    });
    vec![
        Block::Sentence(Figures::Overall, vec![Piece::plain(first + &second)]),
        Block::Bars(
            Figures::Overall,
            Bars {
                caption: overall_title(lang).to_owned(),
                bars: bars.collect(),
                key: false,
            },
        ),
    ]
}

/// A share in percent with one decimal.
pub(super) fn share(part: usize, whole: usize) -> Option<String> {
    percent(Decimal::from(part), Decimal::from(whole), 1).map(|share| format!("{share}%"))
}

pub(super) fn length(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(super) fn change(lang: Lang, facts: &Facts) -> Vec<Block> {
    let Some(change) = &facts.change else {
        return vec![Block::Sentence(Figures::Change, vec![Piece::plain(first_one(lang))])];
    };
    let red = |tally: &yaodian_domain::standing::Tally| tally.at(Status::OffTrack) + tally.at(Status::Overdue);
    let (then, now) = (&change.tally, &facts.tally);
    let mut pieces = vec![Piece::plain(
        since(lang, &edition(lang, change.edition), &date(lang, change.as_of))
            + &then_now(
                lang,
                &turned(lang, then.at(Status::Met), now.at(Status::Met)),
                &turned(lang, then.at(Status::AtRisk), now.at(Status::AtRisk)),
                &turned(lang, red(then), red(now)),
            ),
    )];
    if change.moved.is_empty() {
        pieces.push(Piece::plain(nothing_moved(lang)));
    }
    for (turn, words) in [
        (Turn::Better, better as fn(Lang, &dyn std::fmt::Display) -> String),
        (Turn::Worse, worse),
    ] {
        let moved: Vec<&Moved> = change.moved.iter().filter(|moved| moved.turn() == turn).collect();
        if moved.is_empty() {
            continue;
        }
        pieces.push(Piece::plain(words(lang, &moved.len())));
        for (at, one) in moved.iter().enumerate() {
            if at > 0 {
                pieces.push(Piece::plain(comma(lang)));
            }
            pieces.push(Piece::of(&one.target, lang.of(&one.name)));
            let (from, to) = (names::status(lang, one.from), names::status(lang, one.to));
            pieces.push(Piece::plain(self::moved(lang, &from, &to)));
        }
        pieces.push(Piece::plain(end(lang)));
    }
    let others = change
        .moved
        .iter()
        .filter(|moved| moved.turn() == Turn::Neither)
        .count();
    if others > 0 {
        pieces.push(Piece::plain(neither(lang, &others)));
    }
    vec![Block::Sentence(Figures::Change, pieces)]
}

/// 由…变为…, 仍为…: how a number went.
fn turned(lang: Lang, then: usize, now: usize) -> String {
    if then == now {
        stayed(lang, &now)
    } else {
        went(lang, &then, &now)
    }
}

/// What ends a sentence, with the space behind it.
fn end(lang: Lang) -> String {
    lang.pick("。", ". ").to_owned()
}

pub(super) fn red(lang: Lang, facts: &Facts) -> Vec<Block> {
    let all: Vec<&Judged> = facts.red().collect();
    let count = match all.len() {
        0 => no_red(lang).to_owned(),
        n if n > IN_TEXT => red_first(lang, &n, &IN_TEXT),
        n => red_count(lang, &n),
    };
    let mut blocks = vec![Block::Sentence(Figures::Red, vec![Piece::plain(count)])];
    let items: Vec<_> = all
        .into_iter()
        .take(IN_TEXT)
        .map(|judged| {
            let name = Piece::of(&judged.target.id, lang.of(&judged.target.name));
            let head = vec![name, Piece::plain(about(lang, facts, judged))];
            (head, vec![Piece::plain(why(lang, facts, judged))])
        })
        .collect();
    if !items.is_empty() {
        blocks.push(Block::Items(Figures::Red, items));
    }
    blocks
}

pub(super) fn yellow(lang: Lang, facts: &Facts) -> Vec<Block> {
    let all: Vec<&Judged> = facts.yellow().collect();
    if all.is_empty() {
        return vec![Block::Sentence(Figures::Yellow, vec![Piece::plain(no_yellow(lang))])];
    }
    let mut pieces = vec![Piece::plain(yellow_count(lang, &all.len()))];
    for (at, judged) in all.iter().take(IN_TEXT).enumerate() {
        if at > 0 {
            pieces.push(Piece::plain(comma(lang)));
        }
        pieces.push(Piece::of(&judged.target.id, lang.of(&judged.target.name)));
    }
    if all.len() > IN_TEXT {
        pieces.push(Piece::plain(and_more(lang, &all.len())));
    }
    pieces.push(Piece::plain(end(lang)));
    vec![Block::Sentence(Figures::Yellow, pieces)]
}

/// Where a target stands in the plan, and who leads it.
fn about(lang: Lang, facts: &Facts, judged: &Judged) -> String {
    let place = match judged.item {
        Some(n) => item(lang, &n),
        None if judged.target.is_carried() => crate::closing::carried(lang).to_owned(),
        None => headline_home(lang).to_owned(),
    };
    match leads(lang, facts, judged) {
        Some(units) => remark(lang, &place, &led_by(lang, &units)),
        None => place_only(lang, &place),
    }
}

/// Who leads a target; `None` where the plan names nobody.
pub(super) fn leads(lang: Lang, facts: &Facts, judged: &Judged) -> Option<String> {
    let units = judged.leads.iter().filter_map(|id| facts.units.get(id));
    let names: Vec<&str> = units.map(|unit| lang.unit(unit)).collect();
    (!names.is_empty()).then(|| names.join(comma(lang)))
}

/// Why a target stands as it does: the check's own reasons.
pub(super) fn why(lang: Lang, facts: &Facts, judged: &Judged) -> String {
    let reasons = judged.assessment.reasons.iter();
    let sentences: Vec<String> = reasons
        .map(|reason| reasons::reason(lang, &judged.target, Some(&facts.units), reason))
        .collect();
    sentences.join(lang.pick("", " "))
}
