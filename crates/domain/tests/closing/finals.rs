//! The final list is what the check says on that day.

use yaodian_domain::{
    check::Status,
    closing::{Finals, Outcome},
    standing::{Observations, Standing, parts_of},
    supervision::{Matter, Step},
    testing::{blank_plan, cases},
};

use crate::{CLOSING, by, day, finals, observations, opened, plan, seen, target};

#[test]
fn every_target_and_part_is_named_finished_or_not() {
    let finals = finals();
    let statuses: Vec<_> = finals.targets.iter().map(|one| one.outcome.status).collect();
    assert_eq!(statuses, [Status::Overdue, Status::Met]);
    assert_eq!(finals.targets[0].parts.len(), 2);
    assert_eq!(
        finals.unfinished().map(|one| &one.target).collect::<Vec<_>>(),
        [&target("villages")]
    );
    assert_eq!(finals.tally().at(Status::Met), 1);
}

#[test]
fn what_becomes_known_later_changes_nothing_of_it() {
    let before = finals();
    let late = observations();
    let later = ["villages", "roads"].map(|of| seen(of, 900, "2024-02-01"));
    let mut all: Vec<_> = [seen("villages", 600, "2023-12-30"), seen("roads", 10, "2023-11-30")].into();
    all.extend(later);
    let known: Observations = all.into_iter().collect();
    assert!(known.count() > late.count());
    assert_eq!(Finals::of(&plan(), &known, &[], day(CLOSING)), before, "as of that day");
    assert_ne!(
        Finals::of(&plan(), &known, &[], day("2024-02-01")),
        before,
        "a day later is another"
    );
}

#[test]
fn a_closure_stands_in_it_while_it_holds() {
    let closure = |whole| {
        let evidence = vec!["验收意见".to_owned()];
        let case = opened(
            "c",
            Matter::Closure {
                whole,
                evidence,
                files: Vec::new(),
            },
            Status::Met,
        );
        let taken = |step| yaodian_domain::supervision::Taken {
            step,
            on: day("2023-12-20"),
            by: by("office"),
            note: "同意".to_owned(),
        };
        let accepted = case.take(1, taken(Step::Accepted), Status::Met).unwrap();
        let reopened = accepted.take(2, taken(Step::Reopened), Status::Overdue).unwrap();
        [case, accepted, reopened]
    };
    let with = |cases: &[_]| Finals::of(&plan(), &observations(), cases, day(CLOSING)).targets[0].clone();
    let [asked, accepted, reopened] = closure(true);
    for (case, there) in [(asked, false), (accepted, true), (reopened, false)] {
        let one = with(&[case]);
        assert_eq!(one.closure.is_some(), there);
        assert!(one.parts.iter().all(|part| part.closure.is_none()));
    }
    let [_, accepted, _] = closure(false);
    let one = with(&[accepted]);
    assert_eq!(one.closure, None);
    let of_parts: Vec<_> = one
        .parts
        .iter()
        .map(|part| part.closure.as_ref().map(|closed| closed.on))
        .collect();
    assert_eq!(of_parts, [Some(day("2023-12-20")), None]);
}

/// On any targets, figures and day: the list says what the check says, for the whole and each part.
#[test]
fn it_is_the_standing_of_the_day() {
    for case in cases(300) {
        let mut plan = blank_plan(vec![case.target.clone()]);
        plan.policy = case.policy.clone();
        let seen = case.observations.iter();
        let known: Observations = seen.map(|seen| (case.target.id.clone(), seen.clone())).collect();
        let finals = Finals::of(&plan, &known, &[], case.as_of);
        let standing = Standing::of(&plan, &known, case.as_of);
        let expected = standing.target(&case.target.id).unwrap();
        assert_eq!(finals.targets[0].outcome, Outcome::from(expected));
        let parts: Vec<_> = parts_of(&plan, &known, &standing, &case.target).collect();
        assert_eq!(parts.len(), finals.targets[0].parts.len());
        for (part, one) in parts.iter().zip(&finals.targets[0].parts) {
            assert_eq!(
                (&part.unit, Outcome::from(&part.assessment)),
                (&one.unit, one.outcome.clone())
            );
        }
        let finished = finals.unfinished().next().is_none();
        assert_eq!(finished, expected.status == Status::Met);
    }
}
