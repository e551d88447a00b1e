//! 年终收官: what forbids it, who decides, what the final list says, what is carried over.

mod carrying;
mod deciding;
mod finals;

use yaodian_domain::{
    Date, Decimal,
    access::{Duty, Person},
    check::Status,
    closing::{Choice, Closing, Finals, Ground, Obstacle, Request, Step, Taken, Way, obstacles},
    hand::Hand,
    id::{AccountId, CaseId, ReportId, TargetId, UnitId},
    observation::{Figure, Observation},
    period::Period,
    plan::Plan,
    report::{Content, Report},
    standing::Observations,
    supervision::{Case, Matter, Step as CaseStep, Taken as CaseTaken},
    testing::{blank_plan, blank_target, bureau, count_of, published},
    unit::Register,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn target(id: &str) -> TargetId {
    TargetId::new(id).unwrap()
}

fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

/// Villages: 750 of them by two bureaus; roads: 10 by one.
fn plan() -> Plan {
    let count = |id, goal: i64, reporters: &[&str]| blank_target(id, count_of(Decimal::from(goal)), reporters);
    let mut plan = blank_plan(vec![
        count("villages", 750, &["wuhan", "yichang"]),
        count("roads", 10, &["wuhan"]),
    ]);
    plan.units = Register::new(vec![bureau("wuhan"), bureau("yichang")]).unwrap();
    plan
}

fn seen(of: &str, amount: i64, known_on: &str) -> (TargetId, Observation) {
    let figure = Figure::Amount { value: amount.into() };
    let known_on = day(known_on);
    let to = known_on.min(day("2023-12-31"));
    (target(of), published(day("2023-01-01"), to, known_on, figure))
}

/// The roads are done, the villages are not.
fn observations() -> Observations {
    let all = [seen("villages", 600, "2023-12-30"), seen("roads", 10, "2023-11-30")];
    all.into_iter().collect()
}

fn person(name: &str) -> Person {
    Person {
        account: AccountId::new(name),
        name: name.to_owned(),
        unit: unit("ducha"),
        duties: vec![Duty::Office],
        stands_in_for: None,
    }
}

fn by(name: &str) -> Hand {
    Hand::of(&person(name))
}

fn report(id: &str) -> Report {
    let content = Content {
        figure: Figure::Amount { value: 300.into() },
        progress: String::new(),
        problems: String::new(),
        next_steps: String::new(),
        evidence: Vec::new(),
    };
    let period: Period = "2023-12".parse().unwrap();
    Report::draft(
        ReportId::new(id).unwrap(),
        target("villages"),
        unit("wuhan"),
        period,
        day("2023-12-28"),
        content,
    )
    .unwrap()
}

fn opened(id: &str, matter: Matter, status: Status) -> Case {
    let taken = CaseTaken {
        step: CaseStep::Opened,
        on: day("2023-12-01"),
        by: by("somebody"),
        note: "words".to_owned(),
    };
    let of = plan().targets[0].clone();
    Case::open(CaseId::new(id).unwrap(), &of, unit("wuhan"), matter, status, taken).unwrap()
}

fn choice(of: &str, way: Way) -> Choice {
    Choice {
        target: target(of),
        way,
        reason: "未完成".to_owned(),
    }
}

/// A closing day on which nothing stands in the way.
const CLOSING: &str = "2024-01-15";

fn finals() -> Finals {
    Finals::of(&plan(), &observations(), &[], day(CLOSING))
}

fn taken(step: Step, name: &str) -> Taken {
    Taken {
        step,
        on: day(CLOSING),
        by: by(name),
        note: String::new(),
    }
}

fn good() -> Request {
    Request {
        left: Vec::new(),
        choices: vec![choice(
            "villages",
            Way::Carried {
                new_due: day("2024-06-30"),
            },
        )],
    }
}

/// What [`Closing::take`] needs, where these obstacles are there.
fn ground<'a>(obstacles: &'a [Obstacle], finals: &'a Finals) -> Ground<'a> {
    Ground { obstacles, finals }
}

fn asked() -> Closing {
    let finals = finals();
    Closing::default()
        .take(0, ground(&[], &finals), taken(Step::Asked(good()), "a"))
        .unwrap()
}

fn in_the_way(reports: &[Report], cases: &[Case], on: &str) -> Vec<Obstacle> {
    obstacles(&plan(), reports, cases, day(on))
}
