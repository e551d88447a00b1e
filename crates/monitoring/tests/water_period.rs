//! Sections over months, quarters and years: means first, then the class.

mod water_support;

use water_support::{dec, sample, values};
use yaodian_domain::{Date, time::DaySpan};
use yaodian_monitoring::water::{
    Body, Item, Origin, Reading, Refusal, Rules, Unit, Value, WaterClass,
    period::{self, Assessed, LeftOut, PeriodKind, Sample, Why},
    reading,
};

const LATER: Date = Date::constant(2024, 1, 20);

fn assess(samples: &[Sample], span: DaySpan) -> Assessed {
    period::assess(samples, span, LATER, Body::River, Rules::LATEST)
}

fn span(from: (i8, i8), to: (i8, i8)) -> DaySpan {
    let day = |(month, day)| Date::constant(2023, month, day);
    DaySpan::new(day(from), day(to)).expect("a stretch")
}

fn class(assessed: &Assessed) -> Option<WaterClass> {
    assessed.grade.as_ref().and_then(|grade| grade.class)
}

#[test]
fn stretches_are_told_apart() {
    for (stretch, kind) in [
        (span((5, 1), (5, 31)), PeriodKind::Month),
        (span((5, 8), (5, 14)), PeriodKind::Month),
        (span((4, 1), (6, 30)), PeriodKind::Quarter),
        (span((10, 1), (12, 31)), PeriodKind::Quarter),
        (span((2, 1), (4, 30)), PeriodKind::Cumulative),
        (span((4, 1), (6, 29)), PeriodKind::Cumulative),
        (span((1, 1), (4, 30)), PeriodKind::Cumulative),
        (span((1, 1), (12, 31)), PeriodKind::Year),
    ] {
        assert_eq!(PeriodKind::of(stretch), kind, "{stretch:?}");
    }
}

/// Eleven months of Ⅲ and one of 劣Ⅴ: the mean is Ⅳ. Neither the worst month nor the usual one decides.
#[test]
fn a_year_is_graded_by_its_mean() {
    let months = (1..=12).map(|month| {
        sample(
            month,
            5,
            &[(Item::AmmoniaNitrogen, if month == 7 { "6" } else { "0.9" })],
        )
    });
    let year = assess(&months.collect::<Vec<_>>(), DaySpan::year(2023));
    assert_eq!(class(&year), Some(WaterClass::IV));
    let mean = year.means.get(Item::AmmoniaNitrogen).expect("a mean");
    assert_eq!(mean.amount, dec("1.325"));
    assert_eq!(
        mean.origin,
        Origin::Mean {
            of: 12,
            below: 0,
            untold: false
        }
    );
    assert_eq!((year.samples, year.months), (12, 12));
}

#[test]
fn each_month_weighs_the_same() {
    let mut samples: Vec<Sample> = (2..=12)
        .map(|month| sample(month, 5, &[(Item::AmmoniaNitrogen, "0.2")]))
        .collect();
    samples.extend((1..=6).map(|day| sample(1, day, &[(Item::AmmoniaNitrogen, "1.4")])));
    let year = assess(&samples, DaySpan::year(2023));
    let mean = year.means.get(Item::AmmoniaNitrogen).expect("a mean");
    assert_eq!(mean.amount, dec("0.3"), "(11 × 0.2 + 1.4) / 12");
    assert_eq!(
        mean.origin,
        Origin::Mean {
            of: 17,
            below: 0,
            untold: false
        }
    );
    assert_eq!((year.samples, year.months), (17, 12));
}

#[test]
fn a_quarter_needs_two_samples_and_a_year_eight_months() {
    let months = |count: i8| -> Vec<Sample> { (1..=count).map(|month| sample(month, 5, &[(Item::Ph, "7")])).collect() };
    let quarter = span((1, 1), (3, 31));
    assert_eq!(class(&assess(&months(1), quarter)), None);
    assert_eq!(class(&assess(&months(2), quarter)), Some(WaterClass::I));
    assert_eq!(class(&assess(&months(7), DaySpan::year(2023))), None);
    let eight = assess(&months(8), DaySpan::year(2023));
    assert_eq!((class(&eight), eight.months), (Some(WaterClass::I), 8));
    assert_eq!(class(&assess(&months(1), span((1, 1), (1, 31)))), Some(WaterClass::I));
    assert_eq!(class(&assess(&[], span((1, 1), (1, 31)))), None);
}

#[test]
fn a_mean_exactly_on_the_limit_keeps_the_class() {
    let quarter = span((1, 1), (3, 31));
    let three = |last: &str| {
        assess(
            &[
                sample(1, 5, &[(Item::TotalPhosphorus, "0.1")]),
                sample(2, 5, &[(Item::TotalPhosphorus, "0.3")]),
                sample(3, 5, &[(Item::TotalPhosphorus, last)]),
            ],
            quarter,
        )
    };
    assert_eq!(class(&three("0.2")), Some(WaterClass::III));
    assert_eq!(class(&three("0.2000001")), Some(WaterClass::IV));
}

/// Three samples a month: thirds that do not end, and whose mean is 6 all the same.
#[test]
fn a_mean_of_means_exactly_on_the_limit_keeps_the_class() {
    let of = |month, amounts: [&'static str; 3]| {
        let days = amounts.into_iter().zip(1..);
        days.map(move |(amount, day)| sample(month, day, &[(Item::Permanganate, amount)]))
    };
    let months = of(1, ["8", "9", "9"])
        .chain(of(2, ["9", "9", "8"]))
        .chain(of(3, ["0.5", "0.5", "1"]));
    let quarter = assess(&months.collect::<Vec<_>>(), span((1, 1), (3, 31)));
    assert_eq!(class(&quarter), Some(WaterClass::III));
}

#[test]
fn what_is_left_out_is_told() {
    let mut odd = sample(2, 5, &[(Item::Ph, "7")]);
    odd.refused.push((Item::AmmoniaNitrogen, Refusal::Negative));
    let empty = sample(3, 5, &[]);
    let next_year = Sample {
        on: Date::constant(2024, 1, 5),
        ..sample(1, 5, &[(Item::Ph, "7")])
    };
    let to_come = Sample {
        on: Date::constant(2124, 1, 5),
        ..next_year.clone()
    };
    let samples = [sample(1, 5, &[(Item::Ph, "8")]), odd, empty, next_year, to_come];
    let quarter = assess(&samples, span((1, 1), (3, 31)));
    assert_eq!((quarter.samples, class(&quarter)), (2, Some(WaterClass::I)));
    let on = |month| Date::constant(2023, month, 5);
    let refused = Why::Refused {
        item: Item::AmmoniaNitrogen,
        refusal: Refusal::Negative,
    };
    let left_out = |on, reason| LeftOut { on, reason };
    assert_eq!(
        quarter.left_out,
        [
            left_out(on(2), refused),
            left_out(on(3), Why::Nothing),
            left_out(Date::constant(2024, 1, 5), Why::OtherPeriod),
            left_out(Date::constant(2124, 1, 5), Why::Future),
        ]
    );
}

#[test]
fn what_is_not_found_is_averaged_as_half_of_its_limit() {
    let samples: Vec<Sample> = ["0.01L", "<0.01", "0.05"]
        .iter()
        .zip(1..)
        .map(|(cell, month)| {
            let mut sample = sample(month, 5, &[]);
            let read = reading::read(
                cell,
                Item::Petroleum,
                Unit::MilligramPerLitre,
                Body::River,
                Rules::LATEST,
            );
            let Reading::Value(value) = read else {
                panic!("{cell} is a value")
            };
            sample.values.set(Item::Petroleum, value);
            sample
        })
        .collect();
    let mean = assess(&samples, span((1, 1), (3, 31))).means.get(Item::Petroleum);
    let (of, below, untold) = (3, 2, false);
    let origin = Origin::Mean { of, below, untold };
    let amount = dec("0.02");
    assert_eq!(mean, Some(Value { amount, origin }));
}

#[test]
fn an_item_is_averaged_over_the_samples_that_have_it() {
    let samples = [
        sample(1, 5, &[(Item::Lead, "0.02"), (Item::Ph, "7")]),
        sample(2, 5, &[(Item::Ph, "8")]),
        sample(3, 5, &[(Item::Lead, "0.06"), (Item::Ph, "8")]),
    ];
    let quarter = assess(&samples, span((1, 1), (3, 31)));
    assert_eq!(quarter.means.get(Item::Lead).map(|mean| mean.amount), Some(dec("0.04")));
}

/// Points first over time, then over each other: a point with more samples does not weigh more.
#[test]
fn a_lake_is_the_mean_of_its_points() {
    let quarter = span((1, 1), (3, 31));
    let point = |of: &[&str]| {
        let samples: Vec<Sample> = of
            .iter()
            .zip(1..)
            .map(|(amount, month)| sample(month, 5, &[(Item::TotalPhosphorus, amount)]))
            .collect();
        period::assess(&samples, quarter, LATER, Body::Lake, Rules::LATEST)
    };
    let points = [
        point(&["0.02", "0.02", "0.02"]),
        point(&["0.08", "0.08"]),
        point(&["9"]),
    ];
    let whole = period::lake(&points);
    assert_eq!(
        whole.get(Item::TotalPhosphorus).map(|mean| mean.amount),
        Some(dec("0.05")),
        "the third point has too few samples"
    );
    assert_eq!(values(&[]), period::lake(&[]));
}
