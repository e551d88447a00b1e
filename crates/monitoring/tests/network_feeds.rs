//! From what was measured to the figures of targets.

mod network_support;

use network_support::{air, air_day, day, decimal, ledger, register, water};
use yaodian_domain::{
    Date, Decimal,
    ledger::{Among, Monitored, Network},
    observation::{Figure, Observation, Provenance},
    target::Promise,
    testing::{blank_plan, blank_target, name},
};
use yaodian_monitoring::network::{
    Measured,
    ReviewState::{Checked, Confirmed, Raw},
    feeds,
    outlook::{self, Alarm},
    water as over_water,
};

const FOUR: [network_support::Entry<'static>; 4] = [
    ("S1", "甲", "河流", "wuhan", "国控", "Ⅲ"),
    ("S2", "乙", "河流", "wuhan", "省控", "Ⅲ"),
    ("S3", "丙", "河流", "huangshi", "省控", "Ⅲ"),
    ("S4", "丁", "湖库", "huangshi", "省控", "Ⅲ"),
];

fn observations(measured: &Measured, today: &str) -> Vec<Observation> {
    let promise = Promise::Level {
        measure: yaodian_domain::target::Measure {
            unit: name("%"),
            counted: None,
        },
        bound: yaodian_domain::target::Bound {
            sense: yaodian_domain::target::Sense::AtLeast,
            value: decimal("75"),
        },
    };
    let plan = blank_plan(vec![blank_target("target", promise, &["wuhan"])]);
    let all = feeds::observations(&plan, measured, day(today));
    all.into_iter().map(|(_, observation)| observation).collect()
}

fn counts(done: u32, of: u32) -> Figure {
    Figure::Counts {
        done: Decimal::from(done),
        of: Some(Decimal::from(of)),
    }
}

/// All four sections of a month: three are good, the lake's phosphorus is over its own limit.
fn january(
    known_on: &'static str,
) -> Vec<(
    &'static str,
    &'static str,
    &'static str,
    yaodian_monitoring::network::ReviewState,
    &'static str,
)> {
    vec![
        ("S1", "2023-01-05", known_on, Raw, "0.10"),
        ("S2", "2023-01-05", known_on, Raw, "0.20"),
        ("S3", "2023-01-06", known_on, Raw, "0.15"),
        // 0.06 is Ⅱ of a river and Ⅳ of a lake.
        ("S4", "2023-01-06", known_on, Raw, "0.06"),
    ]
}

#[test]
fn three_of_four_sections_are_good() {
    let measured = water(
        register(ledger(Network::Water, Monitored::GoodWater), &FOUR),
        &january("2023-02-03"),
    );
    let seen = observations(&measured, "2023-02-10");
    let [one] = seen.as_slice() else { panic!("{seen:?}") };
    assert_eq!(one.figure, counts(3, 4));
    assert_eq!((one.span.to(), one.known_on), (day("2023-01-31"), day("2023-02-03")));
    assert!(matches!(
        &one.provenance,
        Provenance::Monitoring {
            demonstration: false,
            ..
        }
    ));
    // Before the month is over, or before it is known, nothing is said.
    assert_eq!(observations(&measured, "2023-01-20"), []);
    assert_eq!(observations(&measured, "2023-02-02"), []);
}

#[test]
fn nobody_is_judged_by_a_part_of_the_sections() {
    let mut said = january("2023-02-03");
    said.pop();
    let register = register(ledger(Network::Water, Monitored::GoodWater), &FOUR);
    let measured = water(register, &said);
    assert_eq!(observations(&measured, "2023-02-10"), []);
    // Shown it is, with what is lacking.
    let span = over_water::so_far(2023, day("2023-01-31")).unwrap();
    let standing = feeds::standing(
        &measured,
        Monitored::GoodWater,
        &Among::default(),
        span,
        day("2023-02-10"),
    );
    assert_eq!((standing.figure.clone(), standing.without), (Some(counts(3, 3)), 1));
    assert!(!standing.is_whole());
}

#[test]
fn a_revision_changes_today_and_not_what_was_known() {
    let mut said = january("2023-02-03");
    // Looked through a month later: the lake's figure was wrong.
    said.push(("S4", "2023-01-06", "2023-03-08", Checked, "0.04"));
    // Raw data that come in again say nothing against what was looked through.
    said.push(("S4", "2023-01-06", "2023-03-09", Raw, "0.30"));
    let measured = water(register(ledger(Network::Water, Monitored::GoodWater), &FOUR), &said);
    let seen = observations(&measured, "2023-03-20");
    let of_january: Vec<_> = seen.iter().filter(|o| o.span.to() == day("2023-01-31")).collect();
    let told: Vec<_> = of_january
        .iter()
        .map(|o| (o.known_on, o.withdrawn_on, o.figure.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (day("2023-02-03"), Some(day("2023-03-08")), counts(3, 4)),
            (day("2023-03-08"), None, counts(4, 4)),
        ]
    );
    // What was known in February is the same, whenever it is asked.
    let before = observations(&measured, "2023-02-28");
    assert_eq!(before[0].figure, counts(3, 4));
    assert!(seen[0].is_known_on(day("2023-03-07")) && !seen[0].is_known_on(day("2023-03-08")));
}

#[test]
fn the_year_is_of_the_means_and_told_against_the_year_before() {
    let mut said = january("2023-02-03");
    // February brings S1 far up: the mean of two months, 0.21, is worse than Ⅲ.
    for (code, phosphorus) in [("S1", "0.32"), ("S2", "0.20"), ("S3", "0.15"), ("S4", "0.02")] {
        said.push((code, "2023-02-10", "2023-03-02", Raw, phosphorus));
        said.push((code, "2022-01-10", "2022-02-10", Confirmed, "0.05"));
        said.push((code, "2022-02-10", "2022-03-10", Confirmed, "0.05"));
    }
    let measured = water(register(ledger(Network::Water, Monitored::GoodWater), &FOUR), &said);
    let seen = observations(&measured, "2023-03-10");
    let last = seen.last().unwrap();
    assert_eq!(last.span.to(), day("2023-02-28"));
    // S1 0.21 Ⅳ; S4 of the lake (0.06 + 0.02) / 2 = 0.04 Ⅲ.
    assert_eq!(last.figure, counts(3, 4));
    assert_eq!(last.change_on_last_year, Some(decimal("-25.0")));
    let worst = water(register(ledger(Network::Water, Monitored::WorstWater), &FOUR), &said);
    assert_eq!(observations(&worst, "2023-03-10").last().unwrap().figure, counts(0, 4));
    let class_2 = Monitored::WaterOfClass { class: 2 };
    let class_2 = water(register(ledger(Network::Water, class_2), &FOUR), &said);
    assert_eq!(
        observations(&class_2, "2023-03-10").last().unwrap().figure,
        counts(0, 4)
    );
}

#[test]
fn a_section_is_warned_of_and_told_how_many_good_months_it_needs() {
    let said: Vec<_> = [
        ("01", "0.10"),
        ("02", "0.40"),
        ("03", "0.40"),
        ("04", "0.10"),
        ("05", "0.10"),
        ("06", "0.40"),
    ]
    .map(|(month, phosphorus)| (format!("2023-{month}-08"), phosphorus))
    .into_iter()
    .collect();
    let said: Vec<_> = said
        .iter()
        .map(|(on, phosphorus)| ("S1", on.as_str(), "2023-07-01", Raw, *phosphorus))
        .collect();
    let measured = water(
        register(ledger(Network::Water, Monitored::GoodWater), &FOUR[..1]),
        &said,
    );
    let asked = day("2023-07-05");
    let sections = over_water::sections(&measured.register, measured.water().unwrap(), 2023, asked);
    let warning = outlook::warning(&sections[0], asked).unwrap();
    // Six months make 1.5; twelve may make 2.4. With g good months of 0.1 and six less g of 0.4:
    // 1.5 + 0.1 g + 0.4 (6 − g) ≤ 2.4 from g = 5 on.
    assert_eq!(warning.alarm, Alarm::Missing);
    assert_eq!((warning.ahead.left, warning.ahead.needed), (6, Some(5)));
    assert_eq!(warning.items.len(), 1);
    assert_eq!(warning.items[0].1, decimal("0.25"));
    // Of a year that is over nothing can be mended.
    let over = day("2024-01-10");
    let sections = over_water::sections(&measured.register, measured.water().unwrap(), 2023, over);
    // Six months are too few for a year.
    assert_eq!(outlook::warning(&sections[0], over), None);
}

#[test]
fn good_days_that_the_year_still_needs() {
    let needed = |counting, valid, left, goal: &str| outlook::days_ahead(counting, valid, left, decimal(goal)).needed;
    // 80 % of 365 are 292, and 79.95 is printed as 80.0: 291.8 is enough from 292 on.
    assert_eq!(needed(200, 265, 100, "80"), Some(92));
    assert_eq!(needed(365, 365, 0, "80"), Some(0));
    assert_eq!(needed(100, 265, 100, "80"), None);
    assert_eq!(needed(0, 0, 0, "80"), None);
}

fn days(from: &str, number: usize) -> Vec<Date> {
    day(from).series(jiff::Span::new().days(1)).take(number).collect()
}

#[test]
fn cities_are_the_means_of_their_points() {
    let entries: [network_support::Entry<'static>; 4] = [
        ("A1", "东", "评价点", "wuhan", "国控", ""),
        ("A2", "西", "评价点", "wuhan", "国控", ""),
        ("A3", "山", "对照点", "wuhan", "国控", ""),
        ("B", "黄石市", "城市", "huangshi", "国控", ""),
    ];
    let january = days("2023-01-01", 31);
    let known = day("2023-02-01");
    let said = january.iter().enumerate().flat_map(|(at, on)| {
        // Every fifth day is a bad one of the first city: its points make a mean of 100.
        let bad = at % 5 == 0;
        [
            air_day("A1", *on, known, Raw, if bad { 120 } else { 30 }),
            air_day("A2", *on, known, Raw, if bad { 80 } else { 40 }),
            air_day("A3", *on, known, Raw, 5),
            air_day("B", *on, known, Confirmed, 20),
        ]
    });
    let said: Vec<_> = said.collect();
    let of = |figure| {
        let measured = air(register(ledger(Network::Air, figure), &entries), said.clone());
        observations(&measured, "2023-02-10").last().map(|o| o.figure.clone())
    };
    // 31 days of two cities, seven of them bad.
    assert_eq!(of(Monitored::GoodAirDays), Some(counts(55, 62)));
    assert_eq!(of(Monitored::HeavyAirDays), Some(counts(0, 62)));
    // (7 × 100 + 24 × 35) / 31 = 49.7, published as 50; with 20 of the other city 35.0.
    let fine = of(Monitored::FineParticles);
    assert_eq!(fine, Some(Figure::Amount { value: decimal("35.0") }));
    // Of a month with 20 days nobody is judged.
    let few: Vec<_> = said
        .iter()
        .filter(|said| said.moment.on() <= day("2023-01-20"))
        .cloned()
        .collect();
    let measured = air(register(ledger(Network::Air, Monitored::GoodAirDays), &entries), few);
    assert_eq!(observations(&measured, "2023-02-10"), []);
}
