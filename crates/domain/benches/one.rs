//! How long one target's assessment takes with a year of monthly figures: of a single reporter, and
//! of the seventeen bureaus of a province. Prints nanoseconds, the median of many runs.

use std::{hint::black_box, time::Instant};

use yaodian_domain::{
    Date, Decimal,
    check::{Policy, assess},
    decision::Decisions,
    id::{ReportId, TargetId, UnitId},
    method::Method,
    observation::{Figure, Observation, Provenance},
    plan::{Name, Span},
    target::{Home, Measure, Promise, Quote, Target},
    time::DaySpan,
};

const AS_OF: Date = Date::constant(2023, 12, 31);
const RUNS: usize = 101;
const IN_A_RUN: u32 = 500;

fn main() {
    for (name, units) in [("one_reporter_ns", 1), ("seventeen_bureaus_ns", 17)] {
        let (target, observations) = year(units);
        let policy = Policy::default();
        let mut times: Vec<f64> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                for _ in 0..IN_A_RUN {
                    black_box(assess(black_box(&target), black_box(&observations), AS_OF, &policy));
                }
                start.elapsed().as_secs_f64() * 1e9 / f64::from(IN_A_RUN)
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{{\"{name}\": {:.0}}}", times[RUNS / 2]);
    }
}

/// «80 % of the outfalls», and what `units` reported of it in each month.
fn year(units: u16) -> (Target, Vec<Observation>) {
    let name = |text: &str| Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    };
    let reporters: Vec<UnitId> = (0..units)
        .map(|unit| UnitId::new(format!("42{unit:02}00")).expect("an identifier"))
        .collect();
    let report = ReportId::new("0190a5b6-7c3d-7e4f-8a9b-0c1d2e3f4a5b").expect("an identifier");
    let observation = |unit: &UnitId, month: i8| {
        let end = DaySpan::month(2023, month).expect("a month").to();
        Observation {
            unit: Some(unit.clone()),
            span: DaySpan::new(Date::constant(2023, 1, 1), end).expect("a stretch"),
            known_on: end,
            figure: Figure::Counts {
                done: Decimal::from(i64::from(month) * 45),
                of: Some(Decimal::from(734)),
            },
            change_on_last_year: None,
            samples: None,
            withdrawn_on: None,
            provenance: Provenance::Reported {
                report: report.clone(),
                late: None,
            },
        }
    };
    let observations = (1..=12).flat_map(|month| reporters.iter().map(move |unit| observation(unit, month)));
    let observations = observations.collect();
    let target = Target {
        id: TargetId::new("outfalls").expect("an identifier"),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: Span { start: 0, end: 0 },
        },
        name: name("t"),
        promise: Promise::Share {
            measure: Measure {
                unit: name("个"),
                counted: None,
            },
            goal: Decimal::from(80),
            inventory: None,
        },
        term: DaySpan::year(2023),
        reporters,
        note: None,
        method: Method::default(),
        decisions: Decisions::default(),
    };
    (target, observations)
}
