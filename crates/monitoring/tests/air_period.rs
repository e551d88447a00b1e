//! HJ 663: periods at the edges of their validity, percentiles, days by grade, dust.

use jiff::ToSpan as _;
use proptest::prelude::*;
use rust_decimal::Decimal;
use yaodian_domain::{Date, time::DaySpan};
use yaodian_monitoring::air::{
    Amount, Concentrations, Day, DayError, DustDay, Gap, Indicator, Month, Pollutant, Rule, Rules, Statistics, Tally,
};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A clean day with so much PM2.5, in tenths.
fn clean(date: Date, pm25_tenths: u32) -> Day {
    let units = Amount::from_units;
    let concentrations = Concentrations::new()
        .with(Indicator::So2Day, units(6))
        .with(Indicator::No2Day, units(20))
        .with(Indicator::Pm10Day, units(40))
        .with(Indicator::CoDay, Amount::from_thousandths(800))
        .with(Indicator::O3EightHoursMax, units(90))
        .with(Indicator::Pm25Day, Amount::from_thousandths(pm25_tenths * 100));
    Day::given(date, &concentrations).unwrap()
}

fn days(span: DaySpan) -> impl Iterator<Item = Date> {
    span.from().series(1.day()).take_while(move |date| *date <= span.to())
}

fn statistics(span: DaySpan, days: impl IntoIterator<Item = Day>) -> Statistics {
    let mut tally = Tally::new(span, Rules::on(span.to()).unwrap(), &[]);
    for day in days {
        tally.day(&day).unwrap();
    }
    tally.statistics()
}

fn gaps(statistics: &Statistics) -> &[Gap] {
    &statistics.pollutant(Pollutant::Pm25).unwrap().gaps
}

#[test]
fn a_month_needs_27_days_and_february_25() {
    for (year, month, enough) in [(2023, 1, 27), (2023, 4, 27), (2023, 2, 25), (2024, 2, 25)] {
        let span = DaySpan::month(year, month).unwrap();
        let of = |count| statistics(span, days(span).take(count).map(|date| clean(date, 300)));
        let least = u32::try_from(enough).unwrap();
        assert_eq!(gaps(&of(enough)), []);
        assert_eq!(
            gaps(&of(enough - 1)),
            [Gap {
                rule: Rule::MonthDays,
                month: Some(Month { year, month }),
                days: least - 1,
                least,
            }]
        );
    }
}

#[test]
fn a_year_needs_324_days_and_each_month_enough() {
    let span = DaySpan::year(2023);
    // 27 days of each month, of February 25: 322; and so many more.
    let of = |more: usize| {
        let mut more = more;
        statistics(
            span,
            days(span)
                .filter(|date| {
                    let first = date.day() <= if date.month() == 2 { 25 } else { 27 };
                    let extra = !first && more > 0;
                    more -= usize::from(extra);
                    first || extra
                })
                .map(|date| clean(date, 300)),
        )
    };
    let gap = |days| Gap {
        rule: Rule::YearDays,
        month: None,
        days,
        least: 324,
    };
    assert_eq!(gaps(&of(1)), [gap(323)]);
    assert_eq!(gaps(&of(2)), []);

    // Days enough in the year, and one month short.
    let short = statistics(
        span,
        days(span)
            .filter(|date| date.month() != 7 || date.day() <= 26)
            .map(|date| clean(date, 300)),
    );
    let july = Month { year: 2023, month: 7 };
    assert_eq!(
        gaps(&short).iter().map(|gap| gap.month).collect::<Vec<_>>(),
        [Some(july)]
    );
    assert!(!short.pollutant(Pollutant::Pm25).unwrap().is_valid());
    assert_eq!(
        short.headline(Pollutant::Pm25),
        Some(dec("30")),
        "told, and told to be short"
    );
}

#[test]
fn other_stretches_go_by_their_months() {
    let span = DaySpan::new(Date::constant(2023, 1, 1), Date::constant(2023, 3, 15)).unwrap();
    let of = |in_march: i8| {
        let kept = days(span).filter(move |date| date.month() != 3 || date.day() <= in_march);
        statistics(span, kept.map(|date| clean(date, 300)))
    };
    assert_eq!(gaps(&of(13)), []);
    let least = Gap {
        rule: Rule::SpanDays,
        month: Some(Month { year: 2023, month: 3 }),
        days: 12,
        least: 13,
    };
    assert_eq!(gaps(&of(12)), [least]);
}

#[test]
fn figures_are_rounded_half_to_even_once() {
    let span = DaySpan::new(Date::constant(2023, 5, 1), Date::constant(2023, 5, 2)).unwrap();
    let mean = |a, b| {
        let dates: Vec<Date> = days(span).collect();
        let statistics = statistics(span, [clean(dates[0], a), clean(dates[1], b)]);
        statistics.headline(Pollutant::Pm25).unwrap()
    };
    assert_eq!(mean(340, 350), dec("34"));
    assert_eq!(mean(350, 360), dec("36"));
    // 35.45 is not rounded by way of 35.5.
    assert_eq!(mean(353, 356), dec("35"));
}

#[test]
fn percentiles_of_a_month() {
    // O3 of 1 to 31 μg/m³: k = 1 + 30·0.9 = 28. CO of 0.1 to 3.1 mg/m³: k = 1 + 30·0.95 = 29.5.
    let span = DaySpan::month(2023, 7).unwrap();
    let statistics = statistics(
        span,
        days(span).map(|date| {
            let number = u32::from(date.day().unsigned_abs());
            let concentrations = Concentrations::new()
                .with(Indicator::O3EightHoursMax, Amount::from_units(number))
                .with(Indicator::CoDay, Amount::from_thousandths(number * 100));
            Day::given(date, &concentrations).unwrap()
        }),
    );
    assert_eq!(statistics.headline(Pollutant::O3), Some(dec("28")));
    // 2.95, and a half goes to the even tenth.
    assert_eq!(statistics.headline(Pollutant::Co), Some(dec("3.0")));
    assert_eq!(statistics.meets(), None, "four pollutants are missing");
}

#[test]
fn days_by_grade_and_what_does_not_count() {
    let span = DaySpan::month(2023, 1).unwrap();
    let statistics = statistics(
        span,
        days(span).take(30).map(|date| match date.day() {
            // 75 μg/m³ is 100 and good, 76 is 102, 151 is above 200.
            1..=3 => clean(date, 750),
            4 => clean(date, 760),
            5..=6 => clean(date, 1510),
            // Lacks five, and could be worse than it looks.
            7 => Day::given(
                date,
                &Concentrations::new().with(Indicator::Pm25Day, Amount::from_units(20)),
            )
            .unwrap(),
            // Lacks five, and is polluted whatever they are.
            8 => Day::given(
                date,
                &Concentrations::new().with(Indicator::Pm25Day, Amount::from_units(90)),
            )
            .unwrap(),
            9 => Day::given(date, &Concentrations::new()).unwrap(),
            _ => clean(date, 300),
        }),
    );
    let days = &statistics.days;
    assert_eq!((days.span, days.valid(), days.good(), days.heavy()), (31, 28, 24, 2));
    assert_eq!(days.good_ratio(), Some(dec("85.7")));
    assert_eq!(days.heavy_ratio(), Some(dec("7.1")));
    let incomplete: Vec<_> = days
        .incomplete
        .iter()
        .map(|day| (day.date.day(), day.missing.len(), day.index))
        .collect();
    assert_eq!(incomplete, [(7, 5, Some(29)), (9, 6, None)]);
    assert_eq!(days.exceeding[Pollutant::Pm25.place()], 4);
    let left_out = &statistics.pollutant(Pollutant::Co).unwrap().left_out;
    assert_eq!(left_out.iter().map(|day| day.date.day()).collect::<Vec<_>>(), [7, 8, 9]);
}

#[test]
fn dust_is_deducted_on_the_record() {
    let span = DaySpan::month(2023, 4).unwrap();
    let on = Date::constant(2023, 4, 12);
    let dust = [DustDay {
        date: on,
        reason: "a finding".to_owned(),
    }];
    let mut tally = Tally::new(span, Rules::In2012, &dust);
    for date in days(span).take(27) {
        tally.day(&clean(date, if date == on { 3000 } else { 300 })).unwrap();
    }
    let statistics = tally.statistics();
    assert_eq!(statistics.dust, dust);
    assert_eq!(statistics.headline(Pollutant::Pm25), Some(dec("30")));
    assert_eq!(statistics.headline_with_dust(Pollutant::Pm25), Some(dec("40")));
    let pm25 = statistics.pollutant(Pollutant::Pm25).unwrap();
    assert_eq!((pm25.figures.days, pm25.with_dust.unwrap().days), (26, 27));
    assert!(pm25.is_valid(), "a day of dust was measured");
    // Gases know no dust, and the day stays among the days.
    assert_eq!(statistics.pollutant(Pollutant::O3).unwrap().with_dust, None);
    assert_eq!((statistics.days.valid(), statistics.days.heavy()), (27, 1));
    assert!(statistics.composite().value < statistics.composite_with_dust().value);
}

#[test]
fn a_day_counts_once_and_within_its_period() {
    let span = DaySpan::month(2023, 4).unwrap();
    let mut tally = Tally::new(span, Rules::In2012, &[]);
    assert_eq!(tally.day(&clean(span.to(), 300)), Ok(()));
    assert_eq!(tally.day(&clean(span.to(), 300)), Err(DayError::Repeated));
    assert_eq!(
        tally.day(&clean(Date::constant(2023, 5, 1), 300)),
        Err(DayError::Outside)
    );
    assert_eq!(
        tally.day(&clean(Date::constant(2023, 3, 31), 300)),
        Err(DayError::Outside)
    );
}

#[test]
fn limits_and_decimals_go_by_the_edition() {
    let value = |span: DaySpan, tenths| {
        let statistics = statistics(span, days(span).map(|date| clean(date, tenths)));
        let pm25 = statistics.pollutant(Pollutant::Pm25).unwrap().figures.mean.unwrap();
        (pm25.value.to_string(), pm25.meets(), pm25.times_over())
    };
    assert_eq!(
        value(DaySpan::month(2023, 5).unwrap(), 354),
        ("35".to_owned(), Some(true), None)
    );
    assert_eq!(
        value(DaySpan::month(2023, 5).unwrap(), 420),
        ("42".to_owned(), Some(false), Some(dec("0.20")))
    );
    assert_eq!(
        value(DaySpan::month(2026, 5).unwrap(), 354),
        ("35.4".to_owned(), Some(false), Some(dec("0.18")))
    );
    let of = |rules: Rules, pollutant| {
        rules
            .limit(pollutant, rules.headline(pollutant))
            .map(|limit| Decimal::from(limit.value))
    };
    for (pollutant, expected) in [
        (Pollutant::So2, [Some("60"), Some("60"), None]),
        (Pollutant::No2, [Some("40"), Some("40"), None]),
        (Pollutant::Pm10, [Some("70"), Some("60"), Some("50")]),
        (Pollutant::Co, [Some("4"); 3]),
        (Pollutant::O3, [Some("160"); 3]),
        (Pollutant::Pm25, [Some("35"), Some("30"), Some("25")]),
    ] {
        let found = [Rules::In2012, Rules::In2026, Rules::From2031].map(|rules| of(rules, pollutant));
        assert_eq!(found, expected.map(|limit| limit.map(dec)), "{pollutant:?}");
    }
}

proptest! {
    /// Days may come in any order, and travel as JSON.
    #[test]
    fn the_order_of_days_does_not_matter(
        values in prop::collection::vec(0_u32..5000, 31),
        order in Just((0..31_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let span = DaySpan::month(2023, 1).unwrap();
        let dates: Vec<Date> = days(span).collect();
        let of = |order: &[usize]| {
            let days = order.iter().map(|place| clean(dates[*place], values[*place]));
            statistics(span, days)
        };
        let in_order: Vec<usize> = (0..31).collect();
        let (first, second) = (of(&in_order), of(&order));
        prop_assert_eq!(&first, &second);
        let json = serde_json::to_string(&first).unwrap();
        prop_assert_eq!(serde_json::from_str::<Statistics>(&json).unwrap(), first);
    }

    /// A percentile lies between the lowest and the highest day, a mean too.
    #[test]
    fn figures_lie_among_the_days(values in prop::collection::vec(0_u32..5000, 1..31)) {
        let span = DaySpan::month(2023, 1).unwrap();
        let statistics = statistics(span, days(span).zip(&values).map(|(date, value)| clean(date, *value)));
        let figures = statistics.pollutant(Pollutant::Pm25).unwrap().figures;
        let bound = |tenths: u32| Decimal::new(i64::from(tenths), 1);
        let low = bound(*values.iter().min().unwrap()).floor();
        let high = bound(*values.iter().max().unwrap()).ceil();
        for value in [figures.mean.unwrap().value, figures.percentile.unwrap().value] {
            prop_assert!(low <= value && value <= high);
        }
    }
}
