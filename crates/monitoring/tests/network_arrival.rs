//! Tables on their way in: rows of stations as their feed has them, and whatever else comes.

mod network_support;

use network_support::{day, ledger, register};
use proptest::prelude::*;
use yaodian_domain::ledger::{Monitored, Network};
use yaodian_monitoring::{
    air::{Amount, Indicator},
    network::{
        Directory, Register, ReviewState,
        arrival::{self, Reason, Said, TableTrouble, Terms, Weighed},
    },
    water::Item,
};

fn stations() -> Register {
    let entries = [
        ("1001A", "万寿西宫", "评价点", "beijing", "国控", ""),
        ("1002A", "定陵", "对照点", "beijing", "国控", ""),
        ("1003A", "东四", "评价点", "beijing", "国控", ""),
        ("1003B", "东四", "评价点", "tianjin", "国控", ""),
    ];
    register(ledger(Network::Air, Monitored::GoodAirDays), &entries)
}

fn sections() -> Register {
    let entries = [
        ("S1", "甲", "河流", "wuhan", "国控", "Ⅲ"),
        ("S2", "乙", "湖库", "wuhan", "省控", "Ⅲ"),
    ];
    register(ledger(Network::Water, Monitored::GoodWater), &entries)
}

fn terms(today: &str) -> Terms<'static> {
    Terms {
        today: day(today),
        state: ReviewState::Raw,
        on: None,
        only: None,
    }
}

fn table(text: &str) -> (Vec<String>, Vec<(u64, Vec<String>)>) {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect());
    (lines.next().unwrap(), (2..).zip(lines).collect())
}

fn weigh(register: &Register, network: Network, text: &str, terms: Terms<'_>) -> Result<Weighed, TableTrouble> {
    let (heads, rows) = table(text);
    let directory = Directory::of(register.on(terms.today));
    arrival::weigh(network, &directory, &heads, &rows, terms)
}

/// Rows of the national feed as it was on 2018-02-20 at 07:00.
#[test]
fn hours_as_the_feed_has_them() {
    let feed = "stationcode,area,positionname,timepoint,aqi,so2,so2_24h,no2,no2_24h,co,co_24h,o3_1h,o3_8h,pm10,pm10_24h,pm2_5,pm2_5_24h\n\
        1001A,北京市,万寿西宫,2018-02-20T07:00:00,54,3,22,17,42,0.7,2.2,62,37,,,38,134\n\
        1002A,北京市,定陵,2018-02-20T00:00:00,26,3,13,8,28,0.2,1.4,83,85,7,7,0,98\n";
    let weighed = weigh(&stations(), Network::Air, feed, terms("2018-02-21")).unwrap();
    assert_eq!(weighed.held, []);
    let moments: Vec<String> = weighed.good.iter().map(|good| good.moment.to_string()).collect();
    // The feed stamps the end of an hour: midnight ends the day before.
    assert_eq!(moments, ["2018-02-20T07", "2018-02-19T24"]);
    let Said::Air(said) = &weighed.good[0].said else {
        panic!()
    };
    assert_eq!(said.found[&Indicator::CoHour], Amount::from_thousandths(700));
    assert!(
        !said.found.contains_key(&Indicator::So2Day),
        "an hour keeps its own figures"
    );
    assert!(
        !said.found.contains_key(&Indicator::Pm10Hour),
        "what was not measured is not there"
    );
}

#[test]
fn days_and_states_and_names_that_several_have() {
    let days = "点位,日期,审核状态,SO2_24h,PM2.5_24h(μg/m³),O3_8h_daymax\n\
        万寿西宫,2018-02-19,复核,9,134,-99\n\
        东四,2018-02-19,,9,134,60\n\
        1003B,2018-02-19,大概,9,134,60\n\
        1003B,2018-02-30,,9,134,60\n";
    let weighed = weigh(&stations(), Network::Air, days, terms("2018-02-21")).unwrap();
    assert_eq!(weighed.good.len(), 1);
    let good = &weighed.good[0];
    assert_eq!(
        (good.moment.to_string().as_str(), good.state),
        ("2018-02-19", ReviewState::Confirmed)
    );
    let reasons: Vec<&Reason> = weighed.held.iter().flat_map(|held| &held.reasons).collect();
    assert!(
        matches!(reasons[0], Reason::Air { head, .. } if head == "O3_8h_daymax"),
        "{reasons:?}"
    );
    assert_eq!(
        reasons[1],
        &Reason::SeveralPlaces {
            text: "东四".to_owned()
        }
    );
    assert_eq!(
        reasons[2],
        &Reason::UnknownState {
            text: "大概".to_owned()
        }
    );
    assert_eq!(
        reasons[3],
        &Reason::UnreadableTime {
            text: "2018-02-30".to_owned()
        }
    );
}

#[test]
fn a_lake_is_read_as_one_whatever_the_table_says() {
    // «ND» without a limit of detection is half of the strictest limit, which a lake has lower.
    let text = "断面,监测时间,总磷(mg/L)\n甲,2023-05-01,ND\n乙,2023-05-01,ND\n";
    let weighed = weigh(&sections(), Network::Water, text, terms("2023-06-01")).unwrap();
    let amount = |at: usize| {
        let Said::Water(said) = &weighed.good[at].said else {
            panic!()
        };
        said.values.get(Item::TotalPhosphorus).unwrap().amount.to_string()
    };
    assert_eq!((amount(0).as_str(), amount(1).as_str()), ("0.01", "0.005"));
}

#[test]
fn whole_columns_in_another_unit_or_place_are_set_aside() {
    let row = |number: i32| format!("甲,2023-{number:02}-05,7.{number},{}", 1_500 + 10 * number);
    let rows: Vec<String> = (1..=12).map(row).collect();
    let rows = rows.join("\n");
    let text = format!("断面,监测时间,pH,氨氮(mg/L)\n{rows}");
    let weighed = weigh(&sections(), Network::Water, &text, terms("2023-12-31")).unwrap();
    assert_eq!(weighed.good.len(), 12, "pH stands");
    assert_eq!(weighed.held.len(), 12, "ammonia in micrograms does not");
    for good in &weighed.good {
        let Said::Water(said) = &good.said else { panic!() };
        assert!(said.values.get(Item::AmmoniaNitrogen).is_none());
        assert_eq!(said.refused.len(), 1);
    }
}

#[test]
fn days_that_the_table_does_not_tell() {
    let text = "断面,监测时间,总磷(mg/L)\n甲,05-04 10:00,0.1\n乙,,0.02\n";
    let asked = terms("2023-06-01");
    let without = weigh(&sections(), Network::Water, text, asked).unwrap();
    let reasons: Vec<&Reason> = without.held.iter().flat_map(|held| &held.reasons).collect();
    let no_year = Reason::NoYear {
        text: "05-04 10:00".to_owned(),
    };
    assert_eq!(reasons, [&no_year, &Reason::NoDay]);
    let told = Terms {
        on: Some(day("2023-05-01")),
        ..asked
    };
    let with = weigh(&sections(), Network::Water, text, told).unwrap();
    let moments: Vec<String> = with.good.iter().map(|good| good.moment.to_string()).collect();
    assert_eq!(moments, ["2023-05-04T10", "2023-05-01"]);
}

#[test]
fn of_rows_that_contradict_each_other_none_goes_in() {
    let text = "断面,监测时间,总磷(mg/L)\n甲,2023-05-01,0.1\n甲,2023-05-01,0.2\n甲,2023-05-01,0.1\n\
        乙,2023-05-01,0.02\n乙,2023-05-01,0.02\n";
    let weighed = weigh(&sections(), Network::Water, text, terms("2023-06-01")).unwrap();
    let held: Vec<(u64, Vec<Reason>)> = (weighed.held.iter())
        .map(|held| (held.row, held.reasons.clone()))
        .collect();
    let twice = |rows: [u64; 2]| vec![Reason::ToldTwice { rows: rows.to_vec() }];
    assert_eq!(held, [(2, twice([3, 4])), (3, twice([2, 4])), (4, twice([2, 3]))]);
    assert_eq!((weighed.good.len(), weighed.repeated), (1, 1));
}

#[test]
fn a_code_beside_the_name_of_another_place() {
    let text = "断面编码,断面名称,监测时间,总磷(mg/L)\nS1,乙,2023-05-01,0.1\nS1,甲断面,2023-05-02,0.1\n";
    let weighed = weigh(&sections(), Network::Water, text, terms("2023-06-01")).unwrap();
    assert!(matches!(&weighed.held[0].reasons[..], [Reason::OtherName { code, .. }] if code == "S1"));
    assert_eq!(
        weighed.good.len(),
        1,
        "a name written otherwise is none of another place"
    );
}

#[test]
fn tables_that_are_none() {
    let asked = terms("2023-06-01");
    let none = |text: &str| weigh(&sections(), Network::Water, text, asked).unwrap_err();
    assert!(matches!(none("氨氮(mg/L)\n1\n"), TableTrouble::NoPlaceColumn { .. }));
    assert!(matches!(
        none("断面,备注\n甲,1\n"),
        TableTrouble::NothingMeasured { .. }
    ));
    let network = Network::Air;
    assert_eq!(none("断面,PM2.5_24h\n甲,1\n"), TableTrouble::OtherNetwork { network });
}

proptest! {
    /// Whatever comes, every row goes in, was said already, or is set aside with a reason.
    #[test]
    fn nothing_is_dropped_in_silence(
        heads in prop::collection::vec("(断面|监测时间|pH|总磷\\(mg/L\\)|小时|审核状态|[a-z]{0,3})", 1..6),
        rows in prop::collection::vec(prop::collection::vec("(甲|乙|丙|2023-05-0[1-9]|[0-9]{1,2}(\\.[0-9])?|ND|<0\\.05|—|原始|.{0,4})", 0..7), 0..8),
    ) {
        let heads: Vec<String> = std::iter::once("断面名称".to_owned()).chain(["溶解氧".to_owned()]).chain(heads).collect();
        let rows: Vec<(u64, Vec<String>)> = (2..).zip(rows).collect();
        let register = sections();
        for network in Network::ALL {
            let directory = Directory::of(register.on(day("2023-06-01")));
            let Ok(weighed) = arrival::weigh(network, &directory, &heads, &rows, terms("2023-06-01")) else { continue };
            prop_assert_eq!(weighed.rows, rows.len() as u64);
            let told = |row: &u64| {
                weighed.good.iter().any(|good| good.row == *row)
                    || weighed.held.iter().any(|held| held.row == *row && !held.reasons.is_empty())
            };
            let untold = rows.iter().filter(|(row, _)| !told(row)).count() as u64;
            prop_assert_eq!(untold, weighed.repeated);
        }
    }
}
