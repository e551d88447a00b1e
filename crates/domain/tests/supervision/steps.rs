//! The steps of each kind, in their order and by different people.

use proptest::prelude::*;
use yaodian_domain::{
    access::{Duty, Person, Refusal},
    check::{NoticeColour, Policy, Status, assess},
    decision::DecisionProblem,
    hand::Hand,
    id::AccountId,
    supervision::{Case, CaseKind, CaseProblem, Matter, State, Step, decide, effect::fallen},
    testing::blank_plan,
};

use crate::{day, done, open, slip, taken, unit, villages};

/// Takes steps one after another, a day each, by different people, with words.
fn walk(case: Case, steps: &[Step]) -> Result<Case, CaseProblem> {
    let first = case.opened_on().unwrap();
    steps.iter().enumerate().try_fold(case, |case, (n, &step)| {
        let days = i64::try_from(n).unwrap() + 1;
        let on = first.saturating_add(jiff::ToSpan::days(days));
        let by = format!("person {n}");
        case.take(
            case.steps().len(),
            taken(step, &on.to_string(), &by, "words"),
            Status::Met,
        )
    })
}

fn matters() -> [(Matter, Status); 4] {
    [
        (slip(NoticeColour::Yellow, "2023-06-01"), Status::AtRisk),
        (
            Matter::Extension {
                new_due: day("2024-03-31"),
            },
            Status::AtRisk,
        ),
        (
            Matter::Change {
                number: 700.into(),
                inventory: None,
            },
            Status::AtRisk,
        ),
        (
            Matter::Closure {
                whole: false,
                evidence: vec!["验收意见".to_owned()],
                files: Vec::new(),
            },
            Status::Met,
        ),
    ]
}

#[test]
fn each_kind_goes_its_way() {
    use Step as T;
    let ways: [(usize, &[Step], State); 12] = [
        (0, &[T::SignedFor, T::Answered, T::Settled], State::Settled),
        (
            0,
            &[T::SignedFor, T::Answered, T::SentBack, T::Answered, T::Settled],
            State::Settled,
        ),
        (0, &[T::Settled], State::Settled),
        (0, &[T::SignedFor, T::Escalated], State::Escalated),
        (0, &[T::Withdrawn], State::Withdrawn),
        (1, &[T::Granted], State::Granted),
        (1, &[T::Refused], State::Refused),
        (2, &[T::Agreed, T::Granted], State::Granted),
        (2, &[T::Agreed, T::Refused], State::Refused),
        (3, &[T::Accepted], State::Accepted),
        (3, &[T::Accepted, T::Reopened], State::Reopened),
        (3, &[T::Refused], State::Refused),
    ];
    for (n, steps, state) in ways {
        let (matter, status) = matters()[n].clone();
        let case = walk(open("c", matter, status, "2023-06-01").unwrap(), steps).unwrap();
        assert_eq!(case.state(), state, "{steps:?}");
        assert!(!case.state().is_open(), "{steps:?}");
        assert_eq!(case.exclusive().is_some(), state == State::Accepted, "{steps:?}");
    }
}

#[test]
fn no_way_leads_elsewhere() {
    use Step as T;
    let ways: [(usize, &[Step]); 9] = [
        (0, &[T::Answered]),
        (0, &[T::Granted]),
        (0, &[T::Settled, T::Settled]),
        (0, &[T::SignedFor, T::SentBack]),
        (1, &[T::Agreed]),
        (1, &[T::Granted, T::Withdrawn]),
        // One person alone does not change a target.
        (2, &[T::Granted]),
        (3, &[T::Reopened]),
        (3, &[T::Refused, T::Accepted]),
    ];
    for (n, steps) in ways {
        let (matter, status) = matters()[n].clone();
        let walked = walk(open("c", matter, status, "2023-06-01").unwrap(), steps);
        assert!(
            matches!(walked, Err(CaseProblem::NotFrom { .. })),
            "{steps:?}: {walked:?}"
        );
    }
}

#[test]
fn whoever_asks_does_not_decide_and_two_decide_a_change() {
    let [_, extension, change, closure] = matters();
    for ((matter, status), step) in [
        (extension, Step::Granted),
        (change.clone(), Step::Agreed),
        (closure, Step::Accepted),
    ] {
        let case = open("c", matter, status, "2023-06-01").unwrap();
        let result = case.take(1, taken(step, "2023-06-02", "asker", ""), Status::Met);
        assert_eq!(result, Err(CaseProblem::SamePerson { step: Step::Opened }));
        let may = |who| case.may_be_taken_by(&taken(step, "2023-06-02", who, "").by, step);
        assert!(!may("asker") && may("other"));
        let deputy = Hand {
            stands_in_for: Some(AccountId::new("asker")),
            ..taken(step, "2023-06-02", "other", "").by
        };
        assert!(!case.may_be_taken_by(&deputy, step), "whoever stands in for who asked");
    }
    let asked = open("c", change.0, change.1, "2023-06-01").unwrap();
    let agreed = asked
        .take(1, taken(Step::Agreed, "2023-06-02", "first", ""), Status::AtRisk)
        .unwrap();
    let again = agreed.take(2, taken(Step::Granted, "2023-06-03", "first", ""), Status::AtRisk);
    assert_eq!(again, Err(CaseProblem::SamePerson { step: Step::Agreed }));
    assert!(
        agreed
            .take(2, taken(Step::Refused, "2023-06-03", "first", "不同意"), Status::AtRisk)
            .is_ok()
    );
    assert!(
        agreed
            .take(2, taken(Step::Granted, "2023-06-03", "second", ""), Status::AtRisk)
            .is_ok()
    );
}

#[test]
fn words_days_and_revisions_are_asked_for() {
    let case = open(
        "c",
        slip(NoticeColour::Red, "2023-06-01"),
        Status::OffTrack,
        "2023-06-01",
    )
    .unwrap();
    let signed = taken(Step::SignedFor, "2023-06-02", "a", "");
    assert_eq!(
        case.take(2, signed.clone(), Status::OffTrack),
        Err(CaseProblem::MovedOn { read: 2, now: 1 })
    );
    let early = taken(Step::SignedFor, "2023-05-31", "a", "");
    assert_eq!(
        case.take(1, early, Status::OffTrack),
        Err(CaseProblem::BeforeLastStep {
            on: day("2023-05-31"),
            last: day("2023-06-01")
        })
    );
    let signed = case.take(1, signed, Status::OffTrack).unwrap();
    let silent = taken(Step::Answered, "2023-06-03", "a", " \n");
    assert_eq!(signed.take(2, silent, Status::OffTrack), Err(CaseProblem::NoteMissing));
    let long = taken(Step::Answered, "2023-06-03", "a", &"长".repeat(4_001));
    assert_eq!(
        signed.take(2, long, Status::OffTrack),
        Err(CaseProblem::TextTooLong { length: 4_001 })
    );
    // Without an answer the office says why it is satisfied.
    let settled = |note| signed.take(2, taken(Step::Settled, "2023-06-03", "b", note), Status::Met);
    assert_eq!(settled(""), Err(CaseProblem::NoteMissing));
    assert!(settled("已完成").is_ok());
}

#[test]
fn what_cannot_be_asked_for() {
    let ask = |matter, status, on: &str| open("c", matter, status, on).unwrap_err();
    assert_eq!(
        ask(slip(NoticeColour::Blue, "2023-06-01"), Status::Met, "2023-06-01"),
        CaseProblem::NotCalledFor { status: Status::Met }
    );
    let extension = |day_asked: &str| Matter::Extension {
        new_due: day(day_asked),
    };
    assert_eq!(
        ask(extension("2023-12-31"), Status::AtRisk, "2023-06-01"),
        CaseProblem::Decision {
            why: DecisionProblem::NotLater {
                new_due: day("2023-12-31"),
                due: day("2023-12-31")
            }
        }
    );
    assert!(matches!(
        ask(extension("2024-12-31"), Status::Overdue, "2024-01-01"),
        CaseProblem::Decision {
            why: DecisionProblem::AskedTooLate { .. }
        }
    ));
    let change = Matter::Change {
        number: 750.into(),
        inventory: None,
    };
    assert_eq!(ask(change, Status::AtRisk, "2023-06-01"), CaseProblem::SameNumber);
    for (number, inventory) in [("0", None), ("-1", None), ("700.5", None), ("700", Some("800"))] {
        let inventory = inventory.map(|all| all.parse().unwrap());
        let number = number.parse().unwrap();
        let why = DecisionProblem::NotItsNumber {
            number: inventory.unwrap_or(number),
        };
        let change = Matter::Change { number, inventory };
        assert_eq!(ask(change, Status::AtRisk, "2023-06-01"), CaseProblem::Decision { why });
    }
    let closure = |evidence: &[&str]| Matter::Closure {
        whole: true,
        evidence: evidence.iter().map(|&text| text.to_owned()).collect(),
        files: Vec::new(),
    };
    assert_eq!(ask(closure(&[]), Status::Met, "2023-06-01"), CaseProblem::NoEvidence);
    assert_eq!(ask(closure(&[" "]), Status::Met, "2023-06-01"), CaseProblem::NoEvidence);
    assert_eq!(
        ask(closure(&["x"]), Status::OnTrack, "2023-06-01"),
        CaseProblem::NotMet {
            status: Status::OnTrack
        }
    );
}

#[test]
fn nothing_is_accepted_that_has_fallen_meanwhile_and_what_falls_is_found() {
    let (matter, status) = matters()[3].clone();
    let asked = open("c", matter, status, "2023-06-01").unwrap();
    let accept = taken(Step::Accepted, "2023-06-02", "b", "");
    assert_eq!(
        asked.take(1, accept.clone(), Status::OnTrack),
        Err(CaseProblem::NotMet {
            status: Status::OnTrack
        })
    );
    let accepted = [asked.take(1, accept, Status::Met).unwrap(), asked];
    let later = day("2023-06-05");
    assert_eq!(fallen(&accepted, later, |_| Some(Status::Met)).count(), 0);
    let found: Vec<_> = fallen(&accepted, later, |_| Some(Status::AtRisk)).collect();
    assert_eq!(found, [(&accepted[0], Status::AtRisk)]);
    // A day that is caught up says nothing of what was accepted after it.
    assert_eq!(
        fallen(&accepted, day("2023-06-01"), |_| Some(Status::AtRisk)).count(),
        0
    );
}

#[test]
fn a_granted_date_and_number_judge_from_their_day_on_and_the_old_ones_stay() {
    let [_, (extension, status), (change, _), _] = matters();
    let extension = open("e", extension, status, "2023-06-01").unwrap();
    let change = open("n", change, status, "2023-06-01").unwrap();
    let target = |cases: &[Case]| {
        let mut plan = blank_plan(vec![villages(&["a"])]);
        decide(&mut plan, cases);
        plan.targets.remove(0)
    };
    let asked = target(&[extension.clone(), change.clone()]);
    assert_eq!(asked.due_on(day("2024-02-01")), day("2023-12-31"));
    let granted = [
        walk(extension, &[Step::Granted]).unwrap(),
        walk(change, &[Step::Agreed, Step::Granted]).unwrap(),
    ];
    let decided = target(&granted);
    assert_eq!(decided.due_on(day("2023-06-01")), day("2023-12-31"));
    assert_eq!(decided.due_on(day("2023-06-02")), day("2024-03-31"));
    assert_eq!(decided.due(), day("2023-12-31"), "the date as issued stays");
    let seen = [done(710, "2023-12-20", "2023-12-21")];
    let judged = |on: &str| assess(&decided, &seen, day(on), &Policy::default());
    assert_eq!(judged("2023-12-25").status, Status::Met);
    assert_eq!(judged("2023-12-25").original_due, Some(day("2023-12-31")));
    let without = assess(&villages(&["a"]), &seen, day("2023-12-25"), &Policy::default());
    assert_ne!(without.status, Status::Met);
}

#[test]
fn slips_are_the_offices_and_answers_the_units() {
    let plan = blank_plan(vec![villages(&["a"])]);
    let target = &plan.targets[0];
    let person = |of: &str, duty: Duty| Person {
        account: AccountId::new(of),
        stands_in_for: None,
        name: of.to_owned(),
        unit: unit(of),
        duties: vec![duty],
    };
    let (office, reporter, other) = (
        person("office", Duty::Office),
        person("a", Duty::Reporter),
        person("b", Duty::Reporter),
    );
    let may = |person: &Person, kind, step| person.may_step(&plan, target, &unit("a"), kind, step);
    for (kind, step, by_office, by_reporter) in [
        (CaseKind::Notice, Step::Opened, true, false),
        (CaseKind::Notice, Step::SignedFor, false, true),
        (CaseKind::Notice, Step::Answered, false, true),
        (CaseKind::Notice, Step::Settled, true, false),
        (CaseKind::Extension, Step::Opened, false, true),
        (CaseKind::Extension, Step::Granted, true, false),
        (CaseKind::Change, Step::Agreed, true, false),
        (CaseKind::Closure, Step::Accepted, true, false),
        (CaseKind::Closure, Step::Withdrawn, false, true),
    ] {
        assert_eq!(may(&office, kind, step).is_ok(), by_office, "{kind:?} {step:?}");
        assert_eq!(may(&reporter, kind, step).is_ok(), by_reporter, "{kind:?} {step:?}");
        assert_eq!(may(&other, kind, step), Err(Refusal::NotYourStep));
    }
    // The office decides nothing for its own unit.
    let own = office.may_step(&plan, target, &unit("office"), CaseKind::Extension, Step::Granted);
    assert_eq!(own, Err(Refusal::OwnCase));
    assert!(office.may_see_case(&plan, target, &unit("a")));
    assert!(!other.may_see_case(&plan, target, &unit("a")));
}

proptest! {
    #[test]
    fn whatever_is_taken_a_case_reads_back_and_only_grows(
        n in 0..4usize,
        tries in proptest::collection::vec((0..12usize, 0..4u8, any::<bool>()), 0..20),
    ) {
        let (matter, status) = matters()[n].clone();
        let mut case = open("c", matter, status, "2023-06-01").unwrap();
        for (step, by, met) in tries {
            let step = Step::ALL[step];
            let status = if met { Status::Met } else { Status::AtRisk };
            let taken = taken(step, "2023-06-01", &format!("person {by}"), "words");
            if let Ok(next) = case.take(case.steps().len(), taken, status) {
                prop_assert!(case.next_steps().any(|possible| possible == step));
                prop_assert_eq!(&next.steps()[..case.steps().len()], case.steps());
                prop_assert!(step != Step::Accepted || met);
                case = next;
            }
            let json = serde_json::to_string(&case).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Case>(&json).unwrap(), &case);
        }
        let granted = case.last(Step::Granted).is_some();
        if granted && case.kind() == CaseKind::Change {
            let people: std::collections::BTreeSet<_> =
                case.steps().iter().map(|taken| taken.by.account.clone()).collect();
            prop_assert!(people.len() >= 3, "asked, agreed and granted by different people");
        }
    }
}

#[test]
fn steps_that_do_not_fit_are_not_read() {
    let case = open(
        "c",
        slip(NoticeColour::Blue, "2023-06-01"),
        Status::OnTrack,
        "2023-06-01",
    )
    .unwrap();
    let json = serde_json::to_string(&case).unwrap();
    assert!(serde_json::from_str::<Case>(&json.replace("opened", "answered")).is_err());
    assert!(serde_json::from_str::<Case>(&json.replace(r#""steps":[{"#, r#""steps":[],"x":[{"#)).is_err());
}
