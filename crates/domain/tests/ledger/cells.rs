//! What officials write in cells.

use proptest::prelude::*;
use yaodian_domain::{
    Decimal,
    ledger::{
        Cell, Field, Trouble,
        cell::{day as read_day, key, read, stage_day, tidy, unit},
    },
    number::NumberError,
};

use super::fixtures::{day, ledger, units};

fn field(id: &str) -> Field {
    ledger()
        .fields
        .into_iter()
        .find(|field| field.id.as_str() == id)
        .unwrap()
}

fn text(id: &str, typed: &str) -> Result<Option<String>, Trouble> {
    read(&field(id), &Cell::Text(typed), &units())
}

#[test]
fn what_is_understood() {
    for (id, typed, value) in [
        ("river", " 东湖\u{3000}", "东湖"),
        ("river", "\u{FEFF}东\u{200B}湖", "东湖"),
        ("river", "a\tb", "a b"),
        ("flow", "1,250.5", "1250.5"),
        ("flow", "１２．５０", "12.5"),
        ("flow", "12.5 吨/日", "12.5"),
        ("flow", "12.5T/D", "12.5"),
        ("flow", "0.00", "0"),
        ("found", "2023-9-5", "2023-09-05"),
        ("found", "2023/09/05", "2023-09-05"),
        ("found", "2023.9.5", "2023-09-05"),
        ("found", "2023年9月5日", "2023-09-05"),
        ("found", "２０２３年９月５日", "2023-09-05"),
        ("found", "20230905", "2023-09-05"),
        ("found", "2023-09-05 00:00:00", "2023-09-05"),
        ("sort", "城镇生活", "城镇生活"),
        ("sort", "Urban", "城镇生活"),
        ("site", "114.305，30.593", "114.305,30.593"),
        ("site", "114.3050 30.5930", "114.305,30.593"),
        ("site", "114°18′18″E, 30°35′34.8″N", "114.305,30.593"),
        ("site", "东经114度18分18秒 北纬30度35分34.8秒", "114.305,30.593"),
    ] {
        assert_eq!(text(id, typed), Ok(Some(value.to_owned())), "{id} {typed:?}");
    }
    for id in ["river", "flow", "found", "sort", "site", "contact"] {
        for blank in ["", "  ", "\u{3000}", "\u{FEFF}", "\n"] {
            assert_eq!(text(id, blank), Ok(None), "{id} {blank:?}");
        }
        assert_eq!(read(&field(id), &Cell::Empty, &units()), Ok(None));
    }
    let number = Cell::Number("12.50".parse().unwrap());
    assert_eq!(read(&field("flow"), &number, &units()), Ok(Some("12.5".to_owned())));
    assert_eq!(read(&field("river"), &number, &units()), Ok(Some("12.5".to_owned())));
    let eight = Cell::Number("20230905".parse().unwrap());
    assert_eq!(
        read(&field("found"), &eight, &units()),
        Ok(Some("2023-09-05".to_owned()))
    );
    let found = Cell::Day(day("2023-09-05"));
    assert_eq!(
        read(&field("found"), &found, &units()),
        Ok(Some("2023-09-05".to_owned()))
    );
    assert_eq!(stage_day(&found), Ok(Some(day("2023-09-05"))));
    assert_eq!(stage_day(&Cell::Text(" ")), Ok(None));
}

#[test]
fn what_is_refused_is_told_exactly() {
    let near = |result: Result<Option<String>, Trouble>| match result {
        Err(Trouble::NotAChoice { near, .. }) => near.into_iter().map(|name| name.zh).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        text("flow", "12.5 公斤/日"),
        Err(Trouble::OtherMeasure {
            found: "公斤/日".to_owned()
        })
    );
    assert_eq!(text("flow", "5%"), Err(Trouble::OtherMeasure { found: "%".to_owned() }));
    assert_eq!(text("flow", "1.234"), Err(Trouble::TooPrecise { most: 2 }));
    assert_eq!(text("flow", "-1"), Err(Trouble::TooSmall { least: Decimal::ZERO }));
    assert_eq!(
        text("flow", "500001"),
        Err(Trouble::TooLarge {
            most: Decimal::from(500_000)
        })
    );
    let comma = NumberError::Comma { at: 2 };
    assert_eq!(text("flow", "1,25"), Err(Trouble::NotANumber { why: comma }));
    assert!(matches!(text("flow", "约12"), Err(Trouble::NotANumber { .. })));
    assert!(matches!(text("flow", "12 或 13"), Err(Trouble::NotANumber { .. })));
    for typed in [
        "23-9-5",
        "5/9/2023",
        "2023-13-01",
        "2023-02-30",
        "9月5日",
        "2023-09",
        "昨天",
        "45170",
        "2023-09-05 14:30",
    ] {
        let found = typed.to_owned();
        assert_eq!(text("found", typed), Err(Trouble::NotADay { found }), "{typed}");
    }
    assert_eq!(near(text("sort", "城镇")), ["城镇生活"]);
    assert!(near(text("sort", "矿山")).is_empty());
    assert_eq!(text("site", "30.593,114.305"), Err(Trouble::PlaceTurned));
    assert_eq!(text("site", "2.35,48.85"), Err(Trouble::PlaceAbroad));
    assert!(matches!(text("site", "武汉"), Err(Trouble::NotAPlace { .. })));
    assert!(matches!(text("site", "114.305"), Err(Trouble::NotAPlace { .. })));
    let long = "长".repeat(2_001);
    assert_eq!(
        text("river", &long),
        Err(Trouble::TooLong {
            length: 2_001,
            most: 2_000
        })
    );
    let formula = Cell::Formula("=A1*2");
    let told = Trouble::Formula {
        formula: "=A1*2".to_owned(),
    };
    assert_eq!(read(&field("flow"), &formula, &units()), Err(told.clone()));
    assert_eq!(stage_day(&formula), Err(told));
    let fault = Trouble::Fault {
        found: "#N/A".to_owned(),
    };
    assert_eq!(read(&field("flow"), &Cell::Fault("#N/A"), &units()), Err(fault));
}

#[test]
fn numbers_of_entries() {
    assert_eq!(key(&Cell::Text(" ＨＢ－００１ ")), Ok("HB-001".to_owned()));
    assert_eq!(key(&Cell::Number("1001".parse().unwrap())), Ok("1001".to_owned()));
    assert_eq!(key(&Cell::Text("　")), Err(Trouble::Missing));
    assert_eq!(key(&Cell::Empty), Err(Trouble::Missing));
    assert_eq!(
        key(&Cell::Text(&"9".repeat(65))),
        Err(Trouble::TooLong { length: 65, most: 64 })
    );
}

#[test]
fn units_by_any_of_their_names() {
    let units = units();
    for name in ["420100", "武汉市", "武汉", "武汉市生态环境局", "wuhan"] {
        assert_eq!(unit(name, &units).unwrap().id.as_str(), "420100", "{name}");
    }
    assert_eq!(unit("神农架", &units).unwrap().id.as_str(), "429021");
    let Err(Trouble::NoUnit { near, .. }) = unit("武汉厅", &units) else {
        panic!("no such unit");
    };
    assert_eq!(near[0].zh, "武汉市");
    assert!(matches!(unit("", &units), Err(Trouble::NoUnit { .. })));
}

proptest! {
    /// Whatever stands in a cell gets an answer, and what was understood is understood again as
    /// the same: the canonical text is a fixed point.
    #[test]
    fn canonical_text_stays_as_it_is(typed in "\\PC{0,30}|[0-9０-９.,%年月日/ -]{0,14}") {
        for field in ledger().fields {
            if let Ok(Some(value)) = read(&field, &Cell::Text(&typed), &units()) {
                prop_assert_eq!(read(&field, &Cell::Text(&value), &units()), Ok(Some(value.clone())), "{}", field.id);
            }
        }
        if let Ok(once) = key(&Cell::Text(&typed)) {
            prop_assert_eq!(key(&Cell::Text(&once)), Ok(once.clone()));
        }
        let once = tidy(&typed).into_owned();
        prop_assert_eq!(tidy(&once).into_owned(), once.clone());
    }

    #[test]
    fn days_are_read_as_they_are_written(year in 1900_i16..=2200, month in 1_i8..=12, of_month in 1_i8..=28) {
        let day = yaodian_domain::Date::new(year, month, of_month).unwrap();
        for text in [day.to_string(), format!("{year}年{month}月{of_month}日"), format!("{year}/{month}/{of_month}"), format!("{year}{month:02}{of_month:02}")] {
            prop_assert_eq!(read_day(&text), Ok(day));
        }
    }
}
