//! What the examples of the method page are made of: small targets, and what became known of them.

use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Policy, assess},
    decision::Decisions,
    id::{ReportId, TargetId, UnitId},
    method::{Comparison, Method, Milestone},
    observation::{Figure, Observation, Provenance, Source, Step},
    plan::{Name, Span},
    target::{Bound, Home, Measure, Promise, Quote, Sense, Target, Toward},
    time::DaySpan,
};
use yaodian_words::{Lang, method as words};

/// Words of the catalogue.
pub(super) type Label = fn(Lang) -> &'static str;

/// One question to the check.
pub(super) struct Question {
    /// What is shown by it.
    pub shows: String,
    pub target: Target,
    pub known: Vec<Observation>,
    pub as_of: Date,
    pub policy: Policy,
}

impl Question {
    pub fn new(shows: &str, target: &Target, known: &[Observation], as_of: Date) -> Self {
        Self {
            shows: shows.to_owned(),
            target: target.clone(),
            known: known.to_vec(),
            as_of,
            policy: Policy::default(),
        }
    }

    pub fn by(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    pub fn judge(&self) -> Assessment {
        assess(&self.target, &self.known, self.as_of, &self.policy)
    }
}

pub(super) fn dec(text: &str) -> Decimal {
    text.parse().expect("a figure of an example")
}

/// A day of 2023.
pub(super) fn day(month: i8, day: i8) -> Date {
    Date::constant(2023, month, day)
}

/// A day of 2024.
pub(super) fn next(month: i8, day: i8) -> Date {
    Date::constant(2024, month, day)
}

pub(super) fn unit(name: &str) -> UnitId {
    UnitId::new(name).expect("a unit of an example")
}

pub(super) fn three() -> Vec<UnitId> {
    ["a", "b", "c"].map(unit).to_vec()
}

fn named(label: Label) -> Name {
    Name {
        zh: label(Lang::Zh).to_owned(),
        en: label(Lang::En).to_owned(),
    }
}

pub(super) fn target(name: Label, promise: Promise) -> Target {
    Target {
        id: TargetId::new("example").expect("the name of an example"),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: Span { start: 0, end: 0 },
        },
        name: named(name),
        promise,
        term: DaySpan::year(2023),
        reporters: vec![unit("a")],
        note: None,
        method: Method::default(),
        decisions: Decisions::default(),
    }
}

fn measure(unit: Label) -> Measure {
    Measure {
        unit: named(unit),
        counted: None,
    }
}

pub(super) fn at_least(value: &str) -> Bound {
    Bound {
        sense: Sense::AtLeast,
        value: dec(value),
    }
}

pub(super) fn at_most(value: &str) -> Bound {
    Bound {
        sense: Sense::AtMost,
        value: dec(value),
    }
}

pub(super) fn level(name: Label, unit: Label, bound: Bound) -> Target {
    let measure = measure(unit);
    target(name, Promise::Level { measure, bound })
}

pub(super) fn count(name: Label, unit: Label, toward: Toward, goal: &str) -> Target {
    let promise = Promise::Count {
        measure: measure(unit),
        goal: dec(goal),
        toward,
        most_per_day: None,
    };
    target(name, promise)
}

pub(super) fn villages() -> Target {
    count(words::villages_done, words::villages, Toward::Reach, "750")
}

pub(super) fn outfalls() -> Target {
    let promise = Promise::Share {
        measure: measure(words::outfalls_unit),
        goal: dec("80"),
        inventory: Some(dec("12480")),
    };
    target(words::outfalls, promise)
}

pub(super) fn good_days_in_number() -> Target {
    let promise = Promise::Count {
        measure: measure(words::days_unit),
        goal: dec("292"),
        toward: Toward::Reach,
        most_per_day: Some(Decimal::ONE),
    };
    target(words::good_day_count, promise)
}

pub(super) fn compared(target: &Target, comparison: Comparison) -> Target {
    let mut target = target.clone();
    target.method.comparison = Some(comparison);
    target
}

pub(super) fn of_three(target: Target) -> Target {
    Target {
        reporters: three(),
        ..target
    }
}

pub(super) fn milestones(all: &[(Date, &str)]) -> Vec<Milestone> {
    (all.iter())
        .map(|&(by, reach)| Milestone { by, reach: dec(reach) })
        .collect()
}

pub(super) fn amount(value: &str) -> Figure {
    Figure::Amount { value: dec(value) }
}

pub(super) fn counts(done: &str, of: &str) -> Figure {
    Figure::Counts {
        done: dec(done),
        of: Some(dec(of)),
    }
}

pub(super) fn at(step: Step) -> Figure {
    Figure::Progress { step }
}

/// A figure known on `known_on`: of the days from 1 January 2023 to `to`, or, of a deliverable, how
/// it stood on that day.
pub(super) fn known(to: Date, known_on: Date, figure: Figure) -> Observation {
    let state = matches!(figure, Figure::Progress { .. });
    let from = if state { to } else { day(1, 1).min(to) };
    let report = ReportId::new("example").expect("the name of an example");
    Observation {
        unit: None,
        span: DaySpan::new(from, to).unwrap_or(DaySpan::day(to)),
        known_on,
        figure,
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Reported { report, late: None },
    }
}

/// The same, known on its last day.
pub(super) fn seen(to: Date, figure: Figure) -> Observation {
    known(to, to, figure)
}

/// What was done of an inventory at the end of a day, known on `known_on`.
pub(super) fn stood(to: Date, known_on: Date, done: &str) -> Observation {
    Observation {
        span: DaySpan::day(to),
        ..known(to, known_on, counts(done, "12480"))
    }
}

/// What was said of so many months, the last of which is `month`.
pub(super) fn heard(months: i8, month: i8) -> Observation {
    let to = day(month, 1).last_of_month();
    Observation {
        span: DaySpan::new(day(month - months + 1, 1), to).unwrap_or(DaySpan::day(to)),
        ..seen(to, Figure::Words { text: "…".into() })
    }
}

/// The outfalls that were put right before 2023, as published.
pub(super) fn outfalls_before() -> Observation {
    let end_of_2022 = DaySpan::day(Date::constant(2022, 12, 31));
    published(
        words::cited::OUTFALLS_BEFORE,
        day(6, 30),
        end_of_2022,
        counts("9067", "12480"),
    )
}

/// A figure of a unit, known on its last day.
pub(super) fn of(name: &str, to: Date, figure: Figure) -> Observation {
    Observation {
        unit: Some(unit(name)),
        ..seen(to, figure)
    }
}

/// What a source published, of the days of `span`.
pub(super) fn published(title: &str, on: Date, span: DaySpan, figure: Figure) -> Observation {
    let source = Source {
        title: title.to_owned(),
        published_on: on,
        url: None,
    };
    Observation {
        span,
        provenance: Provenance::Published { source: source.into() },
        ..known(on, on, figure)
    }
}
