//! Classes of single samples: why, what is named beside them, and what real stations show.

mod water_support;

use water_support::{dec, lake, river, values};
use yaodian_domain::Date;
use yaodian_monitoring::{
    source::{Document, Standing},
    water::{Body, Grade, Item, Limit, Note, Quality, Rule, Rules, Value, Values, WaterClass},
};

fn named(grade: &Grade) -> Vec<String> {
    grade.pollutants.iter().map(ToString::to_string).collect()
}

#[test]
fn a_grade_tells_item_value_limit_and_clause() {
    let grade = river(&[(Item::Permanganate, "6.01"), (Item::AmmoniaNitrogen, "0.4")]);
    assert_eq!(grade.class, Some(WaterClass::IV));
    assert_eq!(grade.quality(), Some(Quality::LightlyPolluted));
    let deciding: Vec<_> = grade.deciding().collect();
    assert_eq!(deciding.len(), 1);
    let one = deciding[0];
    assert_eq!((one.item, one.value.amount), (Item::Permanganate, dec("6.01")));
    assert_eq!(one.kept, Some(Limit::AtMost(dec("10"))));
    assert_eq!(one.failed, Some(Limit::AtMost(dec("6"))));
    let source = one.rule.source();
    assert_eq!((source.document, source.clause), (Document::Gb3838In2002, "表1"));
    assert_eq!(source.standing, Standing::Verified);
}

#[test]
fn the_limit_that_was_failed_is_that_of_the_class_above() {
    let grade = river(&[(Item::Copper, "1.2")]);
    assert_eq!(grade.items[0].class, WaterClass::InferiorV);
    assert_eq!(grade.items[0].failed, Some(Limit::AtMost(dec("1"))));
    let grade = river(&[(Item::Copper, "0.9")]);
    assert_eq!(grade.items[0].class, WaterClass::II);
    assert_eq!(grade.items[0].failed, Some(Limit::AtMost(dec("0.01"))));
}

#[test]
fn rules_go_by_the_day() {
    assert_eq!(Rules::on(Date::constant(2023, 5, 1)), Some(Rules::Gb3838In2002));
    assert_eq!(Rules::on(Date::constant(2002, 6, 1)), Some(Rules::Gb3838In2002));
    assert_eq!(Rules::on(Date::constant(2002, 5, 31)), None);
}

#[test]
fn nothing_measured_is_no_class() {
    let grade = Grade::of(&Values::new(), Body::River, Rules::LATEST);
    assert_eq!((grade.class, grade.quality()), (None, None));
    assert_eq!(river(&[(Item::TotalNitrogen, "9")]).class, None);
}

#[test]
fn total_nitrogen_and_coliforms_stand_apart() {
    let water = [
        (Item::Ph, "7.5"),
        (Item::TotalNitrogen, "1.2"),
        (Item::FaecalColiforms, "50000"),
    ];
    let apart = |grade: &Grade| -> Vec<_> { grade.apart.iter().map(|one| (one.item, one.class)).collect() };
    let grade = lake(&water);
    assert_eq!(grade.class, Some(WaterClass::I));
    assert_eq!(
        apart(&grade),
        [
            (Item::TotalNitrogen, WaterClass::IV),
            (Item::FaecalColiforms, WaterClass::InferiorV)
        ]
    );
    assert_eq!(
        apart(&river(&water)),
        [(Item::FaecalColiforms, WaterClass::InferiorV)],
        "rivers have no limit of nitrogen"
    );
    assert!(grade.pollutants.is_empty());
}

#[test]
fn main_pollutants_have_their_multiple() {
    assert_eq!(named(&river(&[(Item::Permanganate, "13.2")])), ["高锰酸盐指数(1.2)"]);
    // Half to even: 0.25 times over is printed as 0.2, 0.35 as 0.4.
    assert_eq!(named(&river(&[(Item::AmmoniaNitrogen, "1.25")])), ["氨氮(0.2)"]);
    assert_eq!(named(&river(&[(Item::AmmoniaNitrogen, "1.35")])), ["氨氮(0.4)"]);
    // What is over is never printed as nothing.
    assert_eq!(named(&river(&[(Item::AmmoniaNitrogen, "1.003")])), ["氨氮(0.003)"]);
    assert_eq!(
        named(&river(&[(Item::AmmoniaNitrogen, "1.00000001")])),
        ["氨氮(0.000001)"]
    );
}

#[test]
fn good_water_has_no_main_pollutants() {
    assert!(
        river(&[(Item::Permanganate, "6"), (Item::AmmoniaNitrogen, "1.0")])
            .pollutants
            .is_empty()
    );
}

#[test]
fn the_worst_class_comes_first_then_the_multiple() {
    let grade = river(&[
        (Item::Permanganate, "9"),          // Ⅳ, 0.5
        (Item::ChemicalOxygenDemand, "29"), // Ⅳ, 0.45
        (Item::AmmoniaNitrogen, "1.9"),     // Ⅴ, 0.9
        (Item::TotalPhosphorus, "0.29"),    // Ⅳ, 0.45
        (Item::DissolvedOxygen, "4"),       // Ⅳ, none
    ]);
    assert_eq!(grade.class, Some(WaterClass::V));
    assert_eq!(named(&grade), ["氨氮(0.9)", "高锰酸盐指数(0.5)", "化学需氧量(0.4)"]);
}

#[test]
fn cyanide_and_heavy_metals_come_first() {
    let grade = river(&[
        (Item::AmmoniaNitrogen, "9"),
        (Item::Permanganate, "50"),
        (Item::TotalPhosphorus, "3"),
        (Item::Mercury, "0.0002"),
        (Item::Cyanide, "0.3"),
    ]);
    assert_eq!(named(&grade), ["氰化物(0.5)", "汞(1.0)", "总磷(14.0)"]);
}

#[test]
fn acid_and_breathless_water_has_no_multiple() {
    let grade = river(&[(Item::Ph, "4.16"), (Item::DissolvedOxygen, "1.5")]);
    assert_eq!(named(&grade), ["pH值", "溶解氧"]);
    let rules: Vec<Rule> = grade.items.iter().map(|one| one.rule).collect();
    assert_eq!(rules, [Rule::PhOutside, Rule::BasicLimits]);
    assert_eq!(river(&[(Item::Ph, "7")]).items[0].rule, Rule::BasicLimits);
    assert!(grade.pollutants.iter().all(|one| one.times.is_none()));
}

/// 中国环境监测总站, real-time data of 2026-02-04, unreviewed: pH, dissolved oxygen, permanganate index,
/// ammonia nitrogen, total phosphorus, and the class that was published beside them.
#[test]
fn real_stations_come_out_as_published() {
    use Body::{Lake, River};
    let absent = "";
    for (section, body, figures, published) in [
        ("朱家河口", River, ["7.15", "9.49", "4.65", "0.513", "0.209"], "Ⅳ"),
        ("沐家泾", River, ["7.8", "12.22", "4.28", "0.281", "0.120"], "Ⅲ"),
        ("牛山湖湖心", Lake, ["7.86", "11.49", "2.08", "0.114", "0.012"], "Ⅱ"),
        ("西梁子湖湖北", Lake, ["4.16", "12.38", "2.38", "0.108", "0.007"], "劣Ⅴ"),
        ("富池闸", River, ["7.64", "9.13", "2.00", "0.132", "0.056"], "Ⅱ"),
        ("丹江口水库坝上中", Lake, ["7.9", "8.24", "2.07", "0.078", "0.026"], "Ⅲ"),
        ("潘口水库坝上", River, ["7.59", "7.54", "0.95", "0.010", "0.017"], "Ⅰ"),
        ("孙家湾", River, ["7.68", "12.3", "2.37", "0.998", "0.027"], "Ⅲ"),
        ("夹河口", River, ["8.27", "9.75", "0.58", absent, absent], "Ⅰ"),
    ] {
        let items = [
            Item::Ph,
            Item::DissolvedOxygen,
            Item::Permanganate,
            Item::AmmoniaNitrogen,
            Item::TotalPhosphorus,
        ];
        let told: Vec<_> = items
            .into_iter()
            .zip(figures)
            .filter(|(_, figure)| !figure.is_empty())
            .collect();
        let class = Grade::of(&values(&told), body, Rules::LATEST).class;
        assert_eq!(class, WaterClass::parse(published), "{section}");
    }
}

/// The same source: at 张湾 total phosphorus is displayed as 0.100, exactly on the limit of Ⅱ, and Ⅲ is
/// published. More digits were graded than are shown; the grade says that it cannot know.
#[test]
fn a_displayed_value_on_a_limit_is_pointed_out() {
    let grade = river(&[
        (Item::Ph, "8.51"),
        (Item::DissolvedOxygen, "13.55"),
        (Item::AmmoniaNitrogen, "0.202"),
        (Item::TotalPhosphorus, "0.100"),
    ]);
    assert_eq!(grade.class, Some(WaterClass::II));
    let limit = Limit::AtMost(dec("0.1"));
    let item = Item::TotalPhosphorus;
    assert_eq!(grade.notes(), [Note::OnLimit { item, limit }]);
    assert_eq!(river(&[(item, "0.1003")]).class, Some(WaterClass::III));
}

#[test]
fn a_coarse_method_is_pointed_out() {
    use yaodian_monitoring::water::Origin;
    let mut water = values(&[(Item::Ph, "7")]);
    let origin = Origin::HalfOfLimit;
    let amount = dec("0.0025");
    water.set(Item::VolatilePhenol, Value { amount, origin });
    let grade = Grade::of(&water, Body::River, Rules::LATEST);
    assert_eq!(grade.class, Some(WaterClass::III));
    let item = Item::VolatilePhenol;
    assert_eq!(grade.notes(), [Note::CoarseDetection { item }]);
}

#[test]
fn results_travel_as_json() {
    let grade = lake(&[
        (Item::Permanganate, "13.2"),
        (Item::TotalNitrogen, "1.2"),
        (Item::Ph, "9.3"),
    ]);
    let text = serde_json::to_string(&grade).expect("JSON");
    assert_eq!(serde_json::from_str::<Grade>(&text).expect("a grade"), grade);
    let water = values(&[(Item::Permanganate, "13.20")]);
    let text = serde_json::to_string(&water).expect("JSON");
    assert_eq!(text, r#"{"permanganate":{"amount":"13.20","origin":"found"}}"#);
    assert_eq!(serde_json::from_str::<Values>(&text).expect("values"), water);
}

/// A page on the method lists every rule: each has a clause, or is a choice of the house.
#[test]
fn every_rule_has_a_source() {
    let mut seen = std::collections::BTreeSet::new();
    for rule in Rule::ALL {
        assert!(seen.insert(rule), "{rule:?} twice");
        let source = rule.source();
        let chosen = source.standing == Standing::Chosen;
        assert_eq!(source.document == Document::House, chosen, "{rule:?}");
        assert_eq!(source.clause.is_empty(), chosen, "{rule:?}");
        assert_eq!(source.document.number().is_none(), chosen, "{rule:?}");
    }
}
