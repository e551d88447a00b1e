//! Tables as people keep them: heads, odd cells, and rows of the live feed.

use proptest::prelude::*;
use yaodian_domain::Date;
use yaodian_monitoring::{
    air::{
        Amount, Averaging, Calculated, Indicator, Period, Pollutant, Reading, Refusal, Rules, Table,
        header::{self, Unit},
        reading,
        table::Remark,
    },
    day::Day,
};

const TODAY: Date = Date::constant(2026, 11, 28);

/// 中国环境监测总站, 2018-02-20 07:00.
const FEED: &str = "\
stationcode,timepoint,aqi,quality,primarypollutant,so2,so2_24h,no2,no2_24h,co,co_24h,o3_1h,o3_1h_daymax,o3_8h,o3_8h_daymax,pm10,pm10_24h,pm2_5,pm2_5_24h
1001A,2018-02-20T07:00:00,54,良,细颗粒物(PM2.5),3,22,17,42,0.7,2.2,62,84,37,37,,,38,134
1039A,2018-02-20T07:00:00,205,重度污染,细颗粒物(PM2.5),65,66,78,64,5.9,3.1,13,89,19,26,196,195,155,140
1066A,2018-02-20T07:00:00,43,优,,16,26,25,18,0.7,0.8,49,107,68,78,35,79,30,39
1449A,2018-02-20T07:00:00,60,良,颗粒物(PM10)+细颗粒物(PM2.5),10,10,69,20,1.2,0.8,3,121,72,104,69,51,43,31
1770A,2018-02-20T07:00:00,51,良,二氧化硫,154,125,38,51,0.7,1.3,41,104,32,38,39,114,26,103
2504A,2018-02-20T07:00:00,85,良,一氧化碳,13,25,31,23,8.5,2.4,17,81,35,52,,55,43,37";

fn calculate(table: &Table, row: &[&str], period: Period) -> Calculated {
    table.calculate(row, period, None, TODAY)
}

#[test]
fn rows_of_the_live_feed_come_out_as_published() {
    let mut rows = FEED.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let table = Table::read(&rows.next().unwrap());
    assert_eq!(table.period(), Some(Period::Hourly));
    for row in rows {
        let out = calculate(&table, &row, Period::Hourly);
        assert_eq!(out.station.as_deref(), Some(row[0]));
        assert_eq!(out.rules, Rules::In2012);
        let primary = row[4].replace('+', ",");
        let told = (out.index().unwrap().to_string(), out.quality(), out.primary());
        assert_eq!(told, (row[2].to_owned(), row[3], primary), "{row:?} {:?}", out.remarks);
        assert_eq!(out.remarks, []);
    }
}

#[test]
fn a_table_of_days_reads_its_own_columns() {
    let mut rows = FEED.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let table = Table::read(&rows.next().unwrap());
    // 1001A: PM2.5 of 24 hours 134.
    let out = calculate(&table, &rows.next().unwrap(), Period::Daily);
    assert_eq!((out.index(), out.quality()), (Some(178), "中度污染"));

    let heads = [
        "日期",
        "PM2.5(μg/m³)",
        "PM10（μg/m³）",
        "二氧化硫(μg/m³)",
        "CO(mg/m³)",
        "NO2",
        "臭氧8小时",
    ];
    let table = Table::read(&heads);
    let out = calculate(
        &table,
        &["2023-05-04", "35", "50", "10", "2.2", "20", "161"],
        Period::Daily,
    );
    assert_eq!((out.index(), out.primary().as_str()), (Some(101), "臭氧8小时"));
    assert_eq!(
        out.concentrations.get(Indicator::CoDay),
        Some(Amount::from_thousandths(2_200))
    );
    let only_days = Table::read(&["so2_24h", "o3_8h_daymax"]);
    assert_eq!(only_days.period(), Some(Period::Daily));
    assert_eq!(Table::read(&["aqi"]).period(), None);
}

#[test]
fn heads_are_recognised() {
    use Averaging::{Day, EightHours, EightHoursMax, Hour, HourMax};
    for (head, pollutant, averaging) in [
        ("so2", Pollutant::So2, None),
        ("SO₂", Pollutant::So2, None),
        ("pm2_5", Pollutant::Pm25, None),
        ("PM2.5", Pollutant::Pm25, None),
        ("pm2_5_24h", Pollutant::Pm25, Some(Day)),
        ("o3_1h", Pollutant::O3, Some(Hour)),
        ("o3_8h", Pollutant::O3, Some(EightHours)),
        ("o3_8h_daymax", Pollutant::O3, Some(EightHoursMax)),
        ("o3_1h_daymax", Pollutant::O3, Some(HourMax)),
        ("o3_8h_24h", Pollutant::O3, Some(EightHoursMax)),
        ("细颗粒物(PM2.5)", Pollutant::Pm25, None),
        ("颗粒物(PM10)(μg/m³)", Pollutant::Pm10, None),
        ("可吸入颗粒物 PM10 日均值（ug/m3）", Pollutant::Pm10, Some(Day)),
        ("颗粒物(粒径小于等于2.5μm)", Pollutant::Pm25, None),
        ("二氧化硫(μg/m³)", Pollutant::So2, None),
        ("二氧化氮1小时平均", Pollutant::No2, Some(Hour)),
        ("臭氧8小时", Pollutant::O3, Some(EightHours)),
        ("臭氧日最大8小时平均（μg/m³）", Pollutant::O3, Some(EightHoursMax)),
        ("O3-8h", Pollutant::O3, Some(EightHours)),
        ("CO(mg/m³)", Pollutant::Co, None),
        ("一氧化碳 24小时平均(mg/m3)", Pollutant::Co, Some(Day)),
        ("\u{FEFF}NO2 μg/m3", Pollutant::No2, None),
    ] {
        let found = header::read(head).map(|head| (head.pollutant, head.averaging));
        assert_eq!(found, Some((pollutant, averaging)), "{head}");
    }
    for head in [
        "aqi",
        "quality",
        "primarypollutant",
        "so2_iaqi",
        "PM2.5首要污染物天数",
        "county",
        "",
        "颗粒物",
        "SO2 NO2",
        "时间",
    ] {
        assert_eq!(header::read(head), None, "{head}");
    }
    let co = header::read("CO(μg/m³)").unwrap();
    assert_eq!((co.unit, co.unit_told), (Unit::MicrogramPerCubicMetre, true));
}

#[test]
fn units_are_converted() {
    let table = Table::read(&["CO(μg/m³)", "PM2.5(mg/m³)", "SO2(毫克/立方米)"]);
    let out = calculate(&table, &["2200", "0.035", "0.003"], Period::Daily);
    assert_eq!(
        out.concentrations.get(Indicator::CoDay),
        Some(Amount::from_thousandths(2_200))
    );
    assert_eq!(out.concentrations.get(Indicator::Pm25Day), Some(Amount::from_units(35)));
    assert_eq!(out.concentrations.get(Indicator::So2Day), Some(Amount::from_units(3)));
    assert_eq!(out.index(), Some(55));
}

#[test]
fn odd_cells_are_missing_or_refused() {
    let one = rust_decimal::Decimal::ONE;
    let read = |text| reading::read(text, Pollutant::Pm25, one);
    for text in ["", " ", "—", "--", "－", "NA", "na", "N/A", "/"] {
        assert_eq!(read(text), Reading::Missing, "{text:?}");
    }
    for (text, refusal) in [
        ("-1", Refusal::Negative),
        ("-0.1", Refusal::Negative),
        ("-999", Refusal::Negative),
        ("9999", Refusal::AllNines),
        ("9999.0", Refusal::AllNines),
        ("99999", Refusal::AllNines),
        ("5000.001", Refusal::Absurd),
        ("1e9", Refusal::Absurd),
        ("123456789012345678901234567890", Refusal::Absurd),
        ("约30", Refusal::NotAFigure),
        ("NaN", Refusal::NotAFigure),
        ("inf", Refusal::NotAFigure),
        ("30H", Refusal::NotAFigure),
        ("<2", Refusal::BelowDetection),
    ] {
        assert_eq!(read(text), Reading::Refused(refusal), "{text:?}");
    }
    for (text, thousandths) in [
        ("0", 0),
        ("-0", 0),
        ("35", 35_000),
        ("３５", 35_000),
        ("35.3", 35_300),
        ("35.300000000000004", 35_300),
        ("999", 999_000),
        ("5000", 5_000_000),
    ] {
        assert_eq!(
            read(text),
            Reading::Value(Amount::from_thousandths(thousandths)),
            "{text:?}"
        );
    }
    // A storm of sand is believed, a figure of micrograms for CO is not.
    assert!(matches!(reading::read("9998", Pollutant::Pm10, one), Reading::Value(_)));
    assert_eq!(
        reading::read("2200", Pollutant::Co, one),
        Reading::Refused(Refusal::Absurd)
    );
}

#[test]
fn what_a_row_tells_is_remarked() {
    let table = Table::read(&["stationcode", "timepoint", "so2", "pm10", "pm2_5"]);
    let out = calculate(&table, &["X", "2023-01-01 05:00", "801", "-1", "9999"], Period::Hourly);
    let refused = |indicator, column, refusal| Remark::Refused {
        indicator,
        column,
        refusal,
    };
    assert_eq!(
        out.remarks,
        [
            refused(Indicator::Pm10Hour, 3, Refusal::Negative),
            refused(Indicator::Pm25Hour, 4, Refusal::AllNines),
            Remark::NothingMeasured,
        ]
    );
    let with = |time| calculate(&table, &["X", time, "10", "20", "30"], Period::Hourly);
    assert_eq!(
        with("2026-11-29T01:00:00").remarks,
        [Remark::Future(Date::constant(2026, 11, 29))]
    );
    assert_eq!(
        with("2011-01-01").remarks,
        [Remark::BeforeRules(Date::constant(2011, 1, 1))]
    );
    assert_eq!(with("2011-01-01").aqi, None);
    assert_eq!(with("gestern").remarks, [Remark::UnreadableTime]);
    assert_eq!(with("").remarks, []);
    assert_eq!(with("").day, Day::Untold);
    assert_eq!(with("2026-03-01").rules, Rules::In2026);
    assert_eq!(with("2026-02-28").rules, Rules::In2012);
    // The caller may choose the rules, also for older data; a short row lacks its last cells.
    let chosen = table.calculate(&["X", "2023-01-01", "10"], Period::Hourly, Some(Rules::In2026), TODAY);
    assert_eq!((chosen.rules, chosen.index()), (Rules::In2026, Some(4)));
    let beyond = calculate(&table, &["X", "2023-01-01", "801", "20", "30"], Period::Hourly);
    assert_eq!(beyond.remarks, [Remark::NoIndex(Indicator::So2Hour)]);
}

proptest! {
    #[test]
    fn no_text_is_too_odd(heads in prop::collection::vec("\\PC{0,20}", 0..6), row in prop::collection::vec("\\PC{0,20}", 0..8), daily: bool) {
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let table = Table::read(&heads);
        let period = if daily { Period::Daily } else { Period::Hourly };
        let _ = (table.period(), table.calculate(&row, period, None, TODAY));
    }

    #[test]
    fn no_cell_is_too_odd(text in "[-+<0-9.,eE×^L()年月日: T-]{0,30}") {
        let table = Table::read(&["timepoint", "so2", "co", "pm2_5(mg/m3)"]);
        let _ = table.calculate(&[&text; 4], Period::Hourly, None, TODAY);
    }

    #[test]
    fn no_head_is_too_odd(head in "[a-zA-Z0-9_.()（）μ/³ 臭氧二氧化硫颗粒物小时日均]{0,16}") {
        let _ = header::read(&head);
    }
}
