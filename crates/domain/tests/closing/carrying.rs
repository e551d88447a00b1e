//! 结转: what goes on, under which name, from where.

use yaodian_domain::{
    check::{Policy, Status, assess},
    closing::{Carried, CarryProblem, carry::enter},
    id::PlanId,
    observation::Observation,
    plan::Plan,
    target::{Cadence, Home, Promise},
    testing::{blank_plan, blank_target, bureau, published},
    time::DaySpan,
    unit::Register,
};

use crate::{CLOSING, day, finals, observations, plan, target, unit};

fn carried() -> Carried {
    let plan = plan();
    Carried {
        from: plan.id.clone(),
        from_title: plan.title.clone(),
        target: plan.targets[0].clone(),
        leads: vec![unit("yichang")],
        allocations: Vec::new(),
        closed_on: day(CLOSING),
        ended: finals().targets[0].clone(),
        new_due: day("2024-06-30"),
        reason: "资金未到位".to_owned(),
        on: day("2024-03-01"),
        by: "张三".to_owned(),
    }
}

fn next_year() -> Plan {
    let mut plan = blank_plan(Vec::new());
    plan.id = PlanId::new("q").unwrap();
    plan.term = DaySpan::year(2024);
    plan.units = Register::new(vec![bureau("wuhan"), bureau("yichang")]).unwrap();
    plan
}

#[test]
fn what_is_counted_goes_on_from_where_it_stood() {
    let mut plan = next_year();
    enter(&mut plan, &[carried()]);
    let now = &plan.targets[0];
    assert_eq!(now.id, target("p.villages"));
    assert_eq!((now.term.from(), now.due()), (day("2023-01-01"), day("2024-06-30")));
    assert_eq!(plan.leads(now), [unit("yichang")]);
    assert_eq!(plan.item_number(now), None);
    assert_eq!(plan.carried_targets().count(), 1);
    // 600 of last year's are its own; with 150 more it is kept.
    let mut known: Vec<Observation> = observations().of(&target("villages")).to_vec();
    let judged = |known: &[Observation], on| assess(now, known, day(on), &Policy::default());
    let first = judged(&known, "2024-03-01");
    assert_eq!(first.gap_count, Some((-150).into()));
    assert!(
        !first.status.is_red() || first.status == Status::OffTrack,
        "it is not due yet"
    );
    let more = yaodian_domain::observation::Figure::Amount { value: 750.into() };
    known.push(published(day("2024-01-01"), day("2024-05-31"), day("2024-06-05"), more));
    assert_eq!(judged(&known, "2024-06-05").status, Status::Met);
    assert_eq!(judged(&known[..1], "2024-07-01").status, Status::Overdue);
}

#[test]
fn what_is_heard_of_anew_each_year_is_of_the_new_year() {
    let mut one = carried();
    let duty = Promise::Duty {
        cadence: Cadence::Month,
    };
    one.target = blank_target("patrols", duty, &["wuhan"]);
    let now = one.target_in(&next_year()).unwrap();
    assert_eq!(now.term.from(), day("2024-01-01"));
}

#[test]
fn what_is_carried_on_keeps_its_name() {
    let mut plan = next_year();
    enter(&mut plan, &[carried()]);
    let again = Carried {
        from: plan.id.clone(),
        target: plan.targets[0].clone(),
        new_due: day("2025-06-30"),
        ..carried()
    };
    let mut third = next_year();
    third.id = PlanId::new("r").unwrap();
    third.term = DaySpan::year(2025);
    enter(&mut third, &[again]);
    let now = &third.targets[0];
    assert_eq!(now.id, target("p.villages"));
    assert_eq!(now.term.from(), day("2023-01-01"), "still from where it began");
    assert!(matches!(&now.home, Home::Carried { from, .. } if from == &plan.id));
}

#[test]
fn what_does_not_fit_stays_out_and_is_said() {
    let mut plan = next_year();
    let early = Carried {
        new_due: day("2023-12-31"),
        ..carried()
    };
    assert!(matches!(early.fits(&plan), Err(CarryProblem::DueBefore { .. })));
    assert_eq!(carried().fits(&plan), Ok(()));
    plan.units = Register::new(vec![bureau("wuhan")]).unwrap();
    let units = vec![unit("yichang")];
    assert_eq!(carried().fits(&plan), Err(CarryProblem::UnitsMissing { units }));
    enter(&mut plan, &[carried()]);
    assert_eq!(plan.targets.len(), 0);
    let mut plan = next_year();
    enter(&mut plan, &[carried(), carried()]);
    assert_eq!(plan.targets.len(), 1, "twice the same is once");
}
