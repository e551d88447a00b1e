//! Entries made up for a demonstration: the same every time, in order, and never mistaken for real.

mod common;

use std::{collections::BTreeSet, sync::LazyLock};

use common::hubei;
use proptest::prelude::*;
use yaodian_domain::{
    Date,
    ledger::{
        Cell, FieldKind, Ledger, Row, Trouble,
        access::Desk,
        cell,
        entry::{Problem, problems},
    },
};
use yaodian_seed::{Seed, demonstration};

static HUBEI: LazyLock<Seed> = LazyLock::new(hubei);

fn made(ledger: &Ledger, today: Date, number: usize, seed: u64) -> Vec<Row> {
    demonstration(ledger, &HUBEI.plan.units, today, number, seed).collect()
}

fn autumn() -> Date {
    "2023-09-25".parse().unwrap()
}

#[test]
fn units_differ_in_how_far_they_are() {
    let ledger = &HUBEI.plan.ledgers[0];
    let rows = made(ledger, autumn(), 12_480, 1);
    assert_eq!(rows.len(), 12_480);
    let shares: Vec<usize> = (ledger.holders.iter())
        .map(|unit| {
            let own: Vec<&Row> = rows.iter().filter(|row| &row.unit == unit).collect();
            let mended = own.iter().filter(|row| row.reached.len() >= 3).count();
            assert!(!own.is_empty(), "{unit} has none");
            100 * mended / own.len()
        })
        .collect();
    let (behind, ahead) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
    assert!(*behind < 75 && *ahead > 90, "{shares:?}");
}

#[test]
fn every_name_says_that_it_is_made_up() {
    for ledger in &HUBEI.plan.ledgers {
        for row in made(ledger, autumn(), 200, 3) {
            assert!(
                row.key.starts_with("演示-") && row.key.contains(row.unit.as_str()),
                "{}",
                row.key
            );
            for (field, value) in ledger.fields.iter().zip(&row.values) {
                let Some(value) = value else { continue };
                match field.kind {
                    FieldKind::Text => assert!(value.contains("演示"), "{value}"),
                    FieldKind::Person => assert_eq!(value, "演示联系人"),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn places_lie_near_their_unit() {
    let ledger = &HUBEI.plan.ledgers[0];
    let at = ledger
        .fields
        .iter()
        .position(|field| field.kind == FieldKind::Place)
        .unwrap();
    for row in made(ledger, autumn(), 2_000, 5) {
        let place = row.values[at].as_ref().unwrap();
        let (longitude, latitude) = place.split_once(',').unwrap();
        let (longitude, latitude): (f64, f64) = (longitude.parse().unwrap(), latitude.parse().unwrap());
        assert!(
            (108.3..116.2).contains(&longitude) && (29.0..33.4).contains(&latitude),
            "{place}"
        );
        // 武汉's own lie around 武汉.
        let near = (longitude - 114.31).abs() <= 0.31 && (latitude - 30.59).abs() <= 0.31;
        assert!(near || row.unit.as_str() != "420100", "{place}");
    }
}

#[test]
fn the_same_entries_are_further_on_later() {
    let ledger = HUBEI.plan.ledgers.iter().find(|l| l.id.as_str() == "villages").unwrap();
    let (spring, winter) = (
        made(ledger, "2023-04-01".parse().unwrap(), 750, 7),
        made(ledger, "2023-12-31".parse().unwrap(), 750, 7),
    );
    let mut moved = 0;
    for (early, late) in spring.iter().zip(&winter) {
        assert_eq!((&early.key, &early.unit), (&late.key, &late.unit));
        assert!(late.reached.starts_with(&early.reached));
        moved += usize::from(late.reached.len() > early.reached.len());
    }
    assert!(moved > 300, "{moved}");
}

#[test]
fn nothing_comes_of_a_ledger_that_nobody_holds() {
    let ledger = Ledger {
        holders: Vec::new(),
        ..HUBEI.plan.ledgers[0].clone()
    };
    assert_eq!(made(&ledger, autumn(), 10, 1), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn they_are_the_same_every_time_and_keep_the_rules(
        which in any::<prop::sample::Index>(),
        seed in any::<u64>(),
        number in 0_usize..300,
        day in 0_i32..730,
    ) {
        let ledger = which.get(&HUBEI.plan.ledgers);
        let today = "2023-01-01".parse::<Date>().unwrap().checked_add(jiff_days(day)).unwrap();
        let rows = made(ledger, today, number, seed);
        prop_assert_eq!(rows.len(), number);
        prop_assert_eq!(&rows, &made(ledger, today, number, seed));
        prop_assert_eq!(&rows, &made(ledger, today, number + 5, seed)[..number]);
        let keys: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
        prop_assert_eq!(keys.len(), number);
        let units = &HUBEI.plan.units;
        let desk = Desk { person: None, today, units };
        for row in &rows {
            let wrong: Vec<Problem> = problems(ledger, &desk, None, row)
                .into_iter()
                .filter(|problem| !matches!(problem.trouble, Trouble::NoEvidence { .. }))
                .collect();
            prop_assert_eq!(wrong, []);
            prop_assert_eq!(cell::key(&Cell::Text(&row.key)), Ok(row.key.clone()));
            prop_assert_eq!(row.values.len(), ledger.fields.len());
            for (field, value) in ledger.fields.iter().zip(&row.values) {
                let Some(text) = value else { continue };
                prop_assert!(field.kind.has_column());
                prop_assert_eq!(&cell::read(field, &Cell::Text(text), units), &Ok(Some(text.clone())));
            }
        }
    }
}

fn jiff_days(days: i32) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).unwrap() * 86_400)
}
