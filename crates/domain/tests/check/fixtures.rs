//! Targets and observations to ask the check about.

use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Policy, assess},
    decision::Decisions,
    id::{TargetId, UnitId},
    method::Method,
    observation::{Figure, Observation, Provenance, Source},
    plan::{Name, Span},
    target::{Bound, Home, Measure, Promise, Quote, Sense, Target, Toward},
    time::DaySpan,
};

pub fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
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
    Target {
        id: TargetId::new("t").unwrap(),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: Span { start: 0, end: 0 },
        },
        name: name("t"),
        promise,
        term: DaySpan::year(2023),
        reporters: units(1),
        note: None,
        method: Method::default(),
        decisions: Decisions::default(),
    }
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
    let source = Source {
        title: String::new(),
        published_on: day(known_on),
        url: None,
    };
    Observation {
        unit: None,
        span: DaySpan::new(day(from), day(to)).unwrap(),
        known_on: day(known_on),
        figure,
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Published { source: source.into() },
    }
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

/// A plan with these targets and nothing else to say.
pub fn plan(targets: Vec<Target>) -> yaodian_domain::plan::Plan {
    let nothing = Span { start: 0, end: 0 };
    yaodian_domain::plan::Plan {
        id: yaodian_domain::id::PlanId::new("p").unwrap(),
        title: name("p"),
        issuer: name("i"),
        term: DaySpan::year(2023),
        text: String::new(),
        preamble: nothing,
        headline: nothing,
        chapters: vec![],
        targets,
        allocations: vec![],
        units: yaodian_domain::unit::Register::new(vec![]).unwrap(),
        ledgers: Vec::new(),
        calendar: yaodian_domain::period::Calendar {
            opens_on: 20,
            due_on: 28,
            closes_on: 10,
        },
        policy: Policy::default(),
        reminders: yaodian_domain::reminder::Rules::default(),
        policy_changes: vec![],
        workdays: yaodian_domain::workdays::WorkDays::default(),
        ladder: yaodian_domain::supervision::Ladder::default(),
        score: yaodian_domain::score::Rules::default(),
        naming: yaodian_domain::bulletin::Naming::default(),
    }
}
