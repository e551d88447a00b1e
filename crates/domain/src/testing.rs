//! Generated cases for the check: plausible ones and hostile ones.
//!
//! Used by this crate's property tests, by the benchmark, and by the test that holds the browser's
//! answers against the server's.

use jiff::{ToSpan, civil::Date};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    check::Policy,
    id::{ReportId, TargetId, UnitId},
    observation::{Figure, Observation, Provenance, Source, Step},
    plan::{Name, Span},
    target::{Authority, Bound, Cadence, Given, Home, Measure, Promise, Quote, Reference, Sense, Target},
    time::DaySpan,
};

/// One question to the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The target.
    pub target: Target,
    /// What became known of it.
    pub observations: Vec<Observation>,
    /// The day of knowledge.
    pub as_of: Date,
    /// Where the bands lie.
    pub policy: Policy,
}

/// `count` cases, the same ones every time.
pub fn cases(count: usize) -> Vec<Case> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[23; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    std::iter::repeat_with(|| case().new_tree(&mut runner).map(|tree| tree.current()))
        .filter_map(Result::ok)
        .take(count)
        .collect()
}

fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

fn unit(number: u8) -> Option<UnitId> {
    UnitId::new(format!("u{number}")).ok()
}

fn source() -> Source {
    Source {
        title: "a publication".to_owned(),
        published_on: Date::constant(2023, 1, 1),
        url: None,
    }
}

/// A day in or around the years 2022 to 2024.
pub fn day() -> impl Strategy<Value = Date> {
    (0_i64..1_300).prop_map(|days| Date::constant(2022, 1, 1).saturating_add(days.days()))
}

fn span() -> impl Strategy<Value = DaySpan> {
    prop_oneof![
        4 => (0_i16..3, 1_i8..=12).prop_filter_map("a month", |(year, month)| {
            let to = DaySpan::month(2022 + year, month)?.to();
            DaySpan::new(to.first_of_year(), to).ok()
        }),
        1 => (day(), 0_i64..400).prop_filter_map("a stretch", |(from, days)| DaySpan::new(from, from.saturating_add(days.days())).ok()),
    ]
}

/// A figure with its decimals: mostly sensible, sometimes negative, huge or zero.
pub fn decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        6 => (0_i64..100_000, 0_u32..3).prop_map(|(m, s)| Decimal::new(m, s)),
        2 => (0_i64..1_001).prop_map(|m| Decimal::new(m, 1)),
        1 => Just(Decimal::ZERO),
        1 => any::<i64>().prop_map(|m| Decimal::new(m % 1_000_000_000_000, 0)),
        1 => any::<i64>().prop_map(|m| Decimal::new(m, 6)),
    ]
}

fn sense() -> impl Strategy<Value = Sense> {
    prop_oneof![Just(Sense::AtLeast), Just(Sense::AtMost)]
}

fn bound() -> impl Strategy<Value = Bound> {
    (sense(), decimal()).prop_filter_map("in range", |(sense, value)| {
        crate::number::in_range(value).then_some(Bound { sense, value })
    })
}

fn measure() -> impl Strategy<Value = Measure> {
    any::<bool>().prop_map(|percent| Measure {
        unit: name(if percent { "%" } else { "个" }),
        counted: None,
    })
}

fn cadence() -> impl Strategy<Value = Cadence> {
    prop_oneof![Just(Cadence::Month), Just(Cadence::Quarter), Just(Cadence::Year)]
}

/// A promise of any of the eight kinds.
pub fn promise() -> impl Strategy<Value = Promise> {
    let goal = || decimal().prop_map(|value| value.abs().min(crate::number::LARGEST));
    let percent = || (0_i64..=1_000).prop_map(|m| Decimal::new(m, 1));
    prop_oneof![
        (measure(), bound()).prop_map(|(measure, bound)| Promise::Level { measure, bound }),
        (measure(), proptest::option::of(bound())).prop_map(|(measure, bound)| Promise::SetElsewhere {
            measure,
            authority: Authority::Body(name("国家")),
            given: bound.map(|bound| Given {
                bound,
                source: source()
            }),
        }),
        (measure(), goal()).prop_map(|(measure, goal)| Promise::Count {
            measure,
            goal: goal.trunc()
        }),
        (measure(), percent(), proptest::option::of(goal())).prop_map(|(measure, goal, inventory)| Promise::Share {
            measure,
            goal,
            inventory: inventory.map(|i| i.trunc())
        }),
        (measure(), sense(), proptest::option::of(goal())).prop_map(|(measure, sense, value)| Promise::NotWorse {
            measure,
            reference: Reference::LastYear { sense, value }
        }),
        (measure(), proptest::option::of(goal())).prop_map(|(measure, of)| Promise::NotWorse {
            measure,
            reference: Reference::Whole {
                of: of.map(|of| of.trunc())
            }
        }),
        Just(Promise::Deliverable),
        cadence().prop_map(|cadence| Promise::Duty { cadence }),
        cadence().prop_map(|cadence| Promise::Statement { cadence }),
    ]
}

/// A figure of any form, fitting or not.
pub fn figure() -> impl Strategy<Value = Figure> {
    prop_oneof![
        4 => decimal().prop_map(|value| Figure::Amount { value }),
        3 => (0_i64..20_000, 0_i64..20_000).prop_map(|(a, b)| Figure::Counts {
            done: Decimal::from(a.min(b)),
            of: Some(Decimal::from(a.max(b))),
        }),
        1 => (decimal(), proptest::option::of(decimal())).prop_map(|(done, of)| Figure::Counts { done, of }),
        2 => (0_usize..5).prop_map(|step| Figure::Progress { step: Step::ALL[step] }),
        2 => "[有序推进 ]{0,4}".prop_map(|text| Figure::Words { text }),
    ]
}

fn observation() -> impl Strategy<Value = Observation> {
    let change = proptest::option::weighted(0.2, (-200_i64..200).prop_map(|m| Decimal::new(m, 1)));
    (
        proptest::option::of(0_u8..4),
        span(),
        0_i64..200,
        figure(),
        change,
        any::<bool>(),
    )
        .prop_map(
            |(number, span, later, figure, change_on_last_year, published)| Observation {
                unit: number.and_then(unit),
                span,
                known_on: span.to().saturating_add(later.days()),
                figure,
                change_on_last_year,
                provenance: match ReportId::new(format!("r{later}")) {
                    Ok(report) if !published => Provenance::Reported { report },
                    _ => Provenance::Published { source: source() },
                },
            },
        )
}

/// A question of any sort.
pub fn case() -> impl Strategy<Value = Case> {
    let term = prop_oneof![
        3 => Just(DaySpan::year(2023)),
        1 => (day(), 0_i64..400).prop_filter_map("a term", |(from, days)| DaySpan::new(from, from.saturating_add(days.days())).ok()),
    ];
    (
        promise(),
        term,
        0_u8..4,
        proptest::collection::vec(observation(), 0..14),
        day(),
    )
        .prop_filter_map("identifiers", |(promise, term, reporters, observations, as_of)| {
            let target = Target {
                id: TargetId::new("t").ok()?,
                home: Home::Headline { commitment: 1 },
                quote: Quote {
                    text: String::new(),
                    span: Span { start: 0, end: 0 },
                },
                name: name("t"),
                promise,
                term,
                reporters: (0..reporters).filter_map(unit).collect(),
                note: None,
            };
            Some(Case {
                target,
                observations,
                as_of,
                policy: Policy::default(),
            })
        })
}
