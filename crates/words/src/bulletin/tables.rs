//! Tables and charts that are set from the facts.

use yaodian_domain::{
    bulletin::{
        Facts, Figures, Judged,
        page::{Bars, Block, Piece, Table},
    },
    check::Status,
    standing::Tally,
};

use super::{
    figures::{leads, length, share, why},
    group, naming,
};
use crate::{Lang, figures, label, labels, names, sentences};

labels! {
    headline_title: "主要指标完成情况", "Headline targets";
    indicator: "指标", "Target";
    goal_word: "目标", "Goal";
    number_word: "序号", "No.";
    reason_word: "原因", "Why";
    chapter_word: "章", "Chapter";
    all_word: "共", "All";
    place_word: "名次", "Place";
    judged_word: "已评判", "Judged";
    good_word: "达标和正常", "Met or on track";
    share_word: "占比", "Share";
    red_word: "红色", "Red";
    yellow_word: "黄色", "Yellow";
    missing_word: "未报", "Missing";
    late_word: "迟报", "Late";
    nothing_behind: "没有红色和黄色事项。", "Nothing is red or yellow.";
    chapters_title: "各章目标状态", "Targets by chapter";
    chapters_chart: "各章目标状态（达标和正常 / 全部）", "Targets by chapter (met or on track, of all)";
}

sentences! {
    behind_title(n): "红色、黄色事项{n}个", "Red and yellow: {n}";
    units_title(group): "{group}进展情况", "How {group} stand";
    good_of(good, all): "{good} / {all}", "{good} of {all}";
}

fn cell(words: impl Into<String>) -> Vec<Piece> {
    vec![Piece::plain(words)]
}

fn of(judged: &Judged, words: impl Into<String>) -> Vec<Piece> {
    vec![Piece::of(&judged.target.id, words)]
}

fn column(head: &str, share: u16, figures: bool) -> (String, u16, bool) {
    (head.to_owned(), share, figures)
}

fn status(lang: Lang, judged: &Judged) -> String {
    let status = judged.assessment.status;
    format!("{} {}", status.shape(), names::status(lang, status))
}

pub(super) fn headline(lang: Lang, facts: &Facts) -> Vec<Block> {
    let rows = facts.headline.iter().map(|judged| {
        let (target, assessment) = (&judged.target, &judged.assessment);
        let basis = assessment.basis.as_ref();
        let value = figures::value(lang, target, assessment);
        let value = value.unwrap_or_else(|| label::no_value(lang).to_owned());
        vec![
            of(judged, lang.of(&target.name)),
            cell(figures::goal(lang, target)),
            of(judged, value),
            cell(basis.map_or_else(String::new, |basis| figures::span(lang, basis.span))),
            cell(status(lang, judged)),
        ]
    });
    let table = Table {
        caption: headline_title(lang).to_owned(),
        columns: vec![
            column(indicator(lang), 8, false),
            column(goal_word(lang), 5, true),
            column(label::value_word(lang), 4, true),
            column(label::describes_word(lang), 5, false),
            column(label::status_word(lang), 4, false),
        ],
        rows: rows.collect(),
    };
    vec![Block::Table(Figures::Headline, table)]
}

pub(super) fn behind(lang: Lang, facts: &Facts) -> Vec<Block> {
    if facts.behind.is_empty() {
        let nothing = vec![Piece::plain(nothing_behind(lang))];
        return vec![Block::Sentence(Figures::Behind, nothing)];
    }
    let rows = facts.behind.iter().enumerate().map(|(at, judged)| {
        vec![
            cell((at + 1).to_string()),
            cell(status(lang, judged)),
            of(judged, lang.of(&judged.target.name)),
            cell(leads(lang, facts, judged).unwrap_or_else(|| label::no_value(lang).to_owned())),
            cell(why(lang, facts, judged)),
        ]
    });
    let table = Table {
        caption: behind_title(lang, &facts.behind.len()),
        columns: vec![
            column(number_word(lang), 2, true),
            column(label::status_word(lang), 3, false),
            column(indicator(lang), 5, false),
            column(label::lead_units(lang), 4, false),
            column(reason_word(lang), 12, false),
        ],
        rows: rows.collect(),
    };
    vec![Block::Table(Figures::Behind, table)]
}

fn good(tally: &Tally) -> usize {
    tally.at(Status::Met) + tally.at(Status::OnTrack)
}

pub(super) fn chapters(lang: Lang, facts: &Facts) -> Vec<Block> {
    let bars = facts.chapters.iter().map(|chapter| {
        let segments = Status::ALL.into_iter().rev();
        let segments = segments.map(|status| (status, length(chapter.tally.at(status))));
        let segments = segments.filter(|(_, n)| *n > 0).collect();
        let words = good_of(lang, &good(&chapter.tally), &chapter.tally.total());
        (lang.of(&chapter.name).to_owned(), segments, words)
    });
    let rows = facts.chapters.iter().map(|chapter| {
        let mut row = vec![
            cell(format!("{}{}", chapter.number, lang.of(&chapter.name))),
            cell(chapter.tally.total().to_string()),
        ];
        row.extend(
            Status::ALL
                .into_iter()
                .rev()
                .map(|status| cell(chapter.tally.at(status).to_string())),
        );
        row
    });
    let mut columns = vec![column(chapter_word(lang), 9, false), column(all_word(lang), 2, true)];
    columns.extend(
        Status::ALL
            .into_iter()
            .rev()
            .map(|status| column(names::status(lang, status), 3, true)),
    );
    vec![
        Block::Bars(
            Figures::Chapters,
            Bars {
                caption: chapters_chart(lang).to_owned(),
                bars: bars.collect(),
                key: true,
            },
        ),
        Block::Table(
            Figures::Chapters,
            Table {
                caption: chapters_title(lang).to_owned(),
                columns,
                rows: rows.collect(),
            },
        ),
    ]
}

pub(super) fn units(lang: Lang, facts: &Facts) -> Vec<Block> {
    let none = || label::no_value(lang).to_owned();
    facts
        .rankings
        .iter()
        .filter(|ranking| !ranking.places.is_empty())
        .map(|ranking| {
            let rows = ranking.places.iter().map(|place| {
                let own = facts.reports.as_ref();
                let own = own.and_then(|reports| reports.units.iter().find(|own| own.unit == place.unit));
                let red = place.tally.at(Status::OffTrack) + place.tally.at(Status::Overdue);
                vec![
                    cell(place.rank.map_or_else(none, |rank| rank.to_string())),
                    vec![Piece::of_unit(&place.unit, naming::unit_name(lang, facts, &place.unit))],
                    cell(good_of(lang, &place.judged(), &place.tally.total())),
                    cell(place.good().to_string()),
                    cell(share(place.good(), place.judged()).unwrap_or_else(none)),
                    cell(red.to_string()),
                    cell(place.tally.at(Status::AtRisk).to_string()),
                    cell(own.map_or_else(none, |own| own.missing().to_string())),
                    cell(own.map_or_else(none, |own| own.late.to_string())),
                ]
            });
            let table = Table {
                caption: units_title(lang, &group(lang, ranking.group)),
                columns: vec![
                    column(place_word(lang), 2, true),
                    column(label::unit_word(lang), 5, false),
                    column(judged_word(lang), 3, true),
                    column(good_word(lang), 3, true),
                    column(share_word(lang), 3, true),
                    column(red_word(lang), 2, true),
                    column(yellow_word(lang), 2, true),
                    column(missing_word(lang), 2, true),
                    column(late_word(lang), 2, true),
                ],
                rows: rows.collect(),
            };
            Block::Table(Figures::Units, table)
        })
        .collect()
}
