//! 督查: which steps a case can take, who may take them, what is called for, and what it changes.

mod called_for;
mod scores;
mod steps;

use yaodian_domain::{
    Date,
    check::{NoticeColour, Policy, Status},
    decision::Decisions,
    id::{AccountId, CaseId, PlanId, TargetId, UnitId},
    method::Method,
    observation::{Figure, Observation, Provenance, Source},
    period::Calendar,
    plan::{Name, Plan, Span},
    supervision::{Case, CaseProblem, Hand, Ladder, Matter, Measure, Notice, Step, Taken},
    target::{Home, Measure as Unit, Promise, Quote, Target, Toward},
    time::DaySpan,
    unit::Register,
    workdays::WorkDays,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

/// 750 of something by the end of 2023, reported by these units.
fn villages(reporters: &[&str]) -> Target {
    Target {
        id: TargetId::new("villages").unwrap(),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: Span { start: 0, end: 0 },
        },
        name: name("villages"),
        promise: Promise::Count {
            measure: Unit {
                unit: name("个"),
                counted: None,
            },
            goal: 750.into(),
            toward: Toward::Reach,
            most_per_day: None,
        },
        term: DaySpan::year(2023),
        reporters: reporters.iter().map(|name| unit(name)).collect(),
        note: None,
        method: Method::default(),
        decisions: Decisions::default(),
    }
}

fn plan(target: Target) -> Plan {
    let nothing = Span { start: 0, end: 0 };
    Plan {
        id: PlanId::new("p").unwrap(),
        title: name("p"),
        issuer: name("i"),
        term: DaySpan::year(2023),
        text: String::new(),
        preamble: nothing,
        headline: nothing,
        chapters: vec![],
        targets: vec![target],
        allocations: vec![],
        units: Register::new(vec![]).unwrap(),
        ledgers: Vec::new(),
        calendar: Calendar {
            opens_on: 20,
            due_on: 28,
            closes_on: 10,
        },
        workdays: WorkDays::default(),
        ladder: Ladder::default(),
        score: yaodian_domain::score::Rules::default(),
        naming: yaodian_domain::bulletin::Naming::default(),
        policy: Policy::default(),
        reminders: yaodian_domain::reminder::Rules::default(),
        policy_changes: vec![],
    }
}

/// So many by the end of `to`, known `on`.
fn done(count: i64, to: &str, on: &str) -> Observation {
    let source = Source {
        title: String::new(),
        published_on: day(on),
        url: None,
    };
    Observation {
        unit: None,
        span: DaySpan::new(day("2023-01-01"), day(to)).unwrap(),
        known_on: day(on),
        figure: Figure::Amount { value: count.into() },
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Published { source: source.into() },
    }
}

fn taken(step: Step, on: &str, by: &str, note: &str) -> Taken {
    Taken {
        step,
        on: day(on),
        by: Hand {
            account: Some(AccountId::new(by)),
            stands_in_for: None,
            name: by.to_owned(),
            unit: None,
        },
        note: note.to_owned(),
    }
}

fn slip(colour: NoticeColour, on: &str) -> Matter {
    let measure = match colour {
        NoticeColour::Blue => Measure::Prompt,
        NoticeColour::Yellow => Measure::Slip,
        NoticeColour::Red => Measure::Talk,
    };
    let (sign_by, answer_by) = Ladder::default().times(colour, day(on), &WorkDays::default());
    Matter::Notice(Notice {
        colour,
        measure,
        status: Status::AtRisk,
        sign_by,
        answer_by,
        follows: None,
    })
}

fn open(id: &str, matter: Matter, status: Status, on: &str) -> Result<Case, CaseProblem> {
    let target = villages(&["a"]);
    let taken = taken(Step::Opened, on, "asker", "why");
    Case::open(CaseId::new(id).unwrap(), &target, unit("a"), matter, status, taken)
}
