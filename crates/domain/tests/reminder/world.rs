//! A small plan with two bureaus and a division that leads.

use yaodian_domain::{
    Date, Decimal,
    access::Duty,
    id::{ReportId, TargetId, TaskId, UnitId},
    observation::{Figure, Observation, Step},
    period::Period,
    plan::{Assignment, Chapter, Item, Plan, Span, Task},
    reminder::{About, Audience, Matter, Nudge, World, gather},
    report::{Content, Report, State},
    standing::Observations,
    supervision::Case,
    target::{Home, Promise, Target},
    testing::{blank_plan, blank_target, bureau, count_of, name},
    time::DaySpan,
    unit::Register,
    workdays::WorkDays,
};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

pub fn target_id(id: &str) -> TargetId {
    TargetId::new(id).unwrap()
}

pub fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// Mondays to Fridays.
pub fn works(day: Date) -> bool {
    WorkDays::default().is_working(day)
}

const NOTHING: Span = Span { start: 0, end: 0 };

pub fn target(id: &str, promise: Promise, due: &str, reporters: &[&str]) -> Target {
    Target {
        home: Home::Task {
            id: TaskId::new("1.1").unwrap(),
        },
        term: DaySpan::new(day("2023-01-01"), day(due)).unwrap(),
        ..blank_target(id, promise, reporters)
    }
}

pub fn villages() -> Target {
    let goal = Decimal::from(750);
    target("villages", count_of(goal), "2023-12-31", &["wuhan", "huangshi"])
}

/// `villages` of both bureaus, and a regulation that 水处 has to issue by the end of June.
pub fn plan() -> Plan {
    let regulation = target("regulation", Promise::Deliverable, "2023-06-30", &["shui"]);
    plan_of(vec![villages(), regulation])
}

pub fn plan_of(targets: Vec<Target>) -> Plan {
    let units = ["wuhan", "huangshi", "shui", "office"].map(bureau);
    let task = Task {
        id: TaskId::new("1.1").unwrap(),
        span: NOTHING,
        assignment: Assignment {
            span: NOTHING,
            lead: vec![unit("shui")],
            responsible: vec![unit("wuhan"), unit("huangshi")],
            participants: vec![],
        },
        note: None,
    };
    let item = Item {
        number: 1,
        heading: NOTHING,
        name: name("item"),
        span: NOTHING,
        tasks: vec![task],
    };
    Plan {
        chapters: vec![Chapter {
            number: "(一)".to_owned(),
            heading: NOTHING,
            name: name("c"),
            items: vec![item],
        }],
        units: Register::new(units.to_vec()).unwrap(),
        ..blank_plan(targets)
    }
}

pub fn report(id: &str, target: &str, by: &str, for_period: &str, state: State) -> Report {
    let content = Content::of(Figure::Amount {
        value: Decimal::from(10),
    });
    let (id, period) = (ReportId::new(id).unwrap(), period(for_period));
    let due = plan().schedule().due(period);
    let draft = Report::draft(id, target_id(target), unit(by), period, due, content).unwrap();
    Report { state, ..draft }
}

pub fn sent(on: &str) -> State {
    State::Submitted {
        on: day(on),
        by: "张三".to_owned(),
    }
}

pub fn returned(on: &str) -> State {
    State::Returned {
        on: day(on),
        by: "李四".to_owned(),
        note: "请核对".to_owned(),
        unsigned: false,
    }
}

pub fn approved(on: &str) -> State {
    State::Approved {
        on: day(on),
        by: "李四".to_owned(),
    }
}

pub fn nudge(id: &str, to: &str, on: &str, target: Option<&str>) -> Nudge {
    Nudge {
        id: id.to_owned(),
        unit: unit(to),
        duty: Duty::Reporter,
        target: target.map(target_id),
        period: None,
        note: "请抓紧".to_owned(),
        on: day(on),
        by: "王五".to_owned(),
    }
}

/// 水处 has issued its regulation on this day.
pub fn issued(on: &str) -> (TargetId, Observation) {
    let figure = Figure::Progress { step: Step::Delivered };
    let known_on = day(on);
    let seen = yaodian_domain::report::preview(&unit("shui"), Period::containing(known_on), &figure, known_on);
    let span = DaySpan::new(day("2023-01-01"), known_on).unwrap();
    (target_id("regulation"), Observation { span, ..seen })
}

/// What waits on a day, where there are no cases.
pub fn matters(plan: &Plan, seen: &Observations, reports: &[Report], nudges: &[Nudge], on: Date) -> Vec<Matter> {
    with_cases(plan, seen, reports, nudges, &[], on)
}

/// What waits on a day.
pub fn with_cases(
    plan: &Plan,
    seen: &Observations,
    reports: &[Report],
    nudges: &[Nudge],
    cases: &[Case],
    on: Date,
) -> Vec<Matter> {
    let units: Vec<UnitId> = plan.units.iter().map(|unit| unit.id.clone()).collect();
    let world = World {
        plan,
        units: &units,
        observations: seen,
        reports,
        nudges,
        cases,
        day: on,
    };
    gather(&world)
}

/// Everybody answers for one unit, by its name; the office is one person.
pub fn answers(matter: &Matter) -> Vec<String> {
    let name = |audience: &Audience| match audience {
        Audience::Unit { unit, duty } => format!("{unit} {duty:?}"),
        Audience::Office { .. } => "office".to_owned(),
    };
    matter.to.iter().map(name).collect()
}

/// A line in short.
pub fn short(about: &About) -> String {
    match about {
        About::Nudge(nudge) => format!("nudge {}", nudge.id),
        About::Report { target, period, .. } => format!("report {target} {period}"),
        About::Returned { target, period, .. } => format!("returned {target} {period}"),
        About::Review { target, unit, .. } => format!("review {target} of {unit}"),
        About::Slip { target, signed, .. } => format!("slip on {target}, signed {signed}"),
        About::Decision { target, kind, .. } => format!("{} on {target}", kind.as_str()),
        About::Signature { report, due, .. } => format!("sign {report} by {due}"),
        About::Task { target, due, .. } => format!("task {target} by {due}"),
    }
}
