//! HJ 633: every breakpoint from both sides, what lies beyond, ties, and the editions.

use proptest::prelude::*;
use yaodian_domain::Date;
use yaodian_monitoring::air::{
    Amount, Aqi, Brief, Concentrations, Grade, How, Indicator, Part, Period, Pollutant, PollutantSet, Rule, Rules,
    SubIndex,
};

fn amount(text: &str) -> Amount {
    let value: rust_decimal::Decimal = text.parse().unwrap();
    value.try_into().unwrap()
}

fn index(indicator: Indicator, value: &str, rules: Rules) -> Option<u16> {
    SubIndex::of(indicator, amount(value), rules).map(|sub| sub.index)
}

fn of(values: &[(Indicator, &str)]) -> Concentrations {
    let mut all = Concentrations::new();
    for (indicator, value) in values {
        all.set(*indicator, amount(value));
    }
    all
}

fn set(pollutants: &[Pollutant]) -> PollutantSet {
    pollutants.iter().copied().collect()
}

/// On a breakpoint, a thousandth above it, and half-way to the next: written out by hand.
#[test]
fn breakpoints_of_2012_from_both_sides() {
    #[rustfmt::skip]
    let cases = [
        (Indicator::So2Day, "0", 0), (Indicator::So2Day, "49.999", 50), (Indicator::So2Day, "50", 50),
        (Indicator::So2Day, "50.001", 51), (Indicator::So2Day, "100", 75), (Indicator::So2Day, "150", 100),
        (Indicator::So2Day, "151", 101), (Indicator::So2Day, "475", 150), (Indicator::So2Day, "476", 151),
        (Indicator::So2Day, "800", 200), (Indicator::So2Day, "801", 201), (Indicator::So2Day, "1600", 300),
        (Indicator::So2Day, "1601", 301), (Indicator::So2Day, "2100", 400), (Indicator::So2Day, "2101", 401),
        (Indicator::So2Day, "2620", 500), (Indicator::So2Day, "2621", 500), (Indicator::So2Day, "4000", 500),
        (Indicator::So2Hour, "1", 1), (Indicator::So2Hour, "150", 50), (Indicator::So2Hour, "151", 51),
        (Indicator::So2Hour, "500", 100), (Indicator::So2Hour, "501", 101), (Indicator::So2Hour, "650", 150),
        (Indicator::So2Hour, "651", 151), (Indicator::So2Hour, "800", 200),
        (Indicator::No2Day, "40", 50), (Indicator::No2Day, "41", 52), (Indicator::No2Day, "80", 100),
        (Indicator::No2Day, "81", 101), (Indicator::No2Day, "180", 150), (Indicator::No2Day, "181", 151),
        (Indicator::No2Day, "280", 200), (Indicator::No2Day, "281", 201), (Indicator::No2Day, "565", 300),
        (Indicator::No2Day, "566", 301), (Indicator::No2Day, "750", 400), (Indicator::No2Day, "751", 401),
        (Indicator::No2Day, "940", 500), (Indicator::No2Day, "941", 500),
        (Indicator::No2Hour, "100", 50), (Indicator::No2Hour, "101", 51), (Indicator::No2Hour, "200", 100),
        (Indicator::No2Hour, "201", 101), (Indicator::No2Hour, "700", 150), (Indicator::No2Hour, "701", 151),
        (Indicator::No2Hour, "1200", 200), (Indicator::No2Hour, "1201", 201), (Indicator::No2Hour, "2340", 300),
        (Indicator::No2Hour, "2341", 301), (Indicator::No2Hour, "3090", 400), (Indicator::No2Hour, "3091", 401),
        (Indicator::No2Hour, "3840", 500), (Indicator::No2Hour, "3841", 500),
        (Indicator::Pm10Hour, "50", 50), (Indicator::Pm10Day, "51", 51), (Indicator::Pm10Day, "150", 100),
        (Indicator::Pm10Day, "151", 101), (Indicator::Pm10Day, "250", 150), (Indicator::Pm10Day, "251", 151),
        (Indicator::Pm10Day, "350", 200), (Indicator::Pm10Day, "351", 202), (Indicator::Pm10Day, "420", 300),
        (Indicator::Pm10Day, "421", 302), (Indicator::Pm10Day, "500", 400), (Indicator::Pm10Day, "501", 401),
        (Indicator::Pm10Day, "600", 500), (Indicator::Pm10Hour, "9000", 500),
        (Indicator::CoDay, "2", 50), (Indicator::CoDay, "2.1", 53), (Indicator::CoDay, "2.2", 55),
        (Indicator::CoDay, "4", 100), (Indicator::CoDay, "4.1", 101), (Indicator::CoDay, "14", 150),
        (Indicator::CoDay, "14.1", 151), (Indicator::CoDay, "24", 200), (Indicator::CoDay, "24.1", 201),
        (Indicator::CoDay, "36", 300), (Indicator::CoDay, "36.1", 301), (Indicator::CoDay, "48", 400),
        (Indicator::CoDay, "48.1", 401), (Indicator::CoDay, "60", 500), (Indicator::CoDay, "60.1", 500),
        (Indicator::CoHour, "2.2", 22), (Indicator::CoHour, "5", 50), (Indicator::CoHour, "5.1", 51),
        (Indicator::CoHour, "10", 100), (Indicator::CoHour, "10.1", 101), (Indicator::CoHour, "35", 150),
        (Indicator::CoHour, "35.1", 151), (Indicator::CoHour, "60", 200), (Indicator::CoHour, "60.1", 201),
        (Indicator::CoHour, "90", 300), (Indicator::CoHour, "90.1", 301), (Indicator::CoHour, "120", 400),
        (Indicator::CoHour, "120.1", 401), (Indicator::CoHour, "150", 500), (Indicator::CoHour, "150.1", 500),
        (Indicator::O3Hour, "160", 50), (Indicator::O3Hour, "161", 52), (Indicator::O3Hour, "200", 100),
        (Indicator::O3Hour, "201", 101), (Indicator::O3Hour, "300", 150), (Indicator::O3Hour, "301", 151),
        (Indicator::O3Hour, "400", 200), (Indicator::O3Hour, "401", 201), (Indicator::O3Hour, "800", 300),
        (Indicator::O3Hour, "801", 301), (Indicator::O3HourMax, "1000", 400), (Indicator::O3Hour, "1001", 401),
        (Indicator::O3Hour, "1200", 500), (Indicator::O3Hour, "1201", 500),
        (Indicator::O3EightHoursMax, "100", 50), (Indicator::O3EightHours, "101", 51),
        (Indicator::O3EightHoursMax, "160", 100), (Indicator::O3EightHoursMax, "161", 101),
        (Indicator::O3EightHoursMax, "215", 150), (Indicator::O3EightHoursMax, "216", 151),
        (Indicator::O3EightHoursMax, "265", 200), (Indicator::O3EightHoursMax, "266", 201),
        (Indicator::O3EightHoursMax, "800", 300),
        (Indicator::Pm25Day, "35", 50), (Indicator::Pm25Day, "36", 52), (Indicator::Pm25Day, "75", 100),
        (Indicator::Pm25Day, "76", 102), (Indicator::Pm25Hour, "115", 150), (Indicator::Pm25Day, "116", 152),
        (Indicator::Pm25Day, "150", 200), (Indicator::Pm25Day, "151", 201), (Indicator::Pm25Day, "250", 300),
        (Indicator::Pm25Day, "251", 301), (Indicator::Pm25Day, "350", 400), (Indicator::Pm25Day, "351", 401),
        (Indicator::Pm25Day, "500", 500), (Indicator::Pm25Day, "501", 500),
    ];
    for (indicator, value, expected) in cases {
        assert_eq!(
            index(indicator, value, Rules::In2012),
            Some(expected),
            "{indicator:?} {value}"
        );
    }
}

#[test]
fn the_edition_of_2026_differs_in_dust_and_beyond_800() {
    for (indicator, value, before, since) in [
        (Indicator::Pm25Day, "35", Some(50), Some(50)),
        (Indicator::Pm25Day, "60", Some(82), Some(100)),
        (Indicator::Pm25Day, "61", Some(83), Some(101)),
        (Indicator::Pm25Day, "115", Some(150), Some(150)),
        (Indicator::Pm10Hour, "120", Some(85), Some(100)),
        (Indicator::Pm10Day, "121", Some(86), Some(101)),
        (Indicator::Pm10Day, "250", Some(150), Some(150)),
        (Indicator::So2Hour, "801", None, Some(200)),
        (Indicator::O3EightHoursMax, "801", None, Some(300)),
        (Indicator::No2Day, "80", Some(100), Some(100)),
    ] {
        assert_eq!(index(indicator, value, Rules::In2012), before, "{indicator:?} {value}");
        assert_eq!(index(indicator, value, Rules::In2026), since, "{indicator:?} {value}");
    }
    let values = of(&[(Indicator::Pm25Day, "70"), (Indicator::Pm10Day, "110")]);
    let before = Aqi::of(&values, Period::Daily, Rules::In2012).unwrap();
    let since = Aqi::of(&values, Period::Daily, Rules::In2026).unwrap();
    assert_eq!((before.index, before.exceeding), (94, Some(PollutantSet::EMPTY)));
    assert_eq!((since.index, since.grade, since.exceeding), (110, Grade::Light, None));
}

#[test]
fn editions_go_by_the_date_of_the_data() {
    let on = |year, month, day| Rules::on(Date::constant(year, month, day));
    assert_eq!(on(2012, 2, 28), None);
    assert_eq!(on(2012, 2, 29), Some(Rules::In2012));
    assert_eq!(on(2026, 2, 28), Some(Rules::In2012));
    assert_eq!(on(2026, 3, 1), Some(Rules::In2026));
    assert_eq!(on(2030, 12, 31), Some(Rules::In2026));
    assert_eq!(on(2031, 1, 1), Some(Rules::From2031));
}

#[test]
fn beyond_800_another_averaging_time_stands_in() {
    let hour = of(&[
        (Indicator::So2Hour, "900"),
        (Indicator::So2Day, "475"),
        (Indicator::No2Hour, "20"),
    ]);
    let aqi = Aqi::of(&hour, Period::Hourly, Rules::In2012).unwrap();
    assert_eq!((aqi.index, aqi.primary), (150, set(&[Pollutant::So2])));
    let Part::StandIn { instead_of, value, by } = aqi.part(Pollutant::So2) else {
        panic!("{:?}", aqi.part(Pollutant::So2));
    };
    assert_eq!((*instead_of, *value), (Indicator::So2Hour, amount("900")));
    assert_eq!((by.indicator, by.index), (Indicator::So2Day, 150));

    let day = of(&[(Indicator::O3EightHoursMax, "801"), (Indicator::O3HourMax, "1000")]);
    let aqi = Aqi::of(&day, Period::Daily, Rules::In2012).unwrap();
    assert_eq!(aqi.index, 400);

    // Without the other one there is no sub-index, and it is told.
    let alone = of(&[(Indicator::So2Hour, "900"), (Indicator::No2Hour, "20")]);
    let aqi = Aqi::of(&alone, Period::Hourly, Rules::In2012).unwrap();
    assert_eq!(aqi.index, 10);
    assert!(matches!(aqi.part(Pollutant::So2), Part::NoIndex { .. }));
    assert!(aqi.missing().contains(Pollutant::So2));

    // Up to 800 the other one says nothing, and since 2026 it never does.
    let below = of(&[(Indicator::So2Hour, "800"), (Indicator::So2Day, "2000")]);
    assert_eq!(Aqi::of(&below, Period::Hourly, Rules::In2012).unwrap().index, 200);
    assert_eq!(Aqi::of(&hour, Period::Hourly, Rules::In2026).unwrap().index, 200);
}

#[test]
fn primary_pollutants_are_all_that_tie_above_50() {
    // 河池, 东仁乐园, 2018-02-20 07:00 (中国环境监测总站).
    let tie = of(&[
        (Indicator::So2Hour, "3"),
        (Indicator::No2Hour, "10"),
        (Indicator::CoHour, "1.3"),
        (Indicator::O3Hour, "24"),
        (Indicator::Pm10Hour, "53"),
        (Indicator::Pm25Hour, "36"),
    ]);
    let aqi = Aqi::of(&tie, Period::Hourly, Rules::In2012).unwrap();
    assert_eq!((aqi.index, aqi.primary), (52, set(&[Pollutant::Pm10, Pollutant::Pm25])));
    assert_eq!(aqi.primary_names(), "颗粒物(PM10),细颗粒物(PM2.5)");

    let at_50 = of(&[(Indicator::Pm10Hour, "50"), (Indicator::Pm25Hour, "35")]);
    let aqi = Aqi::of(&at_50, Period::Hourly, Rules::In2012).unwrap();
    assert_eq!(
        (aqi.index, aqi.grade, aqi.primary),
        (50, Grade::Excellent, PollutantSet::EMPTY)
    );

    let many = of(&[
        (Indicator::Pm10Day, "160"),
        (Indicator::Pm25Day, "80"),
        (Indicator::No2Day, "80"),
    ]);
    let aqi = Aqi::of(&many, Period::Daily, Rules::In2012).unwrap();
    assert_eq!(aqi.primary, set(&[Pollutant::Pm25]));
    assert_eq!(
        aqi.exceeding,
        Some(set(&[Pollutant::Pm10, Pollutant::Pm25])),
        "NO2 at 100 does not exceed"
    );
}

#[test]
fn grades_change_above_their_bounds() {
    for (index, grade) in [
        (0, Grade::Excellent),
        (50, Grade::Excellent),
        (51, Grade::Good),
        (100, Grade::Good),
        (101, Grade::Light),
        (150, Grade::Light),
        (151, Grade::Moderate),
        (200, Grade::Moderate),
        (201, Grade::Heavy),
        (300, Grade::Heavy),
        (301, Grade::Severe),
        (500, Grade::Severe),
    ] {
        assert_eq!(Grade::of(index), grade, "{index}");
    }
}

#[test]
fn hourly_and_daily_read_their_own_columns() {
    let both = of(&[
        (Indicator::O3EightHours, "300"),
        (Indicator::O3Hour, "80"),
        (Indicator::Pm25Day, "200"),
        (Indicator::Pm25Hour, "10"),
    ]);
    assert_eq!(Aqi::of(&both, Period::Hourly, Rules::In2012).unwrap().index, 25);
    assert_eq!(Aqi::of(&both, Period::Daily, Rules::In2012).unwrap().index, 250);
    assert_eq!(Aqi::of(&Concentrations::new(), Period::Hourly, Rules::In2012), None);
}

#[test]
fn an_index_explains_itself_and_travels() {
    let values = of(&[(Indicator::CoDay, "2.2"), (Indicator::Pm25Day, "600")]);
    let aqi = Aqi::of(&values, Period::Daily, Rules::In2012).unwrap();
    let co = *aqi.part(Pollutant::Co).sub_index().unwrap();
    assert_eq!(
        co.how,
        How::Between {
            low: amount("2"),
            high: amount("4"),
            index_low: 50,
            index_high: 100
        }
    );
    let source = co.rule(aqi.rules).source();
    assert_eq!(
        (source.document.number(), source.clause),
        (Some("HJ 633-2012"), "公式(1)")
    );
    let dust = aqi.part(Pollutant::Pm25).sub_index().unwrap();
    assert_eq!((dust.index, dust.how), (500, How::BeyondTop { top: amount("500") }));

    let json = serde_json::to_string(&aqi).unwrap();
    assert!(json.contains(r#""value":"2.2""#), "{json}");
    assert_eq!(serde_json::from_str::<Aqi>(&json).unwrap(), aqi);
}

#[test]
fn every_rule_has_a_source_under_every_edition() {
    for rules in [Rules::In2012, Rules::In2026, Rules::From2031] {
        for rule in Rule::ALL {
            let source = rule.source(rules);
            assert_eq!(source.document.number().is_none(), source.clause.is_empty(), "{rule:?}");
        }
    }
}

fn indicators() -> impl Strategy<Value = Indicator> {
    (0..Indicator::COUNT).prop_map(|place| Indicator::ALL[place])
}

fn editions() -> impl Strategy<Value = Rules> {
    prop_oneof![Just(Rules::In2012), Just(Rules::In2026), Just(Rules::From2031)]
}

proptest! {
    #[test]
    fn more_never_makes_a_lower_index(indicator in indicators(), rules in editions(), a in 0_u32..5_000_000, b in 0_u32..5_000_000) {
        let index = |value| SubIndex::of(indicator, Amount::from_thousandths(value), rules).map(|sub| sub.index);
        if let (Some(low), Some(high)) = (index(a.min(b)), index(a.max(b))) {
            prop_assert!(low <= high);
        }
        prop_assert!(index(a).is_none_or(|index| index <= 500));
    }

    /// The index is the ceiling of the exact interpolation: multiplied out, it is less than one above.
    #[test]
    fn rounding_up_is_exact(indicator in indicators(), rules in editions(), value in 0_u32..3_000_000) {
        let sub = SubIndex::of(indicator, Amount::from_thousandths(value), rules);
        if let Some(SubIndex { index, how: How::Between { low, high, index_low, index_high }, .. }) = sub {
            let [low, high] = [low, high].map(|amount| i64::from(amount.thousandths()));
            let (index, index_low, index_high) = (i64::from(index), i64::from(index_low), i64::from(index_high));
            let exact = (index_high - index_low) * (i64::from(value) - low);
            let told = (index - index_low) * (high - low);
            prop_assert!(told >= exact && told - exact < high - low);
        }
    }

    #[test]
    fn the_brief_form_agrees(values in prop::array::uniform14(prop::option::of(0_u32..2_000_000)), rules in editions(), daily: bool) {
        let mut all = Concentrations::new();
        for (indicator, value) in Indicator::ALL.into_iter().zip(values) {
            if let Some(value) = value {
                all.set(indicator, Amount::from_thousandths(value));
            }
        }
        let period = if daily { Period::Daily } else { Period::Hourly };
        let aqi = Aqi::of(&all, period, rules);
        prop_assert_eq!(Brief::of(&all, period, rules), aqi.map(|aqi| Brief { index: aqi.index, primary: aqi.primary }));
        if let Some(aqi) = aqi {
            let highest = aqi.parts.iter().filter_map(Part::sub_index).map(|sub| sub.index).max();
            prop_assert_eq!(highest, Some(aqi.index));
            prop_assert_eq!(aqi.primary.is_empty(), aqi.index <= 50);
        }
    }
}
