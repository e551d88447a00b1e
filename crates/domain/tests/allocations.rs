//! One assessment with a year of data takes no memory but for what it answers.

use allocation_counter::measure;
use yaodian_domain::{
    Date, Decimal,
    check::{Policy, Status, assess},
    decision::Decisions,
    id::{TargetId, UnitId},
    method::Method,
    observation::{Figure, Observation, Provenance, Step},
    plan::{Name, Span},
    target::{Bound, Cadence, Home, Measure, Promise, Quote, Sense, Target, Toward},
    time::DaySpan,
};

fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

fn measured(unit: &str) -> Measure {
    Measure {
        unit: name(unit),
        counted: None,
    }
}

/// A target of `units` reporters, and their figures for every month.
fn year(promise: Promise, units: u16, figure: impl Fn(i8) -> Figure) -> (Target, Vec<Observation>) {
    let reporters: Vec<UnitId> = (0..units)
        .map(|unit| UnitId::new(format!("u{unit}")).unwrap())
        .collect();
    let observations = (1..=12).flat_map(|month| {
        let end = DaySpan::month(2023, month).unwrap().to();
        let figure = figure(month);
        reporters.iter().map(move |unit| Observation {
            unit: Some(unit.clone()),
            span: DaySpan::new(end.first_of_year(), end).unwrap(),
            known_on: end,
            figure: figure.clone(),
            change_on_last_year: None,
            samples: None,
            withdrawn_on: None,
            provenance: Provenance::Draft,
        })
    });
    let observations = observations.collect();
    let target = Target {
        id: TargetId::new("t").unwrap(),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: Span { start: 0, end: 0 },
        },
        name: name("t"),
        promise,
        term: DaySpan::year(2023),
        reporters,
        note: None,
        method: Method::default(),
        decisions: Decisions::default(),
    };
    (target, observations)
}

#[test]
fn a_year_of_data_takes_no_memory_but_for_the_reasons() {
    let counts = |month: i8| Figure::Counts {
        done: Decimal::from(month * 5),
        of: Some(Decimal::from(100)),
    };
    let amount = |month: i8| Figure::Amount {
        value: Decimal::from(month * 5),
    };
    let level = Promise::Level {
        measure: measured("%"),
        bound: Bound {
            sense: Sense::AtLeast,
            value: Decimal::new(893, 1),
        },
    };
    let share = Promise::Share {
        measure: measured("个"),
        goal: Decimal::from(80),
        inventory: None,
    };
    let count = Promise::Count {
        measure: measured("个"),
        goal: Decimal::from(5_000),
        toward: Toward::Reach,
        most_per_day: None,
    };
    let duty = Promise::Duty {
        cadence: Cadence::Month,
    };
    let step = |month: i8| Figure::Progress {
        step: if month < 10 { Step::Started } else { Step::Drafted },
    };
    let words = |_| Figure::Words {
        text: "有序推进".into(),
    };
    let policy = Policy::default();
    for units in [1, 17] {
        for (target, observations) in [
            year(level.clone(), units, counts),
            year(share.clone(), units, counts),
            year(count.clone(), units, amount),
            year(Promise::Deliverable, units, step),
            year(duty.clone(), units, words),
        ] {
            for as_of in [
                Date::constant(2023, 9, 30),
                Date::constant(2023, 12, 20),
                Date::constant(2024, 2, 1),
            ] {
                let mut answer = None;
                let judging = measure(|| answer = Some(assess(&target, &observations, as_of, &policy)));
                let answer = answer.unwrap();
                let copying = measure(|| drop(answer.clone()));
                assert_ne!(answer.status, Status::NoData, "{answer:?}");
                assert!(
                    judging.count_total <= copying.count_total,
                    "{} allocations, and {} to copy {answer:?}",
                    judging.count_total,
                    copying.count_total,
                );
            }
        }
    }
}
