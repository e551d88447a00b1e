//! Targets and observations to ask the check about.

use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Policy, assess},
    id::UnitId,
    observation::{Figure, Observation},
    target::{Bound, Measure, Promise, Sense, Target, Toward},
    testing::{blank_target, published},
};

pub use yaodian_domain::testing::{blank_plan as plan, name};

pub fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn measure(unit: &str) -> Measure {
    Measure {
        unit: name(unit),
        counted: None,
    }
}

pub fn units(number: usize) -> Vec<UnitId> {
    (0..number).map(|n| UnitId::new(format!("u{n}")).unwrap()).collect()
}

pub fn target(promise: Promise) -> Target {
    blank_target("t", promise, &["u0"])
}

pub fn level(sense: Sense, value: &str) -> Target {
    target(Promise::Level {
        measure: measure("%"),
        bound: Bound {
            sense,
            value: dec(value),
        },
    })
}

pub fn outfalls() -> Target {
    target(Promise::Share {
        measure: measure("个"),
        goal: dec("80"),
        inventory: Some(dec("12480")),
    })
}

pub fn observed(from: &str, to: &str, known_on: &str, figure: Figure) -> Observation {
    published(day(from), day(to), day(known_on), figure)
}

pub fn amount(value: &str) -> Figure {
    Figure::Amount { value: dec(value) }
}

pub fn counts(done: &str, of: Option<&str>) -> Figure {
    Figure::Counts {
        done: dec(done),
        of: of.map(dec),
    }
}

pub fn judge(target: &Target, observations: &[Observation], as_of: &str) -> Assessment {
    assess(target, observations, day(as_of), &Policy::default())
}

/// So many of something, from nothing up to `goal`.
pub fn count(goal: &str) -> Target {
    toward(Toward::Reach, goal)
}

/// So many of something, whichever way.
pub fn toward(toward: Toward, goal: &str) -> Target {
    target(Promise::Count {
        measure: measure("个"),
        goal: dec(goal),
        toward,
        most_per_day: None,
    })
}

/// The same observation as said by a unit.
pub fn by(unit: usize, observation: Observation) -> Observation {
    Observation {
        unit: Some(UnitId::new(format!("u{unit}")).unwrap()),
        ..observation
    }
}

/// From 1 January 2023 up to the end of `to`, known `on`.
pub fn so_far(to: &str, on: &str, figure: Figure) -> Observation {
    observed("2023-01-01", to, on, figure)
}

/// Eight times as many cases as proptest takes by default, or as `PROPTEST_CASES` says.
pub fn many() -> proptest::test_runner::Config {
    let usual = proptest::test_runner::Config::default();
    proptest::test_runner::Config {
        cases: usual.cases * 8,
        ..usual
    }
}
