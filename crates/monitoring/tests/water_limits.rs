//! Every limit of table 1 of GB 3838-2002, written down here a second time, from both sides and on it.

use yaodian_domain::Decimal;
use yaodian_monitoring::water::{Body, Grade, Group, Item, ItemGrade, Rules, Value, Values, WaterClass};

/// Items with ceilings: the limits of Ⅰ, Ⅱ, Ⅲ, Ⅳ and Ⅴ as the standard prints them.
const CEILINGS: [(Item, Body, [&str; 5]); 41] = {
    use Body::{Lake, River};
    [
        (Item::Permanganate, River, ["2", "4", "6", "10", "15"]),
        (Item::Permanganate, Lake, ["2", "4", "6", "10", "15"]),
        (Item::ChemicalOxygenDemand, River, ["15", "15", "20", "30", "40"]),
        (Item::ChemicalOxygenDemand, Lake, ["15", "15", "20", "30", "40"]),
        (Item::BiochemicalOxygenDemand, River, ["3", "3", "4", "6", "10"]),
        (Item::BiochemicalOxygenDemand, Lake, ["3", "3", "4", "6", "10"]),
        (Item::AmmoniaNitrogen, River, ["0.15", "0.5", "1.0", "1.5", "2.0"]),
        (Item::AmmoniaNitrogen, Lake, ["0.15", "0.5", "1.0", "1.5", "2.0"]),
        (Item::TotalPhosphorus, River, ["0.02", "0.1", "0.2", "0.3", "0.4"]),
        (Item::TotalPhosphorus, Lake, ["0.01", "0.025", "0.05", "0.1", "0.2"]),
        (Item::TotalNitrogen, Lake, ["0.2", "0.5", "1.0", "1.5", "2.0"]),
        (Item::Copper, River, ["0.01", "1.0", "1.0", "1.0", "1.0"]),
        (Item::Copper, Lake, ["0.01", "1.0", "1.0", "1.0", "1.0"]),
        (Item::Zinc, River, ["0.05", "1.0", "1.0", "2.0", "2.0"]),
        (Item::Zinc, Lake, ["0.05", "1.0", "1.0", "2.0", "2.0"]),
        (Item::Fluoride, River, ["1.0", "1.0", "1.0", "1.5", "1.5"]),
        (Item::Fluoride, Lake, ["1.0", "1.0", "1.0", "1.5", "1.5"]),
        (Item::Selenium, River, ["0.01", "0.01", "0.01", "0.02", "0.02"]),
        (Item::Selenium, Lake, ["0.01", "0.01", "0.01", "0.02", "0.02"]),
        (Item::Arsenic, River, ["0.05", "0.05", "0.05", "0.1", "0.1"]),
        (Item::Arsenic, Lake, ["0.05", "0.05", "0.05", "0.1", "0.1"]),
        (Item::Mercury, River, ["0.00005", "0.00005", "0.0001", "0.001", "0.001"]),
        (Item::Mercury, Lake, ["0.00005", "0.00005", "0.0001", "0.001", "0.001"]),
        (Item::Cadmium, River, ["0.001", "0.005", "0.005", "0.005", "0.01"]),
        (Item::Cadmium, Lake, ["0.001", "0.005", "0.005", "0.005", "0.01"]),
        (Item::Chromium, River, ["0.01", "0.05", "0.05", "0.05", "0.1"]),
        (Item::Chromium, Lake, ["0.01", "0.05", "0.05", "0.05", "0.1"]),
        (Item::Lead, River, ["0.01", "0.01", "0.05", "0.05", "0.1"]),
        (Item::Lead, Lake, ["0.01", "0.01", "0.05", "0.05", "0.1"]),
        (Item::Cyanide, River, ["0.005", "0.05", "0.2", "0.2", "0.2"]),
        (Item::Cyanide, Lake, ["0.005", "0.05", "0.2", "0.2", "0.2"]),
        (Item::VolatilePhenol, River, ["0.002", "0.002", "0.005", "0.01", "0.1"]),
        (Item::VolatilePhenol, Lake, ["0.002", "0.002", "0.005", "0.01", "0.1"]),
        (Item::Petroleum, River, ["0.05", "0.05", "0.05", "0.5", "1.0"]),
        (Item::Petroleum, Lake, ["0.05", "0.05", "0.05", "0.5", "1.0"]),
        (Item::AnionicSurfactant, River, ["0.2", "0.2", "0.2", "0.3", "0.3"]),
        (Item::AnionicSurfactant, Lake, ["0.2", "0.2", "0.2", "0.3", "0.3"]),
        (Item::Sulfide, River, ["0.05", "0.1", "0.2", "0.5", "1.0"]),
        (Item::Sulfide, Lake, ["0.05", "0.1", "0.2", "0.5", "1.0"]),
        (Item::FaecalColiforms, River, ["200", "2000", "10000", "20000", "40000"]),
        (Item::FaecalColiforms, Lake, ["200", "2000", "10000", "20000", "40000"]),
    ]
};

/// The least step that is tried on both sides of a limit.
const STEP: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

fn dec(text: &str) -> Decimal {
    text.parse().expect("a figure")
}

fn class(item: Item, body: Body, amount: Decimal) -> Option<WaterClass> {
    let value = Value::found(amount);
    ItemGrade::of(item, value, body, Rules::LATEST).map(|graded| graded.class)
}

/// The best class that has this very limit.
fn best_with(limits: &[&str; 5], limit: Decimal) -> WaterClass {
    let place = limits.iter().position(|text| dec(text) == limit).expect("one of them");
    WaterClass::ALL[place]
}

#[test]
fn a_ceiling_belongs_to_its_class_and_what_is_above_does_not() {
    for (item, body, limits) in &CEILINGS {
        for (place, limit) in limits.iter().enumerate() {
            let limit = dec(limit);
            let on = best_with(limits, limit);
            assert_eq!(class(*item, *body, limit), Some(on), "{item:?} {body:?} on {limit}");
            assert_eq!(
                class(*item, *body, limit - STEP),
                Some(on),
                "{item:?} {body:?} below {limit}"
            );
            let above = limits[place..].iter().find(|next| dec(next) > limit);
            let above = above.map_or(WaterClass::InferiorV, |next| best_with(limits, dec(next)));
            assert_eq!(
                class(*item, *body, limit + STEP),
                Some(above),
                "{item:?} {body:?} above {limit}"
            );
        }
        assert_eq!(class(*item, *body, Decimal::ZERO), Some(WaterClass::I), "{item:?}");
    }
}

#[test]
fn oxygen_is_graded_the_other_way_round() {
    let limits = [
        ("7.5", WaterClass::I),
        ("6", WaterClass::II),
        ("5", WaterClass::III),
        ("3", WaterClass::IV),
        ("2", WaterClass::V),
    ];
    for body in [Body::River, Body::Lake] {
        for (limit, on) in limits {
            let limit = dec(limit);
            assert_eq!(class(Item::DissolvedOxygen, body, limit), Some(on));
            assert_eq!(class(Item::DissolvedOxygen, body, limit + STEP), Some(on));
            let below = WaterClass::ALL[on.index() + 1];
            assert_eq!(class(Item::DissolvedOxygen, body, limit - STEP), Some(below));
        }
        assert_eq!(class(Item::DissolvedOxygen, body, dec("14.6")), Some(WaterClass::I));
        assert_eq!(
            class(Item::DissolvedOxygen, body, Decimal::ZERO),
            Some(WaterClass::InferiorV)
        );
    }
}

#[test]
fn ph_has_one_range_for_all_classes() {
    for (value, expected) in [
        ("5.999999999", WaterClass::InferiorV),
        ("6", WaterClass::I),
        ("6.000000001", WaterClass::I),
        ("8.999999999", WaterClass::I),
        ("9", WaterClass::I),
        ("9.000000001", WaterClass::InferiorV),
    ] {
        assert_eq!(class(Item::Ph, Body::River, dec(value)), Some(expected), "pH {value}");
        assert_eq!(class(Item::Ph, Body::Lake, dec(value)), Some(expected), "pH {value}");
    }
}

#[test]
fn what_the_standard_does_not_grade_has_no_class() {
    for body in [Body::River, Body::Lake] {
        assert_eq!(class(Item::Temperature, body, dec("20")), None);
        assert_eq!(class(Item::Sulfate, body, dec("20")), None);
        assert_eq!(class(Item::ChlorophyllA, body, dec("20")), None);
        assert_eq!(class(Item::Transparency, body, dec("1")), None);
    }
    assert_eq!(class(Item::TotalNitrogen, Body::River, dec("20")), None);
}

#[test]
fn every_graded_item_is_in_this_table() {
    for item in Item::ALL {
        for body in [Body::River, Body::Lake] {
            let graded = class(item, body, Decimal::ZERO).is_some();
            let here = CEILINGS.iter().any(|(known, of, _)| (*known, *of) == (item, body));
            let other = matches!(item, Item::Ph | Item::DissolvedOxygen);
            assert_eq!(graded, here || other, "{item:?} {body:?}");
        }
    }
}

#[test]
fn the_supplementary_limits_have_no_classes() {
    for (item, limit) in [
        (Item::Sulfate, "250"),
        (Item::Chloride, "250"),
        (Item::Nitrate, "10"),
        (Item::Iron, "0.3"),
        (Item::Manganese, "0.1"),
    ] {
        let limits = Rules::LATEST.limits(item, Body::River).expect("a limit");
        let limit = dec(limit);
        let kept = limits.of(WaterClass::III).expect("a limit");
        assert!(kept.holds(limit) && kept.holds(limit - STEP) && !kept.holds(limit + STEP));
        assert_eq!(limits.class_of(limit), None);
    }
}

/// Each of the 21 alone drags a clean sample down, and the three others do not.
#[test]
fn the_worst_of_the_21_decides_and_the_three_do_not() {
    let clean = |item: Item| match item {
        Item::Ph => dec("7"),
        Item::DissolvedOxygen => dec("9"),
        Item::Temperature => dec("20"),
        _ => Decimal::ZERO,
    };
    let dirty = |item: Item| match item {
        Item::DissolvedOxygen => Decimal::ZERO,
        Item::Ph => dec("9.5"),
        _ => dec("99999999"),
    };
    let table1 = Item::ALL
        .into_iter()
        .filter(|item| !matches!(item.group(), Group::Supplementary | Group::Trophic));
    let sample: Values = table1.map(|item| (item, Value::found(clean(item)))).collect();
    for (item, _) in sample.iter() {
        let mut worse = sample.clone();
        worse.set(item, Value::found(dirty(item)));
        let class = Grade::of(&worse, Body::Lake, Rules::LATEST).class;
        let decides = !matches!(item, Item::Temperature | Item::TotalNitrogen | Item::FaecalColiforms);
        let expected = if decides { WaterClass::InferiorV } else { WaterClass::I };
        assert_eq!(class, Some(expected), "{item:?}");
    }
}
