//! Generated cases for the check: plausible ones and hostile ones.
//!
//! Used by this crate's property tests, by the benchmark, and by the test that holds the browser's
//! answers against the server's. And [`blank_plan`] and its like, to which a test adds what it is about.

mod blank;

pub use blank::{
    CALENDAR, approve, blank_ledger, blank_plan, blank_target, bureau, count_of, hand_back, name, published, reviewer,
};

use jiff::{ToSpan, civil::Date};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    check::{Policy, Rule},
    decision::{Amendment, Answer, Decisions, Extension},
    id::{ReportId, TargetId, UnitId},
    method::{Comparison, Method, Milestone, RollUp, Schedule, Weight},
    observation::{Figure, Lateness, Observation, Provenance, Source, Step},
    plan::Span,
    target::{Authority, Bound, Cadence, Given, Home, Measure, Promise, Quote, Reference, Sense, Target, Toward},
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

fn toward() -> impl Strategy<Value = Toward> {
    let stock = || (0_i64..2_000).prop_map(Decimal::from);
    prop_oneof![
        3 => Just(Toward::Reach),
        1 => stock().prop_map(Toward::RiseFrom),
        1 => stock().prop_map(Toward::FallFrom),
        1 => Just(Toward::StayWithin),
    ]
}

fn method() -> impl Strategy<Value = Method> {
    let comparison = proptest::option::of(prop_oneof![Just(Comparison::Rounded), Just(Comparison::Exact)]);
    let roll_up = prop_oneof![
        5 => Just(RollUp::Total),
        1 => Just(RollUp::Latest),
        1 => Just(RollUp::Worst),
        1 => bound().prop_map(RollUp::UnitsMeeting),
        1 => Just(RollUp::UnitsDelivered),
    ];
    let milestones = || {
        proptest::collection::vec(
            (day(), 0_i64..1_000).prop_map(|(by, reach)| Milestone {
                by,
                reach: Decimal::from(reach),
            }),
            0..5,
        )
    };
    let schedule = prop_oneof![
        4 => Just(Schedule::Linear),
        1 => milestones().prop_map(Schedule::Milestones),
        1 => milestones().prop_map(Schedule::Monthly),
    ];
    let weight = prop_oneof![
        3 => Just(Weight::Days),
        1 => (1_i64..20_000).prop_map(|planned| Weight::Samples { planned: Decimal::from(planned) }),
    ];
    (comparison, roll_up, schedule, weight).prop_map(|(comparison, roll_up, schedule, weight)| Method {
        comparison,
        roll_up,
        schedule,
        weight,
    })
}

fn decisions() -> impl Strategy<Value = Decisions> {
    let amendment = (day(), 0_i64..2_000).prop_map(|(decided_on, number)| Amendment {
        decided_on,
        number: Decimal::new(number, 1),
        inventory: None,
        reason: "a reason".to_owned(),
    });
    let extension = (day(), 0_i64..200, 0_i64..60, any::<bool>(), any::<bool>()).prop_map(
        |(asked_on, later, answered, granted, open)| Extension {
            asked_on,
            new_due: asked_on.saturating_add(later.days()),
            reason: "a reason".to_owned(),
            answer: (!open).then(|| Answer {
                on: asked_on.saturating_add(answered.days()),
                granted,
                note: String::new(),
            }),
        },
    );
    let amendments = proptest::collection::vec(amendment, 0..3);
    let extensions = proptest::collection::vec(extension, 0..3);
    prop_oneof![
        3 => Just(Decisions::default()),
        1 => (amendments, extensions).prop_map(|(amendments, extensions)| Decisions { amendments, extensions }),
    ]
}

/// Any of the presets, by either edition of the rules.
pub fn policy() -> impl Strategy<Value = Policy> {
    let preset = prop_oneof![
        4 => Just(Policy::default()),
        1 => Just(Policy::yinchuan()),
        1 => Just(Policy::sanya()),
    ];
    let rule = prop_oneof![1 => Just(Rule::First), 3 => Just(Rule::Second)];
    (preset, rule).prop_map(|(policy, rule)| Policy { rule, ..policy })
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
        (measure(), goal(), toward(), proptest::option::weighted(0.2, 1_u32..40)).prop_map(
            |(measure, goal, toward, most_per_day)| Promise::Count {
                measure,
                goal: goal.trunc(),
                toward,
                most_per_day: most_per_day.map(Decimal::from),
            }
        ),
        (measure(), percent(), proptest::option::of(goal())).prop_map(|(measure, goal, inventory)| Promise::Share {
            measure,
            goal,
            inventory: inventory.map(|i| i.trunc())
        }),
        (
            measure(),
            sense(),
            proptest::option::of(goal()),
            proptest::option::weighted(0.2, day())
        )
            .prop_map(|(measure, sense, value, known_on)| Promise::NotWorse {
                measure,
                reference: Reference::LastYear { sense, value, known_on }
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
        2 => "[有序推进 ]{0,4}".prop_map(|text| Figure::Words { text: text.into() }),
    ]
}

/// The form of figure that fits `target`, made of two whole numbers.
fn fitting(target: &Target, a: i64, b: i64) -> Figure {
    let counts = || Figure::Counts {
        done: Decimal::from(a.min(b)),
        of: Some(Decimal::from(a.max(b).max(1))),
    };
    let step = usize::try_from(a).unwrap_or(0) % Step::ALL.len();
    let progress = || Figure::Progress { step: Step::ALL[step] };
    match &target.promise {
        Promise::Count { .. } => match target.method.roll_up {
            RollUp::UnitsMeeting(_) => Figure::Amount {
                value: Decimal::new(a % 1_000, 1),
            },
            RollUp::UnitsDelivered => progress(),
            _ => Figure::Amount {
                value: Decimal::from(a % 2_000),
            },
        },
        Promise::Share { .. } => counts(),
        Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. } => {
            if b % 2 == 0 {
                counts()
            } else {
                Figure::Amount {
                    value: Decimal::new(a % 1_000, 1),
                }
            }
        }
        Promise::Deliverable => progress(),
        Promise::Duty { .. } | Promise::Statement { .. } => Figure::Words {
            text: "有序推进".into(),
        },
    }
}

/// An observation with a figure of any form, and two numbers to make a fitting one of.
fn observation() -> impl Strategy<Value = (Observation, Option<(i64, i64)>)> {
    let change = proptest::option::weighted(0.2, (-200_i64..200).prop_map(|m| Decimal::new(m, 1)));
    let samples = proptest::option::weighted(0.2, (0_i64..2_000).prop_map(Decimal::from));
    let numbers = proptest::option::weighted(0.8, (0_i64..20_000, 0_i64..20_000));
    (
        proptest::option::of(0_u8..4),
        span(),
        (0_i64..200, proptest::option::weighted(0.1, 0_i64..200)),
        figure(),
        (change, samples),
        any::<bool>(),
        numbers,
    )
        .prop_map(
            |(number, span, (later, withdrawn), figure, (change_on_last_year, samples), published, numbers)| {
                let known_on = span.to().saturating_add(later.days());
                let observation = Observation {
                    unit: number.and_then(unit),
                    span,
                    known_on,
                    figure,
                    change_on_last_year,
                    samples,
                    withdrawn_on: withdrawn.map(|days| known_on.saturating_add(days.days())),
                    provenance: match ReportId::new(format!("r{later}")) {
                        Ok(report) if !published => Provenance::Reported {
                            report,
                            late: (later > 100).then_some(Lateness {
                                due: span.to(),
                                sent: known_on,
                            }),
                        },
                        _ => Provenance::Published {
                            source: source().into(),
                        },
                    },
                };
                (observation, numbers)
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
        (proptest::option::weighted(0.5, method()), decisions(), policy()),
    )
        .prop_filter_map("identifiers", |(promise, term, reporters, observations, as_of, how)| {
            let (method, decisions, policy) = how;
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
                method: method.unwrap_or_default(),
                decisions,
            };
            let observations = observations.into_iter().map(|(observation, numbers)| Observation {
                figure: numbers.map_or(observation.figure, |(a, b)| fitting(&target, a, b)),
                ..observation
            });
            Some(Case {
                observations: observations.collect(),
                target,
                as_of,
                policy,
            })
        })
}
