//! A plan of counts that four bureaus report on, each its own share of them.

use yaodian_domain::{
    Date, Decimal,
    bulletin::{Edition, Facts, Figures, Filing, Naming, Part, Section, Sources, Text},
    check::Policy,
    decision::Decisions,
    id::{BulletinId, PlanId, TargetId, UnitId},
    method::Method,
    observation::{Figure, Observation, Provenance, Source},
    period::Calendar,
    plan::{Name, Plan, Span},
    standing::Observations,
    supervision::Ladder,
    target::{Home, Measure, Promise, Quote, Target, Toward},
    time::DaySpan,
    unit::{Register, Unit, UnitKind},
};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn edition(text: &str) -> Edition {
    text.parse().unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

pub fn bulletin_id(id: &str) -> BulletinId {
    BulletinId::new(id).unwrap()
}

fn name(text: &str) -> Name {
    Name {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

fn target(id: &str, reporters: &[&str]) -> Target {
    let unit_of_measure = name("个");
    Target {
        id: TargetId::new(id).unwrap(),
        home: Home::Headline { commitment: 1 },
        quote: Quote {
            text: String::new(),
            span: Span { start: 0, end: 0 },
        },
        name: name(id),
        promise: Promise::Count {
            measure: Measure {
                unit: unit_of_measure,
                counted: None,
            },
            goal: Decimal::ONE_HUNDRED,
            toward: Toward::Reach,
            most_per_day: None,
        },
        term: DaySpan::year(2023),
        reporters: reporters.iter().map(|id| unit(id)).collect(),
        note: None,
        method: Method::default(),
        decisions: Decisions::default(),
    }
}

/// Targets `a1` … `a3` are reported by bureau `a` alone, and so on to `d`.
pub fn plan() -> Plan {
    let bureaus = ["a", "b", "c", "d"];
    let nothing = Span { start: 0, end: 0 };
    let of_kind = |id: &str| Unit {
        id: unit(id),
        kind: UnitKind::Bureau,
        name: format!("{id}市"),
        full_name: format!("{id} bureau"),
        name_en: format!("{id} in English"),
        aliases: vec![],
        tile: None,
        note: None,
    };
    let targets = bureaus
        .iter()
        .flat_map(|bureau| (1..=3).map(move |n| target(&format!("{bureau}{n}"), &[bureau])));
    Plan {
        id: PlanId::new("p").unwrap(),
        title: name("p"),
        issuer: name("i"),
        term: DaySpan::year(2023),
        text: String::new(),
        preamble: nothing,
        headline: nothing,
        chapters: vec![],
        targets: targets.collect(),
        allocations: vec![],
        units: Register::new(bureaus.map(of_kind).into()).unwrap(),
        ledgers: vec![],
        calendar: Calendar {
            opens_on: 20,
            due_on: 28,
            closes_on: 10,
        },
        ladder: Ladder::default(),
        naming: Naming::default(),
        reminders: yaodian_domain::reminder::Rules::default(),
        score: yaodian_domain::score::Rules::default(),
        workdays: yaodian_domain::workdays::WorkDays::default(),
        policy: Policy::default(),
        policy_changes: vec![],
    }
}

/// So many are done by the end of `to`, known on that day.
pub fn done(target: &str, count: i64, to: &str) -> (TargetId, Observation) {
    let source = Source {
        title: String::new(),
        published_on: day(to),
        url: None,
    };
    let observation = Observation {
        unit: Some(unit(&target[..1])),
        span: DaySpan::new(day("2023-01-01"), day(to)).unwrap(),
        known_on: day(to),
        figure: Figure::Amount { value: count.into() },
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Published { source: source.into() },
    };
    (TargetId::new(target).unwrap(), observation)
}

pub fn filing(target: &str, period: &str, sent_on: &str, late: bool) -> Filing {
    Filing {
        unit: unit(&target[..1]),
        target: TargetId::new(target).unwrap(),
        period: period.parse().unwrap(),
        sent_on: day(sent_on),
        late,
    }
}

pub fn draw(
    plan: &Plan,
    observations: &Observations,
    filings: &[Filing],
    before: Option<(&BulletinId, &Facts)>,
    (of, as_of): (&str, &str),
) -> Facts {
    let sources = Sources {
        plan,
        observations,
        filings,
        before,
        trial: false,
        demonstration: false,
    };
    Facts::draw(sources, edition(of), day(as_of))
}

pub fn text() -> Text {
    let section = |heading: &str, attached: bool, parts: Vec<Part>| Section {
        heading: heading.to_owned(),
        attached,
        parts,
    };
    Text {
        title: "通报".to_owned(),
        mark: String::new(),
        number: String::new(),
        addressee: String::new(),
        sections: vec![
            section(
                "总体情况",
                false,
                vec![
                    Part::Words("如下。".to_owned()),
                    Part::Figures(Figures::Overall),
                    Part::Words(String::new()),
                    Part::Figures(Figures::Change),
                ],
            ),
            section("清单", true, vec![Part::Figures(Figures::Behind)]),
        ],
        signed: "督查室".to_owned(),
    }
}
