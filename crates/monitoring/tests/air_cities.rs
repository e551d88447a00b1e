//! What cities are compared by: the composite index, ranks, named sets, changes.

use std::collections::HashMap;

use jiff::ToSpan as _;
use proptest::prelude::*;
use rust_decimal::Decimal;
use yaodian_domain::{Date, time::DaySpan};
use yaodian_monitoring::air::{
    Amount, Best, Change, CitySet, Composite, Concentrations, Day, IndexRounding, Indicator, Pollutant, Rules,
    Statistics, Tally, ranks,
};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// SO2, NO2, PM10, CO, O3, PM2.5.
fn composite(figures: [&str; 6], rounding: IndexRounding) -> Composite {
    Composite::rounded(Rules::In2012, rounding, |pollutant| {
        Some(dec(figures[pollutant.place()]))
    })
}

#[test]
fn composite_indexes_as_they_were_published() {
    use IndexRounding::{Each, Once};
    for (place, figures, published, roundings) in [
        // 婺源县人民政府, 2023-09.
        (
            "婺源",
            ["11", "16", "40", "0.6", "139", "16"],
            "2.63",
            &[Once, Each][..],
        ),
        // 福清生态环境局, 2024-01.
        ("福清", ["3", "22", "48", "0.9", "110", "30"], "3.06", &[Once, Each]),
        // 大英县人民政府, 2021-01.
        ("大英", ["7.1", "23.5", "72.3", "1.2", "81", "48.5"], "3.93", &[Once]),
        // 奈曼旗大镇, first quarter.
        ("奈曼", ["9", "14", "77", "1.1", "96", "23"], "3.14", &[Each]),
        // 河源市, 2022-02.
        ("河源", ["3", "13", "16", "0.9", "87", "13"], "1.73", &[Each]),
    ] {
        for rounding in [Once, Each] {
            let value = composite(figures, rounding).value;
            assert_eq!(
                value == Some(dec(published)),
                roundings.contains(&rounding),
                "{place} {rounding:?} {value:?}"
            );
        }
    }
}

#[test]
fn a_composite_index_tells_its_parts_and_what_it_lacks() {
    let whole = composite(["9", "15", "39", "0.7", "192", "21"], IndexRounding::Once);
    // 21/35 + 39/70 + 9/60 + 15/40 + 192/160 + 0.7/4 = 3.057….
    assert_eq!(whole.value.unwrap().to_string(), "3.06");
    let ratios: Vec<String> = whole.parts.iter().map(|part| part.ratio.to_string()).collect();
    assert_eq!(ratios, ["0.15", "0.38", "0.56", "0.18", "1.20", "0.60"]);
    let lacking = Composite::of(Rules::In2012, |pollutant| {
        (pollutant != Pollutant::O3).then_some(dec("1"))
    });
    assert_eq!((lacking.value, lacking.parts.len()), (None, 5));
    assert!(lacking.missing.contains(Pollutant::O3));
    // PM2.5 weighs three, NO2 and O3 two: 3·1 + 2·1 + 2·1 + 1 + 1 + 1.
    let limits = ["60", "40", "60", "4", "160", "30"];
    let since = Composite::of(Rules::In2026, |pollutant| Some(dec(limits[pollutant.place()])));
    assert_eq!(since.value, Some(dec("10.00")));
    // The final limits of SO2 and NO2 are not known.
    let later = Composite::of(Rules::From2031, |_| Some(dec("1")));
    assert_eq!((later.value, later.missing.len()), (None, 2));
}

/// 环境空气质量综合指数 of Hubei, 2023 (the province's release, maigoo.com 696935).
#[test]
fn ties_share_a_rank_and_the_next_counts_on() {
    let hubei = [
        ("神农架", "2.21", 1),
        ("恩施", "2.93", 2),
        ("十堰", "3.14", 3),
        ("咸宁", "3.43", 4),
        ("随州", "3.77", 5),
        ("潜江", "3.77", 5),
        ("仙桃", "3.81", 7),
        ("天门", "3.81", 7),
        ("宜昌", "3.84", 9),
        ("黄冈", "3.84", 9),
        ("黄石", "3.96", 11),
        ("荆门", "4.13", 12),
        ("鄂州", "4.13", 12),
        ("孝感", "4.16", 14),
        ("荆州", "4.17", 15),
        ("武汉", "4.26", 16),
        ("襄阳", "4.37", 17),
    ];
    let figures: Vec<Option<Decimal>> = hubei.iter().map(|(_, figure, _)| Some(dec(figure))).collect();
    let expected: Vec<Option<usize>> = hubei.iter().map(|(_, _, rank)| Some(*rank)).collect();
    assert_eq!(ranks(&figures, Best::Lowest), expected);
    let some = [Some(dec("80.0")), None, Some(dec("83.3")), Some(dec("80"))];
    assert_eq!(ranks(&some, Best::Highest), [Some(2), None, Some(1), Some(2)]);
    assert_eq!(ranks(&[], Best::Lowest), []);
}

/// The first 70 days of 2023 at one figure for PM2.5.
fn city(pm25: u32, polluted: usize) -> Statistics {
    let span = DaySpan::new(Date::constant(2023, 1, 1), Date::constant(2023, 3, 11)).unwrap();
    let mut tally = Tally::new(span, Rules::In2012, &[]);
    for (place, date) in span.from().series(1.day()).take(70).enumerate() {
        let units = Amount::from_units;
        let day = Concentrations::new()
            .with(Indicator::So2Day, units(6))
            .with(Indicator::No2Day, units(20))
            .with(Indicator::Pm10Day, units(40))
            .with(Indicator::CoDay, units(1))
            .with(
                Indicator::O3EightHoursMax,
                units(if place < polluted { 161 } else { 90 }),
            )
            .with(Indicator::Pm25Day, units(pm25));
        tally.day(&Day::given(date, &day).unwrap()).unwrap();
    }
    tally.statistics()
}

#[test]
fn sets_of_cities_are_data() {
    let thirteen = [
        "武汉市",
        "黄石市",
        "十堰市",
        "宜昌市",
        "襄阳市",
        "鄂州市",
        "荆门市",
        "孝感市",
        "荆州市",
        "黄冈市",
        "咸宁市",
        "随州市",
        "恩施州",
    ];
    let set = CitySet {
        name: "13 国考城市".to_owned(),
        cities: thirteen.map(str::to_owned).to_vec(),
    };
    let known: HashMap<&str, Statistics> = thirteen[..12]
        .iter()
        .zip(30..)
        .map(|(name, pm25)| (*name, city(pm25, usize::try_from(pm25 - 30).unwrap())))
        .collect();
    let figures = set.figures(Rules::In2012, 1, |name| known.get(name));
    assert_eq!(
        (figures.cities, figures.absent.as_slice()),
        (12, &["恩施州".to_owned()][..])
    );
    // 30 to 41: 35.5 with one decimal more, 36 without.
    assert_eq!(figures.means[Pollutant::Pm25.place()].value, Some(dec("35.5")));
    let plain = set.figures(Rules::In2012, 0, |name| known.get(name));
    assert_eq!(plain.means[Pollutant::Pm25.place()].value, Some(dec("36")));
    // 840 days, of which 0 + 1 + … + 11 = 66 are polluted.
    assert_eq!(
        (figures.good, figures.valid, figures.good_ratio()),
        (774, 840, Some(dec("92.1")))
    );
    assert_eq!((figures.heavy, figures.heavy_ratio()), (0, Some(dec("0.0"))));
    // Those with PM2.5 up to 35 keep all limits; the 90th percentile of ozone is above 160 from 8 days on.
    assert_eq!(figures.meeting, 6);
    let nobody = CitySet {
        name: String::new(),
        cities: Vec::new(),
    };
    let none = nobody.figures(Rules::In2012, 0, |name| known.get(name));
    assert_eq!((none.good_ratio(), none.means[0].value), (None, None));
}

#[test]
fn changes_are_of_published_figures() {
    for (before, now, by, percent) in [
        // Hubei's 17 cities, PM2.5: 48 to 56 from January to April 2023, up 16.7 %.
        ("48", "56", "8", Some("16.7")),
        // The year 2023 against 2022.
        ("36", "37", "1", Some("2.8")),
        ("82.9", "83.3", "0.4", Some("0.5")),
        ("40", "38", "-2", Some("-5.0")),
        ("37", "37", "0", Some("0.0")),
        ("0", "3", "3", None),
    ] {
        let change = Change::between(dec(before), dec(now)).unwrap();
        assert_eq!(
            (change.by, change.percent),
            (dec(by), percent.map(dec)),
            "{before} to {now}"
        );
    }
}

proptest! {
    #[test]
    fn a_rank_is_one_more_than_those_that_are_better(figures in prop::collection::vec(prop::option::of(0_i64..30), 0..30)) {
        let figures: Vec<Option<Decimal>> = figures.into_iter().map(|figure| figure.map(|of| Decimal::new(of, 1))).collect();
        for (figure, rank) in figures.iter().zip(ranks(&figures, Best::Lowest)) {
            let better = figures.iter().flatten().filter(|other| figure.is_some_and(|figure| **other < figure)).count();
            prop_assert_eq!(rank, figure.map(|_| better + 1));
        }
    }

    #[test]
    fn no_figures_are_too_odd(figures in prop::array::uniform6(any::<i64>()), each: bool) {
        let rounding = if each { IndexRounding::Each } else { IndexRounding::Once };
        let _ = Composite::rounded(Rules::In2012, rounding, |pollutant| Some(Decimal::from(figures[pollutant.place()])));
        let _ = Change::between(figures[0].into(), figures[1].into());
    }
}
