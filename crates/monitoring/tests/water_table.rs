//! Heads, cells and rows as people keep them, and what is set aside.

mod water_support;

use water_support::dec;
use yaodian_domain::Date;
use yaodian_monitoring::{
    cell::CellError,
    water::{
        Body, Item, Note, Origin, Reading, Refusal, Rules, Table, Unit, Value, WaterClass,
        header::{self, HeadError},
        reading,
        table::{Column, GradedRow, Remark},
    },
};

const TODAY: Date = Date::constant(2026, 2, 4);

#[test]
fn heads_name_an_item_and_a_unit() {
    use Unit::{
        Celsius, Centimetre, CountPer100Millilitre, CountPerLitre, Metre, MicrogramPerLitre, MilligramPerCubicMetre,
        MilligramPerLitre, One,
    };
    for (text, item, unit, told) in [
        ("高锰酸盐指数(mg/L)", Item::Permanganate, MilligramPerLitre, true),
        ("CODMn（mg/L）", Item::Permanganate, MilligramPerLitre, true),
        ("pH(无量纲)", Item::Ph, One, true),
        ("ＰＨ值", Item::Ph, One, false),
        ("总磷（以P计）(mg/L)", Item::TotalPhosphorus, MilligramPerLitre, true),
        ("总磷(湖、库) μg/L", Item::TotalPhosphorus, MicrogramPerLitre, true),
        ("氨氮(μg/L)", Item::AmmoniaNitrogen, MicrogramPerLitre, true),
        ("氨氮(µg/L)", Item::AmmoniaNitrogen, MicrogramPerLitre, true),
        ("氨氮（NH3-N） (mg/L)", Item::AmmoniaNitrogen, MilligramPerLitre, true),
        ("NH₃-N/(mg/L)", Item::AmmoniaNitrogen, MilligramPerLitre, true),
        ("nh3-n_mg/l", Item::AmmoniaNitrogen, MilligramPerLitre, true),
        ("化学需氧量", Item::ChemicalOxygenDemand, MilligramPerLitre, false),
        (
            "化学需氧量(CODCr)(mg/L)",
            Item::ChemicalOxygenDemand,
            MilligramPerLitre,
            true,
        ),
        ("COD", Item::ChemicalOxygenDemand, MilligramPerLitre, false),
        ("BOD5 [mg/L]", Item::BiochemicalOxygenDemand, MilligramPerLitre, true),
        (
            "五日生化需氧量(单位：mg/L)",
            Item::BiochemicalOxygenDemand,
            MilligramPerLitre,
            true,
        ),
        ("DO(mg/L)", Item::DissolvedOxygen, MilligramPerLitre, true),
        ("溶 解 氧", Item::DissolvedOxygen, MilligramPerLitre, false),
        ("水温(℃)", Item::Temperature, Celsius, true),
        ("铬(六价)(mg/L)", Item::Chromium, MilligramPerLitre, true),
        ("六价铬", Item::Chromium, MilligramPerLitre, false),
        ("氟化物（以F-计）", Item::Fluoride, MilligramPerLitre, false),
        ("粪大肠菌群(个/L)", Item::FaecalColiforms, CountPerLitre, true),
        (
            "粪大肠菌群(MPN/100mL)",
            Item::FaecalColiforms,
            CountPer100Millilitre,
            true,
        ),
        ("叶绿素α(mg/L)", Item::ChlorophyllA, MilligramPerLitre, true),
        ("叶绿素a(mg/m³)", Item::ChlorophyllA, MilligramPerCubicMetre, true),
        ("透明度(cm)", Item::Transparency, Centimetre, true),
        ("透明度m", Item::Transparency, Metre, true),
        ("铬(六价)(以Cr计)[mg/L]", Item::Chromium, MilligramPerLitre, true),
        ("\u{FEFF}氨氮(mg/L)", Item::AmmoniaNitrogen, MilligramPerLitre, true),
        ("硝酸盐(以N计)", Item::Nitrate, MilligramPerLitre, false),
    ] {
        let head = header::read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let found = head.map(|head| (head.item, head.unit, head.unit_told));
        assert_eq!(found, Some((item, unit, told)), "{text}");
    }
}

/// Whatever the standard calls an item is understood.
#[test]
fn every_item_is_known_by_its_own_name() {
    for item in Item::ALL {
        let head = header::read(item.name()).expect("no odd bracket").expect("an item");
        assert_eq!((head.item, head.unit), (item, item.unit()));
    }
}

#[test]
fn heads_of_other_things_name_none() {
    for text in [
        "",
        "断面名称",
        "水质类别",
        "电导率(μS/cm)",
        "浊度(NTU)",
        "藻密度(cells/L)",
        "总铬(mg/L)",
        "铬(mg/L)",
        "(mg/L)",
        "（",
    ] {
        assert_eq!(header::read(text), Ok(None), "{text:?}");
    }
}

#[test]
fn heads_that_may_mean_something_else_are_refused() {
    assert!(matches!(
        header::read("氨氮(水质类别)"),
        Err(HeadError::UnknownBracket { .. })
    ));
    for text in [
        "总磷(总氮)",
        "氨氮(mg/L)(μg/L)",
        "氨氮mg/L(μg/L)",
        "铬(六价)(超标倍数)",
        "六价铬(类别)",
    ] {
        let refused = matches!(header::read(text), Err(HeadError::UnknownBracket { .. }) | Ok(None));
        assert!(refused, "{text}: {:?}", header::read(text));
    }
    assert!(matches!(
        header::read("溶解氧(%)"),
        Err(HeadError::UnknownBracket { .. })
    ));
    assert_eq!(
        header::read("氨氮(m)"),
        Err(HeadError::UnfitUnit {
            item: Item::AmmoniaNitrogen,
            unit: Unit::Metre
        })
    );
}

fn read(text: &str, item: Item, unit: Unit) -> Reading {
    reading::read(text, item, unit, Body::River, Rules::LATEST)
}

#[test]
fn cells_become_values_in_the_unit_of_the_item() {
    let value = |amount: &str, origin| {
        let amount = dec(amount);
        Reading::Value(Value { amount, origin })
    };
    let (mg, ug) = (Unit::MilligramPerLitre, Unit::MicrogramPerLitre);
    for (text, item, unit, reading) in [
        ("0.513", Item::AmmoniaNitrogen, mg, value("0.513", Origin::Found)),
        ("513", Item::AmmoniaNitrogen, ug, value("0.513", Origin::Found)),
        ("<0.05", Item::Petroleum, mg, value("0.025", Origin::HalfOfLimit)),
        ("0.04L", Item::Mercury, ug, value("0.00002", Origin::HalfOfLimit)),
        (
            "未检出",
            Item::Mercury,
            mg,
            value("0.000025", Origin::HalfOfUntoldLimit),
        ),
        (
            "ND",
            Item::VolatilePhenol,
            mg,
            value("0.001", Origin::HalfOfUntoldLimit),
        ),
        ("未检出", Item::Iron, mg, value("0.15", Origin::HalfOfUntoldLimit)),
        (
            "未检出",
            Item::TotalNitrogen,
            mg,
            value("0.1", Origin::HalfOfUntoldLimit),
        ),
        ("0.001", Item::ChlorophyllA, mg, value("1", Origin::Found)),
        ("80", Item::Transparency, Unit::Centimetre, value("0.8", Origin::Found)),
        (
            "2400",
            Item::FaecalColiforms,
            Unit::CountPer100Millilitre,
            value("24000", Origin::Found),
        ),
        ("--", Item::Lead, mg, Reading::Missing),
        ("未监测", Item::Lead, mg, Reading::Missing),
    ] {
        assert_eq!(read(text, item, unit), reading, "{text} of {item:?}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let mg = Unit::MilligramPerLitre;
    for (text, item, unit) in [
        ("15", Item::Ph, Unit::One),
        ("9999", Item::Ph, Unit::One),
        ("60", Item::DissolvedOxygen, mg),
        ("9999", Item::AmmoniaNitrogen, mg),
        ("999999999999999", Item::Lead, Unit::GramPerLitre),
        ("1", Item::Lead, Unit::Metre),
    ] {
        let reading = read(text, item, unit);
        assert!(
            matches!(reading, Reading::Refused(Refusal::Implausible(_))),
            "{text}: {reading:?}"
        );
    }
    for (text, item, unit, refusal) in [
        ("-1", Item::Ph, Unit::One, Refusal::Negative),
        ("-0.1", Item::Lead, mg, Refusal::Negative),
        ("未检出", Item::Ph, Unit::One, Refusal::CannotBeUndetected),
        ("ND", Item::ChlorophyllA, mg, Refusal::UntoldDetection),
        ("ND", Item::DissolvedOxygen, mg, Refusal::UntoldDetection),
        ("Ⅲ", Item::Lead, mg, Refusal::Text(CellError::NotAFigure)),
    ] {
        assert_eq!(read(text, item, unit), Reading::Refused(refusal), "{text}");
    }
}

const HEADS: [&str; 9] = [
    "断面名称",
    "监测时间",
    "水体类型",
    "水质类别",
    "pH(无量纲)",
    "溶解氧(mg/L)",
    "氨氮(mg/L)",
    "总磷(mg/L)",
    "电导率(μS/cm)",
];

fn grade(rows: &[[&str; 9]]) -> Vec<GradedRow> {
    Table::read(&HEADS).grade(rows, TODAY)
}

fn class(graded: &GradedRow) -> Option<WaterClass> {
    graded.grade.as_ref().and_then(|grade| grade.class)
}

#[test]
fn a_table_knows_its_columns() {
    let table = Table::read(&["断面", "水质类别", "COD", "化学需氧量(mg/L)", "氨氮(类别)", "备注"]);
    assert!(matches!(
        table.columns(),
        [
            Column::Section,
            Column::Carried,
            Column::Item(_),
            Column::Repeated(Item::ChemicalOxygenDemand),
            Column::Unusable(_),
            Column::Carried
        ]
    ));
    assert!(table.can_grade());
    assert!(!Table::read(&["断面名称", "总氮(mg/L)"]).can_grade());
    assert!(!Table::read(&[]).can_grade());
}

/// The official class stands in the row and is not looked at.
#[test]
fn a_row_is_graded_by_its_own_kind_of_water() {
    let graded = grade(&[
        ["甲", "02-04 10:00", "河流", "劣Ⅴ", "7.2", "9.5", "0.4", "0.06", "661.5"],
        ["乙", "2023-05-04", "湖库", "Ⅰ", "7.2", "9.5", "0.4", "0.06", "661.5"],
        ["丙", "", "", "", "7.2", "9.5", "0.4", "0.06", "--"],
        ["丁", "", "运河", "", "7.2", "9.5", "0.4", "0.06", "--"],
        ["戊", "", "", "", "", "--", "/", "未监测", ""],
    ]);
    let classes: Vec<_> = graded.iter().map(class).collect();
    let (two, four) = (Some(WaterClass::II), Some(WaterClass::IV));
    assert_eq!(classes, [two, four, two, two, None]);
    assert_eq!(graded[0].section.as_deref(), Some("甲"));
    assert_eq!(graded[0].remarks, []);
    assert_eq!(graded[3].remarks, [Remark::UnknownBody]);
    assert_eq!(graded[4].remarks, [Remark::NothingMeasured]);
    assert_eq!(graded[0].sample(), None, "no year");
    assert_eq!(
        graded[1].sample().map(|sample| sample.on),
        Some(Date::constant(2023, 5, 4))
    );
}

#[test]
fn a_day_to_come_and_a_day_before_the_standard_are_not_graded() {
    let graded = grade(&[
        ["甲", "2062-02-04", "", "", "7", "9", "0.4", "0.06", ""],
        ["甲", "1999-02-04", "", "", "7", "9", "0.4", "0.06", ""],
        ["甲", "昨天", "", "", "7", "9", "0.4", "0.06", ""],
    ]);
    assert_eq!(graded[0].remarks, [Remark::Future(Date::constant(2062, 2, 4))]);
    assert_eq!(graded[1].remarks, [Remark::BeforeStandard(Date::constant(1999, 2, 4))]);
    assert_eq!((&graded[0].grade, &graded[1].grade), (&None, &None));
    assert_eq!(graded[0].sample(), None);
    assert_eq!(graded[2].remarks, [Remark::UnreadableTime]);
    assert_eq!(class(&graded[2]), Some(WaterClass::II));
}

#[test]
fn an_odd_cell_is_set_aside_and_the_rest_stands() {
    let graded = grade(&[["甲", "2023-05-04", "", "", "15", "9", "约0.4", "0.06", ""]]);
    let [row] = graded.as_slice() else { panic!("one row") };
    assert_eq!(class(row), Some(WaterClass::II));
    let refused: Vec<_> = row
        .remarks
        .iter()
        .filter_map(|remark| match remark {
            Remark::Refused { item, column, .. } => Some((*item, *column)),
            _ => None,
        })
        .collect();
    assert_eq!(refused, [(Item::Ph, 4), (Item::AmmoniaNitrogen, 6)]);
    let sample = row.sample().expect("a sample");
    assert_eq!(sample.refused.len(), 2, "the period will tell of both");
    assert_eq!(sample.values.iter().count(), 2);
}

#[test]
fn short_rows_lack_their_last_cells() {
    let graded = Table::read(&HEADS).grade(&[vec!["甲"], vec!["乙", "", "", "", "7"]], TODAY);
    assert_eq!(class(&graded[0]), None);
    assert_eq!(class(&graded[1]), Some(WaterClass::I));
}

fn column_of_ph(ph: [&'static str; 6], conductivity: [&'static str; 6]) -> Vec<[&'static str; 9]> {
    std::iter::zip(ph, conductivity)
        .map(|(ph, conductivity)| ["甲", "", "", "", ph, "9.1", "0.2", "0.05", conductivity])
        .collect()
}

#[test]
fn swapped_columns_are_set_aside() {
    let swapped = column_of_ph(
        ["661", "201", "137", "183", "309", "13.5"],
        ["7.15", "7.8", "7.86", "4.16", "8.2", "7.94"],
    );
    for row in grade(&swapped) {
        let refusal = Refusal::OtherColumn { fits: Some(8) };
        let (item, column) = (Item::Ph, 4);
        assert_eq!(row.remarks, [Remark::Refused { item, column, refusal }]);
        assert_eq!(row.values.get(Item::Ph), None);
    }
    let right = column_of_ph(
        ["7.15", "7.8", "7.86", "4.16", "8.2", "7.94"],
        ["661", "201", "137", "183", "309", "13.5"],
    );
    assert!(grade(&right).iter().all(|row| row.remarks.is_empty()));
}

/// A probe that failed writes 9999: its code is set aside, and what it measured before stands.
#[test]
fn failure_codes_do_not_take_good_figures_along() {
    let failed = ["9999", "7.8", "9999", "9999", "8.2", "9999"];
    let graded = grade(&column_of_ph(failed, ["661"; 6]));
    let kept: Vec<_> = graded.iter().filter(|row| row.values.get(Item::Ph).is_some()).collect();
    assert_eq!(kept.len(), 2);
    let told = graded.iter().filter(|row| !row.remarks.is_empty());
    assert_eq!(told.count(), 4);
}

/// Conductivity under the head of pH, and its own column lost: the one figure that could be a pH goes too.
#[test]
fn a_column_that_cannot_be_its_head_is_set_aside_as_a_whole() {
    let heads = ["断面名称", "pH", "氨氮"];
    let rows = ["661", "201", "137", "183", "309", "297", "342", "512", "87", "13.5"].map(|ph| ["甲", ph, "0.2"]);
    for row in Table::read(&heads).grade(&rows, TODAY) {
        let refusal = Refusal::OtherColumn { fits: None };
        let (item, column) = (Item::Ph, 1);
        assert_eq!(row.remarks, [Remark::Refused { item, column, refusal }]);
    }
}

/// pH and COD under each other's head: the figures of both are set aside, not only the impossible ones.
#[test]
fn two_items_under_each_others_head_are_both_set_aside() {
    let heads = ["断面名称", "pH", "COD"];
    let rows = [
        ["甲", "18", "7.1"],
        ["乙", "21", "7.4"],
        ["丙", "12", "8.0"],
        ["丁", "33", "7.7"],
        ["戊", "16", "6.9"],
    ];
    for row in Table::read(&heads).grade(&rows, TODAY) {
        assert!(row.values.is_empty());
        assert!(row.remarks.contains(&Remark::Refused {
            item: Item::ChemicalOxygenDemand,
            column: 2,
            refusal: Refusal::OtherColumn { fits: Some(1) }
        }));
    }
}

#[test]
fn micrograms_among_milligrams_are_set_aside() {
    let ammonia = ["0.21", "0.35", "0.18", "290", "0.27", "0.4"];
    let rows: Vec<[&str; 9]> = ammonia
        .into_iter()
        .map(|ammonia| ["甲", "", "", "", "7", "9", ammonia, "0.05", ""])
        .collect();
    let graded = grade(&rows);
    let refusal = Refusal::OtherUnit { factor: dec("1000") };
    let (item, column) = (Item::AmmoniaNitrogen, 6);
    assert_eq!(graded[3].remarks, [Remark::Refused { item, column, refusal }]);
    assert_eq!(
        class(&graded[3]),
        Some(WaterClass::II),
        "by the phosphorus that is left"
    );
    assert!(graded.iter().filter(|row| row.remarks.is_empty()).count() == 5);
}

/// 张湾, 中国环境监测总站, 2026-02-04: phosphorus is displayed on the limit.
#[test]
fn a_row_carries_the_notes_of_its_grade() {
    let graded = grade(&[[
        "张湾",
        "2026-02-04",
        "",
        "Ⅲ",
        "8.51",
        "13.55",
        "0.202",
        "0.100",
        "622.1",
    ]]);
    assert!(matches!(
        graded[0].remarks.as_slice(),
        [Remark::Grade(Note::OnLimit {
            item: Item::TotalPhosphorus,
            ..
        })]
    ));
}
