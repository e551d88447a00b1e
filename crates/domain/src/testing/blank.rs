//! Plans, targets, units and figures with nothing to say but what a test adds to them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    access::{Duty, Person},
    check::Policy,
    id::{AccountId, FieldId, LedgerId, PlanId, StageId, TargetId, UnitId},
    ledger::{Field, FieldKind, Ledger, Stage},
    observation::{Figure, Observation, Provenance, Source},
    period::{Calendar, MonthDay, WhenOff},
    plan::{Name, Plan, Span},
    report::Report,
    target::{Home, Measure, Promise, Quote, Target, Toward},
    time::DaySpan,
    unit::{Register, Unit, UnitKind},
};

const NOWHERE: Span = Span { start: 0, end: 0 };

/// The same name in both languages.
pub fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

/// A plan `p` for 2023 with these targets, no units and no text; its months open on the 20th, are due
/// on the 28th and close on the 10th. Everything else is as a plan folder leaves it that says nothing.
pub fn blank_plan(targets: Vec<Target>) -> Plan {
    Plan {
        id: PlanId::new("p").expect("an id"),
        title: name("p"),
        issuer: name("i"),
        term: DaySpan::year(2023),
        text: String::new(),
        preamble: NOWHERE,
        headline: NOWHERE,
        chapters: Vec::new(),
        targets,
        allocations: Vec::new(),
        units: Register::new(Vec::new()).expect("nobody shares a name"),
        ledgers: Vec::new(),
        calendar: CALENDAR,
        reopenings: Vec::new(),
        reports: crate::report::Rules::default(),
        workdays: crate::workdays::WorkDays::default(),
        ladder: crate::supervision::Ladder::default(),
        reminders: crate::reminder::Rules::default(),
        score: crate::score::Rules::default(),
        naming: crate::bulletin::Naming::default(),
        open_data: crate::open_data::Licence::default(),
        policy: Policy::default(),
        policy_changes: Vec::new(),
    }
}

/// Opens on the 20th, due on the 28th, closes on the 10th and locks on the 20th of the month after,
/// on whichever weekday.
pub const CALENDAR: Calendar = Calendar {
    opens_on: MonthDay::Day(20),
    due_on: MonthDay::Day(28),
    closes_on: MonthDay::Day(10),
    locks_on: MonthDay::Day(20),
    when_off: WhenOff::Kept,
};

/// 李四 of 水处, who reviews.
pub fn reviewer() -> Person {
    Person {
        account: AccountId::new("li"),
        name: "李四".to_owned(),
        unit: UnitId::new("shui").expect("an id"),
        duties: vec![Duty::Reviewer],
        stands_in_for: None,
    }
}

/// A report that was sent, taken up and approved by [`reviewer`] on a day.
pub fn approve(sent: &Report, day: Date) -> Report {
    let read = sent.take_up(sent.revision, &reviewer(), day).expect("it was sent");
    read.approve(read.revision, &reviewer(), day).expect("it was taken up")
}

/// A report that was sent, taken up and handed back by [`reviewer`] on a day.
pub fn hand_back(sent: &Report, day: Date, note: &str) -> Report {
    let read = sent.take_up(sent.revision, &reviewer(), day).expect("it was sent");
    read.hand_back(read.revision, &reviewer(), day, note)
        .expect("it was taken up")
}

/// A target of the headline statement for 2023 that these units report.
pub fn blank_target(id: &str, promise: Promise, reporters: &[&str]) -> Target {
    Target {
        id: TargetId::new(id).expect("an id"),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: NOWHERE,
        },
        name: name(id),
        promise,
        term: DaySpan::year(2023),
        reporters: reporters
            .iter()
            .map(|unit| UnitId::new(*unit).expect("an id"))
            .collect(),
        note: None,
        method: crate::method::Method::default(),
        decisions: crate::decision::Decisions::default(),
    }
}

/// So many of something, from nothing up to `goal`.
pub fn count_of(goal: Decimal) -> Promise {
    Promise::Count {
        measure: Measure {
            unit: name("个"),
            counted: None,
        },
        goal,
        toward: Toward::Reach,
        most_per_day: None,
    }
}

/// A bureau.
pub fn bureau(id: &str) -> Unit {
    Unit {
        id: UnitId::new(id).expect("an id"),
        kind: UnitKind::Bureau,
        name: format!("{id} here"),
        full_name: format!("{id} bureau"),
        name_en: format!("{id} in English"),
        aliases: Vec::new(),
        tile: None,
        note: None,
    }
}

/// A ledger `outfalls` with these fields and stages, held and led by nobody.
pub fn blank_ledger<'a>(
    fields: impl IntoIterator<Item = (&'a str, FieldKind)>,
    stages: impl IntoIterator<Item = &'a str>,
) -> Ledger {
    let field = |(id, kind): (&str, FieldKind)| Field {
        id: FieldId::new(id).expect("an id"),
        name: name(id),
        kind,
        required: false,
        private: false,
    };
    let stage = |id: &str| Stage {
        id: StageId::new(id).expect("an id"),
        name: name(id),
        files: 0,
        fields: Vec::new(),
        movers: Vec::new(),
    };
    Ledger {
        id: LedgerId::new("outfalls").expect("an id"),
        name: name("outfalls"),
        counted: name("outfall"),
        key: name("number"),
        expected: None,
        fields: fields.into_iter().map(field).collect(),
        stages: stages.into_iter().map(stage).collect(),
        feeds: Vec::new(),
        holders: Vec::new(),
        leads: Vec::new(),
        public: false,
        keeps_location: false,
        counts_from: None,
        network: None,
        note: None,
    }
}

/// A published figure for the whole, about the days from `from` to `to`, known on `known_on`.
pub fn published(from: Date, to: Date, known_on: Date, figure: Figure) -> Observation {
    let source = Source {
        title: String::new(),
        published_on: known_on,
        url: None,
    };
    Observation {
        unit: None,
        span: DaySpan::new(from, to).expect("a stretch of days"),
        known_on,
        figure,
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Published { source: source.into() },
    }
}
