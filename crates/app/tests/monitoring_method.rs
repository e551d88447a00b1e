//! The page on how measurements are assessed: every rule, every document, every limit is on it.
#![cfg(feature = "ssr")]

use yaodian_app::public::{self, Reader};
use yaodian_monitoring::{
    air::{self, Amount, Indicator, Pollutant, SubIndex},
    source::{Document, Source, Standing},
    water::{self, Body, Group, Item, WaterClass},
};
use yaodian_words::{
    Lang, figures, label,
    monitoring::{air_rules, method as words, names, sources, water as remarks, water_rules},
};

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

fn reader(lang: Lang) -> Reader {
    Reader {
        lang,
        path: "/method/monitoring".to_owned(),
        origin: "".into(),
        today: yaodian_domain::Date::constant(2023, 9, 25),
        as_of: None,
        query: String::new(),
        trial: None,
        demonstration: false,
        base: String::new(),
        other_plan: None,
        closed_on: None,
        networks: Vec::new(),
        previews: false,
    }
}

/// The words of a page, without its marks and with its escapes undone.
fn words_of(html: &str) -> String {
    let mut text = String::new();
    let mut pieces = html.split('<');
    text.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
    }
    let escapes = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ];
    escapes
        .iter()
        .fold(text, |text, (escape, sign)| text.replace(escape, sign))
}

/// The words of the row of a table that a rule heads.
fn row(html: &str, rule: &str) -> String {
    let rows = html.split("<tr>").map(|row| row.split("</tr>").next().unwrap_or(row));
    let mut rows = rows.map(words_of).filter(|words| words.starts_with(rule));
    rows.next().unwrap_or_else(|| panic!("no row: {rule}"))
}

fn stands_in(row: &str, lang: Lang, source: Source) {
    let known = sources::standing(lang, source.standing);
    let document = source.document.number();
    let document = document.unwrap_or(sources::document(lang, source.document));
    for words in [document, source.clause, known] {
        assert!(row.contains(words), "{words:?} is not in {row:?}");
    }
    // What is unverified says so, and nothing else does.
    let unverified = sources::standing(lang, Standing::Unverified);
    assert!(source.standing == Standing::Unverified || known != unverified);
}

#[test]
fn every_rule_on_water_says_where_it_stands() {
    for lang in BOTH {
        let page = public::monitoring_method(&reader(lang));
        for rule in water::Rule::ALL {
            let row = row(&page, water_rules::rule(lang, rule));
            stands_in(&row, lang, rule.source());
            let unverified = row.contains(sources::standing(lang, Standing::Unverified));
            assert_eq!(unverified, rule.source().standing == Standing::Unverified, "{row}");
        }
    }
}

#[test]
fn every_rule_on_air_says_where_it_stands_in_each_edition() {
    for lang in BOTH {
        let page = public::monitoring_method(&reader(lang));
        for rule in air::Rule::ALL {
            let row = row(&page, air_rules::rule(lang, rule));
            let [old, new] = [air::Rules::In2012, air::Rules::In2026].map(|rules| rule.source(rules));
            stands_in(&row, lang, old);
            stands_in(&row, lang, new);
            assert_eq!(row.contains(words::in_both(lang)), old == new, "{row}");
            let marks = row.matches(sources::standing(lang, Standing::Unverified)).count();
            let told = if old == new { vec![old] } else { vec![old, new] };
            let unverified = told.iter().filter(|source| source.standing == Standing::Unverified);
            assert_eq!(marks, unverified.count(), "{row}");
            assert_eq!(new, rule.source(air::Rules::From2031), "the page needs a third edition");
        }
    }
}

#[test]
fn every_document_and_every_standing_is_explained() {
    for lang in BOTH {
        let page = words_of(&public::monitoring_method(&reader(lang)));
        for document in Document::ALL {
            assert!(page.contains(sources::document(lang, document)), "{document:?}");
            assert!(
                document.number().is_none_or(|number| page.contains(number)),
                "{document:?}"
            );
        }
        for standing in Standing::ALL {
            assert!(page.contains(sources::standing(lang, standing)));
            assert!(page.contains(sources::standing_meaning(lang, standing)));
        }
    }
}

#[test]
fn every_limit_is_shown() {
    let page = public::monitoring_method(&reader(Lang::Zh));
    for item in Item::ALL {
        if !matches!(item.group(), Group::Deciding | Group::Apart) {
            continue;
        }
        for body in [Body::River, Body::Lake] {
            let Some(limits) = water::Rules::LATEST.limits(item, body) else {
                continue;
            };
            let name = names::item(Lang::Zh, item);
            let mut rows = page.split("<tr>").filter(|row| words_of(row).starts_with(name));
            let all = WaterClass::ALL.map(|class| limits.of(class)).into_iter().flatten();
            let all: Vec<_> = all.map(|limit| remarks::limit(Lang::Zh, limit)).collect();
            let found = rows.any(|row| all.iter().all(|limit| words_of(row).contains(limit.as_str())));
            assert!(found, "{item:?} {body:?}");
        }
    }
    for rules in [air::Rules::In2012, air::Rules::In2026] {
        for indicator in Indicator::ALL {
            let all = rules
                .breakpoints(indicator)
                .map(|(_, amount)| figures::number(amount.into()));
            let all: Vec<_> = all.collect();
            // Whatever has no row of its own has the table of another averaging time.
            let name = names::pollutant(Lang::Zh, indicator.pollutant());
            let rows = page.split("<tr>").map(|row| row.split("</tr>").next().unwrap_or(row));
            let rows = rows.filter(|row| words_of(row).starts_with(name));
            let cells = rows.map(|row| row.split("<td").skip(1).map(|cell| words_of(&format!("<td{cell}"))));
            let found = cells
                .map(Iterator::collect::<Vec<_>>)
                .any(|cells| cells.starts_with(&all));
            assert!(found, "{rules:?} {indicator:?}");
        }
    }
    let year = page.split("id=\"air-year\"").nth(1).unwrap_or_default();
    for pollutant in Pollutant::ALL {
        let row = row(year, names::pollutant(Lang::Zh, pollutant));
        for rules in [air::Rules::In2012, air::Rules::In2026, air::Rules::From2031] {
            let limit = rules.limit(pollutant, rules.headline(pollutant));
            let limit = limit.map(|limit| figures::with_unit(limit.value.into(), names::air_unit(pollutant)));
            let words = limit.as_deref().unwrap_or(words::not_known(Lang::Zh));
            assert!(row.contains(words), "{words} is not in {row}");
        }
    }
    assert_eq!(
        words_of(&page).matches(words::not_known(Lang::Zh)).count(),
        2,
        "the final limits of two pollutants are not known"
    );
}

#[test]
fn the_examples_are_worked_through() {
    let page = words_of(&public::monitoring_method(&reader(Lang::Zh)));
    for words in [
        "断面为Ⅳ类，轻度污染。最差的一项是高锰酸盐指数：6.68 mg/L 不满足上一类的限值（≤ 6）。",
        "主要污染指标：高锰酸盐指数（0.1）。超标倍数 = (6.68 − 6) ÷ 6，修约为 0.1。",
        "50 + (100 − 50) × (58 − 35) ÷ (75 − 35) = 78.75",
        "0 + (50 − 0) × (2.2 − 0) ÷ (5 − 0) = 22",
        "2012 版：AQI 79，良，首要污染物为细颗粒物（PM2.5）。",
        "2026 版：AQI 96，良，首要污染物为细颗粒物（PM2.5）。",
        "50 + (100 − 50) × (2.2 − 2) ÷ (4 − 2) = 55",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

/// The page says what a binary floating-point number would make of an index; it would.
#[test]
fn floating_point_would_round_up_again() {
    let value = 2.2_f64;
    let floating = (100.0 - 50.0) / (4.0 - 2.0) * (value - 2.0) + 50.0;
    assert!(floating > 55.0 && floating < 56.0, "{floating} is rounded up to 56");
    let exact = SubIndex::of(Indicator::CoDay, Amount::from_thousandths(2200), air::Rules::In2012);
    assert_eq!(exact.map(|sub| sub.index), Some(55));
}

/// The days that the page names are those by which the editions part.
#[test]
fn the_editions_part_where_the_page_says() {
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(air::Rules::on(day("2026-02-28")), Some(air::Rules::In2012));
    assert_eq!(air::Rules::on(day("2026-03-01")), Some(air::Rules::In2026));
    assert_eq!(air::Rules::on(day("2030-12-31")), Some(air::Rules::In2026));
    assert_eq!(air::Rules::on(day("2031-01-01")), Some(air::Rules::From2031));
    assert_eq!(water::Rules::on(day("2002-06-01")), Some(water::Rules::LATEST));
    assert_eq!(water::Rules::on(day("2002-05-31")), None);
}

#[test]
fn the_method_page_leads_here_and_back() {
    for lang in BOTH {
        let of_day = Reader {
            as_of: Some("2024-04-01".parse().unwrap()),
            ..reader(lang)
        };
        let method = public::method(&of_day);
        assert!(method.contains("href=\"/method/monitoring?as_of=2024-04-01\""));
        assert!(method.contains("href=\"#monitoring\""));
        let page = public::monitoring_method(&of_day);
        assert!(page.contains("href=\"/method?as_of=2024-04-01\""));
        assert!(page.contains(label::method(lang)) && !page.contains("<script"));
    }
}
