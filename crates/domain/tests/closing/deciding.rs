//! What forbids closing, and what two people do about it.

use proptest::prelude::*;
use yaodian_domain::{
    Date,
    access::{Duty, Refusal},
    check::{NoticeColour, Status},
    closing::{Closing, ClosingProblem, Obstacle, Request, State, Step, Way},
    hand::Hand,
    report::{LONGEST_TEXT, StateName},
    supervision::{Matter, Measure, Notice},
    testing::{approve, hand_back, reviewer},
};

use crate::{asked, by, choice, day, finals, good, ground, in_the_way, opened, person, report, taken, unit};

fn notice() -> Matter {
    Matter::Notice(Notice {
        colour: NoticeColour::Red,
        measure: Measure::Slip,
        status: Status::Overdue,
        sign_by: day("2023-12-05"),
        answer_by: day("2023-12-10"),
        follows: None,
    })
}

#[test]
fn time_forbids_until_the_last_period_has_closed() {
    let count = |on| in_the_way(&[], &[], on).len();
    // The last day of the year; the last day on which December is accepted; the day after.
    assert_eq!(
        ["2023-09-25", "2023-12-31", "2024-01-01", "2024-01-10", "2024-01-11"].map(count),
        [2, 2, 1, 1, 0]
    );
    let all = in_the_way(&[], &[], "2023-12-31");
    assert_eq!(
        all,
        [
            Obstacle::TermNotOver {
                last: day("2023-12-31")
            },
            Obstacle::PeriodNotClosed {
                period: "2023-12".parse().unwrap(),
                closes: day("2024-01-10"),
            },
        ]
    );
    assert!(all.iter().all(Obstacle::forbids));
}

#[test]
fn what_is_sent_or_asked_for_forbids_and_what_ends_with_the_year_may_be_left() {
    let on = day("2023-12-29");
    let draft = report("r");
    let sent = draft.submit(1, "a", on).unwrap();
    let read = sent.take_up(2, &reviewer(), on).unwrap();
    let (returned, approved) = (hand_back(&sent, on, "再核"), approve(&sent, on));
    for (report, forbids) in [
        (&draft, Some(false)),
        (&sent, Some(true)),
        (&read, Some(true)),
        (&returned, Some(false)),
        (&approved, None),
    ] {
        let all = in_the_way(std::slice::from_ref(report), &[], crate::CLOSING);
        assert_eq!(all.first().map(Obstacle::forbids), forbids, "{:?}", report.state);
    }
    let evidence = vec!["验收意见".to_owned()];
    let change = Matter::Change {
        number: 700.into(),
        inventory: None,
    };
    for (matter, status, forbids) in [
        (notice(), Status::Overdue, false),
        (
            Matter::Extension {
                new_due: day("2024-03-31"),
            },
            Status::AtRisk,
            true,
        ),
        (change, Status::AtRisk, true),
        (Matter::Appeal { points: 1.into() }, Status::AtRisk, true),
        (
            Matter::Closure {
                whole: false,
                evidence,
                files: Vec::new(),
            },
            Status::Met,
            true,
        ),
    ] {
        let case = opened("c", matter.clone(), status);
        let all = in_the_way(&[], &[case], crate::CLOSING);
        assert_eq!(
            all.iter().map(Obstacle::forbids).collect::<Vec<_>>(),
            [forbids],
            "{matter:?}"
        );
    }
    // What forbids is named first.
    let case = opened("c", notice(), Status::Overdue);
    let all = in_the_way(&[draft, sent], &[case], crate::CLOSING);
    assert_eq!(
        all.iter().map(Obstacle::forbids).collect::<Vec<_>>(),
        [true, false, false]
    );
}

#[test]
fn two_people_close_a_year() {
    let finals = finals();
    let free = ground(&[], &finals);
    let asked = asked();
    assert_eq!((asked.state(), asked.closed_on()), (State::Asked, None));
    // Whoever asked, whoever stands in for him, and whom he stands in for are one.
    let mut deputy = person("deputy");
    deputy.stands_in_for = Some(person("a").account);
    for hand in [by("a"), Hand::of(&deputy)] {
        assert_eq!(asked.may_confirm(free, &hand), Err(ClosingProblem::SamePerson));
    }
    let closed = asked.take(1, free, taken(Step::Confirmed, "b")).unwrap();
    assert_eq!(
        (closed.state(), closed.closed_on()),
        (State::Closed, Some(day(crate::CLOSING)))
    );
    assert_eq!(closed.request().unwrap().1, &good());
    for step in [Step::Asked(good()), Step::Withdrawn, Step::Confirmed] {
        let state = State::Closed;
        assert_eq!(
            closed.take(2, free, taken(step, "c")),
            Err(ClosingProblem::NotFrom { state })
        );
    }
    // Kept and read again it is the same, and what does not fit is none.
    let kept = serde_json::to_value(&closed).unwrap();
    assert_eq!(serde_json::from_value::<Closing>(kept.clone()).unwrap(), closed);
    let turned: Vec<_> = kept.as_array().unwrap().iter().rev().cloned().collect();
    assert!(serde_json::from_value::<Closing>(turned.into()).is_err());
}

#[test]
fn what_was_asked_for_can_be_withdrawn_and_asked_for_anew() {
    let finals = finals();
    let free = ground(&[], &finals);
    let withdrawn = asked().take(1, free, taken(Step::Withdrawn, "a")).unwrap();
    assert_eq!(withdrawn.state(), State::Open);
    assert_eq!(withdrawn.request(), None);
    let state = State::Open;
    assert_eq!(
        withdrawn.take(2, free, taken(Step::Confirmed, "b")),
        Err(ClosingProblem::NotFrom { state })
    );
    assert_eq!(
        withdrawn.take(1, free, taken(Step::Asked(good()), "b")),
        Err(ClosingProblem::MovedOn { read: 1, now: 2 })
    );
    let again = withdrawn.take(2, free, taken(Step::Asked(good()), "b")).unwrap();
    // Now it is the other one who confirms.
    assert!(again.take(3, free, taken(Step::Confirmed, "a")).is_ok());
}

#[test]
fn what_is_left_open_is_said_and_why() {
    let (finals, open) = (finals(), opened("c", notice(), Status::Overdue));
    let obstacles = in_the_way(&[], &[open], crate::CLOSING);
    let on = ground(&obstacles, &finals);
    let none = Closing::default();
    let unsaid = ClosingProblem::NotLeft {
        obstacles: obstacles.clone(),
    };
    assert_eq!(none.may_ask(on, &good(), "说明"), Err(unsaid.clone()));
    let left = Request {
        left: obstacles.clone(),
        ..good()
    };
    assert_eq!(none.may_ask(on, &left, " "), Err(ClosingProblem::NoteMissing));
    assert_eq!(none.may_ask(on, &left, "转下年督办"), Ok(()));
    let long = "长".repeat(LONGEST_TEXT + 1);
    assert!(matches!(
        none.may_ask(on, &left, &long),
        Err(ClosingProblem::TextTooLong { .. })
    ));
    // What comes up after it was asked for was not said.
    assert_eq!(asked().may_confirm(on, &by("b")), Err(unsaid));
}

#[test]
fn each_unfinished_target_has_one_choice_with_a_reason_and_a_later_date() {
    let finals = finals();
    let free = ground(&[], &finals);
    let ask = |choices| {
        let request = Request {
            left: Vec::new(),
            choices,
        };
        Closing::default().may_ask(free, &request, "")
    };
    let missing = ClosingProblem::ChoiceMissing {
        targets: vec![crate::target("villages")],
    };
    let ended = choice("villages", Way::Ended);
    assert_eq!(ask(vec![]), Err(missing.clone()));
    assert_eq!(ask(vec![ended.clone(), ended.clone()]), Err(missing));
    assert_eq!(ask(vec![ended.clone()]), Ok(()));
    for id in ["roads", "nowhere"] {
        let target = crate::target(id);
        assert_eq!(
            ask(vec![ended.clone(), choice(id, Way::Ended)]),
            Err(ClosingProblem::NotUnfinished { target })
        );
    }
    let mut silent = ended;
    silent.reason = "  ".to_owned();
    assert!(matches!(ask(vec![silent]), Err(ClosingProblem::ReasonMissing { .. })));
    let today = day(crate::CLOSING);
    for (due, good) in [("2023-12-31", false), (crate::CLOSING, false), ("2024-01-16", true)] {
        let new_due = day(due);
        let asked = ask(vec![choice("villages", Way::Carried { new_due })]);
        let target = crate::target("villages");
        let expected = if good {
            Ok(())
        } else {
            Err(ClosingProblem::DueNotLater { target, new_due, today })
        };
        assert_eq!(asked, expected, "{due}");
    }
}

#[test]
fn it_is_the_offices_business() {
    let mut one = person("a");
    assert_eq!(one.may_close_the_year(), Ok(()));
    one.duties = vec![Duty::Administrator, Duty::Reviewer, Duty::Reporter];
    assert_eq!(one.may_close_the_year(), Err(Refusal::NotTheOffice));
}

fn obstacle() -> impl Strategy<Value = Obstacle> {
    let report = prop_oneof![
        Just(StateName::Draft),
        Just(StateName::Submitted),
        Just(StateName::Returned)
    ];
    prop_oneof![
        Just(Obstacle::TermNotOver {
            last: Date::constant(2023, 12, 31)
        }),
        Just(Obstacle::PeriodNotClosed {
            period: "2023-12".parse().unwrap(),
            closes: Date::constant(2024, 1, 10)
        }),
        report.prop_map(|state| Obstacle::Report {
            id: crate::report("r").id,
            target: crate::target("villages"),
            unit: unit("wuhan"),
            period: "2023-12".parse().unwrap(),
            state,
        }),
        Just(in_the_way(&[], &[opened("c", notice(), Status::Overdue)], crate::CLOSING).remove(0)),
    ]
}

proptest! {
    /// Whatever is left, whatever is said: with something that forbids it nothing is closed.
    #[test]
    fn nothing_is_closed_while_something_forbids_it(
        obstacles in prop::collection::vec(obstacle(), 0..6),
        note in ".{0,20}",
    ) {
        let finals = finals();
        let on = ground(&obstacles, &finals);
        let request = Request { left: obstacles.clone(), ..good() };
        let may = Closing::default().may_ask(on, &request, &note);
        let forbidden = obstacles.iter().any(Obstacle::forbids);
        let is_forbidden = matches!(may, Err(ClosingProblem::Forbidden { .. }));
        prop_assert_eq!(is_forbidden, forbidden);
        if forbidden {
            let confirmed = asked().take(1, on, taken(Step::Confirmed, "b"));
            let refused = matches!(confirmed, Err(ClosingProblem::Forbidden { .. }));
            prop_assert!(refused);
        } else {
            prop_assert_eq!(may.is_ok(), obstacles.is_empty() || !note.trim().is_empty());
        }
    }
}
